using System.Text.Encodings.Web;
using System.Text.Json;

namespace Proviso.Cli;

/// <summary>JSON on standard output: indented, with names in their own scripts rather than escaped.</summary>
internal static class JsonOut
{
    /// <summary>The options of every JSON answer.</summary>
    public static JsonWriterOptions Options(bool indented) => new() { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A writer on standard output that ends the last line when it is disposed.</summary>
    public static Document Open() => new();

    /// <summary>A document on standard output.</summary>
    internal sealed class Document : IDisposable
    {
        private readonly MemoryStream _buffer = new();
        private readonly Utf8JsonWriter _writer;

        public Document() => _writer = new Utf8JsonWriter(_buffer, Options(indented: true));

        public static implicit operator Utf8JsonWriter(Document document) => document._writer;

        public void WriteStartObject() => _writer.WriteStartObject();

        public void WriteStartObject(string name) => _writer.WriteStartObject(name);

        public void WriteEndObject() => _writer.WriteEndObject();

        public void WriteStartArray(string name) => _writer.WriteStartArray(name);

        public void WriteEndArray() => _writer.WriteEndArray();

        public void WriteString(string name, string? value) => _writer.WriteString(name, value);

        public void WriteStringValue(string? value) => _writer.WriteStringValue(value);

        public void WriteNumber(string name, int value) => _writer.WriteNumber(name, value);

        public void WriteBoolean(string name, bool value) => _writer.WriteBoolean(name, value);

        public void WriteStrings(string name, IEnumerable<string> values)
        {
            _writer.WriteStartArray(name);
            foreach (var value in values)
            {
                _writer.WriteStringValue(value);
            }

            _writer.WriteEndArray();
        }

        public void Dispose()
        {
            // Written at once when it is whole: a fault on the way leaves no half of an answer behind.
            _writer.Dispose();
            _buffer.WriteByte((byte)'\n');
            using var output = Output.Open();
            _buffer.Position = 0;
            _buffer.CopyTo(output);
            _buffer.Dispose();
        }
    }
}
