using System.Globalization;

namespace Proviso.Journal;

/// <summary>The entries of a book one after the other: each in its place, by a writer that was not replaced, no earlier than the one before, and what was hashed when it was written.</summary>
/// <param name="book">The book.</param>
/// <param name="from">The sequence that it begins at; from 0 alone there is a root to compare.</param>
public sealed class EntryChain(string book, long from = 0)
{
    private long _epoch;
    private DateTimeOffset _time = DateTimeOffset.MinValue;

    /// <summary>The sequence that the next entry must have.</summary>
    public long Next { get; private set; } = from;

    /// <summary>The tree of the entries so far; of those from the beginning of the chain on.</summary>
    public MerkleFrontier Frontier { get; } = new();

    /// <summary>Takes the next entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="leaf">The hash of its bytes as they are now.</param>
    /// <param name="stored">The hash that was stored with it; empty when there is none.</param>
    /// <returns>What is wrong with it, or null; an entry that something is wrong with is not taken.</returns>
    public string? Accept(JournalEntry entry, byte[] leaf, ReadOnlySpan<byte> stored)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var problem = entry.Sequence != Next ? string.Create(CultureInfo.InvariantCulture, $"entry {Next} is missing")
            : entry.Book != book ? $"it says it is of book {entry.Book}"
            : entry.RecordTime < _time && entry.Record.Kind != JournalRecord.ClockKind ? "it was recorded before the entry before it"
            : entry.Epoch < _epoch ? "its writer had been replaced"
            : !stored.SequenceEqual(leaf) ? "it is not what was hashed when it was written"
            : null;
        if (problem is null)
        {
            Frontier.Append(leaf);
            (Next, _time, _epoch) = (Next + 1, entry.RecordTime, entry.Epoch);
        }

        return problem;
    }
}
