using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>A duty of one decision with how far it counts.</summary>
/// <param name="Decision">The decision of its corpus.</param>
/// <param name="Provision">The provision it stands in.</param>
/// <param name="Duty">The duty.</param>
/// <param name="Counts">Whether it binds on these facts.</param>
public sealed record CountedDuty(CorpusDecision Decision, SliceProvision Provision, LawDuty Duty, Truth Counts);

/// <summary>Two duties on one act that cannot both be kept, unless there is a third way.</summary>
/// <param name="Required">The duty to do it.</param>
/// <param name="Forbidden">The duty not to do it.</param>
/// <param name="Both">Whether both bind on these facts; never <see cref="Truth.No"/>.</param>
public sealed record MeetingDuties(CountedDuty Required, CountedDuty Forbidden, Truth Both)
{
    /// <summary>What allows the act in spite of the prohibition, or null.</summary>
    public Requirement? ThirdWay => Forbidden.Duty.Unless;

    /// <summary>Every duty that binds or may bind.</summary>
    public static IEnumerable<CountedDuty> Counted(CorpusDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision.Asked == Truth.No
            ? []
            : from provision in decision.Slice.Provisions
              where !provision.Version.Duties.IsEmpty
              let counts = Counts(decision, provision)
              where counts != Truth.No
              from duty in provision.Version.Duties
              select new CountedDuty(decision, provision, duty, counts);
    }

    /// <summary>Every pair in which one decision requires what one forbids, or may, in the order of the decisions.</summary>
    public static List<MeetingDuties> Of(IReadOnlyCollection<CorpusDecision> decisions)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        var all = decisions.SelectMany(Counted).ToList();
        return [.. from required in all
                   where !required.Duty.Forbids
                   from forbidden in all
                   where forbidden.Duty.Forbids && string.Equals(required.Duty.Act, forbidden.Duty.Act, StringComparison.Ordinal)
                   select new MeetingDuties(required, forbidden, required.Counts < forbidden.Counts ? required.Counts : forbidden.Counts)];
    }

    /// <summary>Whether two duties without a third way can meet at all in these slices: where they cannot, no facts need asking.</summary>
    public static bool CanConflict(IReadOnlyCollection<CorpusSlice> slices)
    {
        ArgumentNullException.ThrowIfNull(slices);
        HashSet<string>? required = null;
        foreach (var duty in slices.SelectMany(s => s.Provisions).SelectMany(p => p.Version.Duties))
        {
            if (!duty.Forbids)
            {
                (required ??= new HashSet<string>(StringComparer.Ordinal)).Add(duty.Act);
            }
        }

        return required is not null && slices.SelectMany(s => s.Provisions).SelectMany(p => p.Version.Duties).Any(d => d.Forbids && d.Unless is null && required.Contains(d.Act));
    }

    /// <summary>Whether a duty of a provision counts: where it concludes, only where no exception displaces it.</summary>
    private static Truth Counts(CorpusDecision decision, SliceProvision provision)
    {
        var own = provision.Version.Effect is OutcomeEffect ? decision.Governs(provision) : decision.Applies(provision);
        return decision.Asked == Truth.Unknown && own == Truth.Yes ? Truth.Unknown : own;
    }
}
