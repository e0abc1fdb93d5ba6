using System.Collections.Immutable;

namespace Proviso.Storage.Lists;

/// <summary>What a publication is offered as.</summary>
public sealed record ListOffer
{
    /// <summary>The name of the publication in the store; null for that of its list, or of its format where it has several.</summary>
    public string? Source { get; init; }

    /// <summary>Where it comes from: an address, or the name of a file.</summary>
    public required string Origin { get; init; }

    /// <summary>Whether it was fetched from its publisher.</summary>
    public bool Fetched { get; init; }

    /// <summary>The name of its list where the publication does not say it.</summary>
    public string? ListId { get; init; }

    /// <summary>After how long without a look its lists are stale; null for the limit of the strictest of its lists.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Fewer entries are not plausible.</summary>
    public int LeastEntries { get; init; } = 1;

    /// <summary>The share of entries of a list that may go from one publication to the next, 0 to 1.</summary>
    public double MostDrop { get; init; } = ListStore.MostDrop;

    /// <summary>Lists it has to carry.</summary>
    public ImmutableArray<string> Expected { get; init; } = [];

    /// <summary>Whether its entries are made up.</summary>
    public bool MadeUp { get; init; }

    /// <summary>Who takes an implausible publication for good, and why; null when nobody does. An empty or unreadable one is refused all the same.</summary>
    public string? Confirmed { get; init; }

    /// <summary>What the server calls this version.</summary>
    public string? ETag { get; init; }

    /// <summary>When the server last changed it.</summary>
    public string? LastModified { get; init; }
}

/// <summary>What became of a publication.</summary>
public enum ListOutcomeKind
{
    /// <summary>It is searched from now on.</summary>
    Accepted,

    /// <summary>It is the one that is searched already.</summary>
    Unchanged,

    /// <summary>It came and was not accepted: its lists are not ready until that is resolved.</summary>
    Refused,

    /// <summary>Nothing whole came.</summary>
    Failed,
}

/// <summary>What became of a publication.</summary>
/// <param name="Source">The publication.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Snapshot">Its hash, where something came.</param>
/// <param name="Entries">How many entries it has.</param>
/// <param name="Reason">Why it was not accepted.</param>
/// <param name="Remarks">What the reader left aside.</param>
public sealed record ListOutcome(string Source, ListOutcomeKind Kind, string? Snapshot, int Entries, string? Reason, ImmutableArray<string> Remarks);
