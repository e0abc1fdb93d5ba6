using System.Numerics;
using Proviso.Screening.Names;

namespace Proviso.Screening.Matching;

/// <summary>Finds names in an index. One search at a time; the index is shared.</summary>
/// <remarks>
/// A score is, over the words that are alike, the weights of both times their likeness, divided by the weight of the words found in both names and
/// a share of that of the words that found nothing, more where both names have some; or that of the whole names run together, if it is higher.
/// Whatever reaches the least score is found: words whose bounds together cannot reach it are not looked up, and no other shortcut is taken.
/// </remarks>
public sealed partial class NameSearch
{
    // Tenths of the weight of words that found nothing: of the name asked for, of the listed name, and once more where both have some, for then
    // they stand against each other: another word is another name, a word left out often is not.
    private const int AskedUnfound = 7;
    private const int ListedUnfound = 4;
    private const int Against = 9;

    // What nothing in the list is like: less than the rarest word, and where it stands beside a whole listed name it costs no more than any word there.
    private const int UnknownWeight = 130;
    private const int SyllableWeight = 70;
    private const int MissingSign = 150;

    // Names in a posting are read in order, the words of a name are not: so many of the one cost as much as one of the other.
    private const int WorthStreaming = 16;

    private readonly NameIndex _index;
    private readonly int[] _heads;
    private readonly int[] _gains;
    private readonly ushort[] _met;
    private readonly int[] _names;
    private readonly int[] _gathered;
    private readonly List<(int Word, int Query, int Points, Likeness How, int Next)> _alike = [];
    private readonly List<(int Query, int Word, int Points)> _runTogether = [];
    private readonly List<(int Query, int First, int Second, int Points)> _split = [];
    private readonly List<int> _touched = [];
    private readonly List<Pair> _pairs = [];
    private readonly List<NameMatch> _found = [];
    private readonly List<Pair> _chosen = [];
    private readonly List<int> _raised = [];
    private readonly List<int> _maybe = [];
    private int _stamp;
    private long _initialGain;
    private int _nameCount;
    private int _scale;
    private NameWord[] _query = [];
    private int[] _weights = [];
    private bool[] _skipped = [];
    private int _queryWeight;

    /// <summary>A search over an index.</summary>
    public NameSearch(NameIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        _index = index;
        _heads = new int[index.WordCount];
        _gains = new int[index.WordCount];
        Array.Fill(_heads, -1);
        _met = new ushort[index.NameCount];
        _names = new int[index.NameCount];
        _gathered = new int[index.WordCount];
    }

    /// <summary>A pair of words that may be matched: word <c>Query</c> (and the next, if two) with word <c>Listed</c> (and the next, if two).</summary>
    private readonly record struct Pair(int Query, int QueryCount, int Listed, int ListedCount, int Points, int Weight, Likeness How)
    {
        public long Worth => (long)Points * Weight;
    }

    /// <summary>The names that score at least so many points, best first; equal ones in the order of the list. The result is good until the next search.</summary>
    public IReadOnlyList<NameMatch> Find(ScreeningName name, int least) => Search(name, least, isField: false);

    /// <summary>The same by looking at every word and every name: the measure of <see cref="Find"/>, for tests.</summary>
    internal List<NameMatch> FindAll(ScreeningName name, int least) => SearchAll(name, least, isField: false);

    private List<NameMatch> Search(ScreeningName name, int least, bool isField)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        Prepare(name, exhaustive: false);
        _found.Clear();
        _stamp++;
        if (_query.Length > 0)
        {
            Candidates(least);
            Joined(name, least);
            if (isField)
            {
                WithinByWords(least);
                WithinByLetters(name, least);
            }
        }

