// Method: conditions on one row of a record, by hand in three values, by every reading of the law, and by what the analysis finds reachable.
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Explaining;
using Proviso.Rules.Formatting;
using Proviso.Rules.Syntax;
using Proviso.Rules.Text;
using static Proviso.Tests.Rules.Evaluation.TinyLaw;

namespace Proviso.Tests.Rules.Evaluation;

public class RecordTests
{
    [Fact]
    public void Two_rows_with_one_property_each_are_not_one_row_with_both()
    {
        var slice = Slice(Matter() + Provision("sets", "prohibited", "any colors in {red} and any places in {P1}") + Provision("row", "prohibited", "some party (hue is red and seat in {P1})"));
        var apart = slice.Decide("colors = {red blue}, places = {P1 P2}, party = [hue red, seat P2; hue blue, seat P1]");
        Assert.Equal((Truth.Yes, Truth.No), (Applies(apart, "sets"), Applies(apart, "row")));
        var together = slice.Decide("colors = {red blue}, places = {P1 P2}, party = [hue blue, seat P2; hue red, seat P1]");
        Assert.Equal((Truth.Yes, Truth.Yes), (Applies(together, "sets"), Applies(together, "row")));
    }

    [Theory]
    [InlineData("some party (hue is red)", "[hue red]", Truth.Yes)]
    [InlineData("some party (hue is red)", "[hue blue; hue red]", Truth.Yes)]
    [InlineData("some party (hue is red)", "[hue blue]", Truth.No)]
    [InlineData("some party (hue is red)", "[]", Truth.No)]
    [InlineData("some party (hue is red)", "[?]", Truth.Unknown)]
    [InlineData("some party (hue is red)", "?", Truth.Unknown)]
    [InlineData("some party (hue is red)", "n/a", Truth.No)]
    [InlineData("some party (hue is red)", "[hue blue; ?]", Truth.Unknown)]
    [InlineData("some party (hue is red)", "[hue red; ?]", Truth.Yes)]
    [InlineData("some party (hue is red)", "[hue ?]", Truth.Unknown)]
    [InlineData("some party (hue is red)", "[hue n/a]", Truth.No)]
    [InlineData("some party (hue is red)", "[hue ?; hue red]", Truth.Yes)]
    [InlineData("some party (hue is red and armed)", "[hue red, armed no; hue blue, armed yes]", Truth.No)]
    [InlineData("some party (hue is red and armed)", "[hue red; hue blue, armed yes]", Truth.Unknown)]
    [InlineData("every party (hue is red)", "[hue red; hue red]", Truth.Yes)]
    [InlineData("every party (hue is red)", "[hue red; hue blue]", Truth.No)]
    [InlineData("every party (hue is red)", "[hue blue; ?]", Truth.No)]
    [InlineData("every party (hue is red)", "[hue red; ?]", Truth.Unknown)]
    [InlineData("every party (hue is red)", "[hue red; hue ?]", Truth.Unknown)]
    [InlineData("every party (hue is red)", "[]", Truth.Yes)]
    [InlineData("every party (hue is red)", "n/a", Truth.Yes)]
    [InlineData("not some party (armed)", "[armed no]", Truth.Yes)]
    [InlineData("some party (not armed)", "[armed ?]", Truth.Unknown)]
    [InlineData("some party (not armed)", "[armed n/a]", Truth.Yes)]
    [InlineData("some party (armed is no)", "[armed n/a]", Truth.No)]
    [InlineData("some party (any hues in {red})", "[hues {blue ?}]", Truth.Unknown)]
    [InlineData("some party (every hues in {red})", "[hues {}]", Truth.Yes)]
    [InlineData("some party (size >= 25 U)", "[size 25]", Truth.Yes)]
    [InlineData("some party (size >= 25 U)", "[size 24.999999]", Truth.No)]
    [InlineData("some party (known hue)", "[hue ?]", Truth.No)]
    [InlineData("some party (known hue)", "[hue ?; ?]", Truth.Unknown)]
    [InlineData("every party (known hue)", "[hue red; ?]", Truth.Unknown)]
    [InlineData("some party (no)", "[?]", Truth.No)]
    [InlineData("some party (yes)", "[]", Truth.No)]
    [InlineData("some party (yes)", "[?]", Truth.Unknown)]
    [InlineData("some party (yes)", "[hue ?]", Truth.Yes)]
    public void A_condition_on_rows_has_three_values(string when, string party, Truth expected) =>
        Assert.Equal(expected, Applies(Slice(Matter() + Provision("p", "prohibited", when)).Decide($"party = {party}"), "p"));

