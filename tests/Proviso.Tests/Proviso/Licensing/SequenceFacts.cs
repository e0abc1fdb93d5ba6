using System.Collections.Immutable;
using Proviso.Ledger;
using Proviso.Licensing;

namespace Proviso.Tests.Proviso.Licensing;

/// <summary>What a book says of everything that takes two persons, by its public readings alone; and what of it one person may never have changed.</summary>
internal sealed class SequenceFacts
{
    private const long Price = 30_000_000_000;

    private readonly Dictionary<string, (Amounts Authorized, AccountStates State, ImmutableArray<string> Causes, RatioFigures? Ratio)> _accounts = [];
    private readonly Dictionary<string, (LicenseTerms Terms, string? Reopened)> _licenses = [];
    private readonly Dictionary<(string License, string Condition), (Condition Body, ConditionStatus Status)> _conditions = [];
    private readonly Dictionary<(string License, int At), bool> _breaches = [];
    private readonly Dictionary<string, Organization> _organizations = [];
    private readonly Dictionary<string, Person> _people = [];
    private readonly Dictionary<string, (string License, EvidenceRow Row, string? Confirmed)> _evidence = [];
    private readonly Dictionary<string, string> _ended = [];
    private readonly HashSet<string> _shipments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Amounts> _returned = [];
    private readonly List<LedgerCommand> _ledger;
    private readonly List<SellAtHome> _sales;
    private readonly Moment _last;

    public SequenceFacts(LicenseBook book, DateOnly on)
    {
        _last = book.LastRecorded;
        for (var row = 0; row < book.Ledger.AccountCount; row++)
        {
            _accounts.Add(book.Ledger.TermsAt(row).Account, (book.Ledger.BalanceAt(row).Authorized, book.Ledger.StateAt(row), book.Ledger.CausesAt(row), book.Ledger.RatioAt(row)));
        }

        foreach (var terms in book.Licenses)
        {
            _licenses.Add(terms.Key, (terms, book.ReopenedBy(terms.Key)));
            foreach (var reading in book.Conditions(terms.Key, on))
            {
                _conditions.Add((terms.Key, reading.Condition.Key), (reading.Condition, reading.Status));
            }

            foreach (var ((_, breach), at) in book.BreachesOf(terms.Key).Select((b, at) => (b, at)))
            {
                _breaches.Add((terms.Key, at), breach.Resolved is null);
            }

            foreach (var row in book.EvidenceOf(terms.Key))
            {
                _evidence.Add(row.Id, (terms.Key, row, row.Confirmed));
            }

            foreach (var id in book.ShipmentsOf(terms.Key))
            {
                _shipments.Add($"{terms.Key}|{id}");
                _returned.Add(id, book.Ledger.ShipmentOf(id)!.Value.Returned);
            }
        }

        foreach (var organization in book.Organizations)
        {
            _organizations.Add(organization.Key, organization);
        }

        foreach (var person in book.People)
        {
            _people.Add(person.Key, person);
        }

        foreach (var proposal in book.Proposals)
        {
            _ended.Add(proposal.Id, proposal.Ended ?? "");
        }

        _ledger = [.. book.Ledger.Entries.SelectMany(e => Flat(e.Command))];
        _sales = [.. book.Sales.Select(s => s.Sale)];
    }

    private static IEnumerable<LedgerCommand> Flat(LedgerCommand command) => command is Linked l ? l.Commands.SelectMany(Flat) : [command];

