using System.Collections.Immutable;
using System.Text;
using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>How a provision differs between two slices.</summary>
public enum ProvisionChange
{
    /// <summary>It counts only in the second.</summary>
    Added,

    /// <summary>It counts only in the first.</summary>
    Removed,

    /// <summary>It counts in both, with other conditions, effect or exceptions.</summary>
    Changed,
}

/// <summary>A provision that differs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Change">How.</param>
/// <param name="Before">Its version before, or null.</param>
/// <param name="After">Its version after, or null.</param>
public sealed record ChangedProvision(string Name, ProvisionChange Change, SliceProvision? Before, SliceProvision? After);

/// <summary>A class of transactions on which a matter's conclusion differs.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Where">The stretches of facts that make up the class; whatever is not named makes no difference.</param>
/// <param name="Before">The conclusion before.</param>
/// <param name="After">The conclusion after.</param>
/// <param name="Witness">Facts of one transaction of the class.</param>
public sealed record ChangedClass(string Matter, ImmutableArray<string> Where, Outcome Before, Outcome After, FactFrame Witness);

/// <summary>What changes between two slices of one corpus.</summary>
/// <param name="Provisions">Provisions that differ.</param>
/// <param name="Classes">Classes of transactions whose conclusion differs.</param>
/// <param name="Complete">Whether every class was found; false when the enumeration was cut short.</param>
public sealed record LawDifference(ImmutableArray<ChangedProvision> Provisions, ImmutableArray<ChangedClass> Classes, bool Complete);

/// <summary>Compares the law on two days, or with and without a scenario, by enumerating the cells of both.</summary>
public static class LawDiff
{
    // Nodes of the tree of cases, not answers: real rules take hundreds. Past this the rest is left out, and that is said.
    private const int MostCases = 50_000;

    /// <summary>Compares two slices of the same corpus.</summary>
    public static LawDifference Compare(CorpusSlice before, CorpusSlice after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var provisions = ChangedProvisions(before, after);
        var classes = ImmutableArray.CreateBuilder<ChangedClass>();
        var complete = true;
        foreach (var matter in before.Matters.Select(m => m.Definition.Name))
        {
            var (a, b) = (MatterOf(before, matter), MatterOf(after, matter));
            if (Signature(before, a) == Signature(after, b))
            {
                continue;
            }

            var run = new CaseTree(before, after, a, b);
            classes.AddRange(run.Run());
            complete &= !run.CutShort;
        }

        return new LawDifference(provisions, classes.ToImmutable(), complete);
    }

    private static SliceMatter MatterOf(CorpusSlice slice, string name) => Array.Find(slice.Matters, m => string.Equals(m.Definition.Name, name, StringComparison.Ordinal))!;

    private static UInt128 Signature(CorpusSlice slice, SliceMatter matter)
    {
        var meaning = new MeaningHash(2, slice.Asked < 0 ? 0 : 1);
        if (slice.Asked >= 0)
        {
            meaning.Add(slice.Program.Meanings[slice.Asked]);
        }

        foreach (var provision in matter.Provisions.OrderBy(p => p.Version.Name, StringComparer.Ordinal).ThenBy(p => p.KeptFrom ?? DateOnly.MaxValue))
        {
            meaning.Add(provision.Version.Name);
            meaning.Add(slice.Program.Meanings[provision.Governs]);
            meaning.Add((ulong)((provision.LowestRank * 16) + provision.HighestRank));
        }

        return meaning.Value;
    }

