using Proviso.Determinations;
using Proviso.Licensing;
using Proviso.Rules.Evaluation;
using Proviso.Tests.Rules.Evaluation;

namespace Proviso.Tests.Proviso.Licensing;

/// <summary>The conditions of the rule of January 2026 become conditions that run: which they must be is read off the law file, not taken from an answer.</summary>
public class ConditionComposerTests
{
    [Fact]
    public void The_conditions_of_the_law_become_conditions_that_run()
    {
        var transaction = TestData.Read(TestData.Text("examples/h200-bytedance.yaml")).Transaction!;
        var question = TestData.Questions.Build(transaction, new(2026, 2, 10), DateOnly.MaxValue, LawView.AsEnforced, null);
        var answer = new Determiner(RealLaw.Rules).Decide(question).Authorities.Single(a => a.Corpus.Name == "us.ear");

        var composed = ConditionComposer.FromLaw(answer, "us", "maker", "cloud", "nvidia-h200-sxm", "USD");

        Assert.Empty(composed.NotComposed);
        Assert.Equal(
            ["figures", "us-shipments", "us-supply", "foundry-capacity", "volume-cap", "end-use", "kyc", "remote-access", "remote-users", "undisclosed-users", "security", "us-test", "laboratory", "batch-test"],
            composed.Conditions.Select(c => c.Key));
        var test = Assert.IsType<EvidenceCondition>(composed.Conditions.Single(c => c.Key == "us-test"));
        Assert.Equal(("test-report", EvidenceScope.Reservation, OrganizationKind.Laboratory, true, "US"), (test.Evidence, test.Scope, test.From, test.Independent, test.Country));
        Assert.Equal("cloud", composed.Conditions.Single(c => c.Key == "kyc").Binds);
        Assert.Contains("742.6(b)(10)(iii)(A)", test.Provision, StringComparison.Ordinal);
        var cap = Assert.Single(composed.Caps);
        Assert.Equal((500_000, "maker", "nvidia-h200-sxm"), (cap.Ratio, cap.Exporter, cap.Product));
        Assert.Equal(cap.Account, Assert.IsType<AccountCondition>(composed.Conditions.Single(c => c.Key == "volume-cap")).Account);

        // An issued license outlives a change of review policy: nothing asks the law again unless the authority adds a condition that does.
        Assert.DoesNotContain(composed.Conditions, c => c is StandingLawCondition);

        // And a book takes them.
        var r = new Rehearsal();
        r.Do(r.Founding());
        r.Two("us-1", "us-2", new OpenCap { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Terms = cap });
        r.Two("us-1", "us-2", new IssueLicense
        {
            Id = r.NewId(),
            EventTime = r.Now,
            Actor = "us-1",
            License = Rehearsal.Terms([.. composed.Conditions]) with { Lines = [Rehearsal.Terms().Lines[0] with { Caps = [cap.Account] }] },
        });
        Assert.Equal(14, r.Book.Conditions(Rehearsal.License, r.Today).Count());
        r.Sell(100);
        Assert.Equal("figures", r.Refused<ConditionUnmet>(r.Shipping(r.Reserve(10), 10)).Condition);
    }
}
