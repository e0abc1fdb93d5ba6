// A small made-up world of accounts that every kind of cap takes part in, and commands drawn from plain numbers, so that a failing list shrinks.
using System.Collections.Immutable;
using Proviso.Ledger;
using Proviso.Quantities;

namespace Proviso.Tests.Proviso.Ledger;

internal static class LedgerWorld
{
    public const string Line = "line-1";
    public const string OtherLine = "line-2";
    public const string LicenseCap = "license-cap";
    public const string BuyerCap = "buyer-cap";
    public const string RatioCap = "ratio-cap";
    public const string WindowCap = "window-cap";
    public const string GateCap = "gate-cap";
    public const string Product = "made-up-chip";
    public const string Exporter = "made-up-vendor";
    public const string By = "made-up authority";

    public static readonly Moment Start = Moment.Of(new DateOnly(2026, 2, 1));

    public static Moment On(int day, long ms = 0) => new(Start.Milliseconds + (day * Moment.Day) + ms);

    public static Amounts Of(long units, decimal value = 0, decimal tpp = 0) => new(units, Millionths(value), Millionths(tpp));

    public static long Millionths(decimal value) => FixedPoint.TryFromDecimal(value, out var exact) ? exact : throw new ArgumentOutOfRangeException(nameof(value));

    /// <summary>Two lines of two currencies under five caps: license, buyer (in yuan), ratio, window, and a gate that draws at shipment.</summary>
    public static ImmutableArray<LedgerCommand> Opening(bool rate = true)
    {
        ImmutableArray<ShippingTolerance> tenPercent = [new(On(0), 0, 100_000, 0, "15 CFR 750.11, value of counted goods (made-up figure)"), new(On(40), 0, 0, 0, "tolerance withdrawn (made up)")];
        var commands = new List<LedgerCommand>
        {
            Open(new() { Account = LicenseCap, Kind = AccountKind.Cap, Currency = "USD", License = "L1", Authority = "made-up US", Tolerances = tenPercent }),
            Open(new() { Account = BuyerCap, Kind = AccountKind.Cap, Currency = "CNY", Limited = Measures.Units | Measures.Value, Buyer = "made-up buyer", UltimateParent = "made-up parent", Tolerances = tenPercent }),
            Open(new() { Account = RatioCap, Kind = AccountKind.Cap, Currency = "USD", Limited = Measures.None, Ratio = 500_000, Product = Product, Exporter = Exporter }),
            Open(new() { Account = WindowCap, Kind = AccountKind.Cap, Currency = "USD", Limited = Measures.Units | Measures.Tpp, WindowDays = 7 }),
            Open(new() { Account = GateCap, Kind = AccountKind.Cap, Currency = "CNY", Limited = Measures.Units | Measures.Value, DrawsAt = DrawsAt.Shipment, Authority = "made-up gate" }),
            Open(new() { Account = Line, Kind = AccountKind.Line, Currency = "USD", License = "L1", Caps = [LicenseCap, BuyerCap, RatioCap, WindowCap, GateCap], Product = Product, Exporter = Exporter, Tolerances = tenPercent }),
            Open(new() { Account = OtherLine, Kind = AccountKind.Line, Currency = "CNY", License = "L2", Caps = [BuyerCap, WindowCap, RatioCap, LicenseCap] }),
        };
        if (rate)
        {
            commands.Add(new SetRate("rate-1", On(0), "USD", "CNY", On(-400), 3_000_000, 21_700_001, "made up"));
            commands.Add(new SetRate("rate-2", On(0), "CNY", "USD", On(-400), 21_700_001, 3_000_000, "made up"));
            commands.Add(new SetRate("rate-0", On(0), "USD", "CNY", On(-400), 1_000_000, 9_000_000, "made up, of an authority without a cap here", "made-up nobody"));
        }

        return [.. commands];
    }

    public static ImmutableArray<LedgerCommand> Granting(long units = 60, decimal value = 600, decimal tpp = 6_000) =>
    [
        new Grant("g1", On(0), Line, Of(units, value, tpp), By),
        new Grant("g2", On(0), OtherLine, Of(units, value, tpp), By),
        new Grant("g3", On(0), LicenseCap, Of(units, value, tpp), By),
        new Grant("g4", On(0), BuyerCap, Of(units, value * 7), By),
        new Grant("g5", On(0), WindowCap, Of(units / 2, 0, tpp), By),
        new Grant("g6", On(0), GateCap, Of(units, value * 7), By),
        new RecordSale("sale-1", On(0), Product, Exporter, 100, Millionths(tpp)),
    ];

    /// <summary>Applies a command that must pass, at the given moment or else as soon as it may be recorded.</summary>
    public static LedgerEntry Accept(LedgerBook book, LedgerCommand command, Moment? at = null)
    {
        var result = book.Apply(command, at ?? Soonest(book, command));
        Assert.True(result is Accepted, (result as Refused)?.Refusal.Text);
        LedgerInvariants.Hold(book);
        return ((Accepted)result).Entry;
    }

    /// <summary>Applies a command that must be refused in just this way.</summary>
    public static T Refuse<T>(LedgerBook book, LedgerCommand command, Moment? at = null)
        where T : LedgerRefusal
    {
        var refusal = Assert.IsType<T>(Assert.IsType<Refused>(book.Apply(command, at ?? Soonest(book, command))).Refusal);
        Assert.EndsWith(".", refusal.Text, StringComparison.Ordinal);
        Assert.Equal(0, book.LastTouched.Length);
        return refusal;
    }

    private static Moment Soonest(LedgerBook book, LedgerCommand command) => command.EventTime > book.LastRecorded && command.EventTime.IsInRange ? command.EventTime : book.LastRecorded;

    public static OpenAccount Open(AccountTerms terms) => new("open-" + terms.Account, On(0), terms);

