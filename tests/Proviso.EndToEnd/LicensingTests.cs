// Method: the made-up programme, used as an officer would; what each answer must be is reasoned from the programme's own lines, not taken from an answer.
using System.Text.Json;

namespace Proviso.EndToEnd;

public sealed class LicensingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LicensingTests()
    {
        Demo.CopyTo(Journal);
    }

    private string Journal => _folder.File("demo.journal");

    public void Dispose() => _folder.Dispose();

    private ProvisoCommand.Result Run(string arguments) => ProvisoCommand.Run($"{arguments} --journal '{Journal}'");

    // A header and a rule, then one line an entry.
    private int Entries() => ProvisoCommand.Run(["audit", "show", "--journal", Journal, "--format", "json"]) is { ExitCode: 0 } shown
        ? JsonDocument.Parse(shown.Output).RootElement.GetProperty("entries").GetArrayLength() : -1;

    private JsonElement Json(string arguments, int exit)
    {
        var result = Run($"{arguments} --format json");
        Assert.True(result.ExitCode == exit, $"{result.ExitCode}: {result.Output}{result.Error}");
        return JsonDocument.Parse(result.Output).RootElement;
    }

    [Fact]
    public void The_same_id_is_recorded_once_and_another_body_under_it_is_refused()
    {
        var first = Json("reservation make us-bamboo-h200 --units 10 --value 300000 --currency USD --as aurora-clerk --id order-1", 0);
        var again = Json("reservation make us-bamboo-h200 --units 10 --value 300000 --currency USD --as aurora-clerk --id order-1", 0);
        var other = Json("reservation make us-bamboo-h200 --units 11 --value 330000 --currency USD --as aurora-clerk --id order-1", 67);

        Assert.False(first.GetProperty("repeated").GetBoolean());
        Assert.True(again.GetProperty("repeated").GetBoolean());
        Assert.Equal("id-reused", other.GetProperty("refusal").GetProperty("word").GetString());

        // TPP of ten H200 by the catalog: 10 × 15,832; nobody stated it.
        Assert.False(first.GetProperty("command").TryGetProperty("tpp", out _));
        var reserved = Json("reservation list --as aurora-clerk", 0).EnumerateArray().Single(r => r.GetProperty("reservation").GetString() == "order-1");
        Assert.Equal(158_320, reserved.GetProperty("remaining").GetProperty("tpp").GetInt64());
    }

    [Fact]
    public async Task Twelve_programs_at_once_take_exactly_what_the_tightest_cap_leaves()
    {
        // Half of 120,000 sold at home is 60,000 of the same product, less 54,980 in use: 5,020, which is three times 1,500.
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => Sent($"reservation make us-lotus-h200 --units 1500 --value 45000000 --currency USD --as aurora-clerk --id at-once-{i}"))));

        Assert.Equal(3, results.Count(r => r.ExitCode == 0));
        Assert.All(results.Where(r => r.ExitCode != 0), r => Assert.Equal((60, true), (r.ExitCode, r.Output.Contains("ratio-exceeded", StringComparison.Ordinal))));
        Assert.Equal(0, Run("audit verify").ExitCode);

        // On a slow machine one may wait its 20 seconds in vain; it says so, and the same id is sent again.
        ProvisoCommand.Result Sent(string command)
        {
            var result = Run(command);
            for (var tries = 1; result.ExitCode == 70 && tries < 20; tries++)
            {
                result = Run(command);
            }

            return result;
        }
    }

    [Fact]
    public void What_needs_two_persons_takes_effect_with_the_second()
    {
        Assert.Equal(0, Run("line raise us-bamboo-h200 --units 5 --reason more --as us-officer-1 --id raise").ExitCode);
        Assert.Equal(120_000, Authorized());
        Assert.Equal(65, Run("license countersign raise --as us-officer-1").ExitCode);
        Assert.Equal(66, Run("license countersign raise --as cn-officer-1").ExitCode);
        Assert.Equal(64, Run("license countersign raise --as us-admin").ExitCode);
        Assert.Equal(0, Run("license countersign raise --as us-officer-2").ExitCode);
        Assert.Equal(120_005, Authorized());

        // The cap of another authority is not there for this officer.
        Assert.Equal(66, Run("line raise cn-total --units 5 --reason more --as us-officer-1").ExitCode);

        long Authorized() => Json("line show us-bamboo-h200 --as us-officer-2", 0).GetProperty("accounts")[0].GetProperty("balance").GetProperty("authorized").GetProperty("units").GetInt64();
    }

    [Fact]
    public void An_obligation_missed_by_time_alone_suspends_with_the_next_accepted_command_and_the_border_shows_it_before()
    {
        // The confirmation for ship-peony-1 of 24 February is due within 30 days: on 26 March.
        Assert.Equal("live", Border("2026-03-26"));
        Assert.Equal("held", Border("2026-03-27"));
        var refused = Json("reservation make us-peony-h200 --units 1 --value 30000 --currency USD --as aurora-clerk --at 2026-03-27", 63);
        Assert.Equal("account-suspended", refused.GetProperty("refusal").GetProperty("word").GetString());

        // A refused command records nothing, not even what time brought about.
        Assert.Equal(79, Entries());
        Assert.Equal("held", Border("2026-03-27"));
        var accepted = Json("reservation make us-bamboo-h200 --units 1 --value 30000 --currency USD --as aurora-clerk --at 2026-03-27", 0);
        Assert.Contains(accepted.GetProperty("before").EnumerateArray(), b => b.GetProperty("condition").GetString() == "delivery" && b.GetProperty("subject").GetString() == "ship-peony-1");
        Assert.Equal("suspended", Border("2026-03-27"));

        Assert.Equal(0, Run("condition evidence US-2026-0002 --kind delivery-confirmation --subject ship-peony-1 --reference LATE-1 --as peony-officer").ExitCode);
        Assert.Equal(0, Run("license reinstate us-peony-h200 --account --cause US-2026-0002/delivery --reason filed --as us-officer-1 --id back").ExitCode);
        Assert.Equal(0, Run("license countersign back --as us-officer-2").ExitCode);
        Assert.Equal("breached", Json("condition show US-2026-0002 revenue-share --as us-officer-1", 0).GetProperty("reading").GetProperty("status").GetString());

        string? Border(string on) => Json($"license border --on {on} --as us-officer-1", 0).GetProperty("rows").EnumerateArray().First(r => r.GetProperty("line").GetString() == "us-peony-h200").GetProperty("status").GetString();
    }

    [Fact]
    public void The_law_of_the_day_of_shipment_decides_and_its_provision_is_named()
    {
        Assert.Equal(0, Run("condition evidence US-2026-0001 --kind test-report --subject res-lotus-2 --reference HTL-9 --as harbor-officer").ExitCode);
        var allowed = Json("shipment make res-lotus-2 --units 1 --value 30000 --currency USD --site lotus-dc-1 --as aurora-clerk", 0);
        Assert.True(allowed.GetProperty("accepted").GetBoolean());

        // Under the customer cap the rule stands with one more cap; under open sale approval is presumed, which a license granted case by case carries too.
        Assert.Equal(0, Run("shipment make res-lotus-2 --units 1 --value 30000 --currency USD --site lotus-dc-1 --as aurora-clerk --scenario open-sale").ExitCode);
        Assert.Equal(2, Run("shipment make res-lotus-2 --units 1 --value 30000 --currency USD --site lotus-dc-1 --as aurora-clerk --scenario no-such").ExitCode);
    }

    [Theory]
    [InlineData("reservation make us-lotus-h200 --units -5 --as aurora-clerk", 2)]
    [InlineData("reservation make us-lotus-h200 --units 5 --value 0.0000001 --as aurora-clerk", 2)]
    [InlineData("reservation make us-lotus-h200 --units 5 --value 99999999999999999999 --as aurora-clerk", 2)]
    [InlineData("reservation make us-lotus-h200 --units 5 --value 150000 --currency USD", 2)]
    [InlineData("reservation make us-lotus-h200 --units 5 --value 150000 --currency USD --as nobody", 64)]
    [InlineData("reservation make nowhere --units 5 --value 150000 --currency USD --as aurora-clerk", 66)]
    [InlineData("reservation make us-lotus-h200 --units 5 --value 150000 --currency USD --as aurora-clerk --at 2026-01-01", 2)]
    [InlineData("reservation make us-lotus-h200 --units 5 --value 150000 --currency USD --as aurora-clerk --on 5.5.2026", 2)]
    [InlineData("reservation make us-lotus-h200 --units 5 --value 150000 --currency USD --as aurora-clerk --timeout 5y", 2)]
    [InlineData("reservation make us-lotus-h200 --units 5 --value 150000 --currency USD --as aurora-clerk --id xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 2)]
    [InlineData("reservation make us-lotus-h200 --units 5 --value 150000 --currency USD --as aurora-clerk --colour red", 2)]
    [InlineData("shipment make no-such --as aurora-clerk", 2)]
    [InlineData("shipment make no-such --units 1 --value 30000 --currency USD --as aurora-clerk", 66)]
    [InlineData("shipment make res-lotus-1 --units 1 --value 30000 --currency USD --site nowhere --as aurora-clerk", 61)]
    [InlineData("condition acknowledge US-2026-0003 kyc --as lotus-officer", 2)]
    [InlineData("condition acknowledge US-2026-0003 no-such --as bamboo-officer", 2)]
    [InlineData("condition acknowledge US-2026-0001 kyc --as aurora-officer", 64)]
    [InlineData("condition acknowledge US-2026-0003 kyc --text other --as bamboo-officer", 2)]
    [InlineData("condition evidence US-2026-0003 --kind kyc-procedures --reference X --dated 2027-01-01 --as bamboo-officer", 2)]
    [InlineData("license issue --file README.md --as us-officer-1", 2)]
    [InlineData("license issue --file no-such.json --as us-officer-1", 2)]
    [InlineData("license show no-such --as us-officer-1", 2)]
    [InlineData("license list --book other --as us-officer-1", 2)]
    [InlineData("license list", 2)]
    [InlineData("license list --as nobody", 64)]
    public void Bad_input_gets_a_sentence_with_what_to_do_and_changes_nothing(string arguments, int exit)
    {
        var before = Run("audit verify").Output;
        var result = Run(arguments);

        Assert.True(exit == result.ExitCode, $"{result.ExitCode}: {result.Output}{result.Error}");
        var told = result.Output + result.Error;
        Assert.DoesNotContain("   at ", told);
        Assert.True(told.Contains("to do:", StringComparison.Ordinal) || told.Contains("= help:", StringComparison.Ordinal) || told.Contains("--help", StringComparison.Ordinal), told);
        Assert.Equal(before, Run("audit verify").Output);
    }

    [Fact]
    public void Places_that_are_no_journal_are_told_from_those_that_cannot_be_reached()
    {
        Assert.Equal(2, ProvisoCommand.Run(["license", "list", "--as", "us-officer-1", "--journal", _folder.File("none")]).ExitCode);
        Assert.Equal(2, ProvisoCommand.Run(["license", "list", "--as", "us-officer-1"]).ExitCode);
        File.WriteAllText(_folder.File("text"), new string('x', 5_000));
        Assert.Equal(71, ProvisoCommand.Run(["license", "list", "--as", "us-officer-1", "--journal", _folder.File("text")]).ExitCode);
        var away = ProvisoCommand.Run(["license", "list", "--as", "us-officer-1", "--journal", "Host=127.0.0.1;Port=1;Username=x;Password=s3cret"]);
        Assert.Equal(70, away.ExitCode);
        Assert.DoesNotContain("s3cret", away.Output + away.Error);
        Assert.Equal(2, ProvisoCommand.Run(["demo", "init", Journal]).ExitCode);
    }

    [Fact]
    public void Commands_as_json_are_answered_one_by_one_and_one_that_cannot_be_read_does_not_stop_the_rest()
    {
        const string Good = """{"command":"reserve-units","id":"z1","eventTime":"2026-03-10","actor":"aurora-clerk","line":"us-bamboo-h200","units":1,"value":29999.5,"currency":"USD","timeout":0}""";

        // The plain command of the ledger, which would state TPP, is nobody's to give.
        const string Act = """{"command":"ledger-act","id":"z2","eventTime":"2026-03-10","actor":"aurora-clerk","act":{"act":"reserve","id":"z2","eventTime":"2026-03-10","line":"us-bamboo-h200","amounts":{"units":100,"value":3000000,"tpp":1},"timeout":0}}""";
        var result = ProvisoCommand.Run(["ledger", "apply", "--file", "-", "--journal", Journal], $"garbage\n{Good}\n\n{Good}\n{Good.Replace("\"units\":1", "\"units\":1,\"tpp\":1", StringComparison.Ordinal)}\n{Act}\n");
        var answers = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();

        Assert.Equal(2, result.ExitCode);
        Assert.Equal([false, true, true, false, false], answers.Select(a => a.GetProperty("accepted").GetBoolean()));
        Assert.True(answers[2].GetProperty("repeated").GetBoolean());
    }

    [Fact]
    public void A_copy_that_is_behind_what_others_have_seen_is_not_written_to()
    {
        var key = _folder.File("log");
        Assert.Equal(0, ProvisoCommand.Run(["audit", "key", "made-up.example", "--output", key]).ExitCode);
        File.Copy(Journal, _folder.File("older"));
        Assert.Equal(0, Run("reservation make us-bamboo-h200 --units 10 --value 300000 --currency USD --as aurora-clerk").ExitCode);
        File.WriteAllText(_folder.File("note"), Run($"audit checkpoint --secret {key}.secret").Output);
        Assert.Equal(0, Run($"audit keep --checkpoint {_folder.File("note")} --key {key}.pub").ExitCode);

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Journal)!, "demo.journal-*"))
        {
            File.Delete(file);
        }

        File.Copy(_folder.File("older"), Journal, overwrite: true);
        var refused = Run("reservation make us-bamboo-h200 --units 10 --value 300000 --currency USD --as aurora-clerk");

        Assert.Equal(70, refused.ExitCode);
        Assert.Contains("79", refused.Error);

        // Nor is it signed or published: that would be a second story under the same numbers.
        Assert.Equal(1, Run($"audit checkpoint --secret {key}.secret").ExitCode);
        Assert.Equal(1, Run($"audit tiles --output {_folder.File("tiles")} --secret {key}.secret").ExitCode);
        Assert.False(Directory.Exists(_folder.File("tiles")));
    }
}
