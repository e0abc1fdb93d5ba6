namespace Proviso.Parties.Ownership;

/// <summary>
/// The least set of holders that holds every listed one and every one of which holders of the set own half or more; once with what is
/// certain, once with what is possible. Kept up to date through single changes.
/// </summary>
/// <remarks>
/// <para>
/// A member that is not listed has a rank, and members of lower rank alone own half of it. So no circle of companies that own one another
/// holds itself up, and the set is the least one.
/// </para>
/// <para>
/// What is certain adds up the least shares. What is possible: of a party whose owners are not all known, everything that is not certainly
/// taken by holders outside the set; of one declared complete, the most that the members can have, as far as the others leave room.
/// One world reaches all that is possible at once, for the shares in one party bind no other, and filling the members' shares in the order
/// of their ranks leaves none of them with less than it needed when it was reached.
/// </para>
/// </remarks>
internal sealed class ReachedSet
{
    private const long Outside = long.MaxValue;

    private readonly OwnershipGraph _graph;
    private readonly bool _possible;
    private readonly bool[] _listed;
    private readonly bool[] _complete;

    // Per holder: the shares that members have in it, least and most, and the least shares of everyone.
    private readonly long[] _low;
    private readonly long[] _high;
    private readonly long[] _all;
    private readonly long[] _rank;
    private readonly Queue<int> _removed = new();
    private int[] _queue = [];
    private int _queued;
    private long _lastRank;

    /// <summary>The set of a graph; <paramref name="listed"/> and <paramref name="complete"/> are read, not copied.</summary>
    public ReachedSet(OwnershipGraph graph, bool[] listed, bool[] complete, bool possible)
    {
        (_graph, _listed, _complete, _possible) = (graph, listed, complete, possible);
        var n = graph.Holders;
        _low = new long[n];
        _high = possible ? new long[n] : [];
        _all = possible ? new long[n] : [];
        _rank = new long[n];
        Array.Fill(_rank, Outside);
        Solve();
    }

    /// <summary>Whether a holder is in the set.</summary>
    public bool Holds(int holder) => _rank[holder] != Outside;

    /// <summary>The rank of a member; members of lower rank reach it. Undefined outside.</summary>
    public long RankOf(int holder) => _rank[holder];

    /// <summary>The share of a holder that members have, least or most, in millionths of a percent.</summary>
    public long ShareOf(int holder) => Share(holder, _low[holder], _possible ? _high[holder] : 0);

    /// <summary>The most of a holder that these could have, of whom the given least and most shares are known.</summary>
    public long MostOf(int holder, long low, long high) => Share(holder, low, high);

    /// <summary>Takes a change of one edge in: what it was, before the graph was given what it is now.</summary>
    public void Change(int edge, int oldLow, int oldHigh)
    {
        var (owner, owned) = (_graph.Owner[edge], _graph.Owned[edge]);
        var (low, high) = (_graph.Low[edge], _graph.High[edge]);
        if (_possible)
        {
            _all[owned] += low - oldLow;
        }

        if (Holds(owner))
        {
            _low[owned] += low - oldLow;
            if (_possible)
            {
                _high[owned] += high - oldHigh;
            }
        }

        Reconsider(owned);
    }

    /// <summary>Takes in that a holder was listed, unlisted or declared otherwise.</summary>
    public void Reconsider(int holder)
    {
        if (Holds(holder) && !IsSupported(holder))
        {
            Remove(holder);
        }

        if (!Holds(holder) && IsDue(holder))
        {
            Enqueue(holder);
        }

        Spread();
    }

    private long Share(int holder, long low, long high)
    {
        if (!_possible)
        {
            return low;
        }

        var open = ShareInterval.Whole - _all[holder] + low;
        return _complete[holder] ? Math.Min(high, open) : open;
    }

    private bool IsDue(int holder) => _listed[holder] || ShareOf(holder) >= ShareInterval.Half;

