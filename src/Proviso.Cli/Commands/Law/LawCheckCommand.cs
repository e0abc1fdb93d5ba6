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
        var format = LawCommand.FormatOption();
        var command = new Command("check", "Finds errors in law files: names, units, dates, and by enumeration clashes, gaps and exceptions that are never reached.") { path, format };
        command.SetAction(parsed =>
        {
            var sources = LawFolder.Read(LawFolder.Find(parsed.GetValue(path)));
            var loaded = RuleSet.Load(sources);
            List<Diagnostic> found = [.. loaded.Diagnostics];
            if (loaded.RuleSet is { } rules)
            {
                found.AddRange(LawAnalysis.Check(rules));
            }

            var errors = found.Count(d => d.Severity == Severity.Error);
            if (parsed.GetValue(format) == "json")
            {
                WriteJson(found, sources.Count, loaded.RuleSet);
            }
            else
            {
                LawFolder.Print(found, Console.Out);
                Console.Out.WriteLine(loaded.RuleSet is { } set && errors == 0
                    ? $"{sources.Count} files, {set.Law.Corpora.Length} corpora, {set.Law.Corpora.Sum(c => c.Provisions.Length)} provision versions: no errors, {found.Count} warnings"
                    : $"{sources.Count} files: {errors} errors, {found.Count - errors} warnings");
            }

            return errors == 0 ? ExitCodes.Clear : ExitCodes.BadInput;
        });
        return command;
    }

    private static void WriteJson(List<Diagnostic> found, int files, RuleSet? rules)
    {
        using var writer = JsonOut.Open();
        writer.WriteStartObject();
        writer.WriteNumber("formatVersion", 1);
        writer.WriteNumber("files", files);
        writer.WriteString("corpusHash", rules?.Hash);
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
