using System.CommandLine;
using System.Security.Cryptography;
using Proviso.Licensing;

namespace Proviso.Cli.Commands.Licensing;

/// <summary><c>proviso condition …</c> and <c>proviso obligation …</c>.</summary>
internal static class ConditionCommands
{
    public static Command Create()
    {
        var command = new Command("condition", "Conditions: how they stand and why; add, change, waive, acknowledge; evidence; breaches.");
        foreach (var verb in new[] { List(), Show(), Compose(), Add(), Change(), End(), Waive(), Breach(), Acknowledge(), Evidence(), ConfirmPayment(), Reject() })
        {
            command.Subcommands.Add(verb);
        }

        return command;
    }

    public static Command Obligations()
    {
        var command = new Command("obligation", "What has to be done, with its last day.");
        var (all, within) = (new Option<bool>("--all") { Description = "Also those that are done." }, NumberOption.BetweenOrNone("--within", "Only those due within so many days, and those missed.", 0, 36_600, "DAYS"));
        command.Subcommands.Add(Door.Read("list", "What has to be done by its last day, the nearest first. Example: proviso obligation list --within 30 --as lotus-officer", [all, within], (p, book, on, json) =>
        {
            var duties = book.Obligations(openOnly: !p.GetValue(all)).Where(o => p.GetValue(within) is not { } days || o.Due.DayNumber - on.DayNumber <= days).ToList();
            if (json)
            {
                Console.Out.WriteLine(LicenseJson.Canonical(duties));
            }
            else if (duties.Count == 0)
            {
                Console.Out.WriteLine("nothing is due");
            }
            else
            {
                LicenseText.Obligations(duties, on);
            }

            return ExitCodes.Clear;
        }));
        return command;
    }

    private static Argument<string> Key() => new("condition") { Description = "The condition." };

    private static Command List()
    {
        var license = new Argument<string?>("license") { Description = "The license. Default: all.", Arity = ArgumentArity.ZeroOrOne };
        var status = WordOption.OrNone<ConditionStatus>("--status", "Only those that stand so.");
        return Door.Read("list", "Conditions with how they stand and why.", [license, status], (p, book, on, json) =>
        {
            var licenses = p.GetValue(license) is { } one ? [LicenseCommands.Known(book, one).Key] : book.Licenses.Select(l => l.Key).ToList();
            var readings = licenses.SelectMany(l => book.Conditions(l, on)).Where(r => p.GetValue(status) is not { } wanted || r.Status == wanted).ToList();
            if (json)
            {
                Console.Out.WriteLine(LicenseJson.Canonical(readings));
            }
            else
            {
                LicenseText.Conditions(readings);
            }

            return ExitCodes.Clear;
        });
    }

    private static ConditionReading Known(LicenseView book, string license, string condition, DateOnly on)
    {
        LicenseCommands.Known(book, license);
        return book.Conditions(license, on).FirstOrDefault(r => r.Condition.Key == condition)
            ?? throw new CliException($"license {Shown.Text(license)} has no condition {Shown.Text(condition)}", $"there are: {string.Join(", ", book.Conditions(license, on).Select(r => r.Condition.Key))}");
    }

    private static Command Show()
    {
        var (license, key) = (LicenseCommands.License(), Key());
        return Door.Read("show", "One condition: its whole text, how it stands, why, by what evidence.", [license, key], (p, book, on, json) =>
        {
            var r = Known(book, p.GetRequiredValue(license), p.GetRequiredValue(key), on);
            if (json)
            {
                Console.Out.WriteLine(LicenseJson.Canonical(new { Reading = r, Text = ConditionSentence.Of(r.Condition), Breaches = book.BreachesOf(r.License).Where(b => b.Condition == r.Condition.Key).Select(b => b.Breach).ToList() }));
                return ExitCodes.Clear;
            }

            Console.Out.WriteLine(Shown.Text(ConditionSentence.Of(r.Condition)));
            Console.Out.WriteLine(Shown.Text($"  {r.Status.ToString().ToLowerInvariant()}{(r.DueOn is { } due ? $", due on {due:yyyy-MM-dd}" : "")}: {r.Reason}"));
            foreach (var id in r.Evidence)
            {
                var e = book.EvidenceOf(r.License).FirstOrDefault(x => x.Id == id);
                Console.Out.WriteLine(Shown.Text(e is null ? $"  by {id}" : $"  by {e.Evidence} {e.Reference} of {e.Dated:yyyy-MM-dd} from {e.Issuer} ({id})"));
            }

            foreach (var (_, party, given) in book.AcknowledgementsOf(r.License).Where(a => a.Condition == r.Condition.Key))
            {
                Console.Out.WriteLine(Shown.Text($"  acknowledged by {party} ({given.Person}) at {given.At}{(given.Version == r.Version ? "" : ", an earlier version")}"));
            }

            return ExitCodes.Clear;
        });
    }

