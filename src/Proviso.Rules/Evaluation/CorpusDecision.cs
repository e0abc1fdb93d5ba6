using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>What one corpus says of one frame, with the value of every condition on the way.</summary>
public sealed class CorpusDecision
{
    private readonly byte[] _values;

    internal CorpusDecision(CorpusSlice slice, FactFrame frame, byte[] values, PackedDecision packed)
    {
        Slice = slice;
        Frame = frame;
        _values = values;
        Packed = packed;
    }

    /// <summary>The law it was decided by.</summary>
    public CorpusSlice Slice { get; }

    /// <summary>The facts it was decided on; do not write to it afterwards.</summary>
    public FactFrame Frame { get; }

    /// <summary>The range of outcomes.</summary>
    public PackedDecision Packed { get; }

    /// <summary>Whether the corpus is concerned at all.</summary>
    public Truth Asked => Packed.NotAsked ? Truth.No : Packed.MaybeNotAsked ? Truth.Unknown : Truth.Yes;

    /// <summary>Whether the facts settle the outcome.</summary>
    public bool IsSettled => !Packed.Clash && !Packed.MaybeNotAsked && Packed.LowestRank == Packed.HighestRank;

    /// <summary>The mildest outcome the facts leave open; with the exception's name when it is settled.</summary>
    public Outcome Mildest => Named(Outcome.AtRank(Packed.LowestRank), null);

    /// <summary>The strictest outcome the facts leave open; with the exception's name when it is settled.</summary>
    public Outcome Strictest => Named(Outcome.AtRank(Packed.HighestRank), null);

    /// <summary>Whether a provision's conditions hold (and those of what it is an exception to).</summary>
    public Truth Applies(SliceProvision provision)
    {
        ArgumentNullException.ThrowIfNull(provision);
        return (Truth)_values[provision.Applies];
    }

    /// <summary>Whether a provision's own conditions hold, whatever it is an exception to.</summary>
    public Truth OwnConditions(SliceProvision provision)
    {
        ArgumentNullException.ThrowIfNull(provision);
        return (Truth)_values[provision.When];
    }

    /// <summary>Whether a saving leaves the goods to the earlier law; no where none is open.</summary>
    public Truth Saved(SliceProvision provision)
    {
        ArgumentNullException.ThrowIfNull(provision);
        return provision.Saved < 0 ? Truth.No : (Truth)_values[provision.Saved];
    }

    /// <summary>Whether a provision applies and no exception displaces it.</summary>
    public Truth Governs(SliceProvision provision)
    {
        ArgumentNullException.ThrowIfNull(provision);
        return (Truth)_values[provision.Governs];
    }

    /// <summary>Whether a classification or definition holds; no when nothing in force feeds it.</summary>
    public Truth Holds(string name) => Slice.Names.TryGetValue(name, out var node) ? (Truth)_values[node] : Truth.No;

    /// <summary>The value of a condition of a provision in force; unknown names are not conditions and throw.</summary>
    public Truth ValueOf(BoundCondition condition) => (Truth)_values[Slice.NodeOf[condition]];

    internal Truth ValueOf(int node) => (Truth)_values[node];

    /// <summary>Whether a condition belongs to this slice (a limb set aside does not).</summary>
    public bool Has(BoundCondition condition) => Slice.NodeOf.ContainsKey(condition);

    internal Truth ValueAt(int node) => (Truth)_values[node];

    /// <summary>The classifications that hold, and those the facts leave open.</summary>
    public IEnumerable<(string Name, Truth Value)> Classifications() =>
        Slice.Provisions.Where(p => p.Version.Effect is NameEffect { Classification: true })
            .Select(p => ((NameEffect)p.Version.Effect).Name).Distinct(StringComparer.Ordinal)
            .Select(n => (n, Holds(n))).Where(p => p.Item2 != Truth.No);

    /// <summary>The provisions that conclude, or may conclude, what the strictest matter says.</summary>
    public IEnumerable<SliceProvision> Governing(Truth atLeast = Truth.Yes) =>
        Slice.Provisions.Concat(Slice.Kept).Where(p => p.Version.Effect is OutcomeEffect && Governs(p) >= atLeast && Asked != Truth.No);

    /// <summary>The outcome of one matter as a range of ranks.</summary>
    public (Outcome Mildest, Outcome Strictest, bool Clash) Matter(string name)
    {
        var matter = Array.Find(Slice.Matters, m => string.Equals(m.Definition.Name, name, StringComparison.Ordinal))
            ?? throw new ArgumentException($"no matter `{name}`", nameof(name));
        var (lowest, highest, clash) = Walker.Matter(matter, _values);
        return (Named(Outcome.AtRank(lowest), name), Named(Outcome.AtRank(highest), name), clash);
    }

