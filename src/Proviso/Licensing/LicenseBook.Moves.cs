using System.Collections.Immutable;
using System.Numerics;
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
            if (Theirs(part, person) is { } no)
            {
                return no;
            }
        }

        if (parts.Length > 1 && parts.Any(p => p is SetRate))
        {
            return new MalformedCommand("act.commands", "hold a rate of exchange: it is given by itself, so that each is held against the last");
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        if (Post(c.Act, draft) is { } refusal)
        {
            return refusal;
        }

        if (c.Act is SetRate rate && countersigned)
        {
            _signedRates[(rate.From, rate.To, rate.Authority!)] = (rate.FromAmount, rate.ToAmount);
        }

        foreach (var part in parts)
        {
            var shipment = part switch
            {
                Reverse { Command: var id } => id,
                _ => null,
            };
            if (shipment is not null && Ledger.ShipmentOf(shipment) is { Reversed: true } figures)
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

    private LicenseRefusal? Theirs(LedgerCommand act, Person person)
    {
        switch (act)
        {
            case Release c:
                return Reserved(c.Reservation, person) is { } released ? Clerk(person, released.Terms.Exporter) : new NoSuch("reservation", c.Reservation);
            case SetRate c:
                return !IsAuthority(person.Organization) ? new NotTheirs(person.Key, "an officer of an authority")
                    : c.Authority != person.Organization ? new NotTheirs(person.Key, $"an officer of {c.Authority ?? "the authority whose caps it is for"}: a rate is for the caps of who enters it")
                    : Officer(person, person.Organization);
            case Lapse:
                // Housekeeping that time does by itself with the next entry: for who draws on quotas or grants them.
                return person.Role is Role.Officer or Role.Clerk && _organizations[person.Organization].Kind is OrganizationKind.Authority or OrganizationKind.Exporter
                    ? null : new NotTheirs(person.Key, "a clerk or officer of an exporter or authority");
            case Grant c:
                return OfAccount(c.Account, c.Authority, person);
            case Adjust c:
                return OfAccount(c.Account, c.Authority, person);
            case Freeze c:
                return OfAccount(c.Account, c.Authority, person);
            case Unfreeze c:
                return OfAccount(c.Account, c.Authority, person);
            case Close c:
                return OfAccount(c.Account, c.Authority, person);
            case Reverse c:
                return Reversing(c, person);
            default:
                return new MalformedCommand("act", "is not given by itself");
        }
    }

    private LicenseRefusal? Reversing(Reverse c, Person person)
    {
        if (c.Authority != person.Organization)
        {
            return new NotTheirs(person.Key, $"an officer of {c.Authority}");
        }

        switch (Ledger.EntryOf(c.Command)?.Command)
        {
            case Proviso.Ledger.Ship:
                return Shipped(c.Command, person) is { } shipped ? Officer(person, shipped.Terms.Authority) : new NoSuch("command", c.Command);
            case Return r:
                return Shipped(r.Shipment, person) is { } returned ? Officer(person, returned.Terms.Authority) : new NoSuch("command", c.Command);
            case Grant g:
                return SeesAccount(person, g.Account) ? OfAccount(g.Account, c.Authority, person) : new NoSuch("command", c.Command);
            case Adjust a:
                return SeesAccount(person, a.Account) ? OfAccount(a.Account, c.Authority, person) : new NoSuch("command", c.Command);
            case RecordSale sale:
                return IsAuthority(person.Organization) && Keepers(sale.Product, sale.Exporter).Contains(person.Organization)
                    ? Officer(person, person.Organization) : new NoSuch("command", c.Command);
            case null:
                return new NoSuch("command", c.Command);
            case var other:
                return IsAuthority(person.Organization) && Told(other, person) ? new LedgerRefuses(new NotReversible(c.Command, "it is of a kind that is not")) : new NoSuch("command", c.Command);
        }
    }

    private LicenseRefusal? OfAccount(string account, string authority, Person person)
    {
        var row = Ledger.RowOf(account);
        return row < 0 || !SeesAccount(person, account) ? new NoSuch("account", account)
            : Officer(person, Ledger.TermsAt(row).Authority!) ?? (authority == person.Organization ? null : new NotTheirs(person.Key, $"an officer of {authority}"));
    }

    // A rate that one officer may enter: not the first, not of the past, not a second one on one day, within the band of the last and within four bands of the last that two signed.
    private bool IsOrdinary(SetRate c, string authority)
    {
        if (Ledger.LastRate(c.From, c.To, authority) is not { } last || !_signedRates.TryGetValue((c.From, c.To, authority), out var signed))
        {
            return false;
        }

        var band = Bounds.RateBand;
        return c.Since.DayNumber > last.Since.DayNumber && Math.Max(c.EventTime.Milliseconds, _last.Milliseconds) - c.Since.Milliseconds <= Late
            && Near(c, last.FromAmount, last.ToAmount, band) && Near(c, signed.From, signed.To, 4 * band);
    }

    // |b/a − d/c| within so many millionths of d/c, by multiplying.
    private static bool Near(SetRate c, long from, long to, int millionths)
    {
        var (given, last) = ((BigInteger)c.ToAmount * from, (BigInteger)to * c.FromAmount);
        return BigInteger.Abs(given - last) * 1_000_000 <= last * millionths;
    }

    // Authorities that keep a ratio cap on what an exporter sells of a product; with a proof, those that ask for it.
    private SortedSet<string> Keepers(string product, string exporter, SaleProof? proof = null)
    {
        var keepers = new SortedSet<string>(StringComparer.Ordinal);
        if (proof == SaleProof.Countersigned && _doubted.TryGetValue((product, exporter), out var doubting))
        {
            // Nor does a challenge by one authority sign for the cap of another: then no single signature is enough.
            var asking = Keepers(product, exporter, null).Where(k => k != doubting && AsksSignature(k, product, exporter)).ToList();
            return asking.Count == 0 ? [doubting] : [doubting, .. asking];
        }

        for (var row = 0; row < Ledger.AccountCount; row++)
        {
            var terms = Ledger.TermsAt(row);
            if (terms is { Ratio: not null, Authority: { } authority } && terms.Product == product && terms.Exporter == exporter && (proof is null || _saleProofs.GetValueOrDefault(terms.Account) == proof))
            {
                keepers.Add(authority);
            }
        }

        return keepers;
    }

    private bool AsksSignature(string authority, string product, string exporter)
    {
        for (var row = 0; row < Ledger.AccountCount; row++)
        {
            var terms = Ledger.TermsAt(row);
            if (terms.Authority == authority && terms is { Ratio: not null } && terms.Product == product && terms.Exporter == exporter && _saleProofs.GetValueOrDefault(terms.Account) == SaleProof.Countersigned)
            {
                return true;
            }
        }

        return false;
    }

    private LicenseRefusal? Sell(SellAtHome c, Person person, Draft draft, bool countersigned)
    {
        if (person.Organization != c.Exporter)
        {
            return new NoSuch("exporter", c.Exporter);
        }

        if (Officer(person, c.Exporter) is { } no)
        {
            return no;
        }

        if (_sales.Values.FirstOrDefault(s => s.Command.Digest == c.Digest) is { } same)
        {
            return new SoAlready("document", c.Reference, same.Command.Exporter != c.Exporter ? "counted already, for another exporter"
                : same.Challenged is null ? $"counted already, as sale '{same.Command.Id}'" : $"challenged, as sale '{same.Command.Id}': {same.Challenged}");
        }

        if (Figure(c.Product, draft) is not { } figure)
        {
            return new MalformedCommand("product", $"'{c.Product}' is no key of the catalog of products, so its TPP is not known: `proviso item list` shows the keys");
        }

        if (Keepers(c.Product, c.Exporter, SaleProof.Countersigned) is { Count: > 1 } several)
        {
            return new SoAlready("sales", $"{c.Product} of {c.Exporter}", $"for {string.Join(" and ", several)} to sign, each for its own cap, and a sale carries one signature: they have to agree on one rule first");
        }

        draft.Figures.Add(figure);
        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        if ((Int128)figure.Tpp * c.Units > Amounts.MostMoved)
        {
            return new MalformedCommand("units", "are more than one sale can hold");
        }

        if (Post(new RecordSale(c.Id, c.EventTime, c.Product, c.Exporter, c.Units, figure.Tpp * c.Units), draft) is { } refusal)
        {
            return refusal;
        }

        _sales.Add(c.Id, new(c, draft.Now));
        return null;
    }

    // As it was recorded, or as the catalog says today.
    private ProductFigure? Figure(string product, Draft draft) =>
        _recorded is { } recorded ? recorded.Figures.ElementAtOrDefault(draft.Figures.Count) is { Tpp: > 0 and <= Amounts.MostMoved } known && known.Product == product ? known : null
        : _products?.Find(product);

    private LicenseRefusal? Challenge(ChallengeSale c, Person person, Draft draft)
    {
        if (!_sales.TryGetValue(c.Sale, out var sale)
            || !(IsAuthority(person.Organization) && Keepers(sale.Command.Product, sale.Command.Exporter).Contains(person.Organization)))
        {
            return new NoSuch("sale", c.Sale);
        }

        if (Officer(person, person.Organization) is { } no)
        {
            return no;
        }

        if (sale.Challenged is not null)
        {
            return new SoAlready("sale", c.Sale, "challenged already");
        }

        if (Post(new Reverse($"{CommandLimits.OwnIds}{_next}:challenge", c.EventTime, c.Sale, person.Organization, c.Reason), draft) is { } refusal)
        {
            return refusal;
        }

        sale.Challenged = c.Reason;
        _doubted[(sale.Command.Product, sale.Command.Exporter)] = person.Organization;
        return null;
    }

    private static long TppOf(LicenseRow license, long units) => (Int128)license.Figure.Tpp * units is var tpp && tpp <= Amounts.MostMoved ? (long)tpp : long.MaxValue;

    private bool CountsValue(LicenseRow license, string line) =>
        license.Terms.Lines.First(l => l.Key == line) is var terms
        && (terms.Limited.HasFlag(Measures.Value) || terms.Caps.Any(cap => Ledger.TermsAt(Ledger.RowOf(cap)).Limited.HasFlag(Measures.Value))
            || license.Conditions.Exists(c => !c.Ended && c.IsFor(line) && c.Condition is RevenueShareCondition));

    // What a unit costs by the line, as a fraction; null when nothing says it.
    private static (long Value, long Units)? PriceOf(LineTerms line) =>
        line.UnitPrice is { } price ? (price, 1) : line.Authorized is { Units: > 0, Value: > 0 } authorized ? (authorized.Value, authorized.Units) : null;

    private LicenseRefusal? Price(LicenseRow license, string line, long units, long value, string? currency)
    {
        var terms = license.Terms.Lines.First(l => l.Key == line);
        if (value == 0 && CountsValue(license, line))
        {
            return new MalformedCommand("value", $"must be above zero: a limit or a condition of '{line}' counts money; state it with its currency, {terms.Currency}");
        }

        if ((value > 0 && currency is null) || (currency is not null && currency != terms.Currency))
        {
            return new MalformedCommand("currency", currency is null ? $"is missing: the value needs one, and '{line}' counts in {terms.Currency}" : $"is {currency}; '{line}' counts in {terms.Currency}");
        }

        return value > 0 && PriceOf(terms) is { } price ? Near(line, price, units, value, terms.Currency, license) : null;
    }

    private LicenseRefusal? Price(LicenseRow license, ShipUnits c, string line)
    {
        if (Price(license, line, c.Units, c.Value, c.Currency) is { } wrong)
        {
            return wrong;
        }

        // The price it was reserved at, whatever parts have left since.
        return c.Value > 0 && Ledger.EntryOf(c.Reservation)?.Command is Reserve { Amounts: { Units: > 0, Value: > 0 } reserved }
            ? Near(c.Reservation, (reserved.Value, reserved.Units), c.Units, c.Value, license.Terms.Lines.First(l => l.Key == line).Currency, license) : null;
    }

    private ValueOutsideTolerance? Near(string of, (long Value, long Units) price, long units, long value, string currency, LicenseRow license)
    {
        var (whole, part) = ((BigInteger)price.Value * units, (BigInteger)price.Units * 1_000_000);
        var least = ((whole * (1_000_000 - Bounds.PriceTolerance)) + part - 1) / part;
        var most = whole * (1_000_000 + Bounds.PriceTolerance) / part;
        return value >= least && value <= most ? null
            : new(of, value, (long)BigInteger.Min(least, Amounts.MostTotal), (long)BigInteger.Min(most, Amounts.MostTotal), currency, license.Terms.Authority);
    }

    private LicenseRefusal? Reserve(ReserveUnits c, Person person, Draft draft, bool countersigned)
    {
        if (!_byLine.TryGetValue(c.Line, out var license) || !Sees(person, license))
        {
            return new NoSuch("line", c.Line);
        }

        var late = draft.Now.Milliseconds - c.EventTime.Milliseconds > Late;
        var price = Price(license, c.Line, c.Units, c.Value, c.Currency);
        if (Mover(license, person, late, price) is { } no)
        {
            return no;
        }

        if (price is not null and not ValueOutsideTolerance || (price is not null && person.Organization != license.Terms.Authority))
        {
            return price;
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        if ((LicenseRefusal?)Usable(license, Moment.DateOf(c.EventTime.DayNumber)) is { } not)
        {
            return not;
        }

        if (license.Reopened is { } changed)
        {
            return new FactsChanged(license.Terms.Key, license.Terms.Authority, changed);
        }

        var tpp = TppOf(license, c.Units);
        return tpp <= Amounts.MostMoved
            ? Post(new Reserve(c.Id, c.EventTime, c.Line, new(c.Units, c.Value, tpp), c.Timeout, c.Currency), draft)
            : new MalformedCommand("units", "are more than one reservation can hold");
    }

    // Who draws on a line: the exporter's people; an officer of its authority for what came late or has another price.
    private static NotTheirs? Mover(LicenseRow license, Person person, bool late, LicenseRefusal? price) =>
        (late || price is ValueOutsideTolerance) && person.Organization == license.Terms.Authority ? Officer(person, license.Terms.Authority)
        : Clerk(person, license.Terms.Exporter)
            ?? (late ? new NotTheirs(person.Key, $"an officer of {license.Terms.Authority}: what happened lies more than 3 days back") : null);

    private static LicenseNotInForce? Usable(LicenseRow license, DateOnly on)
    {
        var terms = license.Terms;
        return license.Revoked is { } why ? new(terms.Key, LicenseStatus.Revoked, on, $"it was revoked: {why}")
            : on < terms.From ? new(terms.Key, LicenseStatus.NotYet, on, $"its first day is {ConditionSentence.Day(terms.From)}")
            : on > terms.Through ? new(terms.Key, LicenseStatus.Expired, on, $"its last day was {ConditionSentence.Day(terms.Through)}")
            : null;
    }

    private LicenseRefusal? Ship(ShipUnits c, Person person, Draft draft, bool countersigned)
    {
        if (Ledger.ReservationOf(c.Reservation) is not { } reservation || Reserved(c.Reservation, person) is not { } license)
        {
            return new NoSuch("reservation", c.Reservation);
        }

        var price = Price(license, c, reservation.Line);
        if (Mover(license, person, draft.Now.Milliseconds - c.EventTime.Milliseconds > Late, price) is { } no)
        {
            return no;
        }

        // Told before the price: what is not there to ship has none.
        if (reservation.State == ReservationState.Pending && c.Units > reservation.Remaining.Units)
        {
            return new ReservationExceeded(c.Reservation, c.Units, reservation.Remaining.Units);
        }

        if (price is not null and not ValueOutsideTolerance || (price is not null && person.Organization != license.Terms.Authority))
        {
            return price;
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        var on = Moment.DateOf(c.EventTime.DayNumber);
        if (Usable(license, on) is { } not)
        {
            return not;
        }

        if (license.Reopened is { } changed)
        {
            return new FactsChanged(license.Terms.Key, license.Terms.Authority, changed);
        }

        var tpp = TppOf(license, c.Units);
        if (tpp > Amounts.MostMoved)
        {
            return new MalformedCommand("units", "are more than one shipment can hold");
        }

        var act = new Ship(c.Id, c.EventTime, c.Reservation, new(c.Units, c.Value, tpp), c.Final, c.Currency);
        if (Ledger.Preview(act, draft.Now, _ => { }) is { } refusal)
        {
            return new LedgerRefuses(refusal);
        }

        if (Gates(license, reservation.Line, c, on, draft, person) is { } unmet)
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
                    // What confirms it cannot be older than it.
                    Add(new DueItem(row, c.Id, on.AddDays(k.WithinDays)) { Line = reservation.Line, NotBefore = on });
                    break;
                case RevenueShareCondition k:
                    Add(new DueItem(row, c.Id, on.AddDays(k.WithinDays)) { Line = reservation.Line, Owed = Owed(c.Value, k.Share), Currency = c.Currency });
                    break;
                case FreshnessCondition k when row.Items.All(i => i.State == DueState.Done):
                    Add(new DueItem(row, license.Terms.Key, on.AddDays(k.EveryDays)));
                    break;
            }
        }

        return null;
    }

    private LicenseRefusal? Return(ReturnUnits c, Person person, Draft draft, bool countersigned)
    {
        if (Ledger.ShipmentOf(c.Shipment) is not { } shipment || Shipped(c.Shipment, person) is not { } license)
        {
            return new NoSuch("shipment", c.Shipment);
        }

        if (OtherSide(license.Terms, person) is null)
        {
            return new NotTheirs(person.Key, $"an officer of {license.Terms.Exporter} or of {license.Terms.Buyer}");
        }

        if (Officer(person, person.Organization) is { } no)
        {
            return no;
        }

        var line = license.Terms.Lines.First(l => l.Key == shipment.Line);
        if ((shipment.Shipped.Value > 0 && c.Value == 0) || (c.Value > 0 && c.Currency is null) || (c.Currency is not null && c.Currency != line.Currency))
        {
            return c.Value == 0
                ? new MalformedCommand("value", $"must be above zero: the shipment has a value; state what of it came back, in {line.Currency}")
                : new MalformedCommand("currency", c.Currency is null ? $"is missing: '{line.Key}' counts in {line.Currency}" : $"is {c.Currency}; '{line.Key}' counts in {line.Currency}");
        }

        // Room comes back by units, never by what somebody says they were worth.
        var (still, all) = (shipment.Shipped - shipment.Returned, c.Units == shipment.Shipped.Units - shipment.Returned.Units);
        var share = shipment.Shipped.Units == 0 ? 0 : (long)((Int128)shipment.Shipped.Value * c.Units / shipment.Shipped.Units);
        var most = all ? still.Value : Math.Min(share, still.Value);
        var least = (long)((Int128)share * (1_000_000 - Bounds.PriceTolerance) / 1_000_000);
        if (!shipment.Reversed && c.Units <= still.Units && (c.Value > most || c.Value < Math.Min(least, most)))
        {
            return new ValueOutsideTolerance(c.Shipment, c.Value, Math.Min(least, most), most, line.Currency, license.Terms.Authority);
        }

        var act = new Return(c.Id, c.EventTime, c.Shipment, new(c.Units, c.Value, TppOf(license, c.Units)), c.Currency);
        if (Ledger.Preview(act, draft.Now, _ => { }) is { } refusal)
        {
            return new LedgerRefuses(refusal);
        }

        if (Two(c, person, countersigned) is { } one)
        {
            return one;
        }

        draft.Ledger = Must(act, draft.Now);
        if (Ledger.ShipmentOf(c.Shipment) is { } figures && figures.Returned.Units == figures.Shipped.Units)
        {
            CameBack(c.Shipment, figures.Line);
        }

        return null;
    }

    // Rounded up to a millionth: what is owed is never less than the share.
    private static long Owed(long value, int share) => (long)((((Int128)value * share) + 999_999) / 1_000_000);

    private LicenseRefusal? Gates(LicenseRow license, string line, ShipUnits c, DateOnly on, Draft draft, Person person)
    {
        // Asked of what is new alone: a refusal records nothing, and what was recorded went while the license did.
        if (_recorded is null && _law?.Ended(license.Terms, Moment.DateOf(license.Issued.DayNumber), on, draft.Today) is { } ended)
        {
            return new LawForbids(license.Terms.Key, on, ended);
        }

        foreach (var row in license.Conditions)
        {
            if (row.Ended || !row.IsFor(line) || row.IsWaived(on))
            {
                continue;
            }

            if (row.Condition.Consequence == Consequence.HoldLine && row.Breaches.Find(b => b.Resolved is null && (b.Line is null || b.Line == line)) is { } held)
            {
                return Unmet(row, row.Condition is AccountCondition k && !SeesAccount(person, k.Account) ? $"it was broken: a limit of {k.Authority} is passed" : $"it was broken: {held.Subject}: {held.Reason}", "two officers of the authority reinstate it");
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
        if (_recorded is { Law: var recorded })
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
            case ExpiryCondition k:
                return on <= k.Through ? null : Unmet(row, $"its last day was {ConditionSentence.Day(k.Through)}", "ask the authority for more time");
            case SiteCondition k:
                return c.Site is not null && k.Sites.Contains(c.Site) ? null
                    : Unmet(row, c.Site is null ? "the shipment names no site" : $"'{c.Site}' is not among the sites", "ship to a site that is named, or ask the authority to add one");
            case EndUseCondition k:
                return k.EndUses.Contains(c.EndUse ?? license.Terms.EndUse) ? null
                    : Unmet(row, $"'{c.EndUse ?? license.Terms.EndUse}' is not among the end uses", "ship for an end use that is named, or ask the authority to add one");
            case EvidenceCondition k:
                return Best(license, k, c.Reservation, on) is not null ? null
                    : Unmet(row, Lacking(license, k, c.Reservation, on), $"have it filed: `proviso condition evidence {license.Terms.Key} --kind {k.Evidence} --subject {SubjectOf(license, k, c.Reservation)} --reference TEXT --as PERSON`");
            case NoticeCondition k:
                return license.Evidence.Exists(e => Counts(e, k.Evidence, c.Reservation) && Given(k, e).AddDays(k.Days) <= on) ? null
                    : Unmet(row, Announced(license, k, c.Reservation, on), $"give notice of {c.Reservation}, then wait {ConditionSentence.Days(k.Days)}");
            case PairedPurchaseCondition k:
                var (domestic, shipped) = Paired(license, k, line);
                var needed = (((Int128)(shipped + c.Units) * k.Share) + 999_999) / 1_000_000;
                return domestic >= needed ? null
                    : Unmet(row, $"{needed} domestic units are needed with this shipment, {domestic} are shown", $"have {needed - domestic} more shown by {k.Evidence}, or ship less");
            case AcknowledgementCondition { WithinDays: 0 } k:
                foreach (var party in k.Parties)
                {
                    if (Unacknowledged(license, party) is { } open)
                    {
                        return Unmet(row, $"{party} has not acknowledged '{open.Condition.Key}'", $"an officer of {party}: `proviso condition acknowledge {license.Terms.Key} {open.Condition.Key} --as OFFICER`");
                    }
                }

                return null;

            // The law is asked by itself, and the ledger keeps its accounts.
            case StandingLawCondition or AccountCondition:
                return null;

            // What comes after a shipment: how its breach stops the next one is said by its consequence.
            case AcknowledgementCondition or ShipmentReportCondition or PeriodicReportCondition or FreshnessCondition or RevenueShareCondition or DeadlineCondition:
                return null;
            default:
                return Unmet(row, $"it is of a kind that this program does not know, {row.Condition.GetType().Name}", "use a program that knows it; what it would have said is not guessed");
        }
    }

    private static InvalidOperationException UnknownKind(Condition condition) => new($"A condition of a kind that this program does not know: {condition.GetType().Name}.");

    private static bool Counts(EvidenceRow e, string kind, string subject) => e.Rejected is null && e.Evidence == kind && e.Subject == subject;

    private static string SubjectOf(LicenseRow license, EvidenceCondition k, string? reservation) => k.Scope == EvidenceScope.Reservation ? reservation ?? "RESERVATION" : license.Terms.Key;

    // The newest piece that meets it on a day.
    private EvidenceRow? Best(LicenseRow license, EvidenceCondition k, string? reservation, DateOnly on) =>
        license.Evidence.FindLast(e => Counts(e, k.Evidence, SubjectOf(license, k, reservation)) && Fault(license, k, e, on) is null);

    private string? Fault(LicenseRow license, EvidenceCondition k, EvidenceRow e, DateOnly on)
    {
        var issuer = _organizations[e.Issuer];
        var facts = k.Independent ? UpFrom(e.Issuer).Concat(UpFrom(license.Terms.Exporter)).Concat(UpFrom(license.Terms.Buyer)) : k.From is not null || k.Country is not null ? [e.Issuer] : [];
        return facts.FirstOrDefault(o => ChangedSince(o, e)) is { } changed ? Changed(changed)
            : e.Dated > on ? $"that of {ConditionSentence.Day(e.Dated)} is dated after the day"
            : k.ValidDays > 0 && e.Dated.AddDays(k.ValidDays) < on ? $"that of {ConditionSentence.Day(e.Dated)} is older than {ConditionSentence.Days(k.ValidDays)}"
            : k.From is { } kind && issuer.Kind != kind ? $"'{issuer.Key}' is no {ConditionSentence.Word(kind)}"
            : (k.From is not null || k.Independent || k.Country is not null) && e.FiledBy != e.Issuer ? $"'{issuer.Key}' did not file it itself"
            : k.Country is { } country && issuer.Country != country ? $"'{issuer.Key}' is in {issuer.Country}, not in {country}"
            : k.Independent && IsOfParty(license, issuer) ? $"'{issuer.Key}' is not independent of exporter and buyer"
            : null;
    }

    private bool ChangedSince(string organization, EvidenceRow e) => _changedAt.TryGetValue(organization, out var at) && at > e.Sequence;

    private static string Changed(string organization) => $"the facts of '{organization}' changed after it was filed: it has to be filed anew";

    private bool IsOfParty(LicenseRow license, Organization issuer)
    {
        var group = UpFrom(license.Terms.Exporter).Concat(UpFrom(license.Terms.Buyer)).ToHashSet(StringComparer.Ordinal);
        return UpFrom(issuer.Key).Any(group.Contains);
    }

    // An organization and those above it, however many steps: what is called an ultimate parent may have one of its own in the book.
    private List<string> UpFrom(string organization)
    {
        var line = new List<string>();
        for (var key = organization; key is not null && !line.Contains(key); key = _organizations.GetValueOrDefault(key)?.UltimateParent)
        {
            line.Add(key);
        }

        return line;
    }

    private string Lacking(LicenseRow license, EvidenceCondition k, string? reservation, DateOnly on) =>
        license.Evidence.FindLast(e => Counts(e, k.Evidence, SubjectOf(license, k, reservation))) is { } nearest ? Fault(license, k, nearest, on)!
        : k.Scope == EvidenceScope.Reservation && reservation is null ? $"each reservation needs its own {k.Evidence}"
        : $"no {k.Evidence} for '{SubjectOf(license, k, reservation)}' is on file";

    // When a notice was given: the day it was filed, whatever day it bears; an officer of the authority that receives it says when it came.
    private static DateOnly Given(NoticeCondition k, EvidenceRow e) =>
        e.FiledBy == k.Authority && e.ByOfficer ? e.Dated : Moment.DateOf(e.At.DayNumber) is var filed && filed > e.Dated ? filed : e.Dated;

    private static string Announced(LicenseRow license, NoticeCondition k, string reservation, DateOnly on) =>
        license.Evidence.Where(e => Counts(e, k.Evidence, reservation)).Select(e => Given(k, e)).Order().FirstOrDefault() is var dated && dated != default
            ? $"the notice of {ConditionSentence.Day(dated)} is {ConditionSentence.Days(Math.Max(0, on.DayNumber - dated.DayNumber))} old on {ConditionSentence.Day(on)}"
            : $"no notice for '{reservation}' is on file";

    private (long Domestic, long Shipped) Paired(LicenseRow license, PairedPurchaseCondition k, string? line)
    {
        var domestic = license.Evidence.Where(e => e.Rejected is null && e.Evidence == k.Evidence).Aggregate(0L, (sum, e) => Math.Min(sum + e.Units, Amounts.MostMoved));
        var lines = license.Terms.Lines.Select(l => l.Key).Where(l => k.Lines.IsEmpty ? true : k.Lines.Contains(l) || l == line);
        return (domestic, lines.Select(l => Ledger.BalanceOf(l)!.Value).Sum(b => b.Shipped.Units - b.Returned.Units));
    }

    private LicenseRefusal? File(FileEvidence c, Person person, Draft draft)
    {
        // Somebody who has to do with the license, or a laboratory or supplier that issued it, who may know of it from its customer alone.
        if (!_licenses.TryGetValue(c.License, out var license) || !(Sees(person, license) || (c.Issuer == person.Organization && _organizations[c.Issuer].Kind is OrganizationKind.Laboratory or OrganizationKind.Supplier)))
        {
            return new NoSuch("license", c.License);
        }

        if (!_organizations.TryGetValue(c.Issuer, out var issuer) || !Sees(person, issuer))
        {
            return new NoSuch("issuer", c.Issuer);
        }

        if (person.Role is not (Role.Officer or Role.Clerk))
        {
            return new NotTheirs(person.Key, "a clerk or officer");
        }

        if (c.Subject != license.Terms.Key && LicenseOf(c.Subject) != license)
        {
            return new NoSuch("subject", c.Subject);
        }

        if (c.Dated > draft.Today)
        {
            return new MalformedCommand("dated", "lies in the future");
        }

        if (c.Value > 0 && (c.Currency is null || license.Terms.Lines.All(l => l.Currency != c.Currency)))
        {
            return new MalformedCommand("currency", $"must be that of the license: {string.Join(" or ", license.Terms.Lines.Select(l => l.Currency).Distinct(StringComparer.Ordinal))}");
        }

        if (c.Value > 0 && license.Conditions.SelectMany(r => r.Items).Any(i => i.Subject == c.Subject && i.Currency == c.Currency && i.Paid > Amounts.MostMoved - c.Value))
        {
            return new MalformedCommand("value", "is more than can be paid for one shipment");
        }

        if (license.Conditions.FirstOrDefault(r => !r.Ended && Lacks(r, c)) is { } lacking)
        {
            return lacking.Condition is RevenueShareCondition
                ? new MalformedCommand("value", $"is missing: '{lacking.Condition.Key}' counts the money that a {c.Evidence} tells of; state it with its currency")
                : new MalformedCommand("units", $"are missing: '{lacking.Condition.Key}' counts the units that a {c.Evidence} tells of");
        }

        // A test is of what was tested: the report on one reservation is none on another.
        if (license.Conditions.Exists(r => !r.Ended && r.Condition is EvidenceCondition { Scope: EvidenceScope.Reservation } k && k.Evidence == c.Evidence)
            && _evidence.Values.FirstOrDefault(e => e.Evidence.Rejected is null && e.Evidence.Evidence == c.Evidence && e.Evidence.Subject != c.Subject && IsOneDocument(e.Evidence, c)) is { Evidence: not null })
        {
            return new SoAlready("document", c.Reference, "on file for another reservation: each needs its own");
        }

        // What units or money a document tells of counts once, on whatever license.
        if ((c.Units > 0 || c.Value > 0) && _evidence.Values.FirstOrDefault(e => IsSame(e.Evidence, c)) is { Evidence: { } before } counted)
        {
            return new SoAlready("document", c.Reference, Sees(person, counted.License) ? $"on file and counted already, as '{before.Id}'" : "on file and counted already");
        }

        var evidence = new EvidenceRow(c.Id, c.Evidence, c.Subject, c.Issuer, person.Organization, c.Dated, c.Reference, c.Units, c.Value, c.Currency, draft.Now, _next)
        {
            ByOfficer = person.Role == Role.Officer,
            Digest = c.Digest,
        };
        license.Evidence.Add(evidence);
        _evidence.Add(c.Id, (license, evidence));
        foreach (var row in license.Conditions.Where(r => !r.Ended).ToList())
        {
            Serve(row, evidence, person.Role == Role.Officer);
        }

        return null;
    }

    private static bool IsSame(EvidenceRow e, FileEvidence c) => e.Rejected is null && e.Evidence == c.Evidence && (e.Units > 0 || e.Value > 0) && IsOneDocument(e, c);

    private static bool IsOneDocument(EvidenceRow e, FileEvidence c) => (e.Digest is not null && e.Digest == c.Digest) || (e.Issuer == c.Issuer && e.Reference == c.Reference);

    // Evidence that tells of nothing where a condition counts what it tells of.
    private static bool Lacks(ConditionRow row, FileEvidence c) => row.Condition switch
    {
        RevenueShareCondition k => k.Evidence == c.Evidence && c.Value == 0,
        PairedPurchaseCondition k => k.Evidence == c.Evidence && c.Units == 0,
        _ => false,
    };

    private LicenseRow? LicenseOf(string subject) =>
        Ledger.ReservationOf(subject) is { } r ? _byLine[r.Line] : Ledger.ShipmentOf(subject) is { } s ? _byLine[s.Line] : null;

    // Duties that a piece of evidence settles. What was missed before stays a breach until it is reinstated.
    private void Serve(ConditionRow row, EvidenceRow e, bool byOfficer)
    {
        DueItem? Open(Func<DueItem, bool> fits) => row.Items.Find(i => i.State != DueState.Done && fits(i));
        switch (row.Condition)
        {
            case ShipmentReportCondition k when e.Evidence == k.Evidence && (k.From is null || (_organizations[e.Issuer].Kind == k.From && e.FiledBy == e.Issuer)):
                Close(Open(i => i.Subject == e.Subject && e.Dated >= i.NotBefore), e.Id);
                break;
            case RevenueShareCondition k when e.Evidence == k.Evidence && e.Value > 0 && Open(i => i.Subject == e.Subject && i.Currency == e.Currency) is { } owed:
                owed.Paid += e.Value;
                owed.By.Add(e.Id);
                if (e.FiledBy == k.Authority && byOfficer)
                {
                    e.Confirmed = e.FiledBy;
                    owed.Confirmed += e.Value;
                }

                Paid(owed);
                break;
            case PeriodicReportCondition k when e.Evidence == k.Evidence && Open(i => e.Dated >= i.NotBefore) is { } stretch:
                // The next stretch was begun already when this one was missed.
                Close(stretch, e.Id);
                Next(stretch, stretch.NotBefore);
                break;
            case DeadlineCondition k when e.Evidence == k.Evidence:
                Close(Open(_ => true), e.Id);
                break;
            case FreshnessCondition k when e.Evidence == k.Evidence && Open(_ => true) is { } stale && (stale.State == DueState.Missed || e.Dated.AddDays(k.EveryDays) > stale.Due):
                // An older one than the newest on file makes nothing staler.
                Close(stale, e.Id);
                Add(new DueItem(row, row.License.Terms.Key, e.Dated.AddDays(k.EveryDays)));
                break;
            case ShipmentReportCondition or RevenueShareCondition or PeriodicReportCondition or DeadlineCondition or FreshnessCondition:
                // Of another kind or subject than it asks for.
                break;
            case AccountCondition or ExpiryCondition or SiteCondition or EndUseCondition or EvidenceCondition or NoticeCondition or PairedPurchaseCondition or StandingLawCondition or AcknowledgementCondition:
                break;
            default:
                throw UnknownKind(row.Condition);
        }
    }

    // What the payer says it paid does not fall due again, and is not done before the payee has confirmed it. What was missed stays so until it is confirmed.
    private void Paid(DueItem item)
    {
        var was = item.State;
        item.State = item.Confirmed >= item.Owed ? DueState.Done
            : item.Condition.Breaches.Exists(b => b.Item == item && b.Resolved is null) ? DueState.Missed
            : item.Paid >= item.Owed ? DueState.Claimed
            : DueState.Open;
        if (item.State == DueState.Open && was != DueState.Open)
        {
            Queue(item);
        }
    }

    private LicenseRefusal? Confirm(ConfirmPayment c, Person person)
    {
        if (!_evidence.TryGetValue(c.Filed, out var found) || !Sees(person, found.License))
        {
            return new NoSuch("evidence", c.Filed);
        }

        var rows = found.License.Conditions.Where(r => r.Condition is RevenueShareCondition k && k.Authority == person.Organization && r.Items.Exists(i => i.By.Contains(c.Filed))).ToList();
        if (rows.Count == 0)
        {
            return found.Evidence.Rejected is not null ? new SoAlready("evidence", c.Filed, "rejected")
                : new NotTheirs(person.Key, "an officer of the authority that a condition lets this be paid to");
        }

        if (Officer(person, person.Organization) is { } no)
        {
            return no;
        }

        if (found.Evidence.Confirmed is not null)
        {
            return new SoAlready("evidence", c.Filed, $"confirmed by {found.Evidence.Confirmed} already");
        }

        found.Evidence.Confirmed = person.Organization;
        foreach (var item in rows.SelectMany(r => r.Items).Where(i => i.By.Contains(c.Filed)))
        {
            item.Confirmed += found.Evidence.Value;
            Paid(item);
        }

        return null;
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
        if (!_evidence.TryGetValue(c.Filed, out var found) || !Sees(person, found.License))
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
                if (item.Owed > 0)
                {
                    item.Paid -= found.Evidence.Value;
                    item.Confirmed -= found.Evidence.Confirmed is not null ? found.Evidence.Value : 0;
                    Paid(item);
                    continue;
                }

                var missed = row.Breaches.Exists(b => b.Item == item && b.Resolved is null);
                item.State = missed ? DueState.Missed : DueState.Open;
                if (!missed)
                {
                    Queue(item);
                }
            }
        }

        return null;
    }
}
