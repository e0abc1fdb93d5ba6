using Proviso.Quantities;
using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>The facts of one transaction, ready for the law: a flat row of slots, all unknown until set.</summary>
/// <remarks>Not safe to share between threads while it is written. Reuse it with <see cref="Clear"/>.</remarks>
public sealed class FactFrame
{
    private readonly long[] _slots;
    private readonly long[] _blank;

    /// <summary>A frame in which every fact is unknown.</summary>
    public FactFrame(FactSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        _blank = Blank(schema);
        _slots = (long[])_blank.Clone();
    }

    private FactFrame(FactSchema schema, long[] slots)
    {
        Schema = schema;
        _blank = [];
        _slots = slots;
    }

    /// <summary>A frame that reads given slots where they are; it is not to be cleared.</summary>
    public static FactFrame Over(FactSchema schema, long[] slots) => new(schema, slots);

    private FactFrame(FactFrame other)
    {
        Schema = other.Schema;
        _blank = other._blank;
        _slots = (long[])other._slots.Clone();
    }

    /// <summary>The vocabulary the slots follow.</summary>
    public FactSchema Schema { get; }

    /// <summary>The slots themselves: numbers in millionths, dates in days, yes-no as 1 and 0, values by index, sets as a state and a bit mask, records as a state, a number of rows and the rows.</summary>
    public long[] Slots => _slots;

    /// <summary>Makes every fact unknown again.</summary>
    public void Clear() => Array.Copy(_blank, _slots, _slots.Length);

    /// <summary>A frame with the same facts.</summary>
    public FactFrame Copy() => new(this);

