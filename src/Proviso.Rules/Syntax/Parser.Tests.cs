using System.Collections.Immutable;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Text;

namespace Proviso.Rules.Syntax;

internal sealed partial class Parser
{
    private static readonly string[] TestWords = ["as", "at", "on", "scenario", "given", "asker"];

    private TestSyntax Test(int first)
    {
        _clauseWords = TestWords;
        _inTest = true;
        var title = OptionalString();
        Expect("on");
        var on = Date();
        var (asKnownOn, onTheText, scenario) = ((DateSyntax?)null, false, (NameSyntax?)null);
        NameSyntax? hour = null;
        StringSyntax? asker = null;
        var givens = ImmutableArray.CreateBuilder<GivenSyntax>();
        var rows = ImmutableArray.CreateBuilder<TestRowSyntax>();
        do
        {
            Clauses("test", TestWords, word =>
            {
                var start = Index;
                Take();
                switch (word)
                {
                    case "as":
                        Expect("known");
                        Expect("on");
                        var date = Date();
                        Once(asKnownOn, start, "as known on");
                        asKnownOn ??= date;
                        break;
                    case "at":
                        var time = Hour();
                        if (time is null)
                        {
                            Expected("an hour such as 08:45");
                        }

                        Once(hour, start, word);
                        hour ??= time;
                        break;
                    case "on":
                        Expect("the");
                        Expect("text");
                        onTheText = true;
                        break;
                    case "scenario":
                        var name = Name("the name of a scenario");
                        Once(scenario, start, word);
                        scenario ??= name;
                        break;
                    case "asker":
                        var who = String("the name of who asks");
                        Once(asker, start, word);
                        asker ??= who;
                        break;
                    default:
                        Givens(givens);
                        break;
                }

                if (rows.Count > 0 && !_panic)
                {
                    Report("PRV0121", _tokens[start].Span, $"the clause `{word}` stands after the table", "put it before the rows");
                }
            });
            while (Token is { FirstOnLine: true, Kind: TokenKind.Bar })
            {
                rows.Add(Row(rows.Count > 0 ? rows[0] : null));
            }

            _panic = false;
        }
        while (!AtEndOfFile && !AtDeclaration && !StartsDeclaration());

        return new TestSyntax(title, on, asKnownOn, onTheText, scenario, givens.ToImmutable(), rows.ToImmutable())
        {
            Hour = hour,
            Asker = asker,
            Span = SpanFrom(first),
            FirstToken = first,
            LastToken = _last,
        };
    }

    // Whether the clause loop stopped at what is meant to be the next declaration.
    private bool StartsDeclaration() => Token.Kind == TokenKind.Word && !AtClause
        && (TopLevel.Contains(Token.Text) || (Misspelled(Token) is not null && Meant(Token, TestWords) is null));

    private void Givens(ImmutableArray<GivenSyntax>.Builder givens)
    {
        do
        {
            var first = Index;
            var fact = Name("a fact");
            if (_panic)
            {
                return;
            }

            var (from, depth) = (_cursor, 0);
            while (!AtBoundary && (depth > 0 || Kind != TokenKind.Comma))
            {
                depth += Kind is TokenKind.OpenBrace or TokenKind.OpenBracket ? 1 : Kind is TokenKind.CloseBrace or TokenKind.CloseBracket ? -1 : 0;
                Take();
            }

            if (_cursor == from)
            {
                Expected($"the value of `{Shown(fact.Text)}`");
                return;
            }

            givens.Add(new GivenSyntax(fact, Cell(from, _cursor)) { Span = SpanFrom(first), FirstToken = first, LastToken = _last });
        }
        while (TakeIf(TokenKind.Comma));
    }

    /// <summary>The cell made of the readable tokens from one cursor position up to another.</summary>
    private CellSyntax Cell(int from, int to)
    {
        var (first, last) = (_readable[from], _readable[to - 1]);
        var text = TokenSpacing.Join(Enumerable.Range(from, to - from).Select(i => _tokens[_readable[i]]));
        return new CellSyntax(text) { Span = TextSpan.Between(_tokens[first].Span, _tokens[last].Span), FirstToken = first, LastToken = last };
    }

    private TestRowSyntax Row(TestRowSyntax? header)
    {
        var first = Index;
        _panic = false;
        var cells = ImmutableArray.CreateBuilder<CellSyntax>();
        Take();
        var from = _cursor;
        var closed = false;
        while (!AtEndOfFile && !Token.FirstOnLine)
        {
            closed = Token.Kind == TokenKind.Bar;
            if (closed)
            {
                cells.Add(from < _cursor ? Cell(from, _cursor) : EmptyCell());
            }

            Take();
            from = closed ? _cursor : from;
        }

        if (!closed)
        {
            Fail("PRV0121", new TextSpan(_tokens[_last].Span.End, 0), "the row does not end with `|`",
                Token.LeadingTrivia.TrimStart(' ').StartsWith('#') ? "a comment has no place inside a row" : "close the last cell with `|` on the same line");
        }
        else if (header is not null && cells.Count != header.Cells.Length)
        {
            Report("PRV0122", SpanFrom(first), $"the row has {Count(cells.Count)}, the header {Count(header.Cells.Length)}",
                "give each column one cell; `?` stands for unknown",
                new RelatedPlace(_source, header.Span, "the header"));
        }

        return new TestRowSyntax(cells.ToImmutable()) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    private static string Count(int cells) => cells == 1 ? "1 cell" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{cells} cells");

    private CellSyntax EmptyCell()
    {
        Fail("PRV0124", Token.Span, "the cell is empty", "write `?` for an unknown fact, `-` for no review");
        return new CellSyntax("") { Span = new TextSpan(Token.Span.Start, 0), FirstToken = Index, LastToken = Index };
    }
}
