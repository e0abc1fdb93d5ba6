using System.Text.Json;
using Proviso.Documents;

namespace Proviso.Screening.Lists.Readers;

/// <summary>Walks a JSON document of any size, one entry in memory at a time: an array, an object with an array in a field, or one object after another.</summary>
internal sealed class JsonEntries(Stream content)
{
    // The largest entry published is some 200 kB.
    private const int LargestEntry = 16 * 1024 * 1024;
    private const int FirstBuffer = 128 * 1024;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 32, AllowMultipleValues = true, CommentHandling = JsonCommentHandling.Disallow };

    private byte[] _buffer = new byte[FirstBuffer];
    private int _count;
    private bool _ended;
    private bool _inside;
    private bool _closed;
    private int _line = 1;
    private int _counted;

    /// <summary>Reads to the end.</summary>
    /// <param name="array">The field that holds the entries, where the document is one object; null where its objects are the entries.</param>
    /// <param name="field">Takes every other field of the document.</param>
    /// <param name="entry">Takes each entry with its line.</param>
    public void Read(string? array, Action<string, JsonElement> field, Action<JsonElement, int> entry)
    {
        var state = new JsonReaderState(Options);
        try
        {
            while (true)
            {
                Fill();
                var reader = new Utf8JsonReader(_buffer.AsSpan(0, _count), _ended, state);
                Walk(ref reader, array, field, entry);
                state = reader.CurrentState;
                Shift((int)reader.BytesConsumed);
                if (_ended)
                {
                    break;
                }
            }
        }
        catch (JsonException e)
        {
            throw Problem(e);
        }

        if (array is not null && !_closed)
        {
            throw Fault.Malformed(0, $"there is no list in the field `{array}`");
        }
    }

    /// <summary>The text of a value: of a string, a number or a word; "" for anything else and for null.</summary>
    public static string Text(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                try
                {
                    return Readers.Text.Tidy(value.GetString());
                }
                catch (InvalidOperationException)
                {
                    throw Fault.Encoding(0, "a text is not valid UTF-8, or holds half of a character");
                }

            case JsonValueKind.Number:
                return value.GetRawText();
            default:
                return "";
        }
    }

    /// <summary>The text of a field; "" where there is none.</summary>
    /// <exception cref="DocumentException">It holds something else than a text: left out, it would be missed by nobody.</exception>
    public static string Text(JsonElement entry, string field) => Field(entry, field) is { } value ? Strict(value, field) : "";

    /// <summary>The texts of a field that is a list, or a text with parts between "; ".</summary>
    /// <exception cref="DocumentException">It is neither, or something in the list is no text.</exception>
    public static IEnumerable<string> Texts(JsonElement entry, string field) => Field(entry, field) is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Select(v => Strict(v, field)).Where(t => t.Length > 0) : Readers.Text.Parts(Text(entry, field), "; ");

    /// <summary>The same where entities may stand in a list among texts: those are passed over.</summary>
    public static IEnumerable<string> TextsAmong(JsonElement entry, string field) => Field(entry, field) is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Select(Text).Where(t => t.Length > 0) : Texts(entry, field);

    /// <summary>The items of a field that is a list.</summary>
    /// <exception cref="DocumentException">It is none.</exception>
    public static IEnumerable<JsonElement> Items(JsonElement entry, string field) => Field(entry, field) is not { } value ? [] : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Other(field, "a list");

    /// <summary>The text of a value in a field.</summary>
    /// <exception cref="DocumentException">It is something else: left out, it would be missed by nobody.</exception>
    public static string Strict(JsonElement value, string field) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.True ? throw Other(field, "text") : Text(value);

    // A field that holds nothing is none.
    private static JsonElement? Field(JsonElement entry, string field) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(field, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False) ? value : null;

    private static DocumentException Other(string field, string than) => Fault.Malformed(0, $"the field `{field}` holds something else than {than}");

    private void Walk(ref Utf8JsonReader reader, string? array, Action<string, JsonElement> field, Action<JsonElement, int> entry)
    {
        while (true)
        {
            var before = reader;
            if (!reader.Read())
            {
                return;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!Field(ref reader, array, field))
                {
                    reader = before;
                    return;
                }
            }
            else if (reader.TokenType == JsonTokenType.EndArray)
            {
                (_inside, _closed) = (false, _closed || array is not null);
            }
            else if (reader.TokenType == JsonTokenType.StartObject && (_inside || array is null))
            {
                var line = LineOf((int)reader.TokenStartIndex);
                if (!JsonDocument.TryParseValue(ref reader, out var document))
                {
                    reader = before;
                    return;
                }

                using (document)
                {
                    Take(document.RootElement, line, entry);
                }
            }
            else if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject or JsonTokenType.StartArray) || (_inside && reader.TokenType == JsonTokenType.StartArray) || reader.CurrentDepth > 0)
            {
                throw Fault.Malformed(LineOf((int)reader.TokenStartIndex), "an object is expected here, one for each entry");
            }
        }
    }

    // A text is only looked into when it is asked for, where its line is not known any more.
    private static void Take(JsonElement element, int line, Action<JsonElement, int> entry)
    {
        try
        {
            entry(element, line);
        }
        catch (DocumentException e) when (e.Problem.Line == 0)
        {
            throw new DocumentException(e.Problem with { Line = line });
        }
    }

    // False where more bytes are needed.
    private bool Field(ref Utf8JsonReader reader, string? array, Action<string, JsonElement> field)
    {
        var line = LineOf((int)reader.TokenStartIndex);
        string name;
        try
        {
            name = reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            throw Fault.Encoding(line, "the text is not valid UTF-8");
        }

        if (!reader.Read())
        {
            return false;
        }

        if (string.Equals(name, array, StringComparison.Ordinal) && reader.TokenType == JsonTokenType.StartArray)
        {
            _inside = _closed ? throw Fault.Malformed(line, $"the field `{name}` stands twice") : true;
            return true;
        }

        if (!JsonDocument.TryParseValue(ref reader, out var document))
        {
            return false;
        }

        using (document)
        {
            field(name, document.RootElement);
        }

        return true;
    }

    private DocumentException Problem(JsonException e)
    {
        var line = (int)Math.Min(int.MaxValue - 1, e.LineNumber ?? 0) + 1;
        var said = e.Message;
        if (said.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return Fault.TooMuch(line, Readers.Text.Of($"the JSON is nested deeper than {Options.MaxDepth} levels"));
        }

        if (_ended && (said.Contains("end of data", StringComparison.Ordinal) || said.Contains("depth to be zero", StringComparison.Ordinal)))
        {
            return Fault.CutOff(line);
        }

        var at = said.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return Fault.Malformed(line, "the JSON is malformed: " + (at > 0 ? said[..at] : said).TrimEnd('.'));
    }

    private void Fill()
    {
        if (_count == _buffer.Length)
        {
            if (_buffer.Length >= LargestEntry)
            {
                throw Fault.TooMuch(_line, Readers.Text.Of($"an entry is larger than {LargestEntry >> 20} MiB"));
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = content.ReadAtLeast(_buffer.AsSpan(_count), 1, throwOnEndOfStream: false);
        _count += read;
        _ended = read == 0;
    }

    private void Shift(int consumed)
    {
        LineOf(consumed);
        _buffer.AsSpan(consumed, _count - consumed).CopyTo(_buffer);
        _count -= consumed;
        _counted = 0;
    }

    private int LineOf(int offset)
    {
        if (offset > _counted)
        {
            _line += _buffer.AsSpan(_counted, offset - _counted).Count((byte)'\n');
            _counted = offset;
        }

        return _line;
    }
}
