using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Rules.Explaining;

/// <summary>A step of a proof: words of the law, whether they hold, the figures compared, and the steps below.</summary>
/// <param name="Kind">matter, provision, limb, condition or definition.</param>
/// <param name="Text">The law's words, or the provision's name and title.</param>
/// <param name="Value">Whether it holds.</param>
/// <param name="Figures">The facts compared, such as <c>item.tpp = 15832</c>; null where there are none.</param>
/// <param name="Remark">What became of it: governs, displaced by …, not counted because …; null where there is nothing to say.</param>
/// <param name="At">File and line of the words.</param>
/// <param name="Children">The steps below.</param>
public sealed record ProofStep(string Kind, string Text, Truth Value, string? Figures, string? Remark, string At, IReadOnlyList<ProofStep> Children)
{
    /// <summary>Whether it holds where the one step below it does not.</summary>
    public bool IsNegation { get; init; }
}

/// <summary>Reads the recorded values of a decision back as a proof.</summary>
public sealed class Proof
{
    private readonly CorpusDecision _decision;
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    // The law of the day before a change, while a step of it is written.
    private EarlierLaw? _earlier;

    private Proof(CorpusDecision decision) => _decision = decision;

    /// <summary>The proof of a decision: one step a matter, with every provision that was considered under it.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="all">Whether to keep provisions whose conditions do not hold; else only what applies or may apply, and what it displaces.</param>
    public static IReadOnlyList<ProofStep> Of(CorpusDecision decision, bool all = false)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var proof = new Proof(decision);
        var steps = new List<ProofStep>();
        foreach (var matter in decision.Slice.Corpus.Matters)
        {
            var provisions = decision.Slice.Provisions.Concat(decision.Slice.Kept.Where(k => decision.Saved(k) != Truth.No))
                .Where(p => p.Version.Effect is OutcomeEffect && string.Equals(p.Version.Matter, matter.Name, StringComparison.Ordinal))
                .Where(p => all || decision.Applies(p) != Truth.No)
                .Select(proof.Provision).ToList();
            var (mildest, strictest, clash) = decision.Matter(matter.Name);
            var conclusion = clash ? "conclusions clash: a fault of the law" : mildest == strictest ? mildest.ToString() : $"{mildest} to {strictest}: not settled";
            if (provisions.Count > 0 || all)
            {
                steps.Add(new ProofStep("matter", $"{matter.Name} {matter.Title}", mildest == strictest ? Truth.Yes : Truth.Unknown, null, conclusion, matter.Place.At, provisions));
            }
        }

