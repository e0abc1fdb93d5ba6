using Proviso.Screening.Names;

namespace Proviso.Screening.Matching;

/// <summary>How two words were found alike.</summary>
public enum Likeness
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The same word.</summary>
    Same,

    /// <summary>One is the beginning of the other.</summary>
    Beginning,

    /// <summary>One is the first letter of the other.</summary>
    Initial,

    /// <summary>The same consonants, where a script leaves vowels out.</summary>
    Consonants,

    /// <summary>A few letters differ.</summary>
    Edited,

    /// <summary>Spelled otherwise and spoken alike.</summary>
    Sound,

    /// <summary>Two words of one name run together in the other.</summary>
    RunTogether,

    /// <summary>Two forms of companies of different kinds.</summary>
    OtherForm,

    /// <summary>The whole names run together are alike.</summary>
    WholeName,

    /// <summary>The listed name stands within a field that holds more.</summary>
    Within,

    /// <summary>The one word asked for is the family name of a listed person.</summary>
    FamilyName,

    /// <summary>No likeness of words: a country, an address, a number, a birth date, or what the list says of a name.</summary>
    Evidence,
}

/// <summary>How alike two words are, in thousandths.</summary>
/// <param name="Points">0 to 1000.</param>
/// <param name="How">Why.</param>
/// <param name="Edits">Letters that differ, for edited words.</param>
public readonly record struct WordLikeness(int Points, Likeness How, int Edits);

/// <summary>Compares single words. Everything that the index looks up, it looks up by these rules.</summary>
internal static class WordSimilarity
{
    /// <summary>Edited words below this are not alike.</summary>
    public const int LeastEdited = 550;

    public const int Initial = 500;
    public const int Beginning = 650;
    public const int OtherForm = 400;
    public const int Consonants = 900;
    public const int SameSound = 950;
    public const int ShortestSound = 4;
    public const int FewConsonants = 600;
    public const int NearConsonants = 700;
    public const int NearConsonantsFrom = 5;

    public static WordLikeness Of(NameWord a, NameWord b)
    {
        if (a.Kind != b.Kind)
        {
            return default;
        }

        if (string.Equals(a.Text, b.Text, StringComparison.Ordinal))
        {
            return new WordLikeness(1000, Likeness.Same, 0);
        }

        if (a.Kind == NameWordKind.LegalForm)
        {
            return new WordLikeness(OtherForm, Likeness.OtherForm, 0);
        }

        if (a.Script == NameScript.Syllable || b.Script == NameScript.Syllable)
        {
            return default;
        }

        if (a.Consonants || b.Consonants)
        {
            return ByConsonants(ConsonantsOf(a.Text), ConsonantsOf(b.Text));
        }

        var (shorter, longer) = a.Text.Length <= b.Text.Length ? (a.Text, b.Text) : (b.Text, a.Text);
        var best = default(WordLikeness);
        if (shorter.Length == 1)
        {
            return longer[0] == shorter[0] && !char.IsAsciiDigit(shorter[0]) ? new WordLikeness(Initial, Likeness.Initial, 0) : default;
        }

        if (HasDigit(shorter) || HasDigit(longer))
        {
            return default;
        }

        if (shorter.Length >= 3 && longer.Length - shorter.Length >= 2 && longer.StartsWith(shorter, StringComparison.Ordinal))
        {
            best = new WordLikeness(Beginning, Likeness.Beginning, 0);
        }

        if (shorter.Length >= ShortestSound && string.Equals(SoundOf(shorter), SoundOf(longer), StringComparison.Ordinal))
        {
            best = new WordLikeness(SameSound, Likeness.Sound, 0);
        }

        if ((a.Script == NameScript.Sound || b.Script == NameScript.Sound) && ByClasses(shorter, longer) is { Points: > 0 } classes && classes.Points > best.Points)
        {
            best = classes;
        }

        var most = MostEdits(longer.Length);
        if (most > 0)
        {
            var distance = Edits.Distance(shorter, longer, most);
            if (distance <= most && Edited(distance, longer.Length) is var points && points > best.Points)
            {
                best = new WordLikeness(points, Likeness.Edited, distance);
            }
        }

        return best;
    }

    /// <summary>Points of words that differ in so many letters.</summary>
    public static int Edited(int edits, int longer) => 1000 - (1100 * edits / longer);

    /// <summary>The most letters in which words may differ when the longer has this many.</summary>
    public static int MostEdits(int longer) => longer switch { >= 12 => 3, >= 5 => 2, >= 3 => 1, _ => 0 };

