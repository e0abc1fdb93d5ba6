using System.CommandLine;
using System.Globalization;
using Proviso.Determinations;
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Explaining;

namespace Proviso.Cli.Commands.Law;

/// <summary><c>proviso law show</c>: a provision as in force on a day, with its history.</summary>
internal static class LawShowCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("provision") { Description = "Name of the provision, such as 3A090.a. Without it, all are listed.", Arity = ArgumentArity.ZeroOrOne };
        var on = LawCommand.DateOption("--on", "The day. Default: today.");
        var known = LawCommand.DateOption("--as-known-on", "Only what was published by this day counts.");
        var scenario = new Option<string?>("--scenario") { Description = "A scenario of the law files.", HelpName = "NAME" };
        var law = LawCommand.LawOption();
        var asker = LawCommand.AskerOption();
        var format = LawCommand.FormatOption();
        var command = new Command("show", "Prints a provision as in force on a day, and its history.") { name, on, known, scenario, law, asker, format };
        command.SetAction(parsed =>
        {
            if (LawFolder.Load(parsed.GetValue(law), Console.Error, parsed.GetValue(asker)) is not { } rules)
            {
                return ExitCodes.BadInput;
            }

            var day = parsed.GetValue(on) ?? DateOnly.FromDateTime(DateTime.Today);
            var knownOn = parsed.GetValue(known) ?? DateOnly.MaxValue;
            Scenarios.Require(rules, parsed.GetValue(scenario));
            return parsed.GetValue(name) is { } wanted
                ? Show(rules, wanted, day, knownOn, parsed.GetValue(scenario), parsed.GetValue(format) == "json")
                : List(rules, day, knownOn, parsed.GetValue(scenario), parsed.GetValue(format) == "json");
        });
        return command;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static int List(RuleSet rules, DateOnly day, DateOnly known, string? scenario, bool json)
    {
        var slices = rules.Law.Corpora.Select(c => rules.Slice(c, day, known, LawView.AsEnforced, scenario)).ToList();
        if (json)
        {
            using var writer = JsonOut.Open();
            writer.WriteStartObject();
            writer.WriteNumber("formatVersion", 1);
            writer.WriteString("on", Day(day));
            writer.WriteStartArray("provisions");
            foreach (var p in slices.SelectMany(s => s.Provisions))
            {
                writer.WriteStartObject();
                writer.WriteString("corpus", p.Version.Corpus);
                writer.WriteString("provision", p.Version.Name);
                writer.WriteString("title", p.Version.Title);
                writer.WriteString("inForceFrom", Day(p.Version.InForce.From));
                writer.WriteString("coverage", DeterminationJson.CoverageWord(p.Version.Coverage));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            return ExitCodes.Clear;
        }

        foreach (var slice in slices)
        {
            Console.Out.WriteLine($"{slice.Corpus.Name}  {slice.Corpus.Title}");
            foreach (var p in slice.Provisions)
            {
                Console.Out.WriteLine($"  {p.Version.Name,-34} {p.Version.Title}{(p.Version.Coverage == CoverageLevel.Modelled ? "" : $"  [{DeterminationJson.CoverageWord(p.Version.Coverage)}]")}");
            }

            foreach (var aside in slice.SetAside)
            {
                Console.Out.WriteLine($"  {aside.Version.Name,-34} {aside.Version.Title}  [{DeterminationJson.StandingWord(aside.Standing)}{(aside.Limbs.IsEmpty ? "" : $": ({string.Join("), (", aside.Limbs)})")}]");
            }
        }

        return ExitCodes.Clear;
    }

    private static int Show(RuleSet rules, string wanted, DateOnly day, DateOnly known, string? scenario, bool json)
    {
        var versions = rules.Law.Corpora.SelectMany(c => c.Provisions)
            .Where(p => string.Equals(p.Name, wanted, StringComparison.Ordinal) || (p.Effect is NameEffect e && string.Equals(e.Name, wanted, StringComparison.Ordinal)))
            .OrderBy(p => p.InForce.From).ToList();
        if (versions.Count == 0)
        {
            var names = rules.Law.Corpora.SelectMany(c => c.Provisions).Select(p => p.Name).Distinct(StringComparer.Ordinal).ToList();
            throw new CliException($"no provision `{wanted}`", NearestName.Suggest(wanted, names) ?? "`proviso law show` lists all provisions");
        }

        var slices = rules.Law.Corpora.Where(c => versions.Exists(v => v.Corpus == c.Name)).Select(c => rules.Slice(c, day, known, LawView.AsEnforced, scenario)).ToList();
        var inForce = slices.SelectMany(s => s.Provisions).Where(p => versions.Contains(p.Version)).ToList();
        var aside = slices.SelectMany(s => s.SetAside).Where(p => versions.Contains(p.Version)).ToList();
        if (json)
        {
            WriteJson(wanted, day, versions, inForce, aside);
            return ExitCodes.Clear;
        }

        Console.Out.WriteLine(inForce.Count == 0
            ? aside.Count > 0 ? $"{wanted} stands in the text on {Day(day)} but does not count:" : $"{wanted} is not in force on {Day(day)}."
            : $"{wanted} on {Day(day)}:");
        foreach (var provision in inForce)
        {
            Print(provision.Version);
            if (!provision.DroppedLimbs.IsEmpty)
            {
                Console.Out.WriteLine($"  limb ({string.Join("), (", provision.DroppedLimbs)}) does not count on this day");
            }

            foreach (var exception in provision.Exceptions)
            {
                Console.Out.WriteLine($"  exception in force: {exception.Version.Name} {exception.Version.Title}");
            }
        }

        foreach (var a in aside)
        {
            var limbs = a.Limbs.IsEmpty ? "" : $" for ({string.Join("), (", a.Limbs)})";
            var end = a.Statement.Until is { } u ? $" until {Day(u)}" : "";
            Console.Out.WriteLine($"  {a.Version.Title}: {DeterminationJson.StandingWord(a.Standing)}{limbs} since {Day(a.Statement.From)}{end} by {a.Statement.By}");
            if (!inForce.Exists(p => p.Version == a.Version))
            {
                Print(a.Version);
            }
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine("History:");
        foreach (var v in versions)
        {
            var last = v.End is { } end ? Day(end.From) : "now       ";
            var only = v.Scenario is null ? "" : $"; only in scenario {v.Scenario}";
            Console.Out.WriteLine(
                $"  {Day(v.InForce.From)} to {last}  {v.Name}  {v.Title}  (by {v.InForce.By}, published {Day(v.InForce.Published)}{only})");
            foreach (var line in LawChangeText.Of(v))
            {
                Console.Out.WriteLine($"      {line}");
            }

            foreach (var s in v.Standings)
            {
                var limbs = s.Limbs.IsEmpty ? "" : $" for ({string.Join("), (", s.Limbs)})";
                var until = s.When.Until is { } u ? $" until {Day(u)}" : "";
                Console.Out.WriteLine(
                    $"      {DeterminationJson.StandingWord(s.Standing)}{limbs} from {Day(s.When.From)}{until} (by {s.When.By}, published {Day(s.When.Published)})");
            }
        }

        return ExitCodes.Clear;
    }

    private static void Print(ProvisionVersion version)
    {
        var text = version.Place.Source.Content.Substring(version.Place.Span.Start, version.Place.Span.Length);
        Console.Out.WriteLine();
        foreach (var line in text.Split('\n'))
        {
            Console.Out.WriteLine("  " + line.TrimEnd());
        }

        Console.Out.WriteLine($"  # {version.Place.At}");
        Console.Out.WriteLine();
        foreach (var condition in version.Conditions)
        {
            Console.Out.WriteLine($"  {condition.Name}: {ConditionText.Describe(condition)}");
        }
    }

    private static void WriteJson(string wanted, DateOnly day, List<ProvisionVersion> versions, List<SliceProvision> inForce, List<SetAside> aside)
    {
        using var writer = JsonOut.Open();
        writer.WriteStartObject();
        writer.WriteNumber("formatVersion", 1);
        writer.WriteString("provision", wanted);
        writer.WriteString("on", Day(day));
        writer.WriteBoolean("counts", inForce.Count > 0);
        writer.WriteStartArray("versions");
        foreach (var v in versions)
        {
            writer.WriteStartObject();
            writer.WriteString("corpus", v.Corpus);
            writer.WriteString("provision", v.Name);
            writer.WriteString("title", v.Title);
            writer.WriteBoolean("countsOnDay", inForce.Exists(p => p.Version == v));
            writer.WriteString("standing", aside.Find(a => a.Version == v) is { } s ? DeterminationJson.StandingWord(s.Standing) : null);
            writer.WriteString("inForceFrom", Day(v.InForce.From));
            writer.WriteString("until", v.End is { } end ? Day(end.From) : null);
            writer.WriteString("by", v.InForce.By);
            writer.WriteString("published", Day(v.InForce.Published));
            writer.WriteString("verified", DeterminationJson.VerificationWord(v.Verification));
            writer.WriteStrings("cites", v.Cites);
            writer.WriteStrings("sources", v.Sources);
            writer.WriteString("concludes", v.Effect is OutcomeEffect e ? e.Outcome.ToString() : null);
            writer.WriteString("when", v.When?.Place.Words);
            writer.WriteStrings("conditions", v.Conditions.Select(ConditionText.Describe));
            writer.WriteString("coverage", DeterminationJson.CoverageWord(v.Coverage));
            writer.WriteString("coverageRemark", v.CoverageRemark);
            writer.WriteStrings("acrossChange", LawChangeText.Of(v));
            writer.WriteString("at", v.Place.At);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
