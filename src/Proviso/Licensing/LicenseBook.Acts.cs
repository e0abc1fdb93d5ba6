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

        if (!_people.TryGetValue(command.Actor, out var person))
        {
            return new NotEnrolled(command.Actor);
        }

        // Whose act it is, is told before that it needs two.
        return command switch
        {
            EnrollOrganization c => Enroll(c, person),
            EnrollPerson c => Enroll(c, person),
            DismissPerson c => Dismiss(c, person),
            OpenCap c => Open(c, person, draft, countersigned),
            IssueLicense c => Issue(c, person, draft, countersigned),
            ExtendLicense c => Extend(c, person, countersigned),
            RevokeLicense c => Revoke(c, person, draft, countersigned),
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
            ShipUnits c => Ship(c, person, draft),
            LedgerAct c => Act(c, person, draft, countersigned),
            Propose c => Proposed(c, person, draft),
            Countersign c => Signed(c, person, draft),
            WithdrawProposal c => Withdraw(c, person),
            _ => new MalformedCommand("command", "is not one that anybody may give"),
        };
    }

    private static NeedsSecondPerson? Two(bool countersigned) => countersigned ? null : new("nobody has countersigned it");

    private static NotTheirs? Officer(Person person, string organization) =>
        person.Role == Role.Officer && person.Organization == organization ? null : new(person.Key, $"an officer of {organization}");

    private static NotTheirs? Clerk(Person person, string organization) =>
        person.Role is Role.Officer or Role.Clerk && person.Organization == organization ? null : new(person.Key, $"a clerk or officer of {organization}");

    private bool IsAuthority(string? organization) => organization is not null && _organizations.TryGetValue(organization, out var o) && o.Kind == OrganizationKind.Authority;

    private LicenseRefusal? Found(FoundBook c)
    {
        if (_founded is not null)
        {
            return new BookFounded(true);
        }

        var organizations = c.Organizations.ToDictionary(o => o.Key, StringComparer.Ordinal);
        var lost = c.People.FirstOrDefault(p => !organizations.ContainsKey(p.Organization));
        if (lost is not null)
        {
            return new NoSuch("organization", lost.Organization);
        }

        if (c.People.All(p => p.Key != c.Actor || p.Role != Role.Administrator || organizations[p.Organization].Kind != OrganizationKind.Authority))
        {
            return new NotTheirs(c.Actor, "an administrator of an authority who is among the first people");
        }

        _founded = c;
        foreach (var organization in c.Organizations)
        {
            _organizations.Add(organization.Key, organization);
        }

        foreach (var person in c.People)
        {
            _people.Add(person.Key, person);
        }

        return null;
    }

    private LicenseRefusal? Enroll(EnrollOrganization c, Person person)
    {
        if (person.Role != Role.Administrator || !IsAuthority(person.Organization))
        {
            return new NotTheirs(person.Key, "an administrator of an authority");
        }

        if (_organizations.TryGetValue(c.Organization.Key, out var known))
        {
            // What an organization is decides what its people may sign: that never changes under them.
            if (known.Kind != c.Organization.Kind)
            {
                return new SoAlready("organization", known.Key, $"a {known.Kind} already, and stays one");
            }

            if (known.Kind == OrganizationKind.Authority && person.Organization != known.Key)
            {
                return new NotTheirs(person.Key, $"an administrator of {known.Key}");
            }
        }

        _organizations[c.Organization.Key] = c.Organization;
        return null;
    }

    private LicenseRefusal? Enroll(EnrollPerson c, Person person)
    {
        if (!_organizations.ContainsKey(c.Person.Organization))
        {
            return new NoSuch("organization", c.Person.Organization);
        }

        var known = _people.GetValueOrDefault(c.Person.Key);
        if (known is not null && known.Organization != c.Person.Organization)
        {
            return new SoAlready("person", known.Key, $"enrolled for {known.Organization}");
        }

        // The first administrator of an organization comes from an authority; later ones are its own affair.
        var hasOwn = _people.Values.Any(p => p.Organization == c.Person.Organization && p.Role == Role.Administrator);
        if (person.Role != Role.Administrator || (person.Organization != c.Person.Organization && (hasOwn || !IsAuthority(person.Organization))))
        {
            return new NotTheirs(person.Key, hasOwn ? $"an administrator of {c.Person.Organization}" : "an administrator of an authority");
        }

        _people[c.Person.Key] = c.Person;
        return null;
    }

    private LicenseRefusal? Dismiss(DismissPerson c, Person person)
    {
        if (!_people.TryGetValue(c.Person, out var dismissed))
        {
            return new NoSuch("person", c.Person);
        }

        if (person.Role != Role.Administrator || person.Organization != dismissed.Organization)
        {
            return new NotTheirs(person.Key, $"an administrator of {dismissed.Organization}");
        }

        if (person.Key == c.Person)
        {
            return new NotTheirs(person.Key, "another administrator: nobody dismisses themselves");
        }

        _people.Remove(c.Person);
        return null;
    }

    private LicenseRefusal? Open(OpenCap c, Person person, Draft draft, bool countersigned)
    {
        if (!IsAuthority(c.Terms.Authority))
        {
            return new NoSuch("authority", c.Terms.Authority ?? "");
        }

        if (((LicenseRefusal?)Officer(person, c.Terms.Authority!) ?? Two(countersigned)) is { } no)
        {
            return no;
        }

        var parts = ImmutableArray.Create<LedgerCommand>(new OpenAccount($"{CommandLimits.OwnIds}{_next}:open", c.EventTime, c.Terms));
        if (!c.Authorized.IsZero)
        {
            parts = parts.Add(new Grant($"{CommandLimits.OwnIds}{_next}:grant", c.EventTime, c.Terms.Account, c.Authorized, c.Terms.Authority!));
        }

        return Post(new Linked($"{CommandLimits.OwnIds}{_next}:all", c.EventTime, parts), draft);
    }

    private LicenseRefusal? Issue(IssueLicense c, Person person, Draft draft, bool countersigned)
    {
        var terms = c.License;
        if (!IsAuthority(terms.Authority))
        {
            return new NoSuch("authority", terms.Authority);
        }

        foreach (var (field, key) in new[] { ("exporter", terms.Exporter), ("buyer", terms.Buyer) }.Concat(terms.Conditions.SelectMany(Named)))
        {
            if (!_organizations.ContainsKey(key))
            {
                return new NoSuch(field, key);
            }
        }

        if (Officer(person, terms.Authority) is { } notTheirs)
        {
            return notTheirs;
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

        if (Two(countersigned) is { } one)
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

        var row = new LicenseRow(terms, draft.Now);
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
            case FreshnessCondition c when row.License.Shipments.Count > 0:
                Add(new DueItem(row, row.License.Terms.Key, on.AddDays(c.EveryDays)));
                break;
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
        if (!_licenses.TryGetValue(c.License, out var license))
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

        if (Two(countersigned) is { } one)
        {
            return one;
        }

        license.Terms = license.Terms with { Through = c.Through };
        return null;
    }

    private LicenseRefusal? Revoke(RevokeLicense c, Person person, Draft draft, bool countersigned)
    {
        if (!_licenses.TryGetValue(c.License, out var license))
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

        if (Two(countersigned) is { } one)
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
        if (!_licenses.TryGetValue(c.License, out var license))
        {
            return new NoSuch("license", c.License);
        }

        if (Lacks(license, c.Condition) is { } missing)
        {
            return missing;
        }

        if (Officer(person, c.Condition.Authority) is { } no)
        {
            return no;
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

    private NoSuch? Lacks(LicenseRow license, Condition condition)
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
            : null;
    }

    private LicenseRefusal? Own(string license, string condition, Person person, out ConditionRow row)
    {
        row = null!;
        if (!_licenses.TryGetValue(license, out var found))
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

        if (((LicenseRefusal?)Lacks(row.License, c.Condition) ?? Two(countersigned)) is { } lacks)
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
        if ((Own(c.License, c.Condition, person, out var row) ?? Two(countersigned)) is { } no)
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

        if (Two(countersigned) is { } one)
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
        if (AuthorityOf(c.Scope, c.Target) is not { } authority)
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

    private string? AuthorityOf(SuspensionScope scope, string target) =>
        scope == SuspensionScope.License ? _licenses.GetValueOrDefault(target)?.Terms.Authority
        : Ledger.RowOf(target) is >= 0 and var row ? Ledger.TermsAt(row).Authority : null;

    private LicenseRefusal? Reinstate(ReinstateUse c, Person person, Draft draft, bool countersigned)
    {
        var row = ConditionOf(c.Cause);
        var suspended = _suspended.GetValueOrDefault((c.Scope, c.Target, c.Cause));
        var standing = row is null ? [] : row.Breaches.Where(b => b.Resolved is null && Reaches(row, b, c.Scope, c.Target)).ToList();
        if (suspended is null && standing.Count == 0)
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

        if (Two(countersigned) is { } one)
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
        if (!_licenses.TryGetValue(c.License, out var license))
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

    private LicenseRefusal? Proposed(Propose c, Person person, Draft draft)
    {
        if (_byId.ContainsKey(c.Action.Id) || Ledger.EntryOf(c.Action.Id) is not null || _proposals.Values.Any(p => p.Command.Action.Id == c.Action.Id && p.Ended is null))
        {
            return new CommandIdReused(c.Action.Id, "action");
        }

        // Refused now for whatever would refuse it with two signatures, but for what may change until then.
        var refusal = Settle(c.Action, new Draft(c.Action, draft.Now), countersigned: false);
        if (refusal is null)
        {
            throw new InvalidOperationException("A command that needs two persons was done with one.");
        }

        if (refusal is not NeedsSecondPerson)
        {
            return refusal;
        }

        _proposals.Add(c.Id, new ProposalRow(c, draft.Now));
        return null;
    }

    private LicenseRefusal? Signed(Countersign c, Person person, Draft draft)
    {
        if (!_proposals.TryGetValue(c.Proposal, out var proposal))
        {
            return new NoSuch("proposal", c.Proposal);
        }

        if (proposal.Ended is { } ended)
        {
            return new SoAlready("proposal", c.Proposal, ended);
        }

        if (!_people.TryGetValue(proposal.Command.Actor, out var first))
        {
            return new NotEnrolled(proposal.Command.Actor);
        }

        if (Officer(person, first.Organization) is { } no)
        {
            return no;
        }

        if (person.Key == first.Key)
        {
            return new NeedsSecondPerson($"'{person.Key}' proposed it");
        }

        if (Settle(proposal.Command.Action, draft, countersigned: true) is { } refusal)
        {
            return refusal;
        }

        proposal.Ended = $"countersigned by {person.Key}";
        return null;
    }

    private LicenseRefusal? Withdraw(WithdrawProposal c, Person person)
    {
        if (!_proposals.TryGetValue(c.Proposal, out var proposal))
        {
            return new NoSuch("proposal", c.Proposal);
        }

        if (proposal.Ended is { } ended)
        {
            return new SoAlready("proposal", c.Proposal, ended);
        }

        var organization = _people.GetValueOrDefault(proposal.Command.Actor)?.Organization ?? person.Organization;
        if (Officer(person, organization) is { } no)
        {
            return no;
        }

        proposal.Ended = $"withdrawn: {c.Reason}";
        return null;
    }
}
