using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Proviso.Screening.Lists.Readers;

/// <summary>The rows of a CSV, each with its line. A row that does not fit is an error of the whole.</summary>
internal sealed class CsvRows : IDisposable
{
    // The longest field published is a remark of some 20,000 characters; a quote that is never closed would take the rest of the file for one field.
    private const int LargestField = 1_000_000;

    private readonly ListText _text;
    private readonly CsvParser _rows;
    private string[] _columns = [];
    private Dictionary<string, int> _places = [];
    private readonly List<(int Place, int Rows)> _unknown = [];
    private string[] _leftOut = [];

    /// <param name="content">The bytes.</param>
    /// <param name="allowWindows">Whether it may be Windows-1252.</param>
    /// <param name="delimiter">What stands between two fields.</param>
    /// <param name="hasQuotes">Whether quotes hold a field together; otherwise they are signs like any other.</param>
    public CsvRows(Stream content, bool allowWindows, char delimiter = ',', bool hasQuotes = true)
    {
        _text = new ListText(content, allowWindows);
        _rows = new CsvParser(_text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            HasHeaderRecord = false,
            Mode = hasQuotes ? CsvMode.RFC4180 : CsvMode.NoEscape,
            MaxFieldSize = LargestField,
            BadDataFound = _ => throw Fault.Malformed(Line, "a quote stands in the middle of a field, or is not closed"),
        });
    }

    /// <summary>The line on which the row begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The fields of the row.</summary>
    public string[] Fields { get; private set; } = [];

    public bool EndsWithLineBreak => _text.EndsWithLineBreak;

    /// <summary>The field of a column, tidy; "" where there is no such column.</summary>
    public string this[string column] => _places.TryGetValue(column, out var place) ? Text.Tidy(Fields[place]) : "";

    public bool Has(string column) => _places.ContainsKey(column);

    /// <summary>The next row, of any number of fields.</summary>
    public bool Read()
    {
        // The parser tells the last line of a row only; empty lines before it count as its own.
        Line = _rows.RawRow + 1;
        try
        {
            if (!_rows.Read())
            {
                return false;
            }

            Fields = _rows.Record ?? [];
        }
        catch (MaxFieldSizeException)
        {
            throw Fault.TooMuch(Line, Text.Of($"a field is longer than {LargestField} characters; a quote may be missing"));
        }

        return true;
    }

    /// <summary>The next row of exactly this many fields.</summary>
    public bool Read(int fields)
    {
        if (!Read())
        {
            return false;
        }

        return Fields.Length == fields ? true : throw Fault.Fields(Line, Fields.Length, fields);
    }

    /// <summary>Takes the row as the names of the columns; capitals do not matter.</summary>
    public IReadOnlyList<string> TakeHeader(params ReadOnlySpan<string> needed) => TakeHeader(null, ListReadOptions.NoColumns, needed);

    /// <summary>Takes the row as the names of the columns.</summary>
    /// <param name="name">How a name is brought to the form the format knows; null for no change.</param>
    /// <param name="said">What columns mean by the word of whoever brings the list: the field, or "" to leave it out.</param>
    /// <param name="needed">Columns that have to be there.</param>
    public IReadOnlyList<string> TakeHeader(Func<string, string>? name, IReadOnlyDictionary<string, string> said, params ReadOnlySpan<string> needed)
    {
        var printed = Fields.Select(Text.Tidy).ToArray();
        if (said.Keys.FirstOrDefault(k => !printed.Contains(k, StringComparer.OrdinalIgnoreCase)) is { } missing)
        {
            throw Fault.Columns(Line, $"there is no column `{missing}`, which a mapping names", "the columns are " + string.Join(", ", printed.Select(p => $"`{p}`")));
        }

        _leftOut = [.. printed.Where(p => said.TryGetValue(p, out var field) && field.Length == 0)];
        _columns = [.. printed.Select(p => said.TryGetValue(p, out var field) ? field : name?.Invoke(p) ?? p)];
        _places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Length > 0 && !_places.TryAdd(_columns[i], i))
            {
                throw Fault.Columns(Line, $"the column `{_columns[i]}` stands twice", "keep one of them");
            }
        }

        foreach (var column in needed)
        {
            if (!Has(column))
            {
                throw Fault.Columns(Line, $"there is no column `{column}`", "the publisher may have changed the file; take the publication this format stands for");
            }
        }

        return _columns;
    }

    /// <summary>Says which columns the format knows. One that it does not is counted and reported; one that may hold names is an error until somebody says what it is.</summary>
    public void Know(params IReadOnlyCollection<string> columns)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Length == 0 || columns.Contains(_columns[i], StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (Text.MayHoldNames(_columns[i]))
            {
                throw Fault.Columns(Line, $"the column `{_columns[i]}` is not known and may hold names", $"say what it is with `--map \"{_columns[i]}=FIELD\"`, or leave it out with `--map \"{_columns[i]}=\"`; fields: " + string.Join(", ", columns));
            }

            _unknown.Add((i, 0));
        }
    }

    /// <summary>What was not read of the rows so far: a sentence for each column.</summary>
    public IEnumerable<string> NotRead() =>
        _unknown.Select(u => Text.Of($"the column `{_columns[u.Place]}` is not known and was not read; {u.Rows} {(u.Rows == 1 ? "row holds" : "rows hold")} something in it"))
            .Concat(_leftOut.Select(c => $"the column `{c}` was left out, as asked"));

    /// <summary>The next row under the header.</summary>
    public bool ReadUnderHeader()
    {
        if (!Read(_columns.Length))
        {
            return false;
        }

        for (var i = 0; i < _unknown.Count; i++)
        {
            var (place, count) = _unknown[i];
            _unknown[i] = (place, count + (string.IsNullOrWhiteSpace(Fields[place]) ? 0 : 1));
        }

        return true;
    }


    public void Dispose()
    {
        _rows.Dispose();
        _text.Dispose();
    }
}
