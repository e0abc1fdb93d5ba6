using Proviso.Determinations.Screened;
using Proviso.Rules.Evaluation;

namespace Proviso.Determinations;

/// <summary>What is asked: the facts of one transaction, the day they are judged on, and what is held in hand.</summary>
/// <param name="Id">The caller's name for it; null when it has none.</param>
/// <param name="Facts">The facts; what was not stated is unknown.</param>
/// <param name="On">The day of the event.</param>
/// <param name="KnownOn">The day up to which publications count; <see cref="DateOnly.MaxValue"/> for all that the law files hold.</param>
/// <param name="View">As enforced, or on the text.</param>
/// <param name="Scenario">A scenario of the law files, or null.</param>
/// <param name="Evidence">Evidence in hand.</param>
/// <param name="Certifications">Certifications made, by the names of the vocabulary.</param>
/// <param name="Assumptions">Facts that nobody stated and that were assumed; each is named in the answer.</param>
public sealed record Question(
    string? Id,
    FactFrame Facts,
    DateOnly On,
    DateOnly KnownOn,
    LawView View,
    string? Scenario,
    IReadOnlyList<EvidenceInHand> Evidence,
    IReadOnlyList<string> Certifications,
    IReadOnlyList<Assumption> Assumptions)
{
    /// <summary>Papers of authorities whose law is not encoded here.</summary>
    public IReadOnlyList<PaperInHand> Papers { get; init; } = [];

    /// <summary>What screening found about the parties; null when nobody screened them here.</summary>
    public ScreeningReport? Screening { get; init; }

    /// <summary>The instant of the event, where one is stated: each authority is then asked on its own day. Null for a day alone, which every authority takes as it is.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Who asks, as stated; null when nobody is named. On a local command line that is a claim.</summary>
    public string? Asker { get; init; }

    /// <summary>What is known of sums over time that are not known themselves.</summary>
    public IReadOnlyList<SumBound> Bounds { get; init; } = [];
}

/// <summary>A piece of evidence in hand.</summary>
/// <param name="Kind">Its kind, by the names of the vocabulary.</param>
/// <param name="From">Who it comes from, such as <c>laboratory</c>; null when not stated.</param>
/// <param name="Country">Where that source is, ISO 3166-1 alpha-2; null when not stated.</param>
/// <param name="Independent">Whether the source is independent; null when not stated.</param>
/// <param name="Reference">The caller's reference; null when not stated.</param>
public sealed record EvidenceInHand(string Kind, string? From, string? Country, bool? Independent, string? Reference);

/// <summary>A fact that was assumed, and what to do about it.</summary>
/// <param name="Fact">The fact, by its name in the vocabulary.</param>
/// <param name="Text">What was assumed, in words.</param>
/// <param name="Fix">What settles it.</param>
public sealed record Assumption(string Fact, string Text, string Fix);
