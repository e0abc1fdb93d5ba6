// Method: single rules by hand, each on the line and on both sides of it. All names and figures are made up.
using System.Collections.Immutable;
using Proviso.Ledger;
using static Proviso.Tests.Proviso.Ledger.LedgerWorld;

namespace Proviso.Tests.Proviso.Ledger;

public class LedgerBookTests
{
    private static readonly Moment Now = On(0);

    [Fact]
    public void A_reservation_takes_room_on_the_line_and_on_every_cap_or_on_none()
    {
        var book = Book();
        Accept(book, new Reserve("r1", Now, Line, Of(10, 100, 1_000), 0));
        Assert.All([Line, LicenseCap, WindowCap, RatioCap], key => Assert.Equal(Of(10, 100, 1_000), book.BalanceOf(key)!.Value.Reserved));
        var before = book.EncodeState();

        // Line and license have room for 21 more, the window of 30 units has not.
        var refusal = Refuse<WindowExceeded>(book, new Reserve("r2", Now, Line, Of(21, 100, 1_000), 0));

        Assert.Equal((WindowCap, Measure.Units, 21, 20, 1), (refusal.Account, refusal.Measure, refusal.Asked, refusal.Available, refusal.By));
        Assert.Equal(before, book.EncodeState());
    }

    [Fact]
    public void The_last_unit_goes_and_the_next_is_refused_with_figures()
    {
        var book = Small(Of(10, 100, 1_000));
        Accept(book, new Reserve("r1", Now, "l", Of(9, 90, 900), 0));
        Accept(book, new Reserve("r2", Now, "l", Of(1, 10, 100), 0));

        Assert.Equal(new QuotaExceeded("l", Measure.Units, 1, 0, 1, 0), Refuse<QuotaExceeded>(book, new Reserve("r3", Now, "l", Of(1, 0, 0), 0)));
    }

    [Fact]
    public void The_same_id_and_body_give_the_same_entry_and_another_body_is_named_by_its_first_field()
    {
        var book = Book();
        var reserve = new Reserve("r1", Now, Line, Of(2, 20, 200), 0);
        var first = Accept(book, reserve);
        Accept(book, new Release("x", Now, "r1"));

        // Even after it has ended, and with a clock that stands elsewhere.
        var again = Assert.IsType<Accepted>(book.Apply(reserve with { }, On(-9)));

        Assert.True(again.Repeated);
        Assert.Same(first, again.Entry);
        Assert.Equal("amounts.value", Refuse<IdReused>(book, reserve with { Amounts = Of(2, 21, 201) }).Field);
        Assert.Equal("event-time", Refuse<IdReused>(book, reserve with { EventTime = On(1) }).Field);
        Assert.Equal("command", Refuse<IdReused>(book, new Release("r1", Now, "r1")).Field);
        Assert.Equal("caps", Refuse<IdReused>(book, (OpenAccount)Opening()[5] with { Terms = ((OpenAccount)Opening()[5]).Terms with { Caps = [] } }).Field);
    }

    [Fact]
    public void A_refused_command_is_decided_anew_when_it_comes_again()
    {
        var book = Small(Of(1, 10, 100));
        var reserve = new Reserve("r1", Now, "l", Of(2, 20, 200), 0);
        Refuse<QuotaExceeded>(book, reserve);
        Accept(book, new Grant("more", Now, "l", Of(1, 10, 100), By));

        Assert.Equal(3 + 1, Accept(book, reserve).Sequence);
    }

