using System.Text.Json;

namespace Proviso.Screening.Lists.Readers;

/// <summary>Entities of the FollowTheMoney model, one a line, as OpenSanctions publishes them.</summary>
internal static class FtmJsonReader
{
    /// <summary>What binds the use of the data.</summary>
    public const string License = "CC BY-NC 4.0 (OpenSanctions; commercial use needs their license)";

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

    // Documents of a party that stand beside it and name their holder.
    private static readonly string[] Documents = ["Passport", "Identification"];

    // Topics that say what a party does, not that somebody lists it. Any other topic makes it a listed one.
    private static readonly string[] Descriptive = ["fin", "gov", "pol", "rel", "mil", "corp.public", "corp.offshore", "corp.shell"];

    // Topics by which somebody lists a party whatever else its entity says.
    private static readonly string[] Listing = ["sanction", "sanction.counter", "debarment", "export.control", "wanted"];

    /// <summary>What a schema is as a party.</summary>
    public static PartyKind KindOf(string schema) => Schemata.GetValueOrDefault(schema);

    /// <summary>Reads the entities. A party that is no target is related to one: it is counted, and no entry.</summary>
    public static ListContent Read(Stream content, ListReadOptions options)
    {
        var reading = new Reading("ftm-json", options);
        var parties = new List<Party>();
        var addresses = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var documents = new List<(string Holder, string Kind, string Number)>();
        var saysTargets = false;
        new JsonEntries(content).Read(null, (_, _) => { }, (entity, line) =>
        {
            var (schema, id) = (JsonEntries.Text(entity, "schema"), JsonEntries.Text(entity, "id"));
            if (schema.Length == 0 || id.Length == 0)
            {
                throw Fault.Malformed(line, "an entity has no `id` or no `schema`");
            }

            var properties = entity.TryGetProperty("properties", out var found) ? found : default;
            var standing = StandingOf(entity, properties);
            saysTargets |= standing != Standing.Unsaid;
            if (Schemata.TryGetValue(schema, out var kind) || standing == Standing.Listed)
            {
                parties.Add(new Party(Entity(reading, entity, kind, line), standing, schema, id, [.. JsonEntries.Items(properties, "addressEntity").Select(JsonEntries.Text).Where(a => a.Length > 0)]));
                return;
            }

            if (schema == "Address")
            {
                addresses[id] = [.. AddressTexts(properties)];
            }
            else if (Documents.Contains(schema, StringComparer.Ordinal))
            {
                documents.AddRange(JsonEntries.TextsAmong(properties, "holder").SelectMany(h => NumbersOf(properties).Select(n => (h, n.Kind, n.Number))));
            }

            reading.PassOver($"{schema}: no party of its own", line, id);
        });
        Join(parties, addresses, documents);
        foreach (var party in parties)
        {
            // Where no entity says of itself whether it is a target, each is taken for one.
            if (party.Standing == Standing.Listed || (party.Standing == Standing.Unsaid && !saysTargets))
            {
                reading.Add(party.Draft);
            }
            else
            {
                reading.PassOver($"{party.Schema}: related to a listed party, not listed itself", party.Draft.Line, party.Id);
            }
        }

        return reading.Content(license: License);
    }

    private static Standing StandingOf(JsonElement entity, JsonElement properties)
    {
        var topics = JsonEntries.TextsAmong(properties, "topics").ToList();
        if (topics.Exists(t => Listing.Contains(t, StringComparer.Ordinal)))
        {
            return Standing.Listed;
        }

        return entity.TryGetProperty("target", out var target) && target.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? target.ValueKind == JsonValueKind.True ? Standing.Listed : Standing.Related
            : topics.Count == 0 ? Standing.Unsaid
            : topics.TrueForAll(t => Array.Exists(Descriptive, d => t == d || t.StartsWith(d + ".", StringComparison.Ordinal))) ? Standing.Related
            : Standing.Listed;
    }

    private static void Join(List<Party> parties, Dictionary<string, List<string>> addresses, List<(string Holder, string Kind, string Number)> documents)
    {
        var held = documents.ToLookup(d => d.Holder, StringComparer.Ordinal);
        foreach (var party in parties)
        {
            foreach (var address in party.Addresses.SelectMany(a => addresses.GetValueOrDefault(a, [])))
            {
                party.Draft.Address(address);
            }

            foreach (var (_, kind, number) in held[party.Id])
            {
                party.Draft.Identifier(kind, number);
            }
        }
    }

    private static IEnumerable<string> AddressTexts(JsonElement properties) => JsonEntries.TextsAmong(properties, "full") is var full && full.Any()
        ? full
        : [Text.Join(", ", ((string[])["street", "postOfficeBox", "postalCode", "city", "region", "state"]).Select(p => JsonEntries.TextsAmong(properties, p).FirstOrDefault()))];