    private void Solve()
    {
        var graph = _graph;
        if (_possible)
        {
            var owned = graph.Owned;
            var low = graph.Low;
            for (var edge = 0; edge < owned.Length; edge++)
            {
                _all[owned[edge]] += low[edge];
            }
        }

        // Room for every holder once, so that the long walk never grows its queue.
        _queue = new int[graph.Holders];
        for (var holder = 0; holder < graph.Holders; holder++)
        {
            if (IsDue(holder))
            {
                Enqueue(holder);
            }
        }

        Spread();
        _queue = new int[16];
    }

    private void Enqueue(int holder)
    {
        if (_queued == _queue.Length)
        {
            Array.Resize(ref _queue, _queue.Length * 2);
        }

        _rank[holder] = ++_lastRank;
        _queue[_queued++] = holder;
    }

    /// <summary>Hands the shares of everyone in the queue on, and queues whom they reach.</summary>
    private void Spread()
    {
        // Taken once: the walk over a million holders asks for them at every edge.
        var owned = _graph.Owned;
        var lows = _graph.Low;
        var highs = _graph.High;
        for (var at = 0; at < _queued; at++)
        {
            var holder = _queue[at];
            var (first, end) = _graph.PackedOut(holder);
            for (var edge = first; edge < end; edge++)
            {
                Give(owned[edge], lows[edge], highs[edge]);
            }

            foreach (var edge in _graph.LaterOut(holder))
            {
                Give(owned[edge], lows[edge], highs[edge]);
            }
        }

        _queued = 0;
    }

    private void Give(int owned, int low, int high)
    {
        _low[owned] += low;
        if (_possible)
        {
            _high[owned] += high;
        }

        if (_rank[owned] == Outside && ShareOf(owned) >= ShareInterval.Half)
        {
            Enqueue(owned);
        }
    }

    /// <summary>Whether a member stands without anyone who came after it.</summary>
    private bool IsSupported(int holder)
    {
        if (_listed[holder])
        {
            return true;
        }

        var (low, high) = (0L, 0L);
        foreach (var edge in _graph.PackedIn(holder))
        {
            AddEarlier(edge, holder, ref low, ref high);
        }

        foreach (var edge in _graph.LaterIn(holder))
        {
            AddEarlier(edge, holder, ref low, ref high);
        }

        return Share(holder, low, high) >= ShareInterval.Half;
    }

    private void AddEarlier(int edge, int holder, ref long low, ref long high)
    {
        if (_rank[_graph.Owner[edge]] < _rank[holder])
        {
            low += _graph.Low[edge];
            high += _graph.High[edge];
        }
    }

    /// <summary>
    /// Takes a member out, and everyone whom the rest of lower rank no longer reach; then takes back whom the rest reach after all.
    /// Too many may be taken out for a moment, never too few: each that stays has been looked at since the last of its owners left.
    /// </summary>
    private void Remove(int holder)
    {
        var taken = new List<int>();
        TakeOut(holder);
        while (_removed.TryDequeue(out var gone))
        {
            taken.Add(gone);
            var (first, end) = _graph.PackedOut(gone);
            for (var edge = first; edge < end; edge++)
            {
                TakeBack(edge);
            }

            foreach (var edge in _graph.LaterOut(gone))
            {
                TakeBack(edge);
            }
        }

        // Only now: a share given back while others are still leaving would count for a rank that is about to fall.
        foreach (var gone in taken)
        {
            if (!Holds(gone) && IsDue(gone))
            {
                Enqueue(gone);
            }
        }
    }

    private void TakeOut(int holder)
    {
        _rank[holder] = Outside;
        _removed.Enqueue(holder);
    }

    private void TakeBack(int edge)
    {
        var owned = _graph.Owned[edge];
        _low[owned] -= _graph.Low[edge];
        if (_possible)
        {
            _high[owned] -= _graph.High[edge];
        }

        if (Holds(owned) && !IsSupported(owned))
        {
            TakeOut(owned);
        }
    }
}
