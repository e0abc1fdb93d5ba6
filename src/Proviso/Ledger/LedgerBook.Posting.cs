using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Proviso.Ledger;

/// <summary>Whether a draw fits, in order of precedence: the greater number is told first.</summary>
internal enum Fits
{
    Yes,
    TooLarge,
    Window,
    Ratio,
    Quota,
    OverCommitted,
}

// Room, postings and how to take them back.
public sealed partial class LedgerBook
{
    private const int Million = 1_000_000;

    private static int RateOf(int[]? rates, int leg) => rates is null ? -1 : rates[leg];

    /// <summary>Money in the cap's currency, rounded up so that no rounding ever makes room. At most one above what any total can hold.</summary>
    private long Converted(long value, int rate)
    {
        if (rate < 0 || value == 0)
        {
            return value;
        }

        var (from, to) = (_rates[rate].FromAmount, _rates[rate].ToAmount);
        var exact = ((Int128)value * to) + (from - 1);
        return (long)Int128.Min(exact / from, Amounts.MostTotal + 1);
    }

    /// <summary>What a shipment is on a cap: what the reservation lost there, and what went beyond it.</summary>
    private Amounts ShippedOn(int rate, long valueBefore, in Amounts shipped)
    {
        if (rate < 0)
        {
            return shipped;
        }

        // As a difference of what was and is set aside, parts always add up to the whole, whatever the rate.
        var covered = Math.Min(valueBefore, shipped.Value);
        var value = Converted(valueBefore, rate) - Converted(valueBefore - covered, rate) + Converted(shipped.Value - covered, rate);
        return shipped with { Value = Math.Min(value, Amounts.MostTotal + 1) };
    }

    /// <summary>What has come back on a cap when so much of a shipment has: rounded down until all of it has.</summary>
    private static Amounts ReturnedOn(in Amounts shippedOn, in ShipmentRow shipment, in Amounts returned) =>
        shippedOn.Value == shipment.Shipped.Value ? returned
        : returned with { Value = shipment.Shipped.Value == 0 ? 0 : (long)((Int128)shippedOn.Value * returned.Value / shipment.Shipped.Value) };

    private static bool Over(long used, long more, long limit) => used + more > limit;

    private static Fits Fit(long used, long more, long authorized, long tolerated, long allowance, bool ship)
    {
        if (ship && used > authorized + tolerated)
        {
            return Fits.OverCommitted;
        }

        // A reservation is refused as soon as anything is over, even if it asks nothing of that measure: nothing new draws.
        return used + more <= authorized + allowance || (ship && more == 0) ? Fits.Yes : used > authorized + tolerated ? Fits.OverCommitted : Fits.Quota;
    }

    private static Fits Worse(Fits left, Fits right) => left > right ? left : right;

    /// <summary>Whether an account has room. With a moment of shipment, its tolerance counts.</summary>
    private Fits Fit(ref AccountRow account, in Amounts more, bool counts, int day, Moment? shippedAt)
    {
        var fit = Over(account.Reserved.Units + account.Shipped.Units, more.Units, Amounts.MostTotal)
            || Over(account.Reserved.Value + account.Shipped.Value, more.Value, Amounts.MostTotal)
            || Over(account.Reserved.Tpp + account.Shipped.Tpp, more.Tpp, Amounts.MostTotal) ? Fits.TooLarge : Fits.Yes;
        if (!counts)
        {
            return fit;
        }

        var (limited, used) = (account.Terms.Limited, account.Used);
        if (account.Ratio >= 0)
        {
            var limit = (Int128)_sales[account.Pool].Tpp * account.Ratio;
            fit = Worse(fit, (Int128)used.Tpp * Million > limit ? Fits.OverCommitted : (Int128)(used.Tpp + more.Tpp) * Million > limit ? Fits.Ratio : Fits.Yes);
        }

        var (authorized, tolerated) = (account.Authorized, account.Tolerated);
        if (account.Window is { } window)
        {
            return limited == Measures.None ? fit : Worse(fit, Windowed(limited, window.MostAround(day), more, authorized));
        }

        var (ship, allowance) = (shippedAt is not null, default(Amounts));
        if (shippedAt is { } at && account.Terms.Tolerances.Length > 0)
        {
            allowance = Allowance(account, at);
        }

        if ((limited & Measures.Units) != Measures.None)
        {
            fit = Worse(fit, Fit(used.Units, more.Units, authorized.Units, tolerated.Units, allowance.Units, ship));
        }

        if ((limited & Measures.Value) != Measures.None)
        {
            fit = Worse(fit, Fit(used.Value, more.Value, authorized.Value, tolerated.Value, allowance.Value, ship));
        }

        if ((limited & Measures.Tpp) != Measures.None)
        {
            fit = Worse(fit, Fit(used.Tpp, more.Tpp, authorized.Tpp, tolerated.Tpp, allowance.Tpp, ship));
        }

        return fit;
    }

