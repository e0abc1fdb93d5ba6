using Proviso.Ledger;

namespace Proviso.Licensing;

// Who takes part. An organization's people are its own affair: the first comes by invitation and acceptance, and nobody outside touches them afterwards.
public sealed partial class LicenseBook
{
    private static NotTheirs? Officer(Person person, string organization) =>
        person.Role == Role.Officer && person.Organization == organization ? null : new(person.Key, $"an officer of {organization}");

    private static NotTheirs? Clerk(Person person, string organization) =>
        person.Role is Role.Officer or Role.Clerk && person.Organization == organization ? null : new(person.Key, $"a clerk or officer of {organization}");

    private bool IsAuthority(string? organization) => organization is not null && _organizations.TryGetValue(organization, out var o) && o.Kind == OrganizationKind.Authority;

    private Person? PersonOf(string key) => _people.GetValueOrDefault(key)?.Person;

    private IEnumerable<Person> Administrators(string organization) => _people.Values.Select(p => p.Person).Where(p => p.Organization == organization && p.Role == Role.Administrator);

    private LicenseRefusal? Found(FoundBook c)
    {
        if (_founded is not null)
        {
            return new BookFounded(true);
        }

        if (c.Bounds is not { PriceTolerance: >= 0 and <= 500_000, RateBand: >= 0 and <= 250_000, ClockHours: >= 1 } || c.Bounds.ClockHours > (c.Rehearsal ? AccountTerms.MostDays * 24 : BookBounds.MostHours))
        {
            return new MalformedCommand("bounds", $"must be a price tolerance of 0 to 0.5, a rate band of 0 to 0.25 and 1 to {BookBounds.MostHours} hours of the clock (ten years in a rehearsal)");
        }

        var organizations = c.Organizations.ToDictionary(o => o.Key, StringComparer.Ordinal);
        var lost = c.People.FirstOrDefault(p => !organizations.ContainsKey(p.Organization));
        if (lost is not null)
        {
            return new NoSuch("organization", lost.Organization);
        }

        if (c.Organizations.FirstOrDefault(o => o.UltimateParent is { } parent && !organizations.ContainsKey(parent)) is { } orphan)
        {
            return new NoSuch("ultimateParent", orphan.UltimateParent!);
        }

        var founder = c.People.FirstOrDefault(p => p.Key == c.Actor);
        if (founder is not { Role: Role.Administrator } || organizations[founder.Organization].Kind != OrganizationKind.Authority)
        {
            return new NotTheirs(c.Actor, "an administrator of an authority who is among the first people");
        }

        if (!c.Rehearsal && c.People.FirstOrDefault(p => p.Organization != founder.Organization) is { } other)
        {
            return new NotTheirs(c.Actor, $"{other.Organization} itself to say that '{other.Key}' is one of its people: in a book of record the founder names its own people only, the others are invited and accept");
        }

        _founded = c;
        foreach (var organization in c.Organizations)
        {
            _organizations.Add(organization.Key, organization);
        }

        foreach (var person in c.People)
        {
            Enter(person, $"named by the founder, {c.Actor}");
        }

        return null;
    }

    // Since which entry counts: whoever came with an entry cannot sign what was proposed before it.
    private void Enter(Person person, string how)
    {
        _people[person.Key] = new(person, _next, how);
        _everOf[person.Key] = person.Organization;
        if (person.Role == Role.Administrator)
        {
            _everAdministrator.Add(person.Key);
        }
    }

