using System.Collections.Immutable;

namespace Proviso.Screening.Lists;

/// <summary>Whether a list can be relied on.</summary>
public enum ListReadiness
{
    /// <summary>Read whole, plausible and fresh.</summary>
    Ready,

    /// <summary>Made up, for examples: it says nothing of real parties.</summary>
    MadeUp,

    /// <summary>Not looked at for longer than its limit.</summary>
    Stale,

    /// <summary>A part of the publication is missing, such as the file of other names.</summary>
    Incomplete,

    /// <summary>The last publication could not be taken: what is searched is the one before it.</summary>
    Doubtful,

    /// <summary>Not there.</summary>
    Absent,
}

/// <summary>A list as it stands in a store on a day.</summary>
/// <param name="Id">Its name in answers.</param>
/// <param name="Readiness">Whether it can be relied on.</param>
/// <param name="Reason">Why not; null when it can.</param>
/// <param name="Snapshot">The SHA-256 of the publication searched; null when there is none.</param>
/// <param name="Entries">How many entries it has.</param>
/// <param name="Checked">When its publisher was last asked successfully, or it was imported; null when never.</param>
public sealed record ListState(string Id, ListReadiness Readiness, string? Reason, string? Snapshot, int Entries, DateTimeOffset? Checked)
{
    /// <summary>Whether an answer may rely on it.</summary>
    public bool IsReady => Readiness == ListReadiness.Ready;
}

/// <summary>Lists with their entries, as they are searched together.</summary>
/// <param name="States">The lists, those that are absent among them.</param>
/// <param name="Parties">All entries.</param>
public sealed record ListSet(ImmutableArray<ListState> States, ImmutableArray<ListedParty> Parties)
{
    /// <summary>No list at all.</summary>
    public static ListSet Empty { get; } = new([], []);
}
