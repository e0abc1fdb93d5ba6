// Method: the thirteen lists where they are at hand, against what a plain JSON document shows of them.
using System.Text.Json;
using Proviso.Screening.Lists;

namespace Proviso.Tests.Proviso.Screening.Lists;

public class SharedListTests
{
    // Beside the checkout, or beside the folder of work trees that holds it.
    internal static readonly string Folder = Array.Find(
        [Path.Combine(Golden.Root, "..", "shared", "data", "lists"), Path.Combine(Golden.Root, "..", "..", "shared", "data", "lists")], Directory.Exists) ?? Path.Combine(Golden.Root, "..", "shared", "data", "lists");

    public static TheoryData<string> Files()
    {
        var data = new TheoryData<string>();
        if (Directory.Exists(Folder))
        {
            foreach (var file in Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileName(f)).Where(f => f != "lists.json").Order(StringComparer.Ordinal))
            {
                data.Add(file);
            }
        }
        else
        {
            data.Add("");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_list_is_read_whole(string file)
    {
        var (content, document) = Read(file);
        using (document)
        {
            var entities = document.RootElement.GetProperty("entities").EnumerateArray().ToList();
            var list = document.RootElement.GetProperty("list_id").GetString();
            Assert.Equal(document.RootElement.GetProperty("count").GetInt32(), content.Parties.Length);
            Assert.Equal(content.Parties.Length, content.Parties.Select(p => p.Id).Distinct(StringComparer.Ordinal).Count());
            foreach (var (entity, party) in entities.Zip(content.Parties))
            {
                Assert.Equal(list, party.List);
                Assert.Equal(Words(entity.GetProperty("name").GetString()!), Words(party.MainName));

                // Every word of every other name is still in some name.
                var names = string.Join(' ', party.Names.Select(n => Words(n.Text)));
                Assert.All(entity.GetProperty("aliases").EnumerateArray().SelectMany(a => Words(a.GetString()!).Split(' ')).Where(w => w.Length > 8), w => Assert.Contains(w.Trim(';', ',', '.', ')'), names, StringComparison.Ordinal));
                Assert.Equal(entity.GetProperty("effective_date").ValueKind == JsonValueKind.Null, party.ListedFrom is null);
                Assert.Equal(entity.GetProperty("notes").ValueKind == JsonValueKind.String && entity.GetProperty("notes").GetString()!.Contains("Expires: ", StringComparison.Ordinal), party.ListedUntil is not null);
                Assert.Equal(entity.GetProperty("notes").ValueKind == JsonValueKind.String && entity.GetProperty("notes").GetString()!.Contains("USCC: ", StringComparison.Ordinal), party.Identifiers.Any(i => i.Kind == "uscc" && i.Value.Length == 18));
                Assert.Equal(entity.GetProperty("notes").ValueKind == JsonValueKind.String && entity.GetProperty("notes").GetString()!.StartsWith("Date of birth: ", StringComparison.Ordinal), party.BirthDates.Length > 0);
            }
        }
    }

    [Fact]
    public void Almost_every_country_is_known()
    {
        var (named, known) = (0, 0);
        foreach (var file in Files().Select(r => r.Data))
        {
            var (content, document) = Read(file);
            using (document)
            {
                var countries = document.RootElement.GetProperty("entities").EnumerateArray().Select(e => e.GetProperty("country").ValueKind == JsonValueKind.String).ToList();
                named += countries.Count(c => c);
                known += content.Parties.Where((p, i) => countries[i] && p.Countries.Length > 0).Count();
            }
        }

        Assert.True(known * 100 >= named * 99, $"{known} of {named}");
    }

    [Fact]
    public void Entries_spot_checked_by_eye()
    {
        var (content, document) = Read("bis_entity_list.json");
        document.Dispose();
        Assert.Contains(content.Parties, p => p.Names.Contains(new ListedName("BUAA", ListedNameKind.Alias)) && p.Publication!.StartsWith("66 FR", StringComparison.Ordinal));
        Assert.DoesNotContain(content.Parties, p => p.Names.Any(n => n.Text is "CJSC" or "HK"));
        Assert.All(content.Parties.SelectMany(p => p.Addresses), a => Assert.DoesNotContain("the following", a[..Math.Min(14, a.Length)], StringComparison.Ordinal));
        Assert.True(content.Parties.Count(p => p.Link is not null) > 3_390);
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static (ListContent Content, JsonDocument Document) Read(string file)
    {
        if (!Directory.Exists(Folder))
        {
            Assert.Skip($"the lists are not at hand ({Folder})");
        }

        var bytes = File.ReadAllBytes(Path.Combine(Folder, file));
        using var stream = new MemoryStream(bytes);
        return (ListReader.Read(stream, new ListReadOptions { FileName = file }), JsonDocument.Parse(bytes));
    }
}
