using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Proviso.Ledger;

namespace Proviso.Benchmarks;

/// <summary>Commands a second of the ledger in memory, on one core: one hot line under four caps, 10,000 lines, and replay from bytes. All made up.</summary>
internal static class LedgerRun
{
    private const int Commands = 1_000_000;
    private const string By = "made-up authority";

    private static readonly Moment Day = Moment.Of(new DateOnly(2026, 6, 1));

    public static int Run()
    {
        // Figures are for one core: no collector at work on another one beside it.
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        Console.WriteLine($"{Commands:N0} commands each, best and median of 5; 4 of 9 reserve, 3 ship, 1 releases, 1 returns");
        Measure("one hot line, four caps (absolute, ratio, window)", lines: 1, windowed: true);
        Measure("10,000 lines, four caps each, spread over 101 caps", lines: 10_000, windowed: true);
        Measure("one line, no caps", lines: 1, windowed: true, caps: 0);
        Reserves();
        Repeats();
        return 0;
    }

    private static void Measure(string name, int lines, bool windowed, int caps = 4)
    {
        var commands = Mixed(lines);
        var (times, bytes, book) = (new List<double>(), 0L, new LedgerBook());
        for (var round = 0; round < 5; round++)
        {
            book = Opened(lines, windowed, caps);
            GC.Collect();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            ApplyAll(book, commands);
            times.Add(commands.Length / Stopwatch.GetElapsedTime(start).TotalSeconds);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Print(name, times, $"{bytes / commands.Length} bytes allocated a command (its entry is kept)");
        if (caps == 0)
        {
            return;
        }

        var encoded = book.EncodeEntries();
        times.Clear();
        for (var round = 0; round < 5; round++)
        {
            GC.Collect();
            var start = Stopwatch.GetTimestamp();
            var again = LedgerBook.Replay(encoded);
            times.Add(again.Sequence / Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (again.Sequence != book.Sequence)
            {
                throw new InvalidOperationException("Replay came out at another sequence.");
            }
        }

        Print("  replay from bytes", times, $"{encoded.Length / book.Sequence} bytes an entry");
    }

    private static void Reserves()
    {
        // What a rush for the last units looks like: nothing but reservations, half of them refused.
        var commands = Enumerable.Range(0, Commands).Select(LedgerCommand (i) => new Reserve(Id("q", i), Day, "line-0", One, 0)).ToImmutableArray();
        var times = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            var book = Opened(1, windowed: true, caps: 4, granted: Commands / 2);
            GC.Collect();
            var start = Stopwatch.GetTimestamp();
            foreach (var command in commands)
            {
                book.Apply(command, Day);
            }

            times.Add(Commands / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        Print("a rush: reservations only, the second half refused", times, "");
    }

    private static void Repeats()
    {
        var commands = Mixed(1);
        var book = Opened(1, windowed: true, caps: 4);
        ApplyAll(book, commands);
        var copies = commands.Select(c => LedgerCodec.DecodeCommand(LedgerCodec.Encode(c))).ToList();
        var start = Stopwatch.GetTimestamp();
        foreach (var command in copies)
        {
            if (book.Apply(command, Day) is not Accepted { Repeated: true })
            {
                throw new InvalidOperationException("A repeat was not known.");
            }
        }

        Print("every command sent a second time", [commands.Length / Stopwatch.GetElapsedTime(start).TotalSeconds], "");
    }

    private static Amounts One { get; } = new(1, 30_000_000_000, 15_824_000_000);

    private static void ApplyAll(LedgerBook book, ImmutableArray<LedgerCommand> commands)
    {
        foreach (var command in commands)
        {
            // Recorded when it happens: nothing is entered before.
            if (book.Apply(command, command.EventTime) is Refused refused)
            {
                throw new InvalidOperationException(refused.Refusal.Text);
            }
        }
    }

    private static ImmutableArray<LedgerCommand> Mixed(int lines)
    {
        var commands = ImmutableArray.CreateBuilder<LedgerCommand>(Commands + 5);
        for (var i = 0; commands.Count < Commands; i++)
        {
            var (line, when) = ("line-" + (i * 7 % lines).ToString(CultureInfo.InvariantCulture), new Moment(Day.Milliseconds + (i / 20_000 * Moment.Day)));
            commands.Add(new Reserve(Id("r", i), when, line, One, i % 2 == 0 ? Moment.Day : 0));
            commands.Add(new Reserve(Id("s", i), when, line, One, 0));
            commands.Add(new Ship(Id("t", i), when, Id("r", i), One, Final: false));
            if (i % 2 == 0)
            {
                commands.Add(new Ship(Id("u", i), when, Id("s", i), One, Final: true));
                commands.Add(new Return(Id("v", i), when, Id("t", i), One));
            }
            else
            {
                commands.Add(new Release(Id("w", i), when, Id("s", i)));
            }
        }

        return commands.ToImmutable();
    }

    private static string Id(string kind, int i) => $"{kind}-2026-made-up-{i:D8}";

    private static LedgerBook Opened(int lines, bool windowed, int caps, long granted = 1_000_000_000_000)
    {
        var book = new LedgerBook();
        var all = new Amounts(granted, Amounts.MostMoved, Amounts.MostMoved);
        void Enter(LedgerCommand command) => ApplyAll(book, [command]);

        Enter(new OpenAccount("open-ratio", Day, new() { Account = "ratio", Kind = AccountKind.Cap, Currency = "USD", Limited = Measures.None, Ratio = 500_000, Product = "made-up-chip", Exporter = "made-up-vendor" }));
        Enter(new RecordSale("sale", Day, "made-up-chip", "made-up-vendor", 100_000_000, Amounts.MostMoved));
        Enter(new OpenAccount("open-window", Day, new() { Account = "window", Kind = AccountKind.Cap, Currency = "USD", WindowDays = windowed ? 30 : 0 }));
        Enter(new Grant("grant-window", Day, "window", all, By));
        for (var i = 0; i < 100; i++)
        {
            var key = "cap-" + i.ToString(CultureInfo.InvariantCulture);
            Enter(new OpenAccount("open-" + key, Day, new() { Account = key, Kind = AccountKind.Cap, Currency = "USD" }));
            Enter(new Grant("grant-" + key, Day, key, all, By));
        }

        for (var i = 0; i < lines; i++)
        {
            var key = "line-" + i.ToString(CultureInfo.InvariantCulture);
            ImmutableArray<string> above = ["cap-" + (i % 100).ToString(CultureInfo.InvariantCulture), "cap-" + ((i + 37) % 100).ToString(CultureInfo.InvariantCulture), "ratio", "window"];
            Enter(new OpenAccount("open-" + key, Day, new() { Account = key, Kind = AccountKind.Line, Currency = "USD", Caps = caps == 0 ? [] : above }));
            Enter(new Grant("grant-" + key, Day, key, all, By));
        }

        return book;
    }

    private static void Print(string name, List<double> times, string more) =>
        Console.WriteLine($"{name}: best {times.Max() / 1e6:F2} M/s, median {times.Order().ElementAt(times.Count / 2) / 1e6:F2} M/s{(more.Length > 0 ? "; " + more : "")}");
}
