using Proviso.Quantities;

namespace Proviso.Ledger;

/// <summary>One of the three ways in which an account counts.</summary>
public enum Measure
{
    /// <summary>Whole units.</summary>
    Units,

    /// <summary>Money in the currency of the account.</summary>
    Value,

    /// <summary>Total processing performance.</summary>
    Tpp,
}

/// <summary>A set of measures.</summary>
[Flags]
public enum Measures
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Whole units.</summary>
    Units = 1,

    /// <summary>Money.</summary>
    Value = 2,

    /// <summary>Total processing performance.</summary>
    Tpp = 4,

    /// <summary>All three.</summary>
    All = Units | Value | Tpp,
}

/// <summary>A quantity in the three measures at once. <c>default</c> is nothing at all.</summary>
/// <param name="Units">Whole units.</param>
/// <param name="Value">Money as millionths (<see cref="FixedPoint"/>), in the currency of the account it stands in.</param>
/// <param name="Tpp">Total processing performance as millionths (<see cref="FixedPoint"/>), of all units together.</param>
public readonly record struct Amounts(long Units, long Value, long Tpp)
{
    /// <summary>The most that one command may move in any measure: 10^18 (a million million million units, or 10^12 of money or TPP).</summary>
    public const long MostMoved = 1_000_000_000_000_000_000;

    /// <summary>The most that any total may reach: 4 × 10^18, so that a total and one more amount always fit into 64 bits.</summary>
    public const long MostTotal = 4_000_000_000_000_000_000;

    /// <summary>True when all three are zero.</summary>
    public bool IsZero => (Units | Value | Tpp) == 0;

    /// <summary>True when each lies from 0 to <see cref="MostMoved"/>.</summary>
    public bool IsMovable => Units is >= 0 and <= MostMoved && Value is >= 0 and <= MostMoved && Tpp is >= 0 and <= MostMoved;

    /// <summary>One measure.</summary>
    public long this[Measure measure] => measure switch
    {
        Measure.Units => Units,
        Measure.Value => Value,
        Measure.Tpp => Tpp,
        _ => throw Unknown(measure),
    };

    /// <summary>Measure by measure. Throws on overflow.</summary>
    public static Amounts operator +(Amounts left, Amounts right) => new(left.Units + right.Units, left.Value + right.Value, left.Tpp + right.Tpp);

    /// <summary>Measure by measure. Throws on overflow.</summary>
    public static Amounts operator -(Amounts left, Amounts right) => new(left.Units - right.Units, left.Value - right.Value, left.Tpp - right.Tpp);

    /// <summary>All signs turned. Throws on overflow.</summary>
    public static Amounts operator -(Amounts amounts) => default(Amounts) - amounts;

    /// <summary>The lesser, measure by measure.</summary>
    public static Amounts Min(Amounts left, Amounts right) => new(Math.Min(left.Units, right.Units), Math.Min(left.Value, right.Value), Math.Min(left.Tpp, right.Tpp));

    /// <summary>The greater, measure by measure.</summary>
    public static Amounts Max(Amounts left, Amounts right) => new(Math.Max(left.Units, right.Units), Math.Max(left.Value, right.Value), Math.Max(left.Tpp, right.Tpp));

    /// <summary>Such as <c>3 units, value 90000, TPP 47472</c>.</summary>
    public override string ToString() => $"{Units} units, value {FixedPoint.ToText(Value)}, TPP {FixedPoint.ToText(Tpp)}";

    /// <summary>One figure in the form people write it: units whole, money and TPP with up to six decimals.</summary>
    public static string Text(Measure measure, long figure) => measure switch
    {
        Measure.Units => figure.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Measure.Value or Measure.Tpp => FixedPoint.ToText(figure),
        _ => throw Unknown(measure),
    };

    /// <summary>The set of one measure. A measure that is not known must not read as one without a limit.</summary>
    internal static Measures SetOf(Measure measure) => measure is >= Measure.Units and <= Measure.Tpp ? (Measures)(1 << (int)measure) : throw Unknown(measure);

    private static ArgumentOutOfRangeException Unknown(Measure measure) => new(nameof(measure), measure, "There are units, value and TPP.");
}
