// Method: a clock that is wrong by a bound, by a day more, by two years; ahead and behind; what must be in the book afterwards is what the days themselves would have brought.
using Proviso.Ledger;
using Proviso.Licensing;

namespace Proviso.Tests.Proviso.Licensing;

public class ClockTests
{
    private static readonly ShipmentReportCondition s_delivery = new() { Key = "delivery", Authority = "us", Binds = "cloud", Evidence = "delivery-confirmation", WithinDays = 30, Consequence = Consequence.SuspendLicense };

    // Founded with the bound of 24 hours.
    private static Rehearsal Strict(params Condition[] conditions)
    {
        var r = new Rehearsal();
        r.Do(r.Founding() with { Bounds = BookBounds.Default });
        foreach (var action in r.Caps())
        {
            r.Two($"{action.Terms.Authority}-1", $"{action.Terms.Authority}-2", action);
        }

        r.Sell(1_000);
        r.Two("us-1", "us-2", new IssueLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Rehearsal.Terms(conditions) });
        return r;
    }

    private static void Replays(Rehearsal r) => Assert.Equal(r.Book.StateHash(), r.Replayed().StateHash());

    [Theory]
    [InlineData(23, false)]
    [InlineData(25, true)]
    [InlineData(-23, false)]
    [InlineData(-25, true)]
    public void A_clock_that_nothing_would_be_recorded_on_is_none_to_read_today_by(int hours, bool stopped)
    {
        var r = new Rehearsal();
        r.Do(r.Founding() with { Bounds = new() { ClockHours = 24 } });

        Assert.Equal(stopped, r.Book.IsStoppedBy(new Moment(r.Now.Milliseconds + (hours * 3_600_000L))));
    }

    [Fact]
    public void A_step_beyond_the_bound_stops_everything_and_records_nothing()
    {
        var r = Strict(s_delivery);
        var shipment = r.Ship(r.Reserve(10), 5);
        var (last, entries) = (r.Now, r.Book.Sequence);
        r.Now = new(last.Milliseconds + Moment.Day);
        r.Reserve(1);
        r.Now = new(r.Now.Milliseconds + Moment.Day + 1);
        Assert.Equal(24, r.Refused<ClockStopped>(r.Reserving(1)).Hours);
        r.Pass(730);
        var refused = r.Refused<ClockStopped>(r.Reserving(1));
        Assert.Equal("clock-stopped", refused.Word);
        r.Refused<ClockStopped>(r.Evidence("cloud-1", "delivery-confirmation", shipment));
        Assert.Equal(entries + 1, r.Book.Sequence);
        Assert.Empty(r.Book.BreachesOf(Rehearsal.License));

        // At the true time everything goes on.
        r.Now = new(last.Milliseconds + Moment.Day + 1000);
        r.Reserve(1);
        Replays(r);
    }

    [Fact]
    public void A_refused_command_records_nothing_of_what_time_brought_about()
    {
        var r = new Rehearsal().Issued(s_delivery);
        var reservation = r.Reserve(20, 40 * Moment.Day);
        r.Ship(reservation, 5);
        r.Pass(100);
        var (entries, hash) = (r.Book.Sequence, r.Book.StateHash());
        foreach (var command in new LicenseCommand[] { r.Shipping(reservation, 1), r.Reserving(1), r.Shipping("nothing", 1), r.Reserving(1) with { Actor = "stranger" } })
        {
            Assert.IsType<LicenseRefused>(r.Try(command));
            Assert.Equal((entries, Convert.ToHexString(hash)), (r.Book.Sequence, Convert.ToHexString(r.Book.StateHash())));
        }

        // It was decided as if it were recorded, and comes with the next entry.
        Assert.Equal("account-suspended", r.Refused<LedgerRefuses>(r.Reserving(1)).Word);
        r.Tick();
        Assert.Equal(entries + 2, r.Book.Sequence);
        Assert.Single(r.Book.BreachesOf(Rehearsal.License));
        Assert.Equal(ReservationState.Lapsed, r.Book.Ledger.ReservationOf(reservation)!.Value.State);
        Replays(r);
    }

    [Fact]
    public void Two_officers_of_different_organizations_say_that_the_clock_is_right()
    {
        var r = Strict(s_delivery);
        r.Ship(r.Reserve(10), 5);
        r.Pass(10);
        SetClock Set(string who) => new() { Id = r.NewId(), EventTime = r.Now, Actor = who, Stated = r.Today, Reason = "the office was closed" };
        Propose By(string who, SetClock? command = null) => new() { Id = r.NewId(), EventTime = r.Now, Actor = who, Action = (command ?? Set(who)) with { Actor = who } };
        Assert.Equal("stated", r.Refused<MalformedCommand>(By("us-1", Set("us-1") with { Stated = r.Today.AddDays(-2) })).Field);
        r.Refused<NotTheirs>(By("us-admin"));
        r.Refused<NotTheirs>(By("maker-2"));
        Assert.Equal("eventTime", r.Refused<MalformedCommand>(By("us-1") with { EventTime = new(r.Now.Milliseconds - Moment.Day), Action = Set("us-1") with { EventTime = new(r.Now.Milliseconds - Moment.Day) } }).Field);
        var last = r.Book.LastRecorded;
        var proposal = By("maker-1");
        r.Do(proposal);
        Assert.Equal(last, r.Book.LastRecorded);
        r.Refused<ClockStopped>(r.Reserving(1));

        Countersign Sign(string who) => new() { Id = r.NewId(), EventTime = r.Now, Actor = who, Proposal = proposal.Id, Stated = r.Today };
        r.Refused<NoSuch>(Sign("cloud-1"));
        r.Refused<NotTheirs>(Sign("maker-2"));
        Assert.Equal("stated", r.Refused<MalformedCommand>(Sign("us-1") with { Stated = null }).Field);
        Assert.Equal("stated", r.Refused<MalformedCommand>(Sign("us-1") with { Stated = r.Today.AddDays(9) }).Field);
        r.Do(Sign("us-1"));
        Assert.Equal(r.Now, r.Book.LastRecorded);
        r.Reserve(1);
        Replays(r);
    }

    [Fact]
    public void The_two_have_to_agree_within_the_bound()
    {
        var r = Strict();
        r.Pass(10);
        var proposal = new Propose { Id = "p", EventTime = r.Now, Actor = "us-1", Action = new SetClock { Id = "c", EventTime = r.Now, Actor = "us-1", Stated = r.Today, Reason = "after a holiday" } };
        r.Do(proposal);
        r.Pass(700);
        Assert.Equal("eventTime", r.Refused<MalformedCommand>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "cn-1", Proposal = "p", Stated = r.Today }).Field);
    }

    [Fact]
    public void Nothing_has_to_be_said_about_a_clock_within_the_bound()
    {
        var r = Strict();
        r.Now = new(r.Now.Milliseconds + 1000);
        r.Refused<SoAlready>(new Propose { Id = "p", EventTime = r.Now, Actor = "us-1", Action = new SetClock { Id = "c", EventTime = r.Now, Actor = "us-1", Stated = r.Today, Reason = "no need" } });
    }

    [Fact]
    public void A_witness_vouches_for_a_clock_that_the_last_entry_does_not()
    {
        var r = Strict();
        r.Pass(10);
        r.Refused<ClockStopped>(r.Reserving(1));
        r.Book.Witnessed = new(r.Now.Milliseconds - Moment.Day - 1);
        r.Refused<ClockStopped>(r.Reserving(1));
        r.Book.Witnessed = new(r.Now.Milliseconds - (Moment.Day / 2));
        r.Reserve(1);
        Assert.Equal(r.Book.Witnessed, r.Entries[^1].Outcome.Witnessed);

        // What vouched for it stands in the entry; without it the entry is none.
        Replays(r);
        var forged = new LicenseEntry(r.Entries[^1].Sequence, r.Entries[^1].RecordedAt, r.Entries[^1].Command, r.Entries[^1].Ledger, new());
        var book = new LicenseBook();
        foreach (var entry in r.Entries[..^1])
        {
            book.Replay(entry, LicenseCodec.Encode(entry));
        }

        Assert.Contains("clock", Assert.Throws<LicenseFormatException>(() => book.Replay(forged, LicenseCodec.Encode(forged))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_book_that_was_written_two_years_ahead_is_put_right_in_one_act()
    {
        // The bound lets it happen; in a book of record that is an older program, or a clock moved step by step.
        var r = new Rehearsal().Issued(s_delivery, s_delivery with { Key = "abroad", Authority = "us", Consequence = Consequence.Notify });
        r.Do(new AddCondition { Id = r.NewId(), EventTime = r.Now, Actor = "cn-1", License = Rehearsal.License, Condition = new DeadlineCondition { Key = "plan", Authority = "cn", Binds = "cloud", Evidence = "plan", By = new(2026, 6, 1) } });
        var reservation = r.Reserve(20, 400 * Moment.Day);
        r.Ship(reservation, 5);
        var truth = new Moment(r.Now.Milliseconds + Moment.Day);
        r.Pass(730);
        r.Tick();
        Assert.Equal(3, r.Book.BreachesOf(Rehearsal.License).Count());
        Assert.True(r.Book.Ledger.BalanceOf(Rehearsal.Line)!.Value.State.HasFlag(AccountStates.Suspended));

        r.Now = truth;
        var set = new SetClock { Id = r.NewId(), EventTime = r.Now, Actor = "maker-1", Stated = r.Today, Reason = "the server ran two years ahead (made up)" };
        r.Do(new Propose { Id = "right", EventTime = r.Now, Actor = "maker-1", Action = set });
        var entry = r.Do(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", Proposal = "right", Stated = r.Today });

        // What the officers' own authority would have had to reinstate is taken back; the other one's stays for it.
        Assert.Equal(truth, entry.RecordedAt);
        Assert.Equal(2, entry.Outcome.TakenBack.Count(t => t.StartsWith("breach of", StringComparison.Ordinal)));
        Assert.Contains(entry.Outcome.TakenBack, t => t.StartsWith("stays, for cn", StringComparison.Ordinal));
        Assert.Contains(entry.Outcome.TakenBack, t => t.Contains(reservation, StringComparison.Ordinal));
        Assert.Equal("plan", Assert.Single(r.Book.BreachesOf(Rehearsal.License), b => b.Breach.Resolved is null).Condition);
        Assert.Equal(LicenseStatus.InForce, r.Book.StatusOf(Rehearsal.License, r.Today));
        Assert.Equal((ConditionStatus.Due, new DateOnly(2026, 3, 4)), (r.Reading("delivery").Status, r.Reading("delivery").DueOn));
        r.Ship(r.Reserve(1), 1);

        // The obligation falls due on its own day all the same.
        r.Now = Rehearsal.At("2026-03-05T09:00:00Z");
        r.Tick();
        Assert.Equal(ConditionStatus.Breached, r.Reading("delivery").Status);
        Replays(r);
    }

    [Fact]
    public void Exporter_and_buyer_do_not_turn_the_clock_back_between_them()
    {
        var r = new Rehearsal().Issued(s_delivery);
        r.Ship(r.Reserve(20), 5);
        r.Pass(40);
        r.Tick();
        Assert.Single(r.Book.BreachesOf(Rehearsal.License));
        r.Now = new(r.Now.Milliseconds - (20 * Moment.Day));
        var set = new SetClock { Id = r.NewId(), EventTime = r.Now, Actor = "maker-1", Stated = r.Today, Reason = "the clock was wrong" };
        r.Do(new Propose { Id = "back", EventTime = r.Now, Actor = "maker-1", Action = set });
        r.Refused<NoSuch>(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "cloud-1", Proposal = "back", Stated = r.Today });
        r.Do(new Countersign { Id = r.NewId(), EventTime = r.Now, Actor = "cn-1", Proposal = "back", Stated = r.Today });
        Assert.Null(Assert.Single(r.Book.BreachesOf(Rehearsal.License)).Breach.Resolved);
    }
}
