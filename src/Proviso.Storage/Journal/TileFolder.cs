using System.Globalization;
using Proviso.Journal;
using Proviso.Storage.Files;

namespace Proviso.Storage.Journal;

/// <summary>What publishing a book did.</summary>
/// <param name="Before">How many entries were published before.</param>
/// <param name="Size">How many are now.</param>
/// <param name="Files">How many files were written.</param>
/// <param name="Problem">Why nothing was published, or null.</param>
/// <param name="Help">What to do about it, or null.</param>
public sealed record PublishReport(long Before, long Size, int Files, string? Problem, string? Help);

/// <summary>A book as a folder of files that any server of files can publish: a checkpoint, tiles of hashes, tiles of entries (C2SP tlog-tiles).</summary>
public static class TileFolder
{
    private const string CheckpointName = "checkpoint";

    // More than 256 entries of the greatest length with their lengths.
    private const long LongestTile = Tiles.Width * (Tiles.LongestEntry + 2L);

    /// <summary>Writes what is new and signs it. Files that are full are never written again, and the checkpoint comes last.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="book">The book.</param>
    /// <param name="folder">The folder; made when it is not there.</param>
    /// <param name="signer">Who signs; the origin is its name, a slash and the book.</param>
    /// <exception cref="JournalFormatException">What is in the folder or the journal is not what it should be; the checkpoint stays as it was.</exception>
    public static PublishReport Publish(IJournal journal, string book, string folder, NoteSigner signer)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(signer);
        var origin = $"{signer.Verifier.Name}/{book}";
        var size = journal.Position(book).Next;
        Checkpoint? old = null;
        if (File.Exists(Path.Combine(folder, CheckpointName)))
        {
            old = ReadCheckpoint(folder, signer.Verifier).Checkpoint;
            if (old.Origin != origin)
            {
                throw new JournalFormatException($"the folder is of {old.Origin}, not of {origin}");
            }

            var guard = JournalGuard.Check(journal, book, old);
            if (!guard.MayServe)
            {
                return new PublishReport(old.Size, old.Size, 0, guard.Problem, guard.Help);
            }

            if (old.Size == size)
            {
                // Cosignatures that were added to the checkpoint stay.
                return new PublishReport(size, size, 0, null, null);
            }
        }

        var (files, touched) = (0, new HashSet<string>(StringComparer.Ordinal));
        void Put(Tile tile, byte[] content)
        {
            if (tile.IsFull && IsOlder(tile, old?.Size ?? 0))
            {
                return;
            }

            var path = Local(folder, tile);
            if (File.Exists(path))
            {
                // From a run that ended before its checkpoint. Whoever has seen it may not be shown another.
                if (new FileInfo(path).Length != content.Length || !BoundedFile.ReadBytes(path, LongestTile, "tile").AsSpan().SequenceEqual(content))
                {
                    throw new JournalFormatException($"{tile.Path()} is there already and holds something else");
                }

                return;
            }

            var parent = Path.GetDirectoryName(path)!;
            Directory.CreateDirectory(parent);
            DurableFile.Put(path, content);
            files++;
            for (var at = parent; at.Length >= folder.Length && touched.Add(at); at = Path.GetDirectoryName(at)!)
            {
            }
        }

        var root = Write(journal, book, old?.Size ?? 0, size, Put);
        foreach (var one in touched)
        {
            DurableFile.FlushFolder(one);
        }

