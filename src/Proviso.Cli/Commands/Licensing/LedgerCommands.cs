using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Proviso.Cli.Commands.Law;
using Proviso.Journal;
using Proviso.Ledger;
using Proviso.Licensing;
using Proviso.Quantities;
using Proviso.Storage.Journal;

namespace Proviso.Cli.Commands.Licensing;

/// <summary><c>proviso ledger …</c>: entries as they are, commands as JSON, sales and rates.</summary>
internal static class LedgerCommands
{
    public static Command Create()
    {
        var command = new Command("ledger", "Entries of the book; commands as JSON; sales at home and rates of exchange.");
        foreach (var verb in new[] { Entries(), Apply(), Sale(), Sales(), Challenge(), Rate() })
        {
            command.Subcommands.Add(verb);
        }

        return command;
    }

    private static Command Sale()
    {
        var (product, exporter, units) = (
            new Option<string>("--product") { Description = "The product, by its key in the catalog (`proviso item list`).", Required = true, HelpName = "KEY" },
            new Option<string?>("--exporter") { Description = "The exporter. Default: the organization of who acts." },
            NumberOption.Count("--units", "Whole units."));
        units.Required = true;
        var (reference, document) = (new Option<string>("--reference") { Description = "The reference of the document that shows the sale.", Required = true, HelpName = "TEXT" },
            new Option<string>("--document") { Description = "That document, such as the invoice: its SHA-256 is recorded and counts once, the document is kept elsewhere.", Required = true, HelpName = "FILE" });
        return Door.Write(
            "sale",
            "Records a sale at home: it makes room under ratio caps, by the rule of the cap with a countersignature of its authority. TPP is worked out from the catalog. Example: proviso ledger sale --product "
            + "nvidia-h200-sxm --units 20 --reference INV-2 --document README.md --as aurora-officer",
            [product, exporter, units, reference, document], (p, s) => new SellAtHome
            {
                Id = s.Id,
                EventTime = s.EventTime,
                Actor = s.Actor,
                Exporter = p.GetValue(exporter) ?? s.Organization,
                Product = p.GetRequiredValue(product),
                Units = p.GetValue(units),
                Reference = p.GetRequiredValue(reference),
                Digest = ConditionCommands.Digest(p.GetRequiredValue(document))!,
            });
    }

    private static Command Sales() => Door.Read("sales", "Sales at home that you entered or that count under a cap of yours. Example: proviso ledger sales --as us-officer-1", [], (_, book, _, json) =>
    {
        if (json)
        {
            Console.Out.WriteLine(LicenseJson.Canonical(book.Sales.ToList()));
            return ExitCodes.Clear;
        }

        LicenseText.Table(
            ["sale", "at", "exporter", "product", "units", "reference", "state"],
            book.Sales.Select(x => new[] { x.Sale.Id, x.At.ToString(), x.Sale.Exporter, x.Sale.Product, x.Sale.Units.ToString("N0", CultureInfo.InvariantCulture), x.Sale.Reference, x.Challenged is { } why ? $"challenged: {why}" : "counts" }), 4);
        return ExitCodes.Clear;
    });

    private static Command Challenge()
    {
        var (sale, reason) = (new Argument<string>("sale") { Description = "The sale." }, LicenseCommands.Reason());
        return Door.Write(
            "challenge",
            "Takes a sale at home out of the count at once, for an authority that keeps a ratio cap on it; later sales of that product by that exporter need its signature. Example: proviso ledger challenge "
            + "sale-2026-01 --reason 'no such customer' --as us-officer-1",
            [sale, reason], (p, s) =>
            new ChallengeSale { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Sale = p.GetRequiredValue(sale), Reason = p.GetRequiredValue(reason) });
    }