    /// <summary>A shipment as the accounts look at it, in the line's currency.</summary>
    private readonly record struct Shipping(Amounts Shipped, Amounts Excess, Amounts Before, Amounts Left, int ReservedOn, int ShippedOn, Moment At);

    /// <summary>Whether an account has room for a shipment, and with <paramref name="describe"/> what it lacks.</summary>
    private Fits Fit(ref AccountRow account, int rate, in Shipping s, bool describe, out LedgerRefusal? refusal)
    {
        refusal = null;
        var more = account.CountsReserved ? s.Excess with { Value = Converted(s.Excess.Value, rate) } : ShippedOn(rate, s.Before.Value, s.Shipped);
        var fit = Fits.Yes;
        if (account is not { CountsReserved: true, Window: { } window } || s.ReservedOn == s.ShippedOn)
        {
            // What was reserved has its room, but in a window of another day.
            fit = account.CountsReserved && s.Excess.IsZero ? Fits.Yes : Fit(ref account, more, counts: true, s.ShippedOn, s.At);
            refusal = describe && fit != Fits.Yes ? Describe(ref account, fit, more, s.ShippedOn, s.At) : null;
            return fit;
        }

        // The whole comes into the windows of its own day, and what the reservation held for it leaves those of the other.
        var share = (s.Before - s.Left) with { Value = Converted(s.Before.Value, rate) - Converted(s.Left.Value, rate) };
        var (whole, limited) = (ShippedOn(rate, s.Before.Value, s.Shipped), account.Terms.Limited);
        window.Add(s.ReservedOn, -share);
        if (!s.Excess.IsZero)
        {
            fit = Fit(ref account, more, counts: true, s.ShippedOn, s.At);
        }

        if (limited != Measures.None)
        {
            fit = Worse(fit, Windowed(limited, window.MostAround(s.ShippedOn), whole, account.Authorized));
        }

        refusal = describe && fit != Fits.Yes ? Describe(ref account, fit, fit == Fits.Window ? whole : more, s.ShippedOn, s.At) : null;
        window.Add(s.ReservedOn, share);
        return fit;
    }

    private static Fits Windowed(Measures limited, in Amounts most, in Amounts more, in Amounts limit)
    {
        var fit = (limited & Measures.Units) != Measures.None ? Windowed(most.Units, more.Units, limit.Units) : Fits.Yes;
        if ((limited & Measures.Value) != Measures.None)
        {
            fit = Worse(fit, Windowed(most.Value, more.Value, limit.Value));
        }

        if ((limited & Measures.Tpp) != Measures.None)
        {
            fit = Worse(fit, Windowed(most.Tpp, more.Tpp, limit.Tpp));
        }

        return fit;
    }

    private static Fits Windowed(long most, long more, long limit) => most > limit ? Fits.OverCommitted : Over(most, more, limit) ? Fits.Window : Fits.Yes;

    /// <summary>How far a shipment of that moment may run over, by the tolerance then in force.</summary>
    private static Amounts Allowance(in AccountRow account, Moment at)
    {
        var tolerances = account.Terms.Tolerances;
        for (var i = tolerances.Length - 1; i >= 0; i--)
        {
            if (tolerances[i].Since <= at)
            {
                var (one, authorized) = (tolerances[i], account.Authorized);
                return new(Part(authorized.Units, one.Units), Part(authorized.Value, one.Value), Part(authorized.Tpp, one.Tpp));
            }
        }

        return default;
    }

    private static long Part(long whole, int millionths) => (long)((Int128)whole * millionths / Million);

