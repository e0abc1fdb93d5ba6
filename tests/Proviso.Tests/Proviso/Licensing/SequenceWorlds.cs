using Proviso.Ledger;
using Proviso.Licensing;

namespace Proviso.Tests.Proviso.Licensing;

/// <summary>Books on which one person tries sequences of acts. Made by others, before; nothing of theirs waits for a signature.</summary>
internal static class SequenceWorlds
{
    public const string Product = "nvidia-h200-sxm";

    public static IEnumerable<string> Names => ["working", "young", "within-one-company"];

    public static Rehearsal Make(string name) => name switch
    {
        "working" => Working(),
        "young" => Young(),
        "within-one-company" => WithinOneCompany(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    // Licenses, stops, breaches, payments and changed facts in every state that two persons have to act on.
    private static Rehearsal Working()
    {
        var r = new Rehearsal();
        var found = r.Founding();
        r.Do(found with
        {
            Bounds = new() { ClockHours = 72 },
            Organizations = [.. found.Organizations, new("empty", "Made-up newcomer", OrganizationKind.Buyer, "CN"), new("holding", "Made-up holding", OrganizationKind.Other, "US"),
                new("rival", "Made-up rival", OrganizationKind.Exporter, "US", "holding"), new("store", "Made-up store", OrganizationKind.Buyer, "CN")],
            People =
            [
                .. found.People, new("us-3", "us", Role.Clerk), new("us-9", "us", Role.Officer), new("cn-admin", "cn", Role.Administrator), new("maker-admin", "maker", Role.Administrator),
                new("cloud-admin", "cloud", Role.Administrator), new("lab-admin", "lab", Role.Administrator), new("own-lab-admin", "own-lab", Role.Administrator), new("chips-admin", "chips", Role.Administrator),
                new("rival-admin", "rival", Role.Administrator), new("rival-1", "rival", Role.Officer), new("store-1", "store", Role.Officer), new("group-admin", "group", Role.Administrator), new("group-1", "group", Role.Officer),
            ],
        });
        foreach (var cap in r.Caps())
        {
            // What is sold at home counts under this one only when its authority signs too.
            r.Two($"{cap.Terms.Authority}-1", $"{cap.Terms.Authority}-2", cap.Terms.Account == "ratio" ? cap with { Sales = SaleProof.Countersigned } : cap);
        }

        r.Two("maker-1", "us-1", r.Selling(1_000));
        r.Two("us-1", "us-2", Rate(r, "us-1", 7_000_000, new(r.Now.Milliseconds - (60 * Moment.Day))));
        Issue(r, "US-1", "line-1", ["cn-cloud", "cn-total", "ratio", "month"],
            new EvidenceCondition { Key = "test", Authority = "us", Binds = "maker", Evidence = "test-report", From = OrganizationKind.Laboratory, Independent = true },
            new EvidenceCondition { Key = "screening", Authority = "us", Binds = "maker", Evidence = "screening", Independent = true });
        Issue(r, "US-2", "line-2", ["cn-total"],
            new RevenueShareCondition { Key = "share", Authority = "us", Binds = "maker", Evidence = "payment", Share = 250_000, WithinDays = 30 },
            new SiteCondition { Key = "site", Authority = "us", Binds = "maker", Sites = ["dc-1"], Consequence = Consequence.HoldLine });
        Issue(r, "US-3", "line-3", [], new NoticeCondition { Key = "notice", Authority = "us", Binds = "maker", Evidence = "notice", Days = 5 });
        Issue(r, "US-4", "line-4", [], new SiteCondition { Key = "site", Authority = "us", Binds = "maker", Sites = ["dc-1"], Consequence = Consequence.HoldLine },
            new DeadlineCondition { Key = "plan", Authority = "us", Binds = "maker", Evidence = "plan", By = new(2026, 12, 31) });
        Issue(r, "US-5", "line-5", [], []);
        Issue(r, "US-6", "line-6", [], []);
        foreach (var line in new[] { "line-1", "line-2", "line-3", "line-4", "line-5", "line-6" })
        {
            r.Do(r.Reserving(10) with { Id = $"held-{line}", Line = line });
        }

        r.Do(r.Shipping("held-line-2", 4) with { Id = "sent", Site = "dc-1" });
        r.Do(new FindBreach { Id = "found", EventTime = r.Now, Actor = "us-2", License = "US-4", Condition = "site", Reason = "chips elsewhere" });
        r.Do(new SuspendUse { Id = "stopped", EventTime = r.Now, Actor = "us-2", Scope = SuspensionScope.License, Target = "US-5", Cause = "inquiry", Reason = "an inquiry" });
        r.Do(LedgerAct.Of("us-2", new Freeze("frozen", r.Now, "line-5", "us", "an inquiry")));

        // A proposal that was withdrawn, and one whose proposer has left: nothing comes of either.
        r.Do(new Propose { Id = "withdrawn", EventTime = r.Now, Actor = "us-2", Action = LedgerAct.Of("us-2", new Grant("never-1", r.Now, "line-6", Rehearsal.Units(1), "us")) });
        r.Do(new WithdrawProposal { Id = "took-back", EventTime = r.Now, Actor = "us-2", Proposal = "withdrawn", Reason = "not so" });
        r.Do(new Propose { Id = "orphan", EventTime = r.Now, Actor = "us-9", Action = LedgerAct.Of("us-9", new Grant("never-2", r.Now, "line-6", Rehearsal.Units(1), "us")) });
        r.Do(new DismissPerson { Id = "left", EventTime = r.Now, Actor = "us-admin-2", Person = "us-9" });
        Issue(r, "US-7", "line-7", [], [], "rival", "store");
        r.Two("us-admin", "us-1", new EnrollOrganization { Id = r.NewId(), EventTime = r.Now, Actor = "us-admin", Organization = new("rival", "Made-up rival, renamed", OrganizationKind.Exporter, "US", "holding") });
        r.Now = new(r.Now.Milliseconds + Moment.Day);
        return r;
    }

    // An authority that has administrators and no officers yet; the exporter came first.
    private static Rehearsal Young()
    {
        var r = new Rehearsal();
        var found = r.Founding();
        r.Do(found with
        {
            People = [new("us-admin", "us", Role.Administrator), new("us-admin-2", "us", Role.Administrator), new("cn-admin", "cn", Role.Administrator), new("maker-admin", "maker", Role.Administrator)],
            Bounds = new() { ClockHours = 24 },
        });
        return r;
    }

    // A company that licenses its own branch: exporter and buyer are one.
    private static Rehearsal WithinOneCompany()
    {
        var r = new Rehearsal();
        var found = r.Founding();
        r.Do(found with { People = [.. found.People, new("maker-admin", "maker", Role.Administrator)] });
        Issue(r, "US-8", "line-8", [], [], "maker", "maker");
        r.Do(r.Reserving(10) with { Id = "held-line-8", Line = "line-8" });
        r.Do(r.Shipping("held-line-8", 10) with { Id = "sent" });
        return r;
    }

    public static LedgerAct Rate(Rehearsal r, string actor, long yuan, Moment since) =>
        LedgerAct.Of(actor, new SetRate(r.NewId(), r.Now, "USD", "CNY", since, 1_000_000, yuan, "a made-up bank", actor[..2]));

    public static LicenseTerms Terms(string key, string line, string[] caps, Condition[] conditions, string exporter = "maker", string buyer = "cloud") =>
        Rehearsal.Terms(conditions) with
        {
            Key = key,
            Exporter = exporter,
            Buyer = buyer,
            Lines = [new() { Key = line, Currency = "USD", Authorized = new(50, 2_000_000_000_000, 50 * Rehearsal.Tpp), UnitPrice = 30_000_000_000, Caps = [.. caps] }],
        };

    private static void Issue(Rehearsal r, string key, string line, string[] caps, params Condition[] conditions) => Issue(r, key, line, caps, conditions, "maker", "cloud");

    private static void Issue(Rehearsal r, string key, string line, string[] caps, Condition[] conditions, string exporter, string buyer) =>
        r.Two("us-1", "us-2", new IssueLicense { Id = r.NewId(), EventTime = r.Now, Actor = "us-1", License = Terms(key, line, caps, conditions, exporter, buyer) });
}
