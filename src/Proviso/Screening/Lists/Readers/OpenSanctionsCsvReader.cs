using System.Text;

namespace Proviso.Screening.Lists.Readers;

/// <summary>The table of targets that OpenSanctions publishes, <c>targets.simple.csv</c>: every row is a listed party.</summary>
internal static class OpenSanctionsCsvReader
{
    private static readonly string[] Columns =
        ["id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions", "phones", "emails", "program_ids", "programs", "dataset", "datasets", "first_seen", "last_seen", "last_change"];

    public static ListContent Read(Stream content, ListReadOptions options)
    {
        var reading = new Reading("opensanctions-csv", options);
        var list = reading.List("");
        using var rows = new CsvRows(content, allowWindows: false);
        rows.Read();
        rows.TakeHeader(null, options.Columns, "id", "schema", "name", "aliases", "countries", "identifiers");
        rows.Know(Columns);
        if (list.Length == 0)
        {
            throw Fault.NoListId();
        }

        while (rows.ReadUnderHeader())
        {
            reading.Add(Entry(reading, list, rows));
        }

        reading.CheckEnd(rows);
        return reading.Content(license: FtmJsonReader.License);
    }

    private static PartyDraft Entry(Reading reading, string list, CsvRows rows)
    {
        var draft = reading.Draft(list, rows["id"], rows.Line);
        draft.Kind = FtmJsonReader.KindOf(rows["schema"]);
        draft.Name(rows["name"], ListedNameKind.Main);
        Each("aliases", a => draft.Name(a, ListedNameKind.Alias));
        Each("countries", c => draft.Countries(FtmJsonReader.Country(c)));
        Each("addresses", draft.Address);
        Each("identifiers", i => draft.Identifier("other", i));
        Each("birth_date", b => draft.Born(b, DateOrder.DayFirst));
        Each("program_ids", draft.Program);
        Each("programs", draft.Program);
        foreach (var column in (string[])["sanctions", "dataset", "datasets"])
        {
            draft.Note(rows[column] is { Length: > 0 } text ? column + ": " + text : "");
        }

        return draft;

        void Each(string column, Action<string> take)
        {
            foreach (var part in Parts(rows[column]))
            {
                take(part);
            }
        }
    }

    // One;two, and where a value holds a semicolon: "one;half";two.
    private static IEnumerable<string> Parts(string text)
    {
        var part = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (isQuoted || part.Length == 0))
            {
                if (isQuoted && i + 1 < text.Length && text[i + 1] == '"')
                {
                    part.Append('"');
                    i++;
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (text[i] == ';' && !isQuoted)
            {
                yield return part.ToString();
                part.Clear();
            }
            else
            {
                part.Append(text[i]);
            }
        }

        yield return part.ToString();
    }
}
