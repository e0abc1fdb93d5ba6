using System.Text.RegularExpressions;

namespace Proviso.Tests.Architecture;

/// <summary>What every tracked text file must and must not hold.</summary>
public partial class TidyTests
{
    private static readonly string[] s_binaryEndings = [".bin", ".png", ".db", ".gz", ".zip", ".parquet"];

    [Fact]
    public void Every_relative_link_in_the_docs_resolves()
    {
        var pages = SourceTree.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal)).ToList();
        var found = pages.SelectMany(page => Link().Matches(WithoutCode(SourceTree.Read(page)))
            .Select(m => m.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(SourceTree.Root, Path.GetDirectoryName(page)!, target)))
            .Select(target => $"{page} links to {target}, which does not exist"));

        Assert.NotEmpty(pages);
        Assert.Empty(found);
    }

    [Fact]
    public void No_tracked_file_records_a_path_of_one_machine_or_a_package_feed()
    {
        var found = SourceTree.Files
            .Where(f => !s_binaryEndings.Contains(Path.GetExtension(f), StringComparer.Ordinal) && !f.EndsWith("/TidyTests.cs", StringComparison.Ordinal))
            .SelectMany(f => SourceTree.Read(f).Split('\n').Select((line, i) => (Place: $"{f}:{i + 1}", Match: MachineOrFeed().Match(line))))
            .Where(l => l.Match.Success)
            .Select(l => $"{l.Place}: `{l.Match.Value}`");

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("/work/main/law", true)]
    [InlineData("file:///home/someone/x", true)]
    [InlineData("https://api.nuget.org/v3/index.json", true)]
    [InlineData("docs/work/plan.md", false)]
    [InlineData("https://www.ecfr.gov/home/title-15", false)]
    public void The_guard_tells_a_machine_path_from_an_address(string line, bool caught) =>
        Assert.Equal(caught, MachineOrFeed().IsMatch(line));

    [Fact]
    public void Text_files_end_with_one_line_feed_and_hold_no_carriage_return()
    {
        // Lock files are written by the restore, which ends them as it likes.
        var found = SourceTree.Files
            .Where(f => !s_binaryEndings.Contains(Path.GetExtension(f), StringComparer.Ordinal) && !f.EndsWith("packages.lock.json", StringComparison.Ordinal))
            .Where(f => SourceTree.Read(f) is { Length: > 0 } text && (!text.EndsWith('\n') || text.Contains('\r', StringComparison.Ordinal)))
            .Where(f => !f.StartsWith("tests/golden/", StringComparison.Ordinal));

        Assert.Empty(found);
    }

    private static string WithoutCode(string markdown) => InlineCode().Replace(FencedCode().Replace(markdown, ""), "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencedCode();

    [GeneratedRegex(@"`[^`\n]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"(?<![\w.\-])/(work|root|home)/|api\.nuget\.org|pkgs\.dev\.azure\.com|/v3/index\.json")]
    private static partial Regex MachineOrFeed();
}
