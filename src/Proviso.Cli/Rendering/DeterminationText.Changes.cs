using System.Globalization;
using Proviso.Determinations;
using Proviso.Rules.Explaining;

namespace Proviso.Cli.Rendering;

/// <summary>What a change of law left to the earlier law, and whose day it is.</summary>
internal sealed partial class DeterminationText
{
    private void Changes(AuthorityAnswer answer)
    {
        if (answer.Savings.Count > 0)
        {
            Line("  Savings considered");
            foreach (var same in answer.Savings.GroupBy(s => s.Text, StringComparer.Ordinal))
            {
                Line($"    {Esc(string.Join(", ", same.Select(s => s.Provision.Version.Name)))}: {Esc(same.Key)}");
            }
        }

        foreach (var note in answer.DayNotes)
        {
            Line($"  [grey]{Esc(note)}[/]");
        }
    }

    /// <summary>On the first screen: a saving that the answer rests on or is open by, and days that differ.</summary>
    private void ChangeGrounds(Determination d)
    {
        foreach (var considered in d.Authorities.SelectMany(a => a.Savings).DistinctBy(s => s.Text))
        {
            if (considered.State is SavingState.Saves or SavingState.Open or SavingState.LastDay)
            {
                var color = considered.State == SavingState.Saves && considered.Saving.Verification <= Rules.Binding.Verification.Primary ? "grey" : "yellow";
                Line($"  [{color}]{Esc(considered.Text)}[/]");
            }
        }

        if (d.Question.At is { } at && (d.Authorities.Any(a => a.Day != d.Question.On) || d.Authorities.Any(a => a.DayNotes.Count > 0)))
        {
            var days = d.Authorities.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Corpus.Authority} on {a.Day:yyyy-MM-dd}{(a.Hour is { } h ? h.ToString(" HH':'mm", CultureInfo.InvariantCulture) : "")}"));
            Line($"  [grey]{Esc(string.Create(CultureInfo.InvariantCulture, $"at {at:yyyy-MM-dd HH:mm zzz}, each authority is asked on its own day: {string.Join(", ", days)}"))}[/]");
        }

        foreach (var note in d.Authorities.SelectMany(a => a.DayNotes))
        {
            Line($"  [yellow]{Esc(note)}[/]");
        }
    }
}
