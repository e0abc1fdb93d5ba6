using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;
using Proviso.Places;

namespace Proviso.Screening.Lists.Readers;

/// <summary>One publication while it is read: the entries so far, their keys, and what had to be left aside.</summary>
internal sealed class Reading(string format, ListReadOptions options)
{
    // More distinct texts than this say that something else is wrong; the first ones show what.
    private const int MostRemarks = 20;

    // A note is for a person to read. Whole pages of distinct unreadable texts are not kept either.
    private const int MostDistinct = 10_000;
    private const int LongestQuote = 120;

    private readonly ImmutableArray<ListedParty>.Builder _parties = ImmutableArray.CreateBuilder<ListedParty>();
    private readonly Dictionary<(string List, string Id), int> _ids = [];
    private readonly OrderedDictionary<string, int> _unknownCountries = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, int> _unknownDates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<Country>> _countries = new(StringComparer.Ordinal);
    private readonly List<string> _remarks = [];

    public ListReadOptions Options { get; } = options;

    public int Count => _parties.Count;

    /// <summary>The id of the list for publications that do not name theirs.</summary>
    public string List(string usual) => Text.Tidy(Options.List) is { Length: > 0 } list ? list : usual;

    public PartyDraft Draft(string list, string? id, int line) => new(this, list, Text.Tidy(id), line);

    public void Add(PartyDraft draft)
    {
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
            known = ListedCountries.FindAll(tidy) ?? [];
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
        var day = tidy.Length == 0 ? null : ListedDates.Day(tidy, order);
        if (day is null && tidy.Length > 0)
        {
            Note(_unknownDates, tidy);
        }

        return day;
    }

    public IReadOnlyList<BirthDate> Births(string? text, DateOrder order)
    {
        var tidy = Text.Tidy(text);
        var dates = tidy.Length == 0 ? [] : ListedDates.Birth(tidy, order);
        if (dates is null)
        {
            Note(_unknownDates, tidy);
        }

        return dates ?? [];
    }

    public void UnknownDate(string text) => Note(_unknownDates, Text.Tidy(text));

    public void Remark(string text) => _remarks.Add(text);

    public ListContent Content(DateOnly? published = null, string? license = null) => new()
    {
        Format = format,
        Parties = _parties.DrainToImmutable(),
        Published = published,
        License = license,
        Remarks = [.. _remarks, .. Remarks("no country known as", _unknownCountries), .. Remarks("no date known as", _unknownDates)],
    };

    /// <summary>Remarks on a last line that has no end.</summary>
    public void CheckEnd(CsvRows rows)
    {
        if (!rows.EndsWithLineBreak)
        {
            Remark("the last line has no line break; compare the size of the file with what the publisher names, since it may be cut off");
        }
    }

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
