using System.Text.RegularExpressions;

namespace Proviso.Tests.Architecture;

/// <summary>A new reader cannot forget its bound, and a new writer cannot forget to make text visible.</summary>
public partial class BoundedReadTests
{
    [Fact]
    public void Files_and_standard_input_are_read_through_the_one_reader_with_a_bound()
    {
        // The reader itself; standard input, which it bounds; the journal's own file, of which 100 bytes are read, and which is copied where its medium cannot be written to.
        string[] allowed = ["src/Proviso.Storage/Files/BoundedFile.cs", "src/Proviso.Cli/Input.cs", "src/Proviso.Storage/Journal/SqliteJournal.cs"];
        var found = Lines().Where(l => !allowed.Contains(l.File) && IsUnboundedRead(l.Text)).Select(l => $"{l.File}:{l.Number}: {l.Text.Trim()}");

        Assert.Empty(found);
    }

    [Fact]
    public void Standard_output_is_opened_in_one_place()
    {
        string[] allowed = ["src/Proviso.Cli/Program.cs", "src/Proviso.Cli/Terminal.cs"];
        var found = Lines().Where(l => !allowed.Contains(l.File) && OpensOutput().IsMatch(l.Text)).Select(l => $"{l.File}:{l.Number}: {l.Text.Trim()}");

        Assert.Empty(found);
    }

    [Fact]
    public void Csv_is_written_by_one_writer()
    {
        var found = Lines().Where(l => l.File != "src/Proviso.Cli/CsvOut.cs" && l.Text.Contains("CsvWriter", StringComparison.Ordinal)).Select(l => $"{l.File}:{l.Number}");

        Assert.Empty(found);
    }

    [Fact]
    public void Options_read_numbers_by_the_one_reader_of_numbers()
    {
        var found = Lines().Where(l => l.File != "src/Proviso.Cli/NumberOption.cs" && BareNumberOption().IsMatch(l.Text)).Select(l => $"{l.File}:{l.Number}: {l.Text.Trim()}");

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("var text = File.ReadAllText(path);")]
    [InlineData("File.ReadAllBytes(path)")]
    [InlineData("await File.ReadAllLinesAsync(path)")]
    [InlineData("foreach (var line in File.ReadLines(path))")]
    [InlineData("using var s = File.OpenRead(path);")]
    [InlineData("File.OpenText(path)")]
    [InlineData("File.Open(path, FileMode.Open)")]
    [InlineData("new FileInfo(path).OpenRead()")]
    [InlineData("new StreamReader(path)")]
    [InlineData("new StreamReader(Path.Combine(a, b))")]
    [InlineData("new StreamReader(path, Encoding.UTF8)")]
    [InlineData("new FileStream(path, FileMode.Open, FileAccess.Read)")]
    [InlineData("reader.ReadToEnd()")]
    [InlineData("await reader.ReadToEndAsync()")]
    [InlineData("Console.In.ReadLine()")]
    [InlineData("Console.OpenStandardInput()")]
    [InlineData("Console.ReadLine()")]
    [InlineData("ZipFile.OpenRead(path)")]
    [InlineData("XmlReader.Create(path)")]
    public void The_guard_sees_a_read_without_a_bound(string code) => Assert.True(IsUnboundedRead(code));

    [Theory]
    [InlineData("using var s = BoundedFile.Open(path, 1 << 20, \"law file\");")]
    [InlineData("BoundedFile.ReadBytes(path, 1, \"x\")")]
    [InlineData("new StreamReader(stream, new UTF8Encoding(false, true))")]
    [InlineData("new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None)")]
    [InlineData("TransactionFile.Open(named)")]
    public void The_guard_lets_bounded_reads_pass(string code) => Assert.False(IsUnboundedRead(code));

    private static bool IsUnboundedRead(string line) => UnboundedRead().IsMatch(line);

    private static IEnumerable<(string File, int Number, string Text)> Lines() =>
        SourceTree.SourceFiles.SelectMany(f => SourceTree.Read(f).Split('\n').Select((line, i) => (f, i + 1, line)));

    [GeneratedRegex(@"(?<![\w.])File\.(ReadAll\w+|ReadLines\w*|OpenRead|OpenText|Open|OpenHandle)\(|\.OpenRead\(|\bReadToEnd(Async)?\(|Console\.(In\b|Read|OpenStandardInput)|new StreamReader\((path|name|file|programme|Path\.|@?"")|FileMode\.Open\b|FileAccess\.Read\b|XmlReader\.Create\(path")]
    private static partial Regex UnboundedRead();

    [GeneratedRegex(@"Console\.OpenStandard(Output|Error)")]
    private static partial Regex OpensOutput();

    [GeneratedRegex(@"(Option|Argument)<(int|long|decimal|double|float|short)\??>\s*\(""|Option<(int|long|decimal|double)\??>[^;=]*=>\s*new\(|Option<(int|long|decimal|double)\??>[^;]*\bnew\(""")]
    private static partial Regex BareNumberOption();
}