        Directory.CreateDirectory(folder);
        DurableFile.Write(Path.Combine(folder, CheckpointName), signer.Sign(new Checkpoint(origin, size, root).Text()).ToString());
        Clear(folder, old?.Size ?? 0, size);
        return new PublishReport(old?.Size ?? 0, size, files + 1, null, null);
    }

    /// <summary>Reads the checkpoint of a folder and checks its signature.</summary>
    /// <exception cref="JournalFormatException">There is none, or its signature is not good.</exception>
    public static (SignedNote Note, Checkpoint Checkpoint) ReadCheckpoint(string folder, NoteVerifier key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var path = Path.Combine(folder, CheckpointName);
        var note = SignedNote.Parse(File.Exists(path) && new FileInfo(path).Length is > 0 and < 1 << 20 ? DurableFile.Text(BoundedFile.ReadBytes(path, 1 << 20, "checkpoint")) : throw new JournalFormatException($"{folder} has no checkpoint"));
        return key.Verify(note) ? (note, Checkpoint.Parse(note.Text)) : throw new JournalFormatException($"the checkpoint in {folder} has no good signature of {key.Name}");
    }

    /// <summary>Checks a whole book from its files alone: every entry, every tile of every level, the checkpoint of the folder, and others that somebody kept.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="book">The book.</param>
    /// <param name="checkpoint">The checkpoint of the folder.</param>
    /// <param name="kept">Checkpoints kept elsewhere.</param>
    public static AuditResult Verify(string folder, string book, Checkpoint checkpoint, IReadOnlyList<Checkpoint> kept)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return JournalAudit.Verify(Entries(folder, checkpoint.Size), Leaves(folder, checkpoint.Size), book, [checkpoint, .. kept]);
    }

    private static byte[] Write(IJournal journal, string book, long before, long size, Action<Tile, byte[]> put)
    {
        var (frontier, builder) = (new MerkleFrontier(), new TileBuilder((tile, hashes) => put(tile, Tiles.Write(hashes))));
        var first = before / Tiles.Width * Tiles.Width;
        var bundle = new List<byte[]>(Tiles.Width);
        using var entries = journal.Read(book, first).GetEnumerator();
        foreach (var leaf in journal.LeafHashes(book).Take(checked((int)Math.Min(size, int.MaxValue))))
        {
            if (frontier.Size >= first)
            {
                var bytes = entries.MoveNext() ? entries.Current.Encode() : [];
                if (entries.Current?.Sequence != frontier.Size || !MerkleTree.Leaf(bytes).AsSpan().SequenceEqual(leaf))
                {
                    throw new JournalFormatException($"entry {frontier.Size} is not what was hashed when it was written");
                }

                bundle.Add(bytes);
                if (bundle.Count == Tiles.Width || frontier.Size == size - 1)
                {
                    put(new Tile(Tiles.Entries, frontier.Size / Tiles.Width, bundle.Count), Tiles.WriteEntries(bundle));
                    bundle.Clear();
                }
            }

            builder.Append(leaf);
            frontier.Append(leaf);
        }

        if (frontier.Size != size)
        {
            throw new JournalFormatException($"book {book} has {frontier.Size} entries that can be read, not {size}");
        }

        builder.Finish();
        return frontier.Root();
    }

    // Whether a full tile was full before.
    private static bool IsOlder(Tile tile, long before)
    {
        for (var level = 0; level <= Math.Max(tile.Level, 0); level++)
        {
            before /= Tiles.Width;
        }

        return tile.Index < before;
    }

    // Partial tiles whose full one is there now.
    private static void Clear(string folder, long before, long size)
    {
        foreach (var tile in Tiles.Of(before).Where(t => !t.IsFull).SelectMany(t => t.Level == 0 ? [t, t with { Level = Tiles.Entries }] : new[] { t }))
        {
            var full = tile with { Width = Tiles.Width };
            if (IsOlder(full, size) && Directory.Exists(Local(folder, full) + ".p"))
            {
                Directory.Delete(Local(folder, full) + ".p", recursive: true);
            }
        }
    }

    private static IEnumerable<JournalEntry> Entries(string folder, long size)
    {
        for (long n = 0; n * Tiles.Width < size; n++)
        {
            var width = (int)Math.Min(Tiles.Width, size - (n * Tiles.Width));
            foreach (var entry in Tiles.ReadEntries(Content(folder, new Tile(Tiles.Entries, n, width), out var exact), width, exact))
            {
                yield return JournalEntry.Decode(entry);
            }
        }
    }

    private static IEnumerable<byte[]> Leaves(string folder, long size)
    {
        var builder = new TileBuilder((tile, hashes) =>
        {
            if (tile.Level > 0 && !Content(folder, tile, out _)[..(tile.Width * MerkleTree.HashLength)].AsSpan().SequenceEqual(Tiles.Write(hashes)))
            {
                throw new JournalFormatException($"{tile.Path()} does not hold the hashes of the tiles below it");
            }
        });
        for (long n = 0; n * Tiles.Width < size; n++)
        {
            var width = (int)Math.Min(Tiles.Width, size - (n * Tiles.Width));
            var hashes = Tiles.ReadHashes(Content(folder, new Tile(0, n, width), out _), width);
            for (var i = 0; i < width; i++)
            {
                builder.Append(hashes[i]);
                if ((n * Tiles.Width) + i == size - 1)
                {
                    builder.Finish();
                }

                yield return hashes[i];
            }
        }
    }

    // A partial tile may be gone once the full one is there, which begins with it.
    private static byte[] Content(string folder, Tile tile, out bool exact)
    {
        // A file of that very width holds just that: whoever reads it whole must not find more than the tree covers.
        var path = Local(folder, tile);
        exact = File.Exists(path);
        path = exact ? path : Local(folder, tile with { Width = Tiles.Width });
        var file = new FileInfo(path);
        var content = !file.Exists ? throw new JournalFormatException($"{tile.Path()} is missing")
            : file.Length is 0 or > LongestTile ? throw new JournalFormatException(string.Create(CultureInfo.InvariantCulture, $"{tile.Path()} has {file.Length} bytes"))
            : BoundedFile.ReadBytes(path, LongestTile, "tile");
        var hashes = tile.Width * MerkleTree.HashLength;
        return tile.Level == Tiles.Entries || (exact ? content.Length == hashes : content.Length >= hashes) ? content : throw new JournalFormatException($"{tile.Path()} has fewer or more hashes than it should");
    }

    private static string Local(string folder, Tile tile) => Path.Combine(folder, tile.Path().Replace('/', Path.DirectorySeparatorChar));
}
