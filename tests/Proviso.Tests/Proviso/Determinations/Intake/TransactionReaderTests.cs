// Method: one good transaction, and one change to it a case; each change must come back as a problem with its code, path and line, never as an
// exception and never as another transaction.
using Proviso.Documents;
using Proviso.Quantities;

namespace Proviso.Tests.Proviso.Determinations.Intake;

public class TransactionReaderTests
{
    private const string Good =
        """
        id: a-1
        date: 2026-02-10
        product: nvidia-h200-sxm
        quantity: 8000
        value: {amount: 240000000, currency: USD}
        kind: export
        origin: US
        destination: CN
        endUse: commercial-datacenter
        parties:
          - {role: exporter, name: Seller, country: US, headquarters: US, ultimateParent: self, listings: [], ownership: {listedShare: 0}, military: no, militaryIntelligence: no}
          - {role: end-user, name: Buyer, country: CN, headquarters: CN, ultimateParent: self, listings: [], ownership: {listedShare: 0}, military: no, militaryIntelligence: no}
        evidence:
          - {kind: test-report, from: laboratory, country: US, independent: true, reference: LAB-1}
          - purchase-order
        certifications: [figures-correct, us-supply]
        screening: {on: 2026-02-09, by: "a desk", result: none-listed, owners: none-listed}
        """;

    [Fact]
    public void A_good_transaction_is_read_whole()
    {
        var intaken = TestData.Read(Good);

        Assert.Empty(intaken.Problems);
        var t = intaken.Transaction!;
        Assert.Equal(("a-1", new DateOnly(2026, 2, 10), "nvidia-h200-sxm"), (t.Id, t.Date, t.Product?.Id));
        Assert.Equal((8000 * FixedPoint.One, 240_000_000 * FixedPoint.One, "USD"), (t.Quantity, t.ValueAmount, t.ValueCurrency));
        Assert.Equal(("export", "US", "CN", "commercial-datacenter"), (t.Kind, t.Origin?.Code, t.Destination?.Code, t.EndUse));
        Assert.Equal(["exporter", "end-user"], t.Parties.Select(p => p.Role));
        Assert.Equal(["US", "CN"], t.Parties.Select(p => p.UltimateParentHeadquarters?.Code));
        Assert.Equal(["test-report", "purchase-order"], t.Evidence.Select(e => e.Kind));
        Assert.Equal(["figures-correct", "us-supply"], t.Certifications);
        Assert.True(t.ScreenedPartiesClear && t.ScreenedOwnersClear);
    }

