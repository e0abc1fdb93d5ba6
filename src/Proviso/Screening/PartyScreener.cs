using System.Collections.Immutable;
using Proviso.Screening.Clearances;
using Proviso.Screening.Lists;
using Proviso.Screening.Matching;
using Proviso.Screening.Names;

namespace Proviso.Screening;

/// <summary>Screens parties against an index, one at a time; the index is shared.</summary>
public sealed class PartyScreener
{
    /// <summary>The score from which an entry is a hit. Fixed on the half of the labelled names set aside for that (<c>bench/README.md</c>).</summary>
    public const int DefaultThreshold = 770;

    /// <summary>The remark of a hit whose last day on its list has passed: somebody looks, since an order may have been renewed, and nothing is answered as for a listed party.</summary>
    public const string Ended = Evidence.Ended;

    /// <summary>The version of matching; raised with every change that moves a score.</summary>
    internal const int Version = 3;

    // More would not be read; the rest is counted.
    private const int MostHits = 20;
    private const int FullScore = 1000;

    // A part has to be a listed name but for a letter or a small word: what stands beside it may be what tells another party.
    private const int Part = 850;

    // A single word before a comma or a number is a name only where it is the same word: cities and given names stand there too.
    private const int SameWord = 950;

    private readonly ScreeningIndex _index;
    private readonly NameSearch _search;
    private readonly ClearanceBook _clearances;
    private readonly ImmutableArray<string> _required;
    private readonly ImmutableArray<string> _listHolds;

    /// <summary>A screener.</summary>
    /// <param name="index">What to search.</param>
    /// <param name="clearances">Who was cleared of what.</param>
    /// <param name="required">The lists without which nobody is clear; all lists of the index count in any case.</param>
    public PartyScreener(ScreeningIndex index, ClearanceBook clearances, ImmutableArray<string> required)
    {
        ArgumentNullException.ThrowIfNull(index);
        _index = index;
        _search = new NameSearch(index.Names);
        _clearances = clearances;
        _required = required;
        _listHolds = [.. HoldsOf(index.Lists, required)];
    }

    /// <summary>The index.</summary>
    public ScreeningIndex Index => _index;

    /// <summary>The lists without which nobody is clear.</summary>
    public ImmutableArray<string> Required => _required;

    /// <summary>Why no answer can read as clear as the lists stand; empty when they are all ready.</summary>
    public ImmutableArray<string> ListHolds => _listHolds;

    /// <summary>Screens a party.</summary>
    /// <param name="party">The party.</param>
    /// <param name="on">The day, for clearances and for entries that end.</param>
    /// <param name="threshold">The score from which an entry is a hit, 100 to 1000.</param>
    public ScreeningResult Screen(PartyQuery party, DateOnly on, int threshold = DefaultThreshold)
    {
        ArgumentNullException.ThrowIfNull(party);
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, FullScore);
        var holds = new List<string>(_listHolds);
        var best = new Dictionary<int, Found>();
        foreach (var text in party.OtherNames.Prepend(party.Name))
        {
            Search(text, threshold, best, holds);
        }

        foreach (var entry in NumberKeys.Asked(party).SelectMany(_index.With))
        {
            best.TryAdd(entry, new Found(0, -1, new FieldReading(party.Name, true, false, "")));
        }

        var scored = best.Select(b => Score(party, b.Key, b.Value, on))
            .Where(s => s.Points >= threshold)
            .OrderByDescending(s => s.Points).ThenByDescending(s => s.Uncapped).ThenBy(s => s.Entry).ToList();
        var hits = scored.Take(MostHits).Select(s => Hit(party, s, on)).ToImmutableArray();

