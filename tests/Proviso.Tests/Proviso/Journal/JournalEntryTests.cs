// Method: entries written and read; every byte of one changed; random bytes; a note of the specification's own example.
using CsCheck;
using Proviso.Journal;

namespace Proviso.Tests.Proviso.Journal;

public class JournalEntryTests
{
    private static readonly DateTimeOffset Day = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);

    private static Gen<JournalEntry> Entry { get; } = Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long[1, long.MaxValue], Gen.Long[0, 3_000_000_000_000_000_000], Gen.Byte.Array[0, 200], Gen.Int[1, 64])
        .Select((sequence, epoch, ticks, body, id) => new JournalEntry("book-1", sequence, epoch, new DateTimeOffset(ticks, TimeSpan.Zero), new JournalRecord(new string('é', id), "ledger", Day, body)));

    [Fact]
    public void An_entry_written_and_read_is_the_same_and_so_are_its_bytes() => Entry.Sample(entry =>
    {
        var bytes = entry.Encode();
        var back = JournalEntry.Decode(bytes);
        Assert.Equal(bytes, back.Encode());
        Assert.Equal((entry.Sequence, entry.Epoch, entry.RecordTime, entry.Record.Id), (back.Sequence, back.Epoch, back.RecordTime, back.Record.Id));
        Assert.True(entry.Record.Body.Span.SequenceEqual(back.Record.Body.Span));
    });

    [Fact]
    public void Bytes_with_one_changed_are_another_entry_or_none_and_never_the_same_twice() => Gen.Select(Entry, Gen.Int[0, 10_000], Gen.Int[1, 255]).Sample((entry, place, change) =>
    {
        var bytes = entry.Encode();
        bytes[place % bytes.Length] ^= (byte)change;
        try
        {
            Assert.Equal(bytes, JournalEntry.Decode(bytes).Encode());
        }
        catch (JournalFormatException)
        {
        }
    });

    [Fact]
    public void Random_bytes_are_refused_or_canonical() => Gen.Byte.Array[0, 100].Sample(bytes =>
    {
        try
        {
            Assert.Equal(bytes, JournalEntry.Decode(bytes).Encode());
        }
        catch (JournalFormatException)
        {
        }
    }, iter: 5_000);

    [Theory]
    [InlineData("", "ledger", 0, 1)]
    [InlineData("x", "Ledger", 0, 1)]
    [InlineData("x", "ledger", -1, 1)]
    [InlineData("x", "ledger", 0, 0)]
    [InlineData("a\nb", "ledger", 0, 1)]
    public void An_entry_out_of_range_is_not_written(string id, string kind, long sequence, long epoch) =>
        Assert.Throws<JournalFormatException>(() => new JournalEntry("book", sequence, epoch, Day, new JournalRecord(id, kind, Day, Array.Empty<byte>())).Encode());

    // The example of the signed notes of the Go checksum database, in its package documentation.
    private const string ExampleKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string ExampleNote = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        + "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    [Fact]
    public void The_example_of_the_signed_note_verifies_and_not_with_a_letter_changed()
    {
        var key = NoteVerifier.Parse(ExampleKey);

        Assert.Equal(0xc74f20a3u, key.KeyId);
        Assert.Equal(ExampleKey, key.ToString());
        Assert.True(key.Verify(SignedNote.Parse(ExampleNote)));
        Assert.Equal(ExampleNote, SignedNote.Parse(ExampleNote).ToString());
        Assert.False(key.Verify(SignedNote.Parse(ExampleNote.Replace("answer", "answes", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text without signature\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n\u2014 name\n")]
    [InlineData("text\n\n\u2014 name AAAA\n")]
    [InlineData("text\n\n- name AAAAAAAA\n")]
    [InlineData("te\u0007xt\n\n\u2014 name AAAAAAAAAAA=\n")]
    public void What_is_no_signed_note_is_refused(string note) => Assert.Throws<JournalFormatException>(() => SignedNote.Parse(note));

    [Fact]
    public void A_checkpoint_signed_and_read_is_the_same()
    {
        using var signer = new NoteSigner("proviso.example/log", new byte[32]);
        var checkpoint = new Checkpoint("proviso.example/book", 7, MerkleTree.Leaf([1]));

        var note = SignedNote.Parse(signer.Sign(checkpoint.Text()).ToString());

        Assert.True(signer.Verifier.Verify(note));
        var back = Checkpoint.Parse(note.Text);
        Assert.Equal((checkpoint.Origin, checkpoint.Size), (back.Origin, back.Size));
        Assert.True(checkpoint.Root.Span.SequenceEqual(back.Root.Span));
    }

    [Theory]
    [InlineData("origin\n007\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("origin\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("origin\n7\nAAAA\n")]
    [InlineData("\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")]
    [InlineData("origin\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void What_is_no_checkpoint_is_refused(string text) => Assert.Throws<JournalFormatException>(() => Checkpoint.Parse(text));
}
