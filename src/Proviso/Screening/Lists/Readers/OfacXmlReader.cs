using System.Globalization;

namespace Proviso.Screening.Lists.Readers;

/// <summary>OFAC's plain XML: one <c>sdnEntry</c> an entry.</summary>
internal sealed class OfacXmlReader(ListReadOptions options) : IXmlList
{
    private static readonly string[] AddressParts = ["address1", "address2", "address3", "city", "stateOrProvince", "postalCode"];

    private readonly Reading _reading = new("ofac-xml", options);
    private DateOnly? _published;
    private string _count = "";

    // The spelling is the publisher's.
    public IReadOnlyList<string> Parts { get; } = ["sdnEntry", "publshInformation"];

    public void Root(XmlPart root)
    {
        // The root says nothing.
    }

    public void Part(XmlPart part)
    {
        if (part.Name != "sdnEntry")
        {
            _published = _reading.Day(part.Text("Publish_Date"), DateOrder.MonthFirst);
            _count = part.Text("Record_Count");
            return;
        }

        var uid = part.Text("uid");
        var draft = _reading.Draft(_reading.List("ofac-sdn"), uid, part.Line);
        draft.Kind = CslEntries.KindOf(part.Text("sdnType"));
        draft.Name(Name(part), ListedNameKind.Main);
        draft.Link = Links.Ofac("ofac-", uid);
        foreach (var program in part.All("programList", "program"))
        {
            draft.Program(program.Value);
        }

        foreach (var alias in part.All("akaList", "aka"))
        {
            draft.Name(Name(alias), alias.Text("type").StartsWith("f.k.a", StringComparison.OrdinalIgnoreCase) ? ListedNameKind.Former : alias.Text("category") == "weak" ? ListedNameKind.WeakAlias : ListedNameKind.Alias);
        }

        foreach (var address in part.All("addressList", "address"))
        {
            draft.Address(AddressParts.Select(address.Text), address.Text("country"));
        }

        foreach (var number in part.All("idList", "id"))
        {
            draft.Labelled(number.Text("idType"), number.Text("idNumber"));
        }

        foreach (var country in part.All("nationalityList", "nationality").Concat(part.All("citizenshipList", "citizenship")))
        {
            draft.Countries(country.Text("country"));
        }

        foreach (var birth in part.All("dateOfBirthList", "dateOfBirthItem"))
        {
            draft.Born(birth.Text("dateOfBirth"), DateOrder.MonthFirst);
        }

        foreach (var place in part.All("placeOfBirthList", "placeOfBirthItem"))
        {
            draft.Note("Place of birth: " + place.Text("placeOfBirth"));
        }

        foreach (var fact in part.All("vesselInfo").SelectMany(v => v.Parts))
        {
            if (fact.Name == "vesselFlag")
            {
                draft.Countries(fact.Value);
            }

            draft.Note(fact.Value.Length > 0 ? fact.Name + ": " + fact.Value : "");
        }

        draft.Note(part.Text("title") is { Length: > 0 } title ? "Title: " + title : "");
        draft.Note(part.Text("remarks"));
        foreach (var unread in part.UnreadNames())
        {
            _reading.NotRead(unread);
        }

        _reading.Add(draft);
    }

    public ListContent Content() => _count.Length > 0 && _count != _reading.Count.ToString(CultureInfo.InvariantCulture) ? throw Fault.Count(_count, _reading.Count) : _reading.Content(_published);

    // As the list prints a person: SURNAME, Given.
    private static string Name(XmlPart part) => Text.Join(", ", part.Text("lastName"), part.Text("firstName"));
}
