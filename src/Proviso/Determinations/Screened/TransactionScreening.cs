using System.Collections.Immutable;
using System.Globalization;
using Proviso.Determinations.Intake;
using Proviso.Parties;
using Proviso.Parties.Ownership;
using Proviso.Screening;
using Proviso.Screening.Lists;
using Proviso.Screening.Matching;
using Proviso.Screening.Names;

namespace Proviso.Determinations.Screened;

/// <summary>Screens every party of a transaction and its owners before the law is asked. One transaction at a time.</summary>
/// <remarks>
/// A name that is the same, or nearly, with nothing against it is taken to be the entry: the answer is then that for a listed party until somebody
/// clears it. A lesser likeness holds the answer and changes no fact. What a list that is not ready might say is an assumption, named as such.
/// </remarks>
public sealed class TransactionScreening
{
    // From here on a match without anything against it is taken for the party itself.
    private const int TakenFrom = 950;

    // Parties of a batch come again and again.
    private const int MostKept = 4096;

    /// <summary>The lists of which 15 CFR 744.11 (affiliates) asks, in the words of the law and by how strict they are; an owner on another list changes nothing there.</summary>
    public static ImmutableArray<string> OwnerLists { get; } = ["sdn", "entity-list", "entity-list-footnote-1", "entity-list-footnote-3", "entity-list-footnote-4", "entity-list-footnote-5", "meu-list"];

    private readonly PartyScreener _screener;
    private readonly OwnershipBook? _book;
    private readonly int _threshold;
    private readonly Dictionary<Party, PartyFinding> _kept = new(ReferenceEqualityComparer.Instance);
    private DateOnly _keptOn;

    /// <summary>A screening.</summary>
    /// <param name="screener">What to search.</param>
    /// <param name="book">Who owns whom, beside what a transaction states; null when there is none.</param>
    /// <param name="threshold">The score from which an entry is a hit.</param>
    public TransactionScreening(PartyScreener screener, OwnershipBook? book = null, int threshold = PartyScreener.DefaultThreshold)
    {
        ArgumentNullException.ThrowIfNull(screener);
        _screener = screener;
        _book = book;
        _threshold = threshold;
    }

    /// <summary>Screens the parties of a transaction.</summary>
    /// <param name="transaction">The transaction as stated.</param>
    /// <param name="on">The day it is judged on.</param>
    public ScreeningReport Screen(Transaction transaction, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var findings = transaction.Parties.Select(p => Finding(p, on)).ToImmutableArray();
        var (assumptions, holds) = (new List<Assumption>(), new List<string>());
        var parties = new List<Party>(findings.Length);
        foreach (var finding in findings)
        {
            parties.Add(Written(transaction, finding, assumptions, holds));
        }

        return new ScreeningReport
        {
            Transaction = transaction with { Parties = parties },
            Parties = findings,
            Assumptions = [.. assumptions.Distinct()],
            Lists = _screener.Index.Lists.States,
            Algorithm = _screener.Index.Algorithm,
            Threshold = _threshold,
            Holds = [.. holds.Distinct(StringComparer.Ordinal)],
        };
    }

    private PartyFinding Finding(Party party, DateOnly on)
    {
        if (_keptOn != on || _kept.Count >= MostKept)
        {
            _kept.Clear();
            _keptOn = on;
        }

        if (_kept.TryGetValue(party, out var known))
        {
            return known;
        }

        var result = _screener.Screen(QueryOf(party), on, _threshold);
        var finding = new PartyFinding(party, result, [.. result.Hits.Where(IsTaken)], Ownership(party, on));
        _kept[party] = finding;
        return finding;
    }

    private static PartyQuery QueryOf(Party party) => new()
    {
        Name = party.Name,
        Country = party.Country,
        Address = party.Address,
        Identifiers = [.. party.Identifiers.Select(IdentifierOf)],
    };

