using System.Collections.Immutable;
using System.Formats.Cbor;

namespace Proviso.Ledger;

/// <summary>Commands and entries to canonical bytes and back: CBOR (RFC 8949) in canonical form, one byte sequence for each value.</summary>
/// <remarks>
/// A command is <c>[kind, id, event time, its fields in order…]</c>; amounts are <c>[units, value, TPP]</c>; an entry is
/// <c>[1, sequence, recorded at, command, effect, [effect of each linked command]]</c>; an effect is <c>[moved, released, [lapsed ids]]</c> with null for nothing.
/// </remarks>
public static class LedgerCodec
{
    internal const int Version = 1;

    // Fields of a command beside kind, id and event time, by kind. Kinds with an optional field at the end have one more when it is given:
    // never null there, so that a command still has one encoding, and those recorded before the field existed keep theirs.
    private static readonly int[] s_fields = [0, 15, 3, 3, 3, 1, 1, 2, 3, 5, 3, 3, 3, 6, 4, 4, 5, 1, 3];

    private static bool MayHaveLast(CommandKind kind) => kind is CommandKind.Reserve or CommandKind.Ship or CommandKind.Return or CommandKind.SetRate;

    /// <summary>The bytes of a command.</summary>
    public static byte[] Encode(LedgerCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var writer = new CborWriter(CborConformanceMode.Canonical);
        Write(writer, command);
        return writer.Encode();
    }

    /// <summary>The bytes of an entry.</summary>
    public static byte[] Encode(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var writer = new CborWriter(CborConformanceMode.Canonical);
        Write(writer, entry);
        return writer.Encode();
    }

    /// <summary>Reads one command. Throws <see cref="LedgerFormatException"/> and nothing else when the bytes are not those of a command.</summary>
    public static LedgerCommand DecodeCommand(ReadOnlyMemory<byte> bytes) => Read(bytes, r => ReadCommand(r, linkedToo: true));

    /// <summary>Reads one entry. Throws <see cref="LedgerFormatException"/> and nothing else when the bytes are not those of an entry.</summary>
    public static LedgerEntry DecodeEntry(ReadOnlyMemory<byte> bytes) => Read(bytes, ReadEntry);

