using System.Collections.Immutable;
using Proviso.Rules.Binding;
using Proviso.Rules.Syntax;

namespace Proviso.Rules.Evaluation;

/// <summary>Cuts the law of one corpus at a date: picks versions, applies standings and scenario steps, and builds the program.</summary>
internal sealed partial class SliceBuilder
{
    private readonly BoundLaw _law;
    private readonly CorpusDefinition _corpus;
    private readonly DateOnly _on;
    private readonly DateOnly _knownOn;
    private readonly LawView _view;
    private readonly ScenarioDefinition? _scenario;
    private readonly SliceMoment _moment;
    private readonly ProgramBuilder _program;
    private readonly bool _nested;
    private readonly Dictionary<BoundCondition, int> _nodeOf = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BoundSome, ImmutableArray<(int Outer, int Some)>> _ways = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SliceProvision> _inForce = new(StringComparer.Ordinal);
    private readonly List<SetAside> _setAside = [];
    private readonly HashSet<string> _allNames;
    private readonly GroupTrial? _trial;
    private readonly Dictionary<GroupDefinition, HashSet<FactDefinition>> _groups;

    private SliceBuilder(BoundLaw law, CorpusDefinition corpus, DateOnly on, DateOnly knownOn, LawView view, ScenarioDefinition? scenario, GroupTrial? trial, SliceMoment moment, SliceBuilder? now)
    {
        _trial = trial;
        _moment = moment;
        _program = now?._program ?? new ProgramBuilder();
        _nested = now is not null;
        _groups = now?._groups ?? [];
        _law = law;
        _corpus = corpus;
        _on = on;
        _knownOn = knownOn;
        _view = view;
        _scenario = scenario;
        _allNames = [.. corpus.Definitions.Select(d => d.Name), .. corpus.Provisions.Select(p => p.Effect).OfType<NameEffect>().Select(e => e.Name)];
    }

    public static CorpusSlice Build(BoundLaw law, CorpusDefinition corpus, DateOnly on, DateOnly knownOn, LawView view, ScenarioDefinition? scenario, GroupTrial? trial, SliceMoment moment) =>
        new SliceBuilder(law, corpus, on, knownOn, view, scenario, trial, moment, null).Build();

    private void AdmitAll()
    {
        foreach (var version in PickVersions())
        {
            Admit(version);
        }

        foreach (var provision in _inForce.Values)
        {
            foreach (var target in provision.Version.ExceptionTo)
            {
                if (_inForce.TryGetValue(target, out var overridden))
                {
                    overridden.ExceptionList.Add(provision);
                    provision.Targets.Add(overridden);
                }
            }
        }

    }

    private CorpusSlice Build()
    {
        AdmitAll();
        KeepEarlierLaw();
        var asked = _corpus.AskedWhen is { } condition ? Node(condition, []) : -1;
        foreach (var provision in _inForce.Values)
        {
            Governs(provision);
        }

        foreach (var name in _allNames)
        {
            Name(name);
        }

        var matters = _corpus.Matters
            .Select(m => new SliceMatter(m, [.. _inForce.Values.Concat(_kept).Where(p => p.Version.Effect is OutcomeEffect && string.Equals(p.Version.Matter, m.Name, StringComparison.Ordinal))]))
            .ToArray();
        return new CorpusSlice(_corpus, _law.Schema, [.. _inForce.Values], [.. _setAside], matters, _program.Build(), asked, _names, _nodeOf, _ways, _on, _knownOn)
        {
            Kept = [.. _kept],
            Claims = _claims,
            Groups = _groups.ToDictionary(g => g.Key, g => g.Value.OrderBy(f => f.Slot).ToArray()),
        };
    }

    /// <summary>The version of each name in force on the day, as known; a scenario's own version takes the place of others from its first day.</summary>
    private IEnumerable<ProvisionVersion> PickVersions()
    {
        foreach (var name in _corpus.Provisions.GroupBy(p => p.Name, StringComparer.Ordinal))
        {
            ProvisionVersion? picked = null;
            foreach (var version in name.Where(IsInForce))
            {
                if (picked is null || version.Scenario is not null || (picked.Scenario is null && version.InForce.From > picked.InForce.From))
                {
                    picked = version;
                }
            }

            if (picked is not null)
            {
                yield return picked;
            }
        }
    }

