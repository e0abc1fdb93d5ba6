using System.Collections.Immutable;
using System.Globalization;
using Proviso.Documents;

namespace Proviso.Parties.Ownership;

/// <summary>
/// Works out, for every holder of a book on one day, which share listed parties own in the aggregate: 15 CFR 744.11 (affiliates) and the
/// 50 percent rule of OFAC. A party of which they own half or more counts as one of them, with its whole stakes.
/// </summary>
/// <remarks>
/// Building it takes time in proportion to holders and stakes. Afterwards single stakes can change, and only what hangs on them is worked
/// out again. The book stays as it is; <see cref="Stakes"/> are those of now. Not safe for a writer beside readers.
/// </remarks>
public sealed class OwnershipSolver
{
    private readonly OwnershipBook _book;
    private readonly DateOnly _on;
    private readonly bool[] _listed;
    private readonly ImmutableArray<string>[] _lists;
    private readonly bool[] _complete;
    private readonly OwnershipGraph _graph;
    private readonly ReachedSet _certain;
    private readonly ReachedSet _possible;
    private readonly string[] _order;
    private readonly List<Stake> _added = [];
    private readonly HashSet<int> _gone = [];

    // The stakes that are on no edge though the day may be right: few beside the others, and asked for by the party they are in.
    private readonly List<int> _aside = [];

    /// <summary>Works out a book.</summary>
    /// <param name="book">Who owns whom.</param>
    /// <param name="on">The day; only stakes that hold on it count.</param>
    /// <param name="listed">The lists of each listed holder, by its key. Only lists that the rule names belong here. A holder without an entry, or with an empty one, is not listed; keys that the book does not know change nothing.</param>
    /// <param name="order">The lists from the most restrictive on, as the caller ranks them; those not named follow by their letters.</param>
    public OwnershipSolver(OwnershipBook book, DateOnly on, IReadOnlyDictionary<string, ImmutableArray<string>> listed, IReadOnlyList<string>? order = null)
    {
        (_book, _on, _order) = (book, on, [.. order ?? []]);
        var holders = book.Holders;
        _listed = new bool[holders.Length];
        _lists = new ImmutableArray<string>[holders.Length];
        _complete = new bool[holders.Length];
        for (var i = 0; i < holders.Length; i++)
        {
            _complete[i] = holders[i].Owners != OwnersKnown.NotAll;
            _lists[i] = [];
        }

        foreach (var (key, lists) in listed)
        {
            if (!lists.IsDefaultOrEmpty && book.IndexOf(key) is >= 0 and var index)
            {
                _listed[index] = true;
                _lists[index] = Ordered(lists);
            }
        }

        for (var i = 0; i < book.Stakes.Length; i++)
        {
            if (book.Stakes[i].Kind != StakeKind.Ownership)
            {
                _aside.Add(i);
            }
        }

        _graph = Graph(book, on);
        _certain = new ReachedSet(_graph, _listed, _complete, possible: false);
        _possible = new ReachedSet(_graph, _listed, _complete, possible: true);
    }

    /// <summary>The stakes of now, of every day and kind: those of the book with the changes since.</summary>
    public IEnumerable<Stake> Stakes
    {
        get
        {
            var count = _book.Stakes.Length + _added.Count;
            for (var i = 0; i < count; i++)
            {
                if (!_gone.Contains(i))
                {
                    yield return StakeAt(i);
                }
            }
        }
    }

    /// <summary>The share of a holder, without the reasons; takes no time.</summary>
    /// <exception cref="ArgumentException">The book does not know the key.</exception>
    public ShareInterval ShareOf(string key)
    {
        var holder = Index(key);
        return new(_certain.ShareOf(holder), _possible.ShareOf(holder));
    }

    /// <summary>The answer for a holder, without the reasons; takes no time.</summary>
    /// <exception cref="ArgumentException">The book does not know the key.</exception>
    public OwnershipVerdict VerdictOf(string key) => Verdict(ShareOf(key));

