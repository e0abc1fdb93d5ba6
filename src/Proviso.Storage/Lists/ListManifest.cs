using System.Text.Json.Serialization;
using Proviso.Screening.Lists;

namespace Proviso.Storage.Lists;

/// <summary>What a store holds: the one file that is replaced whole when anything changes.</summary>
public sealed record ListManifest
{
    /// <summary>The version of this shape.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>The publications, by name.</summary>
    public SortedDictionary<string, HeldSource> Sources { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The hash of the table of word rarity that scores are made with; null until the first list comes.</summary>
    public string? Rarity { get; init; }
}

/// <summary>A publication in a store.</summary>
public sealed record HeldSource
{
    /// <summary>Where it is fetched from, or the name of the file it was imported from.</summary>
    public required string Origin { get; init; }

    /// <summary>Whether it is fetched; otherwise somebody imported it.</summary>
    public bool Fetched { get; init; }

    /// <summary>The name under which entries are listed when the publication does not say it itself.</summary>
    public string? ListId { get; init; }

    /// <summary>SHA-256 of the publication that is searched; null when none was ever accepted.</summary>
    public string? Snapshot { get; init; }

    /// <summary>What shape it has.</summary>
    public string? Format { get; init; }

    /// <summary>The day its publisher puts on it.</summary>
    public DateOnly? Published { get; init; }

    /// <summary>When that publication was accepted.</summary>
    public DateTimeOffset? Accepted { get; init; }

    /// <summary>When the publisher last said that it is the current one, or the day of an imported one.</summary>
    public DateTimeOffset? Checked { get; init; }

    /// <summary>After how many hours without a look it is stale.</summary>
    public double MaxAgeHours { get; init; }

    /// <summary>Entries of each list in it.</summary>
    public SortedDictionary<string, int> Lists { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What each list in it holds; null where an earlier version of Proviso took it in.</summary>
    public SortedDictionary<string, ListCounts>? Counts { get; init; }

    /// <summary>Parts of the publication that are missing: its lists are not ready.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>What was read and is no entry, a sentence for each reason.</summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];

    /// <summary>What columns of the table mean by the word of whoever imported it; null where nothing had to be said.</summary>
    public SortedDictionary<string, string>? Columns { get; init; }

    /// <summary>Who took it although it was implausible, and why; null when nobody had to.</summary>
    public string? Confirmed { get; init; }

    /// <summary>What the publisher's server calls this version, for the next conditional request.</summary>
    public string? ETag { get; init; }

    /// <summary>When the publisher's server last changed it, as it wrote that.</summary>
    public string? LastModified { get; init; }

    /// <summary>Whether its entries are made up.</summary>
    public bool MadeUp { get; init; }

    /// <summary>The license that binds its use, where it names one.</summary>
    public string? License { get; init; }

    /// <summary>Why the newest publication was not accepted; null when it was. Until it is resolved nothing reads as clear.</summary>
    public string? Refused { get; init; }

    /// <summary>The last attempt that failed on the way, such as a server that did not answer; the age limit decides when that matters.</summary>
    public string? LastFailure { get; init; }

    /// <summary>What the reader had to leave aside.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>A line of a store's history.</summary>
/// <param name="At">When.</param>
/// <param name="Source">Which publication.</param>
/// <param name="What">accepted, unchanged, refused, failed or confirmed.</param>
/// <param name="Snapshot">The hash of what came, where something came.</param>
/// <param name="Entries">How many entries it had.</param>
/// <param name="Reason">Why it was refused or failed; who confirmed it and why.</param>
public sealed record ListHistoryLine(DateTimeOffset At, string Source, string What, string? Snapshot, int? Entries, string? Reason);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ListManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ListHistoryLine))]
[JsonSerializable(typeof(Proviso.Screening.Clearances.Clearance))]
internal sealed partial class LineJson : JsonSerializerContext;
