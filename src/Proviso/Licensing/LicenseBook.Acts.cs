using System.Collections.Immutable;
using Proviso.Ledger;

namespace Proviso.Licensing;

// Who may do what, and what it does. Each command is checked whole, then the ledger decides, then what cannot fail is done.
public sealed partial class LicenseBook
{
    private LicenseRefusal? Settle(LicenseCommand command, Draft draft, bool countersigned)
    {
        if (command is FoundBook found)
        {
            return Found(found);
        }

        if (_founded is null)
        {
            return new BookFounded(false);
        }

        if (command is AcceptInvitation accepted)
        {
            return Accept(accepted);
        }

        if (PersonOf(command.Actor) is not { } person)
        {
            return new NotEnrolled(command.Actor);
        }

        // Whose act it is, is told before that it needs two.
        return command switch
        {
            EnrollOrganization c => Enroll(c, person, draft, countersigned),
            InviteAdministrator c => Invite(c, person, countersigned),
            EnrollPerson c => Enroll(c, person, draft, countersigned),
            DismissPerson c => Dismiss(c, person),
            OpenCap c => Open(c, person, draft, countersigned),
            IssueLicense c => Issue(c, person, draft, countersigned),
            ExtendLicense c => Extend(c, person, countersigned),
            RevokeLicense c => Revoke(c, person, draft, countersigned),
            ConfirmLicense c => Confirm(c, person, countersigned),
            AddCondition c => AddTo(c, person, draft),
            ChangeCondition c => Change(c, person, draft, countersigned),
            EndCondition c => End(c, person, countersigned),
            WaiveCondition c => Waive(c, person, draft, countersigned),
            FindBreach c => Find(c, person, draft),
            SuspendUse c => SuspendNow(c, person, draft),
            ReinstateUse c => Reinstate(c, person, draft, countersigned),
            AcknowledgeCondition c => Acknowledge(c, person, draft),
            FileEvidence c => File(c, person, draft),
            RejectEvidence c => Reject(c, person),
            ConfirmPayment c => Confirm(c, person),
            ReserveUnits c => Reserve(c, person, draft, countersigned),
            ShipUnits c => Ship(c, person, draft, countersigned),
            ReturnUnits c => Return(c, person, draft, countersigned),
            SellAtHome c => Sell(c, person, draft, countersigned),
            ChallengeSale c => Challenge(c, person, draft),
            LedgerAct c => Act(c, person, draft, countersigned),
            Propose c => Proposed(c, person, draft),
            Countersign c => Signed(c, person, draft),
            WithdrawProposal c => Withdraw(c, person),
            SetClock c => Proposing(c, person, draft.Clock) ?? (LicenseRefusal?)Two(c, person, countersigned: false) ?? new MalformedCommand("command", "is proposed by one and countersigned by another"),
            _ => new MalformedCommand("command", "is not one that anybody may give"),
        };
    }

