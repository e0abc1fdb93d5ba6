// Method: what each example must answer is reasoned from the law beside it here, not taken from an answer.
using System.Text.Json;

namespace Proviso.EndToEnd;

public class ExampleTests
{
    // The letter of April 2025 asks a license for the H20 to China; its 2,368 TPP and bandwidth lie outside of 3A090, and no review policy was published.
    [Fact]
    public void An_h20_to_china_after_the_letter_needs_a_license_that_its_class_does_not_ask_for()
    {
        using var answer = Answer("h20-letter.yaml", 20);
        Is(answer, "license-required", null);
        Assert.Empty(Words(answer.RootElement, "classifications"));
        Assert.Contains("letter-2025-04", Governing(answer, "us.bis"));
    }

    // 36,000 TPP is not below the 21,000 of the review of January 2026, so the presumption of denial for China stays; China's own side is reported, not settled.
    [Fact]
    public void A_b200_to_china_is_presumed_denied()
    {
        using var answer = Answer("b200-denied.yaml", 40);
        var us = Authority(answer, "us.bis");
        Assert.Equal(("license-required", "presumption-of-denial"), (us.GetProperty("outcome").GetString(), us.GetProperty("review").GetString()));
        Assert.Equal("undetermined", Authority(answer, "cn.authorities").GetProperty("outcome").GetString());
        Assert.DoesNotContain("742.6(b)(10)(iii)(A)", Governing(answer, "us.bis"));
    }

    // 5,285 TPP is above 4,800, so the card is in 3A090.a though it is not for datacenters; NAC covers that, after a notice that the papers do not date.
    [Fact]
    public void A_gaming_card_above_the_threshold_goes_under_nac_once_the_notice_is_old_enough()
    {
        using var answer = Answer("rtx4090-nac.yaml", 10);
        Is(answer, "license-exception", null);
        Assert.Equal("NAC", Authority(answer, "us.bis").GetProperty("exception").GetString());
        Assert.Contains("25 days", Assert.Single(Words(answer.RootElement, "holds")));
    }

    // Singapore is in none of the groups of the October 2023 rule, and the worldwide rule of January 2025 is announced not to be enforced. On the text
    // exception LPP may be open, which hangs on what the consignee got this year.
    [Fact]
    public void An_h100_to_singapore_goes_as_enforced_and_is_open_on_the_text()
    {
        using var answer = Answer("h100-singapore.yaml", 0);
        Is(answer, "no-license-required", null);
        Assert.Equal("undetermined", Authority(answer, "us.bis").GetProperty("onTheText").GetString());
        using var text = Answer("h100-singapore.yaml", 40, "--on-the-text");
        Is(text, "undetermined", null);
    }

    // 4,708 TPP is below 4,800, and below that only what is made for datacenters is in 3A090.
    [Fact]
    public void The_card_cut_down_below_the_threshold_goes_without_a_license()
    {
        using var answer = Answer("rtx4090d-clear.yaml", 0);
        Is(answer, "no-license-required", null);
        Assert.Empty(Words(answer.RootElement, "classifications"));
    }

    // The A800 moves 400 GB/s, below the 600 of the first rule; the second rule, which looks at performance alone, was in force from 17 November 2023.
    // The letter of October 2023 bound the company it was sent to; the exporter of that line says that it is another.
    [Fact]
    public void A_batch_answers_each_line_and_names_the_one_it_refuses()
    {
        var result = ProvisoCommand.Run("check examples/batch.jsonl --format json");
        Assert.Equal(2, result.ExitCode);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(
            ["no-license-required", "no-license-required", "license-required", "no-license-required", "refused"],
            lines.Select(l => l.GetProperty("outcome").GetString()!));
        Assert.Equal("PRV0513", lines[4].GetProperty("problems")[0].GetProperty("code").GetString());
        Assert.Contains("4 answered", result.Error);
        Assert.Contains("1 refused", result.Error);
    }

    [Fact]
    public void Every_example_is_run_by_a_test()
    {
        var source = string.Concat(Directory.GetFiles(Path.Combine(ProvisoCommand.Root, "tests", "Proviso.EndToEnd"), "*.cs").Select(File.ReadAllText));
        Assert.All(Directory.GetFiles(Path.Combine(ProvisoCommand.Root, "examples")), f => Assert.Contains(Path.GetFileName(f), source));
    }

    private static JsonDocument Answer(string example, int exit, string options = "")
    {
        var result = ProvisoCommand.Run($"check examples/{example} --format json {options}");
        Assert.Equal((exit, ""), (result.ExitCode, result.Error));
        return JsonDocument.Parse(result.Output);
    }

    private static void Is(JsonDocument answer, string outcome, string? review) =>
        Assert.Equal((outcome, review), (answer.RootElement.GetProperty("outcome").GetString(), answer.RootElement.GetProperty("review").GetString()));

    private static JsonElement Authority(JsonDocument answer, string name) =>
        answer.RootElement.GetProperty("authorities").EnumerateArray().Single(a => a.GetProperty("authority").GetString() == name);

    private static IEnumerable<string> Governing(JsonDocument answer, string authority) => Authority(answer, authority).GetProperty("provisions").EnumerateArray()
        .Where(p => p.GetProperty("governs").GetString() == "yes").Select(p => p.GetProperty("provision").GetString()!);

    private static IEnumerable<string> Words(JsonElement at, string name) => at.GetProperty(name).EnumerateArray().Select(e => e.GetString()!);
}
