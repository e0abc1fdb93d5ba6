using System.Text.RegularExpressions;

namespace Proviso.Screening.Lists.Readers;

/// <summary>The two lists of the United Kingdom: OFSI's consolidated list of asset freeze targets, and the UK Sanctions List. A row is a name or an address; rows of one number are one entry.</summary>
internal static partial class UkCsvReader
{
    private const string License = "Open Government Licence v3.0";

    // Columns that say nothing of names, places or numbers of the party.
    private static readonly string[] Aside =
    [
        "Non-Latin Script Type", "Non-Latin Script Language", "UK Sanctions List Date Designated", "Last Updated", "Designation source", "Phone number", "Email address", "National Identifier additional information",
        "Passport additional information", "Previous flags", "Tonnage of ship", "Length of ship", "Year Built", "Hull identification number (HIN)", "Grp Status",
    ];

    private static readonly string[] Given = ["Name 1", "Name 2", "Name 3", "Name 4", "Name 5"];

    public static ListContent ReadConsolidated(Stream content, ListReadOptions options) => Read(content, new Reading("uk-csv", options), "uk-ofsi", new Layout(
        "Group ID", "Group Type", "Alias Type", "Alias Quality", "Regime", "Name Non-Latin Script", "DOB", "Nationality", "Passport Number", "National Identification Number",
        [.. Enumerable.Range(1, 6).Select(n => Text.Of($"Address {n}"))], "Post/Zip Code", "Country", "Listed On", "", "", "", ["Other Information", "Position", "Town of Birth", "Country of Birth", "Passport Details", "National Identification Details", "Title"]));

    public static ListContent ReadSanctions(Stream content, ListReadOptions options) => Read(content, new Reading("uk-sanctions-csv", options), "uk-sanctions", new Layout(
        "Unique ID", "Designation Type", "Name type", "Alias strength", "Regime Name", "Name non-latin script", "D.O.B", "Nationality(/ies)", "Passport number", "National Identifier number",
        [.. Enumerable.Range(1, 6).Select(n => Text.Of($"Address Line {n}"))], "Address Postal Code", "Address Country", "Date Designated", "IMO number", "Business registration number (s)", "Current believed flag of ship",
        ["Other Information", "UK Statement of Reasons", "Position", "Title", "Gender", "Town of birth", "Country of birth", "Type of entity", "Subsidiaries", "Parent company", "Sanctions Imposed",
            "Website", "Current owner/operator (s)", "Previous owner/operator (s)", "Type of ship", "UN Reference Number", "OFSI Group ID"]));

    private static ListContent Read(Stream content, Reading reading, string list, Layout layout)
    {
        using var rows = new CsvRows(content, allowWindows: true);
        var published = Header(reading, rows, layout);
        var drafts = new OrderedDictionary<string, PartyDraft>(StringComparer.Ordinal);
        while (rows.ReadUnderHeader())
        {
            var id = rows[layout.Id];
            if (id.Length == 0)
            {
                throw Fault.Malformed(rows.Line, $"a row has no `{layout.Id}`");
            }

            if (!drafts.TryGetValue(id, out var draft))
            {
                drafts.Add(id, draft = reading.Draft(reading.List(list), id, rows.Line));
            }

            Row(reading, draft, rows, layout);
        }

        foreach (var draft in drafts.Values)
        {
            reading.Add(draft);
        }

        reading.CheckEnd(rows);
        return reading.Content(published, License);
    }

    // The day stands above the header: "Last Updated,01/02/2026" or "Report Date: 13-Feb-2026".
    private static DateOnly? Header(Reading reading, CsvRows rows, Layout layout)
    {
        DateOnly? published = null;
        rows.Read();
        if (!rows.Fields.Contains("Name 6", StringComparer.Ordinal))
        {
            var colon = rows.Fields[0].IndexOf(':', StringComparison.Ordinal);
            published = reading.Day(colon >= 0 ? rows.Fields[0][(colon + 1)..] : rows.Fields.ElementAtOrDefault(1), DateOrder.DayFirst);
            rows.Read();
        }

        rows.TakeHeader(null, reading.Options.Columns, [layout.Id, "Name 6", .. Given, layout.Type, layout.NameType, layout.Regime, layout.Birth, layout.Country]);
        rows.Know([.. layout.All, "Name 6", .. Given, .. Aside]);
        return published;
    }

