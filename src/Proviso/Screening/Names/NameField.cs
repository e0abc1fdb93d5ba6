using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Proviso.Screening.Names;

/// <summary>One way to read a field of shipping papers as a name.</summary>
/// <param name="Text">What is compared.</param>
/// <param name="IsWhole">Whether it is the whole field.</param>
/// <param name="IsLoose">Whether nothing but a comma, a number or a place parts it from the rest: then a single word has to be the same word.</param>
/// <param name="Beside">What else the field holds, labels left out; empty when that is nothing.</param>
internal sealed record FieldReading(string Text, bool IsWhole, bool IsLoose, string Beside)
{
    /// <summary>The name.</summary>
    public ScreeningName Name { get; } = ScreeningName.Of(Text);
}

/// <summary>A field of shipping papers: the name in it may stand among labels, addresses, numbers and other names.</summary>
/// <remarks>
/// A field is read in several ways, the whole as it stands always first, so that no way of reading can lose what another finds. A part is what stands
/// between labels, strokes, brackets and the like, between scripts, and before a comma, a number or a place.
/// </remarks>
internal sealed class NameField
{
    /// <summary>More parts than this are not compared, and the answer says so.</summary>
    public const int MostParts = 32;

    // How far into a part a name is looked for that ends without a sign: an address has many commas and numbers.
    private const int MostPrefixes = 4;

    // Messages of carriers cut at 35 signs; near that length a last word may be a stump.
    private const int ShortestCut = 30;

    private NameField(ImmutableArray<FieldReading> readings, bool tells, bool tooMany, bool isBare)
    {
        IsBare = isBare;
        Readings = readings;
        Tells = tells;
        TooMany = tooMany;
    }

    /// <summary>The ways to read it, the whole first.</summary>
    public ImmutableArray<FieldReading> Readings { get; }

    /// <summary>Whether anything is left that can name somebody, once labels, forms of companies and numbers are left out.</summary>
    public bool Tells { get; }

    /// <summary>Whether it has more parts than are compared.</summary>
    public bool TooMany { get; }

    /// <summary>Whether it is words and nothing else: no label, number, place or sign that parts names shows that it holds more than one name.</summary>
    public bool IsBare { get; }

    /// <summary>Reads a field.</summary>
    public static NameField Of(string text)
    {
        text = text.Length > ScreeningName.LongestName ? text[..ScreeningName.LongestName] : text;
        var readings = new List<FieldReading> { new(text, true, false, "") };
        var seen = new HashSet<string>(StringComparer.Ordinal) { Key(readings[0].Name) };
        var (tells, tooMany, isBare) = (false, false, true);
        var clean = FieldText.Clean(text);
        clean = clean.Length > ScreeningName.LongestName ? clean[..ScreeningName.LongestName] : clean;
        Add(new FieldReading(clean, true, false, ""));
        var unmasked = FieldText.Unmasked(clean);
        if (!string.Equals(unmasked, clean, StringComparison.Ordinal))
        {
            Add(new FieldReading(unmasked, true, false, ""));
        }

        foreach (var whole in new[] { clean, FieldText.Spelled(clean), unmasked }.Distinct(StringComparer.Ordinal))
        {
            var reader = new Reader(whole);
            tells |= reader.Tells();
            isBare &= reader.IsBare();
            foreach (var part in reader.Parts())
            {
                Add(part);
            }
        }

        return new NameField([.. readings], tells, tooMany, isBare);

        void Add(FieldReading reading)
        {
            if (!reading.Name.IsSomething || !seen.Add(Key(reading.Name)))
            {
                return;
            }

            tooMany |= readings.Count > MostParts;
            if (readings.Count <= MostParts)
            {
                readings.Add(reading);
            }
        }
    }

    // Two readings with the same words written the same are one.
    private static string Key(ScreeningName name) => string.Join(' ', name.Words.Select(w => (char)('a' + (int)w.Kind + (2 * (int)w.Script)) + w.Text)) + "|" + name.Joined;

    private enum Gap
    {
        None,
        Loose,
        Firm,
    }

    private readonly record struct Token(int Start, int End, string Word, Gap Before);

