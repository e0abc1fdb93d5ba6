// Method: the demo's journal, damaged in every way we can think of, given to every command that opens a journal. Each answer is "damaged" with its exit
// code, a place and what to do, or the very answer that the whole journal gives; anything else is a finding. The commands come from the tree of the program
// itself: a new one that has --journal and no line below fails the test. A drawn part runs always; PROVISO_LONG=1 runs all of it.
using System.CommandLine;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Proviso.Cli;

namespace Proviso.EndToEnd;

[CollectionDefinition("one console", DisableParallelization = true)]
public sealed class OneConsole;

[Collection("one console")]
public sealed class DamageMatrixTests(ITestOutputHelper log) : IDisposable
{
    private const int Seed = 20260131;

    // About as many runs as this are made of the drawn part, so that it stays below half a minute.
    private const int Drawn = 400;

    private static readonly bool s_long = Environment.GetEnvironmentVariable("PROVISO_LONG") == "1";

    /// <summary>A line for each command that opens a journal: J is the journal, D a folder for what it writes, A what was made beforehand.</summary>
    private static readonly Dictionary<string, string> s_lines = new(StringComparer.Ordinal)
    {
        ["audit checkpoint"] = "--journal J --secret A/log.secret",
        ["audit consistency"] = "--journal J --from 40",
        ["audit keep"] = "--journal J --checkpoint A/kept --key A/log.pub",
        ["audit prove"] = "--journal J --id demo-found",
        ["audit show"] = "--journal J --from 0 --to 3",
        ["audit tiles"] = "--journal J --output D/tiles --secret A/log.secret",
        ["audit verify"] = "--journal J",
        ["backup create"] = "--journal J --output D/copy.db",
        ["backup restore"] = "--from J --journal D/restored.db",
        ["clock set"] = "--stated 2026-03-10 --reason made-up --journal J --as us-officer-1 --id m",
        ["condition acknowledge"] = "US-2026-0002 us-test --journal J --as peony-officer --id m",
        ["condition add"] = "US-2026-0001 --file A/condition.json --journal J --as us-officer-1 --id m",
        ["condition breach"] = "US-2026-0001 us-test --reason made-up --journal J --as us-officer-1 --id m",
        ["condition confirm-payment"] = "demo-found --journal J --as us-officer-1 --id m",
        ["condition change"] = "US-2026-0001 --file A/condition.json --reason made-up --journal J --as us-officer-1 --id m",
        ["condition end"] = "US-2026-0002 us-test --reason made-up --journal J --as us-officer-1 --id m",
        ["condition evidence"] = "US-2026-0002 --kind test-report --reference made-up --journal J --as us-officer-1 --id m",
        ["condition list"] = "--journal J",
        ["condition reject"] = "demo-found --reason made-up --journal J --as us-officer-1 --id m",
        ["condition show"] = "US-2026-0002 us-test --journal J",
        ["condition waive"] = "US-2026-0002 us-test --until 2026-06-30 --reason made-up --journal J --as us-officer-1 --id m",
        ["ledger apply"] = "--file A/commands.jsonl --journal J",
        ["ledger entries"] = "--journal J --from 75",
        ["ledger rate"] = "--from USD --to CNY --amounts 100=715.20 --since 2026-02-02 --source made-up --journal J --as us-officer-1 --id m",
        ["ledger challenge"] = "sale-2026-01 --reason made-up --journal J --as us-officer-1 --id m",
        ["ledger sale"] = "--product nvidia-h200-sxm --units 1 --reference made-up --document A/charter.json --journal J --as aurora-officer --id m",
        ["ledger sales"] = "--journal J",
        ["license accept"] = "no-such --journal J --as us-officer-1 --id m",
        ["license border"] = "--journal J --csv",
        ["license confirm"] = "US-2026-0001 --reason made-up --journal J --as us-officer-1 --id m",
        ["license countersign"] = "no-such --journal J --as us-officer-2 --id m",
        ["license dismiss"] = "us-officer-2 --journal J --as us-admin --id m",
        ["license enroll"] = "--person us-officer-9 --organization us-authority --role officer --journal J --as us-admin --id m",
        ["license extend"] = "US-2026-0001 --through 2028-06-30 --reason made-up --journal J --as us-officer-1 --id m",
        ["license found"] = "--file A/charter.json --journal J --as us-officer-1 --id m",
        ["license invite"] = "peony --person peony-admin --journal J --as us-admin --id m",
        ["license issue"] = "--file A/license.json --journal J --as us-officer-1 --id m",
        ["license list"] = "--journal J",
        ["license people"] = "--journal J",
        ["license proposals"] = "--all --journal J",
        ["license reinstate"] = "US-2026-0001 --cause made-up --reason made-up --journal J --as us-officer-1 --id m",
        ["license revoke"] = "US-2026-0001 --reason made-up --journal J --as us-officer-1 --id m",
        ["license show"] = "US-2026-0001 --journal J",
        ["license suspend"] = "US-2026-0001 --cause made-up --reason made-up --journal J --as us-officer-1 --id m",
        ["license withdraw"] = "no-such --reason made-up --journal J --as us-officer-1 --id m",
        ["line cap"] = "--file A/cap.json --journal J --as us-officer-1 --id m",
        ["line close"] = "us-lotus-h200 --reason made-up --journal J --as us-officer-1 --id m",
        ["line freeze"] = "us-lotus-h200 --reason made-up --journal J --as us-officer-1 --id m",
        ["line list"] = "--journal J",
        ["line lower"] = "us-lotus-h200 --units 1 --reason made-up --journal J --as us-officer-1 --id m",
        ["line raise"] = "us-lotus-h200 --units 1 --reason made-up --journal J --as us-officer-1 --id m",
        ["line show"] = "us-lotus-h200 --journal J",
        ["line unfreeze"] = "us-lotus-h200 --reason made-up --journal J --as us-officer-1 --id m",
        ["obligation list"] = "--within 30 --journal J",
        ["reservation list"] = "--all --journal J",
        ["reservation make"] = "us-lotus-h200 --units 100 --value 3000000 --currency USD --timeout 30d --journal J --as aurora-clerk --id m",
        ["reservation release"] = "res-lotus-1 --journal J --as aurora-clerk --id m",
        ["return make"] = "ship-lotus-2 --units 5 --value 150000 --currency USD --journal J --as aurora-officer --id m",
        ["shipment list"] = "--journal J",
        ["shipment make"] = "res-lotus-2 --units 1000 --value 30000000 --currency USD --site lotus-dc-1 --journal J --as aurora-clerk --id m",
        ["shipment reverse"] = "ship-lotus-1 --reason made-up --journal J --as us-officer-1 --id m",
    };

