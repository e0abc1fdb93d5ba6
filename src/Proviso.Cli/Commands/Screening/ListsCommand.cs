using System.CommandLine;
using System.Globalization;
using Proviso.Cli.Commands.Law;
using Proviso.Screening;
using Proviso.Screening.Lists;
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
        var seconds = new Option<int>("--timeout") { Description = "Seconds that one publication may take.", DefaultValueFactory = _ => 600 };
        var silence = new Option<int>("--silence") { Description = "Seconds that a server may send nothing.", DefaultValueFactory = _ => 30 };
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
            using var fetcher = new ListFetcher(Seconds(parsed.GetValue(seconds), "--timeout"), Seconds(parsed.GetValue(silence), "--silence"));
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

    private static TimeSpan Seconds(int seconds, string option) =>
        seconds is > 0 and <= 86_400 ? TimeSpan.FromSeconds(seconds) : throw new CliException($"{option} takes 1 to 86400 seconds, not {seconds}", $"for instance `{option} 60`");

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
        var file = new Argument<string>("file") { Description = "A publication: the Consolidated Screening List (JSON or CSV), OFAC (CSV set as zip, XML), UN, EU and UK lists, OpenSanctions, or a CSV of your own." };
        var id = new Option<string?>("--as") { Description = "Name of the list, where the file does not say it; needed for a CSV of your own.", HelpName = "LIST" };
        var lists = ListsOption();
        var age = new Option<double?>("--max-age") { Description = "Days after which it is stale, counted from the day its publisher put on it, else from today. Default: by list; 31 for a list of your own.", HelpName = "DAYS" };
        var drop = new Option<double?>("--max-drop") { Description = "Percent of a list's entries that may go at once. Default: 20.", HelpName = "PERCENT" };
        var confirm = Confirm();
        var format = LawCommand.FormatOption();
        var command = new Command("import", """
            Takes a publication from a file: read whole and judged, then put in place in one step.
            Example: proviso lists import watch-list.csv --as house-watch-list
            Exit codes: 0 done, 1 it was refused, 2 bad input.
            """) { file, id, lists, age, drop, confirm, format };
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

            var store = ListFolder.Store(parsed.GetValue(lists));
            var outcome = ListFolder.Guard(() =>
            {
                using var content = File.OpenRead(path);
                return store.Offer(content, new ListOffer
                {
                    Source = name,
                    Origin = Path.GetFileName(path),
                    ListId = name,
                    MaxAge = parsed.GetValue(age) is { } days ? TimeSpan.FromDays(days) : null,
                    MostDrop = (parsed.GetValue(drop) / 100) ?? ListStore.MostDrop,
                    MadeUp = name == KnownLists.MadeUp,
                    Confirmed = parsed.GetValue(confirm),
                }, DateTimeOffset.UtcNow);
            });
            return Print([outcome], parsed.GetValue(format) == "json");
        });
        return command;
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
                Console.Out.WriteLine("  its lists are not ready now: what was there before is searched, and nobody reads as clear");
                Console.Out.WriteLine("  fetch or import a good one; if this one is right, `--confirm \"WHO: WHY\"` takes it");
            }

            foreach (var remark in o.Remarks)
            {
                Console.Error.WriteLine($"  remark: {Shown.Text(remark)}");
            }
        }

        return failed ? ExitCodes.CheckFailed : ExitCodes.Clear;
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
