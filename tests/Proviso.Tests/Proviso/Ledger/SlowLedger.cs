// The ledger again, as obvious as can be: a list of accepted commands, and every figure summed anew from it whenever somebody asks. Decimals in
// whole money and TPP instead of millionths, no rows, no postings. It shares nothing with the book but the commands.
using Proviso.Ledger;

namespace Proviso.Tests.Proviso.Ledger;

/// <summary>Three figures in plain decimals.</summary>
internal sealed record Three(decimal Units, decimal Value, decimal Tpp)
{
    public static readonly Three Zero = new(0, 0, 0);

    public static Three Of(Amounts a) => new(a.Units, a.Value / 1_000_000m, a.Tpp / 1_000_000m);

    public static Three operator +(Three a, Three b) => new(a.Units + b.Units, a.Value + b.Value, a.Tpp + b.Tpp);

    public static Three operator -(Three a, Three b) => new(a.Units - b.Units, a.Value - b.Value, a.Tpp - b.Tpp);

    public static Three Min(Three a, Three b) => new(Math.Min(a.Units, b.Units), Math.Min(a.Value, b.Value), Math.Min(a.Tpp, b.Tpp));

    public static Three Max(Three a, Three b) => new(Math.Max(a.Units, b.Units), Math.Max(a.Value, b.Value), Math.Max(a.Tpp, b.Tpp));

    public decimal this[int m] => m == 0 ? Units : m == 1 ? Value : Tpp;
}

internal sealed record SlowRefusal(string Kind, string About, int Measure = -1, decimal Asked = 0, decimal Available = 0, decimal By = 0, SlowRefusal? Cause = null);

internal sealed class SlowLedger
{
    private readonly List<(LedgerCommand Command, Moment At)> _log = [];
    private readonly List<LedgerCommand> _seen = [];
    private readonly Dictionary<string, Three> _tolerated = [];

    public List<string> Accounts => [.. _log.Select(l => l.Command).OfType<OpenAccount>().Select(o => o.Terms.Account)];

    public SlowRefusal? Apply(LedgerCommand command, Moment at)
    {
        if (Misshapen(command) is { } field)
        {
            return new("Malformed", field);
        }

        if (_seen.Find(s => s.Id == command.Id) is { } before)
        {
            return Convert.ToHexString(LedgerCodec.Encode(before)) == Convert.ToHexString(LedgerCodec.Encode(command)) ? null : new("IdReused", command.Id);
        }

        if (_log.Count > 0 && at < _log[^1].At && command is not RightClock && !(command is Linked l && l.Commands[0] is RightClock))
        {
            return new("TimeRunsBackward", "");
        }

        if (command.EventTime > at)
        {
            return new("Malformed", "event-time");
        }

        if (command is Linked linked)
        {
            var (log, seen, tolerated) = (_log.ToList(), _seen.ToList(), _tolerated.ToDictionary());
            for (var i = 0; i < linked.Commands.Length; i++)
            {
                if (_seen.Exists(s => s.Id == linked.Commands[i].Id) || linked.Commands[i].EventTime > at || One(linked.Commands[i], at) is not null)
                {
                    _log.Clear();
                    _log.AddRange(log);
                    _seen.Clear();
                    _seen.AddRange(seen);
                    _tolerated.Clear();
                    foreach (var (k, v) in tolerated)
                    {
                        _tolerated[k] = v;
                    }

                    return new("LinkedRefused", (i + 1).ToString());
                }
            }

            _seen.Add(command);
            return null;
        }

        return One(command, at);
    }

    public Three Authorized(string account)
    {
        var sum = Three.Zero;
        foreach (var c in Live())
        {
            sum += c switch
            {
                Grant g when g.Account == account => Three.Of(g.Amounts),
                Adjust a when a.Account == account => Three.Of(a.Change),
                _ => Three.Zero,
            };
        }

        return sum;
    }

    public Three Reserved(string account)
    {
        var sum = Three.Zero;
        foreach (var r in Reservations().Where(r => Touches(r.Line, account)))
        {
            sum += On(account, r, Story(r).Remaining);
        }

        return sum;
    }

