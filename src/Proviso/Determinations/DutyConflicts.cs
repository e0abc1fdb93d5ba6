using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Determinations;

/// <summary>Holds the duties of all laws asked against each other, and against what is in hand.</summary>
internal static class DutyConflicts
{
    // Beside the ranks and flags of a decision.
    private const int CertainBit = 1 << 12;
    private const int PossibleBit = 1 << 13;

    /// <summary>Every act that one law requires and another forbids, the gravest first.</summary>
    /// <param name="decisions">The decisions of the laws asked.</param>
    /// <param name="state">How far a requirement is met by what is in hand.</param>
    public static List<DutyConflict> Of(IReadOnlyCollection<CorpusDecision> decisions, Func<CountedDuty, LawCondition, ConditionAnswer> state) =>
        [.. MeetingDuties.Of(decisions).Select(m => Judge(m, state)).OrderByDescending(c => c.State)];

    /// <summary>The overall answer with the conflicts in it: a fault of the law stays one, and nothing else outweighs a conflict.</summary>
    public static Verdict Overall(Verdict outcome, List<DutyConflict> conflicts) => (outcome, Gravest(conflicts)) switch
    {
        (Verdict.Error, _) => Verdict.Error,
        (_, ConflictState.Certain) => Verdict.Conflict,
        (_, ConflictState.Possible) => Verdict.Undetermined,
        _ => outcome,
    };

    /// <summary>What conflicts add to the number of a decision, for the search of the nearest change.</summary>
    public static int Bits(IReadOnlyCollection<CorpusDecision> decisions)
    {
        var bits = 0;
        foreach (var meeting in MeetingDuties.Of(decisions).Where(m => m.ThirdWay is null))
        {
            bits |= meeting.Both == Truth.Yes ? CertainBit : PossibleBit;
        }

        return bits;
    }

    /// <summary>The words for a decision with such bits; null where there are none.</summary>
    public static string? Describe(int bits) => (bits & CertainBit) != 0 ? "conflict" : (bits & PossibleBit) != 0 ? "undetermined" : null;

    private static ConflictState? Gravest(List<DutyConflict> conflicts) => conflicts.Count == 0 ? null : conflicts.Max(c => c.State);

    private static DutyConflict Judge(MeetingDuties meeting, Func<CountedDuty, LawCondition, ConditionAnswer> state)
    {
        if (meeting.ThirdWay is not { } way)
        {
            return new DutyConflict(meeting, meeting.Both == Truth.Yes ? ConflictState.Certain : ConflictState.Possible, null);
        }

        var duty = meeting.Forbidden.Duty;
        var answer = state(meeting.Forbidden, new LawCondition(duty.Place, duty.Act, duty.Title, way, null));
        return new DutyConflict(meeting, answer.State == ConditionState.Met ? ConflictState.WayInHand : ConflictState.WayOpen, answer);
    }
}
