using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Proviso.Screening.Names;

namespace Proviso.Screening.Matching;

/// <summary>All names of a snapshot, ready to be searched. Immutable once built; shared between threads.</summary>
/// <remarks>
/// Words are kept once, in buckets by length with a mask of their letters: each edit of a letter changes at most two bits of it, so a word whose mask
/// differs in more cannot be near, and nothing near is passed over. Names run together are kept in the same way, with a mask of pairs of letters.
/// </remarks>
public sealed partial class NameIndex
{
    /// <summary>Weight of the form of a company.</summary>
    internal const int FormWeight = 6;

    internal const int RarestWeight = WordRarity.RarestWeight;
    internal const int CommonestWeight = WordRarity.CommonestWeight;

    private readonly Dictionary<string, int> _ids;
    private readonly int[] _formIds;
    private readonly char[] _joined;
    private readonly int[] _joinedStart;
    private readonly Lazy<(string[] Consonants, ILookup<string, int> Words)> _consonants;
    private readonly Lazy<ILookup<string, int>> _classes;
    private readonly Dictionary<string, int[]> _sounds;

    private NameIndex(Builder b, WordRarity? rarity)
    {
        Words = [.. b.Words];
        Rarity = rarity ?? b.Rarity();
        Weights = [.. Words.Select(w => w.Kind == NameWordKind.LegalForm ? FormWeight : Rarity.WeightOf(Key(w)))];
        _ids = b.Ids;
        _formIds = [.. Enumerable.Range(0, Words.Length).Where(i => Words[i].Kind == NameWordKind.LegalForm)];
        NameStart = [.. b.NameStart, b.NameWords.Count];
        NameWords = [.. b.NameWords];
        EntryOf = [.. b.EntryOf];
        _joined = [.. b.Joined];
        _joinedStart = [.. b.JoinedStart, b.Joined.Count];
        NameWeight = new int[EntryOf.Length];
        for (var n = 0; n < EntryOf.Length; n++)
        {
            foreach (var word in WordsOf(n))
            {
                NameWeight[n] += Weights[word];
            }
        }

        Repeats = new byte[EntryOf.Length];
        for (var n = 0; n < EntryOf.Length; n++)
        {
            var words = WordsOf(n);
            Repeats[n] = 1;
            for (var i = 1; i < words.Length; i++)
            {
                var times = 1;
                for (var k = 0; k < i; k++)
                {
                    times += words[k] == words[i] ? 1 : 0;
                }

                Repeats[n] = Math.Max(Repeats[n], (byte)times);
            }
        }

        (PostingStart, Postings) = Invert(NameStart, NameWords, Words.Length);
        (ByLength, Masks, LengthStart) = Buckets(Words);
        (Letters, LettersStart) = LettersOf(Words, ByLength, LengthStart);
        Sorted = [.. Enumerable.Range(0, Words.Length).Where(i => Words[i].Kind == NameWordKind.Plain)];
        Array.Sort(Sorted, (x, y) => string.CompareOrdinal(Words[x].Text, Words[y].Text));
        Consonantal = [.. Enumerable.Range(0, Words.Length).Where(i => Words[i].Consonants || Words[i].Script == NameScript.Sound)];
        _sounds = ByLength.Where(w => Words[w].Text.Length >= WordSimilarity.ShortestSound && !WordSimilarity.HasDigit(Words[w].Text))
            .GroupBy(w => WordSimilarity.SoundOf(Words[w].Text), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        _classes = new Lazy<ILookup<string, int>>(() => ByLength.ToLookup(w => WordSimilarity.ClassesOf(Words[w].Text), StringComparer.Ordinal));
        _consonants = new Lazy<(string[], ILookup<string, int>)>(() =>
        {
            var keys = ByLength.Select(w => WordSimilarity.ConsonantsOf(Words[w].Text)).ToArray();
            return (keys, ByLength.Select((w, i) => (w, i)).ToLookup(x => keys[x.i], x => x.w, StringComparer.Ordinal));
        });
        (JoinedNames, JoinedMasks, JoinedStart) = JoinedBuckets();
        (AnchorStart, Anchors) = AnchorsOf();
        _cores = [.. b.Cores.Select((c, n) => HasLettersWithin(n, c.Text) ? c.Text : "")];
        _coreWords = [.. b.Cores.Select(c => c.Words)];
        (_beginnings, _short) = LettersWithin();
        _shortBySpan = _short.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>How many names it holds.</summary>
    public int NameCount => EntryOf.Length;

    /// <summary>What its words weigh.</summary>
    public WordRarity Rarity { get; }

    /// <summary>How many different words they have.</summary>
    public int WordCount => Words.Length;

    internal NameWord[] Words { get; }

    internal int[] Weights { get; }

    internal int[] NameStart { get; }

    internal int[] NameWords { get; }

    internal int[] NameWeight { get; }

    internal int[] EntryOf { get; }

    internal int[] PostingStart { get; }

    internal int[] Postings { get; }

    internal int[] ByLength { get; }

    internal ulong[] Masks { get; }

    internal int[] LengthStart { get; }

    /// <summary>The letters of the words in <see cref="ByLength"/>, one after the other: those of one length lie together and are compared without a jump.</summary>
    internal byte[] Letters { get; }

    internal int[] LettersStart { get; }

    internal int[] Sorted { get; }

    internal int[] Consonantal { get; }

    internal int[] JoinedNames { get; }

    internal (ulong Low, ulong High)[] JoinedMasks { get; }

    internal int[] JoinedStart { get; }

    internal IReadOnlyList<int> Forms => _formIds;

    /// <summary>Builds an index.</summary>
    /// <param name="names">Each name with the number of the entry it belongs to.</param>
    /// <param name="rarity">What words weigh; counted in these very names when null.</param>
    public static NameIndex Build(IEnumerable<(ScreeningName Name, int Entry)> names, WordRarity? rarity = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        var builder = new Builder();
        foreach (var (name, entry) in names)
        {
            builder.Add(name, entry);
        }

        return new NameIndex(builder, rarity);
    }

    /// <summary>The consonants of the words in <see cref="ByLength"/>, worked out when a script without vowels is first asked for.</summary>
    internal string[] ConsonantsByLength => _consonants.Value.Consonants;

    /// <summary>The words with these consonants.</summary>
    internal IEnumerable<int> WithConsonants(string consonants) => _consonants.Value.Words[consonants];

    /// <summary>The words in letters that sound so.</summary>
    internal ReadOnlySpan<int> WithSound(string sound) => _sounds.GetValueOrDefault(sound);

    /// <summary>The words in letters with consonants of these kinds.</summary>
    internal IEnumerable<int> WithClasses(string classes) => _classes.Value[classes];

    internal int IdOf(NameWord word) => _ids.GetValueOrDefault(Key(word), -1);

    internal int IdOf(string plain) => _ids.GetValueOrDefault(plain, -1);

    internal ReadOnlySpan<int> WordsOf(int name) => NameWords.AsSpan(NameStart[name], NameStart[name + 1] - NameStart[name]);

    /// <summary>How often the word stands in a name that stands in it most; postings name it once.</summary>
    internal byte[] Repeats { get; }

    internal ReadOnlySpan<int> PostingsOf(int word) => Postings.AsSpan(PostingStart[word], PostingStart[word + 1] - PostingStart[word]);

    /// <summary>The weight of a word of a query that the list has in some script, or -1.</summary>
    internal int WeightOf(NameWord word) =>
        word.Kind == NameWordKind.LegalForm ? FormWeight : SameText(word.Text).Select(id => Weights[id]).DefaultIfEmpty(-1).Min();

    /// <summary>The words of a name as they are written, run together.</summary>
    internal ReadOnlySpan<char> JoinedOf(int name) => _joined.AsSpan(_joinedStart[name], _joinedStart[name + 1] - _joinedStart[name]);

    /// <summary>The words that are written so, whatever script they come from.</summary>
    internal IEnumerable<int> SameText(string text)
    {
        foreach (var key in (string[])[text, "'" + text, "=" + text, "~" + text])
        {
            if (_ids.TryGetValue(key, out var id))
            {
                yield return id;
            }
        }
    }

    /// <summary>One bit for each letter that a word has, one more for a letter it has twice, and ten for digits. An edit changes two at most.</summary>
    internal static ulong MaskOf(ReadOnlySpan<char> word)
    {
        var mask = 0UL;
        foreach (var c in word)
        {
            if (c is >= 'a' and <= 'z')
            {
                var once = 1UL << (c - 'a');
                mask |= (mask & once) == 0 ? once : once << 26;
            }
            else
            {
                mask |= 1UL << (52 + ((c - '0') % 10));
            }
        }

        return mask;
    }

    /// <summary>One bit for each pair of neighboring letters, a hundred and twenty-eight places for all pairs. An edit changes six at most.</summary>
    internal static (ulong Low, ulong High) PairMaskOf(ReadOnlySpan<char> text)
    {
        var (low, high) = (0UL, 0UL);
        for (var i = 1; i < text.Length; i++)
        {
            var place = ((text[i - 1] * 37) + (text[i] * 11)) & 127;
            if (place < 64)
            {
                low |= 1UL << place;
            }
            else
            {
                high |= 1UL << (place - 64);
            }
        }

        return (low, high);
    }

    private static string Key(NameWord word) => word.Kind == NameWordKind.LegalForm ? "#" + word.Text : word.Script switch { NameScript.Consonants => "'" + word.Text, NameScript.Syllable => "=" + word.Text, NameScript.Sound => "~" + word.Text, _ => word.Text };

    private static (int[] Start, int[] Postings) Invert(int[] nameStart, int[] nameWords, int words)
    {
        var start = new int[words + 1];
        var last = new int[words];
        Array.Fill(last, -1);
        for (var n = 0; n + 1 < nameStart.Length; n++)
        {
            for (var i = nameStart[n]; i < nameStart[n + 1]; i++)
            {
                if (last[nameWords[i]] != n)
                {
                    last[nameWords[i]] = n;
                    start[nameWords[i] + 1]++;
                }
            }
        }

        for (var w = 0; w < words; w++)
        {
            start[w + 1] += start[w];
        }

        var postings = new int[start[words]];
        var next = start.AsSpan(0, words).ToArray();
        Array.Fill(last, -1);
        for (var n = 0; n + 1 < nameStart.Length; n++)
        {
            for (var i = nameStart[n]; i < nameStart[n + 1]; i++)
            {
                if (last[nameWords[i]] != n)
                {
                    last[nameWords[i]] = n;
                    postings[next[nameWords[i]]++] = n;
                }
            }
        }

        return (start, postings);
    }

    private static (int[] Ids, ulong[] Masks, int[] Start) Buckets(NameWord[] words)
    {
        var start = new int[Edits.Longest + 2];
        var plain = words.Select((w, i) => (Word: w, Id: i)).Where(w => w.Word.Kind == NameWordKind.Plain && w.Word.Script == NameScript.Letters && w.Word.Text.Length <= Edits.Longest).ToList();
        foreach (var (word, _) in plain)
        {
            start[word.Text.Length + 1]++;
        }

        for (var l = 1; l < start.Length; l++)
        {
            start[l] += start[l - 1];
        }

        var (ids, masks, next) = (new int[plain.Count], new ulong[plain.Count], start.ToArray());
        foreach (var (word, id) in plain)
        {
            var at = next[word.Text.Length]++;
            (ids[at], masks[at]) = (id, MaskOf(word.Text));
        }

        return (ids, masks, start);
    }

    private static (byte[] Letters, int[] Start) LettersOf(NameWord[] words, int[] byLength, int[] lengthStart)
    {
        var start = new int[lengthStart.Length];
        for (var length = 0; length + 1 < lengthStart.Length; length++)
        {
            start[length + 1] = start[length] + ((lengthStart[length + 1] - lengthStart[length]) * length);
        }

        var letters = new byte[start[^1]];
        var at = 0;
        foreach (var id in byLength)
        {
            // Letters a to z and digits: a byte each.
            foreach (var c in words[id].Text)
            {
                letters[at++] = checked((byte)c);
            }
        }

        return (letters, start);
    }

    private (int[] Names, (ulong Low, ulong High)[] Masks, int[] Start) JoinedBuckets()
    {
        const int Most = 4 * Edits.Longest;
        var start = new int[Most + 2];
        var lengths = new int[NameCount];
        for (var n = 0; n < NameCount; n++)
        {
            lengths[n] = JoinedOf(n).Length;
            if (lengths[n] is >= Joining.Shortest and <= Most)
            {
                start[lengths[n] + 1]++;
            }
        }

        for (var l = 1; l < start.Length; l++)
        {
            start[l] += start[l - 1];
        }

        var (names, masks, next) = (new int[start[^1]], new (ulong Low, ulong High)[start[^1]], start.ToArray());
        for (var n = 0; n < NameCount; n++)
        {
            if (lengths[n] is >= Joining.Shortest and <= Most)
            {
                var at = next[lengths[n]]++;
                names[at] = n;
                masks[at] = PairMaskOf(JoinedOf(n));
            }
        }

        return (names, masks, start);
    }

    private sealed class Builder
    {
        private readonly List<int> _names = [];
        private readonly List<int> _seenIn = [];

        public Dictionary<string, int> Ids { get; } = new(StringComparer.Ordinal);

        public List<NameWord> Words { get; } = [];

        public List<int> NameStart { get; } = [];

        public List<int> NameWords { get; } = [];

        public List<int> EntryOf { get; } = [];

        public List<char> Joined { get; } = [];

        public List<int> JoinedStart { get; } = [];

        public List<(string Text, int Words)> Cores { get; } = [];

        public void Add(ScreeningName name, int entry)
        {
            if (name.Words.IsEmpty)
            {
                return;
            }

            NameStart.Add(NameWords.Count);
            EntryOf.Add(entry);
            JoinedStart.Add(Joined.Count);
            Joined.AddRange(name.Joined);
            Cores.Add((name.CoreLetters.Text, name.CoreLetters.Starts.Count - 1));
            foreach (var word in name.Words)
            {
                ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(Ids, Key(word), out var known);
                if (!known)
                {
                    id = Words.Count;
                    Words.Add(word);
                    _names.Add(0);
                    _seenIn.Add(-1);
                }

                NameWords.Add(id);

                // A word counts once for an entry: many aliases of one company do not make its name a common word.
                if (_seenIn[id] != entry)
                {
                    _seenIn[id] = entry;
                    _names[id]++;
                }
            }
        }

        public WordRarity Rarity() =>
            WordRarity.Of(EntryOf.Distinct().Count(), Ids.Where(w => Words[w.Value].Kind != NameWordKind.LegalForm).Select(w => KeyValuePair.Create(w.Key, _names[w.Value])));
    }
}
