using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>What somebody asks of a book of licenses. Who asks is the authenticated person; what they may do is decided here, not at the door.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(FoundBook), "found-book")]
[JsonDerivedType(typeof(EnrollOrganization), "enroll-organization")]
[JsonDerivedType(typeof(InviteAdministrator), "invite-administrator")]
[JsonDerivedType(typeof(AcceptInvitation), "accept-invitation")]
[JsonDerivedType(typeof(EnrollPerson), "enroll-person")]
[JsonDerivedType(typeof(DismissPerson), "dismiss-person")]
[JsonDerivedType(typeof(OpenCap), "open-cap")]
[JsonDerivedType(typeof(IssueLicense), "issue-license")]
[JsonDerivedType(typeof(ExtendLicense), "extend-license")]
[JsonDerivedType(typeof(RevokeLicense), "revoke-license")]
[JsonDerivedType(typeof(ConfirmLicense), "confirm-license")]
[JsonDerivedType(typeof(AddCondition), "add-condition")]
[JsonDerivedType(typeof(ChangeCondition), "change-condition")]
[JsonDerivedType(typeof(EndCondition), "end-condition")]
[JsonDerivedType(typeof(WaiveCondition), "waive-condition")]
[JsonDerivedType(typeof(FindBreach), "find-breach")]
[JsonDerivedType(typeof(SuspendUse), "suspend-use")]
[JsonDerivedType(typeof(ReinstateUse), "reinstate-use")]
[JsonDerivedType(typeof(AcknowledgeCondition), "acknowledge-condition")]
[JsonDerivedType(typeof(FileEvidence), "file-evidence")]
[JsonDerivedType(typeof(RejectEvidence), "reject-evidence")]
[JsonDerivedType(typeof(ConfirmPayment), "confirm-payment")]
[JsonDerivedType(typeof(ReserveUnits), "reserve-units")]
[JsonDerivedType(typeof(ShipUnits), "ship-units")]
[JsonDerivedType(typeof(ReturnUnits), "return-units")]
[JsonDerivedType(typeof(SellAtHome), "sell-at-home")]
[JsonDerivedType(typeof(ChallengeSale), "challenge-sale")]
[JsonDerivedType(typeof(LedgerAct), "ledger-act")]
[JsonDerivedType(typeof(Propose), "propose")]
[JsonDerivedType(typeof(Countersign), "countersign")]
[JsonDerivedType(typeof(WithdrawProposal), "withdraw-proposal")]
[JsonDerivedType(typeof(SetClock), "set-clock")]
[JsonDerivedType(typeof(TimePasses), "time-passes")]
public abstract record LicenseCommand
{
    private protected LicenseCommand()
    {
    }

    /// <summary>Made by the client before the first try and sent again unchanged on every retry: 1 to 64 characters, not beginning with <c>proviso:</c>.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened in the world.</summary>
    public required Moment EventTime { get; init; }

    /// <summary>Key of the person who asks.</summary>
    public required string Actor { get; init; }

    /// <summary>Whether a second officer of the same authority always has to sign before it takes effect. Others need a second person where a figure or a fact asks for it:
    /// <see cref="LicenseBook.NeedsSecond"/> tells how the book stands.</summary>
    [JsonIgnore]
    public virtual bool NeedsTwo => false;
}

/// <summary>The first command of a book: who is in it.</summary>
public sealed record FoundBook : LicenseCommand
{
    /// <summary>What the book is called.</summary>
    public required string Title { get; init; }

    /// <summary>Whether it is a rehearsal with made-up content: only then may a door set the time of recording.</summary>
    public bool Rehearsal { get; init; }

    /// <summary>The first organizations.</summary>
    public required ImmutableArray<Organization> Organizations { get; init; }

    /// <summary>The first people; the one who founds is among them. In a book of record they are all of the founder's own organization: the others come by
    /// <see cref="InviteAdministrator"/>.</summary>
    public required ImmutableArray<Person> People { get; init; }

