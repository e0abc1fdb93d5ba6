using System.Collections.Immutable;
using System.Globalization;

namespace Proviso.Screening.Lists;

/// <summary>What a reader found in a publication. A publication can hold several lists, as the Consolidated Screening List does.</summary>
public sealed record ListContent
{
    /// <summary>The shape it was read as: <c>csl-json</c>, <c>csl-csv</c>, <c>bis-dpl-txt</c>, <c>opensanctions-csv</c>,
    /// <c>ofac-sdn-csv</c>, <c>ofac-xml</c>, <c>ofac-advanced-xml</c>, <c>un-xml</c>, <c>eu-xml</c>, <c>uk-csv</c>, <c>uk-sanctions-csv</c>, <c>ftm-json</c>, <c>entities-json</c> or <c>plain-csv</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The entries, in the order of the publication. Empty when it holds none, which no caller may take for "nobody is listed".</summary>
    public required ImmutableArray<ListedParty> Parties { get; init; }

    /// <summary>The day the publisher puts on it, where it does.</summary>
    public DateOnly? Published { get; init; }

    /// <summary>The license that binds whoever uses it, where there is one to name.</summary>
    public string? License { get; init; }

    /// <summary>Parts that belong to the publication and are not here, in words: OFAC gives names and addresses in files of their own. Not empty means that the list is not whole.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>What was read and is no entry, by reason, with how often and where first: nothing is passed over in silence.</summary>
    public ImmutableArray<PassedOver> PassedOver { get; init; } = [];

    /// <summary>What a reader had to leave aside and an officer should know, such as a country it could not tell.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}

/// <summary>Rows or objects of a publication that are no entries of it.</summary>
/// <param name="Why">What they are, and why they are no entries.</param>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first of them: line and key; at most five.</param>
public sealed record PassedOver(string Why, int Count, ImmutableArray<string> First)
{
    /// <summary>In one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} not taken as entries: {Why} (first: {string.Join(", ", First)})");
}

/// <summary>How much a list holds, to be held against what the publication is known to hold and against the one before.</summary>
/// <param name="Entries">Entries.</param>
/// <param name="Names">Names of all kinds.</param>
/// <param name="Addresses">Addresses.</param>
/// <param name="Identifiers">Numbers and codes.</param>
public sealed record ListCounts(int Entries, int Names, int Addresses, int Identifiers)
{
    /// <summary>The counts of these entries.</summary>
    public static ListCounts Of(IEnumerable<ListedParty> parties)
    {
        ArgumentNullException.ThrowIfNull(parties);
        var (entries, names, addresses, identifiers) = (0, 0, 0, 0);
        foreach (var party in parties)
        {
            entries++;
            names += party.Names.Length;
            addresses += party.Addresses.Length;
            identifiers += party.Identifiers.Length;
        }

        return new ListCounts(entries, names, addresses, identifiers);
    }
}
