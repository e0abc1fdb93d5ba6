using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Proviso.Ledger;

/// <summary>What an account is.</summary>
public enum AccountKind
{
    /// <summary>A license line: reservations are made against it, and through it against every cap above it.</summary>
    Line,

    /// <summary>A cap: nobody reserves against it alone.</summary>
    Cap,
}

/// <summary>When a cap begins to count a quantity. A line always counts from the reservation on.</summary>
public enum DrawsAt
{
    /// <summary>From the reservation on.</summary>
    Reservation,

    /// <summary>From the shipment on: reservations are shown but take no room.</summary>
    Shipment,
}

/// <summary>By how much a shipment may run over what is authorized, from a day of law on. A law may end a tolerance by another one of zero.</summary>
/// <param name="Since">Shipments with an event time from here on, until the next tolerance of the account.</param>
/// <param name="Units">Millionths of the authorized units: 0 for counted goods under 15 CFR 750.11.</param>
/// <param name="Value">Millionths of the authorized value: 100,000 is 10 %.</param>
/// <param name="Tpp">Millionths of the authorized TPP.</param>
/// <param name="Provision">The provision it comes from, 1 to 200 characters, words among them.</param>
public readonly record struct ShippingTolerance(
    Moment Since, [property: JsonConverter(typeof(ShareJson))] int Units, [property: JsonConverter(typeof(ShareJson))] int Value, [property: JsonConverter(typeof(ShareJson))] int Tpp, string Provision);

/// <summary>What an account is opened with and keeps for life. Authorized amounts start at zero and come by <see cref="Grant"/>.</summary>
public sealed record AccountTerms
{
    /// <summary>The most caps above one line: every one of them is looked at on every draw.</summary>
    public const int MostCaps = 64;

    /// <summary>The most dated tolerances of one account.</summary>
    public const int MostTolerances = 64;

    /// <summary>The longest rolling window, in days (ten years).</summary>
    public const int MostDays = 3_660;

    /// <summary>Key of the account, 1 to 64 characters, unique in the book.</summary>
    public required string Account { get; init; }

    /// <summary>Line or cap.</summary>
    public required AccountKind Kind { get; init; }

    /// <summary>Currency of its value, three capital letters (ISO 4217).</summary>
    public required string Currency { get; init; }

    /// <summary>The measures with a limit of their own; the others are unlimited. <c>None</c> for a pure ratio cap.</summary>
    public Measures Limited { get; init; } = Measures.All;

    /// <summary>For a line: keys of the caps above it, in the order in which refusals look at them. At most <see cref="MostCaps"/>, none twice.</summary>
    public ImmutableArray<string> Caps { get; init; } = [];

    /// <summary>The license, or null. Suspending a license stops every account that carries it.</summary>
    public string? License { get; init; }

    /// <summary>The exporter, or null. A ratio cap needs it.</summary>
    public string? Exporter { get; init; }

    /// <summary>The buyer, or null.</summary>
    public string? Buyer { get; init; }

    /// <summary>The buyer's ultimate parent, or null.</summary>
    public string? UltimateParent { get; init; }

    /// <summary>The product, or null. A ratio cap needs it.</summary>
    public string? Product { get; init; }

    /// <summary>The authority whose approval this is, or null. A cap in another currency counts at the rates of its authority (<see cref="SetRate.Authority"/>).</summary>
    public string? Authority { get; init; }

    /// <summary>For a ratio cap: TPP here is at most this many millionths of the TPP sold (<see cref="RecordSale"/>) of the same product by the same exporter. 500,000 is 50 %.</summary>
    [JsonConverter(typeof(ShareJson))]
    public int? Ratio { get; init; }

    /// <summary>For a rolling window: the authorized amounts hold for any so many days in a row (1 to <see cref="MostDays"/>, days in UTC). 0: for all time.</summary>
    public int WindowDays { get; init; }

    /// <summary>When a cap begins to count.</summary>
    public DrawsAt DrawsAt { get; init; }

    /// <summary>Shipping tolerances as dated law, by rising <see cref="ShippingTolerance.Since"/>. None with a window.</summary>
    public ImmutableArray<ShippingTolerance> Tolerances { get; init; } = [];
}
