// Method: a law of three files and two corpora with its manifest, broken in one way at a time; the committed manifest is held against the committed law.
using System.Text;
using Proviso.Determinations;
using Proviso.Rules;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Text;
using Proviso.Tests.Rules.Evaluation;

namespace Proviso.Tests.Proviso.Determinations;

public class LawManifestTests
{
    private static readonly SourceText Vocabulary = new("vocabulary.law", "enum country \"country\" { AA BB }\nfact origin one-of country \"origin\"\n");
    private static readonly SourceText One = new("one/one.law", "corpus one \"o\"\n  authority one.a \"a\"\n  places {AA}\n\nmatter m \"m\"\n  otherwise no license required\n");
    private static readonly SourceText Two = new("two/two.law", "corpus two \"t\"\n  authority two.a \"a\"\n  asked when origin in {BB}\n\nmatter m \"m\"\n  otherwise prohibited\n");

    private static RuleSet Load(params SourceText[] files) => RuleSet.Load(files).RuleSet ?? throw new InvalidOperationException("the law has errors");

    private static string Whole() => LawManifest.Write(Load(Vocabulary, One, Two), [Vocabulary, One, Two]);

    private static IReadOnlyList<string> Differences(string? manifest, params SourceText[] files) =>
        LawManifest.Differences(manifest is null ? null : Encoding.UTF8.GetBytes(manifest), Load(files), files);

    [Fact]
    public void A_whole_folder_has_no_difference() => Assert.Empty(Differences(Whole(), Vocabulary, One, Two));

    [Fact]
    public void A_file_and_its_corpus_that_are_missing_are_both_told() =>
        Assert.Equal(["law file two/two.law is missing", "corpus two is missing"], Differences(Whole(), Vocabulary, One));

    [Fact]
    public void A_changed_file_differs_and_its_line_ends_do_not()
    {
        Assert.Equal(["law file one/one.law differs from the manifest"], Differences(Whole(), Vocabulary, new SourceText(One.Path, One.Content + "# a draft\n"), Two));
        Assert.Equal(LawManifest.HashOf(One), LawManifest.HashOf(new SourceText(One.Path, One.Content.Replace("\n", "\r\n", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_file_that_is_not_named_or_named_otherwise_is_a_difference()
    {
        Assert.Equal(["law file extra.law is not named by the manifest"], Differences(Whole(), Vocabulary, One, Two, new SourceText("extra.law", "unit x \"x\"\n")));
        Assert.Equal(["law file one/one.law is missing", "law file One/one.law is not named by the manifest", "corpus one consists of One/one.law, which is not what the manifest says"],
            Differences(Whole(), Vocabulary, new SourceText("One/one.law", One.Content), Two));
    }

    public static TheoryData<string?> NoManifests => new(
        null, "", "{", "[]", "{}", "no", "{\"formatVersion\": 2, \"corpora\": {\"one\": [\"a\"]}, \"files\": {}}",
        "{\"formatVersion\": 1, \"corpora\": {}, \"files\": {}}",
        Whole().Replace("\"formatVersion\": 1", "\"formatVersion\": 1, \"more\": 1", StringComparison.Ordinal),
        Whole().Replace("\"formatVersion\": 1", "\"formatVersion\": 1, \"formatVersion\": 1", StringComparison.Ordinal),
        Whole().Replace("\"one\": [", "\"two\": [", StringComparison.Ordinal),
        Whole().ToUpperInvariant(),
        Whole() + new string(' ', LawManifest.MostBytes));

    [Theory]
    [MemberData(nameof(NoManifests))]
    public void What_is_no_manifest_is_one_reason_to_stop(string? manifest) => Assert.Single(Differences(manifest, Vocabulary, One, Two));

    [Fact]
    public void From_incomplete_law_everything_is_undetermined()
    {
        var rules = Load(Vocabulary, One);
        var question = new Question(null, new FactFrame(rules.Schema), new DateOnly(2026, 1, 1), DateOnly.MaxValue, LawView.AsEnforced, null, [], [], []);
        var whole = new Determiner(rules).Decide(question);
        var lacking = new Determiner(rules.Lacking(["corpus two is missing"])).Decide(question);

        Assert.Equal((Verdict.NoLicenseRequired, true), (whole.Outcome, whole.MayGo));
        Assert.Equal((Verdict.Undetermined, false), (lacking.Outcome, lacking.MayGo));
        Assert.Equal(["corpus two is missing"], lacking.Incomplete);
        Assert.NotEqual(whole.Receipt.OutcomeHash, lacking.Receipt.OutcomeHash);
    }

    [Fact]
    public void Where_no_corpus_is_asked_nothing_may_go()
    {
        var rules = Load(Vocabulary, Two);
        var frame = new FactFrame(rules.Schema);
        frame.SetValue(rules.Schema["origin"], 0);
        var answer = new Determiner(rules).Decide(new Question(null, frame, new DateOnly(2026, 1, 1), DateOnly.MaxValue, LawView.AsEnforced, null, [], [], []));

        Assert.Empty(answer.Authorities);
        Assert.Equal((Verdict.Undetermined, false), (answer.Outcome, answer.MayGo));
    }

    [Fact]
    public void The_committed_manifest_is_true_of_the_committed_law()
    {
        var folder = Path.Combine(Golden.Root, "law");
        List<SourceText> files = [.. RealLaw.Files.Select(f => new SourceText(f.Path["law/".Length..], f.Content))];
        var differences = LawManifest.Differences(File.ReadAllBytes(Path.Combine(folder, LawManifest.FileName)), Load([.. files]), files);

        Assert.True(differences.Count == 0, "run `./proviso law manifest --write`: " + string.Join("; ", differences));
    }
}
