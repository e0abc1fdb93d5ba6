using System.Globalization;
using System.Text;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Rules;

/// <summary>The law of an authority's own day and hour.</summary>
public sealed partial class RuleSet
{
    /// <summary>The law of one corpus on a day for one transaction: as <see cref="Slice(CorpusDefinition, DateOnly, DateOnly, LawView, string?, GroupTrial?)"/>, and by the hour and by the letters this exporter received.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="on">The day of its authority.</param>
    /// <param name="hour">The hour of that day, or null: then the whole day on which something changes is read as new law.</param>
    /// <param name="knownOn">The day up to which publications count.</param>
    /// <param name="view">As enforced or on the text.</param>
    /// <param name="scenario">A scenario of this rule set, or null.</param>
    /// <param name="facts">The facts, for the days on which letters were received; null when none are at hand.</param>
    /// <param name="trial">A group to take in another way, or null.</param>
    public CorpusSlice Slice(CorpusDefinition corpus, DateOnly on, TimeOnly? hour, DateOnly knownOn, LawView view, string? scenario, FactFrame? facts, GroupTrial? trial = null)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var received = facts is null || corpus.ReceiptFacts.Length == 0 ? SliceMoment.WholeDay.Received : Received(corpus, on, facts);
        return Slice(corpus, on, knownOn, view, scenario, trial, hour is null && received.Count == 0 ? SliceMoment.WholeDay : new SliceMoment(hour, received));
    }

    /// <summary>The authority's day and hour at an instant; a corpus without a zone takes the day as the instant was written.</summary>
    public static (DateOnly Day, TimeOnly? Hour) DayOf(CorpusDefinition corpus, DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var local = corpus.Zone is { } zone ? TimeZoneInfo.ConvertTime(instant, zone) : instant;
        return (DateOnly.FromDateTime(local.DateTime), corpus.Zone is null ? null : TimeOnly.FromDateTime(local.DateTime));
    }

    private static Dictionary<FactDefinition, bool> Received(CorpusDefinition corpus, DateOnly on, FactFrame facts)
    {
        var received = new Dictionary<FactDefinition, bool>();
        foreach (var fact in corpus.ReceiptFacts)
        {
            var day = facts.Slots[fact.Slot];
            if (day == FactSchema.NotApplicable)
            {
                // A letter that this exporter never received binds it on no day.
                received[fact] = false;
            }
            else if (day != FactSchema.Unknown)
            {
                received[fact] = day <= on.DayNumber;
            }
        }

        return received;
    }

    /// <summary>What tells slices of one stretch of days apart: the hours of the day that have passed, and the letters received.</summary>
    private static string MomentKey(CorpusDefinition corpus, DateOnly on, SliceMoment moment)
    {
        if (moment.Hour is null && moment.Received.Count == 0)
        {
            return "";
        }

        var key = new StringBuilder();
        if (moment.Hour is { } hour)
        {
            var begun = corpus.Provisions.Count(p => p.Hour is { } h && p.InForce.From == on && h <= hour);
            var ended = corpus.Provisions.Count(p => p.EndHour is { } h && p.End!.From == on && h <= hour);
            var all = corpus.Provisions.Count(p => p.Hour is not null && p.InForce.From == on) + corpus.Provisions.Count(p => p.EndHour is not null && p.End!.From == on);

            // Past the last hour of the day the law is that of the whole day.
            if (begun + ended < all)
            {
                key.Append(CultureInfo.InvariantCulture, $"{begun}/{ended}");
            }
        }

        foreach (var (fact, received) in moment.Received.OrderBy(r => r.Key.Slot))
        {
            key.Append(CultureInfo.InvariantCulture, $" {fact.Name}={(received ? 'y' : 'n')}");
        }

        return key.ToString();
    }
}
