using System.Text;

namespace Proviso.Cli;

/// <summary>Standard output and standard error of this program. Everything goes through <see cref="VisibleStream"/>; nothing else opens them.</summary>
internal static class Output
{
    private static Stream s_standard = Stream.Null;

    /// <summary>Takes the two streams; from now on <see cref="Console.Out"/> and <see cref="Console.Error"/> write to them.</summary>
    public static void Begin(Stream standard, Stream error)
    {
        s_standard = new VisibleStream(standard);
        Console.SetOut(Writer(s_standard));
        Console.SetError(Writer(new VisibleStream(error, isLost: true)));
    }

    /// <summary>Standard output for bytes of UTF-8. Disposing it leaves standard output open.</summary>
    public static Stream Open()
    {
        Console.Out.Flush();
        return new Shared(s_standard);
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 12, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };

    private sealed class Shared(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
