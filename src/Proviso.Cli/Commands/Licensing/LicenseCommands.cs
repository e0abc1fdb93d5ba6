using System.CommandLine;
using System.Globalization;
using Proviso.Ledger;
using Proviso.Licensing;
using Proviso.Quantities;

namespace Proviso.Cli.Commands.Licensing;

/// <summary><c>proviso license …</c>.</summary>
internal static class LicenseCommands
{
    public static Command Create()
    {
        var command = new Command("license", "Licenses and who takes part: found a book, issue, show, sign, suspend, reinstate; the file for the border.");
        foreach (var verb in new[] { Found(), Enroll(), Invite(), Accept(), Dismiss(), List(), Show(), Issue(), Proposals(), Countersign(), Withdraw(), Extend(), Revoke(), Confirm(), Suspend(), Reinstate(), Border(), People() })
        {
            command.Subcommands.Add(verb);
        }

        return command;
    }

    /// <summary>The option of whatever has to be explained.</summary>
    public static Option<string> Reason() => new("--reason") { Description = "Why.", Required = true, HelpName = "TEXT" };

    /// <summary>The license that a command is about.</summary>
    public static Argument<string> License() => new("license") { Description = "The license." };

    /// <summary>A file of JSON.</summary>
    public static Option<string> JsonFile(string what) => new("--file") { Description = $"{what}, as JSON.", Required = true, HelpName = "FILE" };

    private static Command Found()
    {
        var file = JsonFile("The title, organizations and people");
        return Door.Write(
            "found",
            "Begins a book. FILE: {\"title\": …, \"organizations\": […], \"people\": […], \"rehearsal\": false, \"bounds\": {\"priceTolerance\": 0.1, \"clockHours\": 24, \"rateBand\": 0.05}}. The people are those "
            + "of the founder's organization; the others are invited.",
            [file], (p, s) =>
        {
            var charter = Door.ReadFile<Charter>(p.GetRequiredValue(file));
            return new FoundBook { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Title = charter.Title, Rehearsal = charter.Rehearsal, Organizations = [.. charter.Organizations], People = [.. charter.People], Bounds = charter.Bounds ?? BookBounds.Default };
        }, founds: true);
    }

    private sealed record Charter(string Title, IReadOnlyList<Organization> Organizations, IReadOnlyList<Person> People, bool Rehearsal = false, BookBounds? Bounds = null);

    private static Command Enroll()
    {
        var (person, organization, role, name, kind, country, parent) = (
            new Option<string?>("--person") { Description = "Key of a person.", HelpName = "KEY" }, new Option<string>("--organization") { Description = "Key of the organization.", Required = true, HelpName = "KEY" },
            WordOption.OrNone<Role>("--role", "What the person may do."), new Option<string?>("--name") { Description = "Name of the organization." },
            WordOption.OrNone<OrganizationKind>("--kind", "What the organization is."), new Option<string?>("--country") { Description = "Where it is, ISO 3166-1 alpha-2." },
            new Option<string?>("--parent") { Description = "Key of its ultimate parent; none to take it away. What is not stated of an organization that is in the book stays as it is.", HelpName = "KEY" });
        return Door.Write(
            "enroll",
            "Enters a person of your own organization (--person, --role), or an organization (--name, --kind, --country); what needs a second person is proposed. Example: proviso license enroll --person "
            + "lotus-clerk --organization lotus --role clerk --as lotus-admin",
            [person, organization, role, name, kind, country, parent], (p, s) =>
            p.GetValue(person) is { } key
                ? new EnrollPerson { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Person = new(key, p.GetRequiredValue(organization), p.GetValue(role) ?? throw new CliException("--role is missing", "administrator, officer or clerk")) }
                : new EnrollOrganization { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Organization = Facts(p, s.View?.Organizations.FirstOrDefault(o => o.Key == p.GetValue(organization))) });

        // What is not stated of one that is in the book stays as it is; a parent is taken away by name.
        Organization Facts(ParseResult p, Organization? known) => new(
            p.GetRequiredValue(organization), p.GetValue(name) ?? known?.Name ?? throw new CliException("--name is missing", "name the organization, or a person with --person"),
            p.GetValue(kind) ?? known?.Kind ?? throw new CliException("--kind is missing", "authority, exporter, buyer, laboratory, supplier or other"),
            p.GetValue(country) ?? known?.Country ?? throw new CliException("--country is missing", "two letters of ISO 3166-1"),
            p.GetValue(parent) switch { null => known?.UltimateParent, "none" => null, var key => key });
    }

