using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Proviso.Ledger;
using Proviso.Rules.Binding;

namespace Proviso.Licensing;

/// <summary>What follows from a breach, in the same entry.</summary>
public enum Consequence
{
    /// <summary>The authority is told; nothing stops.</summary>
    Notify,

    /// <summary>Nothing ships on the lines concerned while the breach stands; reservations stay.</summary>
    HoldLine,

    /// <summary>The lines concerned are suspended.</summary>
    SuspendLine,

    /// <summary>The license is suspended, with every line.</summary>
    SuspendLicense,
}

/// <summary>A condition on a license: typed, with its authority, whom it binds, and what follows from a breach. Its sentence is made from it, never the other way.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "condition")]
[JsonDerivedType(typeof(AccountCondition), "account")]
[JsonDerivedType(typeof(ExpiryCondition), "expiry")]
[JsonDerivedType(typeof(SiteCondition), "site")]
[JsonDerivedType(typeof(EndUseCondition), "end-use")]
[JsonDerivedType(typeof(EvidenceCondition), "evidence")]
[JsonDerivedType(typeof(NoticeCondition), "notice")]
[JsonDerivedType(typeof(PairedPurchaseCondition), "paired-purchase")]
[JsonDerivedType(typeof(StandingLawCondition), "standing-law")]
[JsonDerivedType(typeof(AcknowledgementCondition), "acknowledgement")]
[JsonDerivedType(typeof(ShipmentReportCondition), "shipment-report")]
[JsonDerivedType(typeof(PeriodicReportCondition), "periodic-report")]
[JsonDerivedType(typeof(FreshnessCondition), "freshness")]
[JsonDerivedType(typeof(RevenueShareCondition), "revenue-share")]
[JsonDerivedType(typeof(DeadlineCondition), "deadline")]
public abstract record Condition
{
    // Not for others to add to: a kind that this room does not know stops whatever it guards.
    private protected Condition()
    {
    }

    /// <summary>Its key, 1 to 31 characters, unique within the license.</summary>
    public required string Key { get; init; }

    /// <summary>Key of the authority whose condition it is: nobody else changes, waives or ends it.</summary>
    public required string Authority { get; init; }

    /// <summary>Key of the organization that it binds.</summary>
    public required string Binds { get; init; }

    /// <summary>Where it comes from, such as a section of the law; null when the authority made it.</summary>
    public string? Provision { get; init; }

    /// <summary>Keys of the lines it is for; empty for all lines of the license.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>What follows from a breach.</summary>
    public Consequence Consequence { get; init; }
}

/// <summary>What a condition on an account of the ledger is.</summary>
public enum CapKind
{
    /// <summary>What a line authorizes.</summary>
    Quota,

    /// <summary>A cap on one buyer.</summary>
    BuyerCap,

    /// <summary>A cap on a buyer's ultimate parent with all its companies.</summary>
    ParentCap,

    /// <summary>A cap in any so many days in a row.</summary>
    WindowCap,

    /// <summary>A ratio to what is sold at home.</summary>
    RatioCap,

    /// <summary>What another authority approved.</summary>
    Approval,
}

/// <summary>An account of the ledger is not overdrawn. The ledger itself refuses what does not fit; this shows how it stands, and what follows when a lowered limit lies below the use.</summary>
public sealed record AccountCondition : Condition
{
    /// <summary>What the account is here.</summary>
    public required CapKind Cap { get; init; }

    /// <summary>Key of the account: the line, or a cap above it.</summary>
    public required string Account { get; init; }
}

/// <summary>Nothing ships after a day.</summary>
public sealed record ExpiryCondition : Condition
{
    /// <summary>The last day.</summary>
    public required DateOnly Through { get; init; }
}

/// <summary>Shipments go to named sites only.</summary>
public sealed record SiteCondition : Condition
{
    /// <summary>Keys of the sites.</summary>
    public required ImmutableArray<string> Sites { get; init; }
}

/// <summary>Shipments are for named end uses only.</summary>
public sealed record EndUseCondition : Condition
{
    /// <summary>The end uses, by the words of the law's vocabulary.</summary>
    public required ImmutableArray<string> EndUses { get; init; }
}

/// <summary>What one piece of evidence has to speak of.</summary>
public enum EvidenceScope
{
    /// <summary>The license: one piece serves every shipment while it is valid.</summary>
    License,

    /// <summary>The reservation that ships: each needs its own.</summary>
    Reservation,
}

