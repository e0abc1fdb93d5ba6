using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Proviso.Ledger;

/// <summary>What somebody asks of a book. A command is data: the same command on the same book has the same outcome in ten years.</summary>
/// <param name="Id">Made by the client before the first try and sent again unchanged on every retry: 1 to 64 characters.</param>
/// <param name="EventTime">When it happened in the world, never after it is recorded. The law of that moment counts: rates, tolerances, windows. When it was recorded is an argument of <see cref="LedgerBook.Apply"/>.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "act")]
[JsonDerivedType(typeof(OpenAccount), "open-account")]
[JsonDerivedType(typeof(Grant), "grant")]
[JsonDerivedType(typeof(Reserve), "reserve")]
[JsonDerivedType(typeof(Ship), "ship")]
[JsonDerivedType(typeof(Release), "release")]
[JsonDerivedType(typeof(Lapse), "lapse")]
[JsonDerivedType(typeof(Return), "return")]
[JsonDerivedType(typeof(Reverse), "reverse")]
[JsonDerivedType(typeof(Adjust), "adjust")]
[JsonDerivedType(typeof(Freeze), "freeze")]
[JsonDerivedType(typeof(Unfreeze), "unfreeze")]
[JsonDerivedType(typeof(Close), "close")]
[JsonDerivedType(typeof(SetRate), "set-rate")]
[JsonDerivedType(typeof(RecordSale), "record-sale")]
[JsonDerivedType(typeof(Suspend), "suspend")]
[JsonDerivedType(typeof(Reinstate), "reinstate")]
[JsonDerivedType(typeof(Linked), "linked")]
[JsonDerivedType(typeof(RightClock), "right-clock")]
public abstract record LedgerCommand(string Id, Moment EventTime)
{
    internal abstract CommandKind Kind { get; }

    /// <summary>Whether the optional field at the end is given. Only then it is written, so that commands without it keep the bytes they always had.</summary>
    internal virtual bool HasLast => false;

    /// <summary>Names and values in the order of the encoding, without id and kind.</summary>
    internal abstract void Write<T>(T sink)
        where T : IFieldSink;
}

/// <summary>Opens a line or cap with nothing authorized yet.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Terms">What it is opened with.</param>
public sealed record OpenAccount(string Id, Moment EventTime, AccountTerms Terms) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.OpenAccount;

    internal override void Write<T>(T sink)
    {
        sink.Text("account", Terms.Account);
        sink.Number("kind", (int)Terms.Kind);
        sink.Text("currency", Terms.Currency);
        sink.Number("limited", (int)Terms.Limited);
        sink.StartList("caps", Terms.Caps.Length);
        foreach (var cap in Terms.Caps)
        {
            sink.Text("caps", cap);
        }

        sink.EndList();
        sink.Text("license", Terms.License);
        sink.Text("exporter", Terms.Exporter);
        sink.Text("buyer", Terms.Buyer);
        sink.Text("ultimate-parent", Terms.UltimateParent);
        sink.Text("product", Terms.Product);
        sink.Text("authority", Terms.Authority);
        sink.Optional("ratio", Terms.Ratio);
        sink.Number("window-days", Terms.WindowDays);
        sink.Number("draws-at", (int)Terms.DrawsAt);
        sink.StartList("tolerances", Terms.Tolerances.Length);
        foreach (var tolerance in Terms.Tolerances)
        {
            sink.StartList("tolerances", 5);
            sink.Number("tolerances", tolerance.Since.Milliseconds);
            sink.Number("tolerances", tolerance.Units);
            sink.Number("tolerances", tolerance.Value);
            sink.Number("tolerances", tolerance.Tpp);
            sink.Text("tolerances", tolerance.Provision);
            sink.EndList();
        }

        sink.EndList();
    }
}

/// <summary>Authorizes more on an account.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Account">Key of a line or cap.</param>
/// <param name="Amounts">How much more, in the account's currency; only in measures that are limited, not all zero.</param>
/// <param name="Authority">Who authorizes, 1 to 200 characters.</param>
public sealed record Grant(string Id, Moment EventTime, string Account, Amounts Amounts, string Authority) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.Grant;

    internal override void Write<T>(T sink)
    {
        sink.Text("account", Account);
        sink.Amounts("amounts", Amounts);
        sink.Text("authority", Authority);
    }
}