    public Three Shipped(string account) => Shipments(account).Aggregate(Three.Zero, (sum, s) => sum + ShippedOn(account, s));

    public Three Returned(string account) => Shipments(account).Aggregate(Three.Zero, (sum, s) => sum + ReturnedOn(account, s));

    public Three Tolerated(string account) => _tolerated.GetValueOrDefault(account, Three.Zero);

    public (decimal Used, decimal Sold, decimal Ratio)? Ratio(string account)
    {
        var terms = Terms(account)!;
        return terms.Ratio is null ? null : (Use(account).Sum(u => u.Amount.Tpp), Sold(terms), CurrentRatio(account));
    }

    public Three Fullest(string account)
    {
        var days = Use(account).Select(u => u.Day).Distinct().ToList();
        return days.Aggregate(Three.Zero, (most, day) => Three.Max(most, InDays(account, day, day + Terms(account)!.WindowDays - 1)));
    }

    private IEnumerable<LedgerCommand> Live()
    {
        var reversed = _log.Select(l => l.Command).OfType<Reverse>().Select(r => r.Command).ToHashSet();
        return _log.Select(l => l.Command).Where(c => !reversed.Contains(c.Id));
    }

    private AccountTerms? Terms(string account) => _log.Select(l => l.Command).OfType<OpenAccount>().FirstOrDefault(o => o.Terms.Account == account)?.Terms;

    private IEnumerable<Reserve> Reservations() => _log.Select(l => l.Command).OfType<Reserve>();

    private bool Touches(string line, string account) => line == account || Terms(line)!.Caps.Contains(account);

    private List<string> Legs(string line) => [line, .. Terms(line)!.Caps];

    private bool FromReservation(string account) => Terms(account)!.DrawsAt == DrawsAt.Reservation;

    private decimal Sold(AccountTerms terms) => Live().OfType<RecordSale>().Where(s => s.Product == terms.Product && s.Exporter == terms.Exporter).Sum(s => s.Tpp / 1_000_000m);

    private decimal CurrentRatio(string account)
    {
        decimal ratio = Terms(account)!.Ratio!.Value;
        foreach (var a in Live().OfType<Adjust>().Where(a => a.Account == account && a.Ratio is not null))
        {
            ratio = a.Ratio!.Value;
        }

        return ratio / 1_000_000m;
    }

    private SetRate? RateFor(string account, Reserve r)
    {
        // Only rates entered before the reservation was; those of the cap's own authority first.
        var (own, other) = (Terms(r.Line)!.Currency, Terms(account)!.Currency);
        foreach (var authority in new[] { Terms(account)!.Authority, null })
        {
            SetRate? best = null;
            foreach (var (c, _) in _log.TakeWhile(l => !ReferenceEquals(l.Command, r)))
            {
                if (c is SetRate s && s.From == own && s.To == other && s.Authority == authority && s.Since <= r.EventTime && (best is null || s.Since >= best.Since))
                {
                    best = s;
                }
            }

            if (best is not null)
            {
                return best;
            }
        }

        return null;
    }

    private decimal Money(string account, Reserve r, decimal value)
    {
        if (Terms(account)!.Currency == Terms(r.Line)!.Currency)
        {
            return value;
        }

        var rate = RateFor(account, r)!;
        return Math.Ceiling(value * 1_000_000m * rate.ToAmount / rate.FromAmount) / 1_000_000m;
    }

    private Three On(string account, Reserve r, Three amounts) => amounts with { Value = Money(account, r, amounts.Value) };

