using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;

namespace Proviso.Screening.Names;

/// <summary>The letters of a field as a reader sees them: what markup, invisible signs and look-alikes make of them is undone.</summary>
internal static class FieldText
{
    // Text that went through several programs is escaped several times.
    private const int MostDecoded = 3;
    private const int ShortestSpelled = 3;
    private const int WidestGap = 3;

    // Letters of other scripts that are drawn as Latin ones; the second row is small letters.
    private static readonly FrozenDictionary<char, char> Lookalikes = Twins(
        "АВЕЅІЈКМНОРСТУХЗԌҮԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "abesijkmhopctyxzgyqwabezhikmnoptyxc",
        "аеѕіјорсухьһԁԛԝкмтнвґαενικορτυχϲо", "aesijopcyxbhdqwkmthbraevikoptuxco",
        "ĸſƖǀΙӀıłⱡ", "ksliiiill");

    // What is written in place of letters so that a name is not found.
    private static readonly FrozenDictionary<char, char> Leet = Twins("0134578@$€!|", "oieastbaseii");

    /// <summary>Whether a sign takes no room though Unicode does not call it a mark of format: fillers, controls, private signs.</summary>
    public static bool IsUnseen(Rune rune) => rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x17B4 or 0x17B5
        || (rune.Value != 0x85 && !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    /// <summary>A field without markup, escapes and invisible signs, wide and ornamental letters as plain ones.</summary>
    public static string Clean(string text)
    {
        // Invisible signs hide escapes too, and escapes invisible signs.
        text = Seen(text);
        for (var i = 0; i < MostDecoded && text.Contains('&', StringComparison.Ordinal) && text.Contains(';', StringComparison.Ordinal); i++)
        {
            text = WebUtility.HtmlDecode(text);
        }

        text = Seen(WithoutTags(Unescaped(text)));
        return Ascii.IsValid(text) ? text : text.Normalize(NormalizationForm.FormKC);
    }

    // Runes are whole: half of a pair becomes the sign for what cannot be read.
    private static string Seen(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsUnseen(rune) && Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format)
            {
                plain.Append(rune);
            }
        }

        return plain.ToString();
    }

    /// <summary>A field in which look-alikes of Latin letters are those letters, digits between letters the letters they stand for, and spelled-out words are words.</summary>
    public static string Unmasked(string text)
    {
        var read = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && InWord(text, i))
            {
                i++;
            }

            Word(text.AsSpan(start, i - start), read);
            if (i < text.Length)
            {
                read.Append(text[i++]);
            }
        }

        return Spelled(read.ToString());
    }

    // Signs that stand for letters are part of a word between letters only.
    private static bool InWord(string text, int at) => char.IsLetterOrDigit(text[at]) || text[at] is '\'' or '’'
        || (Leet.ContainsKey(text[at]) && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]) && (text[at] is '$' or '@' || (at > 0 && char.IsLetterOrDigit(text[at - 1]))));

    private static void Word(ReadOnlySpan<char> word, StringBuilder read)
    {
        var (latin, alike, other, masked) = (0, 0, 0, 0);
        foreach (var c in word)
        {
            if (char.IsAsciiLetter(c))
            {
                latin++;
            }
            else if (Lookalikes.ContainsKey(c))
            {
                alike++;
            }
            else if (Leet.ContainsKey(c))
            {
                masked++;
            }
            else if (char.IsLetter(c))
            {
                other++;
            }
        }

        // A word of a foreign script that has letters of its own is that word.
        var letters = latin > 0 || other == 0;
        var signs = masked > 0 && latin + alike > 0;
        foreach (var c in word)
        {
            read.Append(letters && Lookalikes.TryGetValue(c, out var twin) ? twin : signs && letters && Leet.TryGetValue(c, out var letter) ? letter : c);
        }
    }

    /// <summary>Three single letters or more in a row are one word; a wider gap among them parts words.</summary>
    public static string Spelled(string text)
    {
        var read = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var run = Run(text, i);
            if (run.Count < ShortestSpelled)
            {
                read.Append(text[i++]);
                continue;
            }

            var narrow = run.Zip(run.Skip(1), (a, b) => b - a).Min();
            for (var k = 0; k < run.Count; k++)
            {
                read.Append(k > 0 && run[k] - run[k - 1] > narrow ? " " : "").Append(text[run[k]]);
            }

            i = run[^1] + 1;
        }

        return read.ToString();
    }

    // The places of letters that stand alone, from one on, with the same signs between them; where those are spaces, more of them part words.
    private static List<int> Run(string text, int start)
    {
        var run = new List<int>();
        var (at, first) = (start, "");
        while (at < text.Length && char.IsLetter(text[at])
            && (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + 1 >= text.Length || !char.IsLetterOrDigit(text[at + 1])))
        {
            run.Add(at);
            var next = at + 1;
            while (next < text.Length && next - at <= WidestGap && text[next] is ' ' or '.' or '-' or '_' or '*' or '/' or '|' or '·' or ',' or '\t' or '\u00A0' or '\'')
            {
                next++;
            }

            var gap = text[(at + 1)..next];
            first = first.Length == 0 ? gap : first;
            at = gap.Length > 0 && (gap == first || (gap.Length > first.Length && string.IsNullOrWhiteSpace(gap + first))) ? next : text.Length;
        }

        return run;
    }

    private static string Unescaped(string text)
    {
        var at = text.IndexOf('%', StringComparison.Ordinal);
        return at >= 0 && at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]) ? Uri.UnescapeDataString(text) : text;
    }

    // <br> and the like part what stands on either side.
    private static string WithoutTags(string text)
    {
        if (!text.Contains('<', StringComparison.Ordinal))
        {
            return text;
        }

        var read = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var end = text[i] == '<' && i + 1 < text.Length && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] == '/') ? text.IndexOf('>', i) : -1;
            if (end > 0 && Tags.Contains(text[(i + 1)..end].Trim('/', ' ').Split(' ')[0], StringComparer.OrdinalIgnoreCase))
            {
                read.Append('\n');
                i = end;
            }
            else
            {
                read.Append(text[i]);
            }
        }

        return read.ToString();
    }

    private static readonly string[] Tags = ["br", "b", "i", "u", "p", "div", "span", "td", "tr", "li", "strong", "em", "font", "a"];

    private static FrozenDictionary<char, char> Twins(params ReadOnlySpan<string> rows)
    {
        var twins = new Dictionary<char, char>();
        for (var r = 0; r < rows.Length; r += 2)
        {
            for (var i = 0; i < rows[r].Length; i++)
            {
                twins.TryAdd(rows[r][i], rows[r + 1][i]);
            }
        }

        return twins.ToFrozenDictionary();
    }
}
