using System.Text.Json;

namespace Proviso.Screening.Lists.Readers;

/// <summary>Entities of the FollowTheMoney model, one a line, as OpenSanctions publishes them.</summary>
internal static class FtmJsonReader
{
    private const string License = "CC BY-NC 4.0 (OpenSanctions; commercial use needs their license)";

    // Addresses, passports, sanctions and ties are entities of their own in this model; only these are parties.
    private static readonly Dictionary<string, PartyKind> Schemata = new(StringComparer.Ordinal)
    {
        ["Person"] = PartyKind.Person,
        ["Organization"] = PartyKind.Organization,
        ["Company"] = PartyKind.Organization,
        ["PublicBody"] = PartyKind.Organization,
        ["LegalEntity"] = PartyKind.Unknown,
        ["Vessel"] = PartyKind.Vessel,
        ["Airplane"] = PartyKind.Aircraft,
    };

    private static readonly (string Property, string Kind)[] Numbers =
    [
        ("leiCode", "lei"), ("uscCode", "uscc"), ("imoNumber", "imo"), ("mmsi", "mmsi"), ("swiftBic", "swift"), ("passportNumber", "passport"), ("taxNumber", "tax"), ("innCode", "tax"), ("vatCode", "tax"),
        ("registrationNumber", "registration"), ("ogrnCode", "registration"), ("okpoCode", "registration"), ("idNumber", "national"), ("socialSecurityNumber", "national"), ("dunsCode", "other"), ("serialNumber", "other"),
    ];

    public static ListContent Read(Stream content, ListReadOptions options)
    {
        var reading = new Reading("ftm-json", options);
        new JsonEntries(content).Read(null, (_, _) => { }, (entity, line) =>
        {
            var schema = JsonEntries.Text(entity, "schema");
            if (schema.Length == 0 || JsonEntries.Text(entity, "id").Length == 0)
            {
                throw Fault.Malformed(line, "an entity has no `id` or no `schema`");
            }

            if (Schemata.TryGetValue(schema, out var kind))
            {
                reading.Add(Entity(reading, entity, kind, line));
            }
        });
        return reading.Content(license: License);
    }

    private static PartyDraft Entity(Reading reading, JsonElement entity, PartyKind kind, int line)
    {
        var properties = entity.TryGetProperty("properties", out var found) ? found : default;
        var list = reading.List(JsonEntries.Items(entity, "datasets").Select(JsonEntries.Text).FirstOrDefault() ?? "");
        var draft = reading.Draft(list.Length > 0 ? list : throw Fault.NoListId(), JsonEntries.Text(entity, "id"), line);
        draft.Kind = kind;

        // The caption is the name to show, and one of the names; where a source has no name, it is the id, which is none.
        var names = JsonEntries.Texts(properties, "name").ToList();
        var caption = JsonEntries.Text(entity, "caption");
        if (names.Contains(caption, StringComparer.Ordinal))
        {
            draft.Name(caption, ListedNameKind.Main);
        }

        names.ForEach(n => draft.Name(n, ListedNameKind.Main));
        foreach (var (property, nameKind) in ((string, ListedNameKind)[])[("alias", ListedNameKind.Alias), ("abbreviation", ListedNameKind.Alias), ("previousName", ListedNameKind.Former), ("pastNames", ListedNameKind.Former), ("weakAlias", ListedNameKind.WeakAlias)])
        {
            foreach (var name in JsonEntries.Texts(properties, property))
            {
                draft.Name(name, nameKind);
            }
        }

        foreach (var country in ((string[])["country", "jurisdiction", "nationality", "citizenship", "mainCountry", "flag"]).SelectMany(p => JsonEntries.Texts(properties, p)))
        {
            draft.Countries(Country(country));
        }

        foreach (var address in JsonEntries.Texts(properties, "address"))
        {
            draft.Address(address);
        }

        foreach (var birth in JsonEntries.Texts(properties, "birthDate"))
        {
            draft.Born(birth, DateOrder.DayFirst);
        }

        foreach (var (property, numberKind) in Numbers)
        {
            foreach (var number in JsonEntries.Texts(properties, property))
            {
                draft.Identifier(numberKind, number);
            }
        }

        foreach (var program in JsonEntries.Texts(properties, "program").Concat(JsonEntries.Texts(properties, "programId")))
        {
            draft.Program(program);
        }

        foreach (var (property, label) in ((string, string)[])[("topics", "Topic: "), ("position", "Position: "), ("notes", "")])
        {
            foreach (var note in JsonEntries.Texts(properties, property))
            {
                draft.Note(label + note);
            }
        }

        draft.Link = JsonEntries.Texts(properties, "sourceUrl").FirstOrDefault();
        return draft;
    }

    // Codes in small letters, some with a part of a country after a hyphen: cn-xz.
    private static string Country(string code)
    {
        var hyphen = code.IndexOf('-', StringComparison.Ordinal);
        var first = (hyphen == 2 ? code[..2] : code).ToUpperInvariant();
        return first.Length != 2 ? code : first == "UK" ? "GB" : first;
    }
}
