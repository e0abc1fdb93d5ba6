using System.Runtime.InteropServices;

namespace Proviso.Parties.Ownership;

/// <summary>
/// The stakes that count on a day, as arrays: those an owner has lie side by side, so that one walk over them is one walk over memory.
/// Stakes added later hang on chains behind. Holders and stakes are numbers here; the book knows their names.
/// </summary>
internal sealed class OwnershipGraph
{
    // 0 to 100,000,000 fits 32 bits; half the memory is half the time.
    private readonly List<int> _owner;
    private readonly List<int> _owned;
    private readonly List<int> _low;
    private readonly List<int> _high;
    private readonly List<int> _stake;
    private readonly int[] _outStart;
    private readonly int[] _inStart;
    private readonly int[] _inEdges;
    private readonly int _packed;
    private readonly Dictionary<int, List<int>> _moreOut = [];
    private readonly Dictionary<int, List<int>> _moreIn = [];

    /// <summary>Of stakes given as arrays of one length; an edge's stake number is its place in them, or in <paramref name="numbers"/>.</summary>
    public OwnershipGraph(int holders, ReadOnlySpan<int> owners, ReadOnlySpan<int> owned, ReadOnlySpan<int> lows, ReadOnlySpan<int> highs, ReadOnlySpan<int> numbers = default)
    {
        Holders = holders;
        var count = owners.Length;
        _packed = count;
        _outStart = Starts(holders, owners);
        var place = _outStart.AsSpan(0, holders).ToArray();
        _owner = Sized(count);
        _owned = Sized(count);
        _low = Sized(count);
        _high = Sized(count);
        _stake = Sized(count);
        var toOwner = CollectionsMarshal.AsSpan(_owner);
        var toOwned = CollectionsMarshal.AsSpan(_owned);
        var toLow = CollectionsMarshal.AsSpan(_low);
        var toHigh = CollectionsMarshal.AsSpan(_high);
        var toStake = CollectionsMarshal.AsSpan(_stake);
        for (var i = 0; i < count; i++)
        {
            var at = place[owners[i]]++;
            (toOwner[at], toOwned[at], toLow[at], toHigh[at], toStake[at]) = (owners[i], owned[i], lows[i], highs[i], numbers.IsEmpty ? i : numbers[i]);
        }

        _inStart = Starts(holders, toOwned);
        place = _inStart.AsSpan(0, holders).ToArray();
        _inEdges = new int[count];
        for (var edge = 0; edge < count; edge++)
        {
            _inEdges[place[toOwned[edge]]++] = edge;
        }
    }

    /// <summary>Number of holders; they are 0 to this less 1.</summary>
    public int Holders { get; }

    /// <summary>Number of edges, those set to nothing included.</summary>
    public int Edges => _owner.Count;

    /// <summary>The owner of each edge.</summary>
    public ReadOnlySpan<int> Owner => CollectionsMarshal.AsSpan(_owner);

    /// <summary>The owned party of each edge.</summary>
    public ReadOnlySpan<int> Owned => CollectionsMarshal.AsSpan(_owned);

    /// <summary>The least share of each edge.</summary>
    public ReadOnlySpan<int> Low => CollectionsMarshal.AsSpan(_low);

    /// <summary>The most of each edge.</summary>
    public ReadOnlySpan<int> High => CollectionsMarshal.AsSpan(_high);

    /// <summary>The number of the stake behind each edge.</summary>
    public ReadOnlySpan<int> Stake => CollectionsMarshal.AsSpan(_stake);

    /// <summary>The edges from an owner that lie side by side: first and the one after the last.</summary>
    public (int First, int End) PackedOut(int owner) => (_outStart[owner], _outStart[owner + 1]);

    /// <summary>The edges into a party that were there from the start.</summary>
    public ReadOnlySpan<int> PackedIn(int owned) => _inEdges.AsSpan(_inStart[owned].._inStart[owned + 1]);

    /// <summary>The edges from an owner that came later.</summary>
    public ReadOnlySpan<int> LaterOut(int owner) => Edges == _packed ? default : Chain(_moreOut, owner);

    /// <summary>The edges into a party that came later.</summary>
    public ReadOnlySpan<int> LaterIn(int owned) => Edges == _packed ? default : Chain(_moreIn, owned);

    /// <summary>All edges into a party.</summary>
    public IEnumerable<int> In(int owned) => [.. PackedIn(owned), .. LaterIn(owned)];

    /// <summary>Adds an edge; gives its number.</summary>
    public int Add(int owner, int owned, int low, int high, int stake)
    {
        var edge = _owner.Count;
        _owner.Add(owner);
        _owned.Add(owned);
        _low.Add(low);
        _high.Add(high);
        _stake.Add(stake);
        Chained(_moreOut, owner).Add(edge);
        Chained(_moreIn, owned).Add(edge);
        return edge;
    }

    /// <summary>Gives an edge another share; nothing at all is how an edge ends.</summary>
    public void Set(int edge, int low, int high) => (_low[edge], _high[edge]) = (low, high);

    private static List<int> Sized(int count)
    {
        // Room for changes, so that the first one does not copy all the others.
        var list = new List<int>(count + (count / 16) + 16);
        CollectionsMarshal.SetCount(list, count);
        return list;
    }

    private static int[] Starts(int holders, ReadOnlySpan<int> of)
    {
        var start = new int[holders + 1];
        foreach (var holder in of)
        {
            start[holder + 1]++;
        }

        for (var i = 0; i < holders; i++)
        {
            start[i + 1] += start[i];
        }

        return start;
    }

    private static ReadOnlySpan<int> Chain(Dictionary<int, List<int>> chains, int holder) => chains.TryGetValue(holder, out var chain) ? CollectionsMarshal.AsSpan(chain) : default;

    private static List<int> Chained(Dictionary<int, List<int>> chains, int holder)
    {
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(chains, holder, out _);
        return chain ??= [];
    }
}
