// Method: random commands on the book and on a slow ledger that sums everything anew; every answer and every balance after every step.
using CsCheck;
using Proviso.Ledger;

namespace Proviso.Tests.Proviso.Ledger;

public class LedgerModelTests
{
    private static readonly Gen<int[][]> s_lists = Gen.Int[0, 9_999].Array[6].Array[1, 40];

    [Fact]
    public void Every_answer_and_balance_is_that_of_a_ledger_that_sums_everything_anew() => s_lists.Sample(list =>
    {
        var (book, slow) = (new LedgerBook(), new SlowLedger());
        foreach (var command in LedgerWorld.Opening().AddRange(LedgerWorld.Granting()))
        {
            Same(book, slow, command, LedgerWorld.On(0));
        }

        for (var step = 0; step < list.Length; step++)
        {
            var command = LedgerWorld.Command(list[step], step);
            Same(book, slow, command, LedgerWorld.RecordedAt(command, list[step], step));
        }

        var again = LedgerBook.Replay(book.EncodeEntries());
        Assert.Equal(book.Snapshot(), again.Snapshot());
    }, iter: Iterations(1_500), threads: 1);

    [Fact]
    public void The_comparison_sees_a_cap_that_is_skipped()
    {
        // The slow ledger is told of a line without its last cap: within some hundred lists the answers must part.
        Assert.ThrowsAny<Exception>(() => s_lists.Sample(list =>
        {
            var (book, slow) = (new LedgerBook(), new SlowLedger());
            foreach (var command in LedgerWorld.Opening().AddRange(LedgerWorld.Granting()))
            {
                Assert.IsType<Accepted>(book.Apply(command, LedgerWorld.On(0)));
                Assert.Null(slow.Apply(command is OpenAccount { Terms.Account: LedgerWorld.Line } o ? o with { Terms = o.Terms with { Caps = [.. o.Terms.Caps.SkipLast(2)] } } : command, LedgerWorld.On(0)));
            }

            for (var step = 0; step < list.Length; step++)
            {
                var command = LedgerWorld.Command(list[step], step);
                Same(book, slow, command, LedgerWorld.RecordedAt(command, list[step], step));
            }
        }, iter: 500, threads: 1));
    }

    [Fact]
    public void Each_kind_of_answer_comes_up_in_the_random_lists()
    {
        // Without this the comparison could be green because nothing happens.
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var random = new Random(11);
        for (var round = 0; round < 400; round++)
        {
            var book = LedgerWorld.Book();
            for (var step = 0; step < 40; step++)
            {
                int[] n = [.. Enumerable.Range(0, 6).Select(_ => random.Next(10_000))];
                var command = LedgerWorld.Command(n, step);
                var name = book.Apply(command, LedgerWorld.RecordedAt(command, n, step)) is Refused r ? (r.Refusal is LinkedRefused l ? l.Refusal : r.Refusal).GetType().Name : "Accepted " + command.GetType().Name;
                seen[name] = seen.GetValueOrDefault(name) + 1;
            }
        }

        string[] wanted = [.. "Reserve Ship Release Lapse Return Reverse Adjust Grant RecordSale Freeze Unfreeze Suspend Reinstate Close SetRate Linked RightClock".Split(' ').Select(k => "Accepted " + k),
            .. ("IdReused TimeRunsBackward NotFound AlreadySo ReservationResolved ReservationLapsed NotReversible AccountClosed AccountSuspended AccountFrozen ReservationsOpen ExceedsShipment "
                + "ExceedsAuthorized OverCommitted QuotaExceeded RatioExceeded WindowExceeded ExceedsReservation Malformed").Split(' ')];
        Assert.Equal("", string.Join(", ", wanted.Where(w => seen.GetValueOrDefault(w) < 5)));
    }

    internal static int Iterations(int few) => Environment.GetEnvironmentVariable("PROVISO_LONG") == "1" ? few * 50 : few;

    private static void Same(LedgerBook book, SlowLedger slow, LedgerCommand command, Moment at)
    {
        var before = book.EncodeState();
        byte[]? shown = null;
        var preview = book.Preview(command, at, b => shown = b.EncodeState());
        Assert.Equal(before, book.EncodeState());
        var timeout = book.NextTimeout;
        var result = book.Apply(command, at);
        Assert.Equal(result is Refused no ? no.Refusal.Text : null, preview?.Text);
        if (result is Accepted)
        {
            // Sequence and moment of the book itself are those of before: the heads of the two states.
            Assert.Equal(shown.AsSpan(Head(shown!)), book.EncodeState().AsSpan(Head(book.EncodeState())));
        }
        else
        {
            Assert.Equal(timeout, book.NextTimeout);
        }

        var expected = slow.Apply(command, at);
        Assert.Equal(expected, result is Refused refused ? Plain(refused.Refusal) : null);
        if (result is Refused)
        {
            Assert.Equal(before, book.EncodeState());
        }

        foreach (var account in slow.Accounts)
        {
            var balance = book.BalanceOf(account)!.Value;
            Assert.Equal(slow.Authorized(account), Three.Of(balance.Authorized));
            Assert.Equal(slow.Reserved(account), Three.Of(balance.Reserved));
            Assert.Equal(slow.Shipped(account), Three.Of(balance.Shipped));
            Assert.Equal(slow.Returned(account), Three.Of(balance.Returned));
            Assert.Equal(slow.Tolerated(account), Three.Of(balance.Tolerated));
            Assert.Equal(slow.Ratio(account), book.RatioAt(book.RowOf(account)) is { } r ? (r.Used / 1_000_000m, r.Sold / 1_000_000m, r.Ratio / 1_000_000m) : null);
            if (book.FullestWindowAt(book.RowOf(account)) is { } fullest)
            {
                Assert.Equal(slow.Fullest(account), Three.Of(fullest));
            }
        }

        LedgerInvariants.Hold(book);
    }

