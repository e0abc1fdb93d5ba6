using System.Globalization;
using Proviso.Quantities;

namespace Proviso.Rules.Binding;

/// <summary>Reads the values of facts as test tables and <c>given</c> clauses write them.</summary>
public static class FactText
{
    /// <summary>Why a text is no value of a fact, or null when it is one.</summary>
    public static string? Problem(FactDefinition fact, string text)
    {
        ArgumentNullException.ThrowIfNull(fact);
        ArgumentNullException.ThrowIfNull(text);
        return Read(fact, text, []);
    }

    /// <summary>Writes a value into a frame.</summary>
    /// <param name="fact">The fact; a ratio has no value of its own.</param>
    /// <param name="text">A value, <c>?</c>, <c>n/a</c>, <c>{A B}</c>, <c>{A ?}</c>, or the rows of a record: <c>[FIELD VALUE, FIELD VALUE; FIELD VALUE; ?]</c>.</param>
    /// <param name="frame">The frame, or an empty span to check only.</param>
    /// <returns>What is wrong with the text, or null.</returns>
    public static string? Read(FactDefinition fact, string text, Span<long> frame)
    {
        ArgumentNullException.ThrowIfNull(fact);
        ArgumentNullException.ThrowIfNull(text);
        return ReadAt(fact, text, frame, 0);
    }

    private static string? ReadAt(FactDefinition fact, string text, Span<long> frame, int offset)
    {
        if (fact.Type == FactType.Ratio)
        {
            return $"it is {fact.Dividend} over {fact.Divisor}: give those";
        }

        long value;
        switch (text)
        {
            case "?":
                value = FactSchema.Unknown;
                break;
            case "n/a":
                value = FactSchema.NotApplicable;
                break;
            default:
                if (fact.Type == FactType.SetOf)
                {
                    return ReadSet(fact, text, frame, offset);
                }

                if (fact.Type == FactType.Record)
                {
                    return ReadRows(fact, text, frame);
                }

                if (ReadValue(fact, text, out value) is { } problem)
                {
                    return problem;
                }

                break;
        }

        if (!frame.IsEmpty)
        {
            frame.Slice(fact.Slot + offset, fact.Length).Clear();
            frame[fact.Slot + offset] = value;
        }

        return null;
    }

    // A decimal rounds beyond 28 digits, and a figure just below a threshold must not become the threshold.
    private const int LongestNumber = 25;

    private static string? ReadValue(FactDefinition fact, string text, out long value)
    {
        value = 0;
        switch (fact.Type)
        {
            case FactType.Number:
                var number = text.Replace("_", "", StringComparison.Ordinal);
                if (fact.Unit.Length > 0 && number.EndsWith(" " + fact.Unit, StringComparison.Ordinal))
                {
                    number = number[..^(fact.Unit.Length + 1)];
                }

                if (number.Length > LongestNumber
                    || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var parsed)
                    || !FixedPoint.TryFromDecimal(parsed, out value))
                {
                    return "it takes a number with at most six decimals";
                }

                return value < fact.Least || value > fact.Greatest
                    ? $"it lies between {FixedPoint.ToText(fact.Least)} and {FixedPoint.ToText(fact.Greatest)}"
                    : null;
            case FactType.YesNo:
                value = text == "yes" ? 1 : 0;
                return text is "yes" or "no" ? null : "it takes `yes`, `no`, `?` or `n/a`";
            case FactType.Date:
                if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                {
                    return "it takes a date such as 2026-01-15";
                }

                value = date.DayNumber;
                return null;
            case FactType.OneOf:
                value = fact.Enum!.IndexOf(text);
                return value < 0 ? $"it takes a value of {fact.Enum.Name}" : null;
            case FactType.SetOf or FactType.Ratio or FactType.Record:
            default:
                return "it takes no single value";
        }
    }

    private static string? ReadSet(FactDefinition fact, string text, Span<long> frame, int offset)
    {
        if (!text.StartsWith('{') || !text.EndsWith('}'))
        {
            return "it takes a set such as {A B}, or {A ?} when there may be more";
        }

        var words = frame.IsEmpty ? new long[fact.Enum!.Words] : frame.Slice(fact.Slot + offset + 1, fact.Enum!.Words);
        words.Clear();
        var state = 0L;
        foreach (var member in text[1..^1].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (member == "?")
            {
                state = FactSchema.Unknown;
                continue;
            }

            var index = fact.Enum.IndexOf(member);
            if (index < 0)
            {
                return $"`{member}` is not a value of {fact.Enum.Name}";
            }

            words[index >> 6] |= unchecked(1L << (index & 63));
        }

        if (!frame.IsEmpty)
        {
            frame[fact.Slot + offset] = state;
        }

        return null;
    }

    private static string? ReadRows(FactDefinition fact, string text, Span<long> frame)
    {
        if (!text.StartsWith('[') || !text.EndsWith(']'))
        {
            return "it takes rows such as [FIELD VALUE, FIELD VALUE; FIELD VALUE], with `; ?` at the end when there may be more";
        }

        var record = fact.Record!;
        if (!frame.IsEmpty)
        {
            frame.Slice(fact.Slot, fact.Length).Clear();
        }

        var rows = text[1..^1].Trim();
        var (count, state) = (0, 0L);
        foreach (var row in rows.Length == 0 ? [] : rows.Split(';', StringSplitOptions.TrimEntries))
        {
            if (row == "?")
            {
                state = FactSchema.Unknown;
                continue;
            }

            if (count == record.Most)
            {
                return $"`{fact.Name}` has at most {record.Most} rows";
            }

            if (ReadRow(record, row, frame, count) is { } problem)
            {
                return problem;
            }

            count++;
        }

        if (!frame.IsEmpty)
        {
            frame[fact.Slot] = state;
            frame[record.CountSlot] = count;
        }

        return null;
    }

    /// <summary>One row; what it does not name is unknown.</summary>
    private static string? ReadRow(RecordDefinition record, string text, Span<long> frame, int row)
    {
        var offset = row * record.RowLength;
        foreach (var field in record.Fields)
        {
            if (!frame.IsEmpty)
            {
                frame[field.Slot + offset] = FactSchema.Unknown;
            }
        }

        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in FieldsOf(text))
        {
            var end = part.IndexOf(' ', StringComparison.Ordinal);
            var name = end < 0 ? part : part[..end];
            if (record.Find(name) is not { } field)
            {
                return $"`{name}` is not a field; one of: {string.Join(", ", record.Fields.Select(f => f.Name))}";
            }

            if (!named.Add(name))
            {
                return $"`{name}` stands twice in one row";
            }

            if (end < 0)
            {
                return $"`{name}` has no value";
            }

            if (ReadAt(field, part[(end + 1)..].Trim(), frame, offset) is { } problem)
            {
                return $"{name}: {problem}";
            }
        }

        return null;
    }

    /// <summary>The parts between commas that stand in no braces.</summary>
    private static IEnumerable<string> FieldsOf(string row)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= row.Length; i++)
        {
            if (i == row.Length || (row[i] == ',' && depth == 0))
            {
                yield return row[start..i].Trim();
                start = i + 1;
            }
            else
            {
                depth += row[i] == '{' ? 1 : row[i] == '}' ? -1 : 0;
            }
        }
    }
}
