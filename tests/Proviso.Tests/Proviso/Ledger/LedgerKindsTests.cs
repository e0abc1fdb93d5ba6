// Method: reflection over every kind of command, refusal and answer, so that a new kind cannot be forgotten by the codec, the checks, the book or the page.
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Proviso.Ledger;
using Proviso.Licensing;
using static Proviso.Tests.Proviso.Ledger.LedgerWorld;

namespace Proviso.Tests.Proviso.Ledger;

public class LedgerKindsTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Golden.Root, "docs", "reference", "ledger.md"));

    [Fact]
    public void There_is_a_sample_of_every_kind()
    {
        Assert.Equal(KindsOf<LedgerCommand>(), LedgerKinds.Commands.Select(c => c.GetType().Name).Distinct().Order());
        Assert.Equal(KindsOf<LedgerRefusal>(), LedgerKinds.Refusals.Select(r => r.GetType().Name).Distinct().Order());
        Assert.Equal(["Accepted", "Refused"], KindsOf<LedgerResult>());
    }

    [Fact]
    public void Every_command_is_encoded_read_and_told_apart_in_each_of_its_fields()
    {
        foreach (var command in LedgerKinds.Commands)
        {
            var bytes = LedgerCodec.Encode(command);
            var again = LedgerCodec.DecodeCommand(bytes);
            Assert.Equal(command.GetType(), again.GetType());
            Assert.Equal(bytes, LedgerCodec.Encode(again));
            Assert.Null(CommandFields.FirstDifference(command, again));
            Assert.Equal(LicenseJson.Canonical<LedgerCommand>(command), LicenseJson.Canonical<LedgerCommand>(again));

            // A field that the encoding forgot could be changed under the same id.
            foreach (var property in command.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
            {
                var changed = Changed(command, property);
                Assert.False(bytes.AsSpan().SequenceEqual(LedgerCodec.Encode(changed)), $"{command.GetType().Name}.{property.Name} is not encoded");
                Assert.NotNull(CommandFields.FirstDifference(command, changed));
                Assert.Equal(LedgerCodec.Encode(changed), LedgerCodec.Encode(LedgerCodec.DecodeCommand(LedgerCodec.Encode(changed))));
            }
        }
    }

    [Fact]
    public void An_optional_field_at_the_end_is_not_written_when_it_is_not_given()
    {
        // The bytes of before there was a currency or an authority, written out by hand: what was recorded then is read as it was, and stays the only encoding.
        Assert.Equal("8603617200646C696E658302010300", Hex(new Reserve("r", default, "line", new(2, 1, 3), 0)));
        Assert.Equal("860461730061728302010300", Hex(new Ship("s", default, "r", new(2, 1, 3), Final: false)));
        Assert.Equal("8507616200617383020103", Hex(new Return("b", default, "s", new(2, 1, 3))));
        Assert.Equal("890D6171006355534463434E590001076178", Hex(new SetRate("q", default, "USD", "CNY", default, 1, 7, "x")));
        Assert.Equal("8703617200646C696E65830201030063555344", Hex(new Reserve("r", default, "line", new(2, 1, 3), 0, "USD")));
        Assert.Equal("USD", Assert.IsType<Reserve>(LedgerCodec.DecodeCommand(Convert.FromHexString("8703617200646C696E65830201030063555344"))).Currency);

        // A null where nothing should stand would be a second encoding; other kinds have no such field.
        Assert.Throws<LedgerFormatException>(() => LedgerCodec.DecodeCommand(Convert.FromHexString("8703617200646C696E658302010300F6")));
        Assert.Throws<LedgerFormatException>(() => LedgerCodec.DecodeCommand(Convert.FromHexString("8505617800617263555344")));
        static string Hex(LedgerCommand command) => Convert.ToHexString(LedgerCodec.Encode(command));
    }

    [Fact]
    public void Every_command_has_a_number_a_name_in_JSON_and_passes_the_check()
    {
        var named = typeof(LedgerCommand).GetCustomAttributes<JsonDerivedTypeAttribute>().ToDictionary(a => a.DerivedType.Name, a => (string)a.TypeDiscriminator!);
        Assert.Equal(KindsOf<LedgerCommand>(), named.Keys.Order());
        Assert.Equal(named.Count, named.Values.Distinct().Count());
        Assert.Equal(Enum.GetNames<CommandKind>().Order(), KindsOf<LedgerCommand>());
        Assert.All(LedgerKinds.Commands, command =>
        {
            Assert.Equal(command.GetType().Name, command.Kind.ToString());
            Assert.Null(CommandCheck.Of(command));
            using var json = JsonDocument.Parse(LicenseJson.Canonical<LedgerCommand>(command));
            Assert.Equal(named[command.GetType().Name], json.RootElement.GetProperty("act").GetString());
        });
    }

    [Fact]
    public void Every_command_is_decided_by_the_book()
    {
        // In this order each sample is accepted on a small book: no kind falls through to "not known".
        var book = Book();
        foreach (var command in LedgerKinds.Commands)
        {
            Accept(book, command);
        }

        Assert.Equal(book.Snapshot(), LedgerBook.Replay(book.EncodeEntries()).Snapshot());
    }

    [Fact]
    public void Every_command_and_refusal_stands_on_the_page()
    {
        var commands = Table("| command | what it does |");
        Assert.Equal("", string.Join(", ", KindsOf<LedgerCommand>().Where(name => !commands.Contains($"`{name}`", StringComparison.Ordinal))));
        var refusals = Table("| # | refusal | figures | when |");
        Assert.Equal("", string.Join(", ", KindsOf<LedgerRefusal>().Where(name => !refusals.Contains($"| `{name}` |", StringComparison.Ordinal))));

        // Nor does the page speak of what is no longer there.
        Assert.Equal("", string.Join(", ", refusals.Split('\n').Skip(2).Select(row => row.Split('|')[2].Trim().Trim('`')).Where(name => !KindsOf<LedgerRefusal>().Contains(name))));
    }

    [Fact]
    public void Every_refusal_says_in_whole_sentences_what_it_is_about()
    {
        foreach (var refusal in LedgerKinds.Refusals)
        {
            Assert.EndsWith(".", refusal.Text, StringComparison.Ordinal);
            Assert.True(CommandCheck.IsWords(refusal.Text));

            // Each key that it holds is named; each figure has a use of its own.
            foreach (var property in refusal.GetType().GetProperties().Where(p => p.PropertyType == typeof(string) && p.Name is not (nameof(LedgerRefusal.Text) or "Problem" or "State")))
            {
                Assert.Contains((string)property.GetValue(refusal)!, refusal.Text, StringComparison.Ordinal);
            }

            Assert.Equal(refusal, refusal with { });
        }
    }

    [Fact]
    public void What_is_of_no_known_kind_stops()
    {
        var beyond = (Measure)7;
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(1, 2, 3)[beyond]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Amounts.Text(beyond, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Book().BalanceOf(Line)!.Value.Available(beyond));
        Assert.Equal([1, Millionths(2), Millionths(3)], Enum.GetValues<Measure>().Select(m => Of(1, 2, 3)[m]));

        var book = Book();
        Assert.Equal("scope", Refuse<Malformed>(book, new Suspend("s", On(0), (SuspensionScope)2, "L1", "c", "made up")).Field);
        Assert.Equal("draws-at", Refuse<Malformed>(book, Open(new() { Account = "n", Kind = AccountKind.Cap, Currency = "USD", DrawsAt = (DrawsAt)2 })).Field);
        Assert.Equal("kind", Refuse<Malformed>(book, Open(new() { Account = "n", Kind = (AccountKind)2, Currency = "USD" })).Field);
        Assert.Equal("limited", Refuse<Malformed>(book, Open(new() { Account = "n", Kind = AccountKind.Cap, Currency = "USD", Limited = (Measures)8 })).Field);
        Assert.Throws<LedgerFormatException>(() => LedgerCodec.DecodeCommand(Convert.FromHexString("8418636161006162")));
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0, 0, 1)]
    [InlineData(0, 5, 5)]
    [InlineData(0, 0, 0)]
    [InlineData(-1, 0, 0)]
    public void Money_or_performance_without_a_unit_is_nothing(long units, long value, long tpp)
    {
        var (book, amounts) = (Book(), new Amounts(units, value, tpp));
        Accept(book, new Reserve("r", On(0), Line, Of(2, 20, 200), 0));
        Accept(book, new Ship("s", On(0), "r", Of(1, 10, 100), Final: false));

        Assert.Equal("amounts", Refuse<Malformed>(book, new Reserve("x", On(0), Line, amounts, 0)).Field);
        Assert.Equal("amounts", Refuse<Malformed>(book, new Ship("x", On(0), "r", amounts, Final: false)).Field);
        Assert.Equal("amounts", Refuse<Malformed>(book, new Return("x", On(0), "s", amounts)).Field);
        Assert.Equal("units", Refuse<Malformed>(book, new RecordSale("x", On(0), Product, Exporter, units, 1)).Field);
    }

    private static string[] KindsOf<T>() => [.. typeof(T).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(T)) && !t.IsAbstract).Select(t => t.Name).Order()];

    private static string Table(string head)
    {
        var at = s_page.IndexOf(head, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the page has no table `{head}`");
        var end = s_page.IndexOf("\n\n", at, StringComparison.Ordinal);
        return s_page[at..(end < 0 ? s_page.Length : end)];
    }

    private static LedgerCommand Changed(LedgerCommand command, PropertyInfo property)
    {
        var copy = (LedgerCommand)command.GetType().GetMethod("<Clone>$")!.Invoke(command, null)!;
        property.SetValue(copy, property.GetValue(command) switch
        {
            string text => text == "USD" ? "EUR" : text + "x",
            null => property.PropertyType == typeof(string) ? "EUR" : 1,
            Moment at => new Moment(at.Milliseconds + 1),
            Amounts amounts => amounts with { Tpp = amounts.Tpp + 1 },
            bool flag => !flag,
            int number => number + 1,
            long number => number + 1,
            SuspensionScope scope => (SuspensionScope)(1 - (int)scope),
            AccountTerms terms => terms with { WindowDays = terms.WindowDays + 1 },
            System.Collections.Immutable.ImmutableArray<LedgerCommand> parts => parts.Add(new Release("one more", On(0), "r")),
            var other => throw new InvalidOperationException($"{property.Name} is a {other.GetType().Name}: say how to change it"),
        });
        return copy;
    }
}

