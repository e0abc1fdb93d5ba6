using System.Collections.Immutable;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>What a book of licenses answers.</summary>
public abstract record LicenseResult
{
    private protected LicenseResult()
    {
    }
}

/// <summary>The command is in the book.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="Repeated">True when it had been accepted before; nothing was entered now.</param>
public sealed record LicenseAccepted(LicenseEntry Entry, bool Repeated) : LicenseResult;

/// <summary>Nothing was changed, but for what time itself had brought about.</summary>
/// <param name="Refusal">Why.</param>
public sealed record LicenseRefused(LicenseRefusal Refusal) : LicenseResult;

/// <summary>A breach and what followed from it in the same entry.</summary>
/// <param name="License">The license.</param>
/// <param name="Condition">The condition's key.</param>
/// <param name="Subject">What it is about: a shipment, a party, a stretch of time, an account.</param>
/// <param name="Reason">What was missed or passed.</param>
/// <param name="Consequence">What followed.</param>
public sealed record BreachNotice(string License, string Condition, string Subject, string Reason, Consequence Consequence);

/// <summary>What an entry brought about beside its command.</summary>
public sealed record EntryOutcome
{
    /// <summary>Breaches found with it.</summary>
    public ImmutableArray<BreachNotice> Breaches { get; init; } = [];

    /// <summary>What the law said where conditions asked it, in the order of the conditions.</summary>
    public ImmutableArray<LawVerdict> Law { get; init; } = [];

    /// <summary>TPP of the products it rests on.</summary>
    public ImmutableArray<ProductFigure> Figures { get; init; } = [];

    /// <summary>The time of the witness that vouched for the clock, where the last entry was further back than the bound; null otherwise.</summary>
    public Moment? Witnessed { get; init; }

    /// <summary>What an entry about the clock took back: breaches that a wrong clock brought about, and reservations that lapsed by it and cannot come back.</summary>
    public ImmutableArray<string> TakenBack { get; init; } = [];

    /// <summary>Whether there is nothing.</summary>
    internal bool IsEmpty => Breaches.IsEmpty && Law.IsEmpty && Figures.IsEmpty && Witnessed is null && TakenBack.IsEmpty;
}

/// <summary>An accepted command with its place in the book. Never edited.</summary>
public sealed class LicenseEntry
{
    internal LicenseEntry(long sequence, Moment recordedAt, LicenseCommand command, LedgerEntry? ledger, EntryOutcome outcome) =>
        (Sequence, RecordedAt, Command, Ledger, Outcome) = (sequence, recordedAt, command, ledger, outcome);

    /// <summary>Place in the book, from 0, without gaps: the same as in the journal.</summary>
    public long Sequence { get; }

    /// <summary>When it was recorded.</summary>
    public Moment RecordedAt { get; }

    /// <summary>What was asked.</summary>
    public LicenseCommand Command { get; }

    /// <summary>What it moved in the ledger; null when nothing.</summary>
    public LedgerEntry? Ledger { get; }

    /// <summary>What it brought about.</summary>
    public EntryOutcome Outcome { get; }
}
