using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Proviso.Rules.Binding;

/// <summary>The types a fact can have.</summary>
public enum FactType
{
    /// <summary>An exact number with a unit.</summary>
    Number,

    /// <summary>One number over another; never divided, only compared by multiplying.</summary>
    Ratio,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>A calendar date.</summary>
    Date,

    /// <summary>One value of an enumeration.</summary>
    OneOf,

    /// <summary>A set of values of an enumeration, possibly incomplete.</summary>
    SetOf,

    /// <summary>Rows of fields that belong together, such as the parties; there may be more than those known.</summary>
    Record,
}

/// <summary>A closed list of names.</summary>
public sealed class EnumDefinition
{
    private readonly FrozenDictionary<string, int> _index;

    internal EnumDefinition(string name, string title, ImmutableArray<string> values)
    {
        Name = name;
        Title = title;
        Values = values;
        _index = values.Select((v, i) => (v, i)).DistinctBy(p => p.v).ToFrozenDictionary(p => p.v, p => p.i, StringComparer.Ordinal);
    }

    /// <summary>Its name in the law files.</summary>
    public string Name { get; }

    /// <summary>What it lists.</summary>
    public string Title { get; }

    /// <summary>The values, in the order declared; a value's place is its index.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>Number of 64-bit words that a set of these values takes.</summary>
    public int Words => (Values.Length + 63) / 64;

    /// <summary>The index of a value, or -1.</summary>
    public int IndexOf(string value) => _index.GetValueOrDefault(value, -1);
}

/// <summary>What the rows of a record hold and where they lie in a frame.</summary>
/// <remarks>
/// Slots from that of the record on: whether the rows are complete (0, <see cref="FactSchema.Unknown"/> or <see cref="FactSchema.NotApplicable"/>), how many
/// rows there are, then the rows. A field's own slot is the one it has in the first row. What lies behind the last row is zero, so that equal rows are equal slots.
/// </remarks>
public sealed class RecordDefinition
{
    private readonly int _state;

    internal RecordDefinition(int state, int most)
    {
        _state = state;
        Most = most;
    }

    /// <summary>Number of rows that a frame can hold.</summary>
    public int Most { get; }

    /// <summary>The fields in the order declared.</summary>
    public ImmutableArray<FactDefinition> Fields { get; internal set; } = [];

    /// <summary>Number of slots of one row.</summary>
    public int RowLength { get; internal set; }

    /// <summary>The slot that holds the number of rows.</summary>
    public int CountSlot => _state + 1;

    /// <summary>The first slot of the first row.</summary>
    public int FirstRow => _state + 2;

    /// <summary>The field of that name, or null.</summary>
    public FactDefinition? Find(string name) => Fields.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.Ordinal));
}

/// <summary>A fact that the law may speak of.</summary>
public sealed class FactDefinition
{
    internal FactDefinition(string name, string title, FactType type, int slot)
    {
        Name = name;
        Title = title;
        Type = type;
        Slot = slot;
    }

    /// <summary>Its name in the law files, such as <c>item.tpp</c>.</summary>
    public string Name { get; }

    /// <summary>What it means, in words.</summary>
    public string Title { get; }

    /// <summary>Its type.</summary>
    public FactType Type { get; }

    /// <summary>Index of its first slot in a frame; -1 for a ratio, which has none of its own.</summary>
    public int Slot { get; }

    /// <summary>Whether it says what the item is or who takes part, as it is: nothing that the asker could choose otherwise, so no change of it is advice.</summary>
    public bool IsIdentity { get; internal set; }

    /// <summary>The unit of a number or ratio, otherwise empty.</summary>
    public string Unit { get; internal init; } = "";

    /// <summary>Least value of a number, in millionths.</summary>
    public long Least { get; internal init; }

    /// <summary>Greatest value of a number, in millionths.</summary>
    public long Greatest { get; internal init; } = long.MaxValue;

    /// <summary>The enumeration of a one-of or set-of fact, otherwise null.</summary>
    public EnumDefinition? Enum { get; internal init; }

    /// <summary>The dividend of a ratio, otherwise null.</summary>
    public FactDefinition? Dividend { get; internal init; }

    /// <summary>The divisor of a ratio, otherwise null.</summary>
    public FactDefinition? Divisor { get; internal init; }

    /// <summary>The rows of a record, otherwise null.</summary>
    public RecordDefinition? Record { get; internal init; }

    /// <summary>The record that this is a field of, or null for a fact that stands by itself.</summary>
    public RecordDefinition? Of { get; internal init; }

    /// <summary>Number of slots it takes; for a field, in each row.</summary>
    public int Length => Type switch
    {
        FactType.Ratio => 0,
        FactType.SetOf => 1 + Enum!.Words,
        FactType.Record => 2 + (Record!.Most * Record.RowLength),
        FactType.Number or FactType.YesNo or FactType.Date or FactType.OneOf => 1,
    };

    /// <summary>What a number is the sum of, over shipments that went before; otherwise null.</summary>
    public SumOverTime? Sum { get; internal init; }

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>Everything the law may speak of: facts, enumerations, evidence and certifications.</summary>
/// <remarks>Immutable; shared by all corpora of a rule set.</remarks>
public sealed class FactSchema
{
    /// <summary>The slot value of a fact that is not known.</summary>
    public const long Unknown = long.MinValue;

    /// <summary>The slot value of a fact that does not apply.</summary>
    public const long NotApplicable = long.MinValue + 1;

    private readonly FrozenDictionary<string, FactDefinition> _facts;

    internal FactSchema(
        ImmutableArray<FactDefinition> facts,
        ImmutableArray<EnumDefinition> enums,
        IReadOnlyDictionary<string, string> units,
        IReadOnlyDictionary<string, string> evidence,
        IReadOnlyDictionary<string, string> certifications,
        IReadOnlyDictionary<string, string> acts,
        int frameLength)
    {
        Facts = facts;
        Enums = enums;
        Units = units;
        Evidence = evidence;
        Certifications = certifications;
        Acts = acts;
        FrameLength = frameLength;
        _facts = facts.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    }

    /// <summary>All facts in the order declared.</summary>
    public ImmutableArray<FactDefinition> Facts { get; }

    /// <summary>All enumerations in the order declared.</summary>
    public ImmutableArray<EnumDefinition> Enums { get; }

    /// <summary>Units by name, with their titles.</summary>
    public IReadOnlyDictionary<string, string> Units { get; }

    /// <summary>Kinds of evidence by name, with their titles.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; }

    /// <summary>Certifications by name, with their titles.</summary>
    public IReadOnlyDictionary<string, string> Certifications { get; }

    /// <summary>Acts that one law may require and another forbid, by name, with their titles.</summary>
    public IReadOnlyDictionary<string, string> Acts { get; }

    /// <summary>Number of slots of a frame.</summary>
    public int FrameLength { get; }

    /// <summary>The fact of that name, or null.</summary>
    public FactDefinition? Find(string name) => _facts.GetValueOrDefault(name);

    /// <summary>The fact of that name.</summary>
    /// <exception cref="KeyNotFoundException">The vocabulary has no such fact.</exception>
    public FactDefinition this[string name] => _facts[name];
}
