using Proviso.Ledger;
using Proviso.Licensing;

namespace Proviso.Tests.Proviso.Licensing;

/// <summary>Each kind of condition: what it stops, what meets it, what breaks it, how it reads.</summary>
public class ConditionTests
{
    private static T Of<T>(T condition)
        where T : Condition => condition;

    private static void Replays(Rehearsal r) => Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());

    [Fact]
    public void A_test_report_for_each_reservation_has_to_come_from_an_independent_laboratory_at_home()
    {
        var r = new Rehearsal().Issued(new EvidenceCondition
        {
            Key = "test",
            Authority = "us",
            Binds = "maker",
            Evidence = "test-report",
            Scope = EvidenceScope.Reservation,
            From = OrganizationKind.Laboratory,
            Independent = true,
            Country = "US",
        });
        var (first, second) = (r.Reserve(10), r.Reserve(10));

        Assert.Contains("no test-report", r.Refused<ConditionUnmet>(r.Shipping(first, 10)).Because, StringComparison.Ordinal);
        r.File("far-lab-1", "test-report", first);
        Assert.Contains("is in CN", r.Refused<ConditionUnmet>(r.Shipping(first, 10)).Because, StringComparison.Ordinal);
        r.File("own-lab-1", "test-report", first);
        Assert.Contains("not independent", r.Refused<ConditionUnmet>(r.Shipping(first, 10)).Because, StringComparison.Ordinal);
        r.File("third-lab-1", "test-report", first);
        Assert.Contains("not independent", r.Refused<ConditionUnmet>(r.Shipping(first, 10)).Because, StringComparison.Ordinal);
        r.File("maker-1", "test-report", first);
        Assert.Contains("is no laboratory", r.Refused<ConditionUnmet>(r.Shipping(first, 10)).Because, StringComparison.Ordinal);
        r.Do(r.Evidence("maker-1", "test-report", first) with { Issuer = "lab" });
        Assert.Contains("did not file it itself", r.Refused<ConditionUnmet>(r.Shipping(first, 10)).Because, StringComparison.Ordinal);
        Assert.Equal(ConditionStatus.Pending, r.Reading("test").Status);

        r.File("lab-1", "test-report", first);
        r.Ship(first, 10);
        r.Refused<ConditionUnmet>(r.Shipping(second, 10));

        // The report on one reservation is none on another.
        var again = r.Evidence("lab-1", "test-report", second) with { Digest = new string('a', 64) };
        r.Do(again with { Id = r.NewId(), Subject = first });
        Assert.Contains("for another reservation", r.Refused<SoAlready>(again).State, StringComparison.Ordinal);
        r.File("lab-1", "test-report", second);
        Assert.Equal(ConditionStatus.Met, r.Reading("test").Status);
        r.Ship(second, 10);
        Replays(r);
    }

    [Fact]
    public void Evidence_that_ages_stops_shipments_the_day_after()
    {
        var r = new Rehearsal().Issued(new EvidenceCondition { Key = "screening", Authority = "us", Binds = "maker", Evidence = "screening", ValidDays = 30 });
        var reservation = r.Reserve(50);
        r.File("maker-1", "screening", Rehearsal.License);
        r.Pass(30);
        r.Ship(reservation, 10);
        Assert.Equal(ConditionStatus.Met, r.Reading("screening").Status);
        r.Pass(1);

        Assert.Contains("older than 30 days", r.Refused<ConditionUnmet>(r.Shipping(reservation, 10)).Because, StringComparison.Ordinal);
        Assert.Equal(ConditionStatus.Pending, r.Reading("screening").Status);
    }

    [Fact]
    public void Sites_and_end_uses_are_the_named_ones()
    {
        var r = new Rehearsal().Issued(
            new SiteCondition { Key = "site", Authority = "us", Binds = "maker", Sites = ["dc-1"] },
            new EndUseCondition { Key = "use", Authority = "us", Binds = "maker", EndUses = ["commercial-datacenter"] });
        var reservation = r.Reserve(10);

        Assert.Contains("names no site", r.Refused<ConditionUnmet>(r.Shipping(reservation, 1)).Because, StringComparison.Ordinal);
        Assert.Contains("'dc-9'", r.Refused<ConditionUnmet>(r.Shipping(reservation, 1) with { Site = "dc-9" }).Because, StringComparison.Ordinal);
        Assert.Equal("use", r.Refused<ConditionUnmet>(r.Shipping(reservation, 1) with { Site = "dc-1", EndUse = "model-training" }).Condition);
        r.Do(r.Shipping(reservation, 1) with { Site = "dc-1" });
        Replays(r);
    }

    [Fact]
    public void A_notice_has_to_be_old_enough()
    {
        var r = new Rehearsal().Issued(new NoticeCondition { Key = "notice", Authority = "us", Binds = "maker", Evidence = "notice", Days = 25 });
        var reservation = r.Reserve(10);
        r.Refused<ConditionUnmet>(r.Shipping(reservation, 1));

        // A day in the past on the paper does not make it older.
        r.File("maker-1", "notice", reservation, dated: r.Today.AddDays(-30));
        Assert.Contains("0 days old", r.Refused<ConditionUnmet>(r.Shipping(reservation, 1)).Because, StringComparison.Ordinal);
        r.Pass(24);
        Assert.Contains("24 days old", r.Refused<ConditionUnmet>(r.Shipping(reservation, 1)).Because, StringComparison.Ordinal);
        Assert.Equal(ConditionStatus.Pending, r.Reading("notice").Status);
        r.Pass(1);
        Assert.Equal(ConditionStatus.Met, r.Reading("notice").Status);
        r.Ship(reservation, 1);
    }

    [Fact]
    public void Domestic_units_have_to_be_shown_beside_imports()
    {
        var r = new Rehearsal().Issued();
        r.Do(new AddCondition
        {
            Id = r.NewId(),
            EventTime = r.Now,
            Actor = "cn-1",
            License = Rehearsal.License,
            Condition = new PairedPurchaseCondition { Key = "paired", Authority = "cn", Binds = "cloud", Evidence = "domestic", Share = 500_000 },
        });
        var reservation = r.Reserve(20);
        r.File("chips-1", "domestic", Rehearsal.License, units: 5);
        r.Ship(reservation, 10);

        // Half a unit for one more is rounded up: 11 units need 6.
        var refusal = r.Refused<ConditionUnmet>(r.Shipping(reservation, 1));
        Assert.Equal("6 domestic units are needed with this shipment, 5 are shown", refusal.Because);
        r.File("chips-1", "domestic", Rehearsal.License, units: 1);
        r.Ship(reservation, 1);
        Assert.Equal("6 domestic units shown for 11 shipped, 6 needed", r.Reading("paired").Reason);
        Replays(r);
    }

    [Fact]
    public void Nothing_ships_before_every_bound_party_acknowledged_the_exact_words()
    {
        var expiry = new ExpiryCondition { Key = "last-day", Authority = "us", Binds = "cloud", Through = new(2026, 12, 31) };
        var r = new Rehearsal().Issued(expiry, new AcknowledgementCondition { Key = "read", Authority = "us", Binds = "maker", Parties = ["cloud"] });
        var reservation = r.Reserve(10);
        var given = new AcknowledgeCondition { Id = r.NewId(), EventTime = r.Now, Actor = "cloud-1", License = Rehearsal.License, Condition = "last-day", Text = ConditionSentence.Of(expiry) };

        Assert.Contains("cloud has not acknowledged 'last-day'", r.Refused<ConditionUnmet>(r.Shipping(reservation, 1)).Because, StringComparison.Ordinal);
        Assert.Equal("text", r.Refused<MalformedCommand>(given with { Text = given.Text + " " }).Field);
        r.Refused<NotTheirs>(given with { Actor = "maker-1" });
        r.Do(given);
        r.Ship(reservation, 1);
        Assert.Equal(given.Text, Assert.Single(r.Book.AcknowledgementsOf(Rehearsal.License)).Given.Text);

        // Another version has to be acknowledged anew.
        r.Two("us-1", "us-2", new ChangeCondition { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Condition = expiry with { Through = new(2026, 6, 30) }, Reason = "made up" });
        r.Refused<ConditionUnmet>(r.Shipping(reservation, 1));
        Replays(r);
    }

    [Fact]
    public void A_missed_delivery_confirmation_suspends_the_line_in_the_same_entry_and_the_border_sees_it()
    {
        var r = new Rehearsal().Issued(new ShipmentReportCondition
        {
            Key = "delivery",
            Authority = "us",
            Binds = "cloud",
            Evidence = "delivery-confirmation",
            From = OrganizationKind.Buyer,
            WithinDays = 30,
            Consequence = Consequence.SuspendLine,
        });
        var reservation = r.Reserve(50);
        var (confirmed, missed) = (r.Ship(reservation, 10), r.Ship(reservation, 10));
        r.File("cloud-1", "delivery-confirmation", confirmed);
        Assert.Equal((ConditionStatus.Due, new DateOnly(2026, 3, 4)), (r.Reading("delivery").Status, r.Reading("delivery").DueOn));

        // On the last day itself nothing has been missed.
        r.Pass(30);
        r.Ship(reservation, 1);
        r.Pass(1);

        // Whoever only reads sees it before any entry tells it.
        Assert.Equal(ConditionStatus.Breached, r.Reading("delivery").Status);
        Assert.Equal("held", Assert.Single(BorderFile.Of(r.Book.ViewOf("us-1")!, r.Today).Rows).Status);
        var read = r.Book.ViewOf("maker-1")!.ReadLine(Rehearsal.Line, r.Today)!;
        Assert.Equal(0, read.FreeUnits);
        Assert.Contains("US-1/delivery, overdue", read.Causes);

        var refused = Assert.IsType<LicenseRefused>(r.Try(r.Shipping(reservation, 1)));
        Assert.Equal("account-suspended", refused.Refusal.Word);

        // What is refused records nothing; the next entry does.
        Assert.IsType<ShipUnits>(r.Entries[^1].Command);
        r.Tick();
        var time = r.Entries[^2];
        Assert.IsType<TimePasses>(time.Command);
        Assert.Equal(new BreachNotice(Rehearsal.License, "delivery", missed, "nothing on file by 2026-03-04", Consequence.SuspendLine), Assert.Single(time.Outcome.Breaches));
        Assert.Contains(time.Ledger!.Parts, p => p.Command is Suspend { Target: Rehearsal.Line, Cause: "US-1/delivery" });
        var row = Assert.Single(BorderFile.Of(r.Book.ViewOf("us-1")!, r.Today).Rows);
        Assert.Equal(("suspended", 0L), (row.Status, row.MayShip.Units));
        Assert.Equal(time.Sequence + 2, BorderFile.Of(r.Book.ViewOf("us-1")!, r.Today).Sequence);
        Replays(r);
    }

    [Fact]
    public void A_breach_ends_by_two_officers_and_not_while_the_duty_is_open()
    {
        var r = new Rehearsal().Issued(new ShipmentReportCondition { Key = "delivery", Authority = "us", Binds = "cloud", Evidence = "delivery-confirmation", WithinDays = 30, Consequence = Consequence.SuspendLine });
        var reservation = r.Reserve(50);
        var shipment = r.Ship(reservation, 10);
        r.Pass(40);
        var reinstate = new ReinstateUse { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Scope = SuspensionScope.Account, Target = Rehearsal.Line, Cause = "US-1/delivery", Reason = "made up" };
        r.Try(r.Shipping(reservation, 1));

        Assert.Contains(shipment, Assert.Single(r.Refused<StillOutstanding>(reinstate).Open), StringComparison.Ordinal);
        r.Refused<NotTheirs>(reinstate with { Actor = "cn-1" });
        r.File("cloud-1", "delivery-confirmation", shipment);
        Assert.Equal(ConditionStatus.Breached, r.Reading("delivery").Status);
        r.Refused<NeedsSecondPerson>(reinstate);
        r.Two("us-1", "us-2", reinstate);
        Assert.Equal(ConditionStatus.Met, r.Reading("delivery").Status);
        r.Ship(reservation, 1);
        Assert.Equal("made up", Assert.Single(r.Book.BreachesOf(Rehearsal.License)).Breach.Resolved);
        Replays(r);
    }

    [Fact]
    public void A_reinstatement_with_a_new_last_day_breaks_again_when_that_passes()
    {
        var r = new Rehearsal().Issued(new ShipmentReportCondition { Key = "delivery", Authority = "us", Binds = "cloud", Evidence = "delivery-confirmation", WithinDays = 30, Consequence = Consequence.SuspendLicense });
        var shipment = r.Ship(r.Reserve(50), 10);
        r.Pass(40);
        r.Reserving(1);
        var command = new ReinstateUse { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Scope = SuspensionScope.License, Target = Rehearsal.License, Cause = "US-1/delivery", Reason = "made up", NewDue = r.Today.AddDays(5) };
        r.Tick();
        Assert.Equal("newDue", r.Refused<MalformedCommand>(command with { NewDue = r.Today.AddDays(-1) }).Field);
        r.Two("us-1", "us-2", command);
        Assert.Equal(LicenseStatus.InForce, r.Book.StatusOf(Rehearsal.License, r.Today));
        r.Pass(6);
        r.Tick();
        Assert.Equal(LicenseStatus.Suspended, r.Book.StatusOf(Rehearsal.License, r.Today));
        Assert.Equal(2, r.Book.BreachesOf(Rehearsal.License).Count(b => b.Breach.Subject == shipment));
        Replays(r);
    }

    [Fact]
    public void What_came_back_whole_needs_no_confirmation()
    {
        var r = new Rehearsal().Issued(new ShipmentReportCondition { Key = "delivery", Authority = "us", Binds = "cloud", Evidence = "delivery-confirmation", WithinDays = 30, Consequence = Consequence.SuspendLine });
        var shipment = r.Ship(r.Reserve(50), 10);
        r.Return(shipment, 4);
        Assert.Equal(ConditionStatus.Due, r.Reading("delivery").Status);
        r.Return(shipment, 6);
        Assert.Equal(ConditionStatus.Met, r.Reading("delivery").Status);
        r.Pass(60);
        r.Reserve(1);
        Assert.Empty(r.Book.BreachesOf(Rehearsal.License));
        Replays(r);
    }

    [Fact]
    public void A_share_of_the_value_is_owed_to_the_last_millionth()
    {
        var r = new Rehearsal().Issued(new RevenueShareCondition { Key = "share", Authority = "us", Binds = "maker", Evidence = "payment", Share = 250_000, WithinDays = 30, Consequence = Consequence.HoldLine });
        var reservation = r.Reserve(50);

        // A quarter of 300,000.000001 is rounded up: 75,000.000001.
        var shipping = r.Shipping(reservation, 10);
        r.Do(shipping with { Value = 300_000_000_001 });
        var shipment = shipping.Id;
        var paid = r.File("maker-1", "payment", shipment, value: 75_000_000_000);
        Assert.Contains("0.000001 USD still to pay", r.Reading("share").Reason, StringComparison.Ordinal);
        r.Pass(31);
        r.Tick();

        // A hold stops shipments and lets reservations be.
        Assert.Equal("share", r.Refused<ConditionUnmet>(r.Shipping(reservation, 1)).Condition);
        r.Reserve(1);
        Assert.Equal("held", Assert.Single(BorderFile.Of(r.Book.ViewOf("us-1")!, r.Today).Rows).Status);
        r.File("us-1", "payment", shipment, value: 1);
        r.Refused<ConditionUnmet>(r.Shipping(reservation, 1));
        var reinstate = new ReinstateUse { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Scope = SuspensionScope.License, Target = Rehearsal.License, Cause = "US-1/share", Reason = "paid" };

        // What the payer says it paid is not paid before the payee has confirmed it.
        r.Refused<StillOutstanding>(reinstate);
        r.Do(new ConfirmPayment { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Filed = paid });
        r.Two("us-1", "us-2", reinstate);
        r.Ship(reservation, 1);
        Replays(r);
    }

    [Fact]
    public void A_report_is_due_for_every_stretch_and_the_next_one_comes_by_itself()
    {
        var r = new Rehearsal().Issued(new PeriodicReportCondition { Key = "report", Authority = "us", Binds = "maker", Evidence = "report", Start = new(2026, 2, 1), EveryDays = 30, WithinDays = 10 });
        Assert.Equal(new DateOnly(2026, 3, 12), r.Reading("report").DueOn);

        // A report cannot be dated before the stretch has ended, so nobody files a year at once.
        r.File("maker-1", "report", Rehearsal.License);
        Assert.Equal(new DateOnly(2026, 3, 12), r.Reading("report").DueOn);
        r.Pass(35);
        r.File("maker-1", "report", Rehearsal.License);
        Assert.Equal(new DateOnly(2026, 4, 11), r.Reading("report").DueOn);
        r.Pass(100);
        r.Reserve(1);
        Assert.Equal(3, r.Book.BreachesOf(Rehearsal.License).Count());
        Assert.Equal(ConditionStatus.Breached, r.Reading("report").Status);
        Replays(r);
    }

    [Fact]
    public void An_attestation_is_never_older_than_it_may_be_once_something_shipped()
    {
        var r = new Rehearsal().Issued(new FreshnessCondition { Key = "where", Authority = "us", Binds = "cloud", Evidence = "attestation", EveryDays = 90, Consequence = Consequence.SuspendLicense });
        r.Pass(200);
        Assert.Equal(ConditionStatus.Met, r.Reading("where").Status);
        var reservation = r.Reserve(50);
        r.Ship(reservation, 10);
        r.Pass(80);
        r.File("cloud-1", "attestation", Rehearsal.License, dated: r.Today.AddDays(-10));
        r.Pass(80);
        r.Ship(reservation, 1);
        r.Pass(1);
        Assert.Equal("account-suspended", Assert.IsType<LicenseRefused>(r.Try(r.Shipping(reservation, 1))).Refusal.Word);
        Replays(r);
    }

    [Fact]
    public void An_older_attestation_that_is_filed_later_moves_the_last_day_nowhere()
    {
        var r = new Rehearsal().Issued(new FreshnessCondition { Key = "where", Authority = "us", Binds = "cloud", Evidence = "attestation", EveryDays = 90, Consequence = Consequence.SuspendLicense });
        r.Ship(r.Reserve(50), 10);
        r.Pass(30);
        r.File("cloud-1", "attestation", Rehearsal.License);
        var due = r.Today.AddDays(90);
        Assert.Equal(due, r.Reading("where").DueOn);
        r.File("cloud-1", "attestation", Rehearsal.License, dated: r.Today.AddDays(-20));
        Assert.Equal(due, r.Reading("where").DueOn);
        Replays(r);
    }

    [Fact]
    public void What_confirms_a_shipment_is_not_older_than_the_shipment()
    {
        var r = new Rehearsal().Issued(new ShipmentReportCondition { Key = "delivery", Authority = "us", Binds = "cloud", Evidence = "delivery-confirmation", WithinDays = 30, Consequence = Consequence.SuspendLine });
        r.Pass(5);
        var shipment = r.Ship(r.Reserve(50), 10);
        r.File("cloud-1", "delivery-confirmation", shipment, dated: r.Today.AddDays(-1));
        Assert.Equal(ConditionStatus.Due, r.Reading("delivery").Status);
        r.File("cloud-1", "delivery-confirmation", shipment);
        Assert.Equal(ConditionStatus.Met, r.Reading("delivery").Status);
        Replays(r);
    }

    [Fact]
    public void Evidence_that_tells_of_nothing_where_something_is_counted_is_bad_input()
    {
        var r = new Rehearsal().Issued(
            new PairedPurchaseCondition { Key = "pairs", Authority = "us", Binds = "cloud", Evidence = "domestic-purchase", Share = 500_000 },
            new RevenueShareCondition { Key = "share", Authority = "us", Binds = "maker", Evidence = "payment", Share = 250_000, WithinDays = 30 });
        Assert.Contains("counts the units", r.Refused<MalformedCommand>(r.Evidence("cloud-1", "domestic-purchase", Rehearsal.License)).Text, StringComparison.Ordinal);
        Assert.Contains("counts the money", r.Refused<MalformedCommand>(r.Evidence("maker-1", "payment", Rehearsal.License)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_waiver_puts_a_duty_off_and_opens_a_gate_until_its_day()
    {
        var r = new Rehearsal().Issued(
            new DeadlineCondition { Key = "plan", Authority = "us", Binds = "maker", Evidence = "plan", By = new(2026, 2, 10), Consequence = Consequence.SuspendLine },
            new EvidenceCondition { Key = "kyc", Authority = "us", Binds = "cloud", Evidence = "kyc" });
        foreach (var key in new[] { "plan", "kyc" })
        {
            r.Two("us-1", "us-2", new WaiveCondition { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Condition = key, Until = new(2026, 3, 1), Reason = "made up" });
        }

        Assert.Equal("waived until 2026-03-01 by us-1, us-2: made up", r.Reading("kyc").Reason);
        r.Pass(27);
        var reservation = r.Reserve(10);
        r.Ship(reservation, 1);
        r.Pass(1);
        Assert.Equal(ConditionStatus.Pending, r.Reading("kyc").Status);
        var refused = Assert.IsType<LicenseRefused>(r.Try(r.Shipping(reservation, 1)));
        Assert.Equal("account-suspended", refused.Refusal.Word);
        Assert.Empty(r.Book.BreachesOf(Rehearsal.License));
        r.Tick();
        Assert.Equal("nothing on file by 2026-03-01", Assert.Single(r.Book.BreachesOf(Rehearsal.License)).Breach.Reason);
        Replays(r);
    }

    [Fact]
    public void A_reversed_sale_breaks_the_ratio_and_suspends_in_the_same_entry()
    {
        var r = new Rehearsal().Issued(new AccountCondition { Key = "volume", Authority = "us", Binds = "maker", Cap = CapKind.RatioCap, Account = "ratio", Consequence = Consequence.SuspendLicense });
        var sale = r.Sell(10).Command.Id;
        var reservation = r.Reserve(90);
        var entry = r.Two("us-1", "us-2", LedgerAct.Of("us-1", new Reverse(r.NewId(), r.Now, sale, "us", "made up")));
        Assert.Empty(entry.Outcome.Breaches);

        var first = r.Entries.First(e => e.Command is SellAtHome).Command.Id;
        entry = r.Two("us-1", "us-2", LedgerAct.Of("us-1", new Reverse(r.NewId(), r.Now, first, "us", "made up")));
        var breach = Assert.Single(entry.Outcome.Breaches);
        Assert.Equal(("volume", "ratio"), (breach.Condition, breach.Subject));
        Assert.Contains(entry.Ledger!.Parts, p => p.Command is Suspend { Target: Rehearsal.License });
        Assert.Equal(ConditionStatus.Breached, r.Reading("volume").Status);
        Assert.Equal("account-suspended", r.Refused<LedgerRefuses>(r.Shipping(reservation, 1)).Word);

        var reinstate = new ReinstateUse { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Scope = SuspensionScope.License, Target = Rehearsal.License, Cause = "US-1/volume", Reason = "made up" };
        r.Refused<StillOutstanding>(reinstate);
        r.Sell(200);
        r.Two("us-1", "us-2", reinstate);
        r.Ship(reservation, 1);
        Replays(r);
    }

    [Fact]
    public void A_cap_lowered_below_its_use_breaks_and_one_that_was_not_does_not()
    {
        var r = new Rehearsal().Issued(
            new AccountCondition { Key = "quota", Authority = "us", Binds = "maker", Cap = CapKind.Quota, Account = Rehearsal.Line, Consequence = Consequence.SuspendLine },
            new AccountCondition { Key = "month", Authority = "us", Binds = "maker", Cap = CapKind.WindowCap, Account = "month", Consequence = Consequence.SuspendLine });
        r.Reserve(60);
        var entry = r.Do(LedgerAct.Of("us-1", new Adjust(r.NewId(), r.Now, Rehearsal.Line, new(-41, 0, 0), null, "us", "made up")));
        Assert.Equal("60 (Units) in use, 59 authorized", Assert.Single(entry.Outcome.Breaches).Reason);
        Assert.Equal("60 of 90 units in the fullest 30 days", r.Reading("month").Reason);
        Replays(r);
    }

    [Fact]
    public void Rejected_evidence_opens_again_what_it_had_settled()
    {
        var r = new Rehearsal().Issued(new ShipmentReportCondition { Key = "delivery", Authority = "us", Binds = "cloud", Evidence = "delivery-confirmation", WithinDays = 30, Consequence = Consequence.SuspendLine });
        var shipment = r.Ship(r.Reserve(50), 10);
        var filed = r.File("cloud-1", "delivery-confirmation", shipment);
        Assert.Equal(ConditionStatus.Met, r.Reading("delivery").Status);
        r.Refused<NotTheirs>(new RejectEvidence { Id = r.NewId(), EventTime = r.Now, Actor = "cloud-1", Filed = filed, Reason = "made up" });
        r.Do(new RejectEvidence { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Filed = filed, Reason = "made up" });
        Assert.Equal(ConditionStatus.Due, r.Reading("delivery").Status);
        r.Pass(31);
        r.Tick();
        Assert.Equal(ConditionStatus.Breached, r.Reading("delivery").Status);
        Replays(r);
    }

    [Fact]
    public void An_authority_finds_a_breach_that_no_entry_shows()
    {
        var r = new Rehearsal().Issued(new SiteCondition { Key = "site", Authority = "us", Binds = "cloud", Sites = ["dc-1"], Consequence = Consequence.SuspendLicense });
        var find = new FindBreach { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Condition = "site", Reason = "chips seen at dc-9 (made up)" };
        r.Refused<NotTheirs>(find with { Actor = "cn-1" });
        var entry = r.Do(find);
        Assert.Single(entry.Outcome.Breaches);
        Assert.Equal("account-suspended", r.Refused<LedgerRefuses>(r.Reserving(1)).Word);
        Replays(r);
    }

    [Fact]
    public void A_condition_for_one_line_leaves_the_others_alone()
    {
        var r = new Rehearsal();
        r.Do(r.Founding());
        var terms = Rehearsal.Terms(Of(new SiteCondition { Key = "site", Authority = "us", Binds = "maker", Sites = ["dc-1"], Lines = ["a"] }));
        var line = terms.Lines[0] with { Caps = [] };
        r.Two("us-1", "us-2", new IssueLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = terms with { Lines = [line with { Key = "a" }, line with { Key = "b" }] } });
        string Reserve(string key)
        {
            var id = r.NewId();
            r.Do(r.Reserving(1) with { Id = id, Line = key });
            return id;
        }

        r.Refused<ConditionUnmet>(r.Shipping(Reserve("a"), 1));
        r.Ship(Reserve("b"), 1);
        Replays(r);
    }

    [Fact]
    public void Sentences_say_what_runs()
    {
        Condition[] all =
        [
            new EvidenceCondition { Key = "k", Authority = "us", Binds = "maker", Evidence = "test-report", Scope = EvidenceScope.Reservation, From = OrganizationKind.Laboratory, Independent = true, Country = "US", Provision = "15 CFR 742.6" },
            new RevenueShareCondition { Key = "k", Authority = "us", Binds = "maker", Evidence = "payment", Share = 250_000, WithinDays = 30, Consequence = Consequence.HoldLine },
            new ShipmentReportCondition { Key = "k", Authority = "us", Binds = "cloud", Evidence = "delivery-confirmation", From = OrganizationKind.Buyer, WithinDays = 1, Consequence = Consequence.SuspendLine, Lines = ["a", "b"] },
        ];
        Assert.Equal(
            [
                "Nothing ships before its own test-report from an independent laboratory in US is on file. If it is broken, the authority is told. Binds maker; set by us under 15 CFR 742.6.",
                "25 % of the value of each shipment is paid within 30 days, shown by payment. If it is broken, nothing ships on the line until the breach is ended. Binds maker; set by us.",
                "Each shipment is followed by a delivery-confirmation from the buyer within 1 day. For lines a, b only. If it is broken, the line is suspended in the same entry. Binds cloud; set by us.",
            ],
            all.Select(ConditionSentence.Of));
    }
}
