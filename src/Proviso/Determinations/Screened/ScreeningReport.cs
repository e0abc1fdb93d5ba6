using System.Collections.Immutable;
using Proviso.Determinations.Intake;
using Proviso.Parties;
using Proviso.Parties.Ownership;
using Proviso.Screening;
using Proviso.Screening.Lists;

namespace Proviso.Determinations.Screened;

/// <summary>What screening found about the parties of a transaction, and the transaction with it written in.</summary>
public sealed record ScreeningReport
{
    /// <summary>The transaction, its parties with the lists they are taken to stand on and the share that listed parties own.</summary>
    public required Transaction Transaction { get; init; }

    /// <summary>The parties, in the order of the transaction.</summary>
    public required ImmutableArray<PartyFinding> Parties { get; init; }

    /// <summary>What was assumed because it could not be found out.</summary>
    public required ImmutableArray<Assumption> Assumptions { get; init; }

    /// <summary>The lists searched, and those that are missing.</summary>
    public required ImmutableArray<ListState> Lists { get; init; }

    /// <summary>The version of matching and weights.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The score from which an entry is a hit.</summary>
    public required int Threshold { get; init; }

    /// <summary>What somebody has to look at before anything moves, a sentence each; empty when there is nothing.</summary>
    public required ImmutableArray<string> Holds { get; init; }
}

/// <summary>What screening found about a party.</summary>
/// <param name="Party">The party as stated.</param>
/// <param name="Result">The entries like it.</param>
/// <param name="Taken">The hits that it is taken to be until somebody clears them.</param>
/// <param name="Ownership">What listed parties own of it; null when its owners are not known.</param>
public sealed record PartyFinding(Party Party, ScreeningResult Result, ImmutableArray<ScreeningHit> Taken, OwnershipFinding? Ownership);

/// <summary>What listed parties own of a party.</summary>
/// <param name="Verdict">Whether it is half or more.</param>
/// <param name="Share">The share in the aggregate, from the least to the most, in millionths of a percent.</param>
/// <param name="Certain">The reasoning with the matches that are taken for the owner itself.</param>
/// <param name="Possible">The reasoning with every match that nobody cleared.</param>
/// <param name="Listed">The lists of each owner that counts as listed in what is certain, by its key.</param>
/// <param name="Owners">The owners that are like an entry.</param>
public sealed record OwnershipFinding(
    OwnershipVerdict Verdict, ShareInterval Share, OwnershipAnswer Certain, OwnershipAnswer Possible, IReadOnlyDictionary<string, ImmutableArray<string>> Listed, ImmutableArray<OwnerHit> Owners);

/// <summary>An owner that is like an entry.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Hit">The entry.</param>
/// <param name="IsTaken">Whether it is taken to be it until somebody clears it; otherwise it may be.</param>
public sealed record OwnerHit(Holder Owner, ScreeningHit Hit, bool IsTaken);