    [Fact]
    public void Part_of_a_reservation_ships_and_the_rest_stays_until_the_last_shipment()
    {
        var book = Book();
        Accept(book, new Reserve("r", Now, Line, Of(10, 100, 1_000), 0));

        Accept(book, new Ship("s1", Now, "r", Of(4, 40, 400), Final: false));
        Assert.Equal(Of(6, 60, 600), book.ReservationOf("r")!.Value.Remaining);

        var last = Accept(book, new Ship("s2", Now, "r", Of(1, 10, 100), Final: true));
        Assert.Equal(Of(5, 50, 500), last.Released);
        Assert.Equal(Of(5, 50, 500), book.BalanceOf(LicenseCap)!.Value.Shipped);
        Assert.True(book.BalanceOf(LicenseCap)!.Value.Reserved.IsZero);
        Assert.Equal(ReservationState.Shipped, Refuse<ReservationResolved>(book, new Release("x", Now, "r")).State);
    }

    [Fact]
    public void Nothing_lapses_before_its_time_and_everything_at_it()
    {
        var book = Book();
        Accept(book, new Reserve("r", Now, Line, Of(2, 10, 100), 1_000));

        Assert.Empty(Accept(book, new Lapse("x1", Now, On(0, 999)), On(0, 999)).Lapsed);
        Refuse<NotYetDue>(book, new Lapse("x2", Now, On(0, 1_000)), On(0, 999));
        Accept(book, new Ship("s", Now, "r", Of(1, 1), Final: false), On(0, 999));

        // Lapsed is said as lapsed from its time on, whether or not the lapse is entered.
        Assert.Equal(new ReservationLapsed("r", On(0, 1_000)), Refuse<ReservationLapsed>(book, new Ship("s2", Now, "r", Of(1, 9), Final: false), On(0, 1_000)));
        Assert.Equal(new ReservationLapsed("r", On(0, 1_000)), Refuse<ReservationLapsed>(book, new Release("s2", Now, "r"), On(0, 1_000)));

        Assert.Equal(["r"], Accept(book, new Lapse("x3", Now, On(0, 1_000)), On(0, 1_000)).Lapsed);
        Assert.Equal(ReservationState.Lapsed, book.ReservationOf("r")!.Value.State);
        Assert.Null(book.NextTimeout);
        Assert.Equal(On(0, 1_000), Refuse<ReservationLapsed>(book, new Ship("s2", On(1), "r", Of(1, 9), Final: false)).At);
        var said = Refuse<ReservationLapsed>(book, new Release("s2", On(1), "r"));
        Assert.Contains("'r' lapsed at 2026-02-01T00:00:01.000Z", said.Text, StringComparison.Ordinal);
        Assert.Contains("make a new reservation", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shipment_may_run_over_in_value_by_the_tolerance_of_its_day_and_not_one_millionth_more()
    {
        ImmutableArray<ShippingTolerance> law = [new(On(0), 0, 100_000, 0, "ten percent of value (made up)"), new(On(5), 0, 0, 0, "withdrawn (made up)")];
        LedgerBook Reserved()
        {
            var book = Small(Of(11, 100, 1_100), law);
            Accept(book, new Reserve("r", Now, "l", Of(10, 100, 1_000), 0));
            return book;
        }

        var more = Refuse<ExceedsReservation>(Reserved(), new Ship("s", On(4), "r", Of(10, 110.000_001m, 1_000), Final: false));
        Assert.Equal(("r", Measure.Value, Millionths(110.000_001m), Millionths(100)), (more.Reservation, more.Measure, more.Asked, more.Reserved));
        Assert.Equal(new QuotaExceeded("l", Measure.Value, Millionths(10.000_001m), Millionths(10), 1, Millionths(10)), more.Cause);
        Assert.IsType<QuotaExceeded>(Refuse<ExceedsReservation>(Reserved(), new Ship("s", On(5), "r", Of(10, 100.000_001m, 1_000), Final: false)).Cause);
        Assert.Equal((Measure.Units, 12, 10), Refuse<ExceedsReservation>(Reserved(), new Ship("s", On(4), "r", Of(12, 100, 1_000), Final: false)) is var e ? (e.Measure, e.Asked, e.Reserved) : default);

        var at = Reserved();
        Accept(at, new Ship("s", On(4), "r", Of(10, 110, 1_000), Final: false));
        Assert.Equal(AccountStates.None, at.BalanceOf("l")!.Value.State);
        Assert.Equal(Of(0, 10), at.BalanceOf("l")!.Value.Tolerated);

        // No reservation ever uses tolerance; and what comes back ends it first.
        Refuse<QuotaExceeded>(at, new Reserve("r2", On(4), "l", Of(1, 0, 1), 0));
        Accept(at, new Return("b", On(4), "s", Of(1, 15, 100)));
        Assert.True(at.BalanceOf("l")!.Value.Tolerated.IsZero);
    }

    [Fact]
    public void The_ratio_holds_at_exactly_one_half_and_a_sale_makes_room()
    {
        var book = Ratio();
        Accept(book, new RecordSale("sale", Now, Product, Exporter, 1, Millionths(200)));
        Accept(book, new Reserve("r1", Now, "l", Of(1, 0, 100), 0));

        var refusal = Refuse<RatioExceeded>(book, new Reserve("r2", Now, "l", Of(1, 0, 0.000_001m), 0));
        Assert.Equal((1, 0, 1, 2), (refusal.Asked, refusal.Available, refusal.By, refusal.SalesNeeded));

        Accept(book, new RecordSale("sale-2", Now, Product, "another exporter", 1, Millionths(200)));
        Refuse<RatioExceeded>(book, new Reserve("r2", Now, "l", Of(1, 0, 0.000_001m), 0));
        Accept(book, new RecordSale("sale-3", Now, Product, Exporter, 1, 2));
        Accept(book, new Reserve("r2", Now, "l", Of(1, 0, 0.000_001m), 0));
        Assert.Equal(new RatioFigures(Millionths(100.000_001m), Millionths(200.000_002m), 500_000), book.RatioAt(book.RowOf("ratio")));
    }

    [Fact]
    public void A_ratio_cap_that_draws_at_shipment_stops_the_shipment_and_not_the_reservation()
    {
        var book = Ratio(DrawsAt.Shipment);
        Accept(book, new Reserve("r", Now, "l", Of(1, 0, 100), 0));
        Assert.Equal(Millionths(200), Refuse<RatioExceeded>(book, new Ship("s", Now, "r", Of(1, 0, 100), Final: false)).SalesNeeded);

        Accept(book, new RecordSale("sale", Now, Product, Exporter, 1, Millionths(200)));
        Accept(book, new Ship("s", Now, "r", Of(1, 0, 100), Final: false));

        // The sale was a mistake: what was shipped on it stays shipped, and the cap says so.
        Accept(book, new Reverse("x", Now, "sale", By, "entered twice"));
        Assert.True(book.BalanceOf("ratio")!.Value.State.HasFlag(AccountStates.OverCommitted));
    }

    [Fact]
    public void A_window_counts_its_days_to_the_last_and_looks_both_ways()
    {
        var book = new LedgerBook();
        Accept(book, Open(new() { Account = "w", Kind = AccountKind.Cap, Currency = "USD", Limited = Measures.Units, WindowDays = 7 }));
        Accept(book, Open(new() { Account = "l", Kind = AccountKind.Line, Currency = "USD", Limited = Measures.None, Caps = ["w"] }));
        Accept(book, new Grant("g", Now, "w", Of(10), By));
        Accept(book, new Reserve("a", On(10), "l", Of(6), 0));
        Accept(book, new Reserve("b", On(16), "l", Of(4), 0));

        // Day 16 is the last of the seven from day 10 on; day 17 begins without them.
        var refusal = Refuse<WindowExceeded>(book, new Reserve("c", On(16), "l", Of(1), 0));
        Assert.Equal(On(17).DayNumber, refusal.FitsOn);
        Accept(book, new Reserve("d", On(17), "l", Of(6), 0));

        // A day entered late: days 11 to 16 lie in windows with both.
        Assert.Equal(0, Refuse<WindowExceeded>(book, new Reserve("e", On(11), "l", Of(1), 0)).Available);
        Accept(book, new Reserve("f", On(9), "l", Of(4), 0));
        Refuse<WindowExceeded>(book, new Reserve("g2", On(4), "l", Of(1), 0));
        Accept(book, new Reserve("h", On(3), "l", Of(6), 0));
        Assert.Null(Refuse<WindowExceeded>(book, new Reserve("i", On(3), "l", Of(11), 0)).FitsOn);
        Assert.Equal(Of(10), book.FullestWindowAt(0));
    }

    [Fact]
    public void A_limit_lowered_below_use_is_over_committed_and_lets_nothing_new_draw_until_it_is_not()
    {
        var book = Small(Of(10, 100, 1_000));
        Accept(book, new Reserve("r", Now, "l", Of(8, 80, 800), 0));
        Accept(book, new Adjust("a", Now, "l", Of(-4), null, By, "lowered by law"));

        Assert.Equal(AccountStates.OverCommitted, book.BalanceOf("l")!.Value.State);
        Assert.Equal(new OverCommitted("l", Measure.Units, 8, 6), Refuse<OverCommitted>(book, new Reserve("r2", Now, "l", Of(1, 1), 0)));

        // What was reserved before may still ship; what goes beyond it draws, and may not.
        Assert.Equal(new ExceedsReservation("r", Measure.Value, Millionths(81), Millionths(80), new OverCommitted("l", Measure.Units, 8, 6)), Refuse<ExceedsReservation>(book, new Ship("s", Now, "r", Of(8, 81, 800), Final: false)));
        Accept(book, new Ship("s", Now, "r", Of(8, 80, 800), Final: false));
        Accept(book, new Return("b", Now, "s", Of(2, 20, 200)));
        Assert.Equal(AccountStates.None, book.BalanceOf("l")!.Value.State);
        Refuse<ExceedsAuthorized>(book, new Adjust("a2", Now, "l", Of(-7), null, By, "too far"));
    }

    [Fact]
    public void Linked_commands_land_together_or_leave_no_trace()
    {
        var book = Book();
        var before = book.EncodeState();
        LedgerCommand[] good = [new Reserve("p1", Now, Line, Of(1, 10, 100), 5_000), new Ship("p2", Now, "p1", Of(1, 10, 100), Final: false), new Suspend("p3", Now, SuspensionScope.License, "L1", "breach-1", "made up")];
        LedgerCommand[] more =
        [
            new SetRate("p4", Now, "USD", "CNY", Now, 1, 8, "made up"),
            new RecordSale("p5", Now, "new", Exporter, 1, 1), Open(new() { Account = "new", Kind = AccountKind.Cap, Currency = "USD", License = "L9" }),
            new Reserve("p6", Now, Line, Of(1, 10, 100), 0),
        ];

        var refusal = Refuse<LinkedRefused>(book, new Linked("k", Now, [.. good, .. more]));

        Assert.Equal((7, (LedgerRefusal)new AccountSuspended(Line, ["breach-1"])), (refusal.Part, refusal.Refusal is AccountSuspended s ? s with { Account = Line } : refusal.Refusal));
        Assert.Equal(before, book.EncodeState());
        Assert.Null(book.NextTimeout);
        Assert.Null(book.EntryOf("p1"));

        var entry = Accept(book, new Linked("k", Now, [.. good, .. more[..3]]));
        Assert.Contains(book.RowOf(LicenseCap), book.LastTouched.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], entry.Parts.Select(p => p.Part));
        Assert.Equal("linked", Assert.IsType<IdReused>(Refuse<LinkedRefused>(book, new Linked("k2", Now, [good[0]])).Refusal).Field);
        Assert.True(Assert.IsType<Accepted>(book.Apply(good[1], Now)).Repeated);
    }

    [Fact]
    public void A_consequence_that_a_look_ahead_shows_lands_in_the_same_entry()
    {
        var book = Book();
        var reserve = new Reserve("r", Now, Line, Of(3, 30, 2_900), 0);
        long free = 0;
        Assert.Null(book.Preview(reserve, Now, b =>
        {
            free = b.RatioAt(b.RowOf(RatioCap))!.Value.Available;
            Assert.Throws<InvalidOperationException>(() => b.Apply(new Release("x", Now, "r"), Now));
        }));
        Assert.Equal(Millionths(100), free);
        Assert.Null(book.EntryOf("r"));

        Accept(book, new Linked("r+", Now, [reserve, new Suspend("r!", Now, SuspensionScope.Account, Line, "ratio-nearly-used", "made up")]));

        // The client, who knows nothing of the consequence, sends its own command again.
        Assert.True(Assert.IsType<Accepted>(book.Apply(reserve, Now)).Repeated);
        Assert.Equal(AccountStates.Suspended, book.BalanceOf(Line)!.Value.State);
    }

    [Fact]
    public void Each_cause_of_a_suspension_is_taken_back_by_itself_and_returns_come_in_meanwhile()
    {
        var book = Book();
        Accept(book, new Reserve("r", Now, Line, Of(2, 20, 200), 0));
        Accept(book, new Ship("s", Now, "r", Of(1, 10, 100), Final: false));
        Accept(book, new Suspend("x1", Now, SuspensionScope.Account, Line, "late-report", "made up"));
        Accept(book, new Suspend("x2", Now, SuspensionScope.License, "L1", "breach", "made up"));

        // An account opened under a suspended license is suspended too.
        Accept(book, Open(new() { Account = "late", Kind = AccountKind.Line, Currency = "USD", License = "L1" }));
        Assert.Equal(AccountStates.Suspended, book.BalanceOf("late")!.Value.State);

        Assert.Equal(["late-report", "breach"], Refuse<AccountSuspended>(book, new Ship("s2", Now, "r", Of(1, 10, 100), Final: false)).Causes);
        Accept(book, new Return("b", Now, "s", Of(1, 10, 100)));
        Accept(book, new Reinstate("y1", Now, SuspensionScope.License, "L1", "breach", By, "made up"));
        Refuse<AlreadySo>(book, new Reinstate("y2", Now, SuspensionScope.License, "L1", "breach", By, "made up"));
        Assert.Equal(["late-report"], Refuse<AccountSuspended>(book, new Ship("s2", Now, "r", Of(1, 10, 100), Final: false)).Causes);
        Accept(book, new Reinstate("y3", Now, SuspensionScope.Account, Line, "late-report", By, "made up"));
        Accept(book, new Ship("s2", Now, "r", Of(1, 10, 100), Final: false));
    }

    [Fact]
    public void Refusals_come_in_their_documented_order()
    {
        // Everything is wrong at once; each cure shows the next.
        var book = Book();
        var reserve = new Reserve("r", Now, Line, Of(61, 10, 7_000), 0);
        Accept(book, new Freeze("f", Now, BuyerCap, By, "made up"));
        Accept(book, new Suspend("x", Now, SuspensionScope.Account, WindowCap, "c", "made up"));
        Accept(book, new Close("c", Now, GateCap, By, "made up"));
        Assert.Equal(GateCap, Refuse<AccountClosed>(book, reserve).Account);

        book = Book();
        Accept(book, new Freeze("f", Now, BuyerCap, By, "made up"));
        Accept(book, new Suspend("x", Now, SuspensionScope.Account, WindowCap, "c", "made up"));
        Assert.Equal(WindowCap, Refuse<AccountSuspended>(book, reserve).Account);
        Accept(book, new Reinstate("y", Now, SuspensionScope.Account, WindowCap, "c", By, "made up"));
        Assert.Equal(BuyerCap, Refuse<AccountFrozen>(book, reserve).Account);
        Accept(book, new Unfreeze("u", Now, BuyerCap, By, "made up"));
        Assert.Equal("rate", Refuse<RateMissing>(book, reserve with { EventTime = On(-500) }) is { From: "USD", To: "CNY" } ? "rate" : "");
        Accept(book, new Reserve("r0", Now, Line, Of(20, 1, 100), 0));
        Accept(book, new Adjust("a", Now, WindowCap, Of(-15), null, By, "made up"));
        Assert.Equal(WindowCap, Refuse<OverCommitted>(book, reserve).Account);
        Accept(book, new Adjust("a2", Now, WindowCap, Of(5), null, By, "made up"));
        Assert.Equal(Line, Refuse<QuotaExceeded>(book, reserve).Account);
        Assert.Equal(RatioCap, Refuse<RatioExceeded>(book, reserve with { Amounts = Of(15, 1, 2_901) }).Account);
        Assert.Equal(WindowCap, Refuse<WindowExceeded>(book, reserve with { Amounts = Of(15, 1, 2_900) }).Account);
        Assert.Equal("line-9", Refuse<NotFound>(book, reserve with { Line = "line-9" }).Key);
        Assert.Equal("line", Refuse<NotFound>(book, reserve with { Line = LicenseCap }).Field);
        Refuse<TimeRunsBackward>(book, reserve with { Line = "line-9" }, On(-1));
        Assert.Equal("amounts", Refuse<Malformed>(book, reserve with { Amounts = default }, On(-1)).Field);
    }

    [Fact]
    public void Parts_of_a_value_in_another_currency_add_up_to_the_whole_however_they_are_cut()
    {
        // 3 USD are 21.700001 CNY: nothing divides evenly.
        var book = Book();
        Accept(book, new Reserve("r", Now, Line, Of(18, 10, 0), 0));
        Assert.Equal(Millionths(72.333_337m), book.BalanceOf(BuyerCap)!.Value.Reserved.Value);
        for (var i = 0; i < 9; i++)
        {
            Accept(book, new Ship($"s{i}", Now, "r", Of(2, i == 8 ? 2 : 1, 0), Final: false));
        }

        Assert.Equal(Millionths(72.333_337m), book.BalanceOf(BuyerCap)!.Value.Shipped.Value);

        // A later rate changes nothing for it.
        Accept(book, new SetRate("rate-3", Now, "USD", "CNY", Now, 1, 100, "made up"));
        for (var i = 0; i < 9; i++)
        {
            Accept(book, new Return($"b{i}", Now, $"s{i}", Of(1, 0.5m, 0)));
            Accept(book, new Return($"c{i}", Now, $"s{i}", Of(1, i == 8 ? 1.5m : 0.5m, 0)));
        }

        Assert.True(book.BalanceOf(BuyerCap)!.Value.Used.IsZero);
    }

    [Fact]
    public void A_counter_entry_takes_back_once_and_not_what_was_built_upon()
    {
        var book = Book();
        Accept(book, new Reserve("r", Now, Line, Of(3, 30, 300), 0));
        Accept(book, new Ship("s", Now, "r", Of(2, 20, 200), Final: true));
        Accept(book, new Return("b", Now, "s", Of(1, 10, 100)));

        Refuse<NotReversible>(book, new Reverse("x", Now, "s", By, "wrong"));
        Refuse<NotReversible>(book, new Reverse("x", Now, "r", By, "wrong"));
        Accept(book, new Reverse("x1", Now, "b", By, "never came back"));
        Assert.Equal(Of(2, 20, 200), book.BalanceOf(Line)!.Value.Used);
        Refuse<NotReversible>(book, new Reverse("x2", Now, "b", By, "twice"));
        Accept(book, new Reverse("x3", Now, "s", By, "never left"));
        Assert.True(book.BalanceOf(Line)!.Value.Used.IsZero);
        Assert.True(book.ShipmentOf("s")!.Value.Reversed);
        Refuse<ExceedsShipment>(book, new Return("b2", Now, "s", Of(1)));
    }

    [Fact]
    public void Totals_that_no_figure_can_hold_are_refused_before_anything_overflows()
    {
        var book = new LedgerBook();
        Accept(book, Open(new() { Account = "l", Kind = AccountKind.Line, Currency = "USD", Limited = Measures.None }));
        var most = new Amounts(Amounts.MostMoved, Amounts.MostMoved, Amounts.MostMoved);
        for (var i = 0; i < 4; i++)
        {
            Accept(book, new Reserve($"r{i}", Now, "l", most, 0));
        }

        Refuse<TooLarge>(book, new Reserve("r5", Now, "l", Of(1), 0));
        Refuse<Malformed>(book, new Reserve("r5", Now, "l", most + Of(1), 0));
        for (var i = 0; i < 4; i++)
        {
            Accept(book, new RecordSale($"s{i}", Now, Product, Exporter, 1, Amounts.MostMoved));
        }

        Refuse<TooLarge>(book, new RecordSale("s5", Now, Product, Exporter, 1, 1));

        // What is limited is told as a limit: it stands before the size of figures.
        Accept(book, Open(new() { Account = "n", Kind = AccountKind.Line, Currency = "USD", Limited = Measures.Units }));
        Accept(book, new Grant("gn", Now, "n", new(Amounts.MostMoved, 0, 0), By));
        Accept(book, new Reserve("n1", Now, "n", most, 0));
        Refuse<QuotaExceeded>(book, new Reserve("n2", Now, "n", most, 0));

        // A rate that blows a small value up.
        Accept(book, Open(new() { Account = "c", Kind = AccountKind.Cap, Currency = "CNY", Limited = Measures.None }));
        Accept(book, Open(new() { Account = "l2", Kind = AccountKind.Line, Currency = "USD", Limited = Measures.None, Caps = ["c"] }));
        Accept(book, new SetRate("rate", Now, "USD", "CNY", Now, 1, Amounts.MostMoved, "made up"));
        Assert.Equal("c", Refuse<TooLarge>(book, new Reserve("r6", Now, "l2", Of(1, 1_000), 0)).Account);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData("tab\there")]
    [InlineData("half ?")]
    public void An_id_that_hides_something_is_malformed(string id) => Assert.Equal("id", Refuse<Malformed>(Book(), new Release(id.Replace('?', '\ud83d'), Now, "r")).Field);

    [Fact]
    public void A_cap_of_another_book_or_a_line_above_a_line_is_not_found()
    {
        var book = Book();

        Assert.Equal("elsewhere", Refuse<NotFound>(book, Open(new() { Account = "n", Kind = AccountKind.Line, Currency = "USD", Caps = ["elsewhere"] })).Key);
        Assert.Equal(Line, Refuse<NotFound>(book, Open(new() { Account = "n", Kind = AccountKind.Line, Currency = "USD", Caps = [Line] })).Key);
        Assert.Equal("ratio", Refuse<Malformed>(book, Open(new() { Account = "n", Kind = AccountKind.Line, Currency = "USD", Ratio = 1 })).Field);
    }

    private static LedgerBook Small(Amounts granted, ImmutableArray<ShippingTolerance> law = default)
    {
        var book = new LedgerBook();
        Accept(book, Open(new() { Account = "l", Kind = AccountKind.Line, Currency = "USD", Tolerances = law.IsDefault ? [] : law }));
        Accept(book, new Grant("g", Now, "l", granted, By));
        return book;
    }

    private static LedgerBook Ratio(DrawsAt drawsAt = DrawsAt.Reservation)
    {
        var book = new LedgerBook();
        Accept(book, Open(new() { Account = "ratio", Kind = AccountKind.Cap, Currency = "USD", Limited = Measures.None, Ratio = 500_000, Product = Product, Exporter = Exporter, DrawsAt = drawsAt }));
        Accept(book, Open(new() { Account = "l", Kind = AccountKind.Line, Currency = "USD", Limited = Measures.None, Caps = ["ratio"] }));
        return book;
    }
}
