using System.Collections.Immutable;

namespace Proviso.Rules.Syntax;

/// <summary>Duties that may meet, readers of a corpus, and facts that are sums over time.</summary>
internal sealed partial class Parser
{
    private static readonly string[] WayWords = ["evidence", "certified"];

    private UnitSyntax Unit(int first)
    {
        var name = Name("the name of the unit");
        var title = OptionalString();
        var counts = !_panic && TakeIf("counts");
        var declaration = new UnitSyntax(name, title) { Counts = counts, Span = SpanFrom(first), FirstToken = first, LastToken = _last };
        EndOfHeader(_tokens[first].Column, "unit");
        return declaration;
    }

    private DutyClauseSyntax? Duty(int first, bool forbids)
    {
        Take();
        var act = Name("the name of an act");
        RequirementSyntax? unless = null;
        if (forbids && !_panic && TakeIf("unless"))
        {
            unless = Requirement(WayWords, "what allows the act in spite of it");
            if (unless is null)
            {
                return null;
            }
        }

        return new DutyClauseSyntax(forbids, act, unless) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }

    private ReadersSyntax Readers(int first)
    {
        var names = ImmutableArray.CreateBuilder<StringSyntax>();
        do
        {
            names.Add(String("the name of a reader"));
        }
        while (!_panic && Kind == TokenKind.String);

        return new ReadersSyntax(names.ToImmutable()) { Span = SpanFrom(first), FirstToken = first, LastToken = LastFrom(first) };
    }

    private SumTypeSyntax? SumType(int first)
    {
        var sum = Sum();
        Expect("over");
        var scope = Scope();
        var under = !_panic && TakeIf("under") ? Name("the name of a license exception") : null;
        var unit = Name("the unit of the sum");
        Expect("from");
        var from = Number();
        Expect("to");
        var to = Number();
        return _panic ? null : new SumTypeSyntax(sum, scope, under, unit, from, to) { Span = SpanFrom(first), FirstToken = first, LastToken = _last };
    }
}
