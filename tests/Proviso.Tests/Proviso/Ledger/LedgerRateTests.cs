// Method: rates and currencies by hand. All names and figures are made up.
using Proviso.Ledger;
using static Proviso.Tests.Proviso.Ledger.LedgerWorld;

namespace Proviso.Tests.Proviso.Ledger;

public class LedgerRateTests
{
    [Fact]
    public void A_cap_counts_at_the_rate_of_its_own_authority_and_at_no_other_one()
    {
        var book = Caps(("a", "authority-a"), ("b", "authority-b"), ("none", null));
        Accept(book, Rate("1", null, 2));
        Accept(book, Rate("2", "authority-a", 7));
        Accept(book, Rate("3", "authority-c", 1));

        Accept(book, new Reserve("r", On(0), "l", Of(1, 10), 0));

        // Of its own; of nobody, since its authority has none; of nobody, since it has no authority.
        Assert.Equal((Millionths(70), Millionths(20), Millionths(20)), (Value(book, "a"), Value(book, "b"), Value(book, "none")));
    }

    [Fact]
    public void A_rate_of_another_authority_does_not_serve_in_place_of_a_missing_one()
    {
        var book = Caps(("a", "authority-a"), ("none", null));
        Accept(book, Rate("1", "authority-a", 7));

        Assert.Equal("none", Refuse<RateMissing>(book, new Reserve("r", On(0), "l", Of(1, 10), 0)).Account);
        Accept(book, Rate("2", null, 2));
        Accept(book, new Reserve("r", On(0), "l", Of(1, 10), 0));
    }

    [Fact]
    public void The_rate_of_the_moment_counts_of_several_by_one_authority()
    {
        var book = Caps(("a", "authority-a"));
        Accept(book, Rate("0", null, 2, since: -9));
        Accept(book, Rate("1", "authority-a", 5, since: -5));
        Accept(book, Rate("2", "authority-a", 7, since: -1));
        Accept(book, Rate("3", "authority-a", 8, since: -1));

        // Before its authority said anything, the rate of nobody; then its own, the last one entered for a moment.
        Accept(book, new Reserve("r1", On(-6), "l", Of(1, 1), 0));
        Assert.Equal(Millionths(2), Value(book, "a"));
        Accept(book, new Reserve("r2", On(-4), "l", Of(1, 1), 0));
        Assert.Equal(Millionths(7), Value(book, "a"));
        Accept(book, new Reserve("r3", On(0), "l", Of(1, 1), 0));
        Assert.Equal(Millionths(15), Value(book, "a"));
    }

    [Fact]
    public void Rates_are_read_with_their_source_authority_and_command()
    {
        var book = Caps(("a", "authority-a"));
        Accept(book, Rate("late", "authority-a", 7, since: -1));
        Accept(book, Rate("early", "authority-a", 5, since: -5));
        Accept(book, Rate("other", null, 2, since: -3));
        Accept(book, new SetRate("turned", On(0), "CNY", "USD", On(0), 7, 1, "made up"));

        var late = new RateFigures("USD", "CNY", On(-1), 1, 7, "made up", "authority-a", "late");
        Assert.Equal(late, book.LastRate("USD", "CNY", "authority-a"));
        Assert.Equal("other", book.LastRate("USD", "CNY", null)!.Value.Id);
        Assert.Null(book.LastRate("USD", "CNY", "authority-b"));
        Assert.Null(book.LastRate("USD", "EUR", null));
        Assert.Equal(["early", "other", "late"], book.RatesOf("USD", "CNY").Select(r => r.Id));
        Assert.Equal(["turned"], book.RatesOf("CNY", "USD").Select(r => r.Id));
        Assert.Empty(book.RatesOf("USD", "EUR"));

        // A rate that was only tried is read by nobody.
        book.Begin();
        Accept(book, Rate("tried", "authority-b", 9));
        Assert.Equal("tried", book.LastRate("USD", "CNY", "authority-b")!.Value.Id);
        book.TakeBack();
        Assert.Null(book.LastRate("USD", "CNY", "authority-b"));
        Assert.Equal(3, book.RatesOf("USD", "CNY").Length);
    }

    [Fact]
    public void There_are_no_rates_of_the_future()
    {
        var book = Caps(("a", null));

        var refusal = Refuse<Malformed>(book, Rate("1", null, 7, since: 1), On(0));

        Assert.Equal("since", refusal.Field);
        Refuse<Malformed>(book, new SetRate("1", On(0), "USD", "CNY", On(0, 1), 1, 7, "made up"), On(0));
        Accept(book, Rate("1", null, 7), On(0));
        Assert.Equal("authority", Refuse<Malformed>(book, Rate("2", " ", 7)).Field);
    }

