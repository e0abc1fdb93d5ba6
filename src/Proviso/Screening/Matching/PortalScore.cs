using System.Text;

namespace Proviso.Screening.Matching;

/// <summary>A score that follows the one of OFAC's public search, for those whose regulator compares with it. It decides nothing here.</summary>
/// <remarks>
/// OFAC says (FAQ 249) that its search compares characters by Jaro-Winkler and sounds by Soundex, the whole name once and its parts once, and shows
/// the higher. How parts are paired and what is left out of names it does not say; that was found out on half of 88 published scores
/// (<c>bench/README.md</c> has the agreement on both halves).
/// </remarks>
public static class PortalScore
{
    // Parts that begin alike and are this near count though they sound otherwise.
    private const double NearPart = 0.85;
    private const int LongestName = 400;

    /// <summary>The score of a listed name for a name asked for.</summary>
    /// <param name="asked">The name asked for.</param>
    /// <param name="listed">The listed name as the list prints it.</param>
    /// <returns>0 to 100; the public search shows none below its slider, 50 at the least.</returns>
    public static int Of(string asked, string listed)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(listed);
        var best = 0.0;

        // A hyphen joins or parts words; the search finds either.
        foreach (var (askedHyphen, listedHyphen) in new[] { ("", ""), ("", " "), (" ", " "), (" ", "") })
        {
            var (a, b) = (Plain(asked, askedHyphen), Plain(listed, listedHyphen));
            if (a.Length > 0 && b.Length > 0)
            {
                best = Math.Max(best, Math.Max(JaroWinkler(a, b), Parts(a, b)));
            }
        }

        return (int)Math.Round(best * 100, MidpointRounding.ToEven);
    }

    /// <summary>Jaro-Winkler: how alike two texts are, 0 to 1, letters that begin both counting more.</summary>
    internal static double JaroWinkler(string a, string b)
    {
        var jaro = Jaro(a, b);
        var prefix = 0;
        while (prefix < Math.Min(4, Math.Min(a.Length, b.Length)) && a[prefix] == b[prefix])
        {
            prefix++;
        }

        return jaro + (prefix * 0.1 * (1 - jaro));
    }

    /// <summary>Soundex: a letter and three digits; empty for what has no letters.</summary>
    internal static string Soundex(string word)
    {
        var code = new StringBuilder(4);
        var last = '0';
        foreach (var letter in word)
        {
            var c = char.ToUpperInvariant(letter);
            if (c is < 'A' or > 'Z')
            {
                continue;
            }

            var digit = "01230120022455012623010202"[c - 'A'];
            if (code.Length == 0)
            {
                code.Append(c);
            }
            else if (digit != '0' && digit != last)
            {
                code.Append(digit);
            }

            // H and W between two letters of one sound do not part them; a vowel does.
            last = c is 'H' or 'W' ? last : digit;
            if (code.Length == 4)
            {
                break;
            }
        }

        return code.Length == 0 ? "" : code.ToString().PadRight(4, '0');
    }

    private static double Parts(string asked, string listed)
    {
        var sum = 0.0;
        var parts = asked.Split(' ');
        var others = listed.Split(' ');
        foreach (var part in parts)
        {
            var best = 0.0;
            foreach (var other in others)
            {
                var likeness = JaroWinkler(part, other);
                if (likeness > best && (Soundex(part) == Soundex(other) || (part[0] == other[0] && likeness >= NearPart)))
                {
                    best = likeness;
                }
            }

            sum += best;
        }

        return sum / parts.Length;
    }

    private static double Jaro(string a, string b)
    {
        if (a == b)
        {
            return 1;
        }

        var window = Math.Max(0, (Math.Max(a.Length, b.Length) / 2) - 1);
        var (inA, inB, matches) = (new bool[a.Length], new bool[b.Length], 0);
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = Math.Max(0, i - window); j < Math.Min(b.Length, i + window + 1); j++)
            {
                if (!inB[j] && a[i] == b[j])
                {
                    (inA[i], inB[j]) = (true, true);
                    matches++;
                    break;
                }
            }
        }

        if (matches == 0)
        {
            return 0;
        }

        var (swaps, k) = (0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            if (inA[i])
            {
                while (!inB[k])
                {
                    k++;
                }

                swaps += a[i] != b[k++] ? 1 : 0;
            }
        }

        double m = matches;
        return ((m / a.Length) + (m / b.Length) + ((m - (swaps / 2.0)) / m)) / 3;
    }

    private static string Plain(string name, string hyphen)
    {
        var plain = new StringBuilder();
        foreach (var c in name.AsSpan(0, Math.Min(name.Length, LongestName)))
        {
            var letter = char.ToUpperInvariant(c);
            if (letter is (>= 'A' and <= 'Z') or (>= '0' and <= '9'))
            {
                plain.Append(letter);
            }
            else if (letter == '-')
            {
                plain.Append(hyphen);
            }
            else if (letter is not ('\'' or '.'))
            {
                plain.Append(' ');
            }
        }

        return string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
