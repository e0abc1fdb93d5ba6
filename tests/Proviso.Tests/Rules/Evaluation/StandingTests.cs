// Method: one provision, dated and given a standing; each day on either side of each date, in both views, as known and as published later.
using Proviso.Rules.Evaluation;
using static Proviso.Tests.Rules.Evaluation.TinyLaw;

namespace Proviso.Tests.Rules.Evaluation;

public class StandingTests
{
    private const string Clauses = "  cite \"c\"\n  source \"s\"\n  verified code\n  coverage modelled\n  in force from 2022-10-21 by \"x\" published 2022-10-13\n";
    private const string Scenarios =
        "scenario gone \"withdrawn\"\n  withdraw c p from 2023-01-01 until 2024-01-01\nscenario bill \"adopted\"\n  adopt c b from 2024-01-01\nscenario hard \"enforced\"\n  enforce c p from 2024-01-01\n";

    [Theory]
    [InlineData("2022-10-20", "not subject")]
    [InlineData("2022-10-21", "prohibited")]
    [InlineData("2023-11-16", "prohibited")]
    [InlineData("2023-11-17", "license required")]
    public void A_version_counts_from_its_first_day_up_to_the_day_its_successor_begins(string day, string outcome) =>
        Assert.Equal(outcome, Answer(
            Provision("p", "prohibited", "flag", clauses: Clauses + "  until 2023-11-17 by \"y\" published 2023-10-25\n")
            + Provision("p", "license required", "flag", clauses: Clauses.Replace("2022-10-21", "2023-11-17", StringComparison.Ordinal).Replace("2022-10-13", "2023-10-25", StringComparison.Ordinal)),
            day));

    [Theory]
    [InlineData("2024-01-01", "2023-10-24", "prohibited")]
    [InlineData("2024-01-01", "2023-10-25", "not subject")]
    [InlineData("2022-10-21", "2022-10-12", "not subject")]
    [InlineData("2022-10-21", "2022-10-13", "prohibited")]
    public void What_was_not_yet_published_is_not_known(string day, string known, string outcome) =>
        Assert.Equal(outcome, Answer(Provision("p", "prohibited", "flag", clauses: Clauses + "  until 2023-11-17 by \"y\" published 2023-10-25\n"), day, known));

    [Theory]
    [InlineData("suspended", "2023-01-31", "prohibited", "prohibited")]
    [InlineData("suspended", "2023-02-01", "not subject", "not subject")]
    [InlineData("suspended", "2023-12-31", "not subject", "not subject")]
    [InlineData("suspended", "2024-01-01", "prohibited", "prohibited")]
    [InlineData("announced-not-enforced", "2023-02-01", "not subject", "prohibited")]
    [InlineData("announced-not-enforced", "2024-01-01", "prohibited", "prohibited")]
    [InlineData("proposed", "2023-02-01", "not subject", "not subject")]
    [InlineData("withdrawn", "2023-02-01", "not subject", "not subject")]
    public void A_standing_takes_a_provision_out_for_its_days_in_the_views_it_concerns(string standing, string day, string enforced, string text)
    {
        var law = Provision("p", "prohibited", "flag", clauses: Clauses + $"  standing {standing} from 2023-02-01 until 2024-01-01 by \"y\" published 2023-01-15\n");
        Assert.Equal((enforced, text), (Answer(law, day), Answer(law, day, view: LawView.OnTheText)));
    }

    [Theory]
    [InlineData("a >= 1", true)]
    [InlineData("b >= 1", false)]
    public void A_limb_loses_its_standing_alone(string left, bool counts)
    {
        var law = Provision("p", "prohibited", null, clauses: Clauses + "  standing suspended from 2023-02-01 for (B) by \"y\" published 2023-01-15\n")
            + "  when any of\n    (A) a >= 1\n    (B) b >= 1\n";
        var facts = left.StartsWith('a') ? "a = 5, b = 0" : "a = 0, b = 5";
        Assert.Equal(counts ? "prohibited" : "not subject", Answer(law, "2023-03-01", facts: facts));
        Assert.Equal("prohibited", Answer(law, "2023-01-31", facts: facts));
    }

    [Fact]
    public void An_exception_to_what_is_not_in_force_does_not_apply()
    {
        var law = Provision("p", "license required", "flag", clauses: Clauses + "  until 2023-11-17 by \"y\" published 2023-10-25\n")
            + Provision("e", "license exception nac", "other-flag", "p", Clauses);
        Assert.Equal("license exception nac", Answer(law, "2023-01-01", facts: "flag = yes, other-flag = yes"));
        Assert.Equal("not subject", Answer(law, "2023-12-01", facts: "flag = yes, other-flag = yes"));
    }

    [Theory]
    [InlineData(null, "2023-06-01", "prohibited")]
    [InlineData("gone", "2022-12-31", "prohibited")]
    [InlineData("gone", "2023-06-01", "not subject")]
    [InlineData("gone", "2024-01-01", "prohibited")]
    public void A_scenario_withdraws_and_restores(string? scenario, string day, string outcome) =>
        Assert.Equal(outcome, Answer(Provision("p", "prohibited", "flag", clauses: Clauses) + Bill + Scenarios, day, scenario: scenario));

    [Theory]
    [InlineData(null, "2024-06-01", "not subject")]
    [InlineData("bill", "2023-12-31", "not subject")]
    [InlineData("bill", "2024-01-01", "license required")]
    public void A_scenario_adopts_what_is_only_proposed(string? scenario, string day, string outcome) =>
        Assert.Equal(outcome, Answer(Provision("p", "prohibited", "color is red", clauses: Clauses) + Bill + Scenarios, day, scenario: scenario));

    [Theory]
    [InlineData(null, "2024-06-01", "not subject")]
    [InlineData("hard", "2023-12-31", "not subject")]
    [InlineData("hard", "2024-01-01", "prohibited")]
    public void A_scenario_enforces_what_is_announced_not_to_be(string? scenario, string day, string outcome) => Assert.Equal(outcome, Answer(
        Provision("p", "prohibited", "flag", clauses: Clauses + "  standing announced-not-enforced from 2023-02-01 by \"y\" published 2023-01-15\n") + Bill + Scenarios,
        day, scenario: scenario));

    private static string Bill =>
        Provision("b", "license required", "flag", clauses: Clauses + "  standing proposed from 2022-10-21 by \"bill\" published 2022-10-13\n");

    private static string Answer(
        string law, string day, string? known = null, LawView view = LawView.AsEnforced, string? scenario = null, string facts = "flag = yes, color = black")
    {
        static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var slice = Load(Matter() + law).At(Date(day), known is null ? null : Date(known), view, scenario);
        return slice.Decide(facts).Strictest.ToString();
    }
}
