// Method: two corpora over five places; what is asked follows from the places of the corpora that are loaded, and a law that is not encoded
// is told from one that a fact leaves open.
using Proviso.Rules;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Text;

namespace Proviso.Tests.Rules.Evaluation;

public class PlacesTests
{
    private const string Vocabulary =
        """
        enum country "country" { AA BB CC DD EE }
        fact origin one-of country "origin"
        fact transit set-of country "transit"
        fact flag yes-no "flag"

        group union "union" of country
          from 2020-01-01 { BB } by "first" published 2020-01-01
          from 2024-01-01 { BB CC } by "second" published 2024-01-01


        """;

    private const string Clauses = "  cite \"c\"\n  source \"s\"\n  in force from 2020-01-01 by \"d\" published 2020-01-01\n";

    private const string First = "corpus first \"f\"\n  authority first.a \"a\"\n  places {AA}\n  asked when origin in own-places\n\nmatter m \"m\"\n  otherwise no license required\n";
    private const string Second = "corpus second \"s\"\n  authority second.a \"a\"\n  places union + {DD}\n  asked when origin in own-places or any transit in own-places\n\nmatter m \"m\"\n  otherwise undetermined\n";

    private const string Elsewhere =
        "corpus elsewhere \"e\"\n  authority elsewhere \"e\"\n  asked when origin not in encoded-places\n\nmatter law \"law\"\n  otherwise not encoded \"the text of the place\"\n";

    private static RuleSet Load(params string[] corpora)
    {
        var loaded = RuleSet.Load([new SourceText("vocabulary.law", Vocabulary), .. corpora.Select((c, i) => new SourceText($"{i}/c.law", c))]);
        Assert.True(loaded.RuleSet is not null, TinyLaw.Print(loaded.Diagnostics));
        return loaded.RuleSet;
    }

    private static CorpusDecision Ask(RuleSet rules, string corpus, string facts, int year = 2025) =>
        rules.Slice(rules.FindCorpus(corpus)!, new DateOnly(year, 6, 1), DateOnly.MaxValue).Decide(facts);

    [Theory]
    [InlineData("AA", Truth.No)]
    [InlineData("BB", Truth.No)]
    [InlineData("DD", Truth.No)]
    [InlineData("EE", Truth.Yes)]
    [InlineData("?", Truth.Unknown)]
    public void A_place_of_no_corpus_is_elsewhere(string origin, Truth asked) =>
        Assert.Equal(asked, Ask(Load(First, Second, Elsewhere), "elsewhere", $"origin = {origin}").Asked);

    [Fact]
    public void A_corpus_that_is_missing_takes_its_places_with_it()
    {
        Assert.Equal(Truth.Yes, Ask(Load(Second, Elsewhere), "elsewhere", "origin = AA").Asked);
        Assert.Equal(Truth.Yes, Ask(Load(First, Elsewhere), "elsewhere", "origin = DD").Asked);
        Assert.Equal(Truth.Yes, Ask(Load(Elsewhere), "elsewhere", "origin = AA").Asked);
    }

    [Theory]
    [InlineData(2023, Truth.Yes)]
    [InlineData(2024, Truth.No)]
    public void A_group_among_the_places_is_that_of_the_day(int year, Truth asked) =>
        Assert.Equal(asked, Ask(Load(First, Second, Elsewhere), "elsewhere", "origin = CC", year).Asked);

    [Fact]
    public void Own_places_are_those_of_the_corpus_that_asks()
    {
        var rules = Load(First, Second, Elsewhere);
        Assert.Equal(Truth.Yes, Ask(rules, "first", "origin = AA").Asked);
        Assert.Equal(Truth.No, Ask(rules, "first", "origin = BB").Asked);
        Assert.Equal(Truth.Yes, Ask(rules, "second", "origin = AA, transit = {DD}").Asked);
        Assert.Equal(Truth.No, Ask(rules, "second", "origin = AA, transit = {}").Asked);
    }

    [Fact]
    public void What_is_not_encoded_leaves_everything_open_and_says_what_would_settle_it()
    {
        var decision = Ask(Load(First, Elsewhere), "elsewhere", "origin = EE");
        Assert.False(decision.IsSettled);
        Assert.True(decision.IsNotEncoded);
        Assert.Equal(["the text of the place"], decision.SettledBy);
        Assert.Equal((1, 8), (decision.Packed.LowestRank, decision.Packed.HighestRank));
    }

    [Theory]
    [InlineData("then not encoded \"t\"", "flag = yes", true)]
    [InlineData("then not encoded \"t\"", "flag = ?", false)]
    [InlineData("then not encoded \"t\"", "flag = no", false)]
    [InlineData("then undetermined", "flag = yes", false)]
    public void It_is_not_encoded_only_where_such_a_conclusion_is_certain(string then, string facts, bool expected)
    {
        var law = "corpus c \"c\"\n  authority c \"c\"\n\nmatter m \"m\"\n  otherwise no license required\n\nprovision p \"p\"\n" + Clauses + $"  on m\n  {then}\n  when flag\n";
        Assert.Equal(expected, Ask(Load(law), "c", facts).IsNotEncoded);
    }

    [Theory]
    [InlineData("not subject", true)]
    [InlineData("no license required", true)]
    [InlineData("license required", false)]
    [InlineData("prohibited", false)]
    [InlineData("undetermined", false)]
    public void Law_beside_it_that_requires_something_is_not_covered_by_the_word(string beside, bool expected)
    {
        var law = $"corpus c \"c\"\n  authority c \"c\"\n\nmatter m \"m\"\n  otherwise not encoded \"t\"\n\nmatter n \"n\"\n  otherwise {beside}\n";
        Assert.Equal(expected, Ask(Load(law), "c", "flag = yes").IsNotEncoded);
    }

    [Theory]
    [InlineData("corpus c \"c\"\n  authority c \"c\"\n\nmatter m \"m\"\n  otherwise not encoded\n", "PRV0220")]
    [InlineData("corpus c \"c\"\n  authority c \"c\"\n  places encoded-places\n", "PRV0206")]
    [InlineData("corpus c \"c\"\n  authority c \"c\"\n  asked when origin in own-places\n", "PRV0206")]
    [InlineData("corpus c \"c\"\n  authority c \"c\"\n  places {ZZ}\n", "PRV0205")]
    [InlineData("corpus c \"c\"\n  authority c \"c\"\n  places {AA}\n  places {BB}\n", "PRV0120")]
    [InlineData("group own-places \"o\" of country\n  from 2020-01-01 { AA } by \"b\" published 2020-01-01\n", "PRV0202")]
    public void What_cannot_be_meant_is_an_error(string text, string code)
    {
        var loaded = RuleSet.Load([new SourceText("vocabulary.law", Vocabulary), new SourceText("c/c.law", text)]);
        Assert.Null(loaded.RuleSet);
        Assert.Contains(code, loaded.Diagnostics.Select(d => d.Code));
    }
}
