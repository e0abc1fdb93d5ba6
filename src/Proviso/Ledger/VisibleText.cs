using System.Buffers;
using System.Globalization;
using System.Text;

namespace Proviso.Ledger;

/// <summary>Which characters people see. Keys are made of these alone, and a reason holds at least one letter or digit of them.</summary>
internal static class VisibleText
{
    private static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Whether the text has a letter or digit that is visible. Modifier letters do not count: alone they are strokes and dots.</summary>
    public static bool HasWord(string text)
    {
        if (text.AsSpan().IndexOfAny(s_plain) >= 0)
        {
            return true;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsFiller(rune.Value) && Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What keeps a text from standing on one line as it is, or null: control characters and line ends hide in tables, turned directions show
    /// another text, and half a surrogate pair has no bytes of its own.</summary>
    public static string? LineProblem(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return null;
        }

        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var taken) != OperationStatus.Done || Rune.IsControl(rune))
            {
                return "holds a control character or half a character";
            }

            if (rune.Value is 0x2028 or 0x2029 or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
            {
                return $"holds the invisible character U+{rune.Value:X4}, which breaks the line or turns its direction; write it without";
            }

            rest = rest[taken..];
        }

        return null;
    }

    /// <summary>What keeps a text from being a key, or null.</summary>
    public static string? KeyProblem(string text)
    {
        var first = true;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var taken) != OperationStatus.Done || Rune.IsControl(rune))
            {
                return "holds a control character or half a character";
            }

            var category = Rune.GetUnicodeCategory(rune);
            if ((rune.Value != ' ' && IsUnseen(category)) || IsFiller(rune.Value) || IsUnseenMark(rune.Value))
            {
                return $"holds U+{rune.Value:X4}, which nobody sees; keys have visible characters and plain blanks between them";
            }

            if (first && category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark)
            {
                return $"begins with U+{rune.Value:X4}, a mark that hangs on the character before it";
            }

            first = false;
            rest = rest[taken..];
        }

        return null;
    }

    // Zero-width and turning characters are of the kind "format"; other blanks look like a plain one; what has no meaning yet has no look either.
    private static bool IsUnseen(UnicodeCategory category) => category is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate or UnicodeCategory.Control;

    // Letters and a symbol by their kind, blank by their look: the fillers of Hangul, and Braille without a dot.
    private static bool IsFiller(int rune) => rune is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800;

    // Marks without a look (Default_Ignorable_Code_Point among the marks): joiners, Mongolian and other variation selectors, Khmer inherent vowels.
    private static bool IsUnseenMark(int rune) => rune is 0x034F or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180D) or 0x180F or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
