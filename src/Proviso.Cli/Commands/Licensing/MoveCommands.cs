using System.CommandLine;
using System.Globalization;
using Proviso.Ledger;
using Proviso.Licensing;

namespace Proviso.Cli.Commands.Licensing;

/// <summary><c>proviso reservation …</c>, <c>shipment …</c> and <c>return …</c>.</summary>
internal static class MoveCommands
{
    public static Command Reservations()
    {
        var command = new Command("reservation", "Set quantities aside on a line and every cap above it, or on none.");
        foreach (var verb in new[] { Reserve(), Release(), ListReservations() })
        {
            command.Subcommands.Add(verb);
        }

        return command;
    }

    public static Command Shipments()
    {
        var command = new Command("shipment", "Ship what is reserved, when every condition lets it.");
        foreach (var verb in new[] { Ship(), ListShipments(), Reverse() })
        {
            command.Subcommands.Add(verb);
        }

        return command;
    }

    public static Command Returns()
    {
        var command = new Command("return", "Take shipped goods back.");
        command.Subcommands.Add(Return());
        return command;
    }

    private static Command Reserve()
    {
        var line = new Argument<string>("line") { Description = "The line." };
        var (units, value, currency) = LineCommands.Money();
        var timeout = new Option<string?>("--timeout") { Description = "After how long it lapses by itself, such as 30d or 12h. Default: never.", HelpName = "TIME" };
        return Door.Write(
            "make", "Reserves units on a line and every cap above it, or on none. TPP is worked out by the book, from the figure in the line. Example: proviso reservation make us-lotus-h200 --units 10 --value 300000 --currency USD --as aurora-clerk",
            [line, units, value, currency, timeout], (p, s) => new ReserveUnits
            {
                Id = s.Id,
                EventTime = s.EventTime,
                Actor = s.Actor,
                Line = p.GetRequiredValue(line),
                Units = p.GetValue(units),
                Value = LineCommands.Millionths("--value", p.GetValue(value) ?? 0),
                Currency = p.GetValue(currency),
                Timeout = Milliseconds(p.GetValue(timeout)),
            });
    }

    private static long Milliseconds(string? text) => text switch
    {
        null => 0,
        { Length: > 1 } when int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && text[^1] is 'd' or 'h' or 'm' => count * (text[^1] switch
        {
            'd' => Moment.Day,
            'h' => Moment.Day / 24,
            _ => 60_000L,
        }),
        _ => throw new CliException($"--timeout takes days, hours or minutes, not `{Shown.Text(text)}`", "such as 30d, 12h or 90m"),
    };

    private static Command Release()
    {
        var reservation = new Argument<string>("reservation") { Description = "The reservation." };
        return Door.Write("release", "Gives the rest of a reservation up.", [reservation], (p, s) => LedgerAct.Of(s.Actor, new Release(s.Id, s.EventTime, p.GetRequiredValue(reservation))));
    }

    private static Command ListReservations()
    {
        var all = new Option<bool>("--all") { Description = "Also those that have ended." };
        return Door.Read("list", "Reservations, in the order in which they were made.", [all], (p, book, on, json) =>
        {
            var rows = book.Reservations.Select(id => (Id: id, Figures: book.ReservationOf(id)!.Value)).Where(r => p.GetValue(all) || r.Figures.State == ReservationState.Pending).ToList();
            if (json)
            {
                Console.Out.WriteLine(LicenseJson.Canonical(rows.Select(r => new { Reservation = r.Id, r.Figures.Line, r.Figures.Remaining, r.Figures.Expires, r.Figures.State }).ToList()));
            }
            else if (rows.Count == 0)
            {
                Console.Out.WriteLine("no reservation is open");
            }
            else
            {
                LicenseText.Table(
                    ["reservation", "line", "units", "value", "TPP", "lapses", "state"],
                    rows.Select(r => new[]
                    {
                        r.Id, r.Figures.Line, LicenseText.Figure(Measure.Units, r.Figures.Remaining.Units), LicenseText.Figure(Measure.Value, r.Figures.Remaining.Value), LicenseText.Figure(Measure.Tpp, r.Figures.Remaining.Tpp),
                        r.Figures.Expires?.ToString() ?? "never", r.Figures.State == ReservationState.Pending ? "open" : r.Figures.State.ToString().ToLowerInvariant(),
                    }), 2, 3, 4);
            }

            return ExitCodes.Clear;
        });
    }

