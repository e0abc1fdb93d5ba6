using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>Looks through the cells of a slice for facts under which conditions take wanted values.</summary>
/// <remarks>
/// Facts not yet chosen are open, and Kleene's logic is monotone: a node that is no under open facts stays no however they are settled.
/// So whole branches fall away early, and a fact that no longer matters is never branched on.
/// </remarks>
internal sealed class CellSearch
{
    private readonly CorpusSlice _slice;
    private readonly CellSpace _space;
    private readonly byte[] _values;
    private readonly bool[] _canBeYes;
    private readonly bool[] _canBeNo;
    private readonly FactFrame _frame;
    private readonly HashSet<FactDefinition> _chosen = [];
    private int _steps;
    private bool _cut;

    // A search over real law takes tens of steps; fifty thousand means the law is beyond it, and that is said instead of waited for.
    private const int MostSteps = 50_000;

    public CellSearch(CorpusSlice slice, CellSpace space)
    {
        _slice = slice;
        _space = space;
        _values = new byte[slice.Program.Nodes.Length];
        _canBeYes = new bool[_values.Length];
        _canBeNo = new bool[_values.Length];
        _frame = new FactFrame(slice.Schema);
    }

    /// <summary>Whether the last search gave up before it had seen everything.</summary>
    public bool GaveUp => _steps >= MostSteps || _cut;

    /// <summary>Facts under which every node has its wanted value (yes or no), or null when there are none.</summary>
    public FactFrame? Find(params (int Node, Truth Wanted)[] wanted)
    {
        _steps = 0;
        _cut = false;
        _space.NarrowTo((_slice.Program, wanted.Select(w => w.Node)));
        _chosen.Clear();
        _frame.Clear();
        return Search(wanted) ? _frame.Copy() : null;
    }

    /// <summary>
    /// Whether no facts give every node its wanted value, even if each comparison of a product came out as it likes: then what the cells of products
    /// hold makes no difference. False proves nothing.
    /// </summary>
    public bool Excludes(params (int Node, Truth Wanted)[] wanted)
    {
        var (all, pending) = (new HashSet<int>(), new Stack<int>(wanted.Where(w => w.Wanted == Truth.Yes).Select(w => w.Node)));
        while (pending.TryPop(out var index))
        {
            if (all.Add(index) && _slice.Program.Nodes[index].Operation == Operation.And)
            {
                foreach (var child in _slice.Program.ChildrenOf(in _slice.Program.Nodes[index]))
                {
                    pending.Push(child);
                }
            }
        }

        // What one asks for and another denies needs no search.
        if (all.Any(i => _slice.Program.Nodes[i].Operation == Operation.Not && all.Contains(_slice.Program.ChildrenOf(in _slice.Program.Nodes[i])[0])))
        {
            return true;
        }

        _free = [];
        var found = Find(wanted) is not null;
        _free = null;
        return !found && !GaveUp;
    }

    // Comparisons of products that were taken to come out one way; null while they are reckoned.
    private Dictionary<int, byte>? _free;

    private bool TryProduct(int product, (int Node, Truth Wanted)[] wanted)
    {
        foreach (var value in (ReadOnlySpan<Truth>)[Truth.Yes, Truth.No])
        {
            _free![product] = (byte)value;
            if (Search(wanted))
            {
                return true;
            }
        }

        _free!.Remove(product);
        return false;
    }

    private int UnknownProduct(int index)
    {
        ref readonly var node = ref _slice.Program.Nodes[index];
        if (_values[index] != (byte)Truth.Unknown)
        {
            return -1;
        }

        if (node.Operation == Operation.ComparePolynomial)
        {
            return index;
        }

        foreach (var child in _slice.Program.ChildrenOf(in node))
        {
            if (UnknownProduct(child) is >= 0 and var found)
            {
                return found;
            }
        }

        return -1;
    }

    private bool Search((int Node, Truth Wanted)[] wanted)
    {
        if (++_steps >= MostSteps)
        {
            return false;
        }

        Evaluate();
        var open = -1;
        foreach (var (node, want) in wanted)
        {
            var value = (Truth)_values[node];
            if (value == Truth.Unknown && (want == Truth.Yes ? _canBeYes : _canBeNo)[node])
            {
                open = open < 0 ? node : open;
            }
            else if (value != want)
            {
                return false;
            }
        }

        if (open < 0)
        {
            return true;
        }

        // A fact already chosen can still be unknown, where the law asks whether it is known; it is not chosen again.
        var fact = UnknownFact(_slice.Program, open, _values, _frame.Slots, _chosen, products: _free is null);
        if (fact is null)
        {
            return _free is not null && UnknownProduct(open) is >= 0 and var product && TryProduct(product, wanted);
        }

        var variable = _space.VariableOf(fact);
        _cut |= !variable.IsComplete;
        _chosen.UnionWith(variable.Facts);
        foreach (var cell in variable.Cells)
        {
            variable.Assign(_frame.Slots, cell);
            if (Search(wanted))
            {
                return true;
            }
        }

        _chosen.ExceptWith(variable.Facts);
        variable.Clear(_frame.Slots);
        return false;
    }

