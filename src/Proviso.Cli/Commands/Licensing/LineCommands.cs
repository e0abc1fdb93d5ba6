using System.CommandLine;
using Proviso.Ledger;
using Proviso.Licensing;
using Proviso.Quantities;

namespace Proviso.Cli.Commands.Licensing;

/// <summary><c>proviso line …</c>: lines of licenses, and the caps above them.</summary>
internal static class LineCommands
{
    public static Command Create()
    {
        var command = new Command("line", "Lines and caps: balances in units, value and TPP; open, raise, lower, freeze, close.");
        foreach (var verb in new[] { List(), Show(), Cap(), Change("raise", "Proposes to authorize more.", 1), Change("lower", "Lowers what is authorized, at once; below the use nothing new draws.", -1), Freeze(), Unfreeze(), Close() })
        {
            command.Subcommands.Add(verb);
        }

        return command;
    }

    /// <summary>Options for a quantity.</summary>
    public static (Option<long> Units, Option<decimal?> Value, Option<decimal?> Tpp) Quantity() => (
        new("--units") { Description = "Whole units." }, new("--value") { Description = "Money in the line's currency, at most six decimals." }, new("--tpp") { Description = "TPP of all units together." });

    /// <summary>A figure in millionths.</summary>
    public static long Millionths(string option, decimal figure) =>
        FixedPoint.TryFromDecimal(figure, out var millionths) ? millionths : throw new CliException($"{option} takes at most six decimals and 9,223,372,036,854", "give a smaller or rounder figure");

    /// <summary>The account that a command is about.</summary>
    public static Argument<string> Account() => new("account") { Description = "The line or cap." };

    private static Command List() => Door.Read("list", "All lines with their balances.", [], (_, book, on, json) =>
    {
        if (json)
        {
            Console.Out.WriteLine(LicenseJson.Canonical(book.Lines(on).Select(Json).ToList()));
        }
        else
        {
            LicenseText.Lines(book.Lines(on));
        }

        return ExitCodes.Clear;
    });

    private static object Json(LineReading line) => new { License = line.License.Key, line.Line, line.Status, State = LicenseText.State(line), line.Balance, line.Causes, FreeUnits = line.Free[0], FreeValue = Figure(line.Free[1]), FreeTpp = Figure(line.Free[2]), line.Tightest };

    private static decimal? Figure(long? millionths) => millionths is { } known ? FixedPoint.ToDecimal(known) : null;

    private static Command Show()
    {
        var account = Account();
        return Door.Read("show", "A line with every cap above it, or a cap.", [account], (p, book, on, json) =>
        {
            var key = p.GetRequiredValue(account);
            var row = book.Ledger.RowOf(key);
            if (row < 0)
            {
                throw new CliException($"there is no account {Shown.Text(key)} in this book", "`proviso line list` shows the lines");
            }

            var line = book.ReadLine(key, on);
            var legs = new[] { key }.Concat(book.Ledger.TermsAt(row).Caps).ToList();
            if (json)
            {
                var accounts = legs.Select(l => book.Ledger.RowOf(l)).Select(at => new { Terms = book.Ledger.TermsAt(at), Balance = book.Ledger.BalanceAt(at), Ratio = book.Ledger.RatioAt(at) }).ToList();
                Console.Out.WriteLine(LicenseJson.Canonical(new { Line = line is null ? null : Json(line), Accounts = accounts }));
                return ExitCodes.Clear;
            }

            LicenseText.Table(
                ["account", "", "authorized", "reserved", "shipped", "returned", "available", "", "state"],
                legs.SelectMany(l => LicenseText.Balance(l, book.Ledger.BalanceOf(l)!.Value, [null, null, null], l == key && line is not null ? LicenseText.State(line) : LicenseText.Word(book.Ledger.BalanceOf(l)!.Value.State))), 2, 3, 4, 5, 6);
            foreach (var leg in legs)
            {
                var at = book.Ledger.RowOf(leg);
                if (book.Ledger.RatioAt(at) is { } ratio)
                {
                    Console.Out.WriteLine($"{Shown.Text(leg)}: TPP {LicenseText.Figure(Measure.Tpp, ratio.Used)} of {LicenseText.Figure(Measure.Tpp, ratio.Limit)}, {FixedPoint.ToText(ratio.Ratio * 100L)} % of {LicenseText.Figure(Measure.Tpp, ratio.Sold)} sold at home");
                }

                if (book.Ledger.FullestWindowAt(at) is { } window)
                {
                    Console.Out.WriteLine($"{Shown.Text(leg)}: {LicenseText.Figure(Measure.Units, window.Units)} units in the fullest {book.Ledger.TermsAt(at).WindowDays} days");
                }
            }

            if (line is not null)
            {
                LicenseText.Free(line);
            }

            return ExitCodes.Clear;
        });
    }