    /// <summary>What one person reached that takes two: empty when the rule holds.</summary>
    /// <param name="before">The book before the person began.</param>
    /// <param name="person">Who acted; null for a stranger.</param>
    /// <param name="now">When.</param>
    public IEnumerable<string> Reached(SequenceFacts before, Person? person, Moment now)
    {
        bool OfAuthority(string organization) => _organizations.GetValueOrDefault(organization)?.Kind == OrganizationKind.Authority;
        foreach (var (key, now_) in _accounts)
        {
            if (!before._accounts.TryGetValue(key, out var was))
            {
                yield return $"account {key} opened";
                continue;
            }

            if (now_.Authorized.Units > was.Authorized.Units || now_.Authorized.Value > was.Authorized.Value || now_.Authorized.Tpp > was.Authorized.Tpp)
            {
                yield return $"{key} authorizes more";
            }

            if (now_.Ratio?.Ratio > was.Ratio?.Ratio || now_.Ratio?.Sold > was.Ratio?.Sold)
            {
                yield return $"{key}: room under a ratio cap whose sales are countersigned";
            }

            const AccountStates stops = AccountStates.Suspended | AccountStates.Frozen | AccountStates.Closed;
            if ((was.State & stops & ~now_.State) != AccountStates.None || was.Causes.Except(now_.Causes).Any())
            {
                yield return $"{key}: a suspension or freeze lifted";
            }
        }

        foreach (var (key, license) in _licenses)
        {
            if (!before._licenses.TryGetValue(key, out var was))
            {
                yield return $"license {key} issued";
            }
            else if (license.Terms.Through != was.Terms.Through)
            {
                yield return $"license {key} extended or shortened";
            }
            else if (was.Reopened is not null && license.Reopened is null)
            {
                yield return $"license {key} confirmed";
            }
        }

        foreach (var (key, was) in before._conditions)
        {
            if (!_conditions.TryGetValue(key, out var condition))
            {
                yield return $"condition {key} ended";
            }
            else if (LicenseJson.Canonical(condition.Body) != LicenseJson.Canonical(was.Body))
            {
                yield return $"condition {key} changed";
            }
            else if (condition.Status == ConditionStatus.Waived && was.Status != ConditionStatus.Waived)
            {
                yield return $"condition {key} waived";
            }
            else if (condition.Body is EvidenceCondition { Independent: true, Scope: EvidenceScope.License } && condition.Status == ConditionStatus.Met && was.Status != ConditionStatus.Met
                && !(person is not null && person.Organization is not ("maker" or "cloud" or "group" or "own-lab" or "us" or "cn")))
            {
                // The laboratory's own person may file it; nobody of the parties, of their group, or of an authority.
                yield return $"condition {key}: an independent report counts that {person?.Key} filed";
            }
        }

        foreach (var (key, standing) in before._breaches)
        {
            if (standing && !_breaches.GetValueOrDefault(key))
            {
                yield return $"a breach of {key.License} resolved";
            }
        }

        foreach (var command in _ledger.Skip(before._ledger.Count))
        {
            switch (command)
            {
                case RightClock:
                    yield return "the clock set back";
                    break;
                case Reverse c when _ledger.OfType<RecordSale>().All(s => s.Id != c.Command):
                    yield return $"{c.Command} reversed";
                    break;
                case SetRate c:
                    // By hand, and not as the book reckons it: within five percent of the one before, later than it, and not of the past.
                    var last = _ledger.TakeWhile(x => x != c).OfType<SetRate>().LastOrDefault(x => (x.From, x.To, x.Authority) == (c.From, c.To, c.Authority));
                    if (last is null)
                    {
                        yield return "the first rate of an authority";
                    }
                    else
                    {
                        var (given, old) = ((decimal)c.ToAmount / c.FromAmount, (decimal)last.ToAmount / last.FromAmount);
                        if (Math.Abs(given - old) > old * 0.05m || c.Since.DayNumber <= last.Since.DayNumber || now.Milliseconds - c.Since.Milliseconds > 3 * Moment.Day)
                        {
                            yield return $"a rate outside the band: {given} of {c.Since} after {old} of {last.Since}";
                        }
                    }

                    break;
                case Reserve c when Math.Abs(c.Amounts.Value - (c.Amounts.Units * Price)) > c.Amounts.Units * Price / 10:
                    yield return "a reservation outside the tolerance of the price";
                    break;
                case Ship c when Math.Abs(c.Amounts.Value - (c.Amounts.Units * Price)) > c.Amounts.Units * Price / 10:
                    yield return "a shipment outside the tolerance of the price";
                    break;
                case Reserve c when c.Amounts.Tpp != c.Amounts.Units * Rehearsal.Tpp:
                    yield return "a reservation of other TPP";
                    break;
            }
        }

        foreach (var (key, now_) in _people)
        {
            var was = before._people.GetValueOrDefault(key);
            if (was is not null && was != now_)
            {
                yield return key == person?.Key ? $"{key} changed the own role" : OfAuthority(now_.Organization) && now_.Role != Role.Clerk ? $"{key} raised to {now_.Role} of an authority" : "";
            }

            if (was is null && OfAuthority(now_.Organization) && now_.Role != Role.Clerk)
            {
                yield return $"{key} is {now_.Role} of an authority";
            }

            if (was is null && before._people.Values.All(p => p.Organization != now_.Organization))
            {
                yield return $"{key} is the first of {now_.Organization}";
            }

            if (key == "us-9" && now_.Organization != "us" && before._ended.ContainsKey("orphan"))
            {
                yield return $"{key}, once of us, taken over by {now_.Organization}";
            }

            if (was != now_ && now_.Organization != person?.Organization)
            {
                yield return $"{key}, of {now_.Organization}, enrolled or changed from outside";
            }
        }

        foreach (var (key, was) in before._people)
        {
            if (!_people.ContainsKey(key) && was.Organization != person?.Organization)
            {
                yield return $"{key}, of {was.Organization}, dismissed from outside";
            }
        }

        foreach (var (key, was) in before._organizations)
        {
            if (_organizations[key] == was)
            {
                continue;
            }

            var parties = _licenses.Values.SelectMany(l => new[] { l.Terms.Exporter, l.Terms.Buyer }).ToHashSet(StringComparer.Ordinal);
            if (parties.Contains(key) || parties.Any(p => before._organizations[p].UltimateParent == key) || before._evidence.Values.Any(e => e.Row.Issuer == key))
            {
                yield return $"facts of {key} changed, on which a license rests";
            }
        }

        foreach (var (id, (license, row, confirmed)) in _evidence)
        {
            var isOfficer = person is { Role: Role.Officer } && before._people.GetValueOrDefault(person.Key)?.Role == Role.Officer && person.Organization == _licenses[license].Terms.Authority;
            if (confirmed is not null && before._evidence.GetValueOrDefault(id).Confirmed is null && !isOfficer)
            {
                yield return $"payment {id} confirmed by {row.FiledBy}";
            }
        }

        foreach (var (id, amounts) in _returned)
        {
            if (amounts.Units > before._returned.GetValueOrDefault(id).Units)
            {
                yield return $"{id}: quota free again by a return";
            }
        }

        // What no one person may ship: without the laboratory's report, before a notice is old enough, on a breach that holds, on a stop, on changed facts.
        foreach (var shipment in _shipments.Except(before._shipments))
        {
            if (shipment.Split('|')[0] is "US-1" or "US-3" or "US-4" or "US-5" or "US-7")
            {
                yield return $"shipped on {shipment}";
            }
        }

        foreach (var (id, ended) in _ended)
        {
            if (ended.StartsWith("countersigned", StringComparison.Ordinal) && before._ended.GetValueOrDefault(id) != ended)
            {
                yield return $"proposal {id} took effect with one person";
            }
        }

        foreach (var same in _sales.GroupBy(s => s.Digest).Where(g => g.Count() > 1))
        {
            yield return $"document {same.Key[..8]} counts twice";
        }

        if (_last < before._last)
        {
            yield return "time of the book set back";
        }
    }
}
