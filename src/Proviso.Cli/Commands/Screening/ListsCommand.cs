using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Proviso.Cli.Commands.Law;
using Proviso.Screening;
using Proviso.Screening.Lists;
using Proviso.Storage.Files;
using Proviso.Storage.Lists;
using Spectre.Console;

namespace Proviso.Cli.Commands.Screening;

/// <summary><c>proviso lists …</c>: the lists that parties are screened against.</summary>
internal static class ListsCommand
{
    /// <summary>The option every screening command shares.</summary>
    public static Option<string?> ListsOption() => new("--lists") { Description = "Folder with the lists. Default: $PROVISO_LISTS, else a folder of the user.", HelpName = "DIR" };

    /// <summary>The command with its verbs.</summary>
    public static Command Create()
    {
        var command = new Command("lists", "Fetch, import, show and compare the lists that parties are screened against.");
        command.Subcommands.Add(Update());
        command.Subcommands.Add(Import());
        command.Subcommands.Add(Status());
        command.Subcommands.Add(Diff());
        command.Subcommands.Add(Reweigh());
        return command;
    }

    private static Option<string?> Confirm() => new("--confirm")
    {
        Description = "Take a publication that is implausibly small for good: who decides so, and why. It goes into the history.",
        HelpName = "\"WHO: WHY\"",
    };

    private static Command Update()
    {
        var sources = new Argument<string[]>("source") { Description = "Which publications: " + string.Join(", ", KnownLists.Sources.Select(s => s.Id)) + ". Default: csl.", Arity = ArgumentArity.ZeroOrMore };
        var lists = ListsOption();
        var from = new Option<string?>("--from") { Description = "Another address of the one publication named, such as a mirror of your own.", HelpName = "URL" };
        var confirm = Confirm();
        var seconds = NumberOption.Between("--timeout", "Seconds that one publication may take.", 1, 86_400, 600, "SECONDS");
        var silence = NumberOption.Between("--silence", "Seconds that a server may send nothing.", 1, 86_400, 30, "SECONDS");
        var format = LawCommand.FormatOption();
        var command = new Command("update", """
            Fetches lists from their publishers, if they changed, and puts them in place in one step once they are whole and plausible.
            Example: proviso lists update csl
            Exit codes: 0 done, 1 a publication was refused or did not come, 2 bad input.
            """) { sources, lists, from, confirm, seconds, silence, format };
        command.SetAction(async (parsed, cancellation) =>
        {
            var wanted = Wanted(parsed.GetValue(sources) ?? [], parsed.GetValue(from));
            var store = ListFolder.Store(parsed.GetValue(lists));
            using var fetcher = new ListFetcher(TimeSpan.FromSeconds(parsed.GetValue(seconds)), TimeSpan.FromSeconds(parsed.GetValue(silence)));
            var outcomes = new List<ListOutcome>();
            foreach (var source in wanted)
            {
                try
                {
                    outcomes.Add(await fetcher.Update(store, source, parsed.GetValue(confirm), DateTimeOffset.UtcNow, cancellation).ConfigureAwait(false));
                }
                catch (ListStoreException e)
                {
                    throw new CliException(e.Message, e.Help);
                }
            }

            return Print(outcomes, parsed.GetValue(format) == "json");
        });
        return command;
    }

