using Proviso.Rules.Diagnostics;
using Proviso.Rules.Syntax;
using Proviso.Rules.Text;

namespace Proviso.Tests.Rules.Syntax;

public class LawParserTests
{
    [Fact]
    public void The_vocabulary_parses_without_complaint()
    {
        var path = Path.Combine(Golden.Root, "law", "vocabulary.law");
        var parsed = LawParser.Parse(new SourceText("vocabulary.law", File.ReadAllText(path)));
        Assert.Equal("", Print(parsed));
        Assert.Contains(parsed.Tree.Declarations, d => d is EnumSyntax { Name.Text: "country", Values.Length: 249 });
    }

    [Fact]
    public void Every_form_of_the_language_parses()
    {
        var parsed = Parse(Golden.Read("law/good", "everything.law"));
        Assert.Equal("", Print(parsed));
    }

    [Theory]
    [InlineData("50%", "0.5", true)]
    [InlineData("0.0001%", "0.000001", true)]
    [InlineData("4_800.25", "4800.25", false)]
    [InlineData("1234567890123456789012.123456", "1234567890123456789012.123456", false)]
    public void A_number_is_read_exactly(string text, string value, bool percent)
    {
        var number = Assert.IsType<NumberExpressionSyntax>(Assert.IsType<ComparisonSyntax>(When(text + " < x")).Left).Number;
        Assert.Equal(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), number.Value);
        Assert.Equal(percent, number.IsPercent);
    }

    [Fact]
    public void And_binds_closer_than_or_and_not_closest()
    {
        var or = Assert.IsType<OrSyntax>(When("not a and b or c"));
        var and = Assert.IsType<AndSyntax>(or.Parts[0]);
        Assert.IsType<NotSyntax>(and.Parts[0]);
    }

    [Fact]
    public void A_product_binds_closer_than_a_sum_and_sums_go_from_left_to_right()
    {
        var left = Assert.IsType<BinaryExpressionSyntax>(Assert.IsType<ComparisonSyntax>(When("a - b * 2 TPP + c >= 1")).Left);
        Assert.Equal(TokenKind.Plus, left.Operator);
        var inner = Assert.IsType<BinaryExpressionSyntax>(left.Left);
        Assert.Equal(TokenKind.Minus, inner.Operator);
        Assert.Equal(TokenKind.Star, Assert.IsType<BinaryExpressionSyntax>(inner.Right).Operator);
    }

    [Fact]
    public void Parentheses_hold_a_condition_or_an_expression()
    {
        Assert.IsType<GroupedSyntax>(When("((a + b) * 2 >= 5)"));
        Assert.IsType<GroupedExpressionSyntax>(Assert.IsType<ComparisonSyntax>(When("((a + b)) >= 5")).Left);
    }

    [Fact]
    public void A_label_in_a_smaller_column_ends_the_inner_list()
    {
        var outer = Assert.IsType<LimbsSyntax>(When("any of\n    (1) all of\n      (i) a\n      (ii) b\n    (2) c"));
        Assert.Equal(["1", "2"], outer.Limbs.Select(l => l.Label.Text));
        Assert.Equal(["i", "ii"], Assert.IsType<LimbsSyntax>(outer.Limbs[0].Condition).Limbs.Select(l => l.Label.Text));
    }

    [Fact]
    public void A_cell_says_the_same_however_it_is_spaced()
    {
        var parsed = Parse("test \"t\" on 2024-01-01\n  | a |b|c|\n  |{ CN   ? }| - | license required , review  case-by-case |\n");
        var test = Assert.IsType<TestSyntax>(Assert.Single(parsed.Tree.Declarations));
        Assert.Equal(["{CN ?}", "-", "license required, review case-by-case"], test.Rows[1].Cells.Select(c => c.Text));
    }

    private static ConditionSyntax When(string condition)
    {
        var parsed = Parse("define x\n  when " + condition + "\n");
        Assert.Equal("", Print(parsed));
        return Assert.IsType<DefineSyntax>(Assert.Single(parsed.Tree.Declarations)).When!;
    }

    public static TheoryData<string> Bad => Golden.Inputs("law/bad", ".law");

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_law_is_reported_as_recorded(string file)
    {
        var text = Golden.Read("law/bad", file);
        var parsed = LawParser.Parse(new SourceText(file, text));
        Assert.NotEmpty(parsed.Diagnostics);
        Invariants.Check(parsed);
        Golden.Check("law/bad", file, Print(parsed));
    }

    internal static ParsedLaw Parse(string text) => LawParser.Parse(new SourceText("test.law", text));

    internal static string Print(ParsedLaw parsed)
    {
        var writer = new StringWriter();
        foreach (var diagnostic in parsed.Diagnostics)
        {
            if (writer.GetStringBuilder().Length > 0)
            {
                writer.Write('\n');
            }

            DiagnosticPrinter.Write(writer, diagnostic);
        }

        return writer.ToString();
    }
}
