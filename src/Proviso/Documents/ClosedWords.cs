using System.Collections;
using System.Collections.Frozen;

namespace Proviso.Documents;

/// <summary>A closed list of words in a fixed order: field names, or the values of an enumeration.</summary>
/// <remarks>A frozen set beside the list: a batch asks millions of times whether a word belongs.</remarks>
public sealed class ClosedWords : IReadOnlyList<string>
{
    private readonly string[] _words;
    private readonly FrozenSet<string> _set;

    /// <summary>The words, in the order in which they are suggested.</summary>
    public ClosedWords(params IEnumerable<string> words)
    {
        _words = [.. words];
        _set = _words.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public int Count => _words.Length;

    /// <inheritdoc />
    public string this[int index] => _words[index];

    /// <summary>Whether a word belongs, to the letter.</summary>
    public bool Contains(string word) => _set.Contains(word);

    /// <inheritdoc />
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_words).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
