using System.Collections.Immutable;
using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>Runs a program over a frame and keeps the value of every node: the proof is those values.</summary>
internal static class Walker
{
    public static CorpusDecision Decide(CorpusSlice slice, FactFrame frame)
    {
        var values = new byte[slice.Program.Nodes.Length];
        Run(slice.Program, frame.Slots, values);
        return new CorpusDecision(slice, frame, values, Conclude(slice, values));
    }

    public static void Run(LawProgram program, ReadOnlySpan<long> slots, Span<byte> values)
    {
        var nodes = program.Nodes;
        for (var i = 0; i < nodes.Length; i++)
        {
            values[i] = Value(program, in nodes[i], slots, values);
        }
    }

    /// <summary>The range of outcomes of all matters together.</summary>
    public static PackedDecision Conclude(CorpusSlice slice, ReadOnlySpan<byte> values)
    {
        var asked = slice.Asked < 0 ? (byte)Truth.Yes : values[slice.Asked];
        if (asked == (byte)Truth.No)
        {
            return new PackedDecision(PackedDecision.NotAskedBit);
        }

        var (lowest, highest, clash) = (0, 0, false);
        foreach (var matter in slice.Matters)
        {
            var (lo, hi, torn) = Matter(matter, values);
            lowest = Math.Max(lowest, lo);
            highest = Math.Max(highest, hi);
            clash |= torn;
        }

        var bits = PackedDecision.Pack(lowest, highest, clash);
        return new PackedDecision(asked == (byte)Truth.Unknown ? bits | PackedDecision.MaybeNotAskedBit : bits);
    }

    public static (int Lowest, int Highest, bool Clash) Matter(SliceMatter matter, ReadOnlySpan<byte> values)
    {
        var (certainLow, certainHigh, clash) = (-1, -1, false);
        var (low, high) = (int.MaxValue, -1);
        var settled = false;
        foreach (var provision in matter.Provisions)
        {
            settled |= provision.IsRoot && values[provision.Applies] == (byte)Truth.Yes;
            var governs = values[provision.Governs];
            if (governs == (byte)Truth.No)
            {
                continue;
            }

            if (governs == (byte)Truth.Yes)
            {
                clash |= certainLow >= 0 && (certainLow != provision.LowestRank || certainHigh != provision.HighestRank);
                certainLow = Math.Max(certainLow, provision.LowestRank);
                certainHigh = Math.Max(certainHigh, provision.HighestRank);
            }

            low = Math.Min(low, provision.LowestRank);
            high = Math.Max(high, provision.HighestRank);
        }

        // What governs for certain is the answer: nothing that differs can govern beside it (checked when the law is).
        if (certainLow >= 0)
        {
            return (certainLow, certainHigh, clash);
        }

        // Where a root applies for certain, it or one of its exceptions concludes; else the matter's default is possible too.
        if (!settled)
        {
            low = Math.Min(low, matter.OtherwiseLowest);
            high = Math.Max(high, matter.OtherwiseHighest);
        }

        return (low, high, false);
    }

    internal static byte Value(LawProgram program, in Node node, ReadOnlySpan<long> slots, ReadOnlySpan<byte> values)
    {
        switch (node.Operation)
        {
            case Operation.Constant or Operation.And or Operation.Or or Operation.Not:
                return Combine(program, in node, values);
            case Operation.YesNo:
                var yes = slots[node.Fact!.Slot];
                return yes == FactSchema.Unknown ? (byte)1 : yes == 1 ? (byte)2 : (byte)0;
            case Operation.Compare:
                var number = slots[node.Fact!.Slot];
                return number switch
                {
                    FactSchema.Unknown => 1,
                    FactSchema.NotApplicable => 0,
                    _ => Holds(node.Comparison, number.CompareTo(node.Value)),
                };
            case Operation.CompareRatio:
                return Ratio(in node, slots);
            case Operation.ComparePolynomial:
                return Polynomial(program.Polynomials[node.Table], node.Comparison, slots);
            case Operation.OneOfIn:
                var index = slots[node.Fact!.Slot];
                return index switch
                {
                    FactSchema.Unknown => 1,
                    FactSchema.NotApplicable => 0,
                    _ => (byte)((program.Masks[node.Table][index >> 6] >> (int)(index & 63) & 1) << 1),
                };
            case Operation.AnyIn:
                return AnyIn(program.Masks[node.Table], slots, node.Fact!.Slot);
            case Operation.EveryIn:
                return EveryIn(program.Masks[node.Table], slots, node.Fact!.Slot);
            case Operation.Known:
                return IsKnown(node.Fact!, slots) ? (byte)2 : (byte)0;
            case Operation.Applicable:
                return IsState(node.Fact!, slots, FactSchema.NotApplicable) ? (byte)0 : IsState(node.Fact!, slots, FactSchema.Unknown) ? (byte)1 : (byte)2;
            case Operation.Some:
                return Some(program.Somes[node.Table], slots);
            default:
                throw new InvalidOperationException($"no meaning for {node.Operation}");
        }
    }

