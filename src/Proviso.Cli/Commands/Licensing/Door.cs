using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Proviso.Cli.Commands.Law;
using Proviso.Journal;
using Proviso.Ledger;
using Proviso.Licensing;
using Proviso.Storage.Journal;

namespace Proviso.Cli.Commands.Licensing;

/// <summary>What every door to a book of licenses shares: where the book is, who acts, when, under which id, and how the answer is told.</summary>
internal static class Door
{
    // As long as somebody may reasonably wait for others who write to the same book.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public static Option<string?> JournalOption() => new("--journal")
    {
        Description = "The journal: a SQLite file, or a PostgreSQL connection string. Default: $PROVISO_JOURNAL.",
        HelpName = "PLACE",
    };

    public static Option<string> BookOption() => new("--book") { Description = "The book in it.", DefaultValueFactory = _ => "main", HelpName = "BOOK" };

    private static Option<string?> WitnessedOption() => new("--witnessed")
    {
        Description = "The checkpoint that was kept of it (`proviso audit keep`): a copy that is behind it is not written to. Default: beside the file.",
        HelpName = "FILE",
    };

    private static Option<string?> AsOption() => new("--as") { Description = "Who acts: the key of a person of the book. Default: $PROVISO_AS.", HelpName = "PERSON" };

    private static Option<string?> IdOption() => new("--id") { Description = "The command's own id: sent again with the same content it is the same command. Default: a new one.", HelpName = "ID" };

    private static Option<string?> OnOption() => new("--on") { Description = "When it happened, such as 2026-03-16 or 2026-03-16T09:00Z. Default: when it is recorded.", HelpName = "TIME" };

    private static Option<string?> AtOption() => new("--at") { Description = "When it is recorded, in a rehearsal book only. There time stands still at the last entry unless this moves it on.", HelpName = "TIME" };

    private static Option<string?> LawOption() => new("--law") { Description = "Folder with the law files.", HelpName = "DIR" };

    private static Option<string?> ScenarioOption() => new("--scenario") { Description = "A scenario of the law files, in a rehearsal book only.", HelpName = "NAME" };

    /// <summary>What a door knows when it makes its command.</summary>
    /// <param name="Book">The book as it stands.</param>
    /// <param name="Id">The id.</param>
    /// <param name="EventTime">When it happened.</param>
    /// <param name="Actor">Who acts.</param>
    public sealed record Stamp(LicenseBook Book, string Id, Moment EventTime, string Actor);

    /// <summary>A command that writes. What needs two persons becomes a proposal.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="symbols">Its own arguments and options.</param>
    /// <param name="make">Makes what is asked.</param>
    public static Command Write(string name, string description, Symbol[] symbols, Func<ParseResult, Stamp, LicenseCommand> make)
    {
        var (journal, book, witnessed, actor, id, on, at, law, scenario, format) =
            (JournalOption(), BookOption(), WitnessedOption(), AsOption(), IdOption(), OnOption(), AtOption(), LawOption(), ScenarioOption(), LawCommand.FormatOption());
        var command = new Command(name, description) { journal, book, witnessed, actor, id, on, at, law, scenario, format };
        AddTo(command, symbols);
        command.SetAction(async (parsed, cancellation) =>
        {
            var who = parsed.GetValue(actor) ?? Environment.GetEnvironmentVariable("PROVISO_AS") ?? throw new CliException("nobody acts", "name the person with --as PERSON, or set PROVISO_AS");
            var key = parsed.GetValue(id) ?? Guid.NewGuid().ToString("N");
            var record = parsed.GetValue(at) is { } given ? Time("--at", given) : (DateTimeOffset?)null;
            var place = Place(parsed.GetValue(journal));
            LicenseCommand? made = null;
            var (result, machine) = await Submit(place, parsed.GetRequiredValue(book), parsed.GetValue(witnessed), () => new Workshop(parsed.GetValue(law), parsed.GetValue(scenario)), record, (current, now) =>
            {
                if (parsed.GetValue(scenario) is not null && !current.IsRehearsal)
                {
                    throw new CliException("--scenario is for rehearsal books", "the law as it is decides in a book of record");
                }

                var happened = parsed.GetValue(on) is { } text ? Moment.Of(Time("--on", text)) : Moment.Of(now);
                made = make(parsed, new Stamp(current, key, happened, who));
                made = made.NeedsTwo ? new Propose { Id = key, EventTime = happened, Actor = who, Action = Renamed(made, key.Length > 60 ? throw TooLong() : key + "-act") } : made;
                return Wired(made);
            }, cancellation).ConfigureAwait(false);
            return Told.Print(result, made!, machine, parsed.GetValue(format) == "json");
        });
        return command;
    }

