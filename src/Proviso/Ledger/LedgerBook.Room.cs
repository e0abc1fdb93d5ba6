namespace Proviso.Ledger;

// How much could be reserved, asked of the same code that decides a reservation.
public sealed partial class LedgerBook
{
    /// <summary>The most units that a reservation on a line could take now, and the refusal that one more would get.</summary>
    /// <param name="line">Key of a line.</param>
    /// <param name="amountsOf">What so many units (from 1) are in all three measures, in the line's currency; more units are never less in any of them. An
    /// <see cref="OverflowException"/> counts as more than any command moves.</param>
    /// <param name="at">Event time of the reservation: its rates and its day in windows. A reservation that is recorded at this moment, or now if that is later.</param>
    /// <param name="counts">False for accounts to leave out, such as those that the reader may not see; null: all count. What is left out may still stop the reservation.</param>
    /// <returns>Zero units with the refusal where the line is not there, is blocked, or lacks a rate.</returns>
    public LineRoom RoomOn(string line, Func<long, Amounts> amountsOf, Moment at, Func<AccountTerms, bool>? counts = null)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(amountsOf);
        if (!at.IsInRange)
        {
            return new(0, new Malformed("event-time", "must lie in the years 1 to 9999"));
        }

        if (!_accountByKey.TryGetValue(line, out var row) || _accounts[row].Terms.Kind != AccountKind.Line)
        {
            return new(0, new NotFound("line", line));
        }

        var legs = counts is null ? _accounts[row].Legs : [.. _accounts[row].Legs.Where(leg => counts(_accounts[leg].Terms))];
        if (Blocked(legs) is { } blocked)
        {
            return new(0, blocked);
        }

        int[]? rates = null;
        if (_accounts[row].Foreign && RatesFor(_accounts[row].Terms.Currency, legs, at, out rates) is { } missing)
        {
            return new(0, missing);
        }

        LedgerRefusal? Refusal(long units) =>
            AmountsOf(amountsOf, units, out var amounts) is { } malformed ? malformed
            : FitsReserved(legs, rates, amounts, at.DayNumber) ? null
            : Shortage(legs, rates, amounts, at.DayNumber);

        // In doubling steps first, so that no figure far beyond what fits is ever asked for; then between the last that fits and the first that does not.
        long fits = 0;
        long over = 1;
        LedgerRefusal? next;
        while ((next = Refusal(over)) is null)
        {
            if (over == Amounts.MostMoved)
            {
                return new(over, null);
            }

            (fits, over) = (over, Math.Min(over * 2, Amounts.MostMoved));
        }

        while (over - fits > 1)
        {
            var middle = fits + ((over - fits) / 2);
            if (Refusal(middle) is { } refusal)
            {
                (over, next) = (middle, refusal);
            }
            else
            {
                fits = middle;
            }
        }

        return new(fits, next);
    }

    private static Malformed? AmountsOf(Func<long, Amounts> amountsOf, long units, out Amounts amounts)
    {
        try
        {
            amounts = amountsOf(units);
        }
        catch (OverflowException)
        {
            amounts = new(long.MaxValue, long.MaxValue, long.MaxValue);
        }

        return CommandCheck.Goods(amounts);
    }
}
