using System.Numerics;

namespace Proviso.Journal;

/// <summary>A proof made in one pass over leaf hashes, and the roots it leads between.</summary>
/// <param name="Hashes">The hashes of the proof.</param>
/// <param name="Root">The root of the tree.</param>
/// <param name="EarlierRoot">The root of the earlier tree; for an inclusion, the hash of the leaf.</param>
public sealed record MadeProof(IReadOnlyList<byte[]> Hashes, byte[] Root, byte[] EarlierRoot);

/// <summary>Makes proofs in one pass over the leaf hashes of a book: memory does not grow with it.</summary>
/// <remarks>
/// Each hash of a proof is the root over a run of leaves, and the runs of one proof do not overlap. So each leaf is added to the tree as a whole and to at most one run.
/// </remarks>
public static class MerkleProofs
{
    /// <summary>Proves that a leaf is in the tree of a size.</summary>
    /// <param name="leaves">The leaf hashes, at least as many as the size.</param>
    /// <param name="index">The leaf, from 0.</param>
    /// <param name="size">The size of the tree.</param>
    /// <exception cref="JournalFormatException">There are fewer leaves.</exception>
    public static MadeProof Inclusion(IEnumerable<byte[]> leaves, long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var runs = new List<Run>();
        Path(index, 0, size, runs);
        return Make(leaves, size, index, index + 1, runs);
    }

    /// <summary>Proves that the tree of a size begins with that of an earlier one.</summary>
    /// <param name="leaves">The leaf hashes, at least as many as the size.</param>
    /// <param name="earlier">The earlier size, from 1.</param>
    /// <param name="size">The size of the tree.</param>
    /// <exception cref="JournalFormatException">There are fewer leaves.</exception>
    public static MadeProof Consistency(IEnumerable<byte[]> leaves, long earlier, long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(earlier, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earlier, size);
        var runs = new List<Run>();
        Sub(earlier, 0, size, whole: true, runs);
        return Make(leaves, size, 0, earlier, runs);
    }

    private static MadeProof Make(IEnumerable<byte[]> leaves, long size, long from, long to, List<Run> runs)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        var (whole, part, ordered, at) = (new MerkleFrontier(), new MerkleFrontier(), runs.OrderBy(r => r.From).ToList(), 0);
        using var leaf = leaves.GetEnumerator();
        for (long i = 0; i < size; i++)
        {
            if (!leaf.MoveNext())
            {
                throw new JournalFormatException($"the book has {i} entries, not {size}");
            }

            whole.Append(leaf.Current);
            if (i >= from && i < to)
            {
                part.Append(leaf.Current);
            }

            while (at < ordered.Count && i >= ordered[at].From + ordered[at].Count)
            {
                at++;
            }

            if (at < ordered.Count && i >= ordered[at].From)
            {
                ordered[at].Tree.Append(leaf.Current);
            }
        }

        // The tree over one leaf is its hash, so the part serves for both kinds.
        return new MadeProof([.. runs.Select(r => r.Tree.Root())], whole.Root(), part.Root());
    }

    // The same cuts as in MerkleTree, with runs in place of hashes.
    private static void Path(long index, long from, long count, List<Run> runs)
    {
        if (count == 1)
        {
            return;
        }

        var left = Half(count);
        if (index < left)
        {
            Path(index, from, left, runs);
            runs.Add(new Run(from + left, count - left));
        }
        else
        {
            Path(index - left, from + left, count - left, runs);
            runs.Add(new Run(from, left));
        }
    }

    private static void Sub(long earlier, long from, long count, bool whole, List<Run> runs)
    {
        if (earlier == count)
        {
            if (!whole)
            {
                runs.Add(new Run(from, count));
            }

            return;
        }

        var left = Half(count);
        if (earlier <= left)
        {
            Sub(earlier, from, left, whole, runs);
            runs.Add(new Run(from + left, count - left));
        }
        else
        {
            Sub(earlier - left, from + left, count - left, whole: false, runs);
            runs.Add(new Run(from, left));
        }
    }

    // The largest power of two below the count.
    private static long Half(long count) => 1L << (63 - BitOperations.LeadingZeroCount((ulong)count - 1));

    private sealed record Run(long From, long Count)
    {
        public MerkleFrontier Tree { get; } = new();
    }
}
