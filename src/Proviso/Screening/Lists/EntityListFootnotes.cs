using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Proviso.Screening.Lists;

/// <summary>The footnotes that mark an entry of the Entity List, as its license requirement writes them.</summary>
/// <remarks>
/// Footnotes 1, 3, 4 and 5 of Supplement No. 4 to 15 CFR part 744 widen what is subject to the regulations when it goes to the entry: what is made abroad
/// as 15 CFR 734.9(e)(1), 734.9(g), 734.9(e)(2) and 734.9(e)(3) say. Footnote 2 stands beside footnote 1 and widens nothing. The marks are raised figures in print, and
/// come out of it glued to a text, as figures after a bracket, as signs of their own or in words. What cannot be told is a question, never no footnote.
/// </remarks>
/// <param name="Known">The footnotes that widen: of 1, 3, 4 and 5, each once, in that order.</param>
/// <param name="Question">What cannot be told, in a sentence; null when everything can.</param>
public sealed partial record EntityListFootnotes(ImmutableArray<int> Known, string? Question)
{
    // A mark that stands on its own, between signs that no publication uses.
    private const char Open = '\u27E6';
    private const char Close = '\u27E7';
    private const int LongestQuote = 160;

    private static readonly int[] Widening = [1, 3, 4, 5];
    private static readonly string[] Words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    private static readonly string[] Roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];

    /// <summary>No footnote.</summary>
    public static EntityListFootnotes None { get; } = new([], null);

    /// <summary>Reads the footnotes of a license requirement, or of the notes that hold it.</summary>
    /// <param name="text">The text as the publication writes it; null for none.</param>
    public static EntityListFootnotes Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return None;
        }

        var plain = Plain(text);
        var (paragraphs, marks, questions) = (new SortedSet<int>(), new SortedSet<int>(), new List<string>());
        var withoutParagraph = Paragraphs(plain, paragraphs, marks, questions);
        Raised(plain, marks);
        InWords(plain, marks, questions);
        AfterReferences(plain, marks);
        foreach (var unknown in marks.Where(m => m is < 1 or > 5))
        {
            questions.Add(Invariant($"it is marked with footnote {unknown}, which is not known"));
        }

        if (withoutParagraph && !marks.Overlaps([1, 4, 5]))
        {
            questions.Add("it cites 15 CFR 734.9(e) and neither a paragraph nor a footnote tells which of footnotes 1, 4 and 5 it means");
        }

        var said = marks.Where(m => Widening.Contains(m)).ToList();
        if (!withoutParagraph && paragraphs.Count > 0 && said.Exists(m => !paragraphs.Contains(m)))
        {
            questions.Add(Invariant($"it is marked with footnote {string.Join(", ", said)} and cites the paragraph of footnote {string.Join(", ", paragraphs)}"));
        }

        if (marks.Contains(2) && said.Count == 0 && paragraphs.Count == 0)
        {
            questions.Add("it is marked with footnote 2 alone, which stands beside footnote 1");
        }

        paragraphs.UnionWith(said);
        return new EntityListFootnotes([.. paragraphs], questions.Count == 0 ? null : $"the footnote of the Entity List cannot be told: {string.Join("; ", questions.Distinct(StringComparer.Ordinal))}; the entry reads `{Shorten(plain)}`");
    }

    /// <summary>The paragraphs of 734.9 cited, and figures that stand right behind one. True where 734.9(e) stands without its paragraph.</summary>
    private static bool Paragraphs(string text, SortedSet<int> paragraphs, SortedSet<int> marks, List<string> questions)
    {
        var bare = false;
        foreach (Match match in Section().Matches(text))
        {
            var at = match.Index + match.Length;
            if (char.ToLowerInvariant(match.Groups["letter"].ValueSpan[0]) == 'g')
            {
                paragraphs.Add(3);
            }
            else
            {
                var found = false;
                while (Further().Match(text, at) is { Success: true } next && next.Index == at)
                {
                    found = true;
                    at += next.Length;
                    switch (next.Groups["paragraph"].Value)
                    {
                        case "1":
                            paragraphs.Add(1);
                            break;
                        case "2":
                            paragraphs.Add(4);
                            break;
                        case "3":
                            paragraphs.Add(5);
                            break;
                        case var other:
                            questions.Add($"it cites 15 CFR 734.9(e)({other}), which is not known");
                            break;
                    }
                }

                bare |= !found;
            }

            // 734.9(g),3 746.8(a)(3): a figure, not the beginning of the next section.
            Figures(text, Skip(text, at, " ,;"), marks, isEnd: false);
        }

        if (text.Contains("736.2(b)(3)(vi)", StringComparison.OrdinalIgnoreCase))
        {
            // Where the rule of footnote 1 stood until February 2022.
            paragraphs.Add(1);
        }

        return bare;
    }

    private static void Raised(string text, SortedSet<int> marks)
    {
        for (var open = text.IndexOf(Open, StringComparison.Ordinal); open >= 0; open = text.IndexOf(Open, open + 1))
        {
            var close = text.IndexOf(Close, open);
            if (close < 0 || IsMeasure(text.AsSpan(0, open)))
            {
                continue;
            }

            foreach (var part in text[(open + 1)..close].Split([' ', ',', ';', '/', '&'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (int.TryParse(part.Trim('(', ')', '[', ']'), NumberStyles.None, CultureInfo.InvariantCulture, out var figure))
                {
                    marks.Add(figure);
                }
            }
        }
    }

    // 20 m², 3 cm³: no footnote.
    private static bool IsMeasure(ReadOnlySpan<char> before)
    {
        var unit = before.EndsWith("m", StringComparison.Ordinal) ? before[..^1] : before;
        unit = unit.Length < before.Length && unit.Length > 0 && unit[^1] is 'c' or 'k' or 'd' or 'm' ? unit[..^1] : unit;
        return unit.Length < before.Length && (unit.Length == 0 || unit[^1] == ' ' || char.IsAsciiDigit(unit[^1]));
    }

    private static void InWords(string text, SortedSet<int> marks, List<string> questions)
    {
        foreach (Match match in Footnote().Matches(text))
        {
            var at = match.Index + match.Length;
            var found = false;
            while (Named().Match(text, at) is { Success: true } next && next.Index == at && Figure(next.Groups["figure"].Value) is { } figure)
            {
                found = true;
                marks.Add(figure);
                at += next.Length;
            }

            if (!found)
            {
                questions.Add("it speaks of a footnote without a figure that can be read");
            }
        }
    }

    private static int? Figure(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var figure) ? figure
        : Array.FindIndex(Words, w => string.Equals(w, text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var word ? word + 1
        : Array.IndexOf(Roman, text) is >= 0 and var roman ? roman + 1
        : null;

    // Figures behind the bracket that closes the reference, behind "EAR" or behind the last section of it.
    private static void AfterReferences(string text, SortedSet<int> marks)
    {
        foreach (Match match in Ear().Matches(text))
        {
            Figures(text, Skip(text, match.Index + match.Length, " .,;:)]*(["), marks, isEnd: true, afterEar: true);
        }

        foreach (Match match in Cited().Matches(text))
        {
            Figures(text, Skip(text, match.Index + match.Length, " .,;:)]*(["), marks, isEnd: true);
        }
    }

    private static int Skip(string text, int at, string signs)
    {
        while (at < text.Length && signs.Contains(text[at], StringComparison.Ordinal))
        {
            at++;
        }

        return at;
    }

    /// <summary>Takes one figure or several: <c>1 4</c>, <c>1, 4</c>, <c>1 and 4</c>. Nothing is taken of a number with more than two digits, with a point or a bracket behind it.</summary>
    private static void Figures(string text, int at, SortedSet<int> marks, bool isEnd, bool afterEar = false)
    {
        var taken = new List<int>();
        while (true)
        {
            var end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end == at || end - at > 2 || (end < text.Length && (text[end] is '(' or '%' or '\u00A7' || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])) || char.IsLetter(text[end]))))
            {
                break;
            }

            var figure = int.Parse(text.AsSpan(at, end - at), NumberStyles.None, CultureInfo.InvariantCulture);
            if (afterEar && figure == 99)
            {
                // EAR99 is a class of items.
                break;
            }

            taken.Add(figure);
            at = end;
            var next = Skip(text, at, " ,;/&)]([");
            next = text.AsSpan(next).StartsWith("and ", StringComparison.OrdinalIgnoreCase) ? next + 4 : next;
            if (next >= text.Length || !char.IsAsciiDigit(text[next]) || !isEnd)
            {
                break;
            }

            at = next;
        }

        // Behind a reference nothing but the end of the sentence or a new one follows a mark.
        var rest = Skip(text, at, " )]");
        if (!isEnd || rest >= text.Length || text[rest] is '.' or ',' or ';' or '|' or Open || !char.IsLower(text[rest]))
        {
            marks.UnionWith(taken);
        }
    }

    /// <summary>One form for every spelling: character references and tags resolved, raised figures between signs of their own, digits of any script as 0 to 9, signs that do not show left out.</summary>
    private static string Plain(string text)
    {
        // Twice: exports of web pages are escaped once more.
        var decoded = WebUtility.HtmlDecode(WebUtility.HtmlDecode(text));
        decoded = RaisedTag().Replace(decoded, Invariant($"{Open}${{inside}}{Close}"));
        decoded = Caret().Replace(decoded, Invariant($"{Open}${{inside}}{Close}"));
        decoded = Tag().Replace(decoded, "");
        var marked = new StringBuilder(decoded.Length);
        var inRun = false;
        foreach (var c in decoded)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(c);
            var isRaised = category == UnicodeCategory.OtherNumber && CharUnicodeInfo.GetNumericValue(c) is >= 0 and var value && value == Math.Floor(value);
            if (isRaised != inRun)
            {
                marked.Append(isRaised ? Open : Close);
                inRun = isRaised;
            }

            _ = isRaised ? marked.Append((int)CharUnicodeInfo.GetNumericValue(c))
                : category == UnicodeCategory.DecimalDigitNumber ? marked.Append((int)CharUnicodeInfo.GetNumericValue(c))
                : category is UnicodeCategory.Format or UnicodeCategory.Control && !char.IsWhiteSpace(c) ? marked
                : marked.Append(c);
        }

        if (inRun)
        {
            marked.Append(Close);
        }

        string normal;
        try
        {
            normal = marked.ToString().Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair, which no form is defined for.
            normal = marked.ToString();
        }

        return string.Join(' ', normal.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Shorten(string text) => (text.Length > LongestQuote ? text[..LongestQuote] + "\u2026" : text).Replace(Open, '[').Replace(Close, ']');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"734\s*\.\s*9\s*\(\s*(?<letter>[eg])\s*\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Section();

    // (2), and (e)(2), or (3)
    [GeneratedRegex(@"\s*(,|;|and|or|&)*\s*(\(\s*e\s*\)\s*)?\(\s*(?<paragraph>[0-9a-z]{1,4})\s*\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Further();

    [GeneratedRegex(@"\bfoot-?\s?notes?\b(\s+designations?|\s+entity|\s+entities)?|\bf\.?\s?n\.?\s?(?=[0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Footnote();

    [GeneratedRegex(@"[\s,;:.&/#()\[\]⟦⟧-]*(?i:nos?\.|numbers?|and|or|to)?[\s,;:.&/#()\[\]⟦⟧-]*(?<figure>[0-9]{1,3}|(?i:one|two|three|four|five|six|seven|eight|nine|ten)\b|[IVX]{1,4}\b)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\bEAR\b|\bEAR(?=[0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ear();

    // 744.11, 744.21(b), 746.8(a)(3)
    [GeneratedRegex(@"\b7[0-9]{2}\.[0-9]{1,2}[a-z]?(\([0-9a-z]{1,4}\))*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Cited();

    [GeneratedRegex(@"<sup[^<>]*>(?<inside>[^<>]*)</sup>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex RaisedTag();

    [GeneratedRegex(@"\^\{?(?<inside>[0-9]{1,2})\}?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Caret();

    [GeneratedRegex(@"</?[A-Za-z][^<>]{0,200}>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
