using System.Collections.Immutable;

namespace Proviso.Rules.Syntax;

/// <summary><c>saving "…" for { states } [under orders] on DATE [before DATE] of { movements } verified LEVEL ["…"] by "…" [published DATE]</c></summary>
public sealed record SavingClauseSyntax(
    StringSyntax Title,
    ImmutableArray<NameSyntax> States,
    bool Ordered,
    DateSyntax On,
    DateSyntax? Before,
    ImmutableArray<NameSyntax> Movements,
    NameSyntax? Level,
    StringSyntax? Remark,
    StringSyntax? By,
    DateSyntax? Published) : ClauseSyntax;

/// <summary><c>vacated by "…" published DATE</c></summary>
public sealed record VacatedClauseSyntax(StringSyntax? By, DateSyntax? Published) : ClauseSyntax;

/// <summary><c>licenses continue | end on DATE | void from the start ["…"]</c> and <c>reservations continue | lapse on DATE ["…"]</c></summary>
/// <param name="Licenses">Whether it speaks of licenses; else of reservations.</param>
/// <param name="Verb">The word after it.</param>
/// <param name="On">The day on which they end or lapse, or null.</param>
/// <param name="Remark">The remark, or null.</param>
public sealed record StandingPermitsClauseSyntax(bool Licenses, NameSyntax Verb, DateSyntax? On, StringSyntax? Remark) : ClauseSyntax;

/// <summary><c>conditions fall away ["…"]</c></summary>
public sealed record EasingClauseSyntax(StringSyntax? Remark) : ClauseSyntax;

/// <summary><c>binds from receipt FACT</c></summary>
public sealed record ReceiptClauseSyntax(NameSyntax Fact) : ClauseSyntax;
