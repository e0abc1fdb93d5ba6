using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Proviso.Cli.Commands.Law;
using Proviso.Journal;
using Proviso.Ledger;
using Proviso.Licensing;
using Proviso.Storage.Journal;

namespace Proviso.Cli.Commands.Licensing;

/// <summary><c>proviso ledger …</c>: entries as they are, commands as JSON, sales and rates.</summary>
internal static class LedgerCommands
{
    public static Command Create()
    {
        var command = new Command("ledger", "Entries of the book; commands as JSON; sales at home and rates of exchange.");
        foreach (var verb in new[] { Entries(), Apply(), Sale(), Rate() })
        {
            command.Subcommands.Add(verb);
        }

        return command;
    }

    private static Command Sale()
    {
        var (product, exporter, units, tpp) = (new Option<string>("--product") { Description = "The product.", Required = true }, new Option<string?>("--exporter") { Description = "The exporter. Default: the organization of who acts." },
            new Option<long>("--units") { Description = "Whole units.", Required = true }, new Option<decimal>("--tpp") { Description = "TPP of all units together.", Required = true });
        return Door.Write("sale", "Records a sale at home: it makes room under ratio caps.", [product, exporter, units, tpp], (p, s) => LedgerAct.Of(s.Actor, new RecordSale(
            s.Id, s.EventTime, p.GetRequiredValue(product), p.GetValue(exporter) ?? s.Book.People.FirstOrDefault(x => x.Key == s.Actor)?.Organization ?? s.Actor, p.GetValue(units), LineCommands.Millionths("--tpp", p.GetValue(tpp)))));
    }

