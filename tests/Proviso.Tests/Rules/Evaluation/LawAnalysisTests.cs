// Method: small laws with one fault each; every witness is decided and must show the fault; random law against random search both ways.
using CsCheck;
using Proviso.Rules;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Evaluation;
using static Proviso.Tests.Rules.Evaluation.TinyLaw;

namespace Proviso.Tests.Rules.Evaluation;

public class LawAnalysisTests
{
    [Theory]
    [InlineData("flag", "a >= 5")]
    [InlineData("a >= 5", "a <= 5")]
    [InlineData("r >= 3.2", "r <= 3.2")]
    [InlineData("any colors in {red}", "every colors in {red green}")]
    [InlineData("known a", "not known b")]
    [InlineData("not known colors", "any colors in {red}")]
    [InlineData("not known r", "known a and known b")]
    [InlineData("a >= 1600.000001 and a < 1600.000003", "b >= 270.000001 and b < 270.000003 and r > 5.92")]
    public void Two_conclusions_that_can_meet_clash_and_the_witness_shows_it(string one, string other)
    {
        var slice = Slice(Matter() + Provision("p", "prohibited", one) + Provision("q", "license required", other));
        var found = Assert.Single(Check(slice));
        Assert.Equal("PRV0212", found.Code);
        Assert.True(slice.Decide(Witness(found)).Packed.Clash, found.Message);
    }

    [Theory]
    [InlineData("flag", "not flag")]
    [InlineData("a > 5", "a <= 5")]
    [InlineData("a > 1600 and a < 1600.000001", "b >= 0")]
    [InlineData("r > 3.2", "r <= 3.2")]
    [InlineData("color in {red}", "color in {green blue}")]
    [InlineData("not applicable a", "a >= 0")]
    [InlineData("any colors in {red}", "every colors in {green}")]
    public void Two_conclusions_that_never_meet_do_not_clash(string one, string other) =>
        Assert.Equal("", Print(Check(Slice(Matter() + Provision("p", "prohibited", one) + Provision("q", "license required", other)))));

    [Fact]
    public void Equal_conclusions_and_exceptions_do_not_clash()
    {
        var law = Matter() + Provision("p", "prohibited", "flag") + Provision("q", "prohibited", "a > 5")
            + Provision("e", "license required", "b > 5", "p, q") + Provision("f", "license exception nac", "other-flag", "e");
        Assert.Equal("", Print(Check(Slice(law))));
    }

    [Fact]
    public void An_exception_that_applies_by_way_of_another_target_clashes_with_what_it_does_not_reach()
    {
        // f is an exception to e, which is one to p; but by way of q it applies where e does not, beside p.
        var law = Matter() + Provision("p", "prohibited", "flag") + Provision("q", "prohibited", "a > 5")
            + Provision("e", "license required", "b > 5", "p") + Provision("f", "license exception nac", "other-flag", "e, q");
        var slice = Slice(law);
        var found = Check(slice).First(d => d.Message.StartsWith("`p`", StringComparison.Ordinal) && d.Message.Contains("and `f`", StringComparison.Ordinal));
        Assert.True(slice.Decide(Witness(found)).Packed.Clash, found.Message);
    }

    [Fact]
    public void Where_the_corpus_is_not_asked_nothing_clashes()
    {
        const string Authority = "  authority x \"authority\"\n";
        var law = (Vocabulary + Matter() + Provision("p", "prohibited", "flag") + Provision("q", "license required", "a > 5"))
            .Replace(Authority, Authority + "  asked when a <= 5\n", StringComparison.Ordinal);
        Assert.Equal("", Print(Check(LoadWhole(law).At(Day))));
    }

    [Theory]
    [InlineData("flag is yes", "flag is no")]
    [InlineData("a > 5", "a < 5")]
    [InlineData("color in {red green}", "color in {blue black}")]
    public void A_matter_without_a_default_has_a_gap_and_the_witness_falls_into_it(string one, string other)
    {
        var slice = Slice(Matter(null) + Provision("p", "prohibited", one) + Provision("q", "license required", other));
        var found = Assert.Single(Check(slice));
        Assert.Equal("PRV0213", found.Code);
        var decision = slice.Decide(Witness(found));
        Assert.Equal((0, 0), (decision.Packed.LowestRank, decision.Packed.HighestRank));
    }

