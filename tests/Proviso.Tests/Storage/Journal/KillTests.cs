// Method: a real writer of the real book, killed without warning at moments drawn from a seed; then everything it had told is looked for.
// PROVISO_LONG=1 runs as often as the figures in docs/testing.md tell.
using System.Diagnostics;
using System.Globalization;
using Proviso.Journal;
using Proviso.Ledger;
using Proviso.Licensing;
using Proviso.Storage.Journal;

namespace Proviso.Tests.Storage.Journal;

public sealed class KillTests : IDisposable
{
    private const int Callers = 64;

    private static readonly bool s_long = Environment.GetEnvironmentVariable("PROVISO_LONG") == "1";

    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-kill-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_writer_on_a_file_is_killed()
    {
        var place = Path.Combine(_folder, "killed.journal");
        var tally = new Tally(units: s_long ? 150_000 : 20_000);
        var random = new Random(20260131);
        for (var round = 1; round <= (s_long ? 50 : 5); round++)
        {
            using var writer = Start(place, tally);
            var told = Listen(writer, tally);
            await tally.Ready.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            await Task.Delay(random.Next(50, 600), TestContext.Current.CancellationToken);
            writer.Kill();
            await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
            await told;
            using var journal = SqliteJournal.Open(place);
            tally.Check(journal);
        }

        tally.Report("a file");
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_every_process_of_PostgreSQL_is_killed()
    {
        // One of its own: others are at work on the shared one.
        await using var postgres = new PostgresInstance();
        await postgres.InitializeAsync();
        var place = postgres.Required();
        var tally = new Tally(units: s_long ? 150_000 : 20_000);
        var random = new Random(20260201);
        for (var round = 1; round <= (s_long ? 20 : 3); round++)
        {
            using var writer = Start(place, tally);
            var told = Listen(writer, tally);
            await tally.Ready.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            await Task.Delay(random.Next(50, 800), TestContext.Current.CancellationToken);
            postgres.Kill();

            // The writer stops by itself: it does not know, and says so.
            await writer.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            await told;
            Assert.Equal(3, writer.ExitCode);
            Assert.Contains("does not answer", tally.Reason, StringComparison.Ordinal);
            postgres.Start();
            using var journal = PostgresJournal.Open(place);
            tally.Check(journal);
        }

        tally.Report("PostgreSQL");
    }

    [Fact]
    public async Task A_full_disk_stops_the_writer_with_what_to_do_and_nothing_half_done()
    {
        var place = Path.Combine(_folder, "full.journal");
        using var journal = SqliteJournal.Open(place);
        var machine = new LedgerTallyMachine();
        var acknowledged = new List<string>();
        await using (var writer = new JournalWriter<string, bool>(journal, "main", () => machine = new(), TimeProvider.System))
        {
            journal.LimitPages(40);
            var stopped = await Assert.ThrowsAsync<JournalUnavailableException>(async () =>
            {
                for (var i = 0; ; i++)
                {
                    await writer.Submit($"id-{i}", TestContext.Current.CancellationToken);
                    acknowledged.Add($"id-{i}");
                }
            });
            Assert.Contains("make room", stopped.Message, StringComparison.Ordinal);
        }

        Assert.NotEmpty(acknowledged);
        Assert.Equal(acknowledged, journal.Read("main").Select(e => e.Record.Id));
        Assert.Null(JournalAudit.Verify(journal, "main", null).Problem);

        // With room again the same ids go on.
        journal.LimitPages(long.MaxValue / 4096);
        await using var again = new JournalWriter<string, bool>(journal, "main", () => machine = new(), TimeProvider.System);
        Assert.False(await again.Submit(acknowledged[^1], TestContext.Current.CancellationToken));
        Assert.True(await again.Submit($"id-{acknowledged.Count}", TestContext.Current.CancellationToken));
    }

    private static Process Start(string place, Tally tally)
    {
        var configuration = AppContext.BaseDirectory.TrimEnd('/').EndsWith("release", StringComparison.OrdinalIgnoreCase) ? "release" : "debug";
        var program = Path.Combine(Golden.Root, "artifacts", "bin", "Proviso.Tests.Writer", configuration, "Proviso.Tests.Writer.dll");
        tally.Ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        string[] arguments = [program, place, Callers.ToString(CultureInfo.InvariantCulture), tally.Units.ToString(CultureInfo.InvariantCulture), string.Join(',', tally.Next)];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
    }

    // Reads to the end of what the program got out; half a line was not told.
    private static Task Listen(Process writer, Tally tally) => Task.Run(() =>
    {
        var text = writer.StandardOutput;
        while (text.ReadLine() is { } line)
        {
            tally.Hear(line);
        }
    });

    /// <summary>What a writer told over several lives.</summary>
    private sealed class Tally(long units)
    {
        private readonly HashSet<string> _acknowledged = new(StringComparer.Ordinal);
        private long _lives;
        private long _lost;
        private long _overdrawn;
        private long _inDoubt;
        private long _committedInDoubt;
        private long _repeated;
        private long _staleRefused;

        public long Units { get; } = units;

        public int[] Next { get; } = new int[Callers];

        public string Reason { get; private set; } = "";

        public TaskCompletionSource Ready { get; set; } = new();

        public void Hear(string line)
        {
            var parts = line.Split(' ');
            if (line == "READY")
            {
                Ready.TrySetResult();
            }
            else if (parts[0] == "U")
            {
                Reason = line;
                Ready.TrySetResult();
            }
            else if (parts is [var answer, var caller, var number] && int.TryParse(caller, NumberStyles.None, CultureInfo.InvariantCulture, out var c) && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
            {
                Next[c] = n + 1;
                if (answer is "A" or "D")
                {
                    _acknowledged.Add($"c{c}-{n}");
                    _repeated += answer == "D" ? 1 : 0;
                }
            }
        }

        public void Check(IJournal journal)
        {
            _lives++;
            var book = LicenseMachine.Load(journal, "main");
            var recorded = journal.Read("main").Select(e => e.Record.Id).ToHashSet(StringComparer.Ordinal);
            _lost += _acknowledged.Count(id => !recorded.Contains(id));
            _inDoubt += Callers;
            _committedInDoubt += Next.Select((n, c) => $"c{c}-{n}").Count(recorded.Contains);
            foreach (var account in Enumerable.Range(0, book.Ledger.AccountCount))
            {
                var balance = book.Ledger.BalanceAt(account);
                _overdrawn += balance.State.HasFlag(AccountStates.OverCommitted) || balance.Available(Measure.Units) < 0 || book.Ledger.RatioAt(account) is { Holds: false } ? 1 : 0;
            }

            Assert.Null(JournalAudit.Verify(journal, "main", null).Problem);
            var position = journal.Position("main");
            var epoch = journal.Acquire("main");
            var stale = journal.Append("main", epoch - 1, position.Next, [new JournalRecord("stale", "license", DateTimeOffset.UnixEpoch, new byte[] { 1 })], position.LastTime);
            _staleRefused += stale.Outcome == AppendOutcome.Fenced ? 1 : 0;
            Assert.Equal((0L, 0L, _lives), (_lost, _overdrawn, _staleRefused));
        }

        public void Report(string where)
        {
            Assert.True(_acknowledged.Count > 100, $"only {_acknowledged.Count} were acknowledged: the test did not test");
            var text = string.Create(
                CultureInfo.InvariantCulture,
                $"{where}: killed {_lives} times, {_acknowledged.Count} acknowledged, {_lost} lost, {_overdrawn} overdrawn, {_inDoubt} in doubt at most, {_committedInDoubt} of them were in, {_repeated} sent again and known, stale writer refused {_staleRefused} times");
            TestContext.Current.TestOutputHelper?.WriteLine(text);
            TestContext.Current.SendDiagnosticMessage(text);
        }
    }

    /// <summary>Remembers ids; the answer is whether it is new.</summary>
    private sealed class LedgerTallyMachine : IStateMachine<string, bool>
    {
        private readonly HashSet<string> _known = new(StringComparer.Ordinal);

        public Decision<bool> Decide(string command, DateTimeOffset recordTime) =>
            _known.Add(command) ? new(true, new JournalRecord(command, "made-up", recordTime, new byte[500])) : new(false, null);

        public void Replay(JournalEntry entry) => _known.Add(entry.Record.Id);
    }
}
