using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AnyAscii;

namespace Proviso.Screening.Names;

/// <summary>What a word of a name is worth.</summary>
public enum NameWordKind
{
    /// <summary>A word like any other; its weight comes from how rare it is.</summary>
    Plain,

    /// <summary>The form of a company, brought to its kind; weighs little.</summary>
    LegalForm,
}

/// <summary>What the script of a word keeps of its sound.</summary>
public enum NameScript
{
    /// <summary>Letters, which may be mistyped.</summary>
    Letters,

    /// <summary>Consonants: the script leaves vowels out.</summary>
    Consonants,

    /// <summary>A sign for a syllable: another sign is another word, however alike the letters are.</summary>
    Syllable,

    /// <summary>Letters for sounds, into which foreign names go with other vowels and fewer kinds of consonants.</summary>
    Sound,
}

/// <summary>A word of a name in the form in which words are compared.</summary>
/// <param name="Text">Letters a to z and digits.</param>
/// <param name="Kind">What it is worth.</param>
/// <param name="Script">How it came to Latin letters.</param>
public readonly record struct NameWord(string Text, NameWordKind Kind, NameScript Script = NameScript.Letters)
{
    /// <summary>Whether only its consonants can be compared.</summary>
    public bool Consonants => Script == NameScript.Consonants;
}

/// <summary>A name as it is compared: in Latin letters, split into words, forms and abbreviations brought to one spelling.</summary>
public sealed class ScreeningName
{
    /// <summary>Longer names are cut before they are compared; a real name is shorter by far.</summary>
    public const int LongestName = 400;

    /// <summary>More words than this are left out.</summary>
    public const int MostWords = 40;

    private readonly bool _isOfSmallWords;

    private ScreeningName(string original, ImmutableArray<NameWord> words, string joined, ImmutableArray<int> starts, (int Start, int Length) core, bool isOfSmallWords)
    {
        _isOfSmallWords = isOfSmallWords;
        Original = original;
        Words = words;
        Joined = joined;
        Starts = starts;
        Core = core;
    }

    /// <summary>As it was given.</summary>
    public string Original { get; }

    /// <summary>Its words. Empty where nothing could be brought to Latin letters; then it matches nothing.</summary>
    public ImmutableArray<NameWord> Words { get; }

    /// <summary>All its words as they are written, run together.</summary>
    public string Joined { get; }

    /// <summary>Whether something is left that can tell one party from another: a word of two letters or more, a letter with a number, three initials or two Chinese signs.</summary>
    public bool Tells => !_isOfSmallWords && (Words.Any(w => w is { Kind: NameWordKind.Plain, Text: not "and" } && w.Script != NameScript.Syllable && w.Text.Length > 1 && w.Text.Any(char.IsAsciiLetter))
        || Words.Count(w => w.Script == NameScript.Syllable) > 1
        || Words.Count(w => w.Kind == NameWordKind.Plain && w.Text.Length == 1 && char.IsAsciiLetter(w.Text[0])) > 2);

    /// <summary>Whether it is worth a search: two letters or digits, one of them a letter.</summary>
    internal bool IsSomething => Core.Length > 1 && Joined.AsSpan(Core.Start, Core.Length).IndexOfAnyInRange('a', 'z') >= 0;

    /// <summary>How many of its words are more than a letter and not the form of a company.</summary>
    internal int PlainWords => Words.Count(IsTold);

    /// <summary>Where each word as it is written begins in <see cref="Joined"/>.</summary>
    internal ImmutableArray<int> Starts { get; }

    /// <summary>What is left of <see cref="Joined"/> without forms of companies and small words at either end.</summary>
    internal (int Start, int Length) Core { get; }

    /// <summary>The letters of the core without any "and", which papers leave out.</summary>
    internal (string Text, List<int> Starts) CoreLetters => Letters(Core.Start, Core.Start + Core.Length);

