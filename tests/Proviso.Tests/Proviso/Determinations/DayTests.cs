// Method: the law of the checkout with transactions of made-up parties; days, instants and goods under way as the documents of the regulation give them.
using Proviso.Determinations;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Explaining;
using Proviso.Tests.Rules.Evaluation;

namespace Proviso.Tests.Proviso.Determinations;

public class DayTests
{
    private const string Macau =
        """
        product: A100
        origin: US
        destination: MO
        kind: export
        endUse: research
        parties: [{role: end-user, name: Example Macau (made up), country: MO, headquarters: MO, ultimateParent: self, listings: [], military: no, militaryIntelligence: no}]
        """;

    [Theory]
    [InlineData("2026-11-10T02:00:00+08:00", "2026-11-09", "2026-11-10")]
    [InlineData("2026-11-10T12:59:00+08:00", "2026-11-09", "2026-11-10")]
    [InlineData("2026-11-10T13:00:00+08:00", "2026-11-10", "2026-11-10")]
    [InlineData("2026-11-09T23:59:00-05:00", "2026-11-09", "2026-11-10")]
    public void An_instant_asks_each_authority_on_its_own_day(string at, string washington, string beijing)
    {
        var answer = Ask($"{Macau.Replace("MO", "CN", StringComparison.Ordinal)}\nat: {at}");
        Assert.Equal(washington, Day(answer, "us.bis"));
        Assert.Equal(beijing, answer.Authorities.Where(a => a.Corpus.Name.StartsWith("cn.", StringComparison.Ordinal)).Select(a => $"{a.Day:yyyy-MM-dd}").Distinct().Single());
    }

    [Fact]
    public void A_day_alone_is_the_day_of_every_authority_and_the_receipt_covers_an_instant()
    {
        var day = Ask($"{Macau}\ndate: 2026-11-10");
        Assert.All(day.Authorities, a => Assert.Equal(("2026-11-10", (TimeOnly?)null), ($"{a.Day:yyyy-MM-dd}", a.Hour)));
        var (first, second) = (Ask($"{Macau}\nat: 2026-11-10T15:00:00Z"), Ask($"{Macau}\nat: 2026-11-10T16:00:00Z"));
        Assert.Equal(3, new[] { day, first, second }.Select(d => d.Receipt.FactsHash).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(day.Receipt.OutcomeHash, first.Receipt.OutcomeHash);
    }

    [Theory]
    [InlineData("2026-11-10")]
    [InlineData("2026-11-10T02:00:00")]
    [InlineData("2026-11-10 02:00:00+08:00")]
    [InlineData("2026-13-10T02:00:00Z")]
    public void An_instant_without_its_offset_is_refused(string at) => Assert.NotEmpty(TestData.Read($"{Macau}\nat: \"{at}\"").Problems);

    [Fact]
    public void A_day_and_an_instant_together_are_refused() => Assert.NotEmpty(TestData.Read($"{Macau}\ndate: 2026-11-10\nat: 2026-11-10T02:00:00Z").Problems);

    [Theory]
    [InlineData("2023-02-15", "goods.state: laden, goods.ordered: yes", Verdict.NoLicenseRequired, SavingState.Saves)]
    [InlineData("2023-02-15", "", Verdict.LicenseRequired, SavingState.NotClaimed)]
    [InlineData("2023-02-16", "goods.state: laden, goods.ordered: yes", Verdict.LicenseRequired, SavingState.LastDay)]
    [InlineData("2023-02-17", "goods.state: laden, goods.ordered: yes", Verdict.LicenseRequired, SavingState.Lapsed)]
    public void Goods_under_way_to_Macau(string day, string facts, Verdict outcome, SavingState state)
    {
        var answer = Ask($"{Macau}\ndate: {day}\nfacts: {{{facts}}}").Authorities.Single(a => a.Corpus.Name == "us.ear");
        Assert.Equal(outcome, answer.Outcome);
        Assert.Equal(state, answer.Savings.First(s => s.Provision.Version.Name == "742.6(a)(6)" && s.Saving.By == "88 FR 2821" && s.State == state).State);
        Assert.Equal(state == SavingState.Saves, answer.Savings.Any(s => s.State == SavingState.Saves));
    }

    private static string Day(Determination answer, string authority) => $"{answer.Authorities.First(a => a.Corpus.Authority == authority).Day:yyyy-MM-dd}";

    private static Determination Ask(string text)
    {
        var read = TestData.Read(text);
        Assert.Empty(read.Problems);
        var transaction = read.Transaction!;
        var on = transaction.At is { } at ? DateOnly.FromDateTime(at.DateTime) : transaction.Date!.Value;
        return new Determiner(RealLaw.Rules).Decide(TestData.Questions.Build(transaction, on, DateOnly.MaxValue, LawView.AsEnforced, null));
    }
}
