using System.Buffers;
using System.Globalization;
using System.Text;
using Proviso.Documents;

namespace Proviso.Cli;

/// <summary>Standard output or standard error could not be written: a full disk behind a redirection.</summary>
#pragma warning disable CA1032, CA1064 // One shape only, thrown and caught in this program.
internal sealed class OutputException(IOException inner) : IOException(inner.Message, inner);
#pragma warning restore CA1032, CA1064

/// <summary>
/// UTF-8 on its way out, in which every character that does not show is written out as <c>\u001B</c>: names, ids, file names and texts of the
/// system may hold escapes of a terminal, and no place that prints can forget to look.
/// </summary>
/// <remarks>
/// Inside of a JSON string <c>\u202E</c> is the character itself, so JSON stays the same document. A line break and a tab pass. Bytes that are
/// no UTF-8 become U+FFFD. A character may be split between two writes.
/// </remarks>
internal sealed class VisibleStream(Stream inner, bool isLost = false) : Stream
{
    private static readonly SearchValues<byte> s_plain = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(b => (byte)b), (byte)'\n', (byte)'\t']);

    private readonly byte[] _kept = new byte[4];
    private int _count;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (_count > 0 && !buffer.IsEmpty)
        {
            _kept[_count++] = buffer[0];
            buffer = buffer[1..];
            var (taken, isDone) = Character(_kept.AsSpan(0, _count));
            if (isDone)
            {
                _kept.AsSpan(taken, _count - taken).CopyTo(_kept);
                _count -= taken;
            }
        }

        while (!buffer.IsEmpty)
        {
            var odd = buffer.IndexOfAnyExcept(s_plain);
            if (odd != 0)
            {
                Pass(odd < 0 ? buffer : buffer[..odd]);
                buffer = odd < 0 ? [] : buffer[odd..];
                continue;
            }

            var (taken, isDone) = Character(buffer);
            if (!isDone)
            {
                buffer.CopyTo(_kept);
                _count = buffer.Length;
                return;
            }

            buffer = buffer[taken..];
        }
    }

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (IOException e)
        {
            Lost(e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Writes the first character; false where the bytes may go on in the next write.</summary>
    private (int Taken, bool IsDone) Character(ReadOnlySpan<byte> bytes)
    {
        // The line break of Windows.
        if (bytes[0] == (byte)'\r' && OperatingSystem.IsWindows())
        {
            if (bytes.Length == 1)
            {
                return (0, false);
            }

            Pass(bytes[1] == (byte)'\n' ? "\r\n"u8 : "\\u000D"u8);
            return (bytes[1] == (byte)'\n' ? 2 : 1, true);
        }

        var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
        if (status == OperationStatus.NeedMoreData)
        {
            return (0, false);
        }

        if (status == OperationStatus.Done && (rune.Value is '\n' or '\t' || !UnseenText.IsUnseen(rune)))
        {
            Pass(bytes[..length]);
        }
        else if (status == OperationStatus.Done)
        {
            Span<char> units = stackalloc char[2];
            foreach (var unit in units[..rune.EncodeToUtf16(units)])
            {
                Pass(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}")));
            }
        }
        else
        {
            Pass("\uFFFD"u8);
        }

        return (length, true);
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        try
        {
            inner.Write(bytes);
        }
        catch (IOException e)
        {
            Lost(e);
        }
    }

    // Where standard error cannot be written there is nobody left to tell.
    private void Lost(IOException e)
    {
        if (!isLost)
        {
            throw new OutputException(e);
        }
    }
}