    // A bare number does not say what it numbers; it still is the same number where a list has one without a kind.
    private static ListedIdentifier IdentifierOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new ListedIdentifier(text[..colon].Trim().ToLowerInvariant(), text[(colon + 1)..].Trim()) : new ListedIdentifier("other", text);
    }

    // Nothing may speak against it, its last day may not have passed, and no word but the form of the company may be left over on either side.
    private static bool IsTaken(ScreeningHit hit) => !hit.IsCleared && hit.Points >= TakenFrom
        && hit.Pieces.All(p => p.Remark != PartyScreener.Ended)
        && hit.Pieces.All(p => (p.Points >= 0 || p.Asked.Length + p.Listed.Length == 0) && (p.How != Likeness.None || ScreeningName.IsFormOfCompany(p.Asked + p.Listed)));

    /// <summary>The party with what was found written in.</summary>
    private Party Written(Transaction transaction, PartyFinding finding, List<Assumption> assumptions, List<string> holds)
    {
        var party = finding.Party;
        var stated = party.Listings is not null || transaction.ScreenedPartiesClear;
        var listings = (party.Listings ?? []).Union(finding.Taken.SelectMany(h => KnownLists.ListingsOf(h.Entry)), StringComparer.Ordinal).ToList();
        foreach (var hit in finding.Result.Hits.Where(h => !h.IsCleared))
        {
            var taken = finding.Taken.Contains(hit);
            holds.Add(Invariant($"{party.Name} {(taken ? "is taken to be" : "may be")} {hit.Entry.MainName} ({hit.Entry.List} {hit.Entry.Id}, score {hit.Points}); compare the two, and clear the match if they are not one"));
        }

        foreach (var (hit, question) in finding.Taken.Select(h => (h, KnownLists.OpenFootnoteOf(h.Entry))).Where(f => f.Item2 is not null))
        {
            // Which foreign-made items are subject to the regulations hangs on it, so no reading of it is taken for good.
            assumptions.Add(new Assumption("party.listing", $"{party.Name} is taken to be {hit.Entry.MainName} with no further footnote: {question}", "read the entry in Supplement No. 4 to 15 CFR part 744, and state `listings` for the party"));
        }

        foreach (var question in finding.Ownership?.Owners.Where(o => !o.Hit.IsCleared).Select(o => KnownLists.OpenFootnoteOf(o.Hit.Entry)).OfType<string>() ?? [])
        {
            holds.Add(Invariant($"an owner of {party.Name} is marked with a footnote that is not settled: {question}"));
        }

        if (!stated)
        {
            // What holds for every party is said once.
            var own = finding.Result.Holds.Except(_screener.ListHolds, StringComparer.Ordinal).ToList();
            if (_screener.ListHolds.Length > 0)
            {
                assumptions.Add(new Assumption("party.listing", $"no party is taken to stand on a list that could not be searched ({string.Join("; ", _screener.ListHolds)})", "get the lists ready (`proviso lists status`), or state `listings` for each party"));
            }

            if (own.Count > 0)
            {
                assumptions.Add(new Assumption("party.listing", $"{party.Name} is taken to stand on no list: {string.Join("; ", own)}", "correct the name, or state `listings`"));
            }
        }

        party = party with { Listings = listings };
        return finding.Ownership is { } ownership ? Owned(transaction, party, ownership, assumptions, holds) : party;
    }

    private Party Owned(Transaction transaction, Party party, OwnershipFinding ownership, List<Assumption> assumptions, List<string> holds)
    {
        foreach (var owner in ownership.Owners)
        {
            holds.Add(Invariant($"{owner.Owner.Name}, an owner of {party.Name}, {(owner.IsTaken ? "is taken to be" : "may be")} {owner.Hit.Entry.MainName} ({owner.Hit.Entry.List} {owner.Hit.Entry.Id}, score {owner.Hit.Points}); compare the two"));
        }

        var words = OwnerLists.Where(w => (ownership.Verdict == OwnershipVerdict.AtLeastHalf ? ownership.Certain.Lists : ownership.Possible.PossibleLists).Contains(w)).ToList();
        if (_screener.ListHolds.Length > 0 && !transaction.ScreenedOwnersClear)
        {
            assumptions.Add(new Assumption("party.listed_share", $"no other owner is taken to stand on a list that could not be searched ({string.Join("; ", _screener.ListHolds)})", "get the lists ready (`proviso lists status`)"));
        }

        return ownership.Verdict switch
        {
            OwnershipVerdict.AtLeastHalf => party with { ListedShare = ownership.Share.Low, OwnerListings = words },
            OwnershipVerdict.BelowHalf => party with { ListedShare = ownership.Share.High, OwnerListings = words },
            _ => party with { ListedShareOpen = ownership.Possible.Question ?? "it hangs on an owner whose match nobody looked at yet", OwnerListings = words, ListedShare = null },
        };
    }

    private OwnershipFinding? Ownership(Party party, DateOnly on)
    {
        if (_book?.FindKeyOrName(party.Name) is { } holder)
        {
            return Ownership(_book, holder, on);
        }

        return party.Owners is { } stated ? Ownership(stated, stated.Find(StatedOwner.KeyOf(party.Name))!, on) : null;
    }

    /// <summary>What listed parties own of a holder: every owner above it is screened, then the shares are added up.</summary>
    /// <param name="book">Who owns whom.</param>
    /// <param name="party">The holder; it stands in the book.</param>
    /// <param name="on">The day.</param>
    public OwnershipFinding Ownership(OwnershipBook book, Holder party, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(party);
        var hits = new List<OwnerHit>();
        var certain = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var possible = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var owner in Above(book, party.Key, on))
        {
            var listed = owner.Lists.SelectMany(l => KnownLists.Find(l)?.Listing is { } word ? new[] { word } : [l]).Where(l => OwnerLists.Contains(l)).ToList();
            var maybe = listed.ToList();
            foreach (var hit in _screener.Screen(new PartyQuery { Name = owner.Name, Country = owner.Country, Kind = owner.Owners == OwnersKnown.Person ? PartyKind.Person : PartyKind.Unknown }, on, _threshold).Hits)
            {
                var words = KnownLists.ListingsOf(hit.Entry).Where(w => OwnerLists.Contains(w)).ToList();
                if (hit.IsCleared || words.Count == 0)
                {
                    continue;
                }

                hits.Add(new OwnerHit(owner, hit, IsTaken(hit)));
                maybe.AddRange(words);
                listed.AddRange(IsTaken(hit) ? words : []);
            }

            Add(certain, owner.Key, listed);
            Add(possible, owner.Key, maybe);
        }

        // What is certain with the matches that are taken, what is possible with all of them.
        var least = new OwnershipSolver(book, on, certain, OwnerLists).AnswerFor(party.Key);
        var most = new OwnershipSolver(book, on, possible, OwnerLists).AnswerFor(party.Key);
        var share = new ShareInterval(least.LowShare, most.HighShare);
        var verdict = share.Low >= ShareInterval.Half ? OwnershipVerdict.AtLeastHalf : share.High < ShareInterval.Half ? OwnershipVerdict.BelowHalf : OwnershipVerdict.CannotDetermine;
        return new OwnershipFinding(verdict, share, least, most, certain, [.. hits]);

        static void Add(Dictionary<string, ImmutableArray<string>> to, string key, List<string> words)
        {
            if (words.Count > 0)
            {
                to[key] = [.. words.Distinct(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Every holder above a party on a day, once, the party itself left out.</summary>
    private static IEnumerable<Holder> Above(OwnershipBook book, string key, DateOnly on)
    {
        var owners = book.Stakes.Where(s => s.Kind == StakeKind.Ownership && s.HoldsOn(on)).ToLookup(s => s.Owned, s => s.Owner, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal) { key };
        var queue = new Queue<string>(owners[key]);
        while (queue.TryDequeue(out var owner))
        {
            if (seen.Add(owner))
            {
                yield return book.Find(owner)!;
                foreach (var next in owners[owner])
                {
                    queue.Enqueue(next);
                }
            }
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
