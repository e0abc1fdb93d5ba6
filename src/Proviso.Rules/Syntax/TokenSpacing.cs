using System.Text;

namespace Proviso.Rules.Syntax;

/// <summary>Where a space stands between two tokens of one line.</summary>
internal static class TokenSpacing
{
    /// <summary>Whether a space stands between the two; braces as in a set, without inner spaces.</summary>
    public static bool Between(SyntaxToken left, SyntaxToken right) =>
        left.Kind is not (TokenKind.OpenParen or TokenKind.OpenBrace or TokenKind.OpenBracket)
        && right.Kind is not (TokenKind.CloseParen or TokenKind.CloseBrace or TokenKind.CloseBracket or TokenKind.Comma or TokenKind.Semicolon);

    /// <summary>The tokens as one text with canonical spaces, so that layout does not change what a cell says.</summary>
    public static string Join(IEnumerable<SyntaxToken> tokens)
    {
        var text = new StringBuilder();
        SyntaxToken? previous = null;
        foreach (var token in tokens)
        {
            if (previous is not null && Between(previous, token))
            {
                text.Append(' ');
            }

            text.Append(token.Text);
            previous = token;
        }

        return text.ToString();
    }
}