    private LicenseRefusal? Enroll(EnrollOrganization c, Person person, Draft draft, bool countersigned)
    {
        var known = _organizations.GetValueOrDefault(c.Organization.Key);
        var ofAuthority = IsAuthority(person.Organization);
        if (person.Role != Role.Administrator || (!ofAuthority && (known is null || person.Organization != known.Key)))
        {
            return new NotTheirs(person.Key, known is not null && Sees(person, known) ? $"an administrator of {known.Key} or of an authority" : "an administrator of an authority");
        }

        // A parent that is not here would be asked of the law as none.
        if (c.Organization.UltimateParent is { } parent && parent != c.Organization.Key && (!_organizations.TryGetValue(parent, out var there) || !(Sees(person, there) || person.Organization == c.Organization.Key)))
        {
            return new NoSuch("ultimateParent", parent);
        }

        if (known is null)
        {
            _organizations.Add(c.Organization.Key, c.Organization);
            return null;
        }

        // What an organization is decides what its people may sign: that never changes under them.
        if (known.Kind != c.Organization.Kind)
        {
            return new SoAlready("organization", known.Key, $"a {known.Kind} already, and stays one");
        }

        if (known.Kind == OrganizationKind.Authority && person.Organization != known.Key)
        {
            return new NotTheirs(person.Key, $"an administrator of {known.Key}");
        }

        if (known == c.Organization)
        {
            return new SoAlready("organization", known.Key, "so already: nothing would change");
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        _organizations[c.Organization.Key] = c.Organization;
        _changedAt[known.Key] = _next;
        _verdicts.Clear();
        foreach (var license in _licenses.Values.Where(l => RestsOn(l, known.Key)))
        {
            license.Reopened = $"{Differences(known, c.Organization)} on {ConditionSentence.Day(draft.Today)}";
        }

        return null;
    }

    private static string Differences(Organization was, Organization now)
    {
        var parts = new List<string>();
        if (was.Name != now.Name)
        {
            parts.Add($"name '{was.Name}' to '{now.Name}'");
        }

        if (was.Country != now.Country)
        {
            parts.Add($"country {was.Country} to {now.Country}");
        }

        if (was.UltimateParent != now.UltimateParent)
        {
            parts.Add($"ultimate parent {was.UltimateParent ?? "none"} to {now.UltimateParent ?? "none"}");
        }

        return $"{now.Key}: {string.Join(", ", parts)}";
    }

    // A license rests on its exporter and buyer, and on the ultimate parent of either.
    private bool RestsOn(LicenseRow license, string organization) =>
        UpFrom(license.Terms.Exporter).Contains(organization) || UpFrom(license.Terms.Buyer).Contains(organization);

    // Authorities of licenses that rest on the facts of an organization, on evidence that it issued, or on evidence that it may issue.
    private SortedSet<string> Resting(string organization) => new(
        _licenses.Values.Where(l => RestsOn(l, organization) || l.Evidence.Exists(e => UpFrom(e.Issuer).Contains(organization)) || l.Conditions.Exists(r => !r.Ended && MayServe(r.Condition, _organizations[organization])))
            .Select(l => l.Terms.Authority), StringComparer.Ordinal);

    // Whose facts decide whether what it files counts: they are not its own to change before it files.
    private static bool MayServe(Condition condition, Organization issuer) =>
        condition is EvidenceCondition k && (k.Independent || k.Country is not null) && (k.From is null || k.From == issuer.Kind);

    private LicenseRefusal? Invite(InviteAdministrator c, Person person, bool countersigned)
    {
        if (person.Role != Role.Administrator || !IsAuthority(person.Organization))
        {
            return new NotTheirs(person.Key, "an administrator of an authority");
        }

        if (!_organizations.ContainsKey(c.Organization))
        {
            return new NoSuch("organization", c.Organization);
        }

        if (_people.Values.Any(p => p.Person.Organization == c.Organization))
        {
            return new SoAlready("organization", c.Organization, "in the hands of its own people already; its administrators enroll others");
        }

        if ((_everOf.TryGetValue(c.Person, out var once) && once != c.Organization) || _everAdministrator.Contains(c.Person) || _invitations.Values.Any(i => i.Ended is null && i.Command.Person == c.Person))
        {
            return new SoAlready("person", c.Person, "in this book, or invited, already");
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        // A later invitation of the same organization takes the place of one that nobody accepted.
        foreach (var earlier in _invitations.Values.Where(i => i.Ended is null && i.Command.Organization == c.Organization))
        {
            earlier.Ended = "another person was invited";
        }

        _invitations.Add(c.Id, new(c, person.Organization));
        return null;
    }

    private LicenseRefusal? Accept(AcceptInvitation c)
    {
        // By the name of the invitation, or of the proposal that it was.
        var key = _proposals.TryGetValue(c.Invitation, out var proposal) && proposal.Command.Action is InviteAdministrator { Id: var own } ? own : c.Invitation;
        if (!_invitations.TryGetValue(key, out var invitation) || invitation.Command.Person != c.Actor)
        {
            return new NoSuch("invitation", c.Invitation);
        }

        if (invitation.Ended is { } ended)
        {
            return new SoAlready("invitation", c.Invitation, ended);
        }

        if (_people.ContainsKey(c.Actor) || _people.Values.Any(p => p.Person.Organization == invitation.Command.Organization))
        {
            return new SoAlready("organization", invitation.Command.Organization, "in the hands of its own people already");
        }

        invitation.Ended = "accepted";
        Enter(new(c.Actor, invitation.Command.Organization, Role.Administrator), $"invited by {invitation.By}, accepted");
        return null;
    }

    private LicenseRefusal? Enroll(EnrollPerson c, Person person, Draft draft, bool countersigned)
    {
        var organization = c.Person.Organization;
        if (person.Role != Role.Administrator || person.Organization != organization)
        {
            return _organizations.TryGetValue(organization, out var there) && Sees(person, there)
                ? new NotTheirs(person.Key, $"an administrator of {organization}: its people are its own affair")
                : new NoSuch("organization", organization);
        }

        if (c.Person.Key == person.Key)
        {
            return new NotTheirs(person.Key, "somebody else: nobody gives themselves a role");
        }

        var known = PersonOf(c.Person.Key);
        if (_everOf.TryGetValue(c.Person.Key, out var once) && once != organization)
        {
            return new SoAlready("person", c.Person.Key, "a key that is in use: take another");
        }

        if (known == c.Person)
        {
            return new SoAlready("person", c.Person.Key, $"{c.Person.Role.ToString().ToLowerInvariant()} already");
        }

        // Whoever could ever create signers is not one.
        if ((c.Person.Role != Role.Administrator && _everAdministrator.Contains(c.Person.Key)) || (c.Person.Role == Role.Administrator && known is not null))
        {
            return new SoAlready("person", c.Person.Key, "or was an administrator, or signs already: whoever enrolls signers is not one; enroll another key");
        }

        if (_invitations.Values.Any(i => i.Ended is null && i.Command.Person == c.Person.Key))
        {
            return new SoAlready("person", c.Person.Key, "invited by another organization");
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        Enter(c.Person, draft.Command is Countersign second ? $"enrolled by {person.Key} and {second.Actor}" : $"enrolled by {person.Key}");
        return null;
    }

    private LicenseRefusal? Dismiss(DismissPerson c, Person person)
    {
        if (PersonOf(c.Person) is not { } dismissed || (dismissed.Organization != person.Organization && !(_organizations.TryGetValue(dismissed.Organization, out var there) && Sees(person, there))))
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

    private LicenseRefusal? Confirm(ConfirmLicense c, Person person, bool countersigned)
    {
        if (Known(c.License, person) is not { } license)
        {
            return new NoSuch("license", c.License);
        }

        if (Officer(person, license.Terms.Authority) is { } no)
        {
            return no;
        }

        if (license.Reopened is null)
        {
            return new SoAlready("license", c.License, "confirmed as it stands: nothing changed since");
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        license.Reopened = null;
        return null;
    }
}
