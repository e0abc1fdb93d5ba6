using System.Collections.Immutable;
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
/// <param name="Free">What a reservation could take now, the least over line and caps; null where nothing limits the measure.</param>
/// <param name="Tightest">The account that leaves the least units.</param>
public sealed record LineReading(LicenseTerms License, string Line, LicenseStatus Status, AccountBalance Balance, ImmutableArray<string> Causes, ImmutableArray<long?> Free, string Tightest);

// What doors and files read. Every reading is made from the state of one entry, so a breach and its consequence are seen together or not at all.
public sealed partial class LicenseBook
{
    /// <summary>Whether a condition that stands asks the law.</summary>
    public bool AsksLaw => _licenses.Values.Any(l => l.Conditions.Exists(c => !c.Ended && c.Condition is StandingLawCondition));

    /// <summary>Organizations, by key.</summary>
    public IEnumerable<Organization> Organizations => _organizations.Values.OrderBy(o => o.Key, StringComparer.Ordinal);

    /// <summary>People, by key.</summary>
    public IEnumerable<Person> People => _people.Values.OrderBy(p => p.Key, StringComparer.Ordinal);

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
            ?? (row.Terms.Lines.All(l => Ledger.StateAt(Ledger.RowOf(l.Key)).HasFlag(AccountStates.Suspended)) ? LicenseStatus.Suspended : LicenseStatus.InForce);
    }

    /// <summary>Every line of every license, by license and line.</summary>
    /// <param name="on">The day.</param>
    public IEnumerable<LineReading> Lines(DateOnly on) =>
        _licenses.Values.SelectMany(l => l.Terms.Lines.Select(line => ReadLine(l, line, on)));

    /// <summary>One line, or null.</summary>
    public LineReading? ReadLine(string line, DateOnly on) =>
        _byLine.TryGetValue(line, out var license) ? ReadLine(license, license.Terms.Lines.First(l => l.Key == line), on) : null;

    private LineReading ReadLine(LicenseRow license, LineTerms line, DateOnly on)
    {
        var row = Ledger.RowOf(line.Key);
        var free = new long?[3];
        var tightest = line.Key;
        foreach (var leg in new[] { line.Key }.Concat(line.Caps))
        {
            for (var m = Measure.Units; m <= Measure.Tpp; m++)
            {
                // Money of another currency is not compared with the line's.
                if (FreeAt(Ledger.RowOf(leg), m, on) is { } here && (m != Measure.Value || Ledger.TermsAt(Ledger.RowOf(leg)).Currency == line.Currency) && !(free[(int)m] <= here))
                {
                    tightest = m == Measure.Units ? leg : tightest;
                    free[(int)m] = here;
                }
            }
        }

        return new(license.Terms, line.Key, StatusOf(license.Terms.Key, on), Ledger.BalanceAt(row), Ledger.CausesAt(row), [.. free], tightest);
    }

    private long? FreeAt(int row, Measure measure, DateOnly on) =>
        measure == Measure.Tpp && Ledger.RatioAt(row) is { } ratio ? ratio.Available
        : Ledger.WindowAt(row, Moment.Of(on).DayNumber) is { } window ? Ledger.TermsAt(row).Limited.HasFlag((Measures)(1 << (int)measure)) ? Ledger.BalanceAt(row).Authorized[measure] - window[measure] : null
        : Ledger.BalanceAt(row).Available(measure);

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
        RevenueShareCondition c => $"{c.Evidence} for {item.Subject}: {FixedPoint.ToText(item.Owed - item.Paid)} still to pay",
        PeriodicReportCondition c => $"{c.Evidence} for {item.Subject}",
        FreshnessCondition c => $"a new {c.Evidence}",
        DeadlineCondition c => c.Evidence,
        AcknowledgementCondition => $"{item.Subject} acknowledges its conditions",
        _ => item.Condition.Condition.Key,
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

        var open = row.Items.Where(i => i.State == DueState.Open).MinBy(i => i.Due);
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
            default:
                return (ConditionStatus.Met, null, row.Items.Count == 0 ? "nothing has come up yet" : $"{row.Items.Count} done", [.. row.Items.SelectMany(i => i.By)]);
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
        _ => "TPP",
    };

    private (ConditionStatus Status, DateOnly? Due, string Reason, ImmutableArray<string> Evidence) PerReservation(ConditionRow row, DateOnly on)
    {
        var pending = _reservations.Where(r => Ledger.ReservationOf(r) is { State: ReservationState.Pending } f && _byLine[f.Line] == row.License && row.IsFor(f.Line)).ToList();
        var lacking = pending.Where(r => row.Condition switch
        {
            EvidenceCondition c => Best(row.License, c, r, on) is null,
            NoticeCondition c => !row.License.Evidence.Exists(e => Counts(e, c.Evidence, r) && e.Dated.AddDays(c.Days) <= on),
            _ => false,
        }).ToList();
        return lacking.Count == 0
            ? (ConditionStatus.Met, null, pending.Count == 0 ? "no reservation is open" : $"on file for all {pending.Count} open reservations", [])
            : (ConditionStatus.Pending, null, $"lacking for {lacking.Count} of {pending.Count} open reservations, first {lacking[0]}", []);
    }

    /// <summary>A hash over everything the book holds: two books with the same entries have the same.</summary>
    public byte[] StateHash()
    {
        var text = new StringBuilder();
        text.Append(LicenseJson.Canonical(new { Organizations, People, Proposals, Sequence }));
        foreach (var (key, license) in _licenses)
        {
            text.Append('\n').Append(key).Append(LicenseJson.Canonical(license.Terms)).Append(license.Revoked).Append(LicenseJson.Canonical(license.Evidence)).Append(string.Join(',', license.Shipments));
            foreach (var c in license.Conditions)
            {
                text.Append('\n').Append(LicenseJson.Canonical(c.Condition)).Append(c.Version).Append(c.Ended).Append(LicenseJson.Canonical(c.Waiver)).Append(LicenseJson.Canonical(c.Breaches))
                    .Append(string.Join(';', c.Items.Select(i => $"{i.Subject}|{i.Due:yyyy-MM-dd}|{i.State}|{i.Paid}|{string.Join(',', i.By)}")))
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
