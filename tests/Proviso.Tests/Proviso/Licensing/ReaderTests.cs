// Method: two exporters who are rivals under one cap of the other authority; whatever either reads or is told must be the same whether the other holds nothing or almost all.
using Proviso.Ledger;
using Proviso.Licensing;

namespace Proviso.Tests.Proviso.Licensing;

public class ReaderTests
{
    private static Rehearsal Rivals(long rivalTakes)
    {
        var r = new Rehearsal();
        var founding = r.Founding();
        r.Do(founding with
        {
            Organizations = [.. founding.Organizations, new("rival", "Made-up rival", OrganizationKind.Exporter, "US"), new("other-cloud", "Made-up other cloud", OrganizationKind.Buyer, "CN")],
            People = [.. founding.People, new("rival-1", "rival", Role.Officer), new("other-cloud-1", "other-cloud", Role.Officer)],
        });
        foreach (var action in r.Caps())
        {
            r.Two($"{action.Terms.Authority}-1", $"{action.Terms.Authority}-2", action);
        }

        r.Sell(1_000);
        r.Two("us-1", "us-2", new IssueLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.Terms() });
        var line = Rehearsal.Terms().Lines[0] with { Key = "rival-line", Caps = ["cn-total"], Authorized = new(500, 20_000_000_000_000, 500 * Rehearsal.Tpp) };
        r.Two("us-1", "us-2", new IssueLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.Terms() with { Key = "US-RIVAL", Exporter = "rival", Buyer = "other-cloud", Lines = [line] } });
        if (rivalTakes > 0)
        {
            r.Do(r.Reserving(rivalTakes) with { Id = "rival-reservation", Line = "rival-line", Actor = "rival-1" });
        }

        return r;
    }

    private static string All(LicenseView view, DateOnly on) => LicenseJson.Canonical(new
    {
        Organizations = view.Organizations.ToList(),
        People = view.People.ToList(),
        Licenses = view.Licenses.ToList(),
        Reservations = view.Reservations.ToList(),
        Proposals = view.Proposals.ToList(),
        Sales = view.Sales.ToList(),
        Lines = view.Lines(on).Select(l => new { l.Line, l.Balance, l.FreeUnits, l.Tightest, Because = l.Because?.Text, l.OtherLimits }).ToList(),
        Conditions = view.Licenses.SelectMany(l => view.Conditions(l.Key, on)).ToList(),
        Obligations = view.Obligations(openOnly: false).ToList(),
        Border = BorderFile.Of(view, on).Rows,
        Accounts = new[] { "cn-total", "cn-cloud", "ratio", "month", Rehearsal.Line, "rival-line", "nowhere" }.Select(view.Account).ToList(),
    });

    [Fact]
    public void What_a_rival_holds_changes_nothing_that_one_reads()
    {
        var (none, much) = (Rivals(0), Rivals(450));
        foreach (var reader in new[] { "maker-1", "maker-2", "cloud-1", "lab-1", "chips-1" })
        {
            Assert.Equal(All(none.Book.ViewOf(reader)!, none.Today), All(much.Book.ViewOf(reader)!, much.Today));
            Assert.DoesNotContain("rival", All(much.Book.ViewOf(reader)!, much.Today), StringComparison.Ordinal);
        }

        // Whose cap it is, sees it.
        Assert.Equal(450, much.Book.ViewOf("cn-1")!.Account("cn-total")!.Balance.Reserved.Units);
        Assert.Null(much.Book.ViewOf("us-1")!.Account("cn-total"));
        Assert.Null(much.Book.ViewOf("stranger"));
    }

    [Fact]
    public void A_limit_of_others_says_whose_it_is_and_nothing_more()
    {
        var r = Rivals(450);
        var line = r.Book.ViewOf("maker-1")!.ReadLine(Rehearsal.Line, r.Today)!;
        Assert.Equal((90, "month"), (line.FreeUnits, line.Tightest));
        Assert.Equal(["cn"], line.OtherLimits);
        Assert.Equal("Another limit of cn stops this.", r.Refused<AnotherLimit>(r.Reserving(60)).Text);
        r.Reserve(50);
        Assert.Equal(r.Refused<AnotherLimit>(r.Reserving(1)), r.Refused<AnotherLimit>(r.Reserving(39)));

        // A stop of it as well.
        r.Do(LedgerAct.Of("cn-1", new Freeze(r.NewId(), r.Now, "cn-total", "cn", "made up")));
        r.Refused<AnotherLimit>(r.Reserving(1));
        Assert.Equal(("frozen", "another limit of cn"), (BorderFile.Of(r.Book.ViewOf("maker-1")!, r.Today).Rows[0].Status, BorderFile.Of(r.Book.ViewOf("maker-1")!, r.Today).Rows[0].Because));
    }

    [Fact]
    public void What_is_not_theirs_and_what_is_not_there_are_one_answer()
    {
        var r = Rivals(10);
        var shipment = "rival-shipment";
        r.Do(r.Shipping("rival-reservation", 5) with { Id = shipment, Actor = "rival-1" });
        r.Do(new Propose { Id = "rival-proposal", EventTime = r.Now, Actor = "us-1", Action = LedgerAct.Of("us-1", new Grant(r.NewId(), r.Now, "rival-line", new(1, 0, 0), "us")) });
        foreach (var (there, nowhere) in new (LicenseCommand There, LicenseCommand Nowhere)[]
        {
            (r.Reserving(1) with { Line = "rival-line" }, r.Reserving(1) with { Line = "nowhere" }),
            (r.Shipping("rival-reservation", 1), r.Shipping("nowhere", 1)),
            (r.Returning(shipment, 1), r.Returning("nowhere", 1)),
            (LedgerAct.Of("maker-1", new Release(r.NewId(), r.Now, "rival-reservation")), LedgerAct.Of("maker-1", new Release(r.NewId(), r.Now, "nowhere"))),
            (LedgerAct.Of("maker-1", new Freeze(r.NewId(), r.Now, "cn-total", "maker", "made up")), LedgerAct.Of("maker-1", new Freeze(r.NewId(), r.Now, "nowhere", "maker", "made up"))),
            (r.Selling(1) with { Exporter = "rival" }, r.Selling(1) with { Exporter = "nowhere" }),
            (r.Evidence("maker-1", "note", "US-RIVAL") with { License = "US-RIVAL", Issuer = "us" }, r.Evidence("maker-1", "note", "nowhere") with { License = "nowhere", Issuer = "us" }),
            (new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "maker-1", Proposal = "rival-proposal" }, new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "maker-1", Proposal = "nowhere" }),
            (new DismissPerson { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Person = "nobody" }, new DismissPerson { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Person = "nobody-else" }),
        })
        {
            var (a, b) = (r.Refused<NoSuch>(there), r.Refused<NoSuch>(nowhere));
            Assert.Equal(a.Field, b.Field);
        }
    }
}
