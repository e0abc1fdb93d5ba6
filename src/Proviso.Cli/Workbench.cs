using System.Text;
using Proviso.Determinations.Intake;
using Proviso.Documents;
using Proviso.Items;
using Proviso.Parties;
using Proviso.Rules;
using Proviso.Storage.Files;

namespace Proviso.Cli;

/// <summary>What every answering command needs: the law, the catalog, and readers over both.</summary>
internal sealed class Workbench
{
    // The catalog has some 60 kB.
    private const long MostBytes = 16 * 1024 * 1024;

    private Workbench(RuleSet rules, ChipCatalog catalog, GroupNames groups)
    {
        Rules = rules;
        Catalog = catalog;
        Groups = groups;
        Reader = new TransactionReader(rules.Schema, catalog, groups);
        Questions = new QuestionBuilder(rules.Schema);
    }

    /// <summary>The law.</summary>
    public RuleSet Rules { get; }

    /// <summary>The products.</summary>
    public ChipCatalog Catalog { get; }

    /// <summary>Names of corporate groups.</summary>
    public GroupNames Groups { get; }

    /// <summary>Reads transactions.</summary>
    public TransactionReader Reader { get; }

    /// <summary>Turns them into facts.</summary>
    public QuestionBuilder Questions { get; }

    /// <summary>Opens it, or prints what is wrong and gives null.</summary>
    public static Workbench? Open(string? lawFolder)
    {
        var rules = LawFolder.Load(lawFolder, Console.Error);
        return rules is null ? null : new Workbench(rules, Read(Path.Combine("chips", "catalog.yaml"), ChipCatalog.Read), Read(Path.Combine("parties", "groups.yaml"), GroupNames.Read));
    }

    private static T Read<T>(string file, Func<TextReader, T> read)
    {
        var path = Path.Combine(LawFolder.FindBeside("data"), file);
        if (!File.Exists(path))
        {
            throw new CliException($"{path} is missing", "the folder `data` of the checkout holds it");
        }

        using var text = BoundedFile.OpenText(path, MostBytes, "data file of the checkout");
        try
        {
            return read(text);
        }
        catch (DocumentException e)
        {
            throw new CliException($"{path}: {e.Problem}", "correct the file; nothing is answered while it is broken");
        }
        catch (DecoderFallbackException)
        {
            throw new CliException($"{path} is not UTF-8", "save it as UTF-8");
        }
    }
}
