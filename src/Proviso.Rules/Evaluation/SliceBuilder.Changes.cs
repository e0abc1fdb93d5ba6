using System.Collections.Immutable;
using Proviso.Rules.Binding;
using Proviso.Rules.Syntax;

namespace Proviso.Rules.Evaluation;

/// <summary>What the day alone does not settle about which versions are in force.</summary>
/// <param name="Hour">The hour of the authority's day, or null: then the whole day on which something changes is read as new law.</param>
/// <param name="Received">Letters whose receipt is stated, by the fact that states it: whether they were received by the day.</param>
internal sealed record SliceMoment(TimeOnly? Hour, IReadOnlyDictionary<FactDefinition, bool> Received)
{
    public static SliceMoment WholeDay { get; } = new(null, new Dictionary<FactDefinition, bool>());
}

/// <summary>The law as it was on the day before a change, as far as savings keep it alive.</summary>
internal sealed record EarlierLaw(DateOnly Day, IReadOnlyDictionary<BoundCondition, int> NodeOf, IReadOnlyDictionary<BoundSome, ImmutableArray<(int Outer, int Some)>> Ways, IReadOnlyCollection<SliceProvision> Provisions);

/// <summary>Law across change: hours, letters, versions vacated, and what savings leave to the earlier law.</summary>
internal sealed partial class SliceBuilder
{
    private readonly Dictionary<DateOnly, SliceBuilder> _earlier = [];
    private readonly List<SliceProvision> _kept = [];
    private readonly Dictionary<Saving, int> _claims = new(ReferenceEqualityComparer.Instance);

    private bool HasBegun(ProvisionVersion version) =>
        version.ReceiptFact is { } fact && _moment.Received.TryGetValue(fact, out var received) ? received : Passed(version.InForce.From, version.Hour);

    private bool HasEnded(ProvisionVersion version) =>
        version.End is { } end && end.Published <= _knownOn && Passed(end.From, version.EndHour) && !IsRestored(end);

    private bool Passed(DateOnly day, TimeOnly? hour) =>
        day < _on || (day == _on && (hour is null || _moment.Hour is null || hour <= _moment.Hour));

    private bool IsVacated(ProvisionVersion version) =>
        (version.Vacated is { } vacated && vacated.Published <= _knownOn) || VacateSteps(version).Any(s => s.Limbs.IsEmpty);

    /// <summary>Steps that vacate: they reach back to the start, from the day on which they are known.</summary>
    private IEnumerable<ScenarioStep> VacateSteps(ProvisionVersion version) =>
        _scenario is null || version.Scenario is not null
            ? []
            : _scenario.Steps.Where(s => s.Verb == ScenarioVerb.Vacate && s.From <= _knownOn && (s.Until is null || _knownOn < s.Until)
                && string.Equals(s.Corpus, _corpus.Name, StringComparison.Ordinal) && string.Equals(s.Provision, version.Name, StringComparison.Ordinal));

    /// <summary>Whether an end does not hold because what made it, on that day, never was in force: then the earlier text goes on.</summary>
    private bool IsRestored(DatedStatement end) =>
        _corpus.Provisions.Any(p => p.InForce.From == end.From && string.Equals(p.InForce.By, end.By, StringComparison.Ordinal) && IsVacated(p));

    /// <summary>The node that holds where a saving leaves the goods to the earlier law; -1 where none is open.</summary>
    private int Saved(ProvisionVersion version)
    {
        var open = Open(version).ToArray();
        return open.Length == 0 ? -1 : _program.Or([.. open.Select(Claim)]);
    }

    private IEnumerable<Saving> Open(ProvisionVersion version) => _nested ? [] : version.Savings.Where(s => s.IsOpen(_on, _knownOn));

