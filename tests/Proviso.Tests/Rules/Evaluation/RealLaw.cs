using Proviso.Rules;
using Proviso.Rules.Text;

namespace Proviso.Tests.Rules.Evaluation;

/// <summary>The law files of the repository, loaded once.</summary>
internal static class RealLaw
{
    public static IReadOnlyList<SourceText> Files { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Golden.Root, "law"), "*.law", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => new SourceText(Path.GetRelativePath(Golden.Root, f).Replace('\\', '/'), File.ReadAllText(f))),
    ];

    public static RuleSet Rules { get; } = RuleSet.Load(Files).RuleSet ?? throw new InvalidOperationException("the law has errors");
}
