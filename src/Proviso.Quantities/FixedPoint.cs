namespace Proviso.Quantities;

/// <summary>Exact numbers with six decimals, held as whole millionths in 64 bits.</summary>
/// <remarks>
/// Range: ±9,223,372,036,854.775807. Chosen over <see cref="decimal"/> inside the engine because a comparison is one machine
/// instruction, and over <see cref="double"/> everywhere because a figure exactly on a legal threshold must be exactly on it.
/// </remarks>
public static class FixedPoint
{
    /// <summary>Millionths in one.</summary>
    public const long One = 1_000_000;

    /// <summary>Number of decimals.</summary>
    public const int Decimals = 6;

    /// <summary>Converts exactly; false when the value has more than six decimals or does not fit.</summary>
    public static bool TryFromDecimal(decimal value, out long millionths)
    {
        millionths = 0;
        if (value is > 9_223_372_036_854m or < -9_223_372_036_854m)
        {
            return false;
        }

        var scaled = value * One;
        if (decimal.Truncate(scaled) != scaled)
        {
            return false;
        }

        millionths = (long)scaled;
        return true;
    }

    /// <summary>The decimal with the same value.</summary>
    public static decimal ToDecimal(long millionths) => millionths / 1_000_000m;

    /// <summary>The shortest text: no trailing zeros, invariant culture.</summary>
    public static string ToText(long millionths) =>
        ToDecimal(millionths).ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
}
