using System.Collections.Immutable;
using System.Globalization;
using System.Text;
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
            foreach (var identifier in lists.Parties[i].Identifiers)
            {
                if (KeyOf(identifier) is { } key)
                {
                    if (!_byIdentifier.TryGetValue(key, out var of))
                    {
                        _byIdentifier[key] = of = [];
                    }

                    of.Add(i);
                }
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

    /// <summary>The entries with this identifier.</summary>
    internal IReadOnlyList<int> With(ListedIdentifier identifier) => KeyOf(identifier) is { } key ? _byIdentifier.GetValueOrDefault(key) ?? [] : [];

    /// <summary>Letters and digits of an identifier with its kind; null when too little is left to name one party.</summary>
    internal static string? KeyOf(ListedIdentifier identifier)
    {
        var key = new StringBuilder();
        foreach (var c in identifier.Value)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                key.Append(char.ToUpperInvariant(c));
            }
        }

        // "IMO 1234567" and "1234567" are one number.
        var value = identifier.Kind == "imo" && key.ToString().StartsWith("IMO", StringComparison.Ordinal) ? key.ToString(3, key.Length - 3) : key.ToString();
        return value.Length < ShortestIdentifier ? null : identifier.Kind + " " + value;
    }

    // A number of four digits is a page or a house; it names nobody.
    private const int ShortestIdentifier = 5;

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
