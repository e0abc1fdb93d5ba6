using Proviso.Documents;
using Proviso.Parties.Ownership;
using Proviso.Places;

namespace Proviso.Parties;

/// <summary>A party to a transaction, as stated. What was not stated is null, never a default.</summary>
public sealed record Party
{
    /// <summary>The roles a party can have.</summary>
    public static ClosedWords Roles { get; } =
        new("exporter", "purchaser", "intermediate-consignee", "ultimate-consignee", "end-user", "forwarder", "tenant", "other");

    /// <summary>Its role.</summary>
    public required string Role { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is.</summary>
    public Country? Country { get; init; }

    /// <summary>Where it is headquartered.</summary>
    public Country? Headquarters { get; init; }

    /// <summary>Where its ultimate parent is headquartered; its own headquarters when it is its own.</summary>
    public Country? UltimateParentHeadquarters { get; init; }

    /// <summary>The name of its ultimate parent; null when it is its own or none is stated.</summary>
    public string? UltimateParentName { get; init; }

    /// <summary>The corporate group that reports name, such as bytedance.</summary>
    public string? Group { get; init; }

    /// <summary>Who it is among those whom an exemption names, as stated; null when nobody said.</summary>
    public string? Named { get; init; }

    /// <summary>Whom its name reads like among those; a name proves nothing, so nothing is cleared by it.</summary>
    public string? NameReads { get; init; }

    /// <summary>The lists it stands on; empty when it was screened and stands on none; null when nobody said.</summary>
    public IReadOnlyList<string>? Listings { get; init; }

    /// <summary>The share owned in the aggregate by listed parties, in millionths of a percent; null when nobody said.</summary>
    public long? ListedShare { get; init; }

    /// <summary>The lists on which those owners stand.</summary>
    public IReadOnlyList<string>? OwnerListings { get; init; }

    /// <summary>Its owners as stated, from which the share of listed parties is worked out; null when nobody said. It stands in it under <see cref="StatedOwner.KeyOf"/>.</summary>
    public OwnershipBook? Owners { get; init; }

    /// <summary>Why the share of listed parties cannot be told, and what to ask; null when it can, or nobody looked. The share is then unknown.</summary>
    public string? ListedShareOpen { get; init; }

    /// <summary>Its address; null when not stated.</summary>
    public string? Address { get; init; }

    /// <summary>Its numbers and codes, as <c>kind:value</c> or bare.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];

    /// <summary>Whether it is a military end user; null when nobody said.</summary>
    public bool? Military { get; init; }

    /// <summary>Whether it is a military-intelligence end user; null when nobody said.</summary>
    public bool? MilitaryIntelligence { get; init; }

    /// <summary>
    /// Whether tests of where parties are, are headquartered or have their ultimate parent look at it. They look at who buys, receives or uses the item, not at
    /// who sends or carries it or rents computing on it; a party of a role that nobody knows is looked at too, since a word must not hide it.
    /// </summary>
    public bool IsHeadquartersTested => Role is not ("exporter" or "forwarder" or "tenant");

    /// <summary>Whether it receives the item: someone must, or the parties are not all named.</summary>
    public bool IsRecipient => Role is "end-user" or "ultimate-consignee";
}

/// <summary>An owner of a party, as stated.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Share">Its share, in millionths of a percent, exact or from the least to the most.</param>
public sealed record StatedOwner(string Name, ShareInterval Share)
{
    /// <summary>Where it is.</summary>
    public Country? Country { get; init; }

    /// <summary>Whether it is a natural person, whom nobody owns.</summary>
    public bool IsPerson { get; init; }

    /// <summary>Whether its own owners stated are all that matter.</summary>
    public bool OwnersComplete { get; init; }

    /// <summary>The lists it is stated to stand on; null when nobody said.</summary>
    public IReadOnlyList<string>? Listings { get; init; }

    /// <summary>Its own owners.</summary>
    public IReadOnlyList<StatedOwner> Owners { get; init; } = [];

    /// <summary>The key of a name: one name is one owner, whatever its case and spaces.</summary>
    public static string KeyOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Join(' ', name.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The book of what is stated about a party, or what cannot be true of it, such as shares above the whole.</summary>
    /// <param name="party">The party's name.</param>
    /// <param name="owners">Its owners.</param>
    /// <param name="complete">Whether nobody else matters.</param>
    public static OwnershipReading BookOf(string party, IReadOnlyList<StatedOwner> owners, bool complete)
    {
        ArgumentNullException.ThrowIfNull(owners);
        var builder = new OwnershipBookBuilder();
        builder.AddHolder(new Holder(KeyOf(party), party, null, complete ? OwnersKnown.Complete : OwnersKnown.NotAll));
        Add(KeyOf(party), owners, builder, []);
        return builder.Build();
    }

    private static void Add(string owned, IReadOnlyList<StatedOwner> owners, OwnershipBookBuilder builder, Dictionary<(string, string), ShareInterval> stated)
    {
        foreach (var owner in owners)
        {
            var key = KeyOf(owner.Name);
            var known = owner.IsPerson ? OwnersKnown.Person : owner.OwnersComplete ? OwnersKnown.Complete : OwnersKnown.NotAll;
            builder.AddHolder(new Holder(key, owner.Name, owner.Country, known, [.. owner.Listings ?? []]));

            // An owner that is named again further up may state its owners again; the same share is the same stake.
            if (!stated.TryGetValue((key, owned), out var before) || before != owner.Share)
            {
                stated[(key, owned)] = owner.Share;
                builder.AddStake(new Stake(key, owned, owner.Share, Source: System.FormattableString.Invariant($"the transaction, {stated.Count}")));
            }

            Add(key, owner.Owners, builder, stated);
        }
    }
}