    /// <summary>The letters without any "and", and where its words begin in them; with an end.</summary>
    internal (string Text, List<int> Starts) AllLetters => Letters(0, Joined.Length);

    // In letters that are spelled out one by one, every letter would begin a word: only the first and the last do.
    private (string Text, List<int> Starts) Letters(int from, int to)
    {
        var text = new StringBuilder(to - from);
        var starts = new List<int>(Starts.Length + 1);
        for (var (i, run) = (0, 0); i < Starts.Length; i++)
        {
            var end = i + 1 < Starts.Length ? Starts[i + 1] : Joined.Length;
            if (Starts[i] >= from && end <= to)
            {
                var word = Joined.AsSpan(Starts[i], end - Starts[i]);
                run = word.Length == 1 ? run + 1 : 0;
                if (run == SpelledOut)
                {
                    starts.RemoveRange(starts.Count - SpelledOut + 2, SpelledOut - 2);
                }
                else if (run < SpelledOut && word is not "and")
                {
                    starts.Add(text.Length);
                }

                text.Append(word is "and" ? "" : word);
            }
        }

        starts.Add(text.Length);
        return (text.ToString(), starts);
    }

    private const int SpelledOut = 6;

    /// <summary>Whether a word is more than a letter and not the form of a company.</summary>
    internal static bool IsTold(NameWord word) => word is { Kind: NameWordKind.Plain, Text.Length: > 1 };

    /// <summary>Whether a word as compared stands for the form of a company.</summary>
    public static bool IsFormOfCompany(string word) => NameWords.LegalForms.Values.Contains(word);

    /// <summary>Reads a name.</summary>
    public static ScreeningName Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = name.Length > LongestName ? name[..LongestName] : name;
        var raw = Split(Translated(text));
        var words = ImmutableArray.CreateBuilder<NameWord>(raw.Count);
        var (first, last) = (-1, -1);
        for (var i = 0; i < raw.Count && words.Count < MostWords;)
        {
            if (Phrase(raw, i, out var kind) is var length and > 0)
            {
                words.Add(new NameWord(kind, NameWordKind.LegalForm));
                i += length;
                continue;
            }

            var (word, script) = raw[i++];
            var before = words.Count;
            if (NameWords.LegalForms.TryGetValue(word, out var form))
            {
                words.Add(new NameWord(form, NameWordKind.LegalForm));
            }
            else if (NameWords.Abbreviations.TryGetValue(word, out var longer))
            {
                words.Add(new NameWord(longer, NameWordKind.Plain));
            }
            else if (NameWords.MistypedFor(word) is { } meant)
            {
                words.Add(new NameWord(meant.Word, meant.IsForm ? NameWordKind.LegalForm : NameWordKind.Plain));
            }
            else if (!NameWords.Empty.Contains(word))
            {
                words.Add(new NameWord(word, NameWordKind.Plain, script));
            }

            if (words.Count > before && words[^1].Kind == NameWordKind.Plain)
            {
                (first, last) = (first < 0 ? i - 1 : first, i - 1);
            }
        }

        // A name of titles and small words alone is that name.
        if (!words.Any(w => w.Kind == NameWordKind.Plain))
        {
            words.Clear();
            words.AddRange(raw.Take(MostWords).Select(r => new NameWord(r.Text, NameWordKind.Plain, r.Script)));
        }

        var starts = ImmutableArray.CreateBuilder<int>(raw.Count);
        var end = 0;
        foreach (var (word, _) in raw)
        {
            starts.Add(end);
            end += word.Length;
        }