    [Theory]
    [InlineData("some party (hue is red and flag)", "flag = yes, party = [hue red]", Truth.Yes)]
    [InlineData("some party (hue is red and flag)", "flag = no, party = [hue red]", Truth.No)]
    [InlineData("some party (hue is red and flag)", "flag = no, party = [?]", Truth.No)]
    [InlineData("some party (hue is red and flag)", "party = [hue red]", Truth.Unknown)]
    [InlineData("some party (hue is red and flag)", "party = [hue blue]", Truth.No)]
    [InlineData("some party (hue is red or flag)", "flag = yes, party = []", Truth.No)]
    [InlineData("some party (hue is red or flag)", "flag = yes, party = [hue blue]", Truth.Yes)]
    [InlineData("some party (hue is red or flag)", "flag = yes, party = [?]", Truth.Unknown)]
    [InlineData("every party (hue is red or flag)", "flag = yes, party = [hue blue; hue green]", Truth.Yes)]
    [InlineData("every party (hue is red or flag)", "flag = no, party = [hue blue; hue red]", Truth.No)]
    [InlineData("every party (hue is red and flag)", "flag = no, party = []", Truth.Yes)]
    [InlineData("some party (not (hue is red and flag) and armed)", "flag = yes, party = [hue red, armed yes; hue blue, armed no]", Truth.No)]
    [InlineData("some party (not (hue is red and flag) and armed)", "flag = no, party = [hue red, armed yes; hue blue, armed no]", Truth.Yes)]
    [InlineData("some party (hue is red and named)", "flag = yes, party = [hue red]", Truth.Yes)]
    [InlineData("some party (hue is red and named)", "flag = no, party = [hue red]", Truth.No)]
    public void A_condition_on_rows_may_speak_of_other_facts(string when, string facts, Truth expected) =>
        Assert.Equal(expected, Applies(Slice(Matter() + "define named \"named\"\n  when flag\n" + Provision("p", "prohibited", when)).Decide(facts), "p"));

