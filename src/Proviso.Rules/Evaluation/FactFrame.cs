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

    private FactFrame(FactFrame other)
    {
        Schema = other.Schema;
        _blank = other._blank;
        _slots = (long[])other._slots.Clone();
    }

    /// <summary>The vocabulary the slots follow.</summary>
    public FactSchema Schema { get; }

    /// <summary>The slots themselves: numbers in millionths, dates in days, yes-no as 1 and 0, values by index, sets as a state and a bit mask.</summary>
    public long[] Slots => _slots;

    /// <summary>Makes every fact unknown again.</summary>
    public void Clear() => Array.Copy(_blank, _slots, _slots.Length);

    /// <summary>A frame with the same facts.</summary>
    public FactFrame Copy() => new(this);

    /// <summary>Sets a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number lies outside the fact's range or has more than six decimals.</exception>
    public void Set(FactDefinition fact, decimal value)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (!FixedPoint.TryFromDecimal(value, out var scaled) || scaled < fact.Least || scaled > fact.Greatest)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"`{fact.Name}` takes {FixedPoint.ToText(fact.Least)} to {FixedPoint.ToText(fact.Greatest)} with at most six decimals");
        }

        _slots[Typed(fact, FactType.Number)] = scaled;
    }

    /// <summary>Sets a yes-no fact.</summary>
    public void Set(FactDefinition fact, bool value) => _slots[Typed(fact, FactType.YesNo)] = value ? 1 : 0;

    /// <summary>Sets a date.</summary>
    public void Set(FactDefinition fact, DateOnly value) => _slots[Typed(fact, FactType.Date)] = value.DayNumber;

    /// <summary>Sets a one-of fact to the value at an index of its enumeration.</summary>
    public void SetValue(FactDefinition fact, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, fact.Enum?.Values.Length ?? 0);
        _slots[Typed(fact, FactType.OneOf)] = index;
    }

    /// <summary>Begins a set fact: empty, complete or not.</summary>
    public void BeginSet(FactDefinition fact, bool complete)
    {
        var slot = Typed(fact, FactType.SetOf);
        _slots[slot] = complete ? 0 : FactSchema.Unknown;
        Array.Clear(_slots, slot + 1, fact.Enum!.Words);
    }

    /// <summary>Adds a member to a set fact begun with <see cref="BeginSet"/>.</summary>
    public void AddMember(FactDefinition fact, int index)
    {
        var slot = Typed(fact, FactType.SetOf);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, fact.Enum!.Values.Length);
        _slots[slot + 1 + (index >> 6)] |= unchecked(1L << (index & 63));
    }

    /// <summary>Says of a set fact begun with <see cref="BeginSet"/> that there may be more members; those it has stay.</summary>
    public void SetIncomplete(FactDefinition fact) => _slots[Typed(fact, FactType.SetOf)] = FactSchema.Unknown;

    /// <summary>Makes a fact unknown; a set loses its members.</summary>
    public void SetUnknown(FactDefinition fact) => SetState(fact, FactSchema.Unknown);

    /// <summary>Makes a fact not applicable.</summary>
    public void SetNotApplicable(FactDefinition fact) => SetState(fact, FactSchema.NotApplicable);

    /// <summary>Whether a fact is known (for a ratio: both parts; for a set: complete). A fact that does not apply is known not to.</summary>
    public bool IsKnown(FactDefinition fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return Walker.IsKnown(fact, _slots);
    }

    /// <summary>A fact as people read it: <c>15832</c>, <c>CN</c>, <c>{CN US}</c>, <c>unknown</c>, <c>not applicable</c>.</summary>
    public string Text(FactDefinition fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact.Type == FactType.Ratio)
        {
            var (a, b) = (_slots[fact.Dividend!.Slot], _slots[fact.Divisor!.Slot]);
            if (a == FactSchema.NotApplicable || b == FactSchema.NotApplicable)
            {
                return "not applicable";
            }

            // Shown rounded; never compared in this form.
            return a == FactSchema.Unknown || b == FactSchema.Unknown || b == 0
                ? "unknown"
                : decimal.Round((decimal)a / b, 4).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
        }

        var value = _slots[fact.Slot];
        if (value == FactSchema.NotApplicable)
        {
            return "not applicable";
        }

        if (fact.Type == FactType.SetOf)
        {
            var members = Members(fact).Select(i => fact.Enum!.Values[i]);
            return "{" + string.Join(' ', value == FactSchema.Unknown ? members.Append("?") : members) + "}";
        }

        return value == FactSchema.Unknown ? "unknown" : fact.Type switch
        {
            FactType.Number => FixedPoint.ToText(value),
            FactType.YesNo => value == 1 ? "yes" : "no",
            FactType.Date => DateOnly.FromDayNumber((int)value).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            FactType.OneOf => fact.Enum!.Values[(int)value],
            FactType.Ratio or FactType.SetOf => "",
        };
    }

    /// <summary>The known members of a set fact, as indexes.</summary>
    public IEnumerable<int> Members(FactDefinition fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        for (var i = 0; i < fact.Enum!.Values.Length; i++)
        {
            if ((_slots[fact.Slot + 1 + (i >> 6)] >> (i & 63) & 1) != 0)
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

    private void SetState(FactDefinition fact, long state)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact.Type == FactType.Ratio)
        {
            throw new ArgumentException($"`{fact.Name}` is a ratio and has no value of its own", nameof(fact));
        }

        _slots[fact.Slot] = state;
        if (fact.Type == FactType.SetOf)
        {
            Array.Clear(_slots, fact.Slot + 1, fact.Enum!.Words);
        }
    }

    private static int Typed(FactDefinition fact, FactType type)
    {
        ArgumentNullException.ThrowIfNull(fact);
        return fact.Type == type ? fact.Slot : throw new ArgumentException($"`{fact.Name}` is {fact.Type}, not {type}", nameof(fact));
    }
}
