using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>An account as a reader sees it.</summary>
/// <param name="Terms">What it was opened with.</param>
/// <param name="Balance">How it stands.</param>
/// <param name="Ratio">How its ratio stands, or null.</param>
/// <param name="FullestWindow">What its fullest window holds, or null.</param>
public sealed record AccountReading(AccountTerms Terms, AccountBalance Balance, RatioFigures? Ratio, Amounts? FullestWindow);

/// <summary>An organization's person, and how the book knows them.</summary>
/// <param name="Key">The key.</param>
/// <param name="Organization">For whom they act.</param>
/// <param name="Role">What they may do.</param>
/// <param name="How">Named by the founder, invited and accepted, or enrolled by whom.</param>
public sealed record PersonReading(string Key, string Organization, Role Role, string How);

/// <summary>A book of licenses as one of its people sees it: the own organization's share. Nothing tells what is not theirs from what is not there.</summary>
/// <remarks>On a local file this is a courtesy: whoever holds the file can read all of it.</remarks>
public sealed class LicenseView
{
    private readonly LicenseBook _book;

    internal LicenseView(LicenseBook book, Person reader) => (_book, Reader) = (book, reader);

    /// <summary>Who reads.</summary>
    public Person Reader { get; }

    /// <summary>What the book is called.</summary>
    public string? Title => _book.Title;

    /// <summary>Whether it is a rehearsal.</summary>
    public bool IsRehearsal => _book.IsRehearsal;

    /// <summary>How many entries the book has.</summary>
    public long Sequence => _book.Sequence;

    /// <summary>When the last entry was recorded.</summary>
    public Moment LastRecorded => _book.LastRecorded;

    /// <summary>The bounds it was founded with.</summary>
    public BookBounds Bounds => _book.Bounds;

    /// <summary>Organizations that the reader deals with, by key.</summary>
    public IEnumerable<Organization> Organizations => _book.Organizations.Where(o => _book.Sees(Reader, o));

    /// <summary>People of the reader's own organization, by key.</summary>
    public IEnumerable<PersonReading> People => _book.PeopleWithHow.Where(p => p.Organization == Reader.Organization);

    /// <summary>Licenses, by key.</summary>
    public IEnumerable<LicenseTerms> Licenses => _book.Licenses.Where(Sees);

    /// <summary>Ids of the reservations, in the order in which they were made.</summary>
    public IEnumerable<string> Reservations => _book.Reservations.Where(r => ReservationOf(r) is not null);

    /// <summary>Proposals of the reader's organization, and those that wait for its signature, by id.</summary>
    public IEnumerable<Proposal> Proposals => _book.Proposals.Where(p => _book.SeesProposal(Reader, p.Id));

    /// <summary>Who has to countersign a proposal, in words.</summary>
    public string SecondOf(string proposal) => _book.SecondWords(proposal);

    /// <summary>Sales at home: an exporter's own, and those that count under a cap of the own authority.</summary>
    public IEnumerable<SaleReading> Sales => _book.Sales.Where(s => s.Sale.Exporter == Reader.Organization || _book.KeepersOf(s.Sale).Contains(Reader.Organization));

    private bool Sees(LicenseTerms terms) => _book.Sees(Reader, terms);

    private bool SeesKey(string license) => _book.Find(license) is { } terms && Sees(terms);

    /// <summary>A license, or null.</summary>
    public LicenseTerms? Find(string license) => _book.Find(license) is { } terms && Sees(terms) ? terms : null;

    /// <summary>The license that a line is of, or null.</summary>
    public LicenseTerms? LicenseOfLine(string line) => _book.LicenseOfLine(line) is { } terms && Sees(terms) ? terms : null;

    /// <summary>TPP of one unit of a license's product, with where it comes from, and what the catalog says where that differs; null for a license that is not there.</summary>
    public (ProductFigure Figure, string? Differs)? FigureOf(string license) => SeesKey(license) ? _book.FigureOf(license) : null;

    /// <summary>What changed under a license that its authority has not confirmed since; null when nothing.</summary>
    public string? ReopenedBy(string license) => SeesKey(license) ? _book.ReopenedBy(license) : null;

    /// <summary>How a license stands on a day.</summary>
    /// <exception cref="KeyNotFoundException">It is not there.</exception>
    public LicenseStatus StatusOf(string license, DateOnly on) => SeesKey(license) ? _book.StatusOf(license, on) : throw new KeyNotFoundException(license);

    /// <summary>Ids of the shipments on a license, in order.</summary>
    public IReadOnlyList<string> ShipmentsOf(string license) => SeesKey(license) ? _book.ShipmentsOf(license) : [];

    /// <summary>Evidence on file for a license, in order.</summary>
    public IReadOnlyList<EvidenceRow> EvidenceOf(string license) => SeesKey(license) ? _book.EvidenceOf(license) : [];

    /// <summary>Breaches of a license, in order; those resolved too.</summary>
    public IEnumerable<(string Condition, Breach Breach)> BreachesOf(string license) => SeesKey(license)
        ? _book.BreachesOf(license).Select(b => _book.AccountBehind(license, b.Condition) is { } account && !_book.SeesAccount(Reader, account)
            ? (b.Condition, b.Breach with { Subject = "another limit", Reason = "a limit that is not shown here is passed" }) : b)
        : [];

    /// <summary>Acknowledgements on a license.</summary>
    public IEnumerable<(string Condition, string Party, Acknowledgement Given)> AcknowledgementsOf(string license) => SeesKey(license) ? _book.AcknowledgementsOf(license) : [];

