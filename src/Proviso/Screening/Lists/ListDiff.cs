using System.Collections.Immutable;

namespace Proviso.Screening.Lists;

/// <summary>What one publication says otherwise than another.</summary>
/// <param name="Added">Entries that are new.</param>
/// <param name="Removed">Entries that are gone.</param>
/// <param name="Changed">Entries that say something else: before and after.</param>
public sealed record ListDiff(ImmutableArray<ListedParty> Added, ImmutableArray<ListedParty> Removed, ImmutableArray<(ListedParty Before, ListedParty After)> Changed)
{
    /// <summary>Whether they say the same.</summary>
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Changed.IsEmpty;

    /// <summary>Compares two sets of entries, each by list and number.</summary>
    public static ListDiff Between(IEnumerable<ListedParty> before, IEnumerable<ListedParty> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var old = ByKey(before);
        var added = ImmutableArray.CreateBuilder<ListedParty>();
        var changed = ImmutableArray.CreateBuilder<(ListedParty, ListedParty)>();
        foreach (var (key, now) in ByKey(after))
        {
            if (!old.Remove(key, out var then))
            {
                added.Add(now);
            }
            else if (!string.Equals(then.Fingerprint, now.Fingerprint, StringComparison.Ordinal))
            {
                changed.Add((then, now));
            }
        }

        return new ListDiff(added.ToImmutable(), [.. old.Values], changed.ToImmutable());
    }

    /// <summary>Every entry that is in one of the two otherwise than in the other.</summary>
    public IEnumerable<ListedParty> Touched => [.. Added, .. Removed, .. Changed.SelectMany(c => new[] { c.Before, c.After })];

    // A list that gives one number twice is compared by the order in which it does.
    private static Dictionary<(string List, string Id, int Nth), ListedParty> ByKey(IEnumerable<ListedParty> parties)
    {
        var byKey = new Dictionary<(string, string, int), ListedParty>();
        foreach (var party in parties)
        {
            for (var nth = 0; !byKey.TryAdd((party.List, party.Id, nth), party); nth++)
            {
            }
        }

        return byKey;
    }
}