    /// <summary>The answer for a holder with its reasons; takes time in proportion to everything above it.</summary>
    /// <exception cref="ArgumentException">The book does not know the key.</exception>
    public OwnershipAnswer AnswerFor(string key)
    {
        var holder = Index(key);
        var share = ShareOf(key);
        var verdict = Verdict(share);
        var above = Above(holder);
        var witness = verdict == OwnershipVerdict.CannotDetermine ? Witness(holder) : null;
        var certain = Contributors(holder, possible: false);
        var maybe = Contributors(holder, possible: true);
        return new OwnershipAnswer
        {
            Holder = _book.Holders[holder],
            On = _on,
            Verdict = verdict,
            Share = share,
            ListedOwners =
            [
                .. Named(certain, isCertain: true),
                .. Named(maybe.Where(h => !certain.Contains(h)), isCertain: false),
            ],
            Lists = Ordered(certain.SelectMany(h => _lists[h])),
            PossibleLists = Ordered(certain.Concat(maybe).SelectMany(h => _lists[h])),
            Question = witness is null ? null : Question(witness),
            Witness = witness,
            Steps = Steps(_certain, above, possible: false),
            PossibleSteps = Steps(_possible, above, possible: true),
            Certain = Step(_certain, holder, long.MaxValue, possible: false),
            Possible = Step(_possible, holder, long.MaxValue, possible: true),
            KeptAside = [.. _aside.Where(i => !_gone.Contains(i)).Select(StakeAt).Where(s => string.Equals(s.Owned, key, StringComparison.Ordinal) && s.HoldsOn(_on))],
        };
    }

    /// <summary>Adds a stake. A problem is given back where a book would refuse it, and nothing changes then; sums are looked at on the solver's day.</summary>
    public Problem? Add(Stake stake)
    {
        if (Check(stake, freed: 0) is { } problem)
        {
            return problem;
        }

        var number = _book.Stakes.Length + _added.Count;
        _added.Add(stake);
        if (Counts(stake))
        {
            var edge = _graph.Add(_book.IndexOf(stake.Owner), _book.IndexOf(stake.Owned), (int)stake.Share.Low, (int)stake.Share.High, number);
            Changed(edge, 0, 0);
        }
        else if (stake.Kind != StakeKind.Ownership)
        {
            _aside.Add(number);
        }

        return null;
    }

    /// <summary>Takes out a stake, equal in everything to the one given. False when there is none.</summary>
    public bool Remove(Stake stake)
    {
        var (number, edge) = Find(stake);
        if (number < 0)
        {
            return false;
        }

        _gone.Add(number);
        if (edge >= 0)
        {
            var (low, high) = (_graph.Low[edge], _graph.High[edge]);
            _graph.Set(edge, 0, 0);
            Changed(edge, low, high);
        }

        return true;
    }

    /// <summary>Puts one stake in the place of another between the same holders. A problem is given back, and nothing changes, where a book would refuse the new one or the old one is not there (PRV0704).</summary>
    public Problem? Replace(Stake old, Stake now)
    {
        if (Find(old).Number < 0)
        {
            return new Problem("PRV0704", old.Owner + " in " + old.Owned, old.Line, 1, "this stake is not in the book", "take the stake out that is stated");
        }

        var sameParty = string.Equals(old.Owned, now.Owned, StringComparison.Ordinal);
        if (Check(now, sameParty && Counts(old) ? old.Share.Low : 0) is { } problem)
        {
            return problem;
        }

        Remove(old);
        return Add(now);
    }

    /// <summary>Lists a holder, or with an empty array takes it off.</summary>
    /// <exception cref="ArgumentException">The book does not know the key.</exception>
    public void SetLists(string key, ImmutableArray<string> lists)
    {
        var holder = Index(key);
        _lists[holder] = lists.IsDefaultOrEmpty ? [] : Ordered(lists);
        _listed[holder] = _lists[holder].Length > 0;
        _certain.Reconsider(holder);
        _possible.Reconsider(holder);
    }

    private static OwnershipVerdict Verdict(ShareInterval share) =>
        share.Low >= ShareInterval.Half ? OwnershipVerdict.AtLeastHalf
        : share.High < ShareInterval.Half ? OwnershipVerdict.BelowHalf
        : OwnershipVerdict.CannotDetermine;

    private static OwnershipGraph Graph(OwnershipBook book, DateOnly on)
    {
        var stakes = book.Stakes.AsSpan();
        var allOwners = book.OwnerIndexes;
        var allOwned = book.OwnedIndexes;
        var (owners, owned, lows, highs, numbers) = (new int[stakes.Length], new int[stakes.Length], new int[stakes.Length], new int[stakes.Length], new int[stakes.Length]);
        var count = 0;
        for (var i = 0; i < stakes.Length; i++)
        {
            ref readonly var stake = ref stakes[i];
            if (stake.Kind == StakeKind.Ownership && stake.HoldsOn(on))
            {
                (owners[count], owned[count], lows[count], highs[count], numbers[count]) = (allOwners[i], allOwned[i], (int)stake.Share.Low, (int)stake.Share.High, i);
                count++;
            }
        }

        return new OwnershipGraph(book.Holders.Length, owners.AsSpan(0, count), owned.AsSpan(0, count), lows.AsSpan(0, count), highs.AsSpan(0, count), numbers.AsSpan(0, count));
    }

