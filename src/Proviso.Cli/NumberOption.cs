using System.CommandLine;
using System.CommandLine.Parsing;
using Proviso.Quantities;

namespace Proviso.Cli;

/// <summary>Options that take a number, all read by <see cref="NumberText"/>: <c>1,5</c> is refused with the reason, and no message names a type of this program.</summary>
internal static class NumberOption
{
    /// <summary>A whole count. Absent: zero.</summary>
    public static Option<long> Count(string name, string description, string helpName = "N") => new(name) { Description = description, HelpName = helpName, CustomParser = Parser(name, Whole) };

    /// <summary>A whole count, or null when absent.</summary>
    public static Option<long?> CountOrNone(string name, string description, string helpName = "N") => new(name) { Description = description, HelpName = helpName, CustomParser = OrNull(name, Whole) };

    /// <summary>A whole number in a range. Absent: the default.</summary>
    public static Option<int> Between(string name, string description, int least, int most, int usual, string helpName = "N") => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => usual,
        CustomParser = Parser(name, text => InRange(text, least, most)),
    };

    /// <summary>A whole number in a range, or null when absent.</summary>
    public static Option<int?> BetweenOrNone(string name, string description, int least, int most, string helpName = "N") => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = OrNull(name, text => InRange(text, least, most)),
    };

    /// <summary>An amount of money or performance, zero or more, with at most six decimals. Absent: zero.</summary>
    public static Option<decimal> Amount(string name, string description, string helpName = "N") => new(name) { Description = description, HelpName = helpName, CustomParser = Parser(name, Money) };

    /// <summary>An amount of money or performance, zero or more, or null when absent.</summary>
    public static Option<decimal?> AmountOrNone(string name, string description, string helpName = "N") => new(name) { Description = description, HelpName = helpName, CustomParser = OrNull(name, Money) };

    /// <summary>A figure such as a ratio or days, zero or more, or null when absent. <c>1.085</c> is read.</summary>
    public static Option<decimal?> FigureOrNone(string name, string description, string helpName = "N") => new(name) { Description = description, HelpName = helpName, CustomParser = OrNull(name, Figure) };

    private static (long Value, string? Problem) Whole(string text) => NumberText.TryCount(text, out var value, out var problem) ? (value, null) : (0, problem);

    private static (decimal Value, string? Problem) Money(string text) => NumberText.TryAmount(text, out var value, out var problem) ? (FixedPoint.ToDecimal(value), null) : (0, problem);

    private static (decimal Value, string? Problem) Figure(string text) =>
        !NumberText.TryFigure(text, out var value, out var problem) ? (0, problem) : value < 0 ? (0, $"`{text}` is negative; write a number of zero or more") : (FixedPoint.ToDecimal(value), null);

    private static (int Value, string? Problem) InRange(string text, int least, int most) =>
        !NumberText.TryCount(text, out var value, out var problem) ? (0, problem)
        : value < least || value > most ? (0, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value} lies outside {least} to {most}; write a number between them")) : ((int)value, null);

    private static Func<ArgumentResult, T> Parser<T>(string name, Func<string, (T Value, string? Problem)> read)
        where T : struct => result => Read(result, name, read) ?? default;

    private static Func<ArgumentResult, T?> OrNull<T>(string name, Func<string, (T Value, string? Problem)> read)
        where T : struct => result => Read(result, name, read);

    private static T? Read<T>(ArgumentResult result, string name, Func<string, (T Value, string? Problem)> read)
        where T : struct
    {
        var (value, problem) = read(result.Tokens.Count == 1 ? result.Tokens[0].Value : "");
        if (problem is null)
        {
            return value;
        }

        result.AddError($"{name}: {problem}");
        return null;
    }
}
