using System.Collections.Immutable;
using System.Formats.Cbor;
using System.Security.Cryptography;

namespace Proviso.Ledger;

// The book as bytes and back.
public sealed partial class LedgerBook
{
    /// <summary>Enters an entry that a journal holds, by deciding its command anew: an entry that says something else than comes out is refused as damage.</summary>
    /// <exception cref="LedgerFormatException">The entry does not follow on this book, or does not come out the same.</exception>
    public void Replay(LedgerEntry recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        Replay(recorded, null);
    }

    private void Replay(LedgerEntry recorded, LedgerEntry? reuse)
    {
        if (recorded.Sequence != Sequence + 1)
        {
            throw new LedgerFormatException($"Entry {recorded.Sequence} does not follow on entry {Sequence}.");
        }

        // One object less for each entry that stays: what it said is kept aside and compared with what comes out.
        var said = (recorded.Moved, recorded.Released, recorded.Lapsed, recorded.Parts);
        if (reuse is not null)
        {
            (reuse.Moved, reuse.Released, reuse.Lapsed, reuse.Parts) = (default, default, [], []);
        }

        var result = Enter(recorded.Command, recorded.RecordedAt, reuse);
        switch (result)
        {
            case Refused refused:
                throw new LedgerFormatException($"Entry {recorded.Sequence} would be refused: {refused.Refusal.Text}");
            case Accepted { Repeated: true }:
                throw new LedgerFormatException($"Entry {recorded.Sequence} repeats '{recorded.Command.Id}'.");
            case Accepted { Entry: var entry } when !SameEffect(entry, said.Moved, said.Released, said.Lapsed, said.Parts):
                throw new LedgerFormatException($"Entry {recorded.Sequence} says that {said.Moved} were moved and {said.Released} freed; deciding it anew says {entry.Moved} and {entry.Released}, or other parts.");
            case Accepted:
                break;
            default:
                throw new InvalidOperationException($"There is no way to take {result.GetType().Name} over.");
        }
    }

    /// <summary>A book from encoded entries, one after the other without a gap.</summary>
    /// <exception cref="LedgerFormatException">They are not what a book wrote.</exception>
    public static LedgerBook Replay(ReadOnlyMemory<byte> entries)
    {
        var book = new LedgerBook();
        var reader = new CanonicalReader(entries);

        // Some 110 bytes an entry: room for most of them at once, never more than the bytes could hold.
        book._byId.EnsureCapacity(entries.Length / 128);
        book._entries.EnsureCapacity(entries.Length / 128);
        while (reader.BytesRemaining > 0)
        {
            var entry = LedgerCodec.ReadEntry(reader);
            book.Replay(entry, entry);
        }

        return book;
    }

    /// <summary>All entries as bytes, one after the other: what <see cref="Replay(ReadOnlyMemory{byte})"/> reads. At most 2 GB.</summary>
    public byte[] EncodeEntries()
    {
        if (_entries.Count == 0)
        {
            return [];
        }

        var writer = new CborWriter(CborConformanceMode.Canonical, allowMultipleRootLevelValues: true);
        foreach (var entry in _entries)
        {
            LedgerCodec.Write(writer, entry);
        }

        return writer.Encode();
    }

    /// <summary>The whole book: its state, and the entries that answer for every id ever accepted. The same book gives the same bytes.</summary>
    public byte[] Snapshot()
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(3);
        writer.WriteInt32(LedgerCodec.Version);
        writer.WriteByteString(EncodeState());
        writer.WriteByteString(EncodeEntries());
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>A book from a snapshot. Its entries are decided anew and must come out at its state, so a snapshot cannot smuggle a balance in.</summary>
    /// <exception cref="LedgerFormatException">The bytes are not those of a snapshot, or state and entries disagree.</exception>
    public static LedgerBook Load(ReadOnlyMemory<byte> snapshot)
    {
        var (state, entries) = LedgerCodec.Read(snapshot, r =>
        {
            if (r.ReadStartArray() != 3 || r.ReadInt32() != LedgerCodec.Version)
            {
                throw new LedgerFormatException("This is not a snapshot of a known version.");
            }

            return (r.ReadByteString(), r.ReadByteString());
        });
        var book = Replay(entries);
        return book.EncodeState().AsSpan().SequenceEqual(state)
            ? book
            : throw new LedgerFormatException("The state of the snapshot is not what its entries come out at.");
    }

    /// <summary>SHA-256 of <see cref="Snapshot"/>: two books with the same hash answer the same from here on. Takes time with every entry.</summary>
    public byte[] StateHash() => SHA256.HashData(Snapshot());

    /// <summary>Balances, reservations, shipments, sales, rates and suspensions as canonical bytes, without the entries.</summary>
    public byte[] EncodeState()
    {
        var w = new CborWriter(CborConformanceMode.Canonical);
        w.WriteStartArray(8);
        w.WriteInt64(Sequence);
        w.WriteInt64(_last.Milliseconds);
        w.WriteStartArray(_accountCount);
        for (var row = 0; row < _accountCount; row++)
        {
            Write(w, ref _accounts[row]);
        }

        w.WriteEndArray();
        WriteReservations(w);
        WriteShipments(w);
        WriteSales(w);
        w.WriteStartArray(_rates.Count);
        foreach (var rate in _rates)
        {
            w.WriteStartArray(rate.Command.Authority is null ? 5 : 6);
            w.WriteTextString(rate.Command.From);
            w.WriteTextString(rate.Command.To);
            w.WriteInt64(rate.Command.Since.Milliseconds);
            w.WriteInt64(rate.FromAmount);
            w.WriteInt64(rate.ToAmount);
            if (rate.Command.Authority is { } authority)
            {
                w.WriteTextString(authority);
            }

            w.WriteEndArray();
        }

        w.WriteEndArray();
        WriteLicenses(w);
        w.WriteEndArray();
        return w.Encode();
    }

