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

    /// <summary>The version of matching; raised with every change that moves a score.</summary>
    internal const int Version = 2;

    // More would not be read; the rest is counted.
    private const int MostHits = 20;
    private const int FullScore = 1000;

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
        var best = new Dictionary<int, (int Points, int Name, string Asked)>();
        foreach (var text in party.OtherNames.Prepend(party.Name))
        {
            var name = ScreeningName.Of(text);
            if (name.Words.IsEmpty)
            {
                holds.Add("a name holds nothing that can be compared: write it in letters");
                continue;
            }

            if (text.Length > ScreeningName.LongestName || name.Words.Length >= ScreeningName.MostWords)
            {
                holds.Add($"a name is longer than {ScreeningName.LongestName} characters or {ScreeningName.MostWords} words: only its beginning was compared");
            }

            foreach (var match in _search.Find(name, threshold - Evidence.MostLift))
            {
                if (!best.TryGetValue(match.Entry, out var known) || Better(match, known))
                {
                    best[match.Entry] = (match.Points, match.Name, text);
                }
            }
        }

        foreach (var entry in party.Identifiers.SelectMany(_index.With))
        {
            best.TryAdd(entry, (0, -1, party.Name));
        }

        var scored = best.Select(b => Score(party, b.Key, b.Value.Points, b.Value.Name, b.Value.Asked))
            .Where(s => s.Points >= threshold && !(_index.Lists.Parties[s.Entry].ListedUntil < on))
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

    // Of two names of one entry that score the same, the one that the list does not call weak, then the earlier one.
    private bool Better(NameMatch match, (int Points, int Name, string Asked) known) =>
        match.Points > known.Points
        || (match.Points == known.Points && _index.NameOf(match.Name).Kind != ListedNameKind.WeakAlias && _index.NameOf(known.Name).Kind == ListedNameKind.WeakAlias);

    private (int Entry, int Points, int Uncapped, int Name, string Asked) Score(PartyQuery party, int entry, int points, int name, string asked)
    {
        var listed = _index.Lists.Parties[entry];
        var sum = points + Evidence.Of(party, listed, name < 0 ? listed.Names[0] : _index.NameOf(name), points).Sum(p => p.Points);
        return (entry, Math.Clamp(sum, 0, FullScore), sum, name, asked);
    }

    private ScreeningHit Hit(PartyQuery party, (int Entry, int Points, int Uncapped, int Name, string Asked) s, DateOnly on)
    {
        var entry = _index.Lists.Parties[s.Entry];
        var name = s.Name < 0 ? entry.Names[0] : _index.NameOf(s.Name);
        var pieces = s.Name < 0 ? [] : new List<ScorePiece>(_search.Explain(ScreeningName.Of(s.Asked), s.Name));
        pieces.AddRange(Evidence.Of(party, entry, name, pieces.Sum(p => p.Points)));
        if (s.Uncapped != s.Points)
        {
            pieces.Add(new ScorePiece(s.Points - s.Uncapped, Likeness.Evidence, "", "", s.Uncapped > s.Points ? $"a score ends at {FullScore}" : "a score ends at 0"));
        }

        return new ScreeningHit(entry, name, s.Asked, s.Points, [.. pieces], Standing(party, entry, on));
    }

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
