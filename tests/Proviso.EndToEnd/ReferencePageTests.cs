using System.Text.RegularExpressions;

namespace Proviso.EndToEnd;

/// <summary>What the pages show is run.</summary>
public partial class ReferencePageTests
{
    public static TheoryData<string, int> Examples()
    {
        var data = new TheoryData<string, int>();
        var page = File.ReadAllText(Path.Combine(ProvisoCommand.Root, "docs", "reference", "cli.md"));
        foreach (Match match in Example().Matches(page))
        {
            data.Add(match.Groups[1].Value, int.Parse(match.Groups[2].Value));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Each_example_of_the_reference_page_ends_with_the_exit_code_it_states(string arguments, int exit)
    {
        // Each example that names the demo has one of its own, just made.
        using var folder = new TemporaryFolder();
        var journal = folder.File("demo.journal");
        if (arguments.Contains("demo.journal", StringComparison.Ordinal) && !arguments.StartsWith("demo init", StringComparison.Ordinal))
        {
            Demo.CopyTo(journal);
        }

        var result = ProvisoCommand.Run(arguments.Replace("demo.journal", journal, StringComparison.Ordinal));

        Assert.Equal(exit, result.ExitCode);
        Assert.NotEmpty(result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public void The_reference_page_has_examples() => Assert.True(Examples().Count >= 15);

    [Fact]
    public void The_page_and_the_program_have_the_same_exit_codes()
    {
        // Method: read both tables as text; neither is made from the other.
        var page = File.ReadAllText(Path.Combine(ProvisoCommand.Root, "docs", "reference", "cli.md"));
        var program = File.ReadAllText(Path.Combine(ProvisoCommand.Root, "src", "Proviso.Cli", "ExitCodes.cs"));
        var stated = Row().Matches(page).Select(m => int.Parse(m.Groups[1].Value)).Order();
        var real = Constant().Matches(program).Select(m => int.Parse(m.Groups[1].Value)).Order();

        Assert.Equal(real, stated);
    }

    [Fact]
    public void The_first_command_of_the_readme_gives_what_the_readme_shows()
    {
        var readme = File.ReadAllText(Path.Combine(ProvisoCommand.Root, "README.md"));
        var shown = readme.Split("```text\n")[1].Split("```")[0].Split('\n').Where(l => l.Trim().Length > 0 && l.Trim() != "…").ToList();
        var output = ProvisoCommand.Run("check examples/h200-bytedance.yaml").Output.Split('\n').Select(l => l.TrimEnd()).ToList();

        Assert.True(shown.Count > 8);
        Assert.All(shown, line => Assert.Contains(line.TrimEnd(), output));
    }

    [GeneratedRegex(@"^\$ \./proviso (.+)\n\[exit (\d+)\]$", RegexOptions.Multiline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"public const int \w+ = (\d+);")]
    private static partial Regex Constant();
}
