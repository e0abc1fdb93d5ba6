// Method: one made-up record of shipments; which of them count is reasoned from the scope in the fact, and what a record of one exporter can say.
using Proviso.Determinations;
using Proviso.Quantities;
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Text;

namespace Proviso.Tests.Proviso.Determinations;

public class ShippedSumsTests
{
    private static readonly NextShipment s_next = new(new DateOnly(2026, 3, 2), "chip", "Aurora (made up)", "Peony (made up)", "Lotus (made up)", "Bamboo (made up)");

    private static readonly PastShipment s_one = new(new DateOnly(2026, 2, 1), "chip", "Aurora (made up)", "Peony (made up)", "Lotus (made up)", "Bamboo (made up)", "LPP",
        new Dictionary<string, long> { ["tpp"] = 1000 * FixedPoint.One, ["units"] = 3 * FixedPoint.One });

    private static FactDefinition Fact(string scope)
    {
        var loaded = RuleSet.Load([new SourceText("v.law",
            $"unit P \"points\"\nunit n \"pieces\" counts\nfact tpp number P from 0 to 1_000_000 \"points\"\nfact units number n from 0 to 1_000_000 \"units\"\nfact went sum of tpp * units over {scope} P from 0 to 1_000_000_000 \"went before\"\n")]);
        Assert.True(loaded.RuleSet is not null, string.Join('\n', loaded.Diagnostics));
        return loaded.RuleSet.Schema["went"];
    }

    private static long Units(SumReading reading) => reading.Total / FixedPoint.One;

    [Theory]
    [InlineData("2025-12-31", 0)]
    [InlineData("2026-01-01", 3000)]
    [InlineData("2026-03-02", 3000)]
    [InlineData("2026-03-03", 0)]
    public void A_calendar_year_begins_on_its_first_day_and_what_is_later_did_not_go_before(string day, long expected) =>
        Assert.Equal(expected, Units(ShippedSums.Of(Fact("shipments of all-products by this-exporter each year"), [s_one with { On = DateOnly.Parse(day, null) }], s_next)));

    [Theory]
    [InlineData("2026-02-20", 0)]
    [InlineData("2026-02-21", 3000)]
    public void A_window_counts_back_from_the_day_itself(string day, long expected) =>
        Assert.Equal(expected, Units(ShippedSums.Of(Fact("shipments of all-products by this-exporter in 10 days"), [s_one with { On = DateOnly.Parse(day, null) }], s_next)));

    [Fact]
    public void Scope_words_tell_apart_product_exporter_buyer_parent_and_consignee()
    {
        PastShipment[] all = [s_one, s_one with { Product = "x" }, s_one with { Exporter = "x" }, s_one with { Buyer = "x" }, s_one with { Parent = "x" }, s_one with { Consignee = "x" }];

        Assert.Equal(18_000, Units(ShippedSums.Of(Fact("shipments of all-products by all-exporters"), all, s_next)));
        Assert.Equal(15_000, Units(ShippedSums.Of(Fact("shipments of this-product by all-exporters"), all, s_next)));
        Assert.Equal(15_000, Units(ShippedSums.Of(Fact("shipments of all-products by this-exporter"), all, s_next)));
        Assert.Equal(15_000, Units(ShippedSums.Of(Fact("shipments of all-products by all-exporters to this-buyer"), all, s_next)));
        Assert.Equal(15_000, Units(ShippedSums.Of(Fact("shipments of all-products by all-exporters to this-parent"), all, s_next)));
        Assert.Equal(15_000, Units(ShippedSums.Of(Fact("shipments of all-products by all-exporters to this-consignee"), all, s_next)));
    }

    [Fact]
    public void Only_shipments_under_the_exception_count_where_the_fact_names_one() =>
        Assert.Equal(3000, Units(ShippedSums.Of(Fact("shipments of all-products by this-exporter under LPP"), [s_one, s_one with { Under = null }, s_one with { Under = "ACA" }], s_next)));

    [Fact]
    public void A_record_of_one_exporter_is_never_the_whole_of_a_sum_over_all()
    {
        var all = ShippedSums.Of(Fact("shipments of all-products by all-exporters"), [s_one], s_next);
        Assert.False(all.IsWhole);
        Assert.Contains("others count too", all.Why, StringComparison.Ordinal);
        Assert.Equal(3000 * FixedPoint.One, all.Bound("the book").AtLeast);

        Assert.True(ShippedSums.Of(Fact("shipments of all-products by this-exporter"), [s_one], s_next).IsWhole);
    }

    [Fact]
    public void A_shipment_without_its_figure_leaves_the_sum_open()
    {
        var reading = ShippedSums.Of(Fact("shipments of all-products by this-exporter"), [s_one, s_one with { Figures = new Dictionary<string, long> { ["units"] = FixedPoint.One } }], s_next);
        Assert.Equal(3000, Units(reading));
        Assert.False(reading.IsWhole);
    }

    [Fact]
    public void What_is_larger_than_the_fact_can_hold_is_no_known_sum()
    {
        var large = s_one with { Figures = new Dictionary<string, long> { ["tpp"] = 1_000_000 * FixedPoint.One, ["units"] = 1001 * FixedPoint.One } };
        var reading = ShippedSums.Of(Fact("shipments of all-products by this-exporter"), [large], s_next);
        Assert.False(reading.IsWhole);
        Assert.Equal(1_000_000_000, Units(reading));
    }
}