    // Those that open a copy by another name.
    private static readonly Dictionary<string, string> s_others = new(StringComparer.Ordinal) { ["backup verify"] = "--from J" };

    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-damage-").FullName;
    private readonly string? _person = Environment.GetEnvironmentVariable("PROVISO_AS");
    private readonly string? _home = Environment.GetEnvironmentVariable("PROVISO_HOME");

    private string Work => Path.Combine(_folder, "work");

    private string Journal => Path.Combine(Work, "j.db");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PROVISO_AS", _person);
        Environment.SetEnvironmentVariable("PROVISO_HOME", _home);
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed record Answer(int Exit, string Output, string Error, string? Thrown);

    [Fact]
    public void Every_command_that_opens_a_journal_says_of_every_damage_that_it_is_one_or_gives_the_answer_of_the_whole_journal()
    {
        var commands = Prepare();
        var kinds = Damages.Of(Path.Combine(_folder, "whole.db"), Path.Combine(_folder, "crashed"), s_long ? 24 : 12, Seed, s_long).ToList();
        var baselines = new Dictionary<(bool, string), Answer>();
        var (random, runs, damaged, same, findings) = (new Random(Seed), 0, 0, 0, new List<string>());
        var each = s_long ? commands.Count : Math.Max(1, Drawn / kinds.Count);
        foreach (var kind in kinds)
        {
            var chosen = each >= commands.Count ? [.. commands] : random.GetItems(commands.ToArray(), each);
            foreach (var (name, line) in chosen)
            {
                if (!baselines.TryGetValue((kind.IsCrashed, name), out var expected))
                {
                    Put(kind.Whole);
                    expected = baselines[(kind.IsCrashed, name)] = Run(name, line);
                    Assert.True(expected.Thrown is null && expected.Exit != ExitCodes.Damaged, $"{name} on the whole journal: exit {expected.Exit} {expected.Error}{expected.Thrown}");
                }

                Put(kind.Files);
                var before = Content();
                var answer = Run(name, line);
                runs++;
                if (runs % 500 == 0)
                {
                    // The long run takes its time; where it is can be looked up.
                    File.WriteAllText(Path.Combine(ProvisoCommand.Root, "artifacts", "damage-matrix.txt"), string.Create(CultureInfo.InvariantCulture, $"{runs} runs: {damaged} damaged, {same} same, {findings.Count} findings\n{string.Join('\n', findings)}\n"));
                }

                if (Finding(answer, expected, before) is { } finding)
                {
                    findings.Add($"{kind.Name} × {name}: {finding}");
                }
                else if (answer.Exit == ExitCodes.Damaged)
                {
                    damaged++;
                }
                else
                {
                    same++;
                }
            }
        }

        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kinds.Count} kinds of damage × {commands.Count} commands, {runs} runs: {damaged} damaged, {same} the answer of the whole journal, {findings.Count} findings"));
        Assert.True(findings.Count == 0, $"{findings.Count} of {runs}:\n{string.Join('\n', findings.Take(60))}");

