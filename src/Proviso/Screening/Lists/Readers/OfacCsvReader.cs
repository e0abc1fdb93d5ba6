using System.Globalization;

namespace Proviso.Screening.Lists.Readers;

/// <summary>OFAC's set of headless CSV files: the entries, their addresses, their other names, and what did not fit into the remarks.</summary>
internal static class OfacCsvReader
{
    private const string Nothing = "-0-";
    private const int EntryFields = 12;
    private const int AddressFields = 6;
    private const int AliasFields = 5;
    private const int LongestRemark = 1000;

    /// <summary>Whether a first row is one of the file of entries.</summary>
    public static bool IsEntry(string[] fields) => fields.Length == EntryFields && IsUid(fields[0]) && fields.Any(f => f.Trim() == Nothing);

    /// <summary>Whether a first row is one of a file that stands beside the entries.</summary>
    public static bool IsBeside(string[] fields) => fields.Length is AddressFields or AliasFields && IsUid(fields[0]) && IsUid(fields[1]);

    public static ListContent Read(Stream entries, Stream? addresses, Stream? aliases, Stream? comments, ListReadOptions options)
    {
        var reading = new Reading("ofac-sdn-csv", options);
        var list = reading.List(options.FileName?.Contains("cons_", StringComparison.OrdinalIgnoreCase) == true ? "ofac-consolidated" : "ofac-sdn");
        var drafts = new OrderedDictionary<string, (PartyDraft Draft, string Remarks)>(StringComparer.Ordinal);
        using (var rows = new CsvRows(entries, allowWindows: true))
        {
            while (rows.Read(EntryFields))
            {
                var uid = Uid(rows);
                if (!drafts.TryAdd(uid, (Entry(reading, list, uid, rows), Field(rows, 11))))
                {
                    throw Fault.Reference(rows.Line, $"the entry {uid} stands twice");
                }
            }

            reading.CheckEnd(rows);
        }

        // Names and addresses stand in files of their own, and so does what did not fit into the remarks: a field is cut at a thousand characters, in the middle of a word.
        if (aliases is null)
        {
            reading.Missing("ALT.CSV (CONS_ALT.CSV), the other names");
        }

        if (addresses is null)
        {
            reading.Missing("ADD.CSV (CONS_ADD.CSV), the addresses");
        }

        if (comments is null && drafts.Values.Count(d => IsCut(d.Remarks)) is > 0 and var cut)
        {
            reading.Missing(Text.Of($"SDN_COMMENTS.CSV (CONS_COMMENTS.CSV), where the remarks of {cut} {(cut == 1 ? "entry" : "entries")} go on"));
        }

        Beside(reading, "ADD.CSV (CONS_ADD.CSV), which is empty", addresses, AddressFields, drafts, (draft, rows) => draft.Address([Field(rows, 2), Field(rows, 3)], Field(rows, 4)));
        Beside(reading, "ALT.CSV (CONS_ALT.CSV), which is empty", aliases, AliasFields, drafts, (draft, rows) => draft.Name(Field(rows, 3), Field(rows, 2) is "fka" ? ListedNameKind.Former : ListedNameKind.Alias));
        if (comments is not null)
        {
            // The remarks go on in the middle of a word.
            using var rows = new CsvRows(comments, allowWindows: true);
            while (rows.Read(2))
            {
                var uid = Uid(rows);
                var (draft, remarks) = Known(drafts, uid, rows.Line);
                drafts[uid] = (draft, remarks + (Field(rows, 1) is { Length: > 0 } ? rows.Fields[1] : ""));
            }
        }

        foreach (var (draft, remarks) in drafts.Values)
        {
            OfacRemarks.Into(draft, remarks);
            reading.Add(draft);
        }

        return reading.Content();
    }

    // A whole remark ends with a full stop.
    private static bool IsCut(string remarks) => remarks.Length >= LongestRemark || (remarks.Length > 0 && !remarks.AsSpan().TrimEnd().EndsWith("."));

    private static PartyDraft Entry(Reading reading, string list, string uid, CsvRows rows)
    {
        var draft = reading.Draft(list, uid, rows.Line);
        draft.Name(Field(rows, 1), ListedNameKind.Main);

        // What is no person, ship or aircraft has no type here.
        draft.Kind = Field(rows, 2) is { Length: > 0 } type ? CslEntries.KindOf(type) : PartyKind.Organization;
        foreach (var program in Text.Parts(Field(rows, 3), "] ["))
        {
            draft.Program(program.Trim('[', ']'));
        }

        draft.Link = Links.Ofac("ofac-", uid);
        draft.Countries(Field(rows, 9));
        foreach (var (place, label) in ((int, string)[])[(4, "Title"), (5, "Call sign"), (6, "Vessel type"), (7, "Tonnage"), (8, "Gross registered tonnage"), (9, "Vessel flag"), (10, "Vessel owner")])
        {
            if (Field(rows, place) is { Length: > 0 } text)
            {
                draft.Note(label + ": " + text);
            }
        }

        return draft;
    }

    private static void Beside(Reading reading, string empty, Stream? content, int fields, OrderedDictionary<string, (PartyDraft Draft, string Remarks)> drafts, Action<PartyDraft, CsvRows> take)
    {
        if (content is null)
        {
            return;
        }

        var count = 0;
        using var rows = new CsvRows(content, allowWindows: true);
        while (rows.Read(fields))
        {
            count++;
            take(Known(drafts, Uid(rows), rows.Line).Draft, rows);
        }

        // Nothing in it is nothing known, not nothing there.
        if (count == 0)
        {
            reading.Missing(empty);
        }
    }

    private static (PartyDraft Draft, string Remarks) Known(OrderedDictionary<string, (PartyDraft Draft, string Remarks)> drafts, string uid, int line) =>
        drafts.TryGetValue(uid, out var known) ? known : throw Fault.Reference(line, $"a row belongs to the entry {uid}, which is not among the entries");

    private static string Uid(CsvRows rows) => IsUid(rows.Fields[0]) ? rows.Fields[0].Trim() : throw Fault.Malformed(rows.Line, "the first field is no entry number");

    private static bool IsUid(string text) => int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var uid) && uid > 0;

    private static string Field(CsvRows rows, int place)
    {
        var text = rows.Fields[place];
        return text.AsSpan().Trim().SequenceEqual(Nothing) ? "" : text;
    }
}
