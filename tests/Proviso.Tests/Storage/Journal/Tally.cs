using System.Collections.Immutable;
using System.Text;
using Proviso.Journal;

namespace Proviso.Tests.Storage.Journal;

/// <summary>The smallest machine that can be overdrawn: takes units from a stock of a hundred, each under an id.</summary>
internal sealed class Tally : IStateMachine<(string Id, int Units), string>
{
    public const int Stock = 100;

    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    public int Left { get; private set; } = Stock;

    public Decision<string> Decide((string Id, int Units) command, DateTimeOffset recordTime)
    {
        if (_taken.TryGetValue(command.Id, out var units))
        {
            return new Decision<string>(units == command.Units ? "taken" : "another command", null);
        }

        if (command.Units > Left)
        {
            return new Decision<string>("refused", null);
        }

        Take(command.Id, command.Units);
        return new Decision<string>("taken", new JournalRecord(command.Id, "take", recordTime, Encoding.ASCII.GetBytes(command.Units.ToString(System.Globalization.CultureInfo.InvariantCulture))));
    }

    public void Replay(JournalEntry entry) => Take(entry.Record.Id, int.Parse(Encoding.ASCII.GetString(entry.Record.Body.Span), System.Globalization.CultureInfo.InvariantCulture));

    private void Take(string id, int units)
    {
        _taken.Add(id, units);
        Left -= units;
    }
}

/// <summary>A journal in memory that fails as it is told to: before writing, after writing, or by doing what another writer would.</summary>
internal sealed class FaultyJournal : IJournal
{
    private readonly List<JournalEntry> _entries = [];
    private readonly Queue<string> _faults = new();
    private long _epoch;

    public ImmutableArray<JournalEntry> Entries => [.. _entries];

    public void Then(params ReadOnlySpan<string> faults)
    {
        foreach (var fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    public BookPosition Position(string book) => new(_epoch, _entries.Count, _entries.Count == 0 ? DateTimeOffset.MinValue : _entries[^1].RecordTime);

    public long Acquire(string book) => ++_epoch;

    public Appended Append(string book, long epoch, long expected, IReadOnlyList<JournalRecord> records, DateTimeOffset recordTime)
    {
        var fault = _faults.TryDequeue(out var next) ? next : "";
        if (fault == "lost")
        {
            return new Appended(AppendOutcome.Unknown, -1, "made-up fault before writing");
        }

        if (fault == "taken-over")
        {
            _epoch++;
        }

        if (epoch != _epoch || expected != _entries.Count)
        {
            return new Appended(epoch != _epoch ? AppendOutcome.Fenced : AppendOutcome.Moved, -1, "made-up");
        }

        foreach (var record in records)
        {
            Assert.DoesNotContain(_entries, e => e.Record.Id == record.Id);
            _entries.Add(new JournalEntry(book, _entries.Count, epoch, recordTime, record));
        }

        return fault == "landed" ? new Appended(AppendOutcome.Unknown, -1, "made-up fault after writing") : new Appended(AppendOutcome.Durable, expected);
    }

    public IEnumerable<JournalEntry> Read(string book, long from = 0) => _entries.Skip((int)from).ToList();

    public IEnumerable<byte[]> LeafHashes(string book) => _entries.Select(e => e.LeafHash());

    public IReadOnlyList<string> Books() => ["book"];
}