    private static List<KnownSource> Wanted(string[] names, string? from)
    {
        var wanted = new List<KnownSource>();
        foreach (var name in names.Length == 0 ? ["csl"] : names)
        {
            wanted.Add(KnownLists.Sources.FirstOrDefault(s => s.Id == name)
                ?? throw new CliException($"no publication `{name}`", "one of: " + string.Join(", ", KnownLists.Sources.Select(s => s.Id)) + "; others come in by `proviso lists import FILE`"));
        }

        if (from is null)
        {
            return wanted;
        }

        if (wanted.Count != 1 || !Uri.TryCreate(from, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            throw new CliException($"`--from {from}` names no address of one publication", "for instance `proviso lists update csl --from https://mirror.example/consolidated.json`");
        }

        return [wanted[0] with { Address = address }];
    }

    private static Command Import()
    {
        var file = new Argument<string>("file") { Description = "A publication: the Consolidated Screening List (JSON or CSV), the Denied Persons List (dpl.txt), OFAC (CSV set as one ZIP, XML), UN, EU and UK lists, OpenSanctions, or a CSV of your own." };
        var id = new Option<string?>("--as") { Description = "Name of the list, where the file does not say it; needed for a CSV of your own.", HelpName = "LIST" };
        var lists = ListsOption();
        var age = NumberOption.FigureOrNone("--max-age", "Days after which it is stale, counted from the day its publisher put on it. Default: by list; 31 for a list of your own.", "DAYS");
        var drop = NumberOption.FigureOrNone("--max-drop", "Percent of a list's entries, names, addresses or numbers that may go at once. Default: 5, of a short list two, at most 20.", "PERCENT");
        var published = LawCommand.DateOption("--published", "The day that its publisher put on it, where the file does not say it. Without a day its lists are stale and nobody is clear.");
        var entries = NumberOption.BetweenOrNone("--entries", "How many entries the publisher says it holds; another number is refused. A table that was cut at the end of a row shows by nothing else.", 0, 100_000_000, "N");
        var map = new Option<string[]>("--map") { Description = "What a column of a table means that its format does not know: \"COLUMN=FIELD\", or \"COLUMN=\" to leave it out; may be repeated.", HelpName = "COLUMN=FIELD" };
        var confirm = Confirm();
        var format = LawCommand.FormatOption();
        var command = new Command("import", """
            Takes a publication from a file: read whole and judged, then put in place in one step. One that is refused leaves the folder as it was; where
            it should have followed on one that was taken before, that one is doubtful from then on.
            Example: proviso lists import watch-list.csv --as house-watch-list --published 2026-02-01
            Example: proviso lists import suppliers.csv --as house-watch-list --published 2026-02-01 --map "Company=name" --map "Buyer="
            Exit codes: 0 done, 1 it was refused, 2 bad input.
            """) { file, id, lists, published, entries, map, age, drop, confirm, format };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            if (!File.Exists(path))
            {
                throw new CliException($"no such file: {path}", "name a publication");
            }

            var name = parsed.GetValue(id);
            if (name is not null && (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            {
                throw new CliException($"`{name}` is no name for a list", "use up to 64 small letters, digits and hyphens");
            }

            if (parsed.GetValue(drop) is < 0 or > 100)
            {
                throw new CliException("--max-drop takes 0 to 100 percent", "for instance `--max-drop 30`");
            }

            if (parsed.GetValue(age) is <= 0 or > 36_600)
            {
                throw new CliException("--max-age takes a number of days above 0", "for instance `--max-age 7`");
            }

            if (parsed.GetValue(entries) is <= 0)
            {
                throw new CliException("--entries takes a number of entries above 0", "for instance `--entries 3409`");
            }

            var columns = Columns(parsed.GetValue(map) ?? []);
            var store = ListFolder.Store(parsed.GetValue(lists));
            var outcome = ListFolder.Guard(() =>
            {
                using var content = BoundedFile.IsReadable(path) ? BoundedFile.Open(path, ListStore.MostBytes, "publication of a list") : new MemoryStream();
                return store.Offer(content, new ListOffer
                {
                    Source = name,
                    Origin = Path.GetFileName(path),
                    ListId = name,
                    MaxAge = parsed.GetValue(age) is { } days ? TimeSpan.FromDays((double)days) : null,
                    MostDrop = (double?)(parsed.GetValue(drop) / 100),
                    Published = parsed.GetValue(published),
                    Entries = parsed.GetValue(entries),
                    Columns = columns,
                    MadeUp = name == KnownLists.MadeUp,
                    Confirmed = parsed.GetValue(confirm),
                }, DateTimeOffset.UtcNow);
            });
            return Print([outcome], parsed.GetValue(format) == "json");
        });
        return command;
    }

    private static ImmutableSortedDictionary<string, string> Columns(string[] said)
    {
        var columns = ListReadOptions.NoColumns;
        foreach (var one in said)
        {
            var equals = one.LastIndexOf('=');
            var column = equals < 0 ? "" : one[..equals].Trim();
            if (column.Length == 0)
            {
                throw new CliException($"`--map {Shown.Text(one)}` names no column", "write `--map \"Company=name\"`, or `--map \"Buyer=\"` to leave a column out");
            }

            if (columns.ContainsKey(column))
            {
                throw new CliException($"`--map` names the column `{Shown.Text(column)}` twice", "say once what it is");
            }

            columns = columns.Add(column, one[(equals + 1)..].Trim());
        }

        return columns;
    }

    private static int Print(List<ListOutcome> outcomes, bool json)
    {
        var failed = outcomes.Exists(o => o.Kind is ListOutcomeKind.Failed or ListOutcomeKind.Refused);
        if (json)
        {
            using var document = JsonOut.Open();
            document.WriteStartObject();
            document.WriteNumber("formatVersion", 1);
            document.WriteStartArray("publications");
            foreach (var o in outcomes)
            {
                document.WriteStartObject();
                document.WriteString("source", o.Source);
                document.WriteString("outcome", o.Kind.ToString().ToLowerInvariant());
                document.WriteString("snapshot", o.Snapshot);
                document.WriteNumber("entries", o.Entries);
                document.WriteString("reason", o.Reason);
                document.WriteStrings("remarks", o.Remarks);
                document.WriteString("notReady", o.NotReady);
                Counts(document, o.Counts);
                document.WriteStartArray("notTaken");
                foreach (var passed in o.PassedOver)
                {
                    document.WriteStartObject();
                    document.WriteString("why", passed.Why);
                    document.WriteNumber("count", passed.Count);
                    document.WriteStrings("first", passed.First);
                    document.WriteEndObject();
                }

                document.WriteEndArray();
                document.WriteEndObject();
            }

            document.WriteEndArray();
            document.WriteEndObject();
            return failed ? ExitCodes.CheckFailed : ExitCodes.Clear;
        }

        foreach (var o in outcomes)
        {
            Console.Out.WriteLine(o.Kind switch
            {
                ListOutcomeKind.Accepted => string.Create(CultureInfo.InvariantCulture, $"{o.Source}: accepted, {o.Entries} entries, snapshot {o.Snapshot![..12]}"),
                ListOutcomeKind.Unchanged => string.Create(CultureInfo.InvariantCulture, $"{o.Source}: unchanged, {o.Entries} entries, snapshot {o.Snapshot![..12]}"),
                ListOutcomeKind.Refused => $"{o.Source}: REFUSED: {o.Reason}",
                _ => $"{o.Source}: did not come: {o.Reason}",
            });
            if (o.Kind == ListOutcomeKind.Refused)
            {
                Console.Out.WriteLine(o.Recorded
                    ? "  its lists are not ready now: what was there before is searched, and nobody reads as clear"
                    : "  nothing was taken, and the folder is as it was");
                Console.Out.WriteLine("  fetch or import a good one; if this one is right, `--confirm \"WHO: WHY\"` takes it");
            }

            foreach (var (list, count) in o.Counts)
            {
                Console.Out.WriteLine($"  {list}: {Words(count)}");
            }

            foreach (var passed in o.PassedOver)
            {
                Console.Out.WriteLine($"  {Shown.Text(passed.ToString())}");
            }

            if (o.NotReady is { } why)
            {
                Console.Out.WriteLine($"  NOT READY: {Shown.Text(why)}");
            }

            foreach (var remark in o.Remarks)
            {
                Console.Error.WriteLine($"  remark: {Shown.Text(remark)}");
            }
        }

        return failed ? ExitCodes.CheckFailed : ExitCodes.Clear;
    }

    private static string Words(ListCounts c) => string.Create(CultureInfo.InvariantCulture, $"{c.Entries} entries, {c.Names} names, {c.Addresses} addresses, {c.Identifiers} numbers");

    private static void Counts(Utf8JsonWriter document, IEnumerable<KeyValuePair<string, ListCounts>> counts)
    {
        document.WriteStartObject("counts");
        foreach (var (list, count) in counts)
        {
            document.WriteStartObject(list);
            document.WriteNumber("entries", count.Entries);
            document.WriteNumber("names", count.Names);
            document.WriteNumber("addresses", count.Addresses);
            document.WriteNumber("numbers", count.Identifiers);
            document.WriteEndObject();
        }

        document.WriteEndObject();
    }

    private static Command Status()
    {
        var lists = ListsOption();
        var format = LawCommand.FormatOption();
        var command = new Command("status", """
            Shows each list, whether answers may rely on it, and why not.
            Exit codes: 0 every list that the law asks for is ready, 10 at least one is not, 2 bad input.
            """) { lists, format };
        command.SetAction(parsed =>
        {
            var store = ListFolder.Store(parsed.GetValue(lists));
            var states = store.States(DateTimeOffset.UtcNow);
            var absent = KnownLists.AskedByLaw.Where(l => states.All(s => s.State.Id != l)).ToList();
            var all = states.Concat(absent.Select(l => ("", new ListState(l, ListReadiness.Absent, "not in the store; the law asks for it", null, 0, null)))).ToList();
            var ready = KnownLists.AskedByLaw.All(l => states.Any(s => s.State.Id == l && s.State.IsReady));
            if (parsed.GetValue(format) == "json")
            {
                using var document = JsonOut.Open();
                document.WriteStartObject();
                document.WriteNumber("formatVersion", 1);
                document.WriteString("folder", store.Folder);
                document.WriteBoolean("ready", ready);
                document.WriteString("weights", store.Manifest.Rarity);
                document.WriteStartArray("lists");
                foreach (var (_, state) in all)
                {
                    ScreeningJson.State(document, state);
                }

                document.WriteEndArray();
                document.WriteStartArray("publications");
                foreach (var (name, source) in store.Manifest.Sources)
                {
                    document.WriteStartObject();
                    document.WriteString("source", name);
                    document.WriteString("format", source.Format);
                    document.WriteString("published", source.Published?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                    Counts(document, source.Counts ?? []);
                    document.WriteStrings("missing", source.Missing);
                    document.WriteStrings("notTaken", source.PassedOver);
                    document.WriteStrings("remarks", source.Remarks);
                    document.WriteEndObject();
                }

                document.WriteEndArray();
                document.WriteEndObject();
                return ready ? ExitCodes.Clear : ExitCodes.Hold;
            }

            var table = new Table { Border = TableBorder.Simple };
            table.AddColumns("list", "state", "entries", "looked at", "publication", "why");
            table.Columns[2].RightAligned();
            foreach (var (source, state) in all)
            {
                var color = state.IsReady ? "green" : "red";
                table.AddRow(
                    Markup.Escape(state.Id), $"[{color}]{ScreeningJson.Word(state.Readiness)}[/]", state.Entries.ToString(CultureInfo.InvariantCulture),
                    state.Checked?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "never",
                    Markup.Escape(source + (state.Snapshot is { } s ? " " + s[..12] : "")), Markup.Escape(Shown.Text(state.Reason ?? "")));
            }

            var console = Terminal.Out();
            console.Write(table);
            console.WriteLine(ready
                ? "every list that the law asks for is ready"
                : "NOT READY: until every list that the law asks for is, nobody reads as clear");
            foreach (var (name, source) in store.Manifest.Sources)
            {
                foreach (var (list, count) in source.Counts ?? [])
                {
                    console.WriteLine($"{list}: {Words(count)}{(list == name ? "" : $", from {name}")}");
                }

                foreach (var line in source.PassedOver.Concat(source.Remarks))
                {
                    console.WriteLine($"  {name}: {Shown.Text(line)}");
                }
            }

            foreach (var license in store.Manifest.Sources.Values.Select(s => s.License).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                console.WriteLine($"license: {license}");
            }

            return ready ? ExitCodes.Clear : ExitCodes.Hold;
        });
        return command;
    }

    private static Command Diff()
    {
        var from = new Argument<string>("from") { Description = "Hash of the earlier publication, or its first digits; `lists status` and the history show them." };
        var to = new Argument<string>("to") { Description = "Hash of the later one." };
        var id = new Option<string?>("--as") { Description = "Name of the list, where the publications do not say it.", HelpName = "LIST" };
        var lists = ListsOption();
        var format = LawCommand.FormatOption();
        var command = new Command("diff", "Says which entries came, went or changed between two publications.") { from, to, id, lists, format };
        command.SetAction(parsed =>
        {
            var store = ListFolder.Store(parsed.GetValue(lists));
            var name = parsed.GetValue(id);
            var diff = ListFolder.Guard(() => ListDiff.Between(store.ReadSnapshot(parsed.GetRequiredValue(from), name).Parties, store.ReadSnapshot(parsed.GetRequiredValue(to), name).Parties));
            if (parsed.GetValue(format) == "json")
            {
                using var document = JsonOut.Open();
                document.WriteStartObject();
                document.WriteNumber("formatVersion", 1);
                Write("added", diff.Added);
                Write("removed", diff.Removed);
                Write("changed", diff.Changed.Select(c => c.After));
                document.WriteEndObject();
                return ExitCodes.Clear;

                void Write(string field, IEnumerable<ListedParty> parties)
                {
                    document.WriteStartArray(field);
                    foreach (var p in parties)
                    {
                        document.WriteStartObject();
                        document.WriteString("list", p.List);
                        document.WriteString("entry", p.Id);
                        document.WriteString("name", p.MainName);
                        document.WriteStrings("countries", p.Countries.Select(c => c.Code));
                        document.WriteEndObject();
                    }

                    document.WriteEndArray();
                }
            }

            Lines("+", diff.Added);
            Lines("-", diff.Removed);
            Lines("~", diff.Changed.Select(c => c.After));
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{diff.Added.Length} added, {diff.Removed.Length} removed, {diff.Changed.Length} changed"));
            return ExitCodes.Clear;

            static void Lines(string mark, IEnumerable<ListedParty> parties)
            {
                foreach (var p in parties)
                {
                    Console.Out.WriteLine($"{mark} {p.List} {p.Id}  {Shown.Text(p.MainName)}  {string.Join(' ', p.Countries.Select(c => c.Code))}");
                }
            }
        });
        return command;
    }

    private static Command Reweigh()
    {
        var lists = ListsOption();
        var command = new Command("reweigh", "Counts anew how rare each word is in the lists. Scores may move, so every clearance is reopened.") { lists };
        command.SetAction(parsed =>
        {
            var store = ListFolder.Store(parsed.GetValue(lists));
            if (store.Manifest.Sources.Count == 0)
            {
                throw new CliException($"no lists in {store.Folder}", "fill it with `proviso lists update` or `proviso lists import FILE`");
            }

            Console.Out.WriteLine($"weights {ListFolder.Guard(() => store.Reweigh(DateTimeOffset.UtcNow))}; clearances made with others are reopened");
            return ExitCodes.Clear;
        });
        return command;
    }
}