    private static Command Ship()
    {
        var reservation = new Argument<string>("reservation") { Description = "The reservation." };
        var (units, value, currency) = LineCommands.Money();
        var (final, site, use) = (
            new Option<bool>("--final") { Description = "Nothing more will ship on it; the rest is free again." },
            new Option<string?>("--site") { Description = "Key of the site it goes to." },
            new Option<string?>("--end-use") { Description = "The end use, where it is not the one of the license." });
        return Door.Write(
            "make",
            "Ships units of a reservation, at the value of the invoice. Example: proviso shipment make res-lotus-1 --units 10 --value 300000 --currency USD --site lotus-dc-1 --as aurora-clerk",
            [reservation, units, value, currency, final, site, use], (p, s) => new ShipUnits
            {
                Id = s.Id,
                EventTime = s.EventTime,
                Actor = s.Actor,
                Reservation = p.GetRequiredValue(reservation),
                Final = p.GetValue(final),
                Site = p.GetValue(site),
                EndUse = p.GetValue(use),
                Units = p.GetValue(units),
                Value = LineCommands.Millionths("--value", p.GetValue(value) ?? 0),
                Currency = p.GetValue(currency),
            });
    }

    private static Command ListShipments() => Door.Read("list", "Shipments by license.", [], (_, book, _, json) =>
    {
        var rows = book.Licenses.SelectMany(l => book.ShipmentsOf(l.Key).Select(id => (License: l.Key, Id: id, Figures: book.ShipmentOf(id)!.Value, Entry: book.ShipmentEntry(id)!))).ToList();
        if (json)
        {
            Console.Out.WriteLine(LicenseJson.Canonical(rows.Select(r => new { Shipment = r.Id, r.License, r.Figures.Line, r.Figures.Shipped, r.Figures.Returned, r.Figures.Reversed, r.Entry.Command.EventTime, r.Entry.Sequence }).ToList()));
        }
        else if (rows.Count == 0)
        {
            Console.Out.WriteLine("nothing has shipped");
        }
        else
        {
            LicenseText.Table(
                ["shipment", "license", "line", "left", "units", "returned", "value", "TPP", "site", ""],
                rows.Select(r => new[]
                {
                    r.Id, r.License, r.Figures.Line, Moment.DateOf(r.Entry.Command.EventTime.DayNumber).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), LicenseText.Figure(Measure.Units, r.Figures.Shipped.Units),
                    LicenseText.Figure(Measure.Units, r.Figures.Returned.Units), LicenseText.Figure(Measure.Value, r.Figures.Shipped.Value), LicenseText.Figure(Measure.Tpp, r.Figures.Shipped.Tpp),
                    (r.Entry.Command as ShipUnits)?.Site ?? "", r.Figures.Reversed ? "reversed" : "",
                }), 4, 5, 6, 7);
        }

        return ExitCodes.Clear;
    });

    private static Command Reverse()
    {
        var (shipment, reason) = (new Argument<string>("shipment") { Description = "The shipment." }, LicenseCommands.Reason());
        return Door.Write("reverse", "Proposes a counter-entry to a shipment that was recorded wrongly. By the license's authority.", [shipment, reason], (p, s) =>
            LedgerAct.Of(s.Actor, new Reverse(s.Id, s.EventTime, p.GetRequiredValue(shipment), s.Organization, p.GetRequiredValue(reason))));
    }

    private static Command Return()
    {
        var shipment = new Argument<string>("shipment") { Description = "The shipment." };
        var (units, value, currency) = LineCommands.Money();
        return Door.Write(
            "make",
            "Says that units of a shipment came back. Exporter and buyer both say so: the first proposes, the other countersigns, and then the quota is free again. Example: proviso return make ship-lotus-2 "
            + "--units 5 --value 150000 --currency USD --as aurora-officer --id back",
            [shipment, units, value, currency], (p, s) => new ReturnUnits
            {
                Id = s.Id,
                EventTime = s.EventTime,
                Actor = s.Actor,
                Shipment = p.GetRequiredValue(shipment),
                Units = p.GetValue(units),
                Value = LineCommands.Millionths("--value", p.GetValue(value) ?? 0),
                Currency = p.GetValue(currency),
            });
    }
}