    /// <summary>A command that reads.</summary>
    public static Command Read(string name, string description, Symbol[] symbols, Func<ParseResult, LicenseBook, DateOnly, bool, int> show)
    {
        var (journal, book, day, law, format) = (JournalOption(), BookOption(), new Option<string?>("--on") { Description = "The day it is shown for. Default: today; in a rehearsal book the day of its last entry.", HelpName = "DAY" }, LawOption(), LawCommand.FormatOption());
        var command = new Command(name, description) { journal, book, day, law, format };
        AddTo(command, symbols);
        command.SetAction(parsed =>
        {
            var place = Place(parsed.GetValue(journal));
            var opened = OpenToRead(place);
            using var closing = (IDisposable)opened;
            var name = parsed.GetRequiredValue(book);
            using var workshop = new Workshop(parsed.GetValue(law), null);
            var current = Load(opened, name, workshop);
            var on = parsed.GetValue(day) is { } text ? DateOnly.FromDateTime(Time("--on", text).UtcDateTime)
                : current.IsRehearsal ? Moment.DateOf(current.Ledger.LastRecorded.DayNumber) : DateOnly.FromDateTime(DateTime.UtcNow);
            return show(parsed, current, on, parsed.GetValue(format) == "json");
        });
        return command;
    }

    /// <summary>Where the journal is.</summary>
    public static string Place(string? stated) =>
        stated ?? Environment.GetEnvironmentVariable("PROVISO_JOURNAL") ?? throw new CliException("no journal is named", "name it with --journal FILE, or set PROVISO_JOURNAL; `proviso demo init FILE` makes one to try");

    /// <summary>Opens a journal to read.</summary>
    public static IJournal OpenToRead(string place)
    {
        if (JournalAt.IsDatabase(place))
        {
            return JournalAt.Open(place);
        }

        return File.Exists(place) ? SqliteJournal.OpenToRead(place) : throw new CliException($"no such file: {Shown.Text(place)}", "`proviso demo init FILE` or `proviso license found` make a journal");
    }

    /// <summary>The book that a journal holds.</summary>
    public static LicenseBook Load(IJournal journal, string book, IShipmentLaw law)
    {
        if (journal.Position(book).Next == 0)
        {
            throw new CliException($"there is no book {Shown.Text(book)} in this journal", journal.Books() is { Count: > 0 } books ? $"there are: {string.Join(", ", books)}" : "it is empty; `proviso license found` begins one");
        }

        return LicenseMachine.Load(journal, book, law);
    }

