using System.Collections.Immutable;

namespace Proviso.Ledger;

/// <summary>Why a command was refused. A closed set, in order of precedence as they stand here: where several hold, the first is told.</summary>
/// <remarks>Figures are whole units, or millionths of money (in the account's currency) or TPP. A refusal is not remembered: the same command may pass later.</remarks>
public abstract record LedgerRefusal
{
    private protected LedgerRefusal()
    {
    }

    /// <summary>One sentence with the figures, for people.</summary>
    public abstract string Text { get; }
}

/// <summary>1. A field that no state of the book could take.</summary>
/// <param name="Field">Which.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record Malformed(string Field, string Problem) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"{Field}: {Problem}.";
}

/// <summary>2. The id was accepted before with another body.</summary>
/// <param name="Command">The id.</param>
/// <param name="Field">The first field that differs.</param>
public sealed record IdReused(string Command, string Field) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Command}' was accepted before with another {Field}. Send the same body, or another id.";
}

/// <summary>3. The moment of recording lies before the last one. Time in a book never runs backward.</summary>
/// <param name="Last">The last moment recorded.</param>
/// <param name="Given">The one given now.</param>
public sealed record TimeRunsBackward(Moment Last, Moment Given) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"The book was last written at {Last}; {Given} is before that. Check the clock; if the book was written ahead of time, put its clock right first.";
}

/// <summary>4. What the command names is not in the book.</summary>
/// <param name="Field">The field that names it.</param>
/// <param name="Key">What it names.</param>
public sealed record NotFound(string Field, string Key) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"There is no {Field} '{Key}' in this book.";
}

/// <summary>5. The account, freeze or suspension is already there, or not there to be ended.</summary>
/// <param name="Field">The field that names it.</param>
/// <param name="Key">What it names.</param>
/// <param name="State">What it already is.</param>
public sealed record AlreadySo(string Field, string Key, string State) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"{Field} '{Key}' is already {State}.";
}

/// <summary>6. The reservation was shipped or released. It ends once.</summary>
/// <param name="Reservation">Its id.</param>
/// <param name="State">How it ended: <see cref="ReservationState.Shipped"/> or <see cref="ReservationState.Released"/>.</param>
public sealed record ReservationResolved(string Reservation, ReservationState State) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"Reservation '{Reservation}' has ended: it was {(State == ReservationState.Shipped ? "shipped" : "released")}. To ship more, make a new reservation.";
}

/// <summary>7. The reservation lapsed: its timeout has passed, whether or not the <see cref="Lapse"/> is entered yet. Nothing of it can ship or be released.</summary>
/// <param name="Reservation">Its id.</param>
/// <param name="At">When: the end of its timeout.</param>
public sealed record ReservationLapsed(string Reservation, Moment At) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"Reservation '{Reservation}' lapsed at {At}: its timeout passed, and its quantity is no longer set aside. To ship, make a new reservation; there is nothing to release.";
}

/// <summary>8. A lapse beyond the moment of recording.</summary>
/// <param name="Through">What was asked.</param>
/// <param name="Now">The moment of recording.</param>
public sealed record NotYetDue(Moment Through, Moment Now) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"Nothing lapses before its time: {Through} is after {Now}.";
}

/// <summary>9. A reversal of something that has been taken back, cannot be, or has been built upon.</summary>
/// <param name="Command">The id.</param>
/// <param name="Problem">Why not.</param>
public sealed record NotReversible(string Command, string Problem) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Command}' cannot be reversed: {Problem}.";
}

/// <summary>10. The account is closed.</summary>
/// <param name="Account">Its key.</param>
public sealed record AccountClosed(string Account) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Account}' is closed.";
}

