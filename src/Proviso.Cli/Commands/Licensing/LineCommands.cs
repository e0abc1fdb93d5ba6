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

    /// <summary>Options for units that move, and what they are worth.</summary>
    public static (Option<long> Units, Option<decimal?> Value, Option<string?> Currency) Money()
    {
        var units = NumberOption.Count("--units", "Whole units.");
        units.Required = true;
        return (units, NumberOption.AmountOrNone("--value", "What they are worth, at most six decimals; needed where a limit or a condition counts money."),
            new("--currency") { Description = "The currency of the value, such as USD.", HelpName = "CODE" });
    }

    /// <summary>A figure in millionths.</summary>
    public static long Millionths(string option, decimal figure) =>
        FixedPoint.TryFromDecimal(figure, out var millionths) ? millionths : throw new CliException($"{option} takes at most six decimals and 9,223,372,036,854", "give a smaller or rounder figure");

    /// <summary>The account that a command is about.</summary>
    public static Argument<string> Account() => new("account") { Description = "The line or cap." };

    private static Command List() => Door.Read("list", "The lines you have to do with: balances, and how many units a reservation could take now. Example: proviso line list --as aurora-clerk", [], (_, book, on, json) =>
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

    private static object Json(LineReading line) => new
    {
        License = line.License.Key,
        line.Line,
        line.Status,
        State = LicenseText.State(line),
        line.Balance,
        line.Causes,
        line.FreeUnits,
        line.Tightest,
        Because = line.Because?.Text,
        line.OtherLimits,
        TppPerUnit = FixedPoint.ToDecimal(line.TppPerUnit),
    };

    private static Command Show()
    {
        var argument = Account();
        return Door.Read("show", "A line with every cap above it that is yours to see, what is free now and what stops more; or a cap. Example: proviso line show us-lotus-h200 --as aurora-clerk", [argument], (p, book, on, json) =>
        {
            var key = p.GetRequiredValue(argument);
            if (book.Account(key) is not { } account)
            {
                throw new CliException($"there is no account {Shown.Text(key)} in this book that {Shown.Text(book.Reader.Key)} may see", "`proviso line list` shows the lines");
            }

            var line = book.ReadLine(key, on);
            var legs = account.Terms.Caps.Select(book.Account).OfType<AccountReading>().Prepend(account).ToList();
            if (json)
            {
                var accounts = legs.Select(a => new { a.Terms, a.Balance, a.Ratio }).ToList();
                Console.Out.WriteLine(LicenseJson.Canonical(new { Line = line is null ? null : Json(line), Accounts = accounts }));
                return ExitCodes.Clear;
            }

            LicenseText.Table(
                ["account", "", "authorized", "reserved", "shipped", "returned", "available", "", "state"],
                legs.SelectMany(a => LicenseText.Balance(a.Terms.Account, a.Balance, null, a == account && line is not null ? LicenseText.State(line) : LicenseText.Word(a.Balance.State))), 2, 3, 4, 5, 6);
            foreach (var leg in legs)
            {
                if (leg.Ratio is { } ratio)
                {
                    var (used, limit, sold) = (LicenseText.Figure(Measure.Tpp, ratio.Used), LicenseText.Figure(Measure.Tpp, ratio.Limit), LicenseText.Figure(Measure.Tpp, ratio.Sold));
                    Console.Out.WriteLine($"{Shown.Text(leg.Terms.Account)}: TPP {used} of {limit}, {FixedPoint.ToText(ratio.Ratio * 100L)} % of {sold} sold at home");
                }

                if (leg.FullestWindow is { } window)
                {
                    Console.Out.WriteLine($"{Shown.Text(leg.Terms.Account)}: {LicenseText.Figure(Measure.Units, window.Units)} units in the fullest {leg.Terms.WindowDays} days");
                }
            }

            if (line is not null)
            {
                Console.Out.WriteLine($"a unit counts TPP {LicenseText.Figure(Measure.Tpp, line.TppPerUnit)} ({Shown.Text(book.FigureOf(line.License.Key)!.Value.Figure.Source)}{(book.FigureOf(line.License.Key)!.Value.Differs is { } differs ? $"; {differs}" : "")})");
                LicenseText.Free(line);
            }

            return ExitCodes.Clear;
        });
    }

    private static Command Cap()
    {
        var file = LicenseCommands.JsonFile("{\"terms\": {…}, \"authorized\": {…}, \"sales\": \"evidence\" or \"countersigned\"}");
        return Door.Write("cap", "Proposes a cap of your authority; another officer of it countersigns. `sales` is for ratio caps: `countersigned` asks your signature for every sale at home. docs/reference/licenses.md shows the file.", [file], (p, s) =>
        {
            var cap = Door.ReadFile<CapFile>(p.GetRequiredValue(file));
            return new OpenCap { Id = s.Id, EventTime = s.EventTime, Actor = s.Actor, Terms = cap.Terms, Authorized = cap.Authorized, Sales = cap.Sales };
        });
    }

    private sealed record CapFile(AccountTerms Terms, Amounts Authorized = default, SaleProof Sales = SaleProof.Evidence);

    private static Command Change(string name, string description, int sign)
    {
        var (account, reason) = (Account(), LicenseCommands.Reason());
        var (units, value, tpp) = (NumberOption.Count("--units", "Whole units."), NumberOption.AmountOrNone("--value", "Money, in the account's currency."), NumberOption.AmountOrNone("--tpp", "TPP of all units together, for a limit in TPP."));
        var ratio = NumberOption.FigureOrNone("--ratio", "The new ratio of a ratio cap, such as 0.5.");
        return Door.Write(name, description, sign > 0 ? [account, units, value, tpp, ratio, reason] : [account, units, value, tpp, reason], (p, s) =>
        {
            var change = new Amounts(p.GetValue(units), Millionths("--value", p.GetValue(value) ?? 0), Millionths("--tpp", p.GetValue(tpp) ?? 0));
            if (!change.IsMovable)
            {
                throw new CliException("a figure is below zero or too large", "give how much more or less, from 0");
            }

            var share = sign > 0 && p.GetValue(ratio) is { } given ? (int?)Math.Clamp(Millionths("--ratio", given), int.MinValue, int.MaxValue) : null;
            return LedgerAct.Of(s.Actor, new Adjust(s.Id, s.EventTime, p.GetRequiredValue(account), sign > 0 ? change : -change, share, s.Organization, p.GetRequiredValue(reason)));
        });
    }

    private static Command Freeze()
    {
        var (account, reason) = (Account(), LicenseCommands.Reason());
        return Door.Write("freeze", "Stops all draws and shipments on a line or cap, at once.", [account, reason], (p, s) =>
            LedgerAct.Of(s.Actor, new Freeze(s.Id, s.EventTime, p.GetRequiredValue(account), s.Organization, p.GetRequiredValue(reason))));
    }

    private static Command Unfreeze()
    {
        var (account, reason) = (Account(), LicenseCommands.Reason());
        return Door.Write("unfreeze", "Proposes to end a freeze.", [account, reason], (p, s) =>
            LedgerAct.Of(s.Actor, new Unfreeze(s.Id, s.EventTime, p.GetRequiredValue(account), s.Organization, p.GetRequiredValue(reason))));
    }

    private static Command Close()
    {
        var (account, reason) = (Account(), LicenseCommands.Reason());
        return Door.Write("close", "Ends a line or cap without open reservations for good.", [account, reason], (p, s) =>
            LedgerAct.Of(s.Actor, new Close(s.Id, s.EventTime, p.GetRequiredValue(account), s.Organization, p.GetRequiredValue(reason))));
    }
}
