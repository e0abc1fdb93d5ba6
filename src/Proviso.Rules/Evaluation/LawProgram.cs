using System.Collections.Frozen;
using System.Collections.Immutable;
using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>What a node of a program does.</summary>
public enum Operation : byte
{
    /// <summary>A truth value.</summary>
    Constant,

    /// <summary>The least of its children.</summary>
    And,

    /// <summary>The greatest of its children.</summary>
    Or,

    /// <summary>The opposite of its child.</summary>
    Not,

    /// <summary>A yes-no slot.</summary>
    YesNo,

    /// <summary>A number or date slot against a constant.</summary>
    Compare,

    /// <summary>Two slots, each times a constant.</summary>
    CompareRatio,

    /// <summary>A polynomial against zero.</summary>
    ComparePolynomial,

    /// <summary>A one-of slot in a mask.</summary>
    OneOfIn,

    /// <summary>Some member of a set slot in a mask.</summary>
    AnyIn,

    /// <summary>Every member of a set slot in a mask.</summary>
    EveryIn,

    /// <summary>The fact is known.</summary>
    Known,

    /// <summary>The fact applies.</summary>
    Applicable,

    /// <summary>Some row of a record meets a condition on its fields.</summary>
    Some,
}

/// <summary>A condition on the fields of one row, asked of every row of a record.</summary>
/// <param name="Record">The record.</param>
/// <param name="Inner">The condition as a program of its own; its facts are the fields where the first row has them.</param>
/// <param name="Root">Its root.</param>
/// <param name="Words">The law's words for it.</param>
internal sealed record SomeCondition(FactDefinition Record, LawProgram Inner, int Root, string Words)
{
    /// <summary>What a row that nobody named contributes: unknown, or no where no row at all could meet the condition.</summary>
    public byte Beyond { get; } = Unnamed(Inner, Root);

    /// <summary>What the condition means, equal across programs.</summary>
    public UInt128 Meaning => Inner.Meanings[Root];

    private static byte Unnamed(LawProgram inner, int root)
    {
        // Every question about a field is open, also whether it is known: of a row that is not there nothing is.
        var values = new byte[inner.Nodes.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = inner.Nodes[i].Fact is null ? Walker.Combine(inner, in inner.Nodes[i], values) : (byte)Truth.Unknown;
        }

        return Math.Min(values[root], (byte)Truth.Unknown);
    }
}

/// <summary>One node; children come before their parents.</summary>
internal readonly record struct Node(
    Operation Operation,
    Comparison Comparison = default,
    int First = 0,
    int Count = 0,
    FactDefinition? Fact = null,
    long Value = 0,
    long Value2 = 0,
    int Table = -1);

/// <summary>The conditions of one corpus on one day as a flat list of nodes, equal ones shared.</summary>
/// <remarks>
/// The one bound tree behind every backend: <see cref="Walker"/> runs it and keeps each value, <see cref="CompiledLaw"/> turns it into machine
/// code, <see cref="SqlText"/> into SQL.
/// </remarks>
internal sealed class LawProgram
{
    public required Node[] Nodes { get; init; }

    public required int[] Children { get; init; }

    public required ulong[][] Masks { get; init; }

    public required ImmutableArray<Monomial>[] Polynomials { get; init; }

    /// <summary>Nodes that hold where a fact has a value of which nobody knows whether it belongs to a group: then even known facts leave a condition open.</summary>
    public required int[] Doubts { get; init; }

    public required SomeCondition[] Somes { get; init; }

    /// <summary>Nodes asked for only behind a test that their fact is known.</summary>
    public required FrozenSet<int> Guarded { get; init; }

    /// <summary>A hash of what each node means, equal across programs for equal meaning.</summary>
    public required UInt128[] Meanings { get; init; }

    public ReadOnlySpan<int> ChildrenOf(in Node node) => Children.AsSpan(node.First, node.Count);
}