    /// <summary>Whether a node hangs on a product of facts, of which the cells are not all there is.</summary>
    public bool HangsOnProduct(int index)
    {
        ref readonly var node = ref _slice.Program.Nodes[index];
        if (node.Operation == Operation.ComparePolynomial)
        {
            return true;
        }

        foreach (var child in _slice.Program.ChildrenOf(in node))
        {
            if (HangsOnProduct(child))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The values as the walker has them, but whether a fact is known stays open until the fact is chosen: else nothing that asks would be found.</summary>
    private void Evaluate()
    {
        var nodes = _slice.Program.Nodes;
        for (var i = 0; i < nodes.Length; i++)
        {
            _values[i] = _free is not null && nodes[i].Operation == Operation.ComparePolynomial
                ? _free.GetValueOrDefault(i, (byte)Truth.Unknown)
                : nodes[i].Operation == Operation.Known && IsOpen(nodes[i].Fact!)
                ? (byte)Truth.Unknown
                : Walker.Value(_slice.Program, in nodes[i], _frame.Slots, _values);
            Bound(in nodes[i], i);
        }
    }

    // What a node can still become. A place of which nobody knows whether it is in a group stays unknown however the rest is settled;
    // so does all that hangs on it, and without this the search would go through every other fact to find that out.
    private void Bound(in Node node, int at)
    {
        if (_values[at] != (byte)Truth.Unknown)
        {
            _canBeYes[at] = _values[at] == (byte)Truth.Yes;
            _canBeNo[at] = _values[at] == (byte)Truth.No;
            return;
        }

        var (anyYes, allYes, anyNo, allNo) = (false, true, false, true);
        foreach (var child in _slice.Program.ChildrenOf(in node))
        {
            anyYes |= _canBeYes[child];
            allYes &= _canBeYes[child];
            anyNo |= _canBeNo[child];
            allNo &= _canBeNo[child];
        }

        (_canBeYes[at], _canBeNo[at]) = node.Operation switch
        {
            Operation.Constant => (false, false),
            Operation.And => (allYes, anyNo),
            Operation.Or => (anyYes, allNo),
            Operation.Not => (anyNo, anyYes),
            Operation.ComparePolynomial => (true, true),
            _ => (IsOpen(node.Fact!), IsOpen(node.Fact!)),
        };
    }

    private bool IsOpen(FactDefinition fact) =>
        fact.Type == FactType.Ratio ? IsOpen(fact.Dividend!) || IsOpen(fact.Divisor!) : !_chosen.Contains(fact);

    /// <summary>A fact that an unknown node hangs on, or null when it is unknown for another reason (a zero divisor).</summary>
    public static FactDefinition? UnknownFact(LawProgram program, int index, ReadOnlySpan<byte> values, long[] slots, HashSet<FactDefinition> chosen, bool products = true)
    {
        ref readonly var node = ref program.Nodes[index];
        if (values[index] != (byte)Truth.Unknown || (!products && node.Operation == Operation.ComparePolynomial))
        {
            return null;
        }

        if (node.Operation == Operation.ComparePolynomial)
        {
            return program.Polynomials[node.Table].SelectMany(t => t.Factors).FirstOrDefault(f => slots[f.Slot] == FactSchema.Unknown && !chosen.Contains(f));
        }

        if (node.Fact is { } fact)
        {
            if (fact.Type != FactType.Ratio)
            {
                return chosen.Contains(fact) ? null : fact;
            }

            return new[] { fact.Dividend!, fact.Divisor! }.FirstOrDefault(f => slots[f.Slot] == FactSchema.Unknown && !chosen.Contains(f));
        }

        foreach (var child in program.ChildrenOf(node))
        {
            if (UnknownFact(program, child, values, slots, chosen, products) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>All facts that an unknown node hangs on.</summary>
    public static void UnknownFacts(LawProgram program, int index, ReadOnlySpan<byte> values, long[] slots, ISet<FactDefinition> found)
    {
        ref readonly var node = ref program.Nodes[index];
        if (values[index] != (byte)Truth.Unknown)
        {
            return;
        }

        if (node.Operation == Operation.ComparePolynomial)
        {
            found.UnionWith(program.Polynomials[node.Table].SelectMany(t => t.Factors).Where(f => slots[f.Slot] == FactSchema.Unknown));
        }
        else if (node.Fact is { Type: FactType.Ratio } ratio)
        {
            foreach (var part in new[] { ratio.Dividend!, ratio.Divisor! })
            {
                if (slots[part.Slot] is FactSchema.Unknown or 0)
                {
                    found.Add(part);
                }
            }
        }
        else if (node.Fact is { } fact)
        {
            found.Add(fact);
        }

        foreach (var child in program.ChildrenOf(node))
        {
            UnknownFacts(program, child, values, slots, found);
        }
    }
}
