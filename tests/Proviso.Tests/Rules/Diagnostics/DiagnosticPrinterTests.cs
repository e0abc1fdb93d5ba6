using Proviso.Rules.Diagnostics;
using Proviso.Rules.Text;

namespace Proviso.Tests.Rules.Diagnostics;

public class DiagnosticPrinterTests
{
    [Fact]
    public void A_place_over_several_lines_is_shown_by_its_first() =>
        Assert.Equal("warning PRV0999: say\n --> a.law:1:5\n  |\n1 | one two\n  |     ^^^\n",
            Print(new Diagnostic("PRV0999", Severity.Warning, Text("one two\nthree"), new TextSpan(4, 9), "say")));

    [Fact]
    public void The_end_of_the_text_gets_one_caret() =>
        Assert.Equal("error PRV0999: say\n --> a.law:2:1\n  |\n2 |\n  | ^\n",
            Print(new Diagnostic("PRV0999", Severity.Error, Text("one\n"), new TextSpan(4, 0), "say")));

    [Fact]
    public void A_long_line_is_shown_around_the_place()
    {
        var text = Text(new string('a', 300) + "HERE" + new string('b', 300));
        var line = Print(new Diagnostic("PRV0999", Severity.Error, text, new TextSpan(300, 4), "say")).Split('\n');
        Assert.Equal(line[3].IndexOf("HERE", StringComparison.Ordinal), line[4].IndexOf("^^^^", StringComparison.Ordinal));
        Assert.InRange(line[3].Length, 100, 170);
    }

    [Fact]
    public void Line_numbers_of_different_length_share_a_margin()
    {
        var text = Text(string.Concat(Enumerable.Repeat("x\n", 12)));
        var printed = Print(new Diagnostic("PRV0999", Severity.Error, text, new TextSpan(20, 1), "say", "do", [new RelatedPlace(text, new TextSpan(0, 1), "first")]));
        Assert.Equal(
            "error PRV0999: say\n  --> a.law:11:1\n   |\n11 | x\n   | ^\n  ::: a.law:1:1\n   |\n 1 | x\n   | ^ first\n   = help: do\n",
            printed);
    }

    private static SourceText Text(string text) => new("a.law", text);

    private static string Print(Diagnostic diagnostic)
    {
        var writer = new StringWriter();
        DiagnosticPrinter.Write(writer, diagnostic);
        return writer.ToString();
    }
}
