using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;

namespace Proviso.Journal;

/// <summary>The hash tree of RFC 6962: leaves hashed with a zero in front, nodes with a one, so that neither can be taken for the other.</summary>
public static class MerkleTree
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = 32;

    /// <summary>The root of a tree without leaves: the hash of nothing.</summary>
    public static ImmutableArray<byte> EmptyRoot { get; } = [.. SHA256.HashData([])];

    /// <summary>The hash of a leaf.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }

    /// <summary>The hash of a node.</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> both = stackalloc byte[1 + (2 * HashLength)];
        both[0] = 1;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + HashLength)..]);
        return SHA256.HashData(both);
    }

    /// <summary>The root over leaf hashes.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        return leaves.Count == 0 ? [.. EmptyRoot] : Root(leaves, 0, leaves.Count);
    }

    /// <summary>The hashes by which a leaf is shown to be in the tree, from the leaf up.</summary>
    /// <param name="leaves">All leaf hashes.</param>
    /// <param name="index">The leaf, from 0.</param>
    public static List<byte[]> Inclusion(IReadOnlyList<byte[]> leaves, long index)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Count);
        var path = new List<byte[]>();
        Path(leaves, (int)index, 0, leaves.Count, path);
        return path;
    }

    /// <summary>The hashes by which the tree is shown to hold an earlier one unchanged.</summary>
    /// <param name="leaves">All leaf hashes.</param>
    /// <param name="earlier">The size of the earlier tree, 1 to the size of this.</param>
    public static List<byte[]> Consistency(IReadOnlyList<byte[]> leaves, long earlier)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        ArgumentOutOfRangeException.ThrowIfLessThan(earlier, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earlier, leaves.Count);
        var proof = new List<byte[]>();
        Sub(leaves, (int)earlier, 0, leaves.Count, whole: true, proof);
        return proof;
    }

    /// <summary>Whether a proof shows that a leaf is in the tree of that size and root. False for anything malformed.</summary>
    public static bool VerifyInclusion(long index, long size, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (proof is null || index < 0 || index >= size || leafHash.Length != HashLength || root.Length != HashLength || !AreHashes(proof))
        {
            return false;
        }

        // RFC 9162, 2.1.3.2.
        var (fn, sn) = (index, size - 1);
        var hash = leafHash.ToArray();
        foreach (var step in proof)
        {
            if (sn == 0)
            {
                return false;
            }

            if ((fn & 1) == 1 || fn == sn)
            {
                hash = Node(step, hash);
                while ((fn & 1) == 0 && fn != 0)
                {
                    fn >>= 1;
                    sn >>= 1;
                }
            }
            else
            {
                hash = Node(hash, step);
            }

            fn >>= 1;
            sn >>= 1;
        }

        return sn == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether a proof shows that the second tree begins with the first. False for anything malformed, and from an empty tree, which begins every other and proves nothing.</summary>
    public static bool VerifyConsistency(long size1, long size2, ReadOnlySpan<byte> root1, ReadOnlySpan<byte> root2, IReadOnlyList<byte[]> proof)
    {
        if (proof is null || size1 < 1 || size1 > size2 || root1.Length != HashLength || root2.Length != HashLength || !AreHashes(proof))
        {
            return false;
        }

        if (size1 == size2)
        {
            return proof.Count == 0 && root1.SequenceEqual(root2);
        }

        // RFC 9162, 2.1.4.2.
        var rest = BitOperations.IsPow2(size1) ? [root1.ToArray(), .. proof] : proof;
        if (rest.Count == 0)
        {
            return false;
        }

        var (fn, sn) = (size1 - 1, size2 - 1);
        while ((fn & 1) == 1)
        {
            fn >>= 1;
            sn >>= 1;
        }

        var (first, second) = (rest[0], rest[0]);
        foreach (var step in rest.Skip(1))
        {
            if (sn == 0)
            {
                return false;
            }

            if ((fn & 1) == 1 || fn == sn)
            {
                first = Node(step, first);
                second = Node(step, second);
                while ((fn & 1) == 0 && fn != 0)
                {
                    fn >>= 1;
                    sn >>= 1;
                }
            }
            else
            {
                second = Node(second, step);
            }

            fn >>= 1;
            sn >>= 1;
        }

        return sn == 0 && root1.SequenceEqual(first) && root2.SequenceEqual(second);
    }

    private static bool AreHashes(IReadOnlyList<byte[]> proof) => proof.Count <= 64 && proof.All(p => p is { Length: HashLength });

    private static byte[] Root(IReadOnlyList<byte[]> leaves, int from, int count)
    {
        if (count == 1)
        {
            return leaves[from];
        }

        var left = Half(count);
        return Node(Root(leaves, from, left), Root(leaves, from + left, count - left));
    }

    private static void Path(IReadOnlyList<byte[]> leaves, int index, int from, int count, List<byte[]> path)
    {
        if (count == 1)
        {
            return;
        }

        var left = Half(count);
        if (index < left)
        {
            Path(leaves, index, from, left, path);
            path.Add(Root(leaves, from + left, count - left));
        }
        else
        {
            Path(leaves, index - left, from + left, count - left, path);
            path.Add(Root(leaves, from, left));
        }
    }

    private static void Sub(IReadOnlyList<byte[]> leaves, int earlier, int from, int count, bool whole, List<byte[]> proof)
    {
        if (earlier == count)
        {
            if (!whole)
            {
                proof.Add(Root(leaves, from, count));
            }

            return;
        }

        var left = Half(count);
        if (earlier <= left)
        {
            Sub(leaves, earlier, from, left, whole, proof);
            proof.Add(Root(leaves, from + left, count - left));
        }
        else
        {
            Sub(leaves, earlier - left, from + left, count - left, whole: false, proof);
            proof.Add(Root(leaves, from, left));
        }
    }

    // The largest power of two below the count.
    private static int Half(int count) => (int)(BitOperations.RoundUpToPowerOf2((uint)count) >> 1);
}

