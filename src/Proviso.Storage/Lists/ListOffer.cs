using System.Collections.Immutable;
using Proviso.Screening.Lists;

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

    /// <summary>The share of a list's entries, names, addresses and numbers that may go from one publication to the next, 0 to 1; null for the usual limit (<see cref="ListPlausibility.LimitOf"/>).</summary>
    public double? MostDrop { get; init; }

    /// <summary>The day its publisher put on it, where the file does not say it. The age of an imported list is counted from it.</summary>
    public DateOnly? Published { get; init; }

    /// <summary>How many entries the publisher says it holds, where the file does not; null where nobody says it.</summary>
    public int? Entries { get; init; }

    /// <summary>What columns of a table mean that its format does not know: column to field, "" to leave it out. Kept with the publication.</summary>
    public ImmutableSortedDictionary<string, string> Columns { get; init; } = ListReadOptions.NoColumns;

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
public sealed record ListOutcome(string Source, ListOutcomeKind Kind, string? Snapshot, int Entries, string? Reason, ImmutableArray<string> Remarks)
{
    /// <summary>What it holds, list by list; empty where it could not be read.</summary>
    public ImmutableSortedDictionary<string, ListCounts> Counts { get; init; } = ImmutableSortedDictionary<string, ListCounts>.Empty;

    /// <summary>What was read and is no entry, by reason, with how often and where first.</summary>
    public ImmutableArray<PassedOver> PassedOver { get; init; } = [];

    /// <summary>Why its lists are not ready although it was taken, such as a missing part or day; null when nothing stands in the way.</summary>
    public string? NotReady { get; init; }

    /// <summary>Whether a refusal was recorded against lists that were there before; otherwise the folder is as it was.</summary>
    public bool Recorded { get; init; } = true;
}