    private static Command Compose()
    {
        var file = new Argument<string>("file") { Description = "A transaction, as `proviso check` reads it." };
        var (corpus, authority, exporter, buyer, currency) = (
            new Option<string>("--corpus") { Description = "Whose law.", DefaultValueFactory = _ => "us.ear" }, new Option<string>("--authority") { Description = "Key of the authority in the book.", Required = true },
            new Option<string>("--exporter") { Description = "Key of the exporter.", Required = true }, new Option<string>("--buyer") { Description = "Key of the buyer.", Required = true },
            new Option<string>("--currency") { Description = "Currency of the caps.", DefaultValueFactory = _ => "USD" });
        var (law, scenario) = (new Option<string?>("--law") { Description = "Folder with the law files.", HelpName = "DIR" }, new Option<string?>("--scenario") { Description = "A scenario of the law files." });
        var command = new Command("compose", "The conditions that the law attaches to a transaction, as conditions of a license and the caps they rest on; for `license issue` and `line cap`, as JSON.")
        {
            file, corpus, authority, exporter, buyer, currency, law, scenario,
        };
        command.SetAction(parsed =>
        {
            if (Workbench.Open(parsed.GetValue(law)) is not { } bench)
            {
                return ExitCodes.Error;
            }

            if (bench.Rules.Incomplete is { IsEmpty: false } lacking)
            {
                throw new CliException($"the law is incomplete: {lacking[0]}", "`proviso law manifest` tells all of it; no conditions are composed from part of the law");
            }

            Scenarios.Require(bench.Rules, parsed.GetValue(scenario));
            var path = parsed.GetRequiredValue(file);
            using var text = File.Exists(path) ? Storage.Files.BoundedFile.OpenText(path, 8 << 20, "transaction") : throw new CliException($"no such file: {Shown.Text(path)}", "name a transaction, such as examples/h200-bytedance.yaml");
            var read = bench.Reader.Read(Documents.YamlDocument.ReadAll(text).FirstOrDefault() ?? throw new CliException($"{Shown.Text(path)} is empty", "name a transaction"));
            if (read.Transaction is not { Date: { } on } transaction)
            {
                throw new CliException($"{Shown.Text(path)} cannot be judged", "`proviso check` says what is wrong; a date is needed");
            }

            var answer = new Determinations.Determiner(bench.Rules).Decide(bench.Questions.Build(transaction, on, DateOnly.MaxValue, Rules.Evaluation.LawView.AsEnforced, parsed.GetValue(scenario)), withChanges: false)
                .Authorities.FirstOrDefault(a => a.Corpus.Name == parsed.GetRequiredValue(corpus)) ?? throw new CliException($"{Shown.Text(parsed.GetRequiredValue(corpus))} is not concerned", "`proviso check` says whose law is");
            var composed = ConditionComposer.FromLaw(
                answer, parsed.GetRequiredValue(authority), parsed.GetRequiredValue(exporter), parsed.GetRequiredValue(buyer), transaction.Product?.Id ?? transaction.ProductName ?? "-", parsed.GetRequiredValue(currency));
            Console.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(composed, LicenseJson.Indented));
            return ExitCodes.Clear;
        });
        return command;
    }

    private static Command Add()
    {
        var (license, file) = (LicenseCommands.License(), LicenseCommands.JsonFile("The condition"));
        return Door.Write("add", "Adds a condition of one's own authority.", [license, file], (p, s) =>
            new AddCondition { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, License = p.GetRequiredValue(license), Condition = Door.ReadFile<Condition>(p.GetRequiredValue(file)) });
    }

    private static Command Change()
    {
        var (license, file, reason) = (LicenseCommands.License(), LicenseCommands.JsonFile("The condition as it shall be"), LicenseCommands.Reason());
        return Door.Write("change", "Proposes another version of a condition.", [license, file, reason], (p, s) => new ChangeCondition
        {
            Id = s.Id,
            EventTime = s.EventTime,
            Actor = s.Actor,
            License = p.GetRequiredValue(license),
            Condition = Door.ReadFile<Condition>(p.GetRequiredValue(file)),
            Reason = p.GetRequiredValue(reason),
        });
    }

    private static Command End()
    {
        var (license, key, reason) = (LicenseCommands.License(), Key(), LicenseCommands.Reason());
        return Door.Write("end", "Proposes to end a condition.", [license, key, reason], (p, s) =>
            new EndCondition { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, License = p.GetRequiredValue(license), Condition = p.GetRequiredValue(key), Reason = p.GetRequiredValue(reason) });
    }

    private static Command Waive()
    {
        var (license, key, until, reason) = (LicenseCommands.License(), Key(), new Option<string>("--until") { Description = "The last day.", Required = true, HelpName = "DAY" }, LicenseCommands.Reason());
        return Door.Write("waive", "Proposes to waive a condition until a day.", [license, key, until, reason], (p, s) => new WaiveCondition
        {
            Id = s.Id,
            EventTime = s.EventTime,
            Actor = s.Actor,
            License = p.GetRequiredValue(license),
            Condition = p.GetRequiredValue(key),
            Until = Door.Day("--until", p.GetRequiredValue(until)),
            Reason = p.GetRequiredValue(reason),
        });
    }

    private static Command Breach()
    {
        var (license, key, reason) = (LicenseCommands.License(), Key(), LicenseCommands.Reason());
        return Door.Write("breach", "States a breach that no entry shows by itself; what follows from it, follows in the same entry.", [license, key, reason], (p, s) =>
            new FindBreach { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, License = p.GetRequiredValue(license), Condition = p.GetRequiredValue(key), Reason = p.GetRequiredValue(reason) });
    }

    private static Command Acknowledge()
    {
        var (license, key) = (LicenseCommands.License(), Key());
        var text = new Option<string?>("--text") { Description = "The exact text that was shown to the party. Default: that of the condition as it stands, which is what `condition show` shows.", HelpName = "TEXT" };
        return Door.Write("acknowledge", "Records that a bound party acknowledges a condition, in the words it was shown.", [license, key, text], (p, s) =>
        {
            var reading = Known(s.View ?? throw new CliException($"{Shown.Text(s.Actor)} is not enrolled in this book", "name one of its people with --as", ExitCodes.NotTheirs), p.GetRequiredValue(license), p.GetRequiredValue(key), Ledger.Moment.DateOf(s.EventTime.DayNumber));
            return new AcknowledgeCondition
            {
                Id = s.Id,
                EventTime = s.EventTime,
                Actor = s.Actor,
                License = p.GetRequiredValue(license),
                Condition = p.GetRequiredValue(key),
                Text = p.GetValue(text) ?? ConditionSentence.Of(reading.Condition),
            };
        });
    }

    private static Command Evidence()
    {
        var (license, kind, subject, issuer, dated, reference, document, units, value) = (
            LicenseCommands.License(), new Option<string>("--kind") { Description = "Its kind, such as delivery-confirmation.", Required = true },
            new Option<string?>("--subject") { Description = "The shipment or reservation it speaks of. Default: the license." }, new Option<string?>("--issuer") { Description = "Key of who issued it. Default: the organization of who files it." },
            new Option<string?>("--dated") { Description = "The day it bears. Default: the day it is filed.", HelpName = "DAY" }, new Option<string>("--reference") { Description = "The issuer's reference.", Required = true },
            new Option<string?>("--document") { Description = "The document: its SHA-256 is recorded, the document is kept elsewhere.", HelpName = "FILE" }, NumberOption.Count("--units", "Units it tells of."),
            NumberOption.AmountOrNone("--value", "Money it tells of."));
        var currency = new Option<string?>("--currency") { Description = "The currency of the money.", HelpName = "CODE" };
        return Door.Write(
            "evidence",
            "Puts a piece of evidence on file. Example: proviso condition evidence US-2026-0001 --kind payment-receipt --subject ship-lotus-2 --value 30000000 --currency USD --reference PAY-2 --as aurora-officer "
            + "--id paid",
            [license, kind, subject, issuer, dated, reference, document, units, value, currency], (p, s) => new FileEvidence
            {
                Id = s.Id,
                EventTime = s.EventTime,
                Actor = s.Actor,
                License = p.GetRequiredValue(license),
                Evidence = p.GetRequiredValue(kind),
                Subject = p.GetValue(subject) ?? p.GetRequiredValue(license),
                Issuer = p.GetValue(issuer) ?? s.Organization,
                Dated = p.GetValue(dated) is { } day ? Door.Day("--dated", day) : Ledger.Moment.DateOf(s.EventTime.DayNumber),
                Reference = p.GetRequiredValue(reference),
                Digest = Digest(p.GetValue(document)),
                Units = p.GetValue(units),
                Value = LineCommands.Millionths("--value", p.GetValue(value) ?? 0),
                Currency = p.GetValue(currency),
            });
    }

    public static string? Digest(string? path)
    {
        if (path is null)
        {
            return null;
        }

        if (!File.Exists(path))
        {
            throw new CliException($"no such file: {Shown.Text(path)}", "name the document");
        }

        using var file = Storage.Files.BoundedFile.Open(path, 4L << 30, "document");
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static Command ConfirmPayment()
    {
        var filed = new Argument<string>("evidence") { Description = "Id of the command that filed it." };
        return Door.Write(
            "confirm-payment",
            "Says that a payment has arrived, for the authority it is paid to; until then it is the payer's word. Takes the id of the command that filed the receipt. Example, after `condition evidence … --id "
            + "paid`: proviso condition confirm-payment paid --as us-officer-1",
            [filed], (p, s) =>
            new ConfirmPayment { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Filed = p.GetRequiredValue(filed) });
    }

    private static Command Reject()
    {
        var (filed, reason) = (new Argument<string>("evidence") { Description = "Id of the command that filed it." }, LicenseCommands.Reason());
        return Door.Write("reject", "States that evidence does not count; what it had settled is open again.", [filed, reason], (p, s) =>
            new RejectEvidence { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Filed = p.GetRequiredValue(filed), Reason = p.GetRequiredValue(reason) });
    }
}
