// Method: many callers at once on a stock that must not be overdrawn, over SQLite and over a journal that fails in doubt; after each, what was answered against what is recorded.
using CsCheck;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Tests.Storage.Journal;

public sealed class JournalWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_hundred_callers_at_once_take_exactly_what_there_is()
    {
        using var journal = SqliteJournal.Open(Path.Combine(_folder, "j.db"));
        await using var writer = Writer(journal);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => Ask(writer, $"id-{i}", 1), TestContext.Current.CancellationToken)));

        Assert.Equal(Tally.Stock, answers.Count(a => a == "taken"));
        Assert.Equal(Tally.Stock, journal.Read("book").Count());
        Assert.True(writer.Batches < writer.Appended, $"{writer.Batches} commits for {writer.Appended} entries");
    }

    [Fact]
    public async Task The_same_id_gets_the_same_answer_before_and_after_a_restart()
    {
        using var journal = SqliteJournal.Open(Path.Combine(_folder, "j.db"));
        await using (var writer = Writer(journal))
        {
            Assert.Equal("taken", await Ask(writer, "a", 60));
            Assert.Equal("taken", await Ask(writer, "a", 60));
            Assert.Equal("another command", await Ask(writer, "a", 61));
            Assert.Equal("refused", await Ask(writer, "b", 60));
        }

        await using var second = Writer(journal);
        Assert.Equal("taken", await Ask(second, "a", 60));
        Assert.Equal("refused", await Ask(second, "b", 60));
        Assert.Equal("taken", await Ask(second, "c", 40));
        Assert.Equal(2, journal.Read("book").Count());
    }

    [Fact]
    public async Task A_writer_that_was_replaced_does_not_even_refuse()
    {
        using var journal = SqliteJournal.Open(Path.Combine(_folder, "j.db"));
        await using var first = Writer(journal);
        Assert.Equal("taken", await Ask(first, "a", Tally.Stock));
        await using var second = Writer(journal);

        // What it takes for no room may be room by now: only the writer that has the book knows.
        Assert.True((await Assert.ThrowsAsync<JournalUnavailableException>(() => Ask(first, "b", 1))).IsReplaced);
        Assert.Equal("refused", await Ask(second, "b", 1));
    }

    [Fact]
    public async Task A_writer_that_was_replaced_stops_and_says_so()
    {
        using var journal = SqliteJournal.Open(Path.Combine(_folder, "j.db"));
        await using var first = Writer(journal);
        Assert.Equal("taken", await Ask(first, "a", 1));
        await using var second = Writer(journal);

        var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => Ask(first, "b", 1));

        Assert.True(failure.IsReplaced);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => Ask(first, "c", 1));
        Assert.Equal("taken", await Ask(second, "b", 1));
        Assert.Equal(["a", "b"], journal.Read("book").Select(e => e.Record.Id));
    }

    [Fact]
    public async Task What_records_nothing_moves_no_time()
    {
        var (journal, clock) = (new FaultyJournal(), new Hands());
        await using var writer = new JournalWriter<(string Id, int Units), string>(journal, "book", () => new Tally(), clock);
        Assert.Equal("taken", await Ask(writer, "a", 60));
        clock.Now = clock.Now.AddYears(2);
        Assert.Equal("refused", await Ask(writer, "b", 60));
        clock.Now = clock.Now.AddYears(-2).AddMinutes(1);
        Assert.Equal("taken", await Ask(writer, "c", 1));

        Assert.Equal([clock.Now.AddMinutes(-1), clock.Now], journal.Entries.Select(e => e.RecordTime));
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("landed")]
    [InlineData("landed", "lost", "landed")]
    public async Task A_batch_in_doubt_lands_once(params string[] faults)
    {
        var journal = new FaultyJournal();
        journal.Then(faults);
        await using var writer = Writer(journal);

        Assert.Equal("taken", await Ask(writer, "a", 60));
        Assert.Equal("refused", await Ask(writer, "b", 60));

        Assert.Equal(["a"], journal.Entries.Select(e => e.Record.Id));
    }

    [Fact]
    public async Task A_journal_that_never_answers_is_said_to_and_the_id_sent_again_tells()
    {
        var journal = new FaultyJournal();
        journal.Then("lost", "lost", "lost", "lost", "landed");
        await using (var writer = Writer(journal))
        {
            var failure = await Assert.ThrowsAsync<JournalUnavailableException>(() => Ask(writer, "a", 60));
            Assert.Contains("send the same ids again", failure.Message, StringComparison.Ordinal);
        }

        await using var second = Writer(journal);
        Assert.Equal("taken", await Ask(second, "a", 60));
        Assert.Single(journal.Entries);
    }

    [Fact]
    public void Under_random_faults_nothing_answered_is_lost_and_nothing_overdrawn() =>
        Gen.Select(Gen.Int[0, 3].Select(i => new[] { "", "lost", "landed", "" }[i]).Array[0, 40], Gen.Select(Gen.Int[0, 15], Gen.Int[1, 30]).Array[1, 60]).Sample((faults, commands) =>
        {
            var journal = new FaultyJournal();
            journal.Then(faults);
            var taken = new Dictionary<string, int>(StringComparer.Ordinal);
            JournalWriter<(string Id, int Units), string>? writer = null;
            foreach (var (id, units) in commands)
            {
                writer ??= Writer(journal);
                try
                {
                    if (Ask(writer, $"id-{id}", units).GetAwaiter().GetResult() == "taken")
                    {
                        Assert.Equal(units, taken.TryAdd($"id-{id}", units) ? units : taken[$"id-{id}"]);
                    }
                }
                catch (JournalUnavailableException)
                {
                    writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
                    writer = null;
                }
            }

            writer?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            var recorded = new Tally();
            foreach (var entry in journal.Entries)
            {
                recorded.Replay(entry);
            }

            Assert.True(recorded.Left >= 0);
            Assert.All(taken, t => Assert.Contains(journal.Entries, e => e.Record.Id == t.Key));
        }, iter: 300, threads: 1);

    private sealed class Hands : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 2, 2, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static Task<string> Ask(JournalWriter<(string Id, int Units), string> writer, string id, int units) => writer.Submit((id, units), TestContext.Current.CancellationToken);

    private static JournalWriter<(string Id, int Units), string> Writer(IJournal journal) => new(journal, "book", () => new Tally(), TimeProvider.System);
}
