using System.Collections.Immutable;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>Licenses with their conditions over a book of the ledger, as one state machine: the same commands at the same moments, with the same law, give the same entries.</summary>
/// <remarks>
/// For one thread; no clock, no chance, no I/O. A breach and what follows from it come in one entry, and whatever reads the book reads both or neither.
/// Commands are checked whole before anything changes; what is refused has changed nothing.
/// </remarks>
public sealed partial class LicenseBook
{
    // What time brings about in one entry at most; the rest comes in the next.
    private const int MostAtOnce = 60;

    private const int MostText = 60_000;

    // What the ledger writes of a line beside what the license says of it.
    private const int LineText = 600;

    // A shipment is asked for before the goods leave; a weekend may lie between. Later ones an authority has to look at.
    private const long LateShipment = 3 * Moment.Day;

    private readonly IShipmentLaw? _law;
    private readonly Dictionary<string, LicenseEntry> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Organization> _organizations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Person> _people = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, LicenseRow> _licenses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LicenseRow> _byLine = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ConditionRow>> _onAccount = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ProposalRow> _proposals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (LicenseRow License, EvidenceRow Evidence)> _evidence = new(StringComparer.Ordinal);
    private readonly List<string> _reservations = [];

    // Who may end a suspension, by scope, target and cause.
    private readonly Dictionary<(SuspensionScope Scope, string Target, string Cause), string> _suspended = [];
    private readonly PriorityQueue<DueItem, (int Day, long Order)> _due = new();
    private readonly Dictionary<(string License, string Condition, DateOnly On, DateOnly Known), LawVerdict> _verdicts = [];
    private long _order;
    private long _next;
    private FoundBook? _founded;
    private ImmutableArray<LawVerdict>? _recordedLaw;

    /// <summary>An empty book.</summary>
    /// <param name="law">The law that standing-law conditions ask; without one, what they are for is refused.</param>
    public LicenseBook(IShipmentLaw? law = null) => _law = law;

    internal sealed record ProposalRow(Propose Command, Moment At)
    {
        public string? Ended { get; set; }
    }

    /// <summary>The accounts.</summary>
    public LedgerBook Ledger { get; } = new();

    /// <summary>How many entries there are; the sequence of the next.</summary>
    public long Sequence => _next;

    /// <summary>What the book is called; null before it is founded.</summary>
    public string? Title => _founded?.Title;

    /// <summary>Whether it is a rehearsal with made-up content.</summary>
    public bool IsRehearsal => _founded?.Rehearsal ?? false;

    /// <summary>Decides a command and, when accepted, enters it.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The moment of recording, by the clock of the one writer.</param>
    /// <param name="before">What time itself had brought about until now, as entries before that of the command. They stand even when the command is refused.</param>
    public LicenseResult Decide(LicenseCommand command, Moment now, out ImmutableArray<LicenseEntry> before)
    {
        ArgumentNullException.ThrowIfNull(command);
        before = PassTime(now);
        return Enter(command, now);
    }

    /// <summary>Takes over an entry that was recorded: decides it anew and holds the outcome to what was recorded.</summary>
    /// <param name="recorded">The entry.</param>
    /// <param name="bytes">Its bytes, as <see cref="LicenseCodec"/> wrote them.</param>
    /// <exception cref="LicenseFormatException">It would be refused, or comes out otherwise. The book is then of no further use.</exception>
    public void Replay(LicenseEntry recorded, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        if (recorded.Sequence != _next)
        {
            throw new LicenseFormatException($"it is entry {recorded.Sequence} where {_next} is expected");
        }

        // The ledger decides plain commands anew and compares; who may give them was decided then.
        if (recorded.Command is LedgerAct { Act: Reserve or Release or RecordSale or SetRate or Lapse } && recorded.Ledger is { } ledger && _founded is not null)
        {
            if (Ledger.EntryOf(recorded.Command.Id) is not null)
            {
                throw new LicenseFormatException($"it repeats '{recorded.Command.Id}'");
            }

            try
            {
                Ledger.Replay(ledger);
            }
            catch (LedgerFormatException e)
            {
                throw new LicenseFormatException(e.Message);
            }

            _next++;
            Remember(((LedgerAct)recorded.Command).Act);
            return;
        }

        LicenseEntry? made;
        try
        {
            _recordedLaw = recorded.Outcome.Law;
            made = recorded.Command is TimePasses
                ? _founded is not null && IsAnythingDue(recorded.RecordedAt) ? PassSome(recorded.RecordedAt) : null
                : Enter(recorded.Command, recorded.RecordedAt) switch
                {
                    LicenseAccepted { Repeated: false } accepted => accepted.Entry,
                    LicenseRefused refused => throw new LicenseFormatException($"it would be refused: {refused.Refusal.Text}"),
                    _ => throw new LicenseFormatException($"it repeats '{recorded.Command.Id}'"),
                };
        }
        finally
        {
            _recordedLaw = null;
        }

        if (made is null || !LicenseCodec.Encode(made).AsSpan().SequenceEqual(bytes.Span))
        {
            throw new LicenseFormatException("deciding it anew does not give what was recorded");
        }
    }

