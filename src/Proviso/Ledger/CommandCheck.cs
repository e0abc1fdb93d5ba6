using System.Buffers;

namespace Proviso.Ledger;

/// <summary>What no state of a book could take: lengths, ranges, letters. Leaves nothing for the state machine to trip over.</summary>
internal static class CommandCheck
{
    public const int MostKey = 64;
    public const int MostName = 200;
    public const int MostReason = 500;
    public const int Million = 1_000_000;

    private static readonly SearchValues<char> s_capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static Malformed? Of(LedgerCommand command)
    {
        if (Key("id", command.Id) is { } bad)
        {
            return bad;
        }

        if (!command.EventTime.IsInRange)
        {
            return new("event-time", "must lie in the years 1 to 9999");
        }

        return command switch
        {
            Reserve c => Key("line", c.Line) ?? Goods(c.Amounts) ?? InRange("timeout", c.Timeout, 0, Reserve.MostTimeout) ?? Said(c.Currency),
            Ship c => Key("reservation", c.Reservation) ?? Goods(c.Amounts) ?? Said(c.Currency),
            Release c => Key("reservation", c.Reservation),
            Lapse c => InRange("through", c.Through.Milliseconds, Moment.Least, Moment.Most),
            Return c => Key("shipment", c.Shipment) ?? Goods(c.Amounts) ?? Said(c.Currency),
            Reverse c => Key("command", c.Command) ?? Why(c.Authority, c.Reason),
            Grant c => Key("account", c.Account) ?? Moved("amounts", c.Amounts) ?? Words("authority", c.Authority, MostName),
            Adjust c => Key("account", c.Account) ?? Change(c) ?? Why(c.Authority, c.Reason),
            Freeze c => Key("account", c.Account) ?? Why(c.Authority, c.Reason),
            Unfreeze c => Key("account", c.Account) ?? Why(c.Authority, c.Reason),
            Close c => Key("account", c.Account) ?? Why(c.Authority, c.Reason),
            SetRate c => Currency("from", c.From) ?? Currency("to", c.To) ?? Rate(c) ?? Words("source", c.Source, MostName) ?? Optional("authority", c.Authority),
            RecordSale c => Key("product", c.Product) ?? Key("exporter", c.Exporter)
                ?? InRange("units", c.Units, 1, Amounts.MostMoved) ?? InRange("tpp", c.Tpp, 1, Amounts.MostMoved),
            Suspend c => Scope(c.Scope) ?? Key("target", c.Target) ?? Key("cause", c.Cause) ?? Words("reason", c.Reason, MostReason),
            Reinstate c => Scope(c.Scope) ?? Key("target", c.Target) ?? Key("cause", c.Cause) ?? Why(c.Authority, c.Reason),
            OpenAccount c => c.Terms is null ? new("terms", "is missing") : Terms(c.Terms),
            Linked c => Chain(c),
            RightClock c => InRange("to", c.To.Milliseconds, Moment.Least, Moment.Most) ?? Why(c.Authority, c.Reason),
            _ => new("command", "is of no known kind"),
        };
    }

    /// <summary>A key: what people see is all there is, so that two keys that look alike by invisible characters alone cannot both exist.</summary>
    public static Malformed? Key(string field, string? value)
    {
        if (value is null || value.Length == 0 || value.Length > MostKey)
        {
            return new(field, $"must have 1 to {MostKey} characters");
        }

        if (value[0] == ' ' || value[^1] == ' ')
        {
            return new(field, "begins or ends with a blank; write it without");
        }

        return value.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 ? null : VisibleText.KeyProblem(value) is { } problem ? new(field, problem) : null;
    }

    /// <summary>Whether a text says something: at least one letter or digit that is visible. Blanks, punctuation and invisible characters alone are no reason.</summary>
    internal static bool IsWords(string text) => VisibleText.HasWord(text);

    private static Malformed? Words(string field, string? value, int most)
    {
        if (value is null || value.Length == 0 || value.Length > most)
        {
            return new(field, $"must have 1 to {most} characters");
        }

        return VisibleText.LineProblem(value) is { } problem ? new(field, problem)
            : IsWords(value) ? null : new(field, "holds no word: write at least one letter or digit");
    }

    private static Malformed? Optional(string field, string? value) => value is null ? null : Key(field, value);

    private static Malformed? Why(string authority, string reason) => Words("authority", authority, MostName) ?? Words("reason", reason, MostReason);

    private static Malformed? InRange(string field, long value, long least, long most) =>
        value < least || value > most ? new(field, $"must lie from {least} to {most}") : null;

    private static Malformed? Moved(string field, in Amounts amounts) =>
        !amounts.IsMovable ? new(field, "must lie from 0 to 10^18 in every measure") : amounts.IsZero ? new(field, "are all zero") : null;

    /// <summary>Amounts of goods: money or performance without a unit is nothing that anybody can reserve, ship or take back.</summary>
    public static Malformed? Goods(in Amounts amounts) => Moved("amounts", amounts)
        ?? (amounts.Units > 0 ? null : new("amounts", "have no units: value and TPP belong to at least one unit; give the units they are of"));

    private static Malformed? Said(string? currency) => currency is null ? null : Currency("currency", currency);

    private static Malformed? Currency(string field, string? value) =>
        value is { Length: 3 } && value.AsSpan().IndexOfAnyExcept(s_capitals) < 0 ? null : new(field, "must be three capital letters");

