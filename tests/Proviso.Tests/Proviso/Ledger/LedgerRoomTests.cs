// Method: the room that the book tells against reservations that are tried one by one, on random books; no formula of the test's own.
using CsCheck;
using Proviso.Ledger;
using static Proviso.Tests.Proviso.Ledger.LedgerWorld;

namespace Proviso.Tests.Proviso.Ledger;

public class LedgerRoomTests
{
    private static readonly Gen<int[][]> s_lists = Gen.Int[0, 9_999].Array[6].Array[1, 40];

    [Fact]
    public void So_many_units_can_be_reserved_and_one_more_gets_the_refusal_that_was_told() => Gen.Select(s_lists, Gen.Int[0, 40], Gen.Int[0, 150], Gen.Int[0, 8]).Sample((list, value, tpp, ago) =>
    {
        var book = Book();
        for (var step = 0; step < list.Length; step++)
        {
            var command = Command(list[step], step);
            book.Apply(command, RecordedAt(command, list[step], step));
            if (step % 5 != 0)
            {
                continue;
            }

            Amounts AmountsOf(long units) => Of(units, units * value * 0.7m, units * tpp);
            var at = On(-ago).CompareTo(book.LastRecorded) < 0 && ago > 0 ? new Moment(book.LastRecorded.Milliseconds - (ago * Moment.Day)) : book.LastRecorded;
            foreach (var line in new[] { Line, OtherLine })
            {
                var room = book.RoomOn(line, AmountsOf, at);
                LedgerRefusal? Try(long units) => book.Preview(new Reserve("try", at, line, AmountsOf(units), 0), book.LastRecorded, _ => { });
                Assert.Equal(room.Next, Try(room.Units + 1));
                Assert.NotNull(room.Next);

                // Every single one below, not only the last: more than 60 units nobody ever granted at once here.
                for (var units = 1L; units <= room.Units; units++)
                {
                    Assert.Null(Try(units));
                }
            }
        }
    }, iter: LedgerModelTests.Iterations(150), threads: 1);

    [Fact]
    public void The_tightest_of_units_value_and_TPP_over_all_accounts_is_told()
    {
        var book = Book();

        // Line and license have 60 units, 600 of value and 6,000 TPP, the window 30 units, the ratio 3,000 TPP.
        Assert.Equal((30, WindowCap), Told(book.RoomOn(Line, n => Of(n), On(0))));
        Assert.Equal((15, RatioCap), Told(book.RoomOn(Line, n => Of(n, n, n * 200), On(0))));

        // 50 USD are 361.67 CNY a unit, of 4,200 CNY that the buyer's cap has; the line itself would take 12.
        Assert.Equal((11, BuyerCap), Told(book.RoomOn(Line, n => Of(n, n * 50, n), On(0))));
    }

    [Fact]
    public void What_the_reader_may_not_see_is_left_out_even_where_it_blocks()
    {
        var book = Book();
        Accept(book, new Freeze("f", On(0), RatioCap, By, "looked at"));
        Accept(book, new Suspend("x", On(0), SuspensionScope.Account, BuyerCap, "c", "made up"));

        Assert.Equal(new LineRoom(0, new AccountSuspended(BuyerCap, ["c"])), book.RoomOn(Line, n => Of(n), On(0)));
        Assert.Equal(new LineRoom(0, new AccountFrozen(RatioCap)), book.RoomOn(Line, n => Of(n), On(0), t => t.Account != BuyerCap));
        Assert.Equal((60, Line), Told(book.RoomOn(Line, n => Of(n), On(0), t => t.Account == Line)));
        Assert.Equal((30, WindowCap), Told(book.RoomOn(Line, n => Of(n), On(0), t => t.Account is WindowCap)));
        Assert.Equal(new LineRoom(Amounts.MostMoved, null), book.RoomOn(Line, n => Of(n), On(0), _ => false));
    }

    [Fact]
    public void Nothing_can_be_reserved_where_there_is_no_line_no_rate_or_nothing_but_what_no_command_moves()
    {
        var book = Book();

        Assert.Equal(new LineRoom(0, new NotFound("line", "line-9")), book.RoomOn("line-9", n => Of(n), On(0)));
        Assert.Equal(new LineRoom(0, new NotFound("line", LicenseCap)), book.RoomOn(LicenseCap, n => Of(n), On(0)));
        Assert.Equal(new LineRoom(0, new RateMissing(BuyerCap, "USD", "CNY", On(-500))), book.RoomOn(Line, n => Of(n), On(-500)));
        Assert.Equal("event-time", Assert.IsType<Malformed>(book.RoomOn(Line, n => Of(n), new(long.MaxValue)).Next).Field);
        Assert.Equal("amounts", Assert.IsType<Malformed>(book.RoomOn(Line, n => new(n, checked(n * long.MaxValue / 2), 0), On(0)).Next).Field);
        Assert.Equal((0, "amounts"), book.RoomOn(Line, _ => new(0, 1, 0), On(0)) is { Next: Malformed m } room ? (room.Units, m.Field) : default);

        // Over-committed in one measure: nothing new draws in any.
        Accept(book, new Reserve("r", On(0), Line, Of(9), 0));
        Accept(book, new Adjust("a", On(0), LicenseCap, Of(-55), null, By, "lowered by law"));
        Assert.Equal(new LineRoom(0, new OverCommitted(LicenseCap, Measure.Units, 9, 5)), book.RoomOn(Line, n => Of(n), On(0)));
    }

    [Fact]
    public void On_a_line_without_limits_the_most_that_a_command_moves_is_told_and_found_exactly()
    {
        var book = new LedgerBook();
        Accept(book, Open(new() { Account = "l", Kind = AccountKind.Line, Currency = "USD", Limited = Measures.None }));

        Assert.Equal(new LineRoom(Amounts.MostMoved, null), book.RoomOn("l", n => Of(n), On(0)));

        // Three millionths of TPP a unit: a third of 10^18, cut off.
        var room = book.RoomOn("l", n => new(n, 0, n * 3), On(0));
        Assert.Equal((333_333_333_333_333_333, "amounts"), room is { Next: Malformed m } ? (room.Units, m.Field) : default);
    }

    private static (long Units, string Account) Told(LineRoom room) => (room.Units, room.Next switch
    {
        QuotaExceeded r => r.Account,
        RatioExceeded r => r.Account,
        WindowExceeded r => r.Account,
        _ => throw new InvalidOperationException(room.ToString()),
    });
}
