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

        Assert.Null(JournalAudit.Verify(journal, "book", null).Problem);
        Assert.Contains("another root than the checkpoint", JournalAudit.Verify(journal, "book", kept).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_cut_off_the_end_are_found_by_a_checkpoint_and_a_gap_without_one()
    {
        using var journal = Filled(7);
        var kept = new Checkpoint("made-up", 7, MerkleTree.Root([.. journal.LeafHashes("book")]));

        Edit("DELETE FROM entry WHERE sequence = 6", []);
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

        Assert.Throws<JournalFormatException>(() => SqliteJournal.Open(File));
    }

    private static JournalRecord Record(string id) => new(id, "made-up", Now, new byte[] { 1, 2, 3 });

    private SqliteJournal Filled(int entries)
    {
        var journal = SqliteJournal.Open(File);
        var epoch = journal.Acquire("book");
        Assert.Equal(AppendOutcome.Durable, journal.Append("book", epoch, 0, [.. Enumerable.Range(0, entries).Select(i => Record($"id-{i}"))], Now).Outcome);
        return journal;
    }

    // An owner of the file can take the triggers away.
    private void Edit(string statement, byte[] content)
    {
        Execute("DROP TRIGGER entry_stays");
        Execute("DROP TRIGGER entry_remains");
        Execute(statement, content);
        SqliteJournal.Open(File).Dispose();
    }

    private void Execute(string statement, byte[]? content = null)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.Parameters.AddWithValue("$content", content ?? []);
        command.Parameters.AddWithValue("$leaf", MerkleTree.Leaf(content ?? []));
        command.ExecuteNonQuery();
    }
}
