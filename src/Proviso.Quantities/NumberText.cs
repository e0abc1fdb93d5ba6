using System.Buffers;
using System.Globalization;
using System.Text;

namespace Proviso.Quantities;

/// <summary>The one reader of numbers that people and files write: digits, and a point before at most six decimals.</summary>
/// <remarks>
/// <para>
/// What could mean two numbers is refused with the reason and the fix, never read as one of them: a decimal comma (<c>1,5</c> was once
/// recorded as 15), digit groups in any style, a plus sign, an exponent, leading zeros, digits that are not 0 to 9, a currency sign, a unit.
/// </para>
/// <para>
/// A problem is a whole sentence for the person who wrote the number. It quotes at most the first characters, with what does not show
/// written out, so it is safe to print; it never names a type of this program.
/// </para>
/// </remarks>
public static class NumberText
{
    // Longer than the widest number that fits (thirteen digits, a point, six decimals) with room for zeros at its end.
    private const int Longest = 40;

    private const int Quoted = 40;

    private static readonly SearchValues<char> s_figure = SearchValues.Create("0123456789.");

    /// <summary>Reads a whole count, zero or more, that fits 64 bits: digits alone.</summary>
    /// <param name="text">What was written; null reads like an empty text.</param>
    /// <param name="value">The count; 0 when it is none.</param>
    /// <param name="problem">Why it is none and what to write instead; null when it is one.</param>
    /// <returns>True when it is a count.</returns>
    public static bool TryCount(string? text, out long value, out string? problem)
    {
        value = 0;
        problem = Shape(text, signed: false, grouped: true) ?? (text!.Contains('.', StringComparison.Ordinal) ? NotWhole(text) : null);
        if (problem is not null)
        {
            return false;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            problem = $"{Quote(text!)} is larger than any count that is kept; at most 9223372036854775807";
            return false;
        }

        return true;
    }

    /// <summary>
    /// Reads an amount of money or of performance that a person typed, zero or more. A figure such as <c>1.000</c> or <c>35.832</c>, which
    /// half of the world reads as thousands, is refused: a fourth decimal or no point makes it plain.
    /// </summary>
    /// <param name="text">What was written; null reads like an empty text.</param>
    /// <param name="millionths">The amount in millionths (<see cref="FixedPoint"/>), from 0 to <see cref="long.MaxValue"/>; 0 when it is none.</param>
    /// <param name="problem">Why it is none and what to write instead; null when it is one.</param>
    /// <returns>True when it is an amount.</returns>
    public static bool TryAmount(string? text, out long millionths, out string? problem) => TryDecimal(text, signed: false, grouped: true, out millionths, out problem);

    /// <summary>
    /// Reads a figure where the point can only be a decimal point: a field of YAML or JSON, a rate, a ratio, a number of days. It may
    /// be negative; the caller knows its range. <c>1.085</c> is read, everything else that <see cref="TryAmount"/> refuses is refused.
    /// </summary>
    /// <param name="text">What was written; null reads like an empty text.</param>
    /// <param name="millionths">The figure in millionths (<see cref="FixedPoint"/>); 0 when it is none.</param>
    /// <param name="problem">Why it is none and what to write instead; null when it is one.</param>
    /// <returns>True when it is a figure.</returns>
    public static bool TryFigure(string? text, out long millionths, out string? problem) => TryDecimal(text, signed: true, grouped: false, out millionths, out problem);

    private static bool TryDecimal(string? text, bool signed, bool grouped, out long millionths, out string? problem)
    {
        millionths = 0;
        problem = Shape(text, signed, grouped);
        if (problem is not null)
        {
            return false;
        }

        var point = text!.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0 && text.AsSpan(point + 1).TrimEnd('0').Length > FixedPoint.Decimals)
        {
            problem = $"{Quote(text)} has more than six decimals; a figure is never rounded here, so write at most six";
            return false;
        }

