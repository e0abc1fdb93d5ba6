// Method: the law of the repository with a made-up letter beside it, asked by its reader, by others and in one batch; what others get is compared
// with what they get where there is no letter.
using System.Text.Json;

namespace Proviso.EndToEnd;

public sealed class AskerTests : IDisposable
{
    private const string Reader = "Aurora Systems (made up)";

    private const string Letter =
        """
        corpus us.letter-aurora "Letter to one company, made up"
          authority us.letters "Letters of the Bureau"
          readers "Aurora Systems (made up)"

        matter us.letter-matter "What the letter asks"
          otherwise not subject

        provision hidden-letter "License for consumer cards"
          cite "made-up letter"
          source "https://www.bis.gov/"
          verified unverified "made up"
          in force from 2024-01-01 by "hidden letter" published 2024-01-01
          on us.letter-matter
          then license required
          when item.tpp > 0

        test "the letter binds its reader" on 2024-03-01
          asker "Aurora Systems (made up)"
          | item.tpp | outcome          |
          | 1        | license required |

        test "and nobody else" on 2024-03-01
          asker "Lotus (made up)"
          | item.tpp | outcome   |
          | 1        | not asked |

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-asker-").FullName;
    private readonly string _plain;
    private readonly string _withLetter;

    public AskerTests()
    {
        _plain = Copy("plain");
        _withLetter = Copy("with");
        Directory.CreateDirectory(Path.Combine(_withLetter, "letters", "aurora"));
        File.WriteAllText(Path.Combine(_withLetter, "letters", "aurora", "letter.law"), Letter);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Copy(string name)
    {
        var (from, to) = (Path.Combine(ProvisoCommand.Root, "law"), Path.Combine(_folder, name));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return to;
    }

    // Looking through all cells of the whole law takes a minute; the words and one corpus do for what is told to whom.
    private string Small(string name, string? letter)
    {
        var folder = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.Combine(folder, "one"));
        File.Copy(Path.Combine(_plain, "vocabulary.law"), Path.Combine(folder, "vocabulary.law"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "one", "one.law"), "corpus one \"one\"\n  authority one.a \"one\"\n\nmatter m \"m\"\n  otherwise no license required\n");
        if (letter is not null)
        {
            Directory.CreateDirectory(Path.Combine(folder, "letters"));
            File.WriteAllText(Path.Combine(folder, "letters", "letter.law"), letter);
        }

        return folder;
    }

    private static string Row(string? asker, string id) =>
        $"{{\"id\": \"{id}\", {(asker is null ? "" : $"\"asker\": {JsonSerializer.Serialize(asker)}, ")}\"date\": \"2024-03-01\", \"product\": \"nvidia-rtx-4090d\", \"quantity\": 10, \"kind\": \"export\", \"origin\": \"US\", \"destination\": \"CN\", \"endUse\": \"consumer\", "
        + "\"parties\": [{\"role\": \"exporter\", \"name\": \"Aurora Systems (made up)\", \"country\": \"US\", \"headquarters\": \"US\", \"ultimateParent\": \"self\", \"listings\": [], \"military\": false, \"militaryIntelligence\": false}, "
        + "{\"role\": \"end-user\", \"name\": \"Peony (made up)\", \"country\": \"CN\", \"headquarters\": \"CN\", \"ultimateParent\": \"self\", \"listings\": [], \"military\": false, \"militaryIntelligence\": false}], "
        + "\"screening\": {\"on\": \"2024-02-01\", \"by\": \"made-up desk\", \"result\": \"none-listed\", \"owners\": \"none-listed\"}}";

    private string Write(string name, params string[] rows)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, string.Join('\n', rows) + "\n");
        return path;
    }

    private static ProvisoCommand.Result Check(string law, string file, params string[] more) => ProvisoCommand.Run(["check", file, "--format", "json", "--law", law, .. more]);

    [Fact]
    public void Others_get_byte_for_byte_what_they_get_where_there_is_no_letter()
    {
        foreach (var asker in new[] { null, "Lotus (made up)", "aurora systems (made up)", "Aurora Systems" })
        {
            var file = Write("t.json", Row(asker, "one"));
            var (with, without) = (Check(_withLetter, file), Check(_plain, file));
            Assert.Equal(without, with);
            Assert.NotEqual(2, with.ExitCode);
            Assert.DoesNotContain("hidden", with.Output, StringComparison.Ordinal);
        }

        foreach (var arguments in new string[][] { ["law", "show"], ["law", "test"], ["law", "diff", "--from", "2023-12-31", "--to", "2024-01-02"], ["law", "format", "--check"] })
        {
            var path = arguments[1] is "format";
            string[] With(string law) => path ? [.. arguments, law] : [.. arguments, "--law", law];
            Assert.Equal(ProvisoCommand.Run(With(_plain)), ProvisoCommand.Run(With(_withLetter)));
        }

        Assert.Equal(ProvisoCommand.Run(["law", "show", "hidden-lette", "--law", _plain]), ProvisoCommand.Run(["law", "show", "hidden-lette", "--law", _withLetter]));
        var plain = Write("t.json", Row(null, "one"));
        Assert.Equal(ProvisoCommand.Run(["check", plain, "--law", _plain, "--why-not", "hidden-letter"]), ProvisoCommand.Run(["check", plain, "--law", _withLetter, "--why-not", "hidden-letter"]));
    }

    [Fact]
    public void The_reader_is_bound_by_field_and_by_option()
    {
        var stated = Check(_withLetter, Write("t.json", Row(Reader, "one")));
        Assert.Equal(20, stated.ExitCode);
        Assert.Contains("hidden-letter", stated.Output, StringComparison.Ordinal);
        Assert.Equal(20, Check(_withLetter, Write("t.json", Row(null, "one")), "--as-organization", Reader).ExitCode);
        Assert.Contains("hidden-letter", ProvisoCommand.Run(["law", "show", "--on", "2024-03-01", "--law", _withLetter, "--as-organization", Reader]).Output, StringComparison.Ordinal);
        Assert.Contains("hidden-letter", ProvisoCommand.Run(["law", "diff", "--from", "2023-12-31", "--to", "2024-01-02", "--law", _withLetter, "--as-organization", Reader]).Output, StringComparison.Ordinal);
        Assert.Contains("hidden-letter", ProvisoCommand.Run(["check", Write("t.json", Row(Reader, "one")), "--law", _withLetter, "--why-not", "hidden-letter"]).Output, StringComparison.Ordinal);

        // Who names two organizations, or nobody, is refused.
        Assert.Equal(2, Check(_withLetter, Write("t.json", Row("Lotus (made up)", "one")), "--as-organization", Reader).ExitCode);
        Assert.Equal(2, Check(_withLetter, Write("t.json", Row("", "one"))).ExitCode);
        Assert.Equal(2, Check(_withLetter, Write("t.json", Row("  ", "one"))).ExitCode);
        Assert.NotEqual(0, Check(_withLetter, Write("t.json", Row(null, "one")), "--as-organization", "").ExitCode);
    }

    [Fact]
    public void A_batch_keeps_no_answer_of_one_asker_for_another()
    {
        // Enough lines that the law is compiled in between; every second line asks the same for somebody else.
        string?[] askers = [null, Reader, "Lotus (made up)", Reader, "aurora systems (made up)"];
        var rows = Enumerable.Range(0, 400).Select(i => Row(askers[i % askers.Length], $"r{i}")).ToArray();
        var batch = Check(_withLetter, Write("t.jsonl", rows));
        Assert.Equal(20, batch.ExitCode);
        var lines = batch.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(rows.Length, lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            var reader = string.Equals(askers[i % askers.Length], Reader, StringComparison.Ordinal);
            Assert.Equal(reader, lines[i].Contains("hidden-letter", StringComparison.Ordinal));
            using var json = JsonDocument.Parse(lines[i]);
            Assert.Equal(reader, json.RootElement.GetProperty("outcome").GetString() == "license-required");
        }
    }

    [Fact]
    public void A_fault_in_the_letter_stops_its_reader_and_tells_others_nothing()
    {
        File.AppendAllText(Path.Combine(_withLetter, "letters", "aurora", "letter.law"), "provision hidden-two \"hidden\"\n  then\n");
        var others = Write("t.json", Row(null, "one"));
        Assert.Equal(Check(_plain, others), Check(_withLetter, others));
        Assert.Equal(ProvisoCommand.Run(["law", "check", Small("small", null)]), ProvisoCommand.Run(["law", "check", Small("small-with", Letter)]));
        Assert.Equal(ProvisoCommand.Run(["law", "check", Small("small", null)]), ProvisoCommand.Run(["law", "check", Small("small-broken", Letter + "provision hidden-two \"hidden\"\n  then\n")]));

        var own = Check(_withLetter, Write("t.json", Row(Reader, "one")));
        Assert.Equal(2, own.ExitCode);
        Assert.Equal(2, ProvisoCommand.Run(["law", "check", Small("small-broken", Letter + "provision hidden-two \"hidden\"\n  then\n"), "--as-organization", Reader]).ExitCode);

        var batch = Check(_withLetter, Write("t.jsonl", Row(null, "a"), Row(Reader, "b"), Row(null, "c")));
        Assert.Equal(2, batch.ExitCode);
        Assert.Equal(3, batch.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("hidden", batch.Output, StringComparison.Ordinal);
    }
}
