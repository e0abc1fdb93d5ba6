using Proviso.Documents;
using Proviso.Places;

namespace Proviso.Parties;

/// <summary>A party to a transaction, as stated. What was not stated is null, never a default.</summary>
public sealed record Party
{
    /// <summary>The roles a party can have.</summary>
    public static ClosedWords Roles { get; } =
        new("exporter", "purchaser", "intermediate-consignee", "ultimate-consignee", "end-user", "forwarder", "other");

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

    /// <summary>The lists it stands on; empty when it was screened and stands on none; null when nobody said.</summary>
    public IReadOnlyList<string>? Listings { get; init; }

    /// <summary>The share owned in the aggregate by listed parties, in millionths of a percent; null when nobody said.</summary>
    public long? ListedShare { get; init; }

    /// <summary>The lists on which those owners stand.</summary>
    public IReadOnlyList<string>? OwnerListings { get; init; }

    /// <summary>Whether it is a military end user; null when nobody said.</summary>
    public bool? Military { get; init; }

    /// <summary>Whether it is a military-intelligence end user; null when nobody said.</summary>
    public bool? MilitaryIntelligence { get; init; }

    /// <summary>Whether it receives the item: someone must, or the parties are not all named.</summary>
    public bool IsRecipient => Role is "end-user" or "ultimate-consignee";
}
