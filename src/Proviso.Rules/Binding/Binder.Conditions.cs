using System.Collections.Immutable;
using System.Numerics;
using Proviso.Quantities;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Syntax;

namespace Proviso.Rules.Binding;

internal sealed partial class Binder
{
    private BoundConstant Broken(SyntaxNode node) => new(PlaceOf(node), false);

    private BoundCondition BindCondition(ConditionSyntax syntax)
    {
        var place = PlaceOf(syntax);
        switch (syntax)
        {
            case AndSyntax s:
                return new BoundAnd(place, [.. s.Parts.Select(BindCondition)]);
            case OrSyntax s:
                return new BoundOr(place, [.. s.Parts.Select(BindCondition)]);
            case NotSyntax s:
                return new BoundNot(place, BindCondition(s.Part));
            case GroupedSyntax s:
                return BindCondition(s.Part);
            case LimbsSyntax s:
                var seen = new HashSet<string>(StringComparer.Ordinal);
                foreach (var limb in s.Limbs)
                {
                    if (!seen.Add(limb.Label.Text))
                    {
                        Error("PRV0202", limb.Label, $"limb `({limb.Label.Text})` stands twice in one list", "give each limb its own label");
                    }
                }

                return new BoundLimbs(place, s.All, [.. s.Limbs.Select(l => new BoundLimb(PlaceOf(l), l.Label.Text, BindCondition(l.Condition)))]);
            case ComparisonSyntax s:
                return BindComparison(s);
            case IsSyntax s:
                return BindIs(s);
            case InSyntax s:
                return BindIn(s);
            case KnownSyntax s:
                return FindSingle(s.Fact) is { } known ? new BoundKnown(place, known) : Broken(s);
            case ApplicableSyntax s:
                return FindSingle(s.Fact) is { } applicable ? new BoundApplicable(place, applicable) : Broken(s);
            case SomeSyntax s:
                return BindSome(s);
            case ProvisionStateSyntax s:
                return KnownProvision(s.Provision) is { } provision ? new BoundProvisionState(place, s.Governs, provision) : Broken(s);
            case NameConditionSyntax s:
                return BindName(s);
            default:
                return Broken(syntax);
        }
    }

    private FactDefinition? FindFact(NameSyntax name)
    {
        if (Named(name.Text) is { } fact)
        {
            return fact;
        }

        if (name.Text.Length > 0)
        {
            Error("PRV0201", name, $"unknown fact `{name.Text}`", NearestName.Suggest(name.Text, NamesOfFacts) ?? FieldHelp(name.Text) ?? "facts are declared in the vocabulary with `fact NAME TYPE \"title\"`");
        }

        return null;
    }

    /// <summary>A field of the record that is being asked about, or a fact.</summary>
    private FactDefinition? Named(string name) => _record?.Record!.Find(name) ?? _facts.GetValueOrDefault(name);

    private IEnumerable<string> NamesOfFacts => [.. _record?.Record!.Fields.Select(f => f.Name) ?? [], .. _facts.Keys];

    private string? FieldHelp(string name) => _facts.Values.FirstOrDefault(f => f.Record?.Find(name) is not null) is { } record
        ? $"`{name}` is a field: ask `some {record.Name} ({name} …)`"
        : null;

    /// <summary>A fact that has a value of its own, which a record has not.</summary>
    private FactDefinition? FindSingle(NameSyntax name)
    {
        if (FindFact(name) is not { Type: FactType.Record } record)
        {
            return FindFact(name);
        }

        Error("PRV0204", name, $"`{record.Name}` is a record", $"ask about one of them: `some {record.Name} (…)` or `every {record.Name} (…)`");
        return null;
    }

    // More than a handful of ways in which facts and fields mix is a condition that nobody can read either.
    private const int MostWays = 64;

