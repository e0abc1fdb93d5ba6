using System.Text;
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Determinations;

/// <summary>A paper of an authority for one shipment, filed by two persons.</summary>
/// <param name="Authority">The authority, such as <c>my.miti</c>, or <c>elsewhere</c> with a place.</param>
/// <param name="Place">The place it speaks for, ISO 3166-1 alpha-2; null when the authority has one place only.</param>
/// <param name="Kind">permit, or answer: its written answer to a question.</param>
/// <param name="Reference">Its number.</param>
/// <param name="Sha256">SHA-256 of the document, in lower-case hex.</param>
/// <param name="Date">The day it bears.</param>
/// <param name="ValidUntil">The last day on which it holds.</param>
/// <param name="FiledBy">Who says that it is there: two different persons. On the command line the names are claimed.</param>
public sealed record PaperInHand(string Authority, string? Place, string Kind, string Reference, string Sha256, DateOnly Date, DateOnly ValidUntil, IReadOnlyList<string> FiledBy)
{
    /// <summary>Whether two of the names are those of different persons: trimmed, in compatibility form, without regard to case.</summary>
    public static bool AreTwoPersons(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.All(n => !string.IsNullOrWhiteSpace(n)) && names.Select(Person).Distinct(StringComparer.Ordinal).Count() >= 2;

        // Blanks of any kind and number are one blank.
        static string Person(string name) =>
            string.Join(' ', name.Normalize(NormalizationForm.FormKC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
    }
}

/// <summary>A paper and what became of it.</summary>
/// <param name="Paper">The paper.</param>
/// <param name="Counts">Whether the answer rests on it.</param>
/// <param name="Reason">Why it does or does not.</param>
public sealed record PaperFinding(PaperInHand Paper, bool Counts, string Reason);

/// <summary>Whether papers stand in for law that is not encoded. They stand in for nothing else.</summary>
internal static class PaperCheck
{
    /// <summary>The corpus of all places that no other corpus knows: a paper names the place it speaks for.</summary>
    private const string Elsewhere = "elsewhere";

    /// <summary>Whether the papers cover every place for which the authority of a law that is not encoded is asked.</summary>
    public static bool Covers(RuleSet rules, Question question, CorpusDecision decision)
    {
        if (question.Papers.Count == 0 || !decision.IsNotEncoded || PlacesAsked(rules, question, decision.Slice) is not { } places)
        {
            return false;
        }

        var papers = question.Papers.Where(p => p.Authority == decision.Slice.Corpus.Authority && Problem(question, p) is null).ToList();
        var named = places.Count > 1 || decision.Slice.Corpus.Places is null;
        return places.Count == 0
            ? decision.Slice.Corpus.Name != Elsewhere && papers.Exists(p => p.Place is null)
            : places.All(place => papers.Exists(p => p.Place == place || (p.Place is null && !named)));
    }

    /// <summary>Why a paper holds nothing on the day; null when it does.</summary>
    public static string? Problem(Question question, PaperInHand paper) =>
        !PaperInHand.AreTwoPersons(paper.FiledBy) ? "it is not filed by two different persons"
        : question.On < paper.Date ? $"it bears the day {paper.Date:yyyy-MM-dd}, which is later"
        : question.On > paper.ValidUntil ? $"it held until {paper.ValidUntil:yyyy-MM-dd}"
        : null;

    /// <summary>What became of each paper, once every authority has answered.</summary>
    public static IEnumerable<PaperFinding> Findings(Question question, IReadOnlyList<AuthorityAnswer> answers)
    {
        foreach (var paper in question.Papers)
        {
            var asked = answers.FirstOrDefault(a => a.Corpus.Authority == paper.Authority);
            var problem = Problem(question, paper);
            yield return asked is null ? new(paper, false, $"{paper.Authority} is not asked about this shipment")
                : problem is not null ? new(paper, false, problem)
                : asked.Outcome == Verdict.OnPaper ? new(paper, true, "stands in for law that is not encoded here")
                : asked.Outcome == Verdict.NotEncoded ? new(paper, false, $"it does not cover every place for which {paper.Authority} is asked; name each under `place`")
                : new(paper, false, $"{paper.Authority} answers {asked.Outcome.Word().Replace('-', ' ')}, which a paper does not override");
        }
    }

    /// <summary>The places for which a corpus is asked: where goods leave, pass through, or are transferred within; null where not all of them are known.</summary>
    private static List<string>? PlacesAsked(RuleSet rules, Question question, CorpusSlice slice)
    {
        var schema = rules.Schema;
        var slots = question.Facts.Slots;
        var places = new List<string>();
        foreach (var name in (string[])["origin", "destination"])
        {
            if (schema.Find(name) is not { Type: FactType.OneOf, Enum: { } values } fact)
            {
                continue;
            }

            var index = slots[fact.Slot];
            var counts = name == "origin" || (schema.Find("kind") is { Type: FactType.OneOf, Enum: { } kinds } kind && slots[kind.Slot] == kinds.IndexOf("in-country-transfer"));
            if (counts && index >= 0 && index < values.Values.Length)
            {
                places.Add(values.Values[(int)index]);
            }
        }

        if (schema.Find("transit") is { Type: FactType.SetOf, Enum: { } countries } transit)
        {
            if (!question.Facts.IsKnown(transit))
            {
                return null;
            }

            places.AddRange(countries.Values.Where((_, i) => (slots[transit.Slot + 1 + (i >> 6)] >> (i & 63) & 1) != 0));
        }

        var own = slice.Corpus.Places;
        return
        [
            .. places.Distinct(StringComparer.Ordinal).Where(p => own is not null ? slice.Contains(own, p)
                : slice.Corpus.Name == Elsewhere && !rules.Law.Corpora.Any(c => c.Places is { } others && slice.Contains(others, p))),
        ];
    }
}
