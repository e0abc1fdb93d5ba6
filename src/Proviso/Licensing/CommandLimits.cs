using System.Collections.Immutable;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>What no state of a book could take: lengths, ranges, keys named twice.</summary>
internal static class CommandLimits
{
    private const int MostKey = 64;
    private const int MostShortKey = 31;
    private const int MostName = 200;
    private const int MostReason = 500;
    private const int MostText = 4_000;
    private const int MostDays = AccountTerms.MostDays;
    private const int MostKeys = 500;

    /// <summary>What ids of the book's own begin with.</summary>
    public const string OwnIds = "proviso:";

    public static MalformedCommand? Of(LicenseCommand command)
    {
        if ((Key("id", command.Id) ?? Key("actor", command.Actor)) is { } bad)
        {
            return bad;
        }

        if (command.Id.StartsWith(OwnIds, StringComparison.Ordinal))
        {
            return new("id", $"ids beginning with {OwnIds} are the book's own");
        }

        if (!command.EventTime.IsInRange)
        {
            return new("eventTime", "must lie in the years 1 to 9999");
        }

        return command switch
        {
            FoundBook c => Phrase("title", c.Title, MostName) ?? Each("organizations", c.Organizations, 1, Check) ?? Each("people", c.People, 1, Check)
                ?? Twice("organizations", c.Organizations.Select(o => o.Key)) ?? Twice("people", c.People.Select(p => p.Key)),
            EnrollOrganization c => Check(c.Organization),
            InviteAdministrator c => Key("organization", c.Organization) ?? Key("person", c.Person),
            AcceptInvitation c => Key("invitation", c.Invitation),
            EnrollPerson c => Check(c.Person),
            DismissPerson c => Key("person", c.Person),
            OpenCap c => c.Terms.Kind != AccountKind.Cap ? new("terms.kind", "must be cap: lines come with a license") : Key("terms.authority", c.Terms.Authority),
            IssueLicense c => Check(c.License),
            ExtendLicense c => Key("license", c.License) ?? Reason(c.Reason),
            ConfirmLicense c => Key("license", c.License) ?? Reason(c.Reason),
            RevokeLicense c => Key("license", c.License) ?? Reason(c.Reason),
            AddCondition c => Key("license", c.License) ?? Check(c.Condition),
            ChangeCondition c => Key("license", c.License) ?? Check(c.Condition) ?? Reason(c.Reason),
            EndCondition c => Key("license", c.License) ?? Key("condition", c.Condition) ?? Reason(c.Reason),
            WaiveCondition c => Key("license", c.License) ?? Key("condition", c.Condition) ?? Reason(c.Reason),
            FindBreach c => Key("license", c.License) ?? Key("condition", c.Condition) ?? Reason(c.Reason),
            SuspendUse c => Key("target", c.Target) ?? Key("cause", c.Cause) ?? Reason(c.Reason)
                ?? (c.Cause.Contains('/', StringComparison.Ordinal) ? new("cause", "holds no slash: those are for conditions") : c.Cause == "revoked" ? new MalformedCommand("cause", "is the book's own word for a license that was revoked") : null),
            ReinstateUse c => Key("target", c.Target) ?? Key("cause", c.Cause) ?? Reason(c.Reason),
            AcknowledgeCondition c => Key("license", c.License) ?? Key("condition", c.Condition) ?? Words("text", c.Text, MostText),
            FileEvidence c => Key("license", c.License) ?? Key("evidence", c.Evidence) ?? Key("subject", c.Subject) ?? Key("issuer", c.Issuer) ?? Phrase("reference", c.Reference, MostName)
                ?? Range("units", c.Units, 0, Amounts.MostMoved) ?? Money(c.Value, c.Currency) ?? (c.Value > 0 && c.Currency is null ? new MalformedCommand("currency", "is missing: money has one") : null) ?? Digest(c.Digest),
            RejectEvidence c => Key("filed", c.Filed) ?? Reason(c.Reason),
            ConfirmPayment c => Key("filed", c.Filed),
            ReserveUnits c => Key("line", c.Line) ?? Range("units", c.Units, 1, Amounts.MostMoved) ?? Money(c.Value, c.Currency) ?? Range("timeout", c.Timeout, 0, Reserve.MostTimeout),
            ReturnUnits c => Key("shipment", c.Shipment) ?? Range("units", c.Units, 1, Amounts.MostMoved) ?? Money(c.Value, c.Currency),
            SellAtHome c => Key("exporter", c.Exporter) ?? Key("product", c.Product) ?? Range("units", c.Units, 1, Amounts.MostMoved) ?? Phrase("reference", c.Reference, MostName)
                ?? (c.Digest is null ? new MalformedCommand("digest", "is missing: the SHA-256 of the document that shows the sale") : Digest(c.Digest)),
            ChallengeSale c => Key("sale", c.Sale) ?? Reason(c.Reason),
            SetClock c => Reason(c.Reason),
            ShipUnits c => Range("units", c.Units, 1, Amounts.MostMoved) ?? Money(c.Value, c.Currency) ?? Key("reservation", c.Reservation) ?? (c.Site is null ? null : Key("site", c.Site)) ?? (c.EndUse is null ? null : Key("endUse", c.EndUse)),
            LedgerAct c => c.Act.Id != c.Id || c.Act.EventTime != c.EventTime ? new("act", "must have the id and event time of the command it is in")
                : Allowed(c.Act) ?? (CommandCheck.Of(c.Act) is { } wrong ? new MalformedCommand(wrong.Field, wrong.Problem) : null),
            Propose c => Proposed(c),
            Countersign c => Key("proposal", c.Proposal),
            WithdrawProposal c => Key("proposal", c.Proposal) ?? Reason(c.Reason),
            _ => new("command", "is not one that anybody may give"),
        };
    }

