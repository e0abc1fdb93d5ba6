using System.Text.Json;

namespace Proviso.EndToEnd;

public sealed class CheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Transaction(string product, string date, string destination = "CN", string kind = "export", string parties = "listings: [], ", string more = "") => $$"""
        id: made-up
        date: {{date}}
        product: {{product}}
        quantity: 10
        kind: {{kind}}
        origin: US
        destination: {{destination}}
        endUse: {{(product.Contains("4090", StringComparison.Ordinal) ? "consumer" : "commercial-datacenter")}}
        parties:
          - {role: exporter, name: Example Exporter, country: US, headquarters: US, ultimateParent: self, {{parties}}military: no, militaryIntelligence: no}
          - {role: end-user, name: Example Buyer, country: {{destination}}, headquarters: {{destination}}, ultimateParent: self, {{parties}}military: no, militaryIntelligence: no}
        {{more}}
        """;

    private const string Screened = "screening: {on: 2023-01-01, by: made-up desk, result: none-listed, owners: none-listed}";

    // Expected outcomes are reasoned from the dates and thresholds of docs/law.md, not from our output.
    [Theory]
    [InlineData("nvidia-h20", "2025-03-01", 0, "no-license-required")]
    [InlineData("nvidia-h20", "2025-05-01", 20, "license-required")]
    [InlineData("nvidia-a800", "2023-06-01", 0, "no-license-required")]
    [InlineData("nvidia-a800", "2023-12-01", 20, "license-required")]
    [InlineData("nvidia-a100", "2023-06-01", 20, "license-required")]
    [InlineData("nvidia-rtx-4090d", "2024-03-01", 0, "no-license-required")]
    [InlineData("nvidia-rtx-4090", "2024-05-01", 10, "license-exception")]
    [InlineData("nvidia-b200", "2024-11-01", 20, "license-required")]
    [InlineData("nvidia-h200-sxm", "2026-01-20", 30, "prohibited")]
    public void Chips_to_China_come_out_as_the_law_of_the_day_has_it(string product, string date, int exit, string outcome)
    {
        var file = Write("t.yaml", Transaction(product, date, more: Screened));
        var result = ProvisoCommand.Run(["check", file, "--format", "json"]);

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(outcome, json.RootElement.GetProperty("outcome").GetString());
        Assert.Equal(exit, result.ExitCode);
    }

    [Fact]
    public void An_answer_that_would_let_an_unscreened_party_pass_is_on_hold()
    {
        var file = Write("t.yaml", Transaction("nvidia-rtx-4090d", "2024-03-01", parties: ""));
        var result = ProvisoCommand.Run(["check", file, "--format", "json"]);

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(10, result.ExitCode);
        Assert.Equal("no-license-required", json.RootElement.GetProperty("outcome").GetString());
        Assert.False(json.RootElement.GetProperty("mayGo").GetBoolean());
        Assert.Contains("could not be searched", json.RootElement.GetProperty("holds")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_headquarters_abroad_is_undetermined_and_named()
    {
        var file = Write("t.yaml", Transaction("nvidia-h100-sxm", "2024-06-01", "SG", more: Screened).Replace("headquarters: SG, ", "", StringComparison.Ordinal));
        var result = ProvisoCommand.Run(["check", file, "--format", "json"]);

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(40, result.ExitCode);
        Assert.Contains(json.RootElement.GetProperty("missing").EnumerateArray(), m => m.GetProperty("fact").GetString() == "party.headquarters");
    }

    [Fact]
    public void The_disowned_rule_gives_two_answers_and_says_so()
    {
        var file = Write("t.yaml", Transaction("nvidia-h100-sxm", "2025-06-02", "SG", more: Screened));
        var enforced = ProvisoCommand.Run(["check", file, "--format", "json"]);
        var text = ProvisoCommand.Run(["check", file, "--format", "json", "--on-the-text"]);

        using var json = JsonDocument.Parse(enforced.Output);
        var bis = json.RootElement.GetProperty("authorities").EnumerateArray().Single(a => a.GetProperty("authority").GetString() == "us.bis");
        Assert.Equal(0, enforced.ExitCode);

        // On the text exception LPP may be open: that hangs on what the consignee got this year (15 CFR 740.29), which nobody stated.
        Assert.Equal("undetermined", bis.GetProperty("onTheText").GetString());
        Assert.Equal(40, text.ExitCode);
        using var open = JsonDocument.Parse(text.Output);
        Assert.Contains(open.RootElement.GetProperty("missing").EnumerateArray(), m => m.GetProperty("fact").GetString() == "shipped.tpp_to_consignee");
        foreach (var (sum, exit) in new[] { ("0", 10), ("26900000", 20), ("at least 26900000", 20), ("at least 1", 40) })
        {
            var stated = Write("s.yaml", Transaction("nvidia-h100-sxm", "2025-06-02", "SG", more: $"{Screened}\nfacts: {{shipped.tpp_to_consignee: {sum}}}"));
            Assert.Equal(exit, ProvisoCommand.Run(["check", stated, "--format", "json", "--on-the-text"]).ExitCode);
        }
    }

    [Fact]
    public void The_same_question_gives_the_same_bytes()
    {
        var first = ProvisoCommand.Run("check examples/h200-bytedance.yaml --format json --why");
        var second = ProvisoCommand.Run("check examples/h200-bytedance.yaml --format json --why");

        Assert.Equal(first.Output, second.Output);
    }

    [Fact]
    public void A_bad_line_in_a_batch_is_refused_and_the_others_are_answered()
    {
        const string good = """{"id":"a","date":"2026-02-10","product":"nvidia-b200","quantity":1,"kind":"export","origin":"US","destination":"CN","endUse":"research","parties":[{"role":"end-user","name":"Example","country":"CN","headquarters":"CN","ultimateParent":"self"}]}""";
        var file = Write("b.jsonl", good + "\n{\"product\": \"nvidia-b200\", \"quantity\": 0}\n" + good.Replace("\"a\"", "\"c\"", StringComparison.Ordinal) + "\n");
        var result = ProvisoCommand.Run(["check", file, "--format", "json"]);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(3, lines.Length);
        using var refused = JsonDocument.Parse(lines[1]);
        Assert.Equal("refused", refused.RootElement.GetProperty("outcome").GetString());
        using var last = JsonDocument.Parse(lines[2]);
        Assert.Equal("c", last.RootElement.GetProperty("id").GetString());
        Assert.Contains("2 answered", result.Error, StringComparison.Ordinal);
        Assert.Contains("1 refused", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_gives_each_line_the_answer_it_gets_alone()
    {
        // Method: the batch keeps answers for questions the law cannot tell apart; alone nothing is kept.
        var one = Write("one.yaml", Transaction("nvidia-h200-sxm", "2026-02-10", more: Screened));
        using var alone = JsonDocument.Parse(ProvisoCommand.Run(["check", one, "--format", "json"]).Output);
        var two = Write("two.yaml", Transaction("nvidia-h200-sxm", "2026-02-10", more: Screened) + "\n---\n" + Transaction("nvidia-h200-sxm", "2026-02-10", more: Screened).Replace("quantity: 10", "quantity: 11", StringComparison.Ordinal));
        var lines = ProvisoCommand.Run(["check", two, "--format", "json"]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var first = JsonDocument.Parse(lines[0]);
        using var second = JsonDocument.Parse(lines[1]);

        foreach (var field in alone.RootElement.EnumerateObject())
        {
            Assert.True(JsonElement.DeepEquals(field.Value, first.RootElement.GetProperty(field.Name)), field.Name);
        }

        Assert.True(JsonElement.DeepEquals(alone.RootElement.GetProperty("authorities"), second.RootElement.GetProperty("authorities")));
        Assert.NotEqual(first.RootElement.GetProperty("receipt").GetProperty("factsHash").GetString(), second.RootElement.GetProperty("receipt").GetProperty("factsHash").GetString());
        Assert.Equal(first.RootElement.GetProperty("receipt").GetProperty("outcomeHash").GetString(), second.RootElement.GetProperty("receipt").GetProperty("outcomeHash").GetString());
    }

    [Theory]
    [InlineData("product: h200x\n", "PRV0513")]
    [InlineData("product: h200\nquantity: 0\n", "PRV0509")]
    [InlineData("product: h200\nquantity: -1\n", "PRV0509")]
    [InlineData("product: h200\ndate: 2026-02-30\n", "PRV0510")]
    [InlineData("product: h200\ndestination: XX\n", "PRV0511")]
    [InlineData("product: h200\nkind: exprt\n", "PRV0508")]
    [InlineData("product: h200\nitem: {tpp: 1}\n", "PRV0514")]
    [InlineData("item: {tpp: NaN}\n", "PRV0509")]
    [InlineData("product: h200\nbogus: 1\n", "PRV0506")]
    [InlineData("product: &a h200\nid: *a\n", "PRV0502")]
    [InlineData("product: [h200\n", "PRV0501")]
    [InlineData("product: h200\nproduct: h100\n", "PRV0503")]
    [InlineData("", "PRV0504")]
    public void Bad_input_names_place_and_fix_and_answers_nothing(string yaml, string code)
    {
        var result = ProvisoCommand.Run(["check", "-"], yaml);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains(code, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_law_folder_with_an_error_answers_nothing()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "law"));
        foreach (var file in Directory.GetFiles(Path.Combine(ProvisoCommand.Root, "law"), "*.law", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, "law", Path.GetRelativePath(Path.Combine(ProvisoCommand.Root, "law"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, File.ReadAllText(file).Replace("item.tpp >= 4800 TPP", "item.tpps >= 4800 TPP", StringComparison.Ordinal));
        }

        var result = ProvisoCommand.Run(["check", "examples/h200-bytedance.yaml", "--law", Path.Combine(_folder, "law")]);

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("did you mean `item.tpp`?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_threshold_fails_the_tests_beside_the_law()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(ProvisoCommand.Root, "law"), "*.law", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(Path.Combine(ProvisoCommand.Root, "law"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, File.ReadAllText(file).Replace("item.tpp < 21000 TPP", "item.tpp < 20000 TPP", StringComparison.Ordinal));
        }

        var result = ProvisoCommand.Run(["law", "test", "--law", _folder]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("failed:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gigabyte_is_refused_or_streamed_but_never_held()
    {
        foreach (var name in new[] { "big.yaml", "big.jsonl" })
        {
            var path = Path.Combine(_folder, name);
            using (var file = File.Create(path))
            {
                file.SetLength(1L << 30);
            }

            var result = ProvisoCommand.Run(["check", path]);

            Assert.Equal(2, result.ExitCode);
            Assert.Contains("PRV0502", result.Error, StringComparison.Ordinal);
        }
    }
}
