using System.Collections.Frozen;
using System.Collections.Immutable;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Text;

namespace Proviso.Rules.Syntax;

/// <summary>Recursive descent over the tokens of one file; this part holds the cursor and the handling of errors.</summary>
/// <remarks>
/// After an error the parser is silent until it reaches a place where it surely stands again: the next limb, clause or declaration.
/// INVARIANT: every loop takes a token or ends, so that reading ends on any input.
/// </remarks>
internal sealed partial class Parser
{
    private static readonly string[] TopLevelWords =
        ["corpus", "unit", "enum", "fact", "record", "evidence", "certification", "act", "group", "matter", "define", "provision", "scenario", "test"];

    private static readonly FrozenSet<string> TopLevel = TopLevelWords.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] ConditionWords =
        ["and", "not", "any", "all", "every", "some", "known", "applicable", "applies", "governs"];

    /// <summary>Words that would glue to a parenthesis written directly after them.</summary>
    private static readonly string[] GlueWords = ["and", "or", "not", "when", "where", "for", "is", "in", "of", "any", "all"];

    private readonly SourceText _source;
    private readonly ImmutableArray<SyntaxToken> _tokens;
    private readonly DiagnosticBag _bag;

    // Tokens that mean nothing were reported by the lexer; the cursor runs over the others.
    private readonly int[] _readable;
    private readonly int[] _closing;
    private int _cursor;
    private int _last = -1;
    private int _depth;
    private bool _panic;
    private string[] _clauseWords = [];
    private bool _inTest;

    public Parser(SourceText source, ImmutableArray<SyntaxToken> tokens, DiagnosticBag bag)
    {
        _source = source;
        _tokens = tokens;
        _bag = bag;
        _readable = [.. Enumerable.Range(0, tokens.Length).Where(i => tokens[i].Kind != TokenKind.Bad)];
        _closing = MatchParentheses();
    }

    /// <summary>The words that start a clause of a declaration.</summary>
    public static string[] ClauseWordsOf(DeclarationSyntax declaration) => declaration switch
    {
        CorpusSyntax => CorpusWords,
        GroupSyntax => GroupWords,
        MatterSyntax => MatterWords,
        DefineSyntax => DefineWords,
        ProvisionSyntax => ProvisionWords,
        ScenarioSyntax => ScenarioWords,
        TestSyntax => TestWords,
        _ => [],
    };

    /// <summary>Whether a token starts a clause: the first word of a line. `in` also joins a fact and a set; only `in force` is a clause.</summary>
    public static bool StartsClause(string[] words, SyntaxToken token, SyntaxToken next) =>
        token is { FirstOnLine: true, Kind: TokenKind.Word } && Array.IndexOf(words, token.Text) >= 0 && (!token.Is("in") || next.Is("force"));

    private SyntaxToken Token => _tokens[_readable[_cursor]];

    private int Index => _readable[_cursor];

    private bool AtEndOfFile => Token.Kind == TokenKind.EndOfFile;

    private bool AtDeclaration => Token is { FirstOnLine: true, Column: 1, Kind: TokenKind.Word } && TopLevel.Contains(Token.Text);

    /// <summary>Whether the clause or declaration header being read is over.</summary>
    private bool AtBoundary => AtEndOfFile || AtDeclaration || AtClause;

    private bool AtClause
    {
        get
        {
            var token = Token;
            if (!token.FirstOnLine)
            {
                return false;
            }

            if (_inTest && token.Kind == TokenKind.Bar)
            {
                return true;
            }

            return StartsClause(_clauseWords, token, Ahead(1));
        }
    }

    private TokenKind Kind => AtBoundary ? TokenKind.EndOfFile : Token.Kind;

    private bool Is(string word) => Token.Is(word) && !AtBoundary;

    private SyntaxToken Ahead(int distance) => _tokens[_readable[Math.Min(_cursor + distance, _readable.Length - 1)]];

    private void Take()
    {
        _last = Index;
        if (!AtEndOfFile)
        {
            _cursor++;
        }
    }

    private bool TakeIf(string word)
    {
        if (!Is(word))
        {
            return false;
        }

        Take();
        return true;
    }

    private bool TakeIf(TokenKind kind)
    {
        if (Kind != kind)
        {
            return false;
        }

        Take();
        return true;
    }

    // A node that took no token stands, empty, behind the token before it.
    private TextSpan SpanFrom(int first) => _last >= first
        ? TextSpan.Between(_tokens[first].Span, _tokens[_last].Span)
        : new TextSpan(_last >= 0 ? _tokens[_last].Span.End : 0, 0);

    private int LastFrom(int first) => Math.Max(first, _last);

    private int[] MatchParentheses()
    {
        var closing = new int[_readable.Length];
        var open = new Stack<int>();
        for (var i = 0; i < _readable.Length; i++)
        {
            var token = _tokens[_readable[i]];
            closing[i] = -1;
            if (token is { FirstOnLine: true, Column: 1, Kind: TokenKind.Word })
            {
                open.Clear();
            }

            if (token.Kind == TokenKind.OpenParen)
            {
                open.Push(i);
            }
            else if (token.Kind == TokenKind.CloseParen && open.TryPop(out var start))
            {
                closing[start] = i;
            }
        }

        return closing;
    }

    /// <summary>Reports without falling silent: the parser knows where it stands.</summary>
    private void Report(string code, TextSpan span, string message, string? help = null, params RelatedPlace[] related) =>
        _bag.Error(code, _source, span, message, help, related);

    /// <summary>Reports at the current token unless silent, and falls silent.</summary>
    private void Fail(string code, string message, string? help = null) => Fail(code, Here, message, help);

    private void Fail(string code, TextSpan span, string message, string? help)
    {
        // Next to a token that means nothing the cause has been told already.
        if (!_panic && !(Index > 0 && _tokens[Index - 1].Kind == TokenKind.Bad))
        {
            Report(code, span, message, help);
        }

        _panic = true;
    }

    private TextSpan Here => AtBoundary ? SpanFrom(_tokens.Length) : Token.Span;

    private string Found => AtBoundary
        ? AtEndOfFile ? "found the end of the file" : "found the end of the clause"
        : Token.Kind == TokenKind.String ? "found a string" : $"found `{Shown(Token.Text)}`";

    private static string Shown(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "…");

    private void Expected(string what, string? help = null) => Fail("PRV0112", $"expected {what}, {Found}", help ?? GlueHelp());

    /// <summary>Help for `not(x)`, which is one word.</summary>
    private string? GlueHelp() => Kind == TokenKind.Word && GlueWord(Token.Text) is { } word ? $"put a space between `{word}` and `(`" : SignHelp();

    /// <summary>Help for the signs of rows where no rows stand.</summary>
    private string? SignHelp() => Kind switch
    {
        TokenKind.Semicolon => "a clause ends with its line; `;` stands between the rows of a record in a test",
        TokenKind.OpenBracket or TokenKind.CloseBracket => "sets stand in `{` and `}`; `[` and `]` hold the rows of a record in a test",
        _ => null,
    };

    private static string? GlueWord(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? null : Array.Find(GlueWords, w => text.AsSpan(0, open).SequenceEqual(w));
    }

    private bool Expect(string word, string? help = null)
    {
        if (_panic)
        {
            return false;
        }

        if (TakeIf(word))
        {
            return true;
        }

        Expected($"`{word}`", help ?? (Kind == TokenKind.Word ? NearestName.Suggest(Token.Text, [word]) : null));
        return false;
    }

    private bool Expect(TokenKind kind, string what, string? help = null)
    {
        if (_panic)
        {
            return false;
        }

        if (TakeIf(kind))
        {
            return true;
        }

        Expected(what, help);
        return false;
    }

    private NameSyntax Name(string what)
    {
        // A provision may be called `744.11`, which looks like a number, and a scenario after a day.
        if (!_panic && Kind is TokenKind.Word or TokenKind.Number or TokenKind.Date)
        {
            return TakeName();
        }

        Expected(what);
        return MissingName();
    }

    private NameSyntax TakeName()
    {
        var first = Index;
        Take();
        return new NameSyntax(_tokens[first].Text) { Span = SpanFrom(first), FirstToken = first, LastToken = first };
    }

    private NameSyntax MissingName() => new("") { Span = SpanFrom(_tokens.Length), FirstToken = Index, LastToken = Index };

    private StringSyntax? OptionalString() => Kind == TokenKind.String && !_panic ? String("a string") : null;

    private StringSyntax String(string what)
    {
        var first = Index;
        var value = "";
        if (Expect(TokenKind.String, what + " in double quotes"))
        {
            value = Unescape(_tokens[first].Text);
        }

        return new StringSyntax(value) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    private static string Unescape(string literal)
    {
        var text = new System.Text.StringBuilder(literal.Length);
        for (var i = 1; i < literal.Length; i++)
        {
            if (literal[i] == '\\' && i + 1 < literal.Length && literal[i + 1] is '"' or '\\')
            {
                i++;
            }
            else if (literal[i] == '"')
            {
                break;
            }

            text.Append(literal[i]);
        }

        return text.ToString();
    }

    private DateSyntax Date()
    {
        var first = Index;
        DateOnly? value = null;
        if (Expect(TokenKind.Date, "a date such as 2026-01-15") && Lexer.TryReadDate(_tokens[first].Text, out var day))
        {
            value = day;
        }

        return new DateSyntax(value) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    /// <summary>A number without a unit, or one with whatever word follows on its line when <paramref name="unit"/> is set.</summary>
    private NumberSyntax Number(bool unit = false)
    {
        var first = Index;
        var percent = Kind == TokenKind.Percent;
        decimal? value = null;
        if (!_panic && Kind is TokenKind.Number or TokenKind.Percent)
        {
            Take();
            value = Lexer.ReadNumber(_tokens[first].Text.AsSpan().TrimEnd('%'), percent);
        }
        else
        {
            Expected("a number");
        }

        var measure = unit && !_panic && Kind == TokenKind.Word && !Token.FirstOnLine && !IsJoint(Token.Text) ? TakeName() : null;
        return new NumberSyntax(value, percent, measure) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    // Words that go on after a figure and are no unit.
    private static bool IsJoint(string word) => word is "and" or "or" or "not" or "is" or "in" or "of"
        or "over" or "at" or "where" or "by" or "within" || GlueWord(word) is not null;

    private bool Enter()
    {
        if (_depth >= LawParser.MaxDepth)
        {
            TooDeep();
            return false;
        }

        _depth++;
        return true;
    }

    private void TooDeep() => Fail("PRV0117", $"conditions nest or join more than {LawParser.MaxDepth} levels here", "give parts of it names with `define`");

    /// <summary>Goes to where the parser surely stands again: a clause, a declaration, or a line that begins no further right than the clause did.</summary>
    private void Recover(int column)
    {
        while (!AtBoundary && !(Token is { FirstOnLine: true, Kind: TokenKind.Word } && Token.Column <= column && !Token.Is("and") && !Token.Is("or")))
        {
            Take();
        }

        _panic = false;
        _depth = 0;
        _listColumn = 0;
    }

    /// <summary>Complains about what follows a complete clause on its line or in its continuation.</summary>
    private void Leftover(string after)
    {
        if (AtBoundary || _panic)
        {
            return;
        }

        var help = GlueHelp() ?? Meant(Token) ?? (_last >= 0 ? Meant(_tokens[_last]) : null);
        Fail("PRV0113", $"unexpected {(Token.Kind == TokenKind.String ? "string" : $"`{Shown(Token.Text)}`")} after {after}", help);
    }

    private static string? Meant(SyntaxToken token) => token.Kind == TokenKind.Word && token.Text.Length > 2 && Array.IndexOf(ConditionWords, token.Text) < 0
        ? NearestName.Suggest(token.Text, ConditionWords)
        : null;
}
