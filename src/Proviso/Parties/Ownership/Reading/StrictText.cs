using System.Globalization;
using System.Text;
using System.Text.Json;
using Proviso.Documents;

namespace Proviso.Parties.Ownership.Reading;

/// <summary>Text as strangers send it: UTF-8 or refused, lines no longer than a bound, days that are days.</summary>
internal static class StrictText
{
    /// <summary>Characters in one line; the longest real record has some ten thousand.</summary>
    public const int LongestLine = 1 << 20;

    // Deeper than any record of these formats; refuses a bomb of brackets.
    private const int Depth = 32;

    /// <summary>Strict options: no comments, no field twice.</summary>
    public static JsonDocumentOptions JsonOptions => new() { AllowDuplicateProperties = false, MaxDepth = Depth };

    /// <summary>A reader that throws <see cref="DecoderFallbackException"/> at what is no UTF-8; a mark at the start is passed over.</summary>
    public static TextReader Open(Stream stream) => new BoundedReader(new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16, leaveOpen: true));

    /// <summary>Runs a reader of text and turns what the text is to blame for into problems.</summary>
    public static void Guard(OwnershipBookBuilder builder, Func<int> line, Action read)
    {
        try
        {
            read();
        }
        catch (DecoderFallbackException)
        {
            builder.Add(new Problem("PRV0713", "", line(), 0, "the text at or after this line is not UTF-8", "save the file as UTF-8"));
        }
        catch (LineTooLongException)
        {
            builder.Add(new Problem("PRV0714", "", line(), 0, string.Create(CultureInfo.InvariantCulture, $"a line of more than {LongestLine:N0} characters"), "check that this is the file it should be, and that its quotes are closed"));
        }
    }

    /// <summary>Reads each line that is a JSON object; stops when the builder has met as many problems as it keeps.</summary>
    public static void ReadJsonLines(Stream stream, OwnershipBookBuilder builder, Action<JsonElement, int> read)
    {
        var number = 0;
        using var reader = Open(stream);
        Guard(builder, () => number + 1, () =>
        {
            while (!builder.IsFull && reader.ReadLine() is { } line)
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                {
                    ReadJson(line.AsMemory(), number, builder, read);
                }
            }
        });
    }

    /// <summary>Reads one JSON object; what is none is a problem.</summary>
    public static void ReadJson(ReadOnlyMemory<char> text, int line, OwnershipBookBuilder builder, Action<JsonElement, int> read)
    {
        try
        {
            using var document = JsonDocument.Parse(text, JsonOptions);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                read(document.RootElement, line);
            }
            else
            {
                builder.Add(new Problem("PRV0715", "", line, 1, "a line that is no JSON object", "give one record on each line"));
            }
        }
        catch (JsonException e)
        {
            builder.Add(new Problem("PRV0715", "", line, (int)Math.Min(e.BytePositionInLine ?? 0, int.MaxValue - 1) + 1, "malformed JSON", "give one record on each line, each field once"));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: JSON allows it written, no text can hold it.
            builder.Add(new Problem("PRV0715", "", line, 1, "the record holds text that is none", "correct the escapes in it"));
        }
    }

    /// <summary>A day as year-month-day, with or without a time behind; false when there is a text that is none.</summary>
    public static bool TryDay(string? text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        var date = text.AsSpan().Trim();
        if (date.Length > 10 && date[10] == 'T')
        {
            date = date[..10];
        }

        if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var known))
        {
            day = known;
            return true;
        }

        return false;
    }

    /// <summary>A day, or a problem and null.</summary>
    public static DateOnly? Day(string? text, string field, int line, OwnershipBookBuilder builder)
    {
        if (!TryDay(text, out var day))
        {
            builder.Add(new Problem("PRV0712", field, line, 1, $"{text} is no day", "write year-month-day, such as 2026-06-01"));
        }

        return day;
    }

    /// <summary>The last day before something ended on the given one.</summary>
    public static DateOnly? DayBefore(DateOnly? end) => end is { } day && day > DateOnly.MinValue ? day.AddDays(-1) : end;

    /// <summary>The text of a field, or null when it is missing, null or no text.</summary>
    public static string? Text(this JsonElement of, string field) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A field, or undefined when it is missing.</summary>
    public static JsonElement At(this JsonElement of, string field) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(field, out var value) ? value : default;

    /// <summary>The items of a list; none when it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement of, string field) => of.At(field) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private sealed class LineTooLongException : Exception;

    /// <summary>Passes text on, refuses endless lines before anything holds them.</summary>
    private sealed class BoundedReader(StreamReader inner) : TextReader
    {
        private readonly char[] _buffer = new char[1 << 14];
        private int _at;
        private int _end;
        private int _run;
        private bool _begun;

        public override int Peek() => Fill() ? _buffer[_at] : -1;

        public override int Read() => Fill() ? _buffer[_at++] : -1;

        public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

        public override int Read(Span<char> buffer)
        {
            if (!Fill())
            {
                return 0;
            }

            var count = Math.Min(buffer.Length, _end - _at);
            _buffer.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }

        private bool Fill()
        {
            if (_at < _end)
            {
                return true;
            }

            (_at, _end) = (0, inner.Read(_buffer));
            if (!_begun && _end > 0)
            {
                _begun = true;
                _at = _buffer[0] == '\uFEFF' ? 1 : 0;
            }

            foreach (var c in _buffer.AsSpan(_at, _end - _at))
            {
                _run = c == '\n' ? 0 : _run + 1;
                if (_run > LongestLine)
                {
                    throw new LineTooLongException();
                }
            }

            return _at < _end || (_end > 0 && Fill());
        }
    }
}