    private static IEnumerable<(string Kind, string Number)> NumbersOf(JsonElement document)
    {
        var type = JsonEntries.TextsAmong(document, "type").FirstOrDefault() ?? "";
        var kind = JsonEntries.TextsAmong(document, "passportNumber").Any() ? "passport" : IdentifierKinds.Of(type) ?? "other";
        return JsonEntries.TextsAmong(document, "number").Concat(JsonEntries.TextsAmong(document, "passportNumber")).Select(n => (kind, n));
    }

    private static PartyDraft Entity(Reading reading, JsonElement entity, PartyKind kind, int line)
    {
        var properties = entity.TryGetProperty("properties", out var found) ? found : default;
        var list = reading.List(JsonEntries.Items(entity, "datasets").Select(JsonEntries.Text).FirstOrDefault() ?? "");
        var draft = reading.Draft(list.Length > 0 ? list : throw Fault.NoListId(), JsonEntries.Text(entity, "id"), line);
        draft.Kind = kind;

        // The caption is the name to show, and one of the names; where a source has no name, it is the id, which is none.
        var names = JsonEntries.TextsAmong(properties, "name").ToList();
        var caption = JsonEntries.Text(entity, "caption");
        if (names.Contains(caption, StringComparer.Ordinal))
        {
            draft.Name(caption, ListedNameKind.Main);
        }

        names.ForEach(n => draft.Name(n, ListedNameKind.Main));
        foreach (var (property, nameKind) in ((string, ListedNameKind)[])[("alias", ListedNameKind.Alias), ("abbreviation", ListedNameKind.Alias), ("previousName", ListedNameKind.Former), ("pastNames", ListedNameKind.Former), ("weakAlias", ListedNameKind.WeakAlias)])
        {
            foreach (var name in JsonEntries.TextsAmong(properties, property))
            {
                draft.Name(name, nameKind);
            }
        }

        foreach (var country in ((string[])["country", "jurisdiction", "nationality", "citizenship", "mainCountry", "flag"]).SelectMany(p => JsonEntries.TextsAmong(properties, p)))
        {
            draft.Countries(Country(country));
        }

        foreach (var address in JsonEntries.TextsAmong(properties, "address"))
        {
            draft.Address(address);
        }

        foreach (var birth in JsonEntries.TextsAmong(properties, "birthDate"))
        {
            draft.Born(birth, DateOrder.DayFirst);
        }

        foreach (var (property, numberKind) in Numbers)
        {
            foreach (var number in JsonEntries.TextsAmong(properties, property))
            {
                draft.Identifier(numberKind, number);
            }
        }

        foreach (var program in JsonEntries.TextsAmong(properties, "program").Concat(JsonEntries.TextsAmong(properties, "programId")))
        {
            draft.Program(program);
        }

        foreach (var (property, label) in ((string, string)[])[("topics", "Topic: "), ("position", "Position: "), ("notes", "")])
        {
            foreach (var note in JsonEntries.TextsAmong(properties, property))
            {
                draft.Note(label + note);
            }
        }

        // A wallet has a key in place of a name.
        foreach (var key in JsonEntries.TextsAmong(properties, "publicKey"))
        {
            draft.Identifier("other", key);
        }

        Inside(draft, properties);
        if (!draft.HasName && !Schemata.ContainsKey(JsonEntries.Text(entity, "schema")))
        {
            draft.Name(caption.Length > 0 ? caption : JsonEntries.Text(entity, "id"), ListedNameKind.Main);
        }

        draft.Link = JsonEntries.TextsAmong(properties, "sourceUrl").FirstOrDefault();
        return draft;
    }

    // The nested form holds the entities beside a party inside of it.
    private static void Inside(PartyDraft draft, JsonElement properties)
    {
        if (properties.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var nested in properties.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array).SelectMany(p => p.Value.EnumerateArray()).Where(v => v.ValueKind == JsonValueKind.Object))
        {
            var inner = nested.TryGetProperty("properties", out var found) ? found : default;
            switch (JsonEntries.Text(nested, "schema"))
            {
                case "Address":
                    foreach (var address in AddressTexts(inner))
                    {
                        draft.Address(address);
                    }

                    break;
                case "Passport" or "Identification":
                    foreach (var (kind, number) in NumbersOf(inner))
                    {
                        draft.Identifier(kind, number);
                    }

                    break;
                case "Sanction":
                    foreach (var program in JsonEntries.TextsAmong(inner, "program").Concat(JsonEntries.TextsAmong(inner, "programId")))
                    {
                        draft.Program(program);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    // Codes in small letters, some with a part of a country after a hyphen: cn-xz.
    public static string Country(string code)
    {
        var hyphen = code.IndexOf('-', StringComparison.Ordinal);
        var first = (hyphen == 2 ? code[..2] : code).ToUpperInvariant();
        return first.Length != 2 ? code : first == "UK" ? "GB" : first;
    }

    // Whether an entity says of itself that it is listed.
    private enum Standing
    {
        Unsaid,
        Related,
        Listed,
    }

    private sealed record Party(PartyDraft Draft, Standing Standing, string Schema, string Id, IReadOnlyList<string> Addresses);
}
