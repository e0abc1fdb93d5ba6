using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Proviso.Documents;
using Proviso.Parties.Ownership.Reading;

namespace Proviso.Parties.Ownership;

/// <summary>What came of building a book: the book, or why there is none.</summary>
/// <param name="Book">The book; null when there is a problem, for half a book gives half an answer.</param>
/// <param name="Problems">What is wrong, at most <see cref="OwnershipBookBuilder.MostProblems"/>; empty when there is a book.</param>
/// <param name="Notes">What was read and left out or widened, and why. A book with notes is whole.</param>
public sealed record OwnershipReading(OwnershipBook? Book, ImmutableArray<Problem> Problems, ImmutableArray<string> Notes);

/// <summary>Who owns how much of whom, with dates and sources. Immutable; safe for many readers.</summary>
public sealed class OwnershipBook
{
    private readonly Dictionary<string, int> _indexes;
    private readonly Holder[] _holders;
    private readonly Stake[] _stakes;
    private readonly int[] _owners;
    private readonly int[] _owned;
    private readonly Lazy<Dictionary<string, List<int>>> _names;

    /// <summary>Takes over what the builder has checked.</summary>
    internal OwnershipBook(Dictionary<string, int> indexes, Holder[] holders, Stake[] stakes, int[] owners, int[] owned)
    {
        (_indexes, _holders, _stakes, _owners, _owned) = (indexes, holders, stakes, owners, owned);
        _names = new(() => ByName(holders));
    }

    /// <summary>The holders, in the order they came.</summary>
    public ImmutableArray<Holder> Holders => ImmutableCollectionsMarshal.AsImmutableArray(_holders);

    /// <summary>The stakes, in the order they came, of every day and kind.</summary>
    public ImmutableArray<Stake> Stakes => ImmutableCollectionsMarshal.AsImmutableArray(_stakes);

    /// <summary>The index of each stake's owner among the holders.</summary>
    internal ReadOnlySpan<int> OwnerIndexes => _owners;

    /// <summary>The index of each stake's owned party among the holders.</summary>
    internal ReadOnlySpan<int> OwnedIndexes => _owned;

    /// <summary>Reads a plain table: <see cref="OwnershipCsv"/> says its columns.</summary>
    public static OwnershipReading ReadCsv(Stream stream) => Read(stream, OwnershipCsv.Read);

    /// <summary>Reads relationship records of the Global LEI Foundation in CSV: <see cref="GleifRelationships"/> says what counts.</summary>
    public static OwnershipReading ReadGleif(Stream stream) => Read(stream, GleifRelationships.Read);

    /// <summary>Reads a snapshot of people with significant control of Companies House: <see cref="UkControlSnapshot"/> says what counts.</summary>
    public static OwnershipReading ReadUkControl(Stream stream) => Read(stream, UkControlSnapshot.Read);

    /// <summary>Reads statements of the Beneficial Ownership Data Standard: <see cref="OwnershipStatements"/> says what counts.</summary>
    public static OwnershipReading ReadStatements(Stream stream) => Read(stream, OwnershipStatements.Read);

    /// <summary>The holder with that key, letter by letter; null when there is none.</summary>
    public Holder? Find(string key) => _indexes.TryGetValue(key, out var index) ? _holders[index] : null;

    /// <summary>The holders with that very name, case aside. Several can bear one name; which of them is meant is for the caller to ask.</summary>
    public IEnumerable<Holder> FindByName(string name) => _names.Value.TryGetValue(name.Trim(), out var found) ? found.Select(i => _holders[i]) : [];

    /// <summary>The holder with that key, or the only one with that name; null when there is none, or several with the name.</summary>
    public Holder? FindKeyOrName(string text)
    {
        if (Find(text) is { } holder)
        {
            return holder;
        }

        var named = FindByName(text).Take(2).ToList();
        return named.Count == 1 ? named[0] : null;
    }

    /// <summary>The lists that the input itself names for its holders, ready for a solver: holder key to list ids.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> StatedLists() =>
        _holders.Where(h => h.Lists.Length > 0).ToDictionary(h => h.Key, h => h.Lists, StringComparer.Ordinal);

    /// <summary>The index of a key, or -1.</summary>
    internal int IndexOf(string key) => _indexes.TryGetValue(key, out var index) ? index : -1;

    private static OwnershipReading Read(Stream stream, Action<Stream, OwnershipBookBuilder> reader)
    {
        var builder = new OwnershipBookBuilder();
        reader(stream, builder);
        return builder.Build();
    }

    private static Dictionary<string, List<int>> ByName(Holder[] holders)
    {
        var names = new Dictionary<string, List<int>>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < holders.Length; i++)
        {
            ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(names, holders[i].Name.Trim(), out _);
            (list ??= []).Add(i);
        }

        return names;
    }
}
