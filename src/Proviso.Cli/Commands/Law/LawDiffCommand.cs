using System.CommandLine;
using System.Globalization;
using Proviso.Rules.Evaluation;

namespace Proviso.Cli.Commands.Law;

/// <summary><c>proviso law diff</c>: which provisions changed, and which classes of transactions come out differently.</summary>
internal static class LawDiffCommand
{
    // A page that an analyst reads; --all prints the rest.
    private const int ShownClasses = 12;

    public static Command Create()
    {
        var from = LawCommand.DateOption("--from", "The first day.");
        var to = LawCommand.DateOption("--to", "The second day. With --scenario, the day on which both are compared.");
        var scenario = new Option<string?>("--scenario") { Description = "Compare the law with this scenario instead of with another day.", HelpName = "NAME" };
        var all = new Option<bool>("--all") { Description = "Print every class, not only the first of each change." };
        var law = LawCommand.LawOption();
        var asker = LawCommand.AskerOption();
        var format = LawCommand.FormatOption();
        var command = new Command("diff", "Says which provisions differ between two days (or with a scenario) and, by cell enumeration, which classes of transactions come out differently, each with a witness.") { from, to, scenario, all, law, asker, format };
        command.SetAction(parsed =>
        {
            if (LawFolder.Load(parsed.GetValue(law), Console.Error, parsed.GetValue(asker)) is not { } rules)
            {
                return ExitCodes.BadInput;
            }

            var name = parsed.GetValue(scenario);
            Scenarios.Require(rules, name);
            var (first, second) = (parsed.GetValue(from), parsed.GetValue(to));
            if (name is null && (first is null || second is null))
            {
                throw new CliException("two days are needed, or a scenario", "try `--from 2026-01-14 --to 2026-01-16`, or `--scenario NAME`");
            }

            if (name is not null)
            {
                second ??= first ?? rules.FindScenario(name)!.Steps.Select(s => s.From).DefaultIfEmpty(DateOnly.FromDateTime(DateTime.Today)).Max();
                first ??= second;
            }

            var differences = rules.Law.Corpora
                .Select(c => (Corpus: c, Difference: LawDiff.Compare(rules.Slice(c, first!.Value, DateOnly.MaxValue), rules.Slice(c, second!.Value, DateOnly.MaxValue, LawView.AsEnforced, name))))
                .Where(d => d.Difference.Provisions.Length > 0).ToList();
            if (parsed.GetValue(format) == "json")
            {
                WriteJson(first!.Value, second!.Value, name, differences);
            }
            else
            {
                Print(first!.Value, second!.Value, name, differences, parsed.GetValue(all));
            }

            return ExitCodes.Clear;
        });
        return command;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Print(DateOnly first, DateOnly second, string? scenario, List<(Rules.Binding.CorpusDefinition Corpus, LawDifference Difference)> differences, bool all)
    {
        Console.Out.WriteLine(scenario is null ? $"From {Day(first)} to {Day(second)}" : $"On {Day(second)}: with scenario {scenario}, against the law as it stands{(first == second ? "" : $" on {Day(first)}")}");
        if (differences.Count == 0)
        {
            Console.Out.WriteLine("Nothing differs.");
        }

        foreach (var (corpus, difference) in differences)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"{corpus.Name}  {corpus.Title}");
            foreach (var change in difference.Provisions)
            {
                var version = (change.After ?? change.Before)!.Version;
                Console.Out.WriteLine($"  {change.Change switch { ProvisionChange.Added => "+", ProvisionChange.Removed => "-", ProvisionChange.Changed => "~" }} {change.Name}  {version.Title}");
            }

            foreach (var group in difference.Classes.GroupBy(c => (c.Matter, Before: c.Before.ToString(), After: c.After.ToString())))
            {
                Console.Out.WriteLine();
                Console.Out.WriteLine($"  {group.Key.Matter}: {group.Key.Before} → {group.Key.After}  ({group.Count()} {(group.Count() == 1 ? "class" : "classes")})");
                foreach (var changed in group.Take(all ? int.MaxValue : ShownClasses))
                {
                    Console.Out.WriteLine($"    where {string.Join("\n      and ", changed.Where)}");
                    Console.Out.WriteLine($"      e.g. {Witness(changed.Witness)}");
                }

                if (!all && group.Count() > ShownClasses)
                {
                    Console.Out.WriteLine($"    … and {group.Count() - ShownClasses} more; --all prints them");
                }
            }

            if (!difference.Complete)
            {
                Console.Out.WriteLine("  The enumeration was cut short: there may be further classes.");
            }
        }

        if (differences.Count > 0)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine("Each line speaks of one matter; another matter of the same corpus can only make the outcome stricter.");
        }
    }

    private static string Witness(FactFrame frame) =>
        string.Join(", ", frame.Schema.Facts.Where(f => f.Slot >= 0 && frame.IsKnown(f)).Select(f => $"{f.Name} = {frame.Text(f)}"));

    private static void WriteJson(DateOnly first, DateOnly second, string? scenario, List<(Rules.Binding.CorpusDefinition Corpus, LawDifference Difference)> differences)
    {
        using var json = JsonOut.Open();
        json.WriteStartObject();
        json.WriteNumber("formatVersion", 1);
        json.WriteString("from", Day(first));
        json.WriteString("to", Day(second));
        json.WriteString("scenario", scenario);
        json.WriteStartArray("corpora");
        foreach (var (corpus, difference) in differences)
        {
            json.WriteStartObject();
            json.WriteString("corpus", corpus.Name);
            json.WriteBoolean("complete", difference.Complete);
            json.WriteStartArray("provisions");
            foreach (var change in difference.Provisions)
            {
                json.WriteStartObject();
                json.WriteString("provision", change.Name);
                json.WriteString("change", change.Change switch { ProvisionChange.Added => "added", ProvisionChange.Removed => "removed", ProvisionChange.Changed => "changed" });
                json.WriteString("title", (change.After ?? change.Before)!.Version.Title);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("classes");
            foreach (var changed in difference.Classes)
            {
                json.WriteStartObject();
                json.WriteString("matter", changed.Matter);
                json.WriteString("before", changed.Before.ToString());
                json.WriteString("after", changed.After.ToString());
                json.WriteStrings("where", changed.Where);
                json.WriteStartObject("witness");
                foreach (var fact in changed.Witness.Schema.Facts.Where(f => f.Slot >= 0 && changed.Witness.IsKnown(f)))
                {
                    json.WriteString(fact.Name, changed.Witness.Text(fact));
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
