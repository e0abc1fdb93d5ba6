using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Proviso.Ledger;
using Proviso.Quantities;

namespace Proviso.Licensing;

/// <summary>How a condition stands.</summary>
public enum ConditionStatus
{
    /// <summary>What it asks for is so.</summary>
    Met,

    /// <summary>It is not yet; what it guards does not move.</summary>
    Pending,

    /// <summary>A duty with a last day that has not passed.</summary>
    Due,

    /// <summary>It was broken, and that still stands.</summary>
    Breached,

    /// <summary>Its authority has waived it for now.</summary>
    Waived,
}

/// <summary>How a condition stands on a day, and why.</summary>
/// <param name="License">The license.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Status">How it stands.</param>
/// <param name="DueOn">The next last day, or null.</param>
/// <param name="Reason">Why, with figures.</param>
/// <param name="Evidence">Ids of the evidence it rests on.</param>
/// <param name="Version">How often it was changed, from 1.</param>
public sealed record ConditionReading(string License, Condition Condition, ConditionStatus Status, DateOnly? DueOn, string Reason, ImmutableArray<string> Evidence, int Version);

/// <summary>A duty with a last day, as a reader sees it.</summary>
/// <param name="License">The license.</param>
/// <param name="Condition">The condition's key.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Due">The last day.</param>
/// <param name="State">open, done or missed.</param>
/// <param name="Binds">Whom it binds.</param>
/// <param name="What">What has to be done.</param>
/// <param name="By">What settled it.</param>
public sealed record Obligation(string License, string Condition, string Subject, DateOnly Due, string State, string Binds, string What, ImmutableArray<string> By);

/// <summary>A proposal that waits, or how it ended.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Command">What is proposed.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Ended">How it ended; null while it waits.</param>
public sealed record Proposal(string Id, LicenseCommand Command, Moment At, string? Ended);

/// <summary>A line with what is free on it and on every cap above it.</summary>
/// <param name="License">The license.</param>
/// <param name="Line">The line.</param>
/// <param name="Status">How the license stands.</param>
/// <param name="Balance">The line's own figures.</param>
/// <param name="Causes">Why it is suspended; empty when it is not.</param>
/// <param name="FreeUnits">The most units that a reservation at the line's price could take now, by units, value and TPP of every account that the reader sees.</param>
/// <param name="Tightest">The account that stands in the way of one unit more; the line where none does.</param>
/// <param name="Because">Why no more is free, as the refusal of one unit more would say it; null when nothing limits it.</param>
/// <param name="OtherLimits">Authorities whose limits above the line the reader does not see: one of them may stop what would fit here.</param>
/// <param name="TppPerUnit">TPP of one unit, in millionths, as it stands in the line.</param>
public sealed record LineReading(
    LicenseTerms License, string Line, LicenseStatus Status, AccountBalance Balance, ImmutableArray<string> Causes, long FreeUnits, string Tightest, LedgerRefusal? Because, ImmutableArray<string> OtherLimits,
    long TppPerUnit);

// What doors and files read. Every reading is made from the state of one entry, so a breach and its consequence are seen together or not at all.
public sealed partial class LicenseBook
{
    /// <summary>Whether a condition that stands asks the law.</summary>
    public bool AsksLaw => _licenses.Values.Any(l => l.Conditions.Exists(c => !c.Ended && c.Condition is StandingLawCondition));

    /// <summary>Organizations, by key.</summary>
    public IEnumerable<Organization> Organizations => _organizations.Values.OrderBy(o => o.Key, StringComparer.Ordinal);

    /// <summary>People, by key.</summary>
    public IEnumerable<Person> People => _people.Values.Select(p => p.Person).OrderBy(p => p.Key, StringComparer.Ordinal);

    internal IEnumerable<PersonReading> PeopleWithHow =>
        _people.Values.OrderBy(p => p.Person.Key, StringComparer.Ordinal).Select(p => new PersonReading(p.Person.Key, p.Person.Organization, p.Person.Role, p.How));

    /// <summary>Sales at home, by id.</summary>
    public IEnumerable<SaleReading> Sales => _sales.Values.Select(s => new SaleReading(s.Command, s.At, s.Challenged));

    internal IReadOnlySet<string> KeepersOf(SellAtHome sale) => Keepers(sale.Product, sale.Exporter);

    // For whom a key acts or acted: a key stays with its organization.
    internal string? OrganizationOf(string person) => _everOf.GetValueOrDefault(person);