    private BoundCondition BindSome(SomeSyntax s)
    {
        if (!_facts.TryGetValue(s.Record.Text, out var record) || record.Type != FactType.Record)
        {
            if (s.Record.Text.Length > 0)
            {
                Error("PRV0201", s.Record, $"there is no record `{s.Record.Text}`", NearestName.Suggest(s.Record.Text, _facts.Values.Where(f => f.Type == FactType.Record).Select(f => f.Name))
                    ?? "a record is declared in the vocabulary with `record NAME up-to N \"title\" { … }`");
            }

            return Broken(s);
        }

        if (_record is not null)
        {
            Error("PRV0241", s, "a condition on one row asks about another row", "join two conditions outside: `some R (…) and some R (…)`");
            return Broken(s);
        }

        _record = record;
        var condition = BindCondition(s.Condition);
        _record = null;
        var bound = new BoundSome(PlaceOf(s), record, s.Every, condition);
        if (RowTerm.Ways(condition, record.Record!, s.Every) > MostWays)
        {
            Error("PRV0242", s, $"facts and fields of `{record.Name}` mix in more than {MostWays} ways", "put what does not speak of the row outside, or write several conditions");
            return Broken(s);
        }

        return bound;
    }

    private BoundCondition BindName(NameConditionSyntax syntax)
    {
        var place = PlaceOf(syntax);
        var name = syntax.Name.Text;
        if (name is "yes" or "no")
        {
            return new BoundConstant(place, name == "yes");
        }

        var field = _record?.Record!.Find(name);
        if (field is null && _scope?.Names.Contains(name) == true)
        {
            return new BoundName(place, name);
        }

        if (Named(name) is { } fact)
        {
            if (fact.Type == FactType.YesNo)
            {
                return new BoundYesNo(place, fact);
            }

            Error("PRV0204", syntax, $"`{name}` is not a yes-no fact", fact.Type switch
            {
                FactType.Number or FactType.Ratio or FactType.Date => "compare it, as in `" + name + " >= …`",
                FactType.OneOf => "compare it, as in `" + name + " is …` or `" + name + " in {…}`",
                FactType.SetOf => "ask `any " + name + " in {…}`",
                FactType.Record => "ask `some " + name + " (…)`",
                FactType.YesNo => null,
            });
            return Broken(syntax);
        }

        if (name.Length > 0)
        {
            Error("PRV0201", syntax, $"unknown name `{name}`", NearestName.Suggest(name, [.. _scope?.Names ?? [], .. NamesOfFacts]) ?? FieldHelp(name));
        }

        return Broken(syntax);
    }

    private BoundCondition BindIs(IsSyntax s)
    {
        var place = PlaceOf(s);
        BoundCondition result;
        if (Named(s.Left.Text) is { } fact)
        {
            switch (fact.Type)
            {
                case FactType.OneOf:
                    var index = Member(fact.Enum!, s.Right);
                    result = index < 0 ? Broken(s) : new BoundOneOfIn(place, fact, new BoundSetLiteral(fact.Enum!, [index]));
                    break;
                case FactType.YesNo when s.Right.Text is "yes" or "no":
                    // "is no" is not the same as "not": where the fact does not apply, it is neither yes nor no.
                    result = s.Right.Text == "yes" ? new BoundYesNo(place, fact) : new BoundCompareConstant(place, fact, Comparison.Equal, 0);
                    break;
                case FactType.YesNo:
                    Error("PRV0204", s.Right, $"`{fact.Name}` is `yes` or `no`", "write `" + fact.Name + " is yes`");
                    return Broken(s);
                default:
                    Error("PRV0204", s.Left, $"`is` does not fit `{fact.Name}`", fact.Type switch
                    {
                        FactType.SetOf => "ask `any " + fact.Name + " in {…}`",
                        FactType.Record => "ask `some " + fact.Name + " (…)`",
                        _ => "compare it with `=`, `>=` or another sign",
                    });
                    return Broken(s);
            }
        }
        else if (_scope?.Subjects.Contains(s.Left.Text) == true || (_scope?.Names.Contains(s.Right.Text) == true && Named(s.Left.Text) is null))
        {
            if (_scope.Names.Contains(s.Right.Text))
            {
                result = new BoundName(place, s.Right.Text);
            }
            else
            {
                Error("PRV0201", s.Right, $"unknown classification `{s.Right.Text}`", NearestName.Suggest(s.Right.Text, _scope.Names));
                return Broken(s);
            }
        }
        else
        {
            FindFact(s.Left);
            return Broken(s);
        }

        return s.Negated ? new BoundNot(place, result) : result;
    }

