using System.Collections.Immutable;
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
    public override string Fix => "correct the field and send it again";

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
    public override string Fix => Founded ? "enroll organizations and people one by one" : "found it first: `proviso license found`";

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
    public override string Fix => "an administrator of the organization enrolls people";

    /// <inheritdoc/>
    public override string Word => "not-enrolled";
}

/// <summary>5. What the command names is not in the book.</summary>
/// <param name="Field">The field that names it.</param>
/// <param name="Key">What it names.</param>
public sealed record NoSuch(string Field, string Key) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"There is no {Field} '{Key}' in this book.";

    /// <inheritdoc/>
    public override string Fix => "see what there is: `proviso license list`, `proviso line list`, `proviso reservation list`";

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
    public override string Fix => "let one of them do it";

    /// <inheritdoc/>
    public override string Word => "not-theirs";
}

/// <summary>7. It needs two persons.</summary>
/// <param name="Problem">Why it is not two yet.</param>
public sealed record NeedsSecondPerson(string Problem) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"This needs two officers of the authority: {Problem}.";

    /// <inheritdoc/>
    public override string Fix => "one proposes, another countersigns";

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
    public override string Fix => "look at how it stands before trying again";

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
    public override string Fix => Status == LicenseStatus.NotYet ? "wait for its first day" : "ask its authority; nothing moves on it meanwhile";

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
        QuotaExceeded or OverCommitted => "ask for less, release what is not needed, or ask the authority for more",
        RatioExceeded => "ask for less, or record the sales at home that make room",
        WindowExceeded { FitsOn: { } day } => $"ask for less, or come again on {Moment.DateOf(day):yyyy-MM-dd}",
        WindowExceeded => "ask for less: so much never fits the window",
        AccountSuspended => "see the condition it was suspended for: `proviso condition list`; reinstating needs two officers of the authority",
        AccountFrozen => "ask the authority that froze it",
        ReservationExpired => "release it and reserve anew",
        RateMissing => "have an authority enter the rate: `proviso ledger rate`",
        Malformed => "correct the field and send it again",
        _ => "look at how it stands: `proviso line show`",
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
    public override string Fix => "ask the authority whether the license still stands; `proviso check` shows the whole answer of the law";

    /// <inheritdoc/>
    public override string Word => "law-forbids";
}

/// <summary>13. What is still outstanding stands in the way.</summary>
/// <param name="Target">Of what.</param>
/// <param name="Open">What is open.</param>
public sealed record StillOutstanding(string Target, ImmutableArray<string> Open) : LicenseRefusal
{
    /// <inheritdoc/>
    public override string Text => $"For '{Target}' there is still open: {string.Join("; ", Open)}.";

    /// <inheritdoc/>
    public override string Fix => "have it filed, waive the condition, or give a new last day with the reinstatement";

    /// <inheritdoc/>
    public override string Word => "outstanding";

    /// <summary>By value, what is open one by one.</summary>
    public bool Equals(StillOutstanding? other) => other is not null && Target == other.Target && Open.SequenceEqual(other.Open, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Target);
}
