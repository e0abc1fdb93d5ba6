// Method: a journal on disk; what it refuses; what an audit finds after somebody changed the file with another program.
using Microsoft.Data.Sqlite;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Tests.Storage.Journal;

public sealed class SqliteJournalTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-journal-").FullName;

    private string File => Path.Combine(_folder, "j.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_was_appended_is_there_in_order_after_a_restart()
    {
        Filled(5).Dispose();
        using var journal = SqliteJournal.Open(File);

        Assert.Equal(["id-0", "id-1", "id-2", "id-3", "id-4"], journal.Read("book").Select(e => e.Record.Id));
        Assert.Equal((1, 5, Now), (journal.Position("book").Epoch, journal.Position("book").Next, journal.Position("book").LastTime));
        Assert.Equal(["book"], journal.Books());
        Assert.Equal(new BookPosition(0, 0, DateTimeOffset.MinValue), journal.Position("other"));
    }

    [Fact]
    public void An_append_from_a_replaced_writer_at_a_wrong_place_with_a_known_id_or_back_in_time_writes_nothing()
    {
        using var journal = Filled(3);
        var epoch = journal.Acquire("book");

        Assert.Equal(AppendOutcome.Fenced, journal.Append("book", epoch - 1, 3, [Record("x")], Now).Outcome);
        Assert.Equal(AppendOutcome.Moved, journal.Append("book", epoch, 2, [Record("x")], Now).Outcome);
        Assert.Equal(AppendOutcome.Moved, journal.Append("book", epoch, 5, [Record("x")], Now).Outcome);
        Assert.Equal(AppendOutcome.Moved, journal.Append("book", epoch, 3, [Record("x"), Record("id-1")], Now).Outcome);
        Assert.Equal(AppendOutcome.Moved, journal.Append("book", epoch, 3, [Record("x"), Record("x")], Now).Outcome);
        Assert.Equal(AppendOutcome.Moved, journal.Append("book", epoch, 3, [Record("x")], Now.AddTicks(-1)).Outcome);
        Assert.Equal(AppendOutcome.Fenced, journal.Append("other", 1, 0, [Record("x")], Now).Outcome);
        Assert.Equal(3, journal.Read("book").Count());
        Assert.Equal(AppendOutcome.Durable, journal.Append("book", epoch, 3, [Record("x")], Now).Outcome);
    }

    [Theory]
    [InlineData("UPDATE entry SET recorded = 0 WHERE sequence = 1")]
    [InlineData("DELETE FROM entry WHERE sequence = 1")]
    public void A_row_is_not_changed_or_removed_by_accident(string statement)
    {
        using var journal = Filled(3);

        Assert.Contains("an entry", Assert.Throws<SqliteException>(() => Execute(statement)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_audit_of_an_honest_book_finds_nothing_and_its_root_is_that_of_the_tree()
    {
        using var journal = Filled(7);

        var result = JournalAudit.Verify(journal, "book", null);

        Assert.Equal((7, null, -1), (result.Size, result.Problem, result.Sequence));
        Assert.Equal(MerkleTree.Root([.. journal.Read("book").Select(e => e.LeafHash())]), result.Root.ToArray());
        Assert.Null(JournalAudit.Verify(journal, "book", new Checkpoint("made-up", 7, result.Root)).Problem);
    }

    [Fact]
    public void An_audit_finds_a_row_edited_with_another_program()
    {
        using var journal = Filled(7);
        var forged = new JournalEntry("book", 3, 1, Now, Record("id-3") with { Body = new byte[] { 99 } }).Encode();

        Edit("UPDATE entry SET content = $content WHERE sequence = 3", forged);
        var result = JournalAudit.Verify(journal, "book", null);

        Assert.Equal((3, 3), (result.Size, result.Sequence));
        Assert.Contains("not what was hashed", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_that_forges_the_hash_too_is_found_by_a_checkpoint_that_somebody_kept()
    {
        using var journal = Filled(7);
        var kept = new Checkpoint("made-up", 5, MerkleTree.Root([.. journal.LeafHashes("book").Take(5)]));
        var forged = new JournalEntry("book", 3, 1, Now, Record("id-3") with { Body = new byte[] { 99 } }).Encode();

        Edit("UPDATE entry SET content = $content, leaf = $leaf WHERE sequence = 3", forged);
        Assert.Contains("their tree has another root than the file keeps for it", JournalAudit.Verify(journal, "book", null).Problem, StringComparison.Ordinal);

        Forge("SELECT 1", []);
        Assert.Null(JournalAudit.Verify(journal, "book", null).Problem);
        Assert.Contains("another root than the checkpoint", JournalAudit.Verify(journal, "book", kept).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_cut_off_the_end_are_found_by_a_checkpoint_and_a_gap_without_one()
    {
        using var journal = Filled(7);
        var kept = new Checkpoint("made-up", 7, MerkleTree.Root([.. journal.LeafHashes("book")]));

        Edit("DELETE FROM entry WHERE sequence = 6", []);
        Assert.Contains("book book has 7 entries by its own count, and 6 are there", JournalAudit.Verify(journal, "book", null).Problem, StringComparison.Ordinal);
        Forge("SELECT 1", []);
        Assert.Null(JournalAudit.Verify(journal, "book", null).Problem);
        Assert.Contains("entries are gone", JournalAudit.Verify(journal, "book", kept).Problem, StringComparison.Ordinal);

        Edit("DELETE FROM entry WHERE sequence = 2", []);
        Assert.Equal(("entry 2 is missing", 2), (JournalAudit.Verify(journal, "book", null).Problem, JournalAudit.Verify(journal, "book", null).Sequence));
    }

    [Fact]
    public void A_copy_made_while_it_is_written_to_is_whole()
    {
        using var journal = Filled(50);
        var copy = Path.Combine(_folder, "copy.db");

        journal.Backup(copy);
        using var back = SqliteJournal.Open(copy);

        Assert.Equal((50, null), (JournalAudit.Verify(back, "book", null).Size, JournalAudit.Verify(back, "book", null).Problem));
        Assert.Throws<IOException>(() => journal.Backup(copy));
    }

    [Fact]
    public void A_file_that_is_no_journal_is_refused()
    {
        System.IO.File.WriteAllText(File, "this is no database, however long the text is that stands in it, and it is long enough to be read as a header");

        Assert.Throws<JournalDamagedException>(() => SqliteJournal.Open(File));
        Assert.Throws<JournalDamagedException>(() => SqliteJournal.OpenToRead(File));
        Assert.Throws<JournalPlaceException>(() => SqliteJournal.OpenToRead(File + "-none"));
        Assert.Throws<JournalPlaceException>(() => SqliteJournal.Open(File + "-none", create: false));
        Assert.False(System.IO.File.Exists(File + "-none"));
    }

    [Fact]
    public void A_journal_of_the_format_before_is_read_as_it_is_and_brought_to_the_new_one_by_what_writes()
    {
        byte[] root;
        using (var journal = Filled(7))
        {
            root = JournalAudit.Verify(journal, "book", null).Root.ToArray();
        }

        ByHand.MakeOld(File);
        using (var old = SqliteJournal.OpenToRead(File))
        {
            Assert.False(old.KnowsItsLength);
            Assert.Equal((7, null), (JournalAudit.Verify(old, "book", null).Size, JournalAudit.Verify(old, "book", null).Problem));
        }

        using var now = SqliteJournal.Open(File);
        Assert.True(now.KnowsItsLength);
        Assert.Equal(root, JournalAudit.Verify(now, "book", null).Root.ToArray());
        Assert.Equal((1, 7, Now), (now.Position("book").Epoch, now.Position("book").Next, now.Position("book").LastTime));
        var epoch = now.Acquire("book");
        Assert.Equal(AppendOutcome.Durable, now.Append("book", epoch, 7, [Record("x")], Now).Outcome);
        Assert.Null(JournalAudit.Verify(now, "book", null).Problem);
    }

    [Fact]
    public void A_damaged_journal_of_the_format_before_is_not_brought_to_the_new_one()
    {
        Filled(7).Dispose();
        ByHand.MakeOld(File);
        ByHand.Edit(File, "UPDATE entry SET leaf = zeroblob(32) WHERE sequence = 3");
        SqliteConnection.ClearAllPools();
        var before = System.IO.File.ReadAllBytes(File);

        Assert.Equal(3, Assert.Throws<JournalDamagedException>(() => SqliteJournal.Open(File)).Entry);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_writer_does_not_take_a_book_whose_entries_are_not_what_was_hashed()
    {
        Filled(7).Dispose();
        ByHand.Edit(File, "UPDATE entry SET content = (SELECT content FROM entry WHERE sequence = 2) WHERE sequence = 3");
        using var journal = SqliteJournal.Open(File);

        Assert.Throws<JournalDamagedException>(() => new JournalWriter<(string Id, int Units), string>(journal, "book", () => new Silent(), TimeProvider.System));
        Assert.Equal(1, journal.Position("book").Epoch);
    }

    [Theory]
    [InlineData("INSERT INTO main.book SELECT 'other', epoch, next, recorded, edge, seal FROM main.book")]
    [InlineData("UPDATE book SET epoch = 9223372036854775807")]
    [InlineData("UPDATE book SET epoch = 2")]
    [InlineData("UPDATE book SET next = 8")]
    [InlineData("UPDATE book SET next = 6")]
    [InlineData("UPDATE book SET recorded = 9223372036854775807")]
    [InlineData("UPDATE book SET edge = zeroblob(96)")]
    public void A_row_of_a_book_that_is_not_what_was_written_is_damage(string statement)
    {
        Filled(7).Dispose();
        ByHand.Edit(File, statement);
        using var journal = SqliteJournal.OpenToRead(File);

        Assert.Throws<JournalDamagedException>(() => journal.Books().Select(journal.Position).ToList());
    }

    [Fact]
    public void A_disk_that_is_full_when_a_book_is_taken_is_a_journal_that_cannot_be_had_now()
    {
        using var journal = Filled(3);
        journal.LimitPages(1);

        var e = Assert.Throws<JournalUnavailableException>(() => Enumerable.Range(0, 10_000).Select(i => journal.Acquire($"book-{i}")).Sum());

        Assert.Contains("is full: make room", e.Message, StringComparison.Ordinal);
        Assert.Equal(3, journal.Position("book").Next);
    }

    [Fact]
    public void A_log_that_was_cut_or_taken_away_after_a_crash_is_damage_and_no_earlier_book()
    {
        var copy = Path.Combine(_folder, "crashed.db");
        using (var journal = Filled(3))
        {
            Assert.Equal(AppendOutcome.Durable, journal.Append("book", 1, 3, [Record("late")], Now).Outcome);
            foreach (var part in new[] { "", "-wal", "-mark" })
            {
                System.IO.File.Copy(File + part, copy + part);
            }
        }

        Assert.False(System.IO.File.Exists(File + "-mark"));
        var log = System.IO.File.ReadAllBytes(copy + "-wal");
        foreach (var length in new[] { 0, 32, log.Length / 2, log.Length - 1 })
        {
            System.IO.File.WriteAllBytes(copy + "-wal", log[..length]);
            Assert.Contains("crashed.db-wal was cut or taken away", Assert.Throws<JournalDamagedException>(() => SqliteJournal.OpenToRead(copy)).Message, StringComparison.Ordinal);
            Assert.Throws<JournalDamagedException>(() => SqliteJournal.Open(copy));
            System.IO.File.Delete(copy + "-shm");
        }

        System.IO.File.WriteAllBytes(copy + "-wal", log);
        using var whole = SqliteJournal.OpenToRead(copy);
        Assert.Equal(4, whole.Position("book").Next);
    }

    private static JournalRecord Record(string id) => new(id, "made-up", Now, new byte[] { 1, 2, 3 });

    private SqliteJournal Filled(int entries)
    {
        var journal = SqliteJournal.Open(File);
        var epoch = journal.Acquire("book");
        Assert.Equal(AppendOutcome.Durable, journal.Append("book", epoch, 0, [.. Enumerable.Range(0, entries).Select(i => Record($"id-{i}"))], Now).Outcome);
        return journal;
    }

    // Takes every entry and says nothing.
    private sealed class Silent : IStateMachine<(string Id, int Units), string>
    {
        public Decision<string> Decide((string Id, int Units) command, DateTimeOffset recordTime) => new("", null);

        public void Replay(JournalEntry entry)
        {
        }
    }

    // An owner of the file can take the triggers away.
    private void Edit(string statement, byte[] content) => ByHand.Edit(File, statement, ("$content", content), ("$leaf", MerkleTree.Leaf(content)));

    private void Forge(string statement, byte[] content) => ByHand.Forge(File, statement, ("$content", content), ("$leaf", MerkleTree.Leaf(content)));

    private void Execute(string statement)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
