using System.CommandLine;

namespace Proviso.Tests.Cli;

/// <summary>Every option of every command that takes a number reads it by the one reader of numbers.</summary>
[Collection(ConsoleCollection.Name)]
public class NumberOptionTests
{
    private static readonly Type[] s_numbers = [typeof(int), typeof(long), typeof(decimal), typeof(double), typeof(float), typeof(short), typeof(uint), typeof(ulong)];

    private static IEnumerable<(string[] Words, Option Option)> NumberOptions() =>
        CommandRun.Leaves().SelectMany(c => c.Command.Options.Where(o => s_numbers.Contains(Nullable.GetUnderlyingType(o.ValueType) ?? o.ValueType)).Select(o => (c.Words, o)));

    [Fact]
    public void The_walk_finds_the_options_that_take_numbers()
    {
        var found = NumberOptions().Select(o => $"{string.Join(' ', o.Words)} {o.Option.Name}").ToList();

        Assert.Contains("reservation make --units", found);
        Assert.Contains("reservation make --value", found);
        Assert.Contains("party screen --threshold", found);
        Assert.Contains("lists import --max-age", found);
        Assert.Contains("audit show --from", found);
    }

    [Theory]
    [InlineData("1,5", "decimal comma")]
    [InlineData("1,000", "digit group")]
    [InlineData("1e3", "exponent")]
    [InlineData("abc", "not a number")]
    [InlineData("", "a number is missing")]
    [InlineData("99999999999999999999", "larger than any")]
    [InlineData("+5", "plus sign")]
    [InlineData("-5", "negative")]
    [InlineData("1 000", "space")]
    [InlineData("0x10", "hexadecimal")]
    [InlineData("５", "not one of 0 to 9")]
    [InlineData("007", "begins with a zero")]
    [InlineData("\u001B[31m5", "does not show")]
    public void A_text_that_is_no_plain_number_is_refused_by_every_option_with_the_reason(string text, string reason)
    {
        var failures = new List<string>();
        foreach (var (words, option) in NumberOptions())
        {
            var result = CommandRun.Run([.. words, option.Name, text]);
            if (result.ExitCode != 2 || !result.Error.Contains(reason, StringComparison.Ordinal) || !result.Error.Contains(option.Name, StringComparison.Ordinal)
                || result.All.Contains("System.", StringComparison.Ordinal) || result.Unseen.Any())
            {
                failures.Add($"{string.Join(' ', words)} {option.Name}: {result.ExitCode} {result.Error}");
            }
        }

        Assert.Empty(failures);
    }

    [Fact]
    public void No_option_or_argument_answers_a_wrong_value_with_the_name_of_a_type()
    {
        // Whatever a symbol takes, a text that is none of it must be answered in the words of this program.
        var failures = CommandRun.Leaves()
            .SelectMany(c => c.Command.Options.Where(o => o.ValueType != typeof(string) && o.ValueType != typeof(bool) && o.ValueType != typeof(string[])).Select(o => CommandRun.Run([.. c.Words, o.Name, "~"])))
            .Where(r => r.ExitCode != 2 || r.All.Contains("System.", StringComparison.Ordinal) || r.All.Contains("Cannot parse", StringComparison.Ordinal))
            .Select(r => r.All);

        Assert.Empty(failures);
    }
}
