using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Proviso.Documents;
using Proviso.Screening.Lists.Readers;

namespace Proviso.Screening.Lists;

/// <summary>Reads publications of listed parties. The format is told by the content.</summary>
/// <remarks>A publication that cannot be read as a whole is refused: a list with entries missing would call a listed party clear.</remarks>
public static class ListReader
{
    // Enough for the field names of a first entry, and for a header.
    private const int Opening = 64 * 1024;

    // The largest publication known is some 125 MB.
    private const long Largest = 2L * 1024 * 1024 * 1024;

    // Formats that gather notes beside an entry before it is whole need more than one of these in memory; an archive is read from memory where it comes as a stream.
    private const long LargestArchive = 256L * 1024 * 1024;
    private const int MostFiles = 16;

    // Published lists shrink to a tenth, those of many empty columns to a thirtieth. What grows a thousandfold is a bomb: 153 kB once gave 13 million rows.
    private const long MostGrowth = 100;
    private const long SmallFile = 1024 * 1024;
    private static readonly string[] OfacFiles = ["sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv", "cons_prim.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv"];

    /// <summary>Reads a publication.</summary>
    /// <param name="content">The bytes, from the place where the stream stands. It is read once and left open.</param>
    /// <param name="options">What its content does not say.</param>
    /// <exception cref="DocumentException">It cannot be read as a whole; the problem has one of the codes PRV0600 to PRV0615.</exception>
    public static ListContent Read(Stream content, ListReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(options);
        return Read(content, options, inArchive: false);
    }

    private static ListContent Read(Stream content, ListReadOptions options, bool inArchive)
    {
        var opening = new byte[Opening];
        var count = content.ReadAtLeast(opening, Opening, throwOnEndOfStream: false);
        var start = opening.AsMemory(0, count);
        using var whole = new OpenedStream(start, content, Largest);
        return start.Span.StartsWith("PK\u0003\u0004"u8) || start.Span.StartsWith("PK\u0005\u0006"u8)
            ? inArchive ? throw Fault.Archive("there is an archive inside the archive", "unpack it first") : Archive(whole, options)
            : Read(start, whole, options);
    }

    private static ListContent Read(ReadOnlyMemory<byte> start, Stream whole, ListReadOptions options)
    {
        var text = start.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? start[3..] : start;
        var at = text.Span.IndexOfAnyExcept("\r\n\t "u8);
        if (at < 0)
        {
            throw Fault.Empty();
        }

        var isUtf16 = start.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.Span.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        if (options.Columns.Count > 0 && text.Span[at] is (byte)'<' or (byte)'{' or (byte)'[')
        {
            throw Fault.Columns(0, "this format has no columns, so a mapping has nothing to name", "leave `--map` out");
        }

        switch (text.Span[at])
        {
            case (byte)'<':
                return Xml(text.Span[at..], whole, options);
            case (byte)'{' or (byte)'[':
                return Json(text.Span[at..], Without(start, text, whole), options);
            case 0xFF or 0xFE when isUtf16 && start.Length > 3 && (start.Span[2] == '<' || start.Span[3] == '<'):
                return Xml([], whole, options);
            default:
                return Csv(start, whole, options);
        }
    }

    // JSON knows no byte order mark.
    private static Stream Without(ReadOnlyMemory<byte> start, ReadOnlyMemory<byte> text, Stream whole)
    {
        whole.ReadExactly(new byte[start.Length - text.Length]);
        return whole;
    }