/// <summary>11. The account, or the license it carries, is suspended.</summary>
/// <param name="Account">Its key.</param>
/// <param name="Causes">Causes that stand, in the order in which they came: those of the account, then those of the license.</param>
public sealed record AccountSuspended(string Account, ImmutableArray<string> Causes) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Account}' is suspended: {string.Join(", ", Causes)}.";

    /// <summary>By value, the causes one by one.</summary>
    public bool Equals(AccountSuspended? other) => other is not null && Account == other.Account && Causes.SequenceEqual(other.Causes, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Account);
}

/// <summary>12. The account is frozen.</summary>
/// <param name="Account">Its key.</param>
public sealed record AccountFrozen(string Account) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Account}' is frozen.";
}

/// <summary>13. The account cannot be closed while reservations are open.</summary>
/// <param name="Account">Its key.</param>
/// <param name="Open">How many.</param>
public sealed record ReservationsOpen(string Account, int Open) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Account}' has {Open} open reservations. Ship, release or lapse them first.";
}

/// <summary>14. No rate of exchange is in force.</summary>
/// <param name="Account">The cap in another currency.</param>
/// <param name="From">Currency of the line.</param>
/// <param name="To">Currency of the cap.</param>
/// <param name="At">Event time.</param>
public sealed record RateMissing(string Account, string From, string To, Moment At) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Account}' counts in {To}, and no rate from {From} is in force at {At}.";
}

/// <summary>15. More comes back than is still out.</summary>
/// <param name="Shipment">Its id.</param>
/// <param name="Measure">The first measure that does not fit.</param>
/// <param name="Asked">What was to come back.</param>
/// <param name="Available">What is still out.</param>
public sealed record ExceedsShipment(string Shipment, Measure Measure, long Asked, long Available) : LedgerRefusal
{
    /// <summary>How much too much.</summary>
    public long By => Asked - Available;

    /// <inheritdoc/>
    public override string Text => $"Of '{Shipment}' {Amounts.Text(Measure, Available)} ({Measure}) are still out; {Amounts.Text(Measure, Asked)} is {Amounts.Text(Measure, By)} too many.";
}

/// <summary>16. A change that would bring the authorized amount below zero.</summary>
/// <param name="Account">Its key.</param>
/// <param name="Measure">The first measure that does not fit.</param>
/// <param name="Asked">By how much it was to be lowered.</param>
/// <param name="Available">What is authorized.</param>
public sealed record ExceedsAuthorized(string Account, Measure Measure, long Asked, long Available) : LedgerRefusal
{
    /// <summary>How much too much.</summary>
    public long By => Asked - Available;

    /// <inheritdoc/>
    public override string Text => $"'{Account}' has {Amounts.Text(Measure, Available)} ({Measure}) authorized; it cannot be lowered by {Amounts.Text(Measure, Asked)}.";
}

/// <summary>17. More is in use than is authorized, because the limit was lowered by law. Nothing new draws.</summary>
/// <param name="Account">Its key.</param>
/// <param name="Measure">The first measure over its limit.</param>
/// <param name="Used">What is in use; for a window, in the fullest window around the day.</param>
/// <param name="Limit">What may be.</param>
public sealed record OverCommitted(string Account, Measure Measure, long Used, long Limit) : LedgerRefusal
{
    /// <summary>How much too much is in use.</summary>
    public long By => Used - Limit;

    /// <inheritdoc/>
    public override string Text => $"'{Account}' is over-committed by {Amounts.Text(Measure, By)} ({Measure}): {Amounts.Text(Measure, Used)} in use, {Amounts.Text(Measure, Limit)} allowed.";
}

/// <summary>18. Not enough is free.</summary>
/// <param name="Account">The line or cap that lacks it.</param>
/// <param name="Measure">The first measure that lacks.</param>
/// <param name="Asked">What was asked, in the account's currency.</param>
/// <param name="Available">What is free, never below zero; for a shipment the tolerance is counted in.</param>
/// <param name="By">How much is missing.</param>
/// <param name="Tolerance">What of the limit is shipping tolerance; 0 for a reservation.</param>
public sealed record QuotaExceeded(string Account, Measure Measure, long Asked, long Available, long By, long Tolerance) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Account}' has {Amounts.Text(Measure, Available)} ({Measure}) free; {Amounts.Text(Measure, Asked)} is {Amounts.Text(Measure, By)} too many.";
}

