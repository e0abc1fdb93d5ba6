// Method: every proof of every small tree made in one pass against the recursive one; a proof of a long book with the memory it takes.
using Proviso.Journal;

namespace Proviso.Tests.Proviso.Journal;

public class MerkleProofsTests
{
    [Fact]
    public void A_proof_made_in_one_pass_is_that_of_the_whole_tree()
    {
        var all = Enumerable.Range(0, 70).Select(i => MerkleTree.Leaf([(byte)i])).ToList();
        for (var size = 1; size <= 66; size++)
        {
            var leaves = all[..size];
            var root = MerkleTree.Root(leaves);
            for (var i = 0; i < size; i++)
            {
                var inclusion = MerkleProofs.Inclusion(all, i, size);
                Assert.Equal(MerkleTree.Inclusion(leaves, i), inclusion.Hashes);
                Assert.Equal((root, leaves[i]), (inclusion.Root, inclusion.EarlierRoot), Same);

                var consistency = MerkleProofs.Consistency(all, i + 1, size);
                Assert.Equal(MerkleTree.Consistency(leaves, i + 1), consistency.Hashes);
                Assert.Equal((root, MerkleTree.Root(leaves[..(i + 1)])), (consistency.Root, consistency.EarlierRoot), Same);
            }
        }

        static bool Same((byte[] A, byte[] B) x, (byte[] A, byte[] B) y) => x.A.AsSpan().SequenceEqual(y.A) && x.B.AsSpan().SequenceEqual(y.B);
    }

    [Fact]
    public void A_book_that_is_shorter_than_the_proof_asks_is_refused()
    {
        var leaves = Enumerable.Range(0, 3).Select(i => MerkleTree.Leaf([(byte)i])).ToList();

        Assert.Throws<JournalFormatException>(() => MerkleProofs.Inclusion(leaves, 1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProofs.Inclusion(leaves, 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProofs.Consistency(leaves, 0, 3));
    }

    [Fact]
    public void A_proof_over_two_hundred_thousand_leaves_keeps_none_of_them()
    {
        var kept = new List<WeakReference>();
        var proof = MerkleProofs.Consistency(Leaves(), 123_457, 200_000);

        Assert.True(MerkleTree.VerifyConsistency(123_457, 200_000, proof.EarlierRoot, proof.Root, proof.Hashes));
        GC.Collect();
        Assert.All(kept, k => Assert.False(k.IsAlive));

        // Leaves in the middle of a run: only the edge of a run may hold on to a leaf.
        IEnumerable<byte[]> Leaves()
        {
            for (var i = 0; i < 200_000; i++)
            {
                var leaf = MerkleTree.Leaf(BitConverter.GetBytes(i));
                if (i % 1000 == 500)
                {
                    kept.Add(new WeakReference(leaf));
                }

                yield return leaf;
            }
        }
    }
}
