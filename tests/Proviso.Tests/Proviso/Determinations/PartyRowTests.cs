// Method: made-up law over the real vocabulary, once by facts about all parties and once by one party; transactions in which two parties share what one must have.
using Proviso.Determinations;
using Proviso.Rules;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Text;
using Proviso.Tests.Rules.Evaluation;

namespace Proviso.Tests.Proviso.Determinations;

public class PartyRowTests
{
    private const string Clauses = "  cite \"made up\"\n  source \"https://example.org/\"\n  verified code\n  in force from 2020-01-01 by \"made up\" published 2020-01-01\n  coverage modelled\n";
    private const string Screened = "listings: [], ownership: {listedShare: 0}, military: no, militaryIntelligence: no, ultimateParent: self";

    private static readonly RuleSet Rules = RuleSet.Load(
    [
        .. RealLaw.Files.Where(f => f.Path.EndsWith("vocabulary.law", StringComparison.Ordinal)),
        new SourceText("sets.law", Corpus("made-up.sets", "any party.headquarters in {CN} and any party.listing in {entity-list}")),
        new SourceText("row.law", Corpus("made-up.row", "some party (role in {purchaser end-user} and headquarters in {CN} and any listing in {entity-list})")),
        new SourceText("end.law", Corpus("made-up.end", "some party (role is end-user and military)")),
        new SourceText("share.law", Corpus("made-up.share", "some party (headquarters in {CN} and listed_share >= 50 percent)")),
    ]).RuleSet!;

    [Theory]
    [InlineData("end-user, headquarters: CN", "forwarder, headquarters: DE, listings: [entity-list]", Verdict.Prohibited, Verdict.NoLicenseRequired)]
    [InlineData("end-user, headquarters: DE, listings: [entity-list]", "purchaser, headquarters: CN", Verdict.Prohibited, Verdict.NoLicenseRequired)]
    [InlineData("end-user, headquarters: DE", "purchaser, headquarters: CN, listings: [entity-list]", Verdict.Prohibited, Verdict.Prohibited)]
    [InlineData("end-user, headquarters: DE", "intermediate-consignee, headquarters: CN, listings: [entity-list]", Verdict.Prohibited, Verdict.NoLicenseRequired)]
    [InlineData("end-user, headquarters: DE", "exporter, headquarters: CN, listings: [entity-list]", Verdict.NoLicenseRequired, Verdict.NoLicenseRequired)]
    [InlineData("end-user, headquarters: DE", "purchaser, listings: [entity-list]", Verdict.Undetermined, Verdict.Undetermined)]
    public void Two_parties_with_one_property_each_are_not_one_party_with_both(string first, string second, Verdict bySets, Verdict byRow)
    {
        var answer = Decide(Party("A", first), Party("B", second));

        Assert.Equal((bySets, byRow), (Of(answer, "made-up.sets").Outcome, Of(answer, "made-up.row").Outcome));
    }

    [Fact]
    public void The_same_holds_of_a_share_owned_and_of_a_military_end()
    {
        var apart = Decide(Party("A", "end-user, headquarters: CN"), Party("B", "purchaser, headquarters: DE, military: yes, ownership: {listedShare: 60, lists: [entity-list]}"));
        Assert.Equal((Verdict.NoLicenseRequired, Verdict.NoLicenseRequired), (Of(apart, "made-up.end").Outcome, Of(apart, "made-up.share").Outcome));

        var together = Decide(Party("A", "end-user, headquarters: CN, military: yes, ownership: {listedShare: 50, lists: [entity-list]}"));
        Assert.Equal((Verdict.Prohibited, Verdict.Prohibited), (Of(together, "made-up.end").Outcome, Of(together, "made-up.share").Outcome));
    }

