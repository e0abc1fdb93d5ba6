using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Proviso.Parties.Ownership;

/// <summary>Writes an answer as a proof that another program can check: every field of it is checked by <see cref="OwnershipProof"/>.</summary>
/// <remarks>
/// Shares are whole millionths of a percent. Field order is fixed: the same answer gives the same bytes. The question is not in it, for no
/// one can check a question.
/// </remarks>
public static class OwnershipProofJson
{
    /// <summary>The version of the format; it grows when a field changes.</summary>
    public const int FormatVersion = 1;

    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter writer, OwnershipAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("formatVersion", FormatVersion);
        writer.WriteString("party", answer.Holder.Key);
        writer.WriteString("name", answer.Holder.Name);
        writer.WriteString("on", Text(answer.On));
        writer.WriteNumber("threshold", ShareInterval.Half);
        writer.WriteString("verdict", Word(answer.Verdict));
        writer.WriteNumber("low", answer.Share.Low);
        writer.WriteNumber("high", answer.Share.High);
        writer.WriteStartArray("listedOwners");
        foreach (var owner in answer.ListedOwners)
        {
            writer.WriteStartObject();
            writer.WriteString("party", owner.Holder.Key);
            WriteLists(writer, "lists", owner.Lists);
            writer.WriteBoolean("certain", owner.IsCertain);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteLists(writer, "lists", answer.Lists);
        WriteLists(writer, "possibleLists", answer.PossibleLists);
        WriteSide(writer, "certain", answer.Steps, answer.Certain, possible: false);
        WriteSide(writer, "possible", answer.PossibleSteps, answer.Possible, possible: true);
        writer.WriteEndObject();
    }

    /// <summary>The word of a verdict.</summary>
    public static string Word(OwnershipVerdict verdict) => verdict switch
    {
        OwnershipVerdict.AtLeastHalf => "at-least-half",
        OwnershipVerdict.BelowHalf => "below-half",
        _ => "cannot-determine",
    };

    private static void WriteSide(Utf8JsonWriter writer, string name, ImmutableArray<OwnershipStep> steps, OwnershipStep last, bool possible)
    {
        writer.WriteStartObject(name);
        writer.WriteStartArray("steps");
        foreach (var step in steps)
        {
            writer.WriteStartObject();
            writer.WriteString("party", step.Holder.Key);
            if (step.Lists.Length > 0)
            {
                WriteLists(writer, "listed", step.Lists);
            }
            else
            {
                WriteSum(writer, step, possible);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("sum");
        WriteSum(writer, last, possible);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteSum(Utf8JsonWriter writer, OwnershipStep step, bool possible)
    {
        writer.WriteStartArray("stakes");
        foreach (var stake in step.Stakes)
        {
            writer.WriteStartObject();
            writer.WriteString("owner", stake.Owner);
            writer.WriteNumber("low", stake.Share.Low);
            writer.WriteNumber("high", stake.Share.High);
            WriteDay(writer, "from", stake.From);
            WriteDay(writer, "until", stake.Until);
            writer.WriteString("source", stake.Source);
            writer.WriteNumber("line", stake.Line);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (possible)
        {
            // What is left open when the others have at least this much, unless the owners are all known.
            writer.WriteBoolean("complete", step.Holder.Owners != OwnersKnown.NotAll);
            writer.WriteNumber("othersLow", step.OthersLow);
        }

        writer.WriteNumber("owned", step.Owned);
    }

    private static void WriteDay(Utf8JsonWriter writer, string name, DateOnly? day)
    {
        if (day is { } known)
        {
            writer.WriteString(name, Text(known));
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void WriteLists(Utf8JsonWriter writer, string name, ImmutableArray<string> lists)
    {
        writer.WriteStartArray(name);
        foreach (var list in lists)
        {
            writer.WriteStringValue(list);
        }

        writer.WriteEndArray();
    }
}