    /// <summary>How far figures and clocks may stray before a second person is asked.</summary>
    public BookBounds Bounds { get; init; } = BookBounds.Default;
}

/// <summary>Enters an organization, by an administrator of an authority; or changes its name, country or parent, by its own administrator or one of an authority. Where a
/// license or evidence rests on those facts, a second person signs, and what rests on them has to be confirmed anew.</summary>
public sealed record EnrollOrganization : LicenseCommand
{
    /// <summary>The organization.</summary>
    public required Organization Organization { get; init; }
}

/// <summary>Invites the first administrator of an organization that has nobody yet. By two administrators of one authority; nothing is theirs to do after it is accepted.</summary>
public sealed record InviteAdministrator : LicenseCommand
{
    /// <summary>Key of the organization.</summary>
    public required string Organization { get; init; }

    /// <summary>The key that the invited person will act under.</summary>
    public required string Person { get; init; }
}

/// <summary>The invited person accepts and is the organization's first administrator from then on.</summary>
public sealed record AcceptInvitation : LicenseCommand
{
    /// <summary>Id of the <see cref="InviteAdministrator"/> command.</summary>
    public required string Invitation { get; init; }
}

/// <summary>Enters a person, or changes a role between officer and clerk. By an administrator of the person's own organization, and of nobody else's; officers and
/// administrators of an authority by two of its administrators.</summary>
public sealed record EnrollPerson : LicenseCommand
{
    /// <summary>The person.</summary>
    public required Person Person { get; init; }
}

/// <summary>Ends what a person may do. By an administrator of the person's organization.</summary>
public sealed record DismissPerson : LicenseCommand
{
    /// <summary>The person's key.</summary>
    public required string Person { get; init; }
}

/// <summary>Opens a cap with what it authorizes. By two officers of the authority it names.</summary>
public sealed record OpenCap : LicenseCommand
{
    /// <summary>The cap.</summary>
    public required AccountTerms Terms { get; init; }

    /// <summary>What it authorizes; zero for a pure ratio cap.</summary>
    public Amounts Authorized { get; init; }

    /// <summary>For a ratio cap: what a sale at home needs before it makes room.</summary>
    public SaleProof Sales { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsTwo => true;
}

/// <summary>Issues a license with its lines and conditions. By two officers of its authority.</summary>
public sealed record IssueLicense : LicenseCommand
{
    /// <summary>The license.</summary>
    public required LicenseTerms License { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsTwo => true;
}

/// <summary>Moves the last day of a license. By two officers of its authority.</summary>
public sealed record ExtendLicense : LicenseCommand
{
    /// <summary>The license.</summary>
    public required string License { get; init; }

    /// <summary>The new last day.</summary>
    public required DateOnly Through { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsTwo => true;
}

/// <summary>Ends a license for good. By two officers of its authority; to stop it at once, one suspends it.</summary>
public sealed record RevokeLicense : LicenseCommand
{
    /// <summary>The license.</summary>
    public required string License { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsTwo => true;
}

/// <summary>Confirms a license after the facts of its exporter or buyer changed. By two officers of its authority; nothing is reserved or shipped on it before.</summary>
public sealed record ConfirmLicense : LicenseCommand
{
    /// <summary>The license.</summary>
    public required string License { get; init; }

    /// <summary>Why it still stands.</summary>
    public required string Reason { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsTwo => true;
}

/// <summary>Adds a condition. By an officer of its authority, which issued the license or keeps a cap above one of its lines.</summary>
public sealed record AddCondition : LicenseCommand
{
    /// <summary>The license.</summary>
    public required string License { get; init; }

    /// <summary>The condition.</summary>
    public required Condition Condition { get; init; }
}

/// <summary>Puts another version in the place of a condition; acknowledgements have to be given anew. By two officers of its authority.</summary>
public sealed record ChangeCondition : LicenseCommand
{
    /// <summary>The license.</summary>
    public required string License { get; init; }

