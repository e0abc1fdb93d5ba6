using Proviso.Ledger;

namespace Proviso.Licensing;

internal sealed class LicenseRow(LicenseTerms terms, Moment issued, ProductFigure figure, string? differs)
{
    public LicenseTerms Terms { get; set; } = terms;

    public Moment Issued { get; } = issued;

    // TPP of one unit, fixed at issue.
    public ProductFigure Figure { get; } = figure;

    // What the catalog said where the authority entered another figure.
    public string? Differs { get; } = differs;

    // Which fact of its parties changed since it was issued or confirmed; null when none did.
    public string? Reopened { get; set; }

    public string? Revoked { get; set; }

    public List<ConditionRow> Conditions { get; } = [];

    public List<EvidenceRow> Evidence { get; } = [];

    // Ids of its shipments, in order.
    public List<string> Shipments { get; } = [];

    public ConditionRow? Find(string key) => Conditions.Find(c => c.Condition.Key == key);
}

internal sealed class ConditionRow(LicenseRow license, Condition condition)
{
    public LicenseRow License { get; } = license;

    public Condition Condition { get; set; } = condition;

    public int Version { get; set; } = 1;

    public bool Ended { get; set; }

    public Waiver? Waiver { get; set; }

    public List<DueItem> Items { get; } = [];

    public List<Breach> Breaches { get; } = [];

    // By party: the version acknowledged.
    public Dictionary<string, Acknowledgement> Acknowledged { get; } = new(StringComparer.Ordinal);

    public string Cause => $"{License.Terms.Key}/{Condition.Key}";

    public bool IsFor(string line) => Condition.Lines.IsEmpty || Condition.Lines.Contains(line);

    public bool IsWaived(DateOnly on) => Waiver is { } w && on <= w.Until;
}

// A person with when they came to their role: what was proposed before that is not theirs to countersign.
internal sealed record PersonRow(Person Person, long Since, string How);

internal sealed record InvitationRow(InviteAdministrator Command, string By)
{
    public string? Ended { get; set; }
}

internal sealed record SaleRow(SellAtHome Command, Moment At)
{
    public string? Challenged { get; set; }
}

/// <summary>Who waived a condition, why, until when.</summary>
/// <param name="Until">The last day.</param>
/// <param name="By">Who signed first and second.</param>
/// <param name="Reason">Why.</param>
public sealed record Waiver(DateOnly Until, string By, string Reason);

/// <summary>An acknowledgement.</summary>
/// <param name="Version">Of which version of the condition.</param>
/// <param name="At">When.</param>
/// <param name="Person">By whom.</param>
/// <param name="Text">The exact text shown.</param>
public sealed record Acknowledgement(int Version, Moment At, string Person, string Text);

/// <summary>A breach that was found.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Reason">What was missed or passed.</param>
/// <param name="At">When it was recorded.</param>
public sealed record Breach(string Subject, string Reason, Moment At)
{
    /// <summary>Why it no longer stands; null while it does.</summary>
    public string? Resolved { get; internal set; }

    /// <summary>The line it is about; null for all lines of the condition.</summary>
    public string? Line { get; internal init; }

    internal DueItem? Item { get; init; }
}

/// <summary>A piece of evidence on file.</summary>
/// <param name="Id">Id of the command that filed it.</param>
/// <param name="Evidence">Its kind.</param>
/// <param name="Subject">Of what it speaks.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="FiledBy">The organization whose person filed it.</param>
/// <param name="Dated">The day it bears.</param>
/// <param name="Reference">The issuer's reference.</param>
/// <param name="Units">Units it tells of.</param>
/// <param name="Value">Money it tells of, in millionths.</param>
/// <param name="Currency">The currency of the money; null when there is none.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Sequence">The entry that filed it.</param>
public sealed record EvidenceRow(
    string Id, string Evidence, string Subject, string Issuer, string FiledBy, DateOnly Dated, string Reference, long Units, long Value, string? Currency, Moment At, long Sequence)
{
    /// <summary>Whether an officer filed it.</summary>
    internal bool ByOfficer { get; init; }

    /// <summary>SHA-256 of the document; null when nothing is kept.</summary>
    public string? Digest { get; internal init; }

    /// <summary>Who confirmed a payment that it tells of; null while it is the word of who filed it.</summary>
    public string? Confirmed { get; internal set; }

    /// <summary>Why it no longer counts; null while it does.</summary>
    public string? Rejected { get; internal set; }
}

internal enum DueState
{
    Open,
    Done,
    Missed,

    // Paid on the payer's word; the payee has not confirmed.
    Claimed,
}

// A duty with a last day.
internal sealed class DueItem(ConditionRow condition, string subject, DateOnly due)
{
    public ConditionRow Condition { get; } = condition;

    public string Subject { get; } = subject;

    public DateOnly Due { get; set; } = due;

    public DueState State { get; set; }

    // Evidence from before this day does not count.
    public DateOnly NotBefore { get; init; } = DateOnly.MinValue;

    public string? Line { get; init; }

    // Money owed and paid, in millionths.
    public long Owed { get; init; }

    public long Paid { get; set; }

    // What of it the payee has confirmed.
    public long Confirmed { get; set; }

    public string? Currency { get; init; }

    // Pieces of evidence, or a reason, that ended it.
    public List<string> By { get; } = [];
}
