using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Explaining;

namespace Proviso.Determinations;

/// <summary>The overall answer for a transaction.</summary>
public enum Verdict
{
    /// <summary>No authority's law reaches it.</summary>
    NotSubject,

    /// <summary>No license is required.</summary>
    NoLicenseRequired,

    /// <summary>A license exception is available, under its conditions.</summary>
    LicenseException,

    /// <summary>Law that is not encoded here, and papers of its authority that two persons filed stand in for it: it may go, and it is not clear.</summary>
    OnPaper,

    /// <summary>A license is required.</summary>
    LicenseRequired,

    /// <summary>It is prohibited.</summary>
    Prohibited,

    /// <summary>The facts do not settle it.</summary>
    Undetermined,

    /// <summary>One authority's law is not encoded here: like <see cref="Undetermined"/>, and a text that would settle it is named. Never an overall outcome.</summary>
    NotEncoded,

    /// <summary>One law requires what another forbids, and no third way is left: whatever is done breaks one of them.</summary>
    Conflict,

    /// <summary>The law contradicts itself on these facts: never an answer, always a stop.</summary>
    Error,
}

/// <summary>The answer to a question: one answer per authority, and the strictest overall.</summary>
public sealed class Determination
{
    /// <summary>What was asked.</summary>
    public required Question Question { get; init; }

    /// <summary>The strictest answer of all authorities asked.</summary>
    public required Verdict Outcome { get; init; }

    /// <summary>Why the law asked is not all the law it should be: then the outcome is undetermined, whatever is left of it says. Empty when it is whole.</summary>
    public required IReadOnlyList<string> Incomplete { get; init; }

    /// <summary>The review policy of a required license; null when none is stated, or when the facts leave several open.</summary>
    public required ReviewPolicy? Review { get; init; }

    /// <summary>The outcomes the facts leave open, mildest first; one when the outcome and review are settled.</summary>
    public required IReadOnlyList<Outcome> Possible { get; init; }

    /// <summary>Why nothing may move yet although the law would let it: each with what to do. Empty when nothing stands in the way.</summary>
    public required IReadOnlyList<string> Holds { get; init; }

    /// <summary>Classifications that hold, by all corpora asked.</summary>
    public required IReadOnlyList<string> Classifications { get; init; }

    /// <summary>The answer of each authority asked.</summary>
    public required IReadOnlyList<AuthorityAnswer> Authorities { get; init; }

    /// <summary>Authorities whose law is not concerned.</summary>
    public required IReadOnlyList<CorpusDefinition> NotAsked { get; init; }

    /// <summary>Unknown facts that the outcome hangs on.</summary>
    public required IReadOnlyList<MissingFact> Missing { get; init; }

    /// <summary>The nearest change of one fact that would alter the outcome; null when no single fact would.</summary>
    public required ChangeOfOutcome? NearestChange { get; init; }

    /// <summary>Further single-fact changes, nearest first.</summary>
    public required IReadOnlyList<ChangeOfOutcome> OtherChanges { get; init; }

    /// <summary>The papers stated, and what became of each.</summary>
    public required IReadOnlyList<PaperFinding> Papers { get; init; }

    /// <summary>How sure it is who filed the papers on which the answer rests: <c>claimed</c>, since nobody signed in to state them; null where it rests on none.</summary>
    public string? Grade => Papers.Any(p => p.Counts) ? "claimed" : null;

    /// <summary>Law that this answer touches and that is not, or not wholly, modelled.</summary>
    public required IReadOnlyList<CoverageNote> Coverage { get; init; }

    /// <summary>Acts that one law asked requires and another forbids, or may; empty where none meet.</summary>
    public IReadOnlyList<DutyConflict> Conflicts { get; init; } = [];

    /// <summary>What the facts leave open, in words, mildest first: outcomes, and a conflict of duties where one is certain or possible.</summary>
    public IEnumerable<string> PossibleWords => Conflicts.Any(c => c.State is ConflictState.Certain)
        ? ["conflict"]
        : Possible.Select(o => o.ToString()).Concat(Conflicts.Any(c => c.State is ConflictState.Possible) ? ["conflict"] : []);

    /// <summary>What the answer can be re-derived from.</summary>
    public required Receipt Receipt { get; init; }

    /// <summary>Whether a shipment may go as far as the law modelled here says: settled, permitted and not held.</summary>
    public bool MayGo => Outcome is Verdict.NotSubject or Verdict.NoLicenseRequired or Verdict.LicenseException or Verdict.OnPaper && Holds.Count == 0;
}

/// <summary>The answer of one authority.</summary>
public sealed class AuthorityAnswer
{
    /// <summary>Its corpus.</summary>
    public required CorpusDefinition Corpus { get; init; }

    /// <summary>The decision with every value on the way.</summary>
    public required CorpusDecision Decision { get; init; }

    /// <summary>The outcome.</summary>
    public required Verdict Outcome { get; init; }

    /// <summary>The review policy of a required license; null when none is stated, or when the facts leave several open.</summary>
    public required ReviewPolicy? Review { get; init; }

    /// <summary>The name of the license exception available, or null.</summary>
    public required string? Exception { get; init; }

    /// <summary>The provisions that decide, strictest first: those that govern, and those that may.</summary>
    public required IReadOnlyList<SliceProvision> Provisions { get; init; }

    /// <summary>Exceptions to what applies, and what became of each.</summary>
    public required IReadOnlyList<ConsideredException> ExceptionsConsidered { get; init; }

    /// <summary>Conditions and obligations that come with the outcome.</summary>
    public required IReadOnlyList<ConditionAnswer> Conditions { get; init; }

