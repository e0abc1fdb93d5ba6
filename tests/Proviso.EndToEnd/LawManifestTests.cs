namespace Proviso.EndToEnd;

/// <summary>A law folder from which something is missing never reads as clear.</summary>
public class LawManifestTests
{
    private const string Ended = "[exit 40]";

    private static string Copy(TemporaryFolder folder, params string[] without)
    {
        var (from, to) = (Path.Combine(ProvisoCommand.Root, "law"), folder.File("law"));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(from, file).Replace('\\', '/');
            if (!without.Any(w => name.StartsWith(w, StringComparison.Ordinal)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
                File.Copy(file, Path.Combine(to, name));
            }
        }

        return to;
    }

    private static string Transaction(string product, string origin, string destination, string kind = "export") =>
        $"# made up\n{{id: made-up, date: 2026-02-10, product: {product}, quantity: 1, kind: {kind}, origin: {origin}, destination: {destination}, endUse: commercial-datacenter, parties: ["
        + $"{{role: exporter, name: Made-up Vendor, country: {origin}, headquarters: {origin}, ultimateParent: self, listings: [], military: no, militaryIntelligence: no}}, "
        + $"{{role: end-user, name: Made-up Buyer, country: {destination}, headquarters: {destination}, ultimateParent: self, listings: [], military: no, militaryIntelligence: no}}], "
        + "screening: {on: 2026-02-09, by: made-up desk, result: none-listed, owners: none-listed}}";

    [Theory]
    [InlineData("us/", "nvidia-h20", "US", "CN")]
    [InlineData("us/", "nvidia-rtx-4090", "US", "CN")]
    [InlineData("us/chips-tests.law", "nvidia-h20", "US", "CN")]
    [InlineData("cn/import.law", "nvidia-h20", "US", "CN")]
    [InlineData("cn/export.law", "nvidia-h20", "CN", "SG")]
    [InlineData("kr/", "nvidia-h20", "KR", "JP")]
    [InlineData("tw/", "nvidia-h20", "TW", "US")]
    [InlineData("eu/", "nvidia-h20", "DE", "US")]
    [InlineData("elsewhere.law", "nvidia-h20", "MY", "ID")]
    [InlineData("manifest.json", "nvidia-h100-sxm", "US", "SG")]
    public void Without_a_part_of_the_law_nothing_is_settled(string without, string product, string origin, string destination)
    {
        using var folder = new TemporaryFolder();
        var result = ProvisoCommand.Run(["check", "-", "--law", Copy(folder, without)], Transaction(product, origin, destination));

        Assert.True(result.ExitCode == 40, $"{Ended} expected, {result.ExitCode} came: {result.Output}{result.Error}");
        Assert.StartsWith("The law is incomplete", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_vocabulary_alone_no_example_reads_as_clear()
    {
        using var folder = new TemporaryFolder();
        var law = folder.File("law");
        Directory.CreateDirectory(law);
        File.Copy(Path.Combine(ProvisoCommand.Root, "law", "vocabulary.law"), Path.Combine(law, "vocabulary.law"));
        Assert.All(Directory.GetFiles(Path.Combine(ProvisoCommand.Root, "examples"), "*.yaml"), example => Assert.Equal(40, ProvisoCommand.Run(["check", example, "--law", law]).ExitCode));
    }

    [Fact]
    public void A_draft_rule_is_tested_but_answers_nothing_until_the_manifest_takes_it()
    {
        using var folder = new TemporaryFolder();
        var law = Copy(folder);
        File.AppendAllText(Path.Combine(law, "kr", "kr.law"), "\n# a draft\n");

        Assert.Equal(0, ProvisoCommand.Run(["law", "test", "--law", law]).ExitCode);
        Assert.Contains("kr/kr.law differs", ProvisoCommand.Run(["law", "check", law]).Output, StringComparison.Ordinal);
        Assert.Equal(40, ProvisoCommand.Run(["check", "examples/h100-singapore.yaml", "--law", law]).ExitCode);
        Assert.Equal(40, ProvisoCommand.Run(["item", "classify", "h200", "--on", "2026-02-10", "--law", law]).ExitCode);
        Assert.Equal(1, ProvisoCommand.Run(["law", "manifest", law]).ExitCode);
        Assert.Equal(0, ProvisoCommand.Run(["law", "manifest", law, "--write"]).ExitCode);
        Assert.Equal(0, ProvisoCommand.Run(["law", "manifest", law]).ExitCode);
        Assert.Equal(0, ProvisoCommand.Run(["check", "examples/h100-singapore.yaml", "--law", law]).ExitCode);
    }

    [Theory]
    [InlineData("MY", "ID")]
    [InlineData("TH", "SG")]
    public void A_place_that_no_corpus_knows_is_not_encoded(string origin, string destination)
    {
        var result = ProvisoCommand.Run(["check", "-", "--format", "json"], Transaction("nvidia-h20", origin, destination, "reexport"));

        Assert.Equal(40, result.ExitCode);
        Assert.Contains("\"not-encoded\"", result.Output, StringComparison.Ordinal);
    }
}
