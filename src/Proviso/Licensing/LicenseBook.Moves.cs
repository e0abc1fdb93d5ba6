using System.Collections.Immutable;
using Proviso.Ledger;

namespace Proviso.Licensing;

// What moves goods and quotas, and the evidence that lets them.
public sealed partial class LicenseBook
{
    // Gives a command to the ledger, with what it breaks in the same entry.
    private LedgerRefuses? Post(LedgerCommand act, Draft draft)
    {
        if (act is Adjust or Reverse or Linked && Broken(act, draft, out var rows) is var refused && (refused is not null || rows.Count > 0))
        {
            return refused is not null ? new LedgerRefuses(refused) : PostWithBreaches(act, rows, draft);
        }

        switch (Ledger.Apply(act, draft.Now))
        {
            case Accepted accepted:
                draft.Ledger = accepted.Entry;
                return null;
            case Refused { Refusal: var refusal }:
                return new LedgerRefuses(refusal);
            default:
                throw new InvalidOperationException("The ledger gave no answer.");
        }
    }

    // Conditions on accounts that a command would leave over-committed.
    private LedgerRefusal? Broken(LedgerCommand act, Draft draft, out List<(ConditionRow Row, string Reason)> broken)
    {
        var found = new List<(ConditionRow, string)>();
        var refusal = Ledger.Preview(act, draft.Now, book =>
        {
            foreach (var (account, rows) in _onAccount.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                if (book.RowOf(account) is >= 0 and var at && book.StateAt(at).HasFlag(AccountStates.OverCommitted))
                {
                    found.AddRange(rows.Where(r => !r.Ended && r.Breaches.All(b => b.Resolved is not null)).Select(r => (r, OverCommitment(book, at))));
                }
            }
        });
        broken = found;
        return refusal;
    }

    private static string OverCommitment(LedgerBook book, int row)
    {
        if (book.RatioAt(row) is { } ratio)
        {
            return $"TPP {Amounts.Text(Measure.Tpp, ratio.Used)} in use, {Amounts.Text(Measure.Tpp, ratio.Limit)} allowed by the ratio";
        }

        var balance = book.BalanceAt(row);
        var measure = Enum.GetValues<Measure>().FirstOrDefault(m => balance.Available(m) < 0);
        return $"{Amounts.Text(measure, balance.Used[measure])} ({measure}) in use, {Amounts.Text(measure, balance.Authorized[measure])} authorized";
    }

    private LedgerRefuses? PostWithBreaches(LedgerCommand act, List<(ConditionRow Row, string Reason)> rows, Draft draft)
    {
        var id = $"{CommandLimits.OwnIds}with:{_next}";
        var parts = ImmutableArray.CreateBuilder<LedgerCommand>();
        parts.AddRange(act is Linked linked ? linked.Commands : [act]);
        foreach (var (row, reason) in rows)
        {
            Break(row, ((AccountCondition)row.Condition).Account, reason, null, null, draft, parts, id);
        }

        // The same parts passed a moment ago, and a suspension for a cause that does not stand is not refused.
        draft.Ledger = Must(new Linked($"{id}:all", act.EventTime, parts.DrainToImmutable()), draft.Now);
        return null;
    }

    private LicenseRefusal? Act(LedgerAct c, Person person, Draft draft, bool countersigned)
    {
        var parts = c.Act is Linked linked ? linked.Commands : [c.Act];
        foreach (var part in parts)
        {
            if (Theirs(part, person, parts) is { } no)
            {
                return no;
            }
        }

        if (c.NeedsTwo && Two(countersigned) is { } one)
        {
            return one;
        }

        foreach (var part in parts)
        {
            if (part is Reserve r && _byLine.TryGetValue(r.Line, out var license) && Usable(license, Moment.DateOf(r.EventTime.DayNumber)) is { } not)
            {
                return not;
            }
        }

        if (Post(c.Act, draft) is { } refusal)
        {
            return refusal;
        }

        foreach (var part in parts)
        {
            var shipment = part switch
            {
                Return r => r.Shipment,
                Reverse { Command: var id } => id,
                _ => null,
            };
            if (shipment is not null && Ledger.ShipmentOf(shipment) is { } figures && (figures.Reversed || figures.Returned.Units == figures.Shipped.Units))
            {
                CameBack(shipment, figures.Line);
            }
        }

        return null;
    }

