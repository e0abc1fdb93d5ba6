// Method: single cases by hand on both sides of the line; then random moves on one window cap, each window of all days summed from what was accepted.
using CsCheck;
using Proviso.Ledger;
using static Proviso.Tests.Proviso.Ledger.LedgerWorld;

namespace Proviso.Tests.Proviso.Ledger;

public class LedgerWindowTests
{
    [Fact]
    public void What_ships_later_leaves_the_day_of_its_reservation_and_counts_on_the_day_it_left()
    {
        var book = Window(limit: 10, days: 7);
        Accept(book, new Reserve("r", On(0), "l", Of(10), 0));
        Accept(book, new Ship("s", On(20), "r", Of(6), Final: false));

        Assert.Equal((Of(4), Of(6)), (book.WindowAt(0, On(0).DayNumber), book.WindowAt(0, On(20).DayNumber)));

        // Six are free on the old day again, and four on the new one.
        Refuse<WindowExceeded>(book, new Reserve("a", On(0), "l", Of(7), 0));
        Accept(book, new Reserve("a", On(0), "l", Of(6), 0));
        Assert.Equal(4, Refuse<WindowExceeded>(book, new Reserve("b", On(20), "l", Of(5), 0)).Available);
        Accept(book, new Reserve("b", On(20), "l", Of(4), 0));
    }

    [Fact]
    public void A_reservation_that_waited_does_not_ship_into_a_full_window_and_is_told_when_it_fits()
    {
        var book = Window(limit: 10, days: 7);
        Accept(book, new Reserve("early", On(0), "l", Of(10), 0));
        Accept(book, new Reserve("full", On(20), "l", Of(3), 0));
        Accept(book, new Ship("gone", On(20), "full", Of(3), Final: false));
        var before = book.EncodeState();

        var refusal = Refuse<WindowExceeded>(book, new Ship("s", On(22), "early", Of(8), Final: false));

        Assert.Equal(new WindowExceeded("w", Measure.Units, 8, 7, 1, 7, On(27).DayNumber), refusal);
        Assert.Contains("2026-02-28", refusal.Text, StringComparison.Ordinal);
        Assert.Equal(before, book.EncodeState());
        Accept(book, new Ship("s", On(22), "early", Of(7), Final: false));
        Assert.Equal(Of(3), book.WindowAt(0, On(0).DayNumber));
        Refuse<WindowExceeded>(book, new Ship("t", On(26), "early", Of(1), Final: false));
        Accept(book, new Ship("t", On(27), "early", Of(3), Final: false));
        Assert.Equal(Of(10), book.FullestWindowAt(0));
    }

    [Fact]
    public void A_shipment_within_the_window_of_its_own_reservation_takes_no_room_twice()
    {
        var book = Window(limit: 10, days: 7);
        Accept(book, new Reserve("r", On(0), "l", Of(10), 0));

        // Both days lie in one window: without taking its own share out there would be no room for a single unit.
        Accept(book, new Ship("s1", On(2), "r", Of(4), Final: false));
        Accept(book, new Ship("s2", On(3), "r", Of(6), Final: false));

        Assert.Equal((Of(0), Of(4), Of(10)), (book.WindowAt(0, On(1).DayNumber), book.WindowAt(0, On(2).DayNumber), book.WindowAt(0, On(3).DayNumber)));
    }

    [Fact]
    public void A_reservation_dated_ahead_is_refused_whatever_it_is_for()
    {
        var book = Window(limit: 10, days: 7);
        Accept(book, new Reserve("now", On(0), "l", Of(10), 0), On(0));

        // The way around of before: dated next year it had room, and shipped today.
        var refusal = Refuse<Malformed>(book, new Reserve("ahead", On(365), "l", Of(10), 0), On(1));

        Assert.Equal("event-time", refusal.Field);
        Assert.Contains("2027-02-01", refusal.Text, StringComparison.Ordinal);
        Assert.Contains("2026-02-02", refusal.Text, StringComparison.Ordinal);
        Refuse<Malformed>(book, new Ship("s", On(1, 1), "now", Of(1), Final: false), On(1));
        Accept(book, new Ship("s", On(1), "now", Of(1), Final: false), On(1));
    }

    [Fact]
    public void Returns_and_reversals_come_off_the_day_of_the_shipment_and_releases_and_lapses_off_that_of_the_reservation()
    {
        var book = Window(limit: 10, days: 7);
        Accept(book, new Reserve("r", On(0), "l", Of(10), 90 * Moment.Day));
        Accept(book, new Ship("s", On(20), "r", Of(5), Final: false));
        Accept(book, new Return("b", On(40), "s", Of(2)));
        Assert.Equal((Of(5), Of(3), default(Amounts)), At(book, 0, 20, 40));

        // Room that a return made is taken again by its reversal, on the day of the shipment, and only while it is free.
        Accept(book, new Reserve("x", On(20), "l", Of(7), 0));
        Refuse<WindowExceeded>(book, new Reverse("undo", On(40), "b", By, "never came back"));
        Accept(book, new Release("y", On(40), "x"));
        Accept(book, new Reverse("undo", On(40), "b", By, "never came back"));
        Assert.Equal((Of(5), Of(5), default(Amounts)), At(book, 0, 20, 40));
        Accept(book, new Reverse("undo-2", On(41), "s", By, "never left"));
        Assert.Equal((Of(5), default(Amounts), default(Amounts)), At(book, 0, 20, 41));
        Accept(book, new Lapse("z", On(90), On(90)));
        Assert.Equal(default(Amounts), book.FullestWindowAt(0));
    }

