using System.Globalization;

namespace Proviso.Screening.Clearances;

/// <summary>That somebody looked at a party and an entry that are alike and found that they are two.</summary>
/// <param name="Party">The fingerprint of the party's record.</param>
/// <param name="List">The list.</param>
/// <param name="Entry">The entry's number in the list.</param>
/// <param name="EntryFingerprint">The fingerprint of what the entry said.</param>
/// <param name="Algorithm">The version of matching and weights.</param>
/// <param name="Who">Who cleared it.</param>
/// <param name="Why">Why.</param>
/// <param name="On">The day.</param>
/// <param name="Until">The last day it holds.</param>
/// <param name="PartyName">The party's name then, for people.</param>
/// <param name="EntryName">The entry's name then, for people.</param>
public sealed record Clearance(
    string Party, string List, string Entry, string EntryFingerprint, string Algorithm, string Who, string Why, DateOnly On, DateOnly Until, string PartyName, string EntryName);

/// <summary>Whether a clearance holds for a hit.</summary>
/// <param name="Clearance">The clearance.</param>
/// <param name="Reopened">Why it holds no more; null while it holds.</param>
public sealed record ClearanceStanding(Clearance Clearance, string? Reopened)
{
    /// <summary>Whether it holds.</summary>
    public bool Holds => Reopened is null;
}

/// <summary>All clearances of a house, the newest for each pair of party and entry.</summary>
public sealed class ClearanceBook
{
    private readonly Dictionary<(string List, string Entry), List<Clearance>> _byEntry = [];

    /// <summary>A book of these, in the order in which they were made.</summary>
    public ClearanceBook(IEnumerable<Clearance> clearances)
    {
        ArgumentNullException.ThrowIfNull(clearances);
        foreach (var clearance in clearances)
        {
            var key = (clearance.List, clearance.Entry);
            if (!_byEntry.TryGetValue(key, out var of))
            {
                _byEntry[key] = of = [];
            }

            of.Add(clearance);
        }
    }

    /// <summary>No clearances.</summary>
    public static ClearanceBook Empty { get; } = new([]);

    /// <summary>What the book says of a party and an entry on a day; null when nobody cleared the pair.</summary>
    /// <param name="party">The fingerprint of the party's record as it is.</param>
    /// <param name="partyName">Its name, by which a clearance of an earlier state of the record is known again.</param>
    /// <param name="list">The list.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="entryFingerprint">The fingerprint of the entry as it is.</param>
    /// <param name="algorithm">The version of matching and weights in use.</param>
    /// <param name="on">The day.</param>
    public ClearanceStanding? Find(string party, string partyName, string list, string entry, string entryFingerprint, string algorithm, DateOnly on)
    {
        if (!_byEntry.TryGetValue((list, entry), out var all)
            || all.FindLast(c => c.Party == party || string.Equals(c.PartyName, partyName, StringComparison.OrdinalIgnoreCase)) is not { } clearance)
        {
            return null;
        }

        // A clearance of this very record counts before one of a namesake.
        clearance = all.FindLast(c => c.Party == party) ?? clearance;
        var reopened = clearance switch
        {
            _ when clearance.Party != party => "the record of the party changed",
            _ when clearance.EntryFingerprint != entryFingerprint => "the list changed the entry",
            _ when clearance.Algorithm != algorithm => $"the matching changed from {clearance.Algorithm} to {algorithm}",
            _ when on > clearance.Until => string.Create(CultureInfo.InvariantCulture, $"it ended on {clearance.Until:yyyy-MM-dd}"),
            _ when on < clearance.On => string.Create(CultureInfo.InvariantCulture, $"it was made later, on {clearance.On:yyyy-MM-dd}"),
            _ => null,
        };
        return new ClearanceStanding(clearance, reopened);
    }
}
