using System.Collections.Immutable;
using System.Globalization;
using Proviso.Screening.Lists;
using Proviso.Screening.Matching;
using Proviso.Screening.Names;

namespace Proviso.Screening;

/// <summary>All entries of a set of lists, ready to be searched. Immutable; shared between threads and replaced as a whole.</summary>
public sealed class ScreeningIndex
{
    private readonly Dictionary<string, List<int>> _byIdentifier = new(StringComparer.Ordinal);
    private readonly ListedName[] _names;

    private ScreeningIndex(ListSet lists, WordRarity? rarity)
    {
        Lists = lists;
        var names = new List<ListedName>();
        Names = NameIndex.Build(AllNames(lists.Parties, names), rarity);
        _names = [.. names];
        for (var i = 0; i < lists.Parties.Length; i++)
        {
            foreach (var key in NumberKeys.Of(lists.Parties[i]))
            {
                if (!_byIdentifier.TryGetValue(key, out var of))
                {
                    _byIdentifier[key] = of = [];
                }

                of.Add(i);
            }
        }
    }

    /// <summary>The lists and their entries.</summary>
    public ListSet Lists { get; }

    /// <summary>The names.</summary>
    public NameIndex Names { get; }

    /// <summary>The version of matching and weights, which scores and clearances name.</summary>
    public string Algorithm => string.Create(CultureInfo.InvariantCulture, $"names-{PartyScreener.Version}/{Names.Rarity.Id}");

    /// <summary>Builds it.</summary>
    /// <param name="lists">The lists.</param>
    /// <param name="rarity">What words weigh; counted in these lists when null.</param>
    public static ScreeningIndex Build(ListSet lists, WordRarity? rarity = null)
    {
        ArgumentNullException.ThrowIfNull(lists);
        return new ScreeningIndex(lists, rarity);
    }

    /// <summary>The listed name behind a number of the name index.</summary>
    internal ListedName NameOf(int name) => _names[name];

    /// <summary>The entries with this identifier, each once.</summary>
    internal IEnumerable<int> With(ListedIdentifier identifier) => NumberKeys.Asked(identifier).SelectMany(k => _byIdentifier.GetValueOrDefault(k) ?? []).Distinct();

    private static IEnumerable<(ScreeningName, int)> AllNames(ImmutableArray<ListedParty> parties, List<ListedName> names)
    {
        for (var i = 0; i < parties.Length; i++)
        {
            foreach (var name in parties[i].Names)
            {
                var read = ScreeningName.Of(name.Text);

                // The index passes over what cannot be compared; the numbers have to agree with it.
                if (!read.Words.IsEmpty)
                {
                    names.Add(name);
                    yield return (read, i);
                }
            }
        }
    }
}