    private sealed class Reader
    {
        private readonly string _text;
        private readonly List<Token> _tokens = [];
        private readonly bool[] _label;
        private readonly bool[] _edge;

        public Reader(string text)
        {
            _text = text;
            Cut();
            _label = new bool[_tokens.Count];
            _edge = new bool[_tokens.Count];
            MarkLabels();
            MarkMail();
            MarkEdges();
        }

        public bool Tells()
        {
            var left = string.Join(' ', Enumerable.Range(0, _tokens.Count).Where(i => !_label[i] && !_edge[i]).Select(i => _text[_tokens[i].Start.._tokens[i].End]));
            return ScreeningName.Of(left).Tells;
        }

        public bool IsBare() => !Array.Exists(_label, l => l) && Enumerable.Range(0, _tokens.Count).All(i => !char.IsDigit(_text[_tokens[i].Start]) && (i == 0 || (_tokens[i].Before == Gap.None && PlaceAt(i, _tokens.Count) == 0)));

        public IEnumerable<FieldReading> Parts()
        {
            for (var start = 0; start < _tokens.Count;)
            {
                if (_label[start])
                {
                    start++;
                    continue;
                }

                var end = start + 1;
                while (end < _tokens.Count && !_label[end] && _tokens[end].Before != Gap.Firm)
                {
                    end++;
                }

                foreach (var part in IsAllPlaces(start, end) && (start > 0 || end < _tokens.Count) ? [] : Segment(start, end))
                {
                    yield return part;
                }

                start = end;
            }
        }

        private IEnumerable<FieldReading> Segment(int start, int end)
        {
            yield return Part(start, end, loose: false);
            foreach (var part in Uncut(start, end))
            {
                yield return part;
            }

            var (first, last) = (start, end);
            while (first < end && _edge[first])
            {
                first++;
            }

            while (last > first && _edge[last - 1])
            {
                last--;
            }

            if (first == last)
            {
                yield break;
            }

            if (last - first < end - start)
            {
                yield return Part(first, last, loose: true);
            }

            start = first;

            // What stands before a comma, a number, a word of addresses, or a place.
            var prefixes = 0;
            for (var i = start + 1; i < end && prefixes < MostPrefixes; i++)
            {
                if (IsBoundary(i, end))
                {
                    prefixes++;
                    yield return Part(start, i, loose: true);
                    foreach (var part in Uncut(start, i))
                    {
                        yield return part with { IsLoose = true };
                    }
                }
            }

            // What stands between two of them, or after the last.
            for (var i = start + 1; i < end; i++)
            {
                if (_tokens[i].Before == Gap.Loose || (char.IsDigit(_text[_tokens[i - 1].Start]) && !char.IsDigit(_text[_tokens[i].Start])))
                {
                    var to = i + 1;
                    while (to < end && !IsBoundary(to, end))
                    {
                        to++;
                    }

                    if (!IsAllPlaces(i, to))
                    {
                        yield return Part(i, to, loose: true);
                    }

                }
            }
        }

        // A form of company cut short counts for nothing, a word of the trade cut short is that word.
        private IEnumerable<FieldReading> Uncut(int start, int end)
        {
            var words = Enumerable.Range(start, end - start).Select(i => _tokens[i].Word).ToArray();
            var form = FieldLabels.CutForm(words);
            if (form > 0)
            {
                yield return Part(start, end - form, loose: false);
            }

            if (FieldLabels.Uncut(words[^1]) is { } whole && words.Length > 1)
            {
                yield return Part(start, end - 1, loose: false) is var part ? part with { Text = part.Text + " " + whole } : part;
            }

            if (words.Length > 2 && form == 0 && words[^1].Length <= 3 && _tokens[end - 1].End - _tokens[start].Start >= ShortestCut)
            {
                yield return Part(start, end - 1, loose: false);
            }
        }

        private bool IsBoundary(int i, int end) => _tokens[i].Before == Gap.Loose || char.IsDigit(_text[_tokens[i].Start]) || FieldLabels.OfAddresses.Contains(_tokens[i].Word) || IsTail(i, end);

