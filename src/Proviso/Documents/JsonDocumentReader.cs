using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace Proviso.Documents;

/// <summary>Reads JSON values from bytes into nodes. Short texts are kept once and shared, since a batch repeats them a million times.</summary>
/// <remarks>Not safe to share between threads: the kept texts are the reader's own.</remarks>
public sealed class JsonDocumentReader
{
    // Above the size of a party or a piece of evidence, below what would fill the memory.
    private const int LongestPart = 1024;

    private readonly bool _shareParts;
    private readonly string?[] _texts = new string?[MostTexts];
    private readonly Dictionary<ulong, (byte[] Bytes, DataNode Node)> _parts = [];
    private int _tried;
    private int _met;
    private int _line;
    private int _lineStart;
    private int _scanned;

    // One place for each remainder of the hash (a power of two): what comes later takes the place, so a million ids of one use push out little.
    private const int MostTexts = 8_192;

    // Enough for the parties of a normal batch; then it starts over.
    private const int MostParts = 16_384;

    // Where fewer than one in eight parts was met before, looking costs more than it saves; then it rests for a while.
    private const int Trial = 4_096;
    private const int Rest = 16 * Trial;

    /// <summary>A reader.</summary>
    /// <param name="shareParts">
    /// Whether objects inside of a value that are written alike become one node, with the place of the first: for streams of lines that repeat
    /// their parties. Whoever has to name a place reads the line again without.
    /// </param>
    public JsonDocumentReader(bool shareParts = false) => _shareParts = shareParts;

