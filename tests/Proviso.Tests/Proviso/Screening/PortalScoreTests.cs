// Method: the two techniques against textbook values; the score against published scores of the public search, on the half that was looked at and on the half that was not.
using CsCheck;
using Proviso.Screening.Matching;

namespace Proviso.Tests.Proviso.Screening;

public class PortalScoreTests
{
    // Winkler 1990, in many textbooks since.
    [Theory]
    [InlineData("MARTHA", "MARHTA", 0.961)]
    [InlineData("DWAYNE", "DUANE", 0.840)]
    [InlineData("DIXON", "DICKSONX", 0.813)]
    [InlineData("SAME", "SAME", 1)]
    [InlineData("ABC", "XYZ", 0)]
    public void Jaro_winkler_has_the_textbook_values(string a, string b, double value) => Assert.Equal(value, PortalScore.JaroWinkler(a, b), 3);

    // The rules of the National Archives and Knuth's examples.
    [Theory]
    [InlineData("Robert", "R163")]
    [InlineData("Rupert", "R163")]
    [InlineData("Ashcraft", "A261")]
    [InlineData("Tymczak", "T522")]
    [InlineData("Pfister", "P236")]
    [InlineData("Honeyman", "H555")]
    [InlineData("", "")]
    [InlineData("123", "")]
    public void Soundex_has_the_textbook_values(string word, string code) => Assert.Equal(code, PortalScore.Soundex(word));

    [Theory]
    [InlineData(0, 0.93)]
    [InlineData(1, 0.86)]
    public void The_score_is_within_five_points_of_the_public_search_as_often_as_the_bench_says(int half, double share)
    {
        var path = Path.Combine(Golden.Root, "..", "shared", "data", "screening", "vectors.jsonl");
        if (!File.Exists(path))
        {
            Assert.Skip($"the published scores are not at hand ({path})");
        }

        using var rows = new Lines(path);
        var scores = rows.Where(r => r.GetProperty("kind").GetString() == "ofac_portal_score").Where((_, i) => i % 2 == half).ToList();
        var near = scores.Count(r =>
        {
            var (shown, ours) = (r.GetProperty("score").GetInt32(), PortalScore.Of(r.GetProperty("a").GetString()!, r.GetProperty("b").GetString()!));
            return shown < 0 ? ours < 50 : Math.Abs(shown - ours) <= 5;
        });

        Assert.Equal(44, scores.Count);
        Assert.True(near >= share * scores.Count, $"{near} of {scores.Count}");
    }

    [Fact]
    public void A_score_lies_between_nothing_and_all_and_a_name_is_all_of_itself() => Gen.Select(Gen.String, Gen.String).Sample((a, b) =>
    {
        Assert.InRange(PortalScore.Of(a, b), 0, 100);
        Assert.True(PortalScore.Of("x" + a, "x" + a) == 100);
    }, iter: 2_000);

    [Fact]
    public void A_name_of_ten_thousand_characters_ends_in_time() => Assert.Equal(100, PortalScore.Of(new string('a', 10_000), new string('a', 10_000)));
}