/// <summary>A sample of every kind. The commands are accepted one after the other by <see cref="LedgerWorld.Book"/>.</summary>
internal static class LedgerKinds
{
    public static IReadOnlyList<LedgerCommand> Commands { get; } =
    [
        new OpenAccount("k-open", On(1), new() { Account = "k", Kind = AccountKind.Line, Currency = "USD", License = "L8", Authority = "made-up US" }),
        new Grant("k-grant", On(1), Line, Of(5, 50, 500), By),
        new Reserve("k-reserve", On(1), Line, Of(4, 40, 400), 5 * Moment.Day, "USD"),
        new Reserve("k-reserve-2", On(1), Line, Of(1, 10, 100), 0),
        new Ship("k-ship", On(1), "k-reserve", Of(2, 20, 200), Final: false, "USD"),
        new Return("k-return", On(2), "k-ship", Of(1, 10, 100), "USD"),
        new Reverse("k-reverse", On(2), "k-return", By, "made up"),
        new Release("k-release", On(2), "k-reserve-2"),
        new Lapse("k-lapse", On(9), On(9)),
        new Adjust("k-adjust", On(9), RatioCap, default, 600_000, By, "made up"),
        new Freeze("k-freeze", On(9), "k", By, "made up"),
        new Unfreeze("k-unfreeze", On(9), "k", By, "made up"),
        new SetRate("k-rate", On(9), "USD", "EUR", On(9), 100, 92, "made up", "made-up US"),
        new RecordSale("k-sale", On(9), Product, Exporter, 1, 1_000_000),
        new Suspend("k-suspend", On(9), SuspensionScope.License, "L8", "cause", "made up"),
        new Reinstate("k-reinstate", On(9), SuspensionScope.License, "L8", "cause", By, "made up"),
        new Close("k-close", On(9), "k", By, "made up"),
        new Linked("k-linked", On(9), [new Reserve("k-part-1", On(9), Line, Of(1, 10, 100), 0), new Ship("k-part-2", On(9), "k-part-1", Of(1, 10, 100), Final: true)]),
        new RightClock("k-right", On(9), On(9), By, "made up"),
    ];

