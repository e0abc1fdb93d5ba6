using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Explaining;
using Proviso.Rules.Text;

namespace Proviso.Determinations;

/// <summary>Asks every corpus concerned and gathers the answers. Pure: the same rule set and question give the same answer.</summary>
public sealed partial class Determiner
{
    /// <summary>The version of the engine that receipts name.</summary>
    public static string EngineVersion { get; } =
        typeof(Determiner).Assembly.GetName().Version is { } v ? $"proviso {v.ToString(3)}" : "proviso";

    // Sets of slices seen, with their cells; one a stretch of days and set of authorities, so a batch over decades stays in the hundreds.
    private const int MostSpaces = 256;

    private readonly RuleSet _rules;
    private readonly bool _compiled;
    private readonly HashSet<FactDefinition> _past;
    private readonly List<SliceSet> _spaces = [];

    /// <summary>A determiner for a rule set. Not safe to share between threads; the rule set is.</summary>
    /// <param name="rules">The law.</param>
    /// <param name="compiled">Whether to look for nearest changes with compiled law: worth its start-up from about a hundred answers on.</param>
    public Determiner(RuleSet rules, bool compiled = false)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = rules;
        _past = [.. rules.Law.Corpora.SelectMany(SavingReading.FactsOf)];
        _compiled = compiled;
    }

    /// <summary>What is the same for every question that the same slices answer.</summary>
    private sealed record SliceSet(List<CorpusSlice> Slices, CellSpace Space, bool CanConflict);

    private SliceSet SetOf(List<CorpusSlice> slices)
    {
        foreach (var known in _spaces)
        {
            if (known.Slices.Count == slices.Count && known.Slices.TrueForAll(slices.Contains))
            {
                return known;
            }
        }

        if (_spaces.Count >= MostSpaces)
        {
            _spaces.Clear();
        }

        var made = new SliceSet(slices, CellSpace.Of(withAbsent: false, slices), MeetingDuties.CanConflict(slices));
        _spaces.Add(made);
        return made;
    }

    private int Try(SliceSet set, long[] slots)
    {
        var slices = set.Slices;
        var bits = _compiled ? Combine(slices.Select(s => new PackedDecision(s.Compiled(slots)))).Bits : Combine(slices.Select(s => s.Evaluate(slots))).Bits;

        // Only where two duties can meet without a third way: there the numbers alone would tell of changes that lead into a conflict as of a way out.
        return set.CanConflict ? bits | DutyConflicts.Bits([.. slices.Select(s => s.Decide(FactFrame.Over(_rules.Schema, slots)))]) : bits;
    }

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="withChanges">Whether to look for the nearest changes and for what missing facts would lead to; the outcome is the same without.</param>
    public Determination Decide(Question question, bool withChanges = true)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (!_rules.IsFor(question.Asker))
        {
            throw new ArgumentException("the question is asked by somebody for whom this law was not loaded", nameof(question));
        }

        question = Settled(question);
        var answers = new List<AuthorityAnswer>();
        var notAsked = new List<CorpusDefinition>();
        foreach (var corpus in _rules.Law.Corpora)
        {
            var slice = SliceOf(question, corpus, question.View);
            var decision = slice.Decide(question.Facts);
            if (decision.Asked == Truth.No)
            {
                notAsked.Add(corpus);
            }
            else
            {
                answers.Add(Answer(question, decision));
            }
        }

        var slices = answers.Select(a => a.Decision.Slice).ToList();
        var packed = Combine(answers.Select(Counted));
        var (outcome, review, possible) = Read(packed, answers.Count);
        if (answers.Exists(a => a.Outcome == Verdict.OnPaper))
        {
            // What would be a permission by encoded law alone is one on paper; what is stricter stays what it is.
            outcome = outcome is Verdict.NotSubject or Verdict.NoLicenseRequired or Verdict.LicenseException ? Verdict.OnPaper : outcome;
            withChanges = false;
        }

        if (!_rules.Incomplete.IsEmpty && outcome != Verdict.Error)
        {
            // What is missing could say anything at all.
            (outcome, review, possible) = (Verdict.Undetermined, null, [possible[0], new Outcome(OutcomeKind.Prohibited)]);
            withChanges = false;
        }

        var conflicts = DutyConflicts.Of([.. answers.Select(a => a.Decision)], (duty, way) => State(question, duty.Decision, duty.Provision, way));
        outcome = DutyConflicts.Overall(outcome, conflicts);
        review = outcome is Verdict.Conflict or Verdict.Undetermined ? null : review;
        var (nearest, others) = withChanges ? Changes(question, slices, packed) : (null, []);
        var coverage = answers.SelectMany(a => Coverage(a)).ToList();
        var determination = new Determination
        {
            Question = question,
            Outcome = outcome,
            Incomplete = _rules.Incomplete,
            Review = review,
            Possible = possible,
            Conflicts = conflicts,
            Holds = Holds(question, outcome, answers, packed, conflicts),
            Classifications = [.. answers.SelectMany(a => a.Decision.Classifications()).Where(c => c.Value == Truth.Yes).Select(c => c.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Authorities = answers,
            NotAsked = notAsked,
            Missing =
            [
                .. MissingOf(answers, packed, conflicts).Select(f => new MissingFact(f, withChanges ? WouldSettle(question, slices, f) : [])
                {
                    Rows = f.Type == FactType.Record ? MissingRows(question.Facts, f, slices) : [],
                    Remark = RemarkOn(question, f),
                }),
            ],
            NearestChange = nearest,
            OtherChanges = others,
            Papers = [.. PaperCheck.Findings(question, answers)],
            Coverage = coverage,
            Receipt = new Receipt(_rules.Hash, EngineVersion, FactsHash(question), OutcomeHash(outcome, review, answers, _rules.Incomplete, conflicts)),
        };
        return determination;
    }

    /// <summary>A decision as it counts: law that papers stand in for permits.</summary>
    private static PackedDecision Counted(AuthorityAnswer answer) => answer.Outcome == Verdict.OnPaper ? Permission : answer.Decision.Packed;

    /// <summary>The decision with facts unknown again; papers still stand in where the law says the same.</summary>
    private static PackedDecision Unassumed(AuthorityAnswer answer, FactFrame unsure)
    {
        var decision = answer.Decision.Slice.Evaluate(unsure.Slots);
        return decision == answer.Decision.Packed ? Counted(answer) : decision;
    }

    private static readonly PackedDecision Permission = Same(new Outcome(OutcomeKind.NoLicenseRequired).Rank);

    private static PackedDecision Same(int rank) => new(rank | (rank << 4));

    /// <summary>The strictest of several decisions, as one range.</summary>
    private static PackedDecision Combine(IEnumerable<PackedDecision> decisions)
    {
        var (lowest, highest, flags) = (0, 0, 0);
        foreach (var decision in decisions)
        {
            if (decision.NotAsked)
            {
                continue;
            }

            // An authority that may not be concerned at all cannot raise the mildest outcome.
            lowest = Math.Max(lowest, decision.MaybeNotAsked ? 0 : decision.LowestRank);
            highest = Math.Max(highest, decision.HighestRank);
            flags |= decision.Clash ? new PackedDecision(~0).Bits & ClashFlag : 0;
        }

        return new PackedDecision(lowest | (highest << 4) | flags);
    }

    private const int ClashFlag = 1 << 8;

    private static (Verdict Outcome, ReviewPolicy? Review, IReadOnlyList<Outcome> Possible) Read(PackedDecision packed, int authorities)
    {
        if (packed.Clash)
        {
            return (Verdict.Error, null, []);
        }

        if (authorities == 0)
        {
            // No law that is loaded knows these places: that nobody was asked permits nothing.
            return (Verdict.Undetermined, null, [new Outcome(OutcomeKind.NotSubject), new Outcome(OutcomeKind.Prohibited)]);
        }

        var (mildest, strictest) = (Outcome.AtRank(packed.LowestRank), Outcome.AtRank(packed.HighestRank));
        IReadOnlyList<Outcome> possible = packed.LowestRank == packed.HighestRank ? [mildest] : [mildest, strictest];
        if (mildest.Kind != strictest.Kind)
        {
            return (Verdict.Undetermined, null, possible);
        }

        ReviewPolicy? review = strictest.Kind == OutcomeKind.LicenseRequired && mildest.Review == strictest.Review && strictest.Review != ReviewPolicy.NotStated ? strictest.Review : null;
        return (strictest.ToVerdict(), review, possible);
    }

    private AuthorityAnswer Answer(Question question, CorpusDecision decision)
    {
        var packed = decision.Asked == Truth.Unknown ? new PackedDecision(decision.Packed.HighestRank << 4) : decision.Packed;
        var (outcome, review, _) = Read(packed, 1);
        if (outcome == Verdict.Undetermined && decision.IsNotEncoded)
        {
            outcome = PaperCheck.Covers(_rules, question, decision) ? Verdict.OnPaper : Verdict.NotEncoded;
        }

        var governing = decision.Governing(Truth.Unknown)
            .Where(p => decision.Governs(p) == Truth.Yes || !decision.IsSettled)
            .OrderByDescending(p => RankOf(p)).ThenBy(p => p.Version.Name, StringComparer.Ordinal).ToList();
        var onText = new Lazy<CorpusDecision>(() => SliceOf(question, decision.Slice.Corpus, LawView.OnTheText).Decide(question.Facts));
        var text = question.View == LawView.AsEnforced ? OnTheText(decision, onText) : null;
        var (day, hour) = DayOf(question, decision.Slice.Corpus);
        return new AuthorityAnswer
        {
            Corpus = decision.Slice.Corpus,
            Decision = decision,
            Outcome = outcome,
            Review = review,
            Exception = outcome == Verdict.LicenseException ? decision.Strictest.Exception : null,
            Provisions = governing,
            ExceptionsConsidered = [.. Considered(decision)],
            Conditions = [.. governing.Where(p => decision.Governs(p) == Truth.Yes).SelectMany(p => p.Version.Conditions.Select(c => State(question, decision, p, c)))],
            SettledBy = decision.SettledBy,
            Missing = decision.MissingFacts(),
            Discretion = [.. governing.SelectMany(p => p.Version.Discretions).Distinct(StringComparer.Ordinal)],
            SetAside = [.. decision.Slice.SetAside.Where(s => TextTouches(s, onText))],
            OnTheText = text,
            Groups = GroupReliance.Of(_rules, decision, day, question.KnownOn, question.View, question.Scenario, hour),
            Day = day,
            Hour = hour,
            DayNotes = [.. DayNotes(question, decision, day, hour)],
            Savings = SavingReading.Of(decision, day, question.KnownOn),
        };
    }

    private static int RankOf(SliceProvision provision) =>
        provision.Version.Effect is OutcomeEffect e ? e.Outcome.Rank : 0;

    /// <summary>The outcome on the text where it differs; null where it is the same.</summary>
    private static Outcome? OnTheText(CorpusDecision decision, Lazy<CorpusDecision> text)
    {
        if (decision.Slice.SetAside.All(s => s.Standing != Standing.AnnouncedNotEnforced))
        {
            return null;
        }

        var onText = text.Value;
        return onText.Packed == decision.Packed ? null : onText.IsSettled ? onText.Strictest : new Outcome(OutcomeKind.Undetermined);
    }

    /// <summary>Whether a provision that is set aside would apply on these facts if it stood.</summary>
    private static bool TextTouches(SetAside setAside, Lazy<CorpusDecision> text)
    {
        if (setAside.Standing is Standing.Proposed or Standing.Withdrawn)
        {
            return false;
        }

        if (setAside.Standing != Standing.AnnouncedNotEnforced)
        {
            return true;
        }

        var onText = text.Value;
        return onText.Slice.Provisions.Any(p => ReferenceEquals(p.Version, setAside.Version) && onText.Applies(p) != Truth.No);
    }

    /// <summary>Exceptions to provisions that apply or may apply.</summary>
    private static IEnumerable<ConsideredException> Considered(CorpusDecision decision)
    {
        foreach (var exception in decision.Slice.Provisions.Where(p => p.Version.ExceptionTo.Length > 0 && p.Version.Effect is OutcomeEffect))
        {
            var touched = decision.Slice.Provisions.Any(t => t.Exceptions.Contains(exception) && decision.Applies(t) != Truth.No);
            if (!touched)
            {
                continue;
            }

            var applies = decision.Applies(exception);
            var because = applies == Truth.Yes ? [] : Proof.WhyNot(Proof.Of(decision, exception))
                .Select(s => s.Figures is null ? s.Text : $"{s.Text} ({s.Figures})").Distinct(StringComparer.Ordinal).ToList();
            yield return new ConsideredException(exception, applies, because);
        }
    }

    private static ConditionAnswer State(Question question, CorpusDecision decision, SliceProvision provision, LawCondition condition)
    {
        if (condition.Due is { } due)
        {
            return new ConditionAnswer(provision, condition, ConditionState.DueLater, $"counts from the {due.Event}");
        }

        switch (condition.Requirement)
        {
            case CertifiedRequirement c:
                var certified = question.Certifications.Contains(c.Kind, StringComparer.Ordinal);
                return new ConditionAnswer(provision, condition, certified ? ConditionState.Met : ConditionState.Pending,
                    certified ? "certified" : $"not certified: add `{c.Kind}` to the certifications");
            case EvidenceRequirement e:
                return Evidence(question, decision, provision, condition, e);
            case CapRequirement:
                return new ConditionAnswer(provision, condition, ConditionState.Pending, "running totals are not part of the question; the authority and the license ledger count them");
            case NoticeRequirement:
                return new ConditionAnswer(provision, condition, ConditionState.Pending, "the date of the notice is not part of the question");
            default:
                return new ConditionAnswer(provision, condition, ConditionState.Pending, "not in hand");
        }
    }

    private static ConditionAnswer Evidence(Question question, CorpusDecision decision, SliceProvision provision, LawCondition condition, EvidenceRequirement wanted)
    {
        var reasons = new List<string>();
        foreach (var piece in question.Evidence.Where(p => string.Equals(p.Kind, wanted.Kind, StringComparison.Ordinal)))
        {
            if (wanted.From is not null && !string.Equals(piece.From, wanted.From, StringComparison.Ordinal))
            {
                reasons.Add($"{Name(piece)} is not from a {wanted.From}");
            }
            else if (wanted.Independent && piece.Independent != true)
            {
                reasons.Add($"{Name(piece)} is not stated to be independent");
            }
            else if (wanted.In is { } places && !IsIn(decision, places, piece.Country))
            {
                reasons.Add($"{Name(piece)} is {(piece.Country is null ? "from no stated country" : "from " + piece.Country)}, not from {ConditionText.SetText(places)}");
            }
            else
            {
                return new ConditionAnswer(provision, condition, ConditionState.Met, $"{Name(piece)} is in hand");
            }
        }

        return new ConditionAnswer(provision, condition, ConditionState.Pending,
            reasons.Count > 0 ? string.Join("; ", reasons) : $"no `{wanted.Kind}` among the evidence");

        static string Name(EvidenceInHand piece) => piece.Reference is null ? $"a {piece.Kind}" : $"{piece.Kind} {piece.Reference}";
    }

    private static bool IsIn(CorpusDecision decision, BoundSet places, string? country) =>
        country is not null && decision.Slice.Contains(places, country);

    /// <summary>Why nothing may move yet although the outcome would let it.</summary>
    private static List<string> Holds(Question question, Verdict outcome, List<AuthorityAnswer> answers, PackedDecision packed, List<DutyConflict> conflicts)
    {
        var holds = new List<string>();
        if (outcome is not (Verdict.NoLicenseRequired or Verdict.LicenseException or Verdict.NotSubject or Verdict.OnPaper))
        {
            return holds;
        }

        // A match that nobody looked at holds whatever would move: it may be a party with whom nobody may deal at all.
        holds.AddRange(question.Screening?.Holds ?? []);

        holds.AddRange(conflicts.Where(c => c.State != ConflictState.WayInHand).Select(c => c.Text));

        // An assumption holds the answer only where the answer hangs on it: ask again with the assumed facts unknown.
        if (question.Assumptions.Count > 0)
        {
            var unsure = question.Facts.Copy();
            foreach (var assumption in question.Assumptions)
            {
                if (unsure.Schema.Find(assumption.Fact) is { } fact)
                {
                    unsure.SetUnknown(fact);
                }

                OfEach(unsure, assumption.Fact);
            }

            if (Combine(answers.Select(a => Unassumed(a, unsure))) != packed)
            {
                holds.AddRange(question.Assumptions.Select(a => $"{a.Text}; {a.Fix}").Distinct(StringComparer.Ordinal));
            }
        }

        holds.AddRange(answers.SelectMany(a => a.Conditions).Where(c => c.Condition.IsGate && c.State == ConditionState.Pending)
            .Select(c => $"{c.Provision.Version.Name}, {c.Condition.Name}: {ConditionText.Describe(c.Condition.Requirement)} ({c.Reason})"));
        return holds;
    }

    /// <summary>What is assumed of all, such as <c>party.military</c>, is assumed of each row of the record by that name.</summary>
    private static void OfEach(FactFrame unsure, string assumed)
    {
        var dot = assumed.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && unsure.Schema.Find(assumed[..dot]) is { Record: { } record } rows && record.Find(assumed[(dot + 1)..]) is { } field)
        {
            for (var row = 0; row < unsure.Rows(rows); row++)
            {
                unsure.SetUnknown(field, row);
            }
        }
    }

    private static IEnumerable<FactDefinition> MissingOf(List<AuthorityAnswer> answers, PackedDecision packed, List<DutyConflict> conflicts)
    {
        var outcome = packed.LowestRank == packed.HighestRank
            ? []
            : answers.Where(a => a.Decision.Packed.HighestRank > packed.LowestRank).SelectMany(a => a.Missing);
        var duties = conflicts.Where(c => c.State == ConflictState.Possible).SelectMany(c => new[] { c.Meeting.Required, c.Meeting.Forbidden }).Where(d => d.Counts == Truth.Unknown)
            .SelectMany(d => d.Decision.MissingFor(d.Provision));
        return outcome.Concat(duties).Distinct().OrderBy(f => f.Slot);
    }

    /// <summary>The question with sums written in where what is known of them settles all that the law asks of them.</summary>
    private Question Settled(Question question)
    {
        if (question.Bounds.Count == 0)
        {
            return question;
        }

        var facts = question.Facts.Copy();
        List<CorpusSlice> slices = [.. _rules.Law.Corpora.SelectMany(c => new[] { LawView.AsEnforced, LawView.OnTheText }.Select(v => SliceOf(question, c, v)))];
        foreach (var bound in question.Bounds)
        {
            if (facts.Schema.Find(bound.Fact) is { } fact)
            {
                bound.Settle(fact, facts.Slots, slices);
            }
        }

        return question with { Facts = facts };
    }

    private static string? RemarkOn(Question question, FactDefinition fact)
    {
        if (fact.Sum is not { } sum)
        {
            return null;
        }

        var bound = question.Bounds.FirstOrDefault(b => string.Equals(b.Fact, fact.Name, StringComparison.Ordinal));
        var others = sum.Scope.Exporter == "all-exporters" ? "what other exporters shipped counts too and is not known here" : "not all that counts is known here";
        return bound is null ? $"a sum over shipments that went before: nothing says how much that is; {others}"
            : $"at least {Quantities.FixedPoint.ToText(bound.AtLeast)} {fact.Unit} ({bound.Source}): that may pass a limit for certain and never keeps one for certain; {others}";
    }

    private (ChangeOfOutcome? Nearest, IReadOnlyList<ChangeOfOutcome> Others) Changes(Question question, List<CorpusSlice> slices, PackedDecision packed)
    {
        if (slices.Count == 0 || packed.Clash)
        {
            return (null, []);
        }

        var set = SetOf(slices);
        var changes = Proviso.Rules.Evaluation.NearestChange.Find(question.Facts, set.Space, slots => Try(set, slots))
            .Where(c => !_past.Contains(c.Fact)).Select(c => new ChangeOfOutcome(c.Fact, c.From, c.To, Describe(new PackedDecision(c.Result)))).ToList();
        return (changes.FirstOrDefault(), [.. changes.Skip(1).Take(9)]);
    }

    private List<(string Value, string Outcome)> WouldSettle(Question question, List<CorpusSlice> slices, FactDefinition fact)
    {
        if (fact.Type is FactType.SetOf or FactType.Record || slices.Count == 0)
        {
            return [];
        }

        var set = SetOf(slices);
        var variable = set.Space.VariableOf(fact);
        if (variable.Facts.Length > 1)
        {
            return [];
        }

        var trial = question.Facts.Copy();
        var results = new List<(string Value, string Outcome)>();
        foreach (var cell in variable.Cells.Where(c => c.Writes.Length == 1 && c.Writes[0].Value != FactSchema.Unknown))
        {
            trial.Slots[fact.Slot] = cell.Writes[0].Value;
            var outcome = Describe(new PackedDecision(Try(set, trial.Slots)));
            results.Add((cell.Describe, outcome));
        }

        return results.Select(r => r.Outcome).Distinct(StringComparer.Ordinal).Count() > 1 ? results : [];
    }

    /// <summary>What the law asks of each row and nobody stated; and whether there may be a further row.</summary>
    private List<string> MissingRows(FactFrame frame, FactDefinition record, List<CorpusSlice> slices)
    {
        var asked = SetOf(slices).Space.FieldsOf(record).FactsUsed();
        var rows = new List<string>();
        for (var row = 0; row < frame.Rows(record); row++)
        {
            var open = asked.Where(f => frame.Slots[f.Slot + (row * record.Record!.RowLength)] == FactSchema.Unknown).Select(f => f.Name).ToList();
            if (open.Count > 0)
            {
                rows.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{record.Name} {row + 1} ({frame.RowText(record, row)}): {string.Join(", ", open)}"));
            }
        }

        if (frame.Slots[record.Slot] == FactSchema.Unknown)
        {
            rows.Add(frame.Rows(record) == record.Record!.Most ? $"any {record.Name} beyond the first {record.Record.Most}" : $"any further {record.Name}");
        }

        return rows;
    }

    private static string Describe(PackedDecision packed)
    {
        if (packed.Clash)
        {
            return "error";
        }

        if (DutyConflicts.Describe(packed.Bits) is { } conflict)
        {
            return conflict;
        }

        var (mildest, strictest) = (Outcome.AtRank(packed.LowestRank), Outcome.AtRank(packed.HighestRank));
        return packed.LowestRank == packed.HighestRank ? strictest.ToString()
            : mildest.Kind == strictest.Kind ? $"{strictest.Kind switch { OutcomeKind.LicenseRequired => "license required", _ => strictest.ToString() }}, review not settled"
            : "undetermined";
    }

    private static IEnumerable<CoverageNote> Coverage(AuthorityAnswer answer) =>
        answer.Decision.Slice.Provisions
            .Where(p => p.Version.Coverage != CoverageLevel.Modelled && answer.Decision.Applies(p) != Truth.No)
            .Select(p => new CoverageNote(answer.Corpus, p.Version, p.Version.Coverage, p.Version.CoverageRemark ?? ""));

    /// <summary>
    /// SHA-256 over a question: the row of facts as the vocabulary lays it out (64 bits each, little endian), then dates, view, scenario, evidence,
    /// certifications, papers, assumptions, and what screening searched and found, as text. The vocabulary is part of the law that the corpus hash names, so the row can be read again.
    /// </summary>
    public static string FactsHash(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var slots = question.Facts.Slots;
        var buffer = new ArrayBufferWriter<byte>((slots.Length * 8) + 256);
        var row = buffer.GetSpan(slots.Length * 8);
        for (var i = 0; i < slots.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(row[(i * 8)..], slots[i]);
        }

        buffer.Advance(slots.Length * 8);
        Append(buffer, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"on={question.On.DayNumber} known={question.KnownOn.DayNumber} view={(int)question.View} scenario={question.Scenario}\n"));
        if (question.At is { } at)
        {
            Append(buffer, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"at={at:O}\n"));
        }

        foreach (var piece in question.Evidence)
        {
            Append(buffer, $"evidence={piece.Kind}|{piece.From}|{piece.Country}|{piece.Independent}|{piece.Reference}\n");
        }

        foreach (var certification in question.Certifications)
        {
            Append(buffer, $"certification={certification}\n");
        }

        foreach (var paper in question.Papers)
        {
            Append(buffer, FormattableString.Invariant($"paper={paper.Authority}|{paper.Place}|{paper.Kind}|{paper.Reference.Length}:{paper.Reference}|{paper.Sha256}|{paper.Date:yyyy-MM-dd}|{paper.ValidUntil:yyyy-MM-dd}\n"));
            foreach (var person in paper.FiledBy)
            {
                Append(buffer, $"filed={person}\n");
            }
        }

        foreach (var assumption in question.Assumptions)
        {
            Append(buffer, assumption.Fact);
            Append(buffer, "\n");
        }

        if (question.Asker is { } asker)
        {
            Append(buffer, $"asker={AskerName.Of(asker)}\n");
        }

        foreach (var bound in question.Bounds)
        {
            Append(buffer, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"at-least={bound.Fact}|{bound.AtLeast}|{bound.Source}\n"));
        }

        if (question.Screening is { } screening)
        {
            Append(buffer, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"screening={screening.Algorithm}|{screening.Threshold}\n"));
            foreach (var list in screening.Lists)
            {
                Append(buffer, $"list={list.Id}|{list.Readiness}|{list.Snapshot}\n");
            }

            foreach (var hold in screening.Holds)
            {
                Append(buffer, $"found={hold}\n");
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));

        static void Append(ArrayBufferWriter<byte> buffer, string text)
        {
            var written = Encoding.UTF8.GetBytes(text, buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
            buffer.Advance(written);
        }
    }

    private static string OutcomeHash(Verdict outcome, ReviewPolicy? review, List<AuthorityAnswer> answers, IReadOnlyList<string> incomplete, List<DutyConflict> conflicts)
    {
        var text = new StringBuilder();
        text.Append(outcome.Word()).Append('|').Append(review?.Word()).Append('\n');
        foreach (var reason in incomplete)
        {
            text.Append("incomplete|").Append(reason).Append('\n');
        }

        foreach (var answer in answers)
        {
            text.Append(answer.Corpus.Name).Append('|').Append(answer.Outcome.Word()).Append('|').Append(answer.Review?.Word()).Append('|').Append(answer.Exception).Append('\n');
            foreach (var provision in answer.Provisions)
            {
                text.Append(provision.Version.Name).Append('|').Append(answer.Decision.Governs(provision).Word()).Append('\n');
            }

            foreach (var saving in answer.Savings)
            {
                text.Append(saving.Provision.Version.Name).Append('|').Append(saving.Saving.Title).Append('|').Append(saving.State).Append('\n');
            }

            foreach (var condition in answer.Conditions)
            {
                text.Append(condition.Condition.Name).Append('|').Append(condition.State).Append('\n');
            }
        }

        foreach (var conflict in conflicts)
        {
            text.Append("duties|").Append(conflict.Meeting.Required.Duty.Act).Append('|').Append(conflict.Meeting.Required.Provision.Version).Append('|').Append(conflict.Meeting.Forbidden.Provision.Version)
                .Append('|').Append(DutyConflict.Word(conflict.State)).Append('\n');
        }

        return Hash(text);
    }

    private static string Hash(StringBuilder text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
}
