namespace Proviso.Screening.Matching;

/// <summary>When whole names run together count as alike: for lost and misplaced spaces.</summary>
internal static class Joining
{
    /// <summary>Shorter names are not compared in this way.</summary>
    public const int Shortest = 6;

    /// <summary>Points for the same letters in other words.</summary>
    public const int Same = 985;

    /// <summary>The most edits allowed at a length.</summary>
    public const int MostEdits = 2;

    /// <summary>Points of a distance, or 0 where so many edits make another name.</summary>
    /// <remarks>A letter costs as much in a long name as in a short one: what tells "Shenzhen AB Technology" from "Shenzhen CD Technology" is two letters.</remarks>
    public static int Points(int edits, int longer) => edits switch
    {
        0 => Same,
        1 when longer >= 8 => Same - Math.Max(90, 1100 / longer),
        2 when longer >= 12 => Same - Math.Max(200, 2200 / longer),
        _ => 0,
    };
}
