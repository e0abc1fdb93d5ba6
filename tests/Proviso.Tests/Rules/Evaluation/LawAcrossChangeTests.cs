// Method: made-up law in which every answer can be told by reading it: one old rule, one new rule with a saving; each day on either side of each date,
// in every reading of the law (the helper holds the compiled one to the walker).
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Explaining;
using static Proviso.Tests.Rules.Evaluation.TinyLaw;

namespace Proviso.Tests.Rules.Evaluation;

public class LawAcrossChangeTests
{
    private const string Kept = "goods.state = en-route, goods.ordered = yes, kind = export";

    // As the Entity List form: en route alone, under actual orders, for thirty days.
    private static string Listed(string saving) => Provision("listed", "license required", "flag", clauses:
        $"  cite \"c\"\n  source \"s\"\n  verified code\n  coverage modelled\n  in force from 2023-10-17 by \"list\" published 2023-10-19\n{saving}");

    private static string Entity { get; } = Listed(
        "  saving \"en route\" for {en-route} under orders on 2023-10-17 before 2023-11-16 of {export reexport} verified secondary by \"list\"\n");

    [Theory]
    [InlineData("2023-10-16", Kept, "not subject")]
    [InlineData("2023-10-17", Kept, "not subject")]
    [InlineData("2023-11-15", Kept, "not subject")]
    [InlineData("2023-11-16", Kept, "license required")]
    [InlineData("2023-11-15", "goods.state = dock, goods.ordered = yes, kind = export", "license required")]
    [InlineData("2023-11-15", "goods.state = laden, goods.ordered = yes, kind = export", "license required")]
    [InlineData("2023-11-15", "goods.state = en-route, goods.ordered = no, kind = export", "license required")]
    [InlineData("2023-11-15", "goods.state = en-route, goods.ordered = yes, kind = transfer", "license required")]
    [InlineData("2023-11-15", "goods.state = en-route, goods.ordered = yes", "license required")]
    [InlineData("2023-11-15", "goods.state = en-route, kind = export", "license required")]
    [InlineData("2023-11-15", "goods.ordered = yes, kind = export", "license required")]
    [InlineData("2023-11-15", "", "license required")]
    public void A_listing_spares_what_was_en_route_and_nothing_else(string day, string facts, string outcome) =>
        Assert.Equal(outcome, Answer(Entity, day, facts));

    [Fact]
    public void A_state_of_another_day_claims_nothing()
    {
        var slice = Load(Matter() + Entity).At(new(2023, 11, 15));
        var frame = slice.Frame(Kept + ", flag = yes");
        frame.Set(slice.Schema["goods.state_on"], new DateOnly(2023, 10, 18));
        Assert.Equal(OutcomeKind.LicenseRequired, slice.Decide(frame).Strictest.Kind);
        Assert.Equal(slice.Decide(frame).Packed.Bits, slice.Compiled(frame.Slots));
        frame.Set(slice.Schema["goods.state_on"], new DateOnly(2023, 10, 17));
        Assert.Equal(OutcomeKind.NotSubject, slice.Decide(frame).Strictest.Kind);
        Assert.Equal(slice.Decide(frame).Packed.Bits, slice.Compiled(frame.Slots));
    }

