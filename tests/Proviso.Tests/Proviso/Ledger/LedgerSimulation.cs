// A whole small system in one thread, driven by a seed: clients that send again, a network that doubles, reorders and loses, writers that crash, an old
// writer that does not know it was deposed, and a journal that fails, tears and leaves in doubt. The checks share nothing with the book but the commands.
using System.Collections.Immutable;
using Proviso.Ledger;

namespace Proviso.Tests.Proviso.Ledger;

internal sealed class SimulationFailure(string message) : Exception(message);

/// <summary>Mistakes to plant, so that the checks are seen to catch them.</summary>
[Flags]
internal enum Planted
{
    None = 0,
    SkipsACap = 1,
    ForgetsIdsOnReload = 2,
    AcknowledgesBeforeDurable = 4,
    JournalIgnoresTheEpoch = 8,
    LapsesBeforeItsTime = 16,
}

internal sealed class SimulationFigures
{
    public int Steps { get; set; }

    public int Sent { get; set; }

    public int Acknowledged { get; set; }

    public int Refused { get; set; }

    public int Crashes { get; set; }

    public int Faults { get; set; }

    public int InDoubtLanded { get; set; }

    public int Fenced { get; set; }

    public int Repeated { get; set; }

    public int Histories { get; set; }
}

internal enum Appended
{
    Durable,
    Fenced,
    Failed,
    Unknown,
}

/// <summary>The journal port in memory. What it holds survives everything; a torn batch is cut off when read.</summary>
internal sealed class FaultyJournal(Random random, SimulationFigures figures, bool fence)
{
    private readonly List<byte[]> _records = [];

    public int Epoch { get; private set; }

    public IReadOnlyList<byte[]> Records => _records;

    public int TakeOver() => ++Epoch;

    public Appended Append(int epoch, long expected, List<byte[]> batch, bool faults)
    {
        if (fence && (epoch != Epoch || expected != _records.Count))
        {
            figures.Fenced++;
            return Appended.Fenced;
        }

        var luck = faults ? random.Next(100) : 99;
        figures.Faults += luck < 12 ? 1 : 0;
        switch (luck)
        {
            case < 4:
                return Appended.Failed;
            case < 6:
                // Torn: half the batch reached the disk, the frame around it did not, so a reader drops it: the same as nothing.
                return Appended.Unknown;
            case < 9:
                return Appended.Unknown;
            case < 12:
                figures.InDoubtLanded += batch.Count > 0 ? 1 : 0;
                _records.AddRange(batch);
                return Appended.Unknown;
            default:
                _records.AddRange(batch);
                return Appended.Durable;
        }
    }
}

/// <summary>A writer as a host would run it: decides in memory, appends, answers only then; after anything but "durable" it stops for good.</summary>
internal sealed class SimulatedWriter
{
    private readonly FaultyJournal _journal;
    private readonly Planted _planted;
    private readonly LedgerBook _book = new();
    private readonly int _epoch;

    public SimulatedWriter(FaultyJournal journal, Planted planted)
    {
        (_journal, _planted, _epoch) = (journal, planted, journal.TakeOver());
        foreach (var record in journal.Records)
        {
            var entry = LedgerCodec.DecodeEntry(record);
            if (planted.HasFlag(Planted.ForgetsIdsOnReload))
            {
                _book.Apply(Renamed(entry.Command), entry.RecordedAt);
            }
            else
            {
                _book.Replay(entry);
            }
        }
    }

    public LedgerBook Book => _book;

    public bool Stopped { get; private set; }

    /// <summary>Decides a batch; the answers are handed out by <paramref name="answer"/>, and <paramref name="crash"/> says whether to die at a place.</summary>
    public void Run(List<LedgerCommand> batch, Moment now, bool faults, Action<LedgerCommand, LedgerResult> answer, Func<bool> crash)
    {
        var (before, answers) = (_book.Sequence, new List<(LedgerCommand, LedgerResult)>());
        now = now < _book.LastRecorded ? _book.LastRecorded : now;
        foreach (var command in batch)
        {
            var result = _book.Apply(command, _planted.HasFlag(Planted.LapsesBeforeItsTime) && command is Lapse l && l.Through > now ? l.Through : now);
            answers.Add((command, result));
            if (_planted.HasFlag(Planted.AcknowledgesBeforeDurable))
            {
                answer(command, result);
            }
        }

        if (crash())
        {
            Stopped = true;
            return;
        }

        // Nothing new is appended too: a deposed writer must not answer even a refusal from what it believes.
        var records = _book.Entries.Skip((int)before).Select(e => LedgerCodec.Encode(e)).ToList();
        if (_journal.Append(_epoch, before, records, faults) != Appended.Durable || crash())
        {
            Stopped = true;
            return;
        }

        foreach (var (command, result) in answers)
        {
            answer(command, result);
        }
    }