        // A run of places up to a comma, a number or the end.
        private bool IsTail(int i, int end)
        {
            while (i < end && _tokens[i].Before != Gap.Loose && !char.IsDigit(_text[_tokens[i].Start]))
            {
                var length = PlaceAt(i, end);
                if (length == 0)
                {
                    return false;
                }

                i += length;
                if (i < end && _tokens[i].Before == Gap.Loose)
                {
                    return true;
                }
            }

            return true;
        }

        private int PlaceAt(int i, int end)
        {
            for (var length = Math.Min(4, end - i); length > 0; length--)
            {
                if (FieldLabels.IsPlace(string.Join(' ', Enumerable.Range(i, length).Select(k => _tokens[k].Word))))
                {
                    return length;
                }
            }

            return 0;
        }

        private FieldReading Part(int start, int end, bool loose)
        {
            var beside = new StringBuilder();
            for (var i = 0; i < _tokens.Count; i++)
            {
                if ((i < start || i >= end) && !_label[i] && !_edge[i])
                {
                    beside.Append(beside.Length > 0 ? " " : "").Append(_text, _tokens[i].Start, _tokens[i].End - _tokens[i].Start);
                }
            }

            return new FieldReading(_text[_tokens[start].Start.._tokens[end - 1].End], false, loose, beside.ToString());
        }

        private void Cut()
        {
            var (last, lastScript, titled) = (0, 0, false);
            for (var i = 0; i < _text.Length;)
            {
                if (!IsLetter(i))
                {
                    i++;
                    continue;
                }

                // Chinese, Japanese and Korean are written against other scripts without a space; a word of Latin and look-alike letters is one word.
                var start = i;
                var script = ScriptOf(i);
                while (i < _text.Length && (IsLetter(i) || (i + 1 < _text.Length && _text[i] is '\'' or '’' or '`' && IsLetter(i + 1)))
                    && ScriptOf(i) is var next && (next == script || next == 0 || script == 0 || (next < 6 && script < 6)))
                {
                    script = script == 0 ? next : next is 0 || next == script ? script : 1;
                    i++;
                }

                var word = _text[start..i].Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal).ToLowerInvariant();
                var gap = GapOf(last, start);
                if (lastScript != 0 && script != 0 && lastScript != script)
                {
                    gap = Gap.Firm;
                }

                lastScript = script == 0 ? lastScript : script;

                titled |= FieldLabels.Titles.Contains(word);
                if (IsJoint(word, titled))
                {
                    // Two names, or a person of a company: a name that holds the word is compared as a whole.
                    _tokens.Add(new Token(start, i, word, Gap.Loose));
                    last = i;
                    continue;
                }

                if (_tokens.Count > 0 && IsJoint(_tokens[^1].Word, titled))
                {
                    gap = gap == Gap.Firm ? gap : Gap.Loose;
                }

                _tokens.Add(new Token(start, i, word, gap));
                last = i;
            }
        }

        private static bool IsJoint(string word, bool titled) => word is "and" or "und" or "or" or "et" or "plus" or "y" or "и" or "和" or "及" || (titled && word is "of" or "from" or "at");