/// <summary>Nothing ships before a piece of evidence is on file.</summary>
public sealed record EvidenceCondition : Condition
{
    /// <summary>The kind of evidence, such as <c>test-report</c>.</summary>
    public required string Evidence { get; init; }

    /// <summary>What it has to speak of.</summary>
    public EvidenceScope Scope { get; init; }

    /// <summary>What its issuer has to be, or null. Then one of the issuer's own people has to file it.</summary>
    public OrganizationKind? From { get; init; }

    /// <summary>Whether the issuer may be neither exporter nor buyer, nor of one ultimate parent with either. Then one of the issuer's own people has to file it.</summary>
    public bool Independent { get; init; }

    /// <summary>Where the issuer has to be, ISO 3166-1 alpha-2, or null. Then one of the issuer's own people has to file it.</summary>
    public string? Country { get; init; }

    /// <summary>For how many days after its date it counts; 0: for good.</summary>
    public int ValidDays { get; init; }
}

/// <summary>A notice has to be given so many days before a shipment: from the day it is filed, or from the day it bears where an officer of the authority files it.</summary>
public sealed record NoticeCondition : Condition
{
    /// <summary>The kind of evidence that the notice is.</summary>
    public required string Evidence { get; init; }

    /// <summary>How many days before, 1 to 3,660.</summary>
    public required int Days { get; init; }
}

/// <summary>Imports only beside domestic purchases: so many domestic units for each unit shipped, as reported for the Chinese approval of January 2026.</summary>
public sealed record PairedPurchaseCondition : Condition
{
    /// <summary>The kind of evidence that tells of domestic units.</summary>
    public required string Evidence { get; init; }

    /// <summary>Domestic units for one unit shipped, in millionths: 500,000 is one for two.</summary>
    [JsonConverter(typeof(ShareJson))]
    public required int Share { get; init; }
}

/// <summary>The law of the day of shipment must not be stricter than what the license rests on.</summary>
public sealed record StandingLawCondition : Condition
{
    /// <summary>The corpus of law, such as <c>us.ear</c>.</summary>
    public required string Corpus { get; init; }

    /// <summary>The strictest review under which the license may still be used.</summary>
    public required ReviewPolicy Review { get; init; }
}

/// <summary>Named parties acknowledge every condition that binds them.</summary>
public sealed record AcknowledgementCondition : Condition
{
    /// <summary>Keys of the parties.</summary>
    public required ImmutableArray<string> Parties { get; init; }

    /// <summary>Within how many days after issue; 0: before anything ships.</summary>
    public int WithinDays { get; init; }
}

/// <summary>Each shipment is followed by a piece of evidence, such as a delivery confirmation.</summary>
public sealed record ShipmentReportCondition : Condition
{
    /// <summary>The kind of evidence.</summary>
    public required string Evidence { get; init; }

    /// <summary>What its issuer has to be, or null. Then one of the issuer's own people has to file it.</summary>
    public OrganizationKind? From { get; init; }

    /// <summary>Within how many days after the shipment.</summary>
    public required int WithinDays { get; init; }
}

/// <summary>A report for each stretch of days.</summary>
public sealed record PeriodicReportCondition : Condition
{
    /// <summary>The kind of evidence.</summary>
    public required string Evidence { get; init; }

    /// <summary>The first day of the first stretch.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>How many days a stretch has.</summary>
    public required int EveryDays { get; init; }

    /// <summary>Within how many days after the end of a stretch.</summary>
    public required int WithinDays { get; init; }
}

/// <summary>From the first shipment on, evidence that may never be older than so many days, such as an attestation where the chips are.</summary>
public sealed record FreshnessCondition : Condition
{
    /// <summary>The kind of evidence.</summary>
    public required string Evidence { get; init; }

    /// <summary>How old the newest may be, in days.</summary>
    public required int EveryDays { get; init; }
}

/// <summary>A share of the value of each shipment is paid.</summary>
public sealed record RevenueShareCondition : Condition
{
    /// <summary>The kind of evidence that tells of the payment.</summary>
    public required string Evidence { get; init; }

    /// <summary>The share in millionths: 250,000 is 25 %.</summary>
    [JsonConverter(typeof(ShareJson))]
    public required int Share { get; init; }

    /// <summary>Within how many days after the shipment.</summary>
    public required int WithinDays { get; init; }
}

/// <summary>A piece of evidence, once, by a day.</summary>
public sealed record DeadlineCondition : Condition
{
    /// <summary>The kind of evidence.</summary>
    public required string Evidence { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly By { get; init; }
}