    /// <summary>Yes when a row meets the condition; else unknown when one may, or when there may be another row; else no.</summary>
    internal static byte Some(SomeCondition some, ReadOnlySpan<long> slots)
    {
        const int mostOnStack = 256;
        var state = slots[some.Record.Slot];
        if (state == FactSchema.NotApplicable)
        {
            return 0;
        }

        var record = some.Record.Record!;
        var length = some.Inner.Nodes.Length;
        Span<byte> values = length <= mostOnStack ? stackalloc byte[length] : new byte[length];
        var best = state == FactSchema.Unknown ? some.Beyond : (byte)0;
        for (var (row, left) = (0, slots[record.CountSlot]); left > 0; row += record.RowLength, left--)
        {
            var value = Row(some, slots[row..], values);
            if (value == (byte)Truth.Yes)
            {
                return value;
            }

            best = Math.Max(best, value);
        }

        return best;
    }

    /// <summary>Whether one row meets a condition; the slots begin as many slots late as the row lies behind the first.</summary>
    internal static byte Row(SomeCondition some, ReadOnlySpan<long> slots, Span<byte> values)
    {
        Run(some.Inner, slots, values);
        return values[some.Root];
    }

    /// <summary>The value of a node that looks at no fact itself.</summary>
    internal static byte Combine(LawProgram program, in Node node, ReadOnlySpan<byte> values)
    {
        switch (node.Operation)
        {
            case Operation.Constant:
                return (byte)node.Value;
            case Operation.And:
                var least = (byte)Truth.Yes;
                foreach (var child in program.ChildrenOf(node))
                {
                    least = Math.Min(least, values[child]);
                }

                return least;
            case Operation.Or:
                var greatest = (byte)Truth.No;
                foreach (var child in program.ChildrenOf(node))
                {
                    greatest = Math.Max(greatest, values[child]);
                }

                return greatest;
            case Operation.Not:
                return (byte)(2 - values[program.Children[node.First]]);
            default:
                throw new InvalidOperationException($"{node.Operation} looks at a fact");
        }
    }

    /// <summary>Whether a fact is settled: it has a value or does not apply. A ratio over zero has none.</summary>
    internal static bool IsKnown(FactDefinition fact, ReadOnlySpan<long> slots) => fact.Type == FactType.Ratio
        ? IsState(fact, slots, FactSchema.NotApplicable) || !(IsState(fact, slots, FactSchema.Unknown) || slots[fact.Divisor!.Slot] == 0)
        : slots[fact.Slot] != FactSchema.Unknown;

    private static bool IsState(FactDefinition fact, ReadOnlySpan<long> slots, long state) => fact.Type == FactType.Ratio
        ? slots[fact.Dividend!.Slot] == state || slots[fact.Divisor!.Slot] == state
        : slots[fact.Slot] == state;

    private static byte Holds(Comparison comparison, int order) => comparison switch
    {
        Comparison.GreaterOrEqual => order >= 0 ? (byte)2 : (byte)0,
        Comparison.Greater => order > 0 ? (byte)2 : (byte)0,
        Comparison.LessOrEqual => order <= 0 ? (byte)2 : (byte)0,
        Comparison.Less => order < 0 ? (byte)2 : (byte)0,
        Comparison.Equal => order == 0 ? (byte)2 : (byte)0,
        Comparison.NotEqual => order != 0 ? (byte)2 : (byte)0,
    };

    private static byte Ratio(in Node node, ReadOnlySpan<long> slots)
    {
        var (dividend, divisor) = (slots[node.Fact!.Dividend!.Slot], slots[node.Fact.Divisor!.Slot]);
        if (dividend == FactSchema.NotApplicable || divisor == FactSchema.NotApplicable)
        {
            return 0;
        }

        // Nothing over zero is no figure: it is not known rather than infinite.
        return dividend == FactSchema.Unknown || divisor == FactSchema.Unknown || divisor == 0
            ? (byte)1
            : Holds(node.Comparison, ((Int128)dividend * node.Value2).CompareTo((Int128)divisor * node.Value));
    }

    internal static byte Polynomial(ImmutableArray<Monomial> terms, Comparison comparison, ReadOnlySpan<long> slots)
    {
        var unknown = false;
        Int128 sum = 0;
        foreach (var term in terms)
        {
            var product = term.Coefficient;
            foreach (var factor in term.Factors)
            {
                var value = slots[factor.Slot];
                if (value == FactSchema.NotApplicable)
                {
                    return 0;
                }

                unknown |= value == FactSchema.Unknown;
                product = unknown ? 0 : product * value;
            }

            sum += product;
        }

        return unknown ? (byte)1 : Holds(comparison, sum.CompareTo(Int128.Zero));
    }

    internal static byte AnyIn(ulong[] mask, ReadOnlySpan<long> slots, int slot)
    {
        var state = slots[slot];
        if (state == FactSchema.NotApplicable)
        {
            return 0;
        }

        for (var w = 0; w < mask.Length; w++)
        {
            if ((mask[w] & unchecked((ulong)slots[slot + 1 + w])) != 0)
            {
                return 2;
            }
        }

        return state == FactSchema.Unknown ? (byte)1 : (byte)0;
    }

    internal static byte EveryIn(ulong[] mask, ReadOnlySpan<long> slots, int slot)
    {
        var state = slots[slot];
        if (state == FactSchema.NotApplicable)
        {
            return 0;
        }

        for (var w = 0; w < mask.Length; w++)
        {
            if ((~mask[w] & unchecked((ulong)slots[slot + 1 + w])) != 0)
            {
                return 0;
            }
        }

        return state == FactSchema.Unknown ? (byte)1 : (byte)2;
    }
}
