using System.Collections.Immutable;

namespace Proviso.Ledger;

/// <summary>What a book answers: an entry, or a refusal with figures.</summary>
public abstract record LedgerResult
{
    private protected LedgerResult()
    {
    }
}

/// <summary>The command is in the book.</summary>
/// <param name="Entry">The entry it made.</param>
/// <param name="Repeated">True when the command had been accepted before and this is the answer of then; nothing was entered now.</param>
public sealed record Accepted(LedgerEntry Entry, bool Repeated) : LedgerResult;

/// <summary>Nothing was changed.</summary>
/// <param name="Refusal">Why, with figures.</param>
public sealed record Refused(LedgerRefusal Refusal) : LedgerResult;

/// <summary>An accepted command with its place in the book and what it moved. Never edited.</summary>
public sealed class LedgerEntry
{
    internal LedgerEntry(long sequence, int part, Moment recordedAt, LedgerCommand command)
    {
        Sequence = sequence;
        Part = part;
        RecordedAt = recordedAt;
        Command = command;
    }

    /// <summary>Place in the book, from 1, without gaps.</summary>
    public long Sequence { get; }

    /// <summary>Place in the linked command it came with, from 1; 0 for a command of its own.</summary>
    public int Part { get; }

    /// <summary>When it was recorded; never before an earlier entry, but for <see cref="RightClock"/>.</summary>
    public Moment RecordedAt { get; }

    /// <summary>What was asked.</summary>
    public LedgerCommand Command { get; }

    /// <summary>What was granted, reserved, shipped, returned, adjusted, sold or taken back, in the currency of the line or account.</summary>
    public Amounts Moved { get; internal set; }

    /// <summary>What became free of the reservation: by <see cref="Ledger.Release"/>, or as the rest after the last shipment.</summary>
    public Amounts Released { get; internal set; }

    /// <summary>Ids of the reservations that a <see cref="Ledger.Lapse"/> ended, in the order in which they ended.</summary>
    public ImmutableArray<string> Lapsed { get; internal set; } = [];

    /// <summary>The entries of a <see cref="Linked"/> command, in order.</summary>
    public ImmutableArray<LedgerEntry> Parts { get; internal set; } = [];

    /// <summary>Row of the reservation, shipment or sale; derived, so not part of the encoding.</summary>
    internal int Slot { get; set; } = -1;

    /// <summary>True once a counter-entry took this one back; derived, so not part of the encoding.</summary>
    internal bool Reversed { get; set; }
}

/// <summary>Encoded entries or a snapshot cannot be what a book wrote, or do not replay to what they say.</summary>
public sealed class LedgerFormatException : Exception
{
    /// <summary>Without a message.</summary>
    public LedgerFormatException()
    {
    }

    /// <summary>With what is wrong and where.</summary>
    public LedgerFormatException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong, where, and what the reader below said.</summary>
    public LedgerFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
