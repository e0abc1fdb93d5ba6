namespace Proviso.Journal;

/// <summary>What became of an append.</summary>
public enum AppendOutcome
{
    /// <summary>Every record of the batch is on disk, in the order given, and will be there after any crash.</summary>
    Durable,

    /// <summary>Another writer has taken the book; nothing was written, and this one must stop.</summary>
    Fenced,

    /// <summary>The book does not stand where the writer thought; nothing was written. Load it again.</summary>
    Moved,

    /// <summary>It is not known whether it was written. Stop, load the book again, and send the same ids once more.</summary>
    Unknown,
}

/// <summary>What became of an append.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="First">The sequence of the first record when it is durable.</param>
/// <param name="Reason">Why not, for people.</param>
public sealed record Appended(AppendOutcome Outcome, long First, string? Reason = null);

/// <summary>Where a book stands.</summary>
/// <param name="Epoch">The newest writer; 0 when there was none.</param>
/// <param name="Next">The sequence that the next record gets.</param>
/// <param name="LastTime">The record time of the last entry; the least value when there is none.</param>
public sealed record BookPosition(long Epoch, long Next, DateTimeOffset LastTime);

/// <summary>A durable list of entries in books, which can only grow.</summary>
public interface IJournal
{
    /// <summary>Where a book stands; one that nobody wrote to stands at nothing.</summary>
    BookPosition Position(string book);

    /// <summary>Takes a book for a new writer: every earlier one is fenced off from here on.</summary>
    /// <returns>Its epoch.</returns>
    long Acquire(string book);

    /// <summary>Appends a batch, all or nothing.</summary>
    /// <param name="book">The book.</param>
    /// <param name="epoch">The writer's epoch.</param>
    /// <param name="expected">The sequence that the first record must get.</param>
    /// <param name="records">The records; no id may be in the book already.</param>
    /// <param name="recordTime">The time; not before that of the last entry.</param>
    Appended Append(string book, long epoch, long expected, IReadOnlyList<JournalRecord> records, DateTimeOffset recordTime);

    /// <summary>The entries of a book from a sequence on, in order.</summary>
    IEnumerable<JournalEntry> Read(string book, long from = 0);

    /// <summary>The stored hash of each leaf of a book, in order, as it was written.</summary>
    IEnumerable<byte[]> LeafHashes(string book);

    /// <summary>The books.</summary>
    IReadOnlyList<string> Books();
}
