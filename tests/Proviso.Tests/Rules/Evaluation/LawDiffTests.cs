// Method: two days of one law; small changes with a known answer, and random law where every class is decided and every changed decision needs a class.
using CsCheck;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;
using static Proviso.Tests.Rules.Evaluation.TinyLaw;

namespace Proviso.Tests.Rules.Evaluation;

public class LawDiffTests
{
    private const string Ends = RandomLaw.Clauses + "  until 2021-06-01 by \"y\" published 2021-05-01\n";
    private static readonly string Begins = RandomLaw.Clauses.Replace("2000-01-01", "2021-06-01", StringComparison.Ordinal);
    private static readonly DateOnly Before = new(2019, 1, 1);

    [Theory]
    [InlineData("a >= 1600", "a >= 4800", "1600 <= a < 4800", "prohibited", "not subject")]
    [InlineData("a >= 4800", "a >= 1600", "1600 <= a < 4800", "not subject", "prohibited")]
    [InlineData("a > 1600", "a >= 1600", "a = 1600", "not subject", "prohibited")]
    [InlineData("day < 2022-10-07", "day < 2022-10-08", "day = 2022-10-07", "not subject", "prohibited")]
    [InlineData("a >= 1600 and flag", "a >= 4800 and flag", "flag & 1600 <= a < 4800", "prohibited", "not subject")]
    public void A_moved_threshold_changes_exactly_the_stretch_between(string one, string other, string where, string before, string after)
    {
        var difference = Compare(Provision("p", "prohibited", one, clauses: Ends) + Provision("p", "prohibited", other, clauses: Begins));
        Assert.True(difference.Complete);
        var found = Assert.Single(difference.Classes);
        Assert.Equal((where, before, after), (string.Join(" & ", found.Where), found.Before.ToString(), found.After.ToString()));
    }

    [Theory]
    [InlineData("a >= 1600", "1600 <= a")]
    [InlineData("flag and a > 5", "flag and (a > 5)")]
    public void What_means_the_same_has_no_class(string one, string other)
    {
        var difference = Compare(Provision("p", "prohibited", one, clauses: Ends) + Provision("p", "prohibited", other, clauses: Begins));
        Assert.Empty(difference.Classes);
        Assert.Empty(difference.Provisions);
    }

    [Fact]
    public void A_change_that_another_provision_covers_has_no_class_but_is_listed()
    {
        var difference = Compare(
            Provision("all", "prohibited", null) + Provision("p", "prohibited", "a >= 5", clauses: Ends) + Provision("p", "prohibited", "a >= 7", clauses: Begins));
        Assert.Empty(difference.Classes);
        Assert.Equal("p", Assert.Single(difference.Provisions).Name);
    }

    [Fact]
    public void Another_name_of_a_license_exception_is_a_changed_provision()
    {
        var difference = Compare(
            Provision("p", "license exception nac", "flag", clauses: Ends) + Provision("p", "license exception lpp", "flag", clauses: Begins));
        Assert.Equal(ProvisionChange.Changed, Assert.Single(difference.Provisions).Change);
    }

    [Fact]
    public void A_conclusion_that_becomes_open_is_undetermined_and_not_prohibited()
    {
        var difference = Compare(Provision("p", "prohibited", "flag", clauses: Ends) + Provision("p", "undetermined", "flag", clauses: Begins));
        var found = Assert.Single(difference.Classes);
        Assert.Equal(("prohibited", "undetermined"), (found.Before.ToString(), found.After.ToString()));
    }

    [Fact]
    public void A_group_that_widens_who_is_asked_has_its_class()
    {
        const string Authority = "  authority x \"authority\"\n";
        var law = (Vocabulary + Matter() + Provision("p", "prohibited", null)).Replace(Authority, Authority + "  asked when color in warm\n", StringComparison.Ordinal);
        var rules = LoadWhole(law);
        var found = LawDiff.Compare(rules.At(Before), rules.At(Day)).Classes;
        Assert.Equal(
            ["nothing concluded → prohibited: black", "nothing concluded → undetermined: blue"],
            found.Select(c => $"{c.Before} → {c.After}: {c.Witness.Text(c.Witness.Schema["color"])}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_hangs_on_a_product_of_facts_is_not_claimed_to_be_complete()
    {
        var difference = Compare(Provision("p", "prohibited", "a * b >= 77", clauses: Ends) + Provision("p", "prohibited", "a * b >= 78", clauses: Begins));
        Assert.False(difference.Complete);
        Assert.Empty(difference.Classes);
    }

    [Fact]
    public void Every_class_of_random_law_shows_its_change_and_every_changed_answer_has_a_class() => LawAnalysisTests.RandomCases.Sample(
        c =>
        {
            var rules = LoadWhole(RandomLaw.Ranked(c.Law));
            var (before, after) = (rules.At(Before), rules.At(Day));
            var difference = LawDiff.Compare(before, after);
            foreach (var found in difference.Classes)
            {
                Assert.NotEqual(found.Before, found.After);
                Assert.True(
                    (Said(found.Before), Said(found.After)) == (Answer(before, found.Witness, found.Matter), Answer(after, found.Witness, found.Matter)),
                    $"{found.Matter}: {found.Before} to {found.After}, where {string.Join(" & ", found.Where)}, decides as "
                    + $"{Answer(before, found.Witness, found.Matter)} to {Answer(after, found.Witness, found.Matter)}\n{Facts(found.Witness)}\n{Text(after)}");
            }

            if (!difference.Complete)
            {
                return;
            }

            var facts = new RandomFacts(after);
            foreach (var frame in c.Facts.Select(f => facts.Frame(new Choices(f), holes: false)))
            {
                foreach (var matter in before.Matters.Select(m => m.Definition.Name))
                {
                    var (old, now) = (Answer(before, frame, matter), Answer(after, frame, matter));
                    Assert.True(
                        old == now || difference.Classes.Any(k => k.Matter == matter && Said(k.Before) == old && Said(k.After) == now),
                        $"no class for {matter}: {old} to {now}\n{Facts(frame)}\n{Text(after)}");
                }
            }
        },
        iter: 250,
        threads: 1);

    private static string Facts(FactFrame frame) => string.Join('\n', frame.Schema.Facts.Select(f => $"{f.Name} = {frame.Text(f)}"));

    private static string Text(CorpusSlice slice) => slice.Corpus.Place.Source.Content;

    private static LawDifference Compare(string provisions)
    {
        var rules = Load(Matter() + provisions);
        return LawDiff.Compare(rules.At(Before), rules.At(Day));
    }

    private static string Said(Outcome outcome) => outcome.ToString();

    private static string Answer(CorpusSlice slice, FactFrame frame, string matter)
    {
        var decision = slice.Decide(frame);
        if (decision.Asked == Truth.No)
        {
            return new Outcome(OutcomeKind.None).ToString();
        }

        var (mildest, strictest, _) = decision.Matter(matter);

        // Whether the corpus is asked at all may be open; where it would say nothing anyway, that makes no difference.
        var asked = decision.Asked == Truth.Yes || strictest.Rank == 0;
        return asked && mildest.Rank == strictest.Rank ? Outcome.AtRank(strictest.Rank).ToString() : "undetermined";
    }
}
