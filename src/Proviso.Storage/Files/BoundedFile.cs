using System.Globalization;
using System.Text;

namespace Proviso.Storage.Files;

/// <summary>An input is larger than what is read, or is no file that can be read to an end. The message names the bound.</summary>
#pragma warning disable CA1032 // One shape only: what is wrong, and what to do.
public sealed class InputBoundException(string message, string help) : IOException(message)
#pragma warning restore CA1032
{
    /// <summary>What to do.</summary>
    public string Help { get; } = help;
}

/// <summary>The one way in which this program opens a file to read it: every input has a bound on its bytes.</summary>
/// <remarks>
/// <para>
/// What is no regular file is refused before it is opened, since opening a named pipe waits for its writer without end and a device such as
/// <c>/dev/zero</c> never ends. Those report a length of zero, as an empty file does; no input of this program is meaningful when empty.
/// A descriptor that a shell passes (<c>/dev/fd/63</c>, <c>/dev/stdin</c>) is read within the bound.
/// </para>
/// <para>A file that grows while it is read is refused where it passes the bound.</para>
/// </remarks>
public static class BoundedFile
{
    /// <summary>Opens a file to read it. The stream gives at most so many bytes and throws beyond.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes that are read.</param>
    /// <param name="kind">What the file should be, such as <c>law file</c>, for messages.</param>
    /// <exception cref="InputBoundException">It is larger, is empty, or is no regular file.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Stream Open(string path, long most, string kind)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(kind);
        if (Directory.Exists(path))
        {
            throw new InputBoundException($"{path} is a folder", $"name a {kind}");
        }

        if (IsPassed(path))
        {
            return new Bounded(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16), path, most, kind);
        }

        var length = Length(path);
        if (length == 0)
        {
            throw new InputBoundException($"{path} is empty, or is a pipe or a device and no regular file", $"name a {kind} of 1 to {Count(most)} bytes");
        }

        if (length > most)
        {
            throw TooLarge(path, most, kind, string.Create(CultureInfo.InvariantCulture, $"has {length} bytes"));
        }

        return new Bounded(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.SequentialScan), path, most, kind);
    }

    /// <summary>Whether a path is a file that has something in it, and can be opened with <see cref="Open"/>.</summary>
    /// <param name="path">The path.</param>
    public static bool IsReadable(string path) => IsPassed(path) || (File.Exists(path) && Length(path) > 0);

    /// <summary>The bytes of a file.</summary>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadBytes(string path, long most, string kind)
    {
        using var stream = Open(path, most, kind);
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        return whole.ToArray();
    }

    /// <summary>The text of a file, in UTF-8 with or without a byte order mark.</summary>
    /// <inheritdoc cref="Open"/>
    public static string ReadText(string path, long most, string kind)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(ReadBytes(path, most, kind)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new InputBoundException(string.Create(CultureInfo.InvariantCulture, $"{path} is not UTF-8: byte {e.Index} does not belong"), "save the file as UTF-8");
        }
    }

    /// <summary>A reader of the text of a file, in UTF-8. Bytes that are none throw <see cref="DecoderFallbackException"/>.</summary>
    /// <inheritdoc cref="Open"/>
    public static StreamReader OpenText(string path, long most, string kind) =>
        new(Open(path, most, kind), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));

    /// <summary>Bounds a stream that is no file, such as standard input. Disposing it disposes the stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="most">The most bytes that are read.</param>
    /// <param name="kind">What it should hold.</param>
    public static Stream Bound(Stream stream, string name, long most, string kind)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new Bounded(stream, name, most, kind);
    }

    /// <summary>The lines of a text, each no longer than a bound, and no more of them than a bound: an endless line ends as a message, not as a full memory.</summary>
    /// <param name="text">The text; it is read, not disposed.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="longest">The most characters of a line.</param>
    /// <param name="most">The most lines.</param>
    /// <exception cref="InputBoundException">A line is longer, or there are more.</exception>
    public static IEnumerable<string> Lines(TextReader text, string name, int longest, long most)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (line, buffer, number) = (new StringBuilder(), new char[1 << 14], 0L);
        for (var read = text.Read(buffer); read > 0; read = text.Read(buffer))
        {
            for (var rest = buffer.AsMemory(0, read); !rest.IsEmpty;)
            {
                var end = rest.Span.IndexOf('\n');
                line.Append(end < 0 ? rest : rest[..end]);
                if (line.Length > longest)
                {
                    throw new InputBoundException(string.Create(CultureInfo.InvariantCulture, $"{name}: line {number + 1} is longer than {longest} characters"), "put one record on each line");
                }

                if (end < 0)
                {
                    break;
                }

                if (++number > most)
                {
                    throw new InputBoundException(string.Create(CultureInfo.InvariantCulture, $"{name} has more than {most} lines"), "split it");
                }

                yield return line.ToString().TrimEnd('\r');
                line.Clear();
                rest = rest[(end + 1)..];
            }
        }

        if (line.Length > 0)
        {
            yield return line.ToString().TrimEnd('\r');
        }
    }

    private static bool IsPassed(string path) => path is "/dev/stdin" || path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path.StartsWith("/proc/self/fd/", StringComparison.Ordinal);

    // The length of a link is that of its own text.
    private static long Length(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
        {
            file = target;
        }

        return file.Exists ? file.Length : throw new FileNotFoundException($"no such file: {path}", path);
    }

    private static string Count(long most) => most.ToString(CultureInfo.InvariantCulture);

    private static InputBoundException TooLarge(string path, long most, string kind, string what) =>
        new($"{path} {what}; a {kind} has at most {Count(most)}", $"check that it is the {kind} you mean, or split it");

    private sealed class Bounded(Stream inner, string path, long most, string kind) : Stream
    {
        private long _given;

        public override bool CanRead => true;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set
            {
                inner.Position = value;
                _given = value;
            }
        }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            _given += read;
            return _given <= most ? read : throw TooLarge(path, most, kind, "goes on beyond the bound");
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => _given = inner.Seek(offset, origin);

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