    [Theory]
    [InlineData("destination: CN", "destnation: CN", "PRV0506", "destnation", 8, "did you mean `destination`?")]
    [InlineData("destination: CN", "Destination: CN", "PRV0506", "Destination", 8, "did you mean `destination`?")]
    [InlineData("destination: CN", "zzzzzzzzzzzz: CN", "PRV0506", "zzzzzzzzzzzz", 8, "known fields: id, asker, date")]
    [InlineData("name: Buyer,", "nam: Buyer, name: B,", "PRV0506", "parties[1].nam", 12, "did you mean `name`?")]
    [InlineData("reference: LAB-1", "ref: LAB-1", "PRV0506", "evidence[0].ref", 14, "known fields: kind, from")]
    [InlineData("by: \"a desk\"", "by: a, who: b", "PRV0506", "screening.who", 17, "known fields: on, by")]
    [InlineData("currency: USD", "curency: USD", "PRV0506", "value.curency", 5, "did you mean `currency`?")]
    [InlineData("kind: export", "kind: exprot", "PRV0508", "kind", 6, "did you mean `export`?")]
    [InlineData("kind: export", "kind: EXPORT", "PRV0508", "kind", 6, "did you mean `export`?")]
    [InlineData("kind: export", "kind: barter", "PRV0508", "kind", 6, "one of: export, reexport, in-country-transfer, deemed-export")]
    [InlineData("commercial-datacenter", "comercial-datacenter", "PRV0508", "endUse", 9, "did you mean `commercial-datacenter`?")]
    [InlineData("role: end-user", "role: enduser", "PRV0508", "parties[1].role", 12, "did you mean `end-user`?")]
    [InlineData("listings: [], ownership: {listedShare: 0}, military: no, militaryIntelligence: no}\nevidence", "listings: [entity-lst]}\nevidence", "PRV0508", "parties[1].listings[0]", 12, "did you mean `entity-list`?")]
    [InlineData("[figures-correct, us-supply]", "[figures-correct, us-suply]", "PRV0508", "certifications[1]", 16, "did you mean `us-supply`?")]
    [InlineData("[figures-correct, us-supply]", "[figures-correct, {us-supply: yes}]", "PRV0508", "certifications[1]", 16, "one of: ")]
    [InlineData("- purchase-order", "- purchase-ordre", "PRV0508", "evidence[1]", 15, "did you mean `purchase-order`?")]
    [InlineData("kind: test-report", "kind: test-reprot", "PRV0508", "evidence[0].kind", 14, "did you mean `test-report`?")]
    [InlineData("kind: test-report, ", "", "PRV0512", "evidence[0].kind", 14, "one of: ")]
    [InlineData("independent: true", "independent: perhaps", "PRV0508", "evidence[0].independent", 14, "write yes or no")]
    [InlineData("result: none-listed", "result: none", "PRV0508", "screening.result", 17, "one of: none-listed, listed")]
    [InlineData("currency: USD", "currency: usd", "PRV0508", "value.currency", 5, "did you mean `USD`?")]
    [InlineData("date: 2026-02-10", "date: 2026-02-30", "PRV0510", "date", 2, "year-month-day")]
    [InlineData("date: 2026-02-10", "date: 2025-02-29", "PRV0510", "date", 2, "year-month-day")]
    [InlineData("date: 2026-02-10", "date: 10.2.2026", "PRV0510", "date", 2, "year-month-day")]
    [InlineData("date: 2026-02-10", "date: 2026-2-10", "PRV0510", "date", 2, "year-month-day")]
    [InlineData("date: 2026-02-10", "date: 20260210", "PRV0510", "date", 2, "year-month-day")]
    [InlineData("date: 2026-02-10", "date: ２０２６-02-10", "PRV0510", "date", 2, "year-month-day")]
    [InlineData("on: 2026-02-09", "on: 2026-13-09", "PRV0510", "screening.on", 17, "year-month-day")]
    [InlineData("quantity: 8000", "quantity: 0", "PRV0509", "quantity", 4, "a number from 1 to")]
    [InlineData("quantity: 8000", "quantity: -0", "PRV0509", "quantity", 4, "a number from 1 to")]
    [InlineData("quantity: 8000", "quantity: -8000", "PRV0509", "quantity", 4, "a number from 1 to")]
    [InlineData("quantity: 8000", "quantity: 8000.5", "PRV0509", "quantity", 4, "digits alone")]
    [InlineData("quantity: 8000", "quantity: NaN", "PRV0509", "quantity", 4, "digits with a point")]
    [InlineData("quantity: 8000", "quantity: .inf", "PRV0509", "quantity", 4, "digits with a point")]
    [InlineData("quantity: 8000", "quantity: 8,000", "PRV0509", "quantity", 4, "digits with a point")]
    [InlineData("quantity: 8000", "quantity: 0x1F40", "PRV0509", "quantity", 4, "digits with a point")]
    [InlineData("quantity: 8000", "quantity: 8000000000", "PRV0509", "quantity", 4, "to 1000000000")]
    [InlineData("quantity: 8000", "quantity: 1e400", "PRV0509", "quantity", 4, "digits with a point")]
    [InlineData("quantity: 8000", "quantity: 1.0000000000000000000000000000000001", "PRV0509", "quantity", 4, "digits with a point")]
    [InlineData("quantity: 8000", "quantity: 99999999999999999999999", "PRV0509", "quantity", 4, "at most six decimals")]
    [InlineData("quantity: 8000", "quantity: [8000]", "PRV0505", "quantity", 4, "write `quantity: value`")]
    [InlineData("amount: 240000000", "amount: -1", "PRV0509", "value.amount", 5, "a number from 0 to")]
    [InlineData("amount: 240000000, ", "", "PRV0512", "value.amount", 5, "write {amount")]
    [InlineData("{amount: 240000000, currency: USD}", "240 USD", "PRV0509", "value", 5, "digits with a point")]
    [InlineData("destination: CN", "destination: cn", "PRV0511", "destination", 8, "did you mean `CN`?")]
    [InlineData("destination: CN", "destination: CHN", "PRV0511", "destination", 8, "")]
    [InlineData("destination: CN", "destination: XX", "PRV0511", "destination", 8, "alpha-2")]
    [InlineData("destination: CN", "destination: Chian", "PRV0511", "destination", 8, "did you mean `CN` (China)?")]
    [InlineData("destination: CN", "destination: no", "PRV0511", "destination", 8, "did you mean `NO`?")]
    [InlineData("destination: CN", "destination: false", "PRV0511", "destination", 8, "")]
    [InlineData("destination: CN", "destination: {code: CN}", "PRV0505", "destination", 8, "write `destination: value`")]
    [InlineData("ultimateParent: self, listings: [], ownership: {listedShare: 0}, military: no, militaryIntelligence: no}\nevidence", "ultimateParent: ByteDance}\nevidence", "PRV0511", "parties[1].ultimateParent", 12, "write `self`")]
    [InlineData("product: nvidia-h200-sxm", "product: nvidia-h200-sxn", "PRV0513", "product", 3, "did you mean `nvidia-h200-sxm`?")]
    [InlineData("product: nvidia-h200-sxm", "product: abacus", "PRV0513", "product", 3, "`proviso item list`")]
    [InlineData("product: nvidia-h200-sxm\n", "", "PRV0512", "", 1, "name a product")]
    [InlineData("role: end-user, ", "", "PRV0512", "parties[1].role", 12, "one of: exporter")]
    [InlineData("name: Buyer, ", "", "PRV0512", "parties[1].name", 12, "add `name")]
    [InlineData("parties:\n", "parties:\n  - nobody\n", "PRV0505", "parties[0]", 11, "write `name: value` pairs")]
    [InlineData("[figures-correct, us-supply]", "figures-correct", "PRV0505", "certifications", 16, "write `[a, b]`")]
    [InlineData("on: 2026-02-09, ", "", "PRV0512", "screening.on", 17, "state on which day")]
    [InlineData("by: \"a desk\", ", "", "PRV0512", "screening.by", 17, "state on which day")]
    [InlineData("{on: 2026-02-09, by: \"a desk\", result: none-listed, owners: none-listed}", "none-listed", "PRV0505", "screening", 17, "write `name: value` pairs")]
    [InlineData("id: a-1", "id: \"a\\e[2J\"", "PRV0507", "id", 1, "remove them")]
    [InlineData("id: a-1", "id: \"a\\u202Eb\"", "PRV0507", "id", 1, "remove them")]
    public void A_mistake_is_a_problem_with_code_path_place_and_help(string from, string to, string code, string path, int line, string help)
    {
        var yaml = Good.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Good, yaml);