    private static Command Invite()
    {
        var (organization, person) = (new Argument<string>("organization") { Description = "Key of an organization that has nobody yet." }, new Option<string>("--person") { Description = "The key that its first administrator will act under.", Required = true, HelpName = "KEY" });
        return Door.Write(
            "invite",
            "Proposes the first administrator of an organization; another administrator of the authority countersigns, and the person accepts. Example: proviso license invite lotus-group --person group-admin --as "
            + "us-admin --id invite",
            [organization, person], (p, s) =>
            new InviteAdministrator { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Organization = p.GetRequiredValue(organization), Person = p.GetRequiredValue(person) });
    }

    private static Command Accept()
    {
        var invitation = new Argument<string>("invitation") { Description = "The invitation." };
        return Door.Write(
            "accept",
            "Accepts an invitation, as the person who was invited. It is named after its proposal, with -act at the end: what `license invite … --id invite` proposed is accepted with proviso license accept "
            + "invite-act --as group-admin",
            [invitation], (p, s) => new AcceptInvitation { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Invitation = p.GetRequiredValue(invitation) });
    }

    private static Command Confirm()
    {
        var (license, reason) = (License(), Reason());
        return Door.Write(
            "confirm",
            "Proposes to confirm a license after the facts of its parties changed; nothing moves on it until another officer of its authority countersigns. Example: proviso license confirm US-2026-0001 --reason "
            + "'looked at again' --as us-officer-1",
            [license, reason], (p, s) =>
            new ConfirmLicense { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, License = p.GetRequiredValue(license), Reason = p.GetRequiredValue(reason) });
    }

    private static Command Dismiss()
    {
        var person = new Argument<string>("person") { Description = "Key of the person." };
        return Door.Write(
            "dismiss",
            "Ends what a person of your own organization may do. Example: proviso license dismiss lotus-officer --as lotus-admin",
            [person], (p, s) => new DismissPerson { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Person = p.GetRequiredValue(person) });
    }

