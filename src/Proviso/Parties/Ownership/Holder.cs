using System.Collections.Immutable;
using Proviso.Places;

namespace Proviso.Parties.Ownership;

/// <summary>What is known of the owners of a holder that no stake names.</summary>
public enum OwnersKnown
{
    /// <summary>Nothing: what no stake names may belong to anyone, a listed party among them. The default, for unknown is not clean.</summary>
    NotAll,

    /// <summary>
    /// Declared complete: what no stake names belongs to no listed party, neither directly nor through others.
    /// For a company whose shares are traded it says that no listed party holds any beyond those stated. A stated range stays a range.
    /// </summary>
    Complete,

    /// <summary>A natural person, whom nobody owns. A stake in a person is refused.</summary>
    Person,
}

/// <summary>A party that owns or is owned.</summary>
/// <param name="Key">What stakes call it; unique in a book, compared letter by letter.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Country">Where it is, where stated.</param>
/// <param name="Owners">What is known of its owners beyond the stakes.</param>
/// <param name="Lists">The lists on which the input says it stands; a screening may know more.</param>
public sealed record Holder(string Key, string Name, Country? Country = null, OwnersKnown Owners = OwnersKnown.NotAll, ImmutableArray<string> Lists = default)
{
    /// <summary>The lists on which the input says it stands; never default, so that it can be walked.</summary>
    public ImmutableArray<string> Lists { get; init; } = Lists.IsDefault ? [] : Lists;
}

/// <summary>What a stake is a share of.</summary>
public enum StakeKind
{
    /// <summary>The party itself: its shares, its capital. Only this counts for the rule.</summary>
    Ownership,

    /// <summary>Its votes, or other control. Kept and shown, never added: the rule speaks of ownership, not of control.</summary>
    Voting,
}

/// <summary>A share that one holder has in another, as one source states it.</summary>
/// <param name="Owner">The key of the holder that owns.</param>
/// <param name="Owned">The key of the holder that is owned.</param>
/// <param name="Share">How much, in millionths of a percent.</param>
/// <param name="Kind">Of what.</param>
/// <param name="From">The first day it holds; null when it always did.</param>
/// <param name="Until">The last day it holds, itself included; null when it still does.</param>
/// <param name="Source">Who states it, such as <c>annual report 2025, p. 12</c>; empty when nobody said.</param>
/// <param name="Line">The line of the input, from 1; 0 when it came from no text.</param>
public readonly record struct Stake(string Owner, string Owned, ShareInterval Share, StakeKind Kind = StakeKind.Ownership, DateOnly? From = null, DateOnly? Until = null, string Source = "", int Line = 0)
{
    /// <summary>Whether it holds on that day.</summary>
    public bool HoldsOn(DateOnly day) => (From is not { } from || from <= day) && (Until is not { } until || day <= until);
}