    // Nothing has to be confirmed of what is not there any more.
    private void CameBack(string shipment, string line)
    {
        foreach (var item in _byLine[line].Conditions.SelectMany(r => r.Items).Where(i => i.Subject == shipment && i.State != DueState.Done))
        {
            item.State = DueState.Done;
            item.By.Add("the whole shipment came back or was reversed");
        }
    }

    private LicenseRefusal? Theirs(LedgerCommand act, Person person, ImmutableArray<LedgerCommand> together)
    {
        switch (act)
        {
            case Reserve c:
                return _byLine.TryGetValue(c.Line, out var license) ? Clerk(person, license.Terms.Exporter) : new NoSuch("line", c.Line);
            case Release c:
                return LineOf(c.Reservation, together) is { } released ? Clerk(person, _byLine[released].Terms.Exporter) : new NoSuch("reservation", c.Reservation);
            case Return c:
                return Ledger.ShipmentOf(c.Shipment) is { } shipped ? Officer(person, _byLine[shipped.Line].Terms.Exporter) : new NoSuch("shipment", c.Shipment);
            case RecordSale c:
                return !_organizations.ContainsKey(c.Exporter) ? new NoSuch("exporter", c.Exporter) : Officer(person, c.Exporter);
            case SetRate:
                return IsAuthority(person.Organization) ? Officer(person, person.Organization) : new NotTheirs(person.Key, "an officer of an authority");
            case Lapse:
                return null;
            case Grant c:
                return OfAccount(c.Account, person);
            case Adjust c:
                return OfAccount(c.Account, person);
            case Freeze c:
                return OfAccount(c.Account, person);
            case Unfreeze c:
                return OfAccount(c.Account, person);
            case Close c:
                return OfAccount(c.Account, person);
            case Reverse c:
                return Ledger.EntryOf(c.Command)?.Command switch
                {
                    Proviso.Ledger.Ship => Officer(person, _byLine[Ledger.ShipmentOf(c.Command)!.Value.Line].Terms.Authority),
                    Return r => Officer(person, _byLine[Ledger.ShipmentOf(r.Shipment)!.Value.Line].Terms.Authority),
                    Grant g => OfAccount(g.Account, person),
                    Adjust a => OfAccount(a.Account, person),
                    RecordSale => IsAuthority(person.Organization) ? Officer(person, person.Organization) : new NotTheirs(person.Key, "an officer of an authority"),
                    null => new NoSuch("command", c.Command),
                    _ => new LedgerRefuses(new NotReversible(c.Command, "it is of a kind that is not")),
                };
            default:
                return new MalformedCommand("act", "is not given by itself");
        }
    }

    private string? LineOf(string reservation, ImmutableArray<LedgerCommand> together) =>
        Ledger.ReservationOf(reservation)?.Line ?? together.OfType<Reserve>().FirstOrDefault(r => r.Id == reservation && _byLine.ContainsKey(r.Line))?.Line;

    private LicenseRefusal? OfAccount(string account, Person person)
    {
        var row = Ledger.RowOf(account);
        return row < 0 ? new NoSuch("account", account) : Officer(person, Ledger.TermsAt(row).Authority!);
    }

