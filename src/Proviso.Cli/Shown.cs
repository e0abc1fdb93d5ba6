using System.Globalization;

namespace Proviso.Cli;

/// <summary>Text from outside as it may be shown: a name or a remark must not steer a terminal or turn the direction of a line.</summary>
internal static class Shown
{
    private const int Longest = 300;

    /// <summary>The text with what does not show written out, cut when long.</summary>
    public static string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cut = text.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "…") : text;
        return cut.Any(Steers) ? string.Concat(cut.Select(c => Steers(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}") : c.ToString())) : cut;
    }

    private static bool Steers(char c) => char.IsControl(c) || c is '\u061C' or '\u200E' or '\u200F' or '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
