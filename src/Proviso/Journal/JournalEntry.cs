using System.Formats.Cbor;

namespace Proviso.Journal;

/// <summary>What somebody wants recorded.</summary>
/// <param name="Id">The client's id, 1 to 64 characters; the same id is the same record, whoever sends it again.</param>
/// <param name="Kind">What kind of record the body is, 1 to 32 small letters, digits and hyphens.</param>
/// <param name="EventTime">When what it tells of happened, in UTC.</param>
/// <param name="Body">Its content in the canonical form of its kind.</param>
public sealed record JournalRecord(string Id, string Kind, DateTimeOffset EventTime, ReadOnlyMemory<byte> Body)
{
    /// <summary>The kind of a record that puts a wrong clock right: the only one that may be recorded before the entry before it. Whether it may, is for who wrote it to say.</summary>
    public const string ClockKind = "clock";
}

/// <summary>A record in its place.</summary>
/// <param name="Book">The book: all that one command may touch. Each book has one writer at a time.</param>
/// <param name="Sequence">Its place in the book, from 0 without gaps.</param>
/// <param name="Epoch">The writer that put it there.</param>
/// <param name="RecordTime">When it was put there, in UTC; never earlier than the entry before it, but for one of <see cref="JournalRecord.ClockKind"/>.</param>
/// <param name="Record">The record.</param>
public sealed record JournalEntry(string Book, long Sequence, long Epoch, DateTimeOffset RecordTime, JournalRecord Record)
{
    private const int FormatVersion = 1;
    private const int LongestId = 64;
    private const int LongestKind = 32;

    /// <summary>The most bytes that a body may have: a command is a few hundred.</summary>
    public const int LongestBody = 1 << 20;

    /// <summary>The canonical bytes: deterministic CBOR (RFC 8949, 4.2), an array of eight. These are what is hashed.</summary>
    public byte[] Encode()
    {
        Check();
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(8);
        writer.WriteInt32(FormatVersion);
        writer.WriteTextString(Book);
        writer.WriteInt64(Sequence);
        writer.WriteInt64(Epoch);
        writer.WriteInt64(RecordTime.UtcTicks);
        writer.WriteTextString(Record.Id);
        writer.WriteStartArray(2);
        writer.WriteTextString(Record.Kind);
        writer.WriteInt64(Record.EventTime.UtcTicks);
        writer.WriteEndArray();
        writer.WriteByteString(Record.Body.Span);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads canonical bytes.</summary>
    /// <exception cref="JournalFormatException">They are none: not canonical, of another version, or out of range.</exception>
    public static JournalEntry Decode(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            if (reader.ReadStartArray() != 8 || reader.ReadInt32() != FormatVersion)
            {
                throw new JournalFormatException("an entry of another shape or version");
            }

            var (book, sequence, epoch, recorded, id) = (reader.ReadTextString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadTextString());
            if (reader.ReadStartArray() != 2)
            {
                throw new JournalFormatException("an entry without kind and event time");
            }

            var (kind, happened) = (reader.ReadTextString(), reader.ReadInt64());
            reader.ReadEndArray();
            var body = reader.ReadByteString();
            reader.ReadEndArray();
            if (reader.BytesRemaining > 0)
            {
                throw new JournalFormatException("bytes after the entry");
            }

            var entry = new JournalEntry(book, sequence, epoch, Time(recorded), new JournalRecord(id, kind, Time(happened), body));
            entry.Check();
            return entry;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new JournalFormatException(e.Message);
        }
    }

    /// <summary>The hash of the leaf that it is in the tree of its book.</summary>
    public byte[] LeafHash() => MerkleTree.Leaf(Encode());

    /// <summary>Whether a text may be an id.</summary>
    public static bool IsId(string? id) => id is { Length: >= 1 and <= LongestId } && !id.Any(c => char.IsControl(c) || char.IsSurrogate(c));

    /// <summary>Whether a text may name a book or a kind.</summary>
    public static bool IsName(string? name) => name is { Length: >= 1 and <= LongestKind } && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private void Check()
    {
        var problem = !IsName(Book) ? "the name of the book"
            : Sequence < 0 ? "the sequence"
            : Epoch < 1 ? "the epoch"
            : Record is null || !IsId(Record.Id) ? "the id"
            : !IsName(Record.Kind) ? "the kind"
            : Record.Body.Length > LongestBody ? "the length of the body"
            : null;
        if (problem is not null)
        {
            throw new JournalFormatException($"{problem} of an entry is not what it may be");
        }
    }
}

/// <summary>Bytes that are no entry, proof or checkpoint.</summary>
#pragma warning disable CA1032 // One shape only.
public class JournalFormatException(string message) : Exception(message);

/// <summary>A journal that cannot be read whole, or does not say the same everywhere. Nothing is answered from it, signed over it or written to it.</summary>
/// <param name="place">The journal, as it may be shown.</param>
/// <param name="where">What is wrong, without the place.</param>
/// <param name="entry">The first entry that it is wrong from; -1 when it is not one entry.</param>
/// <param name="help">What to do; null: put a copy back.</param>
public sealed class JournalDamagedException(string place, string where, long entry = -1, string? help = null)
    : JournalFormatException($"{place} is damaged{(entry >= 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" at entry {entry}") : "")}: {where}")
#pragma warning restore CA1032
{
    /// <summary>What is wrong, without the place.</summary>
    public string Where { get; } = where;

    /// <summary>The first entry that it is wrong from, from 0; -1 when it is not one entry.</summary>
    public long Entry { get; } = entry;

    /// <summary>What to do.</summary>
    public string Help { get; } = help ?? $"nothing was answered from it and nothing written to it; keep it as evidence, and put a copy back with `proviso backup restore --from COPY --journal {place} --replace`";
}
