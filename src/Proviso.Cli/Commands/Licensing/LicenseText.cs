using System.Globalization;
using Proviso.Ledger;
using Proviso.Licensing;
using Proviso.Quantities;

namespace Proviso.Cli.Commands.Licensing;

/// <summary>What a book of licenses looks like to people.</summary>
internal static class LicenseText
{
    /// <summary>A command in a few words.</summary>
    public static string What(LicenseCommand command) => Shown.Text(command switch
    {
        FoundBook c => $"the book '{c.Title}' is founded",
        EnrollOrganization c => $"{c.Organization.Key} is '{c.Organization.Name}', {c.Organization.Kind.ToString().ToLowerInvariant()} in {c.Organization.Country}, ultimate parent {c.Organization.UltimateParent ?? "none"}",
        InviteAdministrator c => $"{c.Person} is invited as first administrator of {c.Organization}",
        AcceptInvitation c => $"invitation {c.Invitation} is accepted",
        EnrollPerson c => $"{c.Person.Key} is enrolled as {c.Person.Role.ToString().ToLowerInvariant()} of {c.Person.Organization}",
        DismissPerson c => $"{c.Person} is dismissed",
        OpenCap c => $"cap {c.Terms.Account}: {c.Authorized}{(c.Terms.Ratio is { } share ? $", ratio {FixedPoint.ToText(share)}" : "")}{(c.Terms.WindowDays > 0 ? $", in any {c.Terms.WindowDays} days" : "")}",
        IssueLicense c => string.Create(CultureInfo.InvariantCulture, $"license {c.License.Key}: {c.License.Exporter} to {c.License.Buyer}, {c.License.Lines.Sum(l => l.Authorized.Units):N0} {c.License.Product} to {c.License.Destination}")
            + $" through {c.License.Through:yyyy-MM-dd}, {c.License.Lines.Length} lines, {c.License.Conditions.Length} conditions"
            + (c.License.Figures is { } figures ? $", TPP of a unit entered as {FixedPoint.ToText(figures.Tpp)}" : ""),
        ExtendLicense c => $"license {c.License} through {c.Through:yyyy-MM-dd}",
        RevokeLicense c => $"license {c.License} revoked",
        ConfirmLicense c => $"license {c.License} confirmed",
        AddCondition c => $"condition {c.Condition.Key} on {c.License}",
        ChangeCondition c => $"condition {c.Condition.Key} of {c.License} changed",
        EndCondition c => $"condition {c.Condition} of {c.License} ended",
        WaiveCondition c => $"condition {c.Condition} of {c.License} waived until {c.Until:yyyy-MM-dd}",
        FindBreach c => $"a breach of {c.Condition} of {c.License}",
        SuspendUse c => $"{c.Target} suspended for '{c.Cause}'",
        ReinstateUse c => $"{c.Target} reinstated from '{c.Cause}'",
        AcknowledgeCondition c => $"{c.Condition} of {c.License} acknowledged",
        FileEvidence c => $"{c.Evidence} for {c.Subject} on file",
        RejectEvidence c => $"evidence {c.Filed} rejected",
        ConfirmPayment c => $"payment {c.Filed} confirmed",
        ReserveUnits c => $"{Units(c.Units)} reserved on {c.Line}{Money(c.Value, c.Currency)}",
        ShipUnits c => $"{Units(c.Units)} shipped on {c.Reservation}{Money(c.Value, c.Currency)}",
        ReturnUnits c => $"{Units(c.Units)} of {c.Shipment} came back{Money(c.Value, c.Currency)}",
        SellAtHome c => $"{Units(c.Units)} of {c.Product} sold at home, {c.Reference}",
        ChallengeSale c => $"sale {c.Sale} challenged",
        SetClock c => $"it is {c.Stated:yyyy-MM-dd}",
        LedgerAct { Act: Release c } => $"reservation {c.Reservation} released",
        LedgerAct { Act: SetRate c } => $"{FixedPoint.ToText(c.FromAmount)} {c.From} are worth {FixedPoint.ToText(c.ToAmount)} {c.To} since {c.Since}",
        LedgerAct { Act: Adjust c } => $"{c.Account} changed by {c.Change}{(c.Ratio is { } ratio ? $", ratio {FixedPoint.ToText(ratio)}" : "")}",
        LedgerAct { Act: Grant c } => $"{c.Account} authorized {c.Amounts} more",
        LedgerAct { Act: Reverse c } => $"{c.Command} reversed",
        LedgerAct { Act: Freeze c } => $"{c.Account} frozen",
        LedgerAct { Act: Unfreeze c } => $"{c.Account} let go of its freeze",
        LedgerAct { Act: Close c } => $"{c.Account} closed",
        LedgerAct c => c.Act.GetType().Name.ToLowerInvariant(),
        Propose c => $"proposed: {What(c.Action)}",
        Countersign c => $"proposal {c.Proposal} countersigned",
        WithdrawProposal c => $"proposal {c.Proposal} withdrawn",
        TimePasses => "time passed",
        _ => command.GetType().Name,
    });