    [Theory]
    [InlineData("2023-12-31", "undetermined")]
    [InlineData("2030-01-01", "undetermined")]
    public void What_nobody_verified_permits_nothing_and_leaves_the_answer_open(string day, string outcome)
    {
        var law = Listed("  saving \"en route\" for {en-route} under orders on 2023-10-17 of {export} verified unverified \"the text\" by \"list\"\n");
        Assert.Equal(outcome, Answer(law, day, Kept));
        Assert.Equal("license required", Answer(law, day, ""));
        Assert.Equal("license required", Answer(law, day, Kept.Replace("en-route", "dock", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_saving_keeps_the_earlier_law_alive_and_adds_nothing()
    {
        // The old rule asks for a license to red, and has an exception for it; the new one prohibits red and blue.
        var law = Provision("rule", "license required", "color is red", clauses: Clauses("2020-01-01", "old") + "  until 2023-01-01 by \"new\" published 2022-12-01\n")
            + Provision("spare", "license exception nac", "a >= 5", exceptionTo: "rule", clauses: Clauses("2020-01-01", "old") + "  until 2023-01-01 by \"new\" published 2022-12-01\n")
            + Provision("rule", "prohibited", "color in {red blue}", clauses: Clauses("2023-01-01", "new")
                + "  saving \"under way\" for {laden en-route} under orders on 2023-01-01 before 2023-02-01 of {export} verified primary by \"new\"\n");
        string Ask(string facts, string day = "2023-01-31") => Answer(law, day, facts, flag: false);
        Assert.Equal("license required", Ask(Kept + ", color = red, a = 4"));
        Assert.Equal("license exception nac", Ask(Kept + ", color = red, a = 5"));
        Assert.Equal("not subject", Ask(Kept + ", color = blue, a = 5"));
        Assert.Equal("prohibited", Ask(Kept.Replace("yes", "no", StringComparison.Ordinal) + ", color = red, a = 5"));
        Assert.Equal("prohibited", Ask(Kept + ", color = red, a = 5", "2023-02-01"));
        Assert.Empty(LawAnalysis.Check(Load(Matter() + law)));
    }

    [Fact]
    public void The_earlier_law_counts_with_the_lists_it_had()
    {
        var law = "group list \"list\" of color\n  from 2020-01-01 { red } by \"old\" published 2020-01-01\n  from 2023-01-01 { red blue } by \"new\" published 2022-12-01\n"
            + Provision("rule", "license required", "color in list", clauses: Clauses("2020-01-01", "old")
                + "  saving \"under way\" for {en-route} under orders on 2023-01-01 before 2023-02-01 of {export} verified primary by \"new\" published 2022-12-01\n");
        Assert.Equal("license required", Answer(law, "2023-01-15", Kept + ", color = red", flag: false));
        Assert.Equal("not subject", Answer(law, "2023-01-15", Kept + ", color = blue", flag: false));
        Assert.Equal("license required", Answer(law, "2023-02-01", Kept + ", color = blue", flag: false));

        // As known before the change was published there is neither the list nor the saving.
        Assert.Equal("not subject", Answer(law, "2023-01-15", "color = blue", flag: false, known: new(2022, 11, 30)));
    }

    [Theory]
    [InlineData("2023-10-20", Kept, SavingState.Saves)]
    [InlineData("2023-10-20", "", SavingState.NotClaimed)]
    [InlineData("2023-10-20", "goods.state = dock", SavingState.NotMet)]
    [InlineData("2023-11-16", Kept, SavingState.LastDay)]
    [InlineData("2023-11-17", Kept, SavingState.Lapsed)]
    [InlineData("2023-11-17", "", null)]
    [InlineData("2023-11-17", "goods.state = dock, goods.ordered = yes, kind = export", null)]
    public void An_answer_says_what_became_of_a_saving(string day, string facts, SavingState? state)
    {
        var on = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var decision = Load(Matter() + Entity).At(on).Decide(facts + ", flag = yes");
        Assert.Equal(state, SavingReading.Of(decision, on, DateOnly.MaxValue).SingleOrDefault()?.State);
        if (state == SavingState.Saves)
        {
            var step = Assert.Single(Proof.Of(decision, all: true)[0].Children);
            Assert.Equal("left to the earlier law by a saving", step.Remark);
            Assert.Contains(step.Children, c => c is { Kind: "saving", Value: Truth.Yes });
        }
    }

    [Fact]
    public void The_proof_shows_the_earlier_law_with_its_own_figures()
    {
        var law = Provision("rule", "license required", "a >= 5", clauses: Clauses("2020-01-01", "old") + "  until 2023-01-01 by \"new\" published 2022-12-01\n")
            + Provision("rule", "prohibited", "a >= 3", clauses: Clauses("2023-01-01", "new")
                + "  saving \"under way\" for {en-route} on 2023-01-01 before 2023-02-01 of {export} verified primary by \"new\"\n");
        var decision = Load(Matter() + law).At(new(2023, 1, 15)).Decide("a = 7, goods.state = en-route, kind = export");
        var kept = Proof.Of(decision)[0].Children.Single(c => c.Remark!.StartsWith("governs as the law of 2022-12-31", StringComparison.Ordinal));
        Assert.Equal("a >= 5", Assert.Single(kept.Children).Text);
    }

    [Theory]
    [InlineData(null, "prohibited")]
    [InlineData("2024-05-31", "prohibited")]
    [InlineData("2024-06-01", "license required")]
    public void A_version_vacated_never_was_in_force_once_that_is_published_and_the_earlier_text_goes_on(string? known, string outcome)
    {
        var law = Provision("rule", "license required", "flag", clauses: Clauses("2020-01-01", "old") + "  until 2023-01-01 by \"new\" published 2022-12-01\n")
            + Provision("rule", "prohibited", "flag", clauses: Clauses("2023-01-01", "new") + (known is null ? "" : "  vacated by \"court\" published 2024-06-01\n"));
        DateOnly? by = known is null ? null : DateOnly.Parse(known, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(outcome, Answer(law, "2023-06-01", "", known: by));
        Assert.Equal("license required", Answer(law, "2022-12-31", "", known: by));
    }

    [Fact]
    public void Vacating_also_undoes_the_end_of_other_provisions_by_the_same_document()
    {
        var law = Provision("old", "license required", "flag", clauses: Clauses("2020-01-01", "old") + "  until 2023-01-01 by \"new\" published 2022-12-01\n")
            + Provision("rule", "prohibited", "flag", clauses: Clauses("2023-01-01", "new"))
            + "scenario court \"vacated\"\n  vacate c rule from 2024-06-01\nscenario given-up \"withdrawn\"\n  withdraw c rule from 2024-06-01\n";
        Assert.Equal("prohibited", Answer(law, "2023-06-01", ""));
        Assert.Equal("license required", Answer(law, "2023-06-01", "", scenario: "court"));
        Assert.Equal("prohibited", Answer(law, "2023-06-01", "", scenario: "court", known: new(2024, 5, 31)));
        Assert.Equal("prohibited", Answer(law, "2023-06-01", "", scenario: "given-up"));
        Assert.Equal("not subject", Answer(law, "2024-06-01", "", scenario: "given-up"));
        var rules = Load(Matter() + law);
        Assert.NotEmpty(LawDiff.Compare(rules.At(new(2023, 6, 1)), rules.At(new(2023, 6, 1), scenario: "court")).Classes);
    }

    [Theory]
    [InlineData("2025-01-16T08:44:59-05:00", "license required")]
    [InlineData("2025-01-16T08:45:00-05:00", "prohibited")]
    [InlineData("2025-01-16T13:44:00Z", "license required")]
    [InlineData("2025-01-16T13:45:00Z", "prohibited")]
    [InlineData("2025-01-16T12:59:00+08:00", "license required")]
    [InlineData("2025-01-17T00:00:00+08:00", "prohibited")]
    [InlineData("2025-01-16T23:00:00+08:00", "prohibited")]
    [InlineData("2025-01-15T23:59:00-05:00", "license required")]
    public void An_hour_is_that_of_the_authority(string instant, string outcome)
    {
        var rules = Hours();
        Assert.True(global::Proviso.Documents.Instants.TryRead(instant, out var at));
        var (day, hour) = RuleSet.DayOf(rules.Law.Corpora[0], at);
        var frame = rules.At(day).Frame("flag = yes");
        Assert.Equal(outcome, rules.Slice(rules.Law.Corpora[0], day, hour, DateOnly.MaxValue, LawView.AsEnforced, null, frame).Decide(frame).Strictest.ToString());
    }

    [Fact]
    public void A_day_alone_is_new_law_as_a_whole() => Assert.Equal("prohibited", Hours().At(new(2025, 1, 16)).Decide("flag = yes").Strictest.ToString());

    [Theory]
    [InlineData("2025-04-08", null, "not subject")]
    [InlineData("2025-04-09", null, "license required")]
    [InlineData("2025-04-09", "2025-04-11", "not subject")]
    [InlineData("2025-04-11", "2025-04-11", "license required")]
    [InlineData("2025-04-07", "2025-04-07", "license required")]
    [InlineData("2025-04-06", "2025-04-07", "not subject")]
    [InlineData("2025-05-01", "2025-04-07", "not subject")]
    public void A_letter_binds_from_its_receipt_up_to_its_end(string day, string? received, string outcome)
    {
        var rules = Load(Matter() + Provision("letter", "license required", "flag", clauses: Clauses("2025-04-09", "letter") + "  until 2025-05-01 by \"rule\" published 2025-04-20\n  binds from receipt day\n"));
        var on = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var frame = rules.At(on).Frame("flag = yes");
        if (received is not null)
        {
            frame.Set(rules.Schema["day"], DateOnly.Parse(received, System.Globalization.CultureInfo.InvariantCulture));
        }

        var slice = rules.Slice(rules.Law.Corpora[0], on, null, DateOnly.MaxValue, LawView.AsEnforced, null, frame);
        Assert.Equal(outcome, slice.Decide(frame).Strictest.ToString());
    }

    private static RuleSet Hours() => LoadWhole(Vocabulary.Replace("  authority x \"authority\"\n", "  authority x \"authority\"\n  day in America/New_York\n", StringComparison.Ordinal) + Matter()
        + Provision("rule", "license required", "flag", clauses: Clauses("2020-01-01", "old") + "  until 2025-01-16 by \"new\" published 2022-12-01\n")
        + Provision("rule", "prohibited", "flag", clauses: Clauses("2025-01-16 08:45", "new")));

    private static string Clauses(string from, string by) =>
        $"  cite \"c\"\n  source \"s\"\n  verified code\n  coverage modelled\n  in force from {from} by \"{by}\" published {(by == "new" ? "2022-12-01" : "2020-01-01")}\n";

    private static string Answer(string law, string day, string facts, bool flag = true, DateOnly? known = null, string? scenario = null)
    {
        var decision = Load(Matter() + law).At(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), known, scenario: scenario).Decide(facts + (flag ? ", flag = yes" : ""));
        return decision.IsSettled ? decision.Strictest.ToString() : "undetermined";
    }
}
