using System.Globalization;
using System.Text.Json;
using Proviso.Screening.Lists;
using Proviso.Screening.Matching;

namespace Proviso.Screening;

/// <summary>Writes screening results in their machine form, version 1.</summary>
public static class ScreeningJson
{
    /// <summary>The version of the form; it changes when a name or a meaning does.</summary>
    public const int FormatVersion = 1;

    /// <summary>Writes the fields of a result into an object that is open.</summary>
    public static void WriteBody(Utf8JsonWriter writer, ScreeningResult result)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(result);
        writer.WriteString("id"u8, result.Party.Id);
        writer.WriteString("name"u8, result.Party.Name);
        writer.WriteString("country"u8, result.Party.Country?.Code);
        writer.WriteString("party"u8, result.Party.Fingerprint);
        writer.WriteString("verdict"u8, Word(result.Verdict));
        writer.WriteStartArray("hits"u8);
        foreach (var hit in result.Hits)
        {
            Hit(writer, hit);
        }

        writer.WriteEndArray();
        writer.WriteNumber("moreHits"u8, result.MoreHits);
        Strings(writer, "holds"u8, result.Holds);
    }

    /// <summary>Writes what was searched, as fields of an object that is open.</summary>
    public static void WriteSearched(Utf8JsonWriter writer, ScreeningIndex index, int threshold)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(index);
        writer.WriteString("algorithm"u8, index.Algorithm);
        writer.WriteNumber("threshold"u8, threshold);
        writer.WriteStartArray("lists"u8);
        foreach (var state in index.Lists.States)
        {
            State(writer, state);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the state of a list as an object.</summary>
    public static void State(Utf8JsonWriter writer, ListState state)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(state);
        writer.WriteStartObject();
        writer.WriteString("id"u8, state.Id);
        writer.WriteString("readiness"u8, Word(state.Readiness));
        writer.WriteString("reason"u8, state.Reason);
        writer.WriteString("snapshot"u8, state.Snapshot);
        writer.WriteNumber("entries"u8, state.Entries);
        writer.WriteString("checked"u8, state.Checked?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    /// <summary>The word of a verdict.</summary>
    public static string Word(ScreeningVerdict verdict) => verdict switch
    {
        ScreeningVerdict.Clear => "clear",
        ScreeningVerdict.Hit => "hit",
        ScreeningVerdict.Hold => "hold",
    };

    /// <summary>The word of a readiness.</summary>
    public static string Word(ListReadiness readiness) => readiness switch
    {
        ListReadiness.Ready => "ready",
        ListReadiness.MadeUp => "made-up",
        ListReadiness.Stale => "stale",
        ListReadiness.Incomplete => "incomplete",
        ListReadiness.Doubtful => "doubtful",
        ListReadiness.Absent => "absent",
    };

    /// <summary>How a piece came about, in a few words.</summary>
    public static string Word(Likeness how) => how switch
    {
        Likeness.None => "no match",
        Likeness.Same => "the same word",
        Likeness.Beginning => "one begins with the other",
        Likeness.Initial => "an initial",
        Likeness.Consonants => "the same consonants",
        Likeness.Edited => "a few letters differ",
        Likeness.Sound => "spoken alike",
        Likeness.RunTogether => "two words run together",
        Likeness.OtherForm => "another legal form",
        Likeness.WholeName => "the whole name",
        Likeness.Within => "within a field that holds more",
        Likeness.FamilyName => "a family name alone",
        Likeness.Evidence => "evidence",
    };

    /// <summary>The word of a kind of name.</summary>
    public static string Word(ListedNameKind kind) => kind switch
    {
        ListedNameKind.Main => "main name",
        ListedNameKind.Alias => "alias",
        ListedNameKind.WeakAlias => "weak alias",
        ListedNameKind.Former => "former name",
    };

    private static void Hit(Utf8JsonWriter writer, ScreeningHit hit)
    {
        writer.WriteStartObject();
        writer.WriteNumber("score"u8, hit.Points);
        writer.WriteNumber("portalScore"u8, PortalScore.Of(hit.Asked, hit.Name.Text));
        writer.WriteString("list"u8, hit.Entry.List);
        writer.WriteString("entry"u8, hit.Entry.Id);
        writer.WriteString("name"u8, hit.Name.Text);
        writer.WriteString("nameKind"u8, Word(hit.Name.Kind));
        writer.WriteString("mainName"u8, hit.Entry.MainName);
        Strings(writer, "countries"u8, hit.Entry.Countries.Select(c => c.Code));
        Strings(writer, "addresses"u8, hit.Entry.Addresses);
        Strings(writer, "listings"u8, KnownLists.ListingsOf(hit.Entry));
        if (KnownLists.OpenFootnoteOf(hit.Entry) is { } question)
        {
            writer.WriteString("openFootnote"u8, question);
        }

        writer.WriteString("publication"u8, hit.Entry.Publication);
        writer.WriteString("link"u8, hit.Entry.Link);
        writer.WriteString("notes"u8, hit.Entry.Notes);
        writer.WriteString("asked"u8, hit.Asked);
        writer.WriteStartArray("pieces"u8);
        foreach (var piece in hit.Pieces)
        {
            writer.WriteStartObject();
            writer.WriteNumber("points"u8, piece.Points);
            writer.WriteString("how"u8, Word(piece.How));
            writer.WriteString("asked"u8, piece.Asked);
            writer.WriteString("listed"u8, piece.Listed);
            writer.WriteString("remark"u8, piece.Remark);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("clearance"u8);
        if (hit.Clearance is not { } standing)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteBoolean("holds"u8, standing.Holds);
            writer.WriteString("reopened"u8, standing.Reopened);
            writer.WriteString("who"u8, standing.Clearance.Who);
            writer.WriteString("why"u8, standing.Clearance.Why);
            writer.WriteString("on"u8, Day(standing.Clearance.On));
            writer.WriteString("until"u8, Day(standing.Clearance.Until));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Strings(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
