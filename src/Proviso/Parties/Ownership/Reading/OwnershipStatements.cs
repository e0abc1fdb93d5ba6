using System.Globalization;
using System.Text;
using System.Text.Json;
using Proviso.Documents;

namespace Proviso.Parties.Ownership.Reading;

/// <summary>Statements in the Beneficial Ownership Data Standard, versions 0.2 to 0.4, as a JSON array or one statement on each line.</summary>
/// <remarks>
/// <para>Holders are the record ids of 0.4, or the statement ids of the versions before, each followed to the statement that replaced it last.
/// Of the statements on one record the latest counts. A closed relationship ends the day before its statement, or when its interests end.</para>
/// <para>
/// Interests of type shareholding are ownership; other types are kept aside. An interest that is said to be indirect sums up a chain whose
/// links count themselves: it is left out and noted. One of which it is said to be unknown whether it is direct begins at nothing; where
/// nothing is said it is direct. A party that nobody named is the unstated rest. A person without a name may be anyone, so only a known
/// person is one whom nobody owns. No statement says that all owners are stated, so no party is complete.
/// </para>
/// </remarks>
public static class OwnershipStatements
{
    /// <summary>Bytes of an array, which is read whole; above that, statements come one on each line.</summary>
    public const int LongestArray = 64 << 20;

    /// <summary>Reads the statements into a builder; problems go there with their lines.</summary>
    public static void Read(Stream stream, OwnershipBookBuilder builder)
    {
        var reading = new Reading(builder);
        var (start, whole) = Begin(stream);
        if (start == '[')
        {
            ReadArray(whole, builder, reading.Take);
        }
        else
        {
            StrictText.ReadJsonLines(whole, builder, reading.Take);
        }

        reading.Finish();
    }

    /// <summary>The first character that is no space, and the stream from the start.</summary>
    private static (char Start, Stream Whole) Begin(Stream stream)
    {
        var head = new byte[64];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var text = Encoding.UTF8.GetString(head, 0, length).TrimStart('\uFEFF').TrimStart();
        return (text.Length > 0 ? text[0] : ' ', new ChainedStream(head.AsMemory(0, length), stream));
    }

