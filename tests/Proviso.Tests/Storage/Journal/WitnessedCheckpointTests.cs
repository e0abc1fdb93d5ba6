// Method: a checkpoint kept beside a journal, then the journal put back, cut and forged; what a door is told before it writes.
using Microsoft.Data.Sqlite;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Tests.Storage.Journal;

public sealed class WitnessedCheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-kept-").FullName;
    private readonly NoteSigner _signer = new("proviso.example", new byte[32]);

    private string Kept => WitnessedCheckpoint.PathFor(Path.Combine(_folder, "j.db"));

    public void Dispose()
    {
        _signer.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_book_without_a_kept_checkpoint_may_serve_and_says_that_it_is_not_guarded()
    {
        using var journal = Filled("j.db", 5);

        Assert.Equal((GuardVerdict.Unguarded, true, 5L), Said(WitnessedCheckpoint.Check(journal, "main", Kept)));
    }

    [Fact]
    public void A_book_that_holds_the_kept_checkpoint_may_serve_at_that_size_and_grown()
    {
        using var journal = Filled("j.db", 5);
        Assert.Equal(GuardVerdict.Good, Keep(journal, 5).Verdict);

        Assert.Equal((GuardVerdict.Good, true, 5L), Said(WitnessedCheckpoint.Check(journal, "main", Kept)));
        journal.Append("main", 1, 5, [Record(5)], Day);
        Assert.Equal((GuardVerdict.Good, true, 6L), Said(WitnessedCheckpoint.Check(journal, "main", Kept)));
        Assert.Equal(GuardVerdict.Unguarded, WitnessedCheckpoint.Check(journal, "other", Kept).Verdict);
    }

    [Fact]
    public void A_folder_or_a_link_that_leads_nowhere_in_its_place_is_not_nothing_kept()
    {
        using var journal = Filled("j.db", 5);
        Directory.CreateDirectory(Kept);
        Assert.Throws<JournalFormatException>(() => WitnessedCheckpoint.Check(journal, "main", Kept));
        Directory.Delete(Kept);
        File.CreateSymbolicLink(Kept, Kept + ".gone");
        Assert.Throws<JournalFormatException>(() => WitnessedCheckpoint.Check(journal, "main", Kept));
    }

    [Fact]
    public void The_time_of_a_quorum_of_witnesses_is_one_that_so_many_of_them_had_seen()
    {
        using var journal = Filled("j.db", 5);
        using var one = new CosignatureSigner("one.example", [.. Enumerable.Repeat((byte)1, 32)]);
        using var two = new CosignatureSigner("two.example", [.. Enumerable.Repeat((byte)2, 32)]);
        using var three = new CosignatureSigner("three.example", [.. Enumerable.Repeat((byte)3, 32)]);
        var note = two.Cosign(one.Cosign(Note(journal, 5), Day), Day.AddYears(2));
        CosignatureVerifier[] witnesses = [one.Verifier, two.Verifier, three.Verifier];
        DateTimeOffset? Time(int quorum)
        {
            WitnessedCheckpoint.Keep(journal, "main", Kept, note, _signer.Verifier, witnesses, quorum);
            return WitnessedCheckpoint.Load(Kept)["main"].Time();
        }

        // One that is two years ahead moves nothing where two are needed; a third that did not sign gives no time.
        Assert.Equal(Day.AddYears(2), Time(1));
        Assert.Equal(Day, Time(2));
        Assert.Null(Time(3));
        WitnessedCheckpoint.Keep(journal, "main", Kept, note, _signer.Verifier);
        Assert.Null(WitnessedCheckpoint.Load(Kept)["main"].Time());
    }

    [Fact]
    public void A_book_behind_the_kept_checkpoint_is_refused_with_figures_and_what_to_do()
    {
        using (var newest = Filled("j.db", 7))
        {
            Keep(newest, 7);
        }

        using var older = Filled("older.db", 5);
        var result = WitnessedCheckpoint.Check(older, "main", Kept);

        Assert.Equal((GuardVerdict.Behind, false, 5L), Said(result));
        Assert.Equal("book main has 5 entries, but 7 were signed and shown to others: 2 are missing", result.Problem);
        Assert.Contains("backup restore --accept-loss", result.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_book_of_another_history_is_refused_though_it_is_long_enough()
    {
        using (var signed = Filled("j.db", 5))
        {
            Keep(signed, 5);
        }

        using var forked = Filled("forked.db", 9, other: 3);
        var result = WitnessedCheckpoint.Check(forked, "main", Kept);

        Assert.Equal((GuardVerdict.Forked, false, 9L), Said(result));
        Assert.Contains("has 9 entries, and its first 5 are not those that proviso.example/main signed", result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_after_the_kept_checkpoint_is_none()
    {
        using (var signed = Filled("j.db", 5))
        {
            Keep(signed, 3);
        }

        using var other = Filled("other.db", 5, other: 3);
        Assert.Equal(GuardVerdict.Good, WitnessedCheckpoint.Check(other, "main", Kept).Verdict);
    }

    [Fact]
    public void Only_a_checkpoint_that_fits_and_is_no_older_is_kept()
    {
        using var journal = Filled("j.db", 7);
        Keep(journal, 5);
        var before = File.ReadAllText(Kept);

        Assert.Contains("one of 5 is kept already", Assert.Throws<JournalFormatException>(() => Keep(journal, 4)).Message, StringComparison.Ordinal);
        Assert.Contains("not of book other", Assert.Throws<JournalFormatException>(() => WitnessedCheckpoint.Keep(journal, "other", Kept, Note(journal, 5), _signer.Verifier)).Message, StringComparison.Ordinal);
        using var imposter = new NoteSigner("proviso.example", Enumerable.Repeat((byte)1, 32).ToArray());
        Assert.Contains("signature", Assert.Throws<JournalFormatException>(() => WitnessedCheckpoint.Keep(journal, "main", Kept, Note(journal, 6), imposter.Verifier)).Message, StringComparison.Ordinal);
        var future = _signer.Sign(new Checkpoint("proviso.example/main", 8, MerkleTree.Leaf([1])).Text());
        Assert.Equal(GuardVerdict.Behind, WitnessedCheckpoint.Keep(journal, "main", Kept, future, _signer.Verifier).Verdict);
        var forked = _signer.Sign(new Checkpoint("proviso.example/main", 6, MerkleTree.Leaf([1])).Text());
        Assert.Equal(GuardVerdict.Forked, WitnessedCheckpoint.Keep(journal, "main", Kept, forked, _signer.Verifier).Verdict);
        Assert.Equal(before, File.ReadAllText(Kept));

        Keep(journal, 6);
        Assert.Equal(6, WitnessedCheckpoint.Check(journal, "main", Kept).Kept);
    }

    [Fact]
    public void A_kept_file_that_is_cut_or_changed_stops_the_door()
    {
        using var journal = Filled("j.db", 5);
        Keep(journal, 5);
        var text = File.ReadAllText(Kept);

        foreach (var broken in new[] { "", text[..(text.Length / 2)], text.Replace("\\n5\\n", "\\n4\\n", StringComparison.Ordinal), text.Replace("\"main\"", "\"other\"", StringComparison.Ordinal), "{}", "[]" })
        {
            File.WriteAllText(Kept, broken);
            Assert.Contains("is broken", Assert.Throws<JournalFormatException>(() => WitnessedCheckpoint.Check(journal, "main", Kept)).Message, StringComparison.Ordinal);
        }
    }

    private static readonly DateTimeOffset Day = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);

    private static JournalRecord Record(int i, int other = -1) => new($"id-{i}", "made-up", Day, new[] { (byte)(i == other ? 99 : i) });

    private static (GuardVerdict Verdict, bool MayServe, long Entries) Said(GuardResult result) => (result.Verdict, result.MayServe, result.Entries);

    private SqliteJournal Filled(string name, int entries, int other = -1)
    {
        var journal = SqliteJournal.Open(Path.Combine(_folder, name));
        Assert.Equal(AppendOutcome.Durable, journal.Append("main", journal.Acquire("main"), 0, [.. Enumerable.Range(0, entries).Select(i => Record(i, other))], Day).Outcome);
        return journal;
    }

    private SignedNote Note(IJournal journal, int size) => _signer.Sign(new Checkpoint("proviso.example/main", size, MerkleTree.Root([.. journal.LeafHashes("main").Take(size)])).Text());

    private GuardResult Keep(IJournal journal, int size) => WitnessedCheckpoint.Keep(journal, "main", Kept, Note(journal, size), _signer.Verifier);
}
