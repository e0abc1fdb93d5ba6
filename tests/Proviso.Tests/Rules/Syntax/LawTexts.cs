namespace Proviso.Tests.Rules.Syntax;

/// <summary>The law files of the repository and the good golden ones.</summary>
internal static class LawTexts
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Golden.Root, "law"), "*.law", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(Golden.Root, "tests", "golden", "law", "good"), "*.law"))
            .Order(StringComparer.Ordinal).Select(File.ReadAllText),
    ];
}