    private BoundCondition BindIn(InSyntax s)
    {
        if (FindFact(s.Fact) is not { } fact)
        {
            return Broken(s);
        }

        if (fact.Enum is null)
        {
            Error("PRV0204", s.Fact, $"`{fact.Name}` has no set of values", "`in` goes with one-of and set-of facts");
            return Broken(s);
        }

        if (fact.Type == FactType.SetOf && s.Quantifier == Quantifier.None)
        {
            Error("PRV0204", s.Fact, $"`{fact.Name}` is a set", "write `any " + fact.Name + " in …` or `every " + fact.Name + " in …`");
            return Broken(s);
        }

        if (fact.Type == FactType.OneOf && s.Quantifier != Quantifier.None)
        {
            Error("PRV0204", s.Fact, $"`{fact.Name}` has one value", "write `" + fact.Name + " in …`");
            return Broken(s);
        }

        if (BindSet(s.Set, fact.Enum) is not { } set)
        {
            return Broken(s);
        }

        var place = PlaceOf(s);
        BoundCondition result = s.Quantifier switch
        {
            Quantifier.Any => new BoundAnyIn(place, fact, set),
            Quantifier.Every => new BoundEveryIn(place, fact, set),
            Quantifier.None => new BoundOneOfIn(place, fact, set),
        };
        return s.Negated ? new BoundNot(place, result) : result;
    }

