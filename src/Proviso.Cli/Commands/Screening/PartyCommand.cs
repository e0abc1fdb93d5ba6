using System.CommandLine;
using System.Globalization;
using Proviso.Cli.Commands.Law;
using Proviso.Cli.Rendering;
using Proviso.Screening;
using Proviso.Screening.Clearances;
using Proviso.Storage.Lists;

namespace Proviso.Cli.Commands.Screening;

/// <summary><c>proviso party …</c>: who a party is, and whether it is listed.</summary>
internal static class PartyCommand
{
    public static Command Create()
    {
        var command = new Command("party", "Screen parties against lists, clear false matches, look at owners.");
        command.Subcommands.Add(Screen());
        command.Subcommands.Add(Clear());
        command.Subcommands.Add(Rescreen());
        command.Subcommands.Add(OwnershipCommand.Create());
        command.Subcommands.Add(OwnershipCommand.CreateVerify());
        return command;
    }

    private static Option<int> Threshold() => NumberOption.Between("--threshold", "Score from which an entry is a hit, 100 to 1000.", 100, 1000, PartyScreener.DefaultThreshold, "POINTS");

    private static Command Screen()
    {
        var party = new PartyOptions();
        var file = new Option<string?>("--file") { Description = "Screen every party of a CSV file instead (columns id, name, other_names, kind, country, address, identifiers, birth_date).", HelpName = "CSV" };
        var output = new Option<string?>("--output") { Description = "Write one line a party to this CSV file. Default: standard output.", HelpName = "CSV" };
        var state = new Option<string?>("--state") { Description = "Keep what was found in this file, for `party rescreen`.", HelpName = "FILE" };
        var lists = ListsCommand.ListsOption();
        var only = new Option<string[]>("--list") { Description = "Search this list only; may be repeated. Default: all, and those the law asks for must be ready.", HelpName = "LIST" };
        var threshold = Threshold();
        var portal = new Option<bool>("--portal") { Description = "Show beside each hit the score that follows OFAC's public search." };
        var format = LawCommand.FormatOption();
        var command = new Command("screen", """
            Finds listed parties that a name may stand for, and shows what each score is made of.
            Example: proviso party screen "HAIGE GUANGZHOU COMM GRP" --country CN
            Exit codes: 0 clear, 10 a possible match or something that keeps it from reading as clear, 2 bad input.
            """);
        party.AddTo(command);
        foreach (var option in new Option[] { file, output, state, lists, only, threshold, portal, format })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            var points = parsed.GetValue(threshold);
            var asked = parsed.GetValue(only) is { Length: > 0 } some ? some : null;
            var path = parsed.GetValue(file);
            if ((path is null) == (parsed.GetValue(party.Name) is null))
            {
                throw new CliException(path is null ? "no name to screen" : "a name and a file: only one of them", "proviso party screen \"NAME\" --country CN, or --file parties.csv");
            }

            if (path is not null)
            {
                return new ScreenFile(path, parsed.GetValue(output), parsed.GetValue(state), party.Day(parsed), points, parsed.GetValue(format) == "json")
                    .Run(ListFolder.Open(parsed.GetValue(lists), DateTimeOffset.UtcNow, asked));
            }

            var query = party.Read(parsed);
            var screener = ListFolder.Open(parsed.GetValue(lists), DateTimeOffset.UtcNow, asked).Screener();
            var result = screener.Screen(query, party.Day(parsed), points);
            if (parsed.GetValue(format) == "json")
            {
                using var json = JsonOut.Open();
                json.WriteStartObject();
                json.WriteNumber("formatVersion", ScreeningJson.FormatVersion);
                json.WriteString("on", party.Day(parsed).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                ScreeningJson.WriteBody(json, result);
                ScreeningJson.WriteSearched(json, screener.Index, points);
                json.WriteEndObject();
            }
            else
            {
                new ScreeningText(Terminal.Out(), parsed.GetValue(portal)).Write(result, screener.Index, points);
            }

            return result.Verdict == ScreeningVerdict.Clear ? ExitCodes.Clear : ExitCodes.Hold;
        });
        return command;
    }

    private static Command Clear()
    {
        var party = new PartyOptions();
        var list = new Option<string>("--list") { Description = "The list of the entry.", Required = true, HelpName = "LIST" };
        var entry = new Option<string>("--entry") { Description = "The entry, as `party screen` names it.", Required = true, HelpName = "ENTRY" };
        var who = new Option<string>("--who") { Description = "Who clears it.", Required = true, HelpName = "NAME" };
        var why = new Option<string>("--why") { Description = "Why it is another party.", Required = true, HelpName = "TEXT" };
        var until = LawCommand.DateOption("--until", "The last day it holds.");
        var lists = ListsCommand.ListsOption();
        var command = new Command("clear", """
            Notes that a party and an entry that are alike are two. It holds for this record of the party, this state of the entry and this version of matching, and is reopened when one of them changes.
            Example: proviso party clear "Harbour Light Trading" --country SG --list example --entry made-up-4 --who "made-up officer" --why "other owners" --until 2027-06-30
            """);
        party.AddTo(command);
        foreach (var option in new Option[] { list, entry, who, why, until, lists })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            var query = party.Read(parsed);
            var day = party.Day(parsed);
            var last = parsed.GetValue(until) ?? throw new CliException("a clearance needs `--until`", "name the last day it holds");
            if (last < day)
            {
                throw new CliException($"--until {last:yyyy-MM-dd} lies before {day:yyyy-MM-dd}", "name a day to come");
            }

            foreach (var (option, text) in new[] { ("--who", parsed.GetRequiredValue(who)), ("--why", parsed.GetRequiredValue(why)) })
            {
                if (string.IsNullOrWhiteSpace(text))
                {
                    throw new CliException($"{option} is empty", "a clearance says who made it and why");
                }
            }

            var store = ListFolder.Store(parsed.GetValue(lists));
            var screener = ListFolder.Open(parsed.GetValue(lists), DateTimeOffset.UtcNow).Screener();
            var hit = screener.Screen(query, day, 100).Hits.FirstOrDefault(h => h.Entry.List == parsed.GetRequiredValue(list) && h.Entry.Id == parsed.GetRequiredValue(entry))
                ?? throw new CliException($"no entry {parsed.GetRequiredValue(entry)} of {parsed.GetRequiredValue(list)} is like this party", "`proviso party screen` with the same options shows what is");
            if (!ListStore.Exists(store.Folder))
            {
                throw new CliException("the made-up list of the examples keeps no clearances", "import it first: `proviso lists import data/lists/made-up.json --as example`");
            }

            var entryNow = hit.Entry;
            ListFolder.Guard(() =>
            {
                store.Clear(new Clearance(
                    query.Fingerprint, entryNow.List, entryNow.Id, entryNow.Fingerprint, screener.Index.Algorithm,
                    parsed.GetRequiredValue(who), parsed.GetRequiredValue(why), day, last, query.Name, entryNow.MainName));
                return 0;
            });
            Console.Out.WriteLine($"cleared until {last:yyyy-MM-dd}: {Shown.Text(query.Name)} is not {Shown.Text(entryNow.MainName)} ({entryNow.List} {entryNow.Id})");
            return ExitCodes.Clear;
        });
        return command;
    }

    private static Command Rescreen()
    {
        var file = new Argument<string>("file") { Description = "The CSV file of parties." };
        var state = new Option<string>("--state") { Description = "What `party screen --file … --state FILE` kept; it is brought up to date.", Required = true, HelpName = "FILE" };
        var output = new Option<string?>("--output") { Description = "Write what is new, one line a party, to this CSV file. Default: standard output.", HelpName = "CSV" };
        var on = LawCommand.DateOption("--on", "The day. Default: today.");
        var lists = ListsCommand.ListsOption();
        var format = LawCommand.FormatOption();
        var command = new Command("rescreen", """
            After a list update: screens again the parties that the change can have anything to do with, and says what is new.
            Example: proviso party rescreen parties.csv --state parties.state
            Exit codes: 0 nothing new and nobody held, 10 a new match or a hold, 2 bad input.
            """) { file, state, output, on, lists, format };
        command.SetAction(parsed => new RescreenFile(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(state), parsed.GetValue(output), parsed.GetValue(on) ?? DateOnly.FromDateTime(DateTime.Today), parsed.GetValue(format) == "json")
            .Run(parsed.GetValue(lists)));
        return command;
    }
}