    private static LicenseNotInForce? Usable(LicenseRow license, DateOnly on)
    {
        var terms = license.Terms;
        return license.Revoked is { } why ? new(terms.Key, LicenseStatus.Revoked, on, $"it was revoked: {why}")
            : on < terms.From ? new(terms.Key, LicenseStatus.NotYet, on, $"its first day is {ConditionSentence.Day(terms.From)}")
            : on > terms.Through ? new(terms.Key, LicenseStatus.Expired, on, $"its last day was {ConditionSentence.Day(terms.Through)}")
            : null;
    }

    private LicenseRefusal? Ship(ShipUnits c, Person person, Draft draft)
    {
        if (Ledger.ReservationOf(c.Reservation) is not { } reservation)
        {
            return new NoSuch("reservation", c.Reservation);
        }

        var license = _byLine[reservation.Line];
        var byAuthority = person.Organization == license.Terms.Authority && person.Role == Role.Officer;
        if (!byAuthority && Clerk(person, license.Terms.Exporter) is { } no)
        {
            return no;
        }

        if (c.EventTime.Milliseconds > draft.Now.Milliseconds)
        {
            return new MalformedCommand("eventTime", $"lies after the moment of recording, {draft.Now}");
        }

        if (!byAuthority && draft.Now.Milliseconds - c.EventTime.Milliseconds > LateShipment)
        {
            return new NotTheirs(person.Key, $"an officer of {license.Terms.Authority}: the shipment lies more than 3 days back");
        }

        var on = Moment.DateOf(c.EventTime.DayNumber);
        if (Usable(license, on) is { } not)
        {
            return not;
        }

        var act = new Ship(c.Id, c.EventTime, c.Reservation, c.Amounts, c.Final);
        if (Ledger.Preview(act, draft.Now, _ => { }) is { } refusal)
        {
            return new LedgerRefuses(refusal);
        }

        if (Gates(license, reservation.Line, c, on, draft) is { } unmet)
        {
            return unmet;
        }

        draft.Ledger = Must(act, draft.Now);
        license.Shipments.Add(c.Id);
        foreach (var row in license.Conditions.Where(r => !r.Ended && r.IsFor(reservation.Line)))
        {
            switch (row.Condition)
            {
                case ShipmentReportCondition k:
                    Add(new DueItem(row, c.Id, on.AddDays(k.WithinDays)) { Line = reservation.Line });
                    break;
                case RevenueShareCondition k when Owed(c.Amounts.Value, k.Share) is > 0 and var owed:
                    Add(new DueItem(row, c.Id, on.AddDays(k.WithinDays)) { Line = reservation.Line, Owed = owed });
                    break;
                case FreshnessCondition k when row.Items.All(i => i.State == DueState.Done):
                    Add(new DueItem(row, license.Terms.Key, on.AddDays(k.EveryDays)));
                    break;
            }
        }

        return null;
    }

    // Rounded up to a millionth: what is owed is never less than the share.
    private static long Owed(long value, int share) => (long)((((Int128)value * share) + 999_999) / 1_000_000);

    private LicenseRefusal? Gates(LicenseRow license, string line, ShipUnits c, DateOnly on, Draft draft)
    {
        foreach (var row in license.Conditions)
        {
            if (row.Ended || !row.IsFor(line) || row.IsWaived(on))
            {
                continue;
            }

            if (row.Condition.Consequence == Consequence.HoldLine && row.Breaches.Find(b => b.Resolved is null && (b.Line is null || b.Line == line)) is { } held)
            {
                return Unmet(row, $"it was broken: {held.Subject}: {held.Reason}", "two officers of the authority reinstate it");
            }

            if (row.Condition is StandingLawCondition law)
            {
                var verdict = Ask(license, law, on, draft.Today, draft.Law.Count);
                draft.Law.Add(verdict);
                if (!verdict.Permits)
                {
                    return new LawForbids(license.Terms.Key, on, verdict);
                }
            }
            else if (Gate(row, line, c, on) is { } missing)
            {
                return missing;
            }
        }

        return null;
    }

