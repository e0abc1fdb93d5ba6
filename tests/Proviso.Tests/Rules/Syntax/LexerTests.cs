using Proviso.Rules.Syntax;

namespace Proviso.Tests.Rules.Syntax;

public class LexerTests
{
    [Theory]
    [InlineData("742.6(b)(10)(iii)(B)", TokenKind.Word)]
    [InlineData("5A002(a).1", TokenKind.Word)]
    [InlineData("GB/s/mm2", TokenKind.Word)]
    [InlineData("2026-1-5", TokenKind.Word)]
    [InlineData("3A090.a", TokenKind.Word)]
    [InlineData("21_", TokenKind.Word)]
    [InlineData("1.2.3", TokenKind.Word)]
    [InlineData("21_000", TokenKind.Number)]
    [InlineData("5.92", TokenKind.Number)]
    [InlineData("50%", TokenKind.Percent)]
    [InlineData("2026-01-15", TokenKind.Date)]
    public void A_word_is_as_long_as_the_language_says(string text, TokenKind kind)
    {
        var tokens = LawParserTests.Parse(text).Tree.Tokens;
        Assert.Equal(2, tokens.Length);
        Assert.Equal((kind, text), (tokens[0].Kind, tokens[0].Text));
    }

    [Theory]
    [InlineData("any of(x.y)", "any|of|(|x.y|)")]
    [InlineData("a (b)", "a|(|b|)")]
    [InlineData("a- b", "a|-|b")]
    [InlineData("a. b", "a|.|b")]
    [InlineData("{CN ?}", "{|CN|?|}")]
    [InlineData("a>=5", "a|>=|5")]
    public void Words_and_signs_part_where_the_language_says(string text, string parts) =>
        Assert.Equal(parts, string.Join('|', LawParserTests.Parse(text).Tree.Tokens.SkipLast(1).Select(t => t.Text)));

    [Theory]
    [InlineData("unit A\r\n", "PRV0106")]
    [InlineData("unit\tA\n", "PRV0106")]
    [InlineData("# \0\n", "PRV0101")]
    [InlineData("\ufeffunit A\n", "PRV0101")]
    public void Characters_that_cannot_be_seen_are_refused_everywhere(string text, string code) =>
        Assert.Contains(LawParserTests.Parse(text).Diagnostics, d => d.Code == code);

    [Fact]
    public void Half_a_character_is_refused_everywhere()
    {
        foreach (var text in new[] { "# \ud800\n", "unit A \"\udc00\"\n", "unit \udc00\ud800\n" })
        {
            Assert.Contains(LawParserTests.Parse(text).Diagnostics, d => d.Code == "PRV0101");
        }
    }

    [Fact]
    public void Characters_beyond_the_first_plane_may_stand_in_strings_and_comments() =>
        Assert.Empty(LawParserTests.Parse("unit A \"\U0001F600 é\" # \U0001F600\n").Diagnostics);
}
