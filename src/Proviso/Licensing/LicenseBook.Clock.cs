using System.Collections.Immutable;
using System.Globalization;
using Proviso.Ledger;

namespace Proviso.Licensing;

// Time is not taken at its word. A clock that leaves the bound around the last entry stops the book; two officers of different organizations say what time it is.
public sealed partial class LicenseBook
{
    // What a person takes to say so, and the program to hand it on.
    private const long MostDelay = 10 * 60_000;

    /// <summary>Whether a command is about the clock: it is decided by itself, and its entry says when it was recorded.</summary>
    internal bool IsAboutClock(LicenseCommand command) =>
        command is SetClock or Propose { Action: SetClock } || (command is Countersign second && _proposals.TryGetValue(second.Proposal, out var proposal) && proposal.Command.Action is SetClock);

    // The last entry, or a witness's time where that is later.
    private Moment Reference => Witnessed is { } witnessed && witnessed > _last ? witnessed : _last;

    // A witness of a time far after now vouches for no step of the clock: then it is behind.
    private Moment Vouched(Moment now) => Gap(now, Reference) > Bounds.ClockMilliseconds ? _last : Reference;

    private ClockStopped? Stopped(Moment now, Moment clock) =>
        _founded is not null && (Gap(Vouched(now), now) > Bounds.ClockMilliseconds || Gap(clock, _last) > Bounds.ClockMilliseconds) ? new(Reference, clock, Bounds.ClockHours) : null;

    private LicenseResult AboutClock(LicenseCommand command, Moment clock)
    {
        if (Math.Abs(Gap(command.EventTime, clock)) > MostDelay)
        {
            return new LicenseRefused(new MalformedCommand("eventTime", $"is not what the clock says, {clock}: what is said about the clock is said now"));
        }

        // Time stands still until both have said it.
        return Enter(command, command is Countersign ? command.EventTime : _last, command.EventTime);
    }

    private Second? OtherOrganization(Person first)
    {
        // Where nobody else has officers, the two are of one authority: its officers are enrolled by two. Those of a company are enrolled by one.
        var officers = _people.Values.Select(p => p.Person).Where(p => p.Role == Role.Officer).ToList();
        if (IsAuthority(first.Organization) && officers.All(p => p.Organization == first.Organization))
        {
            return new($"another officer of {first.Organization}, the only organization with officers", p => p.Role == Role.Officer && p.Organization == first.Organization);
        }

        return IsAuthority(first.Organization)
            ? new("an officer of another organization", p => p.Role == Role.Officer && p.Organization != first.Organization)
            : new("an officer of an authority", p => p.Role == Role.Officer && p.Organization != first.Organization && IsAuthority(p.Organization));
    }

    // The first of the two signatures.
    private LicenseRefusal? Proposing(SetClock c, Person person, Moment clock)
    {
        if (person.Role != Role.Officer)
        {
            return new NotTheirs(person.Key, "an officer");
        }

        return (LicenseRefusal?)Says(c.Stated, clock)
            ?? (Gap(_last, clock) is >= 0 and var ahead && ahead <= Bounds.ClockMilliseconds
                ? new SoAlready("clock", clock.ToString(), string.Create(CultureInfo.InvariantCulture, $"within {Bounds.ClockHours} hours of the last entry, {_last}: nothing has to be said about it"))
                : null);
    }

    // A person's own calendar may be a day before or after that of UTC, not more.
    private static MalformedCommand? Says(DateOnly stated, Moment clock)
    {
        var day = Moment.DateOf(clock.DayNumber);
        return Math.Abs(stated.DayNumber - day.DayNumber) <= 1 ? null
            : new("stated", $"says it is {ConditionSentence.Day(stated)}, and the machine's clock says {ConditionSentence.Day(day)}: set the clock right first");
    }

    // The second of them: time goes on from here.
    private LicenseRefusal? Set(SetClock c, Person first, Countersign second, Person person, ProposalRow proposal, Draft draft)
    {
        if (second.Stated is not { } stated)
        {
            return new MalformedCommand("stated", "is missing: the day it is by this person's own calendar");
        }

        if (Says(stated, draft.Clock) is { } differs)
        {
            return differs;
        }

        if (Gap(proposal.Clock, draft.Clock) is var between && (between < 0 || between > Bounds.ClockMilliseconds))
        {
            return new MalformedCommand("eventTime", string.Create(CultureInfo.InvariantCulture, $"the first of the two spoke at {proposal.Clock}, and the second at {draft.Clock}: they have to agree within {Bounds.ClockHours} hours; propose it anew"));
        }

        return draft.Clock >= _last ? null : TakeBack(c, [first.Organization, person.Organization], draft);
    }

    // The book was written on a clock that was ahead. What that clock brought about by itself is taken back where an officer of the authority concerned is one of the two.
    private LedgerRefuses? TakeBack(SetClock c, ImmutableArray<string> signers, Draft draft)
    {
        var parts = ImmutableArray.CreateBuilder<LedgerCommand>();
        var id = $"{CommandLimits.OwnIds}clock:{_next}";
        parts.Add(new RightClock($"{id}:0", draft.Clock, draft.Clock, string.Join(", ", signers), c.Reason));
        var taken = new List<(ConditionRow Row, Breach Breach)>();
        foreach (var row in _licenses.Values.SelectMany(l => l.Conditions))
        {
            foreach (var breach in row.Breaches.Where(b => b.Resolved is null && b.At > draft.Clock && b.Item is { State: DueState.Missed }))
            {
                if (signers.Contains(row.Condition.Authority))
                {
                    taken.Add((row, breach));
                    draft.TakenBack.Add($"breach of {row.Cause}: {breach.Subject}");
                }
                else
                {
                    draft.TakenBack.Add($"stays, for {row.Condition.Authority} to reinstate: breach of {row.Cause}: {breach.Subject}");
                }
            }
        }

        var remaining = taken.Select(t => t.Breach).ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var ((scope, target, cause), authority) in _suspended.OrderBy(s => (s.Key.Scope, s.Key.Target, s.Key.Cause)).ToList())
        {
            if (ConditionOf(cause) is { } row && taken.Exists(t => t.Row == row && Reaches(row, t.Breach, scope, target))
                && !row.Breaches.Exists(b => b.Resolved is null && !remaining.Contains(b) && Reaches(row, b, scope, target)))
            {
                parts.Add(new Reinstate($"{id}:{parts.Count}", draft.Clock, scope, target, cause, authority, c.Reason));
                _suspended.Remove((scope, target, cause));
            }
        }

        foreach (var (_, breach) in taken)
        {
            breach.Resolved = "taken back: it was recorded on a wrong clock";
            breach.Item!.State = DueState.Open;
            Queue(breach.Item);
        }

        foreach (var entry in Ledger.Entries.Reverse().TakeWhile(e => e.RecordedAt > draft.Clock))
        {
            foreach (var lapsed in entry.Lapsed.Concat(entry.Parts.SelectMany(p => p.Lapsed)))
            {
                draft.TakenBack.Add($"stays ended: reservation {lapsed}, which lapsed by that clock; reserve anew");
            }
        }

        draft.Ledger = Must(new Linked($"{id}:all", draft.Clock, parts.DrainToImmutable()), draft.Now);
        return null;
    }
}