    /// <summary>The entry of an accepted command about a license that the reader sees, or null.</summary>
    public LicenseEntry? ShipmentEntry(string shipment) => ShipmentOf(shipment) is not null ? _book.EntryOf(shipment) : null;

    /// <summary>How a reservation stands, or null.</summary>
    public ReservationFigures? ReservationOf(string id) => _book.Ledger.ReservationOf(id) is { } figures && LicenseOfLine(figures.Line) is not null ? figures : null;

    /// <summary>How a shipment stands, or null.</summary>
    public ShipmentFigures? ShipmentOf(string id) => _book.Ledger.ShipmentOf(id) is { } figures && LicenseOfLine(figures.Line) is not null ? figures : null;

    /// <summary>A line or cap, or null.</summary>
    public AccountReading? Account(string key) => _book.Ledger.RowOf(key) is >= 0 and var row && _book.SeesAccount(Reader, key)
        ? new(_book.Ledger.TermsAt(row), _book.Ledger.BalanceAt(row), _book.Ledger.RatioAt(row), _book.Ledger.FullestWindowAt(row)) : null;

    /// <summary>Every line of every license, by license and line.</summary>
    /// <param name="on">The day.</param>
    public IEnumerable<LineReading> Lines(DateOnly on) => _book.Lines(on, Reader);

    /// <summary>One line, or null.</summary>
    public LineReading? ReadLine(string line, DateOnly on) => LicenseOfLine(line) is not null ? _book.ReadLine(line, on, Reader) : null;

    /// <summary>How every condition of a license stands. One on a limit that is not the reader's says whose limit it is.</summary>
    /// <param name="license">The license.</param>
    /// <param name="on">The day.</param>
    public IEnumerable<ConditionReading> Conditions(string license, DateOnly on) => SeesKey(license)
        ? _book.Conditions(license, on).Select(r => r.Condition is AccountCondition c && !_book.SeesAccount(Reader, c.Account)
            ? r with { Reason = r.Status == ConditionStatus.Breached ? $"a limit of {c.Authority} is passed" : $"within a limit of {c.Authority}" } : r)
        : [];

    /// <summary>Every duty with a last day, the nearest first.</summary>
    /// <param name="openOnly">Whether to leave out those that are done.</param>
    public IEnumerable<Obligation> Obligations(bool openOnly) => _book.Obligations(openOnly).Where(o => SeesKey(o.License));

    /// <summary>What stops a line: the first account of it or above it that is closed, suspended or frozen, with the word; another's is named by its authority. Null when none does.</summary>
    internal (string Word, string Because)? StopOf(LineReading line)
    {
        foreach (var account in line.License.Lines.First(l => l.Key == line.Line).Caps.Prepend(line.Line))
        {
            var row = _book.Ledger.RowOf(account);
            var state = _book.Ledger.StateAt(row);
            var word = state.HasFlag(AccountStates.Closed) ? "closed" : state.HasFlag(AccountStates.Suspended) ? "suspended" : state.HasFlag(AccountStates.Frozen) ? "frozen" : null;
            if (word is not null)
            {
                return (word, !_book.SeesAccount(Reader, account) ? $"another limit of {_book.Ledger.TermsAt(row).Authority}"
                    : word == "suspended" ? $"{account}: {string.Join(", ", _book.Ledger.CausesAt(row))}" : account);
            }
        }

        return null;
    }

    /// <summary>Whether an entry of the book is the reader's to see: by a person of the own organization, or about a license that it sees.</summary>
    public bool Sees(LicenseEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _book.OrganizationOf(entry.Command.Actor) == Reader.Organization || LicenseOf(entry.Command, entry) is { } license && SeesKey(license);
    }

    /// <summary>Whether a breach that came about with somebody's entry is the reader's to know: of a license and a limit that it sees.</summary>
    public bool Sees(BreachNotice breach)
    {
        ArgumentNullException.ThrowIfNull(breach);
        return SeesKey(breach.License) && (_book.AccountBehind(breach.License, breach.Condition) is not { } account || _book.SeesAccount(Reader, account));
    }

    private string? LicenseOf(LicenseCommand command, LicenseEntry entry) => command switch
    {
        IssueLicense c => c.License.Key,
        ExtendLicense c => c.License,
        RevokeLicense c => c.License,
        ConfirmLicense c => c.License,
        AddCondition c => c.License,
        ChangeCondition c => c.License,
        EndCondition c => c.License,
        WaiveCondition c => c.License,
        FindBreach c => c.License,
        AcknowledgeCondition c => c.License,
        FileEvidence c => c.License,
        SuspendUse { Scope: SuspensionScope.License } c => c.Target,
        ReinstateUse { Scope: SuspensionScope.License } c => c.Target,
        ReserveUnits c => _book.LicenseOfLine(c.Line)?.Key,
        ShipUnits c => _book.Ledger.ReservationOf(c.Reservation) is { } r ? _book.LicenseOfLine(r.Line)?.Key : null,
        ReturnUnits c => _book.Ledger.ShipmentOf(c.Shipment) is { } s ? _book.LicenseOfLine(s.Line)?.Key : null,
        Propose c => LicenseOf(c.Action, entry),
        Countersign c => _book.ActionOf(c.Proposal) is { } action ? LicenseOf(action, entry) : null,

        // Whatever else there is, is its own organization's.
        _ => null,
    };
}

/// <summary>A sale at home, as a reader sees it.</summary>
/// <param name="Sale">What was entered.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Challenged">Why it no longer counts; null while it does.</param>
public sealed record SaleReading(SellAtHome Sale, Moment At, string? Challenged);
