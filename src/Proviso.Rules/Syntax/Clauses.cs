using System.Collections.Immutable;

namespace Proviso.Rules.Syntax;

/// <summary>A clause of a provision.</summary>
public abstract record ClauseSyntax : SyntaxNode;

/// <summary><c>cite "…"</c></summary>
public sealed record CiteClauseSyntax(StringSyntax Text) : ClauseSyntax;

/// <summary><c>source "…"</c></summary>
public sealed record SourceClauseSyntax(StringSyntax Text) : ClauseSyntax;

/// <summary><c>note "…"</c></summary>
public sealed record NoteClauseSyntax(StringSyntax Text) : ClauseSyntax;

/// <summary><c>verified code|primary|secondary|unverified ["remark"]</c></summary>
public sealed record VerifiedClauseSyntax(NameSyntax Level, StringSyntax? Remark) : ClauseSyntax;

/// <summary><c>in force from DATE [HH:MM] by "…" published DATE</c></summary>
public sealed record InForceClauseSyntax(DateSyntax From, StringSyntax? By, DateSyntax? Published) : ClauseSyntax
{
    /// <summary>The hour of the act behind the day, or null.</summary>
    public NameSyntax? Hour { get; init; }
}

/// <summary><c>until DATE [HH:MM] by "…" published DATE</c></summary>
public sealed record UntilClauseSyntax(DateSyntax Until, StringSyntax? By, DateSyntax? Published) : ClauseSyntax
{
    /// <summary>The hour of the act behind the day, or null.</summary>
    public NameSyntax? Hour { get; init; }
}

/// <summary><c>standing WORD from DATE [until DATE] [for (L), (M)] by "…" published DATE</c></summary>
public sealed record StandingClauseSyntax(
    NameSyntax Standing,
    DateSyntax From,
    DateSyntax? Until,
    ImmutableArray<NameSyntax> Limbs,
    StringSyntax? By,
    DateSyntax? Published) : ClauseSyntax;

/// <summary><c>reported by "…" on DATE</c></summary>
public sealed record ReportedClauseSyntax(StringSyntax Outlet, DateSyntax On) : ClauseSyntax;

/// <summary><c>coverage modelled|partly-modelled|pointed-at ["…"] [may-restrict]</c></summary>
public sealed record CoverageClauseSyntax(NameSyntax Level, StringSyntax? Remark, NameSyntax? Bearing = null) : ClauseSyntax;

/// <summary><c>only in scenario NAME</c></summary>
public sealed record OnlyInScenarioClauseSyntax(NameSyntax Scenario) : ClauseSyntax;

/// <summary><c>exception to A, B</c></summary>
public sealed record ExceptionClauseSyntax(ImmutableArray<NameSyntax> Targets) : ClauseSyntax;

/// <summary><c>on MATTER</c></summary>
public sealed record OnMatterClauseSyntax(NameSyntax Matter) : ClauseSyntax;

/// <summary><c>classify item as NAME</c></summary>
public sealed record ClassifyClauseSyntax(NameSyntax Subject, NameSyntax Name) : ClauseSyntax;

/// <summary><c>define NAME</c> inside a provision.</summary>
public sealed record DefineClauseSyntax(NameSyntax Name) : ClauseSyntax;

/// <summary><c>then OUTCOME</c></summary>
public sealed record ThenClauseSyntax(OutcomeSyntax Outcome) : ClauseSyntax;

/// <summary><c>when CONDITION</c></summary>
public sealed record WhenClauseSyntax(ConditionSyntax Condition) : ClauseSyntax;

/// <summary><c>discretion "…"</c></summary>
public sealed record DiscretionClauseSyntax(StringSyntax Text) : ClauseSyntax;

/// <summary><c>interpretation "taken" not "left"</c></summary>
public sealed record InterpretationClauseSyntax(StringSyntax Taken, StringSyntax? Left) : ClauseSyntax;

/// <summary><c>condition NAME ["title"] gate REQUIREMENT</c></summary>
public sealed record ConditionClauseSyntax(NameSyntax Name, StringSyntax? Title, RequirementSyntax Requirement) : ClauseSyntax;

/// <summary><c>obligation NAME ["title"] REQUIREMENT within N days of EVENT, else CONSEQUENCE</c></summary>
public sealed record ObligationClauseSyntax(
    NameSyntax Name,
    StringSyntax? Title,
    RequirementSyntax Requirement,
    NumberSyntax Days,
    NameSyntax Event,
    ImmutableArray<NameSyntax> Consequence) : ClauseSyntax;

/// <summary>What a condition or obligation asks for.</summary>
public abstract record RequirementSyntax : SyntaxNode;

/// <summary><c>evidence KIND [from WORD] [independent] [in SET]</c></summary>
public sealed record EvidenceRequirementSyntax(NameSyntax Kind, NameSyntax? From, bool Independent, SetSyntax? In) : RequirementSyntax;

/// <summary><c>certified KIND</c></summary>
public sealed record CertifiedRequirementSyntax(NameSyntax Kind) : RequirementSyntax;

/// <summary><c>sum of PRODUCT [where COND] at most (N% of sum of PRODUCT [where COND] | N [UNIT]) over SCOPE</c></summary>
public sealed record CapRequirementSyntax(SumSyntax Sum, NumberSyntax Limit, SumSyntax? Of, ScopeSyntax Scope) : RequirementSyntax;

/// <summary><c>notice N days before export</c></summary>
public sealed record NoticeRequirementSyntax(NumberSyntax Days, NameSyntax Event) : RequirementSyntax;

/// <summary><c>pay N% of value</c></summary>
public sealed record PayRequirementSyntax(NumberSyntax Share, NameSyntax Of) : RequirementSyntax;

/// <summary><c>sum of FACT * FACT [where COND]</c></summary>
public sealed record SumSyntax(ImmutableArray<NameSyntax> Factors, ConditionSyntax? Where) : SyntaxNode;

/// <summary><c>shipments of PRODUCT-SCOPE by EXPORTER-SCOPE [to BUYER-SCOPE] [each year | in N days]</c></summary>
public sealed record ScopeSyntax(NameSyntax Product, NameSyntax Exporter, NameSyntax? Buyer, NumberSyntax? WindowDays, bool EachYear) : SyntaxNode;

/// <summary>An outcome as written: its words before a comma, and the review word or the exception's name.</summary>
/// <param name="Kind">Which outcome.</param>
/// <param name="Review">The review word of <c>license required, review WORD</c>, or null.</param>
/// <param name="Exception">The name of <c>license exception NAME</c>, or null.</param>
/// <param name="Settles">The text of <c>not encoded "…"</c>, or null.</param>
public sealed record OutcomeSyntax(OutcomeWord Kind, NameSyntax? Review, NameSyntax? Exception, StringSyntax? Settles = null) : SyntaxNode;

/// <summary>The outcome words of the language.</summary>
public enum OutcomeWord
{
    /// <summary>No outcome was understood (already reported).</summary>
    Missing,

    /// <summary><c>prohibited</c></summary>
    Prohibited,

    /// <summary><c>license required</c></summary>
    LicenseRequired,

    /// <summary><c>license exception NAME</c></summary>
    LicenseException,

    /// <summary><c>no license required</c></summary>
    NoLicenseRequired,

    /// <summary><c>not subject</c></summary>
    NotSubject,

    /// <summary><c>undetermined</c></summary>
    Undetermined,

    /// <summary><c>not encoded "what text would settle it"</c></summary>
    NotEncoded,
}