/// <summary>Builds a program, sharing equal nodes.</summary>
internal sealed class ProgramBuilder
{
    private readonly List<Node> _nodes = [];
    private readonly List<int> _children = [];
    private readonly List<ulong[]> _masks = [];
    private readonly List<ImmutableArray<Monomial>> _polynomials = [];
    private readonly List<SomeCondition> _somes = [];
    private readonly List<UInt128> _meanings = [];
    private readonly Dictionary<UInt128, int> _index = [];
    private readonly SortedSet<int> _doubts = [];
    private readonly HashSet<int> _unguarded = [];

    public LawProgram Build() => new()
    {
        Doubts = [.. _doubts],
        Guarded = Enumerable.Range(0, _nodes.Count).Where(i => !_unguarded.Contains(i)).ToFrozenSet(),
        Nodes = [.. _nodes],
        Children = [.. _children],
        Masks = [.. _masks],
        Polynomials = [.. _polynomials],
        Somes = [.. _somes],
        Meanings = [.. _meanings],
    };

    public int Constant(Truth value) => Add(new Node(Operation.Constant, Value: (long)value), default);

    public int Not(int child)
    {
        var node = _nodes[child];
        if (node.Operation == Operation.Constant)
        {
            return Constant((Truth)(2 - node.Value));
        }

        return node.Operation == Operation.Not ? _children[node.First] : Add(new Node(Operation.Not), [child]);
    }

    public int And(params ReadOnlySpan<int> parts) => Combine(Operation.And, parts);

    public int Or(params ReadOnlySpan<int> parts) => Combine(Operation.Or, parts);