    /// <summary>The condition as it shall be, of the same key, authority and kind.</summary>
    public required Condition Condition { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsTwo => true;
}

/// <summary>Ends a condition. By two officers of its authority.</summary>
public sealed record EndCondition : LicenseCommand
{
    /// <summary>The license.</summary>
    public required string License { get; init; }

    /// <summary>The condition's key.</summary>
    public required string Condition { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsTwo => true;
}

/// <summary>Waives a condition until a day. By two officers of its authority.</summary>
public sealed record WaiveCondition : LicenseCommand
{
    /// <summary>The license.</summary>
    public required string License { get; init; }

    /// <summary>The condition's key.</summary>
    public required string Condition { get; init; }

    /// <summary>The last day of the waiver.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsTwo => true;
}

/// <summary>States that a condition was broken, for what no entry shows by itself, such as chips at another site. By an officer of its authority.</summary>
public sealed record FindBreach : LicenseCommand
{
    /// <summary>The license.</summary>
    public required string License { get; init; }

    /// <summary>The condition's key.</summary>
    public required string Condition { get; init; }

    /// <summary>What was found, and by what evidence.</summary>
    public required string Reason { get; init; }
}

/// <summary>Suspends a license or an account at once. By one officer of the authority: stopping needs one, letting go needs two.</summary>
public sealed record SuspendUse : LicenseCommand
{
    /// <summary>License or account.</summary>
    public required SuspensionScope Scope { get; init; }

    /// <summary>Key of the license or account.</summary>
    public required string Target { get; init; }