    private (Three Remaining, string State, List<(Ship Ship, Three Before)> Ships) Story(Reserve r)
    {
        var left = Three.Of(r.Amounts);
        var expires = r.Timeout == 0 ? long.MaxValue : _log.First(l => ReferenceEquals(l.Command, r)).At.Milliseconds + r.Timeout;
        var ships = new List<(Ship, Three)>();
        foreach (var (c, _) in _log.SkipWhile(l => !ReferenceEquals(l.Command, r)))
        {
            switch (c)
            {
                case Ship s when s.Reservation == r.Id:
                    ships.Add((s, left));
                    var after = left - Three.Min(left, Three.Of(s.Amounts));
                    if (s.Final || after == Three.Zero || (left.Units > 0 && after.Units == 0))
                    {
                        return (Three.Zero, "Shipped", ships);
                    }

                    left = after;
                    break;
                case Release x when x.Reservation == r.Id:
                    return (Three.Zero, "Released", ships);
                case Lapse l when l.Through.Milliseconds >= expires:
                    return (Three.Zero, "Lapsed", ships);
            }
        }

        return (left, "Pending", ships);
    }

    private IEnumerable<(Reserve Reserve, Ship Ship, Three Before)> Shipments(string account)
    {
        var live = Live().ToHashSet<LedgerCommand>(ReferenceEqualityComparer.Instance);
        return Reservations().Where(r => Touches(r.Line, account)).SelectMany(r => Story(r).Ships.Where(s => live.Contains(s.Ship)).Select(s => (r, s.Ship, s.Before)));
    }

    private Three ShippedOn(string account, (Reserve Reserve, Ship Ship, Three Before) s)
    {
        var shipped = Three.Of(s.Ship.Amounts);
        var covered = Math.Min(shipped.Value, s.Before.Value);
        return shipped with
        {
            Value = Money(account, s.Reserve, s.Before.Value) - Money(account, s.Reserve, s.Before.Value - covered) + Money(account, s.Reserve, shipped.Value - covered),
        };
    }

    private Three Back(Ship s) => Live().OfType<Return>().Where(r => r.Shipment == s.Id).Aggregate(Three.Zero, (sum, r) => sum + Three.Of(r.Amounts));

    private Three ReturnedOn(string account, (Reserve Reserve, Ship Ship, Three Before) s) => ReturnedOn(account, s, Back(s.Ship));

    private Three ReturnedOn(string account, (Reserve Reserve, Ship Ship, Three Before) s, Three back)
    {
        var (whole, on) = (Three.Of(s.Ship.Amounts), ShippedOn(account, s));
        return back with { Value = whole.Value == 0 ? 0 : Math.Floor(on.Value * 1_000_000m * back.Value / whole.Value) / 1_000_000m };
    }

    /// <summary>What takes room on an account, with the day it counts on.</summary>
    private List<(int Day, Three Amount)> Use(string account)
    {
        var use = new List<(int, Three)>();
        if (FromReservation(account))
        {
            use.AddRange(Reservations().Where(r => Touches(r.Line, account)).Select(r => (r.EventTime.DayNumber, On(account, r, Story(r).Remaining))));
        }

        foreach (var s in Shipments(account))
        {
            // What left counts on the day it left, whatever the day of its reservation.
            use.Add((s.Ship.EventTime.DayNumber, ShippedOn(account, s) - ReturnedOn(account, s)));
        }

        return use;
    }

    private Three Used(string account) => Use(account).Aggregate(Three.Zero, (sum, u) => sum + u.Amount);

    private Three InDays(string account, int first, int last) => Use(account).Where(u => u.Day >= first && u.Day <= last).Aggregate(Three.Zero, (sum, u) => sum + u.Amount);

    private bool Suspended(string account) => Causes(SuspensionScope.Account, account) > 0 || (Terms(account)!.License is { } license && Causes(SuspensionScope.License, license) > 0);

    private int Causes(SuspensionScope scope, string target) =>
        _log.Count(l => l.Command is Suspend s && s.Scope == scope && s.Target == target) - _log.Count(l => l.Command is Reinstate r && r.Scope == scope && r.Target == target);

    private bool Frozen(string account) => _log.Count(l => l.Command is Freeze f && f.Account == account) > _log.Count(l => l.Command is Unfreeze u && u.Account == account);

    private bool Closed(string account) => _log.Exists(l => l.Command is Close c && c.Account == account);

