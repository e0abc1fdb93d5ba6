using System.Collections.Immutable;
using Proviso.Rules.Text;

namespace Proviso.Rules.Syntax;

/// <summary>The kinds of token of the law language.</summary>
public enum TokenKind
{
    /// <summary>A word: name, keyword, unit or provision reference.</summary>
    Word,

    /// <summary>A number such as <c>4800</c>, <c>5.92</c> or <c>21_000</c>.</summary>
    Number,

    /// <summary>A percentage such as <c>50%</c>.</summary>
    Percent,

    /// <summary>A date <c>yyyy-mm-dd</c>.</summary>
    Date,

    /// <summary>A string in double quotes.</summary>
    String,

    /// <summary><c>(</c></summary>
    OpenParen,

    /// <summary><c>)</c></summary>
    CloseParen,

    /// <summary><c>{</c></summary>
    OpenBrace,

    /// <summary><c>}</c></summary>
    CloseBrace,

    /// <summary><c>[</c>, the beginning of the rows of a record.</summary>
    OpenBracket,

    /// <summary><c>]</c></summary>
    CloseBracket,

    /// <summary><c>;</c>, between the rows of a record.</summary>
    Semicolon,

    /// <summary><c>,</c></summary>
    Comma,

    /// <summary><c>+</c></summary>
    Plus,

    /// <summary><c>-</c> standing alone.</summary>
    Minus,

    /// <summary><c>*</c></summary>
    Star,

    /// <summary><c>/</c> standing alone.</summary>
    Slash,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>|</c>, the edge of a table cell.</summary>
    Bar,

    /// <summary><c>?</c>, the unknown of a table cell.</summary>
    Question,

    /// <summary>Text that is no token of the language.</summary>
    Bad,

    /// <summary>The end of the file; its leading trivia holds what follows the last token.</summary>
    EndOfFile,
}

/// <summary>One token with what stands before it.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">The characters as written (a string keeps its quotes).</param>
/// <param name="Span">Where the text stands, trivia excluded.</param>
/// <param name="LeadingTrivia">White space, line breaks and comments since the previous token, as written.</param>
/// <param name="FirstOnLine">Whether only white space stands before it on its line.</param>
/// <param name="Column">Column of the first character, from 1.</param>
public sealed record SyntaxToken(TokenKind Kind, string Text, TextSpan Span, string LeadingTrivia, bool FirstOnLine, int Column)
{
    /// <summary>Whether this is the given word.</summary>
    public bool Is(string word) => Kind == TokenKind.Word && string.Equals(Text, word, StringComparison.Ordinal);
}

/// <summary>A parsed law file: its tokens, which together are the text to the last character, and the declarations read from them.</summary>
public sealed record SyntaxTree(SourceText Source, ImmutableArray<SyntaxToken> Tokens, ImmutableArray<DeclarationSyntax> Declarations);
