using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Proviso.Documents;
using Proviso.Rules.Diagnostics;
using Proviso.Screening;
using Proviso.Storage.Files;

namespace Proviso.Cli.Commands.Screening;

/// <summary>A line of a file of parties: a party, or what is wrong with the line.</summary>
internal sealed record PartyLine(int Line, string? Id, string Name, PartyQuery? Party, string? Problem);

/// <summary>Reads parties from a CSV file, line by line.</summary>
internal static class PartyFile
{
    private static readonly ImmutableArray<string> Columns = ["id", "name", "other_names", "kind", "country", "address", "identifiers", "birth_date"];

    // A field of a party is a line of an address at most.
    private const int LongestField = 64 * 1024;

    // Ten million parties of a few hundred bytes each.
    private const long MostBytes = 4L << 30;
    private const int MostParties = 10_000_000;
    private const int MostNames = 200;

    /// <summary>Reads the lines; <paramref name="position"/> tells how far it is.</summary>
    public static IEnumerable<PartyLine> Read(string path, Action<long>? position = null)
    {
        if (!File.Exists(path))
        {
            throw new CliException($"no such file: {path}", "name a CSV file with a column `name`");
        }

        using var stream = BoundedFile.Open(path, MostBytes, "file of parties");
        using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t"],
            MaxFieldSize = LongestField,
            PrepareHeaderForMatch = h => h.Header.Trim().ToLowerInvariant(),
            MissingFieldFound = null,
            BadDataFound = e => throw new CliException($"{path}: line {e.Context.Parser!.RawRow}: a quote stands where none can", "quote the whole field and double the quotes inside"),
        });
        var header = Guard(path, csv, () => csv.Read() && csv.ReadHeader() ? csv.HeaderRecord!.Select(h => h.Trim().ToLowerInvariant()).ToArray() : []);
        Check(path, header);
        var count = 0;
        while (Guard(path, csv, csv.Read))
        {
            if (++count > MostParties)
            {
                throw new CliException($"{path} has more than {MostParties} parties", "split the file");
            }

            position?.Invoke(stream.Position);
            yield return Guard(path, csv, () => Line(csv, header.Length));
        }
    }

    private static void Check(string path, string[] header)
    {
        if (header.Length == 0)
        {
            throw new CliException($"{path} is empty", "the first line names the columns, among them `name`");
        }

        if (header.FirstOrDefault(h => !Columns.Contains(h)) is { } unknown)
        {
            throw new CliException($"{path}: column `{Shown.Text(unknown)}` is not known", NearestName.Suggest(unknown, Columns) ?? "columns: " + string.Join(", ", Columns));
        }

        if (!header.Contains("name", StringComparer.Ordinal))
        {
            throw new CliException($"{path} has no column `name`", "columns: " + string.Join(", ", Columns));
        }

        if (header.Distinct(StringComparer.Ordinal).Count() != header.Length)
        {
            throw new CliException($"{path} names a column twice", "name each column once");
        }
    }

    private static PartyLine Line(CsvReader csv, int columns)
    {
        var line = csv.Context.Parser!.RawRow;

        // A quote that the end of the file closed: the file was cut off, or a quote is missing, and one field holds what were lines.
        if (csv.Parser.RawRecord.AsSpan().Count('"') % 2 != 0)
        {
            throw new CliException($"line {line}: a quote is not closed", "close it, or get the whole file");
        }

        string? Field(string name) => csv.TryGetField<string>(name, out var value) && !string.IsNullOrWhiteSpace(value) ? CsvOut.Original(value) : null;
        var (id, name) = (Field("id"), Field("name") ?? "");
        if (csv.Parser.Count != columns)
        {
            return new PartyLine(line, id, name, null, string.Create(CultureInfo.InvariantCulture, $"{csv.Parser.Count} fields instead of {columns}"));
        }

        if (name.Length == 0)
        {
            return new PartyLine(line, id, name, null, "no name");
        }

        if (Many(Field("other_names")).Length > MostNames || Many(Field("identifiers")).Length > MostNames)
        {
            return new PartyLine(line, id, name, null, string.Create(CultureInfo.InvariantCulture, $"more than {MostNames} other names or identifiers; give a line for each party"));
        }

        if (Many(Field("other_names")).Prepend(name).Select(UnseenText.ProblemOfName).FirstOrDefault(p => p is not null) is { } problem)
        {
            return new PartyLine(line, id, name, null, problem + "; write the name in letters, as it is registered");
        }

        try
        {
            return new PartyLine(line, id, name, new PartyQuery
            {
                Id = id,
                Name = name,
                OtherNames = [.. Many(Field("other_names"))],
                Kind = Field("kind") is { } kind ? PartyOptions.KindOf(kind) : default,
                Country = Field("country") is { } country ? PartyOptions.CountryOf(country.Trim()) : null,
                Address = Field("address"),
                Identifiers = [.. Many(Field("identifiers")).Select(PartyOptions.IdentifierOf)],
                BirthDate = Field("birth_date") is { } birth ? PartyOptions.BirthDateOf(birth.Trim()) : null,
            }, null);
        }
        catch (CliException e)
        {
            // One bad line must not keep the others from being screened.
            return new PartyLine(line, id, name, null, $"{e.Message}; {e.Help}");
        }
    }

    private static string[] Many(string? field) =>
        field is null ? [] : field.Split(['|', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static T Guard<T>(string path, CsvReader csv, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException)
        {
            throw new CliException($"{path} is not UTF-8", "save it as UTF-8");
        }
        catch (MaxFieldSizeException)
        {
            throw new CliException($"{path}: line {csv.Context.Parser?.RawRow}: a field is longer than {LongestField} characters", "a quote may be missing above");
        }
        catch (CsvHelperException e)
        {
            throw new CliException($"{path}: line {csv.Context.Parser?.RawRow}: {Shown.Text(e.Message.Split('\n')[0])}", "write it as CSV with a header");
        }
    }
}
