// Method: what one administrator would do to have two signatures, or those of another organization; each way ends at somebody else.
using Proviso.Ledger;
using Proviso.Licensing;

namespace Proviso.Tests.Proviso.Licensing;

public class PeopleTests
{
    private static EnrollPerson Enroll(Rehearsal r, string actor, string key, string organization, Role role) => new() { Id = r.NewId(), EventTime = r.Now, Actor = actor, Person = new(key, organization, role) };

    private static Rehearsal OfRecord(params Person[] more)
    {
        var r = new Rehearsal();
        var founding = r.Founding();
        r.Do(founding with { Rehearsal = false, Bounds = BookBounds.Default, People = [.. founding.People.Where(p => p.Organization == "us"), .. more] });
        return r;
    }

    [Fact]
    public void A_founder_names_its_own_people_and_the_others_come_by_invitation()
    {
        var r = new Rehearsal();
        r.Refused<NotTheirs>(r.Founding() with { Rehearsal = false, Bounds = BookBounds.Default });
        r.Refused<MalformedCommand>(r.Founding() with { Rehearsal = false, Bounds = new() { ClockHours = 32 * 24 }, People = [.. r.Founding().People.Where(p => p.Organization == "us")] });
        r.Refused<MalformedCommand>(r.Founding() with { Bounds = new() { PriceTolerance = 500_001 } });
        r = OfRecord();

        var invite = new InviteAdministrator { Id = "invitation", EventTime = r.Now, Actor = "us-admin", Organization = "lab", Person = "lab-admin" };
        r.Refused<NeedsSecondPerson>(invite);
        r.Refused<NotTheirs>(invite with { Actor = "us-1" });
        r.Refused<NoSuch>(new AcceptInvitation { Id = r.NewId(), EventTime = r.Now, Actor = "lab-admin", Invitation = "invitation" });
        r.Two("us-admin", "us-admin-2", invite);
        r.Refused<NoSuch>(new AcceptInvitation { Id = r.NewId(), EventTime = r.Now, Actor = "somebody-else", Invitation = "invitation" });
        r.Refused<NotEnrolled>(Enroll(r, "lab-admin", "lab-1", "lab", Role.Officer));
        r.Do(new AcceptInvitation { Id = r.NewId(), EventTime = r.Now, Actor = "lab-admin", Invitation = "invitation" });
        r.Do(Enroll(r, "lab-admin", "lab-1", "lab", Role.Officer));
        Assert.Equal("invited by us, accepted", r.Book.ViewOf("lab-1")!.People.First(p => p.Key == "lab-admin").How);

        // Afterwards nobody outside touches them.
        r.Refused<NotTheirs>(Enroll(r, "us-admin", "lab-2", "lab", Role.Officer));
        r.Refused<NotTheirs>(Enroll(r, "us-admin", "lab-1", "lab", Role.Clerk));
        r.Refused<NotTheirs>(new DismissPerson { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Person = "lab-1" });
        r.Refused<SoAlready>(new Propose { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Action = invite with { Id = r.NewId(), Person = "another" } });
        r.Refused<SoAlready>(new AcceptInvitation { Id = r.NewId(), EventTime = r.Now, Actor = "lab-admin", Invitation = "invitation" });
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void One_administrator_makes_no_signer_of_an_authority_and_never_of_itself()
    {
        var r = OfRecord();
        r.Refused<NeedsSecondPerson>(Enroll(r, "us-admin", "us-3", "us", Role.Officer));
        r.Refused<NeedsSecondPerson>(Enroll(r, "us-admin", "us-admin-3", "us", Role.Administrator));
        r.Refused<NotTheirs>(Enroll(r, "us-admin", "us-admin", "us", Role.Officer));
        r.Refused<SoAlready>(new Propose { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Action = Enroll(r, "us-admin", "us-admin-2", "us", Role.Officer) });
        r.Refused<SoAlready>(new Propose { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Action = Enroll(r, "us-admin", "us-1", "us", Role.Administrator) });
        r.Do(Enroll(r, "us-admin", "us-clerk", "us", Role.Clerk));
        r.Two("us-admin", "us-admin-2", Enroll(r, "us-admin", "us-3", "us", Role.Officer));

        // Dismissed and back as an officer is the same person.
        r.Do(new DismissPerson { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Person = "us-admin-2" });
        r.Refused<SoAlready>(Enroll(r, "us-admin", "us-admin-2", "us", Role.Officer));

        // The only administrator left finds the second one with somebody whom it did not make.
        var again = Enroll(r, "us-admin", "us-admin-4", "us", Role.Administrator);
        r.Refused<NeedsSecondPerson>(Enroll(r, "us-admin", "us-4", "us", Role.Officer));
        r.Two("us-admin", "us-1", again);
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void Who_came_after_a_proposal_does_not_countersign_it()
    {
        var r = OfRecord();
        var cap = r.Caps().First(c => c.Terms.Authority == "us" && c.Terms.Ratio is null);
        r.Do(new Propose { Id = "p", EventTime = r.Now, Actor = "us-1", Action = cap });
        r.Two("us-admin", "us-admin-2", Enroll(r, "us-admin", "us-3", "us", Role.Officer));
        Assert.Contains("came to theirs after", r.Refused<NeedsSecondPerson>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "us-3", Proposal = "p" }).Problem, StringComparison.Ordinal);
        r.Do(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "us-2", Proposal = "p" });
    }

    [Fact]
    public void Facts_that_a_license_rests_on_change_by_two_and_stop_it_until_it_is_confirmed()
    {
        var test = new EvidenceCondition { Key = "test", Authority = "us", Binds = "maker", Evidence = "test-report", Scope = EvidenceScope.License, From = OrganizationKind.Laboratory, Independent = true, Country = "US" };
        var r = new Rehearsal().Issued(test);
        r.File("lab-1", "test-report", Rehearsal.License);
        var reservation = r.Reserve(10);
        r.Ship(reservation, 1);
        EnrollOrganization Facts(Organization organization) => new() { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Organization = organization };

        // An organization that nothing rests on is entered and corrected by one.
        r.Do(Facts(new("new", "Made-up newcomer", OrganizationKind.Other, "SG")));
        r.Do(Facts(new("new", "Made-up newcomer", OrganizationKind.Other, "US")));
        r.Refused<SoAlready>(Facts(new("lab", "Made-up laboratory", OrganizationKind.Supplier, "US")));
        r.Refused<NotTheirs>(Facts(new("cn", "Made-up authority abroad", OrganizationKind.Authority, "US")));

        // The buyer's parent: the license waits for its authority.
        var buyer = Facts(new("cloud", "Made-up cloud", OrganizationKind.Buyer, "CN"));
        r.Refused<NeedsSecondPerson>(buyer);
        r.Two("us-admin", "us-1", buyer);
        Assert.Contains("ultimate parent group to none", r.Refused<FactsChanged>(r.Shipping(reservation, 1)).Changed, StringComparison.Ordinal);
        r.Refused<FactsChanged>(r.Reserving(1));
        Assert.Equal("held", Assert.Single(BorderFile.Of(r.Book.ViewOf("us-1")!, r.Today).Rows).Status);
        Assert.Equal(0, r.Book.ReadLine(Rehearsal.Line, r.Today)!.FreeUnits);
        r.Two("us-1", "us-2", new ConfirmLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Reason = "looked at (made up)" });

        // The report was independent of the buyer as it was then.
        Assert.Contains("filed anew", r.Refused<ConditionUnmet>(r.Shipping(reservation, 1)).Because, StringComparison.Ordinal);
        r.File("lab-1", "test-report", Rehearsal.License);
        r.Ship(reservation, 1);

        // And the laboratory's own facts.
        r.Two("us-admin", "us-2", Facts(new("lab", "Made-up laboratory", OrganizationKind.Laboratory, "US", "new")));
        Assert.Contains("'lab' changed", r.Refused<ConditionUnmet>(r.Shipping(reservation, 1)).Because, StringComparison.Ordinal);
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void Who_may_let_reservations_lapse_is_by_role()
    {
        var r = new Rehearsal().Issued();
        r.Reserve(5, Moment.Day);
        LedgerAct By(string who) => LedgerAct.Of(who, new Lapse(r.NewId(), r.Now, r.Now));
        r.Refused<NotTheirs>(By("lab-1"));
        r.Refused<NotTheirs>(By("cloud-1"));
        r.Refused<NotTheirs>(By("us-admin"));
        r.Refused<NotEnrolled>(By("stranger"));
        r.Do(By("maker-2"));
        r.Do(By("us-1"));
    }
}