    private static ImmutableArray<ChangedProvision> ChangedProvisions(CorpusSlice before, CorpusSlice after)
    {
        var first = before.Provisions.ToDictionary(p => p.Version.Name, StringComparer.Ordinal);
        var second = after.Provisions.ToDictionary(p => p.Version.Name, StringComparer.Ordinal);
        var changed = ImmutableArray.CreateBuilder<ChangedProvision>();
        foreach (var name in first.Keys.Union(second.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (a, b) = (first.GetValueOrDefault(name), second.GetValueOrDefault(name));
            if (a is null || b is null)
            {
                changed.Add(new ChangedProvision(name, a is null ? ProvisionChange.Added : ProvisionChange.Removed, a, b));
            }
            else if (before.Program.Meanings[a.Governs] != after.Program.Meanings[b.Governs] || !a.Version.Effect.Equals(b.Version.Effect)
                || !a.Version.Conditions.Select(c => c.Place.Words).SequenceEqual(b.Version.Conditions.Select(c => c.Place.Words), StringComparer.Ordinal)
                || !a.Version.Duties.Select(d => d.Place.Words).SequenceEqual(b.Version.Duties.Select(d => d.Place.Words), StringComparer.Ordinal)
                || (!a.Version.Duties.IsEmpty && before.Program.Meanings[a.Applies] != after.Program.Meanings[b.Applies]))
            {
                changed.Add(new ChangedProvision(name, ProvisionChange.Changed, a, b));
            }
        }

        return changed.ToImmutable();
    }

    /// <summary>
    /// A tree of cases. Each fork asks one condition of the law; each fact keeps the cells still possible; a fork that makes no difference
    /// falls away. So the classes read in the law's own terms and each is as wide as it can be.
    /// </summary>
    private sealed class CaseTree
    {
        private readonly CorpusSlice _before;
        private readonly CorpusSlice _after;
        private readonly SliceMatter _a;
        private readonly SliceMatter _b;
        private readonly CellSpace _space;
        private readonly byte[] _valuesA;
        private readonly byte[] _valuesB;
        private readonly int[] _watchA;
        private readonly int[] _watchB;
        private readonly bool _askedAlike;
        private readonly Dictionary<CellVariable, bool[]> _possible = [];
        private readonly Dictionary<(LawProgram, int), byte[]> _truths = [];
        private int _cases;
        private bool _leftOpen;

        public CaseTree(CorpusSlice before, CorpusSlice after, SliceMatter a, SliceMatter b)
        {
            _before = before;
            _after = after;
            _a = a;
            _b = b;
            _space = CellSpace.Of(withAbsent: false, before, after);
            _valuesA = new byte[before.Program.Nodes.Length];
            _valuesB = new byte[after.Program.Nodes.Length];

            // Where none of the provisions that differ governs, the two matters say the same: that cuts the tree early.
            _askedAlike = AskedMeaning(before) == AskedMeaning(after);
            _watchA = [.. a.Provisions.Where(p => Differs(before, p, after, b)).Select(p => p.Governs)];
            _watchB = [.. b.Provisions.Where(p => Differs(after, p, before, a)).Select(p => p.Governs)];
            _space.NarrowTo((before.Program, Roots(before, a)), (after.Program, Roots(after, b)));
            foreach (var variable in _space.FactsUsed().Select(_space.VariableOf).Distinct())
            {
                _possible[variable] = [.. variable.Cells.Select(_ => true)];
                _leftOpen |= !variable.IsComplete;
            }

            Tabulate(before.Program);
            Tabulate(after.Program);
        }

        public bool CutShort => _cases > MostCases || _leftOpen;

        /// <summary>A condition of a class; the fact is named where the words are a stretch of its values.</summary>
        private readonly record struct Clause(string Words, FactDefinition? Stretch);

        private sealed record Case(ImmutableList<Clause> Where, Outcome Before, Outcome After, FactFrame Witness);

        private static IEnumerable<int> Roots(CorpusSlice slice, SliceMatter matter) =>
            matter.Provisions.SelectMany(p => new[] { p.Governs, p.Applies }).Concat(slice.Asked >= 0 ? [slice.Asked] : []);

        private static UInt128 AskedMeaning(CorpusSlice slice) => slice.Asked < 0 ? 0 : slice.Program.Meanings[slice.Asked];

        public List<ChangedClass> Run() =>
            Fork().Select(c => new ChangedClass(_a.Definition.Name, [.. c.Where.Select(w => w.Words)], c.Before, c.After, c.Witness)).ToList();

        private static bool Differs(CorpusSlice own, SliceProvision provision, CorpusSlice other, SliceMatter matter)
        {
            var twin = Array.Find(matter.Provisions, p => string.Equals(p.Version.Name, provision.Version.Name, StringComparison.Ordinal) && p.KeptFrom == provision.KeptFrom);
            return twin is null || own.Program.Meanings[provision.Governs] != other.Program.Meanings[twin.Governs] || twin.LowestRank != provision.LowestRank || twin.HighestRank != provision.HighestRank;
        }

        /// <summary>The truth of every condition about one fact in every cell of that fact.</summary>
        private void Tabulate(LawProgram program)
        {
            var frame = new FactFrame(_before.Schema);
            var values = new byte[program.Nodes.Length];
            foreach (var variable in _possible.Keys)
            {
                for (var c = 0; c < variable.Cells.Length; c++)
                {
                    variable.Assign(frame.Slots, variable.Cells[c]);
                    Walker.Run(program, frame.Slots, values);
                    for (var n = 0; n < values.Length; n++)
                    {
                        if (VariableOf(program, n) == variable)
                        {
                            if (!_truths.TryGetValue((program, n), out var table))
                            {
                                _truths[(program, n)] = table = new byte[variable.Cells.Length];
                            }

                            table[c] = values[n];
                        }
                    }
                }

                variable.Clear(frame.Slots);
            }
        }

        private CellVariable? VariableOf(LawProgram program, int node) => program.Nodes[node].Fact switch
        {
            null => null,
            { Type: FactType.Ratio } ratio => _space.VariableOf(ratio.Dividend!),
            var fact => _space.VariableOf(fact),
        };

        /// <summary>Values of all nodes given the cells still possible: a condition is settled where all of them agree.</summary>
        private void Evaluate(LawProgram program, byte[] values)
        {
            for (var n = 0; n < values.Length; n++)
            {
                ref readonly var node = ref program.Nodes[n];
                values[n] = _truths.TryGetValue((program, n), out var table)
                    ? Agreed(table, _possible[VariableOf(program, n)!])
                    : node.Operation == Operation.ComparePolynomial ? (byte)Truth.Unknown : Walker.Combine(program, in node, values);
            }
        }

        private static byte Agreed(byte[] table, bool[] possible)
        {
            var seen = -1;
            for (var c = 0; c < table.Length; c++)
            {
                if (possible[c])
                {
                    if (seen >= 0 && table[c] != seen)
                    {
                        return (byte)Truth.Unknown;
                    }

                    seen = table[c];
                }
            }

            return seen < 0 ? (byte)Truth.No : (byte)seen;
        }

        private List<Case> Fork()
        {
            Evaluate(_before.Program, _valuesA);
            Evaluate(_after.Program, _valuesB);
            if (++_cases > MostCases || (_askedAlike && Array.TrueForAll(_watchA, n => _valuesA[n] == 0) && Array.TrueForAll(_watchB, n => _valuesB[n] == 0)))
            {
                return [];
            }

            var (lowA, highA) = Range(_before, _a, _valuesA);
            var (lowB, highB) = Range(_after, _b, _valuesB);
            if (lowA == highA && lowB == highB)
            {
                return Said();
            }

            if (OpenCondition() is not { } open)
            {
                // With every condition settled, what is left open is a conclusion "undetermined"; or a product of facts, which has no cells to fork on.
                var leftOpen = HangsOnProduct(_before, _a, _valuesA) || HangsOnProduct(_after, _b, _valuesB);
                _leftOpen |= leftOpen;
                return leftOpen ? [] : Said();
            }

            // Two open conclusions read the same, whatever each lies between.
            List<Case> Said() => AtRanks(lowA, highA).Equals(AtRanks(lowB, highB))
                ? []
                : [new Case([], AtRanks(lowA, highA), AtRanks(lowB, highB), Witness((lowA, highA), (lowB, highB)))];

            var variable = VariableOf(open.Program, open.Node)!;
            var table = _truths[(open.Program, open.Node)];
            var saved = _possible[variable];
            var branches = new List<(Clause Clause, List<Case> Cases)>();
            foreach (var truth in (ReadOnlySpan<byte>)[2, 0, 1])
            {
                bool[] kept = [.. saved.Select((p, c) => p && table[c] == truth)];
                if (Array.Exists(kept, k => k))
                {
                    _possible[variable] = kept;
                    branches.Add((Words(open.Program, open.Node, truth, variable, kept), Fork()));
                }
            }

            _possible[variable] = saved;
            return Join(branches);
        }

        private static Outcome AtRanks(int lowest, int highest) => lowest == highest ? Outcome.AtRank(lowest) : new Outcome(OutcomeKind.Undetermined);

        private static bool HangsOnProduct(CorpusSlice slice, SliceMatter matter, byte[] values) =>
            slice.Program.Nodes.Where((n, i) => n.Operation == Operation.ComparePolynomial && values[i] == (byte)Truth.Unknown).Any()
            && ((slice.Asked >= 0 && values[slice.Asked] == (byte)Truth.Unknown) || matter.Provisions.Any(p => values[p.Governs] == (byte)Truth.Unknown));

        /// <summary>Drops a fork whose branches are alike.</summary>
        private static List<Case> Join(List<(Clause Clause, List<Case> Cases)> branches)
        {
            if (branches.TrueForAll(b => string.Equals(Key(b.Cases), Key(branches[0].Cases), StringComparison.Ordinal)))
            {
                return branches[0].Cases;
            }

            return [.. branches.SelectMany(b => b.Cases.Select(c => c with { Where = Prepend(b.Clause, c.Where) }))];
        }

        /// <summary>Puts a condition in front; a stretch of numbers that a later fork narrows is not said twice.</summary>
        private static ImmutableList<Clause> Prepend(Clause clause, ImmutableList<Clause> rest) =>
            clause.Stretch is { } fact && rest.Exists(r => r.Stretch == fact) ? rest : rest.Insert(0, clause);

        private static string Key(List<Case> cases)
        {
            var key = new StringBuilder();
            foreach (var c in cases)
            {
                key.Append(c.Before).Append('>').Append(c.After).Append(':').AppendJoin('&', c.Where.Select(w => w.Words)).Append(';');
            }

            return key.ToString();
        }

        /// <summary>Facts of the class. Those that make no difference stay unknown, unless the law asks something of them that is so for every value.</summary>
        private FactFrame Witness((int Low, int High) before, (int Low, int High) after)
        {
            var frame = new FactFrame(_before.Schema);
            foreach (var (variable, possible) in _possible.Where(p => !Array.TrueForAll(p.Value, k => k)))
            {
                variable.Assign(frame.Slots, Simplest(variable, possible));
            }

            foreach (var (variable, possible) in _possible.Where(p => Array.TrueForAll(p.Value, k => k)))
            {
                if (Decided(_before, _a, frame) == before && Decided(_after, _b, frame) == after)
                {
                    break;
                }

                variable.Assign(frame.Slots, Simplest(variable, possible));
            }

            return frame;
        }

        /// <summary>Of several cells the one with the fewest members of a set, which reads best.</summary>
        private static Cell Simplest(CellVariable variable, bool[] possible)
        {
            var cells = variable.Cells.Where((_, c) => possible[c]);
            return variable.Facts[0].Type == FactType.SetOf
                ? cells.MinBy(c => c.Writes.Sum(w => System.Numerics.BitOperations.PopCount(unchecked((ulong)w.Value))))!
                : cells.First();
        }

        private static (int Low, int High) Decided(CorpusSlice slice, SliceMatter matter, FactFrame frame)
        {
            var values = new byte[slice.Program.Nodes.Length];
            Walker.Run(slice.Program, frame.Slots, values);
            return Range(slice, matter, values);
        }

        private static (int Low, int High) Range(CorpusSlice slice, SliceMatter matter, byte[] values)
        {
            if (slice.Asked >= 0 && values[slice.Asked] == 0)
            {
                return (0, 0);
            }

            var (low, high, _) = Walker.Matter(matter, values);
            return slice.Asked >= 0 && values[slice.Asked] == 1 ? (0, high) : (low, high);
        }

        /// <summary>The condition to fork on: one that a differing provision hangs on, else one that the matter hangs on.</summary>
        private (LawProgram Program, int Node)? OpenCondition()
        {
            foreach (var (slice, matter, watch, values) in new[] { (_before, _a, _watchA, _valuesA), (_after, _b, _watchB, _valuesB) })
            {
                if (OpenLeaf(slice.Program, watch, values) is { } leaf)
                {
                    return (slice.Program, leaf);
                }
            }

            foreach (var (slice, matter, values) in new[] { (_before, _a, _valuesA), (_after, _b, _valuesB) })
            {
                var nodes = matter.Provisions.Select(p => p.Governs);
                if (OpenLeaf(slice.Program, slice.Asked >= 0 ? nodes.Prepend(slice.Asked) : nodes, values) is { } leaf)
                {
                    return (slice.Program, leaf);
                }
            }

            return null;
        }

        private int? OpenLeaf(LawProgram program, IEnumerable<int> nodes, byte[] values)
        {
            foreach (var node in nodes)
            {
                if (values[node] != (byte)Truth.Unknown)
                {
                    continue;
                }

                if (_truths.TryGetValue((program, node), out var table))
                {
                    // A condition unknown in every possible cell (a zero divisor) cannot be forked on.
                    var possible = _possible[VariableOf(program, node)!];
                    if (table.Where((_, c) => possible[c]).Distinct().Count() > 1)
                    {
                        return node;
                    }

                    continue;
                }

                if (OpenLeaf(program, program.ChildrenOf(program.Nodes[node]).ToArray(), values) is { } leaf)
                {
                    return leaf;
                }
            }

            return null;
        }

        private Clause Words(LawProgram program, int index, byte truth, CellVariable variable, bool[] kept)
        {
            ref readonly var node = ref program.Nodes[index];
            if (variable.Cells.All(c => c.Bounds is not null) && node.Operation == Operation.Compare)
            {
                return new Clause(StretchWords(variable, kept), variable.Facts[0]);
            }

            var slice = ReferenceEquals(program, _before.Program) ? _before : _after;
            var words = slice.NodeOf.Where(p => p.Value == index && p.Key is not (BoundName or BoundAnd or BoundOr or BoundLimbs)).Select(p => p.Key.Place.Words).FirstOrDefault()
                ?? (node.Operation == Operation.Some ? program.Somes[node.Table].Words : $"{node.Fact!.Name} {node.Operation}");
            return new Clause(truth switch
            {
                2 => words,
                0 => $"not ({words})",
                _ => $"unknown whether {words}",
            }, null);
        }

        private static string StretchWords(CellVariable variable, bool[] kept)
        {
            var runs = new List<Bounds>();
            for (var c = 0; c < kept.Length; c++)
            {
                if (!kept[c])
                {
                    continue;
                }

                var bounds = variable.Cells[c].Bounds!;
                if (c > 0 && kept[c - 1])
                {
                    runs[^1] = runs[^1] with { High = bounds.High, HighIncluded = bounds.HighIncluded };
                }
                else
                {
                    runs.Add(bounds);
                }
            }

            return string.Join(" or ", runs.Select(r => CellSpace.Words(variable.Facts[0], r)));
        }
    }
}
