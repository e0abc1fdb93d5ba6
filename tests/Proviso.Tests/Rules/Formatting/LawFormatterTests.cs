using Proviso.Rules.Formatting;
using Proviso.Rules.Syntax;
using Proviso.Tests.Rules.Syntax;

namespace Proviso.Tests.Rules.Formatting;

public class LawFormatterTests
{
    public static TheoryData<string> Good => Golden.Inputs("law/good", ".law");

    [Theory]
    [MemberData(nameof(Good))]
    public void Good_law_is_laid_out_as_recorded(string file)
    {
        var parsed = LawParserTests.Parse(Golden.Read("law/good", file));
        Assert.Equal("", LawParserTests.Print(parsed));
        Golden.Check("law/good", file, LawFormatter.Format(parsed.Tree));
    }

    [Fact]
    public void Every_law_file_keeps_its_tokens_and_comments_and_is_the_same_when_formatted_twice()
    {
        foreach (var text in LawTexts.All)
        {
            CheckStable(text);
        }
    }

    [Fact]
    public void A_text_with_errors_is_refused() =>
        Assert.Throws<ArgumentException>(() => LawFormatter.Format(LawParserTests.Parse("fact x nmber\n").Tree));

    internal static void CheckStable(string text)
    {
        var before = LawParserTests.Parse(text);
        var once = LawFormatter.Format(before.Tree);
        var after = LawParserTests.Parse(once);
        Assert.Equal("", LawParserTests.Print(after));
        Assert.Equal(before.Tree.Tokens.Select(t => t.Text), after.Tree.Tokens.Select(t => t.Text));
        Assert.Equal(Comments(before.Tree), Comments(after.Tree));
        Assert.Equal(Shape(before.Tree), Shape(after.Tree));
        Assert.Equal(once, LawFormatter.Format(after.Tree));
    }

    private static IEnumerable<string> Comments(SyntaxTree tree) =>
        tree.Tokens.SelectMany(t => t.LeadingTrivia.Split('\n')).Where(l => l.Contains('#')).Select(l => l.Trim());

    // Printed declarations are compared by which tokens belong to which, so that no clause moved to another.
    private static IEnumerable<(Type, int, int)> Shape(SyntaxTree tree) => tree.Declarations.SelectMany(d =>
        new SyntaxNode[] { d }.Concat(d is ProvisionSyntax p ? p.Clauses : []).Select(n => (n.GetType(), n.FirstToken, n.LastToken)));
}
