using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Proviso.Screening.Names;

namespace Proviso.Screening.Matching;

// What is needed to find a listed name within a longer field.
public sealed partial class NameIndex
{
    /// <summary>Letters by which a name that may stand run together with others is looked up.</summary>
    internal const int BeginningLetters = 8;

    /// <summary>Fewer letters and digits than this are found as a name of their own only.</summary>
    internal const int ShortestWithin = 3;

    // A name lighter than this is in too many others. In tenths of binary digits, as all weights.
    private const int LightestWithin = 150;
    private const int LightestLetters = 100;

    private readonly string[] _cores;
    private readonly int[] _coreWords;
    private readonly FrozenDictionary<ulong, int[]> _beginnings;
    private readonly FrozenDictionary<string, int[]> _short;
    private readonly FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _shortBySpan;

    /// <summary>Where the names of which a word is the rarest begin in <see cref="Anchors"/>.</summary>
    internal int[] AnchorStart { get; }

    /// <summary>Names that can be found within a field, by their rarest word.</summary>
    internal int[] Anchors { get; }

    /// <summary>The names that can be found within a field and of which a word is the rarest.</summary>
    internal ReadOnlySpan<int> AnchoredAt(int word) => Anchors.AsSpan(AnchorStart[word], AnchorStart[word + 1] - AnchorStart[word]);

    /// <summary>The names that can be found run together, are long, and begin with these letters.</summary>
    internal ReadOnlySpan<int> BeginningWith(ReadOnlySpan<char> letters) => _beginnings.GetValueOrDefault(KeyOf(letters));

    /// <summary>The short names that are written with these letters.</summary>
    internal ReadOnlySpan<int> ShortWith(ReadOnlySpan<char> letters) => _shortBySpan.TryGetValue(letters, out var names) ? names : [];

    /// <summary>The letters of a name without forms of companies and small words at either end, and without any "and"; empty for a name that is not found by them.</summary>
    internal string CoreOf(int name) => _cores[name];

    /// <summary>In how many words the letters of <see cref="CoreOf"/> are written.</summary>
    internal int CoreWordsOf(int name) => _coreWords[name];

    /// <summary>Whether a name has one word only that is more than a letter or a number.</summary>
    internal bool IsSingle(int name)
    {
        var count = 0;
        foreach (var word in WordsOf(name))
        {
            count += ScreeningName.IsTold(Words[word]) ? 1 : 0;
        }

        return count < 2;
    }

    /// <summary>The rarest word of a name, or -1 for a name that is too light, or one word, to be found within a field word by word.</summary>
    internal int AnchorOf(int name)
    {
        var (rarest, count, sum) = (-1, 0, 0);
        foreach (var word in WordsOf(name))
        {
            if (ScreeningName.IsTold(Words[word]))
            {
                count++;
                sum += Weights[word];
                rarest = rarest < 0 || Weights[word] > Weights[rarest] ? word : rarest;
            }
        }

        return count > 1 && sum >= LightestWithin ? rarest : -1;
    }

    // A number alone is no name, and neither are words that every list is full of.
    private bool HasLettersWithin(int name, string core)
    {
        var sum = 0;
        foreach (var word in WordsOf(name))
        {
            sum += Words[word].Kind == NameWordKind.Plain ? Weights[word] : 0;
        }

        return core.Length >= ShortestWithin && sum >= LightestLetters && core.AsSpan().IndexOfAnyInRange('a', 'z') >= 0;
    }

    private static ulong KeyOf(ReadOnlySpan<char> letters)
    {
        var key = 0UL;
        foreach (var letter in letters[..BeginningLetters])
        {
            key = (key << 8) | (byte)letter;
        }

        return key;
    }

    private (int[] Start, int[] Anchors) AnchorsOf()
    {
        var of = Enumerable.Range(0, NameCount).Select(AnchorOf).ToArray();
        var start = new int[Words.Length + 1];
        foreach (var word in of.Where(w => w >= 0))
        {
            start[word + 1]++;
        }

        for (var w = 0; w < Words.Length; w++)
        {
            start[w + 1] += start[w];
        }

        var (anchors, next) = (new int[start[^1]], start[..^1]);
        for (var n = 0; n < of.Length; n++)
        {
            if (of[n] >= 0)
            {
                anchors[next[of[n]]++] = n;
            }
        }

        return (start, anchors);
    }

    private (FrozenDictionary<ulong, int[]> Long, FrozenDictionary<string, int[]> Short) LettersWithin()
    {
        var (all, few) = (new Dictionary<ulong, List<int>>(), new Dictionary<string, List<int>>(StringComparer.Ordinal));
        for (var n = 0; n < NameCount; n++)
        {
            if (_cores[n].Length >= BeginningLetters)
            {
                ref var of = ref CollectionsMarshal.GetValueRefOrAddDefault(all, KeyOf(_cores[n]), out _);
                (of ??= []).Add(n);
            }
            else if (_cores[n].Length > 0)
            {
                ref var of = ref CollectionsMarshal.GetValueRefOrAddDefault(few, _cores[n], out _);
                (of ??= []).Add(n);
            }
        }

        return (all.ToFrozenDictionary(p => p.Key, p => p.Value.ToArray()), few.ToFrozenDictionary(p => p.Key, p => p.Value.ToArray(), StringComparer.Ordinal));
    }
}
