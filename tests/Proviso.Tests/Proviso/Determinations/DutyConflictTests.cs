// Method: two made-up authorities and one act; every pair of values of the two duties, with and without a third way, asked of the determiner,
// walked and compiled.
using System.Text;
using System.Text.Json;
using Proviso.Cli;
using Proviso.Determinations;
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Text;

namespace Proviso.Tests.Proviso.Determinations;

public class DutyConflictTests
{
    private const string Vocabulary =
        """
        unit P "points"
        enum country "country" { AA BB }
        fact here yes-no "required"
        fact there yes-no "forbidden"
        fact held yes-no "a license is required"
        fact closed yes-no "prohibited"
        fact went number P from 0 to 100 "went"
        evidence approval "approval of the authority of BB"
        certification exempt "an exemption was granted"
        act tell "the exporter tells who uses it"
        act keep "the exporter keeps the measure"

        """;

    private const string Clauses = "  cite \"CITE\"\n  source \"s\"\n  in force from 2020-01-01 by \"d\" published 2020-01-01\n  verified code\n";

    private static RuleSet Load(string unless = "", string second = "forbids tell")
    {
        var first = "corpus aa \"aa\"\n  authority aa.x \"a\"\nmatter m \"m\"\n  otherwise no license required\n"
            + $"provision a.1 \"duty\"\n{Clauses.Replace("CITE", "AA art. 1", StringComparison.Ordinal)}  when here\n  requires tell\n"
            + $"provision a.2 \"license\"\n{Clauses}  on m\n  then license required\n  when held and not closed\n"
            + $"provision a.3 \"ban\"\n{Clauses}  on m\n  then prohibited\n  when closed\n";
        var other = "corpus bb \"bb\"\n  authority bb.x \"b\"\nmatter m \"m\"\n  otherwise not subject\n"
            + $"provision b.1 \"duty\"\n{Clauses.Replace("CITE", "BB art. 9", StringComparison.Ordinal)}  when there\n  {second}{unless}\n";
        var loaded = RuleSet.Load([new SourceText("v.law", Vocabulary), new SourceText("a/a.law", first), new SourceText("b/b.law", other)]);
        Assert.True(loaded.RuleSet is not null, string.Join('\n', loaded.Diagnostics));
        return loaded.RuleSet;
    }

    private static Question Ask(RuleSet rules, string here, string there, string held = "no", string closed = "no", EvidenceInHand[]? evidence = null, string[]? certified = null)
    {
        var frame = new FactFrame(rules.Schema);
        foreach (var (name, text) in new[] { ("here", here), ("there", there), ("held", held), ("closed", closed) })
        {
            Assert.Null(FactText.Read(rules.Schema[name], text, frame.Slots));
        }

        return new Question("made-up", frame, new DateOnly(2025, 1, 1), DateOnly.MaxValue, LawView.AsEnforced, null, evidence ?? [], certified ?? [], []);
    }

    [Theory]
    [InlineData("yes", "yes", Verdict.Conflict, 35)]
    [InlineData("yes", "no", Verdict.NoLicenseRequired, 0)]
    [InlineData("no", "yes", Verdict.NoLicenseRequired, 0)]
    [InlineData("no", "no", Verdict.NoLicenseRequired, 0)]
    [InlineData("yes", "?", Verdict.Undetermined, 40)]
    [InlineData("?", "yes", Verdict.Undetermined, 40)]
    [InlineData("?", "?", Verdict.Undetermined, 40)]
    [InlineData("?", "no", Verdict.NoLicenseRequired, 0)]
    [InlineData("n/a", "yes", Verdict.NoLicenseRequired, 0)]
    public void A_duty_that_another_law_forbids_blocks_and_one_that_may_be_leaves_open(string here, string there, Verdict expected, int exit)
    {
        var rules = Load();
        foreach (var compiled in new[] { false, true })
        {
            var answer = new Determiner(rules, compiled).Decide(Ask(rules, here, there));
            Assert.Equal(expected, answer.Outcome);
            Assert.Equal(expected is Verdict.NoLicenseRequired, answer.MayGo);
            Assert.Equal(exit, ExitCodes.Of(answer));
        }
    }

    [Theory]
    [InlineData("yes", "no", Verdict.Conflict)]
    [InlineData("no", "yes", Verdict.Conflict)]
    [InlineData("yes", "?", Verdict.Conflict)]
    public void A_conflict_is_told_whatever_the_license_laws_say(string held, string closed, Verdict expected)
    {
        var rules = Load();
        Assert.Equal(expected, new Determiner(rules).Decide(Ask(rules, "yes", "yes", held, closed)).Outcome);
    }

