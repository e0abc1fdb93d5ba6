using System.CommandLine;
using System.Globalization;
using Proviso.Items;
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

    // TPP of so many units by the catalog, where nobody stated it: a missing figure is never zero.
    private static long Tpp(string product, long units, decimal? stated)
    {
        if (stated is { } tpp)
        {
            return LineCommands.Millionths("--tpp", tpp);
        }

        using var text = new StreamReader(Path.Combine(LawFolder.FindBeside("data"), "chips", "catalog.yaml"));
        var known = ChipCatalog.Read(text).Find(product);
        var each = known is null ? null : ItemWorking.Of(known.Operations, null, known.DieArea).Tpp;
        return each is { } one && (Int128)one * units <= Amounts.MostMoved
            ? one * units
            : throw new CliException($"the catalog does not tell the TPP of {Shown.Text(product)}", "state it with --tpp, for all units together");
    }

    private static Command Reserve()
    {
        var line = new Argument<string>("line") { Description = "The line." };
        var (units, value, tpp) = LineCommands.Quantity();
        units.Required = true;
        var timeout = new Option<string?>("--timeout") { Description = "After how long it lapses by itself, such as 30d or 12h. Default: never.", HelpName = "TIME" };
        return Door.Write("make", "Reserves. TPP is worked out from the catalog unless it is stated.", [line, units, value, tpp, timeout], (p, s) =>
        {
            var product = s.Book.LicenseOfLine(p.GetRequiredValue(line))?.Product ?? throw new CliException($"there is no line {Shown.Text(p.GetRequiredValue(line))} in this book", "`proviso line list` shows the lines");
            var count = p.GetValue(units);
            var amounts = new Amounts(count, LineCommands.Millionths("--value", p.GetValue(value) ?? 0), count > 0 ? Tpp(product, count, p.GetValue(tpp)) : 0);
            return LedgerAct.Of(s.Actor, new Reserve(s.Id, s.EventTime, p.GetRequiredValue(line), amounts, Milliseconds(p.GetValue(timeout))));
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
            var rows = book.Reservations.Select(id => (Id: id, Figures: book.Ledger.ReservationOf(id)!.Value)).Where(r => p.GetValue(all) || r.Figures.State == ReservationState.Pending).ToList();
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
        var (units, value, tpp) = LineCommands.Quantity();
        var (final, site, use) = (
            new Option<bool>("--final") { Description = "Nothing more will ship on it; the rest is free again." },
            new Option<string?>("--site") { Description = "Key of the site it goes to." },
            new Option<string?>("--end-use") { Description = "The end use, where it is not the one of the license." });
        return Door.Write("make", "Ships. Default: the whole rest; of a part, value and TPP are the same part of the rest unless stated.", [reservation, units, value, tpp, final, site, use], (p, s) =>
        {
            var rest = s.Book.Ledger.ReservationOf(p.GetRequiredValue(reservation))?.Remaining ?? default;
            var count = p.GetValue(units) is > 0 and var stated ? stated : rest.Units;
            var part = rest.Units == 0 ? rest : new Amounts(count, (long)((Int128)rest.Value * count / rest.Units), (long)((Int128)rest.Tpp * count / rest.Units));
            return new ShipUnits
            {
                Id = s.Id,
                EventTime = s.EventTime,
                Actor = s.Actor,
                Reservation = p.GetRequiredValue(reservation),
                Final = p.GetValue(final),
                Site = p.GetValue(site),
                EndUse = p.GetValue(use),
                Amounts = new(count, p.GetValue(value) is { } v ? LineCommands.Millionths("--value", v) : part.Value, p.GetValue(tpp) is { } t ? LineCommands.Millionths("--tpp", t) : part.Tpp),
            };
        });
    }

    private static Command ListShipments() => Door.Read("list", "Shipments by license.", [], (_, book, _, json) =>
    {
        var rows = book.Licenses.SelectMany(l => book.ShipmentsOf(l.Key).Select(id => (License: l.Key, Id: id, Figures: book.Ledger.ShipmentOf(id)!.Value, Entry: book.EntryOf(id)!))).ToList();
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
            LedgerAct.Of(s.Actor, new Reverse(s.Id, s.EventTime, p.GetRequiredValue(shipment), s.Book.People.FirstOrDefault(x => x.Key == s.Actor)?.Organization ?? "-", p.GetRequiredValue(reason))));
    }

    private static Command Return()
    {
        var shipment = new Argument<string>("shipment") { Description = "The shipment." };
        var (units, value, tpp) = LineCommands.Quantity();
        units.Required = true;
        return Door.Write("make", "Takes units of a shipment back; value and TPP are the same part of it unless stated.", [shipment, units, value, tpp], (p, s) =>
        {
            var shipped = s.Book.Ledger.ShipmentOf(p.GetRequiredValue(shipment))?.Shipped ?? default;
            var count = p.GetValue(units);
            var part = shipped.Units == 0 ? default : new Amounts(count, (long)((Int128)shipped.Value * count / shipped.Units), (long)((Int128)shipped.Tpp * count / shipped.Units));
            return LedgerAct.Of(s.Actor, new Return(s.Id, s.EventTime, p.GetRequiredValue(shipment), new(
                count, p.GetValue(value) is { } v ? LineCommands.Millionths("--value", v) : part.Value, p.GetValue(tpp) is { } t ? LineCommands.Millionths("--tpp", t) : part.Tpp)));
        });
    }
}
