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

    public CsvRows(Stream content, bool allowWindows, char delimiter = ',')
    {
        _text = new ListText(content, allowWindows);
        _rows = new CsvParser(_text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            HasHeaderRecord = false,
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
    public IReadOnlyList<string> TakeHeader(params ReadOnlySpan<string> needed)
    {
        _columns = [.. Fields.Select(Text.Tidy)];
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

    /// <summary>The next row under the header.</summary>
    public bool ReadUnderHeader() => Read(_columns.Length);

    public void Dispose()
    {
        _rows.Dispose();
        _text.Dispose();
    }
}
