using System.CommandLine;
using Proviso.Rules;
using Proviso.Rules.Diagnostics;

namespace Proviso.Cli.Commands.Law;

/// <summary><c>proviso law check</c>: errors of the text, and clashes, gaps and unreachable exceptions by cell enumeration.</summary>
internal static class LawCheckCommand
{
    public static Command Create()
    {
        var path = new Argument<string?>("path") { Description = "Folder or file. Default: `law` of the checkout.", Arity = ArgumentArity.ZeroOrOne };
        var asker = LawCommand.AskerOption();
        var format = LawCommand.FormatOption();
        var command = new Command("check", "Finds errors in law files: names, units, dates, and by enumeration clashes, gaps and exceptions that are never reached.") { path, asker, format };
        command.SetAction(parsed =>
        {
            var folder = LawFolder.Find(parsed.GetValue(path));
            var all = LawFolder.Read(folder);
            var sources = RuleSet.Visible(all, parsed.GetValue(asker));
            var loaded = RuleSet.Load(all, parsed.GetValue(asker));
            List<Diagnostic> found = [.. loaded.Diagnostics];
            IReadOnlyList<string> differences = [];
            if (loaded.RuleSet is { } rules)
            {
                found.AddRange(LawAnalysis.Check(rules));

                // A single file has no manifest; it answers nothing by itself either.
                differences = Directory.Exists(folder) ? LawFolder.Differences(folder, all) : [];
            }

            var errors = found.Count(d => d.Severity == Severity.Error);
            if (parsed.GetValue(format) == "json")
            {
                WriteJson(found, sources.Count, loaded.RuleSet, differences);
            }
            else
            {
                LawFolder.Print(found, Console.Out);
                Console.Out.WriteLine(loaded.RuleSet is { } set && errors == 0
                    ? $"{sources.Count} files, {set.Law.Corpora.Length} corpora, {set.Law.Corpora.Sum(c => c.Provisions.Length)} provision versions: no errors, {found.Count} warnings"
                    : $"{sources.Count} files: {errors} errors, {found.Count - errors} warnings");
                foreach (var difference in differences)
                {
                    Console.Out.WriteLine($"manifest: {difference}");
                }

                if (differences.Count > 0)
                {
                    Console.Out.WriteLine("nothing is answered from this folder until it holds what its manifest says; `proviso law manifest --write` takes it as it is");
                }
            }

            return errors == 0 ? ExitCodes.Clear : ExitCodes.BadInput;
        });
        return command;
    }

    private static void WriteJson(List<Diagnostic> found, int files, RuleSet? rules, IReadOnlyList<string> differences)
    {
        using var writer = JsonOut.Open();
        writer.WriteStartObject();
        writer.WriteNumber("formatVersion", 1);
        writer.WriteNumber("files", files);
        writer.WriteString("corpusHash", rules?.Hash);
        writer.WriteStrings("manifest", differences);
        writer.WriteStartArray("diagnostics");
        foreach (var d in found)
        {
            var at = d.Source.PositionAt(d.Span.Start);
            writer.WriteStartObject();
            writer.WriteString("code", d.Code);
            writer.WriteString("severity", d.Severity == Severity.Error ? "error" : "warning");
            writer.WriteString("file", d.Source.Path);
            writer.WriteNumber("line", at.Line);
            writer.WriteNumber("column", at.Column);
            writer.WriteString("message", d.Message);
            writer.WriteString("help", d.Help);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