    private BoundSet? BindSet(SetSyntax syntax, EnumDefinition? values)
    {
        if (values is null)
        {
            return null;
        }

        switch (syntax)
        {
            case SetLiteralSyntax s:
                return new BoundSetLiteral(values, [.. s.Members.Select(m => Member(values, m)).Where(i => i >= 0).Distinct()]);
            case GroupReferenceSyntax { Name.Text: EncodedPlaces or OwnPlaces } s:
                return BindPlacesWord(s, values);
            case GroupReferenceSyntax s:
                if (!_groups.TryGetValue(s.Name.Text, out var group))
                {
                    if (s.Name.Text.Length > 0)
                    {
                        Error("PRV0206", s.Name, $"unknown group `{s.Name.Text}`",
                            NearestName.Suggest(s.Name.Text, _groups.Keys)
                            ?? (values.IndexOf(s.Name.Text) >= 0 ? $"a single value stands in braces: `{{{s.Name.Text}}}`" : "declare it with `group NAME \"title\" of ENUM`"));
                    }

                    return null;
                }

                if (!ReferenceEquals(group.Enum, values))
                {
                    Error("PRV0204", s.Name, $"group `{group.Name}` is of `{group.Enum.Name}`, the fact is of `{values.Name}`");
                    return null;
                }

                return new BoundGroupReference(values, group);
            case SetCombinationSyntax s:
                return BindSet(s.Left, values) is { } left && BindSet(s.Right, values) is { } right
                    ? new BoundSetCombination(left, s.Minus, right)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>The set words for places; both stand only where all corpora are known, so not in `places` itself.</summary>
    private BoundSet? BindPlacesWord(GroupReferenceSyntax syntax, EnumDefinition values)
    {
        var word = syntax.Name.Text;
        if (_scope is null)
        {
            Error("PRV0206", syntax.Name, $"`{word}` cannot be used here", "name the places, or a group");
            return null;
        }

        if (!string.Equals(values.Name, PlacesEnum, StringComparison.Ordinal))
        {
            Error("PRV0204", syntax.Name, $"`{word}` is of `{PlacesEnum}`, the fact is of `{values.Name}`");
            return null;
        }

        if (word == EncodedPlaces)
        {
            return new BoundEncodedPlaces(values, [.. _corpora.Select(c => c.Corpus.Places).OfType<BoundSet>()]);
        }

        if (_scope.Corpus.Places is null)
        {
            Error("PRV0206", syntax.Name, $"corpus `{_scope.Corpus.Name}` has no places", "add `places {…}` to the corpus");
        }

        return _scope.Corpus.Places;
    }

    private BoundCondition BindComparison(ComparisonSyntax s)
    {
        var place = PlaceOf(s);
        var comparison = s.Operator switch
        {
            TokenKind.GreaterOrEqual => Comparison.GreaterOrEqual,
            TokenKind.Greater => Comparison.Greater,
            TokenKind.LessOrEqual => Comparison.LessOrEqual,
            TokenKind.Less => Comparison.Less,
            TokenKind.Equal => Comparison.Equal,
            _ => Comparison.NotEqual,
        };

        if (SingleFact(s.Left) is { } leftName && SingleFact(s.Right) is null)
        {
            return FindFact(leftName) is { } fact ? BindAgainst(s, place, fact, comparison, s.Right) : Broken(s);
        }

        if (SingleFact(s.Right) is { } rightName && SingleFact(s.Left) is null)
        {
            return FindFact(rightName) is { } fact ? BindAgainst(s, place, fact, Flip(comparison), s.Left) : Broken(s);
        }

        return BindPolynomial(s, place, comparison);
    }

    private static Comparison Flip(Comparison comparison) => comparison switch
    {
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Less => Comparison.Greater,
        Comparison.Equal => Comparison.Equal,
        Comparison.NotEqual => Comparison.NotEqual,
    };

    private static NameSyntax? SingleFact(ExpressionSyntax expression) => expression switch
    {
        FactExpressionSyntax f => f.Name,
        GroupedExpressionSyntax g => SingleFact(g.Inner),
        _ => null,
    };

    private static ExpressionSyntax Ungroup(ExpressionSyntax expression) =>
        expression is GroupedExpressionSyntax g ? Ungroup(g.Inner) : expression;

    private BoundCondition BindAgainst(ComparisonSyntax s, LawPlace place, FactDefinition fact, Comparison comparison, ExpressionSyntax other)
    {
        switch (fact.Type, Ungroup(other))
        {
            case (FactType.Date, DateExpressionSyntax date):
                return date.Date.Value is { } day ? new BoundCompareConstant(place, fact, comparison, day.DayNumber) : Broken(s);
            case (FactType.Number, NumberExpressionSyntax number):
                CheckLiteralUnit(fact, number.Number);
                if (Scaled(number.Number) is not { } constant)
                {
                    return Broken(s);
                }

                if (constant < fact.Least || constant > fact.Greatest)
                {
                    Error("PRV0215", number, $"`{fact.Name}` lies between {FixedPoint.ToText(fact.Least)} and {FixedPoint.ToText(fact.Greatest)}; this comparison is always the same", "correct the figure, or the range in the vocabulary");
                }

                return new BoundCompareConstant(place, fact, comparison, constant);
            case (FactType.Ratio, NumberExpressionSyntax number):
                CheckLiteralUnit(fact, number.Number);
                if (Scaled(number.Number) is not { } ratio)
                {
                    return Broken(s);
                }

                var common = (long)BigInteger.GreatestCommonDivisor(ratio, FixedPoint.One);
                return new BoundCompareRatio(place, fact, comparison, ratio / common, FixedPoint.One / common);
            case (FactType.Ratio, _):
                Error("PRV0204", s, $"the ratio `{fact.Name}` can only be compared with a number", $"multiply out: `{fact.Dividend} … * {fact.Divisor}`");
                return Broken(s);
            case (FactType.Date, _):
                Error("PRV0204", other, $"`{fact.Name}` is a date", "compare it with a date such as 2026-01-15");
                return Broken(s);
            case (FactType.Number, DateExpressionSyntax):
                Error("PRV0204", other, $"`{fact.Name}` is a number, this is a date");
                return Broken(s);
            case (FactType.Number, _):
                return BindPolynomial(s, place, s.Operator == TokenKind.NotEqual ? Comparison.NotEqual : ComparisonOf(s.Operator));
            default:
                Error("PRV0204", s, $"`{fact.Name}` cannot be compared by size", fact.Type switch
                {
                    FactType.YesNo => $"write `{fact.Name}` or `not {fact.Name}`",
                    FactType.Record => $"ask `some {fact.Name} (…)`",
                    _ => $"write `{fact.Name} is VALUE` or `{fact.Name} in {{…}}`",
                });
                return Broken(s);
        }
    }

    private static Comparison ComparisonOf(TokenKind kind) => kind switch
    {
        TokenKind.GreaterOrEqual => Comparison.GreaterOrEqual,
        TokenKind.Greater => Comparison.Greater,
        TokenKind.LessOrEqual => Comparison.LessOrEqual,
        TokenKind.Less => Comparison.Less,
        TokenKind.Equal => Comparison.Equal,
        _ => Comparison.NotEqual,
    };

    private void CheckLiteralUnit(FactDefinition fact, NumberSyntax number)
    {
        if (number.Unit is { } unit && !string.Equals(unit.Text, fact.Unit, StringComparison.Ordinal))
        {
            Error("PRV0203", unit, $"`{fact.Name}` is in {fact.Unit}, this is in {unit.Text}", $"give the figure in {fact.Unit}");
        }

        if (number.IsPercent)
        {
            Error("PRV0203", number, $"`{fact.Name}` is in {fact.Unit}, this is a share", $"give the figure in {fact.Unit}, without `%`");
        }
    }

    /// <summary>Moves everything to the left: sum of coefficient × facts, compared with zero.</summary>
    private BoundCondition BindPolynomial(ComparisonSyntax s, LawPlace place, Comparison comparison)
    {
        if (Expand(s.Left) is not { } left || Expand(s.Right) is not { } right)
        {
            return Broken(s);
        }

        if (!string.Equals(left.Unit, right.Unit, StringComparison.Ordinal) && left.Unit.Length > 0 && right.Unit.Length > 0)
        {
            Error("PRV0203", s, $"the left side is in {left.Unit}, the right side in {right.Unit}", "compare like with like");
        }

        // Every term carries 10^6 for its coefficient and each factor; lift all terms to the highest degree so that they can be added.
        var all = left.Terms.Concat(right.Terms.Select(t => (Coefficient: -t.Coefficient, t.Factors))).ToList();
        var degree = all.Max(t => t.Factors.Length);
        var terms = ImmutableArray.CreateBuilder<Monomial>();
        var reach = BigInteger.Zero;
        foreach (var (coefficient, factors) in all)
        {
            var scaled = coefficient * BigInteger.Pow(FixedPoint.One, degree - factors.Length);
            var size = BigInteger.Abs(scaled);
            foreach (var factor in factors)
            {
                size *= factor.Greatest;
            }

            reach += size;
            if (reach < (BigInteger)Int128.MaxValue)
            {
                terms.Add(new Monomial((Int128)scaled, factors));
            }
        }

        if (reach >= (BigInteger)Int128.MaxValue)
        {
            Error("PRV0228", s, "the product can be too large to be exact", "narrow the ranges of the facts in the vocabulary, or multiply fewer of them");
            return Broken(s);
        }

        return new BoundComparePolynomial(place, terms.ToImmutable(), comparison);
    }

    private sealed record Expanded(List<(BigInteger Coefficient, ImmutableArray<FactDefinition> Factors)> Terms, string Unit);

    private Expanded? Expand(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case GroupedExpressionSyntax g:
                return Expand(g.Inner);
            case NumberExpressionSyntax n:
                return Scaled(n.Number) is { } value ? new Expanded([(value, [])], n.Number.Unit?.Text ?? "") : null;
            case FactExpressionSyntax f:
                if (FindFact(f.Name) is { Of: not null } field)
                {
                    Error("PRV0241", f, $"the field `{field.Name}` is reckoned with", "compare a field with a number alone");
                    return null;
                }

                return FindFact(f.Name) is not null && FindNumber(f.Name) is { } fact ? new Expanded([(FixedPoint.One, [fact])], fact.Unit) : null;
            case BinaryExpressionSyntax { Operator: TokenKind.Star } b:
                if (Expand(b.Left) is not { } x || Expand(b.Right) is not { } y)
                {
                    return null;
                }

                var product = new List<(BigInteger, ImmutableArray<FactDefinition>)>();
                foreach (var (cx, fx) in x.Terms)
                {
                    foreach (var (cy, fy) in y.Terms)
                    {
                        // Both coefficients carry 10^6; one of them is divided out again, exactly or not at all.
                        var raw = cx * cy;
                        if (raw % FixedPoint.One != 0)
                        {
                            Error("PRV0215", b, "the product of the two numbers has more than six decimals");
                            return null;
                        }

                        product.Add((raw / FixedPoint.One, fx.AddRange(fy)));
                    }
                }

                return new Expanded(product, UnitOfProduct(x.Unit, y.Unit));
            case BinaryExpressionSyntax b:
                if (Expand(b.Left) is not { } l || Expand(b.Right) is not { } r)
                {
                    return null;
                }

                if (l.Unit.Length > 0 && r.Unit.Length > 0 && !string.Equals(l.Unit, r.Unit, StringComparison.Ordinal))
                {
                    Error("PRV0203", b, $"cannot add {l.Unit} and {r.Unit}", "add only like with like");
                }

                var sign = b.Operator == TokenKind.Minus ? -1 : 1;
                return new Expanded([.. l.Terms, .. r.Terms.Select(t => (sign * t.Coefficient, t.Factors))], l.Unit.Length > 0 ? l.Unit : r.Unit);
            default:
                Error("PRV0204", expression, "a date cannot be reckoned with", "compare a date fact with a date");
                return null;
        }
    }
}
