using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Proviso.Journal;
using Proviso.Ledger;
using Proviso.Licensing;
using Proviso.Storage.Journal;

namespace Proviso.Benchmarks;

/// <summary>Durable reservations a second on one hot line with four caps above it, by many callers at once, and the plain ways on the same database beside them. All made up.</summary>
internal static class JournalRun
{
    private const long Units = 100_000_000;

    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(5);

    public static int Run(string? connection)
    {
        var folder = Directory.CreateTempSubdirectory("proviso-bench-").FullName;
        try
        {
            foreach (var callers in new[] { 32, 256 })
            {
                var file = Path.Combine(folder, $"{callers}.journal");
                using (var sqlite = SqliteJournal.Open(file))
                {
                    Ours($"SQLite, {callers} callers", sqlite, callers);
                }

                Replay(file);
            }

            if (connection is null)
            {
                Console.WriteLine("PostgreSQL: left out; give a connection string: `journal \"Host=…\"`");
                return 0;
            }

            foreach (var callers in new[] { 32, 256 })
            {
                using (var postgres = PostgresJournal.Open(connection))
                {
                    Ours($"PostgreSQL, {callers} callers", postgres, callers);
                }

                if (callers == 32)
                {
                    Plain(connection, callers, "SELECT FOR UPDATE, 5 round trips", LockedRow);
                    Plain(connection, callers, "conditional UPDATE with the entry in one statement", Conditional);
                }
            }

            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A steady load for minutes: what grows, and by how much an entry.</summary>
    public static int Soak(int minutes)
    {
        const int Callers = 64;
        const int ASecond = 2_000;
        var folder = Directory.CreateTempSubdirectory("proviso-soak-").FullName;
        using var journal = SqliteJournal.Open(Path.Combine(folder, "soak.journal"));
        var writer = new JournalWriter<LicenseCommand, LicenseResult>(journal, "main", () => new LicenseMachine(products: new OneChip()), new StandingClock());
        foreach (var command in Setting())
        {
            writer.Submit(command).GetAwaiter().GetResult();
        }

        var (from, heap) = (writer.Appended, Heap());
        for (var step = 1; step <= minutes * 2; step++)
        {
            var latencies = new ConcurrentBag<double>();
            var start = Stopwatch.GetTimestamp();
            Task.WhenAll(Enumerable.Range(0, Callers).Select(c => Task.Run(async () =>
            {
                for (var n = 0; Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30); n++)
                {
                    var began = Stopwatch.GetTimestamp();
                    await Reserve(writer, $"{step}-{c}-{n}").ConfigureAwait(false);
                    latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                    await Task.Delay(Callers * 1000 / ASecond).ConfigureAwait(false);
                }
            }))).GetAwaiter().GetResult();
            var sorted = latencies.Order().ToList();
            var (entries, now) = (writer.Appended - from, Heap());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{step * 30,4} s: {entries:N0} entries, {sorted.Count / 30:N0}/s, p99 {sorted[(int)(sorted.Count * 0.99)]:0.0} ms, heap {now / 1048576.0:0.0} MiB, {(now - heap) / (double)entries:0} bytes an entry, working set {Environment.WorkingSet / 1048576:N0} MiB"));
        }

        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return 0;

        static long Heap() => GC.GetTotalMemory(forceFullCollection: true);
    }

    private static void Ours(string name, IJournal journal, int callers)
    {
        var book = $"b-{Guid.NewGuid():N}"[..12];
        var writer = new JournalWriter<LicenseCommand, LicenseResult>(journal, book, () => new LicenseMachine(products: new OneChip()), new StandingClock());
        foreach (var command in Setting())
        {
            if (writer.Submit(command).GetAwaiter().GetResult() is LicenseRefused refused)
            {
                throw new InvalidOperationException(refused.Refusal.Text);
            }
        }

        // Warm; then counted.
        Drive(callers, TimeSpan.FromSeconds(2), (c, n) => Reserve(writer, $"w{c}-{n}"));
        var (batches, appended, cpu, bytes) = (writer.Batches, writer.Appended, Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        var (rate, latencies) = Drive(callers, s_span, (c, n) => Reserve(writer, $"c{c}-{n}"));
        var done = writer.Appended - appended;
        Print(name, rate, latencies, string.Create(
            CultureInfo.InvariantCulture,
            $"average batch {done / (double)Math.Max(1, writer.Batches - batches):0}, {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds / s_span.TotalSeconds:0.0} cores, {(GC.GetTotalAllocatedBytes() - bytes) / Math.Max(1, done):N0} bytes allocated a command"));
        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static async Task Reserve(JournalWriter<LicenseCommand, LicenseResult> writer, string id)
    {
        if (await writer.Submit(new ReserveUnits { Id = id, EventTime = Moment.Of(new DateOnly(2026, 3, 1)), Actor = "clerk", Line = "line", Units = 1, Value = 1_000_000, Currency = "USD" }).ConfigureAwait(false) is LicenseRefused refused)
        {
            throw new InvalidOperationException(refused.Refusal.Text);
        }
    }

    private static void Replay(string file)
    {
        using var journal = SqliteJournal.OpenToRead(file);
        var book = journal.Books()[0];
        var entries = journal.Read(book).ToList();
        var start = Stopwatch.GetTimestamp();
        LicenseMachine.Load(journal, book);
        var all = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var machine = new LicenseMachine();
        start = Stopwatch.GetTimestamp();
        foreach (var entry in entries)
        {
            machine.Replay(entry);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  replay of {entries.Count:N0} entries: {entries.Count / all:N0}/s from the file, {entries.Count / Stopwatch.GetElapsedTime(start).TotalSeconds:N0}/s from decoded entries in memory"));
    }

    private static void Plain(string connection, int callers, string name, Func<NpgsqlConnection, string, Task> one)
    {
        using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = callers + 2, Pooling = true });
        using (var setup = source.CreateCommand("DROP TABLE IF EXISTS plain_entry; DROP TABLE IF EXISTS plain_cap; CREATE TABLE plain_cap (id int PRIMARY KEY, used bigint NOT NULL, cap bigint NOT NULL); CREATE TABLE plain_entry (id text PRIMARY KEY, amount bigint NOT NULL); INSERT INTO plain_cap VALUES (1, 0, 1000000000)"))
        {
            setup.ExecuteNonQuery();
        }

        var connections = Enumerable.Range(0, callers).Select(_ => source.OpenConnection()).ToList();
        Drive(callers, TimeSpan.FromSeconds(2), (c, n) => one(connections[c], $"w{c}-{n}"));
        var (rate, latencies) = Drive(callers, s_span, (c, n) => one(connections[c], $"c{c}-{n}"));
        Print($"  plain, {callers} callers: {name}", rate, latencies, "one cap only");
        connections.ForEach(c => c.Dispose());
    }

    private static async Task LockedRow(NpgsqlConnection connection, string id)
    {
        await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await using (var look = new NpgsqlCommand("SELECT used, cap FROM plain_cap WHERE id = 1 FOR UPDATE", connection, transaction))
        {
            await look.PrepareAsync().ConfigureAwait(false);
            await look.ExecuteScalarAsync().ConfigureAwait(false);
        }

        await using (var take = new NpgsqlCommand("UPDATE plain_cap SET used = used + 1 WHERE id = 1", connection, transaction))
        {
            await take.PrepareAsync().ConfigureAwait(false);
            await take.ExecuteNonQueryAsync().ConfigureAwait(false);
        }

        await using (var enter = new NpgsqlCommand("INSERT INTO plain_entry VALUES ($1, 1)", connection, transaction) { Parameters = { new() { Value = id } } })
        {
            await enter.PrepareAsync().ConfigureAwait(false);
            await enter.ExecuteNonQueryAsync().ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
    }

    private static async Task Conditional(NpgsqlConnection connection, string id)
    {
        await using var command = new NpgsqlCommand("WITH took AS (UPDATE plain_cap SET used = used + 1 WHERE id = 1 AND used + 1 <= cap RETURNING 1) INSERT INTO plain_entry SELECT $1, 1 FROM took", connection) { Parameters = { new() { Value = id } } };
        await command.PrepareAsync().ConfigureAwait(false);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private static (double Rate, List<double> Latencies) Drive(int callers, TimeSpan span, Func<int, int, Task> one)
    {
        var all = new ConcurrentBag<List<double>>();
        var start = Stopwatch.GetTimestamp();
        Task.WhenAll(Enumerable.Range(0, callers).Select(c => Task.Run(async () =>
        {
            var own = new List<double>();
            for (var n = 0; Stopwatch.GetElapsedTime(start) < span; n++)
            {
                var began = Stopwatch.GetTimestamp();
                await one(c, n).ConfigureAwait(false);
                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            all.Add(own);
        }))).GetAwaiter().GetResult();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var latencies = all.SelectMany(l => l).Order().ToList();
        return (latencies.Count / elapsed, latencies);
    }

    private static void Print(string name, double rate, List<double> latencies, string more) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name}: {rate:N0}/s, p50 {latencies[latencies.Count / 2]:0.0} ms, p99 {latencies[(int)(latencies.Count * 0.99)]:0.0} ms, longest {latencies[^1]:0} ms; {more}"));

    private static IEnumerable<LicenseCommand> Setting()
    {
        var at = Moment.Of(new DateOnly(2026, 2, 1));
        yield return new FoundBook
        {
            Id = "found",
            EventTime = at,
            Actor = "admin",
            Title = "made up",
            Rehearsal = true,
            Organizations = [new("office", "Made-up office", OrganizationKind.Authority, "US"), new("maker", "Made-up maker", OrganizationKind.Exporter, "US"), new("cloud", "Made-up cloud", OrganizationKind.Buyer, "CN")],
            People = [new("admin", "office", Role.Administrator), new("one", "office", Role.Officer), new("two", "office", Role.Officer), new("clerk", "maker", Role.Clerk), new("seller", "maker", Role.Officer)],
        };
        foreach (var (cap, window, ratio) in new[] { ("total", 0, false), ("buyer", 0, false), ("month", 30, false), ("ratio", 0, true) })
        {
            var terms = new AccountTerms
            {
                Account = cap,
                Kind = AccountKind.Cap,
                Currency = "USD",
                Limited = ratio ? Measures.None : Measures.Units,
                Authority = "office",
                WindowDays = window,
                Exporter = ratio ? "maker" : null,
                Product = ratio ? "chip" : null,
                Ratio = ratio ? 500_000 : null,
            };
            yield return new Propose { Id = $"propose-{cap}", EventTime = at, Actor = "one", Action = new OpenCap { Id = $"open-{cap}", EventTime = at, Actor = "one", Terms = terms, Authorized = ratio ? default : new(Units, 0, 0) } };
            yield return new Countersign { Id = $"sign-{cap}", EventTime = at, Actor = "two", Proposal = $"propose-{cap}" };
        }

        yield return new SellAtHome { Id = "sale", EventTime = at, Actor = "seller", Exporter = "maker", Product = "chip", Units = Units * 4, Reference = "made up", Digest = new string('0', 64) };
        var license = new LicenseTerms
        {
            Key = "L-1",
            Authority = "office",
            Exporter = "maker",
            Buyer = "cloud",
            Product = "chip",
            Destination = "CN",
            EndUse = "commercial-datacenter",
            From = new(2026, 2, 1),
            Through = new(2030, 1, 1),
            Basis = "made up",
            Lines = [new() { Key = "line", Currency = "USD", Authorized = new(Units, Units * 1_000_000, Units * 1_000_000), Caps = ["total", "buyer", "month", "ratio"] }],
        };
        yield return new Propose { Id = "propose-license", EventTime = at, Actor = "one", Action = new IssueLicense { Id = "issue", EventTime = at, Actor = "one", License = license } };
        yield return new Countersign { Id = "sign-license", EventTime = at, Actor = "two", Proposal = "propose-license" };
    }
}

/// <summary>A clock that stands on the day of the commands, so that the same commands are the same on every run.</summary>
internal sealed class StandingClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
}

/// <summary>A made-up chip of one TPP.</summary>
internal sealed class OneChip : IProductFigures
{
    public ProductFigure? Find(string product) => product == "chip" ? new("chip", 1_000_000, "made up") : null;
}
