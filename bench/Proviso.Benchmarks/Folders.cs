using Proviso.Rules;
using Proviso.Rules.Text;

namespace Proviso.Benchmarks;

/// <summary>Where this repository is, and its law.</summary>
internal static class Folders
{
    public static string Root { get; } = Find();

    public static IReadOnlyList<SourceText> Law { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Root, "law"), "*.law", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => new SourceText(Path.GetRelativePath(Root, f), File.ReadAllText(f))),
    ];

    public static RuleSet Load() => RuleSet.Load(Law).RuleSet ?? throw new InvalidOperationException("the law has errors: see `proviso law check`");

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Proviso.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("run this inside the repository");
        }

        return folder;
    }
}
