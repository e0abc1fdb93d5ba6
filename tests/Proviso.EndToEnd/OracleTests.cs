using System.Diagnostics;
using System.Text;

namespace Proviso.EndToEnd;

/// <summary>The scripts of <c>tests/oracles</c>: that they catch what they are there to catch, and what they say of the law as it is.</summary>
public sealed class OracleTests : IDisposable
{
    private const int NotRun = 77;

    // By figures alone, from the text of 3A090: .a from 4,800; .b from 2,400 at a density of 1.6; nothing below.
    private const string Right = """
        {"id": "upper", "on": "2024-06-03", "to": "CN", "item": {"kind": "integrated-circuit", "tpp": 4800, "dieArea": 800, "datacenter": "yes"}, "theirs": "3A090.a"}
        {"id": "lower", "on": "2024-06-03", "to": "CN", "item": {"kind": "integrated-circuit", "tpp": 2400, "dieArea": 1500, "datacenter": "yes"}, "theirs": "3A090.b"}

        """;

    private const string Planted = """{"id": "planted", "on": "2024-06-03", "to": "CN", "item": {"kind": "integrated-circuit", "tpp": 2368, "dieArea": 814, "datacenter": "yes"}, "theirs": "3A090.b"}""" + "\n";

    private const string Explanation = """{"where": {"id": "planted"}, "ours": "none", "theirs": "3A090.b", "right": "ours", "source": "made up: below both limbs", "cases": 1}""" + "\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_encoding_that_agrees_passes()
    {
        var result = Compare(Right, "");

        Assert.Contains("2 cases, 2 agree, 0 differ and are explained, 0 differ", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public void A_planted_difference_is_caught_with_both_answers()
    {
        var result = Compare(Right + Planted, "");

        Assert.Contains("DIFFERENT planted: Proviso says none, made up says 3A090.b", result.Output, StringComparison.Ordinal);
        Assert.Contains("3 cases, 2 agree, 0 differ and are explained, 1 differ", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public void An_explained_difference_passes_and_is_counted()
    {
        var result = Compare(Right + Planted, Explanation);

        Assert.Contains("3 cases, 2 agree, 1 differ and are explained, 0 differ", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public void An_explanation_of_nothing_or_of_another_answer_fails()
    {
        var nothing = Compare(Right, Explanation);
        var other = Compare(Right + Planted, Explanation.Replace("\"ours\": \"none\"", "\"ours\": \"3A090.a\"", StringComparison.Ordinal));

        Assert.Contains("STALE", nothing.Output, StringComparison.Ordinal);
        Assert.Equal(1, nothing.ExitCode);
        Assert.Contains("DIFFERENT planted", other.Output, StringComparison.Ordinal);
        Assert.Equal(1, other.ExitCode);
    }

    [Fact]
    public void A_case_that_is_refused_is_never_agreement()
    {
        var result = Compare(Right + Planted.Replace("\"tpp\": 2368", "\"tpp\": -1", StringComparison.Ordinal).Replace("3A090.b", "none", StringComparison.Ordinal), "");

        Assert.Contains("DIFFERENT planted: Proviso says refused", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Theory]
    [InlineData("chip-table")]
    [InlineData("thresholds")]
    [InlineData("agent")]
    [InlineData("made-up")]
    public void Without_its_files_nothing_is_compared_and_the_script_says_so(string name)
    {
        var empty = Directory.CreateDirectory(_folder.File("empty")).FullName;
        foreach (var result in new[] { Script("compare.py", name), Script("compare.py", name, "--oracle", _folder.File("none")), Script("compare.py", name, "--oracle", empty) })
        {
            Assert.Contains("not run", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("agree", result.Output, StringComparison.Ordinal);
            Assert.Equal(NotRun, result.ExitCode);
        }
    }

    [Fact]
    public void The_law_agrees_with_encodings_by_others_or_the_difference_is_explained()
    {
        var checkouts = Environment.GetEnvironmentVariable("PROVISO_ORACLES");
        Assert.SkipWhen(string.IsNullOrEmpty(checkouts), "oracle files absent: not run (PROVISO_ORACLES names no folder of checkouts)");

        foreach (var (name, repository) in new[] { ("chip-table", "chip-export-controls"), ("thresholds", "export-control-threshold-analysis"), ("agent", "export-controls-agent-mcp") })
        {
            // Whoever names a folder wants the answer: what cannot be run there is a failure.
            var result = Script("compare.py", name, "--oracle", Path.Combine(checkouts, repository));
            Assert.True(result.ExitCode == 0, result.Output + result.Error);
        }
    }

    [Fact]
    public void The_law_agrees_with_a_reference_written_from_the_text()
    {
        var result = Script("reference_check.py", "--cases", "2500");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    [Fact]
    public void Hard_cases_come_out_as_the_text_has_them()
    {
        var result = Script("hard_cases.py");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    private ProvisoCommand.Result Compare(string cases, string explained)
    {
        File.WriteAllText(_folder.File("cases.jsonl"), cases);
        var explanations = _folder.File("explained.jsonl");
        File.WriteAllText(explanations, explained);
        return Script("compare.py", "made-up", "--oracle", _folder.File("."), "--explained", explanations);
    }

    private static ProvisoCommand.Result Script(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo("python3")
        {
            WorkingDirectory = ProvisoCommand.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(ProvisoCommand.Root, "tests", "oracles", name));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PROVISO"] = $"dotnet '{ProvisoCommand.Program}'";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed: the scripts of tests/oracles are not run");
        }

        using (process)
        {
            var output = process!.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(5)), $"no end: {name}");
            return new ProvisoCommand.Result(process.ExitCode, output.Result, error.Result);
        }
    }
}
