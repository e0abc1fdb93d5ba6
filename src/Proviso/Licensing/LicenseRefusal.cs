using System.Collections.Immutable;
using System.Globalization;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>Why a command was refused, in order of precedence as they stand here: where several hold, the first is told. Nothing was changed.</summary>
/// <remarks>A refusal is not remembered: the same command may pass later.</remarks>
public abstract record LicenseRefusal
{
    private protected LicenseRefusal()
    {
    }

    /// <summary>One sentence, for people.</summary>
    public abstract string Text { get; }

    /// <summary>What to do about it, for people.</summary>
    public abstract string Fix { get; }

    /// <summary>The word that a script reads, the same for ever.</summary>
    public abstract string Word { get; }
}

/// <summary>1. A field that no state of the book could take.</summary>
/// <param name="Field">Which.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record MalformedCommand(string Field, string Problem) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"{Field}: {Problem}.";

    /// <inheritdoc/>
    public override string Fix => Field switch
    {
        "value" or "currency" => "state both as the contract or invoice does, such as `--value 300000 --currency USD`, and send it again; nothing was recorded",
        "units" => "state whole units from 1, such as `--units 10`, and send it again; nothing was recorded",
        "reason" or "source" or "reference" => $"say it in words, as `--{Field} 'TEXT'`, and send it again; nothing was recorded",
        "product" => "take a key that `proviso item list` shows, as `--product KEY`, and send it again; nothing was recorded",
        "stated" => "look at a calendar and state today's day, as `--stated YYYY-MM-DD`; nothing was recorded",
        _ => $"correct '{Field}' and send it again; nothing was recorded",
    };

    /// <inheritdoc/>
    public override string Word => "malformed";
}

/// <summary>2. The id was accepted before with another body.</summary>
/// <param name="Command">The id.</param>
/// <param name="Field">The first field that differs.</param>
public sealed record CommandIdReused(string Command, string Field) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Command}' was accepted before with another {Field}.";

    /// <inheritdoc/>
    public override string Fix => "send the same body again, or another id for another command";

    /// <inheritdoc/>
    public override string Word => "id-reused";
}

/// <summary>3. The book has no beginning yet, or has one already.</summary>
/// <param name="Founded">Whether it was founded.</param>
public sealed record BookFounded(bool Founded) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => Founded ? "The book is founded already." : "Nobody has founded this book yet.";

    /// <inheritdoc/>
    public override string Fix => Founded ? "enter what is missing one by one: `proviso license enroll --help` and `proviso license invite --help` show how" : "found it first: `proviso license found --file FILE --as PERSON`";

    /// <inheritdoc/>
    public override string Word => "founded";
}

/// <summary>4. The person is not enrolled, or was dismissed.</summary>
/// <param name="Person">The person's key.</param>
public sealed record NotEnrolled(string Person) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Person}' is not enrolled in this book.";

    /// <inheritdoc/>
    public override string Fix => "name one of its people with `--as PERSON`; who is not one yet is enrolled by an administrator of the own organization: `proviso license enroll --person KEY --organization KEY --role ROLE --as ADMINISTRATOR`";

    /// <inheritdoc/>
    public override string Word => "not-enrolled";
}

/// <summary>5. What the command names is not in the book.</summary>
/// <param name="Field">The field that names it.</param>
/// <param name="Key">What it names.</param>
public sealed record NoSuch(string Field, string Key) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"There is no {Field} '{Key}' in this book that is yours to see.";

    /// <inheritdoc/>
    public override string Fix => Field switch
    {
        "license" => "see which there are: `proviso license list`",
        "line" or "account" => "see which there are: `proviso line list`; a cap is named by its authority",
        "reservation" => "see which there are: `proviso reservation list --all`",
        "shipment" => "see which there are: `proviso shipment list`",
        "proposal" => "see which there are: `proviso license proposals --all`",
        "sale" => "see which there are: `proviso ledger sales`",
        "condition" or "cause" => "see which there are: `proviso condition list`",
        "invitation" => "it is named after the proposal that was countersigned, with `-act` at its end: `proviso license accept ID-act --as PERSON`, as the person invited",
        "evidence" => "see which command filed it: `proviso ledger entries`",
        _ => "see what there is: `proviso license people`, `proviso license list`, `proviso line list`",
    };

    /// <inheritdoc/>
    public override string Word => "not-found";
}

/// <summary>6. It is not this person's to do.</summary>
/// <param name="Person">The person's key.</param>
/// <param name="Needs">Who may.</param>
public sealed record NotTheirs(string Person, string Needs) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"'{Person}' may not do this: it needs {Needs}.";

    /// <inheritdoc/>
    public override string Fix => "let one of them do it: the same command with their key after --as; `proviso license people` shows who is who in your organization";

    /// <inheritdoc/>
    public override string Word => "not-theirs";
}