    private SlowRefusal? One(LedgerCommand command, Moment at)
    {
        if (Why(command, at) is { } refusal)
        {
            return refusal;
        }

        _seen.Add(command);
        _log.Add((command, at));
        foreach (var account in Accounts)
        {
            var above = Three.Max(Three.Zero, Used(account) - Authorized(account));
            var tolerated = Tolerated(account);
            if (Draws(command, account) && Terms(account)!.Tolerances.Length > 0)
            {
                var limited = Terms(account)!.Limited;
                var rise = Three.Max(tolerated, above);
                tolerated = new(limited.HasFlag(Measures.Units) ? rise.Units : 0, limited.HasFlag(Measures.Value) ? rise.Value : 0, limited.HasFlag(Measures.Tpp) ? rise.Tpp : 0);
            }

            _tolerated[account] = Three.Min(tolerated, above);
        }

        return null;
    }

    /// <summary>Whether a shipment (or a return taken back) has just taken new room on an account.</summary>
    private bool Draws(LedgerCommand command, string account)
    {
        if (command is Reverse { Command: var id } && _log.Exists(l => l.Command is Return r && r.Id == id))
        {
            var ret = _log.Select(l => l.Command).OfType<Return>().Single(r => r.Id == id);
            return Shipments(account).Any(s => s.Ship.Id == ret.Shipment);
        }

        return command is Ship ship && Shipments(account).FirstOrDefault(s => s.Ship.Id == ship.Id) is { Ship: not null } own
            && (!FromReservation(account) || Three.Of(ship.Amounts) != Three.Min(Three.Of(ship.Amounts), own.Before));
    }

    private SlowRefusal? Why(LedgerCommand command, Moment at)
    {
        switch (command)
        {
            case OpenAccount o:
                return o.Terms.Caps.FirstOrDefault(c => Terms(c)?.Kind != AccountKind.Cap) is { } cap ? new("NotFound", cap) : Terms(o.Terms.Account) is null ? null : new("AlreadySo", o.Terms.Account);
            case SetRate s:
                return s.Since > at ? new("Malformed", "since") : null;
            case RightClock c:
                return c.To == at ? null : new("Malformed", "to");
            case RecordSale:
                return null;
            case Grant g:
                return Exists(g.Account) ?? (Closed(g.Account) ? new("AccountClosed", g.Account) : null);
            case Adjust a:
                return Exists(a.Account) ?? (Closed(a.Account) ? new("AccountClosed", a.Account) : Lowered(a.Account, Three.Of(a.Change)));
            case Freeze f:
                return Exists(f.Account) ?? (Frozen(f.Account) ? new("AlreadySo", f.Account) : null);
            case Unfreeze f:
                return Exists(f.Account) ?? (Frozen(f.Account) ? null : new("AlreadySo", f.Account));
            case Close c:
                return Exists(c.Account) ?? (Closed(c.Account) ? new("AlreadySo", c.Account)
                    : Reservations().Any(r => Touches(r.Line, c.Account) && Story(r).State == "Pending") ? new("ReservationsOpen", c.Account) : null);
            case Suspend s:
                return Known(s.Scope, s.Target) ?? (Stands(s.Scope, s.Target, s.Cause) ? new("AlreadySo", s.Target) : null);
            case Reinstate s:
                return Known(s.Scope, s.Target) ?? (Stands(s.Scope, s.Target, s.Cause) ? null : new("AlreadySo", s.Target));
            case Lapse l:
                return l.Through > at ? new("NotYetDue", "") : null;
            case Release r:
                return There(r.Reservation, out var given) ?? Ended(given!, at);
            case Reserve r:
                return Terms(r.Line)?.Kind != AccountKind.Line ? new("NotFound", r.Line) : Said(r.Currency, r.Line) ?? Blocked(r.Line) ?? Rates(r) ?? Room(r);
            case Ship s:
                return There(s.Reservation, out var reserve) ?? Said(s.Currency, reserve!.Line) ?? Ended(reserve, at) ?? Blocked(reserve.Line) ?? Room(reserve, s);
            case Return r:
                return Comes(r);
            case Reverse r:
                return Reversal(r);
            default:
                throw new InvalidOperationException();
        }
    }