    /// <summary>
    /// Every fact a saving looks at is stated and is as it asks: what is not stated claims nothing. A saving that is not verified never permits: what it says is unknown.
    /// </summary>
    private int Claim(Saving saving)
    {
        if (_claims.TryGetValue(saving, out var known))
        {
            return known;
        }

        // Most transactions state none of these facts; the order, with the test before what it guards, lets two values decide them all the same.
        _program.Guarding = true;
        var inState = In(_program, Operation.OneOfIn, saving.StateFact, saving.States);
        var parts = new List<int> { _program.Known(saving.StateFact), inState, _program.Known(saving.MovementFact), In(_program, Operation.OneOfIn, saving.MovementFact, saving.Movements) };
        if (saving.OrderedFact is { } ordered)
        {
            parts.AddRange([_program.Known(ordered), _program.YesNo(ordered)]);
        }

        if (saving.StateDayFact is { } day)
        {
            parts.Add(_program.Not(_program.And(_program.Known(day), _program.Compare(day, Comparison.NotEqual, saving.On.DayNumber))));
        }

        var claimed = _program.And([.. parts]);
        _program.Guarding = false;
        return _claims[saving] = saving.Verification == Verification.Unverified ? _program.Doubtful(claimed, inState) : claimed;
    }

    /// <summary>Adds what concluded on the matter before the change, as it was on the day before it, for goods that a saving leaves to it.</summary>
    private void KeepEarlierLaw()
    {
        var claims = new Dictionary<SliceProvision, (SliceBuilder Law, List<int> Claims)>();
        foreach (var provision in _inForce.Values.Where(p => p.Version.Effect is OutcomeEffect).ToArray())
        {
            foreach (var saving in Open(provision.Version))
            {
                var law = EarlierOn(saving.On.AddDays(-1));
                var claim = Claim(saving);
                foreach (var old in law._inForce.Values.Where(p => p.IsRoot && Succeeds(provision.Version, p.Version)))
                {
                    Keep(old, law, claim);
                }
            }
        }

        var kept = new Dictionary<SliceProvision, SliceProvision>();
        foreach (var (old, (law, nodes)) in claims)
        {
            var claim = _program.Or([.. nodes]);
            kept[old] = new SliceProvision(old.Version, old.DroppedLimbs)
            {
                Earlier = new EarlierLaw(law._on, law._nodeOf, law._ways, law._inForce.Values),
                Saved = claim,
                Applies = _program.And(claim, law.Applies(old)),
                Governs = _program.And(claim, law.Governs(old)),
                When = old.When,
            };
        }

        foreach (var (old, provision) in kept)
        {
            foreach (var exception in old.ExceptionList.Where(kept.ContainsKey).Select(e => kept[e]))
            {
                provision.ExceptionList.Add(exception);
                exception.Targets.Add(provision);
            }
        }

        _kept.AddRange(kept.Values);

        void Keep(SliceProvision old, SliceBuilder law, int claim)
        {
            if (!claims.TryGetValue(old, out var entry))
            {
                claims[old] = entry = (law, []);
            }

            entry.Claims.Add(claim);
            foreach (var exception in old.ExceptionList)
            {
                Keep(exception, law, claim);
            }
        }
    }

    /// <summary>Whether an old version is what a new one took the place of: an earlier text of the same name, or one on the same matter that is no longer in force.</summary>
    private bool Succeeds(ProvisionVersion now, ProvisionVersion old) =>
        old.Effect is OutcomeEffect && string.Equals(old.Matter, now.Matter, StringComparison.Ordinal)
        && (string.Equals(old.Name, now.Name, StringComparison.Ordinal) || !_inForce.Values.Any(p => ReferenceEquals(p.Version, old)));

    private SliceBuilder EarlierOn(DateOnly day)
    {
        if (!_earlier.TryGetValue(day, out var builder))
        {
            _earlier[day] = builder = new SliceBuilder(_law, _corpus, day, _knownOn, _view, _scenario, _trial, SliceMoment.WholeDay, this);
            builder.AdmitAll();
        }

        return builder;
    }

    /// <summary>What a question about a provision looks at: the version in force, and what savings keep alive under its name.</summary>
    private int StateOf(string name, bool governs)
    {
        var nodes = _kept.Where(k => string.Equals(k.Version.Name, name, StringComparison.Ordinal)).Select(k => governs ? k.Governs : k.Applies).ToList();
        if (_inForce.TryGetValue(name, out var provision))
        {
            nodes.Insert(0, governs ? Governs(provision) : Applies(provision));
        }

        return _program.Or([.. nodes]);
    }
}
