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

    /// <summary>Standard output for bytes of UTF-8. Disposing it leaves standard output open: a <see cref="VisibleStream"/> does not own what it writes to.</summary>
    public static Stream Open()
    {
        Console.Out.Flush();
        return s_standard;
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 12, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
}
