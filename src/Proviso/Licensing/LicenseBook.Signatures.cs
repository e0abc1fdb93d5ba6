using Proviso.Ledger;

namespace Proviso.Licensing;

// Two signatures: whose, when, and what each of them may be put under.
public sealed partial class LicenseBook
{
    // Who has to sign second.
    private sealed record Second(string Words, Func<Person, bool> May);

    /// <summary>Whether a command needs a second signature as the book stands, and so has to be proposed. False as well for what would be refused in any case.</summary>
    public bool NeedsSecond(LicenseCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return _founded is not null && CommandLimits.Of(command) is null && PersonOf(command.Actor) is { } person && SecondOf(command, person) is not null;
    }

    private NeedsSecondPerson? Two(LicenseCommand command, Person person, bool countersigned) =>
        !countersigned && SecondOf(command, person) is { } second ? new(second.Words, "nobody has countersigned it") : null;

    private Second? SecondOf(LicenseCommand command, Person first)
    {
        var own = new Second($"another officer of {first.Organization}", p => p.Role == Role.Officer && p.Organization == first.Organization);
        switch (command)
        {
            case InviteAdministrator:
                return new($"another administrator of {first.Organization}", p => p.Role == Role.Administrator && p.Organization == first.Organization);
            case EnrollPerson c:
                return c.Person.Role == Role.Clerk || !IsAuthority(c.Person.Organization) ? null : Enrolling(c, first);
            case EnrollOrganization c:
                return _organizations.ContainsKey(c.Organization.Key) && Resting(c.Organization.Key) is { Count: > 0 } resting
                    ? new($"another person, an administrator or officer of {string.Join(" or ", resting)}", p => p.Role is Role.Administrator or Role.Officer && resting.Contains(p.Organization))
                    : null;
            case SetClock:
                return OtherOrganization(first);
            case ReturnUnits c:
                return Ledger.ShipmentOf(c.Shipment) is { } shipment && OtherSide(_byLine[shipment.Line].Terms, first) is { } other
                    ? new($"an officer of {other}", p => p.Role == Role.Officer && p.Organization == other)
                    : new("an officer of the other side of the shipment", _ => false);
            case SellAtHome c:
                return Keepers(c.Product, c.Exporter, SaleProof.Countersigned) is { Count: > 0 } keepers
                    ? new($"an officer of {string.Join(" or ", keepers)}", p => p.Role == Role.Officer && keepers.Contains(p.Organization))
                    : null;
            case ReserveUnits c:
                return _byLine.TryGetValue(c.Line, out var license) && Price(license, c.Line, c.Units, c.Value, c.Currency) is ValueOutsideTolerance && first.Organization == license.Terms.Authority ? own : null;
            case ShipUnits c:
                return Ledger.ReservationOf(c.Reservation) is { } reservation && _byLine[reservation.Line] is var from && Price(from, c, reservation.Line) is ValueOutsideTolerance && first.Organization == from.Terms.Authority ? own : null;
            case LedgerAct { Act: SetRate rate }:
                return IsOrdinary(rate, first.Organization) ? null : own;
            default:
                return command.NeedsTwo ? own : null;
        }
    }

    // Where an authority has one administrator only, the second one is enrolled with somebody else who is not the first's to make.
    private Second Enrolling(EnrollPerson c, Person first)
    {
        var others = Administrators(first.Organization).Any(a => a.Key != first.Key);
        return others || c.Person.Role != Role.Administrator
            ? new($"another administrator of {first.Organization}", p => p.Role == Role.Administrator && p.Organization == first.Organization)
            : new($"an officer of {first.Organization} or an administrator of another authority", p =>
                (p.Role == Role.Officer && p.Organization == first.Organization) || (p.Role == Role.Administrator && p.Organization != first.Organization && IsAuthority(p.Organization)));
    }

    // Where exporter and buyer are one, there is no other side but the authority.
    private static string? OtherSide(LicenseTerms terms, Person person) =>
        terms.Exporter == terms.Buyer && person.Organization == terms.Buyer ? terms.Authority
        : person.Organization == terms.Exporter ? terms.Buyer : person.Organization == terms.Buyer ? terms.Exporter : null;

