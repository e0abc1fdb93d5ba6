using System.Text;
using System.Text.Json;

namespace Proviso.Documents;

/// <summary>Reads JSON values from bytes into nodes. Short texts are kept once and shared, since a batch repeats them a million times.</summary>
/// <remarks>Not safe to share between threads: the kept texts are the reader's own.</remarks>
public sealed class JsonDocumentReader
{
    private readonly Dictionary<ulong, string> _texts = [];
    private int _line;
    private int _lineStart;
    private int _scanned;

    // Enough for every word of the vocabulary, country and party name of a normal batch; then it starts over.
    private const int MostTexts = 16_384;

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
            case JsonTokenType.StartObject:
                var map = new DataNode(DataKind.Map, null, line, column);
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
            default:
                throw new DocumentException(At(utf8, offset, firstLine, "a value is missing", "write a value, or leave the field out"));
        }
    }

    private string Text(ref Utf8JsonReader reader)
    {
        var bytes = reader.ValueSpan;
        if (reader.ValueIsEscaped || bytes.Length > 64)
        {
            return reader.TokenType == JsonTokenType.Number ? Encoding.ASCII.GetString(bytes) : reader.GetString()!;
        }

        var hash = Hash(bytes);
        if (_texts.TryGetValue(hash, out var known) && Same(known, bytes))
        {
            return known;
        }

        var text = reader.TokenType == JsonTokenType.Number ? Encoding.ASCII.GetString(bytes) : reader.GetString()!;
        if (_texts.Count >= MostTexts)
        {
            _texts.Clear();
        }

        _texts[hash] = text;
        return text;
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var b in bytes)
            {
                hash = (hash ^ b) * 1099511628211UL;
            }

            return hash;
        }
    }

    private static bool Same(string text, ReadOnlySpan<byte> bytes)
    {
        if (text.Length == bytes.Length)
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                if (text[i] != bytes[i])
                {
                    return false;
                }
            }

            return true;
        }

        // A text with letters beyond ASCII is shorter than its bytes.
        return text.Length < bytes.Length && Encoding.UTF8.GetByteCount(text) == bytes.Length && Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes);
    }
}