/// <summary>Sets a quantity aside on a line and on every cap above it, or on none. The id of this command names the reservation from then on.</summary>
/// <param name="Id">Id of the command and of the reservation.</param>
/// <param name="EventTime">When; its rate converts the value for caps in another currency, for the whole life of the reservation.</param>
/// <param name="Line">Key of a line.</param>
/// <param name="Amounts">How much, in the line's currency; at least one unit.</param>
/// <param name="Timeout">Milliseconds of record time after which it may lapse, 1 to ten years; 0: never.</param>
/// <param name="Currency">What the value was stated in, three capital letters: refused unless it is the line's currency. Null: not said.</param>
public sealed record Reserve(string Id, Moment EventTime, string Line, Amounts Amounts, long Timeout, string? Currency = null) : LedgerCommand(Id, EventTime)
{
    /// <summary>The longest timeout: ten years.</summary>
    public const long MostTimeout = AccountTerms.MostDays * Moment.Day;

    internal override CommandKind Kind => CommandKind.Reserve;

    internal override void Write<T>(T sink)
    {
        sink.Text("line", Line);
        sink.Amounts("amounts", Amounts);
        sink.Number("timeout", Timeout);
        sink.Last("currency", Currency);
    }

    internal override bool HasLast => Currency is not null;
}

/// <summary>Ships all or part of a reservation. The id of this command names the shipment from then on.</summary>
/// <param name="Id">Id of the command and of the shipment.</param>
/// <param name="EventTime">When it left; the tolerance of that moment counts, and windows count it on that day.</param>
/// <param name="Reservation">Id of the <see cref="Reserve"/> command.</param>
/// <param name="Amounts">What left, in the line's currency; at least one unit; what goes beyond the reservation must be free or within tolerance.</param>
/// <param name="Final">True: nothing more will ship on this reservation, the rest is free again. Also so when its units are used up.</param>
/// <param name="Currency">What the value was stated in, three capital letters: refused unless it is the line's currency. Null: not said.</param>
public sealed record Ship(string Id, Moment EventTime, string Reservation, Amounts Amounts, bool Final, string? Currency = null) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.Ship;

    internal override void Write<T>(T sink)
    {
        sink.Text("reservation", Reservation);
        sink.Amounts("amounts", Amounts);
        sink.Number("final", Final ? 1 : 0);
        sink.Last("currency", Currency);
    }

    internal override bool HasLast => Currency is not null;
}

/// <summary>Gives the rest of a reservation up.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Reservation">Id of the <see cref="Reserve"/> command.</param>
public sealed record Release(string Id, Moment EventTime, string Reservation) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.Release;

    internal override void Write<T>(T sink) => sink.Text("reservation", Reservation);
}

/// <summary>Ends reservations whose timeout has passed, earliest first, at most <see cref="Most"/> of them. None is fine too.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Through">Timeouts up to and including this moment; not after the moment of recording.</param>
public sealed record Lapse(string Id, Moment EventTime, Moment Through) : LedgerCommand(Id, EventTime)
{
    /// <summary>The most that one command ends, so that one entry stays small; send another for the rest.</summary>
    public const int Most = 1_000;

    internal override CommandKind Kind => CommandKind.Lapse;

    internal override void Write<T>(T sink) => sink.Number("through", Through.Milliseconds);
}

/// <summary>Shipped goods came back.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Shipment">Id of the <see cref="Ship"/> command.</param>
/// <param name="Amounts">What came back, in the line's currency; at least one unit, and no more than went and is still out.</param>
/// <param name="Currency">What the value was stated in, three capital letters: refused unless it is the line's currency. Null: not said.</param>
public sealed record Return(string Id, Moment EventTime, string Shipment, Amounts Amounts, string? Currency = null) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.Return;

    internal override void Write<T>(T sink)
    {
        sink.Text("shipment", Shipment);
        sink.Amounts("amounts", Amounts);
        sink.Last("currency", Currency);
    }

    internal override bool HasLast => Currency is not null;
}