    private LicenseRefusal? Proposed(Propose c, Person person, Draft draft)
    {
        if (_byId.ContainsKey(c.Action.Id) || Ledger.EntryOf(c.Action.Id) is not null || _proposals.Values.Any(p => p.Command.Action.Id == c.Action.Id && p.Ended is null))
        {
            return new CommandIdReused(c.Action.Id, "action");
        }

        // Refused now for whatever would refuse it with two signatures, but for what may change until then.
        if (SecondOf(c.Action, person) is null)
        {
            return new MalformedCommand("action", "needs one person only, or is not this person's to do; give it directly");
        }

        var action = new Draft(c.Action, draft.Now, draft.Clock);
        var refusal = Settle(c.Action, action, countersigned: false);
        draft.Figures.AddRange(action.Figures);
        if (refusal is null)
        {
            throw new InvalidOperationException("A command that needs two persons was done with one.");
        }

        if (refusal is not NeedsSecondPerson)
        {
            return refusal;
        }

        _proposals.Add(c.Id, new ProposalRow(c, person, draft.Now, _next, draft.Clock));
        return null;
    }

    private LicenseRefusal? Signed(Countersign c, Person person, Draft draft)
    {
        if (!_proposals.TryGetValue(c.Proposal, out var proposal) || !Sees(person, proposal))
        {
            return new NoSuch("proposal", c.Proposal);
        }

        if (proposal.Ended is { } ended)
        {
            return new SoAlready("proposal", c.Proposal, ended);
        }

        if (_people.GetValueOrDefault(proposal.Command.Actor) is not { } first || first.Since > proposal.Sequence)
        {
            return new NotEnrolled(proposal.Command.Actor);
        }

        var action = proposal.Command.Action;
        if (person.Key == first.Person.Key)
        {
            return new NeedsSecondPerson(SecondOf(action, first.Person)?.Words ?? "another person", $"'{person.Key}' proposed it");
        }

        if (SecondOf(action, first.Person) is { } second && !second.May(person))
        {
            return new NotTheirs(person.Key, second.Words);
        }

        if (SecondOf(action, first.Person) is null && Officer(person, first.Person.Organization) is { } no)
        {
            return no;
        }

        if (_people[person.Key].Since >= proposal.Sequence)
        {
            return new NeedsSecondPerson("somebody who had their role before it was proposed", $"'{person.Key}' came to theirs after");
        }

        // The first of two signed under the facts of then.
        if (FactsOf(action).FirstOrDefault(o => _changedAt.TryGetValue(o, out var at) && at > proposal.Sequence) is { } changed)
        {
            return new SoAlready("proposal", c.Proposal, $"older than the facts of '{changed}', which changed since: propose it anew");
        }

        if (_byId.ContainsKey(action.Id) || Ledger.EntryOf(action.Id) is not null)
        {
            return new CommandIdReused(action.Id, "action");
        }

        if ((action is SetClock clock ? Set(clock, first.Person, c, person, proposal, draft) : Settle(action, draft, countersigned: true)) is { } refusal)
        {
            return refusal;
        }

        proposal.Ended = $"countersigned by {person.Key}";
        return null;
    }

    // Organizations whose facts somebody signs under.
    private IEnumerable<string> FactsOf(LicenseCommand action)
    {
        var terms = action switch
        {
            IssueLicense c => c.License,
            ConfirmLicense c => _licenses.GetValueOrDefault(c.License)?.Terms,
            _ => null,
        };
        return terms is null ? [] : new[] { terms.Exporter, terms.Buyer }.Where(_organizations.ContainsKey).SelectMany(k => new[] { k, _organizations[k].UltimateParent }).OfType<string>();
    }

    internal string SecondWords(string proposal) =>
        _proposals.TryGetValue(proposal, out var row) && SecondOf(row.Command.Action, row.By) is { } second ? second.Words : "another officer";

    private LicenseRefusal? Withdraw(WithdrawProposal c, Person person)
    {
        if (!_proposals.TryGetValue(c.Proposal, out var proposal) || !Sees(person, proposal))
        {
            return new NoSuch("proposal", c.Proposal);
        }

        if (proposal.Ended is { } ended)
        {
            return new SoAlready("proposal", c.Proposal, ended);
        }

        var organization = proposal.By.Organization;
        if (person.Organization != organization || (person.Key != proposal.Command.Actor && person.Role != Role.Officer))
        {
            return new NotTheirs(person.Key, $"an officer of {organization}, or who proposed it");
        }

        proposal.Ended = $"withdrawn: {c.Reason}";
        return null;
    }
}