    [Fact]
    public void A_window_lowered_below_use_takes_nothing_on_another_day_and_what_was_reserved_on_its_own()
    {
        var book = Window(limit: 10, days: 7);
        Accept(book, new Reserve("r", On(0), "l", Of(8), 0));
        Accept(book, new Adjust("a", On(0), "w", Of(-4), null, By, "lowered by law"));

        Assert.Null(Refuse<WindowExceeded>(book, new Ship("s", On(1), "r", Of(7), Final: true)).FitsOn);
        Accept(book, new Ship("s", On(0), "r", Of(8), Final: false));
    }

    [Fact]
    public void More_than_reserved_is_held_against_the_window_of_the_day_it_leaves()
    {
        var book = Window(limit: 10, days: 7);
        Accept(book, new Reserve("r", On(0), "l", Of(6), 0));

        var refusal = Refuse<ExceedsReservation>(book, new Ship("s", On(30), "r", Of(11), Final: false));

        Assert.Equal(("r", Measure.Units, 11, 6, 5), (refusal.Reservation, refusal.Measure, refusal.Asked, refusal.Reserved, refusal.By));
        Assert.Equal((11, 10, 1), refusal.Cause is WindowExceeded w ? (w.Asked, w.Available, w.By) : default);
        Accept(book, new Ship("s", On(30), "r", Of(10), Final: false));
    }

    [Fact]
    public void A_cap_with_a_window_and_a_ratio_holds_both_when_the_day_moves()
    {
        var book = new LedgerBook();
        Accept(book, Open(new() { Account = "both", Kind = AccountKind.Cap, Currency = "USD", Limited = Measures.Units, WindowDays = 7, Ratio = 500_000, Product = Product, Exporter = Exporter }));
        Accept(book, Open(new() { Account = "l", Kind = AccountKind.Line, Currency = "USD", Limited = Measures.None, Caps = ["both"] }));
        Accept(book, new Grant("g", On(0), "both", Of(10), By));
        Accept(book, new RecordSale("sale", On(0), Product, Exporter, 1, Millionths(200)));
        Accept(book, new Reserve("r", On(0), "l", Of(10, 0, 100), 0));

        // The ratio is full with this very reservation: moving its day asks nothing more of the ratio, one millionth beyond it does.
        Assert.IsType<RatioExceeded>(Refuse<ExceedsReservation>(book, new Ship("s", On(20), "r", Of(10, 0, 100.000_001m), Final: false)).Cause);
        Accept(book, new Ship("s", On(20), "r", Of(10, 0, 100), Final: false));
        Assert.Equal(Millionths(100), book.RatioAt(0)!.Value.Used);
    }

    [Fact]
    public void No_window_ever_holds_more_than_its_limit_whatever_is_reserved_shipped_and_taken_back() => Gen.Int[0, 9_999].Array[4].Array[5, 60].Sample(list =>
    {
        var (book, units, moves) = (Window(limit: 10, days: 5), new Dictionary<string, (int Day, long Left)>(), new List<(int Day, long Units)>());
        for (var step = 0; step < list.Length; step++)
        {
            var (n, id, day) = (list[step], $"c{step}", (step / 3) + 1 - (list[step][1] % 3));
            var open = units.Keys.ElementAtOrDefault(n[2] % Math.Max(1, units.Count)) ?? "none";
            LedgerCommand command = n[0] % 5 < 2 ? new Reserve(id, On(day), "l", Of((n[3] % 6) + 1), 0) : n[0] % 5 == 4 ? new Release(id, On(day), open) : new Ship(id, On(day), open, Of((n[3] % 5) + 1), n[3] % 2 == 0);
            if (book.Apply(command, On((step / 3) + 1)) is not Accepted)
            {
                continue;
            }

            // By hand: what is open stands on the day it was reserved, what left on the day it left.
            switch (command)
            {
                case Reserve r:
                    units[r.Id] = (day, r.Amounts.Units);
                    break;
                case Ship s:
                    moves.Add((day, s.Amounts.Units));
                    units[open] = units[open] with { Left = s.Final ? 0 : Math.Max(0, units[open].Left - s.Amounts.Units) };
                    break;
                default:
                    units[open] = units[open] with { Left = 0 };
                    break;
            }

            for (var first = -5; first < 30; first++)
            {
                var sum = moves.Concat(units.Values).Where(m => m.Item1 >= first && m.Item1 < first + 5).Sum(m => m.Item2);
                Assert.True(sum <= 10, $"step {step}: {sum} in the five days from {first} on");
                Assert.Equal(sum, book.WindowAt(0, On(first + 4).DayNumber)!.Value.Units);
            }
        }
    }, iter: LedgerModelTests.Iterations(400), threads: 1);

    private static (Amounts?, Amounts?, Amounts?) At(LedgerBook book, int a, int b, int c) =>
        (book.WindowAt(0, On(a).DayNumber), book.WindowAt(0, On(b).DayNumber), book.WindowAt(0, On(c).DayNumber));

    private static LedgerBook Window(long limit, int days)
    {
        var book = new LedgerBook();
        Accept(book, Open(new() { Account = "w", Kind = AccountKind.Cap, Currency = "USD", Limited = Measures.Units, WindowDays = days }));
        Accept(book, Open(new() { Account = "l", Kind = AccountKind.Line, Currency = "USD", Limited = Measures.None, Caps = ["w"] }));
        Accept(book, new Grant("g", On(0), "w", Of(limit), By));
        return book;
    }
}