    private static LedgerCommand Renamed(LedgerCommand command) => command switch
    {
        Reserve c => c with { Id = c.Id + "~" },
        Ship c => c with { Id = c.Id + "~", Reservation = c.Reservation + "~" },
        Release c => c with { Id = c.Id + "~", Reservation = c.Reservation + "~" },
        Return c => c with { Id = c.Id + "~", Shipment = c.Shipment + "~" },
        Linked c => c with { Id = c.Id + "~", Commands = [.. c.Commands.Select(Renamed)] },
        _ => command,
    };
}

/// <summary>Sums the durable entries in units, straight from the commands, and says what they cannot be.</summary>
internal sealed class DurableAudit(IReadOnlyDictionary<string, long> limits, IReadOnlyDictionary<string, ImmutableArray<string>> legs)
{
    private readonly HashSet<string> _ids = [];
    private readonly Dictionary<string, (string Line, long Left, long Expires)> _open = [];
    private readonly Dictionary<string, (string Line, long Out)> _shipped = [];
    private readonly Dictionary<string, long> _used = [];
    private int _read;

    public Dictionary<string, (int Sequence, string Line)> Places { get; } = [];

    /// <param name="records">All that the journal holds.</param>
    /// <param name="latest">The latest moment that any clock has shown: an entry beyond it was recorded in the future.</param>
    public void Read(IReadOnlyList<byte[]> records, Moment latest)
    {
        for (; _read < records.Count; _read++)
        {
            var entry = LedgerCodec.DecodeEntry(records[_read]);
            Require(entry.Sequence == _read + 1, $"record {_read + 1} holds entry {entry.Sequence}");
            Require(entry.RecordedAt <= latest, $"entry {entry.Sequence} was recorded in the future");
            Take(entry.Command, entry.RecordedAt);
            foreach (var (account, used) in _used)
            {
                Require(used <= limits[account], $"'{account}' is overdrawn at entry {entry.Sequence}: {used} of {limits[account]}");
            }
        }
    }

    private void Take(LedgerCommand command, Moment at)
    {
        Require(_ids.Add(command.Id), $"'{command.Id}' is in the journal twice");
        Places[command.Id] = (_read + 1, "");
        switch (command)
        {
            case Linked c:
                foreach (var part in c.Commands)
                {
                    Take(part, at);
                }

                break;
            case Reserve c:
                _open.Add(c.Id, (c.Line, c.Amounts.Units, c.Timeout == 0 ? long.MaxValue : at.Milliseconds + c.Timeout));
                Use(c.Line, c.Amounts.Units);
                break;
            case Ship c:
                Require(_open.Remove(c.Reservation, out var reserved), $"'{c.Id}' ships a reservation that has ended");
                Require(reserved.Expires > at.Milliseconds, $"'{c.Id}' ships a reservation that has expired");
                _shipped.Add(c.Id, (reserved.Line, c.Amounts.Units));
                if (c.Final || c.Amounts.Units >= reserved.Left)
                {
                    // More than was reserved takes new room; less gives the rest back.
                    Use(reserved.Line, c.Amounts.Units - reserved.Left);
                }
                else
                {
                    _open.Add(c.Reservation, reserved with { Left = reserved.Left - c.Amounts.Units });
                }

                break;
            case Release c:
                Require(_open.Remove(c.Reservation, out var released), $"'{c.Id}' releases a reservation that has ended");
                Require(released.Expires > at.Milliseconds, $"'{c.Id}' releases a reservation that has expired");
                Use(released.Line, -released.Left);
                break;
            case Lapse c:
                Require(c.Through <= at, $"'{c.Id}' lapses before its time");
                foreach (var (id, r) in _open.Where(o => o.Value.Expires <= c.Through.Milliseconds).ToList())
                {
                    _open.Remove(id);
                    Use(r.Line, -r.Left);
                }

                break;
            case Return c:
                var (line, still) = _shipped[c.Shipment];
                Require(c.Amounts.Units <= still, $"'{c.Id}' returns more than is out");
                _shipped[c.Shipment] = (line, still - c.Amounts.Units);
                Use(line, -c.Amounts.Units);
                break;
        }
    }

