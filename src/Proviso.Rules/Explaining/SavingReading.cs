using System.Collections.Immutable;
using System.Globalization;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Rules.Explaining;

/// <summary>What became of a saving on the facts of one transaction.</summary>
public enum SavingState
{
    /// <summary>The goods are left to the earlier law.</summary>
    Saves,

    /// <summary>It is claimed and not verified: the answer is left open, nothing is permitted by it.</summary>
    Open,

    /// <summary>It exists and nobody claims it: facts that would are not stated, and the provision applies as if it were not there.</summary>
    NotClaimed,

    /// <summary>The facts stated do not meet it.</summary>
    NotMet,

    /// <summary>It is the day on which it ends: read strictly, nothing is saved any more.</summary>
    LastDay,

    /// <summary>It has ended.</summary>
    Lapsed,
}

/// <summary>A saving considered, and what became of it.</summary>
/// <param name="Provision">The provision that would not apply.</param>
/// <param name="Saving">The saving.</param>
/// <param name="State">What became of it.</param>
/// <param name="Missing">Facts that would claim it and are not stated.</param>
/// <param name="Text">That in words.</param>
public sealed record ConsideredSaving(SliceProvision Provision, Saving Saving, SavingState State, ImmutableArray<FactDefinition> Missing, string Text);

/// <summary>Reads the savings of the provisions that touch a transaction.</summary>
public static class SavingReading
{
    /// <summary>Every saving of a provision whose own conditions hold or may hold; one that lies in the past only where the facts still claim it.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="on">The day asked for.</param>
    /// <param name="knownOn">The day up to which publications count.</param>
    public static ImmutableArray<ConsideredSaving> Of(CorpusDecision decision, DateOnly on, DateOnly knownOn)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var found = ImmutableArray.CreateBuilder<ConsideredSaving>();
        foreach (var provision in decision.Slice.Provisions.Where(p => !p.Version.Savings.IsEmpty && decision.OwnConditions(p) != Truth.No))
        {
            var known = provision.Version.Savings.Where(s => s.Published <= knownOn && s.On <= on).ToList();
            var read = known.Select(s => Read(provision, s, decision.Frame, on)).OfType<ConsideredSaving>().ToList();

            // The state of the goods is that on the day of the last change; an earlier clause that has lapsed is no news beside it, nor one that is not met beside one that is.
            read.RemoveAll(r => r.State is SavingState.Lapsed && known.Exists(s => s.On > r.Saving.On));
            read.RemoveAll(r => r.State is SavingState.NotMet && read.Exists(o => o.Saving.On == r.Saving.On && o.State is SavingState.Saves or SavingState.Open));
            found.AddRange(read);
        }

        return found.ToImmutable();
    }

    /// <summary>The facts on which a past state or a past receipt is stated: nobody can change them, so no advice names them.</summary>
    public static IEnumerable<FactDefinition> FactsOf(CorpusDefinition corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return corpus.Provisions.SelectMany(p => p.Savings.SelectMany(s => new[] { s.StateFact, s.OrderedFact, s.StateDayFact }).Append(p.ReceiptFact)).OfType<FactDefinition>().Distinct();
    }

    private static ConsideredSaving? Read(SliceProvision provision, Saving saving, FactFrame frame, DateOnly on)
    {
        var missing = Asked(saving).Where(f => frame.Slots[f.Slot] == FactSchema.Unknown).ToImmutableArray();
        var unmet = Unmet(saving, frame);
        var name = $"{saving.Title} ({saving.By}{Mark(saving)})";
        ConsideredSaving Say(SavingState state, string text) => new(provision, saving, state, missing, text);
        if (saving.Before is { } before && on >= before)
        {
            // What nobody claims is not told for ever: only while the facts say that the goods were under way.
            if (unmet is not null || (on > before && missing.Length > 0))
            {
                return null;
            }

            return on == before
                ? Say(SavingState.LastDay, $"{name}: taken strictly it saves what moves before {Day(before)}, so not on this day; the wide reading saves until 24:00 of {Day(before)}")
                : Say(SavingState.Lapsed, $"{name}: it has lapsed; what had not moved before {Day(before)} is under the new law");
        }

        var until = saving.Before is { } end ? $" before {Day(end)}" : ", with an end that is not known";
        if (unmet is not null)
        {
            return Say(SavingState.NotMet, $"{name}: not saved, because {unmet}");
        }

        if (missing.Length > 0)
        {
            return Say(SavingState.NotClaimed,
                $"{name}: it exists and is not claimed; it saves goods {States(saving)} on {Day(saving.On)}{(saving.OrderedFact is null ? "" : " under actual orders")} that move{until}. State {string.Join(", ", missing.Select(f => $"`{f.Name}`"))}");
        }

        return saving.Verification == Verification.Unverified
            ? Say(SavingState.Open, $"{name}: it is claimed and not verified, so it permits nothing and the answer is left open{(saving.Remark is null ? "" : ". What would settle it: " + saving.Remark)}")
            : Say(SavingState.Saves, $"{name}: goods {States(saving)} on {Day(saving.On)} that move{until} are left to the law of {Day(saving.On.AddDays(-1))}");
    }

    private static IEnumerable<FactDefinition> Asked(Saving saving) =>
        saving.OrderedFact is { } ordered ? [saving.StateFact, ordered, saving.MovementFact] : [saving.StateFact, saving.MovementFact];

    /// <summary>Which of the facts stated does not meet it; null when none.</summary>
    private static string? Unmet(Saving saving, FactFrame frame)
    {
        string? Outside(FactDefinition fact, BoundSetLiteral set)
        {
            var value = frame.Slots[fact.Slot];
            return value == FactSchema.Unknown || (value != FactSchema.NotApplicable && set.Members.Contains((int)value))
                ? null
                : $"{fact.Name} is {frame.Text(fact)}, not {string.Join(", ", set.Members.Select(m => set.Enum.Values[m]))}";
        }

        if (Outside(saving.StateFact, saving.States) is { } state)
        {
            return state;
        }

        if (saving.OrderedFact is { } ordered && frame.Slots[ordered.Slot] is not (FactSchema.Unknown or 1))
        {
            return $"{ordered.Name} is {frame.Text(ordered)}";
        }

        if (saving.StateDayFact is { } day && frame.Slots[day.Slot] is var stated and not (FactSchema.Unknown or FactSchema.NotApplicable) && stated != saving.On.DayNumber)
        {
            return $"{day.Name} is {frame.Text(day)}, not {Day(saving.On)}";
        }

        return Outside(saving.MovementFact, saving.Movements);
    }

    private static string States(Saving saving) => string.Join(", ", saving.States.Members.Select(m => saving.States.Enum.Values[m]));

    private static string Mark(Saving saving) => saving.Verification switch
    {
        Verification.Secondary => ", from secondary sources",
        Verification.Unverified => ", not verified",
        Verification.Code or Verification.Primary => "",
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
