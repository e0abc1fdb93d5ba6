// Method: three backends read random laws and must not differ: the walker, the compiled function, and SQL in a database.
using CsCheck;
using Proviso.Rules;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Text;

namespace Proviso.Tests.Rules.Evaluation;

public class BackendAgreementTests
{
    private static readonly Gen<(byte[] Law, byte[][] Facts)> Cases = Gen.Select(Gen.Byte.Array[20, 300], Gen.Byte.Array[60].Array[24]);

    [Fact]
    public void The_walker_the_compiled_function_and_the_database_give_one_answer_to_random_law()
    {
        using var database = new Database();
        Cases.Sample(
            c =>
            {
                var slice = Slice(RandomLaw.Text(c.Law));
                var facts = new RandomFacts(slice);
                Agreement.Check(slice, [.. c.Facts.Select(f => facts.Frame(new Choices(f)))], database);
            },
            iter: 250,
            threads: 1);
    }

    [Fact]
    public void The_walker_and_the_compiled_function_give_one_answer_to_more_random_law() => Cases.Sample(
        c =>
        {
            var slice = Slice(RandomLaw.Text(c.Law));
            var facts = new RandomFacts(slice);
            Agreement.Check(slice, [.. c.Facts.Select(f => facts.Frame(new Choices(f)))], null);
        },
        iter: 500,
        threads: 1);

    internal static CorpusSlice Slice(string text)
    {
        var rules = Load(text);
        return rules.Slice(rules.Law.Corpora[0], new DateOnly(2024, 3, 1), DateOnly.MaxValue);
    }

    internal static RuleSet Load(string text)
    {
        var loaded = RuleSet.Load([new SourceText("law.law", text)]);
        Assert.True(loaded.RuleSet is not null, Print(loaded) + text);
        return loaded.RuleSet;
    }

    private static string Print(LoadedLaw loaded)
    {
        using var writer = new StringWriter();
        foreach (var diagnostic in loaded.Diagnostics)
        {
            DiagnosticPrinter.Write(writer, diagnostic);
        }

        return writer.ToString();
    }
}
