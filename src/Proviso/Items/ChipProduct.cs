namespace Proviso.Items;

/// <summary>A dense peak of one operation: what a data sheet states for one bit length.</summary>
/// <param name="Format">The number format, such as FP8; for people.</param>
/// <param name="Bits">Bit length of the operation: the largest input bit length of the multiply.</param>
/// <param name="Tera">Dense TFLOPS or TOPS of the whole product, in millionths.</param>
public readonly record struct Operation(string Format, int Bits, long Tera);

/// <summary>A product of the catalog with its public figures, each with a source.</summary>
public sealed class ChipProduct
{
    /// <summary>Its id, such as <c>nvidia-h200-sxm</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Other names it is found by, lower case.</summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>integrated-circuit, computer, hbm or other.</summary>
    public required string Kind { get; init; }

    /// <summary>The name by which a letter or report speaks of it, or <c>other</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Dense peaks by bit length; empty when the maker has published none.</summary>
    public required IReadOnlyList<Operation> Operations { get; init; }

    /// <summary>Applicable die area in square millimeters, in millionths; null when not public.</summary>
    public long? DieArea { get; init; }

    /// <summary>Aggregate bidirectional transfer rate in GB/s, in millionths; null when not public.</summary>
    public long? TransferRate { get; init; }

    /// <summary>Total DRAM bandwidth in GB/s, in millionths; null when not public.</summary>
    public long? DramBandwidth { get; init; }

    /// <summary>Whether it is designed or marketed for datacenters.</summary>
    public required bool Datacenter { get; init; }

    /// <summary>The year it came to market.</summary>
    public int Year { get; init; }

    /// <summary>Commercially available in the United States since; null when unknown, or when it never was.</summary>
    public DateOnly? UsSaleSince { get; init; }

    /// <summary>Whether it never was commercially available in the United States, such as a product made for China alone.</summary>
    public bool NeverSoldInUs { get; init; }

    /// <summary>Whether it is subject to the EAR wherever it is; null when that is a question of fact.</summary>
    public bool? SubjectToEar { get; init; }

    /// <summary>Where its developer is headquartered, ISO 3166-1 alpha-2.</summary>
    public required string DeveloperHeadquarters { get; init; }

    /// <summary>Fields whose figure is an estimate or not verified, with the reason.</summary>
    public required IReadOnlyDictionary<string, string> Marks { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }
}
