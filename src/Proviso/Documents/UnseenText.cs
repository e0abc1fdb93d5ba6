using System.Globalization;
using System.Text;

namespace Proviso.Documents;

/// <summary>Characters that do not show: control characters, terminal escapes, marks that turn the direction of a line, spaces without width.</summary>
/// <remarks>One place says which they are, for what is printed, for what is written to files, and for what is taken in.</remarks>
public static class UnseenText
{
    /// <summary>Whether a character steers a terminal, turns the direction of text, breaks a line, or is not seen at all. A space shows; a tab and a line break do not.</summary>
    public static bool IsUnseen(Rune rune) => rune.Value switch
    {
        >= 0x20 and < 0x7F => false,

        // Letters and marks by category that every font leaves empty: fillers of Hangul, selectors of variants, the joiner of graphemes, the empty braille cell.
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF) => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate,
    };

    /// <summary>
    /// Whether the text holds a control character other than tab and line feed, or a mark that turns or breaks a line: no name or id has one for
    /// an honest reason. Characters without width are not among them; some languages write with them.
    /// </summary>
    public static bool Steers(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var c in text)
        {
            if ((char.IsControl(c) && c is not ('\n' or '\t')) || c is '\u061C' or '\u200E' or '\u200F' or '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text with every unseen character written out as in JSON: <c>\u001B</c>. Half of a surrogate pair is written out too.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!HasUnseen(text))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i++]:X4}");
                continue;
            }

            for (var end = i + rune.Utf16SequenceLength; i < end; i++)
            {
                _ = IsUnseen(rune) ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}") : escaped.Append(text[i]);
            }
        }

        return escaped.ToString();
    }

    /// <summary>Whether any character of the text is unseen, or is half of a surrogate pair.</summary>
    public static bool HasUnseen(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyExceptInRange(' ', '~'))
        {
            return false;
        }

        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text[i..], out var rune, out var length) != System.Buffers.OperationStatus.Done || IsUnseen(rune))
            {
                return true;
            }

            i += length;
        }

        return false;
    }

    /// <summary>
    /// Whether the text holds at least one letter or digit that shows. A name without any (control characters, spaces, dots, signs alone) can
    /// match no entry of a list, so it must not read as clear: it is bad input.
    /// </summary>
    public static bool HasLetterOrDigit(string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (!IsUnseen(rune) && rune != Rune.ReplacementChar && Rune.IsLetterOrDigit(rune))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is wrong with a name that holds nothing to compare, or null: shared by every door that takes names in.</summary>
    /// <param name="name">The name.</param>
    public static string? ProblemOfName(string? name) =>
        string.IsNullOrWhiteSpace(name) ? "the name is empty"
        : HasLetterOrDigit(name) ? null
        : $"the name `{Cut(Escape(name))}` holds no letter and no digit, so no list could name it";

    private static string Cut(string text) => text.Length > 60 ? string.Concat(text.AsSpan(0, 60), "…") : text;
}
