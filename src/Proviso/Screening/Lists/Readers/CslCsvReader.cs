namespace Proviso.Screening.Lists.Readers;

/// <summary>The Consolidated Screening List as CSV. Lists inside of a field are joined by "; ", without any escape, so a text with a semicolon of its own comes apart.</summary>
internal static class CslCsvReader
{
    /// <summary>The columns of the publication, which are the fields of its JSON too.</summary>
    public static readonly string[] Columns =
    [
        "_id", "source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice", "start_date", "end_date", "standard_order", "license_requirement", "license_policy", "call_sign",
        "vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth",
        "source_information_url", "ids",
    ];

    public static ListContent Read(Stream content, ListReadOptions options)
    {
        var reading = new Reading("csl-csv", options);
        using var rows = new CsvRows(content, allowWindows: false);
        rows.Read();
        rows.TakeHeader(null, options.Columns, "source", "name", "alt_names", "addresses", "programs");
        rows.Know(Columns);
        while (rows.ReadUnderHeader())
        {
            reading.Add(Entry(reading, rows));
        }

        reading.CheckEnd(rows);
        return reading.Content();
    }

    private static PartyDraft Entry(Reading reading, CsvRows rows)
    {
        var draft = CslEntries.Draft(reading, column => rows[column], rows["_id"] is { Length: > 0 } id ? id : rows["entity_number"], rows.Line);
        foreach (var name in Text.Parts(rows["alt_names"], "; "))
        {
            draft.Name(name.StartsWith("and ", StringComparison.Ordinal) ? name[4..] : name, ListedNameKind.Alias);
        }

        foreach (var program in Text.Parts(rows["programs"], "; "))
        {
            draft.Program(program);
        }

        foreach (var address in Text.Parts(rows["addresses"], "; "))
        {
            Address(draft, address.StartsWith("and ", StringComparison.Ordinal) ? address[4..] : address);
        }

        foreach (var country in Text.Parts(rows["nationalities"], "; ").Concat(Text.Parts(rows["citizenships"], "; ")))
        {
            draft.Countries(country);
        }

        foreach (var date in Text.Parts(rows["dates_of_birth"], "; "))
        {
            draft.Born(date, DateOrder.MonthFirst);
        }

        foreach (var place in Text.Parts(rows["places_of_birth"], "; "))
        {
            draft.Note("Place of birth: " + place);
        }

        foreach (var number in Text.Parts(rows["ids"], "; "))
        {
            Number(draft, number);
        }

        return draft;
    }

    // The country is the last part, as a code. A part of a cut address may end otherwise and says no country then.
    private static void Address(PartyDraft draft, string address)
    {
        var comma = address.LastIndexOf(", ", StringComparison.Ordinal);
        var last = comma < 0 ? address : address[(comma + 2)..];
        var isCode = last.Length == 2 && char.IsAsciiLetterUpper(last[0]) && char.IsAsciiLetterUpper(last[1]);
        if (isCode)
        {
            draft.Countries(last);
        }

        if (comma >= 0 || !isCode)
        {
            draft.Address(address);
        }
    }

    // Since 2022 "type, number, country"; before "country, number, type". The part that names a kind of number tells which.
    private static void Number(PartyDraft draft, string text)
    {
        var parts = text.Split(", ");
        if (parts.Length < 2)
        {
            draft.Note(text);
            return;
        }

        // "IMO 1234567, Vessel Registration Identification": a label holds no figures, a number does.
        var isFirst = IdentifierKinds.Of(parts[0]) is not null && !parts[0].Any(char.IsAsciiDigit);
        if (!isFirst && IdentifierKinds.Of(parts[^1]) is { } kind)
        {
            draft.Identifier(kind, parts[^2]);
        }
        else
        {
            draft.Labelled(parts[0], isFirst ? parts[1] : string.Join(", ", parts[1..]));
        }
    }
}