    /// <summary>What changes of law since the first day of a license say of it; nothing where no change says anything, and it goes on.</summary>
    public static void Law(LicenseTerms terms, DateOnly on)
    {
        if (Workbench.Open(null) is not { } bench)
        {
            Console.Out.WriteLine("  what changes of law say of it cannot be told: the law files have errors");
            return;
        }

        var law = LicenseChanges.Of(bench.Rules, LicenseChanges.CitationsOf(terms), terms.From, on, DateOnly.MaxValue);
        foreach (var change in law.Changes)
        {
            Console.Out.WriteLine(Shown.Text($"  law since: {change.Text}"));
        }

        if (law.Stop is { } stop)
        {
            Console.Out.WriteLine(Shown.Text($"  ENDED BY LAW: nothing ships under it; {stop.Provision.Name} ({string.Join("; ", stop.Provision.Cites)})"));
        }
    }

    /// <summary>What stands after an accepted command, where that helps with the next step.</summary>
    public static void After(LicenseEntry entry, LicenseCommand command, LicenseView book)
    {
        var on = Moment.DateOf(command.EventTime.DayNumber);
        switch (command)
        {
            case Propose c:
                Console.Out.WriteLine(Shown.Text($"  it takes effect when it is countersigned by {book.SecondOf(c.Id)}"));
                Console.Out.WriteLine($"  next: proviso license countersign {Shown.Text(c.Id)}{(c.Action is SetClock ? " --stated DAY" : "")} --as PERSON");
                break;
            case InviteAdministrator c:
                Console.Out.WriteLine($"  next: proviso license accept {Shown.Text(c.Id)} --as {Shown.Text(c.Person)}");
                break;
            case Countersign { Proposal: var proposal } when book.Proposals.FirstOrDefault(p => p.Id == proposal)?.Command is InviteAdministrator c:
                Console.Out.WriteLine($"  next: proviso license accept {Shown.Text(c.Id)} --as {Shown.Text(c.Person)}");
                break;
            case ReserveUnits c when book.ReadLine(c.Line, on) is { } line:
                Free(line);
                break;
            case ShipUnits c when book.ReservationOf(c.Reservation) is { } reservation:
                Console.Out.WriteLine($"  {Units(reservation.Remaining.Units)} left on {Shown.Text(c.Reservation)}");
                foreach (var law in entry.Outcome.Law)
                {
                    Console.Out.WriteLine($"  the law of the day: {law.Outcome} ({law.Provision}; {law.Cite})");
                }

                foreach (var duty in book.Obligations(openOnly: true).Where(o => o.Subject == command.Id))
                {
                    Console.Out.WriteLine(Shown.Text($"  due on {duty.Due:yyyy-MM-dd} by {duty.Binds}: {duty.What}"));
                }

                break;
        }
    }

    /// <summary>What is free on a line.</summary>
    public static void Free(LineReading line)
    {
        Console.Out.WriteLine(Shown.Text($"  free on {line.Line} now: {Figure(Measure.Units, line.FreeUnits)} units{(line.Because is { } next ? $"; for one more: {next.Text.TrimEnd('.')}" : "")}"));
        foreach (var authority in line.OtherLimits)
        {
            Console.Out.WriteLine(Shown.Text($"  another limit of {authority} may stop this"));
        }
    }

    /// <summary>A figure, or a dash where nothing limits it.</summary>
    public static string Figure(Measure measure, long? figure) =>
        figure is not { } known ? "–" : measure == Measure.Units ? known.ToString("N0", CultureInfo.InvariantCulture) : FixedPoint.ToDecimal(known).ToString("#,0.######", CultureInfo.InvariantCulture);