/// <summary>A counter-entry to an entry that was recorded wrongly: a grant, shipment, return, adjustment or sale. The wrong entry stays.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Command">Id of the command it takes back.</param>
/// <param name="Authority">Who says so, 1 to 200 characters.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
public sealed record Reverse(string Id, Moment EventTime, string Command, string Authority, string Reason) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.Reverse;

    internal override void Write<T>(T sink)
    {
        sink.Text("command", Command);
        sink.Text("authority", Authority);
        sink.Text("reason", Reason);
    }
}

/// <summary>Raises or lowers what is authorized, or the ratio. May lower it below what is in use: then the account is over-committed.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Account">Key of a line or cap.</param>
/// <param name="Change">Signed change of the authorized amounts; none of them may fall below zero.</param>
/// <param name="Ratio">The new ratio in millionths for a ratio cap, or null to leave it.</param>
/// <param name="Authority">Who decides, 1 to 200 characters.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
public sealed record Adjust(string Id, Moment EventTime, string Account, Amounts Change, [property: JsonConverter(typeof(ShareJson)), JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Ratio, string Authority, string Reason) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.Adjust;

    internal override void Write<T>(T sink)
    {
        sink.Text("account", Account);
        sink.Amounts("change", Change);
        sink.Optional("ratio", Ratio);
        sink.Text("authority", Authority);
        sink.Text("reason", Reason);
    }
}

/// <summary>Stops all new draws and shipments on an account, until <see cref="Unfreeze"/>.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Account">Key of a line or cap.</param>
/// <param name="Authority">Who decides, 1 to 200 characters.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
public sealed record Freeze(string Id, Moment EventTime, string Account, string Authority, string Reason) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.Freeze;

    internal override void Write<T>(T sink)
    {
        sink.Text("account", Account);
        sink.Text("authority", Authority);
        sink.Text("reason", Reason);
    }
}

/// <summary>Ends a freeze.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Account">Key of a line or cap.</param>
/// <param name="Authority">Who decides, 1 to 200 characters.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
public sealed record Unfreeze(string Id, Moment EventTime, string Account, string Authority, string Reason) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.Unfreeze;

    internal override void Write<T>(T sink)
    {
        sink.Text("account", Account);
        sink.Text("authority", Authority);
        sink.Text("reason", Reason);
    }
}

/// <summary>Ends an account for good. Goods may still come back to it.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Account">Key of a line or cap without open reservations.</param>
/// <param name="Authority">Who decides, 1 to 200 characters.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
public sealed record Close(string Id, Moment EventTime, string Account, string Authority, string Reason) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.Close;

    internal override void Write<T>(T sink)
    {
        sink.Text("account", Account);
        sink.Text("authority", Authority);
        sink.Text("reason", Reason);
    }
}

/// <summary>A rate of exchange from a moment on, as two amounts worth the same: exact, and easy to read off a bank's page (100 JPY = 0.65 USD).</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When it was set.</param>
/// <param name="From">Currency of the one amount.</param>
/// <param name="To">Currency of the other; different.</param>
/// <param name="Since">Events from here on use it, until a later <see cref="Since"/> of the same authority. The last one entered for the same moment counts. Not after the moment of recording.</param>
/// <param name="FromAmount">Millionths, 1 to 10^18.</param>
/// <param name="ToAmount">Millionths, 1 to 10^18.</param>
/// <param name="Source">Where it was read, 1 to 200 characters.</param>
/// <param name="Authority">The authority whose rate it is: caps with this <see cref="AccountTerms.Authority"/> use it and no others do. Null: for caps whose authority has no rate of its own in force.</param>
public sealed record SetRate(string Id, Moment EventTime, string From, string To, Moment Since,
    [property: JsonConverter(typeof(MillionthsJson))] long FromAmount, [property: JsonConverter(typeof(MillionthsJson))] long ToAmount, string Source, string? Authority = null) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.SetRate;

    internal override void Write<T>(T sink)
    {
        sink.Text("from", From);
        sink.Text("to", To);
        sink.Number("since", Since.Milliseconds);
        sink.Number("from-amount", FromAmount);
        sink.Number("to-amount", ToAmount);
        sink.Text("source", Source);
        sink.Last("authority", Authority);
    }

    internal override bool HasLast => Authority is not null;
}

