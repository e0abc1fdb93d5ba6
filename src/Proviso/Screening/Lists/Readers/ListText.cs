using System.Buffers;
using System.Text;

namespace Proviso.Screening.Lists.Readers;

/// <summary>The characters of a text file, where no byte is ever replaced: what cannot be told for sure is an error with its line.</summary>
/// <remarks>
/// Some publishers write Windows-1252, some UTF-8, the same file changes over time, and nothing in it says which. The first byte beyond ASCII
/// decides: a sequence that UTF-8 knows makes the file UTF-8, anything else makes it Windows-1252 where the format allows that. A file that
/// later shows the other one is refused, since one of the two would come out as wrong letters.
/// </remarks>
internal sealed class ListText : TextReader
{
    // What Windows-1252 has in place of the control characters 80 to 9F; \0 where it has nothing.
    private const string Upper = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

    private const byte EndOfFileMark = 0x1A;

    private readonly Stream _stream;
    private readonly bool _allowWindows;
    private readonly byte[] _bytes = new byte[64 * 1024];
    private Coding _coding;
    private int _at;
    private int _count;
    private bool _ended;
    private char _pending;
    private int _line = 1;
    private byte _last;

    public ListText(Stream stream, bool allowWindows)
    {
        _stream = stream;
        _allowWindows = allowWindows;
        Fill();
        var start = _bytes.AsSpan(0, _count);
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            (_at, _coding) = (3, Coding.Utf8);
        }
        else if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw Fault.Encoding(1, "the file is UTF-16");
        }
    }

    private enum Coding
    {
        Undecided,
        Utf8,
        Windows,
    }

    /// <summary>Whether the last line has its line break; where it has none, the file may be cut off.</summary>
    public bool EndsWithLineBreak => _last is (byte)'\n' or (byte)'\r' or EndOfFileMark or 0;

    public override int Read()
    {
        Span<char> one = stackalloc char[1];
        return Read(one) == 1 ? one[0] : -1;
    }

    public override int Peek() => throw new NotSupportedException();

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var written = 0;
        if (_pending != 0 && buffer.Length > 0)
        {
            buffer[written++] = _pending;
            _pending = '\0';
        }

        while (written < buffer.Length)
        {
            if (_at == _count && !Fill())
            {
                break;
            }

            var next = _bytes[_at];
            if (next is < 0x80 and not 0 and not EndOfFileMark)
            {
                _line += next == (byte)'\n' ? 1 : 0;
                _last = next;
                _at++;
                buffer[written++] = (char)next;
            }
            else if (next == 0)
            {
                throw Fault.Encoding(_line, "the file holds a zero byte, so it is no text in UTF-8");
            }
            else if (next == EndOfFileMark)
            {
                Finish();
                break;
            }
            else
            {
                _last = next;
                Beyond(buffer, ref written);
            }
        }

        return written;
    }

    private void Beyond(Span<char> buffer, ref int written)
    {
        var status = Rune.DecodeFromUtf8(_bytes.AsSpan(_at, _count - _at), out var rune, out var length);
        if (status == OperationStatus.NeedMoreData && !_ended && Refill())
        {
            status = Rune.DecodeFromUtf8(_bytes.AsSpan(_at, _count - _at), out rune, out length);
        }

        if (status == OperationStatus.Done)
        {
            if (_coding == Coding.Windows)
            {
                throw Fault.Encoding(_line, "the file is partly UTF-8 and partly Windows-1252");
            }

            _coding = Coding.Utf8;
            Span<char> both = stackalloc char[2];
            var chars = rune.EncodeToUtf16(both);
            _at += length;
            buffer[written++] = both[0];
            if (chars == 2)
            {
                if (written < buffer.Length)
                {
                    buffer[written++] = both[1];
                }
                else
                {
                    _pending = both[1];
                }
            }

            return;
        }

        if (_coding == Coding.Utf8 || !_allowWindows)
        {
            throw Fault.Encoding(_line, "the text is not valid UTF-8");
        }

        _coding = Coding.Windows;
        var b = _bytes[_at++];
        var c = b >= 0xA0 ? (char)b : Upper[b - 0x80];
        if (c == '\0')
        {
            throw Fault.Encoding(_line, Text.Of($"the byte {b:X2} is neither UTF-8 nor Windows-1252"));
        }

        buffer[written++] = c;
    }

    // Old tools end a file with a mark. Nothing but white space may follow.
    private void Finish()
    {
        do
        {
            if (_bytes.AsSpan(_at, _count - _at).IndexOfAnyExcept("\u001A\r\n \t"u8) >= 0)
            {
                throw Fault.Malformed(_line, "text follows the mark that ends the file");
            }

            _at = _count;
        }
        while (Fill());
        _last = EndOfFileMark;
    }

    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        (_at, _count) = (0, _stream.ReadAtLeast(_bytes, 4, throwOnEndOfStream: false));
        _ended = _count == 0;
        return _count > 0;
    }

    // Brings what is left to the front and adds to it.
    private bool Refill()
    {
        _bytes.AsSpan(_at, _count - _at).CopyTo(_bytes);
        (_at, _count) = (0, _count - _at);
        var more = _stream.ReadAtLeast(_bytes.AsSpan(_count), 4, throwOnEndOfStream: false);
        _ended = more == 0;
        _count += more;
        return more > 0;
    }
}