/// <summary>7. It needs two persons.</summary>
/// <param name="Needs">Who has to sign second.</param>
/// <param name="Problem">Why it is not two yet.</param>
public sealed record NeedsSecondPerson(string Needs, string Problem) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"This needs a second signature, of {Needs}: {Problem}.";

    /// <inheritdoc/>
    public override string Fix => "one proposes, another countersigns: `proviso license countersign ID --as PERSON`; `proviso license proposals` shows what waits";

    /// <inheritdoc/>
    public override string Word => "needs-second-person";
}

/// <summary>8. It is so already, or not so, to be ended.</summary>
/// <param name="Field">The field that names it.</param>
/// <param name="Key">What it names.</param>
/// <param name="State">What it is.</param>
public sealed record SoAlready(string Field, string Key, string State) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"{Field} '{Key}' is {State}.";

    /// <inheritdoc/>
    public override string Fix => "nothing has to be done for it again; look at how it stands with the `list` or `show` command of its kind before trying something else";

    /// <inheritdoc/>
    public override string Word => "already-so";
}

/// <summary>9. The license may not be used on that day.</summary>
/// <param name="License">The license.</param>
/// <param name="Status">How it stands.</param>
/// <param name="On">The day.</param>
/// <param name="Because">Since when, until when, or why.</param>
public sealed record LicenseNotInForce(string License, LicenseStatus Status, DateOnly On, string Because) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"License '{License}' cannot be used on {On:yyyy-MM-dd}: {Because}.";

    /// <inheritdoc/>
    public override string Fix => Status == LicenseStatus.NotYet ? "wait for its first day" : $"ask its authority; nothing moves on it meanwhile: `proviso license show {License}` says how it stands";

    /// <inheritdoc/>
    public override string Word => "not-in-force";
}

/// <summary>10. The ledger refuses: not enough is free, or it stands otherwise than the command takes it to.</summary>
/// <param name="Refusal">Why, with figures.</param>
public sealed record LedgerRefuses(LedgerRefusal Refusal) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => Refusal.Text;

    /// <inheritdoc/>
    public override string Fix => Refusal switch
    {
        QuotaExceeded or OverCommitted => "ask for less, give up what is not needed (`proviso reservation release ID`), or ask the authority for more",
        RatioExceeded => "ask for less, or enter the sales at home that make room: `proviso ledger sale --product KEY --units N --reference TEXT --document FILE --as OFFICER`",
        WindowExceeded { FitsOn: { } day } => $"ask for less, or come again on {Moment.DateOf(day):yyyy-MM-dd}",
        WindowExceeded => "ask for less: so much never fits the window",
        AccountSuspended => "see the condition it was suspended for: `proviso condition list`; reinstating needs two officers of the authority",
        AccountFrozen => "ask the authority that froze it",
        ReservationLapsed => "reserve anew: `proviso reservation make LINE --units N --value N --currency CODE --as PERSON`",
        ExceedsReservation e => new LedgerRefuses(e.Cause).Fix,
        RateMissing => "have an officer of the cap's authority enter it: `proviso ledger rate --from CODE --to CODE --amounts A=B --since DAY --source TEXT --as OFFICER`",
        Malformed m => new MalformedCommand(m.Field, m.Problem).Fix,
        _ => "look at how it stands: `proviso line show LINE`",
    };

    /// <inheritdoc/>
    public override string Word => Refusal switch
    {
        LinkedRefused l => new LedgerRefuses(l.Refusal).Word,
        _ => Kebab(Refusal.GetType().Name),
    };

    private static string Kebab(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}

/// <summary>11. A condition is not met.</summary>
/// <param name="License">The license.</param>
/// <param name="Condition">The condition's key.</param>
/// <param name="Sentence">What it asks for.</param>
/// <param name="Because">What is missing.</param>
/// <param name="ToDo">What meets it.</param>
public sealed record ConditionUnmet(string License, string Condition, string Sentence, string Because, string ToDo) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"Condition '{Condition}' of '{License}' is not met: {Because}. It says: {Sentence}.";

    /// <inheritdoc/>
    public override string Fix => ToDo;

    /// <inheritdoc/>
    public override string Word => "condition-unmet";
}

/// <summary>12. The law of that day forbids what the license was granted for, or does not settle it.</summary>
/// <param name="License">The license.</param>
/// <param name="On">The day.</param>
/// <param name="Verdict">What the law says.</param>
public sealed record LawForbids(string License, DateOnly On, LawVerdict Verdict) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"By the law of {On:yyyy-MM-dd} ({Verdict.Provision}; {Verdict.Cite}) it is now: {Verdict.Outcome}. '{License}' does not carry that.";

    /// <inheritdoc/>
    public override string Fix => "ask the authority whether the license still stands; `proviso check FILE --why` shows the whole answer of the law on the same transaction";

    /// <inheritdoc/>
    public override string Word => "law-forbids";
}