    [Theory]
    [InlineData("some party (hue is red)", "some party (hue is blue)", true)]
    [InlineData("some party (hue is red)", "every party (hue is blue)", false)]
    [InlineData("some party (hue is red and armed)", "every party (not armed)", false)]
    [InlineData("some party (hue is red and armed)", "some party (hue is red and not armed)", true)]
    [InlineData("some party (hue is red and hue is blue)", "flag", false)]
    [InlineData("some party (size >= 5)", "every party (size < 5)", false)]
    [InlineData("some party (size > 5)", "some party (size < 5)", true)]
    [InlineData("some party (hue is red) and some party (hue is blue) and some party (hue is green)", "some party (armed)", true)]
    [InlineData("some party (hue is red) and some party (hue is blue) and some party (hue is green)", "some party (hue is black)", false)]
    [InlineData("some party (hue is red and flag)", "not flag", false)]
    [InlineData("some party (known hue)", "some party (not known hue)", true)]
    public void What_rows_can_do_together_is_found_exactly(string first, string second, bool possible)
    {
        // A record of this vocabulary holds three rows: four colors are more than it can have.
        var law = Load(Matter() + Provision("p", "prohibited", first) + Provision("q", "license required", second));
        var found = LawAnalysis.Check(law, law.At(Day));
        Assert.Equal(possible ? ["PRV0212"] : [], found.Select(d => d.Code));
        if (possible)
        {
            var witness = found[0].Message[(found[0].Message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
            Assert.True(law.At(Day).Decide(witness).Packed.Clash, found[0].Message);
        }
    }

    [Fact]
    public void Too_many_questions_about_a_row_are_said_to_be_open_not_settled()
    {
        var many = string.Join(" or ", Enumerable.Range(0, 40).Select(i => $"some party (size = {i})"));
        var law = Load(TinyLaw.Matter() + Provision("p", "prohibited", many) + Provision("q", "license required", "every party (size = 99) and not every party (size = 99)"));
        Assert.Equal(["PRV0229"], LawAnalysis.Check(law, law.At(Day)).Select(d => d.Code));
    }

    [Fact]
    public void A_change_of_a_condition_on_rows_has_its_class_with_rows_that_show_it()
    {
        const string Ends = RandomLaw.Clauses + "  until 2021-01-01 by \"y\" published 2000-01-01\n";
        var rules = Load(Matter() + Provision("p", "prohibited", "some party (hue is red and armed)", clauses: Ends)
            + Provision("p", "prohibited", "some party (hue is red)", clauses: RandomLaw.Clauses.Replace("from 2000", "from 2021", StringComparison.Ordinal)));
        var difference = LawDiff.Compare(rules.At(new DateOnly(2020, 6, 1)), rules.At(Day));
        Assert.True(difference.Complete);
        var found = Assert.Single(difference.Classes);
        Assert.Equal(("not subject", "prohibited"), (found.Before.ToString(), found.After.ToString()));
        Assert.Equal("[hue red, armed no]", found.Witness.Text(found.Witness.Schema["party"]));
        Assert.Contains("some party (hue is red)", found.Where);
    }

    [Fact]
    public void The_nearest_change_of_a_row_changes_one_field_of_one_row()
    {
        var slice = Slice(Matter() + Provision("p", "prohibited", "some party (hue is red and armed)"));
        var frame = slice.Frame("party = [hue green, armed no; hue red, armed no]");
        var found = Assert.Single(NearestChange.Find(frame, CellSpace.Of(false, slice), slots => slice.Compiled(slots)));
        Assert.Equal(("party", "hue red, armed no", "armed is yes"), (found.Fact.Name, found.From, found.To));
    }

    [Theory]
    [InlineData("some party (hue is red)", "[hue blue; hue red, armed yes]", "party = [hue red, armed yes]")]
    [InlineData("some party (hue is red)", "[hue blue; hue green]", "party = [hue blue], [hue green]")]
    [InlineData("some party (hue is red)", "[hue blue; armed no]", "party = [armed no]")]
    [InlineData("some party (hue is red)", "[hue blue; ?]", "party = there may be more")]
    [InlineData("some party (hue is red)", "[]", "party = none")]
    [InlineData("every party (hue is red)", "[hue red; hue blue]", "party = [hue blue]")]
    public void The_proof_names_the_rows_that_decide(string when, string party, string figures)
    {
        var slice = Slice(Matter() + Provision("p", "prohibited", when));
        var decision = slice.Decide($"party = {party}");
        var step = Assert.Single(Proof.Of(decision, Assert.Single(slice.Provisions)).Children);
        Assert.Equal((when, figures), (step.Text, step.Figures));
        Assert.Equal(decision.Applies(slice.Provisions[0]), step.Value);
    }

    [Fact]
    public void What_is_missing_is_the_record()
    {
        var slice = Slice(Matter() + Provision("p", "prohibited", "some party (hue is red)"));
        Assert.Equal(["party"], slice.Decide("party = [hue ?]").MissingFacts().Select(f => f.Name));
    }

    [Theory]
    [InlineData("party = hue red", "rows such as")]
    [InlineData("party = [shade red]", "not a field; one of: hue, hues")]
    [InlineData("party = [hue purple]", "hue: it takes a value of color")]
    [InlineData("party = [hue]", "has no value")]
    [InlineData("party = [hue red, hue blue]", "stands twice")]
    [InlineData("party = [size 1001]", "size: it lies between 0 and 1000")]
    [InlineData("party = [armed no; armed no; armed no; armed no]", "at most 3 rows")]
    public void Rows_that_say_nothing_readable_are_refused(string given, string problem)
    {
        var (name, text) = (given.Split(" = ")[0], given.Split(" = ")[1]);
        Assert.Contains(problem, FactText.Problem(Slice(Matter()).Schema[name], text), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_read_back_as_they_are_written()
    {
        var slice = Slice(Matter());
        const string Text = "[hue red, hues {red blue}, seat P69, seats {P1 ?}, size 5.5, armed no, since 2024-02-29; hue n/a; hue ?; ?]";
        Assert.Equal(Text, slice.Frame($"party = {Text}").Text(slice.Schema["party"]));
    }

    [Fact]
    public void A_full_record_takes_no_further_row()
    {
        var frame = Slice(Matter()).Frame("party = [armed no; armed no; armed no]");
        Assert.Throws<InvalidOperationException>(() => frame.AddRow(frame.Schema["party"]));
    }

    [Fact]
    public void Tests_beside_the_law_give_rows_in_cells_and_in_given()
    {
        const string Test =
            """
            test "rows" on 2024-03-01
              given party [hue red, seat P1; hue blue, seats {P1 P2}]
              | flag | p   |
              | yes  | yes |
              | no   | no  |

            test "rows in cells" on 2024-03-01
              given flag yes
              | party                          | p       |
              | [hue red, armed yes; hue blue] | yes     |
              | [hue blue; ?]                  | unknown |
              | [hue blue]                     | no      |
              | []                             | no      |

            """;
        var rules = Load(Matter() + Provision("p", "prohibited", "some party (hue is red and flag)") + Test);
        var results = LawTestRunner.Run(rules).ToList();
        Assert.Equal([2, 4], results.Select(r => r.Checked));
        Assert.All(results, r => Assert.Empty(r.Failures));
    }

    [Fact]
    public void A_record_and_the_conditions_on_it_have_one_layout()
    {
        const string Law =
            """
            record party up-to 3 "a party" {
              hue one-of color "its color"
              size number U from 0 to 1_000 "its size"
            }

            define d "defined"
              when some party (hue is red and size >= 5 U) or
                every party (any of
                  (1) hue is blue
                  (2) size > 7 U
                )

            """;
        var tree = LawParser.Parse(new SourceText("a.law", Law)).Tree;
        var formatted = LawFormatter.Format(tree);
        Assert.Equal(formatted, LawFormatter.Format(LawParser.Parse(new SourceText("a.law", formatted)).Tree));
        Assert.Contains("record party up-to 3 \"a party\" {\n  hue one-of color \"its color\"\n  size number U from 0 to 1_000 \"its size\"\n}\n", formatted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("some party hue is red", "PRV0112")]
    [InlineData("some party(armed)", "PRV0112")]
    [InlineData("some folk (armed)", "PRV0201")]
    [InlineData("some colors (armed)", "PRV0201")]
    [InlineData("some party (shade is red)", "PRV0201")]
    [InlineData("armed", "PRV0201")]
    [InlineData("party", "PRV0204")]
    [InlineData("party is red", "PRV0204")]
    [InlineData("known party", "PRV0204")]
    [InlineData("some party (some party (armed))", "PRV0241")]
    [InlineData("some party (size * b > 5)", "PRV0241")]
    public void What_cannot_be_asked_of_rows_is_an_error(string when, string code)
    {
        var loaded = RuleSet.Load([new SourceText("law.law", Vocabulary + Matter() + Provision("p", "prohibited", when))]);
        Assert.Equal([code], loaded.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Code));
    }

    private static Truth Applies(CorpusDecision decision, string provision) =>
        decision.Applies(decision.Slice.Provisions.Single(p => p.Version.Name == provision));
}