    private static Malformed? Scope(SuspensionScope scope) => scope is SuspensionScope.Account or SuspensionScope.License ? null : new("scope", "is of no known kind");

    private static Malformed? Rate(SetRate c) =>
        c.From == c.To ? new("to", "is the same currency")
        : InRange("since", c.Since.Milliseconds, Moment.Least, Moment.Most)
            ?? InRange("from-amount", c.FromAmount, 1, Amounts.MostMoved) ?? InRange("to-amount", c.ToAmount, 1, Amounts.MostMoved);

    private static Malformed? Change(Adjust c) =>
        InRange("change.units", c.Change.Units, -Amounts.MostMoved, Amounts.MostMoved)
        ?? InRange("change.value", c.Change.Value, -Amounts.MostMoved, Amounts.MostMoved)
        ?? InRange("change.tpp", c.Change.Tpp, -Amounts.MostMoved, Amounts.MostMoved)
        ?? InRange("ratio", c.Ratio ?? 0, 0, AdjustableRatio)
        ?? (c.Change.IsZero && c.Ratio is null ? new("change", "changes nothing") : null);

    private const long AdjustableRatio = 1_000L * Million;

    private static Malformed? Terms(AccountTerms t)
    {
        var bad = Key("account", t.Account)
            ?? (t.Kind is AccountKind.Line or AccountKind.Cap ? null : new Malformed("kind", "is of no known kind"))
            ?? Currency("currency", t.Currency)
            ?? ((t.Limited & ~Measures.All) == Measures.None ? null : new Malformed("limited", "names an unknown measure"))
            ?? Caps(t)
            ?? Optional("license", t.License) ?? Optional("exporter", t.Exporter) ?? Optional("buyer", t.Buyer)
            ?? Optional("ultimate-parent", t.UltimateParent) ?? Optional("product", t.Product) ?? Optional("authority", t.Authority)
            ?? InRange("ratio", t.Ratio ?? 0, 0, AdjustableRatio)
            ?? InRange("window-days", t.WindowDays, 0, AccountTerms.MostDays)
            ?? (t.DrawsAt is DrawsAt.Reservation or DrawsAt.Shipment ? null : new Malformed("draws-at", "is of no known kind"))
            ?? Tolerances(t);
        if (bad is not null)
        {
            return bad;
        }

        return t switch
        {
            { Kind: AccountKind.Line, Ratio: not null } => new("ratio", "is for caps"),
            { Kind: AccountKind.Line, WindowDays: > 0 } => new("window-days", "are for caps"),
            { Kind: AccountKind.Line, DrawsAt: DrawsAt.Shipment } => new("draws-at", "must be the reservation for a line"),
            { Ratio: not null, Product: null } => new("product", "is needed by a ratio cap"),
            { Ratio: not null, Exporter: null } => new("exporter", "is needed by a ratio cap"),
            _ => null,
        };
    }

    private static Malformed? Caps(AccountTerms t)
    {
        if (t.Caps.IsDefault || t.Caps.Length > AccountTerms.MostCaps)
        {
            return new("caps", $"must be at most {AccountTerms.MostCaps}");
        }

        if (t.Kind == AccountKind.Cap && t.Caps.Length > 0)
        {
            return new("caps", "stand above lines only; list all of them at the line");
        }

        foreach (var cap in t.Caps)
        {
            if (Key("caps", cap) is { } bad)
            {
                return bad;
            }
        }

        return t.Caps.Distinct(StringComparer.Ordinal).Count() == t.Caps.Length ? null : new("caps", "name one cap twice");
    }

    private static Malformed? Tolerances(AccountTerms t)
    {
        if (t.Tolerances.IsDefault || t.Tolerances.Length > AccountTerms.MostTolerances)
        {
            return new("tolerances", $"must be at most {AccountTerms.MostTolerances}");
        }

        if (t.WindowDays > 0 && t.Tolerances.Length > 0)
        {
            return new("tolerances", "do not go with a rolling window");
        }

        for (var i = 0; i < t.Tolerances.Length; i++)
        {
            var one = t.Tolerances[i];
            if (one is not { Since.IsInRange: true, Units: >= 0 and <= Million, Value: >= 0 and <= Million, Tpp: >= 0 and <= Million }
                || (i > 0 && one.Since <= t.Tolerances[i - 1].Since))
            {
                return new("tolerances", "must lie from 0 to 1,000,000 millionths, by rising moment");
            }

            if (Words("tolerances", one.Provision, MostName) is { } bad)
            {
                return bad;
            }
        }

        return null;
    }

    private static Malformed? Chain(Linked c)
    {
        if (c.Commands.IsDefaultOrEmpty || c.Commands.Length > Linked.Most)
        {
            return new("commands", $"must be 1 to {Linked.Most}");
        }

        for (var i = 0; i < c.Commands.Length; i++)
        {
            var part = c.Commands[i];
            if (part is null or Linked)
            {
                return new("commands", "must not be linked themselves");
            }

            if (part is RightClock && i > 0)
            {
                return new("commands", "may put the clock right in the first of them only");
            }

            if (Of(part) is { } bad)
            {
                return new("commands." + bad.Field, bad.Problem);
            }
        }

        var ids = c.Commands.Select(p => p.Id).Append(c.Id);
        return ids.Distinct(StringComparer.Ordinal).Count() == c.Commands.Length + 1 ? null : new("commands", "use one id twice");
    }
}
