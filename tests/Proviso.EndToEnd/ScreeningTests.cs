// Method: the commands run as processes in folders of this test; what each must say is reasoned from the made-up list and the law beside it here.
using System.Text.Json;

namespace Proviso.EndToEnd;

public sealed class ScreeningTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-screening-").FullName;

    private string Lists => Path.Combine(_folder, "lists");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Three of the four words are those of the entry, and so is the abbreviation; the made-up list says nothing of real parties, so nothing is ever clear.
    [Fact]
    public void A_name_in_the_trade_s_abbreviations_finds_the_entry_and_the_pieces_add_up()
    {
        var result = ProvisoCommand.Run(["party", "screen", "QILIN HAICHENG COMM GRP", "--country", "CN", "--format", "json"]);

        Assert.Equal((10, ""), (result.ExitCode, result.Error));
        using var answer = JsonDocument.Parse(result.Output);
        var hit = Assert.Single(answer.RootElement.GetProperty("hits").EnumerateArray());
        Assert.Equal("Haicheng Qilin Communication Group Co., Ltd.", hit.GetProperty("mainName").GetString());
        Assert.Equal(hit.GetProperty("score").GetInt32(), hit.GetProperty("pieces").EnumerateArray().Sum(p => p.GetProperty("points").GetInt32()));
        Assert.Equal(["entity-list", "entity-list-footnote-4"], hit.GetProperty("listings").EnumerateArray().Select(l => l.GetString()));
    }

    [Theory]
    [InlineData("!!! ???")]
    [InlineData("\u202E\u2066\u0007")]
    public void A_name_that_no_list_could_hold_is_bad_input(string name)
    {
        var result = ProvisoCommand.Run(["party", "screen", name]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("holds no letter and no digit", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', result.Error);
    }

    [Theory]
    [InlineData("Wholly Unrelated Bakery")]
    [InlineData("Wholly \u202EUnrelated\u0007 Bakery")]
    public void What_is_not_found_on_a_made_up_list_is_not_clear(string name)
    {
        var result = ProvisoCommand.Run(["party", "screen", name]);

        Assert.Equal(10, result.ExitCode);
        Assert.Contains("NOT CLEAR", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', result.Output);
    }

    [Fact]
    public void A_name_of_ten_thousand_characters_ends_in_time_and_is_not_clear()
    {
        var result = ProvisoCommand.Run(["party", "screen", new string('a', 10_000)]);

        Assert.Equal(10, result.ExitCode);
        Assert.Contains("only its beginning was compared", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("party screen", "no name")]
    [InlineData("party screen 'A Name' --country XX", "is no country")]
    [InlineData("party screen 'A Name' --identifier nonsense", "KIND:VALUE")]
    [InlineData("party screen 'A Name' --birth-date 1970-02-30", "is no birth date")]
    [InlineData("party screen 'A Name' --threshold 5", "5 lies outside 100 to 1000")]
    [InlineData("party screen 'A Name' --lists no-such-folder", "no lists in")]
    [InlineData("party screen --file no-such-file.csv", "no such file")]
    [InlineData("party ownership Somebody --file examples/owners.csv", "has no holder")]
    [InlineData("lists import no-such-file.csv", "no such file")]
    [InlineData("lists update nonsense", "no publication")]
    [InlineData("lists import README.md --as Bad_Name", "is no name for a list")]
    public void Wrong_usage_is_told_and_nothing_is_answered(string arguments, string message)
    {
        var result = ProvisoCommand.Run(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nmae,country\nMade-up,CN\n", "did you mean `name`")]
    [InlineData("country\nCN\n", "no column `name`")]
    [InlineData("name,name\na,b\n", "names a column twice")]
    [InlineData("", "is empty")]
    [InlineData("name\n\"cut off\nhere", "a quote is not closed")]
    public void A_file_of_parties_with_the_wrong_columns_is_refused_whole(string text, string message)
    {
        var result = ProvisoCommand.Run(["party", "screen", "--file", Write("parties.csv", text)]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_utf_8_is_refused()
    {
        var path = Path.Combine(_folder, "parties.csv");
        File.WriteAllBytes(path, [.. "name\nM"u8, 0xFC, .. "ller\n"u8]);

        var result = ProvisoCommand.Run(["party", "screen", "--file", path]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is not UTF-8", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_line_of_a_file_is_refused_and_the_others_are_screened()
    {
        var output = Path.Combine(_folder, "result.csv");
        var parties = Write("parties.csv", "id,name,country\n1,Northern Lantern Compute Holdings,CN\n2,,CN\n3,Somebody,Atlantis\n4,=1+2,CN\n");

        var result = ProvisoCommand.Run(["party", "screen", "--file", parties, "--output", output]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        var lines = File.ReadAllLines(output);
        Assert.StartsWith("2,1,Northern Lantern Compute Holdings,hit,1000,example,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("3,2,,refused,", lines[2], StringComparison.Ordinal);
        Assert.Contains("`Atlantis` is no country", lines[3], StringComparison.Ordinal);

        // A spreadsheet must not take a name for a formula.
        Assert.Contains("'=1+2", lines[4], StringComparison.Ordinal);
        Assert.Contains("2 refused", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_parties_of_the_examples_are_screened()
    {
        var result = ProvisoCommand.Run("party screen --file examples/parties.csv --format json");

        Assert.Equal(10, result.ExitCode);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["hit", "hit", "hit", "hold"], lines.Take(4).Select(l => l.GetProperty("verdict").GetString()));
        Assert.Equal(6, lines[4].GetProperty("lists").GetArrayLength());
    }

    // One list of one's own is all that is asked for here, so whoever is not on it is clear; an update brings a party onto it, and only that one is new.
    [Fact]
    public void After_an_update_a_rescreening_looks_at_what_changed_and_a_clearance_holds_until_the_entry_changes()
    {
        var watch = "id,name,country,notes\nw1,Northern Lantern Compute,CN,first\nw2,Silver Estuary Trading,HK,\nw3,Crescent Palm Systems,MY,\nw4,Vostok Meridian,RU,\n";
        Assert.Equal(0, Import(watch));
        var parties = Write("parties.csv", "id,name,country\nP-1,Northern Lantern Compute,SG\nP-2,Quiet Meadow Bakery,NL\nP-3,Amber Falcon Systems,CN\n");
        var state = Path.Combine(_folder, "state.json");

        var first = ProvisoCommand.Run(["party", "screen", "--file", parties, "--lists", Lists, "--list", "watch", "--state", state]);
        Assert.Equal(10, first.ExitCode);
        Assert.Contains("3 screened (2 clear, 1 with hits, 0 on hold)", first.Error, StringComparison.Ordinal);

        var clear = ProvisoCommand.Run(["party", "clear", "Northern Lantern Compute", "--country", "SG", "--list", "watch", "--entry", "w1", "--who", "made-up officer", "--why", "other owners", "--until", "2099-12-31", "--lists", Lists]);
        Assert.Equal((0, ""), (clear.ExitCode, clear.Error));
        Assert.Equal(0, ProvisoCommand.Run(["party", "screen", "Northern Lantern Compute", "--country", "SG", "--lists", Lists, "--list", "watch"]).ExitCode);

        Assert.Equal(0, Import(watch + "w5,Amber Falcon Systems,CN,\n"));
        var second = ProvisoCommand.Run(["party", "rescreen", parties, "--state", state, "--lists", Lists, "--format", "json"]);
        var changes = second.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).Where(l => l.TryGetProperty("change", out _)).ToList();
        Assert.Contains(changes, c => c.GetProperty("name").GetString() == "Amber Falcon Systems" && c.GetProperty("change").GetString() == "new match");
        Assert.Contains(changes, c => c.GetProperty("name").GetString() == "Northern Lantern Compute" && c.GetProperty("change").GetString() == "a match is gone");
        Assert.DoesNotContain(changes, c => c.GetProperty("name").GetString() == "Quiet Meadow Bakery");

        Assert.Equal(0, Import(watch.Replace("first", "second", StringComparison.Ordinal) + "w5,Amber Falcon Systems,CN,\n"));
        var reopened = ProvisoCommand.Run(["party", "screen", "Northern Lantern Compute", "--country", "SG", "--lists", Lists, "--list", "watch"]);
        Assert.Equal(10, reopened.ExitCode);
        Assert.Contains("was cleared by made-up officer; reopened: the list changed the entry", reopened.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_cut_in_half_is_refused_and_said_in_the_status_until_somebody_confirms_it()
    {
        var four = "name\nMade-up One\nMade-up Two\nMade-up Three\nMade-up Four\n";
        Assert.Equal(0, Import(four));
        var half = ProvisoCommand.Run(["lists", "import", Write("half.csv", "name\nMade-up One\nMade-up Two\n"), "--as", "watch", "--published", Today, "--lists", Lists]);
        Assert.Equal(1, half.ExitCode);
        Assert.Contains("fell from 4 to 2 entries", half.Output, StringComparison.Ordinal);

        var status = ProvisoCommand.Run(["lists", "status", "--lists", Lists, "--format", "json"]);
        using var json = JsonDocument.Parse(status.Output);
        Assert.Equal(10, status.ExitCode);
        Assert.Equal("doubtful", json.RootElement.GetProperty("lists").EnumerateArray().Single(l => l.GetProperty("id").GetString() == "watch").GetProperty("readiness").GetString());
        Assert.Equal(10, ProvisoCommand.Run(["party", "screen", "Quiet Meadow Bakery", "--lists", Lists, "--list", "watch"]).ExitCode);

        Assert.Equal(0, ProvisoCommand.Run(["lists", "import", Path.Combine(_folder, "half.csv"), "--as", "watch", "--published", Today, "--lists", Lists, "--confirm", "made-up officer: cut on purpose"]).ExitCode);
        Assert.Equal(0, ProvisoCommand.Run(["party", "screen", "Quiet Meadow Bakery", "--lists", Lists, "--list", "watch"]).ExitCode);
    }

    // Sixty of the middle's hundred belong to a listed party, so its whole 25 counts beside the other's 30: 55. The rule was in force from 29 September to 9 November 2025 and
    // again from 10 November 2026; before and between, the same facts needed no license, and the matches still have to be looked at. While it was first in force
    // a temporary general license covered what went to A:5 and A:6, Singapore among them.
    [Theory]
    [InlineData("2025-09-15", "no-license-required", 10)]
    [InlineData("2025-10-15", "license-exception", 10)]
    [InlineData("2025-12-01", "no-license-required", 10)]
    [InlineData("2026-11-20", "license-required", 20)]
    public void The_same_owners_give_the_answers_that_the_law_gave_on_each_day(string day, string outcome, int exit)
    {
        var result = ProvisoCommand.Run($"check examples/affiliates.yaml --on {day} --format json");

        Assert.Equal((exit, ""), (result.ExitCode, result.Error));
        using var answer = JsonDocument.Parse(result.Output);
        Assert.Equal(outcome, answer.RootElement.GetProperty("outcome").GetString());
        var ownership = answer.RootElement.GetProperty("screening").GetProperty("parties")[1].GetProperty("ownership");
        Assert.Equal(("at-least-half", "55"), (ownership.GetProperty("verdict").GetString(), ownership.GetProperty("least").GetString()));
        Assert.Equal(2, answer.RootElement.GetProperty("screening").GetProperty("holds").GetArrayLength());
    }

    [Fact]
    public void An_owner_that_is_not_known_leaves_the_answer_open_and_says_what_to_ask()
    {
        var path = Write("t.yaml", File.ReadAllText(Path.Combine(ProvisoCommand.Root, "examples", "affiliates.yaml")).Replace("share: 30", "share: 20", StringComparison.Ordinal));

        var result = ProvisoCommand.Run(["check", path, "--on", "2025-10-15", "--format", "json"]);

        Assert.Equal(40, result.ExitCode);
        using var answer = JsonDocument.Parse(result.Output);
        var ownership = answer.RootElement.GetProperty("screening").GetProperty("parties")[1].GetProperty("ownership");
        Assert.Equal("cannot-determine", ownership.GetProperty("verdict").GetString());
        Assert.Contains("Made-up Cloud Pte Ltd", ownership.GetProperty("question").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("share: 30", "share: 80", "add up to at least 105 %")]
    [InlineData("name: Made-up Middle", "name: Made-up Cloud Pte Ltd", "itself")]
    [InlineData("share: 30", "share: 130", "a share lies in 0 % to 100 %")]
    [InlineData("share: 30", "shaer: 30", "unknown field")]
    public void Owners_that_cannot_be_true_are_refused_with_their_place(string from, string to, string message)
    {
        var path = Write("t.yaml", File.ReadAllText(Path.Combine(ProvisoCommand.Root, "examples", "affiliates.yaml")).Replace(from, to, StringComparison.Ordinal));

        var result = ProvisoCommand.Run(["check", path]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Contains("parties[1].ownership", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_of_ownership_is_checked_without_the_solver_and_a_changed_one_does_not_hold()
    {
        var proof = Path.Combine(_folder, "proof.json");
        var answer = ProvisoCommand.Run(["party", "ownership", "Made-up Cloud Pte Ltd", "--file", "examples/owners.csv", "--on", "2025-10-15", "--proof", proof]);
        Assert.Equal((10, ""), (answer.ExitCode, answer.Error));
        Assert.Contains("HALF OR MORE", answer.Output, StringComparison.Ordinal);
        Assert.Contains("multiplied along the chains it would be 45 %", answer.Output, StringComparison.Ordinal);

        Assert.Equal(0, ProvisoCommand.Run(["party", "verify-ownership", proof, "--file", "examples/owners.csv"]).ExitCode);
        File.WriteAllText(proof, File.ReadAllText(proof).Replace("60000000", "59000000", StringComparison.Ordinal));
        Assert.Equal(1, ProvisoCommand.Run(["party", "verify-ownership", proof, "--file", "examples/owners.csv"]).ExitCode);
    }

    [Fact]
    public void An_answer_with_its_reasons_shows_the_pieces_of_a_match_and_the_steps_of_ownership()
    {
        var result = ProvisoCommand.Run("check examples/affiliates.yaml --why");

        Assert.Contains("Made-up Cloud Pte Ltd: 30 % of Northern Lantern Compute Holdings + 25 % of Made-up Middle = 55 %", result.Output, StringComparison.Ordinal);
        Assert.Contains("look at the 2 matches that screening found", result.Output, StringComparison.Ordinal);
    }

    // The entry has the same name, so the party is taken to be it, and footnote 4 with it, until somebody clears the match.
    [Fact]
    public void A_party_with_the_name_of_an_entry_is_answered_as_listed()
    {
        var path = Write("t.yaml", File.ReadAllText(Path.Combine(ProvisoCommand.Root, "examples", "rtx4090d-clear.yaml"))
            .Replace("role: end-user, name: ", "role: end-user, name: Haicheng Qilin Communication Group Co Ltd #", StringComparison.Ordinal));
        var text = string.Join('\n', File.ReadAllLines(path).Where(l => !l.StartsWith("screening:", StringComparison.Ordinal)).Select(l => l.Contains("Haicheng", StringComparison.Ordinal)
            ? "  - {role: end-user, name: Haicheng Qilin Communication Group Co Ltd, country: CN, headquarters: CN, ultimateParent: self, military: no, militaryIntelligence: no}" : l));
        File.WriteAllText(path, text);

        var result = ProvisoCommand.Run(["check", path, "--format", "json"]);

        using var answer = JsonDocument.Parse(result.Output);
        Assert.Equal(("license-required", "presumption-of-denial"), (answer.RootElement.GetProperty("outcome").GetString(), answer.RootElement.GetProperty("review").GetString()));
        var party = answer.RootElement.GetProperty("screening").GetProperty("parties").EnumerateArray().Single(p => p.GetProperty("verdict").GetString() == "hit");
        Assert.Equal(["entity-list", "entity-list-footnote-4"], party.GetProperty("listings").EnumerateArray().Select(l => l.GetString()));
    }

    // Each is a publication that today's reader took for whole, for ready or for nothing at all.
    [Fact]
    public void A_list_without_its_day_or_a_part_of_itself_clears_nobody_and_says_how_to_mend_it()
    {
        var file = Write("watch.csv", "name\nMade-up One\nMade-up Two\n");
        var undated = ProvisoCommand.Run(["lists", "import", file, "--as", "watch", "--lists", Lists]);
        Assert.Equal(0, undated.ExitCode);
        Assert.Contains("watch: 2 entries, 2 names, 0 addresses, 0 numbers", undated.Output, StringComparison.Ordinal);
        Assert.Contains("NOT READY", undated.Output, StringComparison.Ordinal);
        var held = ProvisoCommand.Run(["party", "screen", "Quiet Meadow Bakery", "--lists", Lists, "--list", "watch"]);
        Assert.Equal(10, held.ExitCode);
        Assert.Contains("--published", held.Output, StringComparison.Ordinal);

        Assert.Equal(2, ProvisoCommand.Run(["lists", "import", file, "--as", "watch", "--published", "2199-01-01", "--lists", Lists]).ExitCode);
        Assert.Equal(2, ProvisoCommand.Run(["lists", "import", file, "--as", "watch", "--published", "yesterday", "--lists", Lists]).ExitCode);
        Assert.Equal(0, ProvisoCommand.Run(["lists", "import", file, "--as", "watch", "--published", Today, "--lists", Lists]).ExitCode);
        Assert.Equal(0, ProvisoCommand.Run(["party", "screen", "Quiet Meadow Bakery", "--lists", Lists, "--list", "watch"]).ExitCode);

        var entries = Write("SDN.CSV", "99003,\"INVENTED BANK\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n");
        var part = ProvisoCommand.Run(["lists", "import", entries, "--as", "part", "--published", Today, "--lists", Lists, "--format", "json"]);
        using var json = JsonDocument.Parse(part.Output);
        Assert.Contains("ALT.CSV", json.RootElement.GetProperty("publications")[0].GetProperty("notReady").GetString(), StringComparison.Ordinal);
        Assert.Equal(10, ProvisoCommand.Run(["party", "screen", "Quiet Meadow Bakery", "--lists", Lists, "--list", "part"]).ExitCode);
        using var status = JsonDocument.Parse(ProvisoCommand.Run(["lists", "status", "--lists", Lists, "--format", "json"]).Output);
        Assert.Equal("incomplete", status.RootElement.GetProperty("lists").EnumerateArray().Single(l => l.GetProperty("id").GetString() == "part").GetProperty("readiness").GetString());
        Assert.Equal(1, status.RootElement.GetProperty("publications").EnumerateArray().Single(l => l.GetProperty("source").GetString() == "part").GetProperty("counts").GetProperty("part").GetProperty("names").GetInt32());
    }

    [Fact]
    public void After_a_refused_import_into_a_new_folder_every_command_works()
    {
        var folder = Path.Combine(_folder, "new");
        var refused = ProvisoCommand.Run(["lists", "import", Write("page.html", "<html></html>"), "--lists", folder]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("the folder is as it was", refused.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));

        Assert.Equal((10, ""), (ProvisoCommand.Run(["lists", "status", "--lists", folder]).ExitCode, ProvisoCommand.Run(["lists", "status", "--lists", folder]).Error));
        Assert.Equal(0, ProvisoCommand.Run(["lists", "import", Write("watch.csv", "name\nMade-up One\n"), "--as", "watch", "--published", Today, "--lists", folder]).ExitCode);
        Assert.Equal(0, ProvisoCommand.Run(["party", "screen", "Quiet Meadow Bakery", "--lists", folder, "--list", "watch"]).ExitCode);
    }

    [Fact]
    public void A_column_is_mapped_on_the_command_line_and_a_number_with_its_label_is_found()
    {
        var file = Write("suppliers.csv", "Company,Trading as,Buyer,identifiers\nMade-up One,Uno,Anna,registration:INN 7700000000 / OGRN 1027700000000\n");
        Assert.Equal(1, ProvisoCommand.Run(["lists", "import", file, "--as", "watch", "--published", Today, "--lists", Lists]).ExitCode);
        Assert.Equal(2, ProvisoCommand.Run(["lists", "import", file, "--as", "watch", "--published", Today, "--lists", Lists, "--map", "Company"]).ExitCode);
        var mapped = ProvisoCommand.Run(["lists", "import", file, "--as", "watch", "--published", Today, "--lists", Lists, "--map", "Company=name", "--map", "Trading as=aliases", "--map", "Buyer="]);
        Assert.Equal(0, mapped.ExitCode);
        Assert.Contains("`Buyer` was left out", mapped.Error, StringComparison.Ordinal);

        Assert.Equal(10, ProvisoCommand.Run(["party", "screen", "Uno", "--lists", Lists, "--list", "watch"]).ExitCode);
        foreach (var number in (string[])["registration:1027700000000", "tax:INN: 7700000000", "INN: 7700000000", "OGRN 1027700000000"])
        {
            Assert.Equal(10, ProvisoCommand.Run(["party", "screen", "Quiet Meadow Bakery", "--identifier", number, "--lists", Lists, "--list", "watch"]).ExitCode);
        }

        Assert.Equal(0, ProvisoCommand.Run(["party", "screen", "Quiet Meadow Bakery", "--identifier", "tax:7700000001", "--lists", Lists, "--list", "watch"]).ExitCode);
    }

    private static string Today => DateTime.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private int Import(string text) => ProvisoCommand.Run(["lists", "import", Write("watch.csv", text), "--as", "watch", "--published", Today, "--lists", Lists]).ExitCode;

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
