using Proviso.Journal;
using Proviso.Ledger;
using Proviso.Licensing;

namespace Proviso.Tests.Proviso.Licensing;

/// <summary>A small made-up programme: one authority at home and one abroad, an exporter, a buyer, a laboratory; one license with one line of 100 units under four caps.</summary>
internal sealed class Rehearsal
{
    public const string License = "US-1";
    public const string Line = "line-1";
    public const long Tpp = 15_832_000_000;

    private int _ids;

    public Rehearsal(IShipmentLaw? law = null) => Book = new LicenseBook(law, Products);

    /// <summary>What the catalog says, as a figure of its own: a change of the catalog does not change these tests.</summary>
    public static IProductFigures Products { get; } = new OneProduct();

    public LicenseBook Book { get; private set; }

    /// <summary>The moment of recording; tests move it on.</summary>
    public Moment Now { get; set; } = At("2026-02-02T09:00:00Z");

    /// <summary>Every entry so far, those that time brought about too.</summary>
    public List<LicenseEntry> Entries { get; } = [];

    public static Moment At(string text) => Moment.Of(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));

    public DateOnly Today => Moment.DateOf(Now.DayNumber);

    public string NewId() => $"id-{++_ids}";

    public LicenseResult Try(LicenseCommand command)
    {
        var result = Book.Decide(command, Now, out var before);
        Entries.AddRange(before);
        if (result is LicenseAccepted { Repeated: false } accepted)
        {
            Entries.Add(accepted.Entry);
        }

        return result;
    }

    public LicenseEntry Do(LicenseCommand command) =>
        Try(command) switch
        {
            LicenseAccepted accepted => accepted.Entry,
            LicenseRefused refused => throw new InvalidOperationException(refused.Refusal.Text),
            _ => throw new InvalidOperationException(),
        };

    public T Refused<T>(LicenseCommand command)
        where T : LicenseRefusal
    {
        var before = Book.StateHash();
        var refusal = Assert.IsType<LicenseRefused>(Try(command)).Refusal;
        Assert.Equal(before, Book.StateHash());
        return Assert.IsType<T>(refusal);
    }

    /// <summary>Proposed by one officer, countersigned by another.</summary>
    public LicenseEntry Two(string first, string second, LicenseCommand action)
    {
        var proposal = NewId();
        Do(new Propose { Id = proposal, EventTime = Now, Actor = first, Action = action });
        return Do(new Countersign { Id = NewId(), EventTime = Now, Actor = second, Proposal = proposal });
    }

    public FoundBook Founding() => new()
    {
        Id = NewId(),
        EventTime = Now,
        Actor = "us-admin",
        Title = "made up",
        Rehearsal = true,
        Bounds = new() { ClockHours = 80_000 },
        Organizations =
        [
            new("us", "Made-up authority", OrganizationKind.Authority, "US"), new("cn", "Made-up authority abroad", OrganizationKind.Authority, "CN"),
            new("maker", "Made-up maker", OrganizationKind.Exporter, "US"), new("cloud", "Made-up cloud", OrganizationKind.Buyer, "CN", "group"), new("group", "Made-up group", OrganizationKind.Other, "CN"),
            new("lab", "Made-up laboratory", OrganizationKind.Laboratory, "US"), new("own-lab", "Made-up laboratory of the group", OrganizationKind.Laboratory, "US", "group"),
            new("far-lab", "Made-up laboratory abroad", OrganizationKind.Laboratory, "CN"), new("chips", "Made-up supplier", OrganizationKind.Supplier, "CN"),
            new("middle", "Made-up holding of the group", OrganizationKind.Other, "SG", "group"), new("third-lab", "Made-up laboratory of the holding", OrganizationKind.Laboratory, "US", "middle"),
        ],
        People =
        [
            new("us-admin", "us", Role.Administrator), new("us-admin-2", "us", Role.Administrator), new("us-1", "us", Role.Officer), new("us-2", "us", Role.Officer), new("cn-1", "cn", Role.Officer), new("cn-2", "cn", Role.Officer),
            new("maker-1", "maker", Role.Officer), new("maker-2", "maker", Role.Clerk), new("cloud-1", "cloud", Role.Officer), new("lab-1", "lab", Role.Officer),
            new("own-lab-1", "own-lab", Role.Officer), new("far-lab-1", "far-lab", Role.Officer), new("chips-1", "chips", Role.Officer),
            new("third-lab-1", "third-lab", Role.Officer),
        ],
    };

    /// <summary>Founded, with caps and a license under the conditions given.</summary>
    public Rehearsal Issued(params IEnumerable<Condition> conditions)
    {
        Do(Founding());
        foreach (var action in Caps())
        {
            Two($"{action.Terms.Authority}-1", $"{action.Terms.Authority}-2", action);
        }

        Sell(1_000);
        Two("us-1", "us-2", new IssueLicense { Id = NewId(), EventTime = Now, Actor = "us-1", License = Terms(conditions) });
        return this;
    }

    public IEnumerable<OpenCap> Caps()
    {
        OpenCap Cap(string key, string authority, long units) => new()
        {
            Id = NewId(),
            EventTime = Now,
            Actor = $"{authority}-1",
            Authorized = new(units, 0, 0),
            Terms = new() { Account = key, Kind = AccountKind.Cap, Currency = "USD", Limited = Measures.Units, Authority = authority },
        };
        yield return Cap("cn-total", "cn", 500);
        yield return Cap("cn-cloud", "cn", 200);
        yield return new()
        {
            Id = NewId(),
            EventTime = Now,
            Actor = "us-1",
            Terms = new() { Account = "ratio", Kind = AccountKind.Cap, Currency = "USD", Limited = Measures.None, Authority = "us", Exporter = "maker", Product = "nvidia-h200-sxm", Ratio = 500_000 },
        };
        yield return new()
        {
            Id = NewId(),
            EventTime = Now,
            Actor = "us-1",
            Authorized = new(90, 0, 0),
            Terms = new() { Account = "month", Kind = AccountKind.Cap, Currency = "USD", Limited = Measures.Units, Authority = "us", Exporter = "maker", WindowDays = 30 },
        };
    }

    public static LicenseTerms Terms(params IEnumerable<Condition> conditions) => new()
    {
        Key = License,
        Authority = "us",
        Exporter = "maker",
        Buyer = "cloud",
        Product = "nvidia-h200-sxm",
        Destination = "CN",
        EndUse = "commercial-datacenter",
        From = new(2026, 2, 2),
        Through = new(2027, 2, 1),
        Basis = "15 CFR 742.6(b)(10)(iii)(A)",
        Lines = [new() { Key = Line, Currency = "USD", Authorized = new(100, 4_000_000_000_000, 100 * Tpp), UnitPrice = 30_000_000_000, Caps = ["cn-cloud", "cn-total", "ratio", "month"] }],
        Conditions = [.. conditions],
    };

    public SellAtHome Selling(long units)
    {
        var id = NewId();
        return new()
        {
            Id = id,
            EventTime = Now,
            Actor = "maker-1",
            Exporter = "maker",
            Product = "nvidia-h200-sxm",
            Units = units,
            Reference = $"made-up invoice {id}",
            Digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id))),
        };
    }

    public LicenseEntry Sell(long units) => Do(Selling(units));

    public ReturnUnits Returning(string shipment, long units) =>
        new() { Id = NewId(), EventTime = Now, Actor = "maker-1", Shipment = shipment, Units = units, Value = units * 30_000_000_000, Currency = "USD" };

    /// <summary>Said by the exporter and by the buyer.</summary>
    public LicenseEntry Return(string shipment, long units) => Two("maker-1", "cloud-1", Returning(shipment, units));

    /// <summary>An entry that changes nothing, so that what time brought about comes with it.</summary>
    public void Tick() => File("maker-1", "note", License);

    public static Amounts Units(long units) => new(units, units * 30_000_000_000, units * Tpp);

    public ReserveUnits Reserving(long units, long timeout = 0) =>
        new() { Id = NewId(), EventTime = Now, Actor = "maker-2", Line = Line, Units = units, Value = units * 30_000_000_000, Currency = "USD", Timeout = timeout };

    public string Reserve(long units, long timeout = 0)
    {
        var act = Reserving(units, timeout);
        Do(act);
        return act.Id;
    }

    public ShipUnits Shipping(string reservation, long units) => new() { Id = NewId(), EventTime = Now, Actor = "maker-2", Reservation = reservation, Units = units, Value = units * 30_000_000_000, Currency = "USD" };

    public string Ship(string reservation, long units)
    {
        var act = Shipping(reservation, units);
        Do(act);
        return act.Id;
    }

    public FileEvidence Evidence(string actor, string kind, string subject, long units = 0, long value = 0, DateOnly? dated = null) => new()
    {
        Id = NewId(),
        EventTime = Now,
        Actor = actor,
        License = License,
        Evidence = kind,
        Subject = subject,
        Issuer = actor[..actor.LastIndexOf('-')],
        Dated = dated ?? Today,
        Reference = $"made up {_ids}",
        Units = units,
        Value = value,
        Currency = value > 0 ? "USD" : null,
    };

    public string File(string actor, string kind, string subject, long units = 0, long value = 0, DateOnly? dated = null)
    {
        var evidence = Evidence(actor, kind, subject, units, value, dated);
        Do(evidence);
        return evidence.Id;
    }

    public ConditionReading Reading(string condition, DateOnly? on = null) => Assert.Single(Book.Conditions(License, on ?? Today), r => r.Condition.Key == condition);

    public void Pass(int days) => Now = new(Now.Milliseconds + (days * Moment.Day));

    /// <summary>A journal of the entries so far, as the machine would have recorded them.</summary>
    public IEnumerable<JournalEntry> Recorded() => Entries.Select(e => new JournalEntry(
        "main", e.Sequence, 1, DateTimeOffset.FromUnixTimeMilliseconds(e.RecordedAt.Milliseconds),
        new JournalRecord(e.Command.Id, LicenseMachine.KindOf(e), DateTimeOffset.FromUnixTimeMilliseconds(e.Command.EventTime.Milliseconds), LicenseCodec.Encode(e))));

    /// <summary>The book made anew from what was recorded, without any law.</summary>
    public LicenseBook Replayed()
    {
        var machine = new LicenseMachine();
        foreach (var entry in Recorded())
        {
            machine.Replay(JournalEntry.Decode(entry.Encode()));
        }

        return machine.Book;
    }
}

internal sealed class OneProduct : IProductFigures
{
    public ProductFigure? Find(string product) => product == "nvidia-h200-sxm" ? new(product, Rehearsal.Tpp, "made-up catalog") : null;
}
