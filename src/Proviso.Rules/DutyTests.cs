using System.Collections.Immutable;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Rules;

/// <summary>What law tests ask about duties and about corpora with readers.</summary>
internal static class DutyTests
{
    /// <summary>Whether the corpus of a test is for the one who asks in it.</summary>
    public static bool Concerns(CorpusDefinition corpus, LawTest test) =>
        corpus.Readers.IsEmpty || (test.Asker is { } asker && corpus.Readers.Contains(asker, StringComparer.Ordinal));

    /// <summary>A row of a test whose asker is no reader: the corpus is not asked, and nothing of it holds.</summary>
    public static void NotAsked(LawTest test, FactSchema schema, LawTestRow row, ImmutableArray<LawTestFailure>.Builder failures, ref int compared)
    {
        for (var i = 0; i < test.Columns.Length && i < row.Cells.Length; i++)
        {
            if (schema.Find(test.Columns[i]) is not null)
            {
                continue;
            }

            compared++;
            var actual = test.Columns[i] switch { "outcome" => "not asked", "review" => "-", _ => "no" };
            if (!string.Equals(actual, row.Cells[i], StringComparison.Ordinal))
            {
                failures.Add(new LawTestFailure(row.Place, test.Columns[i], row.Cells[i], actual));
            }
        }
    }

    /// <summary>Whether a corpus requires or forbids an act.</summary>
    public static string Answer(CorpusDecision decision, bool forbids, string act) =>
        MeetingDuties.Counted(decision).Where(d => d.Duty.Forbids == forbids && string.Equals(d.Duty.Act, act, StringComparison.Ordinal))
            .Select(d => d.Counts).DefaultIfEmpty(Truth.No).Max().Word();

    /// <summary>How the duties of all corpora meet on the facts of a row, nothing being in hand: `yes`, `unknown`, `third way` or `no`.</summary>
    public static string Conflict(RuleSet rules, LawTest test, FactFrame frame)
    {
        var decisions = rules.Law.Corpora.Where(c => Concerns(c, test))
            .Select(c => rules.Slice(c, test.On, test.Hour, test.AsKnownOn ?? DateOnly.MaxValue, test.OnTheText ? LawView.OnTheText : LawView.AsEnforced, test.Scenario, frame).Decide(frame)).ToList();
        var meetings = MeetingDuties.Of(decisions);
        var closed = meetings.Where(m => m.ThirdWay is null).Select(m => m.Both).DefaultIfEmpty(Truth.No).Max();
        return closed != Truth.No ? closed.Word() : meetings.Count > 0 ? "third way" : "no";
    }
}
