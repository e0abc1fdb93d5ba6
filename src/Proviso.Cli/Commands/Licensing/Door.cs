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

    public static Option<string?> WitnessedOption() => new("--witnessed")
    {
        Description = "The checkpoint that was kept of it (`proviso audit keep`): a copy that is behind it is neither read nor written to. Default: beside the file.",
        HelpName = "FILE",
    };

    private static Option<string?> AsOption(string who = "acts") => new("--as") { Description = $"Who {who}: the key of a person of the book. Default: $PROVISO_AS.", HelpName = "PERSON" };

    /// <summary>Who reads: asked for by every command that shows what is in a book.</summary>
    public static Option<string?> ReaderOption() => AsOption("reads");

    /// <summary>The person named, or an error that says how to name one.</summary>
    public static string Named(string? stated) => (stated ?? Environment.GetEnvironmentVariable("PROVISO_AS")) is { } who && !string.IsNullOrWhiteSpace(who)
        ? who : throw new CliException("no person is named", "name who acts or reads with --as PERSON, or set PROVISO_AS");

    /// <summary>The book as the person named sees it.</summary>
    public static LicenseView ViewOf(LicenseBook book, string person) => book.ViewOf(person)
        ?? throw new CliException($"'{Shown.Text(person)}' is not enrolled in this book, and only its people read it",
            "name one of its people with --as PERSON; an administrator of your organization enrolls people: `proviso license enroll --person KEY --organization KEY --role ROLE --as ADMINISTRATOR`", ExitCodes.NotTheirs);

    private static Option<string?> IdOption() => new("--id") { Description = "The command's own id: sent again with the same content it is the same command. Default: a new one.", HelpName = "ID" };

    private static Option<string?> OnOption() => new("--on") { Description = "When it happened, such as 2026-03-16 or 2026-03-16T09:00Z. Default: when it is recorded.", HelpName = "TIME" };

    private static Option<string?> AtOption() => new("--at") { Description = "When it is recorded, in a rehearsal book only. There time stands still at the last entry unless this moves it on.", HelpName = "TIME" };

    private static Option<string?> LawOption() => new("--law") { Description = "Folder with the law files.", HelpName = "DIR" };

    private static Option<string?> ScenarioOption() => new("--scenario") { Description = "A scenario of the law files, in a rehearsal book only.", HelpName = "NAME" };

    /// <summary>What a door knows when it makes its command.</summary>
    /// <param name="View">The book as who acts sees it; null when nobody of that key is enrolled, which the book then says.</param>
    /// <param name="Id">The id.</param>
    /// <param name="EventTime">When it happened.</param>
    /// <param name="Actor">Who acts.</param>
    public sealed record Stamp(LicenseView? View, string Id, Moment EventTime, string Actor)
    {
        /// <summary>The organization of who acts; a dash when nobody of that key is enrolled.</summary>
        public string Organization => View?.Reader.Organization ?? "-";
    }

    /// <summary>A command that writes. What needs two persons becomes a proposal.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="symbols">Its own arguments and options.</param>
    /// <param name="make">Makes what is asked.</param>
    /// <param name="founds">Whether it begins a book, and so may make a journal where there is none.</param>
    public static Command Write(string name, string description, Symbol[] symbols, Func<ParseResult, Stamp, LicenseCommand> make, bool founds = false)
    {
        var (journal, book, witnessed, actor, id, on, at, law, scenario, format) =
            (JournalOption(), BookOption(), WitnessedOption(), AsOption(), IdOption(), OnOption(), AtOption(), LawOption(), ScenarioOption(), LawCommand.FormatOption());
        var command = new Command(name, description) { journal, book, witnessed, actor, id, on, at, law, scenario, format };
        AddTo(command, symbols);
        command.SetAction(async (parsed, cancellation) =>
        {
            var who = Named(parsed.GetValue(actor));
            var key = parsed.GetValue(id) ?? Guid.NewGuid().ToString("N");
            var record = parsed.GetValue(at) is { } given ? Time("--at", given) : (DateTimeOffset?)null;
            var place = Place(parsed.GetValue(journal));
            LicenseCommand? made = null;
            var (result, machine) = await Submit(place, parsed.GetRequiredValue(book), parsed.GetValue(witnessed), founds, () => new Workshop(parsed.GetValue(law), parsed.GetValue(scenario)), record, (current, now) =>
            {
                // Sent again without a time of its own it is the same command, which happened when it did.
                var happened = parsed.GetValue(on) is { } text ? Moment.Of(Time("--on", text)) : (parsed.GetValue(id) is { } again ? current.EventTimeOf(again) : null) ?? Moment.Of(now);
                made = make(parsed, new Stamp(current.ViewOf(who), key, happened, who));
                made = made.NeedsTwo || current.NeedsSecond(made) ? new Propose { Id = key, EventTime = happened, Actor = who, Action = Renamed(made, key.Length > 60 ? throw TooLong() : key + "-act") } : made;
                return Wired(made);
            }, cancellation).ConfigureAwait(false);
            return Told.Surely(result, made!, place, () => Told.Print(result, made!, machine, parsed.GetValue(format) == "json"));
        });
        return command;
    }

    /// <summary>A command that reads.</summary>
    public static Command Read(string name, string description, Symbol[] symbols, Func<ParseResult, LicenseView, DateOnly, bool, int> show, bool isOfToday = false)
    {
        var (journal, book, reader, witnessed, law, format) = (JournalOption(), BookOption(), ReaderOption(), WitnessedOption(), LawOption(), LawCommand.FormatOption());
        var day = new Option<string?>("--on") { Description = "The day it is shown for. Default: today; in a rehearsal book the day of its last entry.", HelpName = "DAY" };
        var command = new Command(name, description) { journal, book, reader, witnessed, day, law, format };
        AddTo(command, symbols);
        command.SetAction(parsed =>
        {
            var place = Place(parsed.GetValue(journal));
            var who = Named(parsed.GetValue(reader));
            var opened = OpenToRead(place);
            using var closing = (IDisposable)opened;
            var name = parsed.GetRequiredValue(book);
            Guard(opened, name, place, parsed.GetValue(witnessed));
            using var workshop = new Workshop(parsed.GetValue(law), null);
            var current = Load(opened, name, workshop);
            var on = parsed.GetValue(day) is { } text ? DateOnly.FromDateTime(Time("--on", text).UtcDateTime)
                : current.IsRehearsal ? Moment.DateOf(current.LastRecorded.DayNumber) : DateOnly.FromDateTime(DateTime.UtcNow);
            current.Witnessed = Vouched(name, place, parsed.GetValue(witnessed));
            if (isOfToday && on < Moment.DateOf(current.LastRecorded.DayNumber))
            {
                throw new CliException($"the book has entries up to {current.LastRecorded}, and the file for {on:yyyy-MM-dd} would be made from them as well", "name that day or a later one with --on");
            }

            if (parsed.GetValue(day) is null && !current.IsRehearsal && current.IsStoppedBy(Moment.Of(DateTimeOffset.UtcNow)))
            {
                var differs = $"the clock and the last entry of the book, {current.LastRecorded}, are further apart than the {current.Bounds.ClockHours} hours of the book";
                var help = "nothing is recorded until two officers say what time it is: `proviso clock set --stated YYYY-MM-DD --reason TEXT --as OFFICER`";
                if (isOfToday)
                {
                    throw new CliException($"{differs}: what may pass today is not told on it", help, ExitCodes.ClockStopped);
                }

                Console.Error.WriteLine($"proviso: {differs}: what is due or over today is not to be relied on");
                Console.Error.WriteLine($"  = help: {help}");
            }

            return show(parsed, ViewOf(current, who), on, parsed.GetValue(format) == "json");
        });
        return command;
    }

    /// <summary>Where the journal is.</summary>
    public static string Place(string? stated) =>
        stated ?? Environment.GetEnvironmentVariable("PROVISO_JOURNAL") ?? throw new CliException("no journal is named", "name it with --journal FILE, or set PROVISO_JOURNAL; `proviso demo init FILE` makes one to try");

    /// <summary>Opens a journal to read.</summary>
    public static IJournal OpenToRead(string place) => JournalAt.OpenToRead(place);

    /// <summary>The book that a journal holds, read whole.</summary>
    public static LicenseBook Load(IJournal journal, string book, IShipmentLaw law)
    {
        Exists(journal, book);
        return LicenseMachine.Load(journal, book, law);
    }

    /// <summary>Refuses a book that is not in the journal, which would otherwise read as an empty one, and be entered in it by what writes.</summary>
    public static void Exists(IJournal journal, string book)
    {
        if (journal.Position(book).Next == 0)
        {
            throw new CliException($"there is no book {Shown.Text(book)} in this journal", journal.Books() is { Count: > 0 } books ? $"there are: {string.Join(", ", books)}" : "it is empty; `proviso license found` begins one");
        }
    }

    /// <summary>Takes the book over, makes a command from how it stands, and records it. Where another program takes the book meanwhile, the same command is sent again.</summary>
    public static async Task<(LicenseResult Result, Recorded Machine)> Submit(
        string place, string book, string? witnessed, bool founds, Func<Workshop> law, DateTimeOffset? record, Func<LicenseBook, DateTimeOffset, LicenseCommand> make, CancellationToken cancellation)
    {
        var began = System.Diagnostics.Stopwatch.StartNew();
        string? sent = null;
        if (founds && !JournalAt.IsDatabase(place) && !File.Exists(place))
        {
            // Tried on nothing first: a charter that is refused leaves no empty journal behind.
            using var trial = law();
            var machine = new Recorded(trial);
            var now = record ?? DateTimeOffset.UtcNow;
            JournalAt.Require(place);
            if (machine.Decide(make(machine.Machine.Book, now), now).Result is LicenseRefused refused)
            {
                return (refused, machine);
            }
        }

        while (true)
        {
            try
            {
                var journal = JournalAt.Open(place, create: founds);
                using var closing = (IDisposable)journal;
                Guard(journal, book, place, witnessed);
                if (!founds)
                {
                    Exists(journal, book);
                }

                using var workshop = law();
                var clock = new Clock();
                Recorded machine = null!;
                await using var writer = new JournalWriter<LicenseCommand, LicenseResult>(journal, book, () => machine = new Recorded(workshop, Vouched(book, place, witnessed)), clock);
                var current = machine.Machine.Book;
                clock.Now = Now(current, record);
                var command = make(current, clock.Now);
                if (record is not null && !current.IsRehearsal && command is not FoundBook { Rehearsal: true })
                {
                    throw new CliException("--at is for rehearsal books", "a book of record takes the time from the clock");
                }

                if (record is not null && current.Sequence > 0 && Moment.Of(clock.Now) < current.LastRecorded && !SaysTheTime(command))
                {
                    throw new CliException($"--at lies before the last entry, {current.LastRecorded}", "time in a book never runs backward; where the book was written on a clock that was ahead, see `proviso clock set --help`");
                }

                workshop.Ready(current, command);
                sent = command.Id;
                return (await writer.Submit(command, cancellation).ConfigureAwait(false), machine);
            }
            catch (JournalUnavailableException e) when (e.IsReplaced && began.Elapsed < s_patience)
            {
                // Somebody else took the book between two steps of ours. Nothing of ours was written, or the same id finds it.
                await Task.Delay(Random.Shared.Next(5, 120), cancellation).ConfigureAwait(false);
            }
            catch (JournalUnavailableException e) when (sent is not null)
            {
                throw Unsure(e, sent);
            }
        }
    }

    /// <summary>The newest time that a quorum of witnesses put under a kept checkpoint of the book; null when there is none.</summary>
    public static Moment? Vouched(string book, string place, string? witnessed) =>
        witnessed is null && JournalAt.IsDatabase(place) ? null
        : WitnessedCheckpoint.Load(witnessed ?? WitnessedCheckpoint.PathFor(place)).TryGetValue(book, out var kept) && kept.Time() is { } time ? Moment.Of(time) : null;

    /// <summary>That a command was sent and no answer came: only then does its id tell more than a new one.</summary>
    public static CliException Unsure(JournalUnavailableException e, string id) =>
        new(Shown.Text(e.Message), $"whether the command was recorded, its id tells: send it again with --id {Shown.Text(id)}", ExitCodes.NoJournal);

    /// <summary>Refuses to answer from a copy that is behind a checkpoint that others have seen, or to write to it.</summary>
    public static void Guard(IJournal journal, string book, string place, string? witnessed)
    {
        if (witnessed is null && JournalAt.IsDatabase(place))
        {
            return;
        }

        if (witnessed is not null && !File.Exists(witnessed))
        {
            throw new CliException($"no such file: {Shown.Text(witnessed)}", "--witnessed names what `proviso audit keep` wrote; without the file nothing would be guarded");
        }

        GuardResult result;
        try
        {
            result = WitnessedCheckpoint.Check(journal, book, witnessed ?? WitnessedCheckpoint.PathFor(place));
        }
        catch (JournalFormatException e) when (e is not JournalDamagedException)
        {
            throw new CliException(Shown.Text(e.Message), "what others have seen cannot be told from it; put the kept file back, or keep the newest checkpoint again with `proviso audit keep`", ExitCodes.NoJournal);
        }

        if (!result.MayServe)
        {
            throw new CliException(Shown.Text(result.Problem ?? "the journal is behind what others have seen of it"), result.Help ?? "put the newest journal back", ExitCodes.NoJournal);
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
            return LicenseJson.Read<T>(Storage.Files.BoundedFile.ReadText(path, Most, "file of JSON written by people"));
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

    /// <summary>What the clock says to a book: what was stated, in a rehearsal else the time of its last entry, and else the time.</summary>
    public static DateTimeOffset Now(LicenseBook book, DateTimeOffset? record) =>
        record ?? (book.IsRehearsal && book.Sequence > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(book.LastRecorded.Milliseconds) : DateTimeOffset.UtcNow);

    // Only what two people say about the clock may come from before the last entry: that is how a book that a clock hurt is put right.
    private static bool SaysTheTime(LicenseCommand command) => command is SetClock or Propose { Action: SetClock } or Countersign { Stated: not null };

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

    /// <summary>A clock that a door sets before each command.</summary>
    public sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

/// <summary>The machine of a book, which remembers what time brought about before the last command.</summary>
internal sealed class Recorded(Workshop law, Moment? vouched = null) : IStateMachine<LicenseCommand, LicenseResult>
{
    public LicenseMachine Machine { get; } = new(law, law);

    /// <summary>Entries that came before that of the command.</summary>
    public List<LicenseEntry> Before { get; } = [];

    public bool IsAlone(LicenseCommand command) => Machine.IsAlone(command);

    public Decision<LicenseResult> Decide(LicenseCommand command, DateTimeOffset recordTime) => Decide(command, recordTime, recordTime);

    public Decision<LicenseResult> Decide(LicenseCommand command, DateTimeOffset recordTime, DateTimeOffset clock)
    {
        // What the witnesses say of the time; a replay has put that of older entries in its place.
        Machine.Book.Witnessed = vouched;
        var sequence = Machine.Book.Sequence;
        var decision = Machine.Decide(command, recordTime, clock);
        foreach (var record in decision.Before ?? [])
        {
            Before.Add(LicenseCodec.Decode(record.Body, sequence++, Moment.Of(recordTime)));
        }

        return decision;
    }

    public void Replay(JournalEntry entry) => Machine.Replay(entry);
}

/// <summary>The law and the catalog, loaded when somebody asks them: most commands never do.</summary>
internal sealed class Workshop(string? folder, string? scenario) : IShipmentLaw, IProductFigures, IDisposable
{
    private CorpusShipmentLaw? _law;
    private CatalogFigures? _figures;

    public ProductFigure? Find(string product)
    {
        if (_figures is null)
        {
            using var text = Storage.Files.BoundedFile.OpenText(Path.Combine(LawFolder.FindBeside("data"), "chips", "catalog.yaml"), 1 << 24, "catalog");
            _figures = new CatalogFigures(Items.ChipCatalog.Read(text));
        }

        return _figures.Find(product);
    }

    /// <summary>What every door asks before it sends a command: that a book of record is not given another law than that of the program, and that the law can be read where the command will ask it.</summary>
    /// <exception cref="CliException">It is given another, or the law files have a fault: told before anybody waits for the book.</exception>
    public void Ready(LicenseBook book, LicenseCommand command)
    {
        var isRehearsal = book.IsRehearsal || command is FoundBook { Rehearsal: true };
        if (scenario is not null && !isRehearsal)
        {
            throw new CliException("--scenario is for rehearsal books", "in a book of record the law as it is decides");
        }

        if (folder is not null && !isRehearsal && book.Sequence > 0)
        {
            throw new CliException("--law is for rehearsal books where something is recorded", "in a book of record the law of this program decides, not a folder that who ships brings along");
        }

        // Every shipment asks whether a change of law ended its license; conditions may ask more.
        if (command is ShipUnits)
        {
            _law ??= Loaded();
        }
    }

    public LawVerdict Judge(LawQuestion question) => (_law ??= Loaded()).Judge(question);

    public LawVerdict? Ended(LicenseTerms license, DateOnly issued, DateOnly on, DateOnly knownOn) => (_law ??= Loaded()).Ended(license, issued, on, knownOn);

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
    /// <summary>Prints what became of a command; when that cannot be written, standard error says whether it was recorded, and under which id.</summary>
    public static int Surely(LicenseResult result, LicenseCommand command, string place, Func<int> print)
    {
        if (result is LicenseRefused { Refusal: var refusal })
        {
            try
            {
                return print();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CliException($"the command was refused ({refusal.Word}) and not recorded: {Shown.Text(refusal.Text)}; the answer could not be written: {e.Message}", Shown.Text(refusal.Fix), ExitCodes.Of(refusal));
            }
        }

        var entry = (result as LicenseAccepted)?.Entry.Sequence ?? -1;
        return Answer.Tell(
            string.Create(CultureInfo.InvariantCulture, $"the command was recorded{(entry >= 0 ? $" as entry {entry}" : "")} under the id {Shown.Text(command.Id)}"),
            $"do not send it under another id; `proviso ledger entries --id {Shown.Text(command.Id)} --journal {Shown.Text(JournalAt.Shown(place))}` shows it", print);
    }

    public static int Print(LicenseResult result, LicenseCommand command, Recorded machine, bool json)
    {
        var book = machine.Machine.Book.ViewOf(command.Actor);
        if (json)
        {
            using var document = JsonOut.Open();
            Write(document, result, command, machine.Before, book);
        }
        else
        {
            Text(result, command, machine.Before, book);
        }

        return result is LicenseRefused refused ? ExitCodes.Of(refused.Refusal) : ExitCodes.Clear;
    }

    public static void Write(Utf8JsonWriter json, LicenseResult result, LicenseCommand command, IReadOnlyList<LicenseEntry> before, LicenseView? book)
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
                Breaches(json, "breaches", Known(accepted.Entry.Outcome.Breaches, book));
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

        Breaches(json, "before", Known(before.SelectMany(e => e.Outcome.Breaches), book));
        json.WriteEndObject();
    }

    // Time brings about what concerns others too: that is theirs to read.
    private static IEnumerable<BreachNotice> Known(IEnumerable<BreachNotice> breaches, LicenseView? book) => breaches.Where(b => book?.Sees(b) == true);

    private static void Breaches(Utf8JsonWriter json, string name, IEnumerable<BreachNotice> breaches)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(LicenseJson.Canonical(breaches.ToList()));
    }

    private static void Text(LicenseResult result, LicenseCommand command, IReadOnlyList<LicenseEntry> before, LicenseView? book)
    {
        foreach (var breach in Known(before.SelectMany(e => e.Outcome.Breaches), book))
        {
            Console.Out.WriteLine($"meanwhile: {Breach(breach)}");
        }

        foreach (var lapsed in before.SelectMany(e => e.Ledger?.Parts ?? []).SelectMany(p => p.Lapsed).Where(r => book?.ReservationOf(r) is not null))
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
                foreach (var breach in Known(accepted.Entry.Outcome.Breaches, book))
                {
                    Console.Out.WriteLine($"  with it: {Breach(breach)}");
                }

                foreach (var taken in accepted.Entry.Outcome.TakenBack)
                {
                    Console.Out.WriteLine($"  taken back: {Shown.Text(taken)}");
                }

                if (book is not null)
                {
                    LicenseText.After(accepted.Entry, command, book);
                }

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
