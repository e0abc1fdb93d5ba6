// Method: a clock that was years ahead, put right by hand; the random lists of the model meet the command too.
using Proviso.Ledger;
using static Proviso.Tests.Proviso.Ledger.LedgerWorld;

namespace Proviso.Tests.Proviso.Ledger;

public class LedgerClockTests
{
    private static readonly RightClock s_right = new("right", On(2), On(2), By, "the clock of the server was two years ahead");

    [Fact]
    public void A_book_that_was_written_ahead_of_time_is_put_right_and_goes_on_at_the_true_time()
    {
        var book = Ahead();
        var release = new Release("x", On(2), "kept");
        Refuse<TimeRunsBackward>(book, release, On(2));

        var entry = Accept(book, s_right, On(2));

        Assert.Equal((On(2), On(2)), (entry.RecordedAt, book.LastRecorded));
        Accept(book, release, On(2));

        // What came of the wrong time stays: the lapse, the suspension, and the timeout that was reckoned from it.
        Assert.Equal(ReservationState.Lapsed, book.ReservationOf("gone")!.Value.State);
        Assert.Equal(AccountStates.Suspended, book.BalanceOf(Line)!.Value.State);
        Assert.Equal(On(740), book.ReservationOf("late")!.Value.Expires);
        Assert.Equal(book.Snapshot(), LedgerBook.Replay(book.EncodeEntries()).Snapshot());
        Assert.Equal(book.StateHash(), LedgerBook.Load(book.Snapshot()).StateHash());
    }

    [Fact]
    public void It_is_recorded_at_the_very_moment_to_which_it_puts_the_clock()
    {
        var book = Ahead();

        Assert.Equal("to", Refuse<Malformed>(book, s_right, On(2, 1)).Field);
        Assert.Equal("to", Refuse<Malformed>(book, s_right, On(800)).Field);
        Assert.Equal("event-time", Refuse<Malformed>(book, s_right with { EventTime = On(2, 1) }, On(2)).Field);
        Assert.Equal("reason", Refuse<Malformed>(book, s_right with { Reason = " . " }, On(2)).Field);
        Assert.Equal("to", Refuse<Malformed>(book, s_right with { To = new(long.MaxValue) }, On(2)).Field);
        Assert.Equal(On(730), book.LastRecorded);

        // Sent again it is the entry of then, whatever the clock says by now.
        Accept(book, s_right, On(2));
        Accept(book, new Release("x", On(3), "kept"), On(3));
        Assert.True(Assert.IsType<Accepted>(book.Apply(s_right, On(4))).Repeated);
        Assert.Equal(On(3), book.LastRecorded);
    }

    [Fact]
    public void Linked_it_stands_first_and_everything_after_it_lands_at_the_true_time_or_nothing_does()
    {
        var book = Ahead();
        var release = new Release("x", On(2), "kept");
        var before = book.Snapshot();

        Assert.Equal("commands", Refuse<Malformed>(book, new Linked("k", On(2), [release, s_right]), On(2)).Field);
        Assert.Equal("commands", Refuse<Malformed>(book, new Linked("k", On(2), [s_right, s_right with { Id = "again" }]), On(2)).Field);
        Refuse<TimeRunsBackward>(book, new Linked("k", On(2), [release]), On(2));
        Assert.Equal("to", Assert.IsType<Malformed>(Refuse<LinkedRefused>(book, new Linked("k", On(2), [s_right, release]), On(2, 1)).Refusal).Field);
        Assert.Equal(2, Refuse<LinkedRefused>(book, new Linked("k", On(2), [s_right, release with { Reservation = "nothing" }]), On(2)).Part);
        Assert.Equal("event-time", Assert.IsType<Malformed>(Refuse<LinkedRefused>(book, new Linked("k", On(2), [s_right, release with { EventTime = On(2, 1) }]), On(2)).Refusal).Field);
        Assert.Equal(before, book.Snapshot());

        Assert.Null(book.Preview(new Linked("k", On(2), [s_right, release]), On(2), _ => { }));
        Assert.Equal(before, book.Snapshot());
        Accept(book, new Linked("k", On(2), [s_right, release, new Reinstate("y", On(2), SuspensionScope.Account, Line, "late", By, "came of the wrong clock")]), On(2));
        Assert.Equal((On(2), AccountStates.None), (book.LastRecorded, book.BalanceOf(Line)!.Value.State));
        Assert.Equal(book.Snapshot(), LedgerBook.Replay(book.EncodeEntries()).Snapshot());
    }

    [Fact]
    public void A_scope_takes_the_clock_back_too()
    {
        var book = Ahead();
        book.Begin();
        Accept(book, s_right, On(2));
        book.TakeBack();

        Assert.Equal(On(730), book.LastRecorded);
        Refuse<TimeRunsBackward>(book, new Release("x", On(2), "kept"), On(2));
    }

    [Fact]
    public void Nothing_is_entered_before_it_happened_whatever_kind_it_is()
    {
        foreach (var command in LedgerKinds.Commands)
        {
            var book = Book();
            var at = new Moment(command.EventTime.Milliseconds - 1);
            var refusal = Assert.IsType<Malformed>(book.Preview(command, at < book.LastRecorded ? book.LastRecorded : at, _ => { }) ?? Ahead(book, command));
            Assert.Equal("event-time", refusal.Field);
        }
    }

    // Samples that lie before the book was opened are dated ahead of its last moment.
    private static LedgerRefusal? Ahead(LedgerBook book, LedgerCommand command) => book.Preview(command with { EventTime = new(book.LastRecorded.Milliseconds + 1) }, book.LastRecorded, _ => { });

    private static LedgerBook Ahead()
    {
        var book = Book();
        Accept(book, new Reserve("gone", On(1), Line, Of(1), 10 * Moment.Day), On(1));
        Accept(book, new Reserve("kept", On(1), Line, Of(1), 0), On(1));
        Accept(book, new Reserve("late", On(1), Line, Of(1), 10 * Moment.Day), On(730));
        Accept(book, new Lapse("lapse", On(730), On(730)), On(730));
        Accept(book, new Suspend("s", On(730), SuspensionScope.Account, Line, "late", "no report for two years"), On(730));
        return book;
    }
}
