namespace Proviso.Screening.Lists.Readers;

/// <summary>A stream whose opening was read already, and that gives no more than it may: what an archive says of its size proves nothing.</summary>
internal sealed class OpenedStream(ReadOnlyMemory<byte> opening, Stream rest, long largest, string what = "the file") : Stream
{
    private ReadOnlyMemory<byte> _opening = opening;
    private long _given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read;
        if (_opening.Length > 0)
        {
            read = Math.Min(buffer.Length, _opening.Length);
            _opening.Span[..read].CopyTo(buffer);
            _opening = _opening[read..];
        }
        else
        {
            read = rest.Read(buffer);
        }

        _given += read;
        return _given <= largest ? read : throw Fault.TooMuch(0, Text.Of($"{what} is larger than {largest >> 20} MiB"));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
