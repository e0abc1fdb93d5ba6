using System.Collections.Immutable;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Text;

namespace Proviso.Rules.Syntax;

/// <summary>Reads law texts.</summary>
public static class LawParser
{
    /// <summary>How deep conditions, parentheses and lists may nest, and how many terms a sum, product or set may join.</summary>
    public const int MaxDepth = 100;

    /// <summary>Reads one file. Never throws for what the file says: whatever is wrong is in the diagnostics, in the order of the text.</summary>
    public static ParsedLaw Parse(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var bag = new DiagnosticBag();
        var tokens = Lexer.Scan(source, bag);
        var declarations = new Parser(source, tokens, bag).ParseFile();
        return new ParsedLaw(new SyntaxTree(source, tokens, declarations), [.. bag.Items.OrderBy(d => d.Span.Start)]);
    }
}

/// <summary>What reading a law file gave.</summary>
/// <param name="Tree">The tree; with errors it holds what could be understood.</param>
/// <param name="Diagnostics">What is wrong with the text, in its order.</param>
public sealed record ParsedLaw(SyntaxTree Tree, ImmutableArray<Diagnostic> Diagnostics);