        // The shape is known: an optional minus, digits, perhaps a point and digits. A decimal holds 28 digits, the shape at most 40.
        var digits = text.AsSpan(0, point < 0 ? text.Length : point).TrimStart('-').Length;
        if (digits > 13 || !FixedPoint.TryFromDecimal(decimal.Parse(point < 0 ? text : text.TrimEnd('0').TrimEnd('.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), out millionths))
        {
            problem = $"{Quote(text)} is larger than any figure that is kept; at most 9223372036854";
            return false;
        }

        return true;
    }

    /// <summary>What keeps a text from being digits with at most one point between them, or null.</summary>
    private static string? Shape(string? text, bool signed, bool grouped)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "a number is missing; write it in digits, such as 1500";
        }

        if (text.Length > Longest)
        {
            return $"{Quote(text)} has {text.Length} characters; a number has at most {Longest}";
        }

        var digits = signed && text[0] == '-' ? text.AsSpan(1) : text.AsSpan();
        if (digits.ContainsAnyExcept(s_figure))
        {
            return Foreign(text, digits);
        }

        var point = digits.IndexOf('.');
        if (point >= 0 && digits[(point + 1)..].Contains('.'))
        {
            return $"{Quote(text)} has more than one point; write the digits without groups{Suggested(Only(digits))}";
        }

        if (point == 0 || digits.IsEmpty)
        {
            return $"{Quote(text)} has no digit before the point; write the zero, such as 0.5";
        }

        if (point == digits.Length - 1)
        {
            return $"{Quote(text)} has no digit after the point; write {Only(digits)} without it, if it is whole";
        }

        if (digits[0] == '0' && (point < 0 ? digits.Length : point) > 1)
        {
            return $"{Quote(text)} begins with a zero, so it may be a code or cut off; write the number without leading zeros";
        }

        return grouped && point is >= 1 and <= 3 && digits[0] != '0' && digits.Length - point == 4
            ? $"{Quote(text)} may mean thousands or three decimals; write {Only(digits)} for thousands, or {digits}0 for decimals"
            : null;
    }

    private static string NotWhole(string text) => $"{Quote(text)} is not whole; a count has digits alone, such as 8000";

    /// <summary>Says which character does not belong into a number, and what to write instead.</summary>
    private static string Foreign(string text, ReadOnlySpan<char> digits)
    {
        var quote = Quote(text);
        if (digits[0] is '+')
        {
            return $"{quote} has a plus sign; write it without{Suggested(digits[1..])}";
        }

        if (digits[0] is '-' or '−' or '–' or '‐' or '‑' or '(')
        {
            return $"{quote} is negative or has a sign; write a number of zero or more";
        }

        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned || rune == Rune.ReplacementChar)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{quote} holds a character that does not show (U+{rune.Value:X4}); write the number anew, in digits");
            }

            if (!rune.IsAscii && category is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber && !rune.IsAscii)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{quote} has a digit that is not one of 0 to 9 (U+{rune.Value:X4}); write the digits 0 to 9");
            }

            if (category == UnicodeCategory.CurrencySymbol)
            {
                return $"{quote} has a currency sign; write the number alone, the currency has a place of its own";
            }
        }

        if (digits.ContainsAny("%‰٪"))
        {
            return $"{quote} has a percent sign; write the number alone";
        }

        if (digits.ContainsAny(",٫٬،，"))
        {
            return Comma(quote, digits);
        }

        foreach (var c in digits)
        {
            if (char.IsWhiteSpace(c) || c is '\'' or '’' or '_' or '·' or '˙' or '٬')
            {
                return $"{quote} has {(char.IsWhiteSpace(c) ? "a space" : "digit groups")}; write the digits without groups{Suggested(Only(digits))}";
            }
        }

        return Word(quote, digits);
    }

    private static string Comma(string quote, ReadOnlySpan<char> digits)
    {
        var comma = digits.IndexOf(',');
        if (comma > 0 && !digits[(comma + 1)..].Contains(',') && !digits.Contains('.') && digits.Length - comma != 4 && IsDigits(digits[..comma]) && IsDigits(digits[(comma + 1)..]))
        {
            return $"{quote} has a decimal comma; write {digits[..comma]}.{digits[(comma + 1)..]}, not {digits}";
        }

        return $"{quote} has a comma, which is a digit group to some and a decimal comma to others; write the digits without groups, and a point before decimals, such as 1000 or 1.5";
    }

    private static string Word(string quote, ReadOnlySpan<char> digits)
    {
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return $"{quote} is hexadecimal; write it in digits 0 to 9";
        }

        var letter = digits.IndexOfAny('e', 'E');
        if (letter > 0 && IsDigits(digits[(letter + 1)..].TrimStart("+-")) && !digits[..letter].ContainsAnyExcept(s_figure))
        {
            return $"{quote} has an exponent; write the digits out, such as 1000";
        }

        return digits.ContainsAnyInRange('0', '9')
            ? $"{quote} holds more than a number; write the digits alone, such as 1500"
            : $"{quote} is not a number; write it in digits, such as 1500";
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    private static string Only(ReadOnlySpan<char> text) => string.Concat(text.ToString().Where(char.IsAsciiDigit));

    private static string Suggested(ReadOnlySpan<char> number) => IsDigits(number) ? $": {number}" : "";

    // As it may be printed: what does not show, or steers a terminal, is written out.
    private static string Quote(string text)
    {
        var quote = new StringBuilder("`");
        var left = Quoted;
        foreach (var rune in text.EnumerateRunes())
        {
            if (left-- == 0)
            {
                quote.Append('…');
                break;
            }

            var shows = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
            _ = shows ? quote.Append(rune.ToString()) : quote.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }

        return quote.Append('`').ToString();
    }
}