    /// <summary>Drops neutral constants and duplicates, and collapses on a dominating constant.</summary>
    private int Combine(Operation operation, ReadOnlySpan<int> parts)
    {
        var neutral = operation == Operation.And ? Truth.Yes : Truth.No;
        var dominant = operation == Operation.And ? Truth.No : Truth.Yes;
        var kept = new List<int>(parts.Length);
        foreach (var part in parts)
        {
            var node = _nodes[part];
            if (node.Operation == Operation.Constant)
            {
                if (node.Value == (long)dominant)
                {
                    return Constant(dominant);
                }

                if (node.Value == (long)neutral)
                {
                    continue;
                }
            }

            if (!kept.Contains(part))
            {
                kept.Add(part);
            }
        }

        return kept.Count switch
        {
            0 => Constant(neutral),
            1 => kept[0],
            _ => Add(new Node(operation), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept)),
        };
    }

    /// <summary>Unknown where the node holds, whatever is known; else as the node. The leaf holds wherever the node does.</summary>
    public int Doubtful(int node, int leaf)
    {
        _doubts.Add(leaf);
        return And(node, Constant(Truth.Unknown));
    }

    /// <summary>
    /// Whether the leaves asked for now stand behind a test that their fact is known, so that two values decide them even where it is not. A leaf that is
    /// also asked for elsewhere is not guarded.
    /// </summary>
    public bool Guarding { get; set; }

    public int YesNo(FactDefinition fact) => Add(new Node(Operation.YesNo, Fact: fact), default);

    public int Known(FactDefinition fact) => Add(new Node(Operation.Known, Fact: fact), default);

    public int Applicable(FactDefinition fact) => Add(new Node(Operation.Applicable, Fact: fact), default);

    public int Compare(FactDefinition fact, Comparison comparison, long constant) =>
        Add(new Node(Operation.Compare, comparison, Fact: fact, Value: constant), default);

    public int CompareRatio(FactDefinition ratio, Comparison comparison, long numerator, long denominator) =>
        Add(new Node(Operation.CompareRatio, comparison, Fact: ratio, Value: numerator, Value2: denominator), default);

    public int ComparePolynomial(ImmutableArray<Monomial> terms, Comparison comparison)
    {
        var meaning = new MeaningHash((int)Operation.ComparePolynomial, (int)comparison);
        foreach (var term in terms)
        {
            meaning.Add(unchecked((UInt128)term.Coefficient));
            foreach (var factor in term.Factors)
            {
                meaning.Add(factor.Name);
            }
        }

        return AddWith(meaning.Value, () =>
        {
            _polynomials.Add(terms);
            return new Node(Operation.ComparePolynomial, comparison, Table: _polynomials.Count - 1);
        });
    }

    /// <summary>Some row of a record meets the condition that <paramref name="inner"/> ends in.</summary>
    public int Some(FactDefinition record, LawProgram inner, int root, string words)
    {
        // What no row can meet is no, whatever the rows.
        if (inner.Nodes[root] is { Operation: Operation.Constant, Value: (long)Truth.No })
        {
            return Constant(Truth.No);
        }

        var meaning = new MeaningHash((int)Operation.Some, 0);
        meaning.Add(record.Name);
        meaning.Add(inner.Meanings[root]);
        return AddWith(meaning.Value, () =>
        {
            _somes.Add(new SomeCondition(record, inner, root, words));
            return new Node(Operation.Some, Fact: record, Table: _somes.Count - 1);
        });
    }

    public int In(Operation operation, FactDefinition fact, ulong[] mask)
    {
        var meaning = new MeaningHash((int)operation, 0);
        meaning.Add(fact.Name);
        foreach (var word in mask)
        {
            meaning.Add(word);
        }

        return AddWith(meaning.Value, () =>
        {
            _masks.Add(mask);
            return new Node(operation, Fact: fact, Table: _masks.Count - 1);
        });
    }

    /// <summary>
    /// Membership in a set of which some values are in doubt: yes in <paramref name="certain"/>, unknown in <paramref name="doubtful"/>, else no.
    /// It is made of plain memberships and the constant "unknown", so no backend has a case of its own for it.
    /// </summary>
    public int In(Operation operation, FactDefinition fact, ulong[] certain, ulong[] doubtful)
    {
        if (Array.TrueForAll(doubtful, w => w == 0))
        {
            return In(operation, fact, certain);
        }

        var some = operation == Operation.EveryIn ? Operation.AnyIn : operation;
        var doubt = In(some, fact, doubtful);
        _doubts.Add(doubt);
        var open = Constant(Truth.Unknown);
        if (operation != Operation.EveryIn)
        {
            return Or(In(operation, fact, certain), And(doubt, open));
        }

        // Every member is inside or in doubt, and where one is in doubt it stays open.
        var wide = certain.Zip(doubtful, (c, d) => c | d).ToArray();
        return And(In(Operation.EveryIn, fact, wide), Or(Not(doubt), open));
    }

    private int Add(Node node, ReadOnlySpan<int> children)
    {
        var meaning = new MeaningHash((int)node.Operation, (int)node.Comparison);
        meaning.Add(unchecked((ulong)node.Value));
        meaning.Add(unchecked((ulong)node.Value2));
        if (node.Fact is not null)
        {
            meaning.Add(node.Fact.Name);
        }

        foreach (var child in children)
        {
            meaning.Add(_meanings[child]);
        }

        var kept = children.ToArray();
        return AddWith(meaning.Value, () =>
        {
            var first = _children.Count;
            _children.AddRange(kept);
            return node with { First = first, Count = kept.Length };
        });
    }

    private int AddWith(UInt128 meaning, Func<Node> create)
    {
        if (!_index.TryGetValue(meaning, out var index))
        {
            _nodes.Add(create());
            _meanings.Add(meaning);
            _index[meaning] = index = _nodes.Count - 1;
        }

        if (!Guarding)
        {
            _unguarded.Add(index);
        }

        return index;
    }
}

/// <summary>A 128-bit hash of meaning (FNV-1a); not a defense against forgery, only against mistaking two conditions for one.</summary>
internal struct MeaningHash
{
    private UInt128 _hash = new(0x6c62272e07bb0142, 0x62b821756295c58d);

    public MeaningHash(int a, int b)
    {
        Add(unchecked(((ulong)(uint)a << 32) | (uint)b));
    }

    public readonly UInt128 Value => _hash;

    public void Add(ulong value) => Mix(value);

    public void Add(UInt128 value)
    {
        Mix(unchecked((ulong)(value >> 64)));
        Mix(unchecked((ulong)value));
    }

    public void Add(string text)
    {
        foreach (var c in text)
        {
            Mix(c);
        }

        Mix(0x1_0000);
    }

    private void Mix(ulong value)
    {
        unchecked
        {
            _hash ^= value;
            _hash *= new UInt128(0x0000000001000000, 0x000000000000013B);
            _hash ^= _hash >> 67;
        }
    }
}