    private bool IsInForce(ProvisionVersion version)
    {
        if (version.Scenario is not null)
        {
            return _scenario is not null && string.Equals(version.Scenario, _scenario.Name, StringComparison.Ordinal) && version.InForce.From <= _on
                && (version.End is null || _on < version.End.From);
        }

        if (version.InForce.Published > _knownOn || !HasBegun(version) || IsVacated(version))
        {
            return false;
        }

        return !HasEnded(version)
            && !Steps(version, ScenarioVerb.Withdraw, null).Any(s => s.Limbs.IsEmpty);
    }

    private IEnumerable<ScenarioStep> Steps(ProvisionVersion version, ScenarioVerb verb, string? limb) =>
        _scenario is null
            ? []
            : _scenario.Steps.Where(s => s.Verb == verb
                && string.Equals(s.Corpus, _corpus.Name, StringComparison.Ordinal)
                && string.Equals(s.Provision, version.Name, StringComparison.Ordinal)
                && s.From <= _on && (s.Until is null || _on < s.Until)
                && (limb is null ? s.Limbs.IsEmpty : s.Limbs.IsEmpty || s.Limbs.Contains(limb, StringComparer.Ordinal)));

    private void Admit(ProvisionVersion version)
    {
        if (CurrentStanding(version, null) is { } whole && !Counts(whole.Standing))
        {
            _setAside.Add(new SetAside(version, whole.Standing, whole.When, []));
            return;
        }

        var dropped = ImmutableArray.CreateBuilder<string>();
        if (version.When is BoundLimbs { All: false } limbs)
        {
            foreach (var limb in limbs.Limbs)
            {
                if (CurrentStanding(version, limb.Label) is { } standing && !Counts(standing.Standing))
                {
                    dropped.Add(limb.Label);
                    _setAside.Add(new SetAside(version, standing.Standing, standing.When, [limb.Label]));
                }
                else if (Steps(version, ScenarioVerb.Withdraw, limb.Label).Any() || VacateSteps(version).Any(s => s.Limbs.Contains(limb.Label, StringComparer.Ordinal)))
                {
                    dropped.Add(limb.Label);
                }
            }
        }

        _inForce[version.Name] = new SliceProvision(version, dropped.ToImmutable());
    }

    private bool Counts(Standing standing) => standing switch
    {
        Standing.Enforced => true,
        Standing.AnnouncedNotEnforced => _view == LawView.OnTheText,
        Standing.Suspended or Standing.Proposed or Standing.Withdrawn => false,
    };

    /// <summary>The latest statement of standing that covers the day, after the steps of the scenario; null when none does.</summary>
    private StandingStatement? CurrentStanding(ProvisionVersion version, string? limb)
    {
        StandingStatement? current = null;
        foreach (var statement in version.Standings)
        {
            var covers = limb is null ? statement.Limbs.IsEmpty : statement.Limbs.Contains(limb, StringComparer.Ordinal);
            if (covers && statement.When.Published <= _knownOn && statement.When.From <= _on
                && (statement.When.Until is null || _on < statement.When.Until)
                && (current is null || statement.When.From >= current.When.From))
            {
                current = statement;
            }
        }

        foreach (var step in Steps(version, ScenarioVerb.Suspend, limb))
        {
            current = new StandingStatement(version.Place, Standing.Suspended, ScenarioStatement(step), []);
        }

        foreach (var step in Steps(version, ScenarioVerb.Enforce, limb).Concat(Steps(version, ScenarioVerb.Adopt, limb)))
        {
            current = new StandingStatement(version.Place, Standing.Enforced, ScenarioStatement(step), []);
        }

        return current;
    }

    private DatedStatement ScenarioStatement(ScenarioStep step) => new(step.From, step.Until, $"scenario {_scenario!.Name}", step.From);

    private int Applies(SliceProvision provision)
    {
        if (provision.Applies >= 0)
        {
            return provision.Applies;
        }

        provision.When = provision.Version.When is { } when ? Node(when, provision.DroppedLimbs) : _program.Constant(Truth.Yes);
        provision.Applies = provision.Version.ExceptionTo.IsEmpty
            ? provision.When
            : _program.And(_program.Or([.. provision.Targets.Select(Applies)]), provision.When);
        provision.Saved = Saved(provision.Version);
        if (provision.Saved >= 0)
        {
            provision.Applies = _program.And(provision.Applies, _program.Not(provision.Saved));
        }

        return provision.Applies;
    }