        Assert.Empty(Damages.Impossible);

        // The damage must have been one: most places of the file are in use.
        Assert.True(damaged > runs * 6 / 10, $"{damaged} of {runs}");
    }

    [Fact]
    public void A_damaged_journal_is_replaced_by_a_copy_whatever_the_damage()
    {
        Prepare();
        var whole = Path.Combine(_folder, "whole.db");
        foreach (var kind in Damages.Of(whole, Path.Combine(_folder, "crashed"), s_long ? 24 : 4, Seed + 1, s_long).Where((k, i) => !k.IsFolder && (s_long || i % 12 == 0)))
        {
            Put(kind.Files);
            var answer = Run("backup restore", $"--from {whole} --journal J --replace --accept-loss");
            Assert.True(answer is { Exit: 0, Thrown: null }, $"{kind.Name}: exit {answer.Exit} {answer.Error}{answer.Thrown}");
            Assert.Contains("79 entries", Run("audit verify", "--journal J").Output, StringComparison.Ordinal);
        }
    }

    // What is wrong with an answer to a damaged journal, or null.
    private string? Finding(Answer answer, Answer expected, string before)
    {
        if (answer.Thrown is not null)
        {
            return $"a trace: {answer.Thrown}";
        }

        if (answer.Exit == ExitCodes.Damaged)
        {
            return !answer.Error.Contains("damaged", StringComparison.Ordinal) || !answer.Error.Contains("= help: ", StringComparison.Ordinal) ? $"does not say where and what to do: {answer.Error}"
                : answer.Output.Contains('\u2014') ? "signed something"
                : answer.Output.Length > 0 && !answer.Output.Contains("WRONG", StringComparison.Ordinal) && !answer.Output.Contains("NOT WHOLE", StringComparison.Ordinal) ? $"answered something: {answer.Output}"
                : Content() != before ? "wrote to it"
                : null;
        }

        return answer == expected ? null : $"exit {answer.Exit}, where the whole journal gives {expected.Exit}: {answer.Error}{(answer.Exit == expected.Exit ? answer.Output : "")}".ReplaceLineEndings(" ");
    }

    private List<(string Name, string Line)> Prepare()
    {
        Environment.SetEnvironmentVariable("PROVISO_AS", "us-officer-1");
        Environment.SetEnvironmentVariable("PROVISO_HOME", ProvisoCommand.Root);
        var made = new List<string>();
        Leaves(Program.Root(), "", made);
        Assert.Equal(s_lines.Keys.Order(StringComparer.Ordinal), made.Order(StringComparer.Ordinal));

        var whole = Path.Combine(_folder, "whole.db");
        Good("demo init", whole);
        Good("audit key", $"made-up.example --output {_folder}/log");
        File.WriteAllText(Path.Combine(_folder, "kept"), Good("audit checkpoint", $"--journal {whole} --secret {_folder}/log.secret").Output);
        File.WriteAllText(Path.Combine(_folder, "charter.json"), """{"title":"made up","organizations":[],"people":[]}""");
        File.WriteAllText(Path.Combine(_folder, "condition.json"), "{}");
        File.WriteAllText(Path.Combine(_folder, "license.json"), "{}");
        File.WriteAllText(Path.Combine(_folder, "cap.json"), "{}");
        File.WriteAllText(Path.Combine(_folder, "commands.jsonl"), """{"command":"dismiss-person","id":"m","actor":"us-admin","eventTime":"2026-03-10T09:30:00.000Z","person":"us-officer-2"}""" + "\n");
        Crash(whole);
        return [.. s_lines.Concat(s_others).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => (l.Key, l.Value))];
    }

    // A journal as a machine leaves it that stops between two commands: the last of them in the log alone.
    private void Crash(string whole)
    {
        var crashed = Path.Combine(_folder, "crashed");
        File.Copy(whole, crashed);
        using (Storage.Journal.SqliteJournal.Open(crashed))
        {
            for (var i = 0; i < 3; i++)
            {
                Good("line raise", $"us-lotus-h200 --units 1 --reason made-up --journal {crashed} --as us-officer-1 --id late-{i}");
            }

            foreach (var part in new[] { "", "-wal", "-mark" })
            {
                File.Copy(crashed + part, crashed + ".kept" + part);
            }
        }

        foreach (var part in new[] { "", "-wal", "-shm", "-mark" })
        {
            File.Delete(crashed + part);
        }

        foreach (var part in new[] { "", "-wal", "-mark" })
        {
            File.Move(crashed + ".kept" + part, crashed + part);
        }
    }

    private Answer Good(string name, string line)
    {
        var answer = Run(name, line);
        Assert.True(answer is { Exit: 0, Thrown: null }, $"{name} {line}: exit {answer.Exit} {answer.Error}{answer.Thrown}");
        return answer;
    }

    private static void Leaves(Command command, string path, List<string> found)
    {
        foreach (var one in command.Subcommands)
        {
            Leaves(one, $"{path} {one.Name}", found);
        }

        if (command.Subcommands.Count == 0 && command.Options.Any(o => o.Name == "--journal"))
        {
            found.Add(path.Trim());
        }
    }

    private void Put(IReadOnlyDictionary<string, byte[]?> files)
    {
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(Work))
        {
            Directory.Delete(Work, recursive: true);
        }

        Directory.CreateDirectory(Work);
        foreach (var (part, content) in files)
        {
            if (content is null)
            {
                Directory.CreateDirectory(Journal + part);
            }
            else
            {
                File.WriteAllBytes(Journal + part, content);
            }
        }
    }

    private string Content() => File.Exists(Journal) ? Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Journal))) : "";

    private Answer Run(string name, string line)
    {
        var words = $"{name} {line}".Split(' ').Select(w => w switch
        {
            "J" => Journal,
            _ when w.StartsWith("D/", StringComparison.Ordinal) => Path.Combine(Work, w[2..]),
            _ when w.StartsWith("A/", StringComparison.Ordinal) => Path.Combine(_folder, w[2..]),
            _ => w,
        }).ToArray();
        var (output, error, before) = (new MemoryStream(), new MemoryStream(), (Console.Out, Console.Error));
        static string Told(MemoryStream stream) => System.Text.Encoding.UTF8.GetString(stream.ToArray());
        try
        {
            return new Answer(Program.Run(words, output, error), Told(output), Told(error), null);
        }
#pragma warning disable CA1031 // Whatever comes out here would be a trace on somebody's screen.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Answer(-1, Told(output), Told(error), $"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0].Trim()}");
        }
        finally
        {
            Console.SetOut(before.Out);
            Console.SetError(before.Error);
        }
    }
}
