using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Proviso.Places;

namespace Proviso.Screening.Lists.Readers;

/// <summary>One publication while it is read: the entries so far, their keys, and what had to be left aside.</summary>
internal sealed class Reading(string format, ListReadOptions options)
{
    // More distinct texts than this say that something else is wrong; the first ones show what.
    private const int MostRemarks = 20;

    // A note is for a person to read. Whole pages of distinct unreadable texts are not kept either.
    private const int MostDistinct = 10_000;

    // The largest collection published has some hundred thousand targets; a million take about a gigabyte.
    private const int MostEntries = 1_000_000;

    // All countries there are, by their long names.
    private const int LongestCountries = 5_000;
    private const int LongestQuote = 120;
    private const int MostPlaces = 5;

    private readonly ImmutableArray<ListedParty>.Builder _parties = ImmutableArray.CreateBuilder<ListedParty>();
    private readonly Dictionary<(string List, string Id), int> _ids = [];
    private readonly OrderedDictionary<string, int> _unknownCountries = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, int> _unknownDates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<Country>> _countries = new(StringComparer.Ordinal);
    private readonly List<string> _remarks = [];
    private readonly List<string> _missing = [];
    private readonly OrderedDictionary<string, int> _notRead = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, (int Count, List<string> First)> _passedOver = new(StringComparer.Ordinal);

    public ListReadOptions Options { get; } = options;

    public int Count => _parties.Count;

    /// <summary>The id of the list for publications that do not name theirs.</summary>
    public string List(string usual) => Text.Tidy(Options.List) is { Length: > 0 } list ? list : usual;

    public PartyDraft Draft(string list, string? id, int line) => new(this, list, Text.Tidy(id), line);

    public void Add(PartyDraft draft)
    {
        if (_parties.Count >= MostEntries)
        {
            throw Fault.TooMuch(draft.Line, Text.Of($"the list has more than {MostEntries} entries"));
        }

        var id = draft.Id.Length > 0 ? draft.Id : KeyOf(draft);

        // Two entries of one key stay two entries, told apart by their order.
        var again = _ids[(draft.List, id)] = _ids.GetValueOrDefault((draft.List, id)) + 1;
        _parties.Add(draft.Build(again == 1 ? id : Text.Of($"{id}#{again}")));
    }

    public IReadOnlyList<Country> Countries(string? text)
    {
        var tidy = Text.Tidy(text);
        if (tidy.Length == 0)
        {
            return [];
        }

        if (!_countries.TryGetValue(tidy, out var known))
        {
            known = tidy.Length > LongestCountries ? [] : ListedCountries.FindAll(tidy) ?? [];
            if (_countries.Count < MostDistinct)
            {
                _countries.Add(tidy, known);
            }
        }

        if (known.Count == 0)
        {
            Note(_unknownCountries, tidy);
        }

        return known;
    }

    public DateOnly? Day(string? text, DateOrder order)
    {
        var tidy = Text.Tidy(text);
        var day = tidy.Length is 0 or > LongestCountries ? null : ListedDates.Day(tidy, order);
        if (day is null && tidy.Length > 0)
        {
            Note(_unknownDates, tidy);
        }

        return day;
    }

    public IReadOnlyList<BirthDate> Births(string? text, DateOrder order)
    {
        var tidy = Text.Tidy(text);
        var dates = tidy.Length > LongestCountries ? null : tidy.Length == 0 ? [] : ListedDates.Birth(tidy, order);
        if (dates is null)
        {
            Note(_unknownDates, tidy);
        }

        return dates ?? [];
    }

    public void UnknownDate(string text) => Note(_unknownDates, Text.Tidy(text));

    public void Remark(string text) => _remarks.Add(text);

    /// <summary>Counts a field or element that holds something and is not read, because its format does not know it.</summary>
    public void NotRead(string called) => Note(_notRead, called);