    private LicenseResult Enter(LicenseCommand command, Moment now)
    {
        if (CommandLimits.Of(command) is { } malformed)
        {
            return new LicenseRefused(malformed);
        }

        if (Before(command, now) is { } earlier)
        {
            return earlier;
        }

        if (IsTooLong(command))
        {
            return new LicenseRefused(new MalformedCommand("command", $"is too long for one entry: at most {MostText} bytes as canonical JSON, a line of a license counted with {LineText} more; use fewer or shorter ones"));
        }

        if (now < Ledger.LastRecorded)
        {
            return new LicenseRefused(new LedgerRefuses(new TimeRunsBackward(Ledger.LastRecorded, now)));
        }

        var draft = new Draft(command, now);
        if (Settle(command, draft, countersigned: false) is { } refusal)
        {
            return new LicenseRefused(refusal);
        }

        return new LicenseAccepted(Keep(draft), Repeated: false);
    }

    // An entry that is published as static files has a length of two bytes (C2SP tlog-tiles): what could become longer is refused before it is one.
    private static bool IsTooLong(LicenseCommand command)
    {
        var lines = command switch
        {
            IssueLicense c => c.License.Lines.Length,
            Propose { Action: IssueLicense c } => c.License.Lines.Length,
            _ => 0,
        };

        // A plain command of the ledger is short by the limits of its fields.
        return command is not LedgerAct { Act: not Linked } && System.Text.Encoding.UTF8.GetByteCount(LicenseJson.Canonical(command)) + (lines * LineText) > MostText;
    }

    // An entry in the making.
    private sealed class Draft(LicenseCommand command, Moment now)
    {
        public LicenseCommand Command { get; } = command;

        public Moment Now { get; } = now;

        public DateOnly Today { get; } = Moment.DateOf(now.DayNumber);

        public LedgerEntry? Ledger { get; set; }

        public List<BreachNotice> Breaches { get; } = [];

        public List<LawVerdict> Law { get; } = [];
    }

    private LicenseEntry Keep(Draft draft)
    {
        var entry = new LicenseEntry(_next++, draft.Now, draft.Command, draft.Ledger, new() { Breaches = [.. draft.Breaches], Law = [.. draft.Law] });

        // A plain command of the ledger is remembered there.
        if (draft.Command is not LedgerAct { Act: not Linked } || entry.Ledger?.Command is Linked)
        {
            _byId.Add(draft.Command.Id, entry);
        }

        if (draft.Command is LedgerAct { Act: var act })
        {
            Remember(act);
        }
        else if (draft.Command is Countersign { } second && _proposals[second.Proposal].Command.Action is { } action)
        {
            _byId.Add(action.Id, entry);
            if (action is LedgerAct { Act: var done })
            {
                Remember(done);
            }
        }

        return entry;
    }

    private void Remember(LedgerCommand act)
    {
        if (act is Reserve)
        {
            _reservations.Add(act.Id);
        }

        foreach (var part in act is Linked linked ? linked.Commands : [])
        {
            Remember(part);
        }
    }

    // The answer of then to a command that came before.
    private LicenseResult? Before(LicenseCommand command, Moment now)
    {
        if (_byId.TryGetValue(command.Id, out var entry))
        {
            var first = entry.Command is Countersign c && command is not Countersign ? _proposals[c.Proposal].Command.Action : entry.Command;
            var difference = first.GetType() == command.GetType() ? LicenseJson.FirstDifference(first, command) : "command";
            return difference is null ? new LicenseAccepted(entry, Repeated: true) : new LicenseRefused(new CommandIdReused(command.Id, difference));
        }

        if (Ledger.EntryOf(command.Id) is not { } moved)
        {
            return null;
        }

        if (command is not LedgerAct { Act: var act })
        {
            return new LicenseRefused(new CommandIdReused(command.Id, "command"));
        }

        return Ledger.Apply(act, now) switch
        {
            Refused { Refusal: IdReused reused } => new LicenseRefused(new CommandIdReused(command.Id, reused.Field)),
            Refused refused => new LicenseRefused(new LedgerRefuses(refused.Refusal)),
            _ => new LicenseAccepted(new LicenseEntry(-1, moved.RecordedAt, command, moved, new()), Repeated: true),
        };
    }

    // What time itself brings about: timeouts of reservations and duties whose last day has passed.
    private ImmutableArray<LicenseEntry> PassTime(Moment now)
    {
        if (_founded is null || now < Ledger.LastRecorded || !now.IsInRange || !IsAnythingDue(now))
        {
            return [];
        }

        var entries = ImmutableArray.CreateBuilder<LicenseEntry>();
        while (IsAnythingDue(now))
        {
            entries.Add(PassSome(now));
        }

        return entries.DrainToImmutable();
    }