    private void Use(string line, long units)
    {
        foreach (var account in legs[line])
        {
            _used[account] = _used.GetValueOrDefault(account) + units;
        }
    }

    internal static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new SimulationFailure(problem);
        }
    }
}

internal sealed class LedgerSimulation
{
    private static readonly ImmutableArray<string> s_caps = ["cap-a", "cap-b", "cap-c"];
    private readonly int _seed;
    private readonly Random _random;
    private readonly Planted _planted;
    private readonly bool _history;
    private readonly SimulationFigures _figures;
    private readonly FaultyJournal _journal;
    private readonly DurableAudit _audit;
    private readonly Dictionary<string, long> _limits = new(StringComparer.Ordinal) { ["line-a"] = 14, ["line-b"] = 12, ["cap-a"] = 20, ["cap-b"] = 18, ["cap-c"] = 16 };
    private readonly List<(LedgerCommand Command, bool ToOld)> _network = [];
    private readonly Client[] _clients;
    private readonly Dictionary<string, long> _acknowledged = new(StringComparer.Ordinal);
    private readonly List<(LedgerCommand Command, long Start, long End, LedgerResult? Result)> _calls = [];
    private SimulatedWriter _writer;
    private SimulatedWriter? _old;
    private long _step;
    private long _now = LedgerWorld.Start.Milliseconds;
    private long _latest = LedgerWorld.Start.Milliseconds;

