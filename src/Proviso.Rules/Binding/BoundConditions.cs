using System.Collections.Immutable;
using Proviso.Rules.Text;

namespace Proviso.Rules.Binding;

/// <summary>Where a piece of law stands, so that every proof can quote it.</summary>
/// <param name="Source">The file.</param>
/// <param name="Span">The stretch.</param>
public sealed record LawPlace(SourceText Source, TextSpan Span)
{
    /// <summary>The law's own words there, white space folded.</summary>
    public string Words => string.Join(' ', WithoutComments().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary><c>path:line</c></summary>
    public string At => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Source.Path}:{Source.PositionAt(Span.Start).Line}");

    private string WithoutComments()
    {
        var text = Source.Content.Substring(Span.Start, Math.Min(Span.Length, Source.Content.Length - Span.Start));
        return !text.Contains('#', StringComparison.Ordinal)
            ? text
            : string.Join('\n', text.Split('\n').Select(line => line.Split('#')[0]));
    }
}

/// <summary>A condition with its names resolved: yes, no or unknown once the facts are given.</summary>
/// <param name="Place">The words it was read from.</param>
public abstract record BoundCondition(LawPlace Place);

/// <summary>Always yes or always no.</summary>
public sealed record BoundConstant(LawPlace Place, bool Value) : BoundCondition(Place);

/// <summary>All parts hold.</summary>
public sealed record BoundAnd(LawPlace Place, ImmutableArray<BoundCondition> Parts) : BoundCondition(Place);

/// <summary>Some part holds.</summary>
public sealed record BoundOr(LawPlace Place, ImmutableArray<BoundCondition> Parts) : BoundCondition(Place);

/// <summary>The part does not hold.</summary>
public sealed record BoundNot(LawPlace Place, BoundCondition Part) : BoundCondition(Place);

/// <summary>Labelled limbs, any or all of which must hold; a limb of "any of" can lose its standing.</summary>
public sealed record BoundLimbs(LawPlace Place, bool All, ImmutableArray<BoundLimb> Limbs) : BoundCondition(Place);

/// <summary>One labelled limb.</summary>
public sealed record BoundLimb(LawPlace Place, string Label, BoundCondition Condition);

/// <summary>How two numbers compare.</summary>
public enum Comparison
{
    /// <summary>At least.</summary>
    GreaterOrEqual,

    /// <summary>More than.</summary>
    Greater,

    /// <summary>At most.</summary>
    LessOrEqual,

    /// <summary>Less than.</summary>
    Less,

    /// <summary>Equal.</summary>
    Equal,

    /// <summary>Not equal.</summary>
    NotEqual,
}

/// <summary>A number or date fact against a constant, in millionths or days.</summary>
public sealed record BoundCompareConstant(LawPlace Place, FactDefinition Fact, Comparison Operator, long Constant) : BoundCondition(Place);

/// <summary>A ratio fact against a constant: <c>dividend × Denominator op Numerator × divisor</c>.</summary>
public sealed record BoundCompareRatio(LawPlace Place, FactDefinition Ratio, Comparison Operator, long Numerator, long Denominator) : BoundCondition(Place);

/// <summary>A sum of products of facts against zero; exact in 128 bits.</summary>
public sealed record BoundComparePolynomial(LawPlace Place, ImmutableArray<Monomial> Terms, Comparison Operator) : BoundCondition(Place);

/// <summary>A coefficient times facts; the scale is equal over all terms of one polynomial.</summary>
public sealed record Monomial(Int128 Coefficient, ImmutableArray<FactDefinition> Factors);

/// <summary>A yes-no fact.</summary>
public sealed record BoundYesNo(LawPlace Place, FactDefinition Fact) : BoundCondition(Place);

/// <summary>A one-of fact is in a set.</summary>
public sealed record BoundOneOfIn(LawPlace Place, FactDefinition Fact, BoundSet Set) : BoundCondition(Place);

/// <summary>Some member of a set fact is in a set.</summary>
public sealed record BoundAnyIn(LawPlace Place, FactDefinition Fact, BoundSet Set) : BoundCondition(Place);

/// <summary>Every member of a set fact is in a set.</summary>
public sealed record BoundEveryIn(LawPlace Place, FactDefinition Fact, BoundSet Set) : BoundCondition(Place);

/// <summary>The fact is known.</summary>
public sealed record BoundKnown(LawPlace Place, FactDefinition Fact) : BoundCondition(Place);

/// <summary>The fact applies: anything but "not applicable".</summary>
public sealed record BoundApplicable(LawPlace Place, FactDefinition Fact) : BoundCondition(Place);

/// <summary>Some row of a record (or every row) meets a condition that speaks of its fields, and perhaps of other facts.</summary>
public sealed record BoundSome(LawPlace Place, FactDefinition Record, bool Every, BoundCondition Condition) : BoundCondition(Place);

/// <summary>A classification or definition by name.</summary>
public sealed record BoundName(LawPlace Place, string Name) : BoundCondition(Place);

/// <summary>Another provision applies, or governs.</summary>
public sealed record BoundProvisionState(LawPlace Place, bool Governs, string Provision) : BoundCondition(Place);

/// <summary>A set of values of one enumeration, fixed once the date is.</summary>
public abstract record BoundSet(EnumDefinition Enum);

/// <summary>Values by name.</summary>
public sealed record BoundSetLiteral(EnumDefinition Enum, ImmutableArray<int> Members) : BoundSet(Enum);

/// <summary>A dated group.</summary>
public sealed record BoundGroupReference(EnumDefinition Enum, GroupDefinition Group) : BoundSet(Enum);

/// <summary>The places of every corpus that is loaded, together: what is missing from the law is missing here.</summary>
public sealed record BoundEncodedPlaces(EnumDefinition Enum, ImmutableArray<BoundSet> Parts) : BoundSet(Enum);

/// <summary>Union or difference.</summary>
public sealed record BoundSetCombination(BoundSet Left, bool Minus, BoundSet Right) : BoundSet(Left.Enum);
