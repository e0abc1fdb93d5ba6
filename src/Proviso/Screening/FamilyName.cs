using Proviso.Screening.Lists;
using Proviso.Screening.Matching;
using Proviso.Screening.Names;

namespace Proviso.Screening;

/// <summary>A party of one word that is the family name of a listed person: too little to tell, and too much to pass over.</summary>
internal static class FamilyName
{
    /// <summary>The points of it: the threshold itself, so that another country or another kind of party leaves it out and nothing else does.</summary>
    public const int Points = PartyScreener.DefaultThreshold;

    /// <summary>The least points of one word against a name of several in which it is the rarest.</summary>
    public const int Least = 200;

    // Ten times the binary logarithm of how rare: one entry in 500 or fewer. Kim, Ali and Wang are in more.
    private const int LightestWeight = 90;

    // A shorter one is a syllable of many names.
    private const int Shortest = 4;

    // The same word, spoken alike, or one letter of a long one differs.
    private const int LeastLikeness = 850;

    /// <summary>Whether a name of one word is the family name under which a person is listed, and a rare one.</summary>
    public static bool Is(ScreeningName asked, ListedParty entry, ListedName listed, NameIndex names)
    {
        var word = asked.Words.First(ScreeningName.IsTold);
        return entry.Kind == PartyKind.Person && listed.Kind != ListedNameKind.WeakAlias && word is { Script: NameScript.Letters, Text.Length: >= Shortest } && Family(listed.Text).Any(w => names.WeightOf(w) >= LightestWeight && WordSimilarity.Of(word, w).Points >= LeastLikeness);
    }

    /// <summary>What a score by it is made of.</summary>
    public static ScorePiece Piece(ScreeningName asked, ListedName listed) =>
        new(Points, Likeness.FamilyName, asked.Original, listed.Text, "one word, the rare family name of a listed person: give the whole name, the kind of party and the country");

    // Lists write the family name before a comma. Without one it is the first or the last word.
    private static List<NameWord> Family(string listed)
    {
        var comma = listed.IndexOf(',', StringComparison.Ordinal);
        var words = ScreeningName.Of(comma > 0 ? listed[..comma] : listed).Words.Where(ScreeningName.IsTold).ToList();
        return comma > 0 || words.Count < 2 ? words : [words[0], words[^1]];
    }
}
