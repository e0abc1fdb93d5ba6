using System.Globalization;
using System.Runtime.InteropServices;
using Proviso.Documents;
using Proviso.Places;

namespace Proviso.Parties.Ownership;

/// <summary>Collects holders and stakes, checks each as it comes and all of them together at the end. Not safe for several writers.</summary>
public sealed class OwnershipBookBuilder
{
    /// <summary>Problems kept; a file that is wrong throughout need not be told line by line.</summary>
    public const int MostProblems = 100;

    /// <summary>Notes kept, for the same reason.</summary>
    public const int MostNotes = 100;

    // The register of the United Kingdom has some thirteen million statements; a million holders take about half a gigabyte.
    private const int MostRows = 20_000_000;

    // Keys are registration numbers, LEIs, names. A kilobyte is a name with its address; longer is a broken file.
    private const int LongestKey = 1024;

    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<Holder> _holders = [];
    private readonly List<Stake> _stakes = [];
    private readonly List<Problem> _problems = [];
    private readonly List<string> _notes = [];
    private bool _built;

    /// <summary>Whether something is wrong already.</summary>
    public bool HasProblems => _problems.Count > 0;

    /// <summary>Whether as many problems were met as are kept, so that a reader can stop.</summary>
    public bool IsFull => _problems.Count >= MostProblems;

    /// <summary>
    /// Declares a holder. Again with the same key adds what was not stated before; two statements that disagree about its owners are a
    /// problem (PRV0707), a second name is not: the first stays.
    /// </summary>
    public void AddHolder(Holder holder, int line = 0)
    {
        if (!CheckKey(holder.Key, line))
        {
            return;
        }

        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, holder.Key, out var known);
        if (!known)
        {
            index = _holders.Count;
            _holders.Add(holder);
            BoundCount(_holders.Count, "parties", line);
            return;
        }

        var old = _holders[index];
        if (old.Owners != OwnersKnown.NotAll && holder.Owners != OwnersKnown.NotAll && old.Owners != holder.Owners)
        {
            Add(new Problem("PRV0707", holder.Key, line, 1, $"{holder.Key} is declared {Word(old.Owners)} and {Word(holder.Owners)}", "keep the one that is true"));
            return;
        }