    private SlowRefusal? Exists(string account) => Terms(account) is null ? new("NotFound", account) : null;

    private SlowRefusal? Known(SuspensionScope scope, string target) =>
        scope == SuspensionScope.Account ? Exists(target) : Accounts.Exists(a => Terms(a)!.License == target) ? null : new("NotFound", target);

    private bool Stands(SuspensionScope scope, string target, string cause) =>
        _log.Count(l => l.Command is Suspend s && s.Scope == scope && s.Target == target && s.Cause == cause)
        > _log.Count(l => l.Command is Reinstate r && r.Scope == scope && r.Target == target && r.Cause == cause);

    private SlowRefusal? Lowered(string account, Three change)
    {
        for (var m = 0; m < 3; m++)
        {
            if (Authorized(account)[m] + change[m] < 0)
            {
                return new("ExceedsAuthorized", account, m, -change[m], Authorized(account)[m], -change[m] - Authorized(account)[m]);
            }
        }

        return null;
    }

    private SlowRefusal? There(string id, out Reserve? reserve)
    {
        reserve = Reservations().FirstOrDefault(r => r.Id == id);
        return reserve is null ? new("NotFound", id) : null;
    }

    private SlowRefusal? Said(string? currency, string line) => currency is null || currency == Terms(line)!.Currency ? null : new("Malformed", "currency");

    private SlowRefusal? Ended(Reserve r, Moment at)
    {
        var passed = r.Timeout > 0 && _log.First(l => ReferenceEquals(l.Command, r)).At.Milliseconds + r.Timeout <= at.Milliseconds;
        return Story(r).State switch
        {
            "Pending" => passed ? new("ReservationLapsed", r.Id) : null,
            "Lapsed" => new("ReservationLapsed", r.Id),
            _ => new("ReservationResolved", r.Id),
        };
    }

    /// <summary>The field that no book could take, of the kinds that the random commands make.</summary>
    private static string? Misshapen(LedgerCommand command)
    {
        static string? Goods(Amounts a) => a.Units < 1 ? "amounts" : null;
        switch (command)
        {
            case Reserve r:
                return Goods(r.Amounts);
            case Ship s:
                return Goods(s.Amounts);
            case Return r:
                return Goods(r.Amounts);
            case RecordSale s:
                return s.Units < 1 ? "units" : null;
            case Adjust { Change: { Units: 0, Value: 0, Tpp: 0 }, Ratio: null }:
                return "change";
            case Linked l:
                return l.Commands.Select(Misshapen).FirstOrDefault(f => f is not null) is { } field ? "commands." + field
                    : l.Commands.Skip(1).Any(c => c is RightClock) ? "commands"
                    : l.Commands.Select(c => c.Id).Distinct().Count() < l.Commands.Length ? "commands" : null;
            default:
                return null;
        }
    }

    private SlowRefusal? Blocked(string line) =>
        Legs(line).Find(Closed) is { } closed ? new("AccountClosed", closed)
        : Legs(line).Find(Suspended) is { } suspended ? new("AccountSuspended", suspended)
        : Legs(line).Find(Frozen) is { } frozen ? new("AccountFrozen", frozen) : null;

    private SlowRefusal? Rates(Reserve r) =>
        Legs(r.Line).Find(a => Terms(a)!.Currency != Terms(r.Line)!.Currency && RateFor(a, r) is null) is { } missing ? new("RateMissing", missing) : null;

    private SlowRefusal? Room(Reserve r) =>
        Pick(Legs(r.Line).Where(FromReservation).Select(a => Lacking(a, On(a, r, Three.Of(r.Amounts)), r.EventTime.DayNumber, null)));