    private static int Head(byte[] state)
    {
        var reader = new System.Formats.Cbor.CborReader(state);
        reader.ReadStartArray();
        reader.ReadInt64();
        reader.ReadInt64();
        return state.Length - reader.BytesRemaining;
    }

    private static SlowRefusal Plain(LedgerRefusal refusal)
    {
        static decimal D(Measure m, long figure) => m == Measure.Units ? figure : figure / 1_000_000m;
        return refusal switch
        {
            IdReused r => new("IdReused", r.Command),
            TimeRunsBackward => new("TimeRunsBackward", ""),
            NotFound r => new("NotFound", r.Key),
            AlreadySo r => new("AlreadySo", r.Key),
            ReservationResolved r => new("ReservationResolved", r.Reservation),
            ReservationLapsed r => new("ReservationLapsed", r.Reservation),
            Malformed r => new("Malformed", r.Field),
            ExceedsReservation r => new("ExceedsReservation", r.Reservation, (int)r.Measure, D(r.Measure, r.Asked), D(r.Measure, r.Reserved), D(r.Measure, r.By), Plain(r.Cause)),
            NotYetDue => new("NotYetDue", ""),
            NotReversible r => new("NotReversible", r.Command),
            AccountClosed r => new("AccountClosed", r.Account),
            AccountSuspended r => new("AccountSuspended", r.Account),
            AccountFrozen r => new("AccountFrozen", r.Account),
            ReservationsOpen r => new("ReservationsOpen", r.Account),
            RateMissing r => new("RateMissing", r.Account),
            ExceedsShipment r => new("ExceedsShipment", r.Shipment, (int)r.Measure, D(r.Measure, r.Asked), D(r.Measure, r.Available), D(r.Measure, r.By)),
            ExceedsAuthorized r => new("ExceedsAuthorized", r.Account, (int)r.Measure, D(r.Measure, r.Asked), D(r.Measure, r.Available), D(r.Measure, r.By)),
            OverCommitted r => new("OverCommitted", r.Account, (int)r.Measure, By: D(r.Measure, r.By)),
            QuotaExceeded r => new("QuotaExceeded", r.Account, (int)r.Measure, D(r.Measure, r.Asked), D(r.Measure, r.Available), D(r.Measure, r.By)),
            RatioExceeded r => new("RatioExceeded", r.Account, 2, D(Measure.Tpp, r.Asked), D(Measure.Tpp, r.Available), D(Measure.Tpp, r.By)),
            WindowExceeded r => new("WindowExceeded", r.Account, (int)r.Measure, D(r.Measure, r.Asked), D(r.Measure, r.Available), D(r.Measure, r.By)),
            LinkedRefused r => new("LinkedRefused", r.Part.ToString()),
            _ => throw new InvalidOperationException(refusal.ToString()),
        };
    }
}

/// <summary>What must hold on every book at every moment.</summary>
internal static class LedgerInvariants
{
    public static void Hold(LedgerBook book)
    {
        for (var row = 0; row < book.AccountCount; row++)
        {
            var (b, terms) = (book.BalanceAt(row), book.TermsAt(row));
            var used = terms.DrawsAt == DrawsAt.Reservation ? b.Used : b.Shipped - b.Returned;
            var basis = book.FullestWindowAt(row) ?? used;
            var over = book.RatioAt(row) is { Holds: false };
            for (var m = Measure.Units; m <= Measure.Tpp; m++)
            {
                Assert.True(b.Authorized[m] >= 0 && b.Reserved[m] >= 0 && b.Returned[m] >= 0 && b.Shipped[m] >= b.Returned[m] && b.Tolerated[m] >= 0, $"{b.Account}: a figure is negative");
                over |= b.Limited.HasFlag((Measures)(1 << (int)m)) && basis[m] > b.Authorized[m] + b.Tolerated[m];
            }

            Assert.Equal(over, b.State.HasFlag(AccountStates.OverCommitted));
        }
    }
}
