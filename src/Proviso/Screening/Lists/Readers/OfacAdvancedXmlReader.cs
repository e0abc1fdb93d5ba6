using System.Globalization;

namespace Proviso.Screening.Lists.Readers;

/// <summary>
/// OFAC's advanced XML, which is a data base written out: tables of words, places, documents, parties, and at the end which party stands on which
/// list. The tables come first, so that a party can be read when it comes; only the lists have to wait.
/// </summary>
internal sealed class OfacAdvancedXmlReader(ListReadOptions options) : IXmlList
{
    private readonly Reading _reading = new("ofac-advanced-xml", options);

    // By the name of the element and its number: ("Country", "11073") is Cuba.
    private readonly Dictionary<(string Table, string Id), string> _words = [];
    private readonly Dictionary<string, string> _partyTypes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Address, string Country)> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Kind, string Number)>> _documents = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, PartyDraft> _profiles = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sections = new(StringComparer.Ordinal);
    private DateOnly? _published;

    public IReadOnlyList<string> Parts { get; } = ["DateOfIssue", "ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "SanctionsEntry"];

    public void Root(XmlPart root)
    {
        // The root says nothing.
    }

    public void Part(XmlPart part)
    {
        switch (part.Name)
        {
            case "DateOfIssue":
                _published = Date(part) is { Month: > 0, Day: > 0 } date ? new DateOnly(date.Year, date.Month, date.Day) : null;
                break;
            case "ReferenceValueSets":
                Words(part);
                break;
            case "Location":
                Place(part);
                break;
            case "IDRegDocument":
                Document(part);
                break;
            case "DistinctParty":
                Party(part);
                foreach (var unread in part.UnreadNames())
                {
                    _reading.NotRead(unread);
                }

                break;
            default:
                Listing(part);
                break;
        }
    }

    public void Section(string name) => _sections.Add(name);

    public ListContent Content()
    {
        foreach (var section in ((string[])["Locations", "IDRegDocuments", "DistinctParties", "SanctionsEntries"]).Where(s => !_sections.Contains(s)))
        {
            _reading.Missing($"the section {section}");
        }

        // A party without a word on its list stands here all the same.
        foreach (var (_, draft) in _profiles.Where(p => !_listed.Contains(p.Key)))
        {
            _reading.Add(draft.On(_reading.List("ofac-sdn")));
        }

        return _reading.Content(_published);
    }

    private void Words(XmlPart sets)
    {
        foreach (var value in sets.Parts.SelectMany(set => set.Parts))
        {
            _words[(value.Name, value.Attribute("ID"))] = value.Value;
            if (value.Name == "PartySubType")
            {
                _partyTypes[value.Attribute("ID")] = value.Attribute("PartyTypeID");
            }
        }
    }

    private string Word(string table, string id, int line) =>
        id.Length == 0 ? "" : _words.TryGetValue((table, id), out var word) ? word : throw Fault.Reference(line, $"`{table}` {id} is named but not in the tables");

    private void Place(XmlPart part)
    {
        var country = part.All("LocationCountry").Select(c => Word("Country", c.Attribute("CountryID"), c.Line)).FirstOrDefault(c => c.Length > 0) ?? "";
        var lines = part.All("LocationPart")
            .Where(p => Word("LocPartType", p.Attribute("LocPartTypeID"), p.Line) != "Unknown" || p.Parts.Count > 0)
            .SelectMany(p => p.All("LocationPartValue").Select(v => v.Text("Value")));

        // Most areas only repeat the country.
        var area = part.All("LocationAreaCode").Select(a => Word("AreaCode", a.Attribute("AreaCodeID"), a.Line)).FirstOrDefault() ?? "";
        _places[part.Attribute("ID")] = (Text.Join(", ", lines), country.Length > 0 ? country : area);
    }

    private void Document(XmlPart part)
    {
        var type = Word("IDRegDocType", part.Attribute("IDRegDocTypeID"), part.Line);
        foreach (var number in part.All("IDRegistrationNo"))
        {
            if (!_documents.TryGetValue(part.Attribute("IdentityID"), out var documents))
            {
                _documents.Add(part.Attribute("IdentityID"), documents = []);
            }

            documents.Add((type, number.Value));
        }
    }

    private void Party(XmlPart part)
    {
        foreach (var profile in part.All("Profile"))
        {
            var id = profile.Attribute("ID") is { Length: > 0 } given ? given : part.Attribute("FixedRef");
            if (!_profiles.TryAdd(id, Draft(profile, part.Attribute("FixedRef") is { Length: > 0 } uid ? uid : id, part.Text("Comment"))))
            {
                throw Fault.Reference(part.Line, $"the profile {id} stands twice");
            }
        }
    }

    private PartyKind Kind(XmlPart profile)
    {
        var sub = profile.Attribute("PartySubTypeID");
        return Word("PartySubType", sub, profile.Line) switch
        {
            "Vessel" => PartyKind.Vessel,
            "Aircraft" => PartyKind.Aircraft,
            _ => sub.Length == 0 ? PartyKind.Unknown : CslEntries.KindOf(Word("PartyType", _partyTypes.GetValueOrDefault(sub, ""), profile.Line)),
        };
    }

    // A party can stand on several lists; it becomes an entry of each.
    private void Listing(XmlPart part)
    {
        var id = part.Attribute("ProfileID");
        if (!_profiles.TryGetValue(id, out var profile))
        {
            throw Fault.Reference(part.Line, $"the list names the profile {id}, which is not there");
        }

        _listed.Add(id);
        var name = Word("List", part.Attribute("ListID"), part.Line);
        var list = name.Length == 0 ? _reading.List("ofac-sdn") : name == "Consolidated List" ? "ofac-consolidated" : CslEntries.ListOf(name);
        var from = part.All("EntryEvent", "Date").Select(Date).FirstOrDefault(d => d is { Month: > 0, Day: > 0 });
        var programs = part.All("SanctionsMeasure").Where(m => Word("SanctionsType", m.Attribute("SanctionsTypeID"), m.Line) is "Program" or "").Select(m => m.Text("Comment")).ToList();
        var basis = Text.Join(", ", part.All("EntryEvent").Select(e => e.Attribute("LegalBasisID") is { Length: > 0 } b ? Word("LegalBasis", b, e.Line) : ""));
        var draft = profile.On(list);
        draft.ListedFrom = from is { } day ? new DateOnly(day.Year, day.Month, day.Day) : null;
        programs.ForEach(draft.Program);
        draft.Note(basis.Length > 0 ? "Legal basis: " + basis : "");
        _reading.Add(draft);
    }

    private PartyDraft Draft(XmlPart profile, string uid, string comment)
    {
        var draft = _reading.Draft("", uid, profile.Line);
        draft.Kind = Kind(profile);
        draft.Link = Links.Ofac("ofac-", uid);
        foreach (var identity in profile.All("Identity"))
        {
            Names(draft, identity);
            foreach (var (type, number) in _documents.GetValueOrDefault(identity.Attribute("ID"), []))
            {
                draft.Identifier(IdentifierKinds.Of(type) ?? "other", number);
            }
        }

        foreach (var feature in profile.All("Feature"))
        {
            Feature(draft, feature);
        }

        draft.Note(comment);
        return draft;
    }

    private void Names(PartyDraft draft, XmlPart identity)
    {
        // What a part of a name is, by the group it belongs to.
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in identity.All("NamePartGroups", "MasterNamePartGroup", "NamePartGroup"))
        {
            groups[group.Attribute("ID")] = Word("NamePartType", group.Attribute("NamePartTypeID"), group.Line);
        }

        foreach (var alias in identity.All("Alias"))
        {
            var type = Word("AliasType", alias.Attribute("AliasTypeID"), alias.Line);
            var kind = alias.Attribute("Primary") == "true" ? ListedNameKind.Main
                : alias.Attribute("LowQuality") == "true" ? ListedNameKind.WeakAlias
                : type.StartsWith("F.K.A", StringComparison.OrdinalIgnoreCase) ? ListedNameKind.Former
                : ListedNameKind.Alias;
            foreach (var name in alias.All("DocumentedName"))
            {
                draft.Name(NameOf(name, groups), kind);
            }
        }
    }

    private static string NameOf(XmlPart name, Dictionary<string, string> groups)
    {
        var parts = name.All("DocumentedNamePart", "NamePartValue").Select(v => (Type: groups.GetValueOrDefault(v.Attribute("NamePartGroupID"), ""), v.Value)).ToList();
        var last = Text.Join(" ", parts.Where(p => p.Type == "Last Name").Select(p => p.Value));
        var others = Text.Join(" ", parts.Where(p => p.Type != "Last Name").Select(p => p.Value));
        return Text.Join(", ", last, others);
    }

    private void Feature(PartyDraft draft, XmlPart feature)
    {
        var type = Word("FeatureType", feature.Attribute("FeatureTypeID"), feature.Line);
        foreach (var version in feature.All("FeatureVersion"))
        {
            if (type == "Birthdate")
            {
                foreach (var period in version.All("DatePeriod"))
                {
                    draft.Born(Period(period));
                }

                continue;
            }

            foreach (var place in version.All("VersionLocation"))
            {
                Location(draft, type, place);
            }

            foreach (var detail in version.All("VersionDetail"))
            {
                var value = detail.Value.Length > 0 ? detail.Value : Word("DetailReference", detail.Attribute("DetailReferenceID"), detail.Line);
                if (type.Contains("Flag", StringComparison.OrdinalIgnoreCase) && !type.Contains("Former", StringComparison.OrdinalIgnoreCase))
                {
                    draft.Countries(value);
                }

                draft.Labelled(type, value);
            }

            draft.Note(version.Text("Comment"));
        }
    }

    private void Location(PartyDraft draft, string type, XmlPart place)
    {
        if (!_places.TryGetValue(place.Attribute("LocationID"), out var known))
        {
            throw Fault.Reference(place.Line, $"the place {place.Attribute("LocationID")} is named but not there");
        }

        if (type.StartsWith("Place of Birth", StringComparison.Ordinal))
        {
            draft.Note("Place of birth: " + Text.Join(", ", known.Address, known.Country));
        }
        else
        {
            draft.Address([known.Address], known.Country);
        }
    }

    // From the first day that is possible to the last: one day, a month, a year, or years.
    private static IEnumerable<BirthDate> Period(XmlPart period)
    {
        var from = period.All("Start", "From").Select(Date).FirstOrDefault();
        var to = period.All("End", "To").Select(Date).FirstOrDefault() ?? period.All("Start", "To").Select(Date).FirstOrDefault() ?? from;
        if (from is not { } first || to is not { } last)
        {
            return [];
        }

        var circa = period.All("Start").Concat(period.All("End")).Any(p => p.Attribute("Approximate") == "true");
        if (first == last)
        {
            return [first with { Circa = circa }];
        }

        var wholeMonths = first.Day <= 1 && (last.Day == 0 || last.Month > 0 && last.Day == DateTime.DaysInMonth(last.Year, last.Month));
        return first.Year != last.Year ? ListedDates.Years(first.Year, last.Year) ?? []
            : first.Month == last.Month && wholeMonths ? [new BirthDate(first.Year, first.Month, 0, circa)]
            : [new BirthDate(first.Year, Circa: circa || first.Month > 1 || last.Month is > 0 and < 12)];
    }

    private static BirthDate? Date(XmlPart part)
    {
        var year = Figure(part.Text("Year"));
        var month = Figure(part.Text("Month"));
        var day = Figure(part.Text("Day"));
        return year is < 1800 or > 2200 || month > 12 || (month > 0 && day > DateTime.DaysInMonth(year, month)) ? null : new BirthDate(year, month, month == 0 ? 0 : day);
    }

    private static int Figure(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var figure) ? figure : 0;
}
