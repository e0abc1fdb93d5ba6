using System.Collections.Immutable;

namespace Proviso.Screening.Lists;

/// <summary>What a reader found in a publication. A publication can hold several lists, as the Consolidated Screening List does.</summary>
public sealed record ListContent
{
    /// <summary>The shape it was read as: <c>csl-json</c>, <c>csl-csv</c>, <c>ofac-sdn-csv</c>, <c>ofac-xml</c>, <c>ofac-advanced-xml</c>, <c>un-xml</c>, <c>eu-xml</c>, <c>uk-csv</c>, <c>uk-sanctions-csv</c>, <c>ftm-json</c>, <c>entities-json</c> or <c>plain-csv</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The entries, in the order of the publication. Empty when it holds none, which no caller may take for "nobody is listed".</summary>
    public required ImmutableArray<ListedParty> Parties { get; init; }

    /// <summary>The day the publisher puts on it, where it does.</summary>
    public DateOnly? Published { get; init; }

    /// <summary>The license that binds whoever uses it, where there is one to name.</summary>
    public string? License { get; init; }

    /// <summary>What a reader had to leave aside and an officer should know, such as a country it could not tell.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}
