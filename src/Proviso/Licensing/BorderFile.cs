using System.Collections.Immutable;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>What customs may let pass on a line.</summary>
/// <param name="License">The license.</param>
/// <param name="Line">The line.</param>
/// <param name="Status">live, or why nothing may pass: not-yet, suspended, held, frozen, closed, expired, revoked.</param>
/// <param name="Because">Why, when nothing may pass; else empty.</param>
/// <param name="Authority">Who issued it.</param>
/// <param name="Exporter">Who exports.</param>
/// <param name="Buyer">Who receives.</param>
/// <param name="Product">What.</param>
/// <param name="Destination">Where to, ISO 3166-1 alpha-2.</param>
/// <param name="From">The first day.</param>
/// <param name="Through">The last day.</param>
/// <param name="Currency">Of the values.</param>
/// <param name="Authorized">What the line authorizes.</param>
/// <param name="Shipped">What has left, without what came back.</param>
/// <param name="MayShip">What is reserved and not shipped: no more than this may pass today. Nothing where the line is not live.</param>
public sealed record BorderRow(
    string License, string Line, string Status, string Because, string Authority, string Exporter, string Buyer, string Product, string Destination, DateOnly From, DateOnly Through,
    string Currency, Amounts Authorized, Amounts Shipped, Amounts MayShip);

/// <summary>The file for the border, made from the state of one entry of the book: a line that a breach has suspended is suspended in it, at the same sequence.</summary>
/// <param name="Sequence">How many entries of the book it knows.</param>
/// <param name="On">The day it was made for.</param>
/// <param name="Rows">The lines.</param>
public sealed record BorderFile(long Sequence, DateOnly On, ImmutableArray<BorderRow> Rows)
{
    /// <summary>The file of a book on a day: of the lines that a reader sees.</summary>
    public static BorderFile Of(LicenseView book, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(book);
        return new(book.Sequence, on, [.. book.Lines(on).Select(line => Row(book, line, on))]);
    }

    private static BorderRow Row(LicenseView book, LineReading line, DateOnly on)
    {
        var (status, because) = Standing(book, line, on);
        var terms = line.License.Lines.First(l => l.Key == line.Line);
        return new(
            line.License.Key, line.Line, status, because, line.License.Authority, line.License.Exporter, line.License.Buyer, line.License.Product, line.License.Destination,
            line.License.From, line.License.Through, terms.Currency, line.Balance.Authorized, line.Balance.Shipped - line.Balance.Returned, status == "live" ? line.Balance.Reserved : default);
    }

    private static (string Status, string Because) Standing(LicenseView book, LineReading line, DateOnly on)
    {
        var terms = line.License;
        if (line.Status is LicenseStatus.Revoked or LicenseStatus.NotYet or LicenseStatus.Expired)
        {
            return (line.Status == LicenseStatus.NotYet ? "not-yet" : line.Status.ToString().ToLowerInvariant(), $"license {terms.Key}");
        }

        // A cap of another authority that is stopped, stops the line as well.
        if (book.StopOf(line) is { } stop)
        {
            return stop;
        }

        if (book.ReopenedBy(terms.Key) is { } changed)
        {
            return ("held", $"not confirmed since facts changed: {changed}");
        }

        // What has broken by time alone and is not recorded yet, stops as if it were.
        foreach (var reading in book.Conditions(terms.Key, on))
        {
            if (reading.Status == ConditionStatus.Breached && reading.Condition.Consequence != Consequence.Notify && (reading.Condition.Lines.IsEmpty || reading.Condition.Lines.Contains(line.Line)))
            {
                return ("held", $"{reading.Condition.Key}: {reading.Reason}");
            }
        }

        return ("live", "");
    }
}
