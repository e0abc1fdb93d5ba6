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
