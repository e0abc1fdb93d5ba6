using System.Globalization;
using System.Text.Json;

namespace Proviso.Screening.Lists.Readers;

/// <summary>The Consolidated Screening List as JSON: one object with <c>results</c>, an array, or one entry a line.</summary>
internal static class CslJsonReader
{
    private static readonly string[] AddressFields = ["address", "city", "state", "postal_code"];

    private static readonly HashSet<string> Fields = new(CslCsvReader.Columns.Concat(["id", "country", "score"]), StringComparer.Ordinal);

    public static ListContent Read(Stream content, ListReadOptions options, bool isDocument)
    {
        var reading = new Reading("csl-json", options);
        var total = "";
        new JsonEntries(content).Read(isDocument ? "results" : null, (name, value) => total = name is "total" ? JsonEntries.Text(value) : total, (entry, line) => reading.Add(Entry(reading, entry, line)));
        return total.Length > 0 && total != reading.Count.ToString(CultureInfo.InvariantCulture) ? throw Fault.Count(total, reading.Count) : reading.Content();
    }

    private static PartyDraft Entry(Reading reading, JsonElement entry, int line)
    {
        reading.CheckFields(entry, Fields, line);

        // A number of the publisher's own is steadier than the id of the service that joins the lists.
        var id = JsonEntries.Text(entry, "id") is { Length: > 0 } given ? given : JsonEntries.Text(entry, "entity_number");
        var draft = CslEntries.Draft(reading, field => JsonEntries.Text(entry, field), id, line);
        foreach (var name in JsonEntries.Texts(entry, "alt_names"))
        {
            draft.Name(name, ListedNameKind.Alias);
        }

        foreach (var program in JsonEntries.Texts(entry, "programs"))
        {
            draft.Program(program);
        }

        foreach (var address in JsonEntries.Items(entry, "addresses"))
        {
            draft.Address(AddressFields.Select(f => JsonEntries.Text(address, f)), JsonEntries.Text(address, "country"));
        }

        foreach (var field in (string[])["country", "nationalities", "citizenships"])
        {
            foreach (var country in JsonEntries.Texts(entry, field))
            {
                draft.Countries(country);
            }
        }

        foreach (var date in JsonEntries.Texts(entry, "dates_of_birth"))
        {
            draft.Born(date, DateOrder.MonthFirst);
        }

        foreach (var place in JsonEntries.Texts(entry, "places_of_birth"))
        {
            draft.Note("Place of birth: " + place);
        }

        foreach (var number in JsonEntries.Items(entry, "ids"))
        {
            draft.Labelled(JsonEntries.Text(number, "type"), JsonEntries.Text(number, "number"));
        }

        return draft;
    }
}
