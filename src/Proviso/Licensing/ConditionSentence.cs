using System.Collections.Immutable;
using System.Globalization;
using Proviso.Quantities;
using Proviso.Rules.Binding;

namespace Proviso.Licensing;

/// <summary>Writes a condition as sentences. They come from the condition, never the other way round: what is read is what runs.</summary>
public static class ConditionSentence
{
    /// <summary>The whole text, as a bound party acknowledges it: what, for which lines, what follows, by whose authority.</summary>
    public static string Of(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var lines = condition.Lines.IsEmpty ? "" : $" For {(condition.Lines.Length == 1 ? "line" : "lines")} {string.Join(", ", condition.Lines)} only.";
        return $"{Short(condition)}.{lines} {Follows(condition)} Binds {condition.Binds}; set by {condition.Authority}{(condition.Provision is null ? "" : $" under {condition.Provision}")}.";
    }

    /// <summary>What it asks for, without a full stop.</summary>
    public static string Short(Condition condition) => condition switch
    {
        AccountCondition { Cap: CapKind.RatioCap } c => $"What ships stays within the ratio of '{c.Account}' to what is sold at home",
        AccountCondition { Cap: CapKind.WindowCap } c => $"What moves stays within the rolling window of '{c.Account}'",
        AccountCondition { Cap: CapKind.Approval } c => $"What moves stays within what is approved in '{c.Account}'",
        AccountCondition { Cap: CapKind.BuyerCap } c => $"What moves to this buyer stays within '{c.Account}'",
        AccountCondition { Cap: CapKind.ParentCap } c => $"What moves to companies of this ultimate parent stays within '{c.Account}'",
        AccountCondition c => $"What moves stays within what '{c.Account}' authorizes",
        ExpiryCondition c => $"Nothing ships after {Day(c.Through)}",
        SiteCondition c => $"Shipments go to {Or(c.Sites)} only",
        EndUseCondition c => $"Shipments are for {Or(c.EndUses)} only",
        EvidenceCondition c => $"Nothing ships before {(c.Scope == EvidenceScope.Reservation ? "its own" : "a")} {c.Evidence}{From(c)} is on file"
            + (c.ValidDays > 0 ? $", not older than {Days(c.ValidDays)}" : ""),
        NoticeCondition c => $"Each shipment is announced by a {c.Evidence} at least {Days(c.Days)} before",
        PairedPurchaseCondition c => $"For each unit shipped, {FixedPoint.ToText(c.Share)} domestic units are shown by {c.Evidence}",
        StandingLawCondition c => $"The law of {c.Corpus} on the day of shipment is no stricter than a license with review {Outcome.ReviewWord(c.Review)}",
        AcknowledgementCondition c => $"{And(c.Parties)} acknowledge every condition that binds them "
            + (c.WithinDays == 0 ? "before anything ships" : $"within {Days(c.WithinDays)} after issue"),
        ShipmentReportCondition c => $"Each shipment is followed by a {c.Evidence}{(c.From is { } from ? $" from the {Word(from)}" : "")} within {Days(c.WithinDays)}",
        PeriodicReportCondition c => $"From {Day(c.Start)} on, a {c.Evidence} for every {Days(c.EveryDays)}, within {Days(c.WithinDays)} after they end",
        FreshnessCondition c => $"From the first shipment on, the newest {c.Evidence} is never older than {Days(c.EveryDays)}",
        RevenueShareCondition c => $"{FixedPoint.ToText(c.Share * 100L)} % of the value of each shipment is paid within {Days(c.WithinDays)}, shown by {c.Evidence}",
        DeadlineCondition c => $"A {c.Evidence} is filed by {Day(c.By)}",
        _ => $"Something of a kind that this program does not know, {condition.GetType().Name}",
    };

    private static string From(EvidenceCondition c) => c.From is null && !c.Independent && c.Country is null ? ""
        : $" from {(c.Independent ? "an independent" : "a")} {(c.From is { } kind ? Word(kind) : "source")}{(c.Country is null ? "" : $" in {c.Country}")}";

    private static string Follows(Condition condition) => condition.Consequence switch
    {
        Consequence.Notify => "If it is broken, the authority is told.",
        Consequence.HoldLine => "If it is broken, nothing ships on the line until the breach is ended.",
        Consequence.SuspendLine => "If it is broken, the line is suspended in the same entry.",
        Consequence.SuspendLicense => "If it is broken, the license is suspended in the same entry.",
    };

    internal static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Word(OrganizationKind kind) => kind.ToString().ToLowerInvariant();

    private static string Or(ImmutableArray<string> words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";

    private static string And(ImmutableArray<string> words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} and {words[^1]}";
}
