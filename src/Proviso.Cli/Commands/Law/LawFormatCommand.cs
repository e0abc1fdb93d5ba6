using System.CommandLine;
using Proviso.Rules;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Formatting;
using Proviso.Rules.Syntax;

namespace Proviso.Cli.Commands.Law;

/// <summary><c>proviso law format</c>: the canonical layout; comments stay.</summary>
internal static class LawFormatCommand
{
    public static Command Create()
    {
        var path = new Argument<string?>("path") { Description = "Folder or file. Default: `law` of the checkout.", Arity = ArgumentArity.ZeroOrOne };
        var asker = LawCommand.AskerOption();
        var check = new Option<bool>("--check") { Description = "Change nothing; exit 1 when a file is not in the canonical layout." };
        var command = new Command("format", "Lays out law files in one way. Comments are kept; what does not parse is left alone.") { path, asker, check };
        command.SetAction(parsed => Run(LawFolder.Find(parsed.GetValue(path)), parsed.GetValue(check), parsed.GetValue(asker)));
        return command;
    }

    private static int Run(string path, bool checkOnly, string? asker)
    {
        var sources = RuleSet.Visible(LawFolder.Read(path), asker);
        var (changed, broken) = (0, 0);
        foreach (var source in sources)
        {
            var parsed = LawParser.Parse(source);
            if (parsed.Diagnostics.Any(d => d.Severity == Severity.Error))
            {
                broken++;
                LawFolder.Print(parsed.Diagnostics, Console.Error);
                continue;
            }

            var formatted = LawFormatter.Format(parsed.Tree);
            if (string.Equals(formatted, source.Content, StringComparison.Ordinal))
            {
                continue;
            }

            changed++;
            Console.Out.WriteLine(checkOnly ? $"not in the canonical layout: {source.Path}" : $"formatted: {source.Path}");
            if (!checkOnly)
            {
                var file = File.Exists(path) ? path : Path.Combine(path, source.Path);

                // Written aside and moved: a crash leaves the old file or the new one, never half.
                var aside = file + ".formatting";
                File.WriteAllText(aside, formatted);
                File.Move(aside, file, overwrite: true);
            }
        }

        Console.Out.WriteLine($"{sources.Count} files, {changed} {(checkOnly ? "to format" : "formatted")}{(broken > 0 ? $", {broken} left alone because of errors" : "")}");
        return broken > 0 ? ExitCodes.BadInput : checkOnly && changed > 0 ? ExitCodes.CheckFailed : ExitCodes.Clear;
    }
}
