using System.Collections.Immutable;

namespace Proviso.Rules.Syntax;

/// <summary>A condition: something that is yes, no or unknown.</summary>
public abstract record ConditionSyntax : SyntaxNode;

/// <summary>A condition that could not be read (already reported).</summary>
public sealed record MissingConditionSyntax : ConditionSyntax;

/// <summary><c>A and B and …</c></summary>
public sealed record AndSyntax(ImmutableArray<ConditionSyntax> Parts) : ConditionSyntax;

/// <summary><c>A or B or …</c></summary>
public sealed record OrSyntax(ImmutableArray<ConditionSyntax> Parts) : ConditionSyntax;

/// <summary><c>not A</c></summary>
public sealed record NotSyntax(ConditionSyntax Part) : ConditionSyntax;

/// <summary><c>( A )</c></summary>
public sealed record GroupedSyntax(ConditionSyntax Part) : ConditionSyntax;

/// <summary><c>any of</c> (<paramref name="All"/> false) or <c>all of</c> with labelled limbs.</summary>
public sealed record LimbsSyntax(bool All, ImmutableArray<LimbSyntax> Limbs) : ConditionSyntax;

/// <summary><c>(label) condition</c></summary>
public sealed record LimbSyntax(NameSyntax Label, ConditionSyntax Condition) : SyntaxNode;

/// <summary><c>LEFT op RIGHT</c></summary>
public sealed record ComparisonSyntax(ExpressionSyntax Left, TokenKind Operator, ExpressionSyntax Right) : ConditionSyntax;

/// <summary><c>LEFT is [not] RIGHT</c>: an enumeration value, yes/no, or a classification.</summary>
public sealed record IsSyntax(NameSyntax Left, bool Negated, NameSyntax Right) : ConditionSyntax;

/// <summary>How a set fact is quantified.</summary>
public enum Quantifier
{
    /// <summary>A single-valued fact.</summary>
    None,

    /// <summary><c>any</c></summary>
    Any,

    /// <summary><c>every</c></summary>
    Every,
}

/// <summary><c>[any|every] FACT [not] in SET</c></summary>
public sealed record InSyntax(Quantifier Quantifier, NameSyntax Fact, bool Negated, SetSyntax Set) : ConditionSyntax;

/// <summary><c>some RECORD (CONDITION)</c> or <c>every RECORD (CONDITION)</c>: a condition on one row of a record.</summary>
public sealed record SomeSyntax(bool Every, NameSyntax Record, ConditionSyntax Condition) : ConditionSyntax;

/// <summary><c>known FACT</c></summary>
public sealed record KnownSyntax(NameSyntax Fact) : ConditionSyntax;

/// <summary><c>applicable FACT</c></summary>
public sealed record ApplicableSyntax(NameSyntax Fact) : ConditionSyntax;

/// <summary><c>applies PROVISION</c> or <c>governs PROVISION</c></summary>
public sealed record ProvisionStateSyntax(bool Governs, NameSyntax Provision) : ConditionSyntax;

/// <summary>A yes-no fact, a definition, a classification, or <c>yes</c> / <c>no</c>.</summary>
public sealed record NameConditionSyntax(NameSyntax Name) : ConditionSyntax;

/// <summary>An expression of numbers or dates.</summary>
public abstract record ExpressionSyntax : SyntaxNode;

/// <summary>A number literal.</summary>
public sealed record NumberExpressionSyntax(NumberSyntax Number) : ExpressionSyntax;

/// <summary>A date literal.</summary>
public sealed record DateExpressionSyntax(DateSyntax Date) : ExpressionSyntax;

/// <summary>A fact.</summary>
public sealed record FactExpressionSyntax(NameSyntax Name) : ExpressionSyntax;

/// <summary><c>LEFT op RIGHT</c> with <c>+</c>, <c>-</c> or <c>*</c>.</summary>
public sealed record BinaryExpressionSyntax(ExpressionSyntax Left, TokenKind Operator, ExpressionSyntax Right) : ExpressionSyntax;

/// <summary><c>( expression )</c></summary>
public sealed record GroupedExpressionSyntax(ExpressionSyntax Inner) : ExpressionSyntax;

/// <summary>A set of enumeration values.</summary>
public abstract record SetSyntax : SyntaxNode;

/// <summary><c>{A B}</c></summary>
public sealed record SetLiteralSyntax(ImmutableArray<NameSyntax> Members) : SetSyntax;

/// <summary>A group by name.</summary>
public sealed record GroupReferenceSyntax(NameSyntax Name) : SetSyntax;

/// <summary><c>LEFT + RIGHT</c> or <c>LEFT - RIGHT</c></summary>
public sealed record SetCombinationSyntax(SetSyntax Left, bool Minus, SetSyntax Right) : SetSyntax;
