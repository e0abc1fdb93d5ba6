using Proviso.Documents;

namespace Proviso.Cli;

/// <summary>Text from outside as it may be shown on one line. What steers a terminal is written out by <see cref="VisibleStream"/> anyway; this also keeps line breaks from forging lines, and cuts what is long.</summary>
internal static class Shown
{
    private const int Longest = 300;

    /// <summary>The text with what does not show written out, cut when long.</summary>
    public static string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return UnseenText.Escape(text.Length > Longest ? string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest), "…") : text);
    }
}