    internal LicenseCommand? ActionOf(string proposal) => _proposals.GetValueOrDefault(proposal)?.Command.Action;

    internal (ProductFigure Figure, string? Differs) FigureOf(string license) => (_licenses[license].Figure, _licenses[license].Differs);

    internal string? AccountBehind(string license, string condition) => (_licenses[license].Find(condition)?.Condition as AccountCondition)?.Account;

    internal string? ReopenedBy(string license) => _licenses[license].Reopened;

    /// <summary>Licenses, by key.</summary>
    public IEnumerable<LicenseTerms> Licenses => _licenses.Values.Select(l => l.Terms);

    /// <summary>Ids of the reservations, in the order in which they were made.</summary>
    public IReadOnlyList<string> Reservations => _reservations;

    /// <summary>Proposals, by id.</summary>
    public IEnumerable<Proposal> Proposals => _proposals.Values.Select(p => new Proposal(p.Command.Id, p.Command.Action, p.At, p.Ended));

    /// <summary>A license, or null.</summary>
    public LicenseTerms? Find(string license) => _licenses.GetValueOrDefault(license)?.Terms;

    /// <summary>The license that a line is of, or null.</summary>
    public LicenseTerms? LicenseOfLine(string line) => _byLine.GetValueOrDefault(line)?.Terms;

    /// <summary>Ids of the shipments on a license, in order.</summary>
    public IReadOnlyList<string> ShipmentsOf(string license) => _licenses.GetValueOrDefault(license)?.Shipments ?? [];

    /// <summary>Evidence on file for a license, in order.</summary>
    public IReadOnlyList<EvidenceRow> EvidenceOf(string license) => _licenses.GetValueOrDefault(license)?.Evidence ?? [];

    /// <summary>The entry of an accepted command that is not a plain one of the ledger, or null.</summary>
    public LicenseEntry? EntryOf(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Breaches of a license, in order; those resolved too.</summary>
    public IEnumerable<(string Condition, Breach Breach)> BreachesOf(string license) =>
        _licenses.TryGetValue(license, out var row) ? row.Conditions.SelectMany(c => c.Breaches.Select(b => (c.Condition.Key, b))) : [];

    /// <summary>Acknowledgements on a license.</summary>
    public IEnumerable<(string Condition, string Party, Acknowledgement Given)> AcknowledgementsOf(string license) =>
        _licenses.TryGetValue(license, out var row) ? row.Conditions.SelectMany(c => c.Acknowledged.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => (c.Condition.Key, a.Key, a.Value))) : [];

    /// <summary>How a license stands on a day.</summary>
    public LicenseStatus StatusOf(string license, DateOnly on)
    {
        var row = _licenses[license];
        return Usable(row, on)?.Status
            ?? (row.Reopened is not null || row.Terms.Lines.All(l => Ledger.StateAt(Ledger.RowOf(l.Key)).HasFlag(AccountStates.Suspended) || Overdue(row, l.Key, on) is not null)
                ? LicenseStatus.Suspended : LicenseStatus.InForce);
    }

    // A condition whose last day has passed, and that no entry has told of yet: the next one suspends the line for it, so it reads as suspended now.
    private static ConditionRow? Overdue(LicenseRow license, string line, DateOnly on) => license.Conditions.Find(r => !r.Ended && !r.IsWaived(on) && r.Items.Exists(i => i.State == DueState.Open && i.Due < on
        && (r.Condition.Consequence == Consequence.SuspendLicense || (r.Condition.Consequence == Consequence.SuspendLine && (i.Line is null ? r.IsFor(line) : i.Line == line)))));

    /// <summary>Every line of every license, by license and line.</summary>
    /// <param name="on">The day.</param>
    /// <param name="reader">Who reads; null for the book itself, which sees all.</param>
    internal IEnumerable<LineReading> Lines(DateOnly on, Person? reader) =>
        _licenses.Values.Where(l => reader is null || Sees(reader, l)).SelectMany(l => l.Terms.Lines.Select(line => ReadLine(l, line, on, reader)));

    /// <summary>Every line of every license, by license and line, with all accounts above it.</summary>
    /// <param name="on">The day.</param>
    public IEnumerable<LineReading> Lines(DateOnly on) => Lines(on, null);

    internal LineReading? ReadLine(string line, DateOnly on, Person? reader) =>
        _byLine.TryGetValue(line, out var license) ? ReadLine(license, license.Terms.Lines.First(l => l.Key == line), on, reader) : null;

