namespace Proviso.Ledger;

internal struct AccountRow
{
    public AccountTerms Terms;

    // The line itself, then its caps in order; empty for a cap.
    public int[] Legs;

    // True when a leg counts in another currency than the line.
    public bool Foreign;
    public bool CountsReserved;
    public bool Frozen;
    public bool Closed;

    // -1 without a ratio.
    public int Ratio;
    public int Pool;

    // Causes of its own and of its license together.
    public int Suspensions;
    public int Open;
    public RollingWindow? Window;
    public List<string>? Causes;

    // Those that stand, so that the last one can be taken back to the one before.
    public List<Adjust>? RatioAdjustments;
    public Amounts Authorized;
    public Amounts Reserved;
    public Amounts Shipped;
    public Amounts Returned;
    public Amounts Tolerated;

    // What has room to take: a cap that draws at shipment does not count reservations.
    public readonly Amounts Used => CountsReserved ? Reserved + Shipped - Returned : Shipped - Returned;

    public readonly bool IsBlocked => Closed || Frozen || Suspensions > 0;
}

internal struct ReservationRow
{
    public string Id;
    public int Line;

    // Where windows count what is still set aside; what ships is counted on the day of the shipment.
    public int Day;
    public ReservationState State;
    public Moment Expires;

    // One rate for each leg, -1 in the line's own currency; null when all are. The rates of the first day stay for life: a
    // later rate cannot overdraw a cap behind everybody's back.
    public int[]? Rates;
    public Amounts Remaining;
}

internal struct ShipmentRow
{
    public int Reservation;
    public Moment At;
    public bool Reversed;
    public Amounts Shipped;
    public Amounts Returned;

    // What was left of the reservation's value before, without which the value on a cap in another currency is not exact.
    public long ValueBefore;
}

internal struct SalesRow
{
    public string Product;
    public string Exporter;
    public List<int> Accounts;
    public long Units;
    public long Tpp;
}

// By the command, which holds the source and the id too.
internal readonly record struct RateRow(SetRate Command, long FromAmount, long ToAmount);

internal sealed class LicenseRow
{
    public List<int> Accounts { get; } = [];

    public List<string> Causes { get; } = [];
}