    private int Governs(SliceProvision provision)
    {
        if (provision.Governs >= 0)
        {
            return provision.Governs;
        }

        var displaced = _program.Or([.. provision.ExceptionList.Select(Applies)]);
        provision.Governs = _program.And(Applies(provision), _program.Not(displaced));
        return provision.Governs;
    }

    private int Name(string name)
    {
        if (_names.TryGetValue(name, out var node))
        {
            return node;
        }

        var feeds = new List<int>();
        foreach (var definition in _corpus.Definitions.Where(d => string.Equals(d.Name, name, StringComparison.Ordinal)))
        {
            feeds.Add(Node(definition.When, []));
        }

        foreach (var provision in _inForce.Values.Where(p => p.Version.Effect is NameEffect e && string.Equals(e.Name, name, StringComparison.Ordinal)))
        {
            feeds.Add(Applies(provision));
        }

        node = _program.Or([.. feeds]);
        _names[name] = node;
        return node;
    }

    private int Node(BoundCondition condition, ImmutableArray<string> dropped)
    {
        if (_nodeOf.TryGetValue(condition, out var known))
        {
            return known;
        }

        var node = condition switch
        {
            BoundLimbs { All: false } c => _program.Or([.. c.Limbs.Where(l => !dropped.Contains(l.Label, StringComparer.Ordinal)).Select(l => Node(l.Condition, []))]),
            BoundSome c => Some(c),
            BoundName c => Name(c.Name),
            BoundProvisionState c => StateOf(c.Provision, c.Governs),
            _ => Plain(_program, condition, c => Node(c, [])),
        };
        _nodeOf[condition] = node;
        return node;
    }

    /// <summary>A condition that looks at facts, or joins others.</summary>
    private int Plain(ProgramBuilder program, BoundCondition condition, Func<BoundCondition, int> part) => condition switch
    {
        BoundConstant c => program.Constant(c.Value ? Truth.Yes : Truth.No),
        BoundAnd c => program.And([.. c.Parts.Select(part)]),
        BoundOr c => program.Or([.. c.Parts.Select(part)]),
        BoundNot c => program.Not(part(c.Part)),
        BoundLimbs c => c.All ? program.And([.. c.Limbs.Select(l => part(l.Condition))]) : program.Or([.. c.Limbs.Select(l => part(l.Condition))]),
        BoundCompareConstant c => program.Compare(c.Fact, c.Operator, c.Constant),
        BoundCompareRatio c => program.CompareRatio(c.Ratio, c.Operator, c.Numerator, c.Denominator),
        BoundComparePolynomial c => program.ComparePolynomial(c.Terms, c.Operator),
        BoundYesNo c => program.YesNo(c.Fact),
        BoundOneOfIn c => In(program, Operation.OneOfIn, c.Fact, c.Set),
        BoundAnyIn c => In(program, Operation.AnyIn, c.Fact, c.Set),
        BoundEveryIn c => In(program, Operation.EveryIn, c.Fact, c.Set),
        BoundKnown c => program.Known(c.Fact),
        BoundApplicable c => program.Applicable(c.Fact),
        _ => throw new InvalidOperationException($"no meaning for {condition.GetType().Name}"),
    };

    /// <summary>Each way to meet the condition: what does not speak of the row, and some row that meets the rest. "Every" is "not some … not".</summary>
    private int Some(BoundSome some)
    {
        var ways = RowTerm.Split(some.Condition, some.Record.Record!, some.Every)
            .GroupBy(t => _program.And([.. t.Outer.Select(o => o.Negated ? _program.Not(Node(o.Condition, [])) : Node(o.Condition, []))]), t => t.Row)
            .Select(g => (Outer: g.Key, Some: SomeRow(some.Record, [.. g]))).ToImmutableArray();
        _ways[some] = ways;
        var any = _program.Or([.. ways.Select(w => _program.And(w.Outer, w.Some))]);
        return some.Every ? _program.Not(any) : any;
    }

