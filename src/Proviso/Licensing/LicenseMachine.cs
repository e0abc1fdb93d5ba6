using Proviso.Journal;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>A book of licenses as the machine that a journal's writer runs.</summary>
/// <param name="law">The law that standing-law conditions ask; a replay needs none.</param>
/// <param name="products">TPP of products; a replay needs none.</param>
public sealed class LicenseMachine(IShipmentLaw? law = null, IProductFigures? products = null) : IStateMachine<LicenseCommand, LicenseResult>
{
    /// <summary>The kind of its records.</summary>
    public const string Kind = "license";

    /// <summary>The book.</summary>
    public LicenseBook Book { get; } = new(law, products);

    /// <inheritdoc/>
    public Decision<LicenseResult> Decide(LicenseCommand command, DateTimeOffset recordTime) => Decide(command, recordTime, recordTime);

    /// <inheritdoc/>
    public Decision<LicenseResult> Decide(LicenseCommand command, DateTimeOffset recordTime, DateTimeOffset clock)
    {
        var result = Book.Decide(command, Moment.Of(recordTime), Moment.Of(clock), out var before);
        if (result is not LicenseAccepted { Repeated: false } accepted)
        {
            return new(result, null);
        }

        // What is said about the clock is recorded when it counts from, which is not when the clock says.
        var at = Book.IsAboutClock(command) ? DateTimeOffset.FromUnixTimeMilliseconds(accepted.Entry.RecordedAt.Milliseconds) : (DateTimeOffset?)null;
        return new(result, Record(accepted.Entry), before.IsEmpty ? null : [.. before.Select(Record)], at);
    }

    /// <inheritdoc/>
    public bool IsAlone(LicenseCommand command) => Book.IsAboutClock(command);

    /// <inheritdoc/>
    public void Replay(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Record.Kind is not (Kind or JournalRecord.ClockKind))
        {
            throw new JournalFormatException($"entry {entry.Sequence} is of kind {entry.Record.Kind}; a book of licenses holds {Kind} alone");
        }

        try
        {
            var decoded = LicenseCodec.Decode(entry.Record.Body, entry.Sequence, Moment.Of(entry.RecordTime));
            if (entry.Record.Kind != KindOf(decoded))
            {
                throw new LicenseFormatException($"it is of kind {entry.Record.Kind}, and puts no clock back");
            }

            Book.Replay(decoded, entry.Record.Body);
        }
        catch (LicenseFormatException e)
        {
            throw new JournalFormatException($"entry {entry.Sequence}: {e.Message}");
        }
    }

    /// <summary>The book that a journal holds, for reading: without a law unless one is given, and without taking it over.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="book">The name of the book.</param>
    /// <param name="law">The law that readings of standing-law conditions ask.</param>
    /// <exception cref="JournalFormatException">The entries are not what such a book wrote.</exception>
    public static LicenseBook Load(IJournal journal, string book, IShipmentLaw? law = null)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var machine = new LicenseMachine(law);
        foreach (var entry in journal.Read(book))
        {
            machine.Replay(entry);
        }

        return machine.Book;
    }

    // The only entries that may be recorded before the entry before them.
    internal static string KindOf(LicenseEntry entry) => entry.Ledger?.Command is Linked { Commands: [RightClock, ..] } ? JournalRecord.ClockKind : Kind;

    private static JournalRecord Record(LicenseEntry entry) =>
        new(entry.Command.Id, KindOf(entry), DateTimeOffset.FromUnixTimeMilliseconds(entry.Command.EventTime.Milliseconds), LicenseCodec.Encode(entry));
}