    /// <summary>A key for the cause, to take it back by.</summary>
    public required string Cause { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>Takes one cause of a suspension back and ends the breaches it came from. By two officers of the authority.</summary>
public sealed record ReinstateUse : LicenseCommand
{
    /// <summary>License or account.</summary>
    public required SuspensionScope Scope { get; init; }

    /// <summary>Key of the license or account.</summary>
    public required string Target { get; init; }

    /// <summary>The cause: the key it was suspended with, or <c>license/condition</c> for a breach.</summary>
    public required string Cause { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>For a breach whose duty is still open: the new last day. Without it such a breach cannot be ended.</summary>
    public DateOnly? NewDue { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsTwo => true;
}

/// <summary>A bound party acknowledges a condition, in the words it was shown. By an officer of the party.</summary>
public sealed record AcknowledgeCondition : LicenseCommand
{
    /// <summary>The license.</summary>
    public required string License { get; init; }

    /// <summary>The condition's key.</summary>
    public required string Condition { get; init; }

    /// <summary>The exact text shown. Another text than the condition's is refused.</summary>
    public required string Text { get; init; }
}

/// <summary>Puts a piece of evidence on file: what it is, of what it speaks, who issued it, and the hash of the document, which is kept elsewhere.</summary>
public sealed record FileEvidence : LicenseCommand
{
    /// <summary>The license.</summary>
    public required string License { get; init; }

    /// <summary>Its kind, such as <c>delivery-confirmation</c>.</summary>
    public required string Evidence { get; init; }

    /// <summary>Of what it speaks: a shipment, a reservation, or the license.</summary>
    public required string Subject { get; init; }

    /// <summary>Key of the organization that issued it.</summary>
    public required string Issuer { get; init; }

    /// <summary>The day it bears.</summary>
    public required DateOnly Dated { get; init; }

    /// <summary>The issuer's reference, 1 to 200 characters.</summary>
    public required string Reference { get; init; }

    /// <summary>SHA-256 of the document, 64 hexadecimal digits in small letters; null when nothing is kept.</summary>
    public string? Digest { get; init; }

    /// <summary>Units it tells of; 0 when it tells of none.</summary>
    public long Units { get; init; }

    /// <summary>Money it tells of, in millionths of its currency; 0 when it tells of none.</summary>
    [JsonConverter(typeof(MillionthsJson))]
    public long Value { get; init; }

    /// <summary>The currency of the money, three capital letters; needed when there is some.</summary>
    public string? Currency { get; init; }
}

/// <summary>Evidence no longer counts. By an officer of the license's authority; what it had settled is open again.</summary>
public sealed record RejectEvidence : LicenseCommand
{
    /// <summary>Id of the command that filed it.</summary>
    public required string Filed { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>Confirms that a payment has arrived. By an officer of the authority whose condition asks for it; until then it is the payer's word.</summary>
public sealed record ConfirmPayment : LicenseCommand
{
    /// <summary>Id of the command that filed the evidence of the payment.</summary>
    public required string Filed { get; init; }
}

/// <summary>Sets units aside on a line and every cap above it, or on none. By a clerk or officer of the exporter. The id names the reservation from then on.</summary>
/// <remarks>TPP is no field: the book multiplies the units by the figure that stands in the line since its issue.</remarks>
public sealed record ReserveUnits : LicenseCommand
{
    /// <summary>Key of the line.</summary>
    public required string Line { get; init; }

    /// <summary>Whole units, from 1.</summary>
    public required long Units { get; init; }

    /// <summary>Money, in millionths; above zero where the line, a cap or a condition counts money.</summary>
    [JsonConverter(typeof(MillionthsJson))]
    public long Value { get; init; }

    /// <summary>The currency of the money, that of the line; needed with it.</summary>
    public string? Currency { get; init; }

    /// <summary>Milliseconds of record time after which it lapses; 0: never.</summary>
    public long Timeout { get; init; }

    /// <summary>The command behind a reservation of the ledger.</summary>
    internal static ReserveUnits Of(string actor, Reserve act) => new()
    {
        Id = act.Id,
        EventTime = act.EventTime,
        Actor = actor,
        Line = act.Line,
        Units = act.Amounts.Units,
        Value = act.Amounts.Value,
        Currency = act.Currency,
        Timeout = act.Timeout,
    };
}

/// <summary>Ships all or part of a reservation, when every condition of the line lets it. By a clerk or officer of the exporter.</summary>
public sealed record ShipUnits : LicenseCommand
{
    /// <summary>Id of the reservation.</summary>
    public required string Reservation { get; init; }

    /// <summary>Whole units, from 1; no more than the reservation holds.</summary>
    public required long Units { get; init; }

    /// <summary>Money, in millionths, by the invoice; above zero where the line, a cap or a condition counts money.</summary>
    [JsonConverter(typeof(MillionthsJson))]
    public long Value { get; init; }

    /// <summary>The currency of the money, that of the line; needed with it.</summary>
    public string? Currency { get; init; }

    /// <summary>Whether nothing more will ship on this reservation.</summary>
    public bool Final { get; init; }

    /// <summary>Key of the site it goes to; null when no condition names sites.</summary>
    public string? Site { get; init; }

    /// <summary>The end use it is for; null for the one the license declares.</summary>
    public string? EndUse { get; init; }
}

/// <summary>Shipped goods came back. By an officer of the exporter or of the buyer, and countersigned by one of the other: quota is free again only when both say so.</summary>
public sealed record ReturnUnits : LicenseCommand
{
    /// <summary>Id of the shipment.</summary>
    public required string Shipment { get; init; }

    /// <summary>Whole units, from 1; no more than went and are still out.</summary>
    public required long Units { get; init; }

    /// <summary>Money, in millionths: the part of the shipment's value that came back, never more than the units' share of it.</summary>
    [JsonConverter(typeof(MillionthsJson))]
    public long Value { get; init; }

    /// <summary>The currency of the money, that of the line; needed with it.</summary>
    public string? Currency { get; init; }
}

/// <summary>What a sale at home needs before it makes room under a ratio cap.</summary>
public enum SaleProof
{
    /// <summary>An invoice or other document, by its hash and reference.</summary>
    Evidence,

    /// <summary>That, and an officer of the cap's authority countersigns.</summary>
    Countersigned,
}

/// <summary>A sale to customers at home makes room under ratio caps. By an officer of the exporter, with the document that shows it.</summary>
/// <remarks>TPP is no field: the product is one that the catalog knows, and the book multiplies.</remarks>
public sealed record SellAtHome : LicenseCommand
{
    /// <summary>Key of the exporter.</summary>
    public required string Exporter { get; init; }

    /// <summary>The product, by its key in the catalog.</summary>
    public required string Product { get; init; }

    /// <summary>Whole units, from 1.</summary>
    public required long Units { get; init; }

    /// <summary>The reference of the document that shows it, 1 to 200 characters.</summary>
    public required string Reference { get; init; }

    /// <summary>SHA-256 of that document, 64 hexadecimal digits in small letters. One document counts once.</summary>
    public required string Digest { get; init; }
}

/// <summary>Takes a sale at home out of the count at once. By one officer of an authority that keeps a ratio cap on it; it counts again when the exporter enters it anew and
/// that authority countersigns.</summary>
public sealed record ChallengeSale : LicenseCommand
{
    /// <summary>Id of the <see cref="SellAtHome"/> command.</summary>
    public required string Sale { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>A command of the ledger, by who may give it. What raises a cap, or lets go what was stopped or recorded, needs two persons.</summary>
public sealed record LedgerAct : LicenseCommand
{
    /// <summary>The command; its id and event time are those of this one.</summary>
    public required LedgerCommand Act { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool NeedsTwo => Act switch
    {
        Grant or Reverse or Unfreeze => true,
        Adjust a => a.Change.Units > 0 || a.Change.Value > 0 || a.Change.Tpp > 0 || a.Ratio is not null,
        Linked l => l.Commands.Any(c => c is Grant or Reverse or Unfreeze or Adjust),
        _ => false,
    };

    /// <summary>A command of the ledger by a person.</summary>
    public static LedgerAct Of(string actor, LedgerCommand act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return new() { Id = act.Id, EventTime = act.EventTime, Actor = actor, Act = act };
    }
}

/// <summary>The first of two signatures.</summary>
public sealed record Propose : LicenseCommand
{
    /// <summary>What shall be done, by the same person.</summary>
    public required LicenseCommand Action { get; init; }
}

/// <summary>The second signature, by another person than the first, enrolled before the proposal was made. What was proposed takes effect with it, or is refused with its
/// reason.</summary>
public sealed record Countersign : LicenseCommand
{
    /// <summary>Id of the proposal.</summary>
    public required string Proposal { get; init; }

    /// <summary>For a proposal about the clock: the day it is by this person's own calendar.</summary>
    public DateOnly? Stated { get; init; }
}

/// <summary>Ends a proposal. By an officer of the same authority.</summary>
public sealed record WithdrawProposal : LicenseCommand
{
    /// <summary>Id of the proposal.</summary>
    public required string Proposal { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>Says what time it is, when the clock and the book disagree by more than the bound. By two officers of different organizations.</summary>
/// <remarks>
/// Ahead of the last entry: the book goes on from that time. Before the last entry: the book was written on a wrong clock; its time is set back, and what that clock brought
/// about by itself (breaches of obligations that were not due, with their suspensions) is taken back in the same entry.
/// </remarks>
public sealed record SetClock : LicenseCommand
{
    /// <summary>The day it is by this person's own calendar, not the machine's.</summary>
    public required DateOnly Stated { get; init; }

    /// <summary>What happened.</summary>
    public required string Reason { get; init; }
}

/// <summary>What time itself brings about: duties missed and timeouts. Made by the book alone.</summary>
public sealed record TimePasses : LicenseCommand;
