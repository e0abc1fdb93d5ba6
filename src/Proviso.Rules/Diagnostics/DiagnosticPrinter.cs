using System.Globalization;
using Proviso.Rules.Text;

namespace Proviso.Rules.Diagnostics;

/// <summary>Prints a diagnostic with its line of the source and carets under the place.</summary>
public static class DiagnosticPrinter
{
    private const int MaxWidth = 160;

    /// <summary>Writes the message, the place, the related places and the help; an empty line between diagnostics is the caller's.</summary>
    public static void Write(TextWriter writer, Diagnostic d)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(d);
        var word = d.Severity == Severity.Error ? "error" : "warning";
        Line(writer, $"{word} {d.Code}: {d.Message}");
        var related = d.Related ?? [];
        var width = related.Select(r => LineNumber(r.Source, r.Span)).Append(LineNumber(d.Source, d.Span)).Max(n => n.Length);
        Place(writer, width, "-->", d.Source, d.Span, "");
        foreach (var place in related)
        {
            Place(writer, width, ":::", place.Source, place.Span, " " + place.Remark);
        }

        if (d.Help is not null)
        {
            Line(writer, $"{new string(' ', width)} = help: {d.Help}");
        }
    }

    private static string LineNumber(SourceText source, TextSpan span) => source.PositionAt(span.Start).Line.ToString(CultureInfo.InvariantCulture);

    private static void Line(TextWriter writer, FormattableString line)
    {
        // Printed diagnostics are compared byte for byte, so the line break is not the machine's.
        writer.Write(line.ToString(CultureInfo.InvariantCulture).TrimEnd(' '));
        writer.Write('\n');
    }

    private static void Place(TextWriter writer, int width, string arrow, SourceText source, TextSpan span, string remark)
    {
        var at = source.PositionAt(span.Start);
        var margin = new string(' ', width);
        Line(writer, $"{margin}{arrow} {source.Path}:{at.Line}:{at.Column}");
        Line(writer, $"{margin} |");

        var line = source.Line(at.Line);
        var start = Math.Min(at.Column - 1, line.Length);
        var length = Math.Clamp(span.Length, 1, Math.Max(1, line.Length - start));
        var (from, to) = Window(line, start, length);
        var shown = Visible(line[from..to]);
        var (before, after) = (from > 0 ? "…" : "", to < line.Length ? "…" : "");
        var carets = new string('^', Math.Max(1, Math.Min(length, to - start)));
        Line(writer, $"{LineNumber(source, span).PadLeft(width)} | {before}{shown}{after}");
        Line(writer, $"{margin} | {new string(' ', before.Length + start - from)}{carets}{remark}");
    }

    /// <summary>The part of a long line that is shown: the place with as much around it as fits.</summary>
    private static (int From, int To) Window(string line, int start, int length)
    {
        if (line.Length <= MaxWidth)
        {
            return (0, line.Length);
        }

        var around = Math.Max(0, MaxWidth - length) / 2;
        var from = Math.Clamp(start - around, 0, Math.Max(0, line.Length - MaxWidth));
        var to = Math.Min(line.Length, from + MaxWidth);

        // Half a character at the edge would print as garbage.
        from += from > 0 && char.IsLowSurrogate(line[from]) ? 1 : 0;
        to -= to < line.Length && char.IsLowSurrogate(line[to]) ? 1 : 0;
        return (Math.Min(from, start), to);
    }

    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // What a terminal would act on or a reader could not see takes one visible column, so that the carets still fit.
    private static string Visible(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            var half = (char.IsHighSurrogate(c) && !(i + 1 < source.Length && char.IsLowSurrogate(source[i + 1])))
                || (char.IsLowSurrogate(c) && !(i > 0 && char.IsHighSurrogate(source[i - 1])));
            span[i] = c == '\t' ? ' '
                : half || IsInvisible(c) ? '\ufffd'
                : c;
        }
    });
}
