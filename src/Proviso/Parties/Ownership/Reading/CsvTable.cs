using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Proviso.Documents;

namespace Proviso.Parties.Ownership.Reading;

/// <summary>A CSV with a header, row by row, by the names of its columns.</summary>
internal sealed class CsvTable
{
    // A name with an address, or a validation reference: kilobytes. More is a quote that nobody closed.
    private const int LongestField = 1 << 16;

    // The widest published one has some sixty.
    private const int MostColumns = 1000;

    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);
    private CsvParser _parser = null!;

    private CsvTable()
    {
    }

    /// <summary>The line at which the row ends, from 1.</summary>
    public int Line => _parser.RawRow;

    /// <summary>The text of a column in this row; empty when there is no such column.</summary>
    public string this[string column] => _columns.TryGetValue(column, out var at) && at < _parser.Count ? _parser[at].Trim() : "";

    /// <summary>The names of the columns.</summary>
    public IEnumerable<string> Names => _columns.Keys.Where(c => c.Length > 0);

    /// <summary>Whether there is such a column.</summary>
    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>Reads all rows. <paramref name="check"/> says what is wrong with the columns, or null; problems go to the builder.</summary>
    public static void Read(Stream stream, OwnershipBookBuilder builder, Func<CsvTable, string?> check, Action<CsvTable> row)
    {
        var table = new CsvTable();
        using var reader = StrictText.Open(stream);
        using var parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false, MaxFieldSize = LongestField }, leaveOpen: true);
        table._parser = parser;
        StrictText.Guard(builder, () => parser.RawRow + 1, () =>
        {
            try
            {
                table.Rows(builder, check, row);
            }
            catch (MaxFieldSizeException)
            {
                builder.Add(new Problem("PRV0714", "", parser.RawRow + 1, 1, string.Create(CultureInfo.InvariantCulture, $"a field of more than {LongestField:N0} characters"), "check that its quotes are closed"));
            }
            catch (BadDataException)
            {
                builder.Add(new Problem("PRV0710", "", parser.RawRow, 1, "a quote in the middle of a field", "put the whole field in quotes and double the quotes inside"));
            }
        });
    }

    private void Rows(OwnershipBookBuilder builder, Func<CsvTable, string?> check, Action<CsvTable> row)
    {
        if (!_parser.Read())
        {
            builder.Add(new Problem("PRV0710", "", 1, 1, "there is nothing to read", "the first line names the columns"));
            return;
        }

        if (_parser.Count > MostColumns)
        {
            builder.Add(new Problem("PRV0710", "", 1, 1, $"{_parser.Count} columns", "check that this is the file it should be"));
            return;
        }

        for (var i = 0; i < _parser.Count; i++)
        {
            if (!_columns.TryAdd(_parser[i].Trim(), i) && _parser[i].Trim().Length > 0)
            {
                builder.Add(new Problem("PRV0710", _parser[i], 1, 1, $"the column {_parser[i].Trim()} stands twice", "keep one of them"));
                return;
            }
        }

        if (check(this) is { } wrong)
        {
            builder.Add(new Problem("PRV0710", "", 1, 1, wrong, "separate columns with commas and name them in the first line"));
            return;
        }

        while (!builder.IsFull && _parser.Read())
        {
            if (_parser.Count > _columns.Count)
            {
                builder.Add(new Problem("PRV0710", "", Line, 1, $"{_parser.Count} fields under {_columns.Count} columns", "put a field that holds a comma in quotes"));
            }
            else if (_parser.Count > 1 || _parser[0].Length > 0)
            {
                row(this);
            }
        }
    }
}
