using Proviso.Journal;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>A book of licenses as the machine that a journal's writer runs.</summary>
/// <param name="law">The law that standing-law conditions ask; a replay needs none.</param>
public sealed class LicenseMachine(IShipmentLaw? law = null) : IStateMachine<LicenseCommand, LicenseResult>
{
    /// <summary>The kind of its records.</summary>
    public const string Kind = "license";

    /// <summary>The book.</summary>
    public LicenseBook Book { get; } = new(law);

    /// <inheritdoc/>
    public Decision<LicenseResult> Decide(LicenseCommand command, DateTimeOffset recordTime)
    {
        var result = Book.Decide(command, Moment.Of(recordTime), out var before);
        var entry = result is LicenseAccepted { Repeated: false } accepted ? Record(accepted.Entry) : null;
        return new(result, entry, before.IsEmpty ? null : [.. before.Select(Record)]);
    }

    /// <inheritdoc/>
    public void Replay(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Record.Kind != Kind)
        {
            throw new JournalFormatException($"entry {entry.Sequence} is of kind {entry.Record.Kind}; a book of licenses holds {Kind} alone");
        }

        try
        {
            Book.Replay(LicenseCodec.Decode(entry.Record.Body, entry.Sequence, Moment.Of(entry.RecordTime)), entry.Record.Body);
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

    private static JournalRecord Record(LicenseEntry entry) =>
        new(entry.Command.Id, Kind, DateTimeOffset.FromUnixTimeMilliseconds(entry.Command.EventTime.Milliseconds), LicenseCodec.Encode(entry));
}
