using Proviso.Screening.Names;

namespace Proviso.Screening.Matching;

// Listed names within a field that holds more: what is written before or after a name must not hide it.
public sealed partial class NameSearch
{
    // What stands beside a name makes it less likely to be that name, and never one that is taken for the party without a look.
    private const int Beside = 60;

    // A word that is only the beginning of another, or an initial, does not hold a name.
    private const int LeastWithin = 700;

    // Within a field a name has to be there but for a letter or a small word.
    private const int LeastWindow = 850;

    // A run of so many letters is no chance wherever it stands; a shorter one has to begin or end, the shortest begin and end, with a word.
    private const int LongRun = 14;
    private const int MiddleRun = 10;

    private const int CutLetters = 24;

    private readonly List<int> _within = [];
    private readonly Dictionary<NameWord, (int Word, int Points, Likeness How)[]> _expanded = [];
    private bool _remembers;

    /// <summary>From here on what words are like is kept from one search to the next: the readings of one field share their words.</summary>
    internal void Remember(bool remembers)
    {
        _remembers = remembers;
        _expanded.Clear();
    }

    // The same as expanding the word, from what was found for it before.
    private void ExpandOnce(int q)
    {
        if (!_remembers)
        {
            Expand(q);
            return;
        }

        if (_expanded.TryGetValue(_query[q], out var known))
        {
            foreach (var (word, points, how) in known)
            {
                Add(q, word, new WordLikeness(points, how, 0));
            }

            return;
        }

        var before = _alike.Count;
        Expand(q);
        _expanded[_query[q]] = [.. _alike.Skip(before).Select(a => (a.Word, a.Points, a.How))];
    }

    /// <summary>As <see cref="Find"/>, and listed names that stand within the name asked for, with more before or after them.</summary>
    /// <param name="name">A field that may hold a name among other things.</param>
    /// <param name="least">The least points, 1 to 1000.</param>
    public IReadOnlyList<NameMatch> FindInField(ScreeningName name, int least) => Search(name, least, isField: true);

    /// <summary>The same by looking at every word and every name: the measure of <see cref="FindInField"/>, for tests.</summary>
    internal List<NameMatch> FindAllInField(ScreeningName name, int least) => SearchAll(name, least, isField: true);

    /// <summary>The parts of the score that a name has by <see cref="FindInField"/>, which add up to it.</summary>
    public IReadOnlyList<ScorePiece> ExplainInField(ScreeningName name, int listed)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = Explain(name, listed);
        Prepare(name, exhaustive: false);
        var points = WithinPoints(name, listed);
        if (points <= plain.Sum(p => p.Points))
        {
            Forget();
            return plain;
        }

        var (window, from, to) = BestWindow(listed);
        List<ScorePiece> pieces;
        string beside;
        if (window - Beside == points)
        {
            pieces = WindowPieces(listed, window, from, to);
            beside = string.Join(' ', _query.Where((_, q) => q < from || q > to).Select(w => w.Text));
        }
        else
        {
            var core = _index.CoreOf(listed);
            pieces = [new ScorePiece(Joining.Same, Likeness.Within, core, core, "the letters of the listed name, in one run")];
            var letters = name.AllLetters.Text;
            var at = letters.IndexOf(core, StringComparison.Ordinal);
            if (at < 0)
            {
                Forget();
                return [new ScorePiece(points, Likeness.Beginning, letters[Begin(name)..], core, "the listed name begins with all that the field holds: it may be cut short")];
            }

            beside = string.Join(' ', new[] { letters[..at], letters[(at + core.Length)..] }.Where(t => t.Length > 0));
        }

