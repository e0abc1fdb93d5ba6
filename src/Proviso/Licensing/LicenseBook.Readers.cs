using Proviso.Ledger;

namespace Proviso.Licensing;

// Who sees what. What is not theirs to see reads as what is not there.
public sealed partial class LicenseBook
{
    /// <summary>The book as a person sees it; null when nobody of that key is enrolled.</summary>
    public LicenseView? ViewOf(string person) => PersonOf(person) is { } reader ? new(this, reader) : null;

    // Its parties, its authority, those whose conditions are on it, and authorities whose caps it draws on.
    internal bool Sees(Person person, LicenseTerms terms) => _licenses.TryGetValue(terms.Key, out var row) && Sees(person, row);

    private bool Sees(Person person, LicenseRow license)
    {
        var (own, terms) = (person.Organization, license.Terms);
        return terms.Authority == own || terms.Exporter == own || terms.Buyer == own
            || license.Conditions.Exists(c => c.Condition.Authority == own || c.Condition.Binds == own)
            || (IsAuthority(own) && Concerns(license, own));
    }

    /// <summary>A line of a license that the person sees; a cap of the own authority, or one that is for the own organization alone.</summary>
    internal bool SeesAccount(Person person, string account)
    {
        if (_byLine.TryGetValue(account, out var license))
        {
            return Sees(person, license);
        }

        return Ledger.RowOf(account) is >= 0 and var row && Ledger.TermsAt(row) is var terms
            && (terms.Authority == person.Organization || terms.Exporter == person.Organization || terms.Buyer == person.Organization || terms.UltimateParent == person.Organization);
    }

    // Authorities, laboratories and suppliers serve everybody; customers and rivals are named to those who deal with them.
    internal bool Sees(Person person, Organization organization) => organization.Kind switch
    {
        OrganizationKind.Authority or OrganizationKind.Laboratory or OrganizationKind.Supplier => true,
        OrganizationKind.Exporter or OrganizationKind.Buyer or OrganizationKind.Other => IsAuthority(person.Organization) || organization.Key == person.Organization
            || _licenses.Values.Any(l => Sees(person, l) && RestsOn(l, organization.Key)),
        _ => false,
    };

    private bool Sees(Person person, ProposalRow proposal) =>
        proposal.By.Organization == person.Organization || (SecondOf(proposal.Command.Action, proposal.By) is { } second && second.May(person));

    internal bool SeesProposal(Person person, string id) => Sees(person, _proposals[id]);

    private LicenseRow? Known(string license, Person person) => _licenses.TryGetValue(license, out var row) && Sees(person, row) ? row : null;

    private LicenseRow? Reserved(string reservation, Person person) =>
        Ledger.ReservationOf(reservation) is { } figures && _byLine.TryGetValue(figures.Line, out var row) && Sees(person, row) ? row : null;

    private LicenseRow? Shipped(string shipment, Person person) =>
        Ledger.ShipmentOf(shipment) is { } figures && _byLine.TryGetValue(figures.Line, out var row) && Sees(person, row) ? row : null;

    // Whether a plain command of the ledger, which says by itself not who gave it, is theirs to know.
    private bool Told(LedgerCommand command, Person person) => command switch
    {
        Reserve c => SeesAccount(person, c.Line),
        Release c => Reserved(c.Reservation, person) is not null,
        Grant c => SeesAccount(person, c.Account),
        Adjust c => SeesAccount(person, c.Account),
        Freeze c => SeesAccount(person, c.Account),
        Unfreeze c => SeesAccount(person, c.Account),
        Close c => SeesAccount(person, c.Account),
        SetRate c => c.Authority == person.Organization,
        Reverse c => c.Authority == person.Organization,
        Lapse => true,
        _ => false,
    };

    // A refusal for who asked: a limit that is not theirs says whose it is and nothing more.
    private LicenseRefusal ForReader(LicenseRefusal refusal, string actor)
    {
        if (refusal is not LedgerRefuses { Refusal: var cause } || AccountOf(cause) is not { } account || Ledger.RowOf(account) is not (>= 0 and var row) || PersonOf(actor) is not { } person
            || SeesAccount(person, account))
        {
            return refusal;
        }

        return new AnotherLimit(Ledger.TermsAt(row).Authority ?? "another authority");
    }

    /// <summary>The account whose figures or state a refusal of the ledger tells; null when it tells of none.</summary>
    /// <exception cref="InvalidOperationException">A kind that this room does not know: what it would tell is not shown to anybody.</exception>
    internal static string? AccountOf(LedgerRefusal refusal) => refusal switch
    {
        AccountClosed r => r.Account,
        AccountSuspended r => r.Account,
        AccountFrozen r => r.Account,
        ReservationsOpen r => r.Account,
        RateMissing r => r.Account,
        ExceedsAuthorized r => r.Account,
        OverCommitted r => r.Account,
        QuotaExceeded r => r.Account,
        RatioExceeded r => r.Account,
        WindowExceeded r => r.Account,
        TooLarge r => r.Account,
        LinkedRefused r => AccountOf(r.Refusal),
        ExceedsReservation r => AccountOf(r.Cause),
        Malformed or IdReused or TimeRunsBackward or NotFound or AlreadySo or ReservationResolved or ReservationLapsed or NotYetDue or NotReversible or ExceedsShipment => null,
        _ => throw new InvalidOperationException($"A refusal of a kind that this program does not know: {refusal.GetType().Name}."),
    };
}
