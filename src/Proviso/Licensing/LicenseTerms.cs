using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>What a license says.</summary>
public sealed record LicenseTerms
{
    /// <summary>The most lines of one license.</summary>
    public const int MostLines = 50;

    /// <summary>The most conditions of one license.</summary>
    public const int MostConditions = 200;

    /// <summary>Its number, 1 to 31 characters.</summary>
    public required string Key { get; init; }

    /// <summary>Key of the authority that issues it.</summary>
    public required string Authority { get; init; }

    /// <summary>Key of the exporter.</summary>
    public required string Exporter { get; init; }

    /// <summary>Key of the buyer.</summary>
    public required string Buyer { get; init; }

    /// <summary>The product, by its key in the catalog.</summary>
    public required string Product { get; init; }

    /// <summary>Where it may go, ISO 3166-1 alpha-2.</summary>
    public required string Destination { get; init; }

    /// <summary>The end use declared, by the words of the law's vocabulary.</summary>
    public required string EndUse { get; init; }

    /// <summary>The first day of use.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day of use.</summary>
    public required DateOnly Through { get; init; }

    /// <summary>The provision that it was granted under.</summary>
    public required string Basis { get; init; }

    /// <summary>Its lines.</summary>
    public required ImmutableArray<LineTerms> Lines { get; init; }

    /// <summary>Its conditions.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>TPP of one unit as the authority enters it, for a product that the catalog does not know or knows otherwise; null to take the catalog's.</summary>
    public StatedFigures? Figures { get; init; }
}

/// <summary>TPP of one unit as an authority enters it.</summary>
/// <param name="Tpp">TPP of one unit, in millionths, above zero.</param>
/// <param name="Source">Where it was read, 1 to 200 characters.</param>
public sealed record StatedFigures([property: JsonConverter(typeof(MillionthsJson))] long Tpp, string Source);

/// <summary>A line of a license: an account of the ledger that shipments draw on.</summary>
public sealed record LineTerms
{
    /// <summary>Its key, 1 to 64 characters, unique in the book.</summary>
    public required string Key { get; init; }

    /// <summary>The currency of its value.</summary>
    public required string Currency { get; init; }

    /// <summary>What it authorizes.</summary>
    public required Amounts Authorized { get; init; }

    /// <summary>Which measures it limits.</summary>
    public Measures Limited { get; init; } = Measures.All;

    /// <summary>Keys of the caps above it, of whatever authority.</summary>
    public ImmutableArray<string> Caps { get; init; } = [];

    /// <summary>The price of one unit in millionths of the currency; null for what is authorized in value over what is authorized in units. What is reserved and shipped is held
    /// against it.</summary>
    [JsonConverter(typeof(MillionthsJson))]
    public long? UnitPrice { get; init; }

    /// <summary>Shipping tolerances as dated law.</summary>
    public ImmutableArray<ShippingTolerance> Tolerances { get; init; } = [];
}

/// <summary>How a license stands on a day.</summary>
public enum LicenseStatus
{
    /// <summary>It may be used.</summary>
    InForce,

    /// <summary>Its first day is still to come.</summary>
    NotYet,

    /// <summary>It, or all its lines, are suspended.</summary>
    Suspended,

    /// <summary>Its last day has passed.</summary>
    Expired,

    /// <summary>It was revoked.</summary>
    Revoked,
}