    private static Command Rate()
    {
        var (from, to, amounts, since, source) = (new Option<string>("--from") { Description = "Currency.", Required = true }, new Option<string>("--to") { Description = "Currency.", Required = true },
            new Option<string>("--amounts") { Description = "Two amounts worth the same, such as 100=715.20.", Required = true, HelpName = "A=B" }, new Option<string>("--since") { Description = "From when on.", Required = true, HelpName = "TIME" },
            new Option<string>("--source") { Description = "Where it was read.", Required = true });
        return Door.Write(
            "rate",
            "Records a rate of exchange for the caps of your authority. The first, one of the past, a second one on a day, and one outside the book's band are proposed. Example: proviso ledger rate --from EUR "
            + "--to USD --amounts 100=110 --since 2026-03-10 --source 'a bulletin' --as us-officer-1",
            [from, to, amounts, since, source], (p, s) =>
        {
            var parts = p.GetRequiredValue(amounts).Split('=');
            string? problem = null;
            var (a, b) = (0L, 0L);
            if (parts.Length != 2 || !NumberText.TryFigure(parts[0], out a, out problem) || !NumberText.TryFigure(parts[1], out b, out problem) || a <= 0 || b <= 0)
            {
                throw new CliException($"--amounts takes two amounts worth the same, not `{Shown.Text(p.GetRequiredValue(amounts))}`{(problem is null ? "" : $": {Shown.Text(problem)}")}", "such as 100=715.20");
            }

            return LedgerAct.Of(s.Actor, new SetRate(s.Id, s.EventTime, p.GetRequiredValue(from), p.GetRequiredValue(to), Moment.Of(Door.Time("--since", p.GetRequiredValue(since))), a, b, p.GetRequiredValue(source), s.Organization));
        });
    }

    private static Command Entries()
    {
        var (journal, book, reader, witnessed, from, id, format) = (
            Door.JournalOption(), Door.BookOption(), Door.ReaderOption(), Door.WitnessedOption(), NumberOption.Count("--from", "The first entry to show."),
            new Option<string?>("--id") { Description = "Only the entry of this command." }, LawCommand.FormatOption());
        var command = new Command("entries", "Entries as they were recorded, one a line: those of your own people and about licenses you have to do with.")
        {
            journal, book, reader, witnessed, from, id, format,
        };
        command.SetAction(parsed =>
        {
            var place = Door.Place(parsed.GetValue(journal));
            var who = Door.Named(parsed.GetValue(reader));
            var opened = Door.OpenToRead(place);
            using var closing = (IDisposable)opened;
            var name = parsed.GetRequiredValue(book);
            Door.Guard(opened, name, place, parsed.GetValue(witnessed));

            // Read whole before the first line is shown: some of a damaged book would look like all of another.
            JournalAudit.Require(opened, name);
            using var workshop = new Workshop(null, null);
            var view = Door.ViewOf(Door.Load(opened, name, workshop), who);
            foreach (var entry in opened.Read(name, parsed.GetValue(from)).Where(e => parsed.GetValue(id) is not { } wanted || e.Record.Id == wanted))
            {
                var decoded = LicenseCodec.Decode(entry.Record.Body, entry.Sequence, Moment.Of(entry.RecordTime));
                if (!view.Sees(decoded))
                {
                    continue;
                }

                var broken = string.Concat(decoded.Outcome.Breaches.Select(b => $"; {Shown.Text(b.Condition)} of {Shown.Text(b.License)} broken"));
                Console.Out.WriteLine(parsed.GetValue(format) == "json"
                    ? LicenseJson.Canonical(new { decoded.Sequence, decoded.RecordedAt, decoded.Command, decoded.Outcome })
                    : string.Create(CultureInfo.InvariantCulture, $"{decoded.Sequence,6}  {decoded.RecordedAt}  {Shown.Text(decoded.Command.Actor),-16}  {LicenseText.What(decoded.Command)}{broken}"));
            }

            return ExitCodes.Clear;
        });
        return command;
    }

