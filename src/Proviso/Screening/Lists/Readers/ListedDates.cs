using System.Buffers;
using System.Globalization;

namespace Proviso.Screening.Lists.Readers;

/// <summary>Which figure of 03/04/2025 is the day.</summary>
internal enum DateOrder
{
    /// <summary>The month comes first, as in the United States.</summary>
    MonthFirst,

    /// <summary>The day comes first, as in the United Kingdom.</summary>
    DayFirst,
}

/// <summary>Days and birth dates as lists write them.</summary>
internal static class ListedDates
{
    // Longer spans say too little to be worth a year each.
    private const int LongestSpan = 30;

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] FullMonths =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly SearchValues<char> OfTime = SearchValues.Create("0123456789:.+-Z ");

    private static readonly string[] CircaWords = ["circa", "ca.", "c.", "approximately", "approx.", "about", "around"];

    /// <summary>A full date; null for anything else, a date that no calendar knows included.</summary>
    public static DateOnly? Day(string text, DateOrder order) =>
        Parse(WithoutTime(Text.Tidy(text)), order) is { Month: > 0, Day: > 0 } date ? new DateOnly(date.Year, date.Month, date.Day) : null;

    /// <summary>The birth dates of one text. A span of years gives each of its years, as a guess: nothing narrower than the list says. Null where it says no date.</summary>
    public static IReadOnlyList<BirthDate>? Birth(string text, DateOrder order)
    {
        var rest = Text.Tidy(text).TrimEnd('.', ',');
        var circa = false;
        foreach (var word in CircaWords)
        {
            if (rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                (circa, rest) = (true, rest[word.Length..].TrimStart());
                break;
            }
        }

        if (rest.EndsWith("(approximately)", StringComparison.OrdinalIgnoreCase) || rest.EndsWith("(circa)", StringComparison.OrdinalIgnoreCase))
        {
            (circa, rest) = (true, rest[..rest.LastIndexOf('(')].TrimEnd());
        }

        return Parse(WithoutTime(rest), order) is { } date ? [date with { Circa = circa }] : Span(rest, order);
    }

    /// <summary>Each year of a span, as a guess; null where it is none or too long to say anything.</summary>
    public static IReadOnlyList<BirthDate>? Years(int from, int to) =>
        from is < 1800 or > 2200 || to < from || to - from > LongestSpan ? null
        : from == to ? [new BirthDate(from)]
        : [.. Enumerable.Range(from, to - from + 1).Select(y => new BirthDate(y, Circa: true))];

    private static IReadOnlyList<BirthDate>? Span(string text, DateOrder order)
    {
        var rest = text.StartsWith("between ", StringComparison.OrdinalIgnoreCase) ? text[8..] : text;
        foreach (var word in (ReadOnlySpan<string>)[" to ", " and ", " - ", "-", "–", "/"])
        {
            var at = rest.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at > 0 && Parse(rest[..at].Trim(), order) is { } from && Parse(rest[(at + word.Length)..].Trim(), order) is { } to)
            {
                return Years(from.Year, to.Year) is { } years ? [.. years.Select(y => y with { Circa = true })] : null;
            }
        }

        return null;
    }

    private static string WithoutTime(string text)
    {
        // 2015-07-01T00:00:00, 2015-07-01-04:00, 2015-07-01Z, 2015-07-01 00:00:00
        return text.Length > 10 && text[4] == '-' && text[7] == '-' && text[10] is 'T' or '-' or '+' or 'Z' or ' ' && text.AsSpan(11).IndexOfAnyExcept(OfTime) < 0
            ? text[..10]
            : text;
    }

    private static BirthDate? Parse(string text, DateOrder order)
    {
        var parts = text.Split(text.Contains('/', StringComparison.Ordinal) ? "/" : text.Contains(' ', StringComparison.Ordinal) ? " " : text.Contains('.', StringComparison.Ordinal) ? "." : "-",
            StringSplitOptions.TrimEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = parts[i].TrimEnd(',', '.');
        }

        return parts switch
        {
            [var y] => Of(Year(y), 0, 0),
            [var m, var y] when Month(m) is > 0 and var month && Year(y) > 0 => Of(Year(y), month, 0),
            [var y, var m] when Year(y) > 0 && Figure(m, 12) is { } month => Of(Year(y), month, 0),
            [var m, var y] when Figure(m, 12) is { } month && Year(y) > 0 => Of(Year(y), month, 0),
            [var y, var m, var d] when Year(y) > 0 && (Figure(m, 12) ?? NullIfZero(Month(m))) is { } month && Figure(d, 31) is { } day => Of(Year(y), month, day),
            [var m, var d, var y] when Month(m) is > 0 and var month && Figure(d, 31) is { } day => Of(Year(y), month, day),
            [var d, var m, var y] when Month(m) is > 0 and var month && Figure(d, 31) is { } day => Of(Year(y), month, day),
            [var a, var b, var y] when Figure(a, 31) is { } first && Figure(b, 31) is { } second =>
                order == DateOrder.DayFirst ? Of(Year(y), second, first) : Of(Year(y), first, second),
            _ => null,
        };
    }

    private static int? NullIfZero(int figure) => figure == 0 ? null : figure;

    private static BirthDate? Of(int year, int month, int day)
    {
        if (year == 0 || month > 12)
        {
            return null;
        }

        // A day of an unknown month says nothing that could be compared.
        return month == 0 ? new BirthDate(year) : day <= DateTime.DaysInMonth(year, month) ? new BirthDate(year, month, day) : null;
    }

    private static int Year(string text) =>
        text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1800 and <= 2200 ? year : 0;

    // Not known is written as 0, 00, dd or mm.
    private static int? Figure(string text, int most) =>
        text is "dd" or "mm" ? 0
        : text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var figure) && figure <= most ? figure
        : null;

    private static int Month(string text)
    {
        var small = text.ToLowerInvariant();
        var at = Array.IndexOf(FullMonths, small);
        return (at >= 0 ? at : small == "sept" ? 8 : Array.IndexOf(Months, small)) + 1;
    }
}
