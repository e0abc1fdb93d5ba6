using System.Text;
using Proviso.Documents;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Proviso.Cli;

/// <summary>Consoles for standard output and standard error: color on a terminal only, never with NO_COLOR, and whole lines in a pipe.</summary>
internal static class Terminal
{
    // A pipe has no width: a reader there wants whole lines, not ours broken at eighty.
    private const int PipeWidth = 100_000;

    /// <summary>Answers.</summary>
    public static IAnsiConsole Out() => Create(Console.Out, Console.OpenStandardOutput, Console.IsOutputRedirected);

    /// <summary>Everything else.</summary>
    public static IAnsiConsole Error() => Create(Console.Error, Console.OpenStandardError, Console.IsErrorRedirected);

    private static IAnsiConsole Create(TextWriter writer, Func<Stream> open, bool redirected)
    {
        var plain = redirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

        // Colors are escapes themselves, so with them the text is looked through before it is colored, and not on its way out.
        var output = plain ? writer : new StreamWriter(open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new Target(output, !redirected),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = PipeWidth;
        }

        console.Pipeline.Attach(new Seen());
        return console;
    }

    private sealed class Target(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        private readonly AnsiConsoleOutput _size = new(writer);

        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => _size.Width;

        public int Height => _size.Height;

        public void SetEncoding(Encoding encoding)
        {
            // It is UTF-8 from the start.
        }
    }

    /// <summary>Writes out what does not show in every text that is about to be colored.</summary>
    private sealed class Seen : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(r => new SeenPart(r));
    }

    private sealed class SeenPart(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(s => s.IsControlCode || s.IsLineBreak || !HasUnseen(s.Text) ? s : new Segment(Escape(s.Text), s.Style));

        // A segment may hold line breaks of its own.
        private static bool HasUnseen(string text) => UnseenText.HasUnseen(text.Replace("\n", "", StringComparison.Ordinal));

        private static string Escape(string text) => string.Join('\n', text.Split('\n').Select(UnseenText.Escape));
    }
}