/// <summary>19. The ratio to sales at home would be passed.</summary>
/// <param name="Account">The ratio cap.</param>
/// <param name="Asked">TPP asked.</param>
/// <param name="Available">TPP free, never below zero.</param>
/// <param name="By">TPP missing, rounded up.</param>
/// <param name="Sold">TPP sold at home.</param>
/// <param name="Ratio">Millionths of it that are allowed.</param>
/// <param name="SalesNeeded">TPP that must be sold in addition for this to pass, rounded up; null at a ratio of zero.</param>
public sealed record RatioExceeded(string Account, long Asked, long Available, long By, long Sold, int Ratio, long? SalesNeeded) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Account}' has TPP {Amounts.Text(Measure.Tpp, Available)} free; {Amounts.Text(Measure.Tpp, Asked)} is {Amounts.Text(Measure.Tpp, By)} too much"
        + (SalesNeeded is { } more ? $" until {Amounts.Text(Measure.Tpp, more)} more is sold." : ".");
}

/// <summary>20. Too much within some days in a row.</summary>
/// <param name="Account">The window cap.</param>
/// <param name="Measure">The first measure that lacks.</param>
/// <param name="Asked">What was asked.</param>
/// <param name="Available">What is free in the fullest window around the day, never below zero; for a shipment without the share of its own reservation.</param>
/// <param name="By">How much is missing.</param>
/// <param name="Days">Length of the window.</param>
/// <param name="FitsOn">The first later day (<see cref="Moment.DayNumber"/>) on which it would fit as things stand; null when it never fits.</param>
public sealed record WindowExceeded(string Account, Measure Measure, long Asked, long Available, long By, int Days, int? FitsOn) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Account}' has {Amounts.Text(Measure, Available)} ({Measure}) free in {Days} days; {Amounts.Text(Measure, Asked)} is {Amounts.Text(Measure, By)} too many"
        + (FitsOn is { } day ? $" before {Moment.DateOf(day):yyyy-MM-dd}." : ".");
}

/// <summary>21. A total would pass what the book can count (<see cref="Amounts.MostTotal"/>).</summary>
/// <param name="Account">The account, or the product whose sales they are.</param>
public sealed record TooLarge(string Account) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Account}' cannot count that much.";
}

/// <summary>17 to 21 for a shipment of more than its reservation holds: what goes beyond it would have to be free, and is not.</summary>
/// <param name="Reservation">Its id.</param>
/// <param name="Measure">The measure that lacks where more than reserved is asked of it; else the first one in which more is asked.</param>
/// <param name="Asked">What was to ship, in the line's currency.</param>
/// <param name="Reserved">What the reservation still holds.</param>
/// <param name="Cause">Which account lacks room, and why.</param>
public sealed record ExceedsReservation(string Reservation, Measure Measure, long Asked, long Reserved, LedgerRefusal Cause) : LedgerRefusal
{
    /// <summary>How much more than reserved.</summary>
    public long By => Asked - Reserved;

    /// <inheritdoc/>
    public override string Text => $"Reservation '{Reservation}' holds {Amounts.Text(Measure, Reserved)} ({Measure}); to ship {Amounts.Text(Measure, Asked)}, {Amounts.Text(Measure, By)} more would have to be free. "
        + $"{Cause.Text} Ship no more than is reserved, or make room first.";
}

/// <summary>One of several linked commands was refused, so all were.</summary>
/// <param name="Part">Which, from 1.</param>
/// <param name="Refusal">Why.</param>
public sealed record LinkedRefused(int Part, LedgerRefusal Refusal) : LedgerRefusal
{
    /// <inheritdoc/>
    public override string Text => $"Command {Part} of the linked ones: {Refusal.Text}";
}
