using System.Collections.Immutable;
using System.Globalization;
using Proviso.Screening.Lists;

namespace Proviso.Storage.Lists;

/// <summary>Whether a publication that was read whole can be what it claims to be.</summary>
public static class ListPlausibility
{
    /// <summary>A short list with so much less than the one before is held back until somebody confirms it: a fifth (<see cref="LimitOf"/>).</summary>
    public const double MostDrop = 0.2;

    // Of a long list a twentieth is more than any publisher ever struck off in a day; of a short one two entries are.
    private const double MostDropOfMany = 0.05;
    private const int AlwaysMayGo = 2;

    /// <summary>The share of a count that may go at once where nobody says another: two, or a twentieth where that is more, and never more than a fifth.</summary>
    /// <param name="before">The count before, above zero.</param>
    public static double LimitOf(int before) => Math.Min(MostDrop, Math.Max(MostDropOfMany, (double)AlwaysMayGo / before));

    /// <summary>Why a publication cannot be what it claims to be; null when it can.</summary>
    internal static string? Against(ListManifest manifest, ListOffer offer, HeldSource known, ListContent content, ImmutableSortedDictionary<string, ListCounts> counts, DateTimeOffset now)
    {
        if (counts.Count == 0)
        {
            return "it has no entries";
        }

        // A publisher to the east may be a day ahead of the clock.
        if (content.Published is { } day && day > DateOnly.FromDateTime(now.UtcDateTime.AddHours(14)))
        {
            return string.Create(CultureInfo.InvariantCulture, $"it says that it was published on {day:yyyy-MM-dd}, which is yet to come");
        }

        if (offer.Entries is { } named && named != content.Parties.Length)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it has {content.Parties.Length} entries where {named} were named");
        }

        if (offer.Expected.FirstOrDefault(l => !counts.ContainsKey(l)) is { } missing)
        {
            return $"it lacks the list {missing}, which this publication carries";
        }

        if (content.Parties.Length < offer.LeastEntries)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it has {content.Parties.Length} entries; this publication has at least {offer.LeastEntries}");
        }

        foreach (var (list, count) in counts)
        {
            if (KnownLists.Find(list) is { } k && !offer.MadeUp && count.Entries < k.LeastEntries)
            {
                return string.Create(CultureInfo.InvariantCulture, $"the list {list} has {count.Entries} entries; it has at least {k.LeastEntries}");
            }
        }

        return Shrunk(manifest, offer, known, content, counts);
    }

    /// <summary>What a list lost since the publication before: entries, or what the entries hold, as when a file of aliases was left out.</summary>
    private static string? Shrunk(ListManifest manifest, ListOffer offer, HeldSource known, ListContent content, ImmutableSortedDictionary<string, ListCounts> counts)
    {
        foreach (var (list, before) in Before(manifest, known, content, counts))
        {
            var after = counts.GetValueOrDefault(list) ?? new ListCounts(0, 0, 0, 0);
            foreach (var (what, had, has) in new[] { ("entries", before.Entries, after.Entries), ("names", before.Names, after.Names), ("addresses", before.Addresses, after.Addresses), ("numbers", before.Identifiers, after.Identifiers) })
            {
                var limit = had == 0 ? 1 : offer.MostDrop ?? LimitOf(had);
                if (has < had * (1 - limit))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"the list {list} fell from {had} to {has} {what}, more than {limit * 100:0.#} %");
                }
            }
        }

        return null;
    }

    // A page of a search of the Consolidated Screening List holds one of its lists, and is measured by the publication that carries them all.
    private static IEnumerable<(string List, ListCounts Counts)> Before(ListManifest manifest, HeldSource known, ListContent content, ImmutableSortedDictionary<string, ListCounts> counts)
    {
        static ListCounts CountsOf(HeldSource source, string list) => source.Counts?.GetValueOrDefault(list) ?? new ListCounts(source.Lists.GetValueOrDefault(list), 0, 0, 0);
        static bool IsJoined(string? format) => format?.StartsWith("csl-", StringComparison.Ordinal) == true;
        return known.Lists.Keys.Select(l => (l, CountsOf(known, l))).Concat(
            from source in manifest.Sources.Values
            where source.Snapshot is not null && source.Snapshot != known.Snapshot && IsJoined(source.Format) && IsJoined(content.Format)
            from list in counts.Keys
            where source.Lists.ContainsKey(list)
            select (list, CountsOf(source, list)));
    }
}
