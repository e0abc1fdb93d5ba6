using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Text;

namespace Proviso.Rules.Syntax;

/// <summary>Cuts a law text into tokens. Every character ends up in a token or in the trivia before one, so that nothing is lost.</summary>
internal sealed class Lexer
{
    private readonly SourceText _source;
    private readonly string _text;
    private readonly DiagnosticBag _bag;
    private readonly ImmutableArray<SyntaxToken>.Builder _tokens = ImmutableArray.CreateBuilder<SyntaxToken>();
    private int _position;
    private int _lineStart;
    private bool _firstOnLine = true;

    private Lexer(SourceText source, DiagnosticBag bag)
    {
        _source = source;
        _text = source.Content;
        _bag = bag;
    }

    public static ImmutableArray<SyntaxToken> Scan(SourceText source, DiagnosticBag bag)
    {
        var lexer = new Lexer(source, bag);
        lexer.CheckCharacters();
        lexer.ScanAll();
        return lexer._tokens.ToImmutable();
    }

    /// <summary>Whether a character may stand inside a word.</summary>
    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '/' or '-';

    private static bool IsWordStart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private char At(int index) => index < _text.Length ? _text[index] : '\0';

    private void Error(string code, int start, int length, string message, string? help = null) =>
        _bag.Error(code, _source, new TextSpan(start, length), message, help);