    private LawVerdict Ask(LicenseRow license, StandingLawCondition condition, DateOnly on, DateOnly known, int asked)
    {
        if (_recordedLaw is { } recorded)
        {
            return asked < recorded.Length ? recorded[asked] : new(false, "not recorded", "the entry", "-", "");
        }

        if (_law is null)
        {
            return new(false, "not to be told: no law is loaded", "the law", "-", "");
        }

        var key = (license.Terms.Key, condition.Key, on, known);
        if (!_verdicts.TryGetValue(key, out var verdict))
        {
            _verdicts[key] = verdict = _law.Judge(new(
                license.Terms, condition, _organizations[license.Terms.Exporter], ParentOf(license.Terms.Exporter), _organizations[license.Terms.Buyer], ParentOf(license.Terms.Buyer), on, known));
        }

        return verdict;
    }

    private Organization ParentOf(string key) => _organizations[key].UltimateParent is { } parent && _organizations.TryGetValue(parent, out var known) ? known : _organizations[key];

    private static ConditionUnmet Unmet(ConditionRow row, string because, string toDo) =>
        new(row.License.Terms.Key, row.Condition.Key, ConditionSentence.Short(row.Condition), because, toDo);

    private ConditionUnmet? Gate(ConditionRow row, string line, ShipUnits c, DateOnly on)
    {
        var license = row.License;
        switch (row.Condition)
        {
            case ExpiryCondition k when on > k.Through:
                return Unmet(row, $"its last day was {ConditionSentence.Day(k.Through)}", "ask the authority for more time");
            case SiteCondition k when c.Site is null || !k.Sites.Contains(c.Site):
                return Unmet(row, c.Site is null ? "the shipment names no site" : $"'{c.Site}' is not among the sites", "ship to a site that is named, or ask the authority to add one");
            case EndUseCondition k when !k.EndUses.Contains(c.EndUse ?? license.Terms.EndUse):
                return Unmet(row, $"'{c.EndUse ?? license.Terms.EndUse}' is not among the end uses", "ship for an end use that is named, or ask the authority to add one");
            case EvidenceCondition k when Best(license, k, c.Reservation, on) is null:
                return Unmet(row, Lacking(license, k, c.Reservation, on), $"have it filed: `proviso condition evidence --kind {k.Evidence} --subject {SubjectOf(license, k, c.Reservation)}`");
            case NoticeCondition k when !license.Evidence.Exists(e => Counts(e, k.Evidence, c.Reservation) && e.Dated.AddDays(k.Days) <= on):
                return Unmet(row, Announced(license, k, c.Reservation, on), $"give notice of {c.Reservation}, then wait {ConditionSentence.Days(k.Days)}");
            case PairedPurchaseCondition k:
                var (domestic, shipped) = Paired(license, k, line);
                var needed = (((Int128)(shipped + c.Amounts.Units) * k.Share) + 999_999) / 1_000_000;
                return domestic >= needed ? null
                    : Unmet(row, $"{needed} domestic units are needed with this shipment, {domestic} are shown", $"have {needed - domestic} more shown by {k.Evidence}, or ship less");
            case AcknowledgementCondition { WithinDays: 0 } k:
                foreach (var party in k.Parties)
                {
                    if (Unacknowledged(license, party) is { } open)
                    {
                        return Unmet(row, $"{party} has not acknowledged '{open.Condition.Key}'", $"an officer of {party}: `proviso condition acknowledge`");
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private static bool Counts(EvidenceRow e, string kind, string subject) => e.Rejected is null && e.Evidence == kind && e.Subject == subject;

    private static string SubjectOf(LicenseRow license, EvidenceCondition k, string? reservation) => k.Scope == EvidenceScope.Reservation ? reservation ?? "RESERVATION" : license.Terms.Key;

    // The newest piece that meets it on a day.
    private EvidenceRow? Best(LicenseRow license, EvidenceCondition k, string? reservation, DateOnly on) =>
        license.Evidence.FindLast(e => Counts(e, k.Evidence, SubjectOf(license, k, reservation)) && Fault(license, k, e, on) is null);

    private string? Fault(LicenseRow license, EvidenceCondition k, EvidenceRow e, DateOnly on)
    {
        var issuer = _organizations[e.Issuer];
        return e.Dated > on ? $"that of {ConditionSentence.Day(e.Dated)} is dated after the day"
            : k.ValidDays > 0 && e.Dated.AddDays(k.ValidDays) < on ? $"that of {ConditionSentence.Day(e.Dated)} is older than {ConditionSentence.Days(k.ValidDays)}"
            : k.From is { } kind && issuer.Kind != kind ? $"'{issuer.Key}' is no {ConditionSentence.Word(kind)}"
            : k.From is not null && e.FiledBy != e.Issuer ? $"'{issuer.Key}' did not file it itself"
            : k.Country is { } country && issuer.Country != country ? $"'{issuer.Key}' is in {issuer.Country}, not in {country}"
            : k.Independent && IsOfParty(license, issuer) ? $"'{issuer.Key}' is not independent of exporter and buyer"
            : null;
    }

    private bool IsOfParty(LicenseRow license, Organization issuer)
    {
        var groups = new[] { license.Terms.Exporter, license.Terms.Buyer }.SelectMany(k => new[] { k, _organizations[k].UltimateParent }).Where(k => k is not null).ToList();
        return groups.Contains(issuer.Key) || (issuer.UltimateParent is { } parent && groups.Contains(parent));
    }

    private string Lacking(LicenseRow license, EvidenceCondition k, string? reservation, DateOnly on) =>
        license.Evidence.FindLast(e => Counts(e, k.Evidence, SubjectOf(license, k, reservation))) is { } nearest ? Fault(license, k, nearest, on)!
        : k.Scope == EvidenceScope.Reservation && reservation is null ? $"each reservation needs its own {k.Evidence}"
        : $"no {k.Evidence} for '{SubjectOf(license, k, reservation)}' is on file";

    private static string Announced(LicenseRow license, NoticeCondition k, string reservation, DateOnly on) =>
        license.Evidence.Where(e => Counts(e, k.Evidence, reservation)).Select(e => e.Dated).Order().FirstOrDefault() is var dated && dated != default
            ? $"the notice of {ConditionSentence.Day(dated)} is {ConditionSentence.Days(Math.Max(0, on.DayNumber - dated.DayNumber))} old on {ConditionSentence.Day(on)}"
            : $"no notice for '{reservation}' is on file";

    private (long Domestic, long Shipped) Paired(LicenseRow license, PairedPurchaseCondition k, string? line)
    {
        var domestic = license.Evidence.Where(e => e.Rejected is null && e.Evidence == k.Evidence).Sum(e => e.Units);
        var lines = license.Terms.Lines.Select(l => l.Key).Where(l => k.Lines.IsEmpty ? true : k.Lines.Contains(l) || l == line);
        return (domestic, lines.Select(l => Ledger.BalanceOf(l)!.Value).Sum(b => b.Shipped.Units - b.Returned.Units));
    }

    private LicenseRefusal? File(FileEvidence c, Person person, Draft draft)
    {
        if (!_licenses.TryGetValue(c.License, out var license))
        {
            return new NoSuch("license", c.License);
        }

        if (!_organizations.ContainsKey(c.Issuer))
        {
            return new NoSuch("issuer", c.Issuer);
        }

        if (person.Role == Role.Administrator)
        {
            return new NotTheirs(person.Key, "a clerk or officer");
        }

        // Somebody who has to do with the license, or the issuer itself.
        var concerned = new[] { license.Terms.Exporter, license.Terms.Buyer, license.Terms.Authority, c.Issuer };
        if (!concerned.Contains(person.Organization) && !Concerns(license, person.Organization))
        {
            return new NotTheirs(person.Key, $"a clerk or officer of {string.Join(", ", concerned.Distinct(StringComparer.Ordinal))}");
        }

        if (c.Subject != license.Terms.Key && LicenseOf(c.Subject) != license)
        {
            return new NoSuch("subject", c.Subject);
        }

        if (c.Dated > draft.Today)
        {
            return new MalformedCommand("dated", "lies in the future");
        }

        var evidence = new EvidenceRow(c.Id, c.Evidence, c.Subject, c.Issuer, person.Organization, c.Dated, c.Reference, c.Units, c.Value, draft.Now);
        license.Evidence.Add(evidence);
        _evidence.Add(c.Id, (license, evidence));
        foreach (var row in license.Conditions.Where(r => !r.Ended).ToList())
        {
            Serve(row, evidence);
        }

        return null;
    }

    private LicenseRow? LicenseOf(string subject) =>
        Ledger.ReservationOf(subject) is { } r ? _byLine[r.Line] : Ledger.ShipmentOf(subject) is { } s ? _byLine[s.Line] : null;

    // Duties that a piece of evidence settles. What was missed before stays a breach until it is reinstated.
    private void Serve(ConditionRow row, EvidenceRow e)
    {
        DueItem? Open(Func<DueItem, bool> fits) => row.Items.Find(i => i.State != DueState.Done && fits(i));
        switch (row.Condition)
        {
            case ShipmentReportCondition k when e.Evidence == k.Evidence && (k.From is null || (_organizations[e.Issuer].Kind == k.From && e.FiledBy == e.Issuer)):
                Close(Open(i => i.Subject == e.Subject), e.Id);
                break;
            case RevenueShareCondition k when e.Evidence == k.Evidence && Open(i => i.Subject == e.Subject) is { } owed:
                owed.Paid += e.Value;
                owed.By.Add(e.Id);
                owed.State = owed.Paid >= owed.Owed ? DueState.Done : owed.State;
                break;
            case PeriodicReportCondition k when e.Evidence == k.Evidence && Open(i => e.Dated >= i.NotBefore) is { } stretch:
                // The next stretch was begun already when this one was missed.
                Close(stretch, e.Id);
                Next(stretch, stretch.NotBefore);
                break;
            case DeadlineCondition k when e.Evidence == k.Evidence:
                Close(Open(_ => true), e.Id);
                break;
            case FreshnessCondition k when e.Evidence == k.Evidence && Open(_ => true) is { } stale:
                Close(stale, e.Id);
                Add(new DueItem(row, row.License.Terms.Key, e.Dated.AddDays(k.EveryDays)));
                break;
        }
    }

    private static void Close(DueItem? item, string by)
    {
        if (item is not null)
        {
            item.State = DueState.Done;
            item.By.Add(by);
        }
    }

    private LicenseRefusal? Reject(RejectEvidence c, Person person)
    {
        if (!_evidence.TryGetValue(c.Filed, out var found))
        {
            return new NoSuch("evidence", c.Filed);
        }

        if (Officer(person, found.License.Terms.Authority) is { } no)
        {
            return no;
        }

        if (found.Evidence.Rejected is not null)
        {
            return new SoAlready("evidence", c.Filed, "rejected already");
        }

        found.Evidence.Rejected = c.Reason;
        foreach (var row in found.License.Conditions)
        {
            foreach (var item in row.Items.Where(i => i.By.Contains(c.Filed)).ToList())
            {
                item.By.Remove(c.Filed);
                item.Paid -= item.Owed > 0 ? found.Evidence.Value : 0;
                var missed = row.Breaches.Exists(b => b.Item == item && b.Resolved is null);
                if (item.Owed == 0 || item.Paid < item.Owed)
                {
                    item.State = missed ? DueState.Missed : DueState.Open;
                    if (!missed)
                    {
                        Queue(item);
                    }
                }
            }
        }

        return null;
    }
}