    public static LedgerBook Book(bool granted = true)
    {
        var book = new LedgerBook();
        foreach (var command in Opening().AddRange(granted ? Granting() : []))
        {
            Assert.IsType<Accepted>(book.Apply(command, On(0)));
        }

        return book;
    }

    /// <summary>A command from six numbers of 0 to 9,999. Few ids and keys, so that commands meet: unknown ones, ended ones and ids used again all come up.</summary>
    public static LedgerCommand Command(int[] n, int step, bool linkable = true)
    {
        var id = n[5] % 12 == 0 ? $"c{n[4] % Math.Max(1, step)}" : $"c{step}";
        return Command(n, step, id, linkable);
    }

    private static LedgerCommand Command(int[] n, int step, string id, bool linkable)
    {
        // Hardly ever after the moment of recording: that is refused.
        var at = On((step / 2) - (n[1] % 9), n[1] % 9 == 0 ? (n[1] % 23 == 0 ? 5 : 0) : n[1]);
        var to = On((step / 2) - (n[4] % 3), 1);
        string? currency = (n[4] % 11) switch { 0 => "USD", 1 => "CNY", _ => null };
        var earlier = $"c{n[2] % Math.Max(1, step)}";
        string[] accounts = [Line, OtherLine, LicenseCap, BuyerCap, WindowCap, GateCap];
        var account = accounts[n[2] % 6];
        var stopped = n[3] % 4 == 0 ? account : n[3] % 4 == 1 ? OtherLine : Line;
        var amounts = Of(n[3] % 9, (n[3] % 9 * 10) + (n[4] % 7) + (n[4] % 3 / 3_000m > 0 ? 0.000_001m : 0), (n[3] % 9 * 100) + (n[4] % 5));
        var scope = n[3] % 3 == 0 ? SuspensionScope.License : SuspensionScope.Account;
        var target = scope == SuspensionScope.License ? "L" + ((n[2] % 3) + 1) : stopped;
        return (n[0] % 100) switch
        {
            < 30 => new Reserve(id, at, n[2] % 5 == 4 ? OtherLine : Line, amounts, n[4] % 3 == 0 ? (n[4] % 5 + 1) * Moment.Day : 0, currency),
            < 52 => new Ship(id, at, earlier, amounts, n[5] % 4 == 0, currency),
            < 56 => new Release(id, at, earlier),
            < 60 => new Lapse(id, at, On((step / 2) - (n[3] % 3))),
            < 68 => new Return(id, at, earlier, Of(n[3] % 7, n[4] % 31, n[3] % 7 * 100), currency),
            < 74 => new Reverse(id, at, n[3] % 3 == 0 ? $"g{(n[2] % 6) + 1}" : n[3] % 9 == 1 ? "sale-1" : earlier, By, "made up"),
            < 79 => new Adjust(id, at, account, LimitedTo(account, Of((n[3] % 21) - 12, n[3] % 2 == 0 ? n[4] % 91 - 60 : 0, (n[4] % 7 - 4) * 100)), null, By, "made up"),
            < 80 => new Adjust(id, at, RatioCap, default, n[3] % 5 * 200_000, By, "made up"),
            < 82 => new Grant(id, at, account, LimitedTo(account, Of((n[3] % 9) + 1, n[4] % 50, n[4] % 300)), By),
            < 84 => new RecordSale(id, at, Product, n[3] % 4 == 0 ? "another made-up vendor" : Exporter, n[3] % 5, Millionths((n[4] % 500) + 1)),
            84 => new Freeze(id, at, stopped, By, "made up"),
            < 87 => new Unfreeze(id, at, stopped, By, "made up"),
            87 => new Suspend(id, at, scope, target, "cause-" + (n[4] % 3 / 2), "made up"),
            < 90 => new Reinstate(id, at, scope, target, "cause-" + (n[4] % 3 / 2), By, "made up"),
            90 when n[3] % 4 == 0 => new Close(id, at, account, By, "made up"),
            91 => new SetRate(id, at, n[3] % 2 == 0 ? "USD" : "CNY", n[3] % 2 == 0 ? "CNY" : "USD", On((step / 2) - (n[4] % 20)), (n[2] % 5) + 1, (n[4] % 9) + 1, "made up", n[2] % 3 == 0 ? "made-up gate" : n[2] % 3 == 1 ? "made-up US" : null),
            92 => new RightClock(id, at < to ? at : to, to, By, "the clock was ahead"),
            93 when linkable => new Linked(id, at < to ? at : to, [new RightClock(id + "-0", at < to ? at : to, to, By, "the clock was ahead"), Command([n[1] % 92, n[0], n[2], n[3], n[4], 1], step, id + "-1", linkable: false)]),
            _ when linkable => new Linked(id, at, [.. Enumerable.Range(0, (n[3] % 3) + 1).Select(i => Command([n[(i + 1) % 6] % 92, n[1], n[i], n[4] + i, n[2], 1], step, $"{id}-{i}", linkable: false))]),
            _ => new Release(id, at, earlier),
        };
    }

    /// <summary>When the command is recorded: mostly one step after the other; now and then the clock is days ahead, until it is put right.</summary>
    public static Moment RecordedAt(LedgerCommand command, int[] n, int step) => command switch
    {
        RightClock c when n[5] % 5 > 0 => c.To,
        Linked { Commands: [RightClock c, ..] } => c.To,
        _ => On((step / 2) + (n[5] % 50 == 7 ? 3 : 0), n[5] % 3),
    };

    private static Amounts LimitedTo(string account, Amounts a)
    {
        a = account is BuyerCap or GateCap ? a with { Tpp = 0 } : account == WindowCap ? a with { Value = 0 } : a;
        return a.IsZero ? Of(1) : a;
    }
}
