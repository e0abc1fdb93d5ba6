using System.Globalization;
using Proviso.Rules.Binding;

namespace Proviso.Determinations;

/// <summary>What keeps a permitting answer from being as clean as its outcome: law that is only pointed at and could ask for more.</summary>
/// <remarks>
/// An outcome that would let a shipment go says in the same line that such points were not examined. An outcome that blocks needs no caveat: what is
/// pointed at could only add to it.
/// </remarks>
public static class Caveats
{
    /// <summary>The points that an answer touches, that were not examined, and that may restrict it; none where the outcome blocks anyway.</summary>
    public static IReadOnlyList<CoverageNote> Of(Determination determination)
    {
        ArgumentNullException.ThrowIfNull(determination);
        return determination.Outcome is Verdict.NotSubject or Verdict.NoLicenseRequired or Verdict.LicenseException or Verdict.OnPaper
            ? [.. determination.Coverage.Where(n => n.Level == CoverageLevel.PointedAt && n.Provision.MayRestrict)]
            : [];
    }

    /// <summary>What follows the outcome in a headline: <c>, as far as modelled: 2 points below were not examined</c>; empty where nothing is to be said.</summary>
    public static string Phrase(Determination determination) => Of(determination).Count switch
    {
        0 => "",
        1 => ", as far as modelled: 1 point below was not examined",
        var n => string.Create(CultureInfo.InvariantCulture, $", as far as modelled: {n} points below were not examined"),
    };

    /// <summary>An answer in one line: the outcome, its review or what is open about it, holds and caveats.</summary>
    public static string Headline(Determination determination)
    {
        ArgumentNullException.ThrowIfNull(determination);
        var review = determination.Review?.Word() is { } word ? $", review {word.Replace('-', ' ')}" : "";
        var open = determination.Review is null && determination.Outcome == Verdict.LicenseRequired && determination.Possible.Count > 1
            ? $", review not settled: {determination.Possible[0]} to {determination.Possible[^1]}" : "";
        return determination.Outcome.Word().Replace('-', ' ').ToUpperInvariant() + review + open + Phrase(determination) + (determination.Holds.Count > 0 ? ", HOLD" : "");
    }
}
