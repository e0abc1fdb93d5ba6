using System.Collections.Immutable;
using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>Which statements of the text count.</summary>
public enum LawView
{
    /// <summary>What the authority applies: a provision announced not to be enforced does not count.</summary>
    AsEnforced,

    /// <summary>What stands in the text, enforced or not.</summary>
    OnTheText,
}

/// <summary>A provision as it stands in one slice.</summary>
public sealed class SliceProvision
{
    internal SliceProvision(ProvisionVersion version, ImmutableArray<string> droppedLimbs)
    {
        Version = version;
        DroppedLimbs = droppedLimbs;
        if (version.Effect is OutcomeEffect { Outcome: var outcome })
        {
            (LowestRank, HighestRank) = outcome.IsOpen ? (1, Outcome.HighestRank) : (outcome.Rank, outcome.Rank);
        }
    }

    /// <summary>The version in force.</summary>
    public ProvisionVersion Version { get; }

    /// <summary>Limbs that do not count here because they have lost their standing.</summary>
    public ImmutableArray<string> DroppedLimbs { get; }

    /// <summary>The exceptions to it that are in force.</summary>
    public IReadOnlyList<SliceProvision> Exceptions => ExceptionList;

    internal List<SliceProvision> ExceptionList { get; } = [];

    internal List<SliceProvision> Targets { get; } = [];

    /// <summary>The day whose law it is, where a saving keeps the earlier law alive; null for the law of the day itself.</summary>
    public DateOnly? KeptFrom => Earlier?.Day;

    internal EarlierLaw? Earlier { get; init; }

    /// <summary>Where a saving leaves the goods to the earlier law; -1 where none is open.</summary>
    internal int Saved { get; set; } = -1;

    internal int When { get; set; } = -1;

    internal int Applies { get; set; } = -1;

    internal int Governs { get; set; } = -1;

    internal int LowestRank { get; }

    internal int HighestRank { get; }

    internal bool IsRoot => Targets.Count == 0;

    /// <inheritdoc />
    public override string ToString() => Version.ToString();
}

/// <summary>A provision that stands in the text but does not count in this slice, and why.</summary>
/// <param name="Version">The version.</param>
/// <param name="Standing">Its standing on the day.</param>
/// <param name="Statement">The statement that gives it that standing.</param>
/// <param name="Limbs">The limbs concerned; empty for the whole.</param>
public sealed record SetAside(ProvisionVersion Version, Standing Standing, DatedStatement Statement, ImmutableArray<string> Limbs);

/// <summary>A matter and the provisions in force that conclude on it.</summary>
internal sealed record SliceMatter(MatterDefinition Definition, SliceProvision[] Provisions)
{
    /// <summary>Rank of the mildest outcome of the default; nothing concluded is rank 0.</summary>
    public int OtherwiseLowest => Definition.Otherwise is { IsOpen: true } ? 1 : Definition.Otherwise?.Rank ?? 0;

    /// <summary>Rank of the strictest outcome of the default.</summary>
    public int OtherwiseHighest => Definition.Otherwise?.Rank ?? 0;
}

/// <summary>The law of one corpus as it is on a stretch of days: what is in force, bound into one program.</summary>
/// <remarks>Immutable once built; safe to share between threads.</remarks>
public sealed class CorpusSlice
{
    private readonly Lazy<Func<long[], int>> _compiled;
    private readonly DateOnly _on;
    private readonly DateOnly _knownOn;

    internal CorpusSlice(
        CorpusDefinition corpus,
        FactSchema schema,
        ImmutableArray<SliceProvision> provisions,
        ImmutableArray<SetAside> setAside,
        SliceMatter[] matters,
        LawProgram program,
        int asked,
        IReadOnlyDictionary<string, int> names,
        IReadOnlyDictionary<BoundCondition, int> nodeOf,
        IReadOnlyDictionary<BoundSome, ImmutableArray<(int Outer, int Some)>> ways,
        DateOnly on,
        DateOnly knownOn)
    {
        _on = on;
        _knownOn = knownOn;
        Corpus = corpus;
        Schema = schema;
        Provisions = provisions;
        SetAside = setAside;
        Matters = matters;
        Program = program;
        Asked = asked;
        Names = names;
        NodeOf = nodeOf;
        Ways = ways;
        _compiled = new Lazy<Func<long[], int>>(() => CompiledLaw.Compile(this));
    }

    /// <summary>The corpus.</summary>
    public CorpusDefinition Corpus { get; }

    /// <summary>The vocabulary.</summary>
    public FactSchema Schema { get; }

