namespace Proviso.Screening.Lists.Readers;

/// <summary>The consolidated list of the Security Council of the United Nations.</summary>
internal sealed class UnXmlReader(ListReadOptions options) : IXmlList
{
    private static readonly string[] NameParts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "FIFTH_NAME", "SIXTH_NAME"];

    private readonly Reading _reading = new("un-xml", options);
    private readonly HashSet<string> _sections = new(StringComparer.Ordinal);
    private DateOnly? _published;

    public IReadOnlyList<string> Parts { get; } = ["INDIVIDUAL", "ENTITY"];

    public void Root(XmlPart root) => _published = _reading.Day(root.Attribute("dateGenerated"), DateOrder.MonthFirst);

    public void Part(XmlPart part)
    {
        var draft = _reading.Draft("un-consolidated", part.Text("DATAID") is { Length: > 0 } id ? id : part.Text("REFERENCE_NUMBER"), part.Line);
        draft.Kind = part.Name == "INDIVIDUAL" ? PartyKind.Person : PartyKind.Organization;
        draft.Name(Text.Join(" ", NameParts.Select(part.Text)), ListedNameKind.Main);
        draft.Name(part.Text("NAME_ORIGINAL_SCRIPT"), ListedNameKind.Alias);
        foreach (var alias in part.All(part.Name + "_ALIAS"))
        {
            Alias(draft, alias);
        }

        draft.Program(part.Text("UN_LIST_TYPE"));
        draft.Publication = part.Text("REFERENCE_NUMBER");
        draft.ListedFrom = _reading.Day(part.Text("LISTED_ON"), DateOrder.MonthFirst);
        foreach (var address in part.All(part.Name + "_ADDRESS"))
        {
            draft.Address(((string[])["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE"]).Select(address.Text), address.Text("COUNTRY"));
            draft.Note(address.Text("NOTE") is { Length: > 0 } note ? "Address: " + note : "");
        }

        foreach (var nation in part.All("NATIONALITY", "VALUE"))
        {
            draft.Countries(nation.Value);
        }

        foreach (var birth in part.All("INDIVIDUAL_DATE_OF_BIRTH"))
        {
            Birth(draft, birth);
        }

        foreach (var document in part.All("INDIVIDUAL_DOCUMENT").Concat(part.All("ENTITY_DOCUMENT")))
        {
            Document(draft, document);
        }

        foreach (var (name, label) in ((string, string)[])[("TITLE", "Title: "), ("DESIGNATION", "Designation: ")])
        {
            foreach (var value in part.All(name, "VALUE"))
            {
                draft.Note(value.Value.Length > 0 ? label + value.Value : "");
            }
        }

        foreach (var place in part.All("INDIVIDUAL_PLACE_OF_BIRTH"))
        {
            var text = Text.Join(", ", place.Text("CITY"), place.Text("STATE_PROVINCE"), place.Text("COUNTRY"));
            draft.Note(text.Length > 0 ? "Place of birth: " + text : "");
        }

        draft.Note(part.Text("COMMENTS1"));
        foreach (var unread in part.UnreadNames())
        {
            _reading.NotRead(unread);
        }

        _reading.Add(draft);
    }

    public void Section(string name) => _sections.Add(name);

    public ListContent Content()
    {
        // Half of the list is no list: an empty section is there, a missing one was cut out.
        foreach (var section in ((string[])["INDIVIDUALS", "ENTITIES"]).Where(s => !_sections.Contains(s)))
        {
            _reading.Missing($"the section {section}");
        }

        return _reading.Content(_published);
    }

    private static void Alias(PartyDraft draft, XmlPart alias)
    {
        var quality = alias.Text("QUALITY").ToLowerInvariant();
        var kind = quality is "low" ? ListedNameKind.WeakAlias : quality.StartsWith("f.k.a", StringComparison.Ordinal) || quality is "fka" ? ListedNameKind.Former : ListedNameKind.Alias;

        // Some hold several names, parted by semicolons.
        foreach (var name in Text.Parts(alias.Text("ALIAS_NAME"), ";"))
        {
            draft.Name(name, kind);
        }

        if (alias.Text("DATE_OF_BIRTH") is { Length: > 0 } birth)
        {
            draft.Note("Date of birth under an alias: " + birth);
        }
    }

    private void Birth(PartyDraft draft, XmlPart birth)
    {
        var circa = birth.Text("TYPE_OF_DATE").StartsWith("APPROX", StringComparison.OrdinalIgnoreCase);
        var text = birth.Text("DATE") is { Length: > 0 } date ? date : birth.Text("YEAR");
        if (text.Length > 0)
        {
            draft.Born(_reading.Births(text, DateOrder.MonthFirst).Select(d => circa ? d with { Circa = true } : d));
        }
        else if (birth.Text("FROM_YEAR") is { Length: > 0 } from && birth.Text("TO_YEAR") is { Length: > 0 } to)
        {
            draft.Born(Text.Of($"{from} to {to}"), DateOrder.MonthFirst);
        }
        else
        {
            // Some dates stand in the note alone: "Nov. 1973".
            draft.Born(birth.Text("NOTE"), DateOrder.MonthFirst);
        }
    }

    private static void Document(PartyDraft draft, XmlPart document)
    {
        var type = Text.Join(" ", document.Text("TYPE_OF_DOCUMENT"), document.Text("TYPE_OF_DOCUMENT2"));
        var number = document.Text("NUMBER");
        if (number.Length > 0)
        {
            draft.Identifier(IdentifierKinds.Of(type) ?? "other", number);
        }

        var note = Text.Join(", ", number.Length > 0 ? "" : type, document.Text("NOTE"));
        draft.Note(note.Length > 0 ? "Document: " + note : "");
    }
}