    /// <summary>The unknown facts that a provision hangs on; empty when its conditions are settled.</summary>
    public IReadOnlyList<FactDefinition> MissingFor(SliceProvision provision)
    {
        ArgumentNullException.ThrowIfNull(provision);
        var found = new HashSet<FactDefinition>();
        CellSearch.UnknownFacts(Slice.Program, provision.Applies, _values, Frame.Slots, found);
        return [.. found.OrderBy(f => f.Slot)];
    }

    /// <summary>The unknown facts that an unsettled outcome hangs on, in the order of the vocabulary; empty when it is settled.</summary>
    public IReadOnlyList<FactDefinition> MissingFacts()
    {
        var found = new HashSet<FactDefinition>();
        if (Asked == Truth.Unknown)
        {
            CellSearch.UnknownFacts(Slice.Program, Slice.Asked, _values, Frame.Slots, found);
        }

        foreach (var matter in Slice.Matters)
        {
            // A matter that cannot be stricter than what is already certain makes no difference.
            var (lowest, highest, _) = Walker.Matter(matter, _values);
            if (lowest == highest || highest <= Packed.LowestRank)
            {
                continue;
            }

            // Where the default may be the strictest, every provision that may conclude instead of it counts.
            var open = matter.OtherwiseHighest > Packed.LowestRank && !Array.Exists(matter.Provisions, p => p.IsRoot && _values[p.Applies] == (byte)Truth.Yes);
            foreach (var provision in matter.Provisions.Where(p => open || p.HighestRank > Packed.LowestRank))
            {
                CellSearch.UnknownFacts(Slice.Program, provision.Governs, _values, Frame.Slots, found);
            }
        }

        return [.. found.OrderBy(f => f.Slot)];
    }

    /// <summary>
    /// Whether all that keeps this from a permission is law that nobody encoded: it is concerned for certain, and what else it says is settled and requires nothing.
    /// A paper of the authority can stand in for such law, and for nothing else.
    /// </summary>
    public bool IsNotEncoded
    {
        get
        {
            if (Packed.Clash || Asked != Truth.Yes || IsSettled)
            {
                return false;
            }

            var (lowest, highest, found) = (0, 0, false);
            foreach (var matter in Slice.Matters)
            {
                if (NotEncoded(matter).Count > 0)
                {
                    found = true;
                    continue;
                }

                var (low, high, _) = Walker.Matter(matter, _values);
                lowest = Math.Max(lowest, low);
                highest = Math.Max(highest, high);
            }

            return found && lowest == highest && highest <= new Outcome(OutcomeKind.NoLicenseRequired).Rank;
        }
    }

    /// <summary>The texts that would settle what is not encoded, in the order of the matters.</summary>
    public IReadOnlyList<string> SettledBy => [.. Slice.Matters.SelectMany(NotEncoded).Distinct(StringComparer.Ordinal)];

    /// <summary>The texts that would settle a matter on which the law is, for certain, not encoded; empty where it is not.</summary>
    public IReadOnlyList<string> NotEncoded(string matter) => Array.Find(Slice.Matters, m => string.Equals(m.Definition.Name, matter, StringComparison.Ordinal)) is { } found ? NotEncoded(found) : [];

    private IReadOnlyList<string> NotEncoded(SliceMatter matter)
    {
        if (Asked == Truth.No)
        {
            return [];
        }

        var governing = matter.Provisions.Where(p => _values[p.Governs] == (byte)Truth.Yes).ToList();
        if (governing.Count > 0)
        {
            // An open conclusion beside it, or a provision that concludes, is not law that a paper can stand in for.
            return governing.TrueForAll(p => p.Version.Effect is OutcomeEffect { Outcome.Kind: OutcomeKind.NotEncoded })
                ? [.. governing.Select(p => ((OutcomeEffect)p.Version.Effect).Settles ?? p.Version.Title)]
                : [];
        }

        var nothingConcludes = Array.TrueForAll(matter.Provisions, p => _values[p.Governs] == (byte)Truth.No);
        var aRootApplies = Array.Exists(matter.Provisions, p => p.IsRoot && _values[p.Applies] == (byte)Truth.Yes);
        return nothingConcludes && !aRootApplies && matter.Definition.Otherwise is { Kind: OutcomeKind.NotEncoded } ? [matter.Definition.Settles ?? matter.Definition.Title] : [];
    }

    /// <summary>Gives a license exception its name back, where the provisions that may govern agree on one.</summary>
    private Outcome Named(Outcome outcome, string? matter)
    {
        if (outcome.Kind != OutcomeKind.LicenseException)
        {
            return outcome;
        }

        var names = Governing(Truth.Unknown).Where(p => matter is null || string.Equals(p.Version.Matter, matter, StringComparison.Ordinal)).Select(p => ((OutcomeEffect)p.Version.Effect).Outcome)
            .Where(o => o.Kind == OutcomeKind.LicenseException).Select(o => o.Exception).Distinct(StringComparer.Ordinal).ToArray();
        return names.Length == 1 ? outcome with { Exception = names[0] } : outcome;
    }
}
