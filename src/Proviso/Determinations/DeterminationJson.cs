using System.Globalization;
using System.Text.Json;
using Proviso.Determinations.Screened;
using Proviso.Parties.Ownership;
using Proviso.Quantities;
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Explaining;
using Proviso.Screening;

namespace Proviso.Determinations;

/// <summary>Writes answers in their machine form, version 1. Every door uses this one form.</summary>
public static partial class DeterminationJson
{
    /// <summary>The version of the form; it changes when a name or a meaning does.</summary>
    public const int FormatVersion = 1;

    /// <summary>Writes one answer as an object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="determination">The answer.</param>
    /// <param name="withProof">Whether to write the proof of each authority's answer.</param>
    public static void Write(Utf8JsonWriter writer, Determination determination, bool withProof = false)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(determination);
        writer.WriteStartObject();
        writer.WriteNumber("formatVersion"u8, FormatVersion);
        writer.WriteString("id"u8, determination.Question.Id);
        writer.WriteString("on"u8, Day(determination.Question.On));
        WriteInstant(writer, determination.Question);
        WriteAsker(writer, determination.Question);
        WriteBody(writer, determination, withProof);
        WriteScreening(writer, determination.Question.Screening, withProof);
        WriteReceipt(writer, determination.Receipt);
        writer.WriteEndObject();
    }

    /// <summary>Writes what screening found as a field; null when nobody screened here.</summary>
    public static void WriteScreening(Utf8JsonWriter writer, ScreeningReport? report, bool withProof)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (report is null)
        {
            writer.WriteNull("screening"u8);
            return;
        }

        writer.WriteStartObject("screening"u8);
        writer.WriteString("algorithm"u8, report.Algorithm);
        writer.WriteNumber("threshold"u8, report.Threshold);
        writer.WriteStartArray("lists"u8);
        foreach (var list in report.Lists)
        {
            ScreeningJson.State(writer, list);
        }

        writer.WriteEndArray();
        Strings(writer, "holds"u8, report.Holds);
        writer.WriteStartArray("parties"u8);
        for (var i = 0; i < report.Parties.Length; i++)
        {
            var finding = report.Parties[i];
            writer.WriteStartObject();
            writer.WriteString("role"u8, finding.Party.Role);
            ScreeningJson.WriteBody(writer, finding.Result);
            Strings(writer, "taken"u8, finding.Taken.Select(h => $"{h.Entry.List} {h.Entry.Id}"));
            Strings(writer, "listings"u8, report.Transaction.Parties[i].Listings ?? []);
            writer.WritePropertyName("ownership"u8);
            WriteOwnership(writer, finding.Ownership, withProof);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes what listed parties own of a party as a value; null when its owners are not known.</summary>
    public static void WriteOwnership(Utf8JsonWriter writer, OwnershipFinding? ownership, bool withProof)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (ownership is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("verdict"u8, OwnershipWord(ownership.Verdict));
        writer.WriteString("least"u8, FixedPoint.ToText(ownership.Share.Low));
        writer.WriteString("most"u8, FixedPoint.ToText(ownership.Share.High));
        Strings(writer, "lists"u8, ownership.Certain.Lists);
        Strings(writer, "possibleLists"u8, ownership.Possible.PossibleLists);
        writer.WriteString("question"u8, ownership.Verdict == OwnershipVerdict.CannotDetermine ? ownership.Possible.Question : null);
        writer.WriteStartArray("owners"u8);
        foreach (var owner in ownership.Owners)
        {
            writer.WriteStartObject();
            writer.WriteString("owner"u8, owner.Owner.Name);
            writer.WriteString("list"u8, owner.Hit.Entry.List);
            writer.WriteString("entry"u8, owner.Hit.Entry.Id);
            writer.WriteString("name"u8, owner.Hit.Entry.MainName);
            writer.WriteNumber("score"u8, owner.Hit.Points);
            writer.WriteBoolean("taken"u8, owner.IsTaken);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (withProof)
        {
            writer.WritePropertyName("proof"u8);
            OwnershipProofJson.Write(writer, ownership.Certain);
        }

        writer.WriteEndObject();
    }

    /// <summary>The word of a verdict on ownership.</summary>
    public static string OwnershipWord(OwnershipVerdict verdict) => verdict switch
    {
        OwnershipVerdict.CannotDetermine => "cannot-determine",
        OwnershipVerdict.AtLeastHalf => "at-least-half",
        OwnershipVerdict.BelowHalf => "below-half",
    };

    /// <summary>Writes who asks as a field, where somebody is named.</summary>
    public static void WriteAsker(Utf8JsonWriter writer, Question question)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(question);
        if (question.Asker is { } asker)
        {
            writer.WriteString("asker"u8, asker);
        }
    }

    /// <summary>Writes the receipt as a field.</summary>
    public static void WriteReceipt(Utf8JsonWriter writer, Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(receipt);
        writer.WriteStartObject("receipt"u8);
        writer.WriteString("corpusHash"u8, receipt.CorpusHash);
        writer.WriteString("engineVersion"u8, receipt.EngineVersion);
        writer.WriteString("factsHash"u8, receipt.FactsHash);
        writer.WriteString("outcomeHash"u8, receipt.OutcomeHash);
        writer.WriteEndObject();
    }

    /// <summary>Writes everything but version, id, day and receipt: the part shared by questions whose facts the law cannot tell apart.</summary>
    public static void WriteBody(Utf8JsonWriter writer, Determination determination, bool withProof)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(determination);
        var question = determination.Question;
        writer.WriteString("asKnownOn"u8, question.KnownOn == DateOnly.MaxValue ? null : Day(question.KnownOn));
        writer.WriteString("view"u8, question.View == LawView.OnTheText ? "on-the-text" : "as-enforced");
        writer.WriteString("scenario"u8, question.Scenario);
        Strings(writer, "incomplete"u8, determination.Incomplete);
        writer.WriteString("outcome"u8, determination.Outcome.Word());
        writer.WriteString("review"u8, determination.Review?.Word());
        Strings(writer, "possible"u8, determination.PossibleWords);
        writer.WriteBoolean("mayGo"u8, determination.MayGo);
        writer.WriteString("grade"u8, determination.Grade);
        writer.WriteString("headline"u8, Caveats.Headline(determination));
        Strings(writer, "caveats"u8, Caveats.Of(determination).Select(n => $"{n.Corpus.Authority} {n.Provision.Name}: {n.Remark}"));
        Strings(writer, "holds"u8, determination.Holds);
        Conflicts(writer, determination.Conflicts);
        Strings(writer, "classifications"u8, determination.Classifications);
        writer.WriteStartArray("authorities"u8);
        foreach (var answer in determination.Authorities)
        {
            Authority(writer, answer, withProof, question.At is not null);
        }

        writer.WriteEndArray();
        Strings(writer, "notAsked"u8, determination.NotAsked.Select(c => c.Authority).Distinct(StringComparer.Ordinal));
        writer.WriteStartArray("missing"u8);
        foreach (var missing in determination.Missing)
        {
            writer.WriteStartObject();
            writer.WriteString("fact"u8, missing.Fact.Name);
            writer.WriteString("title"u8, missing.Title);
            if (missing.Remark is { } remark)
            {
                writer.WriteString("remark"u8, remark);
            }

            writer.WriteStartArray("wouldSettle"u8);
            foreach (var (value, outcome) in missing.WouldSettle)
            {
                writer.WriteStartObject();
                writer.WriteString("where"u8, value);
                writer.WriteString("outcome"u8, outcome);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("nearestChange"u8);
        Change(writer, determination.NearestChange);
        writer.WriteStartArray("otherChanges"u8);
        foreach (var change in determination.OtherChanges)
        {
            Change(writer, change);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("assumptions"u8);
        foreach (var assumption in question.Assumptions)
        {
            writer.WriteStartObject();
            writer.WriteString("fact"u8, assumption.Fact);
            writer.WriteString("assumed"u8, assumption.Text);
            writer.WriteString("fix"u8, assumption.Fix);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("papers"u8);
        foreach (var (paper, counts, reason) in determination.Papers)
        {
            writer.WriteStartObject();
            writer.WriteString("authority"u8, paper.Authority);
            writer.WriteString("place"u8, paper.Place);
            writer.WriteString("kind"u8, paper.Kind);
            writer.WriteString("reference"u8, paper.Reference);
            writer.WriteString("sha256"u8, paper.Sha256);
            writer.WriteString("date"u8, Day(paper.Date));
            writer.WriteString("validUntil"u8, Day(paper.ValidUntil));
            Strings(writer, "filedBy"u8, paper.FiledBy);
            writer.WriteBoolean("counts"u8, counts);
            writer.WriteString("reason"u8, reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("coverage"u8);
        foreach (var note in determination.Coverage)
        {
            writer.WriteStartObject();
            writer.WriteString("authority"u8, note.Corpus.Authority);
            writer.WriteString("provision"u8, note.Provision.Name);
            writer.WriteString("level"u8, CoverageWord(note.Level));
            writer.WriteBoolean("mayRestrict"u8, note.Provision.MayRestrict);
            writer.WriteString("remark"u8, note.Remark);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes acts that one law requires and another forbids; nothing where none meet.</summary>
    private static void Conflicts(Utf8JsonWriter writer, IReadOnlyList<DutyConflict> conflicts)
    {
        if (conflicts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("conflicts"u8);
        foreach (var conflict in conflicts)
        {
            writer.WriteStartObject();
            writer.WriteString("act"u8, conflict.Meeting.Required.Duty.Act);
            writer.WriteString("title"u8, conflict.Meeting.Required.Duty.Title);
            writer.WriteString("state"u8, DutyConflict.Word(conflict.State));
            Duty(writer, "requiredBy"u8, conflict.Meeting.Required);
            Duty(writer, "forbiddenBy"u8, conflict.Meeting.Forbidden);
            writer.WriteString("unless"u8, conflict.Meeting.ThirdWay is { } way ? ConditionText.Describe(way) : null);
            writer.WriteString("reason"u8, conflict.Way?.Reason);
            writer.WriteString("text"u8, conflict.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Duty(Utf8JsonWriter writer, ReadOnlySpan<byte> name, CountedDuty duty)
    {
        var version = duty.Provision.Version;
        writer.WriteStartObject(name);
        writer.WriteString("authority"u8, duty.Decision.Slice.Corpus.Authority);
        writer.WriteString("corpus"u8, version.Corpus);
        writer.WriteString("provision"u8, version.Name);
        writer.WriteString("title"u8, version.Title);
        Strings(writer, "cites"u8, version.Cites);
        writer.WriteString("verified"u8, VerificationWord(version.Verification));
        writer.WriteString("counts"u8, duty.Counts.Word());
        writer.WriteString("at"u8, version.Place.At);
        writer.WriteEndObject();
    }

    private static void Authority(Utf8JsonWriter writer, AuthorityAnswer answer, bool withProof, bool instant)
    {
        writer.WriteStartObject();
        writer.WriteString("authority"u8, answer.Corpus.Authority);
        writer.WriteString("title"u8, answer.Corpus.AuthorityTitle);
        writer.WriteString("corpus"u8, answer.Corpus.Name);
        writer.WriteString("outcome"u8, answer.Outcome.Word());
        writer.WriteString("review"u8, answer.Review?.Word());
        writer.WriteString("exception"u8, answer.Exception);
        writer.WriteStartArray("provisions"u8);
        foreach (var provision in answer.Provisions)
        {
            Provision(writer, answer.Decision, provision);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("exceptionsConsidered"u8);
        foreach (var considered in answer.ExceptionsConsidered)
        {
            writer.WriteStartObject();
            writer.WriteString("provision"u8, considered.Provision.Version.Name);
            writer.WriteString("title"u8, considered.Provision.Version.Title);
            Strings(writer, "exceptionTo"u8, considered.Provision.Version.ExceptionTo);
            writer.WriteString("applies"u8, considered.Applies.Word());
            writer.WriteString("status"u8, Proof.Standing(answer.Decision, considered.Provision));
            Strings(writer, "because"u8, considered.Because);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("conditions"u8);
        foreach (var condition in answer.Conditions)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, condition.Condition.Name);
            writer.WriteString("provision"u8, condition.Provision.Version.Name);
            writer.WriteString("kind"u8, condition.Condition.IsGate ? "gate" : "obligation");
            writer.WriteString("asks"u8, Kind(condition.Condition.Requirement));
            writer.WriteString("title"u8, condition.Condition.Title);
            writer.WriteString("text"u8, ConditionText.Describe(condition.Condition));
            writer.WriteString("state"u8, StateWord(condition.State));
            writer.WriteString("reason"u8, condition.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Strings(writer, "settledBy"u8, answer.SettledBy);
        Strings(writer, "missing"u8, answer.Missing.Select(f => f.Name));
        Strings(writer, "discretion"u8, answer.Discretion);
        writer.WriteString("onTheText"u8, answer.OnTheText?.ToString());
        writer.WriteStartArray("setAside"u8);
        foreach (var aside in answer.SetAside)
        {
            writer.WriteStartObject();
            writer.WriteString("provision"u8, aside.Version.Name);
            Strings(writer, "limbs"u8, aside.Limbs);
            writer.WriteString("standing"u8, StandingWord(aside.Standing));
            writer.WriteString("since"u8, Day(aside.Statement.From));
            writer.WriteString("until"u8, aside.Statement.Until is { } until ? Day(until) : null);
            writer.WriteString("by"u8, aside.Statement.By);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("verified"u8, VerificationWord(answer.Verification));
        writer.WriteStartArray("groups"u8);
        foreach (var group in answer.Groups)
        {
            Group(writer, group);
        }

        writer.WriteEndArray();
        Days(writer, answer, instant);
        Savings(writer, answer);
        if (withProof)
        {
            writer.WriteStartArray("proof"u8);
            foreach (var step in Proof.Of(answer.Decision))
            {
                Step(writer, step);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Group(Utf8JsonWriter writer, GroupReliance group)
    {
        writer.WriteStartObject();
        writer.WriteString("group"u8, group.Group.Name);
        writer.WriteString("title"u8, group.Group.Title);
        writer.WriteString("why"u8, GroupRelianceWord(group.Kind));
        Strings(writer, "values"u8, group.Members);
        writer.WriteString("inEffectFrom"u8, Day(group.Version.When.From));
        writer.WriteString("tableFrom"u8, group.Version.Table is { } table ? Day(table) : null);
        writer.WriteString("by"u8, group.Version.When.By);
        writer.WriteString("verified"u8, VerificationWord(group.Verification));
        writer.WriteString("remark"u8, group.Remark);
        writer.WriteEndObject();
    }

    /// <summary>The word for why a list is told.</summary>
    public static string GroupRelianceWord(GroupRelianceKind kind) => kind switch
    {
        GroupRelianceKind.Unknown => "unknown",
        GroupRelianceKind.Unverified => "not-verified",
        GroupRelianceKind.AheadOfTable => "ahead-of-table",
    };

    private static void Provision(Utf8JsonWriter writer, CorpusDecision decision, SliceProvision provision)
    {
        var version = provision.Version;
        writer.WriteStartObject();
        writer.WriteString("provision"u8, version.Name);
        writer.WriteString("title"u8, version.Title);
        writer.WriteString("matter"u8, version.Matter);
        writer.WriteString("concludes"u8, version.Effect is OutcomeEffect e ? e.Outcome.ToString() : null);
        writer.WriteString("governs"u8, decision.Governs(provision).Word());
        Strings(writer, "cites"u8, version.Cites);
        Strings(writer, "sources"u8, version.Sources);
        writer.WriteString("inForceFrom"u8, Day(version.InForce.From));
        writer.WriteString("by"u8, version.InForce.By);
        writer.WriteString("published"u8, Day(version.InForce.Published));
        writer.WriteString("verified"u8, VerificationWord(version.Verification));
        writer.WriteString("verificationRemark"u8, version.VerificationRemark);
        Strings(writer, "reportedBy"u8, version.Reports.Select(r => $"{r.Outlet}, {Day(r.On)}"));
        Strings(writer, "figures"u8, Figures(Proof.Of(decision, provision)));
        writer.WriteStartArray("interpretations"u8);
        foreach (var (taken, left) in version.Interpretations)
        {
            writer.WriteStartObject();
            writer.WriteString("taken"u8, taken);
            writer.WriteString("left"u8, left);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("at"u8, version.Place.At);
        writer.WriteEndObject();
    }

    /// <summary>The comparisons a proof step rests on: the innermost conditions with the same truth as the step, with their figures.</summary>
    public static IEnumerable<string> Figures(ProofStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return Leaves(step).Distinct(StringComparer.Ordinal);

        static IEnumerable<string> Leaves(ProofStep s)
        {
            if (s.Figures is not null)
            {
                yield return $"{s.Text}: {s.Figures}";
            }

            foreach (var child in s.Children.Where(c => c.Value == s.Value || (s.Text is "not" or "any of" && c.Children.Count > 0)))
            {
                foreach (var leaf in Leaves(child))
                {
                    yield return leaf;
                }
            }
        }
    }

    private static void Step(Utf8JsonWriter writer, ProofStep step)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, step.Kind);
        writer.WriteString("text"u8, step.Text);
        writer.WriteString("holds"u8, step.Value.Word());
        writer.WriteString("figures"u8, step.Figures);
        writer.WriteString("remark"u8, step.Remark);
        writer.WriteString("at"u8, step.At);
        writer.WriteStartArray("steps"u8);
        foreach (var child in step.Children)
        {
            Step(writer, child);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Change(Utf8JsonWriter writer, ChangeOfOutcome? change)
    {
        if (change is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("fact"u8, change.Fact.Name);
        writer.WriteString("title"u8, change.Fact.Title);
        writer.WriteString("from"u8, change.From);
        writer.WriteString("to"u8, change.To);
        writer.WriteString("outcome"u8, change.Outcome);
        writer.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The word of a level of coverage.</summary>
    public static string CoverageWord(CoverageLevel level) => level switch
    {
        CoverageLevel.Modelled => "modelled",
        CoverageLevel.PartlyModelled => "partly-modelled",
        CoverageLevel.PointedAt => "pointed-at",
    };

    /// <summary>The word of a standing.</summary>
    public static string StandingWord(Standing standing) => standing switch
    {
        Standing.Enforced => "enforced",
        Standing.Suspended => "suspended",
        Standing.AnnouncedNotEnforced => "announced-not-enforced",
        Standing.Proposed => "proposed",
        Standing.Withdrawn => "withdrawn",
    };

    /// <summary>The word of a verification.</summary>
    public static string VerificationWord(Verification verification) => verification switch
    {
        Verification.Code => "code",
        Verification.Primary => "primary",
        Verification.Secondary => "secondary",
        Verification.Unverified => "unverified",
    };

    /// <summary>The word of a condition's state.</summary>
    public static string StateWord(ConditionState state) => state switch
    {
        ConditionState.Met => "met",
        ConditionState.Pending => "pending",
        ConditionState.DueLater => "due-later",
    };

    private static string Kind(Requirement requirement) => requirement switch
    {
        EvidenceRequirement => "evidence",
        CertifiedRequirement => "certification",
        CapRequirement => "cap",
        NoticeRequirement => "notice",
        PayRequirement => "payment",
        _ => throw new InvalidOperationException($"no word for {requirement.GetType().Name}"),
    };
}
