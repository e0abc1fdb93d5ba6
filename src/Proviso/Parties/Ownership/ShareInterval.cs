using System.Globalization;

namespace Proviso.Parties.Ownership;

/// <summary>A share of a party that lies between two figures, both included, in millionths of a percent: 100 % is 100,000,000.</summary>
/// <remarks>
/// "More than 25 %" begins at 25,000,001: the next figure that can be told. The default is exactly nothing, not "unknown";
/// a share that nobody knows is <see cref="Unknown"/>, from nothing to all.
/// </remarks>
/// <param name="Low">The least it can be.</param>
/// <param name="High">The most it can be.</param>
public readonly record struct ShareInterval(long Low, long High)
{
    /// <summary>All of a party.</summary>
    public const long Whole = 100_000_000;

    /// <summary>Half of a party: the line of the rule, which itself is caught.</summary>
    public const long Half = 50_000_000;

    private const long Percent = 1_000_000;

    // "100.000000" and signs, spaces and a range: longer is no share.
    private const int LongestText = 64;
    private const int LongestFigure = 20;

    /// <summary>Anything from nothing to all.</summary>
    public static ShareInterval Unknown { get; } = new(0, Whole);

    /// <summary>Whether both ends are one figure.</summary>
    public bool IsExact => Low == High;

    /// <summary>Exactly this share, in millionths of a percent.</summary>
    public static ShareInterval Exactly(long share) => new(share, share);

    /// <summary>
    /// Reads <c>25</c>, <c>25%</c>, <c>25-50</c>, <c>&gt;=25</c>, <c>&gt;25</c>, <c>&lt;=25</c>, <c>&lt;25</c> and <c>unknown</c>.
    /// False for anything else: no exponents, no thousands signs, at most six decimals. Whether it lies in 0 to 100 is for the book to judge.
    /// </summary>
    public static bool TryParse(string? text, out ShareInterval share)
    {
        share = default;
        if (text is null || text.Length > LongestText)
        {
            return false;
        }

        var rest = text.AsSpan().Trim();
        if (rest.Equals("unknown", StringComparison.OrdinalIgnoreCase))
        {
            share = Unknown;
            return true;
        }

        foreach (var sign in (ReadOnlySpan<string>)[">=", "<=", ">", "<"])
        {
            if (rest.StartsWith(sign, StringComparison.Ordinal))
            {
                if (!TryFigure(rest[sign.Length..], out var bound))
                {
                    return false;
                }

                share = sign switch
                {
                    ">=" => new(bound, Whole),
                    ">" => new(bound + 1, Whole),
                    "<=" => new(0, bound),
                    _ => new(0, bound - 1),
                };
                return true;
            }
        }

        // A leading minus is a sign, so that "-5" is refused for what it is and not read as a range.
        var dash = rest.Length > 1 ? rest[1..].IndexOfAny('-', '–') : -1;
        if (dash >= 0)
        {
            if (TryFigure(rest[..(dash + 1)], out var low) && TryFigure(rest[(dash + 2)..], out var high) && rest[(dash + 2)..].IndexOf('-') < 0)
            {
                share = new(low, high);
                return true;
            }

            return false;
        }

        if (TryFigure(rest, out var exact))
        {
            share = Exactly(exact);
            return true;
        }

        return false;
    }

    /// <summary>One share without its sign: <c>33.333333 %</c>; invariant culture.</summary>
    public static string ToText(long share) => (share / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture) + " %";

    /// <summary>Both ends, or the one figure: <c>25 % to 50 %</c>.</summary>
    public override string ToString() => IsExact ? ToText(Low) : ToText(Low) + " to " + ToText(High);

    /// <summary>One figure in percent, with or without its sign.</summary>
    internal static bool TryFigure(ReadOnlySpan<char> text, out long share)
    {
        share = 0;
        text = text.Trim();
        if (text.EndsWith("%", StringComparison.Ordinal))
        {
            text = text[..^1].TrimEnd();
        }

        // Bounded before it is multiplied: nobody owns a million percent, and the sum may not overflow. More digits than decimal holds would be rounded.
        if (text.Length > LongestFigure || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value is > 1_000_000m or < -1_000_000m)
        {
            return false;
        }

        var scaled = value * Percent;
        if (decimal.Truncate(scaled) != scaled)
        {
            return false;
        }

        share = (long)scaled;
        return true;
    }
}