    private static Command Rate()
    {
        var (from, to, amounts, since, source) = (new Option<string>("--from") { Description = "Currency.", Required = true }, new Option<string>("--to") { Description = "Currency.", Required = true },
            new Option<string>("--amounts") { Description = "Two amounts worth the same, such as 100=715.20.", Required = true, HelpName = "A=B" }, new Option<string>("--since") { Description = "From when on.", Required = true, HelpName = "TIME" },
            new Option<string>("--source") { Description = "Where it was read.", Required = true });
        return Door.Write("rate", "Records a rate of exchange.", [from, to, amounts, since, source], (p, s) =>
        {
            var parts = p.GetRequiredValue(amounts).Split('=');
            return parts.Length == 2 && decimal.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var b)
                ? LedgerAct.Of(s.Actor, new SetRate(
                    s.Id, s.EventTime, p.GetRequiredValue(from), p.GetRequiredValue(to), Moment.Of(Door.Time("--since", p.GetRequiredValue(since))), LineCommands.Millionths("--amounts", a), LineCommands.Millionths("--amounts", b), p.GetRequiredValue(source)))
                : throw new CliException($"--amounts takes two amounts, not `{Shown.Text(p.GetRequiredValue(amounts))}`", "such as 100=715.20");
        });
    }

    private static Command Entries()
    {
        var (journal, book, from, id, format) = (Door.JournalOption(), Door.BookOption(), new Option<long>("--from") { Description = "The first entry to show." }, new Option<string?>("--id") { Description = "Only the entry of this command." }, LawCommand.FormatOption());
        var command = new Command("entries", "Entries as they were recorded, one a line.") { journal, book, from, id, format };
        command.SetAction(parsed =>
        {
            var opened = Door.OpenToRead(Door.Place(parsed.GetValue(journal)));
            using var closing = (IDisposable)opened;
            foreach (var entry in opened.Read(parsed.GetRequiredValue(book), parsed.GetValue(from)).Where(e => parsed.GetValue(id) is not { } wanted || e.Record.Id == wanted))
            {
                var decoded = LicenseCodec.Decode(entry.Record.Body, entry.Sequence, Moment.Of(entry.RecordTime));
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
            using var input = name == "-" ? Console.In : File.Exists(name) ? new StreamReader(name) : throw new CliException($"no such file: {Shown.Text(name)}", "name a file that is there, or - for standard input");
            var (worst, _) = await Run(Door.Place(parsed.GetValue(journal)), parsed.GetRequiredValue(book), parsed.GetValue(witnessed), new Workshop(parsed.GetValue(law), parsed.GetValue(scenario)), input, Console.Out, cancellation).ConfigureAwait(false);
            return worst;
        });
        return command;
    }

    /// <summary>Gives every line to the book of one writer.</summary>
    /// <returns>The most serious exit code, and how many were accepted.</returns>
    public static async Task<(int Worst, int Accepted)> Run(string place, string book, string? witnessed, Workshop law, TextReader input, TextWriter output, CancellationToken cancellation)
    {
        var journal = JournalAt.Open(place);
        using var closing = (IDisposable)journal;
        Door.Guard(journal, book, place, witnessed);
        var clock = new Hands();
        Recorded machine = null!;
        await using var writer = new JournalWriter<LicenseCommand, LicenseResult>(journal, book, () => machine = new Recorded(law), clock);
        var (worst, accepted, number) = (ExitCodes.Clear, 0, 0);
        while (await input.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            int code;
            try
            {
                var (command, at) = Line(line);
                var rehearsal = machine.Machine.Book.IsRehearsal || command is FoundBook { Rehearsal: true };
                if (at is not null && !rehearsal)
                {
                    throw new LicenseFormatException("`at` is for rehearsal books; a book of record takes the time from the clock");
                }

                clock.Now = at ?? (rehearsal && machine.Machine.Book.Sequence > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(machine.Machine.Book.Ledger.LastRecorded.Milliseconds) : DateTimeOffset.UtcNow);
                if (command is ShipUnits)
                {
                    law.Load(machine.Machine.Book);
                }

                machine.Before.Clear();
                var result = await writer.Submit(command, cancellation).ConfigureAwait(false);
                await output.WriteLineAsync(Json(w => Told.Write(w, result, command, machine.Before))).ConfigureAwait(false);
                accepted += result is LicenseAccepted ? 1 : 0;
                code = result is LicenseRefused refused ? ExitCodes.Of(refused.Refusal) : ExitCodes.Clear;
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

    private sealed class Hands : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
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
            if (!JournalAt.IsDatabase(place) && File.Exists(place))
            {
                throw new CliException($"{Shown.Text(place)} is there already", "name a file that is not; nothing is ever written over");
            }

            using (var journal = (IDisposable)JournalAt.Open(place))
            {
                if (((IJournal)journal).Position("main").Next > 0)
                {
                    throw new CliException($"{JournalAt.Shown(place)} holds a book already", "name another database");
                }
            }

            var programme = Path.Combine(LawFolder.FindBeside("data"), "demo", "programme.jsonl");
            using var input = File.Exists(programme) ? new StreamReader(programme) : throw new CliException($"{programme} is missing", "the folder `data` of the checkout holds it");
            var (worst, accepted) = await LedgerCommands.Run(place, "main", null, new Workshop(null, null), input, TextWriter.Null, cancellation).ConfigureAwait(false);
            if (worst != ExitCodes.Clear)
            {
                Console.Error.WriteLine($"proviso: the programme of the checkout does not run to its end: {accepted} commands did");
                return ExitCodes.Error;
            }

            Console.Out.WriteLine($"{JournalAt.Shown(place)}: {accepted} commands of a programme that is made up, companies and officers too; product and law are real");
            Console.Out.WriteLine($"  proviso license list --journal {JournalAt.Shown(place)}");
            Console.Out.WriteLine($"  proviso line list --journal {JournalAt.Shown(place)}");
            Console.Out.WriteLine($"  proviso condition list US-2026-0001 --journal {JournalAt.Shown(place)}");
            return ExitCodes.Clear;
        });
        command.Subcommands.Add(init);
        return command;
    }
}
