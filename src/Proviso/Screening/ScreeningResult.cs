using System.Collections.Immutable;
using Proviso.Screening.Clearances;
using Proviso.Screening.Lists;
using Proviso.Screening.Matching;

namespace Proviso.Screening;

/// <summary>What screening says of a party.</summary>
public enum ScreeningVerdict
{
    /// <summary>Every list that was asked for is ready, and no entry is like the party, or each that is was cleared.</summary>
    Clear,

    /// <summary>At least one entry is like it, and nobody cleared it.</summary>
    Hit,

    /// <summary>No entry was found, but something stands against saying so: a list that is not ready, or a name that could not be compared.</summary>
    Hold,
}

/// <summary>An entry that is like the party.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Name">The listed name that is most like it.</param>
/// <param name="Asked">The name of the party that it is like.</param>
/// <param name="Points">0 to 1000: the sum of the pieces.</param>
/// <param name="Pieces">What the score is made of.</param>
/// <param name="Clearance">Whether somebody cleared it, or null when nobody ever did.</param>
public sealed record ScreeningHit(ListedParty Entry, ListedName Name, string Asked, int Points, ImmutableArray<ScorePiece> Pieces, ClearanceStanding? Clearance)
{
    /// <summary>Whether a clearance holds for it.</summary>
    public bool IsCleared => Clearance is { Holds: true };
}

/// <summary>The answer for one party.</summary>
public sealed record ScreeningResult
{
    /// <summary>The party.</summary>
    public required PartyQuery Party { get; init; }

    /// <summary>What is said of it.</summary>
    public required ScreeningVerdict Verdict { get; init; }

    /// <summary>The entries like it, most like first, cleared ones among them.</summary>
    public required ImmutableArray<ScreeningHit> Hits { get; init; }

    /// <summary>Entries like it beyond those shown.</summary>
    public int MoreHits { get; init; }

    /// <summary>Why it cannot read as clear, a sentence each; empty when nothing stands against it.</summary>
    public required ImmutableArray<string> Holds { get; init; }
}