    /// <summary>The fields of a JSON entry that its format does not know: counted where they hold something, refused where they may hold names.</summary>
    public void CheckFields(JsonElement entry, IReadOnlySet<string> known, int line)
    {
        foreach (var field in entry.EnumerateObject().Where(HoldsSomething))
        {
            var name = NameOf(field, line);
            if (known.Contains(name))
            {
                continue;
            }

            if (Text.MayHoldNames(name))
            {
                throw Fault.Columns(line, $"the field `{name}` is not known and may hold names", "take a publication in a form that is known; if the publisher changed it, a newer version of Proviso may read it");
            }

            NotRead(name);
        }
    }

    // Without looking into a text, which may be broken.
    private static bool HoldsSomething(JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False or JsonValueKind.Undefined => false,
        JsonValueKind.String => !field.Value.ValueEquals(""),
        JsonValueKind.Array => field.Value.GetArrayLength() > 0,
        JsonValueKind.Object => field.Value.EnumerateObject().Any(),
        _ => true,
    };

    // The name of a field is text like any other, and may be broken like any other.
    private static string NameOf(JsonProperty field, int line)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            throw Fault.Encoding(line, "the name of a field is not valid UTF-8");
        }
    }

    /// <summary>A part of the publication that is not here.</summary>
    public void Missing(string part) => _missing.Add(part);

    /// <summary>Counts what is no entry of the list, and keeps where the first ones stand.</summary>
    public void PassOver(string why, int line, string key)
    {
        var (count, first) = _passedOver.GetValueOrDefault(why, (0, []));
        if (first.Count < MostPlaces)
        {
            first.Add(key.Length == 0 ? Text.Of($"line {line}") : Text.Of($"line {line} {(key.Length > LongestQuote ? key[..LongestQuote] + "…" : key)}"));
        }

        _passedOver[why] = (count + 1, first);
    }

    public ListContent Content(DateOnly? published = null, string? license = null) => new()
    {
        Format = format,
        Parties = _parties.ToImmutable(),
        Published = published,
        License = license,
        Missing = [.. _missing],
        PassedOver = [.. _passedOver.Select(p => new PassedOver(p.Key, p.Value.Count, [.. p.Value.First]))],
        Remarks = [.. _remarks, .. OpenFootnotes(), .. Remarks("no country known as", _unknownCountries), .. Remarks("no date known as", _unknownDates), .. Remarks("not known to this format and not read:", _notRead)],
    };

    /// <summary>Remarks on columns that were not read, and on a last line that has no end.</summary>
    public void CheckEnd(CsvRows rows)
    {
        _remarks.AddRange(rows.NotRead());
        if (!rows.EndsWithLineBreak)
        {
            Remark("the last line has no line break; compare the size of the file with what the publisher names, since it may be cut off");
        }
    }

    // What hangs on a footnote is decided by a person where it cannot be told; the officer who takes the list in learns of it.
    private IEnumerable<string> OpenFootnotes() => _parties.Select(p => (p.Id, Question: KnownLists.OpenFootnoteOf(p))).Where(p => p.Question is not null)
        .GroupBy(p => p.Question, StringComparer.Ordinal).Take(MostRemarks).Select(g => Text.Of($"entry {g.First().Id}{(g.Count() == 1 ? "" : Text.Of($" and {g.Count() - 1} more"))}: {g.Key}"));

    private static string KeyOf(PartyDraft draft)
    {
        var (name, countries) = draft.KeyParts();
        return Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(draft.List + "\n" + name + "\n" + countries)));
    }

    private static void Note(OrderedDictionary<string, int> unknown, string text)
    {
        if (unknown.TryGetValue(text, out var count))
        {
            unknown[text] = count + 1;
        }
        else if (unknown.Count < MostDistinct)
        {
            unknown.Add(text, 1);
        }
    }

    private static IEnumerable<string> Remarks(string what, OrderedDictionary<string, int> unknown)
    {
        foreach (var (text, count) in unknown.Take(MostRemarks))
        {
            var shown = text.Length > LongestQuote ? text[..LongestQuote] + "…" : text;
            yield return Text.Of($"{what} `{shown}` ({count} {(count == 1 ? "time" : "times")})");
        }

        if (unknown.Count > MostRemarks)
        {
            yield return Text.Of($"{what} {unknown.Count - MostRemarks} further texts");
        }
    }
}