    /// <summary>Takes the book over, makes a command from how it stands, and records it. Where another program takes the book meanwhile, the same command is sent again.</summary>
    public static async Task<(LicenseResult Result, Recorded Machine)> Submit(
        string place, string book, string? witnessed, Func<Workshop> law, DateTimeOffset? record, Func<LicenseBook, DateTimeOffset, LicenseCommand> make, CancellationToken cancellation)
    {
        var began = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                var journal = JournalAt.Open(place);
                using var closing = (IDisposable)journal;
                Guard(journal, book, place, witnessed);
                using var workshop = law();
                var clock = new Clock();
                Recorded machine = null!;
                await using var writer = new JournalWriter<LicenseCommand, LicenseResult>(journal, book, () => machine = new Recorded(workshop), clock);
                var current = machine.Machine.Book;
                clock.Now = Now(current, record);
                var command = make(current, clock.Now);
                if (record is not null && !current.IsRehearsal && command is not FoundBook { Rehearsal: true })
                {
                    throw new CliException("--at is for rehearsal books", "a book of record takes the time from the clock");
                }

                if (command is ShipUnits)
                {
                    // A fault of the law files is told here, before anybody waits for the book.
                    workshop.Load(current);
                }

                return (await writer.Submit(command, cancellation).ConfigureAwait(false), machine);
            }
            catch (JournalUnavailableException e) when (e.IsReplaced && began.Elapsed < s_patience)
            {
                // Somebody else took the book between two steps of ours. Nothing of ours was written, or the same id finds it.
                await Task.Delay(Random.Shared.Next(5, 120), cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Refuses to write to a copy that is behind a checkpoint that others have seen.</summary>
    public static void Guard(IJournal journal, string book, string place, string? witnessed)
    {
        if (witnessed is null && JournalAt.IsDatabase(place))
        {
            return;
        }

        var result = WitnessedCheckpoint.Check(journal, book, witnessed ?? WitnessedCheckpoint.PathFor(place));
        if (!result.MayServe)
        {
            throw new JournalUnavailableException($"{result.Problem}; {result.Help}");
        }
    }

    /// <summary>A moment as people write it.</summary>
    public static DateTimeOffset Time(string option, string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new CliException($"{option} takes a moment in UTC, not `{Shown.Text(text)}`", "such as 2026-03-16 or 2026-03-16T09:00Z");

    /// <summary>A day as people write it.</summary>
    public static DateOnly Day(string option, string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new CliException($"{option} takes a day, not `{Shown.Text(text)}`", "such as 2026-03-16");

    /// <summary>Reads a file of JSON.</summary>
    public static T ReadFile<T>(string path)
    {
        const long Most = 4 << 20;
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new CliException($"no such file: {Shown.Text(path)}", "name a file that is there");
        }

        if (file.Length > Most)
        {
            throw new CliException($"{Shown.Text(path)} has {file.Length} bytes", $"at most {Most} are read: it is meant to be written by people");
        }

        try
        {
            return LicenseJson.Read<T>(File.ReadAllText(path));
        }
        catch (LicenseFormatException e)
        {
            throw new CliException($"{Shown.Text(path)}: {Shown.Text(e.Message)}", "docs/reference/licenses.md shows each record");
        }
    }

    private static LicenseCommand Renamed(LicenseCommand command, string id) => command switch
    {
        LedgerAct act => LedgerAct.Of(act.Actor, act.Act with { Id = id }),
        _ => command with { Id = id },
    };

    private static CliException TooLong() => new("--id has more than 60 characters", "what needs two persons makes a second id from it: take a shorter one");

    private static DateTimeOffset Now(LicenseBook book, DateTimeOffset? record)
    {
        var last = book.Sequence == 0 ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeMilliseconds(book.Ledger.LastRecorded.Milliseconds);
        var now = record ?? (book.IsRehearsal && last is { } standing ? standing : DateTimeOffset.UtcNow);
        return last is { } known && record < known && known > DateTimeOffset.MinValue.AddYears(1)
            ? throw new CliException($"--at lies before the last entry, {known:yyyy-MM-dd'T'HH:mm:ss'Z'}", "time in a book never runs backward")
            : now;
    }

    // What goes to the journal is what the words on the wire say, so that a file and an option cannot mean two things.
    private static LicenseCommand Wired(LicenseCommand command)
    {
        try
        {
            return LicenseJson.Read<LicenseCommand>(LicenseJson.Canonical(command));
        }
        catch (LicenseFormatException e)
        {
            throw new CliException(Shown.Text(e.Message), "correct what was given");
        }
    }

    private static void AddTo(Command command, Symbol[] symbols)
    {
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    command.Arguments.Add(argument);
                    break;
                case Option option:
                    command.Options.Add(option);
                    break;
            }
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

/// <summary>The machine of a book, which remembers what time brought about before the last command.</summary>
internal sealed class Recorded(IShipmentLaw law) : IStateMachine<LicenseCommand, LicenseResult>
{
    public LicenseMachine Machine { get; } = new(law);

    /// <summary>Entries that came before that of the command.</summary>
    public List<LicenseEntry> Before { get; } = [];

    public Decision<LicenseResult> Decide(LicenseCommand command, DateTimeOffset recordTime)
    {
        var sequence = Machine.Book.Sequence;
        var decision = Machine.Decide(command, recordTime);
        foreach (var record in decision.Before ?? [])
        {
            Before.Add(LicenseCodec.Decode(record.Body, sequence++, Moment.Of(recordTime)));
        }

        return decision;
    }

    public void Replay(JournalEntry entry) => Machine.Replay(entry);
}

/// <summary>The law, loaded when somebody asks it: most commands never do.</summary>
internal sealed class Workshop(string? folder, string? scenario) : IShipmentLaw, IDisposable
{
    private CorpusShipmentLaw? _law;

    /// <summary>Loads it when a license of the book asks it.</summary>
    public void Load(LicenseBook book)
    {
        if (book.AsksLaw)
        {
            _law ??= Loaded();
        }
    }

    public LawVerdict Judge(LawQuestion question) => (_law ??= Loaded()).Judge(question);

    private CorpusShipmentLaw Loaded()
    {
        var bench = Workbench.Open(folder) ?? throw new CliException("the law files have errors", "see `proviso law check`; nothing ships on a law that cannot be read");
        Scenarios.Require(bench.Rules, scenario);
        return new CorpusShipmentLaw(bench.Rules, bench.Catalog, bench.Groups, scenario);
    }

    public void Dispose() => _law = null;
}

/// <summary>Tells what became of a command.</summary>
internal static class Told
{
    public static int Print(LicenseResult result, LicenseCommand command, Recorded machine, bool json)
    {
        var book = machine.Machine.Book;
        if (json)
        {
            using var document = JsonOut.Open();
            Write(document, result, command, machine.Before);
        }
        else
        {
            Text(result, command, machine.Before, book);
        }

        return result is LicenseRefused refused ? ExitCodes.Of(refused.Refusal) : ExitCodes.Clear;
    }

    public static void Write(Utf8JsonWriter json, LicenseResult result, LicenseCommand command, IReadOnlyList<LicenseEntry> before)
    {
        json.WriteStartObject();
        json.WriteNumber("formatVersion", 1);
        json.WriteString("id", command.Id);
        json.WriteBoolean("accepted", result is LicenseAccepted);
        switch (result)
        {
            case LicenseAccepted accepted:
                json.WriteBoolean("repeated", accepted.Repeated);
                if (accepted.Entry.Sequence >= 0)
                {
                    json.WriteNumber("entry", accepted.Entry.Sequence);
                }

                json.WriteString("recordedAt", accepted.Entry.RecordedAt.ToString());
                json.WritePropertyName("command");
                json.WriteRawValue(LicenseJson.Canonical(command));
                Breaches(json, "breaches", accepted.Entry.Outcome.Breaches);
                break;
            case LicenseRefused { Refusal: var refusal }:
                json.WriteStartObject("refusal");
                json.WriteString("word", refusal.Word);
                json.WriteString("text", refusal.Text);
                json.WriteString("fix", refusal.Fix);
                json.WritePropertyName("figures");
                json.WriteRawValue(refusal is LedgerRefuses ledger ? JsonSerializer.Serialize<object>(ledger.Refusal, LicenseJson.Options) : JsonSerializer.Serialize<object>(refusal, LicenseJson.Options));
                json.WriteEndObject();
                break;
        }

        Breaches(json, "before", before.SelectMany(e => e.Outcome.Breaches));
        json.WriteEndObject();
    }

    private static void Breaches(Utf8JsonWriter json, string name, IEnumerable<BreachNotice> breaches)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(LicenseJson.Canonical(breaches.ToList()));
    }

    private static void Text(LicenseResult result, LicenseCommand command, IReadOnlyList<LicenseEntry> before, LicenseBook book)
    {
        foreach (var breach in before.SelectMany(e => e.Outcome.Breaches))
        {
            Console.Out.WriteLine($"meanwhile: {Breach(breach)}");
        }

        foreach (var lapsed in before.SelectMany(e => e.Ledger?.Parts ?? []).SelectMany(p => p.Lapsed))
        {
            Console.Out.WriteLine($"meanwhile: reservation {Shown.Text(lapsed)} lapsed");
        }

        switch (result)
        {
            case LicenseRefused { Refusal: var refusal }:
                Console.Out.WriteLine($"refused ({refusal.Word}): {Shown.Text(refusal.Text)}");
                Console.Out.WriteLine($"  to do: {Shown.Text(refusal.Fix)}");
                break;
            case LicenseAccepted { Repeated: true }:
                Console.Out.WriteLine($"recorded before: {Shown.Text(command.Id)} is what it was; nothing was entered now");
                break;
            case LicenseAccepted accepted:
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"entry {accepted.Entry.Sequence}: {LicenseText.What(command)}"));
                Console.Out.WriteLine($"  id {Shown.Text(command.Id)}, recorded at {accepted.Entry.RecordedAt}");
                foreach (var breach in accepted.Entry.Outcome.Breaches)
                {
                    Console.Out.WriteLine($"  with it: {Breach(breach)}");
                }

                LicenseText.After(accepted.Entry, command, book);
                break;
        }
    }

    private static string Breach(BreachNotice breach) => Shown.Text($"condition {breach.Condition} of {breach.License} was broken: {breach.Subject}: {breach.Reason}; {Follows(breach.Consequence)}");

    private static string Follows(Consequence consequence) => consequence switch
    {
        Consequence.Notify => "the authority is to be told",
        Consequence.HoldLine => "nothing ships on the line until it is ended",
        Consequence.SuspendLine => "the line is suspended",
        Consequence.SuspendLicense => "the license is suspended",
    };
}