    /// <summary>Sets a number.</summary>
    /// <param name="fact">The fact, or a field of a record.</param>
    /// <param name="value">The number.</param>
    /// <param name="row">The row of a field, as <see cref="AddRow"/> gives it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number lies outside the fact's range or has more than six decimals.</exception>
    public void Set(FactDefinition fact, decimal value, int row = 0)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (!FixedPoint.TryFromDecimal(value, out var scaled) || scaled < fact.Least || scaled > fact.Greatest)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"`{fact.Name}` takes {FixedPoint.ToText(fact.Least)} to {FixedPoint.ToText(fact.Greatest)} with at most six decimals");
        }

        _slots[Typed(fact, FactType.Number, row)] = scaled;
    }

    /// <summary>Sets a yes-no fact.</summary>
    public void Set(FactDefinition fact, bool value, int row = 0) => _slots[Typed(fact, FactType.YesNo, row)] = value ? 1 : 0;

    /// <summary>Sets a date.</summary>
    public void Set(FactDefinition fact, DateOnly value, int row = 0) => _slots[Typed(fact, FactType.Date, row)] = value.DayNumber;

    /// <summary>Sets a one-of fact to the value at an index of its enumeration.</summary>
    public void SetValue(FactDefinition fact, int index, int row = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, fact.Enum?.Values.Length ?? 0);
        _slots[Typed(fact, FactType.OneOf, row)] = index;
    }

    /// <summary>Begins a set fact: empty, complete or not.</summary>
    public void BeginSet(FactDefinition fact, bool complete, int row = 0)
    {
        var slot = Typed(fact, FactType.SetOf, row);
        _slots[slot] = complete ? 0 : FactSchema.Unknown;
        Array.Clear(_slots, slot + 1, fact.Enum!.Words);
    }

    /// <summary>Adds a member to a set fact begun with <see cref="BeginSet"/>.</summary>
    public void AddMember(FactDefinition fact, int index, int row = 0)
    {
        var slot = Typed(fact, FactType.SetOf, row);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, fact.Enum!.Values.Length);
        _slots[slot + 1 + (index >> 6)] |= unchecked(1L << (index & 63));
    }

    /// <summary>Begins the rows of a record: none yet, and no more than will be added, or perhaps more.</summary>
    public void BeginRows(FactDefinition record, bool complete)
    {
        var slot = Typed(record, FactType.Record, 0);
        Array.Clear(_slots, slot, record.Length);
        _slots[slot] = complete ? 0 : FactSchema.Unknown;
    }

    /// <summary>Adds a row to a record begun with <see cref="BeginRows"/>, all its fields unknown, and gives its number.</summary>
    /// <exception cref="InvalidOperationException">The record is full: begin the rows as incomplete and leave out what does not fit.</exception>
    public int AddRow(FactDefinition record)
    {
        _ = Typed(record, FactType.Record, 0);
        var rows = record.Record!;
        var row = (int)_slots[rows.CountSlot];
        if (row >= rows.Most)
        {
            throw new InvalidOperationException($"`{record.Name}` holds no more than {rows.Most} rows");
        }

        _slots[rows.CountSlot] = row + 1;
        for (var i = 0; i < rows.Fields.Length; i++)
        {
            _slots[rows.Fields[i].Slot + (row * rows.RowLength)] = FactSchema.Unknown;
        }

        return row;
    }

    /// <summary>Number of rows of a record.</summary>
    public int Rows(FactDefinition record) => (int)_slots[Typed(record, FactType.Record, 0) + 1];

    /// <summary>Says of a set or record that there may be more members or rows; those it has stay.</summary>
    public void SetIncomplete(FactDefinition fact, int row = 0)
    {
        ArgumentNullException.ThrowIfNull(fact);
        _slots[Typed(fact, fact.Type == FactType.Record ? FactType.Record : FactType.SetOf, row)] = FactSchema.Unknown;
    }

    /// <summary>Makes a fact unknown; a set loses its members, a record its rows.</summary>
    public void SetUnknown(FactDefinition fact, int row = 0) => SetState(fact, FactSchema.Unknown, row);

    /// <summary>Makes a fact not applicable.</summary>
    public void SetNotApplicable(FactDefinition fact, int row = 0) => SetState(fact, FactSchema.NotApplicable, row);

    /// <summary>Whether a fact is known (for a ratio: both parts; for a set: complete). A fact that does not apply is known not to.</summary>
    public bool IsKnown(FactDefinition fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return Walker.IsKnown(fact, _slots);
    }

    /// <summary>A fact as people read it: <c>15832</c>, <c>CN</c>, <c>{CN US}</c>, <c>[role end-user; ?]</c>, <c>unknown</c>, <c>not applicable</c>.</summary>
    public string Text(FactDefinition fact) => Text(fact, 0);

    /// <summary>One row of a record as law tests write it: <c>role end-user, headquarters CN</c>; what is unknown is left out.</summary>
    public string RowText(FactDefinition record, int row)
    {
        ArgumentNullException.ThrowIfNull(record);
        var fields = record.Record!.Fields.Select(f => (f.Name, Text: Text(f, row))).Where(f => f.Text is not ("unknown" or "{?}"))
            .Select(f => f.Text == "not applicable" ? $"{f.Name} n/a" : $"{f.Name} {f.Text}").ToArray();
        return fields.Length == 0 ? $"{record.Record.Fields[0].Name} ?" : string.Join(", ", fields);
    }

    private string RecordText(FactDefinition record)
    {
        var rows = Enumerable.Range(0, Rows(record)).Select(r => RowText(record, r)).ToList();
        if (_slots[record.Slot] == FactSchema.Unknown)
        {
            rows.Add("?");
        }

        return "[" + string.Join("; ", rows) + "]";
    }

    private string Text(FactDefinition fact, int row)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact.Type == FactType.Ratio)
        {
            var (a, b) = (_slots[fact.Dividend!.Slot], _slots[fact.Divisor!.Slot]);
            if (a == FactSchema.NotApplicable || b == FactSchema.NotApplicable)
            {
                return "not applicable";
            }

            return a == FactSchema.Unknown || b == FactSchema.Unknown || b == 0 ? "unknown" : Quotient(a, b, 0, 0);
        }

        var value = _slots[fact.Slot + Offset(fact, row)];
        if (value == FactSchema.NotApplicable)
        {
            return "not applicable";
        }

        if (fact.Type == FactType.Record)
        {
            return RecordText(fact);
        }

        if (fact.Type == FactType.SetOf)
        {
            var members = Members(fact, row).Select(i => fact.Enum!.Values[i]);
            return "{" + string.Join(' ', value == FactSchema.Unknown ? members.Append("?") : members) + "}";
        }

        return value == FactSchema.Unknown ? "unknown" : fact.Type switch
        {
            FactType.Number => FixedPoint.ToText(value),
            FactType.YesNo => value == 1 ? "yes" : "no",
            FactType.Date => DateOnly.FromDayNumber((int)value).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            FactType.OneOf => fact.Enum!.Values[(int)value],
            FactType.Ratio or FactType.SetOf or FactType.Record => "",
        };
    }

    /// <summary>A known ratio as people read it beside the figure it is compared with (numerator over denominator): on the same side of it as the ratio itself.</summary>
    public string Text(FactDefinition ratio, long numerator, long denominator)
    {
        ArgumentNullException.ThrowIfNull(ratio);
        return IsKnown(ratio) && _slots[ratio.Divisor!.Slot] > 0
            ? Quotient(_slots[ratio.Dividend!.Slot], _slots[ratio.Divisor.Slot], numerator, denominator)
            : Text(ratio);
    }

    // Shown rounded, to four decimals or to as many as keep it from reading as a rounder figure than it is; never compared in this form.
    private static string Quotient(long a, long b, long numerator, long denominator)
    {
        const int Fewest = 4;
        const int Most = 18;
        var exact = (decimal)a / b;
        for (var decimals = Fewest; decimals < Most; decimals++)
        {
            var shown = decimal.Round(exact, decimals);
            var rounder = shown != exact && shown == decimal.Round(shown, decimals - 1);
            if (!rounder && (denominator == 0 || (shown * denominator).CompareTo((decimal)numerator) == ((Int128)a * denominator).CompareTo((Int128)b * numerator)))
            {
                return shown.ToString("0.##################", System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        var near = decimal.Round(exact, Fewest);
        return near == exact ? near.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture)
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"just {(near > exact ? "under" : "over")} {near:0.####}");
    }

    /// <summary>The known members of a set fact, as indexes.</summary>
    public IEnumerable<int> Members(FactDefinition fact, int row = 0)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var slot = fact.Slot + Offset(fact, row);
        for (var i = 0; i < fact.Enum!.Values.Length; i++)
        {
            if ((_slots[slot + 1 + (i >> 6)] >> (i & 63) & 1) != 0)
            {
                yield return i;
            }
        }
    }

    internal static long[] Blank(FactSchema schema)
    {
        var blank = new long[schema.FrameLength];
        foreach (var fact in schema.Facts.Where(f => f.Slot >= 0))
        {
            blank[fact.Slot] = FactSchema.Unknown;
        }

        return blank;
    }

    private void SetState(FactDefinition fact, long state, int row)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact.Type == FactType.Ratio)
        {
            throw new ArgumentException($"`{fact.Name}` is a ratio and has no value of its own", nameof(fact));
        }

        var slot = fact.Slot + Offset(fact, row);
        Array.Clear(_slots, slot, fact.Length);
        _slots[slot] = state;
    }

    private static int Offset(FactDefinition fact, int row) => fact.Of is { } record ? row * record.RowLength : 0;

    private static int Typed(FactDefinition fact, FactType type, int row)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return fact.Type == type ? fact.Slot + Offset(fact, row) : throw new ArgumentException($"`{fact.Name}` is {fact.Type}, not {type}", nameof(fact));
    }
}
