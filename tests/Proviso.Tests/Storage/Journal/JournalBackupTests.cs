// Method: copies taken while others write; copies put back over a journal that a writer still holds, over a broken one, and behind what others have seen.
using Microsoft.Data.Sqlite;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Tests.Storage.Journal;

public sealed class JournalBackupTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-backup-").FullName;
    private readonly NoteSigner _signer = new("proviso.example", new byte[32]);

    private string Journal => Path.Combine(_folder, "j.db");

    private string Copy => Path.Combine(_folder, "copy.db");

    public void Dispose()
    {
        _signer.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Copies_taken_while_a_writer_runs_are_whole_and_each_begins_the_next()
    {
        using var journal = SqliteJournal.Open(Journal);
        var epoch = journal.Acquire("main");
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(
            () =>
            {
                var next = 0;
                while (!stop.IsCancellationRequested)
                {
                    Assert.Equal(AppendOutcome.Durable, journal.Append("main", epoch, next, [Record(next), Record(next + 1)], Day).Outcome);
                    next += 2;
                }

                return next;
            },
            TestContext.Current.CancellationToken);

        var sizes = new List<long>();
        for (var i = 0; i < 8; i++)
        {
            var book = Assert.Single(JournalBackup.Create(Journal, $"{Copy}-{i}") is { Count: > 0 } books ? books : [new CopiedBook("main", 0, default, null)]);
            Assert.Null(book.Problem);
            sizes.Add(book.Entries);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        var written = await writer;

        Assert.All(sizes, s => Assert.Equal(0, s % 2));
        Assert.Equal(sizes.Order(), sizes);
        Assert.True(sizes[^1] > sizes[0] && sizes[^1] <= written, $"{sizes[0]} to {sizes[^1]} of {written}");
        var leaves = journal.LeafHashes("main").ToList();
        for (var i = 0; i < sizes.Count; i++)
        {
            using var copy = SqliteJournal.OpenToRead($"{Copy}-{i}");
            Assert.Equal(leaves.Take((int)sizes[i]), copy.LeafHashes("main"));
        }

        // One file each: nothing that belongs to it lies beside it.
        Assert.DoesNotContain(Directory.GetFiles(_folder), f => f.Contains("copy", StringComparison.Ordinal) && (f.EndsWith("-wal", StringComparison.Ordinal) || f.EndsWith(".new", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_copy_is_never_written_over_and_one_that_is_not_whole_is_taken_away()
    {
        Fill(Journal, 7);
        JournalBackup.Create(Journal, Copy);
        Assert.Throws<IOException>(() => JournalBackup.Create(Journal, Copy));

        ByHand.Edit(Journal, "UPDATE entry SET leaf = zeroblob(32) WHERE sequence = 3");
        var book = Assert.Single(JournalBackup.Create(Journal, Copy + "-2"));
        Assert.Contains("entry 3: it is not what was hashed", book.Problem, StringComparison.Ordinal);
        Assert.Equal([Copy, Journal], Directory.GetFiles(_folder).Where(f => !f.Contains("-wal", StringComparison.Ordinal) && !f.Contains("-shm", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void A_copy_put_back_where_nothing_is_goes_on_under_a_new_epoch()
    {
        Fill(Journal, 7);
        JournalBackup.Create(Journal, Copy);
        byte[] log;
        using (var journal = SqliteJournal.Open(Journal))
        {
            Append(journal, journal.Acquire("main"), 7, 5, body: 9);
            log = File.ReadAllBytes(Journal + "-wal");
        }

        // The log of a journal that is gone is whole by itself, and would be played over whatever takes its place.
        File.Delete(Journal);
        File.WriteAllBytes(Journal + "-wal", log);

        var report = JournalBackup.Restore(Copy, Journal, replace: false, acceptLoss: false);

        Assert.Equal(new RestoredBook("main", 7, 0, 2), Assert.Single(report.Books));
        Assert.Equal(log, File.ReadAllBytes(report.Replaced + "-wal"));
        Fill(Journal, 2);
        using var restored = SqliteJournal.OpenToRead(Journal);
        Assert.Equal((9, null), (JournalAudit.Verify(restored, "main", null).Size, JournalAudit.Verify(restored, "main", null).Problem));
        Assert.Contains("an entry is never", Assert.Throws<SqliteException>(() => Execute(Journal, "DELETE FROM entry")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_that_is_there_is_replaced_only_when_asked_and_is_kept()
    {
        Fill(Journal, 5);
        JournalBackup.Create(Journal, Copy);

        Assert.Contains("is there already", Assert.Throws<RestoreRefusedException>(() => JournalBackup.Restore(Copy, Journal, replace: false, acceptLoss: true)).Message, StringComparison.Ordinal);
        var report = JournalBackup.Restore(Copy, Journal, replace: true, acceptLoss: false);

        Assert.Equal(Journal + ".replaced-1", report.Replaced);
        Assert.Equal(5, Assert.Single(JournalBackup.Verify(report.Replaced!)).Entries);
    }

    [Fact]
    public void A_writer_that_still_holds_the_book_is_fenced_off_and_its_last_entries_are_in_the_copy_beside()
    {
        using var writer = SqliteJournal.Open(Journal);
        var epoch = writer.Acquire("main");
        Append(writer, epoch, 0, 5);
        JournalBackup.Create(Journal, Copy);
        Append(writer, epoch, 5, 3);

        Assert.Equal("lacks 3 entries of book main", Assert.Throws<RestoreRefusedException>(() => JournalBackup.Restore(Copy, Journal, replace: true, acceptLoss: false)).Message[(Copy.Length + 1)..]);
        Append(writer, epoch, 8, 1);
        var report = JournalBackup.Restore(Copy, Journal, replace: true, acceptLoss: true);

        Assert.Equal(new RestoredBook("main", 5, 4, epoch + 1), Assert.Single(report.Books));
        Assert.Equal(AppendOutcome.Fenced, writer.Append("main", epoch, 9, [Record(9)], Day).Outcome);
        Assert.Equal(AppendOutcome.Fenced, writer.Append("main", epoch, 5, [Record(5)], Day).Outcome);
        Assert.Equal(5, writer.Position("main").Next);
        Assert.Equal(9, Assert.Single(JournalBackup.Verify(report.Replaced!)).Entries);
        Append(writer, writer.Acquire("main"), 5, 1);
        Assert.Null(JournalAudit.Verify(writer, "main", null).Problem);
    }

    [Fact]
    public void A_copy_with_other_entries_in_the_place_of_some_loses_those()
    {
        using (var journal = SqliteJournal.Open(Journal))
        {
            Append(journal, journal.Acquire("main"), 0, 2);
            JournalBackup.Create(Journal, Copy);
            Append(journal, journal.Acquire("main"), 2, 3);
        }

        using (var other = SqliteJournal.Open(Copy))
        {
            var epoch = other.Acquire("main");
            Assert.Equal(AppendOutcome.Durable, other.Append("main", epoch, 2, [Record(12), Record(13), Record(14)], Day).Outcome);
        }

        Assert.Contains("lacks 3 entries of book main", Assert.Throws<RestoreRefusedException>(() => JournalBackup.Restore(Copy, Journal, replace: true, acceptLoss: false)).Message, StringComparison.Ordinal);
        Assert.Equal(3, Assert.Single(JournalBackup.Restore(Copy, Journal, replace: true, acceptLoss: true).Books).Lost);
        Assert.Contains("journal itself", Assert.Throws<RestoreRefusedException>(() => JournalBackup.Restore(Journal, Journal, replace: true, acceptLoss: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_behind_what_others_have_seen_is_put_back_only_when_the_loss_is_accepted()
    {
        Fill(Journal, 5);
        JournalBackup.Create(Journal, Copy);
        Fill(Journal, 3);
        Keep(8);
        File.Delete(Journal);

        Assert.Contains("lacks 3 entries of book main", Assert.Throws<RestoreRefusedException>(() => JournalBackup.Restore(Copy, Journal, replace: false, acceptLoss: false)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Journal));
        var report = JournalBackup.Restore(Copy, Journal, replace: false, acceptLoss: true);

        Assert.Equal(3, Assert.Single(report.Books).Lost);
        Assert.Equal(8, WitnessedCheckpoint.Load(report.GivenUp!)["main"].Read().Size);
        using var journal = SqliteJournal.OpenToRead(Journal);
        Assert.Equal(GuardVerdict.Unguarded, WitnessedCheckpoint.Check(journal, "main", WitnessedCheckpoint.PathFor(Journal)).Verdict);
    }

    [Fact]
    public void A_copy_of_another_history_is_not_put_back_at_any_price()
    {
        Fill(Journal, 5);
        Keep(5);
        Fill(Copy, 6, body: 9);

        Assert.Contains("another history", Assert.Throws<RestoreRefusedException>(() => JournalBackup.Restore(Copy, Journal, replace: true, acceptLoss: true)).Message, StringComparison.Ordinal);
        using var journal = SqliteJournal.OpenToRead(Journal);
        Assert.Equal(5, journal.Position("main").Next);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_broken_journal_is_put_aside_with_its_log(bool isGarbage)
    {
        Fill(Journal, 300);
        JournalBackup.Create(Journal, Copy);
        SqliteConnection.ClearAllPools();
        var bytes = File.ReadAllBytes(Journal);
        if (isGarbage)
        {
            bytes.AsSpan(0, 100).Fill(0xEE);
        }
        else
        {
            bytes.AsSpan(bytes.Length / 4096 / 2 * 4096, 3000).Fill(0xEE);
        }

        File.WriteAllBytes(Journal, bytes);

        var report = JournalBackup.Restore(Copy, Journal, replace: true, acceptLoss: false);

        Assert.Equal(bytes, File.ReadAllBytes(report.Replaced!));
        using var journal = SqliteJournal.OpenToRead(Journal);
        Assert.Equal((300, null), (JournalAudit.Verify(journal, "main", null).Size, JournalAudit.Verify(journal, "main", null).Problem));
    }

    [Fact]
    public void A_copy_that_is_not_whole_is_not_put_back()
    {
        Fill(Copy, 7);
        ByHand.Edit(Copy, "DELETE FROM entry WHERE sequence = 3");

        Assert.Contains("entry 3 is missing", Assert.Throws<JournalDamagedException>(() => JournalBackup.Restore(Copy, Journal, replace: false, acceptLoss: true)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Journal));
    }

    private static JournalRecord Record(int i, byte body = 1) => new($"id-{i}", "made-up", Day, new[] { body, (byte)(i % 251) });

    private static void Append(SqliteJournal journal, long epoch, int from, int count, byte body = 1) =>
        Assert.Equal(AppendOutcome.Durable, journal.Append("main", epoch, from, [.. Enumerable.Range(from, count).Select(i => Record(i, body))], Day).Outcome);

    private static void Fill(string path, int entries, byte body = 1)
    {
        using var journal = SqliteJournal.Open(path);
        Append(journal, journal.Acquire("main"), (int)journal.Position("main").Next, entries, body);
    }

    private static void Execute(string path, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private void Keep(int size)
    {
        using var journal = SqliteJournal.OpenToRead(Journal);
        var note = _signer.Sign(new Checkpoint("proviso.example/main", size, MerkleTree.Root([.. journal.LeafHashes("main").Take(size)])).Text());
        Assert.Equal(GuardVerdict.Good, WitnessedCheckpoint.Keep(journal, "main", WitnessedCheckpoint.PathFor(Journal), note, _signer.Verifier).Verdict);
    }
}