    private static Command People() => Door.Read("people", "Your own people, the organizations you deal with, and the bounds the book was founded with. Example: proviso license people --as us-admin", [], (_, book, _, json) =>
    {
        if (json)
        {
            Console.Out.WriteLine(LicenseJson.Canonical(new { book.Organizations, book.People, book.Bounds }));
            return ExitCodes.Clear;
        }

        LicenseText.Table(["organization", "kind", "country", "name"], book.Organizations.Select(o => new[] { o.Key, o.Kind.ToString().ToLowerInvariant(), o.Country, o.Name }));
        Console.Out.WriteLine();
        LicenseText.Table(["person", "of", "role", "how known"], book.People.Select(o => new[] { o.Key, o.Organization, o.Role.ToString().ToLowerInvariant(), o.How }));
        Console.Out.WriteLine();
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"taken at its word: values within {FixedPoint.ToText(book.Bounds.PriceTolerance * 100L)} % of the unit price, a clock within {book.Bounds.ClockHours} hours of the last entry, rates within {FixedPoint.ToText(book.Bounds.RateBand * 100L)} % of the last"));
        return ExitCodes.Clear;
    });

    private static Command List() => Door.Read("list", "The licenses you have to do with. Example: proviso license list --as lotus-officer", [], (_, book, on, json) =>
    {
        if (json)
        {
            Console.Out.WriteLine(LicenseJson.Canonical(book.Licenses.Select(l => new { License = l, Status = book.StatusOf(l.Key, on) }).ToList()));
            return ExitCodes.Clear;
        }

        Heading(book);
        LicenseText.Table(
            ["license", "state", "through", "authority", "exporter", "buyer", "product", "to", "units", "broken", "open duties"],
            book.Licenses.Select(l => new[]
            {
                l.Key, LicenseText.State(book, l.Key, on), l.Through.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), l.Authority, l.Exporter, l.Buyer, l.Product, l.Destination,
                l.Lines.Sum(x => book.Account(x.Key)!.Balance.Authorized.Units).ToString("N0", CultureInfo.InvariantCulture),
                book.Conditions(l.Key, on).Count(c => c.Status == ConditionStatus.Breached).ToString(CultureInfo.InvariantCulture),
                book.Obligations(openOnly: true).Count(o => o.License == l.Key).ToString(CultureInfo.InvariantCulture),
            }), 8, 9, 10);
        return ExitCodes.Clear;
    });

    private static void Heading(LicenseView book) =>
        Console.Out.WriteLine(Shown.Text($"{book.Title}: {book.Sequence} entries, the last at {book.LastRecorded}{(book.IsRehearsal ? "; a rehearsal, nothing in it is real" : "")}"));

    private static Command Show()
    {
        var license = License();
        return Door.Read("show", "A license with its lines, conditions, obligations, breaches and acknowledgements. Example: proviso license show US-2026-0001 --as lotus-officer", [license], (p, book, on, json) =>
        {
            var key = p.GetRequiredValue(license);
            var terms = Known(book, key);
            if (json)
            {
                Console.Out.WriteLine(LicenseJson.Canonical(new
                {
                    License = terms,
                    Status = book.StatusOf(key, on),
                    Lines = book.Lines(on).Where(l => l.License.Key == key).Select(l => new { l.Line, l.Balance, l.Causes, l.FreeUnits, l.Tightest, l.OtherLimits }).ToList(),
                    Conditions = book.Conditions(key, on).Select(c => new { c.Condition.Key, c.Status, c.DueOn, c.Reason, c.Evidence, c.Version }).ToList(),
                    Obligations = book.Obligations(openOnly: true).Where(o => o.License == key).ToList(),
                    Breaches = book.BreachesOf(key).Select(b => new { b.Condition, b.Breach }).ToList(),
                    Evidence = book.EvidenceOf(key),
                    Shipments = book.ShipmentsOf(key),
                }));
                return ExitCodes.Clear;
            }

            Console.Out.WriteLine(Shown.Text($"license {key}: {LicenseText.State(book, key, on)}, {terms.From:yyyy-MM-dd} to {terms.Through:yyyy-MM-dd}, by {terms.Authority} under {terms.Basis}"));
            Console.Out.WriteLine(Shown.Text($"  {terms.Exporter} to {terms.Buyer}: {terms.Product} to {terms.Destination} for {terms.EndUse}"));
            if (book.ReopenedBy(key) is { } changed)
            {
                Console.Out.WriteLine(Shown.Text($"  stopped until {terms.Authority} confirms it: {changed}"));
            }

            LicenseText.Law(terms, on);

            Console.Out.WriteLine();
            LicenseText.Lines(book.Lines(on).Where(l => l.License.Key == key));
            Console.Out.WriteLine();
            LicenseText.Conditions(book.Conditions(key, on));
            if (book.Obligations(openOnly: true).Where(o => o.License == key).ToList() is { Count: > 0 } duties)
            {
                Console.Out.WriteLine();
                LicenseText.Obligations(duties, on);
            }

            foreach (var (condition, breach) in book.BreachesOf(key))
            {
                Console.Out.WriteLine(Shown.Text($"breach of {condition} at {breach.At}: {breach.Subject}: {breach.Reason}{(breach.Resolved is { } resolved ? $"; ended: {resolved}" : "; it stands")}"));
            }

            return ExitCodes.Clear;
        });
    }

    /// <summary>A license of the book, or a clear error.</summary>
    public static LicenseTerms Known(LicenseView book, string license) =>
        book.Find(license) ?? throw new CliException($"there is no license {Shown.Text(license)} in this book", book.Licenses.Any() ? $"there are: {string.Join(", ", book.Licenses.Take(20).Select(l => l.Key))}" : $"{Shown.Text(book.Reader.Organization)} has to do with none");

    private static Command Issue()
    {
        var file = JsonFile("The license with its lines and conditions");
        return Door.Write("issue", "Proposes a license; it is issued when another officer countersigns. docs/reference/licenses.md shows the file.", [file], (p, s) =>
            new IssueLicense { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, License = Door.ReadFile<LicenseTerms>(p.GetRequiredValue(file)) });
    }

    private static Command Proposals()
    {
        var all = new Option<bool>("--all") { Description = "Also those that have ended." };
        return Door.Read("proposals", "What your organization proposed, and what waits for your signature. Example: proviso license proposals --as us-officer-2", [all], (p, book, _, json) =>
        {
            var proposals = book.Proposals.Where(x => p.GetValue(all) || x.Ended is null).ToList();
            if (json)
            {
                Console.Out.WriteLine(LicenseJson.Canonical(proposals));
                return ExitCodes.Clear;
            }

            if (proposals.Count == 0)
            {
                Console.Out.WriteLine("nothing waits");
                return ExitCodes.Clear;
            }

            LicenseText.Table(["proposal", "by", "at", "what", "state"], proposals.Select(x => new[] { x.Id, x.Command.Actor, x.At.ToString(), LicenseText.What(x.Command), x.Ended ?? "waits" }));
            return ExitCodes.Clear;
        });
    }

    private static Command Countersign()
    {
        var proposal = new Argument<string>("proposal") { Description = "The proposal." };
        var stated = new Option<string?>("--stated") { Description = "For a proposal about the clock: the day it is by your own calendar.", HelpName = "DAY" };
        return Door.Write(
            "countersign",
            "Signs a proposal as the second person; it takes effect with it. `license proposals` shows what waits for you. Example, after `license extend … --id longer`: proviso license countersign longer --as "
            + "us-officer-2",
            [proposal, stated], (p, s) => new Countersign
            {
                Id = s.Id,
                EventTime = s.EventTime,
                Actor = s.Actor,
                Proposal = p.GetRequiredValue(proposal),
                Stated = p.GetValue(stated) is { } day ? Door.Day("--stated", day) : null,
            });
    }

    private static Command Withdraw()
    {
        var (proposal, reason) = (new Argument<string>("proposal") { Description = "The proposal." }, Reason());
        return Door.Write("withdraw", "Ends a proposal.", [proposal, reason], (p, s) =>
            new WithdrawProposal { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Proposal = p.GetRequiredValue(proposal), Reason = p.GetRequiredValue(reason) });
    }

    private static Command Extend()
    {
        var (license, through, reason) = (License(), new Option<string>("--through") { Description = "The new last day.", Required = true, HelpName = "DAY" }, Reason());
        return Door.Write("extend", "Proposes another last day.", [license, through, reason], (p, s) => new ExtendLicense
        {
            Id = s.Id,
            EventTime = s.EventTime,
            Actor = s.Actor,
            License = p.GetRequiredValue(license),
            Through = Door.Day("--through", p.GetRequiredValue(through)),
            Reason = p.GetRequiredValue(reason),
        });
    }

    private static Command Revoke()
    {
        var (license, reason) = (License(), Reason());
        return Door.Write("revoke", "Proposes to end a license for good. To stop it at once, suspend it.", [license, reason], (p, s) =>
            new RevokeLicense { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, License = p.GetRequiredValue(license), Reason = p.GetRequiredValue(reason) });
    }

    private static (Argument<string> Target, Option<bool> Account, Option<string> Cause) Stopping() => (
        new("target") { Description = "The license, or with --account the line or cap." }, new("--account") { Description = "The target is a line or cap." },
        new("--cause") { Description = "A key for the cause; for a breach LICENSE/CONDITION.", Required = true, HelpName = "KEY" });

    private static SuspensionScope Scope(bool account) => account ? SuspensionScope.Account : SuspensionScope.License;

    private static Command Suspend()
    {
        var ((target, account, cause), reason) = (Stopping(), Reason());
        return Door.Write("suspend", "Stops a license, line or cap at once; one officer is enough.", [target, account, cause, reason], (p, s) => new SuspendUse
        {
            Id = s.Id,
            EventTime = s.EventTime,
            Actor = s.Actor,
            Scope = Scope(p.GetValue(account)),
            Target = p.GetRequiredValue(target),
            Cause = p.GetRequiredValue(cause),
            Reason = p.GetRequiredValue(reason),
        });
    }

    private static Command Reinstate()
    {
        var ((target, account, cause), reason) = (Stopping(), Reason());
        var due = new Option<string?>("--new-due") { Description = "For a duty that is still open: its new last day.", HelpName = "DAY" };
        return Door.Write("reinstate", "Proposes to take one cause of a suspension back, and the breaches it came from.", [target, account, cause, reason, due], (p, s) => new ReinstateUse
        {
            Id = s.Id,
            EventTime = s.EventTime,
            Actor = s.Actor,
            Scope = Scope(p.GetValue(account)),
            Target = p.GetRequiredValue(target),
            Cause = p.GetRequiredValue(cause),
            Reason = p.GetRequiredValue(reason),
            NewDue = p.GetValue(due) is { } day ? Door.Day("--new-due", day) : null,
        });
    }

    private static readonly string[] s_border =
    [
        "sequence", "on", "license", "line", "status", "because", "authority", "exporter", "buyer", "product", "destination", "from", "through", "currency", "may_ship_units", "may_ship_value", "may_ship_tpp",
    ];

    private static Command Border()
    {
        var csv = new Option<bool>("--csv") { Description = "As CSV." };
        return Door.Read("border", "The file for customs: what may pass on each line today. A suspended line is suspended in it, at the same entry. Example: proviso license border --on 2026-03-27 --as us-officer-1", [csv], (p, book, on, json) =>
        {
            var file = BorderFile.Of(book, on);
            if (json)
            {
                Console.Out.WriteLine(LicenseJson.Canonical(file));
            }
            else if (p.GetValue(csv))
            {
                using var writer = new CsvOut(Console.Out);
                writer.Row(s_border);
                foreach (var r in file.Rows)
                {
                    writer.Row(
                        file.Sequence.ToString(CultureInfo.InvariantCulture), Iso(on), r.License, r.Line, r.Status, r.Because, r.Authority, r.Exporter, r.Buyer, r.Product, r.Destination, Iso(r.From), Iso(r.Through), r.Currency,
                        Amounts.Text(Measure.Units, r.MayShip.Units), Amounts.Text(Measure.Value, r.MayShip.Value), Amounts.Text(Measure.Tpp, r.MayShip.Tpp));
                }
            }
            else
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"for {Iso(on)}, from {file.Sequence} entries"));
                LicenseText.Table(
                    ["line", "license", "status", "may pass", "value", "TPP", "because"],
                    file.Rows.Select(r => new[] { r.Line, r.License, r.Status, LicenseText.Figure(Measure.Units, r.MayShip.Units), LicenseText.Figure(Measure.Value, r.MayShip.Value), LicenseText.Figure(Measure.Tpp, r.MayShip.Tpp), r.Because }), 3, 4, 5);
            }

            return ExitCodes.Clear;
        }, isOfToday: true);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