    private static void Row(Reading reading, PartyDraft draft, CsvRows rows, Layout layout)
    {
        // The surname stands in a column of its own, last in the order of a name.
        var name = Text.Join(" ", [.. Given.Select(c => rows[c]), rows["Name 6"]]);
        if (name.Length == 0 && rows[layout.OtherScript].Length == 0)
        {
            throw Fault.NoName(rows.Line, draft.Id);
        }

        var kind = NameKind(rows[layout.NameType], rows[layout.Strength]);
        draft.Name(name, kind);
        draft.Name(rows[layout.OtherScript], kind == ListedNameKind.Main ? ListedNameKind.Alias : kind);
        draft.Kind = draft.Kind == PartyKind.Unknown ? CslEntries.KindOf(rows[layout.Type]) : draft.Kind;
        draft.Program(rows[layout.Regime]);
        draft.ListedFrom ??= reading.Day(rows[layout.Listed], DateOrder.DayFirst);
        draft.Address([.. layout.Address.Select(c => rows[c]), rows[layout.Post]], rows[layout.Country]);
        draft.Countries(rows[layout.Nationality]);
        draft.Countries(rows[layout.Flag]);
        foreach (var birth in Several(rows[layout.Birth]))
        {
            draft.Born(birth, DateOrder.DayFirst);
        }

        Numbers(draft, rows, layout);
        foreach (var column in layout.Notes)
        {
            if (rows[column] is { Length: > 0 } note)
            {
                draft.Note(column + ": " + note);
            }
        }
    }

    private static void Numbers(PartyDraft draft, CsvRows rows, Layout layout)
    {
        foreach (var (kind, column) in ((string, string)[])[("passport", layout.Passport), ("national", layout.National), ("imo", layout.Imo), ("registration", layout.Registration)])
        {
            foreach (var number in Several(rows[column]))
            {
                draft.Identifier(kind, number);
            }
        }

        // The consolidated list has no columns for ships and companies.
        if (layout.Imo.Length == 0)
        {
            foreach (Match match in InText().Matches(rows["Other Information"]))
            {
                draft.Identifier(match.Groups["imo"].Success ? "imo" : "registration", match.Groups["imo"].Success ? match.Groups["imo"].Value : match.Groups["reg"].Value.TrimEnd('.', ' '));
            }
        }
    }

    private static IEnumerable<string> Several(string text) => ListedCountries.Numbered(text).SelectMany(p => Text.Parts(p, "|", "; "));

    private static ListedNameKind NameKind(string type, string strength) =>
        type.StartsWith("FKA", StringComparison.OrdinalIgnoreCase) || type.StartsWith("F.K.A", StringComparison.OrdinalIgnoreCase) || type.StartsWith("Former", StringComparison.OrdinalIgnoreCase) ? ListedNameKind.Former
        : strength.StartsWith("Low", StringComparison.OrdinalIgnoreCase) ? ListedNameKind.WeakAlias
        : type.Equals("Primary name", StringComparison.OrdinalIgnoreCase) ? ListedNameKind.Main
        : ListedNameKind.Alias;

    [GeneratedRegex(@"\(IMO number\)\s*:\s*(IMO\s?)?(?<imo>[0-9]{7})|\(Business Reg No\)\s*:\s*(?<reg>[^()]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex InText();

    // The names of the columns; "" where a list has none.
    private sealed record Layout(
        string Id, string Type, string NameType, string Strength, string Regime, string OtherScript, string Birth, string Nationality, string Passport, string National,
        string[] Address, string Post, string Country, string Listed, string Imo, string Registration, string Flag, string[] Notes)
    {
        public IEnumerable<string> All => [Id, Type, NameType, Strength, Regime, OtherScript, Birth, Nationality, Passport, National, .. Address, Post, Country, Listed, Imo, Registration, Flag, .. Notes];
    }
}
