using System.Text;
using System.Text.Json;
using CsCheck;
using Proviso.Cli;
using Proviso.Documents;

namespace Proviso.Tests.Cli;

/// <summary>Nothing that steers a terminal leaves this program, whatever comes in.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class VisibleOutputTests : IDisposable
{
    // Clear the screen, set the title, C1 control, turn direction, no width, line separator, bell, delete, a tag letter, carriage return.
    private const string Hostile = "x\u001B[2J\u001B]0;t\u0007\u009B31m\u202Egpj\u2066\u200B\u2028\u2029\u007F\u00AD\uFEFF\U000E0041\r\nforged: clear";

    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-visible-").FullName;
    private readonly string _before = Environment.CurrentDirectory;

    public VisibleOutputTests() => Environment.CurrentDirectory = _folder;

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Every_character_comes_out_as_it_is_or_written_out_however_the_writes_are_cut() =>
        Gen.Select(Gen.Char.Array[0, 40].Select(c => new string(c)), Gen.Int[1, 5]).Sample((text, step) =>
        {
            using var inner = new MemoryStream();
            var stream = new VisibleStream(inner);
            var bytes = Encoding.UTF8.GetBytes(text + ".");
            for (var i = 0; i < bytes.Length; i += step)
            {
                stream.Write(bytes.AsSpan(i, Math.Min(step, bytes.Length - i)));
            }

            // The second way: character by character over the whole text; half of a pair was replaced by the encoder before.
            var expected = string.Concat(Encoding.UTF8.GetString(bytes).EnumerateRunes().Select(r => r.Value is '\n' or '\t' ? r.ToString() : UnseenText.Escape(r.ToString())));
            return Encoding.UTF8.GetString(inner.ToArray()) == expected;
        });

    [Fact]
    public void A_json_document_stays_the_same_document()
    {
        using var inner = new MemoryStream();
        var stream = new VisibleStream(inner);
        using (var writer = new Utf8JsonWriter(stream, JsonOut.Options(indented: true)))
        {
            writer.WriteStartObject();
            writer.WriteString(Hostile, Hostile);
            writer.WriteEndObject();
        }

        var text = Encoding.UTF8.GetString(inner.ToArray());

        Assert.False(UnseenText.HasUnseen(text.Replace("\n", "", StringComparison.Ordinal)));
        var property = Assert.Single(JsonDocument.Parse(text).RootElement.EnumerateObject());
        Assert.Equal((Hostile, Hostile), (property.Name, property.Value.GetString()));
    }

    [Fact]
    public void No_command_prints_what_steers_a_terminal_when_every_argument_and_option_holds_it()
    {
        var made = CommandRun.Run("demo", "init", "demo.journal");
        Assert.Equal(0, made.ExitCode);
        Directory.CreateDirectory("lists");
        var failures = new List<string>();
        var runs = 0;
        foreach (var (words, command) in CommandRun.Leaves())
        {
            // The places of files that are written stay inside the folder of this test; what is read does not exist under that name.
            var fixedOptions = command.Options.SelectMany(o => o.Name switch
            {
                "--journal" => (string[])["--journal", "demo.journal"],
                "--lists" => ["--lists", "lists"],
                "--as" => ["--as", Hostile],
                _ => [],
            }).ToList();
            string[] arguments = [.. words, .. command.Arguments.Select(_ => Hostile), .. fixedOptions];
            Try(arguments);
            foreach (var option in command.Options.Where(o => o.ValueType != typeof(bool) && o.Name is not ("--journal" or "--lists" or "--as")))
            {
                Try([.. arguments, option.Name, Hostile]);
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n----\n", failures));
        Assert.True(runs > 150, $"{runs} runs only");

        void Try(string[] arguments)
        {
            runs++;
            var result = CommandRun.Run(arguments);
            if (result.Unseen.Any() || result.All.Contains("\nforged", StringComparison.Ordinal))
            {
                failures.Add($"{string.Join(' ', arguments.Select(UnseenText.Escape))}: {string.Join(", ", result.Unseen)} {result.All}");
            }
        }
    }

    [Fact]
    public void Unknown_words_and_completions_are_written_out()
    {
        foreach (var result in new[] { CommandRun.Run(Hostile), CommandRun.Run("check", "x", "--" + Hostile), CommandRun.Run("[suggest:9]", "proviso " + Hostile), CommandRun.Run("[" + Hostile + "]") })
        {
            Assert.Empty(result.Unseen);
        }
    }

    [Fact]
    public void What_files_hold_is_written_out_wherever_it_is_shown()
    {
        var json = JsonSerializer.Serialize(Hostile);
        File.WriteAllText("t.json", $"{{\"id\":\"a\",{json}:1,\"product\":{json},\"parties\":[{{\"role\":{json},\"name\":{json}}}]}}");
        File.WriteAllText("t.yaml", $"product: {json}\nparties: [{{role: end-user, name: {json}, country: CN}}]\n");
        File.WriteAllText("t.jsonl", $"{{\"product\":{json}}}\n{{\"id\":{json}}}\n");
        File.WriteAllText("l.csv", $"name,id,notes\n\"Harbor {Hostile} Trading\",\"{Hostile}\",\"{Hostile}\"\n");
        File.WriteAllText("p.csv", $"id,name,country\n\"{Hostile}\",\"Harbor {Hostile} Trading\",SG\n1,{Hostile.Replace("\r\n", " ", StringComparison.Ordinal)},{Hostile.Replace("\r\n", " ", StringComparison.Ordinal)}\n");
        File.WriteAllText("o.csv", $"owner,owned,share\n\"{Hostile}\",\"{Hostile}\",\"{Hostile}\"\n");
        File.WriteAllText("x.law", $"fact {Hostile} number \"{Hostile}\"\n");
        File.WriteAllText("c.json", $"{{{json}:{json}}}");
        string[][] runs =
        [
            ["check", "t.json"], ["check", "t.yaml"], ["check", "t.jsonl"], ["check", "t.jsonl", "--format", "json"], ["explain", "t.yaml"], ["item", "classify", "t.json"],
            ["lists", "import", "l.csv", "--as", "mine", "--lists", "lists"], ["lists", "import", "t.json", "--lists", "lists"], ["lists", "status", "--lists", "lists"], ["lists", "history", "--lists", "lists"],
            ["party", "screen", "Harbor " + Hostile + " Trading", "--lists", "lists", "--list", "mine"], ["party", "screen", "Harbor " + Hostile + " Trading", "--lists", "lists", "--list", "mine", "--format", "json"],
            ["party", "screen", "--file", "p.csv", "--lists", "lists", "--list", "mine"], ["party", "screen", "--file", "p.csv", "--lists", "lists", "--list", "mine", "--format", "json"],
            ["party", "screen", "--file", "p.csv", "--lists", "lists", "--list", "mine", "--output", "out.csv"],
            ["party", "ownership", "x", "--file", "o.csv"], ["law", "check", "x.law"], ["law", "check", "--law", "."], ["law", "test", "--law", "."], ["law", "format", "--check", "x.law"],
            ["audit", "verify-proof", "c.json"], ["license", "issue", "c.json", "--journal", "none", "--as", "x"],
        ];
        foreach (var run in runs)
        {
            var result = CommandRun.Run(run);
            Assert.False(result.Unseen.Any() || result.All.Contains("\nforged", StringComparison.Ordinal), $"{string.Join(' ', run.Select(UnseenText.Escape))}: {string.Join(", ", result.Unseen)}");
        }

        Assert.False(UnseenText.HasUnseen(File.ReadAllText("out.csv").Replace("\n", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_answer_that_cannot_be_written_is_exit_code_1_with_a_message()
    {
        using var error = new MemoryStream();
        foreach (var run in new string[][] { ["item", "list"], ["item", "list", "--format", "json"], ["--help"], ["--version"], ["party", "screen", "Harbor"] })
        {
            error.SetLength(0);
            var before = (Console.Out, Console.Error);
            try
            {
                Assert.Equal(1, Program.Run(run, new Full(), error));
            }
            finally
            {
                Console.SetOut(before.Out);
                Console.SetError(before.Error);
            }

            Assert.Contains("the answer could not be written: no space", Encoding.UTF8.GetString(error.ToArray()), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\u0001\u0002")]
    [InlineData("\u200B\u200D")]
    [InlineData("...")]
    [InlineData("- — _")]
    [InlineData("\u3164")]
    [InlineData("€$+=")]
    [InlineData("\u202E\u202C")]
    [InlineData("\uFFFD")]
    [InlineData("   ")]
    public void A_name_without_a_letter_or_digit_that_shows_is_bad_input_and_never_clear(string name)
    {
        Assert.Equal(2, CommandRun.Run("party", "screen", name).ExitCode);
        Assert.Equal(2, CommandRun.Run("party", "screen", "Harbor", "--other-name", name).ExitCode);
        File.WriteAllText("p.csv", $"name\n\"{name}\"\n");
        var screened = CommandRun.Run("party", "screen", "--file", "p.csv");
        Assert.Equal(2, screened.ExitCode);
        Assert.Contains("refused", screened.Output, StringComparison.Ordinal);
        File.WriteAllText("t.json", $"{{\"product\":\"h200\",\"quantity\":1,\"destination\":\"CN\",\"date\":\"2026-02-10\",\"parties\":[{{\"role\":\"end-user\",\"name\":{JsonSerializer.Serialize(name)},\"country\":\"CN\"}}]}}");
        Assert.Equal(2, CommandRun.Run("check", "t.json").ExitCode);
        File.WriteAllText("t.jsonl", File.ReadAllText("t.json") + "\n" + File.ReadAllText("t.json") + "\n");
        Assert.Equal(2, CommandRun.Run("check", "t.jsonl").ExitCode);
    }

    private sealed class Full : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => 0;

        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("no space");
    }
}