    [Fact]
    public void What_is_missing_names_the_party_and_the_field()
    {
        var missing = Assert.Single(Decide(Party("A", "end-user, listings: [entity-list]"), Party("B", "purchaser, headquarters: DE")).Missing, m => m.Fact.Name == "party");
        Assert.StartsWith("party 1 (role end-user", Assert.Single(missing.Rows), StringComparison.Ordinal);
        Assert.EndsWith(": headquarters", missing.Rows[0], StringComparison.Ordinal);
        Assert.Contains(missing.Rows[0], missing.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Parties_beyond_the_rows_leave_the_answer_open_and_are_said_to()
    {
        var many = Enumerable.Range(0, 12).Select(i => Party($"P{i}", "end-user, headquarters: DE")).ToArray();
        Assert.Equal(Verdict.NoLicenseRequired, Decide(many).Outcome);

        var more = Decide([.. many, Party("P12", "end-user, headquarters: CN, listings: [entity-list]")]);
        Assert.Equal(Verdict.Undetermined, Of(more, "made-up.row").Outcome);
        Assert.Contains(more.Authorities.SelectMany(a => a.Missing), f => f.Name == "party");
    }

    [Fact]
    public void An_assumption_about_one_party_holds_what_hangs_on_it()
    {
        const string Unstated = "{role: end-user, name: A, headquarters: DE, ultimateParent: self, listings: [], ownership: {listedShare: 0}, militaryIntelligence: no";
        var unstated = Decide(Unstated + "}");
        Assert.Equal(Verdict.NoLicenseRequired, unstated.Outcome);
        Assert.Contains(unstated.Holds, h => h.Contains("military", StringComparison.Ordinal));
        Assert.Empty(Decide(Unstated + ", military: no}").Holds);
    }

    [Fact]
    public void The_rows_are_stated_as_parties_and_nowhere_else()
    {
        var problem = Assert.Single(TestData.Read("product: h200\nfacts: {party: \"[role end-user]\"}").Problems);

        Assert.Equal(("PRV0505", "facts.party"), (problem.Code, problem.Path));
    }

    [Fact]
    public void A_compiled_determiner_says_the_same()
    {
        string[] parties = [Party("A", "end-user, headquarters: CN"), Party("B", "purchaser, headquarters: DE, listings: [entity-list]"), Party("C", "purchaser")];
        foreach (var some in new[] { parties[..1], parties[..2], parties, parties[1..] })
        {
            Assert.Equal(Decide(some).Outcome, Decide(compiled: true, some).Outcome);
        }
    }

    private static string Corpus(string name, string when) =>
        $"corpus {name} \"{name}\"\n  authority {name} \"made-up office\"\nmatter {name}.m \"license\"\n  otherwise no license required\nprovision {name}.p \"title\"\n{Clauses}  on {name}.m\n  then prohibited\n  when {when}\n";

    /// <summary>A party of a role, about which everything is stated that the second part does not state otherwise.</summary>
    private static string Party(string name, string stated)
    {
        var rest = Screened.Replace("ownership: {listedShare: 0}", "ownership: {}", StringComparison.Ordinal).Split(", ")
            .Where(s => !stated.Contains(s.Split(':')[0] + ":", StringComparison.Ordinal)).Select(s => s == "ownership: {}" ? "ownership: {listedShare: 0}" : s);
        return $"{{name: {name}, role: {string.Join(", ", rest.Prepend(stated))}}}";
    }

    private static Determination Decide(params string[] parties) => Decide(compiled: false, parties);

    private static Determination Decide(bool compiled, string[] parties)
    {
        var intaken = TestData.Read($"product: h200\ndestination: DE\norigin: US\nkind: export\nparties: [{string.Join(", ", parties)}]");
        Assert.Empty(intaken.Problems);
        var questions = new global::Proviso.Determinations.Intake.QuestionBuilder(Rules.Schema);
        return new Determiner(Rules, compiled).Decide(questions.Build(intaken.Transaction!, new DateOnly(2026, 2, 10), DateOnly.MaxValue, LawView.AsEnforced, null));
    }

    private static AuthorityAnswer Of(Determination answer, string corpus) => answer.Authorities.Single(a => a.Corpus.Name == corpus);
}