/// <summary>A sale to customers at home: makes room under every ratio cap of the same product and exporter, those opened later included.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Product">The product, 1 to 64 characters.</param>
/// <param name="Exporter">The exporter, 1 to 64 characters.</param>
/// <param name="Units">Whole units, from 1.</param>
/// <param name="Tpp">Millionths of TPP of all units together, from 1.</param>
public sealed record RecordSale(string Id, Moment EventTime, string Product, string Exporter, long Units, [property: JsonConverter(typeof(MillionthsJson))] long Tpp) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.RecordSale;

    internal override void Write<T>(T sink)
    {
        sink.Text("product", Product);
        sink.Text("exporter", Exporter);
        sink.Number("units", Units);
        sink.Number("tpp", Tpp);
    }
}

/// <summary>What a suspension stops.</summary>
public enum SuspensionScope
{
    /// <summary>One account.</summary>
    Account,

    /// <summary>Every account that carries the license, those opened later included.</summary>
    License,
}

/// <summary>Stops draws and shipments for a cause, such as a broken condition. Several causes may stand at once; each must be taken back.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Scope">Account or license.</param>
/// <param name="Target">Key of the account, or the license.</param>
/// <param name="Cause">Key of the cause, 1 to 64 characters.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
public sealed record Suspend(string Id, Moment EventTime, SuspensionScope Scope, string Target, string Cause, string Reason) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.Suspend;

    internal override void Write<T>(T sink)
    {
        sink.Number("scope", (int)Scope);
        sink.Text("target", Target);
        sink.Text("cause", Cause);
        sink.Text("reason", Reason);
    }
}

/// <summary>Takes one cause of a suspension back.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When.</param>
/// <param name="Scope">Account or license.</param>
/// <param name="Target">Key of the account, or the license.</param>
/// <param name="Cause">Key of the cause it was suspended for.</param>
/// <param name="Authority">Who decides, 1 to 200 characters.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
public sealed record Reinstate(string Id, Moment EventTime, SuspensionScope Scope, string Target, string Cause, string Authority, string Reason) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.Reinstate;

    internal override void Write<T>(T sink)
    {
        sink.Number("scope", (int)Scope);
        sink.Text("target", Target);
        sink.Text("cause", Cause);
        sink.Text("authority", Authority);
        sink.Text("reason", Reason);
    }
}

/// <summary>Puts the clock of the book right after it was set ahead by mistake: the only command that may be recorded before the last entry. What the entries in between brought about stays.</summary>
/// <param name="Id">Id of the command.</param>
/// <param name="EventTime">When; not after <paramref name="To"/>.</param>
/// <param name="To">The true time: the moment of recording must be exactly this one. Later entries may be recorded from here on.</param>
/// <param name="Authority">Who decides, 1 to 200 characters.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
public sealed record RightClock(string Id, Moment EventTime, Moment To, string Authority, string Reason) : LedgerCommand(Id, EventTime)
{
    internal override CommandKind Kind => CommandKind.RightClock;

    internal override void Write<T>(T sink)
    {
        sink.Number("to", To.Milliseconds);
        sink.Text("authority", Authority);
        sink.Text("reason", Reason);
    }
}

/// <summary>Several commands, all of them or none, in one entry. Each keeps its own id; a later one may name what an earlier one made.</summary>
/// <param name="Id">Id of the whole.</param>
/// <param name="EventTime">When.</param>
/// <param name="Commands">1 to <see cref="Most"/>, none of them linked itself; a <see cref="RightClock"/> only as the first.</param>
public sealed record Linked(string Id, Moment EventTime, ImmutableArray<LedgerCommand> Commands) : LedgerCommand(Id, EventTime)
{
    /// <summary>The most commands in one: an entry should stay small enough to read.</summary>
    public const int Most = 1_000;

    internal override CommandKind Kind => CommandKind.Linked;

    internal override void Write<T>(T sink)
    {
        sink.StartList("commands", Commands.Length);
        foreach (var command in Commands)
        {
            sink.Command(command);
        }

        sink.EndList();
    }
}
