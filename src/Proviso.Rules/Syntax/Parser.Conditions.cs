using System.Collections.Immutable;

namespace Proviso.Rules.Syntax;

internal sealed partial class Parser
{
    // Column of the labels of the innermost limb list being read; 0 outside of one.
    private int _listColumn;

    private ConditionSyntax Condition()
    {
        var first = Index;
        var part = Conjunction();
        if (_panic || !Joins("or"))
        {
            return part;
        }

        var parts = ImmutableArray.CreateBuilder<ConditionSyntax>();
        parts.Add(part);
        while (!_panic && Joins("or"))
        {
            Take();
            parts.Add(Conjunction());
        }

        return new OrSyntax(parts.ToImmutable()) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    private ConditionSyntax Conjunction()
    {
        var first = Index;
        var part = Negation();
        if (_panic || !Joins("and"))
        {
            return part;
        }

        var parts = ImmutableArray.CreateBuilder<ConditionSyntax>();
        parts.Add(part);
        while (!_panic && Joins("and"))
        {
            Take();
            parts.Add(Negation());
        }

        return new AndSyntax(parts.ToImmutable()) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    /// <summary>Whether the joining word goes on with this condition.</summary>
    private bool Joins(string word)
    {
        if (!Is(word))
        {
            return false;
        }

        // Under a list of limbs nobody can tell whether the word goes on with the last limb or with the list.
        if (Token.FirstOnLine && _listColumn > 0 && Token.Column <= _listColumn)
        {
            Fail("PRV0116", $"`{word}` after a list of limbs could belong to the last limb or to the whole list",
                "put the list last, or in parentheses; a limb goes on to the right of its label");
            return false;
        }

        return true;
    }

    private ConditionSyntax Negation()
    {
        var first = Index;
        if (!Is("not"))
        {
            return Primary();
        }

        Take();
        if (!Enter())
        {
            return Missing();
        }

        var part = Negation();
        _depth--;
        return new NotSyntax(part) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    private MissingConditionSyntax Missing() => new() { Span = SpanFrom(_tokens.Length), FirstToken = Index, LastToken = Index };

    private ConditionSyntax Primary()
    {
        var first = Index;
        if (_panic)
        {
            return Missing();
        }

        switch (Kind)
        {
            case TokenKind.OpenParen when !IsExpressionInParentheses():
                return Grouped();
            case TokenKind.OpenParen or TokenKind.Number or TokenKind.Percent or TokenKind.Date:
                return Comparison();
            case TokenKind.Word:
                break;
            default:
                return NoCondition();
        }

        switch (Token.Text)
        {
            case "any" or "all" when Ahead(1).Is("of"):
                return Limbs();
            case "some":
                return Some(first, every: false);
            case "every" when Ahead(2).Kind == TokenKind.OpenParen:
                return Some(first, every: true);
            case "any" or "every":
                var quantifier = Token.Is("any") ? Quantifier.Any : Quantifier.Every;
                Take();
                var set = Name("a set fact");
                return In(first, quantifier, set);
            case "known":
                Take();
                var known = Name("a fact");
                return new KnownSyntax(known) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "applicable":
                Take();
                var applicable = Name("a fact");
                return new ApplicableSyntax(applicable) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "applies" or "governs":
                var governs = Token.Is("governs");
                Take();
                var provision = Name("the name of a provision");
                return new ProvisionStateSyntax(governs, provision) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
            case "and" or "or" or "is" or "in" or "all" or "of":
                return NoCondition();
            default:
                return GlueWord(Token.Text) is null ? Comparison() : NoCondition();
        }
    }

    private MissingConditionSyntax NoCondition()
    {
        Fail("PRV0114", $"expected a condition, {Found}", GlueHelp() ?? "a condition compares a fact, asks whether it is something, or names a definition");
        return Missing();
    }

    private bool IsExpressionInParentheses()
    {
        var close = _closing[_cursor];
        return close >= 0 && close + 1 < _readable.Length && IsOperator(_tokens[_readable[close + 1]].Kind);
    }

    private static bool IsComparison(TokenKind kind) => kind is TokenKind.GreaterOrEqual or TokenKind.LessOrEqual
        or TokenKind.Greater or TokenKind.Less or TokenKind.Equal or TokenKind.NotEqual;

    private static bool IsOperator(TokenKind kind) => IsComparison(kind) || kind is TokenKind.Plus or TokenKind.Minus or TokenKind.Star;

    private ConditionSyntax Grouped()
    {
        var first = Index;
        if (!Enter())
        {
            return Missing();
        }

        Take();
        var part = Condition();
        _depth--;
        Close(first);
        return new GroupedSyntax(part) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    private void Close(int open)
    {
        if (_panic || TakeIf(TokenKind.CloseParen))
        {
            return;
        }

        if (AtBoundary)
        {
            Fail("PRV0115", _tokens[open].Span, "this `(` is not closed", "add `)`");
        }
        else
        {
            Expected("`)`", GlueHelp() ?? Meant(Token));
        }
    }

    private ConditionSyntax Some(int first, bool every)
    {
        Take();
        var record = Name("the name of a record");
        if (_panic || Kind != TokenKind.OpenParen)
        {
            Expected("`(` and a condition on one of them", record.Text.Contains('(', StringComparison.Ordinal) ? "put a space before `(`" : "as in `some party (role is end-user and headquarters in {CN})`");
            return Missing();
        }

        var condition = Grouped();
        return condition is GroupedSyntax grouped
            ? new SomeSyntax(every, record, grouped) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) }
            : condition;
    }

    private InSyntax In(int first, Quantifier quantifier, NameSyntax fact)
    {
        var negated = !_panic && TakeIf("not");
        Expect("in", quantifier == Quantifier.None ? null : "a set is asked as `any FACT in SET` or `every FACT in SET`");
        var set = Set();
        return new InSyntax(quantifier, fact, negated, set) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    private ConditionSyntax Comparison()
    {
        var first = Index;
        var left = Expression();
        if (_panic)
        {
            return new MissingConditionSyntax { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
        }

        if (IsComparison(Kind))
        {
            var sign = Kind;
            Take();
            var right = Expression();
            return new ComparisonSyntax(left, sign, right) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
        }

        if (left is not FactExpressionSyntax { Name: var name })
        {
            Expected("a comparison sign such as `>=`");
            return new MissingConditionSyntax { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
        }

        if (TakeIf("is"))
        {
            var negated = TakeIf("not");
            var right = Name("a value");
            return new IsSyntax(name, negated, right) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
        }

        return Is("in") || (Is("not") && Ahead(1).Is("in"))
            ? In(first, Quantifier.None, name)
            : new NameConditionSyntax(name) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    private ExpressionSyntax Expression() => Chain(() => Chain(Operand, k => k == TokenKind.Star), k => k is TokenKind.Plus or TokenKind.Minus);

    private ExpressionSyntax Chain(Func<ExpressionSyntax> operand, Func<TokenKind, bool> joins)
    {
        var first = Index;
        var left = operand();
        for (var terms = 1; !_panic && joins(Kind); terms++)
        {
            if (terms >= LawParser.MaxDepth)
            {
                TooDeep();
                break;
            }

            var sign = Kind;
            Take();
            var right = operand();
            left = new BinaryExpressionSyntax(left, sign, right) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
        }

        return left;
    }

    private ExpressionSyntax Operand()
    {
        var first = Index;
        switch (_panic ? TokenKind.EndOfFile : Kind)
        {
            case TokenKind.Number or TokenKind.Percent:
                var number = Number(unit: true);
                return new NumberExpressionSyntax(number) { Span = number.Span, FirstToken = first, LastToken = number.LastToken };
            case TokenKind.Date:
                var date = Date();
                return new DateExpressionSyntax(date) { Span = date.Span, FirstToken = first, LastToken = first };
            case TokenKind.OpenParen when Enter():
                Take();
                var inner = Expression();
                _depth--;
                Close(first);
                return new GroupedExpressionSyntax(inner) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
            case TokenKind.Word when GlueWord(Token.Text) is null && Token.Text is not ("and" or "or" or "not" or "is" or "in"):
                var name = TakeName();
                return new FactExpressionSyntax(name) { Span = name.Span, FirstToken = first, LastToken = first };
            default:
                Expected("a number, a date or a fact");
                var missing = MissingName();
                return new FactExpressionSyntax(missing) { Span = missing.Span, FirstToken = first, LastToken = first };
        }
    }

    private SetSyntax Set()
    {
        var first = Index;
        var left = SetTerm();
        for (var terms = 1; !_panic && Kind is TokenKind.Plus or TokenKind.Minus; terms++)
        {
            if (terms >= LawParser.MaxDepth)
            {
                TooDeep();
                break;
            }

            var minus = Kind == TokenKind.Minus;
            Take();
            var right = SetTerm();
            left = new SetCombinationSyntax(left, minus, right) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
        }

        return left;
    }

    private SetSyntax SetTerm()
    {
        var first = Index;
        if (!_panic && Kind == TokenKind.OpenBrace)
        {
            var members = Braced("a member of the set");
            return new SetLiteralSyntax(members) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
        }

        var group = Name("a set such as `{CN MO}` or a group");
        return new GroupReferenceSyntax(group) { Span = group.Span, FirstToken = group.FirstToken, LastToken = group.LastToken };
    }

    private bool AtLabel => Kind == TokenKind.OpenParen
        && Ahead(1) is { Kind: TokenKind.Word or TokenKind.Number or TokenKind.Date } label && label.Text.AsSpan().IndexOfAnyExcept(LabelCharacters) < 0
        && Ahead(2).Kind == TokenKind.CloseParen;

    private static readonly System.Buffers.SearchValues<char> LabelCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    private ConditionSyntax Limbs()
    {
        var first = Index;
        var all = Token.Is("all");
        Take();
        Take();
        var outer = _listColumn;
        if (!AtLabel || !Token.FirstOnLine || Token.Column <= outer)
        {
            var help = AtLabel && Token.FirstOnLine
                ? "indent the inner list further than the list around it"
                : "begin each limb on a line of its own with its label, such as `(1)`";
            var message = $"expected the limbs of `{(all ? "all of" : "any of")}`, {Found}";
            if (AtLabel && Token.FirstOnLine)
            {
                // The list around this one goes on here.
                Report("PRV0116", Token.Span, message, help);
            }
            else
            {
                Fail("PRV0116", message, help);
            }

            return Missing();
        }

        if (!Enter())
        {
            return Missing();
        }

        _listColumn = Token.Column;
        var limbs = ImmutableArray.CreateBuilder<LimbSyntax>();
        while (AtLabel && Token.FirstOnLine && (Token.Column >= _listColumn || outer == 0))
        {
            if (Token.Column != _listColumn)
            {
                Report("PRV0116", Token.Span, $"the label `({Ahead(1).Text})` stands in column {Token.Column}, the labels of its list in column {_listColumn}",
                    "give all labels of one list the same column");
            }

            limbs.Add(Limb());
            if (_panic)
            {
                SkipToLimb();
            }
        }

        _depth--;
        _listColumn = outer;
        return new LimbsSyntax(all, limbs.ToImmutable()) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    private LimbSyntax Limb()
    {
        var first = Index;
        Take();
        var label = TakeName();
        Take();
        var condition = Condition();
        if (!_panic && !AtBoundary && !Token.FirstOnLine && Kind != TokenKind.CloseParen)
        {
            Leftover($"the limb `({label.Text})`");
        }

        return new LimbSyntax(label, condition) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    /// <summary>An error in one limb does not hide those in the next.</summary>
    private void SkipToLimb()
    {
        while (!AtBoundary && !(AtLabel && Token.FirstOnLine))
        {
            Take();
        }

        _panic = AtBoundary;
    }
}
