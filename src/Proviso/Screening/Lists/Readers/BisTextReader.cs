using System.Text.RegularExpressions;

namespace Proviso.Screening.Lists.Readers;

/// <summary>The Denied Persons List as its publisher gives it out: a table with tabs, a row for each name and address.</summary>
internal static partial class BisTextReader
{
    private const string List = "bis-dpl";

    private static readonly string[] Columns =
        ["Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date", "Standard_Order", "Last_Update", "Action", "FR_Citation"];

    /// <summary>Whether a header is that of the list.</summary>
    public static bool IsHeader(string header)
    {
        var columns = header.Split('\t').Select(Column).ToList();
        return columns.Contains("Name", StringComparer.OrdinalIgnoreCase) && columns.Contains("Street_Address", StringComparer.OrdinalIgnoreCase)
            && (columns.Contains("FR_Citation", StringComparer.OrdinalIgnoreCase) || columns.Contains("Expiration_Date", StringComparer.OrdinalIgnoreCase));
    }

    public static ListContent Read(Stream content, ListReadOptions options, string header)
    {
        var reading = new Reading("bis-dpl-txt", options);

        // Quoted throughout or not at all: where the header has no quotes, one in a name is a sign like any other.
        using var rows = new CsvRows(content, allowWindows: true, '\t', hasQuotes: header.Contains('"', StringComparison.Ordinal));
        rows.Read();
        rows.TakeHeader(Column, options.Columns, "Name", "Street_Address", "Country", "Effective_Date", "Expiration_Date");
        rows.Know(Columns);
        while (rows.ReadUnderHeader())
        {
            reading.Add(Entry(reading, rows));
        }

        reading.CheckEnd(rows);
        return reading.Content();
    }

    private static string Column(string text) => Text.Tidy(text.Trim('"')).Replace(' ', '_');

    private static PartyDraft Entry(Reading reading, CsvRows rows)
    {
        var draft = reading.Draft(reading.List(List), "", rows.Line);
        draft.Name(rows["Name"], ListedNameKind.Main);
        var (at, kind) = (0, ListedNameKind.Alias);
        var matches = AlsoKnown().Matches(rows["Name"]);
        foreach (Match match in matches)
        {
            Part(match.Index);
            (at, kind) = (match.Index + match.Length, match.Value.TrimStart(' ', ',', '(')[0] is 'F' or 'f' ? ListedNameKind.Former : ListedNameKind.Alias);
        }

        if (matches.Count > 0)
        {
            Part(rows["Name"].Length);
        }

        draft.Address([rows["Street_Address"], rows["City"], rows["State"], rows["Postal_Code"]], rows["Country"]);
        draft.ListedFrom = reading.Day(rows["Effective_Date"], DateOrder.MonthFirst);
        draft.ListedUntil = reading.Day(rows["Expiration_Date"], DateOrder.MonthFirst);
        draft.Publication = rows["FR_Citation"];
        draft.Link = Links.FederalRegister(draft.Publication);
        foreach (var (column, label) in ((string, string)[])[("Standard_Order", "Standard order"), ("Action", "Action"), ("Last_Update", "Last update")])
        {
            draft.Note(rows[column] is { Length: > 0 } text ? label + ": " + text : "");
        }

        return draft;

        void Part(int end) => draft.Name(rows["Name"][at..end].Trim(' ', ',', ';', '(', ')'), kind);
    }

    [GeneratedRegex(@"[\s,;(]+([AFDN]/?K/?A|[AFDN]\.K\.A\.?|D/?B/?A|D\.B\.A\.?)[\s,:]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex AlsoKnown();
}