    /// <summary>Columns that line up, numbers to the right.</summary>
    public static void Table(string[] heads, IEnumerable<string[]> rows, params int[] numbers)
    {
        var all = rows.Select(r => r.Select(Shown.Text).ToArray()).ToList();
        var widths = heads.Select((h, i) => all.Select(r => r[i].Length).Append(h.Length).Max()).ToArray();
        foreach (var row in all.Prepend(heads))
        {
            Console.Out.WriteLine(string.Join("  ", row.Select((cell, i) => numbers.Contains(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        }
    }

    /// <summary>Lines with their balances, one row for each measure that is limited.</summary>
    public static void Lines(IEnumerable<LineReading> lines)
    {
        var all = lines.ToList();
        Table(["line", "", "authorized", "reserved", "shipped", "returned", "available", "free now", "state"], all.SelectMany(l => Balance(l.Line, l.Balance, l.FreeUnits, State(l))), 2, 3, 4, 5, 6, 7);
        foreach (var authority in all.SelectMany(l => l.OtherLimits.Select(a => (Authority: a, l.Line))).GroupBy(l => l.Authority, l => l.Line, StringComparer.Ordinal))
        {
            Console.Out.WriteLine(Shown.Text($"another limit of {authority.Key} may stop what is free now on {string.Join(", ", authority)}"));
        }
    }

    /// <summary>The rows of one account.</summary>
    public static IEnumerable<string[]> Balance(string name, AccountBalance b, long? free, string state) => Enum.GetValues<Measure>().Select((m, i) => new[]
    {
        i == 0 ? name : "", m == Measure.Tpp ? "TPP" : m.ToString().ToLowerInvariant(), b.Limited.HasFlag((Measures)(1 << i)) ? Figure(m, b.Authorized[m]) : "–",
        Figure(m, b.Reserved[m]), Figure(m, b.Shipped[m]), Figure(m, b.Returned[m]), Figure(m, b.Available(m)), i == 0 && free is { } units ? Figure(m, units) : "", i == 0 ? state : "",
    });

    /// <summary>The state of a line in words.</summary>
    public static string State(LineReading line) =>
        line.Status is not (LicenseStatus.InForce or LicenseStatus.Suspended) ? Word(line.Status)
        : line.Causes.Length > 0 ? $"suspended: {string.Join(", ", line.Causes)}"
        : Word(line.Balance.State);

    /// <summary>How a license stands on a day, and that it waits to be confirmed where it does.</summary>
    public static string State(LicenseView book, string license, DateOnly on) =>
        book.ReopenedBy(license) is not null && book.StatusOf(license, on) == LicenseStatus.Suspended ? "stopped: facts changed" : Word(book.StatusOf(license, on));

    /// <summary>How a license stands, in words.</summary>
    public static string Word(LicenseStatus status) => status switch
    {
        LicenseStatus.InForce => "in force",
        LicenseStatus.NotYet => "not yet",
        LicenseStatus.Suspended => "suspended",
        LicenseStatus.Expired => "expired",
        LicenseStatus.Revoked => "revoked",
    };

    /// <summary>How an account stands, in words.</summary>
    public static string Word(AccountStates state) => state == AccountStates.None ? "in force" : state.ToString().ToLowerInvariant().Replace("overcommitted", "over-committed", StringComparison.Ordinal);

    /// <summary>Conditions with how they stand.</summary>
    public static void Conditions(IEnumerable<ConditionReading> readings) => Table(
        ["license", "condition", "state", "due", "why"],
        readings.Select(r => new[] { r.License, r.Condition.Key, r.Status.ToString().ToLowerInvariant(), r.DueOn is { } due ? due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "", r.Reason }));

    /// <summary>Duties with their last days.</summary>
    public static void Obligations(IEnumerable<Obligation> obligations, DateOnly on) => Table(
        ["due", "in days", "license", "who", "what", "condition", "state"],
        obligations.Select(o => new[]
        {
            o.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), (o.Due.DayNumber - on.DayNumber).ToString(CultureInfo.InvariantCulture), o.License, o.Binds, o.What, o.Condition,
            o.State == "open" && o.Due < on ? "missed" : o.State,
        }), 1);

    private static string Money(long value, string? currency) => value == 0 ? "" : $" for {Figure(Measure.Value, value)} {currency}";

    private static string Units(long units) => units == 1 ? "1 unit" : string.Create(CultureInfo.InvariantCulture, $"{units:N0} units");
}
