using Proviso.Determinations.Intake;
using Proviso.Documents;
using Proviso.Items;
using Proviso.Parties;
using Proviso.Tests.Rules.Evaluation;

namespace Proviso.Tests.Proviso;

/// <summary>The catalog and the names of groups as shipped, and readers over the law of the repository.</summary>
internal static class TestData
{
    public static ChipCatalog Catalog { get; } = Open("data/chips/catalog.yaml", ChipCatalog.Read);

    public static GroupNames Groups { get; } = Open("data/parties/groups.yaml", GroupNames.Read);

    // Each test its own: they remember what they have read, and tests run side by side.
    public static TransactionReader Reader => new(RealLaw.Rules.Schema, Catalog, Groups);

    public static QuestionBuilder Questions => new(RealLaw.Rules.Schema);

    public static string Text(string file) => File.ReadAllText(Path.Combine(Golden.Root, file));

    /// <summary>Reads the one transaction of a YAML text.</summary>
    public static Intaken Read(string yaml) => Reader.Read(Assert.Single(YamlDocument.ReadAll(new StringReader(yaml))));

    private static T Open<T>(string file, Func<TextReader, T> read)
    {
        using var text = new StringReader(Text(file));
        return read(text);
    }
}
