using System.CommandLine;
using System.Globalization;
using Proviso.Ledger;
using Proviso.Licensing;

namespace Proviso.Cli.Commands.Licensing;

/// <summary><c>proviso license …</c>.</summary>
internal static class LicenseCommands
{
    public static Command Create()
    {
        var command = new Command("license", "Licenses and who takes part: found a book, issue, show, sign, suspend, reinstate; the file for the border.");
        foreach (var verb in new[] { Found(), Enroll(), Dismiss(), List(), Show(), Issue(), Proposals(), Countersign(), Withdraw(), Extend(), Revoke(), Suspend(), Reinstate(), Border(), People() })
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
        return Door.Write("found", "Begins a book. FILE: {\"title\": …, \"organizations\": […], \"people\": […], \"rehearsal\": false}.", [file], (p, s) =>
        {
            var charter = Door.ReadFile<Charter>(p.GetRequiredValue(file));
            return new FoundBook { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Title = charter.Title, Rehearsal = charter.Rehearsal, Organizations = [.. charter.Organizations], People = [.. charter.People] };
        });
    }

    private sealed record Charter(string Title, IReadOnlyList<Organization> Organizations, IReadOnlyList<Person> People, bool Rehearsal = false);

    private static Command Enroll()
    {
        var (person, organization, role, name, kind, country, parent) = (
            new Option<string?>("--person") { Description = "Key of a person.", HelpName = "KEY" }, new Option<string>("--organization") { Description = "Key of the organization.", Required = true, HelpName = "KEY" },
            new Option<Role?>("--role") { Description = "What the person may do." }, new Option<string?>("--name") { Description = "Name of the organization." },
            new Option<OrganizationKind?>("--kind") { Description = "What the organization is." }, new Option<string?>("--country") { Description = "Where it is, ISO 3166-1 alpha-2." },
            new Option<string?>("--parent") { Description = "Key of its ultimate parent." });
        return Door.Write("enroll", "Enters a person (--person, --role) or an organization (--name, --kind, --country).", [person, organization, role, name, kind, country, parent], (p, s) =>
            p.GetValue(person) is { } key
                ? new EnrollPerson { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Person = new(key, p.GetRequiredValue(organization), p.GetValue(role) ?? throw new CliException("--role is missing", "administrator, officer or clerk")) }
                : new EnrollOrganization
                {
                    Id = s.Id,
                    EventTime = s.EventTime,
                    Actor = s.Actor,
                    Organization = new(
                        p.GetRequiredValue(organization), p.GetValue(name) ?? throw new CliException("--name is missing", "name the organization, or a person with --person"),
                        p.GetValue(kind) ?? throw new CliException("--kind is missing", "authority, exporter, buyer, laboratory, supplier or other"),
                        p.GetValue(country) ?? throw new CliException("--country is missing", "two letters of ISO 3166-1"), p.GetValue(parent)),
                });
    }

    private static Command Dismiss()
    {
        var person = new Argument<string>("person") { Description = "Key of the person." };
        return Door.Write("dismiss", "Ends what a person may do.", [person], (p, s) => new DismissPerson { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Person = p.GetRequiredValue(person) });
    }

    private static Command People() => Door.Read("people", "Organizations and people of the book.", [], (_, book, _, json) =>
    {
        if (json)
        {
            Console.Out.WriteLine(LicenseJson.Canonical(new { book.Organizations, book.People }));
            return ExitCodes.Clear;
        }

        LicenseText.Table(["organization", "kind", "country", "name"], book.Organizations.Select(o => new[] { o.Key, o.Kind.ToString().ToLowerInvariant(), o.Country, o.Name }));
        Console.Out.WriteLine();
        LicenseText.Table(["person", "of", "role"], book.People.Select(o => new[] { o.Key, o.Organization, o.Role.ToString().ToLowerInvariant() }));
        return ExitCodes.Clear;
    });