    private int SomeRow(FactDefinition record, ImmutableArray<ImmutableArray<Signed>> rows)
    {
        var inner = new ProgramBuilder();
        var root = inner.Or([.. rows.Select(r => inner.And([.. r.Select(c => c.Negated ? inner.Not(Inner(c.Condition)) : Inner(c.Condition))]))]);
        var words = rows.Select(r => r.IsEmpty ? "yes" : string.Join(" and ", r.Select(c => c.Negated ? $"not ({c.Condition.Place.Words})" : c.Condition.Place.Words)));
        return _program.Some(record, inner.Build(), root, $"some {record.Name} ({string.Join(" or ", words)})");

        int Inner(BoundCondition condition) => Plain(inner, condition, Inner);
    }

    private int In(ProgramBuilder program, Operation operation, FactDefinition fact, BoundSet set)
    {
        var (certain, doubtful) = Masks(set, fact);
        return program.In(operation, fact, certain, doubtful);
    }

    /// <summary>The values that belong to a set, and those of which it is not known.</summary>
    private (ulong[] Certain, ulong[] Doubtful) Masks(BoundSet set, FactDefinition fact)
    {
        var (certain, doubtful) = (new ulong[set.Enum.Words], new ulong[set.Enum.Words]);
        switch (set)
        {
            case BoundSetLiteral s:
                Set(certain, s.Members);
                break;
            case BoundGroupReference s:
                if (!_groups.TryGetValue(s.Group, out var facts))
                {
                    _groups[s.Group] = facts = [];
                }

                facts.Add(fact);
                Members(s.Group, certain, doubtful);
                break;
            case BoundEncodedPlaces s:
                foreach (var part in s.Parts)
                {
                    var places = Masks(part, fact);
                    for (var w = 0; w < certain.Length; w++)
                    {
                        certain[w] |= places.Certain[w];
                        doubtful[w] = (doubtful[w] | places.Doubtful[w]) & ~certain[w];
                    }
                }

                break;
            case BoundSetCombination s:
                var (left, right) = (Masks(s.Left, fact), Masks(s.Right, fact));
                for (var w = 0; w < certain.Length; w++)
                {
                    if (s.Minus)
                    {
                        certain[w] = left.Certain[w] & ~(right.Certain[w] | right.Doubtful[w]);
                        doubtful[w] = (left.Certain[w] | left.Doubtful[w]) & ~right.Certain[w] & ~certain[w];
                    }
                    else
                    {
                        certain[w] = left.Certain[w] | right.Certain[w];
                        doubtful[w] = (left.Doubtful[w] | right.Doubtful[w]) & ~certain[w];
                    }
                }

                break;
            default:
                throw new InvalidOperationException($"no meaning for {set.GetType().Name}");
        }

        return (certain, doubtful);
    }

    /// <summary>The members of a group on the day; in a trial of that group, as the trial takes them.</summary>
    private void Members(GroupDefinition group, ulong[] certain, ulong[] doubtful)
    {
        var trial = ReferenceEquals(_trial?.Group, group) ? _trial.Reading : (GroupReading?)null;
        if (group.VersionOn(_on, _knownOn, byTable: trial == GroupReading.ByTable) is not { } version)
        {
            return;
        }

        Set(certain, version.Members);
        foreach (var doubt in version.Unknown.Where(_ => trial != GroupReading.UnknownOut))
        {
            Set(trial == GroupReading.UnknownIn ? certain : doubtful, doubt.Members);
        }

        for (var member = 0; trial == GroupReading.Unverified && member < group.Enum.Values.Length; member++)
        {
            if (version.VerificationOf(member).Level > Verification.Primary)
            {
                certain[member >> 6] &= ~(1UL << (member & 63));
                doubtful[member >> 6] |= 1UL << (member & 63);
            }
        }
    }

    private static void Set(ulong[] mask, ImmutableArray<int> members)
    {
        foreach (var member in members)
        {
            mask[member >> 6] |= 1UL << (member & 63);
        }
    }
}

/// <summary>How a trial takes a group, to see whether an answer hangs on it.</summary>
public enum GroupReading
{
    /// <summary>Whatever was not read in the code or a primary document is open.</summary>
    Unverified,

    /// <summary>The values in doubt belong.</summary>
    UnknownIn,

    /// <summary>The values in doubt do not belong.</summary>
    UnknownOut,

    /// <summary>The lists change on the days on which the printed table did.</summary>
    ByTable,
}

/// <summary>A slice cut with one group taken in another way than the law takes it.</summary>
/// <param name="Group">The group.</param>
/// <param name="Reading">How it is taken.</param>
public sealed record GroupTrial(GroupDefinition Group, GroupReading Reading);