    private LedgerSimulation(int seed, Planted planted, bool history, SimulationFigures figures)
    {
        (_seed, _random, _planted, _history, _figures) = (seed, new Random(seed), planted, history, figures);
        _journal = new(_random, figures, fence: !planted.HasFlag(Planted.JournalIgnoresTheEpoch));
        _audit = new(_limits, new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal) { ["line-a"] = ["line-a", .. s_caps], ["line-b"] = ["line-b", .. s_caps] });
        _clients = [.. Enumerable.Range(0, 5).Select(_ => new Client())];
        _writer = new(_journal, planted);
        _writer.Run(Opening(), new(_now), faults: false, (_, _) => { }, () => false);
    }

    /// <summary>Runs one seed. A failure names it.</summary>
    public static void Run(int seed, SimulationFigures figures, Planted planted = Planted.None, bool history = false)
    {
        var simulation = new LedgerSimulation(seed, planted, history, figures);
        try
        {
            simulation.Run();
        }
        catch (Exception e) when (e is SimulationFailure or LedgerFormatException)
        {
            throw new SimulationFailure($"seed {seed}, step {simulation._step}: {e.Message}");
        }
    }

    private List<LedgerCommand> Opening()
    {
        var day = LedgerWorld.On(0);
        var commands = new List<LedgerCommand>();
        foreach (var (key, limit) in _limits.Reverse())
        {
            var line = key.StartsWith("line", StringComparison.Ordinal);
            commands.Add(new OpenAccount("open-" + key, day, new()
            {
                Account = key,
                Kind = line ? AccountKind.Line : AccountKind.Cap,
                Currency = "USD",
                Limited = Measures.Units,
                Caps = !line ? [] : _planted.HasFlag(Planted.SkipsACap) ? s_caps[..2] : s_caps,
            }));
            commands.Add(new Grant("grant-" + key, day, key, new(limit, 0, 0), "made-up authority"));
        }

        return commands;
    }

    private void Run()
    {
        // Histories are searched for an order, so they stay short and leave time out.
        var steps = _history ? 90 : 500;
        for (_step = 0; _step < steps; _step++)
        {
            _figures.Steps++;
            _now += _random.Next(100) < 5 ? -_random.Next(2_000) : _random.Next(1_000);
            _latest = Math.Max(_latest, _now);
            Clients(sending: !_history || _calls.Count < 26);
            Writers();
            _audit.Read(_journal.Records, new(_latest));
            CheckAcknowledged();
        }

        // The network calms down, everybody gets an answer: nobody may be left hanging.
        for (var i = 0; i < 200 && Array.Exists(_clients, c => c.Waiting is not null); i++, _step++)
        {
            Clients(sending: false);
            Writers(calm: true);
            _audit.Read(_journal.Records, new(_latest));
            CheckAcknowledged();
        }

        DurableAudit.Require(!Array.Exists(_clients, c => c.Waiting is not null), "a client never got an answer in a calm network");
        var (one, two) = (new SimulatedWriter(_journal, Planted.None).Book.Snapshot(), new SimulatedWriter(_journal, Planted.None).Book.Snapshot());
        DurableAudit.Require(one.AsSpan().SequenceEqual(two), "two replays of one journal differ");
        if (_history)
        {
            _figures.Histories++;
            DurableAudit.Require(Linearizability.Check(History(), "14 12 16|"), "no order of the calls explains their answers");
        }
    }

    private void Clients(bool sending)
    {
        foreach (var client in _clients)
        {
            if (client.Waiting is { } waiting)
            {
                // Again after a while, unchanged: nobody knows whether the first one arrived.
                if (_step >= client.Again)
                {
                    Send(client, waiting);
                }
            }
            else if (sending && _random.Next(3) == 0)
            {
                client.Waiting = NewCommand(client);
                client.Call = _calls.Count;
                _calls.Add((client.Waiting, _step, long.MaxValue, null));
                Send(client, client.Waiting);
            }
        }
    }

    private void Send(Client client, LedgerCommand command)
    {
        _figures.Sent++;
        client.Again = _step + 4 + _random.Next(6);
        for (var copies = _random.Next(10) switch { 0 => 0, < 3 => 2, _ => 1 }; copies > 0; copies--)
        {
            _network.Insert(_random.Next(_network.Count + 1), (command, _old is not null && _random.Next(4) == 0));
        }
    }

    private LedgerCommand NewCommand(Client client)
    {
        var id = $"s{_seed}-{_calls.Count}";
        var reservation = client.Reservations.Count > 0 ? client.Reservations[_random.Next(client.Reservations.Count)] : "none";
        var shipment = client.Shipments.Count > 0 ? client.Shipments[_random.Next(client.Shipments.Count)] : "none";

        // What happened has happened a minute ago: the clock runs back by less, and nothing is entered before it happened.
        var (line, units, at) = (_random.Next(2) == 0 ? "line-a" : "line-b", _random.Next(1, 6), new Moment(_now - 60_000));
        return _random.Next(_history ? 14 : 20) switch
        {
            < 9 => new Reserve(id, at, line, new(units, 0, 0), !_history && _random.Next(3) == 0 ? _random.Next(500, 20_000) : 0),
            < 12 => new Release(id, at, reservation),
            < 14 => new Linked(id, at, [new Reserve(id + "-1", at, "line-a", new(units, 0, 0), 0), new Reserve(id + "-2", at, "line-b", new(_random.Next(1, 5), 0, 0), 0)]),
            < 16 => new Ship(id, at, reservation, new(_random.Next(1, 4), 0, 0), _random.Next(3) == 0),
            16 => new Return(id, at, shipment, new(_random.Next(1, 3), 0, 0)),
            _ => new Lapse(id, at, new(_now - 3_000 + _random.Next(4_000))),
        };
    }

    private void Writers(bool calm = false)
    {
        if (_writer.Stopped || (!calm && _random.Next(60) == 0))
        {
            // Another writer takes over. The one before may still believe that it is the writer.
            _figures.Crashes++;
            _old = _writer.Stopped ? _old : _writer;
            _writer = new(_journal, _planted);
        }

        if (_old is { Stopped: false } && _random.Next(2) == 0)
        {
            Serve(_old, toOld: true, calm);
        }

        if (_random.Next(3) > 0 || calm)
        {
            Serve(_writer, toOld: false, calm);
        }
    }

    private void Serve(SimulatedWriter writer, bool toOld, bool calm)
    {
        var batch = new List<LedgerCommand>();
        for (var i = 0; i < _network.Count && batch.Count < 6;)
        {
            if (_network[i].ToOld == toOld || (calm && !toOld))
            {
                batch.Add(_network[i].Command);
                _network.RemoveAt(i);
            }
            else
            {
                i++;
            }
        }

        if (batch.Count > 0)
        {
            writer.Run(batch, new(_now), faults: !calm, (c, r) => Answer(c, r, calm), () => !calm && _random.Next(40) == 0);
        }
    }

    private void Answer(LedgerCommand command, LedgerResult result, bool calm)
    {
        if (!calm && _random.Next(8) == 0)
        {
            // The answer is lost on the way.
            return;
        }

        if (result is Accepted accepted)
        {
            _figures.Acknowledged++;
            _figures.Repeated += accepted.Repeated ? 1 : 0;
            DurableAudit.Require(_acknowledged.TryAdd(command.Id, accepted.Entry.Sequence) || _acknowledged[command.Id] == accepted.Entry.Sequence, $"'{command.Id}' was answered with two entries");
        }
        else
        {
            _figures.Refused++;
            DurableAudit.Require(!_acknowledged.ContainsKey(command.Id), $"'{command.Id}' was acknowledged and is now refused: {((Refused)result).Refusal.Text}");
        }

        if (Array.Find(_clients, c => c.Waiting?.Id == command.Id) is not { } client)
        {
            return;
        }

        _calls[client.Call] = _calls[client.Call] with { End = _step, Result = result };
        client.Waiting = null;
        if (result is Accepted)
        {
            client.Learn(command);
        }
    }

    private void CheckAcknowledged()
    {
        foreach (var (id, sequence) in _acknowledged)
        {
            DurableAudit.Require(_audit.Places.TryGetValue(id, out var place) && place.Sequence == sequence, $"'{id}' was acknowledged as entry {sequence} and is not there");
        }
    }

    private List<Call> History()
    {
        var calls = new List<Call>();
        foreach (var (command, start, end, result) in _calls)
        {
            var durable = _audit.Places.ContainsKey(command.Id);
            if (result is Refused)
            {
                calls.Add(new(command.Id + " refused", start, end, s => Counter.Step(s, command, accepted: false)));
            }

            // A copy that arrived after the refusal may have been accepted; and what took effect without an answer did so at some time.
            if (durable)
            {
                calls.Add(new(command.Id, result is Refused ? end : start, result is Accepted ? end : long.MaxValue, s => Counter.Step(s, command, accepted: true)));
            }
        }

        return calls;
    }

    private sealed class Client
    {
        public LedgerCommand? Waiting { get; set; }

        public long Again { get; set; }

        public int Call { get; set; }

        public List<string> Reservations { get; } = [];

        public List<string> Shipments { get; } = [];

        public void Learn(LedgerCommand command)
        {
            switch (command)
            {
                case Reserve c:
                    Reservations.Add(c.Id);
                    break;
                case Ship c:
                    Shipments.Add(c.Id);
                    break;
                case Linked c:
                    Reservations.AddRange(c.Commands.Select(p => p.Id));
                    break;
            }
        }
    }
}

