using System.Reflection;
using Proviso.Rules.Syntax;

namespace Proviso.Tests.Rules.Syntax;

/// <summary>What holds of every parse, of whatever text.</summary>
internal static class Invariants
{
    public static void Check(ParsedLaw parsed)
    {
        var (source, tokens) = (parsed.Tree.Source, parsed.Tree.Tokens);
        Assert.Equal(source.Content, string.Concat(tokens.Select(t => t.LeadingTrivia + t.Text)));
        Assert.Equal(TokenKind.EndOfFile, tokens[^1].Kind);
        foreach (var token in tokens)
        {
            Assert.Equal(token.Text, source.Content.Substring(token.Span.Start, token.Span.Length));
            Assert.Equal(source.PositionAt(token.Span.Start).Column, token.Column);
        }

        foreach (var diagnostic in parsed.Diagnostics)
        {
            Assert.InRange(diagnostic.Span.Start, 0, source.Content.Length);
            Assert.InRange(diagnostic.Span.End, diagnostic.Span.Start, source.Content.Length);
        }

        foreach (var declaration in parsed.Tree.Declarations)
        {
            CheckNode(declaration, source.Content.Length, tokens.Length);
        }
    }

    private static void CheckNode(SyntaxNode node, int length, int tokens)
    {
        Assert.InRange(node.Span.Start, 0, length);
        Assert.InRange(node.Span.End, node.Span.Start, length);
        Assert.InRange(node.FirstToken, 0, tokens - 1);
        Assert.InRange(node.LastToken, node.FirstToken, tokens - 1);
        foreach (var property in node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            switch (property.GetValue(node))
            {
                case SyntaxNode child:
                    CheckNode(child, length, tokens);
                    break;
                case IEnumerable<SyntaxNode> children:
                    foreach (var child in children)
                    {
                        CheckNode(child, length, tokens);
                    }

                    break;
                default:
                    break;
            }
        }
    }
}