    private SlowRefusal? Room(Reserve r, Ship s)
    {
        var before = Story(r).Remaining;
        var beyond = Three.Of(s.Amounts) - Three.Min(before, Three.Of(s.Amounts));
        var rest = before - Three.Min(before, Three.Of(s.Amounts));
        var left = s.Final || rest == Three.Zero || rest.Units == 0 ? Three.Zero : rest;
        var (reservedOn, shippedOn) = (r.EventTime.DayNumber, s.EventTime.DayNumber);
        var found = new List<SlowRefusal?>();
        foreach (var a in Legs(r.Line))
        {
            if (!FromReservation(a))
            {
                found.Add(Lacking(a, ShippedOn(a, (r, s, before)), shippedOn, s.EventTime));
            }
            else if (Terms(a)!.WindowDays > 0 && reservedOn != shippedOn)
            {
                // All of it comes into the windows of the day it leaves; its own reservation no longer stands there, or on its day.
                found.Add(Pick([
                    beyond == Three.Zero ? null : OverRatio(a, On(a, r, beyond)),
                    InWindows(a, ShippedOn(a, (r, s, before)), shippedOn, (reservedOn, On(a, r, before) - On(a, r, left)))]));
            }
            else if (beyond != Three.Zero)
            {
                found.Add(Lacking(a, On(a, r, beyond), shippedOn, s.EventTime));
            }
        }

        if (Pick(found) is not { } cause || beyond == Three.Zero)
        {
            return Pick(found);
        }

        var m = cause.Measure >= 0 && beyond[cause.Measure] > 0 ? cause.Measure : Enumerable.Range(0, 3).First(i => beyond[i] > 0);
        return new("ExceedsReservation", s.Reservation, m, Three.Of(s.Amounts)[m], before[m], beyond[m], cause);
    }

    private static SlowRefusal? Pick(IEnumerable<SlowRefusal?> all)
    {
        var found = all.Where(r => r is not null).ToList();
        return new[] { "OverCommitted", "QuotaExceeded", "RatioExceeded", "WindowExceeded" }.Select(kind => found.Find(r => r!.Kind == kind)).FirstOrDefault(r => r is not null);
    }

    private SlowRefusal? Lacking(string account, Three more, int day, Moment? ship)
    {
        var terms = Terms(account)!;
        var (authorized, used) = (Authorized(account), Used(account));
        var limited = new[] { Measures.Units, Measures.Value, Measures.Tpp };
        var found = new List<SlowRefusal?>();
        for (var m = 0; m < 3; m++)
        {
            if (!terms.Limited.HasFlag(limited[m]))
            {
                continue;
            }

            if (terms.WindowDays > 0)
            {
                continue;
            }

            var law = ship is null ? default : terms.Tolerances.LastOrDefault(t => t.Since <= ship);
            var allowed = m == 0 ? Math.Floor(authorized[m] * law.Units / 1_000_000m) : Math.Floor(authorized[m] * (m == 1 ? law.Value : law.Tpp)) / 1_000_000m;
            if (used[m] > authorized[m] + Tolerated(account)[m])
            {
                found.Add(new("OverCommitted", account, m, By: used[m] - authorized[m] - Tolerated(account)[m]));
            }
            else if (used[m] + more[m] > authorized[m] + allowed && (ship is null || more[m] > 0))
            {
                found.Add(new("QuotaExceeded", account, m, more[m], Math.Max(0, authorized[m] + allowed - used[m]), used[m] + more[m] - authorized[m] - allowed));
            }
        }

        found.Add(terms.WindowDays > 0 ? InWindows(account, more, day, null) : null);
        found.Add(OverRatio(account, more));
        return Pick(found);
    }