        return steps;
    }

    /// <summary>The proof of one provision, whatever became of it: the answer to "why" and to "why not".</summary>
    public static ProofStep Of(CorpusDecision decision, SliceProvision provision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(provision);
        return new Proof(decision).Provision(provision);
    }

    /// <summary>What became of a provision, in a phrase.</summary>
    public static string Standing(CorpusDecision decision, SliceProvision provision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(provision);
        if (provision.Version.Effect is not OutcomeEffect)
        {
            return decision.Applies(provision) switch
            {
                Truth.Yes => "applies",
                Truth.No => "does not apply",
                Truth.Unknown => "not settled",
            };
        }

        if (provision.KeptFrom is null && decision.Saved(provision) == Truth.Yes && decision.OwnConditions(provision) != Truth.No)
        {
            return "left to the earlier law by a saving";
        }

        switch (decision.Governs(provision))
        {
            case Truth.Yes:
                return provision.KeptFrom is { } day ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"governs as the law of {day:yyyy-MM-dd}, which a saving keeps alive") : "governs";
            case Truth.Unknown:
                return "not settled";
            case Truth.No when decision.Applies(provision) == Truth.Yes:
                var by = provision.Exceptions.Where(e => decision.Applies(e) == Truth.Yes).Select(e => e.Version.Name);
                return "displaced by " + string.Join(", ", by);
            default:
                return decision.OwnConditions(provision) == Truth.Yes ? "what it is an exception to does not apply" : "does not apply";
        }
    }

    /// <summary>
    /// The conditions that keep a provision from applying: the innermost ones that are no (or, failing that, unknown). What a <c>not</c> forbids
    /// and holds is told as <c>not A</c> with the figures by which A holds, behind the name that stands for it where there is one.
    /// </summary>
    public static IReadOnlyList<ProofStep> WhyNot(ProofStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var blame = new List<ProofStep>();
        if (step.Value != Truth.Yes)
        {
            Collect(step, "", negated: false);
        }

        return blame;

        void Collect(ProofStep s, string before, bool negated)
        {
            if (s.IsNegation)
            {
                var inner = s.Children[0];
                var name = !negated && inner.Kind == "definition" ? $"{before}not {inner.Text}: " : before;
                Collect(inner, name, !negated);
                return;
            }

            var guilty = s.Children.Where(c => c.Value == s.Value).ToList();
            if (guilty.Count == 0)
            {
                blame.Add(s with { Text = before.Length > 0 ? before + s.Text : negated ? "not " + s.Text : s.Text });
                return;
            }

            foreach (var child in guilty)
            {
                Collect(child, before, negated);
            }
        }
    }

    private ProofStep Provision(SliceProvision provision)
    {
        var version = provision.Version;
        var children = new List<ProofStep>();
        if (provision.Targets.Count > 0)
        {
            children.AddRange(provision.Targets.Select(t => new ProofStep("provision", $"exception to {t.Version.Name} {t.Version.Title}", _decision.Applies(t), null, Standing(_decision, t), t.Version.Place.At, [])));
        }
        else if (!version.ExceptionTo.IsEmpty)
        {
            children.Add(new ProofStep("provision", $"exception to {string.Join(", ", version.ExceptionTo)}", Truth.No, null, "not in force on this date", version.Place.At, []));
        }

        var outer = _earlier;
        _earlier = provision.Earlier ?? outer;
        if (version.When is { } when)
        {
            children.Add(Condition(when));
        }

        _earlier = outer;
        if (provision is { KeptFrom: null, Saved: >= 0 })
        {
            children.AddRange(version.Savings.Where(s => s.IsOpen(_decision.Slice.On, _decision.Slice.KnownOn)).Select(s => SavingStep(s)));
        }

        var remark = Standing(_decision, provision);
        if (!provision.DroppedLimbs.IsEmpty)
        {
            remark += $"; limb ({string.Join("), (", provision.DroppedLimbs)}) is not counted";
        }

        return new ProofStep("provision", $"{version.Name} {version.Title}", _decision.Applies(provision), null, remark, version.Place.At, children);
    }

    private ProofStep Condition(BoundCondition condition)
    {
        var place = condition.Place;
        if (!Has(condition))
        {
            return new ProofStep("limb", place.Words, Truth.No, null, "not counted: it has lost its standing", place.At, []);
        }

        var value = ValueOf(condition);
        switch (condition)
        {
            case BoundAnd c:
                return new ProofStep("condition", "all of", value, null, null, place.At, [.. c.Parts.Select(Condition)]);
            case BoundOr c:
                return new ProofStep("condition", "any of", value, null, null, place.At, [.. c.Parts.Select(Condition)]);
            case BoundNot c:
                var inner = Condition(c.Part);
                return inner.Children.Count == 0
                    ? inner with { Text = place.Words, Value = value, At = place.At }
                    : new ProofStep("condition", "not", value, null, null, place.At, [inner]) { IsNegation = true };
            case BoundLimbs c:
                return new ProofStep("condition", c.All ? "all of" : "any of", value, null, null, place.At, [.. c.Limbs.Select(Limb)]);
            case BoundName c:
                return Name(c, value);
            case BoundProvisionState c:
                var provision = Provisions.FirstOrDefault(p => string.Equals(p.Version.Name, c.Provision, StringComparison.Ordinal));
                return new ProofStep("condition", place.Words, value, null, provision is null ? "not in force on this date" : Standing(_decision, provision), place.At, []);
            default:
                return new ProofStep("condition", place.Words, value, Figures(condition), null, place.At, []);
        }
    }

    private IEnumerable<SliceProvision> Provisions => _earlier is null ? _decision.Slice.Provisions : _earlier.Provisions.Where(p => p is { Applies: >= 0, Governs: >= 0 } or { Applies: >= 0, Version.Effect: NameEffect });

    private bool Has(BoundCondition condition) => _earlier is null ? _decision.Has(condition) : _earlier.NodeOf.ContainsKey(condition);

    private Truth ValueOf(BoundCondition condition) => _earlier is null ? _decision.ValueOf(condition) : _decision.ValueAt(_earlier.NodeOf[condition]);

    /// <summary>A saving as a step of its own: it holds where the goods are left to the earlier law.</summary>
    private ProofStep SavingStep(Saving saving)
    {
        var slots = _decision.Frame.Slots;
        var facts = new[] { saving.StateFact, saving.OrderedFact, saving.StateDayFact, saving.MovementFact }.OfType<FactDefinition>();
        var figures = string.Join(", ", facts.Select(f => $"{f.Name} = {_decision.Frame.Text(f)}"));
        var holds = _decision.Slice.ClaimOf(saving) is var claim and >= 0 ? _decision.ValueAt(claim) : Truth.No;
        return new ProofStep("saving", $"saving {saving.Title}", holds, figures,
            holds == Truth.Yes ? "the earlier law governs" : holds == Truth.Unknown ? "claimed and not verified" : slots[saving.StateFact.Slot] == FactSchema.Unknown ? "not claimed" : "not met", saving.Place.At, []);
    }

    private ProofStep Limb(BoundLimb limb)
    {
        var step = Condition(limb.Condition);
        return step with { Kind = "limb", Text = $"({limb.Label}) {step.Text}" };
    }

    /// <summary>A classification or definition with what feeds it; each is opened once on a path, since names do not form circles.</summary>
    private ProofStep Name(BoundName c, Truth value)
    {
        if (!_open.Add(c.Name))
        {
            return new ProofStep("definition", c.Place.Words, value, null, null, c.Place.At, []);
        }

        var children = new List<ProofStep>();
        children.AddRange(_decision.Slice.Corpus.Definitions.Where(d => string.Equals(d.Name, c.Name, StringComparison.Ordinal)).Select(d => Condition(d.When)));
        children.AddRange(Provisions.Where(p => p.Version.Effect is NameEffect e && string.Equals(e.Name, c.Name, StringComparison.Ordinal)).Select(Provision));
        _open.Remove(c.Name);
        return new ProofStep("definition", c.Place.Words, value, null, children.Count == 0 ? "nothing in force defines it on this date" : null, c.Place.At, children);
    }

    /// <summary>The rows that make a condition on rows what it is: the one that meets it (or, for "every", fails it), those that may, or all.</summary>
    private string Rows(BoundSome some)
    {
        var (record, slice, frame) = (some.Record, _decision.Slice, _decision.Frame);
        var found = ValueOf(some) is var value && some.Every ? (Truth)(2 - value) : value;
        var rows = Enumerable.Range(0, frame.Rows(record)).Where(r => found == Truth.No || Meets(r) == found).ToList();
        var words = (found == Truth.Yes ? rows.Take(1) : rows).Select(r => $"[{frame.RowText(record, r)}]").ToList();
        if (found != Truth.Yes && frame.Slots[record.Slot] == FactSchema.Unknown)
        {
            words.Add("there may be more");
        }

        return $"{record.Name} = {(words.Count == 0 ? "none" : string.Join(", ", words))}";

        Truth Meets(int row)
        {
            var best = Truth.No;
            foreach (var (outer, inner) in (_earlier?.Ways ?? slice.Ways)[some])
            {
                ref readonly var node = ref slice.Program.Nodes[inner];
                if (node.Operation == Operation.Some)
                {
                    var condition = slice.Program.Somes[node.Table];
                    var met = (Truth)Walker.Row(condition, frame.Slots.AsSpan(row * record.Record!.RowLength), new byte[condition.Inner.Nodes.Length]);
                    var way = (Truth)Math.Min((byte)met, (byte)_decision.ValueOf(outer));
                    best = way > best ? way : best;
                }
            }

            return best;
        }
    }

    private string? Figures(BoundCondition condition)
    {
        string Show(FactDefinition fact) => $"{fact.Name} = {_decision.Frame.Text(fact)}{(fact.Unit.Length > 0 && _decision.Frame.IsKnown(fact) ? " " + fact.Unit : "")}";
        string ShowRatio(BoundCompareRatio c) => _decision.Frame.IsKnown(c.Ratio)
            ? $"{c.Ratio.Name} = {_decision.Frame.Text(c.Ratio, c.Numerator, c.Denominator)} {c.Ratio.Unit}".TrimEnd() : Show(c.Ratio);
        return condition switch
        {
            BoundCompareConstant c => Show(c.Fact),
            BoundCompareRatio c => $"{ShowRatio(c)} ({Show(c.Ratio.Dividend!)}, {Show(c.Ratio.Divisor!)})",
            BoundComparePolynomial c => string.Join(", ", c.Terms.SelectMany(t => t.Factors).Distinct().Select(Show)),
            BoundYesNo c => Show(c.Fact),
            BoundOneOfIn c => Show(c.Fact),
            BoundAnyIn c => Show(c.Fact),
            BoundEveryIn c => Show(c.Fact),
            BoundKnown c => Show(c.Fact),
            BoundApplicable c => Show(c.Fact),
            BoundSome c => Rows(c),
            _ => null,
        };
    }
}
