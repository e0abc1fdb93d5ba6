using System.Collections.Immutable;
using Proviso.Quantities;
using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>A stretch of values between which the law sees no difference, with one value that stands for all.</summary>
/// <param name="Describe">The stretch in words, such as <c>1600 &lt;= item.tpp &lt; 4800</c>.</param>
/// <param name="Writes">The slots to set for the value that stands for it.</param>
/// <param name="Order">Place among the cells of its variable, so that neighbors can be joined.</param>
/// <param name="Bounds">The stretch as numbers, or null for values that have no order.</param>
/// <param name="Members">The values it holds of an enumeration, or null.</param>
public sealed record Cell(string Describe, ImmutableArray<(int Slot, long Value)> Writes, int Order, Bounds? Bounds = null, ImmutableArray<string>? Members = null);

/// <summary>A stretch of numbers in millionths or days; a point when both ends are equal.</summary>
/// <param name="Low">Lower end, or null for none.</param>
/// <param name="LowIncluded">Whether the lower end belongs to it.</param>
/// <param name="High">Upper end, or null for none.</param>
/// <param name="HighIncluded">Whether the upper end belongs to it.</param>
public sealed record Bounds(long? Low, bool LowIncluded, long? High, bool HighIncluded)
{
    internal bool IsPoint => Low is { } low && High is { } high && low == high;
}

/// <summary>A fact (or a pair of facts bound by a ratio) and the finitely many cells the law divides it into.</summary>
public sealed class CellVariable
{
    internal CellVariable(ImmutableArray<FactDefinition> facts, ImmutableArray<Cell> cells, bool complete = true)
    {
        Facts = facts;
        Cells = cells;
        IsComplete = complete;
    }

    /// <summary>Whether these are all cells there are; false where there were too many to list.</summary>
    public bool IsComplete { get; }

    /// <summary>The facts it sets: one, or the two parts of a ratio.</summary>
    public ImmutableArray<FactDefinition> Facts { get; }

    /// <summary>Its cells.</summary>
    public ImmutableArray<Cell> Cells { get; }

    /// <summary>Sets the facts to the value that stands for a cell.</summary>
    internal void Assign(long[] slots, Cell cell)
    {
        Clear(slots);
        foreach (var (slot, value) in cell.Writes)
        {
            slots[slot] = value;
        }
    }

    /// <summary>Makes the facts unknown.</summary>
    internal void Clear(long[] slots)
    {
        foreach (var fact in Facts)
        {
            Array.Clear(slots, fact.Slot, fact.Length);
            slots[fact.Slot] = FactSchema.Unknown;
        }
    }
}

/// <summary>The cells into which the thresholds, sets and values of some programs divide the facts: finite and exact.</summary>
/// <remarks>
/// Between two neighboring thresholds every value gives every condition the same truth, so one value of each stretch and each threshold itself
/// are all there is to try. Products of facts (polynomials) have no such cells; the facts in them are tried at the cells of their other thresholds
/// only. A set whose values fall into nine classes or more is tried with one and with two members only. Not safe to share between threads: what
/// is worked out is kept.
/// </remarks>
public sealed class CellSpace
{
    private readonly Dictionary<FactDefinition, CellVariable> _variables = [];
    private readonly Dictionary<(FactDefinition Record, UInt128 Asked), CellVariable> _records = [];
    private readonly Dictionary<FactDefinition, ImmutableArray<long>> _thresholds = [];
    private readonly Dictionary<FactDefinition, ImmutableArray<(long Numerator, long Denominator)>> _ratioThresholds = [];
    private readonly LawProgram[] _programs;
    private readonly Node[] _leaves;
    private readonly ImmutableArray<FactDefinition> _factsUsed;
    private readonly bool _withAbsent;
    private HashSet<UInt128>? _askedOnly;

    private CellSpace(LawProgram[] programs, bool withAbsent)
    {
        _programs = programs;
        _withAbsent = withAbsent;
        _leaves = [.. programs.SelectMany(p => p.Nodes).Where(n => n.Fact is not null)];
        _factsUsed = [.. UsedBy(programs, _leaves)];
    }

    /// <summary>Whether a product of facts is compared somewhere, so that the cells are not all there is.</summary>
    public bool HasProducts => _programs.Any(p => p.Polynomials.Length > 0);

