// Method: what a clerk or officer types on the made-up programme. Figures are worked out here from its own lines: 30,000 USD a unit where it reserves, 32,000 by the
// line (4.8 billion USD for 150,000 units), 15,832 TPP by the catalog, 60,000 units under the ratio less 54,980 in use.
using System.Text.Json;

namespace Proviso.EndToEnd;

public sealed class LicensingRuleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LicensingRuleTests() => Demo.CopyTo(Journal);

    private string Journal => _folder.File("demo.journal");

    public void Dispose() => _folder.Dispose();

    private string Ends(int exit, string arguments)
    {
        var result = ProvisoCommand.Run($"{arguments} --journal '{Journal}'");
        Assert.True(exit == result.ExitCode, $"{arguments}\n{result.ExitCode}: {result.Output}{result.Error}");
        Assert.DoesNotContain("\n   at ", result.Output + result.Error);
        return result.Output + result.Error;
    }

    private JsonElement Json(string arguments) => JsonDocument.Parse(Ends(0, $"{arguments} --format json")).RootElement;

    private int Entries() => JsonDocument.Parse(ProvisoCommand.Run(["audit", "show", "--journal", Journal, "--format", "json"]).Output).RootElement.GetProperty("entries").GetArrayLength();

    [Theory]
    [InlineData("reservation make us-lotus-h200 --units 100 --value 3000000 --currency USD --tpp 1 --as aurora-clerk", "--tpp")]
    [InlineData("shipment make res-lotus-1 --units 1 --value 30000 --currency USD --tpp 1 --site lotus-dc-1 --as aurora-clerk", "--tpp")]
    [InlineData("return make ship-lotus-2 --units 1 --value 30000 --currency USD --tpp 1 --as aurora-officer", "--tpp")]
    [InlineData("ledger sale --product nvidia-h200-sxm --units 1 --tpp 900000000000 --reference INV --document README.md --as aurora-officer", "--tpp")]
    [InlineData("ledger sale --product no-such-chip --units 1 --reference INV --document README.md --as aurora-officer", "proviso item list")]
    [InlineData("reservation make us-lotus-h200 --units 10 --as aurora-clerk", "above zero")]
    [InlineData("reservation make us-lotus-h200 --units 10 --value 0 --currency USD --as aurora-clerk", "above zero")]
    [InlineData("reservation make us-lotus-h200 --units 10 --value 300000 --as aurora-clerk", "USD")]
    [InlineData("reservation make us-lotus-h200 --units 10 --value 300000 --currency EUR --as aurora-clerk", "counts in USD")]
    [InlineData("reservation make us-lotus-h200 --units 10 --value 1,5 --currency USD --as aurora-clerk", "decimal comma")]
    [InlineData("reservation make us-lotus-h200 --units 10 --value 300,000 --currency USD --as aurora-clerk", "`300,000`")]
    [InlineData("reservation make us-lotus-h200 --units 0 --value 1 --currency USD --as aurora-clerk", "units")]
    [InlineData("shipment make res-lotus-1 --units 1 --site lotus-dc-1 --as aurora-clerk", "above zero")]
    [InlineData("shipment make res-lotus-1 --units 1 --value 0 --currency USD --site lotus-dc-1 --as aurora-clerk", "above zero")]
    [InlineData("shipment make res-lotus-1 --units 1 --value 30000 --currency CNY --site lotus-dc-1 --as aurora-clerk", "counts in USD")]
    [InlineData("shipment make res-lotus-1 --units 0 --value 1 --currency USD --site lotus-dc-1 --as aurora-clerk", "units")]
    [InlineData("return make ship-lotus-2 --units 1 --as aurora-officer", "above zero")]
    [InlineData("return make ship-lotus-2 --units 1 --value 30000 --currency EUR --as aurora-officer", "counts in USD")]
    [InlineData("return make ship-lotus-2 --units 0 --value 1 --currency USD --as aurora-officer", "units")]
    public void Money_and_performance_that_nobody_may_state_so_are_bad_input_with_the_reason(string arguments, string told)
    {
        var answer = Ends(2, arguments);
        Assert.Contains(told, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer, StringComparison.Ordinal);
        Assert.Equal(79, Entries());
    }

    [Fact]
    public void A_value_away_from_the_price_is_not_the_exporters_to_enter_and_takes_two_of_the_authority()
    {
        // Ten units at 32,000 less ten percent are 288,000 at least.
        var refused = Ends(65, "reservation make us-lotus-h200 --units 10 --value 287999.999999 --currency USD --as aurora-clerk");
        Assert.Contains("288000", refused, StringComparison.Ordinal);
        Ends(0, "reservation make us-lotus-h200 --units 10 --value 100000 --currency USD --as us-officer-1 --id cheap");
        Assert.DoesNotContain("cheap", Ends(0, "reservation list --as aurora-clerk"), StringComparison.Ordinal);
        Ends(65, "license countersign cheap --as us-officer-1");
        Ends(0, "license countersign cheap --as us-officer-2");
        Assert.Contains("100,000", Ends(0, "reservation list --as aurora-clerk").Split('\n').Single(l => l.StartsWith("cheap-act", StringComparison.Ordinal)), StringComparison.Ordinal);

        // A part shipment is held against the reservation's own price: 30,000 a unit.
        Ends(65, "shipment make res-lotus-1 --units 10 --value 340000 --currency USD --site lotus-dc-1 --as aurora-clerk");
        Ends(0, "shipment make res-lotus-1 --units 10 --value 330000 --currency USD --site lotus-dc-1 --as aurora-clerk");
    }

    [Fact]
    public void What_is_said_to_be_free_is_what_a_reservation_takes_and_one_unit_more_is_refused()
    {
        var line = Json("line show us-lotus-h200 --as aurora-clerk").GetProperty("line");
        Assert.Equal((5_020, "us-ratio"), (line.GetProperty("freeUnits").GetInt64(), line.GetProperty("tightest").GetString()));
        Assert.Contains("another limit of cn-authority may stop this", Ends(0, "line show us-lotus-h200 --as aurora-clerk"), StringComparison.Ordinal);
        Assert.Contains("ratio-exceeded", Ends(60, "reservation make us-lotus-h200 --units 5021 --value 150630000 --currency USD --as aurora-clerk"), StringComparison.Ordinal);
        Ends(0, "reservation make us-lotus-h200 --units 5020 --value 150600000 --currency USD --as aurora-clerk");
        Assert.Equal(0, Json("line show us-lotus-h200 --as aurora-clerk").GetProperty("line").GetProperty("freeUnits").GetInt64());
        Ends(60, "reservation make us-bamboo-h200 --units 1 --value 30000 --currency USD --as aurora-clerk");
    }

    [Fact]
    public void A_limit_that_is_not_ones_own_says_whose_it_is_and_nothing_else()
    {
        // 54,980 units stand on the total of 400,000; lowered to 55,000 it leaves 20.
        Ends(0, "line lower cn-total --units 345000 --reason 'the quota is cut' --as cn-officer-1");
        var refused = Ends(60, "reservation make us-lotus-h200 --units 21 --value 630000 --currency USD --as aurora-clerk");
        Assert.Contains("another-limit", refused, StringComparison.Ordinal);
        Assert.Contains("Another limit of cn-authority stops this.", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("cn-total", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("20", refused.Replace("2026", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var json = ProvisoCommand.Run($"reservation make us-lotus-h200 --units 21 --value 630000 --currency USD --as aurora-clerk --format json --journal '{Journal}'").Output;
        Assert.DoesNotContain("cn-total", json, StringComparison.Ordinal);
        Assert.DoesNotContain("available", json, StringComparison.Ordinal);
        Ends(0, "reservation make us-lotus-h200 --units 20 --value 600000 --currency USD --as aurora-clerk");
    }

    [Fact]
    public void Who_reads_sees_the_own_share_and_the_rest_reads_as_not_there()
    {
        var own = Ends(0, "line show cn-total --as cn-officer-1");
        Assert.Contains("400,000", own, StringComparison.Ordinal);
        Assert.Equal(Ends(2, "line show no-such --as aurora-clerk"), Ends(2, "line show cn-total --as aurora-clerk").Replace("cn-total", "no-such", StringComparison.Ordinal));
        Assert.Equal(Ends(2, "license show no-such --as lotus-officer"), Ends(2, "license show US-2026-0002 --as lotus-officer").Replace("US-2026-0002", "no-such", StringComparison.Ordinal));
        Assert.Equal(Ends(66, "shipment make no-such --units 1 --value 30000 --currency USD --as lotus-officer"),
            Ends(66, "shipment make res-peony-2 --units 1 --value 30000 --currency USD --as lotus-officer").Replace("res-peony-2", "no-such", StringComparison.Ordinal));
        foreach (var reading in (string[])["license list", "line list", "reservation list", "shipment list", "obligation list", "condition list", "license proposals --all", "license people", "ledger sales", "ledger entries", "license border"])
        {
            Assert.DoesNotContain("peony", Ends(0, $"{reading} --as lotus-officer").ReplaceLineEndings("\n").Split('\n').Where(l => !l.Contains("is founded", StringComparison.Ordinal)).Aggregate("", (a, b) => a + b), StringComparison.Ordinal);
            Ends(64, $"{reading} --as somebody-else");
            Ends(2, reading);
        }
    }

    [Fact]
    public void A_reservation_that_lapsed_says_so_and_shipping_more_than_is_reserved_names_it()
    {
        Ends(0, "reservation make us-lotus-h200 --units 10 --value 300000 --currency USD --timeout 1h --as aurora-clerk --id short");
        var more = Ends(60, "shipment make short --units 11 --value 330000 --currency USD --site lotus-dc-1 --as aurora-clerk");
        Assert.Contains("exceeds-reservation", more, StringComparison.Ordinal);
        Assert.Contains("'short' holds 10 units; 11 were to ship", more, StringComparison.Ordinal);
        var late = Ends(63, "shipment make short --units 10 --value 300000 --currency USD --site lotus-dc-1 --as aurora-clerk --at 2026-03-10T12:00Z");
        Assert.Contains("reservation-lapsed", late, StringComparison.Ordinal);
        Assert.Contains("lapsed", late.Split(':', 2)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_administrator_of_an_organization_is_invited_by_two_and_accepts()
    {
        Ends(64, "license enroll --person group-clerk --organization lotus-group --role clerk --as us-admin");
        Ends(64, "license invite lotus-group --person group-admin --as us-officer-1");
        Ends(66, "license invite lotus --person another-admin --as us-admin");
        Ends(0, "license invite lotus-group --person group-admin --as us-admin --id invite");
        Ends(65, "license countersign invite --as us-admin");
        Assert.Contains("proviso license accept invite-act --as group-admin", Ends(0, "license countersign invite --as us-admin-2"), StringComparison.Ordinal);
        Ends(64, "license people --as group-admin");
        Ends(66, "license accept invite-act --as us-admin");
        Ends(0, "license accept invite-act --as group-admin");
        Ends(0, "license enroll --person group-clerk --organization lotus-group --role clerk --as group-admin");
        Ends(64, "license enroll --person group-clerk-2 --organization lotus-group --role clerk --as us-admin");
        Assert.Contains("group-clerk", Ends(0, "license people --as group-admin"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_administrator_cannot_make_signers_of_an_authority_nor_be_one()
    {
        Ends(64, "license enroll --person us-admin --organization us-authority --role officer --as us-admin");
        Ends(66, "license enroll --person us-admin-2 --organization us-authority --role officer --as us-admin");
        Ends(0, "license enroll --person us-officer-9 --organization us-authority --role officer --as us-admin --id enroll");
        Ends(64, "license list --as us-officer-9");
        Ends(65, "license countersign enroll --as us-admin");
        Ends(64, "license countersign enroll --as us-officer-1");

        // Whoever comes after a proposal cannot be its second signature.
        Ends(0, "line raise us-bamboo-h200 --units 1 --reason 'more is asked for' --as us-officer-1 --id raise");
        Ends(0, "license countersign enroll --as us-admin-2");
        Assert.Contains("before it was proposed", Ends(65, "license countersign raise --as us-officer-9"), StringComparison.Ordinal);
        Ends(0, "license countersign raise --as us-officer-2");
        Ends(64, "license dismiss aurora-officer --as us-admin");
        Ends(64, "license dismiss us-admin --as us-admin");
    }

    [Fact]
    public void Facts_that_a_license_rests_on_change_by_two_and_stop_it_until_its_authority_confirms()
    {
        const string Reserve = "reservation make us-lotus-h200 --units 1 --value 30000 --currency USD --as aurora-clerk";
        Ends(0, "license enroll --organization lotus --name 'Lotus Cloud (made up)' --kind buyer --country SG --parent lotus-group --as lotus-admin --id moved");
        Ends(0, Reserve);
        Ends(66, "license countersign moved --as aurora-officer");
        Ends(65, "license countersign moved --as lotus-admin");
        Ends(64, "license countersign moved --as lotus-officer");
        Ends(0, "license countersign moved --as us-officer-1");
        Assert.Contains("proviso license confirm US-2026-0001", Ends(63, Reserve), StringComparison.Ordinal);
        Assert.Contains("CN to SG", Ends(0, "license show US-2026-0001 --as aurora-clerk"), StringComparison.Ordinal);
        Ends(63, "shipment make res-lotus-1 --units 1 --value 30000 --currency USD --site lotus-dc-1 --as aurora-clerk");
        var border = Json("license border --as us-officer-1").GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("line").GetString() == "us-lotus-h200");
        Assert.Equal(0, border.GetProperty("mayShip").GetProperty("units").GetInt64());
        Ends(0, "license confirm US-2026-0001 --reason 'looked at again' --as us-officer-1 --id confirm");
        Ends(63, Reserve);
        Ends(65, "license countersign confirm --as us-officer-1");
        Ends(0, "license countersign confirm --as us-officer-2");
        Ends(0, Reserve);
    }

    [Fact]
    public void A_rate_of_exchange_takes_two_unless_it_is_the_next_day_and_near_the_last()
    {
        const string Rate = "ledger rate --from EUR --to USD --source 'a bulletin (made up)'";
        Ends(64, $"{Rate} --amounts 100=110 --since 2026-03-10 --as aurora-officer");
        Ends(0, $"{Rate} --amounts 100=110 --since 2026-03-09 --as us-officer-1 --id first");
        Ends(0, "license countersign first --as us-officer-2");
        Assert.DoesNotContain("proposed", Ends(0, $"{Rate} --amounts 100=111 --since 2026-03-10 --as us-officer-1"), StringComparison.Ordinal);
        Assert.Contains("proposed", Ends(0, $"{Rate} --amounts 100=112 --since 2026-03-10T01:00Z --as us-officer-1"), StringComparison.Ordinal);
        Assert.Contains("proposed", Ends(0, $"{Rate} --amounts 100=1 --since 2026-03-11 --as us-officer-1 --at 2026-03-11"), StringComparison.Ordinal);
        Ends(2, "ledger rate --from EUR --to USD --amounts 100=110 --since 2026-03-11 --source ' ' --as us-officer-1");
    }

    [Fact]
    public void A_sale_at_home_counts_a_document_once_and_its_authority_takes_it_out()
    {
        File.WriteAllText(_folder.File("invoice"), "an invoice, made up");
        const string Reserve = "reservation make us-bamboo-h200 --units 5030 --value 150900000 --currency USD --as aurora-clerk";
        var sale = $"ledger sale --product nvidia-h200-sxm --units 20 --reference INV-2 --document '{_folder.File("invoice")}' --as aurora-officer";
        Ends(60, Reserve);
        Ends(64, sale.Replace("aurora-officer", "aurora-clerk", StringComparison.Ordinal));
        Ends(0, $"{sale} --id sale-2");
        Ends(66, sale);
        Assert.Equal(5_030, Json("line show us-bamboo-h200 --as aurora-clerk").GetProperty("line").GetProperty("freeUnits").GetInt64());
        Ends(66, "ledger challenge sale-2 --reason 'no such customer' --as cn-officer-1");
        Ends(0, "ledger challenge sale-2 --reason 'no such customer' --as us-officer-1");
        Ends(60, Reserve);

        // From then on the authority signs such sales.
        File.WriteAllText(_folder.File("invoice"), "another invoice, made up");
        Assert.Contains("an officer of us-authority", Ends(0, $"{sale} --id sale-3"), StringComparison.Ordinal);
        Ends(60, Reserve);
        Ends(0, "license countersign sale-3 --as us-officer-2");
        Ends(0, Reserve);
    }

    [Fact]
    public void A_receipt_of_the_payer_is_its_word_until_the_authority_confirms_it()
    {
        // A quarter of 120 million USD.
        Ends(0, "condition evidence US-2026-0001 --kind payment-receipt --subject ship-lotus-2 --value 30000000 --currency USD --reference PAY-2 --as aurora-officer --id paid");
        Assert.Equal("claimed", State());
        Assert.Equal("pending", Json("condition show US-2026-0001 revenue-share --as us-officer-1").GetProperty("reading").GetProperty("status").GetString());
        Ends(64, "condition confirm-payment paid --as aurora-officer");
        Ends(64, "condition confirm-payment paid --as cn-officer-1");
        Ends(0, "condition confirm-payment paid --as us-officer-2");
        Assert.Equal("done", State());

        string? State() => Json("obligation list --all --as us-officer-1").EnumerateArray()
            .Single(o => o.GetProperty("subject").GetString() == "ship-lotus-2" && o.GetProperty("condition").GetString() == "revenue-share").GetProperty("state").GetString();
    }

    [Fact]
    public void A_return_gives_quota_back_when_the_buyers_officer_entered_it_too()
    {
        Ends(64, "return make ship-lotus-2 --units 5 --value 150000 --currency USD --as aurora-clerk");
        Ends(0, "return make ship-lotus-2 --units 5 --value 150000 --currency USD --as aurora-officer --id back");
        Assert.Equal(5_020, Free());
        Ends(65, "license countersign back --as aurora-officer");
        Ends(66, "license countersign back --as peony-officer");
        Ends(0, "license countersign back --as lotus-officer");
        Assert.Equal(5_025, Free());

        long Free() => Json("line show us-lotus-h200 --as aurora-clerk").GetProperty("line").GetProperty("freeUnits").GetInt64();
    }

    [Theory]
    [InlineData("license suspend US-2026-0001 --cause doubt --reason ' ' --as us-officer-1")]
    [InlineData("license suspend US-2026-0001 --cause doubt --reason --- --as us-officer-1")]
    [InlineData("license suspend US-2026-0001 --cause ' ' --reason doubt --as us-officer-1")]
    [InlineData("line freeze us-lotus-h200 --reason ' ' --as us-officer-1")]
    [InlineData("line raise us-lotus-h200 --units 1 --reason '\u200b' --as us-officer-1")]
    [InlineData("license extend US-2026-0001 --through 2028-06-30 --reason '' --as us-officer-1")]
    [InlineData("ledger sale --product nvidia-h200-sxm --units 1 --reference ' ' --document README.md --as aurora-officer")]
    [InlineData("condition evidence US-2026-0001 --kind screening --reference - --as aurora-officer")]
    public void A_reason_is_words(string arguments)
    {
        Ends(2, arguments);
        Assert.Equal(79, Entries());
    }

    [Fact]
    public void A_command_on_a_clock_two_years_ahead_records_nothing_until_two_organizations_say_what_time_it_is()
    {
        foreach (var refused in (string[])["reservation make us-peony-h200 --units 1 --value 30000 --currency USD --as aurora-clerk", "license suspend US-2026-0001 --cause x --reason doubt --as us-officer-1", "condition evidence US-2026-0001 --kind screening --reference S --as aurora-officer"])
        {
            Assert.Contains("proviso clock set", Ends(68, $"{refused} --at 2028-03-10"), StringComparison.Ordinal);
        }

        Assert.Equal(79, Entries());
        Assert.Contains("in force", Ends(0, "license show US-2026-0001 --as us-officer-1"), StringComparison.Ordinal);
        Ends(66, "clock set --stated 2026-03-10 --reason 'nothing is wrong' --as us-officer-1");
        Ends(2, "clock set --stated 2028-01-01 --reason 'the office was shut' --as us-officer-1 --at 2028-03-10");
        Ends(0, "clock set --stated 2028-03-10 --reason 'the office was shut' --as us-officer-1 --at 2028-03-10 --id clock");
        Ends(64, "license countersign clock --stated 2028-03-10 --as us-officer-2 --at 2028-03-10");
        Ends(2, "license countersign clock --as aurora-officer --at 2028-03-10");
        Ends(0, "license countersign clock --stated 2028-03-10 --as aurora-officer --at 2028-03-10");
        Ends(0, "condition evidence US-2026-0001 --kind screening --reference S-2 --as aurora-officer --at 2028-03-11");
    }

    [Fact]
    public void A_book_that_a_clock_hurt_is_put_right_in_one_act()
    {
        // The demo with a bound of five years, which a rehearsal may have: there an accepted command two years ahead does its harm.
        var lines = File.ReadAllLines(Path.Combine(ProvisoCommand.Root, "data", "demo", "programme.jsonl"));
        var found = JsonDocument.Parse(lines[0]).RootElement.GetProperty("command");
        File.WriteAllText(_folder.File("charter"), found.GetRawText().Replace("\"clockHours\":720", "\"clockHours\":43800", StringComparison.Ordinal)
            .Replace("\"actor\":\"us-admin\",", "", StringComparison.Ordinal).Replace("\"command\":\"found-book\",", "", StringComparison.Ordinal)
            .Replace("\"eventTime\":\"2026-01-29T09:00:00.000Z\",", "", StringComparison.Ordinal).Replace("\"id\":\"demo-found\",", "", StringComparison.Ordinal));
        File.Delete(Journal);
        foreach (var left in Directory.GetFiles(Path.GetDirectoryName(Journal)!, "demo.journal-*"))
        {
            File.Delete(left);
        }

        Ends(0, $"license found --file '{_folder.File("charter")}' --as us-admin --at 2026-01-29T09:00Z");
        File.WriteAllLines(_folder.File("rest"), lines[1..]);
        Ends(0, $"ledger apply --file '{_folder.File("rest")}'");
        var before = (Ends(0, "line list --as us-officer-1"), Entries());
        Assert.Equal(79, before.Item2);

        var hurt = Json("condition evidence US-2026-0003 --kind screening --reference S --as aurora-officer --at 2028-03-10");
        Assert.True(hurt.GetProperty("before").GetArrayLength() > 10);
        Assert.Contains("suspended", Ends(0, "license list --on 2026-03-11 --as us-officer-1"), StringComparison.Ordinal);

        // At the true time nothing goes but saying what time it is, and that by two.
        Ends(2, "reservation make us-bamboo-h200 --units 1 --value 30000 --currency USD --as aurora-clerk --at 2026-03-11");
        Ends(0, "clock set --stated 2026-03-11 --reason 'the clock was two years ahead' --as us-officer-1 --at 2026-03-11 --id right");
        Assert.Contains("suspended", Ends(0, "license list --on 2026-03-11 --as us-officer-1"), StringComparison.Ordinal);
        var told = Ends(0, "license countersign right --stated 2026-03-11 --as cn-officer-1 --at 2026-03-11");
        Assert.Contains("taken back: breach of US-2026-0001/delivery: ship-lotus-2", told, StringComparison.Ordinal);
        Assert.Contains("stays ended: reservation res-lotus-2", told, StringComparison.Ordinal);
        Assert.DoesNotContain("suspended", Ends(0, "license list --on 2026-03-11 --as us-officer-1"), StringComparison.Ordinal);
        Ends(0, "reservation make us-bamboo-h200 --units 1 --value 30000 --currency USD --as aurora-clerk --at 2026-03-11T01:00Z");
        Ends(0, "audit verify");
    }
}