    /// <summary>Every provision in force that counts, pointers included.</summary>
    public ImmutableArray<SliceProvision> Provisions { get; }

    /// <summary>What stands in the text but does not count here.</summary>
    public ImmutableArray<SetAside> SetAside { get; }

    /// <summary>What concluded before a change and goes on for goods that a saving leaves to it.</summary>
    public ImmutableArray<SliceProvision> Kept { get; internal init; } = [];

    /// <summary>Whether a set of the law holds a value, on the days of this slice.</summary>
    public bool Contains(BoundSet set, string value)
    {
        ArgumentNullException.ThrowIfNull(set);
        return set switch
        {
            BoundSetLiteral s => s.Members.Contains(s.Enum.IndexOf(value)),
            BoundGroupReference s => s.Group.MembersOn(_on, _knownOn).Contains(s.Enum.IndexOf(value)),
            BoundEncodedPlaces s => s.Parts.Any(p => Contains(p, value)),
            BoundSetCombination s => s.Minus ? Contains(s.Left, value) && !Contains(s.Right, value) : Contains(s.Left, value) || Contains(s.Right, value),
            _ => throw new InvalidOperationException($"no meaning for {set.GetType().Name}"),
        };
    }

    /// <summary>The groups that conditions of this slice look up, each with the facts that are looked up in it.</summary>
    public IReadOnlyDictionary<GroupDefinition, FactDefinition[]> Groups { get; internal init; } = new Dictionary<GroupDefinition, FactDefinition[]>();

    internal DateOnly On => _on;

    internal DateOnly KnownOn => _knownOn;

    /// <summary>The node of each open saving.</summary>
    internal IReadOnlyDictionary<Saving, int> Claims { get; init; } = new Dictionary<Saving, int>();

    internal int ClaimOf(Saving saving) => Claims.TryGetValue(saving, out var node) ? node : -1;

    internal SliceMatter[] Matters { get; }

    internal LawProgram Program { get; }

    internal int Asked { get; }

    internal IReadOnlyDictionary<string, int> Names { get; }

    internal IReadOnlyDictionary<BoundCondition, int> NodeOf { get; }

    /// <summary>The ways to meet each condition on a row (its opposite, for "every"): a node that does not speak of the row, and one that asks the rows.</summary>
    internal IReadOnlyDictionary<BoundSome, ImmutableArray<(int Outer, int Some)>> Ways { get; }

    /// <summary>Decides and records every value on the way.</summary>
    public CorpusDecision Decide(FactFrame frame) => Walker.Decide(this, frame);

    /// <summary>Decides without keeping the proof and without compiling; allocates nothing.</summary>
    public PackedDecision Evaluate(long[] slots)
    {
        // Real law has hundreds of nodes; past this the stack is not the place for them.
        const int MostOnStack = 4096;
        var length = Program.Nodes.Length;
        Span<byte> values = length <= MostOnStack ? stackalloc byte[length] : new byte[length];
        Walker.Run(Program, slots, values);
        return Walker.Conclude(this, values);
    }

    /// <summary>The same decision as one compiled function over the slots of a frame, without proof; see <see cref="PackedDecision"/>.</summary>
    public Func<long[], int> Compiled => _compiled.Value;

    /// <summary>The names that classify or are defined, in ordinal order.</summary>
    public IEnumerable<string> NamesDefined => Names.Keys.Order(StringComparer.Ordinal);
}

/// <summary>A decision in one number: lowest rank, highest rank and flags.</summary>
/// <param name="Bits">As the compiled function gives it.</param>
public readonly record struct PackedDecision(int Bits)
{
    internal const int ClashBit = 1 << 8;
    internal const int NotAskedBit = 1 << 9;
    internal const int MaybeNotAskedBit = 1 << 10;

    /// <summary>Rank of the mildest outcome the facts leave open.</summary>
    public int LowestRank => Bits & 15;

    /// <summary>Rank of the strictest outcome the facts leave open.</summary>
    public int HighestRank => Bits >> 4 & 15;

    /// <summary>Two conclusions applied that the law does not rank: a fault of the law, never an answer.</summary>
    public bool Clash => (Bits & ClashBit) != 0;

    /// <summary>The corpus is not concerned.</summary>
    public bool NotAsked => (Bits & NotAskedBit) != 0;

    /// <summary>Whether the corpus is concerned hangs on an unknown fact.</summary>
    public bool MaybeNotAsked => (Bits & MaybeNotAskedBit) != 0;

    internal static int Pack(int lowest, int highest, bool clash) => lowest | highest << 4 | (clash ? ClashBit : 0);
}