    /// <summary>What lacks in the windows that hold a day; without a share that leaves another day.</summary>
    private SlowRefusal? InWindows(string account, Three more, int day, (int Day, Three Share)? without)
    {
        var (terms, authorized) = (Terms(account)!, Authorized(account));
        var limited = new[] { Measures.Units, Measures.Value, Measures.Tpp };
        var found = new List<SlowRefusal?>();
        for (var m = 0; m < 3; m++)
        {
            if (!terms.Limited.HasFlag(limited[m]))
            {
                continue;
            }

            var fullest = Enumerable.Range(day - terms.WindowDays + 1, terms.WindowDays)
                .Max(first => InDays(account, first, first + terms.WindowDays - 1)[m] - (without is var (on, share) && on >= first && on < first + terms.WindowDays ? share[m] : 0));
            found.Add(fullest > authorized[m] ? new("OverCommitted", account, m, By: fullest - authorized[m])
                : fullest + more[m] > authorized[m] ? new("WindowExceeded", account, m, more[m], authorized[m] - fullest, fullest + more[m] - authorized[m]) : null);
        }

        return Pick(found);
    }

    private SlowRefusal? OverRatio(string account, Three more)
    {
        var (used, found) = (Used(account), new List<SlowRefusal?>());
        if (Ratio(account) is var (_, sold, ratio))
        {
            found.Add(used.Tpp > sold * ratio ? new("OverCommitted", account, 2, By: used.Tpp - (Math.Floor(sold * ratio * 1_000_000m) / 1_000_000m))
                : used.Tpp + more.Tpp > sold * ratio
                    ? new("RatioExceeded", account, 2, more.Tpp, (Math.Floor(sold * ratio * 1_000_000m) / 1_000_000m) - used.Tpp, Math.Ceiling((used.Tpp + more.Tpp - (sold * ratio)) * 1_000_000m) / 1_000_000m) : null);
        }

        return Pick(found);
    }

    private SlowRefusal? Comes(Return r)
    {
        if (_log.Select(l => l.Command).OfType<Ship>().FirstOrDefault(s => s.Id == r.Shipment) is not { } ship)
        {
            return new("NotFound", r.Shipment);
        }

        if (Said(r.Currency, Reservations().Single(v => v.Id == ship.Reservation).Line) is { } other)
        {
            return other;
        }

        var still = Live().Contains(ship, ReferenceEqualityComparer.Instance) ? Three.Of(ship.Amounts) - Back(ship) : Three.Zero;
        for (var m = 0; m < 3; m++)
        {
            if (Three.Of(r.Amounts)[m] > still[m])
            {
                return new("ExceedsShipment", r.Shipment, m, Three.Of(r.Amounts)[m], still[m], Three.Of(r.Amounts)[m] - still[m]);
            }
        }

        return null;
    }

    private SlowRefusal? Reversal(Reverse r)
    {
        if (_seen.Find(s => s.Id == r.Command) is not { } target)
        {
            return new("NotFound", r.Command);
        }

        if (!Live().Contains(target, ReferenceEqualityComparer.Instance) && target is not Linked)
        {
            return new("NotReversible", r.Command);
        }

        switch (target)
        {
            case Grant g:
                return Lowered(g.Account, Three.Zero - Three.Of(g.Amounts));
            case Adjust a:
                var latest = Live().OfType<Adjust>().LastOrDefault(x => x.Account == a.Account && x.Ratio is not null);
                return a.Ratio is not null && !ReferenceEquals(latest, a) ? new("NotReversible", r.Command) : Lowered(a.Account, Three.Zero - Three.Of(a.Change));
            case RecordSale:
                return null;
            case Ship s:
                return Back(s) == Three.Zero ? null : new("NotReversible", r.Command);
            case Return x:
                var reserve = Reservations().Single(v => Story(v).Ships.Exists(s => s.Ship.Id == x.Shipment));
                var (ship, before) = Story(reserve).Ships.Single(s => s.Ship.Id == x.Shipment);
                return Pick(Legs(reserve.Line).Select(a =>
                {
                    var all = (reserve, ship, before);
                    var more = ReturnedOn(a, all, Back(ship)) - ReturnedOn(a, all, Back(ship) - Three.Of(x.Amounts));
                    return Lacking(a, more, ship.EventTime.DayNumber, ship.EventTime);
                }));
            default:
                return new("NotReversible", r.Command);
        }
    }
}
