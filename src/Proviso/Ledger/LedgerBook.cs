using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Proviso.Ledger;

/// <summary>All accounts that one command may touch, as a state machine: the same commands at the same moments give the same bytes.</summary>
/// <remarks>
/// For one thread. It has no clock, no chance and no I/O; whoever runs it writes the entry to the journal and answers only when that is durable.
/// INVARIANT, on every account after every entry: authorized + tolerated ≥ reserved + shipped − returned, unless the limit was lowered
/// below the use by law; then nothing new draws and the state says over-committed. A command changes everything it should or nothing.
/// </remarks>
public sealed partial class LedgerBook
{
    private readonly Dictionary<string, LedgerEntry> _byId = new(StringComparer.Ordinal);
    private readonly List<LedgerEntry> _entries = [];
    private readonly Dictionary<string, int> _accountByKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LicenseRow> _licenses = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To, string? Authority), List<int>> _ratesOf = [];
    private readonly Dictionary<(string Product, string Exporter), int> _salesOf = [];
    private readonly List<RateRow> _rates = [];
    private readonly PriorityQueue<int, (long Expires, int Row)> _timeouts = new();
    private AccountRow[] _accounts = new AccountRow[16];
    private ReservationRow[] _reservations = new ReservationRow[16];
    private ShipmentRow[] _shipments = new ShipmentRow[16];
    private SalesRow[] _sales = new SalesRow[4];
    private int[] _touched = new int[16];
    private int _accountCount;
    private int _reservationCount;
    private int _shipmentCount;
    private int _salesCount;
    private int _touchedCount;
    private Moment _last = new(Moment.Least);

    // Inside a linked command, a look ahead or a scope: how to take back what was done, newest last. Null outside, so that single commands pay nothing.
    private List<Action>? _undo;

    // While somebody looks at the book as it would be.
    private bool _looking;

    /// <summary>Accepted entries so far; the sequence of the last one.</summary>
    public long Sequence => _entries.Count;

    /// <summary>The moment of the last entry; the start of year 1 in an empty book. Only <see cref="RightClock"/> sets it back.</summary>
    public Moment LastRecorded => _last;

    /// <summary>All entries in order. Linked commands are one entry with parts.</summary>
    public IReadOnlyList<LedgerEntry> Entries => _entries;

    /// <summary>Decides a command and, when accepted, enters it.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="recordedAt">Now, by the clock of the one writer; never before the last one, but for <see cref="RightClock"/>.</param>
    /// <returns><see cref="Accepted"/>; for an id accepted before with the same body, the entry of then, whatever time it is; or <see cref="Refused"/>, with nothing changed.</returns>
    public LedgerResult Apply(LedgerCommand command, Moment recordedAt)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Enter(command, recordedAt, null);
    }

    /// <summary>Shows the book as it would be after a command, then takes the command back. So a layer above can see which conditions would break and send the
    /// command together with their consequences, as one <see cref="Linked"/>.</summary>
    /// <param name="command">What would be asked. One accepted before changes nothing, and the book is shown as it is.</param>
    /// <param name="recordedAt">Now, as for <see cref="Apply"/>.</param>
    /// <param name="look">Reads facts, <see cref="LastTouched"/> among them. Must not apply anything; not called for a refusal.</param>
    /// <returns>The refusal that <see cref="Apply"/> would give, or null. Also inside a scope (<see cref="Begin"/>).</returns>
    public LedgerRefusal? Preview(LedgerCommand command, Moment recordedAt, Action<LedgerBook> look)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(look);
        NotWhileLooking();
        if (CommandCheck.Of(command) is { } malformed)
        {
            return malformed;
        }

        if (_byId.TryGetValue(command.Id, out var before))
        {
            return Enter(command, recordedAt, before) is Refused repeated ? repeated.Refusal : Shown(look);
        }

        if (Time(command, recordedAt) is { } late)
        {
            return late;
        }

        // Inside a scope its list is used on: up to the mark it belongs to the scope.
        var (scope, mark) = (_undo, _undo?.Count ?? 0);
        (_undo, _touchedCount) = (scope ?? [], 0);
        try
        {
            var entry = new LedgerEntry(_entries.Count + 1, 0, recordedAt, command);
            return (command is Linked linked ? DecideParts(linked, entry) : Decide(command, entry)) ?? Shown(look);
        }
        finally
        {
            Undo(mark);
            (_undo, _touchedCount) = (scope, 0);
            ForgetTimeouts();
        }
    }

    private LedgerRefusal? Shown(Action<LedgerBook> look)
    {
        _looking = true;
        try
        {
            look(this);
        }
        finally
        {
            _looking = false;
        }

        return null;
    }

    private void NotWhileLooking()
    {
        if (_looking)
        {
            throw new InvalidOperationException("A book cannot take a command while it is only being looked at.");
        }
    }

    // With an entry that a journal held, that object becomes the entry of this book.
    private LedgerResult Enter(LedgerCommand command, Moment recordedAt, LedgerEntry? entry)
    {
        NotWhileLooking();
        _touchedCount = 0;
        LedgerRefusal? refusal = CommandCheck.Of(command);
        if (refusal is null && _byId.TryGetValue(command.Id, out var before))
        {
            return CommandFields.FirstDifference(before.Command, command) is { } field
                ? new Refused(new IdReused(command.Id, field))
                : new Accepted(before, Repeated: true);
        }

        refusal ??= Time(command, recordedAt);
        if (refusal is not null)
        {
            return new Refused(refusal);
        }

        entry ??= new LedgerEntry(_entries.Count + 1, 0, recordedAt, command);
        refusal = command is Linked linked ? Link(linked, entry) : Decide(command, entry);
        if (refusal is not null)
        {
            _touchedCount = 0;
            return new Refused(refusal);
        }

        if (_undo is not null)
        {
            SaveEntry(command.Id);
        }

        _byId.Add(command.Id, entry);
        _entries.Add(entry);
        _last = recordedAt;
        return new Accepted(entry, Repeated: false);
    }

    private LedgerRefusal? Time(LedgerCommand command, Moment recordedAt) =>
        !recordedAt.IsInRange ? new Malformed("recorded-at", "must lie in the years 1 to 9999")
        : recordedAt < _last && command is not (RightClock or Linked { Commands: [RightClock, ..] }) ? new TimeRunsBackward(_last, recordedAt)
        : Early(command, recordedAt);

    // Nothing is entered before it happened: what is dated ahead would be judged by windows, rates and tolerances of a day that nobody knows yet.
    private static Malformed? Early(LedgerCommand command, Moment recordedAt) => command.EventTime > recordedAt
        ? new Malformed("event-time", $"is {command.EventTime}, after the moment of recording, {recordedAt}; enter what happened when it has happened")
        : null;

    private LedgerRefusal? Decide(LedgerCommand command, LedgerEntry entry) => command switch
    {
        Reserve c => DecideReserve(c, entry),
        Ship c => DecideShip(c, entry),
        Release c => DecideRelease(c, entry),
        Return c => DecideReturn(c, entry),
        Lapse c => DecideLapse(c, entry),
        RecordSale c => DecideSale(c, entry),
        Grant c => DecideGrant(c, entry),
        Adjust c => DecideAdjust(c, entry),
        Reverse c => DecideReverse(c, entry),
        OpenAccount c => DecideOpen(c.Terms),
        SetRate c => DecideRate(c, entry),
        Freeze c => DecideFreeze(c.Account, freeze: true),
        Unfreeze c => DecideFreeze(c.Account, freeze: false),
        Close c => DecideClose(c),
        Suspend c => DecideSuspend(c.Scope, c.Target, c.Cause, suspend: true),
        Reinstate c => DecideSuspend(c.Scope, c.Target, c.Cause, suspend: false),
        RightClock c => DecideClock(c, entry),
        _ => throw new InvalidOperationException("A linked command inside a linked one has passed the check."),
    };

    private LinkedRefused? Link(Linked linked, LedgerEntry entry)
    {
        var (scope, mark) = (_undo, _undo?.Count ?? 0);
        _undo = scope ?? [];
        var refusal = DecideParts(linked, entry);
        if (refusal is not null)
        {
            Undo(mark);
        }

        _undo = scope;
        ForgetTimeouts();
        return refusal;
    }

    private LinkedRefused? DecideParts(Linked linked, LedgerEntry entry)
    {
        var parts = ImmutableArray.CreateBuilder<LedgerEntry>(linked.Commands.Length);
        foreach (var command in linked.Commands)
        {
            var part = new LedgerEntry(entry.Sequence, parts.Count + 1, entry.RecordedAt, command);
            var refusal = _byId.ContainsKey(command.Id) ? new IdReused(command.Id, "linked") : Early(command, entry.RecordedAt) ?? Decide(command, part);
            if (refusal is not null)
            {
                return new(parts.Count + 1, refusal);
            }

            _byId.Add(command.Id, part);
            _undo!.Add(() => _byId.Remove(command.Id));
            parts.Add(part);
        }

        entry.Parts = parts.DrainToImmutable();
        return null;
    }

    private LedgerRefusal? DecideReserve(Reserve c, LedgerEntry entry)
    {
        if (!_accountByKey.TryGetValue(c.Line, out var line) || _accounts[line].Terms.Kind != AccountKind.Line)
        {
            return new NotFound("line", c.Line);
        }

        if (c.Currency is not null && OtherCurrency(c.Currency, line) is { } other)
        {
            return other;
        }

        var legs = _accounts[line].Legs;
        if (Blocked(legs) is { } blocked)
        {
            return blocked;
        }

        int[]? rates = null;
        if (_accounts[line].Foreign && RatesFor(_accounts[line].Terms.Currency, legs, c.EventTime, out rates) is { } missing)
        {
            return missing;
        }

        var day = c.EventTime.DayNumber;
        if (!FitsReserved(legs, rates, c.Amounts, day))
        {
            return Shortage(legs, rates, c.Amounts, day);
        }

        var row = _reservationCount;
        AddReservation(new()
        {
            Id = c.Id,
            Line = line,
            Day = day,
            Expires = c.Timeout == 0 ? new(long.MaxValue) : new(entry.RecordedAt.Milliseconds + c.Timeout),
            Rates = rates,
            Remaining = c.Amounts,
        });
        for (var i = 0; i < legs.Length; i++)
        {
            var more = rates is null ? c.Amounts : c.Amounts with { Value = Converted(c.Amounts.Value, rates[i]) };
            Post(legs[i], more, day, default, default, day);
            _accounts[legs[i]].Open++;
        }

        (entry.Slot, entry.Moved) = (row, c.Amounts);
        return null;
    }

    private LedgerRefusal? DecideShip(Ship c, LedgerEntry entry)
    {
        if (Reserved(c.Reservation) is not (>= 0 and var slot))
        {
            return new NotFound("reservation", c.Reservation);
        }

        ref var reservation = ref _reservations[slot];
        if (c.Currency is not null && OtherCurrency(c.Currency, reservation.Line) is { } other)
        {
            return other;
        }

        if (Ended(slot, entry.RecordedAt) is { } ended)
        {
            return ended;
        }

        var (legs, rates) = (_accounts[reservation.Line].Legs, reservation.Rates);
        if (Blocked(legs) is { } blocked)
        {
            return blocked;
        }

        var before = reservation.Remaining;
        var covered = Amounts.Min(c.Amounts, before);
        var excess = c.Amounts - covered;
        var (reservedOn, shippedOn) = (reservation.Day, c.EventTime.DayNumber);
        var rest = before - covered;
        var ends = c.Final || rest.IsZero || (before.Units > 0 && rest.Units == 0);
        for (var i = 0; i < legs.Length; i++)
        {
            ref var account = ref _accounts[legs[i]];
            if (account.CountsReserved && excess.IsZero && (reservedOn == shippedOn || account.Window is null))
            {
                // It took its room when it was reserved; only totals that no figure can hold are in the way.
                continue;
            }

            if (Lacking(c, legs, rates, new(c.Amounts, excess, before, ends ? default : rest, reservedOn, shippedOn, c.EventTime)) is { } lacking)
            {
                return lacking;
            }

            break;
        }

        SaveReservation(slot);
        for (var i = 0; i < legs.Length; i++)
        {
            var rate = RateOf(rates, i);
            ref var account = ref _accounts[legs[i]];
            var left = ends ? default : rest with { Value = Converted(rest.Value, rate) };
            var shipped = ShippedOn(rate, before.Value, c.Amounts);
            Post(legs[i], left - (before with { Value = Converted(before.Value, rate) }), reservedOn, shipped, default, shippedOn);
            if (!account.CountsReserved || !excess.IsZero)
            {
                Tolerate(ref account);
            }

            account.Open -= ends ? 1 : 0;
        }

        reservation.Remaining = ends ? default : rest;
        reservation.State = ends ? ReservationState.Shipped : ReservationState.Pending;
        (entry.Slot, entry.Moved, entry.Released) = (_shipmentCount, c.Amounts, ends ? rest : default);
        AddShipment(new() { Reservation = slot, At = c.EventTime, Shipped = c.Amounts, ValueBefore = before.Value });
        return null;
    }

    private LedgerRefusal? DecideRelease(Release c, LedgerEntry entry)
    {
        if (Reserved(c.Reservation) is not (>= 0 and var slot))
        {
            return new NotFound("reservation", c.Reservation);
        }

        if (Ended(slot, entry.RecordedAt) is { } ended)
        {
            return ended;
        }

        entry.Released = _reservations[slot].Remaining;
        End(slot, ReservationState.Released);
        return null;
    }

    private NotYetDue? DecideLapse(Lapse c, LedgerEntry entry)
    {
        if (c.Through > entry.RecordedAt)
        {
            return new NotYetDue(c.Through, entry.RecordedAt);
        }

        var lapsed = ImmutableArray.CreateBuilder<string>();
        while (lapsed.Count < Lapse.Most && NextTimeout is { } next && next <= c.Through)
        {
            var row = Dequeue();
            lapsed.Add(_reservations[row].Id);
            End(row, ReservationState.Lapsed);
        }

        entry.Lapsed = lapsed.DrainToImmutable();
        return null;
    }

    private LedgerRefusal? DecideReturn(Return c, LedgerEntry entry)
    {
        if (!_byId.TryGetValue(c.Shipment, out var shipped) || shipped.Command is not Ship)
        {
            return new NotFound("shipment", c.Shipment);
        }

        ref var shipment = ref _shipments[shipped.Slot];
        if (c.Currency is not null && OtherCurrency(c.Currency, _reservations[shipment.Reservation].Line) is { } other)
        {
            return other;
        }

        var still = shipment.Reversed ? default : shipment.Shipped - shipment.Returned;
        for (var m = Measure.Units; m <= Measure.Tpp; m++)
        {
            if (c.Amounts[m] > still[m])
            {
                return new ExceedsShipment(c.Shipment, m, c.Amounts[m], still[m]);
            }
        }

        MoveReturned(shipped.Slot, shipment.Returned + c.Amounts, draws: false);
        (entry.Slot, entry.Moved) = (shipped.Slot, c.Amounts);
        return null;
    }

    private TooLarge? DecideSale(RecordSale c, LedgerEntry entry)
    {
        var pool = PoolOf(c.Product, c.Exporter);
        ref var sales = ref _sales[pool];
        if (sales.Units + c.Units > Amounts.MostTotal || sales.Tpp + c.Tpp > Amounts.MostTotal)
        {
            return new TooLarge(c.Product);
        }

        MoveSales(pool, c.Units, c.Tpp);
        (entry.Slot, entry.Moved) = (pool, new(c.Units, 0, c.Tpp));
        return null;
    }

    private LedgerRefusal? DecideGrant(Grant c, LedgerEntry entry)
    {
        if (!_accountByKey.TryGetValue(c.Account, out var row))
        {
            return new NotFound("account", c.Account);
        }

        if (Unlimited(row, c.Amounts) is { } unlimited)
        {
            return new Malformed("amounts", unlimited);
        }

        if (_accounts[row].Closed)
        {
            return new AccountClosed(c.Account);
        }

        entry.Moved = c.Amounts;
        return Authorize(row, c.Amounts);
    }

    private LedgerRefusal? DecideAdjust(Adjust c, LedgerEntry entry)
    {
        if (!_accountByKey.TryGetValue(c.Account, out var row))
        {
            return new NotFound("account", c.Account);
        }

        if (Unlimited(row, c.Change) is { } unlimited)
        {
            return new Malformed("change", unlimited);
        }

        if (c.Ratio is not null && _accounts[row].Ratio < 0)
        {
            return new Malformed("ratio", "is for ratio caps");
        }

        if (_accounts[row].Closed)
        {
            return new AccountClosed(c.Account);
        }

        if (Authorize(row, c.Change) is { } refusal)
        {
            return refusal;
        }

        if (c.Ratio is { } ratio)
        {
            var adjustments = _accounts[row].RatioAdjustments ??= [];
            adjustments.Add(c);
            _undo?.Add(() => adjustments.RemoveAt(adjustments.Count - 1));
            _accounts[row].Ratio = ratio;
        }

        entry.Moved = c.Change;
        return null;
    }

    private LedgerRefusal? DecideReverse(Reverse c, LedgerEntry entry)
    {
        if (!_byId.TryGetValue(c.Command, out var target))
        {
            return new NotFound("command", c.Command);
        }

        if (target.Reversed)
        {
            return new NotReversible(c.Command, "it has been reversed already");
        }

        var refusal = target.Command switch
        {
            Grant g => Authorize(_accountByKey[g.Account], -target.Moved),
            Adjust a => ReverseAdjust(a, target),
            RecordSale => ReverseSale(target),
            Ship => ReverseShip(c.Command, target),
            Return r => ReverseReturn(r, target),
            _ => new NotReversible(c.Command, "only grants, shipments, returns, adjustments and sales can be; a reservation is released"),
        };
        if (refusal is not null)
        {
            return refusal;
        }

        target.Reversed = true;
        _undo?.Add(() => target.Reversed = false);
        entry.Moved = target.Moved;
        return null;
    }

    private LedgerRefusal? ReverseAdjust(Adjust adjust, LedgerEntry target)
    {
        var row = _accountByKey[adjust.Account];
        var adjustments = _accounts[row].RatioAdjustments;
        if (adjust.Ratio is not null && !ReferenceEquals(adjustments![^1], adjust))
        {
            return new NotReversible(adjust.Id, "the ratio has been adjusted again since");
        }

        if (Authorize(row, -target.Moved) is { } refusal)
        {
            return refusal;
        }

        if (adjust.Ratio is not null)
        {
            adjustments!.RemoveAt(adjustments.Count - 1);
            _undo?.Add(() => adjustments.Add(adjust));
            _accounts[row].Ratio = adjustments.Count > 0 ? adjustments[^1].Ratio!.Value : _accounts[row].Terms.Ratio!.Value;
        }

        return null;
    }

    private TooLarge? ReverseSale(LedgerEntry target)
    {
        MoveSales(target.Slot, -target.Moved.Units, -target.Moved.Tpp);
        return null;
    }

    private NotReversible? ReverseShip(string id, LedgerEntry target)
    {
        ref var shipment = ref _shipments[target.Slot];
        if (!shipment.Returned.IsZero)
        {
            return new(id, $"{shipment.Returned} came back; reverse the returns first");
        }

        SaveShipment(target.Slot);
        shipment.Reversed = true;
        ref var reservation = ref _reservations[shipment.Reservation];
        var legs = _accounts[reservation.Line].Legs;
        for (var i = 0; i < legs.Length; i++)
        {
            var shipped = ShippedOn(RateOf(reservation.Rates, i), shipment.ValueBefore, shipment.Shipped);
            Post(legs[i], default, reservation.Day, -shipped, default, shipment.At.DayNumber);
        }

        return null;
    }

    private LedgerRefusal? ReverseReturn(Return command, LedgerEntry target)
    {
        // The goods are out after all, which takes room again; only what is still free can be taken.
        ref var shipment = ref _shipments[target.Slot];
        ref var reservation = ref _reservations[shipment.Reservation];
        var legs = _accounts[reservation.Line].Legs;
        var after = shipment.Returned - command.Amounts;
        Fits worst = Fits.Yes;
        LedgerRefusal? refusal = null;
        for (var i = 0; i < legs.Length; i++)
        {
            ref var account = ref _accounts[legs[i]];
            var shipped = ShippedOn(RateOf(reservation.Rates, i), shipment.ValueBefore, shipment.Shipped);
            var more = ReturnedOn(shipped, shipment, shipment.Returned) - ReturnedOn(shipped, shipment, after);
            var day = shipment.At.DayNumber;
            var fit = Fit(ref account, more, counts: true, day, shipment.At);
            if (fit > worst)
            {
                (worst, refusal) = (fit, Describe(ref account, fit, more, day, shipment.At));
            }
        }

        if (refusal is null)
        {
            MoveReturned(target.Slot, after, draws: true);
        }

        return refusal;
    }

    private LedgerRefusal? DecideOpen(AccountTerms terms)
    {
        foreach (var cap in terms.Caps)
        {
            if (!_accountByKey.TryGetValue(cap, out var above) || _accounts[above].Terms.Kind != AccountKind.Cap)
            {
                return new NotFound("cap", cap);
            }
        }

        if (_accountByKey.ContainsKey(terms.Account))
        {
            return new AlreadySo("account", terms.Account, "open");
        }

        var row = _accountCount;
        int[] legs = terms.Kind switch
        {
            AccountKind.Line => [row, .. terms.Caps.Select(cap => _accountByKey[cap])],
            AccountKind.Cap => [],
            _ => throw new InvalidOperationException("An account of no known kind has passed the check."),
        };
        Grow(ref _accounts, _accountCount++);
        _accounts[row] = new()
        {
            Terms = terms,
            Legs = legs,
            Foreign = terms.Caps.Any(cap => _accounts[_accountByKey[cap]].Terms.Currency != terms.Currency),
            CountsReserved = terms.DrawsAt switch
            {
                DrawsAt.Reservation => true,
                DrawsAt.Shipment => false,
                _ => throw new InvalidOperationException("An account that draws at no known step has passed the check."),
            },
            Ratio = terms.Ratio ?? -1,
            Pool = terms.Ratio is null ? -1 : PoolOf(terms.Product!, terms.Exporter!),
            Window = terms.WindowDays > 0 ? new(terms.WindowDays) : null,
        };
        _accountByKey.Add(terms.Account, row);
        _undo?.Add(() => _accountByKey.Remove(_accounts[--_accountCount].Terms.Account));
        Touch(row);
        if (_accounts[row].Pool is >= 0 and var pool)
        {
            _sales[pool].Accounts.Add(row);
            _undo?.Add(() => _sales[pool].Accounts.Remove(row));
        }

        if (terms.License is { } license)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_licenses, license, out _);
            var carried = entry ??= new();
            carried.Accounts.Add(row);
            _accounts[row].Suspensions = carried.Causes.Count;
            _undo?.Add(() => carried.Accounts.RemoveAt(carried.Accounts.Count - 1));
        }

        return null;
    }

    private Malformed? DecideRate(SetRate c, LedgerEntry entry)
    {
        if (c.Since > entry.RecordedAt)
        {
            return new("since", $"is {c.Since}, after the moment of recording, {entry.RecordedAt}; no rate of the future is known");
        }

        ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(_ratesOf, (c.From, c.To, c.Authority), out _);
        var list = found ??= [];
        var at = list.Count;
        while (at > 0 && _rates[list[at - 1]].Command.Since > c.Since)
        {
            at--;
        }

        list.Insert(at, _rates.Count);
        _rates.Add(new(c, c.FromAmount, c.ToAmount));
        _undo?.Add(() =>
        {
            list.RemoveAt(at);
            _rates.RemoveAt(_rates.Count - 1);
        });
        return null;
    }

    private static Malformed? DecideClock(RightClock c, LedgerEntry entry) => c.To == entry.RecordedAt
        ? null
        : new("to", $"is {c.To}, and the command was recorded at {entry.RecordedAt}; record it at the moment to which it puts the clock");

    private LedgerRefusal? DecideFreeze(string account, bool freeze)
    {
        if (!_accountByKey.TryGetValue(account, out var row))
        {
            return new NotFound("account", account);
        }

        if (_accounts[row].Frozen == freeze)
        {
            return new AlreadySo("account", account, freeze ? "frozen" : "without a freeze");
        }

        SaveAccount(row);
        _accounts[row].Frozen = freeze;
        Touch(row);
        return null;
    }

    private LedgerRefusal? DecideClose(Close c)
    {
        if (!_accountByKey.TryGetValue(c.Account, out var row))
        {
            return new NotFound("account", c.Account);
        }

        if (_accounts[row].Closed)
        {
            return new AlreadySo("account", c.Account, "closed");
        }

        if (_accounts[row].Open > 0)
        {
            return new ReservationsOpen(c.Account, _accounts[row].Open);
        }

        SaveAccount(row);
        _accounts[row].Closed = true;
        Touch(row);
        return null;
    }

    private LedgerRefusal? DecideSuspend(SuspensionScope scope, string target, string cause, bool suspend)
    {
        List<string> causes;
        List<int> rows;
        switch (scope)
        {
            case SuspensionScope.Account:
                if (!_accountByKey.TryGetValue(target, out var row))
                {
                    return new NotFound("account", target);
                }

                (causes, rows) = (_accounts[row].Causes ??= [], [row]);
                break;
            case SuspensionScope.License:
                if (!_licenses.TryGetValue(target, out var license) || license.Accounts.Count == 0)
                {
                    return new NotFound("license", target);
                }

                (causes, rows) = (license.Causes, license.Accounts);
                break;
            default:
                throw new InvalidOperationException("A suspension of no known scope has passed the check.");
        }

        var at = causes.IndexOf(cause);
        if (at >= 0 == suspend)
        {
            return new AlreadySo(scope == SuspensionScope.Account ? "account" : "license", target, suspend ? $"suspended for '{cause}'" : $"free of '{cause}'");
        }

        if (suspend)
        {
            causes.Add(cause);
            _undo?.Add(() => causes.RemoveAt(causes.Count - 1));
        }
        else
        {
            causes.RemoveAt(at);
            _undo?.Add(() => causes.Insert(at, cause));
        }

        foreach (var one in rows)
        {
            SaveAccount(one);
            _accounts[one].Suspensions += suspend ? 1 : -1;
            Touch(one);
        }

        return null;
    }
}