    private static ListContent Xml(ReadOnlySpan<byte> start, Stream whole, ListReadOptions options)
    {
        var opening = Encoding.ASCII.GetString(start[..Math.Min(start.Length, 1024)]);
        return opening.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || opening.Contains("<html", StringComparison.OrdinalIgnoreCase) || opening.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase)
            ? throw Fault.WebPage()
            : XmlLists.Read(whole, options);
    }

    private static ListContent Json(ReadOnlySpan<byte> start, Stream whole, ListReadOptions options)
    {
        var (isObject, names) = FieldNames(start);
        return isObject && names.Contains("results") ? CslJsonReader.Read(whole, options, isDocument: true)
            : isObject && names.Contains("entities") ? EntitiesJsonReader.Read(whole, options)
            : names.Contains("schema") ? FtmJsonReader.Read(whole, options)
            : names.Contains("source") && names.Contains("name") ? CslJsonReader.Read(whole, options, isDocument: false)
            : throw Fault.Unknown("the fields of this JSON are those of no list known: " + string.Join(", ", names.Take(8)));
    }

    // The names of the fields of the first object, as far as the opening goes.
    private static (bool IsObject, List<string> Names) FieldNames(ReadOnlySpan<byte> start)
    {
        var names = new List<string>();
        var reader = new Utf8JsonReader(start, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 32, AllowMultipleValues = true }));
        var depth = start[0] == '{' ? 1 : 2;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == depth)
                {
                    names.Add(reader.GetString() ?? "");
                }
                else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth < depth)
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader of the format says it better, with its line; where the format is not clear yet, this says it.
            if (names.Count == 0)
            {
                throw e is JsonException json && json.Message.Contains("maximum configured depth", StringComparison.Ordinal)
                    ? Fault.TooMuch((int)(json.LineNumber ?? 0) + 1, "the JSON is nested deeper than 32 levels")
                    : Fault.Malformed(e is JsonException { LineNumber: { } line } ? (int)line + 1 : 1, "the JSON is malformed");
            }
        }

        return (start[0] == '{', names);
    }

    private static ListContent Csv(ReadOnlyMemory<byte> start, Stream whole, ListReadOptions options)
    {
        // An unfinished last line of the opening would be half a header.
        var lines = start.Length == Opening && start.Span.LastIndexOf((byte)'\n') is > 0 and var end ? start[..end] : start;
        string first;
        string[] row;
        string[] second;
        using (var text = new ListText(new MemoryStream(lines.ToArray()), allowWindows: true))
        {
            first = Line(text);
        }

        // Tables whose fields are quoted and parted by something else than commas are no rows with commas.
        if (BisTextReader.IsHeader(first))
        {
            return BisTextReader.Read(whole, options, first);
        }

        if (first.StartsWith('"') && PlainCsvReader.Separator(first, options) is var separator and not ',' && PlainCsvReader.IsHeader(first, options))
        {
            return PlainCsvReader.Read(whole, options, separator);
        }

        using (var rows = new CsvRows(new MemoryStream(lines.ToArray()), allowWindows: true))
        {
            row = rows.Read() ? rows.Fields : throw Fault.Empty();
            second = IsPreamble(row) && rows.Read() ? rows.Fields : row;
        }

        var isOfac = OfacCsvReader.IsEntry(row);
        if (isOfac && options.Columns.Count > 0)
        {
            throw Fault.Columns(1, "this table has no header, so a mapping has nothing to name", "leave `--map` out");
        }

        return isOfac ? OfacCsvReader.Read(whole, null, null, null, options)
            : OfacCsvReader.IsBeside(row) ? throw Fault.Archive("this is one file of the set of OFAC, without the entries", "give SDN.CSV, or the whole set in one ZIP")
            : Has(second, "Group ID", "Name 6") ? UkCsvReader.ReadConsolidated(whole, options)
            : Has(second, "Unique ID", "Name 6") ? UkCsvReader.ReadSanctions(whole, options)
            : Has(row, "source", "alt_names") ? CslCsvReader.Read(whole, options)
            : Has(row, "id", "schema", "name", "countries", "identifiers") ? OpenSanctionsCsvReader.Read(whole, options)
            : PlainCsvReader.IsHeader(first, options) || options.Columns.Count > 0 ? PlainCsvReader.Read(whole, options, PlainCsvReader.Separator(first, options))
            : throw Fault.Unknown("the first line is no header of a list known");
    }

    private static bool IsPreamble(string[] row) => row.Length > 0 && (row[0].Trim() == "Last Updated" && row.Count(f => f.Trim().Length > 0) <= 2 || row[0].StartsWith("Report Date", StringComparison.OrdinalIgnoreCase));

    private static bool Has(string[] row, params ReadOnlySpan<string> columns)
    {
        foreach (var column in columns)
        {
            if (!Array.Exists(row, f => string.Equals(f.Trim(), column, StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }
        }

        return true;
    }

    private static string Line(ListText text)
    {
        var line = new StringBuilder();
        for (var c = text.Read(); c >= 0 && (c is not ('\n' or '\r') || line.Length == 0); c = text.Read())
        {
            line.Append((char)c);
        }

        return line.ToString();
    }

    private static ListContent Archive(Stream whole, ListReadOptions options)
    {
        using var memory = new MemoryStream();
        var limited = new OpenedStream(ReadOnlyMemory<byte>.Empty, whole, LargestArchive);
        limited.CopyTo(memory);
        try
        {
            using var archive = new ZipArchive(memory, ZipArchiveMode.Read);
            var files = archive.Entries.Where(e => e.Name.Length > 0 && !e.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)).Take(MostFiles + 1).ToList();
            return files.Count switch
            {
                0 => throw Fault.Archive("the archive is empty", "put the publication into it"),
                > MostFiles => throw Fault.Archive(string.Create(CultureInfo.InvariantCulture, $"the archive holds more than {MostFiles} files"), "put one publication into it"),
                1 => One(files[0], options),
                _ => Set(files, options),
            };
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or EndOfStreamException)
        {
            throw Fault.Archive("the archive is damaged, encrypted or of a kind not known", "download it again, or unpack it first");
        }
    }

    private static ListContent One(ZipArchiveEntry file, ListReadOptions options)
    {
        using var content = Open(file)!;
        return Read(content, options with { FileName = file.Name }, inArchive: true);
    }

    private static ListContent Set(List<ZipArchiveEntry> files, ListReadOptions options)
    {
        var entries = Of(files, "sdn.csv") ?? Of(files, "cons_prim.csv") ?? throw Fault.Archive("the archive holds several files, and none is SDN.CSV or CONS_PRIM.CSV", "put one publication into it, or the set of OFAC");
        var isConsolidated = string.Equals(entries.Name, "cons_prim.csv", StringComparison.OrdinalIgnoreCase);
        if (!isConsolidated && Of(files, "cons_prim.csv") is not null)
        {
            throw Fault.Archive("the archive holds two publications, SDN.CSV and CONS_PRIM.CSV", "import each set in an archive of its own");
        }

        if (files.Find(f => !OfacFiles.Contains(f.Name, StringComparer.OrdinalIgnoreCase)) is { } foreign)
        {
            throw Fault.Archive($"the archive holds `{foreign.Name}`, which is no file of OFAC's set", "take it out, or import it by itself");
        }

        using var main = Open(entries);
        using var addresses = Open(Of(files, "add.csv") ?? Of(files, "cons_add.csv"));
        using var aliases = Open(Of(files, "alt.csv") ?? Of(files, "cons_alt.csv"));
        using var comments = Open(Of(files, "sdn_comments.csv") ?? Of(files, "cons_comments.csv"));
        return OfacCsvReader.Read(main!, addresses, aliases, comments, options with { FileName = entries.Name });
    }

    private static ZipArchiveEntry? Of(List<ZipArchiveEntry> files, string name)
    {
        var found = files.Where(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count > 1 ? throw Fault.Archive($"the archive holds `{name}` more than once", "put one publication into it") : found.FirstOrDefault();
    }

    private static OpenedStream? Open(ZipArchiveEntry? file)
    {
        if (file is null)
        {
            return null;
        }

        var most = Math.Min(Largest / 4, SmallFile + (MostGrowth * file.CompressedLength));
        return new OpenedStream(ReadOnlyMemory<byte>.Empty, file.Open(), most, $"what a file in the archive unpacks to, at most {MostGrowth} times its size,");
    }
}