    private static Command Apply()
    {
        var (journal, book, witnessed, law, scenario) = (Door.JournalOption(), Door.BookOption(), new Option<string?>("--witnessed") { Description = "The checkpoint that was kept of it.", HelpName = "FILE" },
            new Option<string?>("--law") { Description = "Folder with the law files.", HelpName = "DIR" }, new Option<string?>("--scenario") { Description = "A scenario of the law files, in a rehearsal book only." });
        var file = new Option<string>("--file") { Description = "One command a line, or {\"at\": …, \"command\": {…}} in a rehearsal; - for standard input.", Required = true, HelpName = "FILE" };
        var command = new Command("apply", """
            Gives commands as JSON, one a line, and answers each with a line of JSON. A line that is refused or cannot be read does not stop the rest.
            Exit code: the most serious of the answers.
            """) { journal, book, witnessed, law, scenario, file };
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(file);
            using var input = name == "-" ? Input.StandardText() : File.Exists(name) ? Input.Text(name, "file of commands") : throw new CliException($"no such file: {Shown.Text(name)}", "name a file that is there, or - for standard input");
            var (worst, _) = await Run(Door.Place(parsed.GetValue(journal)), parsed.GetRequiredValue(book), parsed.GetValue(witnessed), new Workshop(parsed.GetValue(law), parsed.GetValue(scenario)), input, Console.Out, cancellation).ConfigureAwait(false);
            return worst;
        });
        return command;
    }

    /// <summary>Gives every line to the book of one writer.</summary>
    /// <returns>The most serious exit code, and how many were accepted.</returns>
    public static async Task<(int Worst, int Accepted)> Run(string place, string book, string? witnessed, Workshop law, TextReader input, TextWriter output, CancellationToken cancellation)
    {
        var (worst, accepted, number) = (ExitCodes.Clear, 0, 0);
        using var lines = Storage.Files.BoundedFile.Lines(input, "the file of commands", Input.LongestLine, Input.MostLines).GetEnumerator();
        string? Next()
        {
            number++;
            cancellation.ThrowIfCancellationRequested();
            return lines.MoveNext() ? lines.Current : null;
        }

        var line = Next();
        while (line is not null && string.IsNullOrWhiteSpace(line))
        {
            line = Next();
        }

        // Only what founds a book may make a journal, or enter a book in one.
        var founds = Founds(line);
        var journal = JournalAt.Open(place, create: founds);
        using var closing = (IDisposable)journal;
        Door.Guard(journal, book, place, witnessed);
        if (!founds)
        {
            Door.Exists(journal, book);
        }

        var clock = new Door.Clock();
        Recorded machine = null!;
        await using var writer = new JournalWriter<LicenseCommand, LicenseResult>(journal, book, () => machine = new Recorded(law, Door.Vouched(book, place, witnessed)), clock);
        for (; line is not null; line = Next())
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            int code;
            string? sent = null;
            try
            {
                var (command, at) = Line(line);
                if (at is not null && !machine.Machine.Book.IsRehearsal && command is not FoundBook { Rehearsal: true })
                {
                    throw new LicenseFormatException("`at` is for rehearsal books; a book of record takes the time from the clock");
                }

                clock.Now = Door.Now(machine.Machine.Book, at);
                law.Ready(machine.Machine.Book, command);
                machine.Before.Clear();
                sent = command.Id;
                var result = await writer.Submit(command, cancellation).ConfigureAwait(false);
                var told = Json(w => Told.Write(w, result, command, machine.Before, machine.Machine.Book.ViewOf(command.Actor)));
                Told.Surely(result, command, place, () =>
                {
                    output.WriteLine(told);
                    return ExitCodes.Clear;
                });
                accepted += result is LicenseAccepted ? 1 : 0;
                code = result is LicenseRefused refused ? ExitCodes.Of(refused.Refusal) : ExitCodes.Clear;
            }
            catch (JournalUnavailableException e) when (sent is not null)
            {
                throw Door.Unsure(e, sent);
            }
            catch (LicenseFormatException e)
            {
                await output.WriteLineAsync(Json(w =>
                {
                    w.WriteStartObject();
                    w.WriteNumber("formatVersion", 1);
                    w.WriteNumber("line", number);
                    w.WriteBoolean("accepted", false);
                    w.WriteString("error", e.Message);
                    w.WriteEndObject();
                })).ConfigureAwait(false);
                code = ExitCodes.BadInput;
            }

            worst = code == ExitCodes.BadInput || worst == ExitCodes.BadInput ? ExitCodes.BadInput : Math.Max(worst, code);
        }

        return (worst, accepted);
    }

    private static bool Founds(string? line)
    {
        try
        {
            return line is not null && Line(line).Command is FoundBook;
        }
        catch (LicenseFormatException)
        {
            return false;
        }
    }

    private static (LicenseCommand Command, DateTimeOffset? At) Line(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("at", out var at) && document.RootElement.TryGetProperty("command", out var command) && command.ValueKind == JsonValueKind.Object)
            {
                return (LicenseJson.Read<LicenseCommand>(command.GetRawText()), at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : throw new LicenseFormatException("`at` is no moment"));
            }
        }
        catch (JsonException e)
        {
            throw new LicenseFormatException(e.Message);
        }

        return (LicenseJson.Read<LicenseCommand>(line), null);
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonOut.Options(indented: false)))
        {
            write(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}

/// <summary><c>proviso demo …</c>.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var command = new Command("demo", "A made-up programme to try things on.");
        var file = new Argument<string>("file") { Description = "The journal to make." };
        var init = new Command("init", "Makes a journal with a made-up programme: a maker, three buyers, two authorities, lines for 400,000 H200, shipments under way.") { file };
        init.SetAction(async (parsed, cancellation) =>
        {
            var place = parsed.GetRequiredValue(file);
            JournalAt.Require(place);
            if (!JournalAt.IsDatabase(place) && (File.Exists(place) || Directory.Exists(place)))
            {
                throw new CliException($"{Shown.Text(place)} is there already", "name a file that is not; nothing is ever written over");
            }

            var programme = Path.Combine(LawFolder.FindBeside("data"), "demo", "programme.jsonl");
            using var input = File.Exists(programme) ? Storage.Files.BoundedFile.OpenText(programme, 1 << 24, "programme") : throw new CliException($"{programme} is missing", "the folder `data` of the checkout holds it");
            using (var journal = (IDisposable)JournalAt.Open(place))
            {
                if (((IJournal)journal).Position("main").Next > 0)
                {
                    throw new CliException($"{JournalAt.Shown(place)} holds a book already", "name another database");
                }
            }

            var (worst, accepted) = await LedgerCommands.Run(place, "main", null, new Workshop(null, null), input, TextWriter.Null, cancellation).ConfigureAwait(false);
            if (worst != ExitCodes.Clear)
            {
                Console.Error.WriteLine($"proviso: the programme of the checkout does not run to its end: {accepted} commands did");
                return ExitCodes.Error;
            }

            return Answer.Tell($"{JournalAt.Shown(place)} was made with {accepted} commands of the made-up programme", "it is there and whole; do not make it again", () =>
            {
                Console.Out.WriteLine($"{JournalAt.Shown(place)}: {accepted} commands of a programme that is made up, companies and officers too; product and law are real");
                Console.Out.WriteLine($"  proviso license list --as us-officer-1 --journal {JournalAt.Shown(place)}");
                Console.Out.WriteLine($"  proviso line list --as aurora-clerk --journal {JournalAt.Shown(place)}");
                Console.Out.WriteLine($"  proviso condition list US-2026-0001 --as aurora-clerk --journal {JournalAt.Shown(place)}");
                return ExitCodes.Clear;
            });
        });
        command.Subcommands.Add(init);
        return command;
    }
}