    /// <summary>Whether every account has room for a reservation. The one place that says so, for those who reserve and those who ask how much they could.</summary>
    private bool FitsReserved(int[] legs, int[]? rates, in Amounts amounts, int day)
    {
        for (var i = 0; i < legs.Length; i++)
        {
            ref var account = ref _accounts[legs[i]];
            var more = rates is null ? amounts : amounts with { Value = Converted(amounts.Value, rates[i]) };
            if (Fit(ref account, more, account.CountsReserved, day, null) != Fits.Yes)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Why a shipment does not fit, or null. A method of its own: what ships as it was reserved, on its day and under no cap that draws at shipment, never comes here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private LedgerRefusal? Lacking(Ship c, int[] legs, int[]? rates, in Shipping shipping)
    {
        for (var i = 0; i < legs.Length; i++)
        {
            if (Fit(ref _accounts[legs[i]], RateOf(rates, i), shipping, describe: false, out _) != Fits.Yes)
            {
                var cause = Shortage(legs, rates, shipping);
                return shipping.Excess.IsZero ? cause : Exceeds(c, shipping.Before, cause);
            }
        }

        return null;
    }

    /// <summary>The refusal of a reservation that is told first: by kind, then by the order of the legs, then by measure.</summary>
    private LedgerRefusal Shortage(int[] legs, int[]? rates, in Amounts amounts, int day)
    {
        var worst = Fits.Yes;
        LedgerRefusal? refusal = null;
        for (var i = 0; i < legs.Length; i++)
        {
            ref var account = ref _accounts[legs[i]];
            var more = amounts with { Value = Converted(amounts.Value, RateOf(rates, i)) };
            var fit = Fit(ref account, more, account.CountsReserved, day, null);
            if (fit > worst)
            {
                (worst, refusal) = (fit, Describe(ref account, fit, more, day, null));
            }
        }

        return refusal ?? throw Changed();
    }

    /// <summary>The same for a shipment.</summary>
    private LedgerRefusal Shortage(int[] legs, int[]? rates, in Shipping shipping)
    {
        var worst = Fits.Yes;
        LedgerRefusal? refusal = null;
        for (var i = 0; i < legs.Length; i++)
        {
            if (Fit(ref _accounts[legs[i]], RateOf(rates, i), shipping, describe: true, out var lacking) is var fit && fit > worst)
            {
                (worst, refusal) = (fit, lacking);
            }
        }

        return refusal ?? throw Changed();
    }

    private static InvalidOperationException Changed() => new("A draw did not fit and now fits: the book has changed in between.");

    /// <summary>A shipment of more than is reserved: the reservation is named beside what lacks.</summary>
    private static ExceedsReservation Exceeds(Ship c, in Amounts reserved, LedgerRefusal cause)
    {
        Measure? lacking = cause switch
        {
            OverCommitted r => r.Measure,
            QuotaExceeded r => r.Measure,
            WindowExceeded r => r.Measure,
            RatioExceeded => Measure.Tpp,
            TooLarge => null,
            _ => throw new InvalidOperationException($"{cause.GetType().Name} is no lack of room."),
        };
        var measure = lacking is { } m && c.Amounts[m] > reserved[m] ? m
            : c.Amounts.Units > reserved.Units ? Measure.Units
            : c.Amounts.Value > reserved.Value ? Measure.Value : Measure.Tpp;
        return new(c.Reservation, measure, c.Amounts[measure], reserved[measure], cause);
    }

    private LedgerRefusal Describe(ref AccountRow account, Fits fit, in Amounts more, int day, Moment? shippedAt)
    {
        var (key, used) = (account.Terms.Account, account.Used);
        switch (fit)
        {
            case Fits.TooLarge:
                return new TooLarge(key);
            case Fits.Ratio:
                return Ratio(ref account, more.Tpp);
            case Fits.OverCommitted:
                return OverCommittedBy(ref account, day)!;
            case Fits.Quota or Fits.Window:
                break;
            default:
                throw new InvalidOperationException($"{fit} is no lack of room.");
        }

        var window = account.Window;
        var basis = window is null ? used : window.MostAround(day);
        var allowance = window is null && shippedAt is { } at ? Allowance(account, at) : default;
        for (var m = Measure.Units; m <= Measure.Tpp; m++)
        {
            var limit = account.Authorized[m] + allowance[m];
            if (!IsLimited(account, m) || !Over(basis[m], more[m], limit) || (shippedAt is not null && more[m] == 0))
            {
                continue;
            }

            var (available, by) = (Math.Max(0, limit - basis[m]), basis[m] + more[m] - limit);
            return window is null
                ? new QuotaExceeded(key, m, more[m], available, by, allowance[m])
                : new WindowExceeded(key, m, more[m], available, by, window.Days, window.FirstFit(day, account.Terms.Limited, more, account.Authorized));
        }

        throw new InvalidOperationException("A draw did not fit, but fits in every measure.");
    }

    private RatioExceeded Ratio(ref AccountRow account, long asked)
    {
        var (used, sold, ratio) = (account.Used.Tpp, _sales[account.Pool].Tpp, account.Ratio);
        var figures = new RatioFigures(used, sold, ratio);
        var missing = ((Int128)(used + asked) * Million) - ((Int128)sold * ratio);
        var needed = ratio == 0 ? (Int128?)null : (missing + (ratio - 1)) / ratio;
        return new(account.Terms.Account, asked, Math.Max(0, figures.Available), (long)((missing + (Million - 1)) / Million), sold, ratio,
            needed is { } more && more <= Amounts.MostTotal ? (long)more : null);
    }

    private static bool IsLimited(in AccountRow account, Measure measure) => account.Terms.Limited.HasFlag(Amounts.SetOf(measure));

    /// <summary>Null when nothing is over. Without a day, the fullest window of all counts.</summary>
    private OverCommitted? OverCommittedBy(ref AccountRow account, int? day)
    {
        var basis = account.Window is not { } window ? account.Used : day is { } on ? window.MostAround(on) : window.Most();
        for (var m = Measure.Units; m <= Measure.Tpp; m++)
        {
            var limit = account.Authorized[m] + account.Tolerated[m];
            if (IsLimited(account, m) && basis[m] > limit)
            {
                return new(account.Terms.Account, m, basis[m], limit);
            }
        }

        if (account.Ratio >= 0 && new RatioFigures(account.Used.Tpp, _sales[account.Pool].Tpp, account.Ratio) is { Holds: false } figures)
        {
            return new(account.Terms.Account, Measure.Tpp, figures.Used, figures.Limit);
        }

        return null;
    }

    private LedgerRefusal? Blocked(int[] legs)
    {
        var blocked = false;
        foreach (var leg in legs)
        {
            blocked |= _accounts[leg].IsBlocked;
        }

        if (!blocked)
        {
            return null;
        }

        foreach (var leg in legs)
        {
            if (_accounts[leg].Closed)
            {
                return new AccountClosed(_accounts[leg].Terms.Account);
            }
        }

        foreach (var leg in legs)
        {
            if (_accounts[leg].Suspensions > 0)
            {
                return new AccountSuspended(_accounts[leg].Terms.Account, CausesAt(leg));
            }
        }

        return new AccountFrozen(_accounts[legs.First(leg => _accounts[leg].Frozen)].Terms.Account);
    }

    private RateMissing? RatesFor(string own, int[] legs, Moment at, out int[]? rates)
    {
        rates = new int[legs.Length];
        for (var i = 0; i < legs.Length; i++)
        {
            var terms = _accounts[legs[i]].Terms;
            var other = terms.Currency;

            // The cap's authority says what its currency is worth; what nobody has claimed serves where it has said nothing.
            rates[i] = other == own ? -1 : RateAt(own, other, terms.Authority, at);
            if (other != own && rates[i] < 0 && terms.Authority is not null)
            {
                rates[i] = RateAt(own, other, null, at);
            }

            if (other != own && rates[i] < 0)
            {
                return new(terms.Account, own, other, at);
            }
        }

        return null;
    }

    private int RateAt(string from, string to, string? authority, Moment at)
    {
        if (!_ratesOf.TryGetValue((from, to, authority), out var list))
        {
            return -1;
        }

        var i = list.Count - 1;
        while (i >= 0 && _rates[list[i]].Command.Since > at)
        {
            i--;
        }

        return i < 0 ? -1 : list[i];
    }

    /// <summary>The row of a reservation, or -1.</summary>
    private int Reserved(string id) => _byId.TryGetValue(id, out var entry) && entry.Command is Reserve ? entry.Slot : -1;

    /// <summary>Why nothing more can come of a reservation, or null while it is open. Past its timeout it has lapsed, entered or not.</summary>
    private LedgerRefusal? Ended(int slot, Moment now)
    {
        ref var row = ref _reservations[slot];
        return row.State switch
        {
            ReservationState.Pending => row.Expires <= now ? new ReservationLapsed(row.Id, row.Expires) : null,
            ReservationState.Lapsed => new ReservationLapsed(row.Id, row.Expires),
            ReservationState.Shipped or ReservationState.Released => new ReservationResolved(row.Id, row.State),
            _ => throw new InvalidOperationException($"Reservation '{row.Id}' is in no known state."),
        };
    }

    private Malformed? OtherCurrency(string said, int line)
    {
        var terms = _accounts[line].Terms;
        return said == terms.Currency ? null : new("currency", $"is {said}; line '{terms.Account}' counts in {terms.Currency}");
    }

    private void End(int slot, ReservationState state)
    {
        SaveReservation(slot);
        ref var reservation = ref _reservations[slot];
        var legs = _accounts[reservation.Line].Legs;
        for (var i = 0; i < legs.Length; i++)
        {
            var left = reservation.Remaining with { Value = Converted(reservation.Remaining.Value, RateOf(reservation.Rates, i)) };
            Post(legs[i], -left, reservation.Day, default, default, reservation.Day);
            _accounts[legs[i]].Open--;
        }

        (reservation.Remaining, reservation.State) = (default, state);
    }

    /// <summary>Takes the next timeout, inside a linked command so that it can be put back.</summary>
    private int Dequeue()
    {
        _timeouts.TryDequeue(out var row, out var due);
        _undo?.Add(() => _timeouts.Enqueue(row, due));
        return row;
    }

    private void MoveReturned(int slot, in Amounts to, bool draws)
    {
        SaveShipment(slot);
        ref var shipment = ref _shipments[slot];
        ref var reservation = ref _reservations[shipment.Reservation];
        var legs = _accounts[reservation.Line].Legs;
        for (var i = 0; i < legs.Length; i++)
        {
            // Always the difference of two figures of the whole: parts that come back one by one add up to what went.
            var shipped = ShippedOn(RateOf(reservation.Rates, i), shipment.ValueBefore, shipment.Shipped);
            var change = ReturnedOn(shipped, shipment, to) - ReturnedOn(shipped, shipment, shipment.Returned);
            Post(legs[i], default, reservation.Day, default, change, shipment.At.DayNumber);
            if (draws)
            {
                Tolerate(ref _accounts[legs[i]]);
            }
        }

        shipment.Returned = to;
    }

    private void MoveSales(int pool, long units, long tpp)
    {
        _undo?.Add(() =>
        {
            _sales[pool].Units -= units;
            _sales[pool].Tpp -= tpp;
        });
        _sales[pool].Units += units;
        _sales[pool].Tpp += tpp;
        foreach (var row in _sales[pool].Accounts)
        {
            Touch(row);
        }
    }

    private LedgerRefusal? Authorize(int row, in Amounts change)
    {
        var (key, after) = (_accounts[row].Terms.Account, _accounts[row].Authorized + change);
        for (var m = Measure.Units; m <= Measure.Tpp; m++)
        {
            if (after[m] < 0)
            {
                return new ExceedsAuthorized(key, m, -change[m], _accounts[row].Authorized[m]);
            }
        }

        if (Amounts.Max(after, default) is var most && (most.Units > Amounts.MostTotal || most.Value > Amounts.MostTotal || most.Tpp > Amounts.MostTotal))
        {
            return new TooLarge(key);
        }

        SaveAccount(row);
        _accounts[row].Authorized = after;
        Settle(ref _accounts[row]);
        Touch(row);
        return null;
    }

    private string? Unlimited(int row, in Amounts amounts)
    {
        for (var m = Measure.Units; m <= Measure.Tpp; m++)
        {
            if (amounts[m] != 0 && !IsLimited(_accounts[row], m))
            {
                return $"has {m}, which the account does not limit";
            }
        }

        return null;
    }

    private int PoolOf(string product, string exporter)
    {
        ref var pool = ref CollectionsMarshal.GetValueRefOrAddDefault(_salesOf, (product, exporter), out var known);
        if (!known)
        {
            // A pool of zero sales stays after an undone command: it says the same as none, and is left out of the state.
            pool = _salesCount;
            Grow(ref _sales, _salesCount++);
            _sales[pool] = new() { Product = product, Exporter = exporter, Accounts = [] };
        }

        return pool;
    }

    /// <summary>The one way by which reserved, shipped and returned change. A window counts what is set aside on the day of the reservation, and what left on the day it left.</summary>
    private void Post(int row, in Amounts reserved, int reservedOn, in Amounts shipped, in Amounts returned, int shippedOn)
    {
        SaveAccount(row);
        ref var account = ref _accounts[row];
        account.Reserved += reserved;
        account.Shipped += shipped;
        account.Returned += returned;
        if (account.Window is { } window)
        {
            var aside = account.CountsReserved ? reserved : default;
            if (reservedOn == shippedOn)
            {
                Count(window, shippedOn, aside + shipped - returned);
            }
            else
            {
                Count(window, reservedOn, aside);
                Count(window, shippedOn, shipped - returned);
            }
        }

        Settle(ref account);
        Touch(row);
    }

    private void Count(RollingWindow window, int day, in Amounts change)
    {
        window.Add(day, change);
        SaveWindow(window, day, change);
    }

    /// <summary>After a draw that was found to fit: what is now above the authorized is so by tolerance.</summary>
    private static void Tolerate(ref AccountRow account)
    {
        if (account.Terms.Tolerances.Length == 0)
        {
            return;
        }

        var above = Amounts.Max(account.Tolerated, account.Used - account.Authorized);
        account.Tolerated = new(
            IsLimited(account, Measure.Units) ? above.Units : 0,
            IsLimited(account, Measure.Value) ? above.Value : 0,
            IsLimited(account, Measure.Tpp) ? above.Tpp : 0);
    }

    private static void Settle(ref AccountRow account)
    {
        if (!account.Tolerated.IsZero)
        {
            account.Tolerated = Amounts.Min(account.Tolerated, Amounts.Max(default, account.Used - account.Authorized));
        }
    }

    private void Touch(int row)
    {
        Grow(ref _touched, _touchedCount);
        _touched[_touchedCount++] = row;
    }

    private void AddReservation(in ReservationRow reservation)
    {
        var row = _reservationCount;
        Grow(ref _reservations, _reservationCount++);
        _reservations[row] = reservation;
        _undo?.Add(UndoReservation);
        if (reservation.Expires.Milliseconds != long.MaxValue)
        {
            _timeouts.Enqueue(row, (reservation.Expires.Milliseconds, row));
        }
    }

    private void UndoReservation()
    {
        _reservationCount--;
        _stale += _reservations[_reservationCount].Expires.Milliseconds == long.MaxValue ? 0 : 1;
    }

    private void AddShipment(in ShipmentRow shipment)
    {
        Grow(ref _shipments, _shipmentCount);
        _shipments[_shipmentCount++] = shipment;
        _undo?.Add(UndoShipment);
    }

    private void UndoShipment() => _shipmentCount--;

    private static void Grow<T>(ref T[] rows, int count)
    {
        if (count == rows.Length)
        {
            Array.Resize(ref rows, rows.Length * 2);
        }
    }

    // Apart from the way of a single command, because a lambda makes its closure at the top of the method it stands in.
    private void SaveAccount(int row)
    {
        if (_undo is not null)
        {
            SaveAccountNow(row);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SaveAccountNow(int row)
    {
        var copy = _accounts[row];
        _undo!.Add(() => _accounts[row] = copy);
    }

    private void SaveReservation(int row)
    {
        if (_undo is not null)
        {
            SaveReservationNow(row);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SaveReservationNow(int row)
    {
        var copy = _reservations[row];
        _undo!.Add(() => _reservations[row] = copy);
    }

    private void SaveShipment(int row)
    {
        if (_undo is not null)
        {
            SaveShipmentNow(row);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SaveShipmentNow(int row)
    {
        var copy = _shipments[row];
        _undo!.Add(() => _shipments[row] = copy);
    }

    private void SaveWindow(RollingWindow window, int day, in Amounts change)
    {
        if (_undo is not null)
        {
            SaveWindowNow(window, day, change);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SaveWindowNow(RollingWindow window, int day, Amounts change) => _undo!.Add(() => window.Add(day, -change));
}
