using System.Formats.Cbor;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>Entries to canonical bytes and back.</summary>
/// <remarks>
/// Deterministic CBOR (RFC 8949, 4.2): <c>[2, actor, command, ledger entry, outcome]</c>. Command and outcome are canonical JSON texts, so that an auditor reads
/// them with any tool; the entry of the ledger is its own bytes. A plain command of the ledger stands in that entry alone, with null for the JSON; so does a reservation, whose TPP the book worked out.
/// </remarks>
public static class LicenseCodec
{
    // 2: commands carry no TPP, values their currency; what a unit counts, who vouched for the clock and what was taken back stand in the outcome.
    private const int Version = 2;

    /// <summary>The bytes of an entry.</summary>
    public static byte[] Encode(LicenseEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(5);
        writer.WriteInt32(Version);
        writer.WriteTextString(entry.Command.Actor);
        Text(writer, IsPlain(entry) ? null : LicenseJson.Canonical(entry.Command));
        if (entry.Ledger is null)
        {
            writer.WriteNull();
        }
        else
        {
            writer.WriteByteString(LedgerCodec.Encode(entry.Ledger));
        }

        Text(writer, entry.Outcome.IsEmpty ? null : LicenseJson.Canonical(entry.Outcome));
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="sequence">Its place in the book.</param>
    /// <param name="recordedAt">When it was recorded.</param>
    /// <exception cref="LicenseFormatException">They are none.</exception>
    public static LicenseEntry Decode(ReadOnlyMemory<byte> bytes, long sequence, Moment recordedAt)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            if (reader.ReadStartArray() != 5)
            {
                throw new LicenseFormatException("an entry of another shape");
            }

            if (reader.ReadInt32() is var version && version != Version)
            {
                throw new LicenseFormatException($"an entry of version {version}; this program reads version {Version}: use the program that wrote it");
            }

            var (actor, command) = (reader.ReadTextString(), Text(reader));
            var ledger = Null(reader) ? null : LedgerCodec.DecodeEntry(reader.ReadByteString());
            var outcome = Text(reader);
            reader.ReadEndArray();
            if (reader.BytesRemaining > 0)
            {
                throw new LicenseFormatException("bytes after the entry");
            }

            var asked = command is not null ? LicenseJson.ReadCanonical<LicenseCommand>(command)
                : ledger?.Command is Reserve reserve ? ReserveUnits.Of(actor, reserve)
                : ledger is not null ? LedgerAct.Of(actor, ledger.Command)
                : throw new LicenseFormatException("an entry without a command");
            return asked.Actor == actor
                ? new(sequence, recordedAt, asked, ledger, outcome is null ? new() : LicenseJson.ReadCanonical<EntryOutcome>(outcome))
                : throw new LicenseFormatException("the command is another person's than the entry");
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or ArgumentException or LedgerFormatException)
        {
            throw new LicenseFormatException(e.Message);
        }
    }

    private static bool IsPlain(LicenseEntry entry) => entry.Ledger is { } ledger && entry.Command switch
    {
        LedgerAct { Act: not Linked } act => ReferenceEquals(ledger.Command, act.Act),
        ReserveUnits c => ledger.Command is Reserve reserve && reserve.Id == c.Id,
        _ => false,
    };

    private static void Text(CborWriter writer, string? text)
    {
        if (text is null)
        {
            writer.WriteNull();
        }
        else
        {
            writer.WriteTextString(text);
        }
    }

    private static string? Text(CborReader reader) => Null(reader) ? null : reader.ReadTextString();

    private static bool Null(CborReader reader)
    {
        if (reader.PeekState() != CborReaderState.Null)
        {
            return false;
        }

        reader.ReadNull();
        return true;
    }
}
