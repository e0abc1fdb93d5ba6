using System.Buffers;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Proviso.Documents;

namespace Proviso.Cli;

/// <summary>The one writer of CSV. No cell runs as a formula in a spreadsheet, steers a terminal, or breaks out of its column.</summary>
/// <remarks>
/// A spreadsheet takes a cell for a formula when it begins with <c>= + - @</c>, in their wide forms too, and after blanks; names of parties come
/// from strangers. Such a cell gets an apostrophe in front, which spreadsheets hide; <see cref="Original"/> takes it off. Characters that do
/// not show, line breaks among them, are written out as <c>\u000A</c>.
/// </remarks>
internal sealed class CsvOut : IDisposable
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",;|\t\r\n\"'");

    private readonly CsvWriter _csv;

    /// <summary>Writes to a text, which is left open.</summary>
    public CsvOut(TextWriter text) => _csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture)
    {
        NewLine = "\n",

        // Other countries' spreadsheets part cells at semicolons.
        ShouldQuote = field => field.Field is { Length: > 0 } cell && (cell.AsSpan().ContainsAny(s_quoted) || cell[0] == ' ' || cell[^1] == ' '),
    }, leaveOpen: true);

    /// <summary>Writes a row.</summary>
    public void Row(params ReadOnlySpan<string?> cells)
    {
        foreach (var cell in cells)
        {
            _csv.WriteField(Cell(cell ?? ""));
        }

        _csv.NextRecord();
    }

    /// <summary>Gives what was written on to the text.</summary>
    public void Flush() => _csv.Flush();

    public void Dispose() => _csv.Dispose();

    /// <summary>A cell as it is written.</summary>
    public static string Cell(string text)
    {
        // A tab or a line break in front is written out first, and then begins no formula.
        var seen = UnseenText.Escape(text);
        return IsFormula(seen.TrimStart('\'')) ? "'" + seen : seen;
    }

    /// <summary>What a cell stood for, without the apostrophe that <see cref="Cell"/> puts in front of a formula.</summary>
    public static string Original(string cell) => cell.StartsWith('\'') && IsFormula(cell.TrimStart('\'')) ? cell[1..] : cell;

    private static bool IsFormula(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (System.Text.Rune.IsWhiteSpace(rune))
            {
                continue;
            }

            return rune.Value is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' or '−' or '﹢' or '﹣' or '﹦' or '﹫';
        }

        return false;
    }
}