    private static Command List() => Door.Read("list", "All licenses.", [], (_, book, on, json) =>
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
                l.Key, LicenseText.Word(book.StatusOf(l.Key, on)), l.Through.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), l.Authority, l.Exporter, l.Buyer, l.Product, l.Destination,
                l.Lines.Sum(x => book.Ledger.BalanceOf(x.Key)!.Value.Authorized.Units).ToString("N0", CultureInfo.InvariantCulture),
                book.BreachesOf(l.Key).Count(b => b.Breach.Resolved is null).ToString(CultureInfo.InvariantCulture),
                book.Obligations(openOnly: true).Count(o => o.License == l.Key).ToString(CultureInfo.InvariantCulture),
            }), 8, 9, 10);
        return ExitCodes.Clear;
    });

    private static void Heading(LicenseBook book) =>
        Console.Out.WriteLine(Shown.Text($"{book.Title}: {book.Sequence} entries, the last at {book.Ledger.LastRecorded}{(book.IsRehearsal ? "; a rehearsal, nothing in it is real" : "")}"));

    private static Command Show()
    {
        var license = License();
        return Door.Read("show", "A license with its lines, conditions, duties, breaches and acknowledgements.", [license], (p, book, on, json) =>
        {
            var key = p.GetRequiredValue(license);
            var terms = Known(book, key);
            if (json)
            {
                Console.Out.WriteLine(LicenseJson.Canonical(new
                {
                    License = terms,
                    Status = book.StatusOf(key, on),
                    Lines = book.Lines(on).Where(l => l.License.Key == key).Select(l => new { l.Line, l.Balance, l.Causes, l.Free, l.Tightest }).ToList(),
                    Conditions = book.Conditions(key, on).Select(c => new { c.Condition.Key, c.Status, c.DueOn, c.Reason, c.Evidence, c.Version }).ToList(),
                    Obligations = book.Obligations(openOnly: true).Where(o => o.License == key).ToList(),
                    Breaches = book.BreachesOf(key).Select(b => new { b.Condition, b.Breach }).ToList(),
                    Evidence = book.EvidenceOf(key),
                    Shipments = book.ShipmentsOf(key),
                }));
                return ExitCodes.Clear;
            }

            Console.Out.WriteLine(Shown.Text($"license {key}: {LicenseText.Word(book.StatusOf(key, on))}, {terms.From:yyyy-MM-dd} to {terms.Through:yyyy-MM-dd}, by {terms.Authority} under {terms.Basis}"));
            Console.Out.WriteLine(Shown.Text($"  {terms.Exporter} to {terms.Buyer}: {terms.Product} to {terms.Destination} for {terms.EndUse}"));
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
    public static LicenseTerms Known(LicenseBook book, string license) =>
        book.Find(license) ?? throw new CliException($"there is no license {Shown.Text(license)} in this book", $"there are: {string.Join(", ", book.Licenses.Take(20).Select(l => l.Key))}");

    private static Command Issue()
    {
        var file = JsonFile("The license with its lines and conditions");
        return Door.Write("issue", "Proposes a license; it is issued when another officer countersigns. docs/reference/licenses.md shows the file.", [file], (p, s) =>
            new IssueLicense { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, License = Door.ReadFile<LicenseTerms>(p.GetRequiredValue(file)) });
    }

    private static Command Proposals()
    {
        var all = new Option<bool>("--all") { Description = "Also those that have ended." };
        return Door.Read("proposals", "What waits for a second signature.", [all], (p, book, _, json) =>
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
        return Door.Write("countersign", "Signs a proposal as the second officer; it takes effect with it.", [proposal], (p, s) => new Countersign { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Proposal = p.GetRequiredValue(proposal) });
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
        return Door.Read("border", "The file for customs: what may pass on each line today. A suspended line is suspended in it, at the same entry.", [csv], (p, book, on, json) =>
        {
            var file = BorderFile.Of(book, on);
            if (json)
            {
                Console.Out.WriteLine(LicenseJson.Canonical(file));
            }
            else if (p.GetValue(csv))
            {
                using var writer = new CsvHelper.CsvWriter(Console.Out, CultureInfo.InvariantCulture, leaveOpen: true);
                foreach (var head in s_border)
                {
                    writer.WriteField(head);
                }

                writer.NextRecord();
                foreach (var r in file.Rows)
                {
                    foreach (var field in new[]
                    {
                        file.Sequence.ToString(CultureInfo.InvariantCulture), Iso(on), r.License, r.Line, r.Status, r.Because, r.Authority, r.Exporter, r.Buyer, r.Product, r.Destination, Iso(r.From), Iso(r.Through), r.Currency,
                        Amounts.Text(Measure.Units, r.MayShip.Units), Amounts.Text(Measure.Value, r.MayShip.Value), Amounts.Text(Measure.Tpp, r.MayShip.Tpp),
                    })
                    {
                        writer.WriteField(field);
                    }

                    writer.NextRecord();
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
        });
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