    /// <summary>Reads one value.</summary>
    /// <param name="utf8">The bytes, without a byte order mark.</param>
    /// <param name="firstLine">The line of the first byte, from 1, for problems.</param>
    /// <exception cref="DocumentException">The bytes are no JSON value.</exception>
    public DataNode Read(ReadOnlySpan<byte> utf8, int firstLine = 1)
    {
        (_line, _lineStart, _scanned) = (firstLine, 0, 0);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = YamlDocument.DeepestNesting, CommentHandling = JsonCommentHandling.Disallow });
        try
        {
            if (!reader.Read())
            {
                throw new DocumentException(new Problem("PRV0504", "", firstLine, 1, "there is nothing to read", "a transaction is an object such as {\"product\": \"nvidia-h200-sxm\"}"));
            }

            var node = Node(ref reader, utf8, firstLine);
            if (reader.Read())
            {
                throw new DocumentException(At(utf8, (int)reader.TokenStartIndex, firstLine, "text follows the value", "one JSON value a document, one object a line in JSON lines"));
            }

            return node;
        }
        catch (JsonException e)
        {
            var line = firstLine + (int)(e.LineNumber ?? 0);
            var deep = e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase);
            throw new DocumentException(new Problem(deep ? "PRV0502" : "PRV0501", "", line, (int)(e.BytePositionInLine ?? 0) + 1,
                deep ? $"nested deeper than {YamlDocument.DeepestNesting} levels" : "the JSON is malformed: " + Plain(e.Message), "check quotes, commas and braces around this place"));
        }
        catch (InvalidOperationException)
        {
            // A string that is not valid UTF-8 or holds half of a surrogate pair.
            throw new DocumentException(At(utf8, (int)reader.TokenStartIndex, firstLine, "the text is not valid UTF-8", "save the file as UTF-8"));
        }
    }

    private static string Plain(string message)
    {
        var cut = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (cut >= 0 ? message[..cut] : message).TrimEnd('.');
    }

    private static Problem At(ReadOnlySpan<byte> utf8, int offset, int firstLine, string message, string? help)
    {
        var before = utf8[..Math.Min(offset, utf8.Length)];
        var line = firstLine + before.Count((byte)'\n');
        var column = offset - (before.LastIndexOf((byte)'\n') + 1) + 1;
        return new Problem("PRV0501", "", line, column, message, help);
    }

    // Values come in the order of the text, so each place is counted on from the last.
    private (int Line, int Column) PlaceOf(ReadOnlySpan<byte> utf8, int offset)
    {
        while (utf8[_scanned..offset].IndexOf((byte)'\n') is >= 0 and var newline)
        {
            _line++;
            _scanned += newline + 1;
            _lineStart = _scanned;
        }

        _scanned = offset;
        return (_line, offset - _lineStart + 1);
    }

    private DataNode Node(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, int firstLine)
    {
        var offset = (int)reader.TokenStartIndex;
        var (line, column) = PlaceOf(utf8, offset);
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return new DataNode(DataKind.Null, null, line, column);
            case JsonTokenType.True:
                return new DataNode(DataKind.Scalar, "true", line, column);
            case JsonTokenType.False:
                return new DataNode(DataKind.Scalar, "false", line, column);
            case JsonTokenType.Number:
                return new DataNode(DataKind.Scalar, Text(ref reader), line, column);
            case JsonTokenType.String:
                return new DataNode(DataKind.Scalar, Text(ref reader), line, column, quoted: true);
            case JsonTokenType.StartArray:
                var list = new DataNode(DataKind.List, null, line, column);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(Node(ref reader, utf8, firstLine));
                }

                return list;
            case JsonTokenType.StartObject when _shareParts && reader.CurrentDepth > 0:
                return Part(ref reader, utf8, firstLine, line, column);
            case JsonTokenType.StartObject:
                return Map(ref reader, utf8, firstLine, new DataNode(DataKind.Map, null, line, column));
            default:
                throw new DocumentException(At(utf8, offset, firstLine, "a value is missing", "write a value, or leave the field out"));
        }
    }

    private DataNode Part(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, int firstLine, int line, int column)
    {
        if (++_tried >= Trial && _met < Trial / 8)
        {
            (_tried, _met) = _tried >= Rest ? (0, 0) : (_tried, _met);
            return Map(ref reader, utf8, firstLine, new DataNode(DataKind.Map, null, line, column));
        }

        var start = (int)reader.TokenStartIndex;
        var ahead = reader;
        ahead.Skip();
        var bytes = utf8[start..(int)ahead.BytesConsumed];
        if (bytes.Length > LongestPart)
        {
            return Map(ref reader, utf8, firstLine, new DataNode(DataKind.Map, null, line, column));
        }

        var hash = XxHash3.HashToUInt64(bytes);
        if (_parts.TryGetValue(hash, out var known) && bytes.SequenceEqual(known.Bytes))
        {
            _met++;
            reader = ahead;
            return known.Node;
        }

        var node = Map(ref reader, utf8, firstLine, new DataNode(DataKind.Map, null, line, column) { IsShared = true });
        if (_parts.Count >= MostParts)
        {
            _parts.Clear();
        }

        _parts[hash] = (bytes.ToArray(), node);
        return node;
    }

    private DataNode Map(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, int firstLine, DataNode map)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Text(ref reader);
            if (map[name] is not null)
            {
                var place = At(utf8, (int)reader.TokenStartIndex, firstLine, $"field `{name}` stands twice", "keep one of them");
                throw new DocumentException(place with { Code = "PRV0503", Path = name });
            }

            if (map.Fields.Count == YamlDocument.MostFields)
            {
                var place = At(utf8, (int)reader.TokenStartIndex, firstLine, $"more than {YamlDocument.MostFields} fields in one place", "several transactions stand in a list, or one a line in a .jsonl file");
                throw new DocumentException(place with { Code = "PRV0502" });
            }

            reader.Read();
            map.Fields.Add(new(name, Node(ref reader, utf8, firstLine)));
        }

        return map;
    }

    private string Text(ref Utf8JsonReader reader)
    {
        var bytes = reader.ValueSpan;
        if (reader.ValueIsEscaped || bytes.Length > 64)
        {
            return reader.TokenType == JsonTokenType.Number ? Encoding.ASCII.GetString(bytes) : reader.GetString()!;
        }

        ref var place = ref _texts[(int)(XxHash3.HashToUInt64(bytes) & (MostTexts - 1))];
        if (place is not null && Same(place, bytes))
        {
            return place;
        }

        return place = reader.TokenType == JsonTokenType.Number ? Encoding.ASCII.GetString(bytes) : reader.GetString()!;
    }

    private static bool Same(string text, ReadOnlySpan<byte> bytes)
    {
        if (text.Length == bytes.Length)
        {
            return Ascii.Equals(bytes, text);
        }

        // A text with letters beyond ASCII is shorter than its bytes.
        return text.Length < bytes.Length && Encoding.UTF8.GetByteCount(text) == bytes.Length && Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes);
    }
}
