using System.Collections.Immutable;

namespace Proviso.Parties.Ownership;

/// <summary>Whether listed parties own half of a party or more.</summary>
public enum OwnershipVerdict
{
    /// <summary>What is stated leaves it open. Not a clearance.</summary>
    CannotDetermine,

    /// <summary>At least half, whatever the open figures are.</summary>
    AtLeastHalf,

    /// <summary>Less than half, whatever the open figures are.</summary>
    BelowHalf,
}

/// <summary>What is missing.</summary>
public enum WitnessKind
{
    /// <summary>Nobody stated any owner of a party, and it is not declared complete.</summary>
    UnknownOwners,

    /// <summary>Nobody stated who owns the rest of a party.</summary>
    UnstatedRest,

    /// <summary>A share is stated as a range with the line inside what it decides.</summary>
    StraddlingStake,
}

/// <summary>The nearest reason for which a share cannot be told.</summary>
/// <param name="Kind">What is missing.</param>
/// <param name="Holder">Of whom.</param>
/// <param name="Stake">The stake whose share is a range; null for the others.</param>
/// <param name="Rest">The share of the holder that no stake names, in millionths of a percent; zero for a range.</param>
/// <param name="Path">From that holder to the party asked about, by what may be owned; both are in it.</param>
public sealed record OwnershipWitness(WitnessKind Kind, Holder Holder, Stake? Stake, ShareInterval Rest, ImmutableArray<Holder> Path);

/// <summary>A listed holder among the owners, direct or through others.</summary>
/// <param name="Holder">Who.</param>
/// <param name="Lists">The lists it stands on, in the order of the caller.</param>
/// <param name="IsCertain">Whether it counts whatever the open figures are; otherwise only if they turn out so.</param>
public sealed record ListedOwner(Holder Holder, ImmutableArray<string> Lists, bool IsCertain);

/// <summary>One step of the reasoning: a party that counts as listed from here on, and why.</summary>
/// <param name="Holder">The party.</param>
/// <param name="Lists">The lists it stands on; empty when it is reached by its owners.</param>
/// <param name="Stakes">The stakes in it of everyone in an earlier step; empty for a listed party.</param>
/// <param name="Owned">The share that they come to, in millionths of a percent.</param>
/// <param name="OthersLow">In what is possible: the least share of everyone else, which is out of reach. Zero in what is certain.</param>
public sealed record OwnershipStep(Holder Holder, ImmutableArray<string> Lists, ImmutableArray<Stake> Stakes, long Owned, long OthersLow);

/// <summary>The answer for one party on one day, with everything that it rests on.</summary>
public sealed record OwnershipAnswer
{
    /// <summary>The party asked about.</summary>
    public required Holder Holder { get; init; }

    /// <summary>The day.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Whether listed parties own half or more of it. Its own listing is not looked at here.</summary>
    public required OwnershipVerdict Verdict { get; init; }

    /// <summary>
    /// The share owned in the aggregate by listed parties, in millionths of a percent, from the least to the most that what is stated allows.
    /// Both ends can be. The whole stake of an owner counts that is itself owned by half or more; nothing is multiplied.
    /// </summary>
    public required ShareInterval Share { get; init; }

    /// <summary>The least of <see cref="Share"/>.</summary>
    public long LowShare => Share.Low;

    /// <summary>The most of <see cref="Share"/>.</summary>
    public long HighShare => Share.High;

    /// <summary>The listed holders whose stakes count in it, directly or through others, those that are certain first, then by key.</summary>
    public required ImmutableArray<ListedOwner> ListedOwners { get; init; }

    /// <summary>The lists of the certain ones among them, each once, in the order of the caller: the most restrictive first, if the caller ordered them so.</summary>
    public required ImmutableArray<string> Lists { get; init; }

    /// <summary>The lists of all of them. What nobody stated may add others.</summary>
    public required ImmutableArray<string> PossibleLists { get; init; }

    /// <summary>What to ask, when it cannot be told; otherwise null.</summary>
    public required string? Question { get; init; }

    /// <summary>Why it cannot be told, when it cannot; otherwise null.</summary>
    public required OwnershipWitness? Witness { get; init; }

    /// <summary>How what is certain is reached: every holder above the party that counts, in an order in which each rests on earlier ones.</summary>
    public required ImmutableArray<OwnershipStep> Steps { get; init; }

    /// <summary>The same of what is possible.</summary>
    public required ImmutableArray<OwnershipStep> PossibleSteps { get; init; }

    /// <summary>The last sum: the stakes of all certain holders in the party itself.</summary>
    public required OwnershipStep Certain { get; init; }

    /// <summary>The last sum of what is possible.</summary>
    public required OwnershipStep Possible { get; init; }

    /// <summary>Voting rights and other control in the party on that day: stated, and not counted, for the rule speaks of ownership alone.</summary>
    public required ImmutableArray<Stake> KeptAside { get; init; }
}
