using CsCheck;
using Proviso.Cli;
using Proviso.Documents;

namespace Proviso.Tests.Cli;

/// <summary>A spreadsheet runs no cell that this program writes.</summary>
public class CsvOutTests
{
    [Theory]
    [InlineData("=1+2")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("  =1")]
    [InlineData("\u00A0=1")]
    [InlineData("\u3000=1")]
    [InlineData("＝1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠a")]
    public void A_cell_that_would_run_gets_an_apostrophe_that_comes_off_again(string text)
    {
        var cell = CsvOut.Cell(text);

        Assert.StartsWith("'", cell, StringComparison.Ordinal);
        Assert.Equal(UnseenText.Escape(text), CsvOut.Original(cell));
    }

    [Theory]
    [InlineData("\t=1", "\\u0009=1")]
    [InlineData("\r=1", "\\u000D=1")]
    [InlineData("\n=1", "\\u000A=1")]
    [InlineData("\u200B=1", "\\u200B=1")]
    public void What_does_not_show_is_written_out_and_begins_no_formula(string text, string cell) => Assert.Equal(cell, CsvOut.Cell(text));

    [Theory]
    [InlineData("Harbor Light")]
    [InlineData("O'Neil = Sons")]
    [InlineData("'quoted")]
    [InlineData("")]
    [InlineData("17")]
    [InlineData("2026-02-10")]
    public void Other_cells_stay_as_they_are(string text) => Assert.Equal((text, text), (CsvOut.Cell(text), CsvOut.Original(text)));

    [Fact]
    public void Every_cell_reads_back_as_it_was_and_begins_like_no_formula() =>
        Gen.Char[" ='+-@\tab"].Array[0, 8].Select(c => new string(c)).Sample(text =>
            CsvOut.Original(CsvOut.Cell(text)) == UnseenText.Escape(text) && (CsvOut.Cell(text).Trim() is not { Length: > 0 } cell || !"=+-@".Contains(cell[0], StringComparison.Ordinal)));

    [Fact]
    public void A_cell_cannot_break_out_of_its_row_or_column_in_any_country()
    {
        using var text = new StringWriter();
        using (var csv = new CsvOut(text))
        {
            csv.Row("a;=1", "b\"c", "d\ne", "=x", "plain", null);
            csv.Flush();
        }

        Assert.Equal("\"a;=1\",\"b\"\"c\",d\\u000Ae,\"'=x\",plain,\n", text.ToString());
    }
}