    private static MalformedCommand? Allowed(LedgerCommand act) => act switch
    {
        Release or Lapse or SetRate or Grant or Adjust or Freeze or Unfreeze or Close or Reverse => null,
        Reserve or Ship or Return or RecordSale => new("act", "is given as reserve-units, ship-units, return-units or sell-at-home: TPP is worked out by the book"),
        Linked l => l.Commands.IsDefault ? new("act.commands", "is missing")
            : l.Commands.Select(Allowed).FirstOrDefault(p => p is not null)
            ?? l.Commands.Select(c => Key("act.commands.id", c.Id) ?? (c.Id.StartsWith(OwnIds, StringComparison.Ordinal) ? new MalformedCommand("act.commands.id", $"ids beginning with {OwnIds} are the book's own") : null)).FirstOrDefault(p => p is not null),
        _ => new("act", "is not given by itself: lines come with a license, suspensions and the clock have commands of their own"),
    };

    private static MalformedCommand? Proposed(Propose c) =>
        c.Action is null ? new("action", "is missing")
        : c.Action is Propose or Countersign or WithdrawProposal or FoundBook or AcceptInvitation or TimePasses ? new("action", "is not proposed: give it directly")
        : c.Action.EventTime != c.EventTime ? new("action.eventTime", "must be that of the proposal")
        : c.Action.Actor != c.Actor ? new("action.actor", "must be the person who proposes")
        : c.Action.Id == c.Id ? new("action.id", "must be another id than the proposal's")
        : Of(c.Action);

    private static MalformedCommand? Check(Organization c) => Key("organization.key", c.Key) ?? Words("organization.name", c.Name, MostName) ?? Country("organization.country", c.Country)
        ?? (c.UltimateParent is null ? null : Key("organization.ultimateParent", c.UltimateParent));

    private static MalformedCommand? Check(Person c) => Key("person.key", c.Key) ?? Key("person.organization", c.Organization);

    private static MalformedCommand? Check(LicenseTerms c) =>
        Key("license.key", c.Key, MostShortKey) ?? NoSlash("license.key", c.Key) ?? Key("license.authority", c.Authority) ?? Key("license.exporter", c.Exporter) ?? Key("license.buyer", c.Buyer)
        ?? Key("license.product", c.Product) ?? Country("license.destination", c.Destination) ?? Key("license.endUse", c.EndUse) ?? Words("license.basis", c.Basis, MostName)
        ?? (c.Figures is null ? null : Range("license.figures.tpp", c.Figures.Tpp, 1, Amounts.MostMoved) ?? Phrase("license.figures.source", c.Figures.Source, 100))
        ?? (c.Through < c.From ? new MalformedCommand("license.through", "lies before its first day") : null)
        ?? Each("license.lines", c.Lines, 1, Check, LicenseTerms.MostLines) ?? Twice("license.lines", c.Lines.Select(l => l.Key))
        ?? Each("license.conditions", c.Conditions, 0, Check, LicenseTerms.MostConditions) ?? Twice("license.conditions", c.Conditions.Select(k => k.Key))
        ?? c.Conditions.SelectMany(k => k.Lines).Where(k => c.Lines.All(l => l.Key != k)).Select(k => new MalformedCommand("license.conditions.lines", $"'{k}' is no line of this license")).FirstOrDefault();

    private static MalformedCommand? Check(LineTerms c) => Key("license.lines.key", c.Key) ?? Keys("license.lines.caps", c.Caps, 0) ?? Currency("license.lines.currency", c.Currency)
        ?? Range("license.lines.unitPrice", c.UnitPrice ?? 1, 1, Amounts.MostMoved);

    private static MalformedCommand? Money(long value, string? currency) =>
        Range("value", value, 0, Amounts.MostMoved) ?? (currency is null ? null : Currency("currency", currency));

    private static MalformedCommand? Currency(string field, string? value) =>
        value is { Length: 3 } && value.All(char.IsAsciiLetterUpper) ? null : new(field, "must be three capital letters, such as USD");

    private static MalformedCommand? Reason(string? value) => Phrase("reason", value, MostReason);

    // A reason is words: a blank or a stroke explains nothing to whoever reads it in ten years.
    private static MalformedCommand? Phrase(string field, string? value, int most) =>
        Words(field, value, most) ?? (CommandCheck.IsWords(value!) ? null : new MalformedCommand(field, "must be words, not blanks or signs alone"));

