using System.Collections.Immutable;
using Proviso.Rules.Text;

namespace Proviso.Rules.Syntax;

/// <summary>A node of the tree: the first and last token it was read from (indexes into <see cref="SyntaxTree.Tokens"/>) and its span.</summary>
public abstract record SyntaxNode
{
    /// <summary>Where it stands.</summary>
    public required TextSpan Span { get; init; }

    /// <summary>Index of its first token.</summary>
    public required int FirstToken { get; init; }

    /// <summary>Index of its last token.</summary>
    public required int LastToken { get; init; }
}

/// <summary>A name as written, with its place. An empty text means that the parser found none and has said so.</summary>
public sealed record NameSyntax(string Text) : SyntaxNode;

/// <summary>A string literal, unescaped.</summary>
public sealed record StringSyntax(string Value) : SyntaxNode;

/// <summary>A date literal; null when no such day exists (already reported).</summary>
public sealed record DateSyntax(DateOnly? Value) : SyntaxNode;

/// <summary>A number literal, percent already divided by one hundred; null when it does not fit (already reported).</summary>
public sealed record NumberSyntax(decimal? Value, bool IsPercent, NameSyntax? Unit) : SyntaxNode;

/// <summary>A top-level declaration.</summary>
public abstract record DeclarationSyntax : SyntaxNode;

/// <summary><c>unit NAME "title"</c></summary>
public sealed record UnitSyntax(NameSyntax Name, StringSyntax? Title) : DeclarationSyntax
{
    /// <summary>Whether it only counts (`counts`): so many times a figure are that figure's unit again.</summary>
    public bool Counts { get; init; }
}

/// <summary><c>enum NAME "title" { values }</c></summary>
public sealed record EnumSyntax(NameSyntax Name, StringSyntax? Title, ImmutableArray<NameSyntax> Values) : DeclarationSyntax;

/// <summary><c>fact NAME type [identity] "title"</c></summary>
public sealed record FactSyntax(NameSyntax Name, FactTypeSyntax? Type, StringSyntax? Title, bool Identity = false) : DeclarationSyntax;

/// <summary><c>record NAME up-to N "title" { fields }</c></summary>
public sealed record RecordSyntax(NameSyntax Name, NumberSyntax? Most, StringSyntax? Title, ImmutableArray<FactSyntax> Fields) : DeclarationSyntax;

/// <summary>The type in a fact declaration.</summary>
public abstract record FactTypeSyntax : SyntaxNode;

/// <summary><c>number UNIT from A to B</c></summary>
public sealed record NumberTypeSyntax(NameSyntax Unit, NumberSyntax? From, NumberSyntax? To) : FactTypeSyntax;

/// <summary><c>ratio A / B UNIT</c></summary>
public sealed record RatioTypeSyntax(NameSyntax Dividend, NameSyntax Divisor, NameSyntax Unit) : FactTypeSyntax;

/// <summary><c>yes-no</c></summary>
public sealed record YesNoTypeSyntax : FactTypeSyntax;

/// <summary><c>date</c></summary>
public sealed record DateTypeSyntax : FactTypeSyntax;

/// <summary><c>one-of ENUM</c></summary>
public sealed record OneOfTypeSyntax(NameSyntax Enum) : FactTypeSyntax;

/// <summary><c>set-of ENUM</c></summary>
public sealed record SetOfTypeSyntax(NameSyntax Enum) : FactTypeSyntax;

/// <summary><c>evidence NAME "title"</c></summary>
public sealed record EvidenceSyntax(NameSyntax Name, StringSyntax? Title) : DeclarationSyntax;

/// <summary><c>certification NAME "title"</c></summary>
public sealed record CertificationSyntax(NameSyntax Name, StringSyntax? Title) : DeclarationSyntax;

/// <summary><c>corpus NAME "title"</c> with its authority and, optionally, the places whose law it is and where it is concerned.</summary>
public sealed record CorpusSyntax(
    NameSyntax Name,
    StringSyntax? Title,
    NameSyntax? Authority,
    StringSyntax? AuthorityTitle,
    ConditionSyntax? AskedWhen,
    SetSyntax? Places) : DeclarationSyntax
{
    /// <summary>The time zone of <c>day in ZONE</c>, or null.</summary>
    public NameSyntax? Zone { get; init; }

    /// <summary>Whom it was written to; null for everybody.</summary>
    public ReadersSyntax? Readers { get; init; }
}

