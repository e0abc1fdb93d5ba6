using System.Globalization;
using System.Text.Json;
using Proviso.Rules.Explaining;

namespace Proviso.Determinations;

/// <summary>Days, hours and savings in the machine form.</summary>
public static partial class DeterminationJson
{
    /// <summary>The word of what became of a saving.</summary>
    public static string SavingWord(SavingState state) => state switch
    {
        SavingState.Saves => "saves",
        SavingState.Open => "claimed-unverified",
        SavingState.NotClaimed => "not-claimed",
        SavingState.NotMet => "not-met",
        SavingState.LastDay => "last-day",
        SavingState.Lapsed => "lapsed",
    };

    /// <summary>Writes the instant of a question, where it states one.</summary>
    public static void WriteInstant(Utf8JsonWriter writer, Question question)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(question);
        if (question.At is { } at)
        {
            writer.WriteString("at"u8, at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The day and hour of an authority stand only where an instant is stated: without one every authority takes the day stated.</summary>
    private static void Days(Utf8JsonWriter writer, AuthorityAnswer answer, bool instant)
    {
        writer.WriteString("day"u8, instant ? Day(answer.Day) : null);
        writer.WriteString("hour"u8, answer.Hour?.ToString("HH:mm", CultureInfo.InvariantCulture));
        writer.WriteString("zone"u8, answer.Corpus.Zone?.Id);
        Strings(writer, "dayNotes"u8, answer.DayNotes);
    }

    private static void Savings(Utf8JsonWriter writer, AuthorityAnswer answer)
    {
        writer.WriteStartArray("savings"u8);
        foreach (var considered in answer.Savings)
        {
            var saving = considered.Saving;
            writer.WriteStartObject();
            writer.WriteString("provision"u8, considered.Provision.Version.Name);
            writer.WriteString("title"u8, saving.Title);
            writer.WriteString("state"u8, SavingWord(considered.State));
            writer.WriteString("text"u8, considered.Text);
            writer.WriteString("on"u8, Day(saving.On));
            writer.WriteString("before"u8, saving.Before is { } before ? Day(before) : null);
            Strings(writer, "missing"u8, considered.Missing.Select(f => f.Name));
            writer.WriteString("by"u8, saving.By);
            writer.WriteString("verified"u8, VerificationWord(saving.Verification));
            writer.WriteString("remark"u8, saving.Remark);
            writer.WriteString("at"u8, saving.Place.At);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