    public static bool HasDigit(string word) => word.AsSpan().IndexOfAnyInRange('0', '9') >= 0;

    public static WordLikeness ByConsonants(string a, string b)
    {
        if (a.Length < 2 || b.Length < 2)
        {
            return default;
        }

        if (string.Equals(a, b, StringComparison.Ordinal))
        {
            return new WordLikeness(a.Length > 2 ? Consonants : FewConsonants, Likeness.Consonants, 0);
        }

        return Math.Max(a.Length, b.Length) >= NearConsonantsFrom && Math.Min(a.Length, b.Length) >= NearConsonantsFrom - 1 && Edits.Distance(a, b, 1) == 1 ? new WordLikeness(NearConsonants, Likeness.Consonants, 1) : default;
    }

    /// <summary>Words whose consonants are of the same kinds in the same order: as much as Hangul keeps of a foreign name.</summary>
    public static WordLikeness ByClasses(string a, string b)
    {
        var (classes, others) = (ClassesOf(a), ClassesOf(b));
        return classes.Length >= 4 && string.Equals(classes, others, StringComparison.Ordinal) ? new WordLikeness(Consonants, Likeness.Sound, 0) : default;
    }

    /// <summary>The kinds of a word's consonants: lips, teeth, hisses, throat, liquids, m, n.</summary>
    public static string ClassesOf(string word)
    {
        Span<char> kept = stackalloc char[Math.Min(word.Length, Edits.Longest)];
        var count = 0;
        foreach (var letter in word)
        {
            var c = letter switch
            {
                'b' or 'p' or 'f' or 'v' => 'b',
                'd' or 't' => 'd',
                's' or 'z' or 'x' or 'j' => 's',
                'k' or 'g' or 'q' or 'c' => 'k',
                'l' or 'r' => 'r',
                'm' or 'n' => letter,
                _ => ' ',
            };
            if (c != ' ' && count < kept.Length && (count == 0 || kept[count - 1] != c))
            {
                kept[count++] = c;
            }
        }

        return new string(kept[..count]);
    }

    /// <summary>A word as it sounds whichever way it is spelled: i, y and j, u and ou, v and w, doubled letters, the endings of Slavic names.</summary>
    public static string SoundOf(string word)
    {
        Span<char> kept = stackalloc char[Math.Min(word.Length, Edits.Longest)];
        var count = 0;
        for (var i = 0; i < word.Length && count < kept.Length; i++)
        {
            var next = i + 1 < word.Length ? word[i + 1] : ' ';
            var c = word[i] switch
            {
                'y' or 'j' => 'i',
                'w' => 'v',
                'q' => 'k',
                'c' when next == 'k' => ' ',
                'p' when next == 'h' => 'f',
                'k' when next == 'h' => ' ',
                'o' when next is 'u' or 'o' => ' ',
                'e' when next == 'e' => ' ',
                'h' when i > 0 && word[i - 1] == 'p' => ' ',
                'o' when i > 0 && word[i - 1] == 'o' => 'u',
                'e' when i > 0 && word[i - 1] == 'e' => 'i',
                var other => other,
            };
            if (c != ' ' && (count == 0 || kept[count - 1] != c))
            {
                kept[count++] = c;
            }
        }

        return new string(kept[..count]);
    }

    /// <summary>The consonants of a word, those that scripts confuse made one, doubled ones single.</summary>
    /// <remarks>An h after a consonant that it changes is part of it, and one at the end is silent; elsewhere it is spoken.</remarks>
    public static string ConsonantsOf(string word)
    {
        Span<char> kept = stackalloc char[Math.Min(word.Length, Edits.Longest)];
        var count = 0;
        for (var i = 0; i < word.Length && count < kept.Length; i++)
        {
            var next = i + 1 < word.Length ? word[i + 1] : ' ';
            var c = word[i] switch
            {
                'a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'w' => ' ',
                'h' => i + 1 == word.Length || (i > 0 && word[i - 1] is 'k' or 'g' or 's' or 'c' or 't' or 'd' or 'p' or 'z') ? ' ' : 'h',
                'p' => next == 'h' ? 'f' : 'b',
                'v' => 'f',
                'q' or 'c' => 'k',
                'z' or 'x' => 's',
                'j' => 'g',
                var other => other,
            };
            if (c != ' ' && (count == 0 || kept[count - 1] != c))
            {
                kept[count++] = c;
            }
        }

        return new string(kept[..count]);
    }
}