    private bool IsAnythingDue(Moment now)
    {
        while (_due.TryPeek(out var item, out var at))
        {
            if (item.State != DueState.Open || item.Condition.Ended || item.Due.DayNumber != at.Day)
            {
                _due.Dequeue();
            }
            else if (item.Condition.Waiver is { } waiver && waiver.Until > item.Due)
            {
                // A duty of a waived condition is due when the waiver ends.
                _due.Dequeue();
                item.Due = waiver.Until;
                Queue(item);
            }
            else
            {
                break;
            }
        }

        return (_due.TryPeek(out _, out var first) && first.Day < Moment.DateOf(now.DayNumber).DayNumber) || Ledger.NextTimeout <= now;
    }

    private LicenseEntry PassSome(Moment now)
    {
        var id = $"{CommandLimits.OwnIds}time:{_next}";
        var draft = new Draft(new TimePasses { Id = id, EventTime = now, Actor = CommandLimits.OwnIds }, now);
        var parts = ImmutableArray.CreateBuilder<LedgerCommand>();
        if (Ledger.NextTimeout <= now)
        {
            parts.Add(new Lapse($"{id}:lapse", now, now));
        }

        while (draft.Breaches.Count < MostAtOnce && parts.Count < MostAtOnce && _due.TryPeek(out var item, out var at) && IsAnythingDue(now) && at.Day < draft.Today.DayNumber)
        {
            // What the loop condition cleared away may have been this one.
            if (!ReferenceEquals(_due.Peek(), item))
            {
                continue;
            }

            _due.Dequeue();
            item.State = DueState.Missed;
            Break(item.Condition, item.Subject, Missed(item), item.Line, item, draft, parts, id);
            Next(item, item.NotBefore);
        }

        draft.Ledger = Must(parts.Count == 0 ? null : new Linked($"{id}:all", now, parts.DrainToImmutable()), now);
        return Keep(draft);
    }

    private static string Missed(DueItem item) => item.Owed > 0
        ? $"{Quantities.FixedPoint.ToText(item.Owed - item.Paid)} of {Quantities.FixedPoint.ToText(item.Owed)} not paid by {ConditionSentence.Day(item.Due)}"
        : item.Condition.Condition is AcknowledgementCondition ? $"not acknowledged by {ConditionSentence.Day(item.Due)}"
        : $"nothing on file by {ConditionSentence.Day(item.Due)}";

    // A breach with its consequence, as commands of the ledger that come in the same entry.
    private void Break(ConditionRow row, string subject, string reason, string? line, DueItem? item, Draft draft, ImmutableArray<LedgerCommand>.Builder parts, string id)
    {
        var consequence = row.Condition.Consequence;
        row.Breaches.Add(new Breach(subject, reason, draft.Now) { Line = line, Item = item });
        draft.Breaches.Add(new BreachNotice(row.License.Terms.Key, row.Condition.Key, subject, reason, consequence));
        foreach (var (scope, target) in Targets(row, line, consequence))
        {
            if (_suspended.TryAdd((scope, target, row.Cause), row.Condition.Authority))
            {
                parts.Add(new Suspend($"{id}:{parts.Count}", draft.Now, scope, target, row.Cause, $"{row.Condition.Key}: {subject}: {reason}"[..Math.Min(200, row.Condition.Key.Length + subject.Length + reason.Length + 4)]));
            }
        }
    }

    private static IEnumerable<(SuspensionScope Scope, string Target)> Targets(ConditionRow row, string? line, Consequence consequence) => consequence switch
    {
        Consequence.SuspendLicense => [(SuspensionScope.License, row.License.Terms.Key)],
        Consequence.SuspendLine => (line is not null ? [line] : LinesOf(row)).Select(l => (SuspensionScope.Account, l)),
        _ => [],
    };

    private static IEnumerable<string> LinesOf(ConditionRow row) => row.License.Terms.Lines.Select(l => l.Key).Where(row.IsFor);

    // A command that the book has made sure of: were it refused, the book would not be what it takes itself to be.
    private LedgerEntry? Must(LedgerCommand? command, Moment now) => command is null ? null : Ledger.Apply(command, now) switch
    {
        Accepted accepted => accepted.Entry,
        Refused refused => throw new InvalidOperationException($"The ledger refused what the book of licenses had made sure of: {refused.Refusal.Text}"),
        _ => throw new InvalidOperationException("The ledger gave no answer."),
    };

    private void Queue(DueItem item) => _due.Enqueue(item, (item.Due.DayNumber, _order++));

    private DueItem Add(DueItem item)
    {
        item.Condition.Items.Add(item);
        Queue(item);
        return item;
    }
}
