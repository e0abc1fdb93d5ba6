using System.Collections.Immutable;
using System.Globalization;

namespace Proviso.Screening.Lists;

/// <summary>A list that Proviso knows by name.</summary>
/// <param name="Id">Its name in answers.</param>
/// <param name="Title">Its title.</param>
/// <param name="Agency">Who keeps it.</param>
/// <param name="Listing">The word of the law's vocabulary for standing on it; null where the law here does not ask for it.</param>
/// <param name="MaxAge">After how long without a look it is stale. The authorities publish on any day, so a day or two is the limit of the lists the law asks for.</param>
/// <param name="LeastEntries">Fewer entries than this are no plausible publication.</param>
public sealed record KnownList(string Id, string Title, string Agency, string? Listing, TimeSpan MaxAge, int LeastEntries);

/// <summary>A publication that <c>lists update</c> can fetch.</summary>
/// <param name="Id">Its name on the command line.</param>
/// <param name="Title">What it is.</param>
/// <param name="Address">Where its publisher serves it.</param>
/// <param name="LeastEntries">Fewer entries than this are no plausible publication.</param>
/// <param name="MaxAge">After how long without a look its lists are stale.</param>
/// <param name="Lists">The lists it carries; a publication without one of these is refused.</param>
public sealed record KnownSource(string Id, string Title, Uri Address, int LeastEntries, TimeSpan MaxAge, ImmutableArray<string> Lists);

/// <summary>The lists and publications that Proviso knows.</summary>
public static class KnownLists
{
    /// <summary>The made-up list of the examples.</summary>
    public const string MadeUp = "example";

    private const string EntityList = "entity-list";

    /// <summary>After how long without a look a list that is not known here is stale.</summary>
    public static TimeSpan OwnMaxAge { get; } = TimeSpan.FromDays(31);

    private static readonly TimeSpan Short = TimeSpan.FromDays(2);
    private static readonly TimeSpan Long = TimeSpan.FromDays(31);

    /// <summary>The lists. Least counts are about half of what stood on them in mid-2026.</summary>
    public static ImmutableArray<KnownList> All { get; } =
    [
        new("bis-entity-list", "Entity List (15 CFR 744 Supp. 4)", "Bureau of Industry and Security", EntityList, Short, 1000),
        new("bis-meu", "Military End-User List (15 CFR 744 Supp. 7)", "Bureau of Industry and Security", "meu-list", Short, 30),
        new("bis-uvl", "Unverified List (15 CFR 744 Supp. 6)", "Bureau of Industry and Security", "unverified-list", Short, 50),
        new("bis-dpl", "Denied Persons List", "Bureau of Industry and Security", "denied-persons", Short, 250),
        new("ofac-sdn", "Specially Designated Nationals and Blocked Persons List", "Office of Foreign Assets Control", "sdn", Short, 5000),
        new("ofac-nscmic", "Non-SDN Chinese Military-Industrial Complex Companies List", "Office of Foreign Assets Control", null, Long, 30),
        new("ofac-ssi", "Sectoral Sanctions Identifications List", "Office of Foreign Assets Control", null, Long, 100),
        new("state-isn", "Nonproliferation Sanctions", "Department of State", null, Long, 50),
        new("state-dtc", "AECA Debarred List", "Department of State", null, Long, 100),
        new("dow-1260h", "Chinese Military Companies (section 1260H)", "Department of War", null, TimeSpan.FromDays(366), 40),
        new("un-consolidated", "Consolidated List of the Security Council", "United Nations", null, Long, 300),
        new("eu-consolidated", "Consolidated list of financial sanctions", "European Union", null, Long, 1000),
        new("uk-ofsi", "Consolidated list of financial sanctions targets", "United Kingdom", null, Long, 1000),
        new(MadeUp, "Made-up parties of the examples", "nobody", EntityList, Long, 1),
    ];

    /// <summary>The publications.</summary>
    public static ImmutableArray<KnownSource> Sources { get; } =
    [
        new("csl", "Consolidated Screening List", new Uri("https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.json"), 10_000, Short,
            ["bis-entity-list", "bis-meu", "bis-uvl", "bis-dpl", "ofac-sdn"]),
        new("ofac-sdn", "SDN list, advanced form", new Uri("https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN_ADVANCED.XML"), 5000, Short, ["ofac-sdn"]),
        new("un-consolidated", "Consolidated List of the Security Council", new Uri("https://scsanctions.un.org/resources/xml/en/consolidated.xml"), 300, Long, ["un-consolidated"]),
        new("eu-consolidated", "Consolidated list of financial sanctions", new Uri("https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content"), 1000, Long, ["eu-consolidated"]),
        new("uk-ofsi", "Consolidated list of financial sanctions targets", new Uri("https://ofsistorage.blob.core.windows.net/publishlive/2022format/ConList.csv"), 1000, Long, ["uk-ofsi"]),
    ];

    /// <summary>The lists that the law of the corpora here asks for: without all of them ready, nobody is clear for a determination.</summary>
    public static ImmutableArray<string> AskedByLaw { get; } = [.. All.Where(l => l.Listing is not null && l.Id != MadeUp).Select(l => l.Id)];

    /// <summary>The list of that name, or null.</summary>
    public static KnownList? Find(string id) => All.FirstOrDefault(l => l.Id == id);

    /// <summary>The words of the law for an entry; empty where the law does not ask for its list.</summary>
    /// <remarks>For the Entity List its footnotes too (<see cref="EntityListFootnotes"/>); what cannot be told of them is <see cref="OpenFootnoteOf"/>.</remarks>
    public static ImmutableArray<string> ListingsOf(ListedParty party)
    {
        ArgumentNullException.ThrowIfNull(party);
        if (Find(party.List)?.Listing is not { } listing)
        {
            return [];
        }

        return listing == EntityList
            ? [listing, .. EntityListFootnotes.Read(party.Notes).Known.Select(f => string.Create(CultureInfo.InvariantCulture, $"entity-list-footnote-{f}"))]
            : [listing];
    }

    /// <summary>What cannot be told of the footnotes of an entry of the Entity List, in a sentence; null where all can, and for other lists. Until a person has read the entry, nothing that rests on it is settled.</summary>
    public static string? OpenFootnoteOf(ListedParty party)
    {
        ArgumentNullException.ThrowIfNull(party);
        return Find(party.List)?.Listing == EntityList ? EntityListFootnotes.Read(party.Notes).Question : null;
    }
}
