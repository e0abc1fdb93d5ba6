namespace Proviso.Screening.Lists.Readers;

/// <summary>The consolidated list of financial sanctions of the European Union.</summary>
internal sealed class EuXmlReader(ListReadOptions options) : IXmlList
{
    private readonly Reading _reading = new("eu-xml", options);
    private DateOnly? _published;

    public IReadOnlyList<string> Parts { get; } = ["sanctionEntity"];

    public void Root(XmlPart root) => _published = _reading.Day(root.Attribute("generationDate"), DateOrder.DayFirst);

    public void Part(XmlPart part)
    {
        var draft = _reading.Draft("eu-consolidated", part.Attribute("euReferenceNumber") is { Length: > 0 } id ? id : part.Attribute("logicalId"), part.Line);
        var subject = part.All("subjectType").FirstOrDefault();
        draft.Kind = subject?.Attribute("classificationCode") switch
        {
            "P" => PartyKind.Person,
            "E" => PartyKind.Organization,
            _ => CslEntries.KindOf(subject?.Attribute("code") ?? ""),
        };
        draft.ListedFrom = _reading.Day(part.Attribute("designationDate"), DateOrder.DayFirst);
        Names(draft, part);
        foreach (var regulation in part.All("regulation"))
        {
            draft.Program(regulation.Attribute("programme"));
            draft.Publication = draft.Publication is { Length: > 0 } ? draft.Publication : regulation.Attribute("numberTitle");
            draft.Link = draft.Link is { Length: > 0 } ? draft.Link : regulation.Text("publicationUrl");
        }

        Places(draft, part);
        foreach (var number in part.All("identification"))
        {
            Number(draft, number);
        }

        foreach (var remark in part.All("remark"))
        {
            draft.Note(remark.Value);
        }

        foreach (var unread in part.UnreadNames())
        {
            _reading.NotRead(unread);
        }

        _reading.Add(draft);
    }

    public ListContent Content() => _reading.Content(_published);

    private static void Names(PartyDraft draft, XmlPart part)
    {
        var aliases = part.All("nameAlias").ToList();

        // One of a dozen spellings stands first; the first that is strong is the name a reader expects.
        var main = aliases.Find(a => a.Attribute("strong") == "true" && NameOf(a).Length > 0);
        draft.Name(main is null ? "" : NameOf(main), ListedNameKind.Main);
        foreach (var alias in aliases)
        {
            draft.Name(NameOf(alias), alias.Attribute("strong") == "false" ? ListedNameKind.WeakAlias : ListedNameKind.Alias);
            draft.Note(alias.Attribute("title") is { Length: > 0 } title ? "Title: " + title : "");
            draft.Note(alias.Attribute("function") is { Length: > 0 } function ? "Function: " + function : "");
            foreach (var remark in alias.All("remark"))
            {
                draft.Note(remark.Value);
            }
        }
    }

    private static string NameOf(XmlPart alias) => alias.Attribute("wholeName") is { Length: > 0 } whole
        ? whole
        : Text.Join(" ", alias.Attribute("firstName"), alias.Attribute("middleName"), alias.Attribute("lastName"));

    private void Places(PartyDraft draft, XmlPart part)
    {
        foreach (var address in part.All("address"))
        {
            var country = Country(address);
            var poBox = address.Attribute("poBox") is { Length: > 0 } box ? "PO Box " + box : "";
            draft.Address([address.Attribute("street"), poBox, address.Attribute("zipCode"), address.Attribute("city"), address.Attribute("place"), address.Attribute("region")], country);
            foreach (var remark in address.All("remark"))
            {
                draft.Note("Address: " + remark.Value);
            }
        }

        foreach (var citizenship in part.All("citizenship"))
        {
            draft.Countries(Country(citizenship));
        }

        foreach (var birth in part.All("birthdate"))
        {
            Birth(draft, birth);
        }
    }

    // 00 stands for unknown.
    private static string Country(XmlPart part) => part.Attribute("countryIso2Code") is { Length: 2 } code && code != "00" ? code
        : part.Attribute("countryDescription") is "UNKNOWN" or "" ? ""
        : part.Attribute("countryDescription");

    private void Birth(PartyDraft draft, XmlPart birth)
    {
        var circa = birth.Attribute("circa") == "true";
        if (birth.Attribute("yearRangeFrom") is { Length: > 0 } from && birth.Attribute("yearRangeTo") is { Length: > 0 } to)
        {
            draft.Born(Text.Of($"{from} to {to}"), DateOrder.DayFirst);
        }
        else
        {
            var text = birth.Attribute("birthdate") is { Length: > 0 } date ? date
                : birth.Attribute("year") is { Length: > 0 } year ? Text.Join("/", Or(birth.Attribute("dayOfMonth")), Or(birth.Attribute("monthOfYear")), year)
                : "";
            draft.Born(_reading.Births(text, DateOrder.DayFirst).Select(d => circa ? d with { Circa = true } : d));
        }

        var place = Text.Join(", ", birth.Attribute("city"), birth.Attribute("place"), birth.Attribute("region"), Country(birth));
        draft.Note(place.Length > 0 ? "Place of birth: " + place : "");
    }

    private static string Or(string figure) => figure.Length == 0 ? "00" : figure;

    private static void Number(PartyDraft draft, XmlPart number)
    {
        var value = number.Attribute("number") is { Length: > 0 } written ? written : number.Attribute("latinNumber");
        var kind = IdentifierKinds.Of(number.Attribute("identificationTypeCode")) ?? IdentifierKinds.Of(number.Attribute("identificationTypeDescription")) ?? "other";
        draft.Identifier(kind, value);
        foreach (var remark in number.All("remark"))
        {
            draft.Note(remark.Value);
        }
    }
}