    private static string Question(OwnershipWitness witness) => witness.Kind switch
    {
        WitnessKind.UnknownOwners => $"Who owns {witness.Holder.Name}? Nobody stated any owner of it.",
        WitnessKind.UnstatedRest => $"Who owns the {witness.Rest} of {witness.Holder.Name} that nobody stated?",
        _ => string.Create(CultureInfo.InvariantCulture, $"State the share of {witness.Path[0].Name} in {witness.Holder.Name}: {witness.Stake!.Value.Share} leaves open whether listed parties own half."),
    };

    private Stake StakeAt(int number) => number < _book.Stakes.Length ? _book.Stakes[number] : _added[number - _book.Stakes.Length];

    private bool Counts(in Stake stake) => stake.Kind == StakeKind.Ownership && stake.HoldsOn(_on);

    private int Index(string key) => _book.IndexOf(key) is >= 0 and var index ? index : throw new ArgumentException($"the book does not know {key}", nameof(key));

    private ImmutableArray<string> Ordered(IEnumerable<string> lists) =>
        [.. lists.Distinct(StringComparer.Ordinal).OrderBy(l => Array.IndexOf(_order, l) is >= 0 and var at ? at : int.MaxValue).ThenBy(l => l, StringComparer.Ordinal)];

    private IEnumerable<ListedOwner> Named(IEnumerable<int> holders, bool isCertain) =>
        holders.Select(h => new ListedOwner(_book.Holders[h], _lists[h], isCertain)).OrderBy(o => o.Holder.Key, StringComparer.Ordinal);

    private void Changed(int edge, int low, int high)
    {
        _certain.Change(edge, low, high);
        _possible.Change(edge, low, high);
    }

    private Problem? Check(Stake stake, long freed)
    {
        // The builder knows what a stake must be; a book of one stake says it in the same words.
        var builder = new OwnershipBookBuilder();
        foreach (var key in new[] { stake.Owner, stake.Owned })
        {
            if (_book.Find(key) is { } holder)
            {
                builder.AddHolder(holder);
            }
        }

        builder.AddStake(stake);
        if (builder.Build().Problems is [var problem, ..])
        {
            return problem;
        }

        if (!Counts(stake))
        {
            return null;
        }

        var sum = stake.Share.Low - freed;
        foreach (var edge in _graph.In(_book.IndexOf(stake.Owned)))
        {
            sum += _graph.Low[edge];
        }

        return sum <= ShareInterval.Whole ? null
            : new Problem("PRV0700", stake.Owned, stake.Line, 1, $"the stated shares of {stake.Owned} would add up to at least {ShareInterval.ToText(sum)}", "correct the figures; a holding stated by two sources, or held jointly, counts once");
    }

    private (int Number, int Edge) Find(Stake stake)
    {
        if (_book.IndexOf(stake.Owned) is >= 0 and var owned && Counts(stake))
        {
            foreach (var edge in _graph.In(owned))
            {
                if (!_gone.Contains(_graph.Stake[edge]) && StakeAt(_graph.Stake[edge]) == stake)
                {
                    return (_graph.Stake[edge], edge);
                }
            }

            return (-1, -1);
        }

        // A stake of another day or kind is on no edge; nothing that is asked often looks for one.
        var count = _book.Stakes.Length + _added.Count;
        for (var i = 0; i < count; i++)
        {
            if (!_gone.Contains(i) && StakeAt(i) == stake)
            {
                return (i, -1);
            }
        }

        return (-1, -1);
    }

    /// <summary>Everyone above a holder by any stake that counts, itself included.</summary>
    private HashSet<int> Above(int holder)
    {
        var above = new HashSet<int> { holder };
        var open = new Stack<int>([holder]);
        while (open.TryPop(out var at))
        {
            foreach (var edge in _graph.In(at))
            {
                if (IsThere(edge) && above.Add(_graph.Owner[edge]))
                {
                    open.Push(_graph.Owner[edge]);
                }
            }
        }

        return above;
    }

    private bool IsThere(int edge) => !_gone.Contains(_graph.Stake[edge]);

    private ImmutableArray<OwnershipStep> Steps(ReachedSet set, HashSet<int> above, bool possible) =>
        [.. above.Where(set.Holds).OrderBy(set.RankOf).Select(h => _listed[h] ? new OwnershipStep(_book.Holders[h], _lists[h], [], 0, 0) : Step(set, h, set.RankOf(h), possible))];

