using Proviso.Rules.Evaluation;
using Proviso.Rules.Explaining;

namespace Proviso.Determinations;

/// <summary>How two duties on one act leave the person whom they bind.</summary>
public enum ConflictState
{
    /// <summary>What allows the act in spite of the prohibition is in hand: both can be kept.</summary>
    WayInHand,

    /// <summary>Something would allow the act and is not in hand: it has to be got first.</summary>
    WayOpen,

    /// <summary>The facts do not settle whether both bind, and nothing would allow the act.</summary>
    Possible,

    /// <summary>Both bind, and nothing would allow the act.</summary>
    Certain,
}

/// <summary>An act that one law requires and another forbids.</summary>
/// <param name="Meeting">The two duties.</param>
/// <param name="State">How they leave the person.</param>
/// <param name="Way">What would allow the act, with how far it is met; null when nothing would.</param>
public sealed record DutyConflict(MeetingDuties Meeting, ConflictState State, ConditionAnswer? Way)
{
    /// <summary>In a sentence: both citations, and what is to be done.</summary>
    public string Text
    {
        get
        {
            var may = Meeting.Both == Truth.Yes ? "" : "may ";
            var text = $"{Meeting.Required.Duty.Title}: {Name(Meeting.Required)} {may}require{(may.Length > 0 ? "" : "s")} it; {Name(Meeting.Forbidden)} {may}forbid{(may.Length > 0 ? "" : "s")} it";
            return State switch
            {
                ConflictState.WayInHand => $"{text}, and allows it since {Way!.Reason}",
                ConflictState.WayOpen => $"{text} unless there is {ConditionText.Describe(Meeting.ThirdWay!)}: get that first ({Way!.Reason})",
                ConflictState.Possible => $"{text}; whether both bind is not settled",
                ConflictState.Certain => $"{text}. Whatever is done breaks one of them: nothing moves before one of the two lets it",
            };
        }
    }

    /// <summary>The word of a state.</summary>
    public static string Word(ConflictState state) => state switch
    {
        ConflictState.WayInHand => "way-in-hand",
        ConflictState.WayOpen => "way-open",
        ConflictState.Possible => "possible",
        ConflictState.Certain => "certain",
    };

    private static string Name(CountedDuty duty) =>
        $"{duty.Decision.Slice.Corpus.Authority} ({string.Join("; ", duty.Provision.Version.Cites.Prepend(duty.Provision.Version.Name))})";
}
