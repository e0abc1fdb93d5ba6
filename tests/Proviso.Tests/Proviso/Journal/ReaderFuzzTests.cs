// Method: every reader of what others hand in, over random bytes and over good ones with a few places changed: it refuses in its own words, or gives what is written again as it came.
using System.Text;
using CsCheck;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Tests.Proviso.Journal;

public class ReaderFuzzTests
{
    private const int Rounds = 4_000;

    private static readonly DateTimeOffset Day = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly List<JournalEntry> Entries = [.. Enumerable.Range(0, 9).Select(i => new JournalEntry("main", i, 1, Day, new JournalRecord($"id-{i}", "made-up", Day, new[] { (byte)i })))];
    private static readonly List<byte[]> Leaves = [.. Entries.Select(e => e.LeafHash())];
    private static readonly Checkpoint Signed = new("proviso.example/main", 9, MerkleTree.Root(Leaves));

    public static TheoryData<string> Readers => [.. Kinds.Keys];

    // For each reader a good input, and the bytes that what was read is written as; null: what cannot be compared byte by byte was compared in there.
    private static readonly Dictionary<string, (Func<byte[]> Good, Func<byte[], byte[]?> Again)> Kinds = new(StringComparer.Ordinal)
    {
        ["entry"] = (() => Entries[3].Encode(), b => JournalEntry.Decode(b).Encode()),
        ["note"] = (() => Utf8(Cosigned().ToString()), b => Utf8(SignedNote.Parse(Text(b)).ToString())),
        ["checkpoint"] = (() => Utf8(Signed.Text()), b => Checkpoint.Parse(Text(b)) is { } read && Text(b).StartsWith(read.Text(), StringComparison.Ordinal) ? null : throw new InvalidOperationException("another text")),
        ["key"] = (() => Utf8(Key("proviso.example")), b => Utf8(NoteVerifier.Parse(Text(b)).ToString())),
        ["witness key"] = (() => Utf8(WitnessKey()), b => Utf8(CosignatureVerifier.Parse(Text(b)).ToString())),
        ["inclusion proof"] = (() => new InclusionProof("main", 3, 9, Signed.Root, Entries[3].Encode(), MerkleTree.Inclusion(Leaves, 3)).Write(), b => Stable(b, x => InclusionProof.Parse(x).Write())),
        ["consistency proof"] = (() => new ConsistencyProof("main", 3, 9, MerkleTree.Consistency(Leaves, 3)).Write(), b => Stable(b, x => ConsistencyProof.Parse(x).Write())),
        ["tile of hashes"] = (() => Tiles.Write(Leaves), b => b.Length >= 9 * 32 && b.AsSpan().StartsWith(Tiles.Write(Tiles.ReadHashes(b, 9))) ? null : Tiles.Write(Tiles.ReadHashes(b, 9))),
        ["tile of entries"] = (() => Tiles.WriteEntries([.. Entries.Select(e => e.Encode())]), b => b.AsSpan().StartsWith(Tiles.WriteEntries(Tiles.ReadEntries(b, 9))) ? null : []),
        ["name of a tile"] = (() => Utf8("tile/entries/x001/x234/067.p/255"), b => Utf8(Tile.Parse(Text(b)).Path())),
        ["memory of a witness"] = (() => Utf8(Memory()), b => Utf8(Witness.Parse(Text(b)).ToString())),
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_good_one_is_read_and_written_again_as_it_came(string reader)
    {
        var (good, again) = Kinds[reader];
        Assert.Equal(good(), again(good()) ?? good());
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Random_bytes_are_refused_or_written_again_as_they_came(string reader) => Gen.Byte.Array[0, 400].Sample(bytes => Holds(reader, bytes), iter: Rounds, seed: "0000KkrfgP52");

    [Theory]
    [MemberData(nameof(Readers))]
    public void A_good_one_changed_is_refused_or_written_again_as_it_came(string reader)
    {
        var good = Kinds[reader].Good();
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 40]).Array[1, 4].Sample(changes =>
        {
            var bytes = changes.Aggregate(good, (b, c) => Changed(b, c.Item1, c.Item2, c.Item3, c.Item4));
            Holds(reader, bytes);
        }, iter: Rounds, seed: "0000KkrfgP52");
    }

    [Fact]
    public void No_cosignature_changed_verifies() => Gen.Select(Gen.Int[0, 5], Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 40]).Sample((kind, place, value, count) =>
    {
        var (good, key) = (Utf8(Cosigned().ToString()), CosignatureVerifier.Parse(WitnessKey()));
        try
        {
            var note = SignedNote.Parse(Text(Changed(good, kind, place, value, count)));
            var same = note.Text == Signed.Text() && note.Signatures.Where(s => s.Name == key.Name && s.KeyId == key.KeyId).All(s => s.Bytes.Span.SequenceEqual(Cosigned().Signatures[1].Bytes.Span));
            Assert.True(key.Verify(note) is null || same);
        }
        catch (JournalFormatException)
        {
        }
    }, iter: Rounds, seed: "0000KkrfgP52");

    private static void Holds(string reader, byte[] bytes)
    {
        try
        {
            if (Kinds[reader].Again(bytes) is { } again)
            {
                // A key may have white space around it, as files end with a line break.
                Assert.Equal(reader.EndsWith("key", StringComparison.Ordinal) ? Utf8(Text(bytes).Trim()) : bytes, again);
            }
        }
        catch (JournalFormatException)
        {
        }
    }

    private static byte[] Changed(byte[] bytes, int kind, int place, byte value, int count)
    {
        var at = bytes.Length == 0 ? 0 : place % bytes.Length;
        var end = Math.Min(bytes.Length, at + count);
        return kind switch
        {
            0 when bytes.Length > 0 => [.. bytes[..at], (byte)(bytes[at] ^ (value | 1)), .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], value, .. bytes[at..]],
            2 => [.. bytes[..at], .. bytes[end..]],
            3 => [.. bytes[..end], .. bytes[at..]],
            4 => bytes[..at],
            _ => [.. bytes[..at], (byte)" \n\t+=/{}[]\",:0129Az-"[value % 20], .. bytes[at..]],
        };
    }

    // What JSON leaves open (white space, order, escapes) is settled by writing it once; after that nothing moves.
    private static byte[]? Stable(byte[] bytes, Func<byte[], byte[]> again)
    {
        var once = again(bytes);
        Assert.Equal(once, again(once));
        return null;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    // What is no UTF-8 is refused where the file is read.
    private static string Text(byte[] bytes) => DurableFile.Text(bytes);

    private static string Key(string name)
    {
        using var signer = new NoteSigner(name, new byte[32]);
        return signer.Verifier.ToString();
    }

    private static string WitnessKey()
    {
        using var signer = new CosignatureSigner("witness.example/w1", new byte[32]);
        return signer.Verifier.ToString();
    }

    private static SignedNote Cosigned()
    {
        using var log = new NoteSigner("proviso.example", new byte[32]);
        using var witness = new CosignatureSigner("witness.example/w1", new byte[32]);
        return witness.Cosign(log.Sign(Signed.Text()), Day);
    }

    private static string Memory()
    {
        var witness = new Witness();
        witness.Decide(Signed, null);
        witness.Decide(Signed with { Origin = "another.example/log with spaces" }, null);
        return witness.ToString();
    }
}