    private OwnershipStep Step(ReachedSet set, int holder, long before, bool possible)
    {
        var stakes = ImmutableArray.CreateBuilder<Stake>();
        var (low, high, others) = (0L, 0L, 0L);
        foreach (var edge in _graph.In(holder).Where(IsThere).OrderBy(e => _graph.Stake[e]))
        {
            var owner = _graph.Owner[edge];
            if (set.Holds(owner) && set.RankOf(owner) < before)
            {
                stakes.Add(StakeAt(_graph.Stake[edge]));
                low += _graph.Low[edge];
                high += _graph.High[edge];
            }
            else
            {
                others += _graph.Low[edge];
            }
        }

        return new OwnershipStep(_book.Holders[holder], [], stakes.ToImmutable(), set.MostOf(holder, low, high), possible ? others : 0);
    }

    /// <summary>
    /// The listed holders behind a share. The walk goes on through whoever is owned by half or more, a listed one too: what owns half of
    /// a listed party owns indirectly through it.
    /// </summary>
    private HashSet<int> Contributors(int holder, bool possible)
    {
        var set = possible ? _possible : _certain;
        var found = new HashSet<int>();
        var seen = new HashSet<int> { holder };
        var open = new Stack<int>([holder]);
        while (open.TryPop(out var at))
        {
            foreach (var edge in _graph.In(at))
            {
                var owner = _graph.Owner[edge];
                if (!set.Holds(owner) || (possible ? _graph.High[edge] : _graph.Low[edge]) == 0)
                {
                    continue;
                }

                if (_listed[owner])
                {
                    found.Add(owner);
                }

                if (set.ShareOf(owner) >= ShareInterval.Half && seen.Add(owner))
                {
                    open.Push(owner);
                }
            }
        }

        return found;
    }

    /// <summary>
    /// The nearest holder above, itself included, of which certain members alone may have half. There is one: of the holders on the way
    /// that are possible and not certain, the one reached first rests on certain members and on what is open about itself.
    /// </summary>
    private OwnershipWitness Witness(int holder)
    {
        var below = new Dictionary<int, int> { [holder] = -1 };
        var open = new Queue<int>([holder]);
        while (open.TryDequeue(out var at))
        {
            var (low, high) = (0L, 0L);
            var owners = _graph.In(at).Where(IsThere).ToList();
            foreach (var edge in owners)
            {
                if (_certain.Holds(_graph.Owner[edge]))
                {
                    low += _graph.Low[edge];
                    high += _graph.High[edge];
                }
            }

            if (_possible.MostOf(at, low, high) >= ShareInterval.Half && low < ShareInterval.Half)
            {
                return Reason(at, owners, high, below);
            }

            foreach (var edge in owners.OrderBy(e => _graph.Stake[e]))
            {
                var owner = _graph.Owner[edge];
                if (_graph.High[edge] > 0 && _possible.Holds(owner) && !_certain.Holds(owner) && below.TryAdd(owner, at))
                {
                    open.Enqueue(owner);
                }
            }
        }

        throw new InvalidOperationException("a share is open and nothing above it is");
    }

    private OwnershipWitness Reason(int holder, List<int> owners, long certainHigh, Dictionary<int, int> below)
    {
        var path = new List<Holder>();
        for (var at = holder; at >= 0; at = below[at])
        {
            path.Add(_book.Holders[at]);
        }

        var who = _book.Holders[holder];
        if (!_complete[holder] && certainHigh < ShareInterval.Half)
        {
            var rest = new ShareInterval(
                Math.Max(0, ShareInterval.Whole - owners.Sum(e => (long)_graph.High[e])),
                ShareInterval.Whole - owners.Sum(e => (long)_graph.Low[e]));
            return new OwnershipWitness(owners.Count == 0 ? WitnessKind.UnknownOwners : WitnessKind.UnstatedRest, who, null, rest, [.. path]);
        }

        // Of several ranges the widest: it is the likeliest to settle it.
        var widest = owners.Where(e => _certain.Holds(_graph.Owner[e])).OrderByDescending(e => _graph.High[e] - _graph.Low[e]).ThenBy(e => _graph.Stake[e]).First();
        var stake = StakeAt(_graph.Stake[widest]);
        return new OwnershipWitness(WitnessKind.StraddlingStake, who, stake, default, [_book.Find(stake.Owner)!, .. path]);
    }
}
