namespace Proviso.Screening.Matching;

/// <summary>A part of a score, in points of a thousand. The parts add up to the score, exactly.</summary>
/// <param name="Points">Points; negative for what speaks against.</param>
/// <param name="How">How the words are alike, or none for evidence beyond the name.</param>
/// <param name="Asked">Words of the name asked for.</param>
/// <param name="Listed">Words of the listed name.</param>
/// <param name="Remark">More in words, or null.</param>
public sealed record ScorePiece(int Points, Likeness How, string Asked, string Listed, string? Remark = null);

/// <summary>A name found.</summary>
/// <param name="Name">Its number in the index.</param>
/// <param name="Entry">Its entry.</param>
/// <param name="Points">0 to 1000.</param>
/// <param name="IsWithin">Whether it was found within a field that holds more, and not by likeness to the whole.</param>
public readonly record struct NameMatch(int Name, int Entry, int Points, bool IsWithin = false);