/// <summary>The right edge of a growing tree: as many hashes as the size has ones in binary, which is all that the next root needs.</summary>
public sealed class MerkleFrontier
{
    private readonly List<byte[]> _edge = [];

    /// <summary>How many leaves it has.</summary>
    public long Size { get; private set; }

    /// <summary>The edge as it was written by <see cref="Edge"/>.</summary>
    /// <param name="size">How many leaves it has.</param>
    /// <param name="edge">The hashes.</param>
    /// <exception cref="JournalFormatException">There are more or fewer hashes than that size has.</exception>
    public static MerkleFrontier Of(long size, ReadOnlySpan<byte> edge)
    {
        if (size < 0 || edge.Length != BitOperations.PopCount((ulong)size) * MerkleTree.HashLength)
        {
            throw new JournalFormatException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{edge.Length} bytes are not the edge of a tree of {size} leaves"));
        }

        var frontier = new MerkleFrontier { Size = size };
        for (var at = 0; at < edge.Length; at += MerkleTree.HashLength)
        {
            frontier._edge.Add(edge.Slice(at, MerkleTree.HashLength).ToArray());
        }

        return frontier;
    }

    /// <summary>Its hashes one after the other, the greatest subtree first: with the size, all that goes on from here needs.</summary>
    public byte[] Edge() => [.. _edge.SelectMany(hash => hash)];

    /// <summary>Adds a leaf by its hash.</summary>
    public void Append(byte[] leafHash)
    {
        ArgumentNullException.ThrowIfNull(leafHash);
        var hash = leafHash;
        for (var size = Size; (size & 1) == 1; size >>= 1)
        {
            hash = MerkleTree.Node(_edge[^1], hash);
            _edge.RemoveAt(_edge.Count - 1);
        }

        _edge.Add(hash);
        Size++;
    }

    /// <summary>The root of the leaves so far.</summary>
    public byte[] Root()
    {
        if (_edge.Count == 0)
        {
            return [.. MerkleTree.EmptyRoot];
        }

        var root = _edge[^1];
        for (var i = _edge.Count - 2; i >= 0; i--)
        {
            root = MerkleTree.Node(_edge[i], root);
        }

        return root;
    }
}
