using Proviso.Quantities;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Determinations;

/// <summary>A shipment that went before, as far as a sum over time asks of it.</summary>
/// <param name="On">The day it was exported.</param>
/// <param name="Product">The product, by its key.</param>
/// <param name="Exporter">Who exported it.</param>
/// <param name="Buyer">Who bought it.</param>
/// <param name="Parent">The ultimate parent of the buyer.</param>
/// <param name="Consignee">The ultimate consignee.</param>
/// <param name="Under">The license exception it went under, or null for a license or none.</param>
/// <param name="Figures">Its figures by fact, in millionths; one that is not known is absent.</param>
public sealed record PastShipment(DateOnly On, string Product, string Exporter, string Buyer, string Parent, string Consignee, string? Under, IReadOnlyDictionary<string, long> Figures);

/// <summary>The shipment before which a sum is asked for.</summary>
/// <param name="On">Its day.</param>
/// <param name="Product">The product, by its key.</param>
/// <param name="Exporter">Who exports it.</param>
/// <param name="Buyer">Who buys it.</param>
/// <param name="Parent">The ultimate parent of the buyer.</param>
/// <param name="Consignee">The ultimate consignee.</param>
public sealed record NextShipment(DateOnly On, string Product, string Exporter, string Buyer, string Parent, string Consignee);

/// <summary>What a record of shipments says of a sum over time.</summary>
/// <param name="Fact">The fact that the sum is.</param>
/// <param name="Total">What the record adds up to, in millionths; rounded down.</param>
/// <param name="IsWhole">Whether that is the whole sum; else it is at least so much.</param>
/// <param name="Why">Why it is not the whole; null where it is.</param>
public sealed record SumReading(FactDefinition Fact, long Total, bool IsWhole, string? Why)
{
    /// <summary>The least that the sum can be.</summary>
    public SumBound Bound(string source) => new(Fact.Name, Total, source);
}

/// <summary>Works sums over time out of a record of shipments. A record that one exporter keeps never holds the whole of a sum over all exporters.</summary>
public static class ShippedSums
{
    /// <summary>Adds up what went before.</summary>
    /// <param name="fact">A fact that is a sum.</param>
    /// <param name="shipments">The record: shipments that went before, in any order.</param>
    /// <param name="next">The shipment before which it is asked for; a shipment of the record on a later day does not count.</param>
    /// <exception cref="ArgumentException">The fact is no sum.</exception>
    public static SumReading Of(FactDefinition fact, IEnumerable<PastShipment> shipments, NextShipment next)
    {
        ArgumentNullException.ThrowIfNull(fact);
        ArgumentNullException.ThrowIfNull(shipments);
        ArgumentNullException.ThrowIfNull(next);
        var sum = fact.Sum ?? throw new ArgumentException($"`{fact.Name}` is no sum over shipments", nameof(fact));
        var (total, without, rounded) = ((Int128)0, 0, false);
        foreach (var shipment in shipments.Where(s => Counts(sum, s, next)))
        {
            if (Product(sum, shipment, ref rounded) is { } figure)
            {
                total += figure;
            }
            else
            {
                without++;
            }
        }

        var whole = total > fact.Greatest ? fact.Greatest : (long)total;
        var why = sum.Scope.Exporter == "all-exporters" ? "the record holds the shipments of one exporter, and those of others count too"
            : without > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{without} of the shipments that count have no figure")
            : rounded ? "figures of more than six decimals were rounded down"
            : total > fact.Greatest ? "the sum is larger than the fact can hold"
            : null;
        return new SumReading(fact, whole, why is null, why);
    }

    private static bool Counts(SumOverTime sum, PastShipment shipment, NextShipment next)
    {
        var scope = sum.Scope;
        var inTime = shipment.On <= next.On
            && (!scope.EachYear || shipment.On.Year == next.On.Year)
            && (scope.WindowDays is not { } days || shipment.On.DayNumber > next.On.DayNumber - days);
        return inTime
            && (sum.Under is null || Same(shipment.Under, sum.Under))
            && Words(scope.Product, ("all-products", true), ("this-product", Same(shipment.Product, next.Product)))
            && Words(scope.Exporter, ("all-exporters", true), ("this-exporter", Same(shipment.Exporter, next.Exporter)))
            && (scope.Buyer is not { } buyer
                || Words(buyer, ("this-buyer", Same(shipment.Buyer, next.Buyer)), ("this-parent", Same(shipment.Parent, next.Parent)), ("this-consignee", Same(shipment.Consignee, next.Consignee))));
    }

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);

    // A word that nobody here knows would let shipments fall out of a limit unseen.
    private static bool Words(string word, params ReadOnlySpan<(string Word, bool Holds)> meanings)
    {
        foreach (var (known, holds) in meanings)
        {
            if (known == word)
            {
                return holds;
            }
        }

        throw new InvalidOperationException($"no meaning for `{word}`");
    }

    private static Int128? Product(SumOverTime sum, PastShipment shipment, ref bool rounded)
    {
        Int128 product = FixedPoint.One;
        foreach (var factor in sum.Sum.Factors)
        {
            if (!shipment.Figures.TryGetValue(factor.Name, out var figure))
            {
                return null;
            }

            var raw = checked(product * figure);
            rounded |= raw % FixedPoint.One != 0;
            product = raw / FixedPoint.One;
        }

        return product;
    }
}