    private static void ReadArray(Stream stream, OwnershipBookBuilder builder, Action<JsonElement, int> take)
    {
        using var memory = new MemoryStream();
        var part = new byte[1 << 16];
        for (var length = stream.Read(part); length > 0; length = stream.Read(part))
        {
            memory.Write(part, 0, length);
            if (memory.Length > LongestArray)
            {
                builder.Add(new Problem("PRV0714", "", 0, 0, $"an array of more than {LongestArray >> 20} MiB", "give one statement on each line"));
                return;
            }
        }

        var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        bytes = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        var line = 1;
        var seen = 0;
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = StrictText.JsonOptions.MaxDepth });
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray && !builder.IsFull)
            {
                var at = (int)reader.TokenStartIndex;
                line += bytes[seen..at].Count((byte)'\n');
                seen = at;
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    builder.Add(new Problem("PRV0715", "", line, 1, "an item that is no statement", "give an array of statements"));
                    return;
                }

                reader.Skip();
                StrictText.ReadJson(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes[at..(int)reader.BytesConsumed]).AsMemory(), line, builder, take);
            }

            // What stands behind the array is an error as well.
            while (!builder.IsFull && reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            builder.Add(new Problem("PRV0715", "", (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, "malformed JSON", "give an array of statements, or one statement on each line"));
        }
        catch (DecoderFallbackException)
        {
            builder.Add(new Problem("PRV0713", "", line, 0, "the text at or after this line is not UTF-8", "save the file as UTF-8"));
        }
    }

    /// <summary>A party or a relationship as far as it is needed once its statement is gone.</summary>
    private sealed record Statement(string Id, string Record, string Date, bool Closed, int Line, Holder? Holder, string? Owned, string? Owner, List<Interest> Interests);

    private readonly record struct Interest(ShareInterval Share, StakeKind Kind, DateOnly? From, DateOnly? End);

    private sealed class Reading(OwnershipBookBuilder builder)
    {
        private readonly Dictionary<string, Statement> _latest = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _replacedBy = new(StringComparer.Ordinal);
        private int _indirect;
        private int _unnamed;

        public void Take(JsonElement json, int line)
        {
            var details = json.At("recordDetails") is { ValueKind: JsonValueKind.Object } inner ? inner : json;
            var type = json.Text("recordType") ?? json.Text("statementType") ?? "";
            var id = json.Text("statementId") ?? json.Text("statementID") ?? "";
            var record = json.Text("recordId") ?? id;
            if (id.Length == 0 || record.Length == 0)
            {
                builder.Add(new Problem("PRV0715", "statementId", line, 1, "a statement without an id", "give statements of the Beneficial Ownership Data Standard 0.2 to 0.4"));
                return;
            }

            foreach (var replaced in json.Items("replacesStatements").Where(r => r.ValueKind == JsonValueKind.String))
            {
                _replacedBy[replaced.GetString()!] = record;
            }

            var closed = string.Equals(json.Text("recordStatus"), "closed", StringComparison.Ordinal);
            var date = json.Text("statementDate") ?? "";
            var statement = new Statement(id, record, date, closed, line, null, null, null, []);
            statement = type switch
            {
                "entity" or "entityStatement" => statement with { Holder = new Holder(record, details.Text("name") is { Length: > 0 } name ? name : record) },
                "person" or "personStatement" => statement with { Holder = Person(record, details) },
                "relationship" or "ownershipOrControlStatement" => Relationship(statement, details),
                _ => Unknown(statement, type),
            };
            if (!_latest.TryGetValue(record, out var other) || string.CompareOrdinal(other.Date, date) <= 0)
            {
                _latest[record] = statement;
            }
        }

        public void Finish()
        {
            foreach (var statement in _latest.Values.Where(s => s.Holder is not null && !IsReplaced(s)))
            {
                builder.AddHolder(statement.Holder!, statement.Line);
            }

            foreach (var statement in _latest.Values.Where(s => s.Owned is not null && !IsReplaced(s)))
            {
                AddStakes(statement);
            }

            if (_indirect > 0)
            {
                builder.AddNote(string.Create(CultureInfo.InvariantCulture, $"{_indirect} indirect interests left out: the links of their chains count themselves"));
            }

            if (_unnamed > 0)
            {
                builder.AddNote(string.Create(CultureInfo.InvariantCulture, $"{_unnamed} relationships with a party that is not named: their shares stay unstated"));
            }
        }

        private static Holder Person(string record, JsonElement details)
        {
            var name = details.Items("names").Select(n => n.Text("fullName")).FirstOrDefault(n => !string.IsNullOrWhiteSpace(n)) ?? details.Text("name") ?? "";
            var known = details.Text("personType") is null or "knownPerson" && name.Length > 0;
            return new Holder(record, name.Length > 0 ? name : record, Owners: known ? OwnersKnown.Person : OwnersKnown.NotAll);
        }

        private Statement Unknown(Statement statement, string type)
        {
            builder.Add(new Problem("PRV0715", "recordType", statement.Line, 1, type.Length == 0 ? "a statement without a type" : $"{type} is no type of statement", "it is entity, person or relationship, or one of the same before version 0.4"));
            return statement;
        }

        private Statement Relationship(Statement statement, JsonElement details)
        {
            var owned = Party(details.At("subject"));
            var owner = Party(details.At("interestedParty"));
            if (owned is null || owner is null)
            {
                _unnamed++;
                return statement;
            }

            foreach (var interest in details.Items("interests").Where(i => i.ValueKind == JsonValueKind.Object))
            {
                var level = interest.Text("directOrIndirect") ?? interest.Text("interestLevel");
                if (string.Equals(level, "indirect", StringComparison.Ordinal))
                {
                    _indirect++;
                    continue;
                }

                if (Share(interest.At("share"), statement.Line) is not { } share)
                {
                    continue;
                }

                // A type left out may be a shareholding: possible, not certain.
                var type = interest.Text("type");
                share = string.Equals(level, "unknown", StringComparison.Ordinal) || type is null ? share with { Low = 0 } : share;
                statement.Interests.Add(new Interest(
                    share,
                    type is null or "shareholding" ? StakeKind.Ownership : StakeKind.Voting,
                    StrictText.Day(interest.Text("startDate"), "interests.startDate", statement.Line, builder),
                    StrictText.Day(interest.Text("endDate"), "interests.endDate", statement.Line, builder)));
            }

            return statement with { Owned = owned, Owner = owner };
        }

        /// <summary>A reference: an id in 0.4, an object with one of two ids before; null for a party that is not named.</summary>
        private static string? Party(JsonElement of) =>
            of.ValueKind == JsonValueKind.String ? of.GetString() : of.Text("describedByEntityStatement") ?? of.Text("describedByPersonStatement");

        private void AddStakes(Statement statement)
        {
            DateOnly? closed = null;
            if (statement.Closed && (!StrictText.TryDay(statement.Date, out closed) || closed is null))
            {
                builder.Add(new Problem("PRV0712", "statementDate", statement.Line, 1, "a closed relationship without the day", "write year-month-day in statementDate"));
                return;
            }

            foreach (var interest in statement.Interests)
            {
                var end = StrictText.DayBefore(interest.End ?? closed);
                if (!(interest.From > end))
                {
                    builder.AddStake(new Stake(Resolved(statement.Owner!), Resolved(statement.Owned!), interest.Share, interest.Kind, interest.From, end, "statement " + statement.Id, statement.Line));
                }
            }
        }

        private bool IsReplaced(Statement statement) => _replacedBy.TryGetValue(statement.Id, out var by) && !string.Equals(by, statement.Record, StringComparison.Ordinal);

        /// <summary>The statement that replaced it last. Each replaces another, so more steps than statements are a circle.</summary>
        private string Resolved(string id)
        {
            for (var steps = 0; steps <= _replacedBy.Count && _replacedBy.TryGetValue(id, out var by) && !string.Equals(by, id, StringComparison.Ordinal); steps++)
            {
                id = by;
            }

            return id;
        }

        private ShareInterval? Share(JsonElement share, int line)
        {
            if (share.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            {
                return ShareInterval.Unknown;
            }

            if (!TryBound(share, "exact", out var exact) || !TryBound(share, "minimum", out var least) || !TryBound(share, "maximum", out var most)
                || !TryBound(share, "exclusiveMinimum", out var above) || !TryBound(share, "exclusiveMaximum", out var under))
            {
                builder.Add(new Problem("PRV0711", "interests.share", line, 1, "a share that is no percent", "write numbers from 0 to 100 with at most six decimals"));
                return null;
            }

            if (exact is { } known)
            {
                return ShareInterval.Exactly(known);
            }

            // Before 0.3 the exclusive bounds are a yes or no beside the others; since then they are bounds themselves.
            var low = above + 1 ?? (IsYes(share, "exclusiveMinimum") ? least + 1 : least) ?? 0;
            var high = under - 1 ?? (IsYes(share, "exclusiveMaximum") ? most - 1 : most) ?? ShareInterval.Whole;
            return new(low, high);
        }

        private static bool IsYes(JsonElement share, string field) => share.At(field).ValueKind == JsonValueKind.True;

        private static bool TryBound(JsonElement share, string field, out long? bound)
        {
            bound = null;
            var value = share.At(field);
            if (share.ValueKind != JsonValueKind.Object || value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number))
            {
                return false;
            }

            if (value.ValueKind != JsonValueKind.Number)
            {
                return true;
            }

            bound = ShareInterval.TryFigure(value.GetRawText(), out var figure) ? figure : null;
            return bound is not null;
        }
    }

    /// <summary>A few bytes that were looked at, and the rest of their stream.</summary>
    private sealed class ChainedStream(ReadOnlyMemory<byte> head, Stream rest) : Stream
    {
        private ReadOnlyMemory<byte> _head = head;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_head.IsEmpty)
            {
                return rest.Read(buffer);
            }

            var count = Math.Min(buffer.Length, _head.Length);
            _head.Span[..count].CopyTo(buffer);
            _head = _head[count..];
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