        Forget();
        pieces.Add(new ScorePiece(points - pieces.Sum(p => p.Points), Likeness.None, beside, "", "the field holds more than the listed name"));
        return pieces;
    }

    /// <summary>Whether a listed name may stand in the letters of a name; for telling whether a change touches it.</summary>
    private bool AnyWithinByLetters(ScreeningName name)
    {
        _found.Clear();
        WithinByLetters(name, 1);
        return _found.Count > 0;
    }

    private int WithinPoints(ScreeningName name, int listed) => Math.Max(Math.Max(0, BestWindow(listed).Points - Beside), LettersWithin(name, listed) ? Joining.Same - Beside : 0);

    /// <summary>Names of which the rarest word is like a word of the query.</summary>
    private void WithinByWords(int least)
    {
        _within.Clear();
        foreach (var (word, _, points, how, _) in _alike)
        {
            if (IsWithin(points, how))
            {
                foreach (var name in _index.AnchoredAt(word))
                {
                    if (MayBeWithin(name))
                    {
                        _within.Add(name);
                    }
                }
            }
        }

        _within.Sort();
        var last = -1;
        foreach (var name in _within)
        {
            if (name != last)
            {
                last = name;
                Keep(name, BestWindow(name).Points - Beside, least, isWithin: true);
            }
        }
    }

    private static bool IsWithin(int points, Likeness how) => points >= LeastWithin && how is not (Likeness.Initial or Likeness.OtherForm);

    // A bound that is cheap: every word met the same, and as heavy on the side of the query as words get. What falls short of it falls short of a window.
    private bool MayBeWithin(int name)
    {
        var (met, heavy) = (0, 0);
        foreach (var word in _index.WordsOf(name))
        {
            if (_heads[word] >= 0)
            {
                met += _index.Weights[word];
                heavy += WordRarity.RarestWeight;
            }
        }

        var most = 10L * (met + Math.Min(heavy, _queryWeight));
        return 1000 * most >= LeastWindow * (most + (ListedUnfound * (long)(_index.NameWeight[name] - met)));
    }

    private void WithinByLetters(ScreeningName name, int least)
    {
        if (least > Joining.Same - Beside)
        {
            return;
        }

        var (text, starts) = name.AllLetters;
        var letters = text.AsSpan();
        for (var at = 0; at + NameIndex.BeginningLetters <= letters.Length; at++)
        {
            foreach (var listed in _index.BeginningWith(letters[at..]))
            {
                if (IsRun(letters, starts, _index.CoreOf(listed), at))
                {
                    Keep(listed, Joining.Same - Beside, least, isWithin: true);
                }
            }
        }

        // A name that was cut short.
        var begin = Begin(name);
        foreach (var listed in IsLongEnough(name, letters.Length - begin) ? _index.BeginningWith(letters[begin..]) : [])
        {
            if (_index.CoreOf(listed).AsSpan().StartsWith(letters[begin..]))
            {
                Keep(listed, Joining.Same - Beside, least, isWithin: true);
            }
        }

        // Short names begin and end with a word.
        for (var i = 0; i < starts.Count; i++)
        {
            for (var k = i + 1; k < starts.Count && starts[k] - starts[i] < NameIndex.BeginningLetters; k++)
            {
                foreach (var listed in starts[k] - starts[i] >= NameIndex.ShortestWithin ? _index.ShortWith(letters[starts[i]..starts[k]]) : [])
                {
                    // In as many words: the end of one and the beginning of the next are no name.
                    if (_index.CoreWordsOf(listed) == k - i && IsShortRun(k - i))
                    {
                        Keep(listed, Joining.Same - Beside, least, isWithin: true);
                    }
                }
            }
        }
    }

    private bool LettersWithin(ScreeningName name, int listed)
    {
        var core = _index.CoreOf(listed);
        var (text, starts) = name.AllLetters;
        if (core.Length > 0 && core.Length < NameIndex.BeginningLetters)
        {
            return IsShortRun(_index.CoreWordsOf(listed)) && Enumerable.Range(0, starts.Count).Any(i => i + _index.CoreWordsOf(listed) < starts.Count && text[starts[i]..starts[i + _index.CoreWordsOf(listed)]] == core);
        }

        if (core.Length > 0 && IsLongEnough(name, text.Length - Begin(name)) && core.StartsWith(text[Begin(name)..], StringComparison.Ordinal))
        {
            return true;
        }

        for (var at = 0; core.Length > 0 && at < text.Length; at++)
        {
            if (IsRun(text, starts, core, at))
            {
                return true;
            }
        }

        return false;
    }

    // Two signs of Chinese are in many names.
    private bool IsShortRun(int words) => words != 2 || !Array.Exists(_query, w => w.Script == NameScript.Syllable);

    // Where a name begins once the form of the company before it is left out; no "and" stands there.
    private static int Begin(ScreeningName name) => name.Core.Start;

    // Messages cut names at 35 signs: a field that long whose letters are the beginning of a listed name may be that name.
    private static bool IsLongEnough(ScreeningName name, int letters) => name.Joined.Length >= CutLetters && letters >= NameIndex.BeginningLetters;

    private static bool IsRun(ReadOnlySpan<char> letters, List<int> starts, string core, int at)
    {
        if (!letters[at..].StartsWith(core))
        {
            return false;
        }

        var (begins, ends) = (starts.BinarySearch(at) >= 0, starts.BinarySearch(at + core.Length) >= 0);
        return core.Length >= LongRun || (begins && ends) || (core.Length >= MiddleRun && (begins || ends));
    }

    /// <summary>The best score of a listed name against a window of the query about its rarest word; 0 below the least of a window.</summary>
    private (int Points, int From, int To) BestWindow(int name)
    {
        var anchor = _index.AnchorOf(name);
        var best = (Points: 0, From: 0, To: -1);
        for (var a = anchor < 0 ? -1 : _heads[anchor]; a >= 0; a = _alike[a].Next)
        {
            if (IsWithin(_alike[a].Points, _alike[a].How))
            {
                var window = Window(name, _alike[a].Query);
                best = window.Points > best.Points || (window.Points == best.Points && window.From < best.From) ? window : best;
            }
        }

        return best.Points >= LeastWindow ? best : default;
    }

    /// <summary>The score of a listed name against the words of the query from the first to the last that it shares; of equal words, the one nearer to a place.</summary>
    private (int Points, int From, int To) Window(int name, int place)
    {
        var words = _index.WordsOf(name);
        _pairs.Clear();
        for (var j = 0; j < words.Length; j++)
        {
            for (var a = _heads[words[j]]; a >= 0; a = _alike[a].Next)
            {
                var (_, q, points, how, _) = _alike[a];
                if (IsWithin(points, how))
                {
                    _pairs.Add(new Pair(q, 1, j, 1, points, _weights[q] + _index.Weights[words[j]], how));
                }
            }
        }

        _pairs.Sort((a, b) => a.Worth != b.Worth ? b.Worth.CompareTo(a.Worth)
            : Math.Abs(a.Query - place) != Math.Abs(b.Query - place) ? Math.Abs(a.Query - place).CompareTo(Math.Abs(b.Query - place))
            : a.Query != b.Query ? a.Query.CompareTo(b.Query) : a.Listed.CompareTo(b.Listed));
        _chosen.Clear();
        var (asked, met, told, worth) = (0UL, 0UL, 0, 0L);
        var (from, to) = (int.MaxValue, -1);
        foreach (var pair in _pairs)
        {
            if ((asked & (1UL << pair.Query)) == 0 && (met & (1UL << pair.Listed)) == 0)
            {
                (asked, met) = (asked | (1UL << pair.Query), met | (1UL << pair.Listed));
                worth += pair.Worth;
                told += ScreeningName.IsTold(_query[pair.Query]) ? 1 : 0;
                _chosen.Add(pair);

                // The form of a company that another name has does not stretch the window.
                (from, to) = _query[pair.Query].Kind == NameWordKind.Plain ? (Math.Min(from, pair.Query), Math.Max(to, pair.Query)) : (from, to);
            }
        }

        // Another word is another name; signs of Chinese are in so many names that two of them say nothing.
        if (told < Told(words) || (told < 3 && _chosen.TrueForAll(p => _query[p.Query].Script == NameScript.Syllable)))
        {
            return default;
        }

        return told < 2 ? (0, 0, -1) : ((int)(10 * worth / WindowShare(name, from, to)), from, to);
    }

    private int Told(ReadOnlySpan<int> words)
    {
        var told = 0;
        foreach (var word in words)
        {
            told += ScreeningName.IsTold(_index.Words[word]) ? 1 : 0;
        }

        return told;
    }

    // As for whole names, with no other words of the query than those of the window.
    private long WindowShare(int name, int from, int to)
    {
        var words = _index.WordsOf(name);
        var (asked, listed, all) = (0, 0, 0);
        for (var q = from; q <= to; q++)
        {
            all += _weights[q];
        }

        foreach (var pair in _chosen)
        {
            asked += _weights[pair.Query];
            all += pair.Query < from || pair.Query > to ? _weights[pair.Query] : 0;
            listed += _index.Weights[words[pair.Listed]];
        }

        var (unasked, unlisted) = (all - asked, _index.NameWeight[name] - listed);
        return Math.Max(1, (10 * (asked + listed)) + (AskedUnfound * unasked) + (ListedUnfound * unlisted) + (Against * Math.Min(unasked, unlisted)));
    }

    private List<ScorePiece> WindowPieces(int listed, int total, int from, int to)
    {
        // The window is laid out anew, for what was chosen last may be another.
        var anchor = _index.AnchorOf(listed);
        for (var a = _heads[anchor]; a >= 0; a = _alike[a].Next)
        {
            if (IsWithin(_alike[a].Points, _alike[a].How) && Window(listed, _alike[a].Query) == (total, from, to))
            {
                break;
            }
        }

        var words = _index.WordsOf(listed).ToArray();
        var share = WindowShare(listed, from, to);
        var pieces = _chosen.Select(p => new ScorePiece((int)(10 * p.Worth / share), p.How, _query[p.Query].Text, _index.Words[words[p.Listed]].Text)).ToList();
        var left = total - pieces.Sum(p => p.Points);
        for (var i = 0; i < left; i++)
        {
            // The divisions leave over less than one for each piece.
            pieces[i] = pieces[i] with { Points = pieces[i].Points + 1 };
        }

        pieces.AddRange(Enumerable.Range(from, to - from + 1).Where(q => !_chosen.Exists(p => p.Query == q)).Select(q => new ScorePiece(0, Likeness.None, _query[q].Text, "", "not in the listed name")));
        pieces.AddRange(words.Select((w, i) => (w, i)).Where(w => !_chosen.Exists(p => p.Listed == w.i)).Select(w => new ScorePiece(0, Likeness.None, "", _index.Words[w.w].Text, "not in the name asked for")));
        return pieces;
    }
}