    /// <summary>Characters that a reader cannot see are refused everywhere, strings and comments included: they can make a text look like another.</summary>
    private void CheckCharacters()
    {
        var (tab, carriageReturn) = (false, false);
        for (var i = 0; i < _text.Length; i++)
        {
            var c = _text[i];
            if (c is >= ' ' and < '\u007f' or '\n')
            {
                continue;
            }

            if (c == '\t')
            {
                if (!tab)
                {
                    Error("PRV0106", i, 1, "a tab is not allowed", "indent with spaces, two for each level");
                }

                tab = true;
            }
            else if (c == '\r')
            {
                if (!carriageReturn)
                {
                    Error("PRV0106", i, 1, "a carriage return is not allowed", "end lines with a line feed alone");
                }

                carriageReturn = true;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < _text.Length && char.IsLowSurrogate(_text[i + 1]))
            {
                i++;
            }
            else if (IsInvisible(c))
            {
                var start = i;
                while (i + 1 < _text.Length && _text[i + 1] == c)
                {
                    i++;
                }

                var name = string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}");
                var kind = char.IsSurrogate(c) ? $"half a character ({name})" : $"the invisible character {name}";
                Error("PRV0101", start, i + 1 - start, kind + " is not allowed", "remove it");
            }
        }
    }

    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private void ScanAll()
    {
        while (true)
        {
            var trivia = _position;
            SkipTrivia();
            var start = _position;
            if (start >= _text.Length)
            {
                Add(TokenKind.EndOfFile, trivia, start);
                return;
            }

            Add(ScanToken(), trivia, start);
        }
    }

    private void Add(TokenKind kind, int trivia, int start)
    {
        var span = new TextSpan(start, _position - start);
        _tokens.Add(new SyntaxToken(kind, _text[start.._position], span, _text[trivia..start], _firstOnLine, start - _lineStart + 1));
        _firstOnLine = false;
    }

    private void SkipTrivia()
    {
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (c == '\n')
            {
                _position++;
                _lineStart = _position;
                _firstOnLine = true;
            }
            else if (c == '#')
            {
                var end = _text.IndexOf('\n', _position);
                _position = end < 0 ? _text.Length : end;
            }
            else if (char.IsWhiteSpace(c))
            {
                // Tabs and line separators were reported with the invisible characters.
                if (c != ' ' && char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator)
                {
                    var name = string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}");
                    Error("PRV0106", _position, 1, $"the space {name} is not allowed here", "write an ordinary space");
                }

                _position++;
            }
            else
            {
                return;
            }
        }
    }

    private TokenKind ScanToken()
    {
        var c = _text[_position];
        if (IsWordStart(c))
        {
            return ScanWord();
        }

        switch (c)
        {
            case '"':
                return ScanString();
            case '(':
                return Sign(TokenKind.OpenParen, 1);
            case ')':
                return Sign(TokenKind.CloseParen, 1);
            case '{':
                return Sign(TokenKind.OpenBrace, 1);
            case '}':
                return Sign(TokenKind.CloseBrace, 1);
            case '[':
                return Sign(TokenKind.OpenBracket, 1);
            case ']':
                return Sign(TokenKind.CloseBracket, 1);
            case ';':
                return Sign(TokenKind.Semicolon, 1);
            case ',':
                return Sign(TokenKind.Comma, 1);
            case '+':
                return Sign(TokenKind.Plus, 1);
            case '*':
                return Sign(TokenKind.Star, 1);
            case '/':
                return Sign(TokenKind.Slash, 1);
            case '?':
                return Sign(TokenKind.Question, 1);
            case '|':
                return Sign(TokenKind.Bar, 1);
            case '-':
                return ScanMinus();
            case '>':
                return Sign(At(_position + 1) == '=' ? TokenKind.GreaterOrEqual : TokenKind.Greater, At(_position + 1) == '=' ? 2 : 1);
            case '<' when At(_position + 1) == '>':
                return Foreign(TokenKind.NotEqual, 2, "!=");
            case '<':
                return Sign(At(_position + 1) == '=' ? TokenKind.LessOrEqual : TokenKind.Less, At(_position + 1) == '=' ? 2 : 1);
            case '=':
                return At(_position + 1) switch
                {
                    '=' => Foreign(TokenKind.Equal, 2, "="),
                    '>' => Foreign(TokenKind.GreaterOrEqual, 2, ">="),
                    '<' => Foreign(TokenKind.LessOrEqual, 2, "<="),
                    _ => Sign(TokenKind.Equal, 1),
                };
            case '!' when At(_position + 1) == '=':
                return Sign(TokenKind.NotEqual, 2);
            case '!':
                return Foreign(TokenKind.Bad, 1, "not");
            case '&':
                return Foreign(TokenKind.Bad, At(_position + 1) == '&' ? 2 : 1, "and");
            case '≥':
                return Foreign(TokenKind.GreaterOrEqual, 1, ">=");
            case '≤':
                return Foreign(TokenKind.LessOrEqual, 1, "<=");
            case '≠':
                return Foreign(TokenKind.NotEqual, 1, "!=");
            case '×':
                return Foreign(TokenKind.Star, 1, "*");
            case '−':
                return Foreign(TokenKind.Minus, 1, "-");
            default:
                return ScanBad();
        }
    }

    private TokenKind Sign(TokenKind kind, int length)
    {
        _position += length;
        return kind;
    }

    /// <summary>A sign that other languages use: reported, then read as what was meant.</summary>
    private TokenKind Foreign(TokenKind kind, int length, string meant)
    {
        Error("PRV0107", _position, length, $"`{_text.Substring(_position, length)}` is not a sign of the language", $"write `{meant}`");
        return Sign(kind, length);
    }

    private TokenKind ScanMinus()
    {
        // Between words a minus without spaces would read as part of a name; near braces and bars there is nothing to mistake.
        var before = _position > 0 ? _text[_position - 1] : ' ';
        var after = At(_position + 1);
        if (IsWordPart(before) || before == ')' || IsWordPart(after) || after == '(')
        {
            Error("PRV0108", _position, 1, "a minus sign needs a space on both sides", "numbers have no sign, and a word does not begin or end with `-`");
        }

        return Sign(TokenKind.Minus, 1);
    }

    private TokenKind ScanWord()
    {
        var start = _position;
        var end = start;
        var next = start;
        while (true)
        {
            while (IsWordPart(At(next)))
            {
                next++;
                end = IsWordStart(_text[next - 1]) ? next : end;
            }

            // A parenthesized part belongs to the word only when glued to it: `742.6(b)(10)`.
            if (At(next) != '(' || end != next)
            {
                break;
            }

            var close = next + 1;
            while (char.IsAsciiLetterOrDigit(At(close)) || At(close) == '-')
            {
                close++;
            }

            if (At(close) != ')' || close == next + 1)
            {
                break;
            }

            next = end = close + 1;
        }

        if (char.IsLetter(At(end)) && end == next)
        {
            return ScanForeignWord(start);
        }

        _position = end;
        var word = _text.AsSpan(start, end - start);
        if (IsDate(word))
        {
            if (!TryReadDate(word, out _))
            {
                Error("PRV0104", start, end - start, $"there is no day `{word}`", "a date is written year-month-day, such as 2026-01-15");
            }

            return TokenKind.Date;
        }

        if (!IsNumber(word))
        {
            return TokenKind.Word;
        }

        var percent = At(_position) == '%';
        if (percent)
        {
            _position++;
        }

        if (ReadNumber(word, percent) is null)
        {
            var (message, help) = DecimalsOf(word) > (percent ? 4 : 6)
                ? ("has too many decimals", percent ? "a percentage has at most four decimals" : "a number has at most six decimals")
                : ("is too large", "a number has at most 22 digits before the point");
            Error("PRV0105", start, _position - start, $"`{_text.AsSpan(start, _position - start)}` {message}", help);
        }

        return percent ? TokenKind.Percent : TokenKind.Number;
    }

    private TokenKind ScanForeignWord(int start)
    {
        _position = start;
        while (IsWordPart(At(_position)) || char.IsLetterOrDigit(At(_position)))
        {
            _position++;
        }

        Error("PRV0101", start, _position - start, $"`{_text.AsSpan(start, _position - start)}` has letters that a word may not have",
            "words are made of the letters a to z, digits and `_ . : / -`");
        return TokenKind.Bad;
    }

    private TokenKind ScanString()
    {
        var start = _position++;
        while (_position < _text.Length && _text[_position] is not '\n' and not '"')
        {
            if (_text[_position] == '\\')
            {
                if (At(_position + 1) is not ('"' or '\\'))
                {
                    Error("PRV0103", _position, 1, "a backslash stands before `\"` or `\\` only", "write `\\\\` for a backslash");
                }
                else
                {
                    _position++;
                }
            }

            _position++;
        }

        if (At(_position) == '"')
        {
            _position++;
        }
        else
        {
            Error("PRV0102", start, 1, "the string has no end", "close it with `\"` on the same line");
        }

        return TokenKind.String;
    }

    private TokenKind ScanBad()
    {
        var start = _position;
        if (char.IsLetter(_text[start]))
        {
            return ScanForeignWord(start);
        }

        var known = IsInvisible(_text[start]) && !IsPair(start);
        _position += IsPair(start) ? 2 : 1;
        while (!known && _position < _text.Length && _text[_position] == _text[start])
        {
            _position++;
        }

        if (!known)
        {
            var text = _text[start.._position];
            var help = text[0] switch
            {
                '“' or '”' or '„' or '\'' or '‘' or '’' => "strings stand in `\"`",
                '%' => "`%` stands directly after a number",
                '.' or ':' or '…' => "a word begins with a letter, a digit or `_` and ends with one of them or `)`",
                _ => null,
            };
            Error("PRV0101", start, _position - start, $"`{text}` has no meaning here", help);
        }

        return TokenKind.Bad;
    }

    private bool IsPair(int index) => char.IsHighSurrogate(_text[index]) && char.IsLowSurrogate(At(index + 1));

    private static bool IsDate(ReadOnlySpan<char> word)
    {
        if (word.Length != 10)
        {
            return false;
        }

        for (var i = 0; i < 10; i++)
        {
            if (i is 4 or 7 ? word[i] != '-' : !char.IsAsciiDigit(word[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> word)
    {
        var points = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (char.IsAsciiDigit(word[i]))
            {
                continue;
            }

            // Underscores and the point stand between digits.
            if (word[i] is not ('_' or '.') || i == 0 || i + 1 == word.Length || !char.IsAsciiDigit(word[i - 1]) || !char.IsAsciiDigit(word[i + 1]))
            {
                return false;
            }

            points += word[i] == '.' ? 1 : 0;
        }

        return points <= 1;
    }

    private static int DecimalsOf(ReadOnlySpan<char> word)
    {
        var point = word.IndexOf('.');
        return point < 0 ? 0 : word.Length - point - 1 - word[point..].Count('_');
    }

    /// <summary>The day that a date token names, if there is one.</summary>
    public static bool TryReadDate(ReadOnlySpan<char> word, out DateOnly date) =>
        DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>The value of a number word (percent sign excluded); null when it cannot be held exactly with six decimals.</summary>
    public static decimal? ReadNumber(ReadOnlySpan<char> word, bool percent)
    {
        if (DecimalsOf(word) > (percent ? 4 : 6))
        {
            return null;
        }

        var digits = new StringBuilder(word.Length);
        digits.Append(word).Replace("_", "");
        var text = digits.ToString();
        var whole = text.AsSpan(0, text.Contains('.', StringComparison.Ordinal) ? text.IndexOf('.', StringComparison.Ordinal) : text.Length).TrimStart('0');

        // With 22 digits before the point and six behind it nothing is rounded away.
        return whole.Length <= 22 && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? percent ? value / 100 : value
            : null;
    }
}
