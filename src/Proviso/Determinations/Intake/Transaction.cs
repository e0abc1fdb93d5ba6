using Proviso.Items;
using Proviso.Parties;
using Proviso.Places;
using Proviso.Rules.Evaluation;

namespace Proviso.Determinations.Intake;

/// <summary>A transaction as stated. What was not stated is null, never a default.</summary>
public sealed record Transaction
{
    /// <summary>The caller's name for it.</summary>
    public string? Id { get; init; }

    /// <summary>The organization that asks; null when nobody is named.</summary>
    public string? Asker { get; init; }

    /// <summary>The day of the event.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The instant of the event, where one is stated instead of a day: each authority is asked on its own day.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The product as named, or null when it is described by figures.</summary>
    public string? ProductName { get; init; }

    /// <summary>The product of the catalog, or null.</summary>
    public ChipProduct? Product { get; init; }

    /// <summary>The item, from the catalog and from figures stated.</summary>
    public required ItemFigures Item { get; init; }

    /// <summary>Units in millionths; null when not stated.</summary>
    public long? Quantity { get; init; }

    /// <summary>Value in millionths of the currency; null when not stated.</summary>
    public long? ValueAmount { get; init; }

    /// <summary>Currency of the value, ISO 4217; null when not stated.</summary>
    public string? ValueCurrency { get; init; }

    /// <summary>export, reexport or in-country-transfer.</summary>
    public string? Kind { get; init; }

    /// <summary>Where it is sent from.</summary>
    public Country? Origin { get; init; }

    /// <summary>Where it goes.</summary>
    public Country? Destination { get; init; }

    /// <summary>The places it passes through as stated under <c>via</c>; none stated is none.</summary>
    public IReadOnlyList<Country> Via { get; init; } = [];

    /// <summary>The region of the destination, where a rule tells regions apart; null when not stated.</summary>
    public string? Region { get; init; }

    /// <summary>The end use, by the words of the vocabulary.</summary>
    public string? EndUse { get; init; }

    /// <summary>The parties.</summary>
    public IReadOnlyList<Party> Parties { get; init; } = [];

    /// <summary>Evidence in hand.</summary>
    public IReadOnlyList<EvidenceInHand> Evidence { get; init; } = [];

    /// <summary>Papers of authorities whose law is not encoded here.</summary>
    public IReadOnlyList<PaperInHand> Papers { get; init; } = [];

    /// <summary>Certifications made.</summary>
    public IReadOnlyList<string> Certifications { get; init; } = [];

    /// <summary>Whether a screening of all parties is stated to have found none listed.</summary>
    public bool ScreenedPartiesClear { get; init; }

    /// <summary>Whether a screening is stated to have found no listed owners.</summary>
    public bool ScreenedOwnersClear { get; init; }

    /// <summary>Sums over time of which it is only stated that they are at least so much.</summary>
    public IReadOnlyList<SumBound> Bounds { get; init; } = [];

    /// <summary>Further facts of the vocabulary: name and value as written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];
}

/// <summary>The figures of an item, in millionths of their units; null when neither the catalog nor the input states them.</summary>
public sealed record ItemFigures
{
    /// <summary>integrated-circuit, computer, hbm or other.</summary>
    public string? Kind { get; init; }

    /// <summary>The name by which a letter or report speaks of it, or other.</summary>
    public string? Model { get; init; }

    /// <summary>How TPP came about.</summary>
    public required ItemWorking Working { get; init; }

    /// <summary>Aggregate bidirectional transfer rate in GB/s.</summary>
    public long? TransferRate { get; init; }

    /// <summary>Total DRAM bandwidth in GB/s.</summary>
    public long? DramBandwidth { get; init; }

    /// <summary>Bandwidth of an HBM stack in GB/s.</summary>
    public long? HbmBandwidth { get; init; }

    /// <summary>Area of an HBM package or stack in mm².</summary>
    public long? HbmArea { get; init; }

    /// <summary>Whether the die has no applicable area: no die made on a non-planar process.</summary>
    public bool DieAreaNotApplicable { get; init; }

    /// <summary>Designed or marketed for datacenters.</summary>
    public bool? Datacenter { get; init; }

    /// <summary>Commercially available in the United States since.</summary>
    public DateOnly? UsSaleSince { get; init; }

    /// <summary>Never commercially available in the United States.</summary>
    public bool NeverSoldInUs { get; init; }

    /// <summary>Subject to the EAR wherever it is.</summary>
    public bool? SubjectToEar { get; init; }

    /// <summary>Where its developer is headquartered.</summary>
    public Country? DeveloperHeadquarters { get; init; }
}