    /// <summary>One line with all accounts above it, or null.</summary>
    public LineReading? ReadLine(string line, DateOnly on) => ReadLine(line, on, null);

    private LineReading ReadLine(LicenseRow license, LineTerms line, DateOnly on, Person? reader)
    {
        var row = Ledger.RowOf(line.Key);

        // What a reservation of so many units at the line's price would ask; where nothing says a price, money is not asked.
        var price = PriceOf(line);
        Amounts Of(long units) => new(
            units,
            price is { } p ? (long)BigInteger.Min(((((BigInteger)p.Value) * units) + p.Units - 1) / p.Units, Amounts.MostMoved) : 0,
            (long)BigInteger.Min((BigInteger)license.Figure.Tpp * units, Amounts.MostMoved));

        var moment = Moment.Of(on);
        var room = Ledger.RoomOn(line.Key, Of, moment, reader is null ? null : terms => SeesAccount(reader, terms.Account));
        IEnumerable<string> hidden = reader is null ? [] : line.Caps.Where(c => !SeesAccount(reader, c)).Select(c => Ledger.TermsAt(Ledger.RowOf(c)).Authority!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var status = StatusOf(license.Terms.Key, on);
        IEnumerable<string> causes = Ledger.CausesAt(row);
        var overdue = Overdue(license, line.Key, on);
        causes = overdue is null ? causes : causes.Append($"{overdue.Cause}, overdue");
        causes = license.Reopened is { } changed ? causes.Append($"facts changed, not confirmed since: {changed}") : causes;
        return new(
            license.Terms, line.Key, status, Ledger.BalanceAt(row), [.. causes],
            Usable(license, on) is null && license.Reopened is null && overdue is null ? room.Units : 0, room.Next is { } next ? AccountOf(next) ?? line.Key : line.Key, room.Next, [.. hidden], license.Figure.Tpp);
    }

    /// <summary>How every condition of a license stands.</summary>
    /// <param name="license">The license.</param>
    /// <param name="on">The day.</param>
    public IEnumerable<ConditionReading> Conditions(string license, DateOnly on) =>
        _licenses.TryGetValue(license, out var row) ? row.Conditions.Where(c => !c.Ended).Select(c => Read(c, on)) : [];

    /// <summary>Every duty with a last day, the nearest first.</summary>
    /// <param name="openOnly">Whether to leave out those that are done.</param>
    public IEnumerable<Obligation> Obligations(bool openOnly) => _licenses.Values
        .SelectMany(l => l.Conditions).SelectMany(c => c.Items).Where(i => !openOnly || (i.State != DueState.Done && !i.Condition.Ended))
        .Select(i => new Obligation(i.Condition.License.Terms.Key, i.Condition.Condition.Key, i.Subject, i.Due, i.State.ToString().ToLowerInvariant(), i.Condition.Condition.Binds, What(i), [.. i.By]))
        .OrderBy(o => o.Due).ThenBy(o => o.License, StringComparer.Ordinal).ThenBy(o => o.Subject, StringComparer.Ordinal);

    private static string What(DueItem item) => item.Condition.Condition switch
    {
        ShipmentReportCondition c => $"{c.Evidence} for {item.Subject}",
        RevenueShareCondition c when item.State == DueState.Claimed => $"{c.Evidence} for {item.Subject}: {FixedPoint.ToText(item.Paid)} {item.Currency} paid on the payer's word; {c.Authority} has not confirmed it",
        RevenueShareCondition c => $"{c.Evidence} for {item.Subject}: {FixedPoint.ToText(item.Owed - item.Paid)} {item.Currency} still to pay",
        PeriodicReportCondition c => $"{c.Evidence} for {item.Subject}",
        FreshnessCondition c => $"a new {c.Evidence}",
        DeadlineCondition c => c.Evidence,
        AcknowledgementCondition => $"{item.Subject} acknowledges its conditions",
        _ => throw UnknownKind(item.Condition.Condition),
    };

    private ConditionReading Read(ConditionRow row, DateOnly on)
    {
        var (status, due, reason, evidence) = Standing(row, on);
        return new(row.License.Terms.Key, row.Condition, status, due, reason, evidence, row.Version);
    }

    private (ConditionStatus Status, DateOnly? Due, string Reason, ImmutableArray<string> Evidence) Standing(ConditionRow row, DateOnly on)
    {
        var standing = row.Breaches.Where(b => b.Resolved is null).ToList();
        if (standing.Count > 0)
        {
            var more = standing.Count == 1 ? "" : $", and {standing.Count - 1} more";
            return (ConditionStatus.Breached, null, $"{standing[0].Subject}: {standing[0].Reason}{more}", []);
        }

        if (row.IsWaived(on))
        {
            return (ConditionStatus.Waived, row.Waiver!.Until, $"waived until {ConditionSentence.Day(row.Waiver.Until)} by {row.Waiver.By}: {row.Waiver.Reason}", []);
        }

        var open = row.Items.Where(i => i.State == DueState.Open).MinBy(i => i.Due) ?? row.Items.Where(i => i.State == DueState.Claimed).MinBy(i => i.Due);
        if (open is { State: DueState.Claimed })
        {
            return (ConditionStatus.Pending, null, What(open), [.. open.By]);
        }

        if (open is not null)
        {
            // A last day that has passed, and that no entry has told of yet: whoever writes next tells it. It never reads as well.
            return open.Due < on
                ? (ConditionStatus.Breached, open.Due, $"{open.Subject}: {Missed(open)}; the next entry will record it", [])
                : (ConditionStatus.Due, open.Due, What(open), [.. open.By]);
        }

        return Settled(row, on);
    }

    private (ConditionStatus Status, DateOnly? Due, string Reason, ImmutableArray<string> Evidence) Settled(ConditionRow row, DateOnly on)
    {
        var license = row.License;
        switch (row.Condition)
        {
            case AccountCondition c:
                return Account(c);
            case ExpiryCondition c:
                return (ConditionStatus.Met, null, on <= c.Through ? $"until {ConditionSentence.Day(c.Through)}" : $"ended on {ConditionSentence.Day(c.Through)}; nothing ships after", []);
            case SiteCondition or EndUseCondition:
                return (ConditionStatus.Met, null, $"{license.Shipments.Count} shipments, each checked when it left", []);
            case EvidenceCondition { Scope: EvidenceScope.License } c:
                return Best(license, c, null, on) is { } best
                    ? (ConditionStatus.Met, c.ValidDays > 0 ? best.Dated.AddDays(c.ValidDays) : null, $"{best.Reference} of {ConditionSentence.Day(best.Dated)} by {best.Issuer}", [best.Id])
                    : (ConditionStatus.Pending, null, Lacking(license, c, null, on), []);
            case EvidenceCondition or NoticeCondition:
                return PerReservation(row, on);
            case PairedPurchaseCondition c:
                var (domestic, shipped) = Paired(license, c, null);
                var needed = (((Int128)shipped * c.Share) + 999_999) / 1_000_000;
                return (domestic >= needed ? ConditionStatus.Met : ConditionStatus.Pending, null, $"{domestic} domestic units shown for {shipped} shipped, {needed} needed", []);
            case StandingLawCondition c:
                var verdict = Ask(license, c, on, on, 0);
                return (verdict.Permits ? ConditionStatus.Met : ConditionStatus.Pending, null, $"{verdict.Outcome} ({verdict.Provision}; {verdict.Cite})", []);
            case AcknowledgementCondition c:
                var missing = c.Parties.Where(p => Unacknowledged(license, p) is not null).ToList();
                return missing.Count == 0 ? (ConditionStatus.Met, null, "acknowledged by all", []) : (ConditionStatus.Pending, null, $"not acknowledged by {string.Join(", ", missing)}", []);
            case ShipmentReportCondition or PeriodicReportCondition or FreshnessCondition or RevenueShareCondition or DeadlineCondition:
                return (ConditionStatus.Met, null, row.Items.Count == 0 ? "nothing has come up yet" : $"{row.Items.Count} done", [.. row.Items.SelectMany(i => i.By)]);
            default:
                return (ConditionStatus.Pending, null, $"it is of a kind that this program does not know, {row.Condition.GetType().Name}", []);
        }
    }

    private (ConditionStatus Status, DateOnly? Due, string Reason, ImmutableArray<string> Evidence) Account(AccountCondition c)
    {
        var row = Ledger.RowOf(c.Account);
        var status = Ledger.StateAt(row).HasFlag(AccountStates.OverCommitted) ? ConditionStatus.Breached : ConditionStatus.Met;
        if (Ledger.RatioAt(row) is { } ratio)
        {
            return (status, null, $"TPP {Amounts.Text(Measure.Tpp, ratio.Used)} of {Amounts.Text(Measure.Tpp, ratio.Limit)} allowed by {FixedPoint.ToText(ratio.Ratio * 100L)} % of {Amounts.Text(Measure.Tpp, ratio.Sold)} sold at home", []);
        }

        // A window counts what its fullest stretch of days holds.
        var balance = Ledger.BalanceAt(row);
        var used = Ledger.FullestWindowAt(row) ?? balance.Used;
        var measures = Enum.GetValues<Measure>().Where(m => balance.Available(m) is not null).Select(m => $"{Amounts.Text(m, used[m])} of {Amounts.Text(m, balance.Authorized[m])} {MeasureWord(m)}");
        var days = Ledger.TermsAt(row).WindowDays is > 0 and var window ? $" in the fullest {ConditionSentence.Days(window)}" : "";
        return (status, null, string.Join(", ", measures) + days, []);
    }

    private static string MeasureWord(Measure measure) => measure switch
    {
        Measure.Units => "units",
        Measure.Value => "value",
        Measure.Tpp => "TPP",
    };

    private (ConditionStatus Status, DateOnly? Due, string Reason, ImmutableArray<string> Evidence) PerReservation(ConditionRow row, DateOnly on)
    {
        var pending = _reservations.Where(r => Ledger.ReservationOf(r) is { State: ReservationState.Pending } f && _byLine[f.Line] == row.License && row.IsFor(f.Line)).ToList();
        var lacking = pending.Where(r => row.Condition switch
        {
            EvidenceCondition c => Best(row.License, c, r, on) is null,
            NoticeCondition c => !row.License.Evidence.Exists(e => Counts(e, c.Evidence, r) && Given(c, e).AddDays(c.Days) <= on),
            _ => true,
        }).ToList();
        return lacking.Count == 0
            ? (ConditionStatus.Met, null, pending.Count == 0 ? "no reservation is open" : $"on file for all {pending.Count} open reservations", [])
            : (ConditionStatus.Pending, null, $"lacking for {lacking.Count} of {pending.Count} open reservations, first {lacking[0]}", []);
    }

    /// <summary>A hash over everything the book holds: two books with the same entries have the same.</summary>
    public byte[] StateHash()
    {
        var text = new StringBuilder();
        text.Append(LicenseJson.Canonical(new { Organizations, People = PeopleWithHow, Proposals, Sales, LastRecorded, Sequence, Bounds }));
        text.Append(string.Join(';', _people.Values.OrderBy(p => p.Person.Key, StringComparer.Ordinal).Select(p => p.Since))).Append(string.Join(';', _everAdministrator.Order(StringComparer.Ordinal))).Append(string.Join(';', _everOf.OrderBy(e => e.Key, StringComparer.Ordinal)))
            .Append(string.Join(';', _invitations.Values.Select(i => $"{i.Command.Id}|{i.By}|{i.Ended}"))).Append(string.Join(';', _changedAt.OrderBy(c => c.Key, StringComparer.Ordinal)))
            .Append(string.Join(';', _saleProofs.OrderBy(c => c.Key, StringComparer.Ordinal))).Append(string.Join(';', _signedRates.OrderBy(r => r.Key))).Append(string.Join(';', _doubted.OrderBy(r => r.Key)));
        foreach (var (key, license) in _licenses)
        {
            text.Append('\n').Append(key).Append(LicenseJson.Canonical(license.Terms)).Append(license.Revoked).Append(license.Reopened).Append(license.Figure).Append(license.Differs).Append(LicenseJson.Canonical(license.Evidence)).Append(string.Join(',', license.Shipments));
            foreach (var c in license.Conditions)
            {
                text.Append('\n').Append(LicenseJson.Canonical(c.Condition)).Append(c.Version).Append(c.Ended).Append(LicenseJson.Canonical(c.Waiver)).Append(LicenseJson.Canonical(c.Breaches))
                    .Append(string.Join(';', c.Items.Select(i => $"{i.Subject}|{i.Due:yyyy-MM-dd}|{i.State}|{i.Paid}|{i.Confirmed}|{string.Join(',', i.By)}")))
                    .Append(string.Join(';', c.Acknowledged.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}|{a.Value.Version}|{a.Value.At}")));
            }
        }

        foreach (var ((scope, target, cause), authority) in _suspended.OrderBy(s => (s.Key.Scope, s.Key.Target, s.Key.Cause)))
        {
            text.Append('\n').Append(scope).Append(target).Append(cause).Append(authority);
        }

        return SHA256.HashData([.. Ledger.StateHash(), .. Encoding.UTF8.GetBytes(text.ToString())]);
    }
}
