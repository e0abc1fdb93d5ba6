using System.Collections.Frozen;

namespace Proviso.Screening.Lists.Readers;

/// <summary>What the two forms of the Consolidated Screening List have in common.</summary>
internal static class CslEntries
{
    // By the abbreviation that stands in parentheses in the name of a source: it has outlived several changes of wording.
    private static readonly FrozenDictionary<string, string> ByAbbreviation = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["EL"] = "bis-entity-list",
        ["DPL"] = "bis-dpl",
        ["UVL"] = "bis-uvl",
        ["MEU"] = "bis-meu",
        ["SDN"] = "ofac-sdn",
        ["SSI"] = "ofac-ssi",
        ["FSE"] = "ofac-fse",
        ["PLC"] = "ofac-plc",
        ["CAP"] = "ofac-cap",
        ["CMIC"] = "ofac-nscmic",
        ["NS-CMIC"] = "ofac-nscmic",
        ["NS-MBS"] = "ofac-mbs",
        ["MBS"] = "ofac-mbs",
        ["ISN"] = "state-isn",
        ["DTC"] = "state-dtc",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Where a source stands without its abbreviation, and as OFAC names its own lists.
    private static readonly (string Part, string List)[] ByWords =
    [
        ("military-industrial complex", "ofac-nscmic"), ("menu-based", "ofac-mbs"), ("menu based", "ofac-mbs"), ("sectoral sanctions", "ofac-ssi"), ("foreign sanctions evaders", "ofac-fse"),
        ("palestinian legislative", "ofac-plc"), ("correspondent account", "ofac-cap"), ("capta", "ofac-cap"), ("specially designated", "ofac-sdn"), ("sdn list", "ofac-sdn"), ("denied persons", "bis-dpl"),
        ("unverified", "bis-uvl"), ("military end", "bis-meu"), ("entity list", "bis-entity-list"), ("nonproliferation", "state-isn"), ("aeca debarred", "state-dtc"), ("itar debarred", "state-dtc"),
    ];

    /// <summary>Our id of a list by the name that its publisher uses.</summary>
    public static string ListOf(string source)
    {
        var open = source.IndexOf('(', StringComparison.Ordinal);
        var close = open < 0 ? -1 : source.IndexOf(')', open);
        if (close > 0 && ByAbbreviation.TryGetValue(source[(open + 1)..close].Trim(), out var list))
        {
            return list;
        }

        var folded = Text.Fold(source);
        foreach (var (part, id) in ByWords)
        {
            if (folded.Contains(part, StringComparison.Ordinal))
            {
                return id;
            }
        }

        return Text.Slug(source);
    }

    /// <summary>What a type says: Individual, Entity, Vessel, Aircraft.</summary>
    public static PartyKind KindOf(string type) => type.ToUpperInvariant() switch
    {
        "INDIVIDUAL" or "PERSON" => PartyKind.Person,
        "ENTITY" or "ENTERPRISE" or "ORGANIZATION" or "COMPANY" => PartyKind.Organization,
        "VESSEL" or "SHIP" => PartyKind.Vessel,
        "AIRCRAFT" => PartyKind.Aircraft,
        _ => PartyKind.Unknown,
    };

    /// <summary>What stands in the fields of both forms. Lists of texts differ in form and are left to the readers.</summary>
    public static PartyDraft Draft(Reading reading, Func<string, string> field, string id, int line)
    {
        var source = field("source");
        if (source.Length == 0)
        {
            throw Fault.Malformed(line, "an entry does not say of which list it is");
        }

        var list = ListOf(source);
        var draft = reading.Draft(list, id, line);
        draft.Kind = KindOf(field("type"));
        var name = field("name");
        draft.Name(name, ListedNameKind.Main);

        // The sanctions of the State Department name the party and, in the same breath, whoever may follow it.
        var heirs = name.IndexOf("; and any successor", StringComparison.OrdinalIgnoreCase);
        draft.Name(heirs > 0 ? name[..heirs] : "", ListedNameKind.Alias);
        draft.Countries(field("vessel_flag"));
        draft.ListedFrom = reading.Day(field("start_date"), DateOrder.MonthFirst);
        draft.ListedUntil = reading.Day(field("end_date"), DateOrder.MonthFirst);
        draft.Publication = field("federal_register_notice");
        draft.Link = Links.Ofac(list, field("entity_number")) ?? Links.FederalRegister(draft.Publication) ?? (field("source_information_url") is { Length: > 0 } information ? information : field("source_list_url"));
        foreach (var (column, label) in ((string, string)[])
            [("title", "Title"), ("license_requirement", "License requirement"), ("license_policy", "License policy"), ("standard_order", "Standard order"), ("call_sign", "Call sign"), ("vessel_type", "Vessel type"),
                ("gross_tonnage", "Gross tonnage"), ("gross_registered_tonnage", "Gross registered tonnage"), ("vessel_flag", "Vessel flag"), ("vessel_owner", "Vessel owner"), ("remarks", "Remarks")])
        {
            if (field(column) is { Length: > 0 } text)
            {
                draft.Note(label + ": " + text);
            }
        }

        return draft;
    }
}
