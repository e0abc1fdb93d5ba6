using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Proviso.Ledger;

/// <summary>Reads the part of canonical CBOR that the ledger writes: integers, texts, byte strings, lists of known length, null, true and false. Anything else is refused with its place.</summary>
/// <remarks>
/// Written for replay, which should reach a million entries a second: the reader of System.Formats.Cbor reads any CBOR, keeps a stack for it and makes a
/// new text each time. Tests ask it about every byte sequence that is read here.
/// </remarks>
internal sealed class CanonicalReader(ReadOnlyMemory<byte> bytes)
{
    private const byte Null = 0xF6;
    private const int Known = 4_096;

    // Texts met lately, by a hash of their bytes: lines and reservations are named again and again, and a text that is kept costs
    // the collector more than reading it.
    private readonly string?[] _known = new string?[Known];

    private int _at;

    public int BytesRemaining => bytes.Length - _at;

    public int ReadInt32() => ReadInt64() is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw Wrong("the number is too large");

    public long ReadInt64()
    {
        var (major, value) = Head();
        if (major > 1 || value > long.MaxValue)
        {
            throw Wrong(major > 1 ? "a number should stand here" : "the number is too large");
        }

        return major == 0 ? (long)value : ~(long)value;
    }

    public string ReadTextString()
    {
        var text = Bytes(major: 3, "a text should stand here");
        if (text.Length is < 4 or > 64)
        {
            return Text(text);
        }

        var ends = BinaryPrimitives.ReadUInt32LittleEndian(text) ^ (BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]) * 2_654_435_761UL);
        ref var known = ref _known[(int)((ends >> 20) % Known)];
        return known is not null && Ascii.Equals(text, known) ? known : known = Text(text);
    }

    public byte[] ReadByteString() => Bytes(major: 2, "a byte string should stand here").ToArray();

    public int ReadStartArray()
    {
        var (major, value) = Head();

        // Every item takes a byte at least, so a length that lies is seen before anything is set aside for it.
        return major == 4 && value <= (ulong)BytesRemaining ? (int)value : throw Wrong("a list that fits should stand here");
    }

    public bool ReadNull()
    {
        if (_at < bytes.Length && bytes.Span[_at] == Null)
        {
            _at++;
            return true;
        }

        return false;
    }

    public LedgerFormatException Wrong(string problem) => new($"At byte {_at}: {problem}.");

    private string Text(ReadOnlySpan<byte> text) => Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw Wrong("the text is not UTF-8");

    private ReadOnlySpan<byte> Bytes(int major, string wanted)
    {
        var (found, length) = Head();
        if (found != major || length > (ulong)BytesRemaining)
        {
            throw Wrong(wanted);
        }

        var taken = bytes.Span.Slice(_at, (int)length);
        _at += (int)length;
        return taken;
    }

    private (int Major, ulong Value) Head()
    {
        var rest = bytes.Span[_at..];
        if (rest.IsEmpty)
        {
            throw Wrong("the bytes end too early");
        }

        var (major, info) = (rest[0] >> 5, rest[0] & 31);
        if (info < 24)
        {
            _at++;
            return (major, (ulong)info);
        }

        var size = info <= 27 ? 1 << (info - 24) : throw Wrong("a length that is not given beforehand is not canonical");
        if (rest.Length <= size)
        {
            throw Wrong("the bytes end too early");
        }

        var value = size switch
        {
            1 => rest[1],
            2 => BinaryPrimitives.ReadUInt16BigEndian(rest[1..]),
            4 => BinaryPrimitives.ReadUInt32BigEndian(rest[1..]),
            8 => BinaryPrimitives.ReadUInt64BigEndian(rest[1..]),
            _ => throw Wrong("a number of so many bytes is not known"),
        };

        // The shortest form only: 24 in one byte more, beyond a byte in two, and so on.
        if (value < size switch { 1 => 24UL, 2 => 0x100UL, 4 => 0x1_0000UL, 8 => 0x1_0000_0000UL, _ => ulong.MaxValue })
        {
            throw Wrong("a number is longer than it must be");
        }

        _at += size + 1;
        return (major, value);
    }
}
