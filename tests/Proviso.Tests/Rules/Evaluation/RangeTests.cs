// Method: tiny laws whose whole answer can be read off the page, one for each rule about ranges of outcomes.
using Proviso.Rules;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Text;

namespace Proviso.Tests.Rules.Evaluation;

public class RangeTests
{
    private const string Head = RandomLaw.Clauses;

    [Theory]
    [InlineData("yes", "not subject", "prohibited")]
    [InlineData("no", "license required", "license required")]
    [InlineData("?", "not subject", "prohibited")]
    public void A_default_of_undetermined_may_be_anything_and_is_no_prohibition(string flag, string mildest, string strictest)
    {
        var law = $"matter m \"m\"\n  otherwise undetermined\nprovision p \"p\"\n{Head}  on m\n  then license required\n  when not flag\n";
        var decision = Decide(law, ("flag", flag));
        Assert.Equal((mildest, strictest), (decision.Mildest.ToString(), decision.Strictest.ToString()));
    }

    [Fact]
    public void A_matter_without_provisions_in_force_has_its_default() =>
        Assert.False(Decide("matter m \"m\"\n  otherwise undetermined\n").IsSettled);

    [Theory]
    [InlineData("  classify item as X\n")]
    [InlineData("  define X\n")]
    [InlineData("  coverage pointed-at \"all of it\"\n")]
    public void An_exception_that_concludes_nothing_is_refused(string effect)
    {
        var law = TinyLaw.Vocabulary
            + $"matter m \"m\"\n  otherwise not subject\nprovision p \"p\"\n{Head}  on m\n  then prohibited\n"
            + $"provision q \"q\"\n{Head}  exception to p\n{effect}";
        Assert.Contains(RuleSet.Load([new SourceText("law.law", law)]).Diagnostics, d => d.Code == "PRV0218");
    }

    [Theory]
    [InlineData("5", "1", "yes", "yes")]
    [InlineData("5", "0", "no", "yes")]
    [InlineData("0", "0", "no", "yes")]
    [InlineData("?", "1", "no", "unknown")]
    [InlineData("5", "?", "no", "unknown")]
    [InlineData("n/a", "?", "yes", "no")]
    [InlineData("5", "n/a", "yes", "no")]
    public void A_ratio_over_zero_has_no_figure_and_one_without_a_part_does_not_apply(string a, string b, string known, string applicable)
    {
        var decision = Decide("define k \"k\"\n  when known r\ndefine l \"l\"\n  when applicable r\n", ("a", a), ("b", b));
        Assert.Equal((known, applicable), (decision.Holds("k").Word(), decision.Holds("l").Word()));
    }

    private static CorpusDecision Decide(string law, params (string Fact, string Text)[] facts) =>
        TinyLaw.Slice(law).Decide(string.Join(", ", facts.Select(f => $"{f.Fact} = {f.Text}")));
}
