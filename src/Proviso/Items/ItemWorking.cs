using System.Globalization;
using Proviso.Quantities;

namespace Proviso.Items;

/// <summary>How total processing performance and performance density come out of data-sheet figures, step by step.</summary>
/// <remarks>
/// Source: 15 CFR 774 Supp. 1, ECCN 3A090, technical notes: TPP is 2 × MacTOPS × bit length of the operation, aggregated over all processing
/// units; a published TOPS figure counts a multiply and an add as two, so it is 2 × MacTOPS already. Dense figures count; of several bit lengths the highest TPP counts.
/// Performance density is TPP over the applicable die area.
/// </remarks>
public sealed record ItemWorking
{
    /// <summary>TPP in millionths, or null when no figure is known.</summary>
    public long? Tpp { get; private init; }

    /// <summary>The operation that decided, or null when TPP was given or is missing.</summary>
    public Operation? Deciding { get; private init; }

    /// <summary>Each operation with its TPP in millionths, highest first.</summary>
    public IReadOnlyList<(Operation Operation, long Tpp)> Candidates { get; private init; } = [];

    /// <summary>Applicable die area in square millimeters, in millionths, or null.</summary>
    public long? DieArea { get; private init; }

    /// <summary>
    /// Performance density for people, rounded to four decimals, or to as many more as keep it from reading as a rounder figure than it is: just under
    /// 1.6 never reads 1.6. Never compared in this form. Null when a part is missing.
    /// </summary>
    public decimal? DensityShown => Tpp is { } tpp && DieArea is { } area and > 0 ? Shown((decimal)tpp / area) : null;

    private static decimal Shown(decimal exact)
    {
        for (var decimals = 4; decimals < 18; decimals++)
        {
            var shown = decimal.Round(exact, decimals);
            if (shown == exact || shown != decimal.Round(shown, decimals - 1))
            {
                return shown;
            }
        }

        return exact;
    }

    /// <summary>What is missing, in words.</summary>
    public IReadOnlyList<string> Missing { get; private init; } = [];

    /// <summary>Works out TPP from operations, or takes a stated TPP.</summary>
    /// <param name="operations">Dense peaks by bit length.</param>
    /// <param name="statedTpp">A stated TPP in millionths, used when there are no operations.</param>
    /// <param name="dieArea">Applicable die area in millionths of a square millimeter, or null.</param>
    /// <exception cref="OverflowException">A figure is beyond anything a chip could have.</exception>
    public static ItemWorking Of(IReadOnlyList<Operation> operations, long? statedTpp, long? dieArea)
    {
        ArgumentNullException.ThrowIfNull(operations);
        var candidates = operations.Select(o => (o, o.Tera * o.Bits)).OrderByDescending(c => c.Item2).ToList();
        var missing = new List<string>();
        if (candidates.Count == 0 && statedTpp is null)
        {
            missing.Add("dense TOPS or TFLOPS by bit length, or total processing performance");
        }

        if (dieArea is null)
        {
            missing.Add("applicable die area in mm²");
        }

        return new ItemWorking
        {
            Tpp = candidates.Count > 0 ? candidates[0].Item2 : statedTpp,
            Deciding = candidates.Count > 0 ? candidates[0].o : null,
            Candidates = candidates,
            DieArea = dieArea,
            Missing = missing,
        };
    }

    /// <summary>The working in lines for people.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var (operation, tpp) in Candidates)
        {
            var mark = Deciding == operation ? "  ← highest, counts" : "";
            yield return string.Create(CultureInfo.InvariantCulture, $"{operation.Format}: {FixedPoint.ToText(operation.Tera)} T dense × {operation.Bits} bits = {FixedPoint.ToText(tpp)} TPP{mark}");
        }

        if (Candidates.Count == 0 && Tpp is { } stated)
        {
            yield return $"TPP as stated: {FixedPoint.ToText(stated)}";
        }

        if (Tpp is { } total && DieArea is { } area && DensityShown is { } density)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"performance density: {FixedPoint.ToText(total)} / {FixedPoint.ToText(area)} mm² ≈ {density:0.00################} (compared by multiplying, not rounded)");
        }

        foreach (var missing in Missing)
        {
            yield return $"missing: {missing}";
        }
    }
}
