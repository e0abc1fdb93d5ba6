using System.Collections.Immutable;
using CsCheck;
using Proviso.Places;
using Proviso.Screening;
using Proviso.Screening.Clearances;
using Proviso.Screening.Lists;

namespace Proviso.Tests.Proviso.Screening;

/// <summary>Made-up entries and parties.</summary>
internal static class Made
{
    public const string List = "bis-entity-list";

    private static readonly string[] Stems = ["haige", "qilin", "lantern", "technology", "tech", "trading", "co", "ltd", "ooo", "shenzhen", "li", "wang", "j", "aleksandr", "alexander", "иванов", "ivanov", "华", "为", "hua", "wei", "123", "estuary"];

    public static Gen<string> Name { get; } = Gen.Select(Gen.Int[0, Stems.Length - 1], Gen.Int[0, 8], Gen.Char['a', 'e'])
        .Select((stem, edit, letter) => edit == 0 && Stems[stem].Length > 3 ? Stems[stem][..2] + letter + Stems[stem][3..] : Stems[stem])
        .Array[1, 5].Select(words => string.Join(' ', words));

    private static Gen<ImmutableArray<Country>> Countries { get; } = Gen.Int[0, 3].Select(i => i == 0 ? [] : ImmutableArray.Create(Country.Find(new[] { "CN", "HK", "SG" }[i - 1])!));

    private static Gen<ImmutableArray<ListedIdentifier>> Identifiers { get; } =
        Gen.Int[0, 12].Select(i => i > 3 ? [] : ImmutableArray.Create(new ListedIdentifier(i < 2 ? "lei" : "registration", $"MADEUP{i}0001")));

    public static Gen<ListedParty> Entry { get; } = Gen.Select(Name.Array[1, 3], Countries, Identifiers, Gen.Int[0, 6], Gen.Int[0, 30]).Select((names, countries, identifiers, birth, id) => new ListedParty
    {
        List = List,
        Id = $"made-up-{id}",
        Kind = birth == 0 ? PartyKind.Person : PartyKind.Unknown,
        Names = [.. names.Select((n, i) => new ListedName(n, i == 0 ? ListedNameKind.Main : i == 1 ? ListedNameKind.Alias : ListedNameKind.WeakAlias))],
        Countries = countries,
        Identifiers = identifiers,
        BirthDates = birth == 0 ? [new BirthDate(1971, 4, 9)] : [],
    });

    public static Gen<PartyQuery> Party { get; } = Gen.Select(Name, Countries, Identifiers, Gen.Int[0, 4], Name.Array[0, 1]).Select((name, countries, identifiers, birth, others) => new PartyQuery
    {
        Name = name,
        OtherNames = [.. others],
        Country = countries.FirstOrDefault(),
        Identifiers = identifiers,
        BirthDate = birth == 0 ? new BirthDate(1971, 4) : null,
    });

    public static ListState Ready(string id, int entries = 1) => new(id, ListReadiness.Ready, null, new string('a', 64), entries, DateTimeOffset.UnixEpoch);

    public static ListedParty Listed(string name, string id = "made-up-1") => new() { List = List, Id = id, Names = [new ListedName(name, ListedNameKind.Main)] };

    public static PartyScreener Screener(params ListedParty[] entries) => Screener(ClearanceBook.Empty, entries);

    public static PartyScreener Screener(ClearanceBook clearances, params ListedParty[] entries) =>
        new(ScreeningIndex.Build(new ListSet([Ready(List)], [.. entries])), clearances, [List]);
}
