using Proviso.Ledger;
using Proviso.Licensing;

namespace Proviso.Tests.Proviso.Licensing;

/// <summary>Ways round the guards, tried as the wrong person, with the wrong figure, in the wrong order.</summary>
public class WrongPersonTests
{
    private static Rehearsal With(Func<FoundBook, FoundBook> change, Func<OpenCap, OpenCap>? cap = null, params IEnumerable<Condition> conditions)
    {
        var r = new Rehearsal();
        r.Do(change(r.Founding()));
        foreach (var action in r.Caps())
        {
            r.Two($"{action.Terms.Authority}-1", $"{action.Terms.Authority}-2", cap?.Invoke(action) ?? action);
        }

        r.Sell(1_000);
        r.Two("us-1", "us-2", new IssueLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.Terms(conditions) });
        return r;
    }

    private static FoundBook Rival(FoundBook found) => found with
    {
        Organizations = [.. found.Organizations, new("rival", "Made-up rival", OrganizationKind.Exporter, "US"), new("store", "Made-up store", OrganizationKind.Buyer, "CN")],
        People = [.. found.People, new("rival-admin", "rival", Role.Administrator), new("rival-1", "rival", Role.Officer), new("maker-admin", "maker", Role.Administrator)],
    };

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "CN")]
    public void A_report_that_has_to_be_independent_or_of_a_country_is_filed_by_its_issuer(bool independent, string? country)
    {
        var r = new Rehearsal().Issued(new EvidenceCondition { Key = "test", Authority = "us", Binds = "maker", Evidence = "test-report", Independent = independent, Country = country });
        var reservation = r.Reserve(10);
        r.Do(r.Evidence("maker-1", "test-report", Rehearsal.License) with { Issuer = "far-lab" });
        Assert.Contains("did not file it itself", r.Refused<ConditionUnmet>(r.Shipping(reservation, 1)).Because, StringComparison.Ordinal);
        r.Do(r.Evidence("us-1", "test-report", Rehearsal.License) with { Issuer = "far-lab" });
        r.Refused<ConditionUnmet>(r.Shipping(reservation, 1));
        r.File("far-lab-1", "test-report", Rehearsal.License);
        r.Ship(reservation, 1);
    }

    [Fact]
    public void A_clerk_of_the_payee_does_not_confirm_a_payment_by_filing_it()
    {
        var r = With(f => f with { People = [.. f.People, new("us-3", "us", Role.Clerk)] }, null, new RevenueShareCondition { Key = "share", Authority = "us", Binds = "maker", Evidence = "payment", Share = 250_000, WithinDays = 30 });
        var shipment = r.Ship(r.Reserve(10), 4);
        var filed = r.File("us-3", "payment", shipment, value: 30_000_000_000);
        Assert.Null(Assert.Single(r.Book.EvidenceOf(Rehearsal.License)).Confirmed);
        Assert.Equal(ConditionStatus.Pending, r.Reading("share").Status);
        r.Do(new ConfirmPayment { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Filed = filed });
        Assert.Equal(ConditionStatus.Met, r.Reading("share").Status);
    }

    [Fact]
    public void A_notice_is_as_old_as_its_filing_whatever_day_it_bears()
    {
        var r = new Rehearsal().Issued(new NoticeCondition { Key = "notice", Authority = "us", Binds = "maker", Evidence = "notice", Days = 5 });
        var reservation = r.Reserve(10);
        r.File("maker-2", "notice", reservation, dated: r.Today.AddDays(-30));
        Assert.Contains("0 days old", r.Refused<ConditionUnmet>(r.Shipping(reservation, 1)).Because, StringComparison.Ordinal);
        Assert.Equal(ConditionStatus.Pending, r.Reading("notice").Status);

        // Who receives notices says when it came, by an officer.
        r.File("us-1", "notice", reservation, dated: r.Today.AddDays(-5));
        r.Ship(reservation, 1);
        Assert.Equal(ConditionStatus.Met, r.Reading("notice").Status);
    }

    [Fact]
    public void A_laboratory_does_not_become_independent_by_its_own_word()
    {
        var r = With(f => f with { People = [.. f.People, new("own-lab-admin", "own-lab", Role.Administrator)] }, null,
            new EvidenceCondition { Key = "test", Authority = "us", Binds = "maker", Evidence = "test-report", From = OrganizationKind.Laboratory, Independent = true });
        var change = new EnrollOrganization { Id = r.NewId(), EventTime = r.Now, Actor = "own-lab-admin", Organization = new("own-lab", "Made-up laboratory of the group", OrganizationKind.Laboratory, "US") };
        r.Refused<NeedsSecondPerson>(change);
        r.Two("own-lab-admin", "us-1", change);
    }

    [Fact]
    public void An_ultimate_parent_is_in_the_book()
    {
        var r = new Rehearsal();
        var found = r.Founding();
        r.Refused<NoSuch>(found with { Organizations = [.. found.Organizations, new("branch", "Made-up branch", OrganizationKind.Buyer, "SG", "nowhere")] });
        r.Do(found);
        r.Refused<NoSuch>(new EnrollOrganization { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Organization = new("branch", "Made-up branch", OrganizationKind.Buyer, "SG", "nowhere") });
        r.Do(new EnrollOrganization { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Organization = new("branch", "Made-up branch", OrganizationKind.Buyer, "SG", "group") });
    }

    [Fact]
    public void Officers_of_one_company_do_not_set_the_clock_where_an_authority_has_none_yet()
    {
        var r = new Rehearsal();
        r.Do(r.Founding() with { Bounds = new() { ClockHours = 24 }, People = [new("us-admin", "us", Role.Administrator), new("maker-1", "maker", Role.Officer), new("maker-3", "maker", Role.Officer), new("cloud-1", "cloud", Role.Officer)] });
        r.Pass(40);
        r.Do(new Propose { Id = "clock", EventTime = r.Now, Actor = "maker-1", Action = new SetClock { Id = "set", EventTime = r.Now, Actor = "maker-1", Stated = r.Today, Reason = "words" } });
        r.Refused<NotTheirs>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "maker-3", Proposal = "clock", Stated = r.Today });

        var alone = new Rehearsal();
        alone.Do(alone.Founding() with { Bounds = new() { ClockHours = 24 }, People = [new("us-admin", "us", Role.Administrator), new("maker-1", "maker", Role.Officer), new("maker-3", "maker", Role.Officer)] });
        alone.Pass(40);
        alone.Do(new Propose { Id = "clock", EventTime = alone.Now, Actor = "maker-1", Action = new SetClock { Id = "set", EventTime = alone.Now, Actor = "maker-1", Stated = alone.Today, Reason = "words" } });
        Assert.True(Assert.IsType<LicenseRefused>(alone.Try(new Countersign { Id = alone.NewId(), EventTime = alone.Now, Actor = "maker-3", Proposal = "clock", Stated = alone.Today })).Refusal is NotTheirs or NoSuch);
    }

    [Fact]
    public void Where_exporter_and_buyer_are_one_the_authority_says_that_goods_came_back()
    {
        var r = new Rehearsal();
        r.Do(r.Founding() with { People = [.. r.Founding().People, new("maker-3", "maker", Role.Officer)] });
        r.Two("us-1", "us-2", new IssueLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.Terms() with { Buyer = "maker", Lines = [Rehearsal.Terms().Lines[0] with { Caps = [] }] } });
        var shipment = r.Ship(r.Reserve(10), 4);
        r.Do(new Propose { Id = "back", EventTime = r.Now, Actor = "maker-1", Action = r.Returning(shipment, 1) });
        r.Refused<NotTheirs>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "maker-3", Proposal = "back" });
        r.Do(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Proposal = "back" });
    }

    [Fact]
    public void A_key_that_was_anothers_is_not_taken_over()
    {
        var r = With(Rival);
        var held = r.Reserving(7) with { Actor = "maker-1" };
        r.Do(held);
        var entry = r.Entries[^1];
        var sale = r.Sell(1);
        Assert.True(r.Book.ViewOf("maker-2")!.Sees(sale));
        r.Do(new DismissPerson { Id = r.NewId(), EventTime = r.Now, Actor = "maker-admin", Person = "maker-1" });
        Assert.True(r.Book.ViewOf("maker-2")!.Sees(sale));
        r.Refused<SoAlready>(new EnrollPerson { Id = r.NewId(), EventTime = r.Now, Actor = "rival-admin", Person = new("maker-1", "rival", Role.Clerk) });
        Assert.False(r.Book.ViewOf("rival-1")!.Sees(entry));
        Assert.False(r.Book.ViewOf("rival-1")!.Sees(sale));
        r.Do(new EnrollPerson { Id = r.NewId(), EventTime = r.Now, Actor = "maker-admin", Person = new("maker-1", "maker", Role.Clerk) });
    }

    [Fact]
    public void An_id_tells_nobody_else_what_was_said_under_it()
    {
        var r = With(Rival);
        var held = r.Reserving(7);
        r.Do(held);
        var sent = r.Shipping(held.Id, 3);
        r.Do(sent);
        foreach (var actor in new[] { "rival-1", "stranger", "store-1" })
        {
            foreach (var guess in new LicenseCommand[] { held, held with { Units = 8 }, held with { Line = "other" }, sent, sent with { Units = 4 }, new DismissPerson { Id = held.Id, EventTime = r.Now, Actor = "", Person = "x" } })
            {
                Assert.Equal("command", r.Refused<CommandIdReused>(guess with { Actor = actor }).Field);
            }
        }

        var released = LedgerAct.Of("maker-2", new Release(r.NewId(), r.Now, held.Id));
        r.Do(released);
        Assert.True(Assert.IsType<LicenseAccepted>(r.Try(released)).Repeated);
        Assert.Equal("command", r.Refused<CommandIdReused>(released with { Actor = "rival-1" }).Field);
        Assert.True(Assert.IsType<LicenseAccepted>(r.Try(held)).Repeated);
        Assert.Equal("units", r.Refused<CommandIdReused>(held with { Units = 8 }).Field);
    }

    [Fact]
    public void A_rate_of_the_past_takes_two_whatever_time_it_was_agreed()
    {
        var r = new Rehearsal();
        r.Now = Rehearsal.At("2026-04-02T09:00:00Z");
        r.Issued();
        var early = new Moment(r.Now.Milliseconds - (60 * Moment.Day));
        LedgerAct Rate(Moment at, Moment since) => LedgerAct.Of("us-1", new SetRate(r.NewId(), at, "USD", "CNY", since, 1_000_000, 7_000_000, "a made-up bank", "us"));
        r.Two("us-1", "us-2", Rate(r.Now, early));
        var past = new Moment(r.Now.Milliseconds - (30 * Moment.Day));
        r.Refused<NeedsSecondPerson>(Rate(past, past));
        r.Do(Rate(r.Now, r.Now));
    }

    [Fact]
    public void A_breach_of_a_limit_that_is_not_theirs_tells_no_figure()
    {
        var r = new Rehearsal().Issued();
        r.Do(new AddCondition
        {
            Id = r.NewId(),
            EventTime = r.Now,
            Actor = "cn-1",
            License = Rehearsal.License,
            Condition = new AccountCondition { Key = "total", Authority = "cn", Binds = "cloud", Cap = CapKind.Approval, Account = "cn-total", Consequence = Consequence.HoldLine },
        });
        var reservation = r.Reserve(50);
        r.Do(LedgerAct.Of("cn-1", new Adjust(r.NewId(), r.Now, "cn-total", new(-487, 0, 0), null, "cn", "words")));
        var view = r.Book.ViewOf("maker-1")!;
        var texts = view.BreachesOf(Rehearsal.License).Select(b => $"{b.Breach.Subject} {b.Breach.Reason}").Append(Assert.IsType<LicenseRefused>(r.Try(r.Shipping(reservation, 1))).Refusal.Text)
            .Concat(view.Conditions(Rehearsal.License, r.Today).Select(c => c.Reason)).ToList();
        Assert.True(texts.Count >= 3);
        Assert.All(texts, t => Assert.DoesNotContain("13", t, StringComparison.Ordinal));
        Assert.All(texts, t => Assert.DoesNotContain("50 (Units)", t, StringComparison.Ordinal));
        Assert.Contains(r.Book.ViewOf("cn-1")!.BreachesOf(Rehearsal.License), b => b.Breach.Reason.Contains("13", StringComparison.Ordinal));
    }

    [Fact]
    public void A_refusal_does_not_tell_whether_a_rival_a_license_or_an_id_is_there()
    {
        var r = With(Rival);
        r.Two("us-1", "us-2", new IssueLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = SequenceWorlds.Terms("US-9", "line-9", [], [new DeadlineCondition { Key = "plan", Authority = "us", Binds = "rival", Evidence = "plan", By = new(2026, 12, 31) }], "rival", "store") });
        var held = r.Reserving(3) with { Actor = "rival-1", Line = "line-9" };
        r.Do(held);
        Condition Site(string binds) => new SiteCondition { Key = "s", Authority = "us", Binds = binds, Sites = ["x"] };
        Func<string, LicenseCommand>[] commands =
        [
            k => new IssueLicense { Id = "i", EventTime = r.Now, Actor = "maker-1", License = Rehearsal.Terms() with { Key = "X", Exporter = k } },
            k => new IssueLicense { Id = "i", EventTime = r.Now, Actor = "maker-1", License = Rehearsal.Terms(Site(k)) with { Key = "X" } },
            k => new AddCondition { Id = "i", EventTime = r.Now, Actor = "maker-1", License = Rehearsal.License, Condition = Site(k) },
            k => new FileEvidence { Id = "i", EventTime = r.Now, Actor = "maker-1", License = Rehearsal.License, Evidence = "e", Subject = Rehearsal.License, Issuer = k, Dated = r.Today, Reference = "words" },
            k => new EnrollOrganization { Id = "i", EventTime = r.Now, Actor = "maker-1", Organization = new(k, "X", OrganizationKind.Other, "US") },
            k => new SellAtHome { Id = "i", EventTime = r.Now, Actor = "maker-1", Exporter = k, Product = SequenceWorlds.Product, Units = 1, Reference = "words", Digest = new('a', 64) },
        ];
        Same(r, "rival", commands);
        Same(r, "US-9",
            k => new FileEvidence { Id = "i", EventTime = r.Now, Actor = "maker-1", License = k, Evidence = "plan", Subject = k, Issuer = "maker", Dated = r.Today, Reference = "words" },
            k => new ConfirmLicense { Id = "i", EventTime = r.Now, Actor = "maker-1", License = k, Reason = "words" },
            k => new SuspendUse { Id = "i", EventTime = r.Now, Actor = "maker-1", Scope = SuspensionScope.License, Target = k, Cause = "c", Reason = "words" });
        Same(r, held.Id,
            k => LedgerAct.Of("maker-1", new Reverse("i", r.Now, k, "maker", "words")),
            k => LedgerAct.Of("maker-1", new Release("i", r.Now, k)),
            k => r.Shipping(k, 1) with { Id = "i" });
        Same(r, "cn-total",
            k => new AddCondition { Id = "i", EventTime = r.Now, Actor = "maker-1", License = Rehearsal.License, Condition = new AccountCondition { Key = "s", Authority = "us", Binds = "maker", Cap = CapKind.Quota, Account = k } },
            k => new SuspendUse { Id = "i", EventTime = r.Now, Actor = "maker-1", Scope = SuspensionScope.Account, Target = k, Cause = "c", Reason = "words" },
            k => LedgerAct.Of("maker-1", new Freeze("i", r.Now, k, "maker", "words")));
    }

    private static void Same(Rehearsal r, string there, params Func<string, LicenseCommand>[] commands)
    {
        const string nowhere = "nowhere-at-all";
        foreach (var make in commands)
        {
            string Answer(string key) => Assert.IsType<LicenseRefused>(r.Try(make(key))) is var refused ? $"{refused.Refusal.Word}: {refused.Refusal.Text}".Replace(key, "KEY", StringComparison.Ordinal) : "";
            Assert.Equal(Answer(nowhere), Answer(there));
        }
    }

    [Fact]
    public void A_share_of_the_value_is_not_asked_where_nothing_says_a_price()
    {
        var r = new Rehearsal();
        r.Do(r.Founding());
        r.Two("us-1", "us-2", new IssueLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.Terms() with { Lines = [new() { Key = "line-1", Currency = "USD", Authorized = new(100, 0, 0), Limited = Measures.Units }] } });
        Assert.Contains("unitPrice", r.Refused<MalformedCommand>(new AddCondition
        {
            Id = r.NewId(),
            EventTime = r.Now,
            Actor = "us-1",
            License = Rehearsal.License,
            Condition = new RevenueShareCondition { Key = "share", Authority = "us", Binds = "maker", Evidence = "payment", Share = 250_000, WithinDays = 30 },
        }).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_under_facts_that_changed_since_does_not_count()
    {
        var r = With(Rival);
        EnrollOrganization Facts(string country) => new() { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Organization = new("group", "Made-up group", OrganizationKind.Other, country) };
        r.Two("us-admin", "us-1", Facts("SG"));
        r.Do(new Propose { Id = "old", EventTime = r.Now, Actor = "us-1", Action = new ConfirmLicense { Id = "old-action", EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Reason = "SG is fine" } });
        r.Do(new Propose { Id = "old-issue", EventTime = r.Now, Actor = "us-1", Action = new IssueLicense { Id = "old-issued", EventTime = r.Now, Actor = "us-1", License = SequenceWorlds.Terms("US-9", "line-9", [], []) } });
        r.Two("us-admin", "us-1", Facts("RU"));
        Assert.Contains("changed", r.Refused<SoAlready>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "us-2", Proposal = "old" }).State, StringComparison.Ordinal);
        Assert.Contains("changed", r.Refused<SoAlready>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "us-2", Proposal = "old-issue" }).State, StringComparison.Ordinal);
        r.Two("us-1", "us-2", new ConfirmLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Reason = "RU was looked at" });
    }

    [Fact]
    public void An_id_that_was_taken_since_it_was_proposed_is_not_used_twice()
    {
        var r = new Rehearsal().Issued();
        r.Do(new Propose { Id = "p", EventTime = r.Now, Actor = "us-1", Action = new ExtendLicense { Id = "a", EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Through = new(2028, 1, 1), Reason = "words" } });
        r.Do(r.Evidence("maker-1", "note", Rehearsal.License) with { Id = "a" });
        r.Refused<CommandIdReused>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "us-2", Proposal = "p" });
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void A_challenge_by_one_authority_does_not_sign_for_another()
    {
        var r = With(f => f, c => c.Terms.Account == "ratio" ? c with { Actor = "cn-1", Sales = SaleProof.Evidence, Terms = c.Terms with { Authority = "us" } } with { Actor = "us-1" } : c);
        var first = r.Book.Sales.Single().Sale.Id;
        var mine = r.Caps().First(c => c.Terms.Account == "ratio");
        r.Two("cn-1", "cn-2", mine with { Id = r.NewId(), Actor = "cn-1", Sales = SaleProof.Countersigned, Terms = mine.Terms with { Account = "cn-ratio", Authority = "cn" } });
        r.Do(new ChallengeSale { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Sale = first, Reason = "no such customer" });
        var before = r.Book.Ledger.RatioAt(r.Book.Ledger.RowOf("cn-ratio"))!.Value.Limit;
        var result = r.Try(new Propose { Id = "s", EventTime = r.Now, Actor = "maker-1", Action = r.Selling(50) });
        if (result is LicenseAccepted)
        {
            Assert.IsType<LicenseRefused>(r.Try(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Proposal = "s" }));
        }

        Assert.Equal(before, r.Book.Ledger.RatioAt(r.Book.Ledger.RowOf("cn-ratio"))!.Value.Limit);
    }

    [Fact]
    public void Who_keeps_no_cap_on_a_sale_does_not_challenge_it()
    {
        var r = new Rehearsal();
        r.Do(r.Founding());
        r.Sell(10);
        r.Refused<NoSuch>(new ChallengeSale { Id = r.NewId(), EventTime = r.Now, Actor = "cn-1", Sale = r.Book.Sales.Single().Sale.Id, Reason = "words" });
    }

    [Fact]
    public void Evidence_of_ever_so_much_stops_no_book()
    {
        var r = new Rehearsal().Issued(
            new PairedPurchaseCondition { Key = "paired", Authority = "us", Binds = "cloud", Evidence = "domestic", Share = 500_000 },
            new RevenueShareCondition { Key = "share", Authority = "us", Binds = "maker", Evidence = "payment", Share = 250_000, WithinDays = 30 });
        var reservation = r.Reserve(10);
        for (var i = 0; i < 12; i++)
        {
            r.File("chips-1", "domestic", Rehearsal.License, units: Amounts.MostMoved);
        }

        var shipment = r.Ship(reservation, 4);
        for (var i = 0; i < 12; i++)
        {
            Assert.True(r.Try(r.Evidence("maker-1", "payment", shipment, value: Amounts.MostMoved)) is LicenseAccepted or LicenseRefused { Refusal: MalformedCommand });
        }

        Assert.Equal(ConditionStatus.Pending, r.Reading("share").Status);
        r.Refused<MalformedCommand>(new AddCondition { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Condition = new PeriodicReportCondition { Key = "r", Authority = "us", Binds = "maker", Evidence = "e", Start = new(9999, 12, 31), EveryDays = 30, WithinDays = 30 } });
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void A_suspension_called_revoked_does_not_keep_a_license_from_being_revoked()
    {
        var r = new Rehearsal().Issued();
        Assert.Equal("cause", r.Refused<MalformedCommand>(new SuspendUse { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Scope = SuspensionScope.License, Target = Rehearsal.License, Cause = "revoked", Reason = "words" }).Field);
    }

    [Fact]
    public void A_recorded_reservation_with_something_beside_it_is_not_taken_over()
    {
        var r = new Rehearsal().Issued();
        r.Reserve(5);
        var last = r.Entries[^1];
        foreach (var outcome in new EntryOutcome[]
        {
            new() { Figures = [new(SequenceWorlds.Product, 1, "forged")] }, new() { TakenBack = ["breach of US-1/x"] }, new() { Witnessed = r.Now }, new() { Law = [new(true, "forged", "-", "-", "")] },
            new() { Breaches = [new(Rehearsal.License, "x", "y", "z", Consequence.Notify)] },
        })
        {
            var machine = new LicenseBook();
            foreach (var entry in r.Entries.SkipLast(1))
            {
                machine.Replay(entry, LicenseCodec.Encode(entry));
            }

            var forged = new LicenseEntry(last.Sequence, last.RecordedAt, last.Command, last.Ledger, outcome);
            var bytes = LicenseCodec.Encode(forged);
            Assert.Throws<LicenseFormatException>(() => machine.Replay(LicenseCodec.Decode(bytes, forged.Sequence, forged.RecordedAt), bytes));
        }
    }

    [Fact]
    public void A_witness_of_a_later_time_does_not_vouch_for_an_earlier_one()
    {
        var r = new Rehearsal();
        r.Do(r.Founding() with { Bounds = new() { ClockHours = 24 } });
        r.Pass(60);
        r.Book.Witnessed = new(r.Now.Milliseconds + (365 * Moment.Day));
        r.Refused<ClockStopped>(new EnrollPerson { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Person = new("new", "us", Role.Clerk) });
        r.Book.Witnessed = new(r.Now.Milliseconds - (Moment.Day / 2));
        r.Do(new EnrollPerson { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Person = new("new", "us", Role.Clerk) });
    }

    [Fact]
    public void The_founding_names_its_organizations_and_people_to_the_founder_alone()
    {
        var r = new Rehearsal().Issued();
        Assert.True(r.Book.ViewOf("us-2")!.Sees(r.Entries[0]));
        Assert.False(r.Book.ViewOf("maker-1")!.Sees(r.Entries[0]));
    }
}