    private static bool SameEffect(LedgerEntry a, in Amounts moved, in Amounts released, ImmutableArray<string> lapsed, ImmutableArray<LedgerEntry> parts)
    {
        if (a.Moved != moved || a.Released != released || a.Lapsed.Length != lapsed.Length || a.Parts.Length != parts.Length)
        {
            return false;
        }

        for (var i = 0; i < lapsed.Length; i++)
        {
            if (a.Lapsed[i] != lapsed[i])
            {
                return false;
            }
        }

        for (var i = 0; i < parts.Length; i++)
        {
            if (!SameEffect(a.Parts[i], parts[i].Moved, parts[i].Released, parts[i].Lapsed, []))
            {
                return false;
            }
        }

        return true;
    }

    private static void Write(CborWriter w, ref AccountRow account)
    {
        w.WriteStartArray(12);
        w.WriteTextString(account.Terms.Account);
        LedgerCodec.Write(w, account.Authorized);
        LedgerCodec.Write(w, account.Reserved);
        LedgerCodec.Write(w, account.Shipped);
        LedgerCodec.Write(w, account.Returned);
        LedgerCodec.Write(w, account.Tolerated);
        w.WriteInt32(account.Ratio);
        w.WriteInt32(account.Open);
        w.WriteBoolean(account.Frozen);
        w.WriteBoolean(account.Closed);
        Write(w, account.Causes ?? []);
        w.WriteStartArray(account.Window?.Count ?? 0);
        for (var row = 0; row < (account.Window?.Count ?? 0); row++)
        {
            var (day, sum) = account.Window![row];
            w.WriteStartArray(2);
            w.WriteInt32(day);
            LedgerCodec.Write(w, sum);
            w.WriteEndArray();
        }

        w.WriteEndArray();
        w.WriteEndArray();
    }

    private static void Write(CborWriter w, List<string> texts)
    {
        w.WriteStartArray(texts.Count);
        foreach (var text in texts)
        {
            w.WriteTextString(text);
        }

        w.WriteEndArray();
    }

    private void WriteReservations(CborWriter w)
    {
        w.WriteStartArray(_reservationCount);
        for (var i = 0; i < _reservationCount; i++)
        {
            ref var row = ref _reservations[i];
            w.WriteStartArray(6);
            w.WriteTextString(row.Id);
            w.WriteInt32(row.Line);
            w.WriteInt32((int)row.State);
            w.WriteInt64(row.Expires.Milliseconds);
            LedgerCodec.Write(w, row.Remaining);
            w.WriteStartArray(row.Rates?.Length ?? 0);
            foreach (var rate in row.Rates ?? [])
            {
                w.WriteInt32(rate);
            }

            w.WriteEndArray();
            w.WriteEndArray();
        }

        w.WriteEndArray();
    }

    private void WriteShipments(CborWriter w)
    {
        w.WriteStartArray(_shipmentCount);
        for (var i = 0; i < _shipmentCount; i++)
        {
            ref var row = ref _shipments[i];
            w.WriteStartArray(6);
            w.WriteInt32(row.Reservation);
            w.WriteInt64(row.At.Milliseconds);
            w.WriteBoolean(row.Reversed);
            LedgerCodec.Write(w, row.Shipped);
            LedgerCodec.Write(w, row.Returned);
            w.WriteInt64(row.ValueBefore);
            w.WriteEndArray();
        }

        w.WriteEndArray();
    }

    private void WriteSales(CborWriter w)
    {
        // By name: rows of products that only an undone command knew are no part of the state.
        var sold = Enumerable.Range(0, _salesCount).Where(i => _sales[i].Tpp != 0)
            .OrderBy(i => _sales[i].Product, StringComparer.Ordinal).ThenBy(i => _sales[i].Exporter, StringComparer.Ordinal).ToList();
        w.WriteStartArray(sold.Count);
        foreach (var i in sold)
        {
            w.WriteStartArray(4);
            w.WriteTextString(_sales[i].Product);
            w.WriteTextString(_sales[i].Exporter);
            w.WriteInt64(_sales[i].Units);
            w.WriteInt64(_sales[i].Tpp);
            w.WriteEndArray();
        }

        w.WriteEndArray();
    }

    private void WriteLicenses(CborWriter w)
    {
        var suspended = _licenses.Where(l => l.Value.Causes.Count > 0).OrderBy(l => l.Key, StringComparer.Ordinal).ToList();
        w.WriteStartArray(suspended.Count);
        foreach (var (license, row) in suspended)
        {
            w.WriteStartArray(2);
            w.WriteTextString(license);
            Write(w, row.Causes);
            w.WriteEndArray();
        }

        w.WriteEndArray();
    }
}
