// Method: the schema, the page and the reader are three texts of one thing; each is compared with the others field by field and word by word.
using System.Text.Json;
using System.Text.RegularExpressions;
using Proviso.Determinations.Intake;
using Proviso.Documents;
using Proviso.Items;
using Proviso.Parties;
using Proviso.Tests.Rules.Evaluation;

namespace Proviso.Tests.Proviso.Determinations.Intake;

public sealed partial class TransactionPageTests : IDisposable
{
    private readonly JsonDocument _document = JsonDocument.Parse(TestData.Text("docs/reference/transaction.schema.json"));
    private readonly string _page = TestData.Text("docs/reference/transaction.md");

    private JsonElement Schema => _document.RootElement;

    [Fact]
    public void The_schema_has_the_fields_that_the_reader_reads_and_no_others()
    {
        Same(TransactionReader.TransactionFields, Schema);
        Same(TransactionReader.ItemFields, Definition("item"));
        Same(TransactionReader.PartyFields, Definition("party"));
        Same(TransactionReader.ParentFields, Definition("parent"));
        Same(TransactionReader.OwnershipFields, Definition("ownership"));
        Same(TransactionReader.OwnerFields, Definition("owner"));
        Same(TransactionReader.EvidenceFields, Definition("evidence"));
        Same(TransactionReader.PaperFields, Definition("paper"));
        Same(TransactionReader.ScreeningFields, Definition("screening"));
        Same(TransactionReader.ValueFields, Definition("value"));
        Same(ChipCatalog.OperationFields, Definition("operation"));

        static void Same(ClosedWords fields, JsonElement at)
        {
            Assert.False(at.GetProperty("additionalProperties").GetBoolean());
            Assert.Equal(fields.Order(StringComparer.Ordinal), at.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_schema_has_the_words_of_the_vocabulary()
    {
        Words(Schema, "kind", "kind");
        Words(Schema, "endUse", "end_use");
        Words(Definition("item"), "kind", "item.kind");
        Words(Definition("item"), "model", "item.model");
        var facts = RealLaw.Rules.Schema;
        Assert.Equal(facts["buyer.group"].Enum!.Values.Union(facts["exporter.company"].Enum!.Values, StringComparer.Ordinal), Enum(Property(Definition("party"), "group")));
        Assert.Equal(Party.Roles, facts["party"].Record!.Find("role")!.Enum!.Values);
        Assert.Equal(facts["destination"].Enum!.Values, Enum(Definition("country")));
        Assert.Equal(facts["party.listing"].Enum!.Values, Enum(Property(Definition("party"), "listings").GetProperty("items")));
        Assert.Equal(facts["party.owner_listing"].Enum!.Values, Enum(Property(Definition("ownership"), "lists").GetProperty("items")));
        Assert.Equal(facts["party.listing"].Enum!.Values, Enum(Property(Definition("owner"), "listings").GetProperty("items")));
        Assert.Equal(facts.Evidence.Keys, Enum(Property(Definition("evidence"), "kind")));
        Assert.Equal(facts.Evidence.Keys, Enum(Property(Schema, "evidence").GetProperty("items").GetProperty("anyOf")[0]));
        Assert.Equal(facts.Certifications.Keys, Enum(Property(Schema, "certifications").GetProperty("items")));
        Assert.Equal(Party.Roles, Enum(Property(Definition("party"), "role")));
        Assert.Equal(TransactionReader.Currencies, Enum(Property(Definition("value"), "currency")));

        void Words(JsonElement at, string field, string fact) => Assert.Equal(RealLaw.Rules.Schema[fact].Enum!.Values, Enum(Property(at, field)));
    }

    [Fact]
    public void Every_field_of_the_schema_stands_on_the_page_and_the_other_way_round()
    {
        foreach (var (section, at) in Schema.GetProperty("$defs").EnumerateObject().Where(d => d.Name != "country").Select(d => (d.Name, d.Value)).Prepend(("transaction", Schema)))
        {
            var text = _page.Split($"\n## {section}\n")[1].Split("\n## ")[0];
            Assert.Equal(at.GetProperty("properties").EnumerateObject().Select(p => p.Name), Row().Matches(text).Select(m => m.Groups[1].Value));
        }
    }

    [Fact]
    public void Every_code_of_a_problem_stands_on_the_page_and_the_other_way_round()
    {
        var codes = Directory.GetFiles(Path.Combine(Golden.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => Code().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(codes, CodeRow().Matches(_page).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public void The_example_of_the_page_is_read()
    {
        var read = TestData.Read(_page.Split("```yaml\n")[1].Split("```")[0]);
        Assert.Empty(read.Problems);
    }

    public void Dispose() => _document.Dispose();

    private static JsonElement Property(JsonElement at, string name) => at.GetProperty("properties").GetProperty(name);

    private static IEnumerable<string> Enum(JsonElement at) => at.GetProperty("enum").EnumerateArray().Select(e => e.GetString()!);

    private JsonElement Definition(string name) => Schema.GetProperty("$defs").GetProperty(name);

    [GeneratedRegex(@"^\| `(\w+)`", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("\"(PRV05\\d{2})\"")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| (PRV05\d{2}) \|", RegexOptions.Multiline)]
    private static partial Regex CodeRow();
}