    /// <summary>The cells of one slice or of several side by side.</summary>
    /// <param name="withAbsent">Whether "not applicable" and a divisor of zero are tried too.</param>
    /// <param name="slices">The slices.</param>
    public static CellSpace Of(bool withAbsent, params IEnumerable<CorpusSlice> slices) => new([.. slices.Select(s => s.Program)], withAbsent);

    /// <summary>The variable that a fact belongs to.</summary>
    public CellVariable VariableOf(FactDefinition fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact.Type == FactType.Record)
        {
            return RecordOf(fact);
        }

        if (_variables.TryGetValue(fact, out var known))
        {
            return known;
        }

        var ratio = Leaves().Select(n => n.Fact!).FirstOrDefault(r => r.Type == FactType.Ratio && (r.Dividend == fact || r.Divisor == fact));
        var variable = ratio is not null && !_variables.ContainsKey(ratio.Dividend!) && !_variables.ContainsKey(ratio.Divisor!) ? Pair(ratio) : Single(fact);
        foreach (var member in variable.Facts)
        {
            _variables[member] = variable;
        }

        return variable;
    }

    /// <summary>Every fact that a condition looks at, in the order of the vocabulary.</summary>
    public ImmutableArray<FactDefinition> FactsUsed() => _factsUsed;

    /// <summary>
    /// From now on a record has the cells that matter to these nodes alone. A law may ask dozens of questions about a party, of which a provision hangs
    /// on a few; the cells of all of them together would be too many to list.
    /// </summary>
    internal void NarrowTo(params IEnumerable<(LawProgram Program, IEnumerable<int> Roots)> nodes)
    {
        if (!_programs.Any(p => p.Somes.Length > 0))
        {
            return;
        }

        _askedOnly = [];
        foreach (var (program, roots) in nodes)
        {
            var seen = new HashSet<int>();
            foreach (var root in roots)
            {
                Reach(program, root, seen);
            }
        }

        void Reach(LawProgram program, int index, HashSet<int> seen)
        {
            if (!seen.Add(index))
            {
                return;
            }

            if (program.Nodes[index].Operation == Operation.Some)
            {
                _askedOnly.Add(program.Somes[program.Nodes[index].Table].Meaning);
            }

            foreach (var child in program.ChildrenOf(in program.Nodes[index]))
            {
                Reach(program, child, seen);
            }
        }
    }

    private SomeCondition[] AskedOf(FactDefinition record) =>
    [
        .. _programs.SelectMany(p => p.Somes).Where(s => s.Record == record && _askedOnly?.Contains(s.Meaning) != false)
            .DistinctBy(s => s.Meaning).OrderBy(s => s.Meaning),
    ];

    private CellVariable RecordOf(FactDefinition record)
    {
        var asked = AskedOf(record);
        var meaning = new MeaningHash(3, asked.Length);
        Array.ForEach(asked, s => meaning.Add(s.Meaning));
        if (!_records.TryGetValue((record, meaning.Value), out var variable))
        {
            _records[(record, meaning.Value)] = variable = RecordCells.Of(record, asked, FieldsOf(asked));
        }

        return variable;
    }

    /// <summary>The cells of the fields of a record.</summary>
    public CellSpace FieldsOf(FactDefinition record) => FieldsOf(AskedOf(record));

    private CellSpace FieldsOf(SomeCondition[] asked) => new([.. asked.Select(s => s.Inner)], _withAbsent);

    private static IOrderedEnumerable<FactDefinition> UsedBy(LawProgram[] programs, Node[] leaves)
    {
        var used = new HashSet<FactDefinition>();
        foreach (var node in leaves)
        {
            if (node.Fact is { Type: FactType.Ratio } ratio)
            {
                used.Add(ratio.Dividend!);
                used.Add(ratio.Divisor!);
            }
            else if (node.Fact is { } fact)
            {
                used.Add(fact);
            }
        }

        foreach (var term in programs.SelectMany(p => p.Polynomials).SelectMany(t => t))
        {
            used.UnionWith(term.Factors);
        }

        return used.OrderBy(f => f.Slot);
    }

    /// <summary>The constants a number or date is compared with, in order.</summary>
    internal ImmutableArray<long> ThresholdsOf(FactDefinition fact)
    {
        if (!_thresholds.TryGetValue(fact, out var found))
        {
            _thresholds[fact] = found = [.. _leaves.Where(n => n.Operation == Operation.Compare && n.Fact == fact).Select(n => n.Value).Distinct().Order()];
        }

        return found;
    }

    /// <summary>The figures a ratio is compared with, as numerator and denominator, in order.</summary>
    internal ImmutableArray<(long Numerator, long Denominator)> RatioThresholdsOf(FactDefinition ratio)
    {
        if (!_ratioThresholds.TryGetValue(ratio, out var found))
        {
            _ratioThresholds[ratio] = found =
            [
                .. _leaves.Where(n => n.Operation == Operation.CompareRatio && n.Fact == ratio).Select(n => (n.Value, n.Value2)).Distinct()
                    .OrderBy(r => (decimal)r.Value / r.Value2),
            ];
        }

        return found;
    }

    private Node[] Leaves() => _leaves;

    private bool AsksState(FactDefinition fact) =>
        Leaves().Any(n => n.Operation is Operation.Known or Operation.Applicable && (n.Fact == fact || n.Fact!.Dividend == fact || n.Fact.Divisor == fact));

    private CellVariable Single(FactDefinition fact)
    {
        var cells = ImmutableArray.CreateBuilder<Cell>();
        switch (fact.Type)
        {
            case FactType.Number or FactType.Date:
                foreach (var bounds in Stretches(fact, ThresholdsOf(fact)))
                {
                    if (Inside(bounds, fact) is { } value)
                    {
                        cells.Add(new Cell(Words(fact, bounds), [(fact.Slot, value)], cells.Count, bounds));
                    }
                }

                break;
            case FactType.YesNo:
                cells.Add(new Cell($"{fact.Name} is yes", [(fact.Slot, 1)], 0));
                cells.Add(new Cell($"{fact.Name} is no", [(fact.Slot, 0)], 1));
                break;
            case FactType.OneOf:
                foreach (var members in Classes(fact))
                {
                    ImmutableArray<string> names = [.. members.Select(i => fact.Enum!.Values[i])];
                    cells.Add(new Cell($"{fact.Name} in {Braces(names)}", [(fact.Slot, members[0])], cells.Count, Members: names));
                }

                break;
            case FactType.SetOf:
                AddSubsets(fact, cells);
                break;
            case FactType.Ratio or FactType.Record:
            default:
                break;
        }

        AddStates(fact, cells);
        return new CellVariable([fact], cells.ToImmutable());
    }

    private void AddStates(FactDefinition fact, ImmutableArray<Cell>.Builder cells)
    {
        if (_withAbsent || AsksState(fact))
        {
            cells.Add(new Cell($"{fact.Name} is not applicable", [(fact.Slot, FactSchema.NotApplicable)], cells.Count + 1));
        }

        if (AsksState(fact) && fact.Type != FactType.SetOf)
        {
            cells.Add(new Cell($"{fact.Name} is not known", [(fact.Slot, FactSchema.Unknown)], cells.Count + 1));
        }
    }

    /// <summary>The values grouped by which masks hold them: two values that no mask tells apart are one class.</summary>
    private List<List<int>> Classes(FactDefinition fact)
    {
        var masks = _programs.SelectMany(p => p.Nodes.Where(n => n.Fact == fact && n.Table >= 0).Select(n => p.Masks[n.Table])).ToArray();
        return [.. Enumerable.Range(0, fact.Enum!.Values.Length)
            .GroupBy(i => string.Concat(masks.Select(m => (m[i >> 6] >> (i & 63) & 1) == 0 ? '0' : '1')), StringComparer.Ordinal)
            .Select(g => g.ToList())];
    }

    /// <summary>Every subset of classes, one member each. Nine classes and more are tried in ones and twos only.</summary>
    private void AddSubsets(FactDefinition fact, ImmutableArray<Cell>.Builder cells)
    {
        var classes = Classes(fact);
        var most = classes.Count <= 8 ? classes.Count : 2;
        var chosen = new List<int>();
        Choose(0);

        void Choose(int next)
        {
            var words = new long[fact.Enum!.Words];
            foreach (var c in chosen)
            {
                var member = classes[c][0];
                words[member >> 6] |= unchecked(1L << (member & 63));
            }

            var words2 = chosen.Count == 0
                ? $"{fact.Name} is empty"
                : $"{fact.Name} has {string.Join(" and ", chosen.Select(c => "one of " + Braces([.. classes[c].Select(i => fact.Enum.Values[i])])))}";
            words2 = words2.Replace("one of {", "{", StringComparison.Ordinal);
            var members = words.Select((word, w) => (fact.Slot + 1 + w, word)).ToArray();
            cells.Add(new Cell(words2, [(fact.Slot, 0), .. members], cells.Count));
            if (AsksState(fact))
            {
                cells.Add(new Cell(words2 + " and there may be more", [(fact.Slot, FactSchema.Unknown), .. members], cells.Count));
            }

            for (var c = next; c < classes.Count && chosen.Count < most; c++)
            {
                chosen.Add(c);
                Choose(c + 1);
                chosen.RemoveAt(chosen.Count - 1);
            }
        }
    }

    /// <summary>Up to twelve values, then how many more.</summary>
    internal static string Braces(ImmutableArray<string> names) =>
        "{" + string.Join(' ', names.Take(12)) + (names.Length > 12 ? $" and {names.Length - 12} more" : "") + "}";

    private CellVariable Pair(FactDefinition ratio)
    {
        var (dividend, divisor) = (ratio.Dividend!, ratio.Divisor!);
        var cells = ImmutableArray.CreateBuilder<Cell>();
        var ratios = RatioThresholdsOf(ratio);
        foreach (var a in Stretches(dividend, ThresholdsOf(dividend)))
        {
            foreach (var b in Stretches(divisor, ThresholdsOf(divisor)))
            {
                for (var r = 0; r <= 2 * ratios.Length; r++)
                {
                    if (Sample(a, b, dividend, divisor, ratios, r) is { } found)
                    {
                        Add(found.A, found.B, Words(dividend, a), Words(divisor, b), RatioWords(ratio, ratios, r));
                    }
                }

                // Over zero the ratio has no figure. Nobody ships a thing without an area, so that is tried only where everything is.
                if ((_withAbsent || b.IsPoint) && Contains(b, 0) && divisor.Least <= 0 && Inside(a, dividend) is { } value)
                {
                    Add(value, 0, Words(dividend, a), $"{divisor.Name} = 0");
                }
            }
        }

        foreach (var (a, wordsA) in States(dividend))
        {
            foreach (var (b, wordsB) in States(divisor).Where(b => a < 0 || b.Value < 0))
            {
                Add(a, b, wordsA, wordsB);
            }
        }

        return new CellVariable([dividend, divisor], cells.ToImmutable());

        void Add(long a, long b, params IEnumerable<string> words) =>
            cells.Add(new Cell(string.Join(", ", words.Where(w => w.Length > 0)), [(dividend.Slot, a), (divisor.Slot, b)], cells.Count));
    }

    /// <summary>One value of each stretch of a part of a ratio, and the states below zero that are tried for it.</summary>
    private IEnumerable<(long Value, string Words)> States(FactDefinition fact)
    {
        foreach (var stretch in Stretches(fact, ThresholdsOf(fact)))
        {
            if (Inside(stretch, fact) is { } value)
            {
                yield return (value, Words(fact, stretch));
            }
        }

        if (_withAbsent || AsksState(fact))
        {
            yield return (FactSchema.NotApplicable, $"{fact.Name} is not applicable");
        }

        if (AsksState(fact))
        {
            yield return (FactSchema.Unknown, $"{fact.Name} is not known");
        }
    }

    /// <summary>Stretch number r of a ratio: even ones lie between thresholds, odd ones are a threshold.</summary>
    private static bool InRatioStretch(long a, long b, ImmutableArray<(long Numerator, long Denominator)> ratios, int r)
    {
        int Against(int i) => ((Int128)a * ratios[i].Denominator).CompareTo((Int128)b * ratios[i].Numerator);
        return (r & 1) == 1
            ? Against(r / 2) == 0
            : (r == 0 || Against((r / 2) - 1) > 0) && (r == 2 * ratios.Length || Against(r / 2) < 0);
    }

    private static string RatioWords(FactDefinition ratio, ImmutableArray<(long Numerator, long Denominator)> ratios, int r)
    {
        string Figure(int i) => FixedPoint.ToText((long)((Int128)ratios[i].Numerator * FixedPoint.One / ratios[i].Denominator));
        if (ratios.Length == 0)
        {
            return "";
        }

        return (r & 1) == 1 ? $"{ratio.Name} = {Figure(r / 2)}"
            : r == 0 ? $"{ratio.Name} < {Figure(0)}"
            : r == 2 * ratios.Length ? $"{ratio.Name} > {Figure(ratios.Length - 1)}"
            : $"{Figure((r / 2) - 1)} < {ratio.Name} < {Figure(r / 2)}";
    }

    /// <summary>
    /// Exact values for a dividend, a divisor and their ratio in given stretches. Tries round divisors first and solves for the dividend,
    /// then the other way round; null when the stretches have nothing in common that six decimals can express.
    /// </summary>
    private static (long A, long B)? Sample(
        Bounds a, Bounds b, FactDefinition dividend, FactDefinition divisor, ImmutableArray<(long Numerator, long Denominator)> ratios, int r)
    {
        var middle = RatioInside(ratios, r);
        foreach (var tryB in Candidates(b, divisor))
        {
            if (tryB <= 0)
            {
                continue;
            }

            var solved = tryB * middle.Numerator / middle.Denominator;
            foreach (var tryA in Candidates(a, dividend).Prepend(solved > dividend.Greatest ? dividend.Greatest : (long)solved))
            {
                if (Contains(a, tryA) && Contains(b, tryB) && tryA <= dividend.Greatest && InRatioStretch(tryA, tryB, ratios, r))
                {
                    return (tryA, tryB);
                }
            }
        }

        foreach (var tryA in Candidates(a, dividend))
        {
            if (middle.Numerator == 0)
            {
                continue;
            }

            var solved = tryA * middle.Denominator / middle.Numerator;
            if (solved > 0 && solved <= divisor.Greatest && Contains(a, tryA) && Contains(b, (long)solved) && InRatioStretch(tryA, (long)solved, ratios, r))
            {
                return (tryA, (long)solved);
            }
        }

        return Sliver(a, b, dividend, divisor, ratios, r);
    }

    /// <summary>The same where no round figure lies: along the divisors that are possible at all, one dividend between the two figures of the ratio.</summary>
    private static (long A, long B)? Sliver(
        Bounds a, Bounds b, FactDefinition dividend, FactDefinition divisor, ImmutableArray<(long Numerator, long Denominator)> ratios, int r)
    {
        var (aLow, aHigh) = Ends(a, dividend);
        var (bLow, bHigh) = Ends(b, divisor);
        bLow = Math.Max(bLow, 1);
        if ((r & 1) == 1)
        {
            // Exactly on a figure both are the same multiple of its two numbers; figures are reduced.
            var (numerator, denominator) = ratios[r / 2];
            var times = Math.Max(numerator == 0 ? 0 : Up(aLow, numerator), Up(bLow, denominator));
            var (exactA, exactB) = ((Int128)times * numerator, (Int128)times * denominator);
            return exactA >= aLow && exactA <= aHigh && exactB <= bHigh ? ((long)exactA, (long)exactB) : null;
        }

        var (low, high) = (r == 0 ? ((long, long)?)null : ratios[(r / 2) - 1], r == 2 * ratios.Length ? ((long, long)?)null : ratios[r / 2]);
        if (low is var (lowN, lowD) && lowN > 0)
        {
            bHigh = (long)Int128.Min(bHigh, (((Int128)aHigh * lowD) - 1) / lowN);
        }

        if (high is var (highN, highD) && highN > 0)
        {
            bLow = (long)Int128.Clamp(((Int128)aLow * highD / highN) + 1, bLow, Int128.Max(bLow, (Int128)bHigh + 1));
        }

        foreach (var tryB in (ReadOnlySpan<long>)[bLow, bLow + 1, bLow + ((bHigh - bLow) / 2), bHigh - 1, bHigh])
        {
            if (tryB < bLow || tryB > bHigh)
            {
                continue;
            }

            var least = low is var (n, d) ? Int128.Max(aLow, ((Int128)tryB * n / d) + 1) : aLow;
            var greatest = high is var (m, e) ? Int128.Min(aHigh, (((Int128)tryB * m) - 1) / e) : aHigh;
            if (least <= greatest && InRatioStretch((long)least, tryB, ratios, r))
            {
                return ((long)least, tryB);
            }
        }

        return null;

        static long Up(long value, long step) => (value + step - 1) / step;
    }

    private static (long Low, long High) Ends(Bounds bounds, FactDefinition fact) =>
    (
        bounds.Low is { } low ? (bounds.LowIncluded ? low : low + 1) : fact.Least,
        bounds.High is { } high ? (bounds.HighIncluded ? high : high - 1) : fact.Greatest);

    /// <summary>A figure inside a stretch of a ratio. Good to some eighteen digits, which is enough to start from.</summary>
    private static (Int128 Numerator, Int128 Denominator) RatioInside(ImmutableArray<(long Numerator, long Denominator)> ratios, int r)
    {
        if (ratios.Length == 0)
        {
            return (1, 1);
        }

        if ((r & 1) == 1)
        {
            return ratios[r / 2];
        }

        if (r == 0)
        {
            return (ratios[0].Numerator, (Int128)ratios[0].Denominator * 2);
        }

        if (r == 2 * ratios.Length)
        {
            return ((Int128)ratios[^1].Numerator * 2, ratios[^1].Denominator);
        }

        var (low, high) = (ratios[(r / 2) - 1], ratios[r / 2]);
        var numerator = ((Int128)low.Numerator * high.Denominator) + ((Int128)high.Numerator * low.Denominator);
        var denominator = (Int128)2 * low.Denominator * high.Denominator;
        while (numerator > long.MaxValue)
        {
            (numerator, denominator) = (numerator / 2, Int128.Max(denominator / 2, 1));
        }

        return (numerator, denominator);
    }

    private static IEnumerable<long> Candidates(Bounds bounds, FactDefinition fact)
    {
        if (Inside(bounds, fact) is { } inside)
        {
            yield return inside;
        }

        // Round figures across nine decades meet any stretch a data sheet could lie in; 37 is there because 148/25 has it as a factor.
        for (var decade = FixedPoint.One / 100; decade <= 1_000_000_000_000L; decade *= 10)
        {
            foreach (var digit in new long[] { 1, 2, 5, 7, 37 })
            {
                if (Contains(bounds, decade * digit) && decade * digit <= fact.Greatest)
                {
                    yield return decade * digit;
                }
            }
        }
    }

    private static bool Contains(Bounds bounds, long value) =>
        (bounds.Low is not { } low || value > low || (bounds.LowIncluded && value == low))
        && (bounds.High is not { } high || value < high || (bounds.HighIncluded && value == high));

    private static IEnumerable<Bounds> Stretches(FactDefinition fact, ImmutableArray<long> thresholds)
    {
        if (thresholds.IsEmpty)
        {
            yield return new Bounds(null, false, null, false);
            yield break;
        }

        if (thresholds[0] > fact.Least)
        {
            yield return new Bounds(null, false, thresholds[0], false);
        }

        for (var i = 0; i < thresholds.Length; i++)
        {
            yield return new Bounds(thresholds[i], true, thresholds[i], true);
            var next = i + 1 < thresholds.Length ? thresholds[i + 1] : (long?)null;
            if (next is null ? thresholds[i] < fact.Greatest : next - thresholds[i] > 1)
            {
                yield return new Bounds(thresholds[i], false, next, false);
            }
        }
    }

    /// <summary>A value of a stretch, round where there is room.</summary>
    private static long? Inside(Bounds bounds, FactDefinition fact)
    {
        const long one = FixedPoint.One;
        var low = bounds.Low is { } l ? (bounds.LowIncluded ? l : l + 1) : fact.Least;
        var high = bounds.High is { } h ? (bounds.HighIncluded ? h : h - 1) : Math.Min(fact.Greatest, Math.Max(low, one) * 2);
        if (low > high)
        {
            return null;
        }

        if (fact.Type == FactType.Date)
        {
            // A day near a threshold reads as one; the middle of history does not.
            return bounds.Low is null ? high : low;
        }

        var middle = low + ((high - low) / 2);
        var round = middle / one * one;
        return round >= low ? round : middle;
    }

    /// <summary>A stretch in words; empty when it is everything.</summary>
    internal static string Words(FactDefinition fact, Bounds bounds)
    {
        string Figure(long value) => fact.Type == FactType.Date
            ? DateOnly.FromDayNumber((int)value).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : FixedPoint.ToText(value);
        return (bounds.Low, bounds.High) switch
        {
            (null, null) => "",
            ({ } low, { } high) when low == high => $"{fact.Name} = {Figure(low)}",
            (null, { } high) => $"{fact.Name} {(bounds.HighIncluded ? "<=" : "<")} {Figure(high)}",
            ({ } low, null) => $"{fact.Name} {(bounds.LowIncluded ? ">=" : ">")} {Figure(low)}",
            ({ } low, { } high) => $"{Figure(low)} {(bounds.LowIncluded ? "<=" : "<")} {fact.Name} {(bounds.HighIncluded ? "<=" : "<")} {Figure(high)}",
        };
    }
}
