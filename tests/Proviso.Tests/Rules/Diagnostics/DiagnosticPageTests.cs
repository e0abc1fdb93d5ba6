using System.Text.RegularExpressions;

namespace Proviso.Tests.Rules.Diagnostics;

public partial class DiagnosticPageTests
{
    // The codes of reading a text, PRV01xx, and of what it means, PRV02xx.
    private static IEnumerable<string> Codes => Directory.GetFiles(Path.Combine(Golden.Root, "src", "Proviso.Rules"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(f => Code().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    [Fact]
    public void Every_code_has_an_entry_and_every_entry_a_code()
    {
        var page = File.ReadAllText(Path.Combine(Golden.Root, "docs", "language", "diagnostics.md"));
        Assert.Equal(Codes, Heading().Matches(page).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void Every_code_is_recorded_in_a_golden_file()
    {
        var folder = Path.Combine(Golden.Root, "tests", "golden", "law");
        var printed = string.Concat(Directory.GetFiles(folder, "*.expected", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.All(Codes, code => Assert.Contains(code, printed));
    }

    [GeneratedRegex("\"(PRV0[12]\\d{2})\"")]
    private static partial Regex Code();

    [GeneratedRegex("^## (PRV0[12]\\d{2})", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
