using CsCheck;
using Proviso.Quantities;

namespace Proviso.Tests.Quantities;

/// <summary>What is a number and what is refused, each with its reason.</summary>
public class NumberTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData("8000", 8000)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void A_count_is_digits_alone(string text, long expected)
    {
        Assert.True(NumberText.TryCount(text, out var value, out var problem));
        Assert.Null(problem);
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1_000_000)]
    [InlineData("1.5", 1_500_000)]
    [InlineData("0.5", 500_000)]
    [InlineData("0.123", 123_000)]
    [InlineData("0.000001", 1)]
    [InlineData("1.50", 1_500_000)]
    [InlineData("1.2340", 1_234_000)]
    [InlineData("15832", 15_832_000_000)]
    [InlineData("1234.567", 1_234_567_000)]
    [InlineData("1.5000000000", 1_500_000)]
    [InlineData("9223372036853.999999", 9_223_372_036_853_999_999)]
    public void An_amount_has_a_point_and_at_most_six_decimals(string text, long millionths)
    {
        Assert.True(NumberText.TryAmount(text, out var value, out var problem), problem);
        Assert.Null(problem);
        Assert.Equal(millionths, value);
    }

    [Theory]
    [InlineData("1.085", 1_085_000)]
    [InlineData("-3.5", -3_500_000)]
    [InlineData("3.000", 3_000_000)]
    public void A_figure_may_be_negative_and_have_three_decimals(string text, long millionths)
    {
        Assert.True(NumberText.TryFigure(text, out var value, out var problem), problem);
        Assert.Equal(millionths, value);
    }

    // What is wrong, and the word of the message that says why. Neither reader takes any of them.
    [Theory]
    [InlineData(null, "missing")]
    [InlineData("", "missing")]
    [InlineData("  ", "missing")]
    [InlineData("1,5", "write 1.5, not 1,5")]
    [InlineData("12,50", "write 12.50, not 12,50")]
    [InlineData("1,000", "comma")]
    [InlineData("1,000,000", "comma")]
    [InlineData("1.000,50", "comma")]
    [InlineData("1,000.50", "comma")]
    [InlineData(",5", "comma")]
    [InlineData("1.000.000", "1000000")]
    [InlineData("1 000", "1000")]
    [InlineData("1\u00A0000", "1000")]
    [InlineData("1\u202F000", "1000")]
    [InlineData("1\u2009000", "1000")]
    [InlineData("1'000", "1000")]
    [InlineData("1’000", "1000")]
    [InlineData("1_000", "1000")]
    [InlineData(" 5", "space")]
    [InlineData("5 ", "space")]
    [InlineData("+5", "plus")]
    [InlineData("-5", "negative")]
    [InlineData("−5", "negative")]
    [InlineData("(5)", "negative")]
    [InlineData("--5", "negative")]
    [InlineData("1e3", "exponent")]
    [InlineData("1E+3", "exponent")]
    [InlineData("1.5e-3", "exponent")]
    [InlineData("007", "begins with a zero")]
    [InlineData("00", "begins with a zero")]
    [InlineData("00.5", "begins with a zero")]
    [InlineData(".5", "before the point")]
    [InlineData("5.", "after the point")]
    [InlineData(".", "before the point")]
    [InlineData("0x10", "hexadecimal")]
    [InlineData("NaN", "not a number")]
    [InlineData("Infinity", "not a number")]
    [InlineData("∞", "not a number")]
    [InlineData("abc", "not a number")]
    [InlineData("5k", "more than a number")]
    [InlineData("5 USD", "space")]
    [InlineData("5USD", "more than a number")]
    [InlineData("1/2", "more than a number")]
    [InlineData("$5", "currency")]
    [InlineData("5€", "currency")]
    [InlineData("¥100", "currency")]
    [InlineData("50%", "percent")]
    [InlineData("１００", "U+FF11")]
    [InlineData("٥", "U+0665")]
    [InlineData("½", "U+00BD")]
    [InlineData("②", "U+2461")]
    [InlineData("1\u200B0", "U+200B")]
    [InlineData("\u001B[31m5", "U+001B")]
    [InlineData("5\n", "U+000A")]
    [InlineData("5\0", "U+0000")]
    [InlineData("\u202E15", "U+202E")]
    [InlineData("5\uD800", "U+FFFD")]
    [InlineData("99999999999999999999", "larger")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890", "characters")]
    public void What_may_mean_something_else_is_refused_with_the_reason(string? text, string reason)
    {
        Assert.False(NumberText.TryCount(text, out var count, out var ofCount));
        Assert.False(NumberText.TryAmount(text, out var amount, out var ofAmount));
        Assert.Equal((0, 0), (count, amount));
        foreach (var problem in (string?[])[ofCount, ofAmount])
        {
            Assert.Contains(reason, problem, StringComparison.Ordinal);
            Assert.DoesNotContain("System.", problem, StringComparison.Ordinal);
            Assert.DoesNotContain(problem!, c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u200B' or '\u202E');
        }
    }

    [Theory]
    [InlineData("1.000", "thousands")]
    [InlineData("35.832", "35832 for thousands, or 35.8320 for decimals")]
    [InlineData("999.999", "thousands")]
    [InlineData("1.0000001", "six decimals")]
    [InlineData("9223372036855", "larger")]
    [InlineData("10000000000000", "larger")]
    public void An_amount_that_may_be_thousands_or_has_a_seventh_decimal_is_refused(string text, string reason)
    {
        Assert.False(NumberText.TryAmount(text, out _, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.5", "not whole")]
    [InlineData("1.0", "not whole")]
    [InlineData("1.000", "thousands")]
    [InlineData("9223372036854775808", "larger")]
    public void A_count_with_a_point_is_refused(string text, string reason)
    {
        Assert.False(NumberText.TryCount(text, out _, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_figure_reads_back_as_it_is_written() =>
        Gen.Long[-9_223_372_036_853_000_000, 9_223_372_036_853_000_000].Sample(n => NumberText.TryFigure(FixedPoint.ToText(n), out var read, out _) && read == n);

    [Fact]
    public void Any_text_is_a_number_or_a_problem_that_may_be_printed() =>
        // A second way to "is it a number": what is read is what the plain digits say, and nothing with another character is read.
        Gen.Char.Array[0, 12].Select(c => new string(c)).Sample(text =>
        {
            var isCount = NumberText.TryCount(text, out var count, out var problem);
            return isCount
                ? problem is null && text.All(char.IsAsciiDigit) && count.ToString(System.Globalization.CultureInfo.InvariantCulture) == text
                : problem is { Length: > 0 } && !problem.Any(char.IsControl);
        });
}