    private LicenseRefusal? Open(OpenCap c, Person person, Draft draft, bool countersigned)
    {
        if (!IsAuthority(c.Terms.Authority))
        {
            return new NoSuch("authority", c.Terms.Authority ?? "");
        }

        if (Officer(person, c.Terms.Authority!) is { } no)
        {
            return no;
        }

        if (c.Sales == SaleProof.Countersigned)
        {
            if (c.Terms.Ratio is null)
            {
                return new MalformedCommand("sales", "is for ratio caps: sales at home make room under no other");
            }

            // One sale makes room under all of them at once, and carries one countersignature.
            if (Keepers(c.Terms.Product!, c.Terms.Exporter!, SaleProof.Countersigned).FirstOrDefault(k => k != c.Terms.Authority) is { } other)
            {
                return new SoAlready("sales", $"{c.Terms.Product} of {c.Terms.Exporter}", $"countersigned by {other} already");
            }
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        var parts = ImmutableArray.Create<LedgerCommand>(new OpenAccount($"{CommandLimits.OwnIds}{_next}:open", c.EventTime, c.Terms));
        if (!c.Authorized.IsZero)
        {
            parts = parts.Add(new Grant($"{CommandLimits.OwnIds}{_next}:grant", c.EventTime, c.Terms.Account, c.Authorized, c.Terms.Authority!));
        }

        if (Post(new Linked($"{CommandLimits.OwnIds}{_next}:all", c.EventTime, parts), draft) is { } refusal)
        {
            return refusal;
        }

        _saleProofs[c.Terms.Account] = c.Sales;
        return null;
    }

    private LicenseRefusal? Issue(IssueLicense c, Person person, Draft draft, bool countersigned)
    {
        var terms = c.License;
        if (!IsAuthority(terms.Authority))
        {
            return new NoSuch("authority", terms.Authority);
        }

        // Whose act it is comes first: what is there is not told to others.
        if (Officer(person, terms.Authority) is { } notTheirs)
        {
            return notTheirs;
        }

        foreach (var (field, key) in new[] { ("exporter", terms.Exporter), ("buyer", terms.Buyer) }.Concat(terms.Conditions.SelectMany(Named)))
        {
            if (!_organizations.ContainsKey(key))
            {
                return new NoSuch(field, key);
            }
        }

        // Another authority's condition comes by its own officers.
        if (terms.Conditions.FirstOrDefault(k => k.Authority != terms.Authority) is { } foreign)
        {
            return new NotTheirs(person.Key, $"an officer of {foreign.Authority} for condition '{foreign.Key}'");
        }

        if (_licenses.ContainsKey(terms.Key))
        {
            return new SoAlready("license", terms.Key, "issued already");
        }

        var known = Figure(terms.Product, draft);
        var figure = terms.Figures is { } stated ? new ProductFigure(terms.Product, stated.Tpp, $"entered by {terms.Authority}: {stated.Source}") : known;
        if (known is not null)
        {
            draft.Figures.Add(known);
        }

        if (figure is null)
        {
            return new MalformedCommand("license.product", $"'{terms.Product}' is no key of the catalog of products (`proviso item list`), and no figures are stated: `\"figures\": {{\"tpp\": …, \"source\": …}}`");
        }

        if (terms.Lines.FirstOrDefault(l => PriceOf(l) is null && (l.Limited.HasFlag(Measures.Value) || terms.Conditions.Any(k => k is RevenueShareCondition)
            || l.Caps.Any(cap => Ledger.RowOf(cap) is >= 0 and var above && Ledger.TermsAt(above).Limited.HasFlag(Measures.Value)))) is { } priceless)
        {
            return new MalformedCommand("license.lines.unitPrice", $"is missing for '{priceless.Key}': money counts there, and nothing says what a unit costs");
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        var parts = ImmutableArray.CreateBuilder<LedgerCommand>();
        foreach (var line in terms.Lines)
        {
            var account = new AccountTerms
            {
                Account = line.Key,
                Kind = AccountKind.Line,
                Currency = line.Currency,
                Limited = line.Limited,
                Caps = line.Caps,
                License = terms.Key,
                Exporter = terms.Exporter,
                Buyer = terms.Buyer,
                UltimateParent = _organizations[terms.Buyer].UltimateParent,
                Product = terms.Product,
                Authority = terms.Authority,
                Tolerances = line.Tolerances,
            };
            parts.Add(new OpenAccount($"{CommandLimits.OwnIds}{_next}:{parts.Count}", c.EventTime, account));
            if (!line.Authorized.IsZero)
            {
                parts.Add(new Grant($"{CommandLimits.OwnIds}{_next}:{parts.Count}", c.EventTime, line.Key, line.Authorized, terms.Authority));
            }
        }

        // What a condition names must be there once the lines are.
        var opened = terms.Lines.Select(l => l.Key).ToHashSet(StringComparer.Ordinal);
        if (terms.Conditions.OfType<AccountCondition>().FirstOrDefault(k => !opened.Contains(k.Account) && Ledger.RowOf(k.Account) < 0) is { } nowhere)
        {
            return new NoSuch("account", nowhere.Account);
        }

        if (Post(new Linked($"{CommandLimits.OwnIds}{_next}:all", c.EventTime, parts.DrainToImmutable()), draft) is { } refusal)
        {
            return refusal;
        }

        var row = new LicenseRow(terms, draft.Now, figure, known is not null && known.Tpp != figure.Tpp ? $"the catalog says {Quantities.FixedPoint.ToText(known.Tpp)}" : null);
        _licenses.Add(terms.Key, row);
        foreach (var line in terms.Lines)
        {
            _byLine.Add(line.Key, row);
        }

        foreach (var condition in terms.Conditions)
        {
            Attach(row, condition, c.EventTime);
        }

        return null;
    }

    private static IEnumerable<(string Field, string Key)> Named(Condition condition) =>
        [("condition.authority", condition.Authority), ("condition.binds", condition.Binds), .. condition is AcknowledgementCondition a ? a.Parties.Select(p => ("condition.parties", p)) : []];

    private void Attach(LicenseRow license, Condition condition, Moment at)
    {
        var row = new ConditionRow(license, condition);
        license.Conditions.Add(row);
        Watch(row);
        Begin(row, Moment.DateOf(at.DayNumber));
    }

    private void Watch(ConditionRow row)
    {
        if (row.Condition is AccountCondition { Account: var account })
        {
            if (!_onAccount.TryGetValue(account, out var list))
            {
                _onAccount.Add(account, list = []);
            }

            list.Add(row);
        }
    }

    // The duties that do not wait for a shipment.
    private void Begin(ConditionRow row, DateOnly on)
    {
        switch (row.Condition)
        {
            case PeriodicReportCondition c:
                var end = c.Start.AddDays(c.EveryDays - 1);
                Add(new DueItem(row, Stretch(c, end), end.AddDays(c.WithinDays)) { NotBefore = end });
                break;
            case DeadlineCondition c:
                Add(new DueItem(row, row.License.Terms.Key, c.By));
                break;
            case AcknowledgementCondition { WithinDays: > 0 } c:
                foreach (var party in c.Parties.Where(p => row.Items.All(i => i.Subject != p || i.State != DueState.Open)))
                {
                    Add(new DueItem(row, party, on.AddDays(c.WithinDays)));
                }

                break;
            case FreshnessCondition c:
                if (row.License.Shipments.Count > 0)
                {
                    Add(new DueItem(row, row.License.Terms.Key, on.AddDays(c.EveryDays)));
                }

                break;
            case AcknowledgementCondition or AccountCondition or ExpiryCondition or SiteCondition or EndUseCondition or EvidenceCondition or NoticeCondition or PairedPurchaseCondition
                or StandingLawCondition or ShipmentReportCondition or RevenueShareCondition:
                break;
            default:
                throw UnknownKind(row.Condition);
        }
    }

    private static string Stretch(PeriodicReportCondition c, DateOnly end) => $"{ConditionSentence.Day(end.AddDays(1 - c.EveryDays))} to {ConditionSentence.Day(end)}";

    // After a stretch comes the next one, as long as the license runs.
    private void Next(DueItem item, DateOnly end)
    {
        if (item.Condition.Condition is PeriodicReportCondition c && end.AddDays(1) <= item.Condition.License.Terms.Through && item.Condition.Items[^1] == item)
        {
            var next = end.AddDays(c.EveryDays);
            Add(new DueItem(item.Condition, Stretch(c, next), next.AddDays(c.WithinDays)) { NotBefore = next });
        }
    }

    private LicenseRefusal? Extend(ExtendLicense c, Person person, bool countersigned)
    {
        if (Known(c.License, person) is not { } license)
        {
            return new NoSuch("license", c.License);
        }

        if (Officer(person, license.Terms.Authority) is { } no)
        {
            return no;
        }

        if (license.Revoked is not null)
        {
            return new SoAlready("license", c.License, "revoked");
        }

        if (c.Through < license.Terms.From)
        {
            return new MalformedCommand("through", "lies before the first day of the license");
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        license.Terms = license.Terms with { Through = c.Through };
        return null;
    }

    private LicenseRefusal? Revoke(RevokeLicense c, Person person, Draft draft, bool countersigned)
    {
        if (Known(c.License, person) is not { } license)
        {
            return new NoSuch("license", c.License);
        }

        if (Officer(person, license.Terms.Authority) is { } no)
        {
            return no;
        }

        if (license.Revoked is not null)
        {
            return new SoAlready("license", c.License, "revoked already");
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        if (Post(new Suspend($"{CommandLimits.OwnIds}{_next}:revoked", c.EventTime, SuspensionScope.License, c.License, "revoked", c.Reason), draft) is { } refusal)
        {
            return refusal;
        }

        license.Revoked = c.Reason;
        return null;
    }

    private LicenseRefusal? AddTo(AddCondition c, Person person, Draft draft)
    {
        if (Known(c.License, person) is not { } license)
        {
            return new NoSuch("license", c.License);
        }

        if (Officer(person, c.Condition.Authority) is { } no)
        {
            return no;
        }

        if (Lacks(license, c.Condition) is { } missing)
        {
            return missing;
        }

        if (!Concerns(license, c.Condition.Authority))
        {
            return new NotTheirs(person.Key, $"an officer of an authority that issued '{c.License}' or keeps a cap above one of its lines");
        }

        if (license.Find(c.Condition.Key) is not null)
        {
            return new SoAlready("condition", c.Condition.Key, "on this license already");
        }

        if (license.Conditions.Count >= LicenseTerms.MostConditions)
        {
            return new MalformedCommand("condition", $"the license has {LicenseTerms.MostConditions} already");
        }

        Attach(license, c.Condition, c.EventTime);
        Reopen(license, c.Condition.Binds, draft.Today);
        return null;
    }

    private bool Concerns(LicenseRow license, string authority) =>
        license.Terms.Authority == authority || license.Terms.Lines.Any(l => l.Caps.Any(cap => Ledger.TermsAt(Ledger.RowOf(cap)).Authority == authority));

    private LicenseRefusal? Lacks(LicenseRow license, Condition condition)
    {
        foreach (var (field, key) in Named(condition))
        {
            if (!_organizations.ContainsKey(key))
            {
                return new NoSuch(field, key);
            }
        }

        return condition is AccountCondition a && Ledger.RowOf(a.Account) < 0 ? new NoSuch("account", a.Account)
            : condition.Lines.FirstOrDefault(k => license.Terms.Lines.All(l => l.Key != k)) is { } line ? new NoSuch("line", line)
            : condition is RevenueShareCondition && license.Terms.Lines.FirstOrDefault(l => PriceOf(l) is null && (condition.Lines.IsEmpty || condition.Lines.Contains(l.Key))) is { } priceless
                ? new MalformedCommand("condition", $"asks a share of the value, and '{priceless.Key}' has no unitPrice: nothing says what a unit costs")
            : null;
    }

    private LicenseRefusal? Own(string license, string condition, Person person, out ConditionRow row)
    {
        row = null!;
        if (Known(license, person) is not { } found)
        {
            return new NoSuch("license", license);
        }

        if (found.Find(condition) is not { } there)
        {
            return new NoSuch("condition", condition);
        }

        row = there;
        return Officer(person, there.Condition.Authority) is { } no ? no
            : there.Ended ? new SoAlready("condition", condition, "ended")
            : null;
    }

    private LicenseRefusal? Change(ChangeCondition c, Person person, Draft draft, bool countersigned)
    {
        if (Own(c.License, c.Condition.Key, person, out var row) is { } no)
        {
            return no;
        }

        if (c.Condition.Authority != row.Condition.Authority || c.Condition.GetType() != row.Condition.GetType())
        {
            return new MalformedCommand("condition", "must keep its authority and kind; end it and add another");
        }

        if ((Lacks(row.License, c.Condition) ?? Two(c, person, countersigned)) is { } lacks)
        {
            return lacks;
        }

        if (row.Condition is AccountCondition { Account: var account })
        {
            _onAccount[account].Remove(row);
        }

        row.Condition = c.Condition;
        row.Version++;
        Watch(row);
        foreach (var item in row.Items.Where(i => i.State == DueState.Open && row.Condition is DeadlineCondition or PeriodicReportCondition or AcknowledgementCondition))
        {
            item.State = DueState.Done;
            item.By.Add("the condition was changed");
        }

        Begin(row, Moment.DateOf(c.EventTime.DayNumber));
        Reopen(row.License, c.Condition.Binds, draft.Today);
        return null;
    }

    // A condition that is new to a party has to be acknowledged anew.
    private void Reopen(LicenseRow license, string party, DateOnly today)
    {
        foreach (var row in license.Conditions.Where(r => !r.Ended && r.Condition is AcknowledgementCondition { WithinDays: > 0 } a && a.Parties.Contains(party)))
        {
            if (row.Items.All(i => i.Subject != party || i.State != DueState.Open))
            {
                Add(new DueItem(row, party, today.AddDays(((AcknowledgementCondition)row.Condition).WithinDays)));
            }
        }
    }

    private LicenseRefusal? End(EndCondition c, Person person, bool countersigned)
    {
        if ((Own(c.License, c.Condition, person, out var row) ?? Two(c, person, countersigned)) is { } no)
        {
            return no;
        }

        if (row.Breaches.Where(b => b.Resolved is null).Select(b => $"{b.Subject}: {b.Reason}").ToImmutableArray() is { IsEmpty: false } standing)
        {
            return new StillOutstanding($"{c.License}/{c.Condition}", standing);
        }

        row.Ended = true;
        return null;
    }

    private LicenseRefusal? Waive(WaiveCondition c, Person person, Draft draft, bool countersigned)
    {
        if (Own(c.License, c.Condition, person, out var row) is { } no)
        {
            return no;
        }

        if (row.Condition is AccountCondition)
        {
            return new MalformedCommand("condition", "a cap is not waived: authorize more on its account");
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        row.Waiver = new Waiver(c.Until, draft.Command is Countersign second ? $"{c.Actor}, {second.Actor}" : c.Actor, c.Reason);
        return null;
    }

    private LicenseRefusal? Find(FindBreach c, Person person, Draft draft)
    {
        if (Own(c.License, c.Condition, person, out var row) is { } no)
        {
            return no;
        }

        var parts = ImmutableArray.CreateBuilder<LedgerCommand>();
        Break(row, c.Id, c.Reason, null, null, draft, parts, $"{CommandLimits.OwnIds}{_next}");
        draft.Ledger = Must(parts.Count == 0 ? null : new Linked($"{CommandLimits.OwnIds}{_next}:all", c.EventTime, parts.DrainToImmutable()), draft.Now);
        return null;
    }

    private LicenseRefusal? SuspendNow(SuspendUse c, Person person, Draft draft)
    {
        if (AuthorityOf(c.Scope, c.Target, person) is not { } authority)
        {
            return new NoSuch(c.Scope == SuspensionScope.License ? "license" : "account", c.Target);
        }

        if (Officer(person, authority) is { } no)
        {
            return no;
        }

        if (Post(new Suspend($"{CommandLimits.OwnIds}{_next}:suspend", c.EventTime, c.Scope, c.Target, c.Cause, c.Reason), draft) is { } refusal)
        {
            return refusal;
        }

        _suspended.Add((c.Scope, c.Target, c.Cause), authority);
        return null;
    }

    private string? AuthorityOf(SuspensionScope scope, string target, Person person) =>
        scope == SuspensionScope.License ? Known(target, person)?.Terms.Authority
        : Ledger.RowOf(target) is >= 0 and var row && SeesAccount(person, target) ? Ledger.TermsAt(row).Authority : null;

    private LicenseRefusal? Reinstate(ReinstateUse c, Person person, Draft draft, bool countersigned)
    {
        var row = ConditionOf(c.Cause);
        var suspended = _suspended.GetValueOrDefault((c.Scope, c.Target, c.Cause));
        var standing = row is null ? [] : row.Breaches.Where(b => b.Resolved is null && Reaches(row, b, c.Scope, c.Target)).ToList();
        if ((suspended is null && standing.Count == 0) || AuthorityOf(c.Scope, c.Target, person) is null)
        {
            return new NoSuch("cause", c.Cause);
        }

        if (Officer(person, row?.Condition.Authority ?? suspended!) is { } no)
        {
            return no;
        }

        if (c.NewDue < draft.Today)
        {
            return new MalformedCommand("newDue", "lies in the past");
        }

        var open = standing.Where(b => b.Item is { State: DueState.Missed }).Select(b => b.Item!).ToList();
        if (c.NewDue is null && open.Count > 0 && row?.IsWaived(draft.Today) != true)
        {
            return new StillOutstanding(c.Cause, [.. open.Select(i => $"{i.Subject}: {Missed(i)}")]);
        }

        if (row?.Condition is AccountCondition { Account: var account } && Ledger.StateAt(Ledger.RowOf(account)).HasFlag(AccountStates.OverCommitted))
        {
            return new StillOutstanding(c.Cause, [$"'{account}' is over-committed"]);
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        if (suspended is not null)
        {
            if (Post(new Reinstate($"{CommandLimits.OwnIds}{_next}:reinstate", c.EventTime, c.Scope, c.Target, c.Cause, suspended, c.Reason), draft) is { } refusal)
            {
                return refusal;
            }

            _suspended.Remove((c.Scope, c.Target, c.Cause));
        }

        foreach (var breach in standing)
        {
            breach.Resolved = c.Reason;
        }

        foreach (var item in open)
        {
            item.State = DueState.Open;
            item.Due = c.NewDue ?? row!.Waiver!.Until;
            Queue(item);
        }

        return null;
    }

    private ConditionRow? ConditionOf(string cause)
    {
        var slash = cause.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && _licenses.TryGetValue(cause[..slash], out var license) ? license.Find(cause[(slash + 1)..]) : null;
    }

    private static bool Reaches(ConditionRow row, Breach breach, SuspensionScope scope, string target) =>
        scope == SuspensionScope.License ? row.License.Terms.Key == target
        : breach.Line is { } line ? line == target : row.License.Terms.Lines.Any(l => l.Key == target) && row.IsFor(target);

    private LicenseRefusal? Acknowledge(AcknowledgeCondition c, Person person, Draft draft)
    {
        if (Known(c.License, person) is not { } license)
        {
            return new NoSuch("license", c.License);
        }

        if (license.Find(c.Condition) is not { Ended: false } row)
        {
            return new NoSuch("condition", c.Condition);
        }

        if (Officer(person, row.Condition.Binds) is { } no)
        {
            return no;
        }

        var text = ConditionSentence.Of(row.Condition);
        if (c.Text != text)
        {
            return new MalformedCommand("text", $"is not the text of the condition, which is: {text}");
        }

        if (row.Acknowledged.TryGetValue(person.Organization, out var known) && known.Version == row.Version)
        {
            return new SoAlready("condition", c.Condition, $"acknowledged by {person.Organization} already");
        }

        row.Acknowledged[person.Organization] = new(row.Version, draft.Now, person.Key, text);
        if (Unacknowledged(license, person.Organization) is null)
        {
            foreach (var item in license.Conditions.Where(r => r.Condition is AcknowledgementCondition).SelectMany(r => r.Items).Where(i => i.Subject == person.Organization && i.State != DueState.Done))
            {
                item.State = DueState.Done;
                item.By.Add(c.Id);
            }
        }

        return null;
    }

    private static ConditionRow? Unacknowledged(LicenseRow license, string party) =>
        license.Conditions.Find(r => !r.Ended && r.Condition.Binds == party && r.Condition is not AcknowledgementCondition
            && !(r.Acknowledged.TryGetValue(party, out var known) && known.Version == r.Version));
}