    /// <summary>The texts that would settle what is not encoded of this authority's law.</summary>
    public required IReadOnlyList<string> SettledBy { get; init; }

    /// <summary>Unknown facts that this authority's outcome hangs on.</summary>
    public required IReadOnlyList<FactDefinition> Missing { get; init; }

    /// <summary>What only a human at the authority may weigh.</summary>
    public required IReadOnlyList<string> Discretion { get; init; }

    /// <summary>Provisions in the text that do not count, where their text would apply.</summary>
    public required IReadOnlyList<SetAside> SetAside { get; init; }

    /// <summary>Dated lists that the outcome hangs on and that are in doubt, not verified, or ahead of the printed table.</summary>
    public IReadOnlyList<GroupReliance> Groups { get; init; } = [];

    /// <summary>
    /// The provisions that the outcome rests on: those that govern and conclude as strictly as the answer does, and, where it is not settled, those
    /// that may.
    /// </summary>
    public IEnumerable<SliceProvision> Grounds => Provisions.Where(p => p.Version.Effect is OutcomeEffect e
        && (Decision.Governs(p) != Truth.Yes || e.Outcome.Kind == OutcomeKind.Undetermined || e.Outcome.Rank == Decision.Packed.HighestRank));

    /// <summary>How the law that the outcome rests on was verified: the least of its grounds and of the lists it hangs on.</summary>
    public Verification Verification => Grounds.Select(p => p.Version.Verification).Concat(Groups.Where(g => g.Kind != GroupRelianceKind.AheadOfTable).Select(g => g.Verification))
        .Concat(Savings.Where(s => s.State is SavingState.Saves or SavingState.Open).Select(s => s.Saving.Verification))
        .DefaultIfEmpty(Verification.Unverified).Max();

    /// <summary>The outcome on the text alone, where it differs from the one as enforced; else null.</summary>
    public required Outcome? OnTheText { get; init; }

    /// <summary>The day it was asked on: its own at the instant stated, or the day stated.</summary>
    public DateOnly Day { get; init; }

    /// <summary>The hour of that day where an instant is stated and the corpus names its zone; else null.</summary>
    public TimeOnly? Hour { get; init; }

    /// <summary>What has to be said of the day: hours that made a difference, or would.</summary>
    public IReadOnlyList<string> DayNotes { get; init; } = [];

    /// <summary>Savings of what touches this transaction, and what became of each.</summary>
    public IReadOnlyList<ConsideredSaving> Savings { get; init; } = [];
}

/// <summary>An exception to a provision that applies, and what became of it.</summary>
/// <param name="Provision">The exception.</param>
/// <param name="Applies">Whether it applies.</param>
/// <param name="Because">The conditions that keep it from applying or leave it open, with their figures; empty when it applies.</param>
public sealed record ConsideredException(SliceProvision Provision, Truth Applies, IReadOnlyList<string> Because);

/// <summary>A condition with how far it is met.</summary>
/// <param name="Provision">The provision it comes with.</param>
/// <param name="Condition">The typed condition.</param>
/// <param name="State">met, pending, or due later.</param>
/// <param name="Reason">Why.</param>
public sealed record ConditionAnswer(SliceProvision Provision, LawCondition Condition, ConditionState State, string Reason);

/// <summary>How far a condition is met on what is in hand now.</summary>
public enum ConditionState
{
    /// <summary>What it asks for is in hand.</summary>
    Met,

    /// <summary>It is not; for a gate, nothing may move before it is.</summary>
    Pending,

    /// <summary>An obligation that falls due after an event still to come.</summary>
    DueLater,
}

/// <summary>A missing fact and what would follow from its values.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="WouldSettle">Values and the outcome each would lead to, as far as this one fact goes.</param>
public sealed record MissingFact(FactDefinition Fact, IReadOnlyList<(string Value, string Outcome)> WouldSettle)
{
    /// <summary>Of a record: what is not known of each row, such as <c>party 2 (role end-user): headquarters</c>; empty for other facts.</summary>
    public IReadOnlyList<string> Rows { get; init; } = [];

    /// <summary>What it is, in words; of a record with what is not known of its rows.</summary>
    public string Title => Rows.Count == 0 ? Fact.Title : $"{Fact.Title}: {string.Join("; ", Rows)}";

    /// <summary>Why what is known of it does not settle it; null where nothing is known.</summary>
    public string? Remark { get; init; }
}

/// <summary>A change of one fact and the outcome after it.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="From">Its value now.</param>
/// <param name="To">The nearest value that alters the outcome.</param>
/// <param name="Outcome">The outcome after the change, in words.</param>
public sealed record ChangeOfOutcome(FactDefinition Fact, string From, string To, string Outcome);

/// <summary>Law that is not wholly modelled and that the answer touches.</summary>
/// <param name="Corpus">Its corpus.</param>
/// <param name="Provision">Its provision.</param>
/// <param name="Level">How much is modelled.</param>
/// <param name="Remark">What is left out or pointed at.</param>
public sealed record CoverageNote(CorpusDefinition Corpus, ProvisionVersion Provision, CoverageLevel Level, string Remark);

/// <summary>What an answer can be re-derived from: the same four give the same bytes.</summary>
/// <param name="CorpusHash">SHA-256 over the law files.</param>
/// <param name="EngineVersion">The version of the engine.</param>
/// <param name="FactsHash">SHA-256 over the question: facts, dates, view, scenario, evidence and assumptions.</param>
/// <param name="OutcomeHash">SHA-256 over the answer.</param>
public sealed record Receipt(string CorpusHash, string EngineVersion, string FactsHash, string OutcomeHash);
