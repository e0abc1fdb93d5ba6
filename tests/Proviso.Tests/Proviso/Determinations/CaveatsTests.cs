// Method: answers under the law of the repository whose last block names something that could ask for more; the first line must say so.
using System.Text;
using System.Text.Json;
using Proviso.Determinations;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;
using Proviso.Tests.Rules.Evaluation;

namespace Proviso.Tests.Proviso.Determinations;

public class CaveatsTests
{
    private const string Parties = "parties: [{role: end-user, name: Made-up Cloud, country: PLACE, headquarters: PLACE, ultimateParent: self, listings: [], military: no, militaryIntelligence: no}]\n"
        + "screening: {on: 2023-01-01, by: made-up desk, result: none-listed, owners: none-listed}\n";

    [Theory]
    [InlineData("nvidia-h20", "2025-05-01", "CN", "other", Verdict.NoLicenseRequired, "letters-to-others")] // The letter bound others; what this one was told is not known.
    [InlineData("nvidia-a800", "2023-11-01", "SA", "other", Verdict.NoLicenseRequired, "letters-to-others")]
    [InlineData("nvidia-a800", "2023-11-01", "DE", "other", Verdict.NoLicenseRequired, "738.4(a)(2)")]
    public void A_permitting_headline_says_in_the_same_line_what_was_not_examined(string product, string day, string place, string company, Verdict outcome, string provision)
    {
        var answer = Ask($"product: {product}\nkind: export\norigin: US\ndestination: {place}\nendUse: commercial-datacenter\nfacts: {{exporter.company: {company}}}\n" + At(place), day);
        var us = answer.Authorities.Single(a => a.Corpus.Authority == "us.bis");

        Assert.Equal(outcome, us.Outcome);
        Assert.Contains(answer.Coverage, n => n.Provision.Name == provision && n.Provision.MayRestrict);
        if (answer.Outcome == outcome)
        {
            Assert.Contains(Caveats.Of(answer), n => n.Provision.Name == provision);
            Assert.Contains(", as far as modelled: ", Caveats.Headline(answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_answer_that_blocks_needs_no_caveat()
    {
        var answer = Ask("product: nvidia-h20\nkind: export\norigin: US\ndestination: CN\nendUse: commercial-datacenter\n" + At("CN"), "2025-05-01");

        Assert.Equal(Verdict.LicenseRequired, answer.Outcome);
        Assert.Empty(Caveats.Of(answer));
        Assert.StartsWith("LICENSE REQUIRED", Caveats.Headline(answer), StringComparison.Ordinal);
        Assert.DoesNotContain("as far as modelled", Caveats.Headline(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes", Verdict.LicenseRequired)]
    [InlineData("no", Verdict.NotSubject)]
    [InlineData("?", Verdict.Undetermined)]
    public void A_United_States_person_at_a_fabricator_in_China_is_not_out_of_reach(string person, Verdict verdict)
    {
        var answer = Ask($"item: {{kind: other, subjectToEar: no}}\nkind: export\norigin: JP\ndestination: CN\nendUse: advanced-node-production\nfacts: {{us_person: \"{person}\"}}\n" + At("CN"), "2026-02-10");

        Assert.Equal(verdict, answer.Authorities.Single(a => a.Corpus.Authority == "us.bis").Outcome);
    }

    [Fact]
    public void The_machine_form_has_the_headline_and_its_caveats()
    {
        var answer = Ask("product: nvidia-a800\nkind: export\norigin: US\ndestination: DE\nendUse: commercial-datacenter\nfacts: {exporter.company: other}\n" + At("DE"), "2023-11-01");
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            DeterminationJson.Write(writer, answer);
        }

        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal(Caveats.Headline(answer), json.RootElement.GetProperty("headline").GetString());
        Assert.Equal(Caveats.Of(answer).Count, json.RootElement.GetProperty("caveats").GetArrayLength());
        Assert.NotEqual(0, json.RootElement.GetProperty("caveats").GetArrayLength());
    }

    [Fact]
    public void What_is_asked_of_figures_is_asked_at_once()
    {
        // Answer one missing fact after the other, in every way: nothing may be asked for that the first answer did not name.
        var first = Ask("item: {tpp: 3000, dieArea: 500}\nkind: export\norigin: SG\ndestination: CN\n" + At("CN"), "2026-02-10");
        var named = first.Missing.Select(m => m.Fact).ToHashSet();
        Assert.Contains(named, f => f.Name == "item.developer_headquarters");
        var determiner = new Determiner(RealLaw.Rules);
        foreach (var fact in named.Where(f => f.Type is FactType.YesNo or FactType.OneOf))
        {
            for (var value = 0; value < (fact.Enum?.Values.Length ?? 2); value++)
            {
                var facts = first.Question.Facts.Copy();
                facts.Slots[fact.Slot] = value;
                var next = determiner.Decide(first.Question with { Facts = facts }, withChanges: false);
                Assert.All(next.Missing, m => Assert.Contains(m.Fact, named));
            }
        }
    }

    [Fact]
    public void No_change_of_who_or_what_is_advice()
    {
        var answer = Ask("product: nvidia-h20\nkind: export\norigin: US\ndestination: CN\nendUse: commercial-datacenter\n" + At("CN"), "2025-05-01");

        Assert.All(answer.OtherChanges.Append(answer.NearestChange).OfType<ChangeOfOutcome>(), c => Assert.False(c.Fact.IsIdentity, c.Fact.Name));
        Assert.All(["item.model", "item.developer_headquarters", "exporter.company", "us_person", "end_use", "origin"], f => Assert.True(RealLaw.Rules.Schema[f].IsIdentity, f));
    }

    private static string At(string place) => Parties.Replace("PLACE", place, StringComparison.Ordinal);

    private static Determination Ask(string yaml, string day)
    {
        var intaken = TestData.Read(yaml);
        Assert.Empty(intaken.Problems);
        return new Determiner(RealLaw.Rules).Decide(TestData.Questions.Build(intaken.Transaction!, DateOnly.Parse(day), DateOnly.MaxValue, LawView.AsEnforced, null));
    }
}
