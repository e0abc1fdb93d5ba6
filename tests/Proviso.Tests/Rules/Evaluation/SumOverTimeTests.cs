// Method: one limit of a year; the sum known, unknown, and known to be at least so much, on both sides of the limit, walked and compiled.
using Proviso.Quantities;
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Text;

namespace Proviso.Tests.Rules.Evaluation;

public class SumOverTimeTests
{
    private const string Vocabulary =
        """
        unit P "points"
        unit n "pieces" counts
        fact tpp number P from 0 to 1_000_000 "points"
        fact units number n from 0 to 1_000 "units"
        fact other yes-no "another way"
        fact went sum of tpp * units over shipments of all-products by all-exporters to this-consignee each year under LPP P from 0 to 1_000_000_000 "went before"

        """;

    private static RuleSet Load(string when)
    {
        var loaded = RuleSet.Load([new SourceText("c.law", Vocabulary + "corpus c \"c\"\n  authority x \"x\"\nmatter m \"m\"\n  otherwise license required\n"
            + TinyLaw.Provision("p", "no license required", when))]);
        Assert.True(loaded.RuleSet is not null, TinyLaw.Print(loaded.Diagnostics));
        return loaded.RuleSet;
    }

    private const string Room = "went + tpp * units <= 1_000 P";

    [Fact]
    public void The_fact_says_what_it_is_the_sum_of()
    {
        var sum = Load(Room).Schema["went"].Sum!;
        Assert.Equal(["tpp", "units"], sum.Sum.Factors.Select(f => f.Name));
        Assert.Equal(new CapScope("all-products", "all-exporters", "this-consignee", null, EachYear: true), sum.Scope);
        Assert.Equal("LPP", sum.Under);
    }

    [Theory]
    [InlineData("900", "yes")]
    [InlineData("900.000001", "no")]
    [InlineData("901", "no")]
    [InlineData("?", "unknown")]
    public void A_limit_is_kept_to_the_last_millionth_and_open_while_the_sum_is_unknown(string went, string applies)
    {
        var slice = Load(Room).At(TinyLaw.Day);
        var decision = slice.Decide($"went = {went}, tpp = 100, units = 1");
        Assert.Equal(applies, decision.Applies(Assert.Single(slice.Provisions)).Word());
    }

    [Theory]
    [InlineData(Room, 900, false)]
    [InlineData(Room, 901, true)]
    [InlineData("went < 901 P", 900, false)]
    [InlineData("went < 901 P", 901, true)]
    [InlineData("went <= 901 P", 901, false)]
    [InlineData("not went > 901 P", 901, false)]
    [InlineData("not went > 901 P", 902, true)]
    [InlineData("went <= 901 P or other", 902, true)]
    public void At_least_so_much_settles_a_limit_that_is_passed_and_never_one_that_is_kept(string when, long atLeast, bool settled)
    {
        var slice = Load(when).At(TinyLaw.Day);
        var frame = slice.Frame("tpp = 100, units = 1");
        Assert.Equal(settled, new SumBound("went", atLeast * FixedPoint.One, "made up").Settle(slice.Schema["went"], frame.Slots, [slice]));
        Assert.Equal(!settled, frame.Slots[slice.Schema["went"].Slot] == FactSchema.Unknown);
    }

    [Fact]
    public void A_bound_never_takes_the_place_of_a_sum_that_is_stated()
    {
        var slice = Load(Room).At(TinyLaw.Day);
        var frame = slice.Frame("went = 1, tpp = 100, units = 1");
        Assert.False(new SumBound("went", 5000 * FixedPoint.One, "made up").Settle(slice.Schema["went"], frame.Slots, [slice]));
        Assert.Equal(FixedPoint.One, frame.Slots[slice.Schema["went"].Slot]);
    }

    [Theory]
    [InlineData("went = 5 P")]
    [InlineData("went != 5 P")]
    [InlineData("went + tpp * units = 5 P")]
    [InlineData("went * went <= 5 P")]
    [InlineData("went + went <= 5 P")]
    [InlineData("known went")]
    [InlineData("applicable went")]
    public void A_sum_is_only_ever_more_or_less(string when)
    {
        var loaded = RuleSet.Load([new SourceText("c.law", Vocabulary + "corpus c \"c\"\n  authority x \"x\"\nmatter m \"m\"\n  otherwise license required\n" + TinyLaw.Provision("p", "no license required", when))]);
        Assert.Null(loaded.RuleSet);
        Assert.Contains(loaded.Diagnostics, d => d.Code is "PRV0271" or "PRV0203");
    }
}
