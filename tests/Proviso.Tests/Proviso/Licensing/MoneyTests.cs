// Method: what a clerk could state wrongly or an exporter to its own advantage, step by step; the right figure is worked out beside it from units and prices.
using Proviso.Ledger;
using Proviso.Licensing;

namespace Proviso.Tests.Proviso.Licensing;

public class MoneyTests
{
    private static readonly RevenueShareCondition s_share = new() { Key = "share", Authority = "us", Binds = "maker", Evidence = "payment", Share = 250_000, WithinDays = 30, Consequence = Consequence.HoldLine };

    [Fact]
    public void Tpp_is_the_catalogs_and_no_command_can_state_it()
    {
        var r = new Rehearsal().Issued();
        r.Reserve(3);
        Assert.Equal(3 * Rehearsal.Tpp, r.Book.Ledger.BalanceOf("ratio")!.Value.Reserved.Tpp);
        foreach (var kind in typeof(LicenseCommand).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(LicenseCommand)) && t != typeof(LedgerAct)))
        {
            // Amounts with a figure of TPP are an authority's alone: what it authorizes.
            Assert.True(kind == typeof(OpenCap) || kind.GetProperties().All(p => !p.Name.Contains("Tpp", StringComparison.Ordinal) && p.PropertyType != typeof(Amounts)), kind.Name);
        }

        // Nor can one of the ledger's own that moves something.
        foreach (var act in new LedgerCommand[]
        {
            new Reserve(r.NewId(), r.Now, Rehearsal.Line, new(100, 3_000_000_000_000, 1), 0, "USD"), new Ship(r.NewId(), r.Now, "id-1", new(1, 1, 1), false), new Return(r.NewId(), r.Now, "id-1", new(1, 1, 1)),
            new RecordSale(r.NewId(), r.Now, "nvidia-h200-sxm", "maker", 1, Amounts.MostMoved),
        })
        {
            Assert.Equal("act", r.Refused<MalformedCommand>(LedgerAct.Of("maker-1", act)).Field);
            Assert.Equal("act", r.Refused<MalformedCommand>(LedgerAct.Of("maker-1", new Linked(r.NewId(), r.Now, [act]))).Field);
        }
    }

    [Fact]
    public void A_license_for_a_product_without_figures_needs_those_of_its_authority()
    {
        var r = new Rehearsal();
        r.Do(r.Founding());
        var terms = Rehearsal.Terms() with { Product = "made-up-chip", Lines = [Rehearsal.Terms().Lines[0] with { Caps = [] }] };
        IssueLicense Issue(LicenseTerms license) => new() { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = license };
        Assert.Equal("license.product", r.Refused<MalformedCommand>(new Propose { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Action = Issue(terms) }).Field);
        Assert.Equal("license.figures.tpp", r.Refused<MalformedCommand>(new Propose { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Action = Issue(terms with { Figures = new(0, "data sheet") }) }).Field);
        r.Two("us-1", "us-2", Issue(terms with { Figures = new(7_000_000, "data sheet of the maker") }));
        r.Reserve(3);
        Assert.Equal(21_000_000, r.Book.Ledger.BalanceOf(Rehearsal.Line)!.Value.Reserved.Tpp);

        // Where the catalog says another figure, both are kept.
        r.Two("us-1", "us-2", Issue(Rehearsal.Terms() with { Key = "US-2", Lines = [terms.Lines[0] with { Key = "line-2" }], Figures = new(1_000_000, "a letter") }));
        var (figure, differs) = r.Book.ViewOf("us-1")!.FigureOf("US-2")!.Value;
        Assert.Equal((1_000_000, "the catalog says 15832"), (figure.Tpp, differs));
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void A_sale_at_home_names_a_product_of_the_catalog_and_a_document_that_counts_once()
    {
        var r = new Rehearsal().Issued();
        var before = r.Book.Ledger.RatioAt(r.Book.Ledger.RowOf("ratio"))!.Value.Sold;
        Assert.Equal("product", r.Refused<MalformedCommand>(r.Selling(1) with { Product = "giant" }).Field);
        Assert.Equal("units", r.Refused<MalformedCommand>(r.Selling(1) with { Units = 0 }).Field);
        Assert.Equal("units", r.Refused<MalformedCommand>(r.Selling(1) with { Units = Amounts.MostMoved }).Field);
        Assert.Equal("digest", r.Refused<MalformedCommand>(r.Selling(1) with { Digest = "none" }).Field);
        Assert.Equal("reference", r.Refused<MalformedCommand>(r.Selling(1) with { Reference = " " }).Field);
        var sale = r.Selling(2);
        r.Do(sale);
        Assert.Equal(before + (2 * Rehearsal.Tpp), r.Book.Ledger.RatioAt(r.Book.Ledger.RowOf("ratio"))!.Value.Sold);
        Assert.Contains("counted already", r.Refused<SoAlready>(sale with { Id = r.NewId(), Reference = "another" }).State, StringComparison.Ordinal);
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void A_challenged_sale_is_out_at_once_and_later_ones_need_the_authority()
    {
        var r = new Rehearsal().Issued(new AccountCondition { Key = "volume", Authority = "us", Binds = "maker", Cap = CapKind.RatioCap, Account = "ratio", Consequence = Consequence.SuspendLicense });
        var sale = r.Entries.First(e => e.Command is SellAtHome).Command.Id;
        r.Reserve(80);
        ChallengeSale By(string who) => new() { Id = r.NewId(), EventTime = r.Now, Actor = who, Sale = sale, Reason = "no such customer (made up)" };
        r.Refused<NoSuch>(By("cn-1"));
        r.Refused<NoSuch>(By("maker-1"));
        r.Refused<NotTheirs>(By("us-admin"));
        var entry = r.Do(By("us-1"));
        Assert.Equal("volume", Assert.Single(entry.Outcome.Breaches).Condition);
        Assert.Equal(0, r.Book.Ledger.RatioAt(r.Book.Ledger.RowOf("ratio"))!.Value.Sold);

        // The same document never again; another one with the signature of who doubted.
        r.Refused<SoAlready>(((SellAtHome)r.Entries.First(e => e.Command is SellAtHome).Command) with { Id = r.NewId() });
        r.Refused<NeedsSecondPerson>(r.Selling(500));
        r.Two("maker-1", "us-2", r.Selling(500));
        Assert.Equal(500 * Rehearsal.Tpp, r.Book.Ledger.RatioAt(r.Book.Ledger.RowOf("ratio"))!.Value.Sold);
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void A_cap_may_ask_for_the_signature_of_its_authority_under_each_sale()
    {
        var r = new Rehearsal();
        r.Do(r.Founding());
        var cap = r.Caps().First(c => c.Terms.Ratio is not null);
        r.Two("us-1", "us-2", cap with { Sales = SaleProof.Countersigned });
        r.Refused<NeedsSecondPerson>(r.Selling(10));
        var selling = r.Selling(10);
        r.Do(new Propose { Id = "sale", EventTime = r.Now, Actor = "maker-1", Action = selling });
        r.Refused<NoSuch>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "cn-1", Proposal = "sale" });
        r.Refused<NotTheirs>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "maker-2", Proposal = "sale" });
        r.Do(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Proposal = "sale" });
        Assert.Equal(10 * Rehearsal.Tpp, r.Book.Ledger.RatioAt(r.Book.Ledger.RowOf("ratio"))!.Value.Sold);
        r.Refused<MalformedCommand>(new Propose { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Action = r.Caps().Last() with { Terms = r.Caps().Last().Terms with { Account = "m2" }, Sales = SaleProof.Countersigned } });
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Theory]
    [InlineData(0, "USD", "value")]
    [InlineData(0, null, "value")]
    [InlineData(30_000, null, "currency")]
    [InlineData(30_000, "EUR", "currency")]
    [InlineData(30_000, "usd", "currency")]
    [InlineData(-1, "USD", "value")]
    public void Where_money_counts_a_value_with_its_currency_is_needed_at_every_step(long value, string? currency, string field)
    {
        var r = new Rehearsal().Issued();
        var millionths = value < 0 ? value : value * 1_000_000;
        Assert.Equal(field, r.Refused<MalformedCommand>(r.Reserving(1) with { Value = millionths, Currency = currency }).Field);
        var reservation = r.Reserve(10);
        Assert.Equal(field, r.Refused<MalformedCommand>(r.Shipping(reservation, 1) with { Value = millionths, Currency = currency }).Field);
        var shipment = r.Ship(reservation, 5);
        var returning = r.Returning(shipment, 1) with { Value = millionths, Currency = currency };
        Assert.Equal(field, r.Refused<MalformedCommand>(new Propose { Id = r.NewId(), EventTime = r.Now, Actor = "maker-1", Action = returning }).Field);
    }

    [Fact]
    public void A_condition_that_counts_money_asks_for_it_where_no_limit_does()
    {
        var r = new Rehearsal();
        r.Do(r.Founding());
        var line = Rehearsal.Terms().Lines[0] with { Caps = [], Limited = Measures.Units, Authorized = new(100, 0, 0), UnitPrice = null };
        IssueLicense Issue(params Condition[] conditions) => new() { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.Terms(conditions) with { Lines = [line] } };
        Assert.Equal("license.lines.unitPrice", r.Refused<MalformedCommand>(new Propose { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Action = Issue(s_share) }).Field);

        // With a price, and no limit that counts money: a share may be asked later, and then the value is.
        line = line with { UnitPrice = 30_000_000_000 };
        r.Two("us-1", "us-2", Issue());
        var reservation = r.Reserving(10) with { Value = 0, Currency = null };
        r.Do(reservation);
        r.Do(r.Shipping(reservation.Id, 1) with { Value = 0, Currency = null });
        r.Do(new AddCondition { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.License, Condition = s_share });
        Assert.Equal("value", r.Refused<MalformedCommand>(r.Shipping(reservation.Id, 1) with { Value = 0, Currency = null }).Field);
        var shipment = r.Ship(reservation.Id, 1);
        Assert.Contains("7500 USD still to pay", Assert.Single(r.Book.Obligations(openOnly: true)).What, StringComparison.Ordinal);
        Assert.Equal(shipment, Assert.Single(r.Book.Obligations(openOnly: true)).Subject);
    }

    [Fact]
    public void A_value_far_from_the_price_is_for_two_officers_of_the_authority()
    {
        // 30,000 a unit and 10 %: ten units are worth 270,000 to 330,000.
        var r = new Rehearsal().Issued();
        foreach (var (value, fits) in new[] { (270_000_000_000, true), (269_999_999_999, false), (330_000_000_000, true), (330_000_000_001, false), (1, false) })
        {
            var reserving = r.Reserving(10) with { Value = value };
            if (fits)
            {
                r.Do(reserving);
                r.Do(LedgerAct.Of("maker-2", new Release(r.NewId(), r.Now, reserving.Id)));
                continue;
            }

            var refused = r.Refused<ValueOutsideTolerance>(reserving);
            Assert.Equal((270_000_000_000, 330_000_000_000, "us"), (refused.Least, refused.Most, refused.Authority));
        }

        var cheap = r.Reserving(10) with { Value = 1, Actor = "us-1" };
        r.Refused<NeedsSecondPerson>(cheap);
        r.Refused<NoSuch>(cheap with { Actor = "lab-1" });
        r.Refused<NotTheirs>(r.Reserving(10) with { Actor = "us-1" });
        r.Two("us-1", "us-2", cheap);
        Assert.Equal(1, r.Book.Ledger.ReservationOf(cheap.Id)!.Value.Remaining.Value);

        // A part is held against the price of its reservation as well as of the line.
        var reservation = r.Reserving(10) with { Value = 330_000_000_000 };
        r.Do(reservation);
        Assert.Equal(reservation.Id, r.Refused<ValueOutsideTolerance>(r.Shipping(reservation.Id, 1) with { Value = 29_000_000_000 }).Of);
        Assert.Equal(Rehearsal.Line, r.Refused<ValueOutsideTolerance>(r.Shipping(reservation.Id, 1) with { Value = 34_000_000_000 }).Of);
        r.Two("us-1", "us-2", r.Shipping(reservation.Id, 1) with { Value = 29_000_000_000, Actor = "us-1" });
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void A_return_is_worth_its_units_share_and_counts_when_both_sides_said_it()
    {
        var r = new Rehearsal().Issued();
        var shipment = r.Ship(r.Reserve(10), 10);
        var used = r.Book.Ledger.BalanceOf("cn-total")!.Value.Used;
        r.Refused<NeedsSecondPerson>(r.Returning(shipment, 1));
        Assert.Equal(used, r.Book.Ledger.BalanceOf("cn-total")!.Value.Used);

        // One unit of ten is worth 30,000, and no more comes back for it.
        LicenseCommand Proposed(ReturnUnits command) => new Propose { Id = r.NewId(), EventTime = r.Now, Actor = command.Actor, Action = command };
        Assert.Equal(30_000_000_000, r.Refused<ValueOutsideTolerance>(Proposed(r.Returning(shipment, 1) with { Value = 30_000_000_001 })).Most);
        Assert.Equal("exceeds-shipment", r.Refused<LedgerRefuses>(Proposed(r.Returning(shipment, 11))).Word);
        Assert.Equal("units", r.Refused<MalformedCommand>(Proposed(r.Returning(shipment, 0) with { Value = 1 })).Field);
        r.Refused<NotTheirs>(Proposed(r.Returning(shipment, 1) with { Actor = "us-1" }));

        r.Do(new Propose { Id = "back", EventTime = r.Now, Actor = "cloud-1", Action = r.Returning(shipment, 1) with { Actor = "cloud-1" } });
        r.Refused<NeedsSecondPerson>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "cloud-1", Proposal = "back" });
        r.Refused<NoSuch>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "maker-2", Proposal = "back" });
        r.Refused<NoSuch>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Proposal = "back" });
        r.Do(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "maker-1", Proposal = "back" });
        Assert.Equal(used - new Amounts(1, 30_000_000_000, Rehearsal.Tpp), r.Book.Ledger.BalanceOf("cn-total")!.Value.Used);
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void More_than_is_reserved_does_not_ship_and_the_reservation_is_named()
    {
        // A laboratory tested ten; the room for more is no test of more.
        var r = new Rehearsal().Issued();
        var reservation = r.Reserve(10);
        var refused = r.Refused<ReservationExceeded>(r.Shipping(reservation, 11));
        Assert.Equal((reservation, 11, 10), (refused.Reservation, refused.Asked, refused.Held));
        r.Ship(reservation, 4);
        Assert.Equal(6, r.Refused<ReservationExceeded>(r.Shipping(reservation, 7)).Held);
    }

    [Fact]
    public void A_lapsed_reservation_is_refused_as_lapsed_before_and_after_the_lapse_is_recorded()
    {
        var r = new Rehearsal().Issued();
        var reservation = r.Reserve(10, Moment.Day);
        r.Pass(2);
        Assert.Equal("reservation-lapsed", r.Refused<LedgerRefuses>(r.Shipping(reservation, 1)).Word);
        r.Tick();
        Assert.Equal("reservation-lapsed", r.Refused<LedgerRefuses>(r.Shipping(reservation, 1)).Word);
    }

    [Fact]
    public void What_is_free_now_is_what_a_reservation_can_take_and_one_more_cannot()
    {
        // The line has 100 units and 4,000,000 of money: at 30,000 a unit 133; the buyer's cap 200, the window 90, the ratio half of 1,000.
        var r = new Rehearsal().Issued();
        LineReading Line() => r.Book.ReadLine(Rehearsal.Line, r.Today)!;
        Assert.Equal((90, "month"), (Line().FreeUnits, Line().Tightest));
        r.Do(LedgerAct.Of("us-1", new Adjust(r.NewId(), r.Now, Rehearsal.Line, new(0, -3_400_000_000_000, 0), null, "us", "made up")));
        Assert.Equal((20, Rehearsal.Line), (Line().FreeUnits, Line().Tightest));
        Assert.Equal(Measure.Value, Assert.IsType<QuotaExceeded>(Line().Because).Measure);
        r.Do(new ChallengeSale { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Sale = r.Entries.First(e => e.Command is SellAtHome).Command.Id, Reason = "made up" });
        r.Two("maker-1", "us-1", r.Selling(15));
        Assert.Equal((7, "ratio"), (Line().FreeUnits, Line().Tightest));
        Assert.Equal("ratio-exceeded", r.Refused<LedgerRefuses>(r.Reserving(8)).Word);
        r.Reserve(7);
        Assert.Equal(0, Line().FreeUnits);
        r.Refused<LedgerRefuses>(r.Reserving(1));
    }

    [Fact]
    public void A_reservation_of_next_year_is_not_made_today()
    {
        var r = new Rehearsal().Issued();
        Assert.Equal("eventTime", r.Refused<MalformedCommand>(r.Reserving(1) with { EventTime = new(r.Now.Milliseconds + 1) }).Field);
        r.Refused<NotTheirs>(r.Reserving(1) with { EventTime = new(r.Now.Milliseconds - (3 * Moment.Day) - 1) });
    }

    [Fact]
    public void The_word_of_the_payer_is_marked_until_the_payee_confirms_it()
    {
        var r = new Rehearsal().Issued(s_share);
        var shipment = r.Ship(r.Reserve(10), 10);
        var filed = r.File("maker-1", "payment", shipment, value: 75_000_000_000);
        Assert.Equal(ConditionStatus.Pending, r.Reading("share").Status);
        Assert.Contains("on the payer's word", r.Reading("share").Reason, StringComparison.Ordinal);
        Assert.Equal("claimed", Assert.Single(r.Book.Obligations(openOnly: true)).State);

        // It is not missed meanwhile, and the payer does not confirm it.
        r.Pass(60);
        r.Tick();
        Assert.Empty(r.Book.BreachesOf(Rehearsal.License));
        ConfirmPayment By(string who) => new() { Id = r.NewId(), EventTime = r.Now, Actor = who, Filed = filed };
        r.Refused<NotTheirs>(By("maker-1"));
        r.Refused<NotTheirs>(By("cn-1"));
        r.Refused<NoSuch>(By("lab-1"));
        r.Refused<NotTheirs>(By("us-admin"));
        r.Do(By("us-1"));
        Assert.Equal(ConditionStatus.Met, r.Reading("share").Status);
        r.Refused<SoAlready>(By("us-2"));

        // Rejected, it is owed again.
        r.Do(new RejectEvidence { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Filed = filed, Reason = "the bank sent it back (made up)" });
        Assert.Equal(ConditionStatus.Breached, r.Reading("share").Status);
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Fact]
    public void One_document_counts_once()
    {
        var r = new Rehearsal().Issued(s_share);
        var shipment = r.Ship(r.Reserve(10), 10);
        var half = r.Evidence("maker-1", "payment", shipment, value: 37_500_000_000) with { Digest = new string('a', 64) };
        r.Do(half);
        Assert.Contains("counted already", r.Refused<SoAlready>(half with { Id = r.NewId(), Reference = "another" }).State, StringComparison.Ordinal);
        Assert.Contains("counted already", r.Refused<SoAlready>(half with { Id = r.NewId(), Digest = null }).State, StringComparison.Ordinal);
        Assert.Contains("37500 USD still to pay", r.Reading("share").Reason, StringComparison.Ordinal);

        // Rejected, it may be filed anew.
        r.Do(new RejectEvidence { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Filed = half.Id, Reason = "unreadable (made up)" });
        r.Do(half with { Id = r.NewId() });
    }

    [Fact]
    public void Money_in_another_currency_does_not_pay()
    {
        var r = new Rehearsal().Issued(s_share);
        var shipment = r.Ship(r.Reserve(10), 10);
        Assert.Equal("currency", r.Refused<MalformedCommand>(r.Evidence("maker-1", "payment", shipment, value: 75_000_000_000) with { Currency = "JPY" }).Field);
        Assert.Equal("currency", r.Refused<MalformedCommand>(r.Evidence("maker-1", "payment", shipment, value: 75_000_000_000) with { Currency = null }).Field);
    }

    [Fact]
    public void A_rate_of_one_officer_stays_near_the_last_and_never_reaches_back()
    {
        var r = new Rehearsal().Issued();
        SetRate Rate(long to, int days = 0, string authority = "us") => new(r.NewId(), r.Now, "USD", "CNY", new(r.Now.Milliseconds - (days * Moment.Day)), 100_000_000, to, "bank of record (made up)", authority);
        r.Refused<NeedsSecondPerson>(LedgerAct.Of("us-1", Rate(700_000_000)));
        r.Refused<NotTheirs>(LedgerAct.Of("us-1", Rate(700_000_000, authority: "cn")));
        r.Two("us-1", "us-2", LedgerAct.Of("us-1", Rate(700_000_000)));
        r.Refused<NeedsSecondPerson>(LedgerAct.Of("us-1", Rate(700_000_000)));
        r.Pass(1);
        r.Refused<NeedsSecondPerson>(LedgerAct.Of("us-1", Rate(735_000_001)));
        r.Refused<NeedsSecondPerson>(LedgerAct.Of("us-1", Rate(664_999_999)));
        r.Refused<NeedsSecondPerson>(LedgerAct.Of("us-1", Rate(700_000_000, days: 1)));
        r.Do(LedgerAct.Of("us-1", Rate(735_000_000)));

        // Step by step the band is left all the same: four bands from what two have signed is the end, 840.
        foreach (var to in new[] { 770_000_000, 808_000_000, 840_000_000 })
        {
            r.Pass(1);
            r.Do(LedgerAct.Of("us-1", Rate(to)));
        }

        r.Pass(1);
        r.Refused<NeedsSecondPerson>(LedgerAct.Of("us-1", Rate(850_000_000)));
        r.Two("us-1", "us-2", LedgerAct.Of("us-1", Rate(850_000_000)));
        r.Pass(1);
        r.Do(LedgerAct.Of("us-2", Rate(860_000_000)));
        Assert.Equal("act.commands", r.Refused<MalformedCommand>(LedgerAct.Of("us-1", new Linked(r.NewId(), r.Now, [Rate(870_000_000), new Freeze(r.NewId(), r.Now, "ratio", "us", "made up")]))).Field);
        Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData("...")]
    [InlineData("\u3164\u3164")]
    [InlineData("\u200b")]
    public void A_reason_is_words(string reason)
    {
        var r = new Rehearsal().Issued();
        Assert.Equal("reason", r.Refused<MalformedCommand>(new SuspendUse { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Scope = SuspensionScope.License, Target = Rehearsal.License, Cause = "c", Reason = reason }).Field);
        Assert.IsType<LicenseRefused>(r.Try(LedgerAct.Of("us-1", new Freeze(r.NewId(), r.Now, "month", "us", reason))));
        Assert.DoesNotContain(r.Entries, e => e.Command is LedgerAct { Act: Freeze });
    }
}
