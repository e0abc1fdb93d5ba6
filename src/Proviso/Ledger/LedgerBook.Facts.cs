using System.Collections.Immutable;

namespace Proviso.Ledger;

// What a layer above reads after an entry, to run conditions on. Nothing here allocates but the causes.
public sealed partial class LedgerBook
{
    /// <summary>How many accounts there are. Their rows are 0 to this, in the order of opening, for good.</summary>
    public int AccountCount => _accountCount;

    /// <summary>Rows of the accounts that the last accepted entry changed, one maybe several times; empty after a refusal or a repeat. Valid until the next command.</summary>
    public ReadOnlySpan<int> LastTouched => _touched.AsSpan(0, _touchedCount);

    /// <summary>The earliest timeout of an open reservation, or null. Nothing lapses before it.</summary>
    public Moment? NextTimeout
    {
        get
        {
            while (_timeouts.TryPeek(out var row, out var due))
            {
                // Reservations that ended otherwise, or were taken back with a linked command, leave their timeout behind.
                if (IsLive(row, due.Expires))
                {
                    return new(due.Expires);
                }

                Dequeue();
            }

            return null;
        }
    }

    /// <summary>The row of an account, or -1.</summary>
    public int RowOf(string account) => _accountByKey.GetValueOrDefault(account, -1);

    /// <summary>What the account in a row was opened with.</summary>
    public AccountTerms TermsAt(int row) => _accounts[Checked(row)].Terms;

    /// <summary>How the account in a row stands.</summary>
    public AccountBalance BalanceAt(int row)
    {
        ref var a = ref _accounts[Checked(row)];
        return new(a.Terms.Account, a.Terms.Limited, a.Authorized, a.Reserved, a.Shipped, a.Returned, a.Tolerated, StateAt(row), a.Open);
    }

    /// <summary>How an account stands, or null when there is none.</summary>
    public AccountBalance? BalanceOf(string account) => RowOf(account) is >= 0 and var row ? BalanceAt(row) : null;

    /// <summary>Whether the account in a row takes new draws.</summary>
    public AccountStates StateAt(int row)
    {
        ref var account = ref _accounts[Checked(row)];
        return (account.Closed ? AccountStates.Closed : AccountStates.None)
            | (account.Suspensions > 0 ? AccountStates.Suspended : AccountStates.None)
            | (account.Frozen ? AccountStates.Frozen : AccountStates.None)
            | (OverCommittedBy(ref account, null) is null ? AccountStates.None : AccountStates.OverCommitted);
    }

    /// <summary>Causes for which the account in a row is suspended: its own, then those of its license.</summary>
    public ImmutableArray<string> CausesAt(int row) =>
        [.. _accounts[Checked(row)].Causes ?? [], .. _accounts[row].Terms.License is { } license ? _licenses[license].Causes : []];

    /// <summary>How the ratio cap in a row stands, or null when it is none.</summary>
    public RatioFigures? RatioAt(int row)
    {
        ref var account = ref _accounts[Checked(row)];
        return account.Ratio < 0 ? null : new(account.Used.Tpp, _sales[account.Pool].Tpp, account.Ratio);
    }

    /// <summary>What the window cap in a row counts in its days up to and including a day (<see cref="Moment.DayNumber"/>), or null when it is none.</summary>
    public Amounts? WindowAt(int row, int day) => _accounts[Checked(row)].Window?.Ending(day);

    /// <summary>What the fullest window of the window cap in a row counts, or null when it is none.</summary>
    public Amounts? FullestWindowAt(int row) => _accounts[Checked(row)].Window?.Most();

    /// <summary>How a reservation stands, by the id of its command, or null.</summary>
    public ReservationFigures? ReservationOf(string id)
    {
        if (!_byId.TryGetValue(id, out var entry) || entry.Command is not Reserve)
        {
            return null;
        }

        ref var row = ref _reservations[entry.Slot];
        return new(_accounts[row.Line].Terms.Account, row.Remaining, row.Expires.Milliseconds == long.MaxValue ? null : row.Expires, row.State);
    }

    /// <summary>How a shipment stands, by the id of its command, or null.</summary>
    public ShipmentFigures? ShipmentOf(string id)
    {
        if (!_byId.TryGetValue(id, out var entry) || entry.Command is not Ship)
        {
            return null;
        }

        ref var row = ref _shipments[entry.Slot];
        return new(_accounts[_reservations[row.Reservation].Line].Terms.Account, row.Shipped, row.Returned, row.Reversed);
    }

    /// <summary>The rate of exchange with the latest <see cref="SetRate.Since"/> that an authority has for a pair of currencies, or null. Of several for the same moment the last one entered.</summary>
    /// <param name="from">Currency of the line.</param>
    /// <param name="to">Currency of the cap.</param>
    /// <param name="authority">Whose rate; null for the one that belongs to no authority. No other authority's rate is given in its place.</param>
    public RateFigures? LastRate(string from, string to, string? authority) =>
        _ratesOf.TryGetValue((from, to, authority), out var list) && list.Count > 0 ? FiguresOf(_rates[list[^1]]) : null;

    /// <summary>All rates of a pair of currencies, of every authority, by rising <see cref="SetRate.Since"/>; those of one moment in the order in which they were entered.</summary>
    public ImmutableArray<RateFigures> RatesOf(string from, string to) =>
        [.. _rates.Where(r => r.Command.From == from && r.Command.To == to).OrderBy(r => r.Command.Since.Milliseconds).Select(FiguresOf)];

    private static RateFigures FiguresOf(RateRow rate) =>
        new(rate.Command.From, rate.Command.To, rate.Command.Since, rate.FromAmount, rate.ToAmount, rate.Command.Source, rate.Command.Authority, rate.Command.Id);

    /// <summary>The entry of an accepted command, alone or linked, or null.</summary>
    public LedgerEntry? EntryOf(string id) => _byId.GetValueOrDefault(id);

    private int Checked(int row) => row >= 0 && row < _accountCount ? row : throw new ArgumentOutOfRangeException(nameof(row), row, "There is no account in this row.");
}
