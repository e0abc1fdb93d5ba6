using System.Collections;
using System.Text.Json;

namespace Proviso.Tests.Proviso.Screening;

/// <summary>The lines of a JSON-lines file.</summary>
internal sealed class Lines(string path) : IEnumerable<JsonElement>, IDisposable
{
    private readonly List<JsonDocument> _documents = [.. File.ReadLines(path).Select(l => JsonDocument.Parse(l))];

    public IEnumerator<JsonElement> GetEnumerator() => _documents.Select(d => d.RootElement).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => _documents.ForEach(d => d.Dispose());
}