        var intaken = TestData.Read(yaml);

        Assert.Null(intaken.Transaction);
        var problem = intaken.Problems[0];
        Assert.Equal((code, path, line), (problem.Code, problem.Path, problem.Line));
        Assert.True(problem.Column > 0);
        Assert.Contains(help, problem.Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tpp: 15000", "PRV0514", "item.tpp", "15000 contradicts the catalog, which has 15832")]
    [InlineData("operations: [{format: FP8, bits: 8, tera: 1000}]", "PRV0514", "item.operations", "8000 contradicts the catalog, which has 15832")]
    [InlineData("dieArea: 800", "PRV0514", "item.dieArea", "800 contradicts the catalog, which has 814")]
    [InlineData("dieArea: not-applicable", "PRV0514", "item.dieArea", "not-applicable contradicts the catalog, which has 814")]
    [InlineData("transferRate: 599", "PRV0514", "item.transferRate", "599 contradicts the catalog, which has 900")]
    [InlineData("dramBandwidth: 4000", "PRV0514", "item.dramBandwidth", "4000 contradicts the catalog, which has 4800")]
    [InlineData("datacenter: no", "PRV0514", "item.datacenter", "no contradicts the catalog, which has yes")]
    [InlineData("model: other", "PRV0514", "item.model", "other contradicts the catalog, which has nvidia-h200")]
    [InlineData("subjectToEar: no", "PRV0514", "item.subjectToEar", "no contradicts the catalog, which has yes")]
    [InlineData("developerHeadquarters: TW", "PRV0514", "item.developerHeadquarters", "TW contradicts the catalog, which has US")]
    [InlineData("tpp: -1", "PRV0509", "item.tpp", "`-1` is negative")]
    [InlineData("dieArea: 0", "PRV0509", "item.dieArea", "it is zero")]
    [InlineData("dieArea: n/a", "PRV0509", "item.dieArea", "`n/a` is not a number")]
    [InlineData("hbmArea: 0", "PRV0509", "item.hbmArea", "it is zero")]
    [InlineData("operations: [{bits: 8}]", "PRV0512", "item.operations[0]", "an operation needs `bits` and `tera`")]
    [InlineData("operations: [{bits: 0, tera: 1}]", "PRV0509", "item.operations[0].bits", "it is zero")]
    [InlineData("kind: chip", "PRV0508", "item.kind", "`chip` is not a value of `kind`")]
    [InlineData("usSaleSince: 2024-02-30", "PRV0510", "item.usSaleSince", "there is no day 2024-02-30")]
    [InlineData("tflops: 3", "PRV0506", "item.tflops", "unknown field `tflops`")]
    public void A_figure_that_contradicts_the_catalog_or_is_none_is_a_problem(string item, string code, string path, string message)
    {
        var problem = Assert.Single(TestData.Read(Good + $"\nitem: {{{item}}}").Problems);

        Assert.Equal((code, path, 18), (problem.Code, problem.Path, problem.Line));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.NotNull(problem.Help);
    }

    [Theory]
    [InlineData("tpp: 15832")]
    [InlineData("dieArea: 814.000000")]
    [InlineData("operations: [{bits: 8, tera: 1979}]")]
    [InlineData("datacenter: yes")]
    [InlineData("usSaleSince: 2024-11-19")] // The catalog marks its day as not verified.
    [InlineData("hbmBandwidth: 819")]
    [InlineData("kind: computer")]
    public void A_figure_that_agrees_with_the_catalog_or_that_it_lacks_is_taken(string item) =>
        Assert.Empty(TestData.Read(Good + $"\nitem: {{{item}}}").Problems);

    [Fact]
    public void Operations_and_a_stated_performance_must_agree()
    {
        var problem = Assert.Single(TestData.Read("item: {tpp: 100, operations: [{bits: 8, tera: 10}]}").Problems);

        Assert.Equal(("PRV0514", "item.tpp"), (problem.Code, problem.Path));
        Assert.Contains("differs from 80", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{item.tpp: 1}", "PRV0514", "facts.item.tpp")]
    [InlineData("{destination: SG}", "PRV0514", "facts.destination")]
    [InlineData("{party.listing: [entity-list]}", "PRV0514", "facts.party.listing")]
    [InlineData("{party.listed_share: 60}", "PRV0514", "facts.party.listed_share")]
    [InlineData("{item.model: ?}", "PRV0514", "facts.item.model")]
    [InlineData("{item.tppp: 1}", "PRV0506", "facts.item.tppp")]
    [InlineData("{item.performance_density: 5}", "PRV0508", "facts.item.performance_density")]
    [InlineData("{item.hbm_area: 4799.99999999999999999999999999999999}", "PRV0508", "facts.item.hbm_area")]
    [InlineData("{item.hbm_area: -1}", "PRV0508", "facts.item.hbm_area")]
    [InlineData("{item.hbm_area: {mm: 1}}", "PRV0505", "facts.item.hbm_area")]
    [InlineData("{party.country: [{CN: 1}]}", "PRV0505", "facts.party.country")]
    [InlineData("{party.country: [~]}", "PRV0505", "facts.party.country")]
    [InlineData("{party.country: CN}", "PRV0508", "facts.party.country")]
    [InlineData("{party.country: [CHINA]}", "PRV0508", "facts.party.country")]
    [InlineData("item.tpp", "PRV0505", "facts")]
    [InlineData("[item.tpp]", "PRV0505", "facts")]
    public void A_further_fact_that_is_wrong_or_stated_already_is_a_problem(string facts, string code, string path)
    {
        var problem = Assert.Single(TestData.Read(Good + $"\nfacts: {facts}").Problems);

        Assert.Equal((code, path, 18), (problem.Code, problem.Path, problem.Line));
        Assert.NotNull(problem.Help);
    }

    [Fact]
    public void A_further_fact_is_taken_as_written()
    {
        var t = TestData.Read("item: {tpp: 1}\nfacts: {item.datacenter: true, party.country: [CN, \"?\"], item.die_area: n/a, item.kind: ~}").Transaction!;

        Assert.Equal([("item.datacenter", "yes"), ("party.country", "{CN ?}"), ("item.die_area", "n/a")], t.Facts.Select(f => (f.Key, f.Value)));
    }

    [Theory]
    [InlineData("listings: [], ownership", "listings: [entity-list], ownership", "PRV0514", "screening.result")]
    [InlineData("{listedShare: 0}", "{listedShare: 30, lists: [sdn]}", "PRV0514", "screening.owners")]
    [InlineData("result: none-listed", "result: listed", "PRV0512", "screening.result")]
    [InlineData("owners: none-listed", "owners: listed", "PRV0512", "screening.owners")]
    [InlineData("{listedShare: 0}", "{listedShare: 30}", "PRV0512", "parties[0].ownership.lists")]
    [InlineData("{listedShare: 0}", "{listedShare: 30, lists: []}", "PRV0512", "parties[0].ownership.lists")]
    [InlineData("{listedShare: 0}", "{listedShare: 100.1}", "PRV0509", "parties[0].ownership.listedShare")]
    public void A_screening_that_the_parties_contradict_is_a_problem(string from, string to, string code, string path)
    {
        var problems = TestData.Read(Good.Replace(from, to, StringComparison.Ordinal)).Problems;

        Assert.Contains(problems, p => p.Code == code && p.Path == path && p.Line > 0 && p.Help is not null);
    }

    [Fact]
    public void A_screening_that_found_a_listed_party_is_taken_when_the_party_says_on_which_list() =>
        Assert.Empty(TestData.Read(Good.Replace("result: none-listed", "result: listed", StringComparison.Ordinal)
            .Replace("self, listings: []", "self, listings: [entity-list]", StringComparison.Ordinal)).Problems);

    [Theory]
    [InlineData("NO", "NO")]
    [InlineData("\"NO\"", "NO")]
    [InlineData("Norway", "NO")]
    [InlineData("PRC", "CN")]
    [InlineData("taiwan", "TW")]
    [InlineData("Macao", "MO")]
    public void A_country_is_a_code_or_an_English_name_and_NO_is_Norway(string written, string code) =>
        Assert.Equal(code, TestData.Read($"product: h200\ndestination: {written}").Transaction?.Destination?.Code);

    [Fact]
    public void What_is_not_stated_stays_null()
    {
        foreach (var yaml in new[] { "product: h200", "product: h200\ndestination: ~\nquantity:\nparties: null\nitem: ~\nfacts: ~" })
        {
            var t = TestData.Read(yaml).Transaction!;
            Assert.Equal((null, null, null, null, null, null, null), (t.Id, t.Date, t.Quantity, t.ValueAmount, t.Kind, t.Destination, t.EndUse));
            Assert.Empty(t.Parties);
            Assert.False(t.ScreenedPartiesClear || t.ScreenedOwnersClear);
        }
    }

    [Fact]
    public void A_value_without_currency_is_in_dollars_and_another_currency_is_kept()
    {
        Assert.Equal((5 * FixedPoint.One, "USD"), Value("5"));
        Assert.Equal((5 * FixedPoint.One, "USD"), Value("{amount: 5}"));
        Assert.Equal((5 * FixedPoint.One, "CNY"), Value("{amount: 5, currency: CNY}"));

        static (long?, string?) Value(string text)
        {
            var t = TestData.Read($"product: h200\nvalue: {text}").Transaction!;
            return (t.ValueAmount, t.ValueCurrency);
        }
    }

    [Fact]
    public void The_group_of_a_party_comes_from_its_name_or_its_parent_unless_stated()
    {
        const string Party = "product: h200\nparties: [{role: end-user, ";
        Assert.Equal("bytedance", Group("name: \"BYTEDANCE, LTD\"}]"));
        Assert.Equal("bytedance", Group("name: 北京字节跳动科技有限公司}]"));
        Assert.Equal("tencent", Group("name: Some Cloud, ultimateParent: {name: Tencent Holdings Limited, headquarters: CN}}]"));
        Assert.Equal("other", Group("name: ByteDance, group: other}]"));
        Assert.Null(Group("name: ByteDancer}]"));

        static string? Group(string rest) => Assert.Single(TestData.Read(Party + rest).Transaction!.Parties).Group;
    }

    [Fact]
    public void Every_problem_is_reported_in_the_order_of_the_text()
    {
        var problems = TestData.Read("quantity: 0\nproduct: abacus\nid: [1]\ndestination: XX\nitem: {tpp: x, dieArea: y}").Problems;

        Assert.Equal(["PRV0509", "PRV0513", "PRV0505", "PRV0511", "PRV0509", "PRV0509"], problems.Select(p => p.Code));
        Assert.Equal(problems.Select(p => (p.Line, p.Column)).Order(), problems.Select(p => (p.Line, p.Column)));
    }

    [Theory]
    [InlineData("just a word")]
    [InlineData("[1, 2]")]
    [InlineData("~")]
    public void What_is_no_map_is_no_transaction(string yaml)
    {
        var intaken = TestData.Read(yaml);

        Assert.Null(intaken.Transaction);
        Assert.Equal("PRV0505", Assert.Single(intaken.Problems).Code);
    }

    [Fact]
    public void A_problem_neither_steers_a_terminal_nor_fills_the_screen()
    {
        var node = new JsonDocumentReader().Read(System.Text.Encoding.UTF8.GetBytes(
            $$"""{"product": "h200", "\u001b[2J{{new string('x', 5000)}}": 1, "certifications": ["\u202e\u009b{{new string('y', 5000)}}"], "parties": [{"role": "end-user", "name": "B", "ultimateParent": "\u0007"}]}"""));
        var problems = TestData.Reader.Read(node).Problems;

        Assert.Equal(["PRV0506", "PRV0508", "PRV0511"], problems.Select(p => p.Code));
        Assert.All(problems, p =>
        {
            Assert.DoesNotContain(p.ToString() + p.Help, char.IsControl);
            Assert.True(p.ToString().Length < 1000);
        });
    }
}
