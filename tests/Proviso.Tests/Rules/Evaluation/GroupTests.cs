// Method: one group whose lists differ in how they are known; each kind of doubt where the answer hangs on it and where it does not.
using Proviso.Rules;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Text;
using static Proviso.Tests.Rules.Evaluation.TinyLaw;

namespace Proviso.Tests.Rules.Evaluation;

public class GroupTests
{
    private const string Lists =
        """
        group near "near" of place
          from 2020-01-01 { P1 P2 } by "first" published 2020-01-01
            verified code
          from 2024-01-01 { P1 } by "second" published 2023-12-01
            table 2024-06-01
            verified secondary "carried back"
            verified code { P1 P2 } "read"
            unknown { P3 P64 } "the notice of P3"

        """;

    private static readonly string Law = Matter() + Lists + Provision("p", "prohibited", "place in near");

    [Theory]
    [InlineData("P1", "prohibited")]
    [InlineData("P2", "not subject")]
    [InlineData("P3", "open")]
    [InlineData("P64", "open")]
    [InlineData("P4", "not subject")]
    [InlineData("n/a", "not subject")]
    public void A_value_in_doubt_leaves_open_what_hangs_on_it(string place, string outcome)
    {
        var decision = Load(Law).At(new DateOnly(2024, 3, 1)).Decide($"place = {place}");
        Assert.Equal(outcome, decision.IsSettled ? decision.Strictest.ToString() : "open");

        // The fact is known: it is the law that is not.
        Assert.Empty(decision.MissingFacts());
    }

    [Theory]
    [InlineData("every places in near", "{P1}", "prohibited")]
    [InlineData("every places in near", "{P1 P3}", "open")]
    [InlineData("every places in near", "{P3 P4}", "not subject")]
    [InlineData("every places in near", "{}", "prohibited")]
    [InlineData("any places in near", "{P3 P4}", "open")]
    [InlineData("any places in near", "{P1 P3}", "prohibited")]
    [InlineData("any places in near", "{P4}", "not subject")]
    [InlineData("place in near - {P3}", "P3", "not subject")]
    [InlineData("place in near + {P3}", "P3", "prohibited")]
    [InlineData("place in {P3 P4} - near", "P3", "open")]
    [InlineData("place in {P3 P4} - near", "P4", "prohibited")]
    [InlineData("not place in near", "P3", "open")]
    public void Doubt_goes_through_sets_and_quantifiers(string when, string value, string outcome)
    {
        var fact = value.StartsWith('{') ? "places" : "place";
        var decision = Load(Matter() + Lists + Provision("p", "prohibited", when)).At(new DateOnly(2024, 3, 1)).Decide($"{fact} = {value}");
        Assert.Equal(outcome, decision.IsSettled ? decision.Strictest.ToString() : "open");
    }

    [Theory]
    [InlineData("P1", "2024-07-01", "")]
    [InlineData("P2", "2024-03-01", "AheadOfTable P2 Code")]
    [InlineData("P2", "2024-05-31", "AheadOfTable P2 Code")]
    [InlineData("P2", "2024-06-01", "")]
    [InlineData("P2", "2023-12-31", "")]
    [InlineData("P3", "2024-03-01", "Unknown P3 Unverified")]
    [InlineData("P4", "2024-07-01", "Unverified P4 Secondary")]
    [InlineData("P4", "2023-12-31", "")]
    public void An_answer_tells_the_list_it_hangs_on_and_no_other(string place, string day, string told)
    {
        var rules = Load(Law);
        var on = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var decision = rules.At(on).Decide($"place = {place}");
        var found = GroupReliance.Of(rules, decision, on, DateOnly.MaxValue, LawView.AsEnforced, null);
        Assert.Equal(told, string.Join("; ", found.Where(g => place != "P3" || g.Kind == GroupRelianceKind.Unknown)
            .Select(g => $"{g.Kind} {string.Join(' ', g.Members)} {(g.Kind == GroupRelianceKind.AheadOfTable ? g.Version.VerificationOf(1).Level : g.Verification)}")));
    }

    [Fact]
    public void What_the_text_would_settle_is_named()
    {
        var rules = Load(Law);
        var on = new DateOnly(2024, 3, 1);
        var found = GroupReliance.Of(rules, rules.At(on).Decide("place = P3"), on, DateOnly.MaxValue, LawView.AsEnforced, null);
        Assert.Equal("the notice of P3", found.Single(g => g.Kind == GroupRelianceKind.Unknown).Remark);
    }

    [Fact]
    public void A_list_that_makes_no_difference_is_not_told()
    {
        var rules = Load(Matter() + Lists + Provision("p", "prohibited", "flag or place in near"));
        var on = new DateOnly(2024, 7, 1);
        Assert.Empty(GroupReliance.Of(rules, rules.At(on).Decide("flag = yes, place = P4"), on, DateOnly.MaxValue, LawView.AsEnforced, null));
        Assert.NotEmpty(GroupReliance.Of(rules, rules.At(on).Decide("flag = no, place = P4"), on, DateOnly.MaxValue, LawView.AsEnforced, null));
    }

    [Theory]
    [InlineData("    verified code\n", "PRV0233")]
    [InlineData("  from 2020-01-01 { P1 } by \"x\" published 2020-01-01\n    unknown { P1 } \"t\"\n", "PRV0233")]
    [InlineData("  from 2020-01-01 { P1 } by \"x\" published 2020-01-01\n    unknown { P2 }\n", "PRV0233")]
    [InlineData("  from 2020-01-01 { P1 } by \"x\" published 2020-01-01\n    table 2021-01-01\n    table 2022-01-01\n", "PRV0233")]
    [InlineData("  from 2020-01-01 { P1 } by \"x\" published 2020-01-01\n    verified well\n", "PRV0220")]
    [InlineData("  from 2020-01-01 { P1 } by \"x\" published 2020-01-01\n    verified code { P99 }\n", "PRV0205")]
    public void A_mark_that_cannot_be_is_an_error(string lines, string code)
    {
        var loaded = RuleSet.Load([new SourceText("law.law", Vocabulary + "group near \"near\" of place\n" + lines)]);
        Assert.Contains(code, loaded.Diagnostics.Select(d => d.Code));
    }
}