    public static IReadOnlyList<LedgerRefusal> Refusals { get; } =
    [
        new Malformed("amounts", "are all zero"), new IdReused("c", "line"), new TimeRunsBackward(On(1), On(0)), new NotFound("line", "l"), new AlreadySo("account", "l", "frozen"),
        new ReservationResolved("r", ReservationState.Released), new ReservationLapsed("r", On(1)), new NotYetDue(On(2), On(1)), new NotReversible("c", "it has been reversed already"),
        new AccountClosed("l"), new AccountSuspended("l", ["cause"]), new AccountFrozen("l"), new ReservationsOpen("l", 2), new RateMissing("l", "USD", "CNY", On(0)),
        new ExceedsShipment("s", Measure.Units, 3, 2), new ExceedsAuthorized("l", Measure.Value, 3, 2), new OverCommitted("l", Measure.Tpp, 3, 2), new QuotaExceeded("l", Measure.Units, 3, 2, 1, 0),
        new RatioExceeded("l", 3, 2, 1, 4, 500_000, 2), new WindowExceeded("l", Measure.Units, 3, 2, 1, 7, On(9).DayNumber), new TooLarge("l"),
        new ExceedsReservation("r", Measure.Units, 3, 2, new QuotaExceeded("l", Measure.Units, 1, 0, 1, 0)), new LinkedRefused(2, new AccountClosed("l")),
    ];
}
