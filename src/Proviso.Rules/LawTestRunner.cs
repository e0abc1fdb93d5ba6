using System.Collections.Immutable;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Rules;

/// <summary>One cell of a law test that came out otherwise.</summary>
/// <param name="Place">The row.</param>
/// <param name="Column">The column.</param>
/// <param name="Expected">What the table says.</param>
/// <param name="Actual">What the law says.</param>
public sealed record LawTestFailure(LawPlace Place, string Column, string Expected, string Actual);

/// <summary>The result of one law test.</summary>
/// <param name="Test">The test.</param>
/// <param name="Checked">Number of cells compared.</param>
/// <param name="Failures">What came out otherwise.</param>
public sealed record LawTestResult(LawTest Test, int Checked, ImmutableArray<LawTestFailure> Failures);

/// <summary>Runs the tests that stand beside the law.</summary>
public static class LawTestRunner
{
    /// <summary>Runs every test of a rule set.</summary>
    public static IEnumerable<LawTestResult> Run(RuleSet rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return rules.Law.Tests.Select(t => Run(rules, t));
    }

    /// <summary>Runs one test.</summary>
    public static LawTestResult Run(RuleSet rules, LawTest test)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(test);
        var corpus = rules.FindCorpus(test.Corpus)!;
        var frame = new FactFrame(rules.Schema);
        var failures = ImmutableArray.CreateBuilder<LawTestFailure>();
        var compared = 0;
        foreach (var row in test.Rows)
        {
            frame.Clear();
            foreach (var (fact, text, _) in test.Givens)
            {
                FactText.Read(fact, text, frame.Slots);
            }

            for (var i = 0; i < test.Columns.Length && i < row.Cells.Length; i++)
            {
                if (rules.Schema.Find(test.Columns[i]) is { } fact)
                {
                    FactText.Read(fact, row.Cells[i], frame.Slots);
                }
            }

            if (!DutyTests.Concerns(corpus, test))
            {
                DutyTests.NotAsked(test, rules.Schema, row, failures, ref compared);
                continue;
            }

            var slice = rules.Slice(corpus, test.On, test.Hour, test.AsKnownOn ?? DateOnly.MaxValue, test.OnTheText ? LawView.OnTheText : LawView.AsEnforced, test.Scenario, frame);
            var decision = slice.Decide(frame);
            for (var i = 0; i < test.Columns.Length && i < row.Cells.Length; i++)
            {
                if (rules.Schema.Find(test.Columns[i]) is not null)
                {
                    continue;
                }

                compared++;
                var actual = test.Columns[i] == "conflict" ? DutyTests.Conflict(rules, test, frame) : Answer(decision, test.Columns[i]);
                if (test.Columns[i] == "outcome" && row.Cells[i].Contains(", review", StringComparison.Ordinal) && decision.IsSettled)
                {
                    actual = decision.Strictest.ToString();
                }

                if (!string.Equals(actual, row.Cells[i], StringComparison.Ordinal))
                {
                    failures.Add(new LawTestFailure(row.Place, test.Columns[i], row.Cells[i], actual));
                }
            }

            // The compiled function must say the same, or one of the two readings of the law is wrong.
            var compiled = new PackedDecision(slice.Compiled(frame.Slots));
            if (compiled != decision.Packed)
            {
                failures.Add(new LawTestFailure(row.Place, "compiled", decision.Packed.ToString(), compiled.ToString()));
            }
        }

        return new LawTestResult(test, compared, failures.ToImmutable());
    }

    /// <summary>What a decision says under a column heading of a test table.</summary>
    public static string Answer(CorpusDecision decision, string column)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(column);
        switch (column)
        {
            case "outcome":
                return OutcomeText(decision);
            case "review":
                return decision is { IsSettled: true, Strictest: { Kind: OutcomeKind.LicenseRequired, Review: var review } } ? Outcome.ReviewWord(review)
                    : decision.IsSettled ? "-" : decision.Mildest.Kind == OutcomeKind.LicenseRequired && decision.Strictest.Kind == OutcomeKind.LicenseRequired ? "undetermined" : "-";
            default:
                break;
        }

        if (column.StartsWith("governs ", StringComparison.Ordinal))
        {
            return Provision(decision, column["governs ".Length..]) is { } p ? decision.Governs(p).Word() : "no";
        }

        if (DutyColumn.TryRead(column, out var forbids, out var act))
        {
            return DutyTests.Answer(decision, forbids, act);
        }

        if (decision.Slice.Names.ContainsKey(column))
        {
            return decision.Holds(column).Word();
        }

        if (decision.Slice.Corpus.Matters.Any(m => string.Equals(m.Name, column, StringComparison.Ordinal)))
        {
            var (mildest, strictest, clash) = decision.Matter(column);
            return clash ? "clash" : mildest == strictest ? mildest.ToString()
                : decision.NotEncoded(column).Count > 0 ? new Outcome(OutcomeKind.NotEncoded).ToString() : "undetermined";
        }

        return Provision(decision, column) is { } provision ? decision.Applies(provision).Word() : "no";
    }

    private static string OutcomeText(CorpusDecision decision)
    {
        if (decision.Packed.Clash)
        {
            return "clash";
        }

        if (decision.Asked == Truth.No)
        {
            return "not asked";
        }

        if (decision.Mildest.Kind == decision.Strictest.Kind && decision.Asked == Truth.Yes)
        {
            return decision.Strictest.Kind == OutcomeKind.LicenseRequired ? "license required" : decision.Strictest.ToString();
        }

        return decision.IsNotEncoded ? new Outcome(OutcomeKind.NotEncoded).ToString() : "undetermined";
    }

    private static SliceProvision? Provision(CorpusDecision decision, string name) =>
        decision.Slice.Provisions.FirstOrDefault(p => string.Equals(p.Version.Name, name, StringComparison.Ordinal));
}
