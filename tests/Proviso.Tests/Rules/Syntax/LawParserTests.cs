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

    internal static ParsedLaw Parse(string text) => LawParser.Parse(new SourceText("test.law", text));

    internal static string Print(ParsedLaw parsed)
    {
        var writer = new StringWriter();
        foreach (var diagnostic in parsed.Diagnostics)
        {
            DiagnosticPrinter.Write(writer, diagnostic);
        }

        return writer.ToString();
    }
}