/// <summary>What the history is held against: free units of two lines and of the least cap, and the open reservations, as a text.</summary>
internal static class Counter
{
    public static string? Step(string state, LedgerCommand command, bool accepted)
    {
        var next = Try(state, command);
        return accepted ? next : next is null ? state : null;
    }

    private static string? Try(string state, LedgerCommand command)
    {
        switch (command)
        {
            case Linked c:
                string? all = state;
                foreach (var part in c.Commands)
                {
                    all = all is null ? null : Try(all, part);
                }

                return all;
            case Reserve c:
                var (free, open) = Parse(state);
                var line = c.Line == "line-a" ? 0 : 1;
                var units = (int)c.Amounts.Units;
                if (free[line] < units || free[2] < units || open.ContainsKey(c.Id))
                {
                    return null;
                }

                free[line] -= units;
                free[2] -= units;
                open[c.Id] = (line, units);
                return Text(free, open);
            case Release c:
                (free, open) = Parse(state);
                if (!open.Remove(c.Reservation, out var was))
                {
                    return null;
                }

                free[was.Line] += was.Units;
                free[2] += was.Units;
                return Text(free, open);
            default:
                throw new InvalidOperationException();
        }
    }

    private static (int[] Free, SortedDictionary<string, (int Line, int Units)> Open) Parse(string state)
    {
        var (left, right) = (state.Split('|')[0], state.Split('|')[1]);
        var open = new SortedDictionary<string, (int, int)>(StringComparer.Ordinal);
        foreach (var part in right.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var pieces = part.Split(',');
            open.Add(pieces[0], (int.Parse(pieces[1]), int.Parse(pieces[2])));
        }

        return ([.. left.Split(' ').Select(int.Parse)], open);
    }

    private static string Text(int[] free, SortedDictionary<string, (int Line, int Units)> open) =>
        string.Join(' ', free) + "|" + string.Join(';', open.Select(o => $"{o.Key},{o.Value.Line},{o.Value.Units}"));
}