        Forget();
        _found.Sort(static (a, b) => a.Points != b.Points ? b.Points.CompareTo(a.Points) : a.Name.CompareTo(b.Name));
        return _found;
    }

    private List<NameMatch> SearchAll(ScreeningName name, int least, bool isField)
    {
        Prepare(name, exhaustive: true);
        var found = new List<NameMatch>();
        for (var n = 0; n < _index.NameCount && _query.Length > 0; n++)
        {
            var plain = Math.Max(Score(n), JoinedPoints(name.Joined, n));
            var within = isField ? WithinPoints(name, n) : 0;
            if (Math.Max(plain, within) is var points && points >= least)
            {
                found.Add(new NameMatch(n, _index.EntryOf[n], points, within > plain));
            }
        }

        Forget();
        return [.. found.OrderByDescending(f => f.Points).ThenBy(f => f.Name)];
    }

    /// <summary>Whether any word of a name is like any word here, or the whole name like a whole name: without that, nothing here has to do with it.</summary>
    /// <remarks>Legal forms count only where the name is so full of them that they alone can reach the least score.</remarks>
    internal bool MayTouch(ScreeningName name, int least)
    {
        ArgumentNullException.ThrowIfNull(name);
        Prepare(name, exhaustive: false);
        _found.Clear();
        _stamp++;
        Joined(name, 1);
        var touched = _found.Count > 0 || AnyWithinByLetters(name) || _runTogether.Count > 0 || _split.Count > 0
            || _alike.Exists(a => _index.Words[a.Word].Kind != NameWordKind.LegalForm)
            || (_alike.Count > 0 && FormsMayReach(least))
            || (Array.Exists(_query, IsInitial) && _index.Sorted.Any(w => Array.Exists(_query, q => IsInitial(q) && _index.Words[w].Text[0] == q.Text[0])));
        Forget();
        return touched;
    }

    // Every form found whole, every other word of either name as light as words get.
    private bool FormsMayReach(int least)
    {
        var forms = _query.Count(w => w.Kind == NameWordKind.LegalForm);
        var others = NameIndex.CommonestWeight * (_query.Length - forms);
        var worth = 20_000L * NameIndex.FormWeight * forms;
        return worth >= (long)least * ((AskedUnfound * others) + (20 * NameIndex.FormWeight * forms));
    }

    /// <summary>The parts of the score of one name, which add up to it.</summary>
    public IReadOnlyList<ScorePiece> Explain(ScreeningName name, int listed)
    {
        ArgumentNullException.ThrowIfNull(name);
        Prepare(name, exhaustive: false);
        var words = Score(listed);
        var joined = JoinedPoints(name.Joined, listed);
        var pieces = joined > words ? Whole(name, listed, joined) : Pieces(listed, words);
        Forget();
        return pieces;
    }

    private List<ScorePiece> Whole(ScreeningName name, int listed, int points)
    {
        var other = _index.JoinedOf(listed).ToString();
        var edits = Edits.Distance(name.Joined, other, Joining.MostEdits);
        return [new ScorePiece(points, Likeness.WholeName, name.Joined, other, edits == 0 ? "the same letters, other spaces" : $"{edits} letter{(edits == 1 ? "" : "s")} differ, spaces left out")];
    }

    private List<ScorePiece> Pieces(int listed, int total)
    {
        var words = _index.WordsOf(listed).ToArray();
        var share = Denominator(listed);
        var exact = _chosen.Select(p => (Pair: p, Points: (int)(10 * p.Worth / share), Over: 10 * p.Worth % share)).ToList();
        var missing = MissingSigns();
        var left = total == 0 ? 0 : total + (MissingSign * missing) - exact.Sum(e => e.Points);

        // What the divisions left over goes to the pieces that lost most by them.
        var order = exact.Select((e, i) => (e.Over, Index: i)).OrderByDescending(e => e.Over).Take(left).Select(e => e.Index).ToHashSet();
        var pieces = exact.Select((e, i) => new ScorePiece(
            e.Points + (order.Contains(i) ? 1 : 0), e.Pair.How,
            string.Join(' ', Enumerable.Range(e.Pair.Query, e.Pair.QueryCount).Select(q => _query[q].Text)),
            string.Join(' ', Enumerable.Range(e.Pair.Listed, e.Pair.ListedCount).Select(l => _index.Words[words[l]].Text)))).ToList();
        var asked = _chosen.SelectMany(p => Enumerable.Range(p.Query, p.QueryCount)).ToHashSet();
        var met = _chosen.SelectMany(p => Enumerable.Range(p.Listed, p.ListedCount)).ToHashSet();
        pieces.AddRange(_query.Select((q, i) => (q, i)).Where(q => !asked.Contains(q.i)).Select(q => new ScorePiece(0, Likeness.None, q.q.Text, "", "not in the listed name")));
        pieces.AddRange(words.Select((w, i) => (w, i)).Where(w => !met.Contains(w.i)).Select(w => new ScorePiece(0, Likeness.None, "", _index.Words[w.w].Text, "not in the name asked for")));
        if (missing > 0)
        {
            pieces.Add(new ScorePiece(total - pieces.Sum(p => p.Points), Likeness.None, "", "", "a short Chinese name without one of its signs is another name"));
        }

        return pieces;
    }

    private void Prepare(ScreeningName name, bool exhaustive)
    {
        _query = [.. name.Words];
        _weights = [.. _query.Select(_index.WeightOf)];
        for (var q = 0; q < _query.Length; q++)
        {
            if (exhaustive)
            {
                for (var w = 0; w < _index.WordCount; w++)
                {
                    Add(q, w, WordSimilarity.Of(_query[q], _index.Words[w]));
                }
            }
            else
            {
                ExpandOnce(q);
            }
        }

        // A word that the list lacks weighs as much as the listed word most like it: mistyped, it is that word.
        for (var q = 0; q < _query.Length; q++)
        {
            if (_weights[q] < 0)
            {
                var (best, weight) = (0, UnknownWeight);
                foreach (var (word, query, points, how, _) in _alike)
                {
                    if (query == q && how is Likeness.Edited or Likeness.Consonants or Likeness.Sound && (points > best || (points == best && _index.Weights[word] > weight)))
                    {
                        (best, weight) = (points, _index.Weights[word]);
                    }
                }

                _weights[q] = weight;
            }

            // A sign of Chinese is half a given name, however common its sound is.
            if (_query[q].Script == NameScript.Syllable)
            {
                _weights[q] = Math.Max(_weights[q], SyllableWeight);
            }
        }

        _queryWeight = _weights.Sum();
        for (var q = 0; q < _query.Length; q++)
        {
            RunTogether(q);
            Split(q);
        }
    }

    /// <summary>The listed words that are like word q, by the rules of <see cref="WordSimilarity"/>.</summary>
    private void Expand(int q)
    {
        var word = _query[q];
        if (word.Kind == NameWordKind.LegalForm)
        {
            foreach (var form in _index.Forms)
            {
                Add(q, form, WordSimilarity.Of(word, _index.Words[form]));
            }

            return;
        }

        foreach (var w in _index.Consonantal)
        {
            Add(q, w, WordSimilarity.Of(word, _index.Words[w]));
        }

        if (word.Consonants)
        {
            var consonants = WordSimilarity.ConsonantsOf(word.Text);
            foreach (var w in _index.WithConsonants(consonants))
            {
                Add(q, w, WordSimilarity.Of(word, _index.Words[w]));
            }

            for (var i = 0; consonants.Length >= WordSimilarity.NearConsonantsFrom - 1 && i < _index.ByLength.Length; i++)
            {
                if (Math.Abs(_index.ConsonantsByLength[i].Length - consonants.Length) <= 1)
                {
                    Add(q, _index.ByLength[i], WordSimilarity.ByConsonants(consonants, _index.ConsonantsByLength[i]));
                }
            }

            return;
        }

        var text = word.Text;
        if (word.Script == NameScript.Syllable)
        {
            foreach (var id in _index.SameText(text))
            {
                Add(q, id, new WordLikeness(1000, Likeness.Same, 0));
            }

            return;
        }

        foreach (var same in _index.SameText(text))
        {
            Add(q, same, new WordLikeness(1000, Likeness.Same, 0));
        }

        if (text.Length > 1)
        {
            if (_index.IdOf(text[..1]) is >= 0 and var initial && !char.IsAsciiDigit(text[0]))
            {
                Add(q, initial, new WordLikeness(WordSimilarity.Initial, Likeness.Initial, 0));
            }

            if (!WordSimilarity.HasDigit(text))
            {
                Beginnings(q, text);
                Sounds(q, word);
                Near(q, text);
            }
        }
    }

    private void Sounds(int q, NameWord word)
    {
        if (word.Text.Length >= WordSimilarity.ShortestSound)
        {
            foreach (var same in _index.WithSound(WordSimilarity.SoundOf(word.Text)))
            {
                Add(q, same, WordSimilarity.Of(word, _index.Words[same]));
            }
        }

        if (word.Script == NameScript.Sound)
        {
            foreach (var same in _index.WithClasses(WordSimilarity.ClassesOf(word.Text)))
            {
                Add(q, same, WordSimilarity.Of(word, _index.Words[same]));
            }
        }
    }

    private void Beginnings(int q, string text)
    {
        for (var length = 3; length <= text.Length - 2; length++)
        {
            if (_index.IdOf(text[..length]) is >= 0 and var shorter)
            {
                Add(q, shorter, WordSimilarity.Of(_query[q], _index.Words[shorter]));
            }
        }

        if (text.Length >= 3)
        {
            var (low, high) = (0, _index.Sorted.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = string.CompareOrdinal(_index.Words[_index.Sorted[middle]].Text, text) < 0 ? (middle + 1, high) : (low, middle);
            }

            for (; low < _index.Sorted.Length && _index.Words[_index.Sorted[low]].Text.StartsWith(text, StringComparison.Ordinal); low++)
            {
                if (_index.Words[_index.Sorted[low]].Text.Length >= text.Length + 2)
                {
                    Add(q, _index.Sorted[low], WordSimilarity.Of(_query[q], _index.Words[_index.Sorted[low]]));
                }
            }
        }
    }

    private void Near(int q, string text)
    {
        if (text.Length > Edits.Longest)
        {
            return;
        }

        var mask = NameIndex.MaskOf(text);
        Span<ulong> places = stackalloc ulong[Edits.Places];
        Edits.Lay(text, places);
        for (var length = Math.Max(2, text.Length - 3); length <= Math.Min(Edits.Longest, text.Length + 3); length++)
        {
            var longer = Math.Max(length, text.Length);
            var most = WordSimilarity.MostEdits(longer);
            if (most < Math.Abs(length - text.Length))
            {
                continue;
            }

            var first = _index.LengthStart[length];
            var masks = _index.Masks.AsSpan(first, _index.LengthStart[length + 1] - first);
            var letters = _index.Letters.AsSpan(_index.LettersStart[length]);
            for (var i = 0; i < masks.Length; i++)
            {
                if (BitOperations.PopCount(masks[i] ^ mask) <= 2 * most)
                {
                    var distance = Edits.Run<byte>(places, text.Length, letters.Slice(i * length, length), most);
                    if (distance > 0 && distance <= most && WordSimilarity.Edited(distance, longer) is var points and >= WordSimilarity.LeastEdited)
                    {
                        var id = _index.ByLength[first + i];
                        if (!WordSimilarity.HasDigit(_index.Words[id].Text))
                        {
                            Add(q, id, new WordLikeness(points, Likeness.Edited, distance));
                        }
                    }
                }
            }
        }
    }

    /// <summary>Word q and the next, run together, as one listed word.</summary>
    private void RunTogether(int q)
    {
        if (q + 1 < _query.Length && IsPlain(_query[q]) && IsPlain(_query[q + 1]) && _index.IdOf(_query[q].Text + _query[q + 1].Text) is >= 0 and var id)
        {
            _runTogether.Add((q, id, 950));
        }
    }

    /// <summary>Word q as two listed words that stand side by side; only for a word that the list lacks.</summary>
    private void Split(int q)
    {
        var text = _query[q].Text;
        if (!IsPlain(_query[q]) || text.Length < 4 || _index.IdOf(text) >= 0)
        {
            return;
        }

        for (var at = 1; at < text.Length; at++)
        {
            if (_index.IdOf(text[..at]) is >= 0 and var first && _index.IdOf(text[at..]) is >= 0 and var second)
            {
                _split.Add((q, first, second, 950));
            }
        }
    }

    // Syllables run together as letters do: papers write them both ways.
    private static bool IsPlain(NameWord word) => word.Kind == NameWordKind.Plain && !word.Consonants;

    private void Add(int q, int word, WordLikeness likeness)
    {
        if (likeness.Points == 0)
        {
            return;
        }

        for (var a = _heads[word]; a >= 0; a = _alike[a].Next)
        {
            if (_alike[a].Query == q)
            {
                if (_alike[a].Points < likeness.Points)
                {
                    _alike[a] = (word, q, likeness.Points, likeness.How, _alike[a].Next);
                }

                return;
            }
        }

        if (_heads[word] < 0)
        {
            _touched.Add(word);
        }

        _alike.Add((word, q, likeness.Points, likeness.How, _heads[word]));
        _heads[word] = _alike.Count - 1;
    }

    private void Forget()
    {
        foreach (var word in _touched)
        {
            _heads[word] = -1;
            _gains[word] = 0;
        }

        foreach (var word in _raised)
        {
            _gains[word] = 0;
        }

        _raised.Clear();
        _touched.Clear();
        _alike.Clear();
        _runTogether.Clear();
        _split.Clear();
    }

    /// <summary>Looks up the words that a name must share to reach the least score.</summary>
    private void Candidates(int least)
    {
        // A score reaches the least where the sum, over the words found, of worth less that many times the weight found reaches that many times
        // the weight of the query. So each word has a greatest gain, and words whose gains together stay below need not be looked up.
        var gains = new long[_query.Length];
        foreach (var (word, q, points, _, _) in _alike)
        {
            gains[q] = Math.Max(gains[q], Gain(q, _index.Weights[word], points, least));

            // The same for one listed name, of which the words not found count too.
            Raise(word, NameGain(_weights[q], _index.Weights[word], points, least));
        }

        _initialGain = 0;
        for (var q = 0; q < _query.Length; q++)
        {
            if (IsInitial(_query[q]))
            {
                // An initial is like every word that begins with it; the gain is greatest at one end of the weights.
                gains[q] = Math.Max(gains[q], Gain(q, NameIndex.RarestWeight, WordSimilarity.Initial, least));
                gains[q] = Math.Max(gains[q], Gain(q, NameIndex.CommonestWeight, WordSimilarity.Initial, least));
                _initialGain += Math.Max(0, Math.Max(
                    NameGain(_weights[q], NameIndex.RarestWeight, WordSimilarity.Initial, least), NameGain(_weights[q], NameIndex.CommonestWeight, WordSimilarity.Initial, least)));
            }
        }

        // Two words for one: the gain of both stands at the listed word, or at the first of two, by which the pair is always met.
        foreach (var (q, word, points) in _runTogether)
        {
            Raise(word, NameGain(_weights[q] + _weights[q + 1], _index.Weights[word], points, least));
        }

        foreach (var (q, first, second, points) in _split)
        {
            Raise(first, NameGain(_weights[q], _index.Weights[first] + _index.Weights[second], points, least));
        }

        Skip(gains, least);
        Scale();
        foreach (var (word, q, _, _, _) in _alike)
        {
            if (!_skipped[q])
            {
                Gather(word);
            }
        }

        foreach (var (_, word, _) in _runTogether)
        {
            Gather(word);
        }

        foreach (var (_, first, _, _) in _split)
        {
            // The gain of both stands at the first.
            Gather(first);
        }

        for (var q = 0; q < _query.Length; q++)
        {
            if (!_skipped[q] && IsInitial(_query[q]))
            {
                Initials(_query[q].Text);
            }
        }

        Judge(least);
    }

    /// <summary>Which words of the query need not be looked up: those of least gain, as long as together they cannot reach the least score.</summary>
    private void Skip(long[] gains, int least)
    {
        _skipped = new bool[_query.Length];
        var sum = 0L;
        for (var taken = 0; taken < _query.Length; taken++)
        {
            var next = -1;
            for (var q = 0; q < _query.Length; q++)
            {
                if (!_skipped[q] && (next < 0 || gains[q] < gains[next]))
                {
                    next = q;
                }
            }

            sum += gains[next];
            if (sum >= (long)least * AskedUnfound * _queryWeight)
            {
                return;
            }

            _skipped[next] = true;
        }
    }

    /// <summary>Gains are added up in sixteen bits, rounded up, so that those of a million and a half names stay near the processor.</summary>
    private void Scale()
    {
        _nameCount = 0;
        var most = 0L;
        foreach (var word in _touched)
        {
            most = Math.Max(most, _gains[word]);
        }

        foreach (var word in _raised)
        {
            most = Math.Max(most, _gains[word]);
        }

        // A name has so many words at most, and each adds one for the rounding and one for the mark.
        _scale = (int)((ScreeningName.MostWords * most / (ushort.MaxValue - (2 * ScreeningName.MostWords))) + 1);
    }

    private ushort Scaled(long gain) => (ushort)((gain + _scale - 1) / _scale);

    private void Gather(int word)
    {
        if (_gathered[word] == _stamp)
        {
            return;
        }

        _gathered[word] = _stamp;

        // A word without a gain still has to be looked at: one more than nothing marks the name as met.
        var gain = (ushort)(Scaled(_gains[word]) + 1);
        foreach (var name in _index.PostingsOf(word))
        {
            ref var met = ref _met[name];
            if (met == 0)
            {
                _names[_nameCount++] = name;
            }

            met += gain;
        }
    }

    /// <summary>Scores the names gathered that can still reach the least score.</summary>
    private void Judge(int least)
    {
        var (rest, postings) = Rest(least);
        var enough = ((long)least * AskedUnfound * _queryWeight) - _initialGain;
        var needed = Math.Max(0, (enough - rest) / _scale);
        _maybe.Clear();
        for (var i = 0; i < _nameCount; i++)
        {
            // Postings name a word once, however often it stands in a name.
            var name = _names[i];
            if (_met[name] * _index.Repeats[name] >= needed)
            {
                _maybe.Add(name);
            }
        }

        // The gains of words not gathered: added to each name where that costs less than looking at the words of every name that may reach.
        var stream = postings <= (long)_maybe.Count * WorthStreaming;
        if (stream)
        {
            foreach (var word in _touched)
            {
                Stream(word);
            }
        }

        foreach (var name in _maybe)
        {
            var repeats = _index.Repeats[name];
            if (stream && (_met[name] * (long)_scale * repeats) + _initialGain < NameBound(name, least))
            {
                continue;
            }

            if ((repeats > 1 || !stream) && !MayReach(name, least))
            {
                continue;
            }

            var points = Score(name);
            if (points >= least)
            {
                _found.Add(new NameMatch(name, _index.EntryOf[name], points));
            }
        }

        for (var i = 0; i < _nameCount; i++)
        {
            _met[_names[i]] = 0;
        }
    }

    /// <summary>The most that words not gathered can add to a name, each word of the query at its best once; and how often they are listed.</summary>
    private (long Gain, long Postings) Rest(int least)
    {
        var best = new long[_query.Length];
        var postings = 0L;
        foreach (var (word, q, points, _, _) in _alike)
        {
            if (_gathered[word] != _stamp)
            {
                best[q] = Math.Max(best[q], NameGain(_weights[q], _index.Weights[word], points, least));
                postings += _index.PostingsOf(word).Length;
            }
        }

        return (best.Sum(), postings);
    }

    private void Stream(int word)
    {
        if (_gathered[word] == _stamp)
        {
            return;
        }

        var gain = Scaled(_gains[word]);
        foreach (var name in _index.PostingsOf(word))
        {
            ref var met = ref _met[name];
            met += met == 0 ? (ushort)0 : gain;
        }
    }

    // In tenths, as the bound of a name is: what a pair adds to the worth, less what it takes from the words that found nothing.
    private static int NameGain(int asked, int listed, int points, int least) =>
        (10 * (asked + listed) * points) - (least * (((10 - AskedUnfound) * asked) + ((10 - ListedUnfound) * listed)));

    private long NameBound(int name, int least) => (long)least * ((AskedUnfound * _queryWeight) + (ListedUnfound * _index.NameWeight[name]));

    private void Raise(int word, int gain)
    {
        if (_heads[word] < 0)
        {
            // Not like any word of the query by itself: it has to be forgotten all the same.
            _raised.Add(word);
        }

        _gains[word] = Math.Max(_gains[word], gain);
    }

    // The same where nothing is known of the name: at best it has no other words.
    private long Gain(int q, int weight, int points, int least) =>
        (10L * (_weights[q] + weight) * points) - ((long)least * ((10 * weight) + ((10 - AskedUnfound) * _weights[q])));

    private static bool IsInitial(NameWord word) => word is { Kind: NameWordKind.Plain, Script: NameScript.Letters, Text.Length: 1 } && !char.IsAsciiDigit(word.Text[0]);

    private void Initials(string letter)
    {
        foreach (var word in _index.Sorted)
        {
            if (_index.Words[word].Text.StartsWith(letter, StringComparison.Ordinal))
            {
                Gather(word);
            }
        }
    }

    /// <summary>A bound that is cheap: every word of the name at its best, whatever word of the query it is used for.</summary>
    private bool MayReach(int name, int least)
    {
        var sum = _initialGain;
        foreach (var word in _index.WordsOf(name))
        {
            sum += _gains[word];
        }

        return sum >= NameBound(name, least);
    }

    private int Score(int name)
    {
        var words = _index.WordsOf(name);
        _pairs.Clear();
        _chosen.Clear();
        for (var j = 0; j < words.Length; j++)
        {
            var weight = _index.Weights[words[j]];
            for (var a = _heads[words[j]]; a >= 0; a = _alike[a].Next)
            {
                var (_, q, points, how, _) = _alike[a];
                _pairs.Add(new Pair(q, 1, j, 1, points, _weights[q] + weight, how));
            }

            var listed = _index.Words[words[j]];
            if (listed is { Kind: NameWordKind.Plain, Script: NameScript.Letters, Text.Length: > 1 })
            {
                for (var q = 0; q < _query.Length; q++)
                {
                    if (IsInitial(_query[q]) && _query[q].Text[0] == listed.Text[0])
                    {
                        _pairs.Add(new Pair(q, 1, j, 1, WordSimilarity.Initial, _weights[q] + weight, Likeness.Initial));
                    }
                }
            }
        }

        foreach (var (q, word, points) in _runTogether)
        {
            for (var j = 0; j < words.Length; j++)
            {
                if (words[j] == word)
                {
                    _pairs.Add(new Pair(q, 2, j, 1, points, _weights[q] + _weights[q + 1] + _index.Weights[word], Likeness.RunTogether));
                }
            }
        }

        foreach (var (q, first, second, points) in _split)
        {
            for (var j = 0; j + 1 < words.Length; j++)
            {
                if (words[j] == first && words[j + 1] == second)
                {
                    _pairs.Add(new Pair(q, 1, j, 2, points, _weights[q] + _index.Weights[first] + _index.Weights[second], Likeness.RunTogether));
                }
            }
        }

        return _pairs.Count == 0 ? 0 : Choose(name);
    }

    /// <summary>Takes the pairs of most worth first, each word once.</summary>
    private int Choose(int name)
    {
        if (_pairs.Count > 1)
        {
            _pairs.Sort(static (a, b) =>
                a.Worth != b.Worth ? b.Worth.CompareTo(a.Worth) : a.Query != b.Query ? a.Query.CompareTo(b.Query) : a.Listed.CompareTo(b.Listed));
        }

        _chosen.Clear();
        var (asked, met) = (0UL, 0UL);
        var worth = 0L;
        foreach (var pair in _pairs)
        {
            var (q, l) = (Bits(pair.Query, pair.QueryCount), Bits(pair.Listed, pair.ListedCount));
            if ((asked & q) == 0 && (met & l) == 0)
            {
                (asked, met) = (asked | q, met | l);
                worth += pair.Worth;
                _chosen.Add(pair);
            }
        }

        return Math.Max(0, (int)(10 * worth / Denominator(name)) - (MissingSign * MissingSigns()));

        static ulong Bits(int from, int count) => ((1UL << count) - 1) << from;
    }

    /// <summary>Signs of a short Chinese name that the listed name lacks: each makes it another name.</summary>
    private int MissingSigns() => _query.Length is > 1 and <= 4 && Array.TrueForAll(_query, w => w.Script == NameScript.Syllable)
        ? _query.Length - _chosen.Sum(p => p.QueryCount)
        : 0;

    /// <summary>What the worth is a share of, in tenths.</summary>
    private long Denominator(int name)
    {
        var words = _index.WordsOf(name);
        var (asked, listed) = (0, 0);
        foreach (var pair in _chosen)
        {
            for (var q = pair.Query; q < pair.Query + pair.QueryCount; q++)
            {
                asked += _weights[q];
            }

            for (var l = pair.Listed; l < pair.Listed + pair.ListedCount; l++)
            {
                listed += _index.Weights[words[l]];
            }
        }

        var (unasked, unlisted) = (_queryWeight - asked, _index.NameWeight[name] - listed);
        return Math.Max(1, (10 * (asked + listed)) + (AskedUnfound * unasked) + (ListedUnfound * unlisted) + (Against * Math.Min(unasked, unlisted)));
    }

    // Signs for syllables are not mistyped by a letter.
    private int MostJoinedEdits => Array.Exists(_query, w => w.Script is not (NameScript.Letters or NameScript.Sound)) ? 0 : Joining.MostEdits;

    private void Joined(ScreeningName name, int least)
    {
        var joined = name.Joined;
        if (joined.Length is < Joining.Shortest or > 4 * Edits.Longest)
        {
            return;
        }

        var mask = NameIndex.PairMaskOf(joined);
        for (var length = Math.Max(Joining.Shortest, joined.Length - Joining.MostEdits); length <= Math.Min(4 * Edits.Longest, joined.Length + Joining.MostEdits); length++)
        {
            var longer = Math.Max(length, joined.Length);
            var most = Enumerable.Range(0, MostJoinedEdits + 1).LastOrDefault(e => Joining.Points(e, longer) >= least, -1);
            if (most < Math.Abs(length - joined.Length))
            {
                continue;
            }

            var start = _index.JoinedStart[length];
            var masks = _index.JoinedMasks.AsSpan(start, _index.JoinedStart[length + 1] - start);
            for (var i = 0; i < masks.Length; i++)
            {
                // A swap changes three pairs of letters into three others: six bits an edit at most.
                if (BitOperations.PopCount(masks[i].Low ^ mask.Low) + BitOperations.PopCount(masks[i].High ^ mask.High) <= 6 * most)
                {
                    var listed = _index.JoinedNames[start + i];
                    var distance = Edits.Distance(joined, _index.JoinedOf(listed), most);
                    if (distance <= most)
                    {
                        Keep(listed, Joining.Points(distance, longer), least);
                    }
                }
            }
        }
    }

    private void Keep(int name, int points, int least, bool isWithin = false)
    {
        if (points < least)
        {
            return;
        }

        for (var i = 0; i < _found.Count; i++)
        {
            if (_found[i].Name == name)
            {
                if (_found[i].Points < points)
                {
                    _found[i] = _found[i] with { Points = points, IsWithin = isWithin };
                }

                return;
            }
        }

        _found.Add(new NameMatch(name, _index.EntryOf[name], points, isWithin));
    }

    private int JoinedPoints(string joined, int name)
    {
        var other = _index.JoinedOf(name);
        var longer = Math.Max(joined.Length, other.Length);
        if (Math.Min(joined.Length, other.Length) < Joining.Shortest || longer > 4 * Edits.Longest)
        {
            return 0;
        }

        var edits = Edits.Distance(joined, other, MostJoinedEdits);
        return edits <= MostJoinedEdits ? Joining.Points(edits, longer) : 0;
    }
}
