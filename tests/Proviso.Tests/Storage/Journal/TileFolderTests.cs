// Method: a book published in steps, its files read back by hand with nothing but the tree, then each file changed, cut or taken away.
using Microsoft.Data.Sqlite;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Tests.Storage.Journal;

public sealed class TileFolderTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly string _root = Directory.CreateTempSubdirectory("proviso-tiles-").FullName;
    private readonly NoteSigner _signer = new("proviso.example", new byte[32]);
    private readonly SqliteJournal _journal;

    public TileFolderTests()
    {
        _journal = SqliteJournal.Open(Path.Combine(_root, "j.db"));
        _journal.Acquire("main");
    }

    private string Folder => Path.Combine(_root, "log");

    public void Dispose()
    {
        _journal.Dispose();
        _signer.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(70_000)]
    public void Files_read_by_hand_give_the_entries_and_the_root_of_the_book(int size)
    {
        Append(size);
        Publish();

        // A second way: all names from the size alone, all hashes from the entries alone.
        var (read, left) = (new List<byte[]>(), size);
        for (var n = 0; left > 0; n++, left -= 256)
        {
            read.AddRange(Tiles.ReadEntries(File.ReadAllBytes(Path.Combine(Folder, new Tile(Tiles.Entries, n, Math.Min(left, 256)).Path())), Math.Min(left, 256)));
        }

        var leaves = read.Select(e => MerkleTree.Leaf(e)).ToList();
        Assert.Equal(_journal.LeafHashes("main"), leaves);
        Assert.All(Tiles.Of(size), t => Assert.Equal(t.Width * 32, new FileInfo(Path.Combine(Folder, t.Path())).Length));
        Assert.Equal(Tiles.Of(size).Count() + ((size + 255) / 256) + 1, Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Length);
        var checkpoint = TileFolder.ReadCheckpoint(Folder, _signer.Verifier).Checkpoint;
        Assert.Equal(("proviso.example/main", size), (checkpoint.Origin, checkpoint.Size));
        Assert.Equal(MerkleTree.Root(leaves), checkpoint.Root.ToArray());
        Assert.Null(Verify().Problem);
    }

    [Fact]
    public void Publishing_again_writes_what_is_new_and_no_full_file_again()
    {
        var checkpoints = new List<Checkpoint>();
        var full = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        foreach (var more in new[] { 3, 250, 3, 1, 0, 300, 511 })
        {
            Append(more);
            var report = Publish();
            Assert.Equal((more, (int)_journal.Position("main").Next), ((int)(report.Size - report.Before), (int)report.Size));
            Assert.All(full, f => Assert.Equal(f.Value, File.GetLastWriteTimeUtc(f.Key)));
            foreach (var path in Tiles.Of(report.Size).Where(t => t.IsFull).Select(t => Path.Combine(Folder, t.Path())))
            {
                // An old time, so that a file written again would show.
                if (full.TryAdd(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)))
                {
                    File.SetLastWriteTimeUtc(path, full[path]);
                }
            }

            checkpoints.Add(TileFolder.ReadCheckpoint(Folder, _signer.Verifier).Checkpoint);
            Assert.Null(TileFolder.Verify(Folder, "main", checkpoints[^1], checkpoints).Problem);
        }

        // What was published for an older checkpoint is still enough for it.
        Assert.All(checkpoints, c => Assert.Null(TileFolder.Verify(Folder, "main", c, []).Problem));
        Assert.False(Directory.Exists(Path.Combine(Folder, "tile/0/000.p")));
    }

    [Fact]
    public void A_run_that_ended_before_its_checkpoint_is_taken_up_again()
    {
        Append(300);
        Publish();
        var before = File.ReadAllBytes(Path.Combine(Folder, "checkpoint"));
        Append(300);
        Publish();
        File.WriteAllBytes(Path.Combine(Folder, "checkpoint"), before);
        Append(50);

        Assert.Equal(650, Publish().Size);
        Assert.Null(Verify().Problem);
    }

    [Fact]
    public void A_journal_that_does_not_hold_what_was_published_publishes_nothing()
    {
        Append(300);
        Publish();
        var before = Snapshot();

        using var forked = SqliteJournal.Open(Path.Combine(_root, "forked.db"));
        Append(400, forked, body: 9);
        Assert.Contains("its first 300 are not those", TileFolder.Publish(forked, "main", Folder, _signer).Problem, StringComparison.Ordinal);
        using var older = SqliteJournal.Open(Path.Combine(_root, "older.db"));
        Append(200, older);
        Assert.Contains("100 are missing", TileFolder.Publish(older, "main", Folder, _signer).Problem, StringComparison.Ordinal);
        using var stranger = new NoteSigner("proviso.example", Enumerable.Repeat((byte)1, 32).ToArray());
        Assert.Contains("no good signature", Assert.Throws<JournalFormatException>(() => TileFolder.Publish(_journal, "main", Folder, stranger)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public void A_file_left_by_a_run_on_another_history_stops_the_next()
    {
        Append(300);
        Publish();
        Append(300);
        Directory.CreateDirectory(Path.Combine(Folder, "tile/0"));
        File.WriteAllBytes(Path.Combine(Folder, "tile/0/001"), new byte[8192]);

        Assert.Contains("tile/0/001 is there already and holds something else", Assert.Throws<JournalFormatException>(() => TileFolder.Publish(_journal, "main", Folder, _signer)).Message, StringComparison.Ordinal);
        Assert.Equal(300, TileFolder.ReadCheckpoint(Folder, _signer.Verifier).Checkpoint.Size);
    }

    [Fact]
    public void An_entry_changed_in_the_journal_is_not_published()
    {
        Append(10);
        ByHand.Edit(Path.Combine(_root, "j.db"), "UPDATE entry SET leaf = zeroblob(32) WHERE sequence = 3");

        Assert.Contains("entry 3: it is not what was hashed", Assert.Throws<JournalDamagedException>(() => TileFolder.Publish(_journal, "main", Folder, _signer)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Folder, "checkpoint")));
    }

    [Fact]
    public void Every_file_changed_cut_or_taken_away_is_found()
    {
        Append(66_000);
        Publish();
        foreach (var name in new[] { "tile/0/000", "tile/0/256", "tile/0/257.p/208", "tile/1/000", "tile/1/001.p/1", "tile/2/000.p/1", "tile/entries/000", "tile/entries/257.p/208" })
        {
            var path = Path.Combine(Folder, name);
            var whole = File.ReadAllBytes(path);
            byte[] forged = name.Contains("entries", StringComparison.Ordinal) ? [.. whole, 0, 1, 9] : [.. whole, .. new byte[32]];
            foreach (var broken in new byte[]?[] { null, whole[..^1], Changed(whole, whole.Length - 1), forged })
            {
                File.Delete(path);
                if (broken is not null)
                {
                    File.WriteAllBytes(path, broken);
                }

                Assert.NotNull(Verify().Problem);
            }

            File.WriteAllBytes(path, whole);
        }

        Assert.Null(Verify().Problem);

        static byte[] Changed(byte[] whole, int at)
        {
            var changed = whole.ToArray();
            changed[at] ^= 1;
            return changed;
        }
    }

    private void Append(int entries, SqliteJournal? journal = null, byte body = 1)
    {
        var to = journal ?? _journal;
        var (epoch, next) = (to.Acquire("main"), (int)to.Position("main").Next);
        Assert.Equal(AppendOutcome.Durable, to.Append("main", epoch, next, [.. Enumerable.Range(next, entries).Select(i => new JournalRecord($"id-{i}", "made-up", Day, new[] { body }))], Day).Outcome);
    }

    private PublishReport Publish()
    {
        var report = TileFolder.Publish(_journal, "main", Folder, _signer);
        Assert.Null(report.Problem);
        return report;
    }

    private AuditResult Verify() => TileFolder.Verify(Folder, "main", TileFolder.ReadCheckpoint(Folder, _signer.Verifier).Checkpoint, []);

    private SortedDictionary<string, string> Snapshot() => new(Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).ToDictionary(f => f, f => Convert.ToHexString(File.ReadAllBytes(f))), StringComparer.Ordinal);
}
