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

    [Fact]
    public void A_member_named_like_a_clause_never_begins_a_line()
    {
        var members = string.Join(' ', Enumerable.Repeat("from note cite AAAA", 20));
        CheckStable($"group g of e\n  from 2024-01-01 {{ {members} }} by \"x\" published 2024-01-01\n");
    }

    [Theory]
    [InlineData("unit A\n\n\n\nunit B\n", "unit A\n\nunit B\n")]
    [InlineData("unit A\nfact b date\n", "unit A\n\nfact b date\n")]
    [InlineData("fact b date\n# about c\nfact c date\n", "fact b date\n# about c\nfact c date\n")]
    [InlineData("unit A\n# about c\nfact c date\n", "unit A\n\n# about c\nfact c date\n")]
    [InlineData("matter m\n  otherwise prohibited\n  # end of m\nunit A", "matter m\n  otherwise prohibited\n  # end of m\n\nunit A\n")]
    [InlineData("\n\n# only a comment", "# only a comment\n")]
    [InlineData("", "")]
    [InlineData("enum e {}", "enum e { }\n")]
    [InlineData("enum e { a # why\nb }", "enum e {\n  a  # why\n  b\n}\n")]
    [InlineData("define d\n when a\n      or (b\n and c) # end", "define d\n  when a or (b and c)  # end\n")]
    public void White_space_becomes_canonical(string text, string expected) => Assert.Equal(expected, LawFormatter.Format(LawParserTests.Parse(text).Tree));

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