    [Theory]
    [InlineData("flag", "not flag", null)]
    [InlineData("a > 5", "not a > 5", null)]
    [InlineData("a > 5", "a < 5", "no license required")]
    public void A_matter_that_always_concludes_or_has_a_default_has_no_gap(string one, string other, string? otherwise) =>
        Assert.Equal("", Print(Check(Slice(Matter(otherwise) + Provision("p", "prohibited", one) + Provision("q", "license required", other)))));

    [Theory]
    [InlineData("a >= 5", "a < 5")]
    [InlineData("color in warm", "color in {green}")]
    [InlineData("known a", "not known a")]
    [InlineData("b = 500 and a >= 1600", "r < 3.2")]
    public void An_exception_whose_conditions_exclude_those_of_its_target_is_never_reached(string target, string exception)
    {
        var found = Assert.Single(LawAnalysis.Check(Load(Matter() + Provision("p", "prohibited", target) + Provision("e", "license required", exception, "p"))));
        Assert.Equal("PRV0211", found.Code);
    }

    [Theory]
    [InlineData("a >= 5", "a <= 5")]
    [InlineData("color in warm", "color in {black}")]
    [InlineData("flag", "known a")]
    [InlineData("flag", "not known colors")]
    [InlineData("b = 500 and a >= 1600", "r <= 3.2")]
    public void An_exception_that_facts_can_reach_is_not_reported(string target, string exception) =>
        Assert.Equal("", Print(LawAnalysis.Check(Load(Matter() + Provision("p", "prohibited", target) + Provision("e", "license required", exception, "p")))));

    [Fact]
    public void What_hangs_on_a_product_of_facts_is_said_to_be_open()
    {
        var found = Assert.Single(Check(Slice(Matter() + Provision("p", "prohibited", "a * b >= 77") + Provision("q", "license required", "flag"))));
        Assert.Equal(("PRV0229", Severity.Warning), (found.Code, found.Severity));
    }

    [Fact]
    public void Random_law_clashes_only_where_the_analysis_says_so_and_every_witness_is_true() => RandomCases.Sample(
        c =>
        {
            var slice = LoadWhole(RandomLaw.Text(c.Law)).At(Day);
            var found = Check(slice);
            foreach (var diagnostic in found.Where(d => d.Code is "PRV0212" or "PRV0213"))
            {
                var packed = slice.Decide(Witness(diagnostic)).Packed;
                Assert.False(packed.NotAsked || packed.MaybeNotAsked, diagnostic.Message);
                Assert.True(diagnostic.Code == "PRV0213" || packed.Clash, diagnostic.Message + slice.Corpus.Place.Source.Content);
            }

            var facts = new RandomFacts(slice);
            foreach (var frame in c.Facts.Select(f => facts.Frame(new Choices(f))))
            {
                var decision = slice.Decide(frame);
                Assert.True(
                    !decision.Packed.Clash || decision.Asked != Truth.Yes || found.Any(d => d.Code is "PRV0212" or "PRV0229"),
                    "a clash was missed\n" + string.Join('\n', slice.Schema.Facts.Select(f => $"{f.Name} = {frame.Text(f)}")) + slice.Corpus.Place.Source.Content);
            }
        },
        iter: 250,
        threads: 1);

    internal static Gen<(byte[] Law, byte[][] Facts)> RandomCases { get; } = Gen.Select(Gen.Byte.Array[20, 300], Gen.Byte.Array[60].Array[24]);

    private static System.Collections.Immutable.ImmutableArray<Diagnostic> Check(CorpusSlice slice) =>
        LawAnalysis.Check(LoadWhole(slice.Corpus.Place.Source.Content), slice);

    private static string Witness(Diagnostic diagnostic) => diagnostic.Message[(diagnostic.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
}
