// Method: shipments from places that no corpus knows, under the law of the repository, with a paper that fails in one way at a time; and, in a small
// law, beside law that says otherwise.
using Proviso.Determinations;
using Proviso.Rules;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Text;
using Proviso.Tests.Rules.Evaluation;

namespace Proviso.Tests.Proviso.Determinations;

public class PaperTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Good = "{authority: elsewhere, place: VN, kind: permit, reference: P-1, sha256: " + Hash + ", date: 2026-02-01, validUntil: 2026-02-28, filedBy: [Made-up One, Made-up Two]}";

    private static string Shipment(string papers, string more = "", string origin = "VN") =>
        $$"""
        date: 2026-02-10
        item: {kind: integrated-circuit, tpp: 10, dieArea: 100, datacenter: no, subjectToEar: no, model: other, transferRate: 10, dramBandwidth: 10, usSaleSince: 2020-01-01, developerHeadquarters: US}
        kind: export
        origin: {{origin}}
        destination: ID
        endUse: consumer
        parties:
          - {role: exporter, name: Made-up Seller, country: {{origin}}, headquarters: {{origin}}, ultimateParent: self, listings: [], military: no, militaryIntelligence: no}
          - {role: end-user, name: Made-up Buyer, country: ID, headquarters: ID, ultimateParent: self, listings: [], military: no, militaryIntelligence: no}
        screening: {on: 2026-02-09, by: made-up desk, result: none-listed, owners: none-listed}
        papers: [{{papers}}]
        {{more}}
        """;

    private static Determination Ask(string yaml, DateOnly? on = null)
    {
        var read = TestData.Read(yaml);
        Assert.Empty(read.Problems);
        return new Determiner(RealLaw.Rules).Decide(TestData.Questions.Build(read.Transaction!, on ?? read.Transaction!.Date!.Value, DateOnly.MaxValue, LawView.AsEnforced, null));
    }

    [Fact]
    public void Without_a_paper_it_stops_and_with_one_it_is_on_paper_and_never_clear()
    {
        var without = Ask(Shipment(""));
        Assert.Equal((Verdict.Undetermined, false, null), (without.Outcome, without.MayGo, without.Grade));
        Assert.Equal(Verdict.NotEncoded, without.Authorities.Single(a => a.Corpus.Authority == "elsewhere").Outcome);

        var with = Ask(Shipment(Good));
        Assert.Equal((Verdict.OnPaper, true, "claimed"), (with.Outcome, with.MayGo, with.Grade));
        Assert.Equal(Verdict.OnPaper, with.Authorities.Single(a => a.Corpus.Authority == "elsewhere").Outcome);
        Assert.NotEqual(without.Receipt.FactsHash, with.Receipt.FactsHash);
    }

    [Theory]
    [InlineData("2026-01-31", false)]
    [InlineData("2026-02-01", true)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-03-01", false)]
    public void It_holds_from_its_day_to_its_last(string on, bool holds) =>
        Assert.Equal(holds ? Verdict.OnPaper : Verdict.Undetermined, Ask(Shipment(Good), DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture)).Outcome);

    [Theory]
    [InlineData("place: VN", "place: TH")]
    [InlineData("elsewhere, place: VN", "tw.ita")]
    public void A_paper_for_another_place_or_authority_is_set_aside(string good, string other)
    {
        var answer = Ask(Shipment(Good.Replace(good, other, StringComparison.Ordinal)));
        Assert.Equal(Verdict.Undetermined, answer.Outcome);
        Assert.False(Assert.Single(answer.Papers).Counts);
    }

    [Fact]
    public void Each_place_needs_its_paper()
    {
        Assert.Equal(Verdict.Undetermined, Ask(Shipment(Good, "via: [TH]")).Outcome);
        Assert.Equal(Verdict.OnPaper, Ask(Shipment(Good + ", " + Good.Replace("VN", "TH", StringComparison.Ordinal), "via: [TH]")).Outcome);
        Assert.Equal(Verdict.Undetermined, Ask(Shipment(Good, "facts: {transit: [VN, '?']}")).Outcome);
    }

    [Theory]
    [InlineData("Made-up Two", "Made-up One")]
    [InlineData("Made-up Two", " made-up  ONE ")]
    [InlineData("Made-up Two", "Ｍade-up One")]
    [InlineData(", Made-up Two", "")]
    [InlineData("Made-up Two", "''")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "0123")]
    [InlineData("place: VN, ", "")]
    [InlineData("validUntil: 2026-02-28, ", "")]
    [InlineData("2026-02-28", "2026-01-28")]
    [InlineData("kind: permit", "kind: rumor")]
    [InlineData("reference: P-1, ", "")]
    public void What_could_stand_in_for_nothing_is_refused(string good, string wrong) =>
        Assert.NotEmpty(TestData.Read(Shipment(Good.Replace(good, wrong, StringComparison.Ordinal))).Problems);

    [Theory]
    [InlineData("not encoded \"t\"", "not subject", Verdict.OnPaper)]
    [InlineData("not encoded \"t\"", "no license required", Verdict.OnPaper)]
    [InlineData("not encoded \"t\"", "license required", Verdict.Undetermined)]
    [InlineData("not encoded \"t\"", "undetermined", Verdict.Undetermined)]
    [InlineData("prohibited", "not subject", Verdict.Prohibited)]
    [InlineData("license required", "not subject", Verdict.LicenseRequired)]
    [InlineData("undetermined", "not subject", Verdict.Undetermined)]
    public void It_overrides_nothing_that_the_authority_says_otherwise(string first, string second, Verdict expected)
    {
        var text = "enum country \"c\" { AA BB }\nfact origin one-of country \"o\"\n\n"
            + $"corpus c \"c\"\n  authority aa.office \"a\"\n  places {{AA}}\n\nmatter m \"m\"\n  otherwise {first}\n\nmatter n \"n\"\n  otherwise {second}\n";
        var rules = RuleSet.Load([new SourceText("c.law", text)]).RuleSet!;
        var frame = new FactFrame(rules.Schema);
        frame.SetValue(rules.Schema["origin"], 0);
        var (day, paper) = (new DateOnly(2026, 2, 10), new PaperInHand("aa.office", null, "answer", "1", Hash, new(2026, 2, 1), new(2026, 2, 28), ["A", "B"]));
        var question = new Question(null, frame, day, DateOnly.MaxValue, LawView.AsEnforced, null, [], [], []) { Papers = [paper] };

        Assert.Equal(expected, new Determiner(rules).Decide(question).Outcome);
        Assert.NotEqual(Verdict.OnPaper, new Determiner(rules).Decide(question with { Papers = [paper with { FiledBy = ["A", " a"] }] }).Outcome);
        Assert.NotEqual(Verdict.OnPaper, new Determiner(rules.Lacking(["a file is missing"])).Decide(question).Outcome);
    }
}
