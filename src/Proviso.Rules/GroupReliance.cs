using System.Collections.Immutable;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Rules;

/// <summary>A list of a group that a decision hangs on and that is less than certain, or in effect on other days than it was printed.</summary>
/// <param name="Group">The group.</param>
/// <param name="Version">The list that counts on the day.</param>
/// <param name="Kind">Why it is told.</param>
/// <param name="Members">The values of the facts at hand that it hangs on, by name; empty where no single one can be named.</param>
/// <param name="Verification">How it was verified whether they belong.</param>
/// <param name="Remark">What is known of it, or the text that would settle it; null where there is nothing to say.</param>
public sealed record GroupReliance(GroupDefinition Group, GroupVersion Version, GroupRelianceKind Kind, ImmutableArray<string> Members, Verification Verification, string? Remark)
{
    /// <summary>
    /// The lists that a decision hangs on: found by deciding again with one group taken otherwise, so a list that makes no difference is not told.
    /// </summary>
    /// <param name="rules">The law the slice was cut from.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="on">The day of the slice.</param>
    /// <param name="knownOn">The day up to which publications count.</param>
    /// <param name="view">As enforced, or on the text.</param>
    /// <param name="scenario">A scenario, or null.</param>
    /// <param name="hour">The hour of the day, or null.</param>
    public static ImmutableArray<GroupReliance> Of(RuleSet rules, CorpusDecision decision, DateOnly on, DateOnly knownOn, LawView view, string? scenario, TimeOnly? hour = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(decision);
        var found = ImmutableArray.CreateBuilder<GroupReliance>();
        foreach (var (group, facts) in decision.Slice.Groups.OrderBy(g => g.Key.Name, StringComparer.Ordinal))
        {
            if (group.VersionOn(on, knownOn) is not { } version)
            {
                continue;
            }

            PackedDecision Try(GroupReading reading) => rules.Slice(decision.Slice.Corpus, on, hour, knownOn, view, scenario, decision.Frame, new GroupTrial(group, reading)).Evaluate(decision.Frame.Slots);
            if (!version.Unknown.IsEmpty && Try(GroupReading.UnknownIn) != Try(GroupReading.UnknownOut))
            {
                var texts = version.Unknown.Select(u => u.Settles).Distinct(StringComparer.Ordinal);
                var named = Values(decision.Frame, facts, i => version.Unknown.Any(u => u.Members.Contains(i)));
                found.Add(new GroupReliance(group, version, GroupRelianceKind.Unknown, [.. named.Select(i => group.Enum.Values[i])], Verification.Unverified, string.Join("; ", texts)));
            }

            if (HasUnverified(group, version) && Try(GroupReading.Unverified) != decision.Packed)
            {
                var named = Values(decision.Frame, facts, i => version.VerificationOf(i).Level > Verification.Primary);
                var marks = named.Select(version.VerificationOf).DefaultIfEmpty((Level: version.Verification, Remark: version.VerificationRemark)).ToList();
                var remarks = marks.Select(m => m.Remark).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
                found.Add(new GroupReliance(group, version, GroupRelianceKind.Unverified, [.. named.Select(i => group.Enum.Values[i])], marks.Max(m => m.Level), remarks.Count == 0 ? null : string.Join("; ", remarks)));
            }

            if (!ReferenceEquals(group.VersionOn(on, knownOn, byTable: true), version) && Try(GroupReading.ByTable) != decision.Packed)
            {
                var printed = group.VersionOn(on, knownOn, byTable: true);
                var named = Values(decision.Frame, facts, i => version.Members.Contains(i) != (printed?.Members.Contains(i) ?? false));
                found.Add(new GroupReliance(group, version, GroupRelianceKind.AheadOfTable, [.. named.Select(i => group.Enum.Values[i])], version.Verification, null));
            }
        }

        return found.ToImmutable();
    }

    private static bool HasUnverified(GroupDefinition group, GroupVersion version) =>
        version.Verification > Verification.Primary || version.Marks.Any(m => m.Level > Verification.Primary);

    /// <summary>The values that the facts looked up have and that meet a test, in the order of their enumeration.</summary>
    private static SortedSet<int> Values(FactFrame frame, FactDefinition[] facts, Func<int, bool> which)
    {
        var values = new SortedSet<int>();
        foreach (var fact in facts)
        {
            // A field has a value in each row.
            var rows = fact.Of is { } record ? (int)frame.Slots[record.CountSlot] : 1;
            for (var row = 0; row < rows; row++)
            {
                if (fact.Type == FactType.SetOf)
                {
                    values.UnionWith(frame.Members(fact, row));
                }
                else if (frame.Slots[fact.Slot + (row * (fact.Of?.RowLength ?? 0))] is >= 0 and var value)
                {
                    values.Add((int)value);
                }
            }
        }

        values.RemoveWhere(v => !which(v));
        return values;
    }
}

/// <summary>Why a list is told beside an answer.</summary>
public enum GroupRelianceKind
{
    /// <summary>Whether a value belongs is not known, and the answer hangs on it.</summary>
    Unknown,

    /// <summary>The answer hangs on a list that was read neither in the code nor in a primary document.</summary>
    Unverified,

    /// <summary>The list was in effect before or after the printed table said so, and the table would answer otherwise.</summary>
    AheadOfTable,
}