        _holders[index] = old with
        {
            Name = string.Equals(old.Name, old.Key, StringComparison.Ordinal) ? holder.Name : old.Name,
            Country = old.Country ?? holder.Country,
            Owners = old.Owners == OwnersKnown.NotAll ? holder.Owners : old.Owners,
            Lists = holder.Lists.Length == 0 ? old.Lists : [.. old.Lists.Union(holder.Lists, StringComparer.Ordinal)],
        };
    }

    /// <summary>Declares a holder by its key alone, unless it is known.</summary>
    public void AddHolder(string key, string? name = null, Country? country = null, OwnersKnown owners = OwnersKnown.NotAll, int line = 0) =>
        AddHolder(new Holder(key, string.IsNullOrWhiteSpace(name) ? key : name, country, owners), line);

    /// <summary>Adds a stake. Its holders may be declared before or after it.</summary>
    public void AddStake(Stake stake)
    {
        var place = stake.Owner + " in " + stake.Owned;
        if (!CheckKey(stake.Owner, stake.Line) || !CheckKey(stake.Owned, stake.Line))
        {
            return;
        }

        if (string.Equals(stake.Owner, stake.Owned, StringComparison.Ordinal))
        {
            Add(new Problem("PRV0701", place, stake.Line, 1, $"{stake.Owner} is said to own itself", "leave shares out that a company holds in itself, and state the others as parts of the rest"));
        }
        else if (stake.Share.Low is < 0 or > ShareInterval.Whole || stake.Share.High is < 0 or > ShareInterval.Whole)
        {
            Add(new Problem("PRV0703", place, stake.Line, 1, $"a share lies in 0 % to 100 %, not {stake.Share}", "state it in percent: 25, 25-50, >=25 or unknown"));
        }
        else if (stake.Share.Low > stake.Share.High)
        {
            Add(new Problem("PRV0702", place, stake.Line, 1, $"the least share {ShareInterval.ToText(stake.Share.Low)} is above the most, {ShareInterval.ToText(stake.Share.High)}", "state the smaller figure first"));
        }
        else if (stake.From > stake.Until)
        {
            Add(new Problem("PRV0708", place, stake.Line, 1, string.Create(CultureInfo.InvariantCulture, $"the stake ends {stake.Until:yyyy-MM-dd}, before it begins {stake.From:yyyy-MM-dd}"), "exchange the dates"));
        }
        else
        {
            _stakes.Add(stake);
            BoundCount(_stakes.Count, "stakes", stake.Line);
        }
    }

    private void BoundCount(int count, string what, int line)
    {
        if (count > MostRows)
        {
            Add(new Problem("PRV0714", "", line, 1, string.Create(CultureInfo.InvariantCulture, $"more than {MostRows} {what} in one file"), "leave out what has nothing to do with the parties you ask about"));
        }
    }

    /// <summary>Adds a problem that a reader met.</summary>
    public void Add(Problem problem)
    {
        if (_problems.Count < MostProblems)
        {
            _problems.Add(problem);
        }
    }

    /// <summary>Adds a note that a reader has to give.</summary>
    public void AddNote(string note)
    {
        if (_notes.Count < MostNotes)
        {
            _notes.Add(note);
        }
    }

    /// <summary>Checks the whole and hands it over; the builder is then used up.</summary>
    /// <exception cref="InvalidOperationException">It was built before.</exception>
    public OwnershipReading Build()
    {
        if (_built)
        {
            throw new InvalidOperationException("a builder builds once");
        }

        _built = true;
        var stakes = CollectionsMarshal.AsSpan(_stakes);
        var (owners, owned) = (new int[stakes.Length], new int[stakes.Length]);
        for (var i = 0; i < stakes.Length && !IsFull; i++)
        {
            owners[i] = IndexOf(stakes[i].Owner, "owner", stakes[i]);
            owned[i] = IndexOf(stakes[i].Owned, "owned party", stakes[i]);
            if (owned[i] >= 0 && _holders[owned[i]].Owners == OwnersKnown.Person)
            {
                Add(new Problem("PRV0705", stakes[i].Owner + " in " + stakes[i].Owned, stakes[i].Line, 1, $"{stakes[i].Owned} is declared a person, and nobody owns a person", "correct what it is, or leave the stake out"));
            }
        }

        var kept = HasProblems ? [] : CheckTogether(owners, owned);
        if (HasProblems)
        {
            return new OwnershipReading(null, [.. _problems], [.. _notes]);
        }

        var all = _stakes.ToArray();
        if (kept.Length < all.Length)
        {
            all = [.. kept.Select(i => all[i])];
            owners = [.. kept.Select(i => owners[i])];
            owned = [.. kept.Select(i => owned[i])];
        }

        return new OwnershipReading(new OwnershipBook(_indexes, [.. _holders], all, owners, owned), [], [.. _notes]);
    }

    private static string Word(OwnersKnown owners) => owners switch
    {
        OwnersKnown.Complete => "complete",
        OwnersKnown.Person => "a person",
        _ => "not known",
    };

    private bool CheckKey(string key, int line)
    {
        if (string.IsNullOrWhiteSpace(key) || key.Length > LongestKey)
        {
            Add(new Problem("PRV0709", "", line, 1, key is { Length: > LongestKey } ? $"a key of {key.Length} characters" : "a holder without a key", $"name each holder with 1 to {LongestKey} characters"));
            return false;
        }

        return true;
    }

    private int IndexOf(string key, string role, in Stake stake)
    {
        if (_indexes.TryGetValue(key, out var index))
        {
            return index;
        }

        Add(new Problem("PRV0704", stake.Owner + " in " + stake.Owned, stake.Line, 1, $"the {role} {key} is declared nowhere", "declare it, or correct its key"));
        return -1;
    }

    /// <summary>Checks the stakes of each owned party against one another; gives the indexes of those that count, in order.</summary>
    private int[] CheckTogether(int[] owners, int[] owned)
    {
        var start = new int[_holders.Count + 1];
        foreach (var o in owned)
        {
            start[o + 1]++;
        }

        for (var i = 0; i < _holders.Count; i++)
        {
            start[i + 1] += start[i];
        }

        var next = start.AsSpan(0, _holders.Count).ToArray();
        var order = new int[owned.Length];
        for (var i = 0; i < owned.Length; i++)
        {
            order[next[owned[i]]++] = i;
        }

        var doubles = new HashSet<int>();
        for (var h = 0; h < _holders.Count && !IsFull; h++)
        {
            var group = order.AsSpan(start[h]..start[h + 1]);
            FindDoubles(group, doubles);
            CheckSums(_holders[h], group, doubles);
        }

        return doubles.Count == 0 ? Enumerable.Range(0, owners.Length).ToArray() : [.. Enumerable.Range(0, owners.Length).Where(i => !doubles.Contains(i))];
    }

    /// <summary>
    /// The same stake twice. With the same source it is one stake written twice and counts once. Without a source nobody can tell two
    /// holdings from a line written twice, and either reading can be wrong by half a company.
    /// </summary>
    private void FindDoubles(ReadOnlySpan<int> group, HashSet<int> doubles)
    {
        if (group.Length < 2)
        {
            return;
        }

        var seen = new Dictionary<Stake, int>(group.Length);
        foreach (var i in group)
        {
            var stake = _stakes[i] with { Line = 0 };
            if (seen.TryAdd(stake, i))
            {
                continue;
            }

            var first = _stakes[seen[stake]].Line;
            if (stake.Source.Length > 0)
            {
                doubles.Add(i);
                AddNote(string.Create(CultureInfo.InvariantCulture, $"line {_stakes[i].Line} repeats line {first} word for word, source included: {stake.Owner} in {stake.Owned} counts once"));
            }
            else
            {
                Add(new Problem("PRV0706", stake.Owner + " in " + stake.Owned, _stakes[i].Line, 1, string.Create(CultureInfo.InvariantCulture, $"the same stake as on line {first}, and no source tells whether it is one holding or two"), "give each a source, or leave one out"));
            }
        }
    }

    /// <summary>On no day may more than the whole be owned. Only first days need a look: the sum grows on no other.</summary>
    private void CheckSums(Holder holder, ReadOnlySpan<int> group, HashSet<int> doubles)
    {
        var sum = 0L;
        foreach (var i in group)
        {
            sum += Counts(i, doubles) ? _stakes[i].Share.Low : 0;
        }

        if (sum <= ShareInterval.Whole)
        {
            return;
        }

        // Days on which a sum changes, in order; what begins on a day is added after what ended before it.
        var changes = new List<(int Day, int Order, int Line, long Low)>();
        foreach (var i in group)
        {
            if (Counts(i, doubles))
            {
                var stake = _stakes[i];
                changes.Add(((stake.From ?? DateOnly.MinValue).DayNumber, 1, stake.Line, stake.Share.Low));
                if (stake.Until is { } until)
                {
                    changes.Add((until.DayNumber + 1, 0, stake.Line, -stake.Share.Low));
                }
            }
        }

        changes.Sort();
        var open = 0L;
        foreach (var (day, _, line, low) in changes)
        {
            open += low;
            if (open > ShareInterval.Whole)
            {
                var when = day == 0 ? "" : " from " + DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " on";
                Add(new Problem("PRV0700", holder.Key, line, 1, $"the stated shares of {holder.Name} add up to at least {ShareInterval.ToText(open)}{when}", "correct the figures; a holding stated by two sources, or held jointly, counts once"));
                return;
            }
        }
    }

    private bool Counts(int stake, HashSet<int> doubles) => _stakes[stake].Kind == StakeKind.Ownership && !doubles.Contains(stake);
}