/// <summary><c>group NAME "title" of ENUM</c> with its dated lists.</summary>
public sealed record GroupSyntax(
    NameSyntax Name,
    StringSyntax? Title,
    NameSyntax Enum,
    StringSyntax? Cite,
    ImmutableArray<GroupVersionSyntax> Versions,
    ImmutableArray<GroupMarkSyntax> Marks,
    ImmutableArray<ClauseSyntax> Clauses) : DeclarationSyntax;

/// <summary><c>from DATE { members } by "…" published DATE</c></summary>
public sealed record GroupVersionSyntax(DateSyntax From, ImmutableArray<NameSyntax> Members, StringSyntax? By, DateSyntax? Published) : SyntaxNode;

/// <summary>
/// What is known of a list: <c>table DATE</c>, <c>verified LEVEL [{ members }] ["remark"]</c> or <c>unknown { members } "what would settle it"</c>.
/// </summary>
/// <param name="Version">Place of the list it speaks of among those of its group; -1 when it stands before the first.</param>
/// <param name="Word">The word it begins with.</param>
/// <param name="Table">The day of <c>table</c>, else null.</param>
/// <param name="Level">The level of <c>verified</c>, else null.</param>
/// <param name="Members">The members between braces; empty where none are named.</param>
/// <param name="Text">The remark, else null.</param>
public sealed record GroupMarkSyntax(int Version, string Word, DateSyntax? Table, NameSyntax? Level, ImmutableArray<NameSyntax> Members, StringSyntax? Text) : SyntaxNode;

/// <summary><c>matter NAME "title"</c> with its default outcome.</summary>
public sealed record MatterSyntax(NameSyntax Name, StringSyntax? Title, OutcomeSyntax? Otherwise) : DeclarationSyntax;

/// <summary><c>define NAME "title"</c> with its condition.</summary>
public sealed record DefineSyntax(NameSyntax Name, StringSyntax? Title, ConditionSyntax? When) : DeclarationSyntax;

/// <summary><c>provision NAME "title"</c> with its clauses in the order written.</summary>
public sealed record ProvisionSyntax(NameSyntax Name, StringSyntax? Title, ImmutableArray<ClauseSyntax> Clauses) : DeclarationSyntax;

/// <summary><c>scenario NAME "title"</c> with its steps.</summary>
public sealed record ScenarioSyntax(NameSyntax Name, StringSyntax? Title, ImmutableArray<ScenarioStepSyntax> Steps) : DeclarationSyntax;

/// <summary>What a step of a scenario does.</summary>
public enum ScenarioVerb
{
    /// <summary>The provision ends.</summary>
    Withdraw,

    /// <summary>The provision is suspended.</summary>
    Suspend,

    /// <summary>The provision is enforced again.</summary>
    Enforce,

    /// <summary>A proposed provision comes into force.</summary>
    Adopt,

    /// <summary>The provision never was in force, once that is published.</summary>
    Vacate,
}

/// <summary><c>withdraw CORPUS PROVISION [for (L)] from DATE [until DATE]</c></summary>
public sealed record ScenarioStepSyntax(
    ScenarioVerb Verb,
    NameSyntax Corpus,
    NameSyntax Provision,
    ImmutableArray<NameSyntax> Limbs,
    DateSyntax From,
    DateSyntax? Until) : SyntaxNode;

/// <summary><c>test "title" on DATE</c> with its settings and table.</summary>
public sealed record TestSyntax(
    StringSyntax? Title,
    DateSyntax On,
    DateSyntax? AsKnownOn,
    bool OnTheText,
    NameSyntax? Scenario,
    ImmutableArray<GivenSyntax> Givens,
    ImmutableArray<TestRowSyntax> Rows) : DeclarationSyntax
{
    /// <summary>The hour of <c>at HH:MM</c> on the authority's day, or null.</summary>
    public NameSyntax? Hour { get; init; }

    /// <summary>Who asks; null for nobody in particular.</summary>
    public StringSyntax? Asker { get; init; }
}

/// <summary>One fact of a <c>given</c> clause.</summary>
public sealed record GivenSyntax(NameSyntax Fact, CellSyntax Value) : SyntaxNode;

/// <summary>A row of a test table; the first row of a test is its header.</summary>
public sealed record TestRowSyntax(ImmutableArray<CellSyntax> Cells) : SyntaxNode;

/// <summary>A cell of a test table: its tokens, as a trimmed text such as <c>1600</c>, <c>{CN ?}</c>, <c>license required, review case-by-case</c>.</summary>
public sealed record CellSyntax(string Text) : SyntaxNode;
