using System.Diagnostics;
using System.Text;
using Proviso.Storage.Files;

namespace Proviso.Tests.Storage.Files;

/// <summary>No input is read without end.</summary>
public sealed class BoundedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-bounds-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    [Fact]
    public void A_file_up_to_the_bound_is_read_and_one_byte_more_is_refused_with_the_bound()
    {
        File.WriteAllText(At("ten"), "0123456789");

        Assert.Equal("0123456789", BoundedFile.ReadText(At("ten"), 10, "law file"));
        var refused = Assert.Throws<InputBoundException>(() => BoundedFile.ReadText(At("ten"), 9, "law file"));
        Assert.Contains("a law file has at most 9", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Help);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/urandom")]
    [InlineData("/dev/null")]
    public void A_device_is_refused_at_once_also_behind_a_link(string device)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such devices");
        File.CreateSymbolicLink(At("one.law"), device);
        File.CreateSymbolicLink(At("two.law"), At("one.law"));

        foreach (var path in new[] { device, At("one.law"), At("two.law") })
        {
            Assert.Contains("no regular file", Assert.Throws<InputBoundException>(() => BoundedFile.Open(path, 100, "law file")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_pipe_nobody_writes_to_is_refused_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no named pipes in folders");
        using (var make = Process.Start("mkfifo", At("pipe")))
        {
            make.WaitForExit();
        }

        Assert.Throws<InputBoundException>(() => BoundedFile.Open(At("pipe"), 100, "law file"));
    }

    [Fact]
    public void A_file_of_holes_is_refused_by_its_length()
    {
        using (var file = File.Create(At("sparse")))
        {
            file.SetLength(5L << 30);
        }

        Assert.Contains("5368709120 bytes", Assert.Throws<InputBoundException>(() => BoundedFile.ReadBytes(At("sparse"), 1 << 20, "law file")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_grows_while_it_is_read_ends_at_the_bound()
    {
        File.WriteAllText(At("grows"), "12345");
        using var stream = BoundedFile.Open(At("grows"), 8, "law file");
        Assert.Equal(5, stream.Read(new byte[100]));
        File.AppendAllText(At("grows"), "6789");

        Assert.Throws<InputBoundException>(() => stream.Read(new byte[100]));
    }

    [Fact]
    public void A_stream_without_a_length_ends_at_the_bound()
    {
        using var endless = BoundedFile.Bound(new Endless(), "standard input", 1 << 20, "stream of lines");

        Assert.Throws<InputBoundException>(() => endless.CopyTo(Stream.Null));
    }

    [Fact]
    public void Lines_are_those_of_the_text_and_an_endless_one_is_refused()
    {
        Assert.Equal(["a", "b", "", "c"], BoundedFile.Lines(new StringReader("a\r\nb\n\nc"), "x", 10, 10));
        Assert.Contains("line 2 is longer than 3", Assert.Throws<InputBoundException>(() => BoundedFile.Lines(new StringReader("a\nbbbb\n"), "x", 3, 10).ToList()).Message, StringComparison.Ordinal);
        Assert.Contains("more than 2 lines", Assert.Throws<InputBoundException>(() => BoundedFile.Lines(new StringReader("a\nb\nc\n"), "x", 3, 2).ToList()).Message, StringComparison.Ordinal);
        using var endless = new StreamReader(new Endless(), Encoding.ASCII);
        Assert.Throws<InputBoundException>(() => BoundedFile.Lines(endless, "x", 1 << 16, 10).ToList());
    }

    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'x');
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