/// <summary>13. The value lies outside the tolerance around the unit price, and who asks is not of the authority.</summary>
/// <param name="Of">The line or reservation whose price counts.</param>
/// <param name="Value">What was stated, in millionths.</param>
/// <param name="Least">The least within the tolerance.</param>
/// <param name="Most">The most within it.</param>
/// <param name="Currency">The currency.</param>
/// <param name="Authority">Whose two officers may enter it all the same.</param>
public sealed record ValueOutsideTolerance(string Of, long Value, long Least, long Most, string Currency, string Authority) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text =>
        $"Value {Quantities.FixedPoint.ToText(Value)} {Currency} is not near the price of '{Of}': {Quantities.FixedPoint.ToText(Least)} to {Quantities.FixedPoint.ToText(Most)} {Currency} is, for so many units.";

    /// <inheritdoc/>
    public override string Fix => $"state the value of the contract or invoice for these units; where that is what it says, an officer of {Authority} gives the same command and another countersigns: `proviso license countersign ID --as OFFICER`";

    /// <inheritdoc/>
    public override string Word => "value-outside-tolerance";
}

/// <summary>10. More units than the reservation holds.</summary>
/// <param name="Reservation">The reservation.</param>
/// <param name="Asked">How many units were to ship.</param>
/// <param name="Held">How many it holds.</param>
public sealed record ReservationExceeded(string Reservation, long Asked, long Held) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => string.Create(CultureInfo.InvariantCulture, $"Reservation '{Reservation}' holds {Held} units; {Asked} were to ship.");

    /// <inheritdoc/>
    public override string Fix => $"ship at most {Held} on it, and reserve the rest with `proviso reservation make`: evidence and notices are for a reservation and what it holds";

    /// <inheritdoc/>
    public override string Word => "exceeds-reservation";
}

/// <summary>10. A limit that is not this person's to see stops it.</summary>
/// <param name="Authority">Whose limit it is.</param>
public sealed record AnotherLimit(string Authority) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"Another limit of {Authority} stops this.";

    /// <inheritdoc/>
    public override string Fix => $"ask {Authority}; how it stands is not shown here";

    /// <inheritdoc/>
    public override string Word => "another-limit";
}

/// <summary>9. The facts that the license rests on changed, and its authority has not confirmed it since.</summary>
/// <param name="License">The license.</param>
/// <param name="Authority">Who confirms it.</param>
/// <param name="Changed">What changed.</param>
public sealed record FactsChanged(string License, string Authority, string Changed) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"License '{License}' rests on facts that changed: {Changed}.";

    /// <inheritdoc/>
    public override string Fix => $"two officers of {Authority} look at it again and confirm it: `proviso license confirm {License} --reason TEXT --as OFFICER`, then `proviso license countersign ID --as OFFICER`";

    /// <inheritdoc/>
    public override string Word => "facts-changed";
}

/// <summary>3. The clock and the book disagree by more than the bound. Nothing is recorded until two officers of different organizations say what time it is.</summary>
/// <param name="Last">The last entry, or a witness's time where that is later.</param>
/// <param name="Clock">What the clock says.</param>
/// <param name="Hours">The bound.</param>
public sealed record ClockStopped(Moment Last, Moment Clock, int Hours) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => string.Create(CultureInfo.InvariantCulture,
        $"The clock says {Clock}, and the book was last known to be at {Last}: more than the {Hours} hours between that it takes at its word. Nothing was recorded, and nothing was suspended.");

    /// <inheritdoc/>
    public override string Fix =>
        "look at a calendar. Where the machine's clock is wrong, set it right and send the command again. Where it is right, an officer says so: `proviso clock set --stated YYYY-MM-DD --reason TEXT --as "
            + "OFFICER`; then one of another organization: `proviso license countersign ID --stated YYYY-MM-DD --as OFFICER`";

    /// <inheritdoc/>
    public override string Word => "clock-stopped";
}

/// <summary>14. What is still outstanding stands in the way.</summary>
/// <param name="Target">Of what.</param>
/// <param name="Open">What is open.</param>
public sealed record StillOutstanding(string Target, ImmutableArray<string> Open) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"For '{Target}' there is still open: {string.Join("; ", Open)}.";

    /// <inheritdoc/>
    public override string Fix => "have it filed (`proviso condition evidence --help`), or two officers of the authority waive the condition (`proviso condition waive --help`) or reinstate with a new last day (`--new-due YYYY-MM-DD`)";

    /// <inheritdoc/>
    public override string Word => "outstanding";

    /// <summary>By value, what is open one by one.</summary>
    public bool Equals(StillOutstanding? other) => other is not null && Target == other.Target && Open.SequenceEqual(other.Open, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Target);
}
