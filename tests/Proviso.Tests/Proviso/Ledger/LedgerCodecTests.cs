// Method: round trips of random books; System.Formats.Cbor, which this reader is not made of, as the judge of what is canonical; bytes changed at random.
using System.Formats.Cbor;
using CsCheck;
using Proviso.Ledger;

namespace Proviso.Tests.Proviso.Ledger;

public class LedgerCodecTests
{
    private static readonly Gen<int[][]> s_lists = Gen.Int[0, 9_999].Array[6].Array[1, 40];

    [Fact]
    public void An_empty_book_has_bytes_too()
    {
        Assert.Empty(new LedgerBook().EncodeEntries());
        Assert.Equal(0, LedgerBook.Load(new LedgerBook().Snapshot()).Sequence);
    }

    [Fact]
    public void What_is_written_is_read_and_written_again_the_same() => s_lists.Sample(list =>
    {
        var book = Random(list);
        foreach (var entry in book.Entries)
        {
            var bytes = LedgerCodec.Encode(entry);
            Assert.Equal(bytes, LedgerCodec.Encode(LedgerCodec.DecodeEntry(bytes)));
            var command = LedgerCodec.Encode(entry.Command);
            Assert.Equal(command, LedgerCodec.Encode(LedgerCodec.DecodeCommand(command)));
            Assert.True(IsCanonical(bytes));
        }
    }, iter: 300, threads: 1);

    [Fact]
    public void A_book_loaded_from_its_snapshot_answers_as_the_book_does() => Gen.Select(s_lists, s_lists).Sample((list, more) =>
    {
        var book = Random(list);
        var loaded = LedgerBook.Load(book.Snapshot());
        Assert.Equal(book.StateHash(), loaded.StateHash());
        Assert.Equal(book.NextTimeout, loaded.NextTimeout);
        for (var step = 0; step < more.Length; step++)
        {
            var command = LedgerWorld.Command(more[step], 40 + step);
            var at = LedgerWorld.On(60 + step);
            var (one, two) = (book.Apply(command, at), loaded.Apply(command, at));
            Assert.Equal((one as Refused)?.Refusal, (two as Refused)?.Refusal);
            Assert.Equal((one as Accepted)?.Entry.Sequence, (two as Accepted)?.Entry.Sequence);
        }

        Assert.Equal(book.Snapshot(), loaded.Snapshot());
    }, iter: 300, threads: 1);

    [Fact]
    public void Bytes_changed_at_random_are_refused_as_a_format_or_are_canonical()
    {
        var random = new Random(5);
        var entries = Random([.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 6).Select(_ => random.Next(10_000)).ToArray())]).Entries.Select(e => LedgerCodec.Encode(e)).ToList();
        var (read, refused) = (0, 0);
        for (var i = 0; i < 60_000; i++)
        {
            var bytes = Changed(entries[random.Next(entries.Count)], random);
            try
            {
                // Whatever is read must be the one encoding of what it says, and canonical in the eyes of another reader.
                Assert.Equal(bytes, LedgerCodec.Encode(LedgerCodec.DecodeEntry(bytes)));
                Assert.True(IsCanonical(bytes));
                read++;
            }
            catch (LedgerFormatException e)
            {
                Assert.NotEmpty(e.Message);
                refused++;
            }
        }

        Assert.True(read > 500 && refused > 500, $"{read} read, {refused} refused: one side was not tried");
    }

    [Fact]
    public void A_changed_byte_in_a_journal_or_snapshot_never_gives_another_balance()
    {
        var random = new Random(6);
        var book = Random([.. Enumerable.Range(0, 30).Select(_ => Enumerable.Range(0, 6).Select(_ => random.Next(10_000)).ToArray())]);
        var (entries, snapshot) = (book.EncodeEntries(), book.Snapshot());
        for (var i = 0; i < 1_500; i++)
        {
            try
            {
                LedgerBook.Replay(Changed(entries, random));
            }
            catch (LedgerFormatException)
            {
            }

            var bytes = Changed(snapshot, random);
            try
            {
                Assert.Equal(bytes, LedgerBook.Load(bytes).Snapshot());
            }
            catch (LedgerFormatException)
            {
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("9B7FFFFFFFFFFFFFFF")]
    [InlineData("9F01FF")]
    [InlineData("8605")]
    [InlineData("84041861617800")]
    public void Short_lies_are_refused(string hex) => Assert.Throws<LedgerFormatException>(() => LedgerCodec.DecodeEntry(Convert.FromHexString(hex)));

    [Fact]
    public void An_entry_that_says_something_else_than_comes_out_is_damage()
    {
        var book = LedgerWorld.Book();
        Assert.IsType<Accepted>(book.Apply(new Reserve("r", LedgerWorld.On(0), LedgerWorld.Line, LedgerWorld.Of(2), 0), LedgerWorld.On(0)));
        var bytes = LedgerCodec.Encode(book.Entries[^1]);

        // The effect says three units where the command asks two.
        var at = bytes.AsSpan().LastIndexOf(new byte[] { 0x83, 0x02, 0x00, 0x00 });
        bytes[at + 1] = 3;
        var other = LedgerWorld.Book();

        Assert.Contains("deciding it anew", Assert.Throws<LedgerFormatException>(() => other.Replay(LedgerCodec.DecodeEntry(bytes))).Message, StringComparison.Ordinal);
        Assert.Contains("does not follow", Assert.Throws<LedgerFormatException>(() => new LedgerBook().Replay(book.Entries[^1])).Message, StringComparison.Ordinal);
    }

    private static LedgerBook Random(int[][] list)
    {
        var book = LedgerWorld.Book();
        for (var step = 0; step < list.Length; step++)
        {
            var command = LedgerWorld.Command(list[step], step);
            book.Apply(command, LedgerWorld.RecordedAt(command, list[step], step));
        }

        return book;
    }

    private static byte[] Changed(byte[] bytes, Random random)
    {
        var copy = bytes.ToList();
        for (var n = random.Next(1, 3); n > 0; n--)
        {
            var at = random.Next(copy.Count);
            switch (random.Next(4))
            {
                case 0:
                    copy[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    copy[at] = (byte)random.Next(256);
                    break;
                case 2:
                    copy.RemoveRange(at, Math.Min(copy.Count - at - (at == 0 ? 1 : 0), random.Next(1, 9)));
                    break;
                default:
                    copy.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. copy];
    }

    private static bool IsCanonical(byte[] bytes)
    {
        var reader = new CborReader(bytes, CborConformanceMode.Canonical);
        reader.SkipValue();
        return reader.BytesRemaining == 0;
    }
}
