// Method: published proofs to accept and to refuse; roots of the specification's own data; every proof of small trees, and each with one bit changed.
using System.Text.Json;
using CsCheck;
using Proviso.Journal;

namespace Proviso.Tests.Proviso.Journal;

public class MerkleTreeTests
{
    // The eight leaves on which implementations of RFC 6962 are usually tested, and the roots of the first trees over them, as published with the logs.
    private static readonly string[] Leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    private static readonly (int Size, string Root)[] Roots =
    [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        (5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        (6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        (7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        (8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ];

    [Fact]
    public void The_roots_are_the_published_ones_at_once_and_leaf_by_leaf()
    {
        var hashes = Leaves.Select(l => MerkleTree.Leaf(Convert.FromHexString(l))).ToList();
        var frontier = new MerkleFrontier();
        foreach (var (size, root) in Roots)
        {
            Assert.Equal(root, Convert.ToHexStringLower(MerkleTree.Root(hashes[..size])));
            Assert.Equal(root, Convert.ToHexStringLower(frontier.Root()));
            if (size < hashes.Count)
            {
                frontier.Append(hashes[size]);
            }
        }
    }

    [Fact]
    public void Published_proofs_are_accepted_and_refused_as_they_say()
    {
        var folder = Path.Combine(Golden.Root, "..", "shared", "data", "vectors", "rfc6962");
        if (!Directory.Exists(folder))
        {
            Assert.Skip($"the published proofs are not at hand ({folder})");
        }

        var (seen, wrong) = (0, new List<string>());
        foreach (var file in Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            var row = document.RootElement;
            var proof = row.TryGetProperty("proof", out var p) && p.ValueKind == JsonValueKind.Array ? p.EnumerateArray().Select(Bytes).ToList() : [];
            var accepted = row.TryGetProperty("leafIdx", out var index)
                ? MerkleTree.VerifyInclusion(Number(index), Number(row.GetProperty("treeSize")), Bytes(row.GetProperty("leafHash")), proof, Bytes(row.GetProperty("root")))
                : MerkleTree.VerifyConsistency(Number(row.GetProperty("size1")), Number(row.GetProperty("size2")), Bytes(row.GetProperty("root1")), Bytes(row.GetProperty("root2")), proof);
            seen++;
            if (accepted == row.GetProperty("wantErr").GetBoolean())
            {
                wrong.Add(Path.GetRelativePath(folder, file));
            }
        }

        Assert.Empty(wrong);
        Assert.True(seen >= 90);

        // Sizes up to 2^64 are asked; beyond the range here they are no size.
        static long Number(JsonElement value) => value.TryGetInt64(out var number) ? number : -1;
        static byte[] Bytes(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetBytesFromBase64() : [];
    }

    [Fact]
    public void Every_proof_of_a_small_tree_holds_and_none_with_a_bit_changed() => Gen.Select(Gen.Int[1, 40], Gen.Int[0, 10_000], Gen.Int[0, 255]).Sample((size, place, bit) =>
    {
        var leaves = Enumerable.Range(0, size).Select(i => MerkleTree.Leaf([(byte)i])).ToList();
        var root = MerkleTree.Root(leaves);
        var index = place % size;
        var inclusion = MerkleTree.Inclusion(leaves, index);
        Assert.True(MerkleTree.VerifyInclusion(index, size, leaves[index], inclusion, root));
        Assert.False(MerkleTree.VerifyInclusion((index + 1) % Math.Max(2, size), size, leaves[index], inclusion, root));
        Assert.False(MerkleTree.VerifyInclusion(index, size, leaves[index], [.. inclusion, root], root));

        var earlier = 1 + (place % size);
        var before = MerkleTree.Root(leaves[..earlier]);
        var consistency = MerkleTree.Consistency(leaves, earlier);
        Assert.True(MerkleTree.VerifyConsistency(earlier, size, before, root, consistency));
        Assert.True(inclusion.Count == 0 || !MerkleTree.VerifyInclusion(index, size, leaves[index], Changed(inclusion), root));
        Assert.True(consistency.Count == 0 || !MerkleTree.VerifyConsistency(earlier, size, before, root, Changed(consistency)));

        List<byte[]> Changed(List<byte[]> proof)
        {
            var changed = proof.Select(h => h.ToArray()).ToList();
            changed[place % changed.Count][bit / 8] ^= (byte)(1 << (bit % 8));
            return changed;
        }
    }, iter: 2_000);
}
