using System.CommandLine;
using Proviso.Determinations;
using Proviso.Rules;

namespace Proviso.Cli.Commands.Law;

/// <summary><c>proviso law manifest</c>: what the law folder must hold, and whether it does.</summary>
internal static class LawManifestCommand
{
    public static Command Create()
    {
        var path = new Argument<string?>("path") { Description = "Folder. Default: `law` of the checkout.", Arity = ArgumentArity.ZeroOrOne };
        var write = new Option<bool>("--write") { Description = "Write the manifest of the law as it is now. Whoever does so says that nothing is missing." };
        var command = new Command("manifest", $"Compares a law folder with its {LawManifest.FileName}: files, hashes and corpora. Exit 1 when they differ; then nothing is answered from it.") { path, write };
        command.SetAction(parsed => Run(LawFolder.Find(parsed.GetValue(path)), parsed.GetValue(write)));
        return command;
    }

    private static int Run(string folder, bool write)
    {
        if (!Directory.Exists(folder))
        {
            throw new CliException($"{folder} is no folder", "a manifest belongs to a folder with law files");
        }

        var sources = RuleSet.Visible(LawFolder.Read(folder), null).ToList();
        var loaded = RuleSet.Load(sources);
        if (loaded.RuleSet is not { } rules)
        {
            LawFolder.Print(loaded.Diagnostics, Console.Error);
            Console.Error.WriteLine($"the law in {folder} has errors; a manifest of it would name law that answers nothing");
            return ExitCodes.BadInput;
        }

        if (write && rules.Law.Corpora.IsEmpty)
        {
            throw new CliException($"the law in {folder} has no corpus", "a manifest without a corpus would say that no law is missing");
        }

        var file = Path.Combine(folder, LawManifest.FileName);
        var differences = LawManifest.Differences(LawFolder.Manifest(folder), rules, sources);
        foreach (var difference in differences)
        {
            Console.Out.WriteLine(difference);
        }

        if (write && differences.Count > 0)
        {
            // Written aside and moved: a crash leaves the old file or the new one, never half.
            File.WriteAllText(file + ".writing", LawManifest.Write(rules, sources));
            File.Move(file + ".writing", file, overwrite: true);
        }

        Console.Out.WriteLine(differences.Count == 0 ? $"{sources.Count} files, {rules.Law.Corpora.Length} corpora: as {LawManifest.FileName} says"
            : write ? $"{LawManifest.FileName} written: {sources.Count} files, {rules.Law.Corpora.Length} corpora"
            : $"{differences.Count} differences; `proviso law manifest --write` takes the folder as it is");
        return differences.Count == 0 || write ? ExitCodes.Clear : ExitCodes.CheckFailed;
    }
}
