using Proviso.Rules.Diagnostics;

namespace Proviso.Screening.Lists.Readers;

/// <summary>A list that a user keeps in a table of their own.</summary>
internal static class PlainCsvReader
{
    private const string Separators = ",;\t";

    /// <summary>The columns that a plain list may have.</summary>
    public static readonly string[] Columns =
        ["name", "aliases", "former_names", "country", "address", "identifier", "identifiers", "birth_date", "type", "id", "listed_from", "listed_until", "notes", "link", "programs"];

    private static readonly string[] Types = ["person", "organization", "vessel", "aircraft", "unknown"];

    /// <summary>The separator of a header: the one that gives the most columns that are known.</summary>
    public static char Separator(string header, ListReadOptions options) => Separators.MaxBy(s => header.Split(s).Count(c => IsColumn(c) || options.Columns.ContainsKey(Text.Tidy(c.Trim('"')))));

    /// <summary>Whether a header could be one of a plain list.</summary>
    public static bool IsHeader(string header, ListReadOptions options) => header.Split(Separator(header, options)).Any(c => IsColumn(c) || options.Columns.ContainsKey(Text.Tidy(c.Trim('"'))));

    public static ListContent Read(Stream content, ListReadOptions options, char separator)
    {
        var reading = new Reading("plain-csv", options);
        var list = reading.List("");
        using var rows = new CsvRows(content, allowWindows: false, separator);
        rows.Read();
        Check(rows.TakeHeader(null, options.Columns), rows.Line, options);
        if (list.Length == 0)
        {
            throw Fault.NoListId();
        }

        while (rows.ReadUnderHeader())
        {
            reading.Add(Entry(reading, list, rows));
        }

        reading.CheckEnd(rows);
        return reading.Content();
    }

    private static bool IsColumn(string text) => Columns.Contains(Text.Tidy(text.Trim('"')), StringComparer.OrdinalIgnoreCase);

    private static void Check(IReadOnlyList<string> header, int line, ListReadOptions options)
    {
        // A column left out as asked has no name any more; one without a name from the start is a mistake.
        var nameless = header.Count(c => c.Length == 0) - options.Columns.Values.Count(v => v.Length == 0);
        var unknown = header.Where(c => c.Length > 0 && !IsColumn(c)).Concat(Enumerable.Repeat("", Math.Max(0, nameless))).ToList();
        if (unknown.Count > 0)
        {
            var suggested = unknown.Select(c => NearestName.Find(c.ToLowerInvariant(), Columns)).OfType<string>().Select(c => $"did you mean `{c}`?").Distinct(StringComparer.Ordinal).ToList();
            throw Fault.Columns(line, "unknown: " + string.Join(", ", unknown.Select(c => c.Length == 0 ? "a column without a name" : $"`{c}`")),
                (suggested.Count > 0 ? string.Join(" ", suggested) + " Otherwise say" : "say") + $" what each is with `--map \"{unknown[0]}=FIELD\"`, or leave it out with `--map \"{unknown[0]}=\"`; the fields are " + string.Join(", ", Columns));
        }

        if (!header.Contains("name", StringComparer.OrdinalIgnoreCase))
        {
            throw Fault.Columns(line, "there is no column `name`", "the columns are " + string.Join(", ", Columns));
        }
    }

    private static PartyDraft Entry(Reading reading, string list, CsvRows rows)
    {
        var draft = reading.Draft(list, rows["id"], rows.Line);
        draft.Name(rows["name"], ListedNameKind.Main);
        if (!draft.HasMainName)
        {
            throw Fault.NoName(rows.Line, rows["id"]);
        }

        draft.Kind = Kind(rows["type"], rows.Line);
        foreach (var name in Text.Parts(rows["aliases"], ";", "|"))
        {
            draft.Name(name, ListedNameKind.Alias);
        }

        foreach (var name in Text.Parts(rows["former_names"], ";", "|"))
        {
            draft.Name(name, ListedNameKind.Former);
        }

        foreach (var country in Text.Parts(rows["country"], ";", "|"))
        {
            draft.Countries(country);
        }

        foreach (var address in Text.Parts(rows["address"], ";", "|"))
        {
            draft.Address(address);
        }

        foreach (var number in Text.Parts(rows["identifier"], ";", "|").Concat(Text.Parts(rows["identifiers"], ";", "|")))
        {
            Number(draft, number, rows.Line);
        }

        foreach (var birth in Text.Parts(rows["birth_date"], ";", "|"))
        {
            draft.Born(birth, DateOrder.DayFirst);
        }

        foreach (var program in Text.Parts(rows["programs"], ";", "|"))
        {
            draft.Program(program);
        }

        draft.ListedFrom = Day(rows, "listed_from");
        draft.ListedUntil = Day(rows, "listed_until");
        draft.Note(rows["notes"]);
        draft.Link = rows["link"];
        return draft;
    }

    // Whoever keeps the table can correct it, so a day that counts is not left aside. 03/04/2025 reads two ways and is refused.
    private static DateOnly? Day(CsvRows rows, string column) =>
        rows[column] is not { Length: > 0 } text ? null
        : text.Contains('/', StringComparison.Ordinal) || ListedDates.Day(text, DateOrder.DayFirst) is not { } day ? throw Fault.Value(rows.Line, $"`{text}` in `{column}` is no day", "write year-month-day, such as 2026-03-31")
        : day;

    private static PartyKind Kind(string type, int line) => type.Length == 0 ? PartyKind.Unknown : CslEntries.KindOf(type) switch
    {
        PartyKind.Unknown when !string.Equals(type, "unknown", StringComparison.OrdinalIgnoreCase) =>
            throw Fault.Value(line, $"`{type}` is no type", NearestName.Find(type.ToLowerInvariant(), Types) is { } near ? $"did you mean `{near}`?" : "the types are " + string.Join(", ", Types)),
        var kind => kind,
    };

    private static void Number(PartyDraft draft, string text, int line)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var label = colon < 0 ? "" : Text.Tidy(text[..colon]).ToLowerInvariant();
        if (colon < 0 || colon == text.Length - 1)
        {
            throw Fault.Value(line, $"`{text}` does not say what number it is", "write kind:value, such as lei:5493001KJTIIGC8Y1R12");
        }

        draft.Identifier(IdentifierKinds.All.Contains(label, StringComparer.Ordinal) ? label : IdentifierKinds.Of(label)
            ?? throw Fault.Value(line, $"`{label}` is no kind of number", NearestName.Find(label, IdentifierKinds.All) is { } near ? $"did you mean `{near}`?" : "the kinds are " + string.Join(", ", IdentifierKinds.All)), text[(colon + 1)..]);
    }
}
