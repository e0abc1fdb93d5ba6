using Proviso.Screening.Lists;
using Proviso.Screening.Matching;
using Proviso.Screening.Names;

namespace Proviso.Screening;

/// <summary>Tells which parties a change of the lists can have anything to do with, so that the others need not be looked at again.</summary>
/// <remarks>
/// With the weights of words kept, the score of a party and an entry hangs on the two and on which words like the party's are listed at all. So a
/// party of which no word is like a word of an entry that came, went or changed, and which shares no number with one, is what it was.
/// </remarks>
public sealed class Rescreening
{
    private readonly ScreeningIndex _changed;
    private readonly NameSearch _search;

    /// <summary>For a change of the lists.</summary>
    public Rescreening(ListDiff diff)
    {
        ArgumentNullException.ThrowIfNull(diff);
        _changed = ScreeningIndex.Build(new ListSet([], [.. diff.Touched]));
        _search = new NameSearch(_changed.Names);
    }

    /// <summary>Whether the change can have anything to do with a party.</summary>
    /// <param name="party">The party.</param>
    /// <param name="threshold">The score from which an entry is a hit.</param>
    public bool Touches(PartyQuery party, int threshold)
    {
        ArgumentNullException.ThrowIfNull(party);
        return party.OtherNames.Prepend(party.Name).Any(n => NameField.Of(n).Readings.Any(r => _search.MayTouch(r.Name, threshold - Evidence.MostLift)))
            || NumberKeys.Asked(party).Any(i => _changed.With(i).Any());
    }
}