    private static MalformedCommand? Check(Condition c) =>
        Key("condition.key", c.Key, MostShortKey) ?? NoSlash("condition.key", c.Key) ?? Key("condition.authority", c.Authority) ?? Key("condition.binds", c.Binds)
        ?? (c.Provision is null ? null : Words("condition.provision", c.Provision, MostName)) ?? Keys("condition.lines", c.Lines, 0) ?? c switch
        {
            AccountCondition k => Key("condition.account", k.Account),
            SiteCondition k => Keys("condition.sites", k.Sites, 1),
            EndUseCondition k => Keys("condition.endUses", k.EndUses, 1),
            EvidenceCondition k => Key("condition.evidence", k.Evidence) ?? Range("condition.validDays", k.ValidDays, 0, MostDays) ?? (k.Country is null ? null : Country("condition.country", k.Country)),
            NoticeCondition k => Key("condition.evidence", k.Evidence) ?? Range("condition.days", k.Days, 1, MostDays),
            PairedPurchaseCondition k => Key("condition.evidence", k.Evidence) ?? Range("condition.share", k.Share, 1, 1_000_000_000),
            StandingLawCondition k => Key("condition.corpus", k.Corpus),
            AcknowledgementCondition k => Keys("condition.parties", k.Parties, 1) ?? Range("condition.withinDays", k.WithinDays, 0, MostDays),
            ShipmentReportCondition k => Key("condition.evidence", k.Evidence) ?? Range("condition.withinDays", k.WithinDays, 1, MostDays),
            PeriodicReportCondition k => Key("condition.evidence", k.Evidence) ?? (k.Start.Year > 9900 ? new MalformedCommand("condition.start", "must lie before the year 9901") : null)
                ?? Range("condition.everyDays", k.EveryDays, 1, MostDays) ?? Range("condition.withinDays", k.WithinDays, 1, MostDays),
            FreshnessCondition k => Key("condition.evidence", k.Evidence) ?? Range("condition.everyDays", k.EveryDays, 1, MostDays),
            RevenueShareCondition k => Key("condition.evidence", k.Evidence) ?? Range("condition.share", k.Share, 1, 1_000_000) ?? Range("condition.withinDays", k.WithinDays, 1, MostDays),
            DeadlineCondition k => Key("condition.evidence", k.Evidence),
            ExpiryCondition => null,
            _ => new("condition", "is of no known kind"),
        };

    // A key is read aloud and typed: no blanks around it, nothing that cannot be seen.
    private static MalformedCommand? Key(string field, string? value, int most = MostKey) =>
        Words(field, value, most) ?? (CommandCheck.IsWords(value!) && value!.Trim().Length == value.Length && !value.EnumerateRunes().Any(r => System.Text.Rune.GetUnicodeCategory(r) is System.Globalization.UnicodeCategory.Format)
            ? null : new MalformedCommand(field, "must be letters or digits that can be seen, without blanks around them"));

    private static MalformedCommand? NoSlash(string field, string value) => value.Contains('/', StringComparison.Ordinal) ? new(field, "holds no slash") : null;

    private static MalformedCommand? Words(string field, string? value, int most) =>
        string.IsNullOrEmpty(value) || value.Length > most ? new(field, $"must have 1 to {most} characters")
        : value.EnumerateRunes().Any(r => System.Text.Rune.IsControl(r) || r == System.Text.Rune.ReplacementChar) ? new MalformedCommand(field, "holds a control character or half a character")
        : null;

    private static MalformedCommand? Range(string field, long value, long least, long most) => value < least || value > most ? new(field, $"must lie from {least} to {most}") : null;

    private static MalformedCommand? Country(string field, string? value) =>
        value is { Length: 2 } && Places.Country.Find(value)?.Code == value ? null : new(field, "must be a country of ISO 3166-1 in two letters");

    private static MalformedCommand? Digest(string? value) =>
        value is null || (value.Length == 64 && value.All(char.IsAsciiHexDigitLower)) ? null : new("digest", "must be 64 hexadecimal digits in small letters");

    private static MalformedCommand? Keys(string field, ImmutableArray<string> keys, int least) =>
        keys.IsDefault || keys.Length < least || keys.Length > MostKeys ? new(field, $"must have {least} to {MostKeys}")
        : keys.Select(k => Key(field, k)).FirstOrDefault(p => p is not null) ?? Twice(field, keys);

    private static MalformedCommand? Each<T>(string field, ImmutableArray<T> items, int least, Func<T, MalformedCommand?> check, int most = MostKeys) =>
        items.IsDefault || items.Length < least || items.Length > most ? new(field, $"must have {least} to {most}")
        : items.Select(i => i is null ? new(field, "holds a null") : check(i)).FirstOrDefault(p => p is not null);

    private static MalformedCommand? Twice(string field, IEnumerable<string> keys)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return keys.Where(k => !seen.Add(k)).Select(k => new MalformedCommand(field, $"names '{k}' twice")).FirstOrDefault();
    }
}
