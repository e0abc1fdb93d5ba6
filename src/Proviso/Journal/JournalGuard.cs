using System.Globalization;

namespace Proviso.Journal;

/// <summary>Whether a journal is the one that a kept checkpoint is of.</summary>
public enum GuardVerdict
{
    /// <summary>No checkpoint is kept; nothing can be said.</summary>
    Unguarded,

    /// <summary>It holds every entry of the checkpoint, unchanged as far as the stored hashes say.</summary>
    Good,

    /// <summary>It has fewer entries than the checkpoint: an older copy, or the end was cut off.</summary>
    Behind,

    /// <summary>It has enough entries, and others than those that were signed.</summary>
    Forked,
}

/// <summary>What comparing a journal with a kept checkpoint gave.</summary>
/// <param name="Verdict">Whether it is that journal.</param>
/// <param name="Entries">How many entries the book has.</param>
/// <param name="Kept">How many the checkpoint has; 0 when none is kept.</param>
/// <param name="Problem">What is wrong, with figures, or null.</param>
/// <param name="Help">What to do about it, or null.</param>
public sealed record GuardResult(GuardVerdict Verdict, long Entries, long Kept, string? Problem, string? Help)
{
    /// <summary>Whether anything may be appended to the book.</summary>
    public bool MayServe => Verdict is GuardVerdict.Unguarded or GuardVerdict.Good;
}

/// <summary>Keeps a book from going on when it is behind what others have seen of it. To append then would tell a second story under the same numbers.</summary>
public static class JournalGuard
{
    /// <summary>Compares a book with a checkpoint, by one pass over its stored leaf hashes; memory does not grow with the book.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="book">The book.</param>
    /// <param name="kept">The newest checkpoint that others have seen.</param>
    /// <remarks>The stored hashes are trusted here, so that a start takes a second and not a minute; whether the entries are what was hashed is for <see cref="JournalAudit"/>.</remarks>
    public static GuardResult Check(IJournal journal, string book, Checkpoint kept)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(kept);
        var entries = journal.Position(book).Next;
        if (entries < kept.Size)
        {
            return Behind(book, entries, kept);
        }

        var frontier = new MerkleFrontier();
        foreach (var leaf in journal.LeafHashes(book))
        {
            if (frontier.Size == kept.Size)
            {
                break;
            }

            frontier.Append(leaf);
        }

        return frontier.Size < kept.Size ? Behind(book, frontier.Size, kept)
            : kept.Root.Span.SequenceEqual(frontier.Root()) ? new GuardResult(GuardVerdict.Good, entries, kept.Size, null, null)
            : new GuardResult(GuardVerdict.Forked, entries, kept.Size,
                string.Create(CultureInfo.InvariantCulture, $"book {book} has {entries} entries, and its first {kept.Size} are not those that {kept.Origin} signed"),
                "an entry was changed, or this is another journal; put back the one that was signed, and keep this one as evidence");
    }

    private static GuardResult Behind(string book, long entries, Checkpoint kept) => new(GuardVerdict.Behind, entries, kept.Size,
        string.Create(CultureInfo.InvariantCulture, $"book {book} has {entries} entries, but {kept.Size} were signed and shown to others: {kept.Size - entries} are missing"),
        "this is an older copy, or its end was cut off; put back the newest journal, or give the missing entries up with `proviso backup restore --accept-loss` and tell those who hold checkpoints");
}