    [Fact]
    public void Both_citations_stand_in_the_answer_and_in_its_machine_form()
    {
        var rules = Load();
        var answer = new Determiner(rules).Decide(Ask(rules, "yes", "yes"));
        var conflict = Assert.Single(answer.Conflicts);
        Assert.Contains("AA art. 1", conflict.Text, StringComparison.Ordinal);
        Assert.Contains("BB art. 9", conflict.Text, StringComparison.Ordinal);
        Assert.Null(answer.NearestChange is { } change && change.Outcome == "conflict" ? change : null);

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            DeterminationJson.Write(writer, answer);
        }

        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal("conflict", json.RootElement.GetProperty("outcome").GetString());
        var told = Assert.Single(json.RootElement.GetProperty("conflicts").EnumerateArray());
        Assert.Equal("certain", told.GetProperty("state").GetString());
        Assert.Equal("AA art. 1", told.GetProperty("requiredBy").GetProperty("cites")[0].GetString());
        Assert.Equal("BB art. 9", told.GetProperty("forbiddenBy").GetProperty("cites")[0].GetString());
        Assert.Equal(["conflict"], json.RootElement.GetProperty("possible").EnumerateArray().Select(p => p.GetString()));
    }

    [Theory]
    [InlineData("yes", "yes")]
    [InlineData("yes", "?")]
    [InlineData("?", "yes")]
    public void A_third_way_that_is_not_in_hand_is_a_hold_that_names_it(string here, string there)
    {
        var rules = Load(" unless evidence approval");
        var answer = new Determiner(rules).Decide(Ask(rules, here, there));
        Assert.Equal(Verdict.NoLicenseRequired, answer.Outcome);
        Assert.False(answer.MayGo);
        Assert.Contains("approval of the authority of BB", Assert.Single(answer.Holds), StringComparison.Ordinal);
        Assert.Equal(10, ExitCodes.Of(answer));
    }

    [Fact]
    public void A_third_way_in_hand_lets_both_be_kept()
    {
        var rules = Load(" unless evidence approval");
        var answer = new Determiner(rules).Decide(Ask(rules, "yes", "yes", evidence: [new("approval", null, null, null, "made-up 7")]));
        Assert.True(answer.MayGo);
        Assert.Equal(ConflictState.WayInHand, Assert.Single(answer.Conflicts).State);

        var certified = Load(" unless certified exempt");
        Assert.False(new Determiner(certified).Decide(Ask(certified, "yes", "yes")).MayGo);
        Assert.True(new Determiner(certified).Decide(Ask(certified, "yes", "yes", certified: ["exempt"])).MayGo);
    }

    [Fact]
    public void Duties_on_two_acts_do_not_meet()
    {
        var rules = Load(second: "forbids keep");
        var answer = new Determiner(rules).Decide(Ask(rules, "yes", "yes"));
        Assert.Empty(answer.Conflicts);
        Assert.True(answer.MayGo);
    }

    [Fact]
    public void An_open_conflict_names_the_facts_it_hangs_on()
    {
        var rules = Load();
        var answer = new Determiner(rules).Decide(Ask(rules, "yes", "?"));
        Assert.Equal("there", Assert.Single(answer.Missing).Fact.Name);
        Assert.Contains(answer.Missing[0].WouldSettle, s => s.Outcome == "conflict");
        Assert.Equal(["no license required", "conflict"], answer.PossibleWords);
    }

    [Fact]
    public void The_nearest_change_never_leads_into_a_conflict_unsaid()
    {
        // Walked and compiled: a license is required now, and the change to what forbids is told as what it is.
        var rules = Load();
        foreach (var compiled in new[] { false, true })
        {
            var answer = new Determiner(rules, compiled).Decide(Ask(rules, "yes", "no", held: "yes"));
            Assert.Equal(Verdict.LicenseRequired, answer.Outcome);
            var all = answer.OtherChanges.Prepend(answer.NearestChange!).ToList();
            Assert.Contains(all, c => c.Fact.Name == "there" && c.Outcome == "conflict");
            Assert.DoesNotContain(all, c => c.Fact.Name == "there" && c.Outcome != "conflict");
        }
    }

    [Fact]
    public void The_receipt_tells_a_conflict_from_none()
    {
        var rules = Load(" unless evidence approval");
        var determiner = new Determiner(rules);
        Assert.NotEqual(determiner.Decide(Ask(rules, "yes", "yes")).Receipt.OutcomeHash, determiner.Decide(Ask(rules, "yes", "no")).Receipt.OutcomeHash);
    }

    [Fact]
    public void Every_verdict_has_a_word_an_exit_code_and_a_place_in_the_order()
    {
        // The walk over all verdicts: none may fall to a default that lets something go.
        var words = Enum.GetValues<Verdict>().Select(v => v.Word()).ToList();
        Assert.Equal(words.Count, words.Distinct(StringComparer.Ordinal).Count());
        var rules = Load();
        var answer = new Determiner(rules).Decide(Ask(rules, "no", "no"));
        foreach (var verdict in Enum.GetValues<Verdict>())
        {
            var forged = new Determination
            {
                Question = answer.Question,
                Outcome = verdict,
                Review = null,
                Possible = answer.Possible,
                Holds = [],
                Classifications = [],
                Authorities = [],
                NotAsked = [],
                Missing = [],
                NearestChange = null,
                OtherChanges = [],
                Coverage = [],
                Incomplete = [],
                Papers = [],
                Receipt = answer.Receipt,
            };
            var lets = verdict is Verdict.NotSubject or Verdict.NoLicenseRequired or Verdict.LicenseException;

            // On paper it may go, and never reads as clear.
            Assert.Equal(lets || verdict == Verdict.OnPaper, forged.MayGo);
            Assert.Equal(lets, ExitCodes.Of(forged) == ExitCodes.Clear);
        }

        Assert.Equal(ExitCodes.Conflict, ExitCodes.Worse(ExitCodes.Prohibited, ExitCodes.Conflict));
        Assert.Equal(ExitCodes.Conflict, ExitCodes.Worse(ExitCodes.Conflict, ExitCodes.Clear));
    }
}