    private static Command Cap()
    {
        var file = LicenseCommands.JsonFile("{\"terms\": {…}, \"authorized\": {…}}");
        return Door.Write("cap", "Proposes a cap.", [file], (p, s) =>
        {
            var cap = Door.ReadFile<CapFile>(p.GetRequiredValue(file));
            return new OpenCap { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Terms = cap.Terms, Authorized = cap.Authorized };
        });
    }

    private sealed record CapFile(AccountTerms Terms, Amounts Authorized = default);

    private static Command Change(string name, string description, int sign)
    {
        var (account, (units, value, tpp), reason) = (Account(), Quantity(), LicenseCommands.Reason());
        var ratio = new Option<decimal?>("--ratio") { Description = "The new ratio of a ratio cap, such as 0.5." };
        return Door.Write(name, description, sign > 0 ? [account, units, value, tpp, ratio, reason] : [account, units, value, tpp, reason], (p, s) =>
        {
            var change = new Amounts(p.GetValue(units), Millionths("--value", p.GetValue(value) ?? 0), Millionths("--tpp", p.GetValue(tpp) ?? 0));
            if (!change.IsMovable)
            {
                throw new CliException("a figure is below zero or too large", "give how much more or less, from 0");
            }

            var share = sign > 0 && p.GetValue(ratio) is { } given ? (int?)Math.Clamp(Millionths("--ratio", given), int.MinValue, int.MaxValue) : null;
            return LedgerAct.Of(s.Actor, new Adjust(s.Id, s.EventTime, p.GetRequiredValue(account), sign > 0 ? change : -change, share, Of(s, p.GetRequiredValue(account)), p.GetRequiredValue(reason)));
        });
    }

    private static string Of(Door.Stamp stamp, string account) => stamp.Book.Ledger.RowOf(account) is >= 0 and var row ? stamp.Book.Ledger.TermsAt(row).Authority ?? "-" : "-";

    private static Command Freeze()
    {
        var (account, reason) = (Account(), LicenseCommands.Reason());
        return Door.Write("freeze", "Stops all draws and shipments on a line or cap, at once.", [account, reason], (p, s) =>
            LedgerAct.Of(s.Actor, new Freeze(s.Id, s.EventTime, p.GetRequiredValue(account), Of(s, p.GetRequiredValue(account)), p.GetRequiredValue(reason))));
    }

    private static Command Unfreeze()
    {
        var (account, reason) = (Account(), LicenseCommands.Reason());
        return Door.Write("unfreeze", "Proposes to end a freeze.", [account, reason], (p, s) =>
            LedgerAct.Of(s.Actor, new Unfreeze(s.Id, s.EventTime, p.GetRequiredValue(account), Of(s, p.GetRequiredValue(account)), p.GetRequiredValue(reason))));
    }

    private static Command Close()
    {
        var (account, reason) = (Account(), LicenseCommands.Reason());
        return Door.Write("close", "Ends a line or cap without open reservations for good.", [account, reason], (p, s) =>
            LedgerAct.Of(s.Actor, new Close(s.Id, s.EventTime, p.GetRequiredValue(account), Of(s, p.GetRequiredValue(account)), p.GetRequiredValue(reason))));
    }
}