    [Fact]
    public void A_currency_that_is_said_must_be_that_of_the_line_at_every_step()
    {
        var book = Book();
        Assert.Equal(new Malformed("currency", $"is EUR; line '{Line}' counts in USD"), Refuse<Malformed>(book, new Reserve("r", On(0), Line, Of(2, 20, 200), 0, "EUR")));

        // The currency of a cap above is not that of the line either.
        Refuse<Malformed>(book, new Reserve("r", On(0), Line, Of(2, 20, 200), 0, "CNY"));
        Accept(book, new Reserve("r", On(0), Line, Of(2, 20, 200), 0, "USD"));
        Assert.Equal($"currency: is CNY; line '{Line}' counts in USD.", Refuse<Malformed>(book, new Ship("s", On(0), "r", Of(2, 20, 200), Final: false, "CNY")).Text);
        Accept(book, new Ship("s", On(0), "r", Of(2, 20, 200), Final: false, "USD"));
        Assert.Equal("currency", Refuse<Malformed>(book, new Return("b", On(0), "s", Of(1, 10, 100), "CNY")).Field);
        Accept(book, new Return("b", On(0), "s", Of(1, 10, 100), "USD"));

        // What is not there is told before what it counts in; what has ended, after.
        Refuse<NotFound>(book, new Ship("t", On(0), "nothing", Of(1), Final: false, "CNY"));
        Refuse<NotFound>(book, new Return("t", On(0), "nothing", Of(1), "CNY"));
        Assert.Equal("currency", Refuse<Malformed>(book, new Ship("t", On(0), "r", Of(1), Final: false, "CNY")).Field);
        Refuse<ReservationResolved>(book, new Ship("t", On(0), "r", Of(1), Final: false, "USD"));
    }

    [Theory]
    [InlineData("usd")]
    [InlineData("US")]
    [InlineData("USDT")]
    [InlineData("")]
    [InlineData("$")]
    public void A_currency_has_three_capitals(string currency)
    {
        var book = Book();
        Assert.Equal("currency", Refuse<Malformed>(book, new Reserve("r", On(0), Line, Of(1), 0, currency)).Field);
        Assert.Equal("currency", Refuse<Malformed>(book, new Ship("s", On(0), "r", Of(1), Final: false, currency)).Field);
        Assert.Equal("currency", Refuse<Malformed>(book, new Return("b", On(0), "s", Of(1), currency)).Field);
    }

    [Fact]
    public void A_currency_is_part_of_what_an_id_stands_for()
    {
        var book = Book();
        Accept(book, new Reserve("r", On(0), Line, Of(2, 20, 200), 0, "USD"));
        Accept(book, new Linked("k", On(0), [new Ship("s", On(0), "r", Of(1, 10, 100), Final: false), new Release("x", On(0), "r")]));

        Assert.Equal("currency", Refuse<IdReused>(book, new Reserve("r", On(0), Line, Of(2, 20, 200), 0)).Field);
        Assert.Equal("currency", Refuse<IdReused>(book, new Linked("k", On(0), [new Ship("s", On(0), "r", Of(1, 10, 100), Final: false, "USD"), new Release("x", On(0), "r")])).Field);
        Assert.True(Assert.IsType<Accepted>(book.Apply(new Reserve("r", On(0), Line, Of(2, 20, 200), 0, "USD"), On(0))).Repeated);
        Accept(book, Rate("rate", "authority-a", 7));
        Assert.Equal("authority", Refuse<IdReused>(book, Rate("rate", null, 7)).Field);
    }

    private static SetRate Rate(string id, string? authority, long to, int since = 0) => new(id, On(-10), "USD", "CNY", On(since), 1, to, "made up", authority);

    private static long Value(LedgerBook book, string account) => book.BalanceOf(account)!.Value.Reserved.Value;

    private static LedgerBook Caps(params (string Account, string? Authority)[] caps)
    {
        var book = new LedgerBook();
        foreach (var (account, authority) in caps)
        {
            Accept(book, Open(new() { Account = account, Kind = AccountKind.Cap, Currency = "CNY", Limited = Measures.None, Authority = authority }));
        }

        Accept(book, Open(new() { Account = "l", Kind = AccountKind.Line, Currency = "USD", Limited = Measures.None, Caps = [.. caps.Select(c => c.Account)] }));
        return book;
    }
}
