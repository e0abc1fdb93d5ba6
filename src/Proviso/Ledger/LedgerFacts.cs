namespace Proviso.Ledger;

/// <summary>How a reservation stands.</summary>
public enum ReservationState
{
    /// <summary>Open.</summary>
    Pending,

    /// <summary>Shipped, as far as it was.</summary>
    Shipped,

    /// <summary>Given up before the whole was shipped.</summary>
    Released,

    /// <summary>Its timeout passed.</summary>
    Lapsed,
}

/// <summary>Whether an account takes new draws.</summary>
[Flags]
public enum AccountStates
{
    /// <summary>It does.</summary>
    None = 0,

    /// <summary>Closed for good.</summary>
    Closed = 1,

    /// <summary>Suspended for a cause.</summary>
    Suspended = 2,

    /// <summary>Frozen.</summary>
    Frozen = 4,

    /// <summary>More is in use than authorized, by a lawful lowering.</summary>
    OverCommitted = 8,
}

/// <summary>How an account stands, in all three measures.</summary>
/// <param name="Account">Its key.</param>
/// <param name="Limited">Which measures have a limit of their own.</param>
/// <param name="Authorized">What may be in use; for a window, in any so many days.</param>
/// <param name="Reserved">Set aside.</param>
/// <param name="Shipped">Shipped, returns not taken off.</param>
/// <param name="Returned">Come back.</param>
/// <param name="Tolerated">What of the use above the authorized is shipping tolerance.</param>
/// <param name="State">Whether it takes new draws.</param>
/// <param name="OpenReservations">How many reservations are open on it.</param>
public readonly record struct AccountBalance(
    string Account, Measures Limited, Amounts Authorized, Amounts Reserved, Amounts Shipped, Amounts Returned, Amounts Tolerated, AccountStates State, int OpenReservations)
{
    /// <summary>Reserved and shipped without what came back.</summary>
    public Amounts Used => Reserved + Shipped - Returned;

    /// <summary>What a new reservation may take as far as this account's own amounts go: below zero when over-committed, null where unlimited. Not for a window or a cap that draws at shipment.</summary>
    public long? Available(Measure measure) => Limited.HasFlag(Amounts.SetOf(measure)) ? Authorized[measure] - Used[measure] : null;
}

/// <summary>How a ratio cap stands, in millionths of TPP.</summary>
/// <param name="Used">What counts against it.</param>
/// <param name="Sold">Sold at home.</param>
/// <param name="Ratio">Millionths of it that are allowed.</param>
public readonly record struct RatioFigures(long Used, long Sold, int Ratio)
{
    /// <summary>The most that may be used, rounded down.</summary>
    public long Limit => (long)Int128.Min((Int128)Sold * Ratio / 1_000_000, Amounts.MostTotal);

    /// <summary>What is free; below zero when over-committed.</summary>
    public long Available => Limit - Used;

    /// <summary>True at exactly the ratio and below; compared by multiplying.</summary>
    public bool Holds => (Int128)Used * 1_000_000 <= (Int128)Sold * Ratio;
}

/// <summary>How many units may still be reserved on a line, by all accounts that count.</summary>
/// <param name="Units">The most whole units that a reservation could take now; 0 when not even one.</param>
/// <param name="Next">The refusal that one unit more would get; null when <paramref name="Units"/> is <see cref="Amounts.MostMoved"/>, the most that any command moves.</param>
public readonly record struct LineRoom(long Units, LedgerRefusal? Next);

/// <summary>A rate of exchange as it was entered.</summary>
/// <param name="From">Currency of the one amount.</param>
/// <param name="To">Currency of the other.</param>
/// <param name="Since">Events from here on use it.</param>
/// <param name="FromAmount">Millionths.</param>
/// <param name="ToAmount">Millionths, worth the same.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Authority">Whose rate it is, or null.</param>
/// <param name="Id">Id of the <see cref="SetRate"/> command.</param>
public readonly record struct RateFigures(string From, string To, Moment Since, long FromAmount, long ToAmount, string Source, string? Authority, string Id);

/// <summary>How a reservation stands.</summary>
/// <param name="Line">The line.</param>
/// <param name="Remaining">What is still set aside, in the line's currency.</param>
/// <param name="Expires">When it may lapse, or null.</param>
/// <param name="State">Open, or how it ended.</param>
public readonly record struct ReservationFigures(string Line, Amounts Remaining, Moment? Expires, ReservationState State);

/// <summary>How a shipment stands.</summary>
/// <param name="Line">The line.</param>
/// <param name="Shipped">What left, in the line's currency.</param>
/// <param name="Returned">What came back.</param>
/// <param name="Reversed">True when a counter-entry took it back.</param>
public readonly record struct ShipmentFigures(string Line, Amounts Shipped, Amounts Returned, bool Reversed);
