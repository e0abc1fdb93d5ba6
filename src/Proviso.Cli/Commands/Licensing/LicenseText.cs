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
        EnrollOrganization c => $"{c.Organization.Key} is enrolled",
        EnrollPerson c => $"{c.Person.Key} is enrolled as {c.Person.Role.ToString().ToLowerInvariant()} of {c.Person.Organization}",
        DismissPerson c => $"{c.Person} is dismissed",
        OpenCap c => $"cap {c.Terms.Account}",
        IssueLicense c => $"license {c.License.Key} with {c.License.Lines.Length} lines and {c.License.Conditions.Length} conditions",
        ExtendLicense c => $"license {c.License} through {c.Through:yyyy-MM-dd}",
        RevokeLicense c => $"license {c.License} revoked",
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
        ShipUnits c => $"{Units(c.Amounts.Units)} shipped on {c.Reservation}",
        LedgerAct { Act: Reserve c } => $"{Units(c.Amounts.Units)} reserved on {c.Line}",
        LedgerAct { Act: Release c } => $"reservation {c.Reservation} released",
        LedgerAct { Act: Return c } => $"{Units(c.Amounts.Units)} of {c.Shipment} came back",
        LedgerAct { Act: RecordSale c } => $"{Units(c.Units)} of {c.Product} sold at home",
        LedgerAct { Act: SetRate c } => $"a rate from {c.From} to {c.To}",
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

    /// <summary>What stands after an accepted command, where that helps with the next step.</summary>
    public static void After(LicenseEntry entry, LicenseCommand command, LicenseBook book)
    {
        var on = Moment.DateOf(command.EventTime.DayNumber);
        switch (command)
        {
            case Propose c:
                var organization = book.People.First(p => p.Key == c.Actor).Organization;
                var others = book.People.Where(p => p.Organization == organization && p.Role == Role.Officer && p.Key != c.Actor).Select(p => p.Key).ToList();
                Console.Out.WriteLine(Shown.Text($"  it takes effect when another officer of {organization} countersigns: {(others.Count > 0 ? string.Join(", ", others) : "there is no other one yet")}"));
                Console.Out.WriteLine($"  next: proviso license countersign {c.Id}");
                break;
            case LedgerAct { Act: Reserve c } when book.ReadLine(c.Line, on) is { } line:
                Free(line);
                break;
            case ShipUnits c when book.Ledger.ReservationOf(c.Reservation) is { } reservation:
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
        var tightest = line.Tightest == line.Line ? "" : $"; {line.Tightest} leaves the fewest units";
        Console.Out.WriteLine(Shown.Text($"  free on {line.Line} now: {Figure(Measure.Units, line.Free[0])} units, value {Figure(Measure.Value, line.Free[1])}, TPP {Figure(Measure.Tpp, line.Free[2])}{tightest}"));
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
    public static void Lines(IEnumerable<LineReading> lines) => Table(
        ["line", "", "authorized", "reserved", "shipped", "returned", "available", "free now", "state"],
        lines.SelectMany(l => Balance(l.Line, l.Balance, l.Free, State(l))), 2, 3, 4, 5, 6, 7);

    /// <summary>The rows of one account.</summary>
    public static IEnumerable<string[]> Balance(string name, AccountBalance b, IReadOnlyList<long?> free, string state) => Enum.GetValues<Measure>().Select((m, i) => new[]
    {
        i == 0 ? name : "", m == Measure.Tpp ? "TPP" : m.ToString().ToLowerInvariant(), b.Limited.HasFlag((Measures)(1 << i)) ? Figure(m, b.Authorized[m]) : "–",
        Figure(m, b.Reserved[m]), Figure(m, b.Shipped[m]), Figure(m, b.Returned[m]), Figure(m, b.Available(m)), Figure(m, free[i]), i == 0 ? state : "",
    });

    /// <summary>The state of a line in words.</summary>
    public static string State(LineReading line) =>
        line.Status is not (LicenseStatus.InForce or LicenseStatus.Suspended) ? Word(line.Status)
        : line.Causes.Length > 0 ? $"suspended: {string.Join(", ", line.Causes)}"
        : Word(line.Balance.State);

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

    private static string Units(long units) => units == 1 ? "1 unit" : string.Create(CultureInfo.InvariantCulture, $"{units:N0} units");
}
