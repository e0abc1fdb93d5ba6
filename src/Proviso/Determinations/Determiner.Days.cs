using System.Globalization;
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Determinations;

/// <summary>Each authority is asked on its own day.</summary>
public sealed partial class Determiner
{
    /// <summary>The day, and the hour where one is known, on which a corpus is asked.</summary>
    public static (DateOnly Day, TimeOnly? Hour) DayOf(Question question, CorpusDefinition corpus)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.At is { } at ? RuleSet.DayOf(corpus, at) : (question.On, null);
    }

    private CorpusSlice SliceOf(Question question, CorpusDefinition corpus, LawView view)
    {
        var (day, hour) = DayOf(question, corpus);
        return _rules.Slice(corpus, day, hour, question.KnownOn, view, question.Scenario, question.Facts);
    }

    /// <summary>Hours that made a difference, or would: of provisions that apply, and of those that stood aside because of the hour.</summary>
    private IEnumerable<string> DayNotes(Question question, CorpusDecision decision, DateOnly day, TimeOnly? hour)
    {
        var corpus = decision.Slice.Corpus;
        foreach (var version in corpus.Provisions.Where(p => p is { Hour: not null, Scenario: null } && p.InForce.From == day && p.InForce.Published <= question.KnownOn))
        {
            var since = string.Create(CultureInfo.InvariantCulture, $"{version.Name} is in force from {day:yyyy-MM-dd} {version.Hour:HH\\:mm}{(corpus.Zone is { } zone ? " in " + zone.Id : "")} ({version.InForce.By})");
            var provision = decision.Slice.Provisions.FirstOrDefault(p => ReferenceEquals(p.Version, version));
            if (provision is not null && decision.Applies(provision) != Truth.No)
            {
                yield return hour is null ? $"{since}; no hour is stated, and the whole day is read as new law" : $"{since}; at {hour:HH\\:mm} it is";
            }
            else if (hour is not null && provision is null && Applies(version))
            {
                yield return $"{since}; at {hour:HH\\:mm} it is not yet";
            }
        }

        // With the hour past, would it apply?
        bool Applies(ProvisionVersion version)
        {
            var whole = _rules.Slice(corpus, day, null, question.KnownOn, question.View, question.Scenario, question.Facts).Decide(question.Facts);
            return whole.Slice.Provisions.Any(p => ReferenceEquals(p.Version, version) && whole.Applies(p) != Truth.No);
        }
    }
}