        private bool IsLetter(int i) => char.IsLetterOrDigit(_text[i]) || char.IsSurrogate(_text[i])
            || CharUnicodeInfo.GetUnicodeCategory(_text[i]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ModifierLetter or UnicodeCategory.EnclosingMark;

        // 0 for what every script has.
        private int ScriptOf(int i) => _text[i] switch
        {
            <= '\u007F' when !char.IsAsciiLetter(_text[i]) => 0,
            <= '\u024F' => 1,
            >= '\u0370' and <= '\u03FF' => 2,
            >= '\u0400' and <= '\u052F' => 3,
            >= '\u0590' and <= '\u05FF' => 4,
            >= '\u0600' and <= '\u08FF' or >= '\uFB50' and <= '\uFEFF' => 5,
            >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' => 6,
            >= '\uAC00' and <= '\uD7A3' => 7,
            >= '\u0300' and <= '\u036F' => 0,
            _ when char.IsSurrogate(_text[i]) => 0,
            _ => 8,
        };

        private Gap GapOf(int from, int to)
        {
            var gap = Gap.None;
            for (var i = from; i < to; i++)
            {
                switch (_text[i])
                {
                    case ',' or '、' or '&' or '+':
                        gap = gap == Gap.Firm ? gap : Gap.Loose;
                        break;
                    case '.' when _text.AsSpan(i + 1, to - i - 1).ContainsAny(' ', '\n') && i > 3 && char.IsLetterOrDigit(_text[i - 3]):
                        // The end of a sentence; after a short word it may be an abbreviation.
                        gap = gap == Gap.Firm ? gap : Gap.Loose;
                        break;
                    case '\n' or '\r' or '\t' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029' or '/' or '|' or '\\' or ';' or '(' or ')' or '[' or ']' or '{' or '}' or '<' or '>'
                        or '"' or '«' or '»' or '“' or '”' or '„' or ':' or '=' or '~' or '•' or '*' or '#' or '^' or '@' or '—' or '–' or '→' or '【' or '】' or '「' or '」' or '《' or '》' or '·' or '。' or '‖' or '¦' or '†' or '?' or '!':
                        return Gap.Firm;
                    case '-' or '_' when to - from > 1:
                        return Gap.Firm;
                    default:
                        break;
                }
            }

            return gap;
        }

        private void MarkLabels()
        {
            for (var i = 0; i < _tokens.Count;)
            {
                var found = 0;
                var (spaced, tight) = (new StringBuilder(), new StringBuilder());
                for (var length = 1; length <= FieldLabels.MostWords + 2 && i + length <= _tokens.Count && FieldLabels.FirstWords.Contains(_tokens[i].Word); length++)
                {
                    var token = _tokens[i + length - 1];
                    var gap = length == 1 ? "" : _text[_tokens[i + length - 2].End..token.Start];
                    spaced.Append(length == 1 ? "" : " ").Append(token.Word);

                    // C/O and C.O. are a label, "C O" is not.
                    tight.Append(length == 1 ? "" : gap.Trim() is "/" or "\\" ? "/" : gap == "." ? "." : " ").Append(token.Word);
                    if (FieldLabels.Anywhere.Contains(spaced.ToString()) || FieldLabels.Anywhere.Contains(tight.ToString()) || FieldLabels.Anywhere.Contains(tight.ToString().Replace('.', '/')))
                    {
                        found = length;
                    }
                }

                // A field of one word is a name, whatever the word.
                Array.Fill(_label, true, i, found);
                i += Math.Max(1, found);
            }
        }

        // An address of mail or of a site names its owner's domain, not a party.
        private void MarkMail()
        {
            for (var i = 1; i < _tokens.Count; i++)
            {
                if (_text.AsSpan(_tokens[i - 1].End, _tokens[i].Start - _tokens[i - 1].End) is "@")
                {
                    _label[i - 1] = true;
                    for (var k = i; k < _tokens.Count && (k == i || (_tokens[k].Start == _tokens[k - 1].End + 1 && _text[_tokens[k - 1].End] is '.' or '-')); k++)
                    {
                        _label[k] = true;
                    }
                }
            }
        }

        private bool IsAllPlaces(int start, int end)
        {
            while (start < end)
            {
                var length = char.IsDigit(_text[_tokens[start].Start]) ? 1 : PlaceAt(start, end);
                if (length == 0)
                {
                    return false;
                }

                start += length;
            }

            return true;
        }

        private void MarkEdges()
        {
            for (var start = 0; start < _tokens.Count;)
            {
                if (_label[start])
                {
                    start++;
                    continue;
                }

                var end = start + 1;
                while (end < _tokens.Count && !_label[end] && _tokens[end].Before != Gap.Firm)
                {
                    end++;
                }

                for (var i = start; i < end && FieldLabels.AtEdges.Contains(_tokens[i].Word); i++)
                {
                    _edge[i] = true;
                }

                for (var i = end - 1; i >= start && !_edge[i] && FieldLabels.AtEdges.Contains(_tokens[i].Word); i--)
                {
                    _edge[i] = true;
                }

                start = end;
            }
        }
    }
}
