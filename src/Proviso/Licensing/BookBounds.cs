using System.Text.Json.Serialization;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>How far figures and clocks may stray before a second person is asked. Stated when a book is founded, the same for its life, and shown.</summary>
public sealed record BookBounds
{
    /// <summary>Ten percent of the unit price, 24 hours, five percent.</summary>
    public static BookBounds Default { get; } = new();

    /// <summary>The longest step of the clock that a book of record may allow: a month.</summary>
    public const int MostHours = 31 * 24;

    /// <summary>By how many millionths the value of a reservation or shipment may differ from the unit price of its line or reservation: 0 to 500,000.</summary>
    [JsonConverter(typeof(ShareJson))]
    public int PriceTolerance { get; init; } = 100_000;

    /// <summary>By how many hours the clock may be ahead of the last entry, or of a witness's time, or behind the last entry: 1 to <see cref="MostHours"/>; in a rehearsal to ten years.</summary>
    public int ClockHours { get; init; } = 24;

    /// <summary>By how many millionths one officer's rate of exchange may differ from the last: 0 to 250,000.</summary>
    [JsonConverter(typeof(ShareJson))]
    public int RateBand { get; init; } = 50_000;

    /// <summary>The bound of the clock in milliseconds.</summary>
    internal long ClockMilliseconds => ClockHours * (Moment.Day / 24);
}
