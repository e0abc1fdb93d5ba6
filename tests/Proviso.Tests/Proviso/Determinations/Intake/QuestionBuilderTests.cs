// Method: what the input does not say is compared with what the facts then hold: unknown, or a named assumption, and never a value that nobody stated.
using Proviso.Determinations;
using Proviso.Rules.Evaluation;
using Proviso.Tests.Rules.Evaluation;

namespace Proviso.Tests.Proviso.Determinations.Intake;

public class QuestionBuilderTests
{
    private static readonly string[] Assumable = ["item.kind", "item.model", "party.listing", "party.owner_listing", "party.listed_share", "party.military", "party.military_intelligence"];

    [Fact]
    public void Of_nothing_stated_everything_is_unknown_but_the_named_assumptions()
    {
        var question = Ask("item: {}");

        // No place under `via` is no place on the way: it goes directly, as the page of a transaction says.
        Assert.All(question.Facts.Schema.Facts.Where(f => f.Name != "transit" && !Assumable.Contains(f.Name)), f => Assert.False(question.Facts.IsKnown(f), f.Name));
        Assert.Equal(Assumable.Order(StringComparer.Ordinal), question.Assumptions.Select(a => a.Fact).Order(StringComparer.Ordinal));
        Assert.All(question.Assumptions, a => Assert.NotEmpty(a.Fix));
    }

    [Theory]
    [InlineData("quantity: 5", "units", "5")]
    [InlineData("value: 5", "value", "5")]
    [InlineData("value: {amount: 5, currency: CNY}", "value", "unknown")]
    [InlineData("value: {amount: 5, currency: JPY}", "value", "unknown")]
    [InlineData("value: {amount: 5, currency: JPY}", "value_jpy", "5")]
    [InlineData("value: 5", "value_jpy", "unknown")]
    [InlineData("destination: HK", "destination", "HK")]
    [InlineData("endUse: research", "end_use", "research")]
    [InlineData("region: crimea", "destination.region", "crimea")]
    [InlineData("destination: UA", "destination.region", "unknown")]
    [InlineData("item: {dieArea: not-applicable}", "item.die_area", "not applicable")]
    [InlineData("item: {tpp: 4800, dieArea: 1}", "item.performance_density", "4800")]
    [InlineData("item: {operations: [{bits: 8, tera: 600}]}", "item.tpp", "4800")]
    [InlineData("facts: {item.us_sale_since: 2024-01-01}", "item.us_sale_since", "2024-01-01")]
    [InlineData("item: {usSaleSince: never}", "item.us_sale_since", "not applicable")]
    [InlineData("item: {kind: technology}", "item.kind", "technology")]
    [InlineData("facts: {exporter.company: nvidia}", "exporter.company", "nvidia")]
    public void What_is_stated_is_the_fact(string yaml, string fact, string text) =>
        Assert.Equal(text, Text(Ask(yaml.StartsWith("item", StringComparison.Ordinal) ? yaml : "item: {}\n" + yaml), fact));

