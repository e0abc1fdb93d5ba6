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

    // What moves is asked for before it moves; a weekend may lie between. Later ones an authority has to look at.
    private const long Late = 3 * Moment.Day;

    private readonly IShipmentLaw? _law;
    private readonly IProductFigures? _products;
    private readonly Dictionary<string, LicenseEntry> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Organization> _organizations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _changedAt = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PersonRow> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _everOf = new(StringComparer.Ordinal);
    private readonly HashSet<string> _everAdministrator = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, InvitationRow> _invitations = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, LicenseRow> _licenses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LicenseRow> _byLine = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ConditionRow>> _onAccount = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ProposalRow> _proposals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (LicenseRow License, EvidenceRow Evidence)> _evidence = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SaleProof> _saleProofs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SaleRow> _sales = new(StringComparer.Ordinal);
    private readonly List<string> _reservations = [];

    // The last rate that two officers signed, by currencies and authority: how far single steps may stray is counted from it.
    private readonly Dictionary<(string From, string To, string Authority), (long From, long To)> _signedRates = [];

    // Who challenged a sale of a product by an exporter last: later sales of both need that authority's signature.
    private readonly Dictionary<(string Product, string Exporter), string> _doubted = [];

    // Who may end a suspension, by scope, target and cause.
    private readonly Dictionary<(SuspensionScope Scope, string Target, string Cause), string> _suspended = [];
    private readonly PriorityQueue<DueItem, (int Day, long Order)> _due = new();
    private readonly Dictionary<(string License, string Condition, DateOnly On, DateOnly Known), LawVerdict> _verdicts = [];
    private long _order;
    private long _next;
    private FoundBook? _founded;

    // When the last entry was recorded; the ledger knows only of its own.
    private Moment _last = new(Moment.Least);
    private EntryOutcome? _recorded;

    // How to take back what time brought about, newest last, when the command it came with is refused. Null while no such thing is done.
    private List<Action>? _undo;

    /// <summary>An empty book.</summary>
    /// <param name="law">The law that standing-law conditions ask; without one, what they are for is refused.</param>
    /// <param name="products">TPP of products; without it, what rests on a product is refused.</param>
    public LicenseBook(IShipmentLaw? law = null, IProductFigures? products = null) => (_law, _products) = (law, products);

    // The clock is that of a proposal about the clock, and of no other.
    internal sealed record ProposalRow(Propose Command, Person By, Moment At, long Sequence, Moment Clock)
    {
        public string? Ended { get; set; }
    }

    /// <summary>The accounts.</summary>
    public LedgerBook Ledger { get; } = new();

    /// <summary>How many entries there are; the sequence of the next.</summary>
    public long Sequence => _next;

    /// <summary>When the last entry was recorded; the start of year 1 in an empty book.</summary>
    public Moment LastRecorded => _last;

    /// <summary>What the book is called; null before it is founded.</summary>
    public string? Title => _founded?.Title;

    /// <summary>Whether it is a rehearsal with made-up content.</summary>
    public bool IsRehearsal => _founded?.Rehearsal ?? false;

    /// <summary>The bounds that it was founded with.</summary>
    public BookBounds Bounds => _founded?.Bounds ?? BookBounds.Default;

    /// <summary>Whether a clock is so far from the last entry that nothing would be recorded on it; then no reading of today is to be relied on.</summary>
    public bool IsStoppedBy(Moment clock) => Stopped(clock, clock) is not null;

    /// <summary>When the command of an id happened, as it was accepted; null when none was.</summary>
    public Moment? EventTimeOf(string id) => _byId.GetValueOrDefault(id)?.Command.EventTime ?? Ledger.EntryOf(id)?.Command.EventTime;

    /// <summary>The newest time that a witness put under a checkpoint of this book, as the host knows it; null when there is none. The clock is held against it as against the last entry.</summary>
    public Moment? Witnessed { get; set; }

    /// <summary>Decides a command and, when accepted, enters it.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The moment of recording, by the clock of the one writer.</param>
    /// <param name="before">What time itself had brought about until now, as entries before that of the command. Empty when the command is refused: then nothing is entered at all.</param>
    public LicenseResult Decide(LicenseCommand command, Moment now, out ImmutableArray<LicenseEntry> before) => Decide(command, now, now, out before);

    /// <summary>Decides a command and, when accepted, enters it.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="now">The moment of recording: the clock, or the last entry's where the clock is behind it.</param>
    /// <param name="clock">What the clock says.</param>
    /// <param name="before">As above.</param>
    public LicenseResult Decide(LicenseCommand command, Moment now, Moment clock, out ImmutableArray<LicenseEntry> before)
    {
        ArgumentNullException.ThrowIfNull(command);
        before = [];
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

        if (IsAboutClock(command))
        {
            return AboutClock(command, clock);
        }

        if (Stopped(now, clock) is { } stopped)
        {
            return new LicenseRefused(stopped);
        }

        if (now < _last || now < Ledger.LastRecorded)
        {
            return new LicenseRefused(new LedgerRefuses(new TimeRunsBackward(_last, now)));
        }

        if (command.EventTime > now)
        {
            return new LicenseRefused(new MalformedCommand("eventTime", $"{command.EventTime} lies after the moment of recording, {now}: what has not happened yet is not recorded"));
        }

        if (_founded is null || !IsAnythingDue(now))
        {
            return Enter(command, now, now);
        }

        // What time brought about is decided with the command, and entered only with it.
        Ledger.Begin();
        _undo = [];
        var passed = PassTime(now);
        var undo = _undo;
        _undo = null;
        var result = Enter(command, now, now);
        if (result is LicenseAccepted)
        {
            Ledger.Commit();
            before = passed;
            return result;
        }

        for (var i = undo.Count - 1; i >= 0; i--)
        {
            undo[i]();
        }

        Ledger.TakeBack();
        return result;
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

        if (CommandLimits.Of(recorded.Command) is { } malformed && recorded.Command is not TimePasses)
        {
            throw new LicenseFormatException($"it would be refused: {malformed.Text}");
        }

        // The clock that was vouched for then.
        Witnessed = recorded.Outcome.Witnessed;
        if (!IsAboutClock(recorded.Command))
        {
            if (recorded.RecordedAt < _last)
            {
                throw new LicenseFormatException("it was recorded before the entry before it");
            }

            if (Stopped(recorded.RecordedAt, recorded.RecordedAt) is { } stopped)
            {
                throw new LicenseFormatException($"it would be refused: {stopped.Text}");
            }
        }

        if (Fast(recorded))
        {
            return;
        }

        LicenseEntry? made;
        try
        {
            _recorded = recorded.Outcome;
            made = recorded.Command is TimePasses
                ? _founded is not null && IsAnythingDue(recorded.RecordedAt) ? PassSome(recorded.RecordedAt) : null
                : Enter(recorded.Command, recorded.RecordedAt, recorded.Command.EventTime) switch
                {
                    LicenseAccepted { Repeated: false } accepted => accepted.Entry,
                    LicenseRefused refused => throw new LicenseFormatException($"it would be refused: {refused.Refusal.Text}"),
                    _ => throw new LicenseFormatException($"it repeats '{recorded.Command.Id}'"),
                };
        }
        finally
        {
            _recorded = null;
        }

        if (made is null || !LicenseCodec.Encode(made).AsSpan().SequenceEqual(bytes.Span))
        {
            throw new LicenseFormatException("deciding it anew does not give what was recorded");
        }
    }

    // The ledger decides plain commands anew and compares; who may give them was decided then, what a unit counts is looked at again.
    private bool Fast(LicenseEntry recorded)
    {
        if (_founded is null || recorded.Ledger is not { } ledger)
        {
            return false;
        }

        switch (recorded.Command)
        {
            case ReserveUnits c when ledger.Command is Reserve act && act.Id == c.Id:
                if (!_byLine.TryGetValue(act.Line, out var license) || act.Amounts.Tpp != TppOf(license, act.Amounts.Units))
                {
                    throw new LicenseFormatException("its TPP is not that of its units");
                }

                break;
            case LedgerAct { Act: Release or Lapse }:
                break;
            default:
                return false;
        }

        // Nothing stands beside them but the witness that vouched for the clock.
        if (!(recorded.Outcome with { Witnessed = null }).IsEmpty || (recorded.Outcome.Witnessed is not null && Gap(_last, recorded.RecordedAt) <= Bounds.ClockMilliseconds))
        {
            throw new LicenseFormatException("it says more than such an entry brings about");
        }

        if (Ledger.EntryOf(recorded.Command.Id) is not null || _byId.ContainsKey(recorded.Command.Id))
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
        _last = recorded.RecordedAt;
        Remember(ledger.Command);
        return true;
    }

    private LicenseResult Enter(LicenseCommand command, Moment now, Moment clock)
    {
        if (_recorded is not null && Before(command, now) is { } earlier)
        {
            return earlier;
        }

        var draft = new Draft(command, now, clock);
        if (Settle(command, draft, countersigned: false) is { } refusal)
        {
            return new LicenseRefused(ForReader(refusal, command.Actor));
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
        return command is not (LedgerAct { Act: not Linked } or ReserveUnits) && System.Text.Encoding.UTF8.GetByteCount(LicenseJson.Canonical(command)) + (lines * LineText) > MostText;
    }

    // An entry in the making.
    private sealed class Draft(LicenseCommand command, Moment now, Moment clock)
    {
        public LicenseCommand Command { get; } = command;

        public Moment Now { get; } = now;

        // What the clock says: another time than that of recording for commands about the clock alone.
        public Moment Clock { get; } = clock;

        public DateOnly Today { get; } = Moment.DateOf(now.DayNumber);

        public LedgerEntry? Ledger { get; set; }

        public List<BreachNotice> Breaches { get; } = [];

        public List<LawVerdict> Law { get; } = [];

        public List<ProductFigure> Figures { get; } = [];

        public List<string> TakenBack { get; } = [];
    }

    private LicenseEntry Keep(Draft draft)
    {
        var outcome = new EntryOutcome
        {
            Breaches = [.. draft.Breaches],
            Law = [.. draft.Law],
            Figures = [.. draft.Figures],
            TakenBack = [.. draft.TakenBack],
            Witnessed = IsAboutClock(draft.Command) || draft.Command is FoundBook || Gap(_last, draft.Now) <= Bounds.ClockMilliseconds ? null : Witnessed,
        };
        var entry = new LicenseEntry(_next++, draft.Now, draft.Command, draft.Ledger, outcome);
        var last = _last;
        _last = draft.Now;
        _undo?.Add(() => (_next, _last) = (_next - 1, last));

        // A plain command of the ledger is remembered there.
        if (draft.Command is not (LedgerAct { Act: not Linked } or ReserveUnits) || entry.Ledger?.Command is Linked)
        {
            _byId.Add(draft.Command.Id, entry);
            _undo?.Add(() => _byId.Remove(draft.Command.Id));
        }

        if (draft.Command is ReserveUnits)
        {
            _reservations.Add(draft.Command.Id);
        }
        else if (draft.Command is LedgerAct { Act: var act })
        {
            Remember(act);
        }
        else if (draft.Command is Countersign { } second && _proposals[second.Proposal].Command.Action is { } action)
        {
            if (Ledger.EntryOf(action.Id) is null || action is not ReserveUnits)
            {
                _byId.TryAdd(action.Id, entry);
            }

            if (action is ReserveUnits)
            {
                _reservations.Add(action.Id);
            }
        }

        return entry;
    }

    private static long Gap(Moment from, Moment to) => to.Milliseconds - from.Milliseconds;

    private void Remember(LedgerCommand act)
    {
        if (act is Reserve)
        {
            _reservations.Add(act.Id);
        }
    }

    // The answer of then to a command that came before.
    private LicenseResult? Before(LicenseCommand command, Moment now)
    {
        if (_byId.TryGetValue(command.Id, out var entry))
        {
            // What stands under an id is told to who gave it.
            if (entry.Command.Actor != command.Actor && !(entry.Command is Countersign { Proposal: var signed } && _proposals[signed].Command.Actor == command.Actor))
            {
                return new LicenseRefused(new CommandIdReused(command.Id, "command"));
            }

            var first = entry.Command is Countersign c && command is not Countersign ? _proposals[c.Proposal].Command.Action : entry.Command;
            var difference = first.GetType() == command.GetType() ? LicenseJson.FirstDifference(first, command) : "command";
            return difference is null ? new LicenseAccepted(entry, Repeated: true) : new LicenseRefused(new CommandIdReused(command.Id, difference));
        }

        if (Ledger.EntryOf(command.Id) is not { } moved)
        {
            return null;
        }

        if (PersonOf(command.Actor) is not { } asking || !Told(moved.Command, asking))
        {
            return new LicenseRefused(new CommandIdReused(command.Id, "command"));
        }

        if (command is ReserveUnits && moved.Command is Reserve reserved)
        {
            return LicenseJson.FirstDifference(ReserveUnits.Of(command.Actor, reserved), (ReserveUnits)command) is { } field
                ? new LicenseRefused(new CommandIdReused(command.Id, field))
                : new LicenseAccepted(new LicenseEntry(-1, moved.RecordedAt, command, moved, new()), Repeated: true);
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
        var draft = new Draft(new TimePasses { Id = id, EventTime = now, Actor = CommandLimits.OwnIds }, now, now);
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
            _undo?.Add(() =>
            {
                item.State = DueState.Open;
                _due.Enqueue(item, at);
            });
            Break(item.Condition, item.Subject, Missed(item), item.Line, item, draft, parts, id);
            Next(item, item.NotBefore);
        }

        draft.Ledger = Must(parts.Count == 0 ? null : new Linked($"{id}:all", now, parts.DrainToImmutable()), now);
        return Keep(draft);
    }

    private static string Missed(DueItem item) => item.Owed > 0 && item.Paid >= item.Owed ? $"paid on the payer's word, not confirmed by {item.Condition.Condition.Authority}"
        : item.Owed > 0 ? $"{Quantities.FixedPoint.ToText(item.Owed - item.Paid)} of {Quantities.FixedPoint.ToText(item.Owed)} {item.Currency} not paid by {ConditionSentence.Day(item.Due)}"
        : item.Condition.Condition is AcknowledgementCondition ? $"not acknowledged by {ConditionSentence.Day(item.Due)}"
        : $"nothing on file by {ConditionSentence.Day(item.Due)}";

    // A breach with its consequence, as commands of the ledger that come in the same entry.
    private void Break(ConditionRow row, string subject, string reason, string? line, DueItem? item, Draft draft, ImmutableArray<LedgerCommand>.Builder parts, string id)
    {
        var consequence = row.Condition.Consequence;
        row.Breaches.Add(new Breach(subject, reason, draft.Now) { Line = line, Item = item });
        _undo?.Add(() => row.Breaches.RemoveAt(row.Breaches.Count - 1));
        draft.Breaches.Add(new BreachNotice(row.License.Terms.Key, row.Condition.Key, subject, reason, consequence));
        foreach (var (scope, target) in Targets(row, line, consequence))
        {
            if (_suspended.TryAdd((scope, target, row.Cause), row.Condition.Authority))
            {
                _undo?.Add(() => _suspended.Remove((scope, target, row.Cause)));
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

        // What stays in the queue is passed over: it is no longer open.
        _undo?.Add(() =>
        {
            item.Condition.Items.Remove(item);
            item.State = DueState.Done;
        });
        return item;
    }
}