        // Whether a hit was cleared counts for those not shown too.
        var open = hits.Any(h => !h.IsCleared) || scored.Skip(MostHits).Any(s => Standing(party, _index.Lists.Parties[s.Entry], on) is not { Holds: true });
        return new ScreeningResult
        {
            Party = party,
            Verdict = open ? ScreeningVerdict.Hit : holds.Count > 0 ? ScreeningVerdict.Hold : ScreeningVerdict.Clear,
            Hits = hits,
            MoreHits = scored.Count - hits.Length,
            Holds = [.. holds.Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Searches every way to read a field that holds a name.</summary>
    private void Search(string text, int threshold, Dictionary<int, Found> best, List<string> holds)
    {
        var field = NameField.Of(text);
        var whole = field.Readings[0].Name;
        if (whole.Words.IsEmpty)
        {
            holds.Add("a name holds nothing that can be compared: write it in letters");
            return;
        }

        if (!field.Tells)
        {
            holds.Add("a name holds nothing that tells one party from another, only labels, forms of companies, numbers or single letters: give the party's own name");
        }

        if (text.Length > ScreeningName.LongestName || whole.Words.Length >= ScreeningName.MostWords)
        {
            holds.Add($"a name is longer than {ScreeningName.LongestName} characters or {ScreeningName.MostWords} words: only its beginning was compared");
        }

        if (field.TooMany)
        {
            holds.Add($"a name has more than {NameField.MostParts} parts: only the first were compared; give each name in a field of its own");
        }

        _search.Remember(true);
        foreach (var reading in field.Readings)
        {
            var single = reading.Name.PlainWords == 1;
            var part = reading.Beside.Length == 0 ? 1 : single ? SameWord : Part;
            var least = Math.Max(part, threshold - Evidence.MostLift);
            foreach (var match in reading.IsWhole ? _search.FindInField(reading.Name, least) : _search.Find(reading.Name, least))
            {
                if (!match.IsWithin || !_index.Names.IsSingle(match.Name) || (!(field.IsBare && reading.Name.Words.All(w => w.Kind == NameWordKind.Plain)) && _index.Lists.Parties[match.Entry].Kind is PartyKind.Unknown or PartyKind.Organization) || HasDigit(match.Name))
                {
                    Keep(best, match.Entry, new Found(match.Points, match.Name, reading));
                }
            }

            if (single && reading.Beside.Length == 0 && threshold <= FamilyName.Points + Evidence.MostLift)
            {
                foreach (var match in _search.Find(reading.Name, FamilyName.Least))
                {
                    if (FamilyName.Is(reading.Name, _index.Lists.Parties[match.Entry], _index.NameOf(match.Name), _index.Names))
                    {
                        Keep(best, match.Entry, new Found(FamilyName.Points, match.Name, reading, IsFamilyName: true));
                    }
                }
            }
        }

        _search.Remember(false);
    }

    // A given name or the name of a ship is in many names; its number is not.
    private bool HasDigit(int name) => _index.Names.CoreOf(name).AsSpan().IndexOfAnyInRange('0', '9') >= 0;

    private void Keep(Dictionary<int, Found> best, int entry, Found found)
    {
        if (!best.TryGetValue(entry, out var known) || Better(found, known))
        {
            best[entry] = found;
        }
    }

    // Of two names of one entry that score the same, the one that the list does not call weak, then the earlier one. A name that only what stands
    // against a family name alone would sink stays what it is.
    private bool Better(Found found, Found known) =>
        found.Points > known.Points
        || (found.Points == known.Points && _index.NameOf(found.Name).Kind != ListedNameKind.WeakAlias && _index.NameOf(known.Name).Kind == ListedNameKind.WeakAlias);

    private Scored Score(PartyQuery party, int entry, Found found, DateOnly on)
    {
        var listed = _index.Lists.Parties[entry];
        var sum = found.Points + Evidence.Of(party, listed, found.Name < 0 ? listed.Names[0] : _index.NameOf(found.Name), found.Points, on).Sum(p => p.Points);
        return new Scored(entry, Math.Clamp(sum, 0, FullScore), sum, found);
    }

    private ScreeningHit Hit(PartyQuery party, Scored s, DateOnly on)
    {
        var (entry, found) = (_index.Lists.Parties[s.Entry], s.Found);
        var name = found.Name < 0 ? entry.Names[0] : _index.NameOf(found.Name);
        var pieces = new List<ScorePiece>();
        if (found.Name >= 0)
        {
            var reading = found.Reading;
            pieces.AddRange(found.IsFamilyName ? [FamilyName.Piece(reading.Name, name)]
                : reading.IsWhole ? _search.ExplainInField(reading.Name, found.Name) : _search.Explain(reading.Name, found.Name));
            if (reading.Beside.Length > 0)
            {
                // No likeness: what else the field holds may make it another party, so the match is looked at and not taken.
                pieces.Add(new ScorePiece(0, Likeness.None, reading.Beside, "", "also in the field, beside the part that was compared"));
            }
        }

        pieces.AddRange(Evidence.Of(party, entry, name, pieces.Sum(p => p.Points), on));
        if (s.Uncapped != s.Points)
        {
            pieces.Add(new ScorePiece(s.Points - s.Uncapped, Likeness.Evidence, "", "", s.Uncapped > s.Points ? $"a score ends at {FullScore}" : "a score ends at 0"));
        }

        return new ScreeningHit(entry, name, found.Reading.Text, s.Points, [.. pieces], Standing(party, entry, on));
    }

    private sealed record Found(int Points, int Name, FieldReading Reading, bool IsFamilyName = false);

    private sealed record Scored(int Entry, int Points, int Uncapped, Found Found);

    private ClearanceStanding? Standing(PartyQuery party, ListedParty entry, DateOnly on) =>
        _clearances.Find(party.Fingerprint, party.Name, entry.List, entry.Id, entry.Fingerprint, _index.Algorithm, on);

    private static IEnumerable<string> HoldsOf(ListSet lists, ImmutableArray<string> required)
    {
        var absent = required.Where(r => lists.States.All(s => s.Id != r)).Select(r => (Id: r, Reason: "not there"));
        foreach (var reason in lists.States.Where(s => !s.IsReady).Select(s => (s.Id, Reason: s.Reason ?? "not ready")).Concat(absent).GroupBy(s => s.Reason, StringComparer.Ordinal))
        {
            var ids = reason.Select(s => s.Id).ToList();
            yield return $"{(ids.Count == 1 ? "list" : "lists")} {string.Join(", ", ids)}: {reason.Key}";
        }

        if (lists.States.IsEmpty && required.IsEmpty)
        {
            yield return "no list is there to screen against";
        }
    }
}