    internal static void Write(CborWriter writer, LedgerEntry entry)
    {
        writer.WriteStartArray(6);
        writer.WriteInt32(Version);
        writer.WriteInt64(entry.Sequence);
        writer.WriteInt64(entry.RecordedAt.Milliseconds);
        Write(writer, entry.Command);
        WriteEffect(writer, entry);
        writer.WriteStartArray(entry.Parts.Length);
        foreach (var part in entry.Parts)
        {
            WriteEffect(writer, part);
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
    }

    internal static void Write(CborWriter writer, in Amounts amounts)
    {
        writer.WriteStartArray(3);
        writer.WriteInt64(amounts.Units);
        writer.WriteInt64(amounts.Value);
        writer.WriteInt64(amounts.Tpp);
        writer.WriteEndArray();
    }

    internal static T Read<T>(ReadOnlyMemory<byte> bytes, Func<CanonicalReader, T> read)
    {
        var reader = new CanonicalReader(bytes);
        var value = read(reader);
        return reader.BytesRemaining == 0 ? value : throw reader.Wrong("nothing should follow");
    }

    internal static LedgerEntry ReadEntry(CanonicalReader r)
    {
        Start(r, 6);
        if (r.ReadInt32() is not Version and var version)
        {
            throw r.Wrong($"version {version} is not known, {Version} is");
        }

        var sequence = r.ReadInt64();
        var recordedAt = new Moment(r.ReadInt64());
        var command = ReadCommand(r, linkedToo: true);
        var entry = new LedgerEntry(sequence, 0, recordedAt, command);
        ReadEffect(r, entry);
        var linked = (command as Linked)?.Commands ?? [];
        Start(r, linked.Length);
        if (linked.Length > 0)
        {
            var parts = ImmutableArray.CreateBuilder<LedgerEntry>(linked.Length);
            foreach (var one in linked)
            {
                var part = new LedgerEntry(sequence, parts.Count + 1, recordedAt, one);
                ReadEffect(r, part);
                parts.Add(part);
            }

            entry.Parts = parts.DrainToImmutable();
        }

        return entry;
    }

    private static void Write(CborWriter writer, LedgerCommand command) => new CborSink(writer).Command(command);

    private static void WriteEffect(CborWriter writer, LedgerEntry entry)
    {
        writer.WriteStartArray(3);
        WriteOrNull(writer, entry.Moved);
        WriteOrNull(writer, entry.Released);
        writer.WriteStartArray(entry.Lapsed.Length);
        foreach (var id in entry.Lapsed)
        {
            writer.WriteTextString(id);
        }

        writer.WriteEndArray();
        writer.WriteEndArray();
    }

    private static void WriteOrNull(CborWriter writer, in Amounts amounts)
    {
        if (amounts.IsZero)
        {
            writer.WriteNull();
        }
        else
        {
            Write(writer, amounts);
        }
    }

    private static void ReadEffect(CanonicalReader r, LedgerEntry entry)
    {
        Start(r, 3);
        entry.Moved = ReadOrNull(r);
        entry.Released = ReadOrNull(r);
        var lapsed = Count(r, Lapse.Most);
        if (lapsed > 0)
        {
            var ids = ImmutableArray.CreateBuilder<string>(lapsed);
            for (var i = 0; i < lapsed; i++)
            {
                ids.Add(r.ReadTextString());
            }

            entry.Lapsed = ids.DrainToImmutable();
        }

    }

    private static Amounts ReadOrNull(CanonicalReader r) =>
        r.ReadNull() ? default : ReadAmounts(r) is { IsZero: false } amounts ? amounts : throw r.Wrong("amounts of nothing must be null");

    private static LedgerCommand ReadCommand(CanonicalReader r, bool linkedToo)
    {
        var length = r.ReadStartArray();
        var kind = r.ReadInt32();
        var last = kind >= 1 && kind < s_fields.Length && MayHaveLast((CommandKind)kind) && length == s_fields[kind] + 4;
        if (kind < 1 || kind >= s_fields.Length || (length != s_fields[kind] + 3 && !last) || (kind == (int)CommandKind.Linked && !linkedToo))
        {
            throw r.Wrong($"a command of kind {kind} with {length} fields is not known here");
        }

        var (id, at) = (r.ReadTextString(), new Moment(r.ReadInt64()));
        LedgerCommand command = (CommandKind)kind switch
        {
            CommandKind.OpenAccount => new OpenAccount(id, at, ReadTerms(r)),
            CommandKind.Grant => new Grant(id, at, r.ReadTextString(), ReadAmounts(r), r.ReadTextString()),
            CommandKind.Reserve => new Reserve(id, at, r.ReadTextString(), ReadAmounts(r), r.ReadInt64(), ReadLast(r, last)),
            CommandKind.Ship => new Ship(id, at, r.ReadTextString(), ReadAmounts(r), ReadFlag(r), ReadLast(r, last)),
            CommandKind.Release => new Release(id, at, r.ReadTextString()),
            CommandKind.Lapse => new Lapse(id, at, new(r.ReadInt64())),
            CommandKind.Return => new Return(id, at, r.ReadTextString(), ReadAmounts(r), ReadLast(r, last)),
            CommandKind.Reverse => new Reverse(id, at, r.ReadTextString(), r.ReadTextString(), r.ReadTextString()),
            CommandKind.Adjust => new Adjust(id, at, r.ReadTextString(), ReadAmounts(r), ReadOptional(r), r.ReadTextString(), r.ReadTextString()),
            CommandKind.Freeze => new Freeze(id, at, r.ReadTextString(), r.ReadTextString(), r.ReadTextString()),
            CommandKind.Unfreeze => new Unfreeze(id, at, r.ReadTextString(), r.ReadTextString(), r.ReadTextString()),
            CommandKind.Close => new Close(id, at, r.ReadTextString(), r.ReadTextString(), r.ReadTextString()),
            CommandKind.SetRate => new SetRate(id, at, r.ReadTextString(), r.ReadTextString(), new(r.ReadInt64()), r.ReadInt64(), r.ReadInt64(), r.ReadTextString(), ReadLast(r, last)),
            CommandKind.RecordSale => new RecordSale(id, at, r.ReadTextString(), r.ReadTextString(), r.ReadInt64(), r.ReadInt64()),
            CommandKind.Suspend => new Suspend(id, at, (SuspensionScope)r.ReadInt32(), r.ReadTextString(), r.ReadTextString(), r.ReadTextString()),
            CommandKind.Reinstate => new Reinstate(id, at, (SuspensionScope)r.ReadInt32(), r.ReadTextString(), r.ReadTextString(), r.ReadTextString(), r.ReadTextString()),
            CommandKind.Linked => new Linked(id, at, ReadList(r, Linked.Most, one => ReadCommand(one, linkedToo: false))),
            CommandKind.RightClock => new RightClock(id, at, new(r.ReadInt64()), r.ReadTextString(), r.ReadTextString()),
            _ => throw r.Wrong($"a command of kind {kind} is not known here"),
        };
        return command;
    }

    private static AccountTerms ReadTerms(CanonicalReader r) => new()
    {
        Account = r.ReadTextString(),
        Kind = (AccountKind)r.ReadInt32(),
        Currency = r.ReadTextString(),
        Limited = (Measures)r.ReadInt32(),
        Caps = ReadList(r, AccountTerms.MostCaps, one => one.ReadTextString()),
        License = ReadText(r),
        Exporter = ReadText(r),
        Buyer = ReadText(r),
        UltimateParent = ReadText(r),
        Product = ReadText(r),
        Authority = ReadText(r),
        Ratio = ReadOptional(r),
        WindowDays = r.ReadInt32(),
        DrawsAt = (DrawsAt)r.ReadInt32(),
        Tolerances = ReadList(r, AccountTerms.MostTolerances, ReadTolerance),
    };

    private static ShippingTolerance ReadTolerance(CanonicalReader r)
    {
        Start(r, 5);
        var tolerance = new ShippingTolerance(new(r.ReadInt64()), r.ReadInt32(), r.ReadInt32(), r.ReadInt32(), r.ReadTextString());
        return tolerance;
    }

    private static ImmutableArray<T> ReadList<T>(CanonicalReader r, int most, Func<CanonicalReader, T> read)
    {
        var count = Count(r, most);
        var list = ImmutableArray.CreateBuilder<T>(count);
        for (var i = 0; i < count; i++)
        {
            list.Add(read(r));
        }

        return list.DrainToImmutable();
    }

    private static Amounts ReadAmounts(CanonicalReader r)
    {
        Start(r, 3);
        var amounts = new Amounts(r.ReadInt64(), r.ReadInt64(), r.ReadInt64());
        return amounts;
    }

    private static bool ReadFlag(CanonicalReader r) => r.ReadInt32() switch
    {
        0 => false,
        1 => true,
        var other => throw r.Wrong($"{other} is neither 0 nor 1"),
    };

    private static string? ReadLast(CanonicalReader r, bool given) => given ? r.ReadTextString() : null;

    private static string? ReadText(CanonicalReader r) => r.ReadNull() ? null : r.ReadTextString();

    private static int? ReadOptional(CanonicalReader r) => r.ReadNull() ? null : r.ReadInt32();

    private static int Count(CanonicalReader r, int most) => r.ReadStartArray() is var count && count <= most ? count : throw r.Wrong($"a list is longer than {most}");

    private static void Start(CanonicalReader r, int expected)
    {
        if (r.ReadStartArray() is var count && count != expected)
        {
            throw r.Wrong($"a list has {count} items instead of {expected}");
        }
    }

    private readonly struct CborSink(CborWriter writer) : IFieldSink
    {
        public void Text(string name, string? value)
        {
            if (value is null)
            {
                writer.WriteNull();
            }
            else
            {
                writer.WriteTextString(value);
            }
        }

        public void Number(string name, long value) => writer.WriteInt64(value);

        public void Optional(string name, long? value)
        {
            if (value is { } number)
            {
                writer.WriteInt64(number);
            }
            else
            {
                writer.WriteNull();
            }
        }

        public void Amounts(string name, Amounts value) => Write(writer, value);

        public void StartList(string name, int count) => writer.WriteStartArray(count);

        public void EndList() => writer.WriteEndArray();

        public void Last(string name, string? value)
        {
            if (value is not null)
            {
                writer.WriteTextString(value);
            }
        }

        public void Command(LedgerCommand command)
        {
            writer.WriteStartArray(s_fields[(int)command.Kind] + (command.HasLast ? 4 : 3));
            writer.WriteInt32((int)command.Kind);
            writer.WriteTextString(command.Id);
            writer.WriteInt64(command.EventTime.Milliseconds);
            command.Write(this);
            writer.WriteEndArray();
        }
    }
}
