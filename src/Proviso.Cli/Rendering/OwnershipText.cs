using System.Collections.Immutable;
using System.Globalization;
using Proviso.Parties.Ownership;
using Spectre.Console;

namespace Proviso.Cli.Rendering;

/// <summary>An answer about owners as an officer reads it.</summary>
internal sealed class OwnershipText(IAnsiConsole console)
{
    /// <summary>The steps to what is certain, a line each.</summary>
    public static IEnumerable<string> Steps(OwnershipAnswer answer) => Lines(answer.Steps, answer.Certain);

    /// <summary>Prints the answer.</summary>
    public void Write(OwnershipAnswer answer, (OwnershipVerdict Verdict, ShareInterval Share) combined, IReadOnlyList<string> matches, string contrast)
    {
        var (color, word) = combined.Verdict switch
        {
            OwnershipVerdict.AtLeastHalf => ("red", "HALF OR MORE"),
            OwnershipVerdict.BelowHalf => ("green", "LESS THAN HALF"),
            _ => ("yellow", "CANNOT DETERMINE"),
        };
        Line(string.Create(CultureInfo.InvariantCulture, $"[bold]{Esc(answer.Holder.Name)}[/]{(answer.Holder.Country is { } c ? "  " + c.Code : "")}  on {answer.On:yyyy-MM-dd}"));
        console.WriteLine();
        Line($"  [{color} bold]{word}[/]: listed parties own {Esc(combined.Share.ToString())} of it in the aggregate");
        if (combined.Verdict == OwnershipVerdict.CannotDetermine && answer.Question is { } question)
        {
            Line($"  ask: {Esc(question)}");
        }

        if (answer.Lists.Length > 0)
        {
            Line($"  lists of the owners that count, most restrictive first: {Esc(string.Join(", ", answer.Lists))}");
        }

        foreach (var match in matches)
        {
            Line($"  {Esc(match)}");
        }

        console.WriteLine();
        Line("  certain");
        Print(answer.Steps, answer.Certain);
        if (answer.Share.Low != answer.Share.High)
        {
            Line("  possible, as far as what is stated allows");
            Print(answer.PossibleSteps, answer.Possible);
        }

        foreach (var stake in answer.KeptAside)
        {
            Line($"  kept aside: {Esc(stake.Share.ToString())} of the votes of {Esc(stake.Owner)}; the rule speaks of ownership");
        }

        console.WriteLine();
        Line($"  [grey]{Esc(contrast)}[/]");
        Line("[grey]The rule: 15 CFR 744.11 (affiliates; suspended from 2025-11-10 to 2026-11-09) and OFAC's 50 percent rule; what follows from it on a day is the law's to say: `proviso check`.[/]");
        Line("[grey]Proviso informs a decision and is not legal advice.[/]");
    }

    private void Print(ImmutableArray<OwnershipStep> steps, OwnershipStep last)
    {
        foreach (var line in Lines(steps, last))
        {
            Line($"    {Esc(line)}");
        }
    }

    private static IEnumerable<string> Lines(ImmutableArray<OwnershipStep> steps, OwnershipStep last)
    {
        var names = steps.Append(last).GroupBy(s => s.Holder.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Holder.Name, StringComparer.Ordinal);
        foreach (var step in steps.Any(s => s.Holder.Key == last.Holder.Key) ? steps : [.. steps, last])
        {
            var stakes = string.Join(" + ", step.Stakes.Select(s => $"{s.Share} of {names.GetValueOrDefault(s.Owner, s.Owner)}{(s.Source.Length > 0 && s.Source != "the transaction" && !s.Source.StartsWith("the transaction,", StringComparison.Ordinal) ? $" ({s.Source})" : "")}"));
            yield return step.Lists.Length > 0 ? $"{step.Holder.Name}: listed on {string.Join(", ", step.Lists)}"
                : $"{step.Holder.Name}: {(stakes.Length == 0 ? "nothing" : stakes)} = {ShareInterval.ToText(step.Owned)}{(step.OthersLow > 0 ? $"; others have at least {ShareInterval.ToText(step.OthersLow)}" : "")}";
        }
    }

    private static string Esc(string text) => Markup.Escape(Shown.Text(text));

    private void Line(string markup) => console.Write(new Markup(markup + "\n") { Overflow = Overflow.Fold });
}
