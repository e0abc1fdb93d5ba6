using System.Collections.Immutable;

namespace Proviso.Rules.Syntax;

/// <summary><c>act NAME "title"</c>: something that one person does, which one authority may require and another forbid.</summary>
public sealed record ActSyntax(NameSyntax Name, StringSyntax? Title) : DeclarationSyntax;

/// <summary><c>requires ACT</c> or <c>forbids ACT [unless evidence KIND | unless certified KIND]</c></summary>
/// <param name="Forbids">Whether it forbids; else it requires.</param>
/// <param name="Act">The act.</param>
/// <param name="Unless">What makes the act allowed in spite of it, or null.</param>
public sealed record DutyClauseSyntax(bool Forbids, NameSyntax Act, RequirementSyntax? Unless) : ClauseSyntax;

/// <summary><c>readers "NAME" "NAME" …</c></summary>
public sealed record ReadersSyntax(ImmutableArray<StringSyntax> Names) : SyntaxNode;

/// <summary><c>sum of FACT * FACT over SCOPE UNIT from A to B</c></summary>
public sealed record SumTypeSyntax(SumSyntax Sum, ScopeSyntax Scope, NameSyntax? Under, NameSyntax Unit, NumberSyntax? From, NumberSyntax? To) : FactTypeSyntax;
