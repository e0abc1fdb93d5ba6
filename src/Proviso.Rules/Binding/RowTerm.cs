using System.Collections.Immutable;

namespace Proviso.Rules.Binding;

/// <summary>A condition or its opposite.</summary>
internal readonly record struct Signed(BoundCondition Condition, bool Negated);

/// <summary>One way to meet a condition on a row: something that does not speak of the row, and something that does.</summary>
/// <remarks>
/// "Some row meets A and B", where A does not speak of the row, is "A, and some row meets B"; "some row meets B or C" is "some row meets B, or some row meets C".
/// Both hold in three values. So what mixes facts and fields falls apart into conditions on fields alone, which is all that the programs, the other readings
/// and the analysis have to know.
/// </remarks>
/// <param name="Outer">All of these hold, whatever the row.</param>
/// <param name="Row">All of these hold of the row; none is met by any row.</param>
internal sealed record RowTerm(ImmutableArray<Signed> Outer, ImmutableArray<Signed> Row)
{
    private static readonly RowTerm Always = new([], []);

    /// <summary>The ways to meet a condition (or its opposite).</summary>
    public static List<RowTerm> Split(BoundCondition condition, RecordDefinition record, bool negated)
    {
        if (!SpeaksOf(condition, record))
        {
            return [Always with { Outer = [new Signed(condition, negated)] }];
        }

        if (!Mixes(condition, record))
        {
            return [Always with { Row = [new Signed(condition, negated)] }];
        }

        if (condition is BoundNot not)
        {
            return Split(not.Part, record, !negated);
        }

        var (all, parts) = PartsOf(condition);
        return all != negated
            ? parts.Select(p => Split(p, record, negated)).Aggregate((a, b) => [.. a.SelectMany(_ => b, (x, y) => Both(x, y))])
            : [.. parts.SelectMany(p => Split(p, record, negated))];
    }

    /// <summary>How many ways <see cref="Split"/> finds, without writing them down.</summary>
    public static long Ways(BoundCondition condition, RecordDefinition record, bool negated)
    {
        if (!Mixes(condition, record))
        {
            return 1;
        }

        if (condition is BoundNot not)
        {
            return Ways(not.Part, record, !negated);
        }

        var (all, parts) = PartsOf(condition);
        var ways = parts.Select(p => Ways(p, record, negated));

        // No law comes near; what does must not pass for few because the figure ran over.
        return all != negated ? ways.Aggregate(1L, (a, b) => Math.Min(a * b, int.MaxValue)) : Math.Min(ways.Sum(), int.MaxValue);
    }

    private static RowTerm Both(RowTerm a, RowTerm b) =>
        new(a.Outer.AddRange(b.Outer), a.Row.AddRange(b.Row));

    private static bool Mixes(BoundCondition condition, RecordDefinition record) => condition switch
    {
        BoundNot c => Mixes(c.Part, record),
        BoundAnd or BoundOr or BoundLimbs => PartsOf(condition).Parts is var parts
            && (parts.Any(p => Mixes(p, record)) || (parts.Any(p => SpeaksOf(p, record)) && !parts.All(p => SpeaksOf(p, record)))),
        _ => false,
    };

    private static bool SpeaksOf(BoundCondition condition, RecordDefinition record) => condition switch
    {
        BoundNot c => SpeaksOf(c.Part, record),
        BoundAnd or BoundOr or BoundLimbs => PartsOf(condition).Parts.Any(p => SpeaksOf(p, record)),
        BoundCompareConstant c => c.Fact.Of == record,
        BoundYesNo c => c.Fact.Of == record,
        BoundOneOfIn c => c.Fact.Of == record,
        BoundAnyIn c => c.Fact.Of == record,
        BoundEveryIn c => c.Fact.Of == record,
        BoundKnown c => c.Fact.Of == record,
        BoundApplicable c => c.Fact.Of == record,
        _ => false,
    };

    private static (bool All, IEnumerable<BoundCondition> Parts) PartsOf(BoundCondition condition) => condition switch
    {
        BoundAnd c => (true, c.Parts),
        BoundOr c => (false, c.Parts),
        BoundLimbs c => (c.All, c.Limbs.Select(l => l.Condition)),
        _ => throw new InvalidOperationException($"{condition.GetType().Name} has no parts"),
    };
}
