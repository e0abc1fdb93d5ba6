using System.Collections.Immutable;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Syntax;
using Proviso.Rules.Text;

namespace Proviso.Rules.Binding;

/// <summary>Duties that may meet, readers of a corpus, and facts that are sums over time.</summary>
internal sealed partial class Binder
{
    private readonly Dictionary<string, string> _acts = new(StringComparer.Ordinal);

    private readonly HashSet<string> _counting = new(StringComparer.Ordinal);

    /// <summary>The unit of a product; so many pieces of something are in that something's unit.</summary>
    private string UnitOfProduct(string left, string right) =>
        left.Length == 0 ? right
        : right.Length == 0 || _counting.Contains(right) ? left
        : _counting.Contains(left) ? right
        : $"{left}*{right}";

    private void BindDuty(ProvisionVersion version, DutyClauseSyntax clause)
    {
        if (!_acts.TryGetValue(clause.Act.Text, out var title))
        {
            if (clause.Act.Text.Length > 0)
            {
                Error("PRV0270", clause.Act, $"unknown act `{clause.Act.Text}`", NearestName.Suggest(clause.Act.Text, _acts.Keys) ?? "declare it with `act NAME \"title\"`");
            }

            return;
        }

        var unless = clause.Unless is { } way ? BindRequirement(way) : null;
        if (clause.Unless is not null && unless is null)
        {
            return;
        }

        if (version.Duties.Any(d => string.Equals(d.Act, clause.Act.Text, StringComparison.Ordinal)))
        {
            Error("PRV0270", clause, $"the provision says twice what it wants of `{clause.Act.Text}`", "keep one of them; another condition needs a provision of its own");
            return;
        }

        version.Duties = version.Duties.Add(new LawDuty(PlaceOf(clause), clause.Act.Text, title, clause.Forbids, unless));
    }

    private bool IsDutyColumn(string column) =>
        DutyColumn.TryRead(column, out _, out var act) && _acts.ContainsKey(act);

    private static ImmutableArray<string> ReadersOf(CorpusSyntax syntax) =>
        syntax.Readers is { } readers ? [.. readers.Names.Select(n => AskerName.Of(n.Value)).OfType<string>().Distinct(StringComparer.Ordinal)] : [];

    private string? AskerOf(TestSyntax test)
    {
        if (test.Asker is { } asker && AskerName.Of(asker.Value) is null)
        {
            Error("PRV0272", asker, "nobody is named", "write the name of the organization that asks, or leave the line out");
        }

        return AskerName.Of(test.Asker?.Value);
    }

    private FactDefinition? SumFact(string name, string title, SumTypeSyntax syntax, int slot, RecordDefinition? of)
    {
        if (of is not null)
        {
            Error("PRV0271", syntax, "a field of a record is no sum over shipments", "declare the sum as a fact of its own");
            return null;
        }

        CheckUnit(syntax.Unit);
        if (syntax.Sum.Where is { } where)
        {
            Error("PRV0271", where, "a fact that is a sum has no `where`", "say in its title what it counts, and in `under NAME` the license exception that the shipments went under");
        }

        var factors = syntax.Sum.Factors.Select(FindNumber).OfType<FactDefinition>().ToImmutableArray();
        if (factors.Length != syntax.Sum.Factors.Length || factors.Length == 0)
        {
            return null;
        }

        return new FactDefinition(name, title, FactType.Number, slot)
        {
            Unit = syntax.Unit.Text,
            Least = Scaled(syntax.From) ?? 0,
            Greatest = Scaled(syntax.To) ?? 1_000_000_000L * Quantities.FixedPoint.One,
            Sum = new SumOverTime(new RunningSum(factors, null), BindScope(syntax.Scope, ["this-buyer", "this-parent", "this-consignee"]), syntax.Under?.Text),
        };
    }

    private CapScope BindScope(ScopeSyntax scope, string[] buyers) => new(
        Word(scope.Product, ["this-product", "all-products"], "scope"),
        Word(scope.Exporter, ["this-exporter", "all-exporters"], "scope"),
        scope.Buyer is { } buyer ? Word(buyer, buyers, "scope") : null,
        scope.WindowDays is { } days ? WholeDays(days) : null,
        scope.EachYear);

    /// <summary>
    /// A sum over time is only ever compared, never for being equal: what is known of it may be that it is at least so much, and that settles
    /// `more than` and `at most` alone.
    /// </summary>
    private void CheckSums(CorpusScope scope)
    {
        foreach (var definition in scope.Definitions)
        {
            CheckSums(definition.When);
        }

        foreach (var when in scope.Provisions.Select(p => p.When).OfType<BoundCondition>())
        {
            CheckSums(when);
        }

        if (scope.Corpus.AskedWhen is { } asked)
        {
            CheckSums(asked);
        }
    }

    private void CheckSums(BoundCondition condition)
    {
        switch (condition)
        {
            case BoundAnd c:
                foreach (var part in c.Parts)
                {
                    CheckSums(part);
                }

                break;
            case BoundOr c:
                foreach (var part in c.Parts)
                {
                    CheckSums(part);
                }

                break;
            case BoundNot c:
                CheckSums(c.Part);
                break;
            case BoundSome c:
                CheckSums(c.Condition);
                break;
            case BoundLimbs c:
                foreach (var limb in c.Limbs)
                {
                    CheckSums(limb.Condition);
                }

                break;
            case BoundKnown { Fact.Sum: not null } or BoundApplicable { Fact.Sum: not null }
                or BoundCompareConstant { Fact.Sum: not null, Operator: Comparison.Equal or Comparison.NotEqual }:
                WrongUse(condition);
                break;
            case BoundComparePolynomial c when c.Terms.Any(t => t.Factors.Any(f => f.Sum is not null))
                && (c.Operator is Comparison.Equal or Comparison.NotEqual || c.Terms.SelectMany(t => t.Factors).Count(f => f.Sum is not null) > 1):
                WrongUse(condition);
                break;
            default:
                break;
        }
    }

    private void WrongUse(BoundCondition condition) =>
        ErrorAt("PRV0271", condition.Place, "a fact that is a sum over time is compared with `<`, `<=`, `>` or `>=`, once in a comparison", "of such a sum it may only be known that it is at least so much");
}
