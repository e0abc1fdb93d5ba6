// Method: the example of the specification; signatures checked over the message spelled out by hand; random requests of a log that tells two stories, and what may not be among what was signed.
using System.Buffers.Binary;
using System.Text;
using CsCheck;
using NSec.Cryptography;
using Proviso.Journal;

namespace Proviso.Tests.Proviso.Journal;

public sealed class WitnessTests : IDisposable
{
    private const string Origin = "proviso.example/main";

    // The example of C2SP tlog-cosignature.
    private const string Example = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==

        """;

    private static readonly List<byte[]> Leaves = [.. Enumerable.Range(0, 24).Select(i => MerkleTree.Leaf([(byte)i]))];
    private static readonly List<byte[]> Others = [.. Enumerable.Range(0, 24).Select(i => i < 8 ? Leaves[i] : MerkleTree.Leaf([(byte)i, 1]))];

    private readonly NoteSigner _log = new("proviso.example", new byte[32]);
    private readonly CosignatureSigner _first = new("witness.example/w1", Enumerable.Repeat((byte)1, 32).ToArray());
    private readonly CosignatureSigner _second = new("witness.example/w2", Enumerable.Repeat((byte)2, 32).ToArray());

    public void Dispose()
    {
        _log.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public void The_example_of_the_specification_is_read_with_the_time_that_it_names()
    {
        var note = SignedNote.Parse(Example.ReplaceLineEndings("\n"));
        var cosignature = note.Signatures[1];

        Assert.Equal(Example.ReplaceLineEndings("\n"), note.ToString());
        Assert.Equal(("witness.example.com/w1", 0x8d66cf3fu, 72), (cosignature.Name, cosignature.KeyId, cosignature.Bytes.Length));
        Assert.Equal(1679315147, BinaryPrimitives.ReadInt64BigEndian(cosignature.Bytes.Span));
    }

    [Fact]
    public void What_is_signed_is_the_message_of_the_specification_spelled_out()
    {
        var note = _first.Cosign(Note(7), DateTimeOffset.FromUnixTimeSeconds(1679315147));
        var bytes = note.Signatures[1].Bytes.Span;
        var message = $"cosignature/v1\ntime 1679315147\n{Origin}\n7\n{Convert.ToBase64String(MerkleTree.Root(Leaves[..7]))}\n";
        using var key = Key.Import(SignatureAlgorithm.Ed25519, Enumerable.Repeat((byte)1, 32).ToArray(), KeyBlobFormat.RawPrivateKey);

        Assert.True(SignatureAlgorithm.Ed25519.Verify(key.PublicKey, Encoding.UTF8.GetBytes(message), bytes[8..]));
        Assert.Equal("00000000641850CB", Convert.ToHexString(bytes[..8]));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1679315147), _first.Verifier.Verify(note));
        Assert.True(_log.Verifier.Verify(note));
    }

    [Fact]
    public void A_cosignature_changed_in_one_byte_or_of_another_text_key_or_time_does_not_count()
    {
        var note = _first.Cosign(Note(7), DateTimeOffset.UnixEpoch.AddDays(1));
        for (var i = 0; i < 72; i++)
        {
            var bytes = note.Signatures[1].Bytes.ToArray();
            bytes[i] ^= 1;
            Assert.Null(_first.Verifier.Verify(note with { Signatures = [note.Signatures[0], note.Signatures[1] with { Bytes = bytes }] }));
        }

        Assert.Null(_second.Verifier.Verify(note));
        Assert.Null(_first.Verifier.Verify(Note(8) with { Signatures = note.Signatures }));
        Assert.Null(_first.Verifier.Verify(note with { Signatures = [.. note.Signatures, note.Signatures[1] with { Bytes = new byte[72] }] }));

        // The log's own signature, under the name and id of the witness.
        Assert.Null(_first.Verifier.Verify(note with { Signatures = [note.Signatures[0] with { Name = _first.Verifier.Name, KeyId = _first.Verifier.KeyId }] }));
    }

    [Fact]
    public void Keys_of_logs_and_of_witnesses_are_not_taken_for_each_other()
    {
        Assert.Equal(_first.Verifier.ToString(), CosignatureVerifier.Parse(_first.Verifier.ToString()).ToString());
        Assert.Throws<JournalFormatException>(() => CosignatureVerifier.Parse(_log.Verifier.ToString()));
        Assert.Throws<JournalFormatException>(() => NoteVerifier.Parse(_first.Verifier.ToString()));
    }

    [Fact]
    public void A_quorum_counts_keys_and_not_names()
    {
        var note = _second.Cosign(_first.Cosign(Note(7), DateTimeOffset.UnixEpoch), DateTimeOffset.UnixEpoch);
        using var third = new CosignatureSigner("witness.example/w3", Enumerable.Repeat((byte)3, 32).ToArray());
        using var alias = new CosignatureSigner("witness.example/alias", Enumerable.Repeat((byte)1, 32).ToArray());
        var both = alias.Cosign(note, DateTimeOffset.UnixEpoch);

        Assert.True(QuorumResult.Of(note, [_first.Verifier, _second.Verifier, third.Verifier], 2).IsReached);
        Assert.Equal(["witness.example/w3"], QuorumResult.Of(note, [_first.Verifier, _second.Verifier, third.Verifier], 3).Missing);
        Assert.False(QuorumResult.Of(note, [_first.Verifier, _second.Verifier, third.Verifier], 3).IsReached);
        Assert.False(QuorumResult.Of(both, [_first.Verifier, alias.Verifier], 2).IsReached);
        Assert.False(QuorumResult.Of(note, [_first.Verifier, _first.Verifier], 2).IsReached);
    }

    [Fact]
    public void Each_refusal_says_which_it_is_and_changes_nothing()
    {
        var witness = new Witness();
        Assert.Equal(WitnessAnswer.Sign, witness.Decide(At(Leaves, 10), null));
        var before = witness.ToString();

        Assert.Equal(WitnessAnswer.RolledBack, witness.Decide(At(Leaves, 9), Proof(Leaves, 9, 10)));
        Assert.Equal(WitnessAnswer.Forked, witness.Decide(At(Others, 10), null));
        Assert.Equal(WitnessAnswer.ProofNeeded, witness.Decide(At(Leaves, 12), null));
        Assert.Equal(WitnessAnswer.ProofWrong, witness.Decide(At(Leaves, 12), Proof(Leaves, 9, 12)));
        Assert.Equal(WitnessAnswer.ProofWrong, witness.Decide(At(Others, 12), Proof(Others, 10, 12)));
        Assert.Equal(before, witness.ToString());
        Assert.Equal(WitnessAnswer.Sign, witness.Decide(At(Leaves, 10), null));
        Assert.Equal(WitnessAnswer.Sign, witness.Decide(At(Leaves, 12), Proof(Leaves, 10, 12)));
        Assert.Equal(12, Witness.Parse(witness.ToString()).Seen[Origin].Size);
    }

    [Fact]
    public void A_log_that_began_empty_goes_on_without_a_proof_and_its_rollback_to_nothing_is_refused()
    {
        var witness = new Witness();
        Assert.Equal(WitnessAnswer.Sign, witness.Decide(At(Leaves, 0), null));
        Assert.Equal(WitnessAnswer.Sign, witness.Decide(At(Leaves, 3), null));
        Assert.Equal(WitnessAnswer.RolledBack, witness.Decide(At(Leaves, 0), null));
    }

    [Fact]
    public void Whatever_a_log_of_two_stories_asks_only_one_of_them_is_signed_and_an_honest_request_always_is() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 24], Gen.Int[0, 3], Gen.Int[0, 24]).Array[1, 30].Sample(requests =>
        {
            var witness = new Witness();
            var signed = new List<(bool IsOther, int Size)>();
            foreach (var (isOther, size, kind, from) in requests)
            {
                var leaves = isOther ? Others : Leaves;
                var last = signed.Count == 0 ? 0 : signed[^1].Size;
                var start = kind == 0 ? last : from;
                var proof = kind == 3 || start < 1 || start > size ? null : Proof(kind == 2 ? (isOther ? Leaves : Others) : leaves, start, size);
                var answer = witness.Decide(At(leaves, size), proof);
                var isHonest = signed.Count == 0 || (size >= last && MerkleTree.Root(leaves[..last]).AsSpan().SequenceEqual(MerkleTree.Root((signed[^1].IsOther ? Others : Leaves)[..last])));
                Assert.True(answer == WitnessAnswer.Sign || !isHonest || kind != 0, $"{answer} to an honest request");
                if (answer == WitnessAnswer.Sign)
                {
                    signed.Add((isOther, size));
                }

                // A restart between any two requests changes nothing.
                witness = Witness.Parse(witness.ToString());
            }

            Assert.Equal(signed.Select(s => s.Size).Order(), signed.Select(s => s.Size));

            // The stories differ from the ninth entry on.
            Assert.True(signed.Where(s => s.Size > 8).Select(s => s.IsOther).Distinct().Count() <= 1, "both stories were signed");
        }, iter: 3_000);

    [Theory]
    [InlineData("")]
    [InlineData("proviso-witness/v2\n")]
    [InlineData("proviso-witness/v1")]
    [InlineData("proviso-witness/v1\n7\n")]
    [InlineData("proviso-witness/v1\n07 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= a/b\n")]
    [InlineData("proviso-witness/v1\n7 AAAA a/b\n")]
    [InlineData("proviso-witness/v1\n7 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= a/b\n7 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= a/b\n")]
    [InlineData("proviso-witness/v1\n7 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= b/b\n7 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= a/b\n")]
    public void A_memory_that_is_none_is_refused(string text) => Assert.Throws<JournalFormatException>(() => Witness.Parse(text));

    private static Checkpoint At(List<byte[]> leaves, int size) => new(Origin, size, MerkleTree.Root(leaves[..size]));

    private static ConsistencyProof Proof(List<byte[]> leaves, int from, int to) => new("main", from, to, MerkleTree.Consistency(leaves[..to], from));

    private SignedNote Note(int size) => _log.Sign(At(Leaves, size).Text());
}
