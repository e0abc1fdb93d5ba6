// Method: random commands in a scope on random books; taken back the book must be the one of before in every byte and in what it answers later, committed the
// one that never had a scope.
using CsCheck;
using Proviso.Ledger;
using static Proviso.Tests.Proviso.Ledger.LedgerWorld;

namespace Proviso.Tests.Proviso.Ledger;

public class LedgerScopeTests
{
    private static readonly Gen<int[][]> s_lists = Gen.Int[0, 9_999].Array[6].Array[1, 30];

    [Fact]
    public void What_is_taken_back_leaves_no_trace_and_what_is_committed_is_as_without_a_scope() => Gen.Select(s_lists, s_lists, s_lists).Sample((first, tried, later) =>
    {
        var (book, twin, plain) = (Book(), Book(), Book());
        Run(book, first, 0);
        Run(twin, first, 0);
        Run(plain, first, 0);
        var (hash, touched, timeout, last, sequence) = (Convert.ToHexString(book.StateHash()), book.LastTouched.ToArray(), book.NextTimeout, book.LastRecorded, book.Sequence);

        book.Begin();
        var inScope = Run(book, tried, 30);
        book.TakeBack();

        Assert.Equal(hash, Convert.ToHexString(book.StateHash()));
        Assert.Equal((timeout, last, sequence), (book.NextTimeout, book.LastRecorded, book.Sequence));
        Assert.Equal(touched, book.LastTouched.ToArray());
        Assert.All(tried.Select((n, i) => Command(n, 30 + i).Id), id => Assert.Equal(twin.EntryOf(id)?.Sequence, book.EntryOf(id)?.Sequence));
        Assert.Equal(Run(twin, later, 60), Run(book, later, 60));
        Assert.Equal(twin.Snapshot(), book.Snapshot());

        plain.Begin();
        Assert.Equal(inScope, Run(plain, tried, 30));
        plain.Commit();
        var never = Book();
        Run(never, first, 0);
        Assert.Equal(inScope, Run(never, tried, 30));
        Assert.Equal(never.Snapshot(), plain.Snapshot());
        Assert.Equal(never.LastTouched.ToArray(), plain.LastTouched.ToArray());
        Assert.Equal(Run(never, later, 60), Run(plain, later, 60));
        Assert.Equal(never.Snapshot(), plain.Snapshot());
    }, iter: LedgerModelTests.Iterations(300), threads: 1);

    [Fact]
    public void Every_kind_of_command_is_taken_back()
    {
        // The random lists above must have met each of them.
        var random = new Random(3);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < 600; round++)
        {
            var book = Book();
            Run(book, Lists(random), 0);
            var before = book.Snapshot();
            book.Begin();
            foreach (var (n, i) in Lists(random).Select((n, i) => (n, i)))
            {
                var command = Command(n, 30 + i);
                if (book.Apply(command, RecordedAt(command, n, 30 + i)) is Accepted { Repeated: false })
                {
                    seen.Add(command.GetType().Name);
                }
            }

            if (book.Apply(Open(new() { Account = "new", Kind = AccountKind.Line, Currency = "USD", License = "L7", Caps = [RatioCap] }), On(90)) is Accepted)
            {
                seen.Add(nameof(OpenAccount));
            }

            book.TakeBack();
            Assert.Equal(before, book.Snapshot());
        }

        Assert.Equal(typeof(LedgerCommand).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(LedgerCommand))).Select(t => t.Name).Order(), seen.Order());
    }

    [Fact]
    public void A_look_ahead_inside_a_scope_shows_the_scope_and_takes_back_only_itself()
    {
        var book = Book();
        book.Begin();
        Accept(book, new Reserve("r", On(0), Line, Of(3, 30, 300), 0));
        var inside = book.EncodeState();

        Assert.Null(book.Preview(new Ship("s", On(0), "r", Of(3, 30, 300), Final: false), On(0), b =>
        {
            Assert.Equal(Of(3, 30, 300), b.BalanceOf(Line)!.Value.Shipped);
            Assert.Throws<InvalidOperationException>(b.TakeBack);
            Assert.Throws<InvalidOperationException>(b.Commit);
            Assert.Throws<InvalidOperationException>(b.Begin);
            Assert.Throws<InvalidOperationException>(() => b.Apply(new Release("x", On(0), "r"), On(0)));
            Assert.Throws<InvalidOperationException>(() => b.Preview(new Release("x", On(0), "r"), On(0), _ => { }));
        }));
        Assert.IsType<ReservationResolved>(book.Preview(new Linked("k", On(0), [new Release("x", On(0), "r"), new Release("y", On(0), "r")]), On(0), _ => { }) is LinkedRefused l ? l.Refusal : null);

        // A linked command that is refused takes back its own parts only.
        Refuse<LinkedRefused>(book, new Linked("k", On(0), [new Release("x", On(0), "r"), new Release("y", On(0), "r")]));
        Assert.Equal(inside, book.EncodeState());
        Accept(book, new Linked("k", On(0), [new Ship("s", On(0), "r", Of(1, 10, 100), Final: true), new Return("b", On(0), "s", Of(1, 10, 100))]));
        book.TakeBack();

        Assert.Equal(Book().Snapshot(), book.Snapshot());
        Assert.Null(book.EntryOf("s"));
    }

    [Fact]
    public void Scopes_do_not_nest_and_end_once()
    {
        var book = Book();
        Assert.Throws<InvalidOperationException>(book.Commit);
        Assert.Throws<InvalidOperationException>(book.TakeBack);
        book.Begin();
        Assert.Contains("do not nest", Assert.Throws<InvalidOperationException>(book.Begin).Message, StringComparison.Ordinal);
        book.Commit();
        Assert.Throws<InvalidOperationException>(book.Commit);
        Assert.Throws<InvalidOperationException>(book.TakeBack);
    }

    [Fact]
    public void Timeouts_of_what_was_taken_back_lapse_nothing_and_do_not_pile_up()
    {
        var book = Book();
        for (var i = 0; i < 2_000; i++)
        {
            book.Begin();
            Accept(book, new Reserve($"try-{i}", On(0), Line, Of(1), 5_000 + i));
            book.TakeBack();
        }

        for (var i = 0; i < 2_000; i++)
        {
            Assert.Null(book.Preview(new Reserve($"look-{i}", On(0), Line, Of(1), 5_000 + i), On(0), _ => { }));
        }

        Assert.InRange(book.QueuedTimeouts, 0, 1_000);
        Assert.Null(book.NextTimeout);
        Accept(book, new Reserve("r", On(0), Line, Of(1), 5_000));
        Assert.Equal(On(0, 5_000), book.NextTimeout);
        Assert.Equal(["r"], Accept(book, new Lapse("x", On(1), On(1)), On(1)).Lapsed);
        Assert.Null(book.NextTimeout);
    }

    private static int[][] Lists(Random random) => [.. Enumerable.Range(0, 30).Select(_ => Enumerable.Range(0, 6).Select(_ => random.Next(10_000)).ToArray())];

    private static string Run(LedgerBook book, int[][] list, int from) => string.Join('\n', list.Select((n, i) =>
    {
        var command = Command(n, from + i);
        return book.Apply(command, RecordedAt(command, n, from + i)) is Refused refused ? refused.Refusal.Text : "accepted";
    }));
}
