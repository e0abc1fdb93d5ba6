using CsCheck;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Syntax;
using Proviso.Rules.Text;
using Proviso.Tests.Rules.Formatting;

namespace Proviso.Tests.Rules.Syntax;

/// <summary>Whatever the text: the parser ends, throws nothing, loses nothing and points inside the text; what it accepts formats stably.</summary>
public class ParserFuzzTests
{
    private static readonly string[] Snippets =
    [
        "(", ")", "{", "}", "|", "\n", " ", "  ", "\"", "#", "-", ",", "?", "\n  ", "\n| ", "\t", "\r\n", "\0", "\ud800", "\udc00", "\U0001F600", "é", "\u202e",
        "and", "or", "not", "any of", "all of", "\n    (1) ", "\n      (i) ", "when", "\n  when ", "\nprovision ", "\ntest ", "in", "is", "from", "2026-02-30",
        "5.92", "50%", "21_000", "1.0000001", ">=", "==", "+", "*", "/", "license required", "…", "x(", "x(1)", "# c\n", "\n\n",
    ];

    private static readonly Gen<string> Character =
        Gen.OneOf(OneOf(Snippets), Gen.Char.Select(c => c.ToString()), Gen.Char[' ', '~'].Select(c => c.ToString()));

    private static readonly Gen<string> Piece = Gen.OneOf(
        OneOf(LawTexts.All).SelectMany(t =>
            Gen.Int[0, t.Length - 1].Select(Gen.Int[1, 2000], (from, count) => t.Substring(from, Math.Min(count, t.Length - from)))),
        OneOf([.. LawTexts.All.Where(t => t.Length < 8000)]));

    private static readonly Gen<string> Mutated = Piece.SelectMany(text =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000], Character).Array[1, 4].Select(steps => steps.Aggregate(text, Mutate)));

    private static readonly Gen<string> TokenMutated = Piece.SelectMany(text =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000]).Array[1, 3].Select(steps => MutateTokens(text, steps)));

    private static readonly string[] Layouts =
        ["  ", "\n      ", "\n          ", " # c\n          ", "\n\n      # d\n\n          ", "\n\n\n", "\n# e\n  "];

    private static readonly Gen<string> Relaid = OneOf([.. LawTexts.All.Where(t => t.Length < 8000)]).SelectMany(text =>
        Gen.Select(Gen.Int[0, 1_000_000], OneOf(Layouts)).Array[1, 4].Select(steps => steps.Aggregate(text, Relay)));

    [Fact]
    public void Random_bytes_are_survived() =>
        Gen.Byte.Array[0, 400].Select(b => System.Text.Encoding.Latin1.GetString(b)).Sample(Check, iter: 1500, threads: 1);

    [Fact]
    public void Random_snippets_of_the_language_are_survived() =>
        OneOf(Snippets).Array[0, 120].Select(string.Concat).Sample(Check, iter: 3000, threads: 1);

    [Fact]
    public void Mutated_characters_of_law_are_survived() => Mutated.Sample(Check, iter: 1200, threads: 1);

    [Fact]
    public void Mutated_tokens_of_law_are_survived() => TokenMutated.Sample(Check, iter: 1200, threads: 1);

    [Fact]
    public void Other_layouts_of_law_format_stably()
    {
        var accepted = 0;
        Relaid.Sample(
            text =>
            {
                accepted += LawParserTests.Parse(text).Diagnostics.IsEmpty ? 1 : 0;
                Check(text);
            },
            iter: 600,
            threads: 1);
        Assert.True(accepted > 100, $"only {accepted} texts were law");
    }

    [Theory]
    [InlineData("(")]
    [InlineData("{")]
    [InlineData("not ")]
    [InlineData("any of\n (1) ")]
    [InlineData("x + ")]
    [InlineData("x and ")]
    [InlineData("\"")]
    [InlineData("| ")]
    public void A_hundred_thousand_of_anything_end_in_a_message(string piece)
    {
        var many = string.Concat(Enumerable.Repeat(piece, 100_000));
        foreach (var start in new[] { "", "define a\n  when ", "enum a ", "test \"t\" on 2024-01-01\n  " })
        {
            var parsed = LawParserTests.Parse(start + many);
            Assert.NotEmpty(parsed.Diagnostics);
        }
    }

    [Fact]
    public void Ever_deeper_limbs_end_in_a_message()
    {
        var text = "define a\n  when any of" + string.Concat(Enumerable.Range(0, 300).Select(i => "\n" + new string(' ', i) + "(1) any of"));
        var parsed = LawParserTests.Parse(text);
        Assert.Contains(parsed.Diagnostics, d => d.Code == "PRV0117");
        Invariants.Check(parsed);
    }

    private static Gen<string> OneOf(IReadOnlyList<string> texts) => Gen.Int[0, texts.Count - 1].Select(i => texts[i]);

    private static void Check(string text)
    {
        var parsed = LawParser.Parse(new SourceText("fuzz.law", text));
        Invariants.Check(parsed);
        LawParserTests.Print(parsed);
        if (!parsed.Diagnostics.Any(d => d.Severity == Severity.Error))
        {
            LawFormatterTests.CheckStable(text);
        }
    }

    private static string Mutate(string text, (int Kind, int At, int Other, string Insert) step)
    {
        if (text.Length < 2)
        {
            return text + step.Insert;
        }

        var at = step.At % text.Length;
        var length = Math.Min(1 + (step.Other % 8), text.Length - at);
        return step.Kind switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, text.Substring(at, length)),
            2 => text.Remove(at, length).Insert(step.Other % (text.Length - length + 1), text.Substring(at, length)),
            3 => text.Remove(at, length).Insert(at, step.Insert),
            _ => text.Insert(at, step.Insert),
        };
    }

    // White space and comments go where white space is: at most one token begins a line that did not, or ends one.
    private static string Relay(string text, (int At, string Layout) step)
    {
        var tokens = LawParserTests.Parse(text).Tree.Tokens;
        return text.Insert(tokens[step.At % tokens.Length].Span.Start, step.Layout);
    }

    private static string MutateTokens(string text, (int Kind, int At, int Other)[] steps)
    {
        var tokens = LawParserTests.Parse(text).Tree.Tokens.Select(t => t.LeadingTrivia + t.Text).ToList();
        foreach (var (kind, from, to) in steps)
        {
            var (a, b) = (from % tokens.Count, to % tokens.Count);
            switch (kind)
            {
                case 0 when tokens.Count > 1:
                    tokens.RemoveAt(a);
                    break;
                case 1:
                    tokens.Insert(a, tokens[a]);
                    break;
                case 2:
                    (tokens[a], tokens[b]) = (tokens[b], tokens[a]);
                    break;
                default:
                    tokens.Insert(a, tokens[b]);
                    break;
            }
        }

        return string.Concat(tokens);
    }
}