        var core = first < 0 ? (0, end) : (starts[first], starts[last] + raw[last].Text.Length - starts[first]);
        return new ScreeningName(name, words.ToImmutable(), string.Concat(raw.Select(r => r.Text)), starts.MoveToImmutable(), core, first < 0);
    }

    private static string Translated(string text)
    {
        if (!text.EnumerateRunes().Any(IsHan))
        {
            return text;
        }

        foreach (var (signs, words) in NameWords.Translated)
        {
            text = text.Replace(signs, $" {words} ", StringComparison.Ordinal);
        }

        return text;
    }

    private static int Phrase(List<(string Text, NameScript Script)> raw, int start, out string kind)
    {
        var key = new StringBuilder(raw[start].Text);
        var (best, found) = (0, "");
        for (var length = 2; length <= 7 && start + length <= raw.Count; length++)
        {
            key.Append('_').Append(raw[start + length - 1].Text);
            if (NameWords.LegalPhrases.TryGetValue(key.ToString(), out var form))
            {
                (best, found) = (length, form);
            }
        }

        kind = found;
        return best;
    }

    private static List<(string Text, NameScript Script)> Split(string name)
    {
        var words = new List<(string, NameScript)>();
        var word = new StringBuilder();
        var script = NameScript.Letters;
        var runes = name.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
        {
            var rune = runes[i];
            if (rune.Value < 128)
            {
                var c = (char)rune.Value;
                if (char.IsAsciiLetterOrDigit(c))
                {
                    word.Append(char.ToLowerInvariant(c));
                }
                else if (c is '\'' or '`' || (char.IsControl(c) && !char.IsWhiteSpace(c)))
                {
                    // O'Brien, Qa'ida: one word. And what does not show cannot part a word.
                }
                else if (c == '.' && word.Length > 0 && Abbreviated(runes, i))
                {
                    // J.P., A.B.C.: one word.
                }
                else if (c == '&')
                {
                    End();
                    words.Add(("and", NameScript.Letters));
                }
                else
                {
                    End();
                }

                continue;
            }

            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter || rune.Value is 0x2018 or 0x2019 or 0x02BC || FieldText.IsUnseen(rune))
            {
                continue;
            }

            if (!Rune.IsLetterOrDigit(rune) && category is not UnicodeCategory.SpacingCombiningMark)
            {
                End();
                continue;
            }

            // The soft and the hard sign are not spoken; papers leave them out.
            if (rune.Value is 0x44C or 0x44A or 0x42C or 0x42A)
            {
                continue;
            }

            // Each sign of Chinese is a syllable; papers write them apart and together.
            if (IsHan(rune))
            {
                End();
            }

            script = IsHan(rune) ? NameScript.Syllable : IsConsonantal(rune) ? NameScript.Consonants : IsHangul(rune) ? NameScript.Sound : script;
            foreach (var c in Hebrew(rune.Value, word.Length == 0) ?? rune.ToString().Transliterate())
            {
                if (char.IsAsciiLetterOrDigit(c))
                {
                    word.Append(char.ToLowerInvariant(c));
                }
            }

            if (IsHan(rune))
            {
                End();
            }
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add((word.ToString(), script));
                word.Clear();
            }

            script = NameScript.Letters;
        }
    }

    private static bool Abbreviated(Rune[] runes, int dot)
    {
        var one = dot >= 1 && Rune.IsLetter(runes[dot - 1]) && (dot < 2 || !Rune.IsLetterOrDigit(runes[dot - 2]));
        return one && dot + 1 < runes.Length && Rune.IsLetter(runes[dot + 1]) && (dot + 2 >= runes.Length || !Rune.IsLetterOrDigit(runes[dot + 2]));
    }

    private static bool IsHan(Rune rune) => rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    // Vav is a vowel more often than a consonant; pe is p at the beginning of a word and f at its end.
    private static string? Hebrew(int value, bool first) => value switch { 0x5D5 => "w", 0x5E4 when first => "p", _ => null };

    private static bool IsHangul(Rune rune) => rune.Value is (>= 0xAC00 and <= 0xD7A3) or (>= 0x1100 and <= 0x11FF) or (>= 0x3130 and <= 0x318F);

    private static bool IsConsonantal(Rune rune) => rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF);
}
