// Method: small laws whose reasons are read off by hand; figures beside a threshold are compared with it as the reader of the answer would.
using Proviso.Rules.Explaining;
using static Proviso.Tests.Rules.Evaluation.TinyLaw;

namespace Proviso.Tests.Rules.Explaining;

public class ProofTests
{
    [Theory]
    [InlineData("a >= 5", "a = 4", "a >= 5 (a = 4 U)")]
    [InlineData("not (a >= 5 and flag)", "a = 6, flag = yes", "not a >= 5 (a = 6 U); not flag (flag = yes)")]
    [InlineData("not (a >= 5 or flag)", "a = 6, flag = no", "not a >= 5 (a = 6 U)")]
    [InlineData("not named", "a = 6", "not named: a >= 5 (a = 6 U)")]
    [InlineData("a >= 7 and not named", "a = 6", "a >= 7 (a = 6 U); not named: a >= 5 (a = 6 U)")]
    [InlineData("not (not named)", "a = 4", "a >= 5 (a = 4 U)")]
    [InlineData("not named", "flag = yes", "not named: a >= 5 (a = unknown)")]
    public void A_reason_why_not_names_what_was_compared(string when, string facts, string reasons)
    {
        var decision = Slice(Matter() + "define named \"named\"\n  when a >= 5\n" + Provision("p", "prohibited", when)).Decide(facts);
        var step = Proof.Of(decision, decision.Slice.Provisions.Single(p => p.Version.Name == "p"));

        Assert.Equal(reasons, string.Join("; ", Proof.WhyNot(step).Select(s => s.Figures is null ? s.Text : $"{s.Text} ({s.Figures})")));
    }

    [Fact]
    public void What_holds_has_no_reason_why_not()
    {
        var decision = Slice(Matter() + Provision("p", "prohibited", "not flag")).Decide("flag = no");

        Assert.Empty(Proof.WhyNot(Proof.Of(decision, decision.Slice.Provisions.Single())));
    }

    [Theory]
    [InlineData("r >= 1.6", "a = 1599.999999, b = 1000", "r = 1.599999999")]
    [InlineData("r >= 1.6", "a = 1600, b = 1000", "r = 1.6")]
    [InlineData("r >= 1.6", "a = 4819, b = 814", "r = 5.9201")]
    [InlineData("r >= 5.92", "a = 5919.999, b = 1000", "r = 5.919999")]
    [InlineData("r > 1.6", "a = 1600.000001, b = 1000", "r = 1.600000001")]
    [InlineData("r >= 5.9234", "a = 5923.39, b = 1000", "r = 5.92339")]
    public void A_ratio_stands_on_its_own_side_of_the_figure_beside_it(string when, string facts, string shown)
    {
        var decision = Slice(Matter() + Provision("p", "prohibited", when)).Decide(facts);
        var figures = Assert.Single(Proof.Of(decision, decision.Slice.Provisions.Single()).Children).Figures!;

        Assert.StartsWith(shown + " ", figures, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratio_shown_alone_does_not_read_as_a_rounder_figure()
    {
        var slice = Slice(Matter() + Provision("p", "prohibited", "r >= 1"));
        var frame = slice.Frame("a = 1599.999999, b = 1000");

        Assert.Equal("1.599999999", frame.Text(slice.Schema["r"]));
        Assert.Equal("19.4496", slice.Frame("a = 15832, b = 814").Text(slice.Schema["r"]));
    }
}