    [Theory]
    [InlineData("origin: US", "")]
    [InlineData("destination: FR", "")]
    [InlineData("origin: DE", "aware_of_catch_all_use destination_free_zone informed_by_authority")]
    [InlineData("{origin: DE, facts: {informed_by_authority: yes}}", "aware_of_catch_all_use destination_free_zone")]
    [InlineData("origin: GB", "aware_of_catch_all_use destination_free_zone informed_by_authority origin_northern_ireland")]
    [InlineData("{origin: US, destination: GB}", "destination_northern_ireland")]
    [InlineData("{origin: GB, facts: {origin_northern_ireland: yes, aware_of_catch_all_use: \"?\", destination_free_zone: no}}", "informed_by_authority")]
    public void What_authorities_abroad_ask_of_an_exporter_is_assumed_until_stated(string yaml, string assumed)
    {
        var question = Ask(yaml.StartsWith('{') ? "{product: h200, " + yaml[1..] : "product: h200\n" + yaml);

        Assert.Equal(assumed, string.Join(' ', question.Assumptions.Select(a => a.Fact).Where(f => f.Contains("catch_all", StringComparison.Ordinal) || f.Contains("authority", StringComparison.Ordinal)
            || f.EndsWith("free_zone", StringComparison.Ordinal) || f.EndsWith("ireland", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Figures_that_the_catalog_lacks_stay_unknown()
    {
        var question = Ask("product: amd-mi308");

        Assert.Equal(("unknown", "unknown", "unknown", "amd-mi308", "yes"),
            (Text(question, "item.tpp"), Text(question, "item.die_area"), Text(question, "item.dram_bandwidth"), Text(question, "item.model"), Text(question, "item.datacenter")));
        Assert.DoesNotContain(question.Assumptions, a => a.Fact.StartsWith("item.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "{?}")]
    [InlineData("{role: purchaser, name: A, country: US}", "{US ?}")] // Nobody receives it: there is a party more than stated.
    [InlineData("{role: purchaser, name: A, country: US}, {role: end-user, name: B}", "{US ?}")]
    [InlineData("{role: purchaser, name: A, country: US}, {role: end-user, name: B, country: CN}", "{CN US}")]
    [InlineData("{role: intermediate-consignee, name: A, country: HK}, {role: end-user, name: B, country: DE}", "{DE HK}")]
    [InlineData("{role: other, name: A, country: CN}, {role: end-user, name: B, country: DE}", "{CN DE}")]
    [InlineData("{role: exporter, name: A, country: CN}, {role: end-user, name: B, country: DE}", "{DE}")] // Who sends, carries or rents is not asked where it is.
    [InlineData("{role: forwarder, name: A}, {role: end-user, name: B, country: DE}", "{DE}")]
    [InlineData("{role: tenant, name: A, country: CN}, {role: end-user, name: B, country: DE}", "{DE}")]
    [InlineData("{role: ultimate-consignee, name: B, country: CN}", "{CN}")]
    public void The_countries_of_the_parties_are_complete_only_when_each_is_stated_and_someone_receives_it(string parties, string countries) =>
        Assert.Equal(countries, Text(Ask($"product: h200\nparties: [{parties}]"), "party.country"));

    // An exemption has to be claimed, by everyone the item is for; a name that reads like one of them is no claim and no denial.
    [Theory]
    [InlineData("{role: end-user, name: A made-up firm}", "{other}")]
    [InlineData("{role: end-user, name: A made-up ministry, named: uae-government}", "{uae-government}")]
    [InlineData("{role: end-user, name: G42}", "{?}")]
    [InlineData("{role: end-user, name: A made-up arm, ultimateParent: {name: Microsoft, headquarters: US}}", "{?}")]
    [InlineData("{role: end-user, name: G42, named: g42}", "{g42}")]
    [InlineData("{role: end-user, name: G42, named: other}", "{other}")]
    [InlineData("{role: purchaser, name: Core42, named: core42}, {role: end-user, name: A made-up firm}", "{core42 other}")]
    [InlineData("{role: purchaser, name: Core42, named: core42}, {role: intermediate-consignee, name: A made-up firm}, {role: end-user, name: G42, named: g42}", "{g42 core42 other}")]
    [InlineData("{role: exporter, name: A made-up firm}, {role: forwarder, name: Another}, {role: ultimate-consignee, name: G42, named: g42}", "{g42}")]
    [InlineData("{role: purchaser, name: Core42, named: core42}", "{core42 ?}")] // Nobody receives it yet.
    [InlineData("", "{?}")]
    public void Who_is_exempt_is_stated_and_never_read_off_a_name(string parties, string named) =>
        Assert.Equal(named, Text(Ask($"product: h200\nparties: [{parties}]"), "recipient.named"));

    [Theory]
    [InlineData("{role: purchaser, name: A, headquarters: CN, ultimateParent: self}", "{?}", "{?}")]
    [InlineData("{role: purchaser, name: A, headquarters: CN, ultimateParent: self}, {role: end-user, name: B, headquarters: SG, ultimateParent: JP}", "{SG}", "{JP}")]
    [InlineData("{role: end-user, name: A, headquarters: SG, ultimateParent: self}, {role: end-user, name: B, headquarters: US}", "{SG US}", "{SG ?}")]
    public void The_end_users_are_told_apart_from_who_buys(string parties, string headquarters, string parents)
    {
        var question = Ask($"product: h200\nparties: [{parties}]");
        Assert.Equal((headquarters, parents), (Text(question, "end_user.headquarters"), Text(question, "end_user.ultimate_parent")));
    }

    [Theory]
    [InlineData("{role: exporter, name: A, headquarters: CN}", "CN", "unknown")]
    [InlineData("{role: exporter, name: A, headquarters: CN}, {role: exporter, name: B, headquarters: US}", "unknown", "unknown")]
    [InlineData("{role: exporter, name: A, headquarters: US}, {role: exporter, name: B, headquarters: US}", "US", "unknown")]
    [InlineData("{role: exporter, name: A, headquarters: US}, {role: exporter, name: B}", "unknown", "unknown")]
    [InlineData("{role: exporter, name: Nvidia Corporation, headquarters: US}", "US", "nvidia")]
    [InlineData("{role: exporter, name: Made-up Subsidiary, ultimateParent: {name: NVIDIA, headquarters: US}}", "unknown", "nvidia")]
    [InlineData("{role: exporter, name: ByteDance, headquarters: CN}", "CN", "other")]
    [InlineData("{role: exporter, name: A, group: other, headquarters: US}", "US", "other")]
    [InlineData("{role: purchaser, name: NVIDIA, headquarters: US}", "unknown", "unknown")]
    public void The_exporter_is_known_by_where_it_is_headquartered_and_whether_a_letter_could_name_it(string parties, string headquarters, string company)
    {
        var question = Ask($"product: h200\nparties: [{parties}]");

        Assert.Equal((headquarters, company), (Text(question, "exporter.headquarters"), Text(question, "exporter.company")));
    }

    [Theory]
    [InlineData("[{role: end-user, name: B, headquarters: CN}, {role: forwarder, name: C, country: HK, listings: [sdn]}]",
        "[role end-user, headquarters CN, listing {?}, owner_listing {}, listed_share 0, military no, military_intelligence no; role forwarder, country HK, listing {sdn}, owner_listing {}, listed_share 0, military no, military_intelligence no]")]
    [InlineData("[{role: exporter, name: A}]", "[role exporter, listing {}, owner_listing {}, listed_share 0, military no, military_intelligence no; ?]")]
    [InlineData("[{role: end-user, name: B, military: yes}, {role: purchaser, name: C}]",
        "[role end-user, listing {}, owner_listing {}, listed_share 0, military yes, military_intelligence no; role purchaser, listing {}, owner_listing {}, listed_share 0, military_intelligence no]")]
    [InlineData("[{role: tenant, name: B, ultimateParent: CN, ownership: {listedShare: 51, lists: [entity-list]}}, {role: end-user, name: C}]",
        "[role tenant, ultimate_parent CN, listing {}, owner_listing {entity-list}, listed_share 51, military no, military_intelligence no; role end-user, listing {}, military no, military_intelligence no]")]
    public void Each_party_is_a_row_and_what_nobody_stated_of_it_is_open_where_another_is_so(string parties, string rows) =>
        Assert.Equal(rows.Replace("listing {?}, owner", "owner", StringComparison.Ordinal), Text(Ask($"product: h200\nparties: {parties}"), "party"));

    [Theory]
    [InlineData("party.military: yes", "military", "unknown")]
    [InlineData("party.military: no", "military", "no")]
    [InlineData("party.listing: [entity-list]", "listing", "{?}")]
    [InlineData("party.listed_share: 60", "listed_share", "unknown")]
    public void A_fact_stated_of_all_parties_leaves_open_which_of_them_it_is_true_of(string fact, string field, string value)
    {
        var facts = Ask($"product: h200\nparties: [{{role: end-user, name: B}}]\nfacts: {{{fact}}}").Facts;
        var row = facts.RowText(facts.Schema["party"], 0) + ",";

        Assert.Equal(value is not ("unknown" or "{?}"), row.Contains($"{field} {value},", StringComparison.Ordinal));
        Assert.Equal(value is not ("unknown" or "{?}"), row.Contains($" {field} ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_party_beyond_those_a_question_can_hold_leaves_the_rows_open()
    {
        string Rows(int count) => Text(Ask("product: h200\nparties: [" + string.Join(", ", Enumerable.Range(0, count).Select(i => $"{{role: end-user, name: P{i}}}")) + "]"), "party");

        Assert.DoesNotContain("?", Rows(12), StringComparison.Ordinal);
        Assert.EndsWith("; ?]", Rows(13), StringComparison.Ordinal);
        Assert.Equal(12, Rows(13).Split(';').Length - 1);
    }

    [Theory]
    [InlineData("headquarters: CN, ultimateParent: self", "{CN}")]
    [InlineData("headquarters: CN", "{?}")]
    [InlineData("ultimateParent: self", "{?}")]
    [InlineData("ultimateParent: SG", "{SG}")]
    [InlineData("ultimateParent: {name: Parent, headquarters: CN}", "{CN}")]
    [InlineData("ultimateParent: {name: Parent}", "{?}")]
    public void A_parent_is_known_only_when_its_headquarters_is(string stated, string parents) =>
        Assert.Equal(parents, Text(Ask($"product: h200\nparties: [{{role: end-user, name: B, {stated}}}]"), "party.ultimate_parent"));

    [Theory]
    [InlineData("", "", "party.listing party.listed_share party.military party.military_intelligence party.owner_listing")]
    [InlineData("listings: []", "", "party.listed_share party.military party.military_intelligence party.owner_listing")]
    [InlineData("listings: [entity-list]", "", "party.listed_share party.military party.military_intelligence party.owner_listing")]
    [InlineData("military: no", "", "party.listing party.listed_share party.military_intelligence party.owner_listing")]
    [InlineData("military: yes", "", "party.listing party.listed_share party.military_intelligence party.owner_listing")]
    [InlineData("ownership: {listedShare: 0}", "", "party.listing party.military party.military_intelligence")]
    [InlineData("", "{on: 2026-01-01, by: x, result: none-listed}", "party.listed_share party.military party.military_intelligence party.owner_listing")]
    [InlineData("", "{on: 2026-01-01, by: x, result: none-listed, owners: none-listed}", "party.military party.military_intelligence")]
    [InlineData("listings: [], military: no, militaryIntelligence: no, ownership: {listedShare: 0}", "", "")]
    public void What_nobody_screened_or_stated_is_an_assumption(string party, string screening, string assumed)
    {
        var comma = party.Length > 0 ? ", " : "";
        var question = Ask($"product: h200\nscreening: {(screening.Length > 0 ? screening : "~")}\nparties: [{{role: end-user, name: B{comma}{party}}}]");

        Assert.Equal(assumed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), question.Assumptions.Select(a => a.Fact).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_screening_does_not_speak_for_a_recipient_that_is_not_named()
    {
        var question = Ask("product: h200\nscreening: {on: 2026-01-01, by: x, result: none-listed, owners: none-listed}\nparties: [{role: exporter, name: A}]");

        Assert.Contains(question.Assumptions, a => a.Fact == "party.listing");
        Assert.Contains(question.Assumptions, a => a.Fact == "party.owner_listing");
        Assert.Equal("unknown", Text(question, "buyer.group"));
    }

    [Fact]
    public void The_highest_listed_share_of_all_parties_counts()
    {
        var question = Ask(
            """
            product: h200
            parties:
              - {role: forwarder, name: A, ownership: {listedShare: 60.5, lists: [sdn]}}
              - {role: end-user, name: B, ownership: {listedShare: 10, lists: [entity-list]}}
            """);

        Assert.Equal(("60.5", "{entity-list sdn}"), (Text(question, "party.listed_share"), Text(question, "party.owner_listing")));
    }

    [Fact]
    public void One_military_party_makes_the_fact_and_no_assumption_is_needed()
    {
        var question = Ask("product: h200\nparties: [{role: forwarder, name: A}, {role: end-user, name: B, military: yes}]");

        Assert.Equal("yes", Text(question, "party.military"));
        Assert.DoesNotContain(question.Assumptions, a => a.Fact == "party.military");
    }

    [Fact]
    public void A_further_fact_takes_the_place_of_the_assumption()
    {
        var question = Ask("item: {tpp: 1}\nfacts: {item.kind: computer, party.listing: [sdn], buyer.group: bytedance}");

        Assert.Equal(("computer", "{sdn}", "bytedance"), (Text(question, "item.kind"), Text(question, "party.listing"), Text(question, "buyer.group")));
        Assert.DoesNotContain(question.Assumptions, a => a.Fact is "item.kind" or "party.listing");
    }

    [Fact]
    public void A_frame_that_is_used_again_keeps_nothing_of_the_transaction_before()
    {
        var frame = new FactFrame(RealLaw.Rules.Schema);
        Ask("product: h200\ndestination: CN\nquantity: 5\nparties: [{role: end-user, name: B, country: CN, listings: [sdn]}]", frame);

        var again = Ask("item: {}", frame);

        Assert.Equal(Ask("item: {}").Facts.Slots, again.Facts.Slots);
    }

    private static Question Ask(string yaml, FactFrame? frame = null)
    {
        var intaken = TestData.Read(yaml);
        Assert.Empty(intaken.Problems);
        return TestData.Questions.Build(intaken.Transaction!, new DateOnly(2026, 2, 10), DateOnly.MaxValue, LawView.AsEnforced, null, frame);
    }

    private static string Text(Question question, string fact) => question.Facts.Text(question.Facts.Schema.Find(fact)!);
}
