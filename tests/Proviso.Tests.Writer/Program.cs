using System.Globalization;
using Proviso.Journal;
using Proviso.Ledger;
using Proviso.Licensing;
using Proviso.Storage.Journal;
using Proviso.Tests.Writer;

// A writer to be killed. Arguments: place, callers, units on the line, and for each caller the number of its next command.
// Each caller sends its commands one after the other and tells of each answer when it has it: `A caller number` accepted, `D` accepted before, `R` refused.
// A last line `U` with a reason when the journal does not answer. What the reader has not been told of is in doubt, and is sent again by the next run.
var (place, callers, units) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), long.Parse(args[2], CultureInfo.InvariantCulture));
var next = args.Length > 3 ? args[3].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray() : new int[callers];

var journal = JournalAt.Open(place);
using var closing = (IDisposable)journal;
var output = Console.Out;
try
{
    await using var writer = new JournalWriter<LicenseCommand, LicenseResult>(journal, "main", () => new LicenseMachine(products: new OneChip()), new StandingClock());
    foreach (var command in Setting(units))
    {
        if (await writer.Submit(command) is LicenseRefused refused)
        {
            throw new InvalidOperationException(refused.Refusal.Text);
        }
    }

    Say("READY");
    await Task.WhenAll(Enumerable.Range(0, callers).Select(c => Task.Run(() => Call(writer, c))));
    return 0;
}
catch (JournalUnavailableException e)
{
    Say($"U {e.Message.ReplaceLineEndings(" ")}");
    return 3;
}

async Task Call(JournalWriter<LicenseCommand, LicenseResult> writer, int caller)
{
    for (var number = next[caller]; ; number++)
    {
        var answer = await writer.Submit(Command(caller, number));
        Say($"{(answer is LicenseAccepted accepted ? accepted.Repeated ? 'D' : 'A' : 'R')} {caller} {number}");
    }
}

void Say(string line)
{
    lock (output)
    {
        output.WriteLine(line);
        output.Flush();
    }
}

// Three reservations of one unit, then one of them given up again.
static LicenseCommand Command(int caller, int number) => number % 4 == 3
    ? LedgerAct.Of("clerk", new Release(Id(caller, number), Moment.Of(new DateOnly(2026, 3, 1)), Id(caller, number - 3)))
    : new ReserveUnits { Id = Id(caller, number), EventTime = Moment.Of(new DateOnly(2026, 3, 1)), Actor = "clerk", Line = "line", Units = 1, Value = 1_000_000, Currency = "USD" };

static string Id(int caller, int number) => string.Create(CultureInfo.InvariantCulture, $"c{caller}-{number}");

// The same ids on every run: sent again, they are what they were.
static IEnumerable<LicenseCommand> Setting(long units)
{
    var at = Moment.Of(new DateOnly(2026, 2, 1));
    yield return new FoundBook
    {
        Id = "found",
        EventTime = at,
        Actor = "admin",
        Title = "made up",
        Rehearsal = true,
        Organizations = [new("office", "Made-up office", OrganizationKind.Authority, "US"), new("maker", "Made-up maker", OrganizationKind.Exporter, "US"), new("cloud", "Made-up cloud", OrganizationKind.Buyer, "CN")],
        People = [new("admin", "office", Role.Administrator), new("one", "office", Role.Officer), new("two", "office", Role.Officer), new("clerk", "maker", Role.Clerk), new("seller", "maker", Role.Officer)],
    };
    foreach (var (cap, window, ratio) in new[] { ("total", 0, false), ("buyer", 0, false), ("month", 30, false), ("ratio", 0, true) })
    {
        var open = new OpenCap
        {
            Id = $"open-{cap}",
            EventTime = at,
            Actor = "one",
            Authorized = ratio ? default : new(units, 0, 0),
            Terms = new()
            {
                Account = cap,
                Kind = AccountKind.Cap,
                Currency = "USD",
                Limited = ratio ? Measures.None : Measures.Units,
                Authority = "office",
                WindowDays = window,
                Exporter = ratio ? "maker" : null,
                Product = ratio ? "chip" : null,
                Ratio = ratio ? 500_000 : null,
            },
        };
        yield return new Propose { Id = $"propose-{cap}", EventTime = at, Actor = "one", Action = open };
        yield return new Countersign { Id = $"sign-{cap}", EventTime = at, Actor = "two", Proposal = $"propose-{cap}" };
    }

    yield return new SellAtHome { Id = "sale", EventTime = at, Actor = "seller", Exporter = "maker", Product = "chip", Units = units * 4, Reference = "made up", Digest = new string('0', 64) };
    var license = new LicenseTerms
    {
        Key = "L-1",
        Authority = "office",
        Exporter = "maker",
        Buyer = "cloud",
        Product = "chip",
        Destination = "CN",
        EndUse = "commercial-datacenter",
        From = new(2026, 2, 1),
        Through = new(2030, 1, 1),
        Basis = "made up",
        Lines = [new() { Key = "line", Currency = "USD", Authorized = new(units, units * 1_000_000, units * 1_000_000), Caps = ["total", "buyer", "month", "ratio"] }],
    };
    yield return new Propose { Id = "propose-license", EventTime = at, Actor = "one", Action = new IssueLicense { Id = "issue", EventTime = at, Actor = "one", License = license } };
    yield return new Countersign { Id = "sign-license", EventTime = at, Actor = "two", Proposal = "propose-license" };
}
