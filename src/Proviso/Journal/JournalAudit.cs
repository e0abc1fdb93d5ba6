using System.Globalization;

namespace Proviso.Journal;

/// <summary>What checking a book found.</summary>
/// <param name="Size">How many entries were checked.</param>
/// <param name="Root">The root over what the entries say now.</param>
/// <param name="Problem">What is wrong, or null.</param>
/// <param name="Sequence">The first entry that it is wrong from, or -1.</param>
/// <param name="IsDamaged">Whether the book does not agree with itself; false when it only differs from a checkpoint that somebody kept.</param>
public sealed record AuditResult(long Size, ReadOnlyMemory<byte> Root, string? Problem, long Sequence, bool IsDamaged = false);

/// <summary>Checks a book against itself and against checkpoints somebody kept. Needs nothing but the entries.</summary>
public static class JournalAudit
{
    /// <summary>Goes through a book: every entry hashed anew, every place and time in order, and the tree of that size against the checkpoint.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="book">The book.</param>
    /// <param name="checkpoint">A checkpoint kept elsewhere, or null: then only what the book says of itself is checked, which proves nothing against its owner.</param>
    public static AuditResult Verify(IJournal journal, string book, Checkpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return Verify(journal.Read(book), journal.LeafHashes(book), book, checkpoint is null ? [] : [checkpoint]);
    }

    /// <summary>Reads a book whole, so that what is shown of it afterwards, in part or as it is read, comes from a book that agrees with itself.</summary>
    /// <param name="journal">The journal, whose <see cref="IJournal.Read"/> checks each entry and, at the end, that it was all of them.</param>
    /// <param name="book">The book.</param>
    /// <returns>How many entries it has.</returns>
    /// <exception cref="JournalDamagedException">It cannot be read whole.</exception>
    public static long Require(IJournal journal, string book)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return journal.Read(book).LongCount();
    }

    /// <summary>Goes through entries that come from anywhere, such as published tiles.</summary>
    /// <param name="entries">The entries in order.</param>
    /// <param name="leaves">The leaf hashes that were stored with them, in order.</param>
    /// <param name="book">The book that they are to be of.</param>
    /// <param name="checkpoints">Checkpoints kept elsewhere.</param>
    public static AuditResult Verify(IEnumerable<JournalEntry> entries, IEnumerable<byte[]> leaves, string book, IReadOnlyList<Checkpoint> checkpoints)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(leaves);
        ArgumentNullException.ThrowIfNull(checkpoints);
        var chain = new EntryChain(book);
        var frontier = chain.Frontier;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var roots = checkpoints.Select(c => c.Size == 0 ? frontier.Root() : null).ToArray();
        try
        {
            using var stored = leaves.GetEnumerator();
            foreach (var entry in entries)
            {
                var problem = chain.Accept(entry, entry.LeafHash(), stored.MoveNext() ? stored.Current : []) ?? (ids.Add(entry.Record.Id) ? null : $"its id {entry.Record.Id} was recorded before");
                if (problem is not null)
                {
                    return new AuditResult(chain.Next, frontier.Root(), problem, chain.Next, IsDamaged: true);
                }

                for (var i = 0; i < roots.Length; i++)
                {
                    roots[i] = checkpoints[i].Size == chain.Next ? frontier.Root() : roots[i];
                }
            }
        }
        catch (JournalDamagedException e)
        {
            return new AuditResult(chain.Next, frontier.Root(), e.Where, e.Entry, IsDamaged: true);
        }
        catch (JournalFormatException e)
        {
            return new AuditResult(chain.Next, frontier.Root(), $"it cannot be read: {e.Message}", chain.Next, IsDamaged: true);
        }

        var next = chain.Next;
        for (var i = 0; i < roots.Length; i++)
        {
            if (roots[i] is not { } root)
            {
                return new AuditResult(next, frontier.Root(), string.Create(CultureInfo.InvariantCulture, $"the book has {next} entries, the checkpoint {checkpoints[i].Size}: entries are gone, or this is an older copy"), next);
            }

            if (!checkpoints[i].Root.Span.SequenceEqual(root))
            {
                return new AuditResult(next, frontier.Root(), "the tree of that size has another root than the checkpoint: an entry below was changed together with its hash", -1);
            }
        }

        return new AuditResult(next, frontier.Root(), null, -1);
    }
}
