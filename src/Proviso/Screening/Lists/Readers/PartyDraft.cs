using System.Collections.Immutable;
using Proviso.Places;

namespace Proviso.Screening.Lists.Readers;

/// <summary>An entry while it is read. Empty and repeated texts are left out as they come.</summary>
internal sealed class PartyDraft(Reading reading, string list, string id, int line)
{
    // The entry with the most names published has some hundred. Each new one is compared with all before, so that many would take the square of their number.
    private const int Most = 5_000;

    private readonly List<ListedName> _names = [];
    private readonly List<Country> _countries = [];
    private readonly List<string> _addresses = [];
    private readonly List<ListedIdentifier> _identifiers = [];
    private readonly List<BirthDate> _births = [];
    private readonly List<string> _programs = [];
    private readonly List<string> _notes = [];

    public string List { get; set; } = list;

    public string Id { get; set; } = id;

    public int Line { get; } = line;

    public PartyKind Kind { get; set; }

    public DateOnly? ListedFrom { get; set; }

    public DateOnly? ListedUntil { get; set; }

    public string? Publication { get; set; }

    public string? Link { get; set; }

    public bool HasName => _names.Count > 0;

    public bool HasMainName => _names.Exists(n => n.Kind == ListedNameKind.Main);

    public void Name(string? text, ListedNameKind kind)
    {
        var tidy = Text.Tidy(text);
        if (tidy.Length > 0 && !_names.Exists(n => string.Equals(n.Text, tidy, StringComparison.Ordinal)))
        {
            Bound(_names.Count, "names");

            // One name is the main one; a second is another it goes by.
            _names.Add(new ListedName(tidy, kind == ListedNameKind.Main && HasMainName ? ListedNameKind.Alias : kind));
        }
    }

    public void Countries(string? text)
    {
        foreach (var country in reading.Countries(text))
        {
            AddOnce(_countries, country, "countries");
        }
    }

    public void Address(string? text) => AddOnce(_addresses, Text.Tidy(text), "addresses");

    /// <summary>An address in parts, with its country; a country alone is no address.</summary>
    public void Address(IEnumerable<string?> parts, string? country)
    {
        var known = Text.Join(", ", parts);
        if (known.Length > 0)
        {
            Address(Text.Join(", ", known, country));
        }

        Countries(country);
    }

    public void Identifier(string kind, string? value)
    {
        var tidy = IdentifierKinds.Value(kind, Text.Tidy(value));
        if (tidy.Length > 0)
        {
            AddOnce(_identifiers, new ListedIdentifier(kind, tidy), "identifiers");
        }
    }

    /// <summary>A labelled value: a number where the label names one, otherwise a note, so that nothing is lost.</summary>
    public void Labelled(string label, string? value)
    {
        var tidy = Text.Tidy(value);
        if (tidy.Length == 0)
        {
            return;
        }

        if (IdentifierKinds.Of(label) is { } kind)
        {
            Identifier(kind, tidy);
        }
        else
        {
            Note(Text.Tidy(label).TrimEnd(':') + ": " + tidy);
        }
    }

    public void Born(string? text, DateOrder order)
    {
        foreach (var date in reading.Births(text, order))
        {
            AddOnce(_births, date, "birth dates");
        }
    }

    public void Born(IEnumerable<BirthDate> dates)
    {
        foreach (var date in dates)
        {
            AddOnce(_births, date, "birth dates");
        }
    }

    public void Program(string? text) => AddOnce(_programs, Text.Tidy(text), "programs");

    public void Note(string? text) => AddOnce(_notes, Text.Tidy(text), "notes");

    /// <summary>The same entry on a list, to be changed apart from this one.</summary>
    public PartyDraft On(string other)
    {
        var copy = new PartyDraft(reading, other, Id, Line) { Kind = Kind, ListedFrom = ListedFrom, ListedUntil = ListedUntil, Publication = Publication, Link = Link };
        copy._names.AddRange(_names);
        copy._countries.AddRange(_countries);
        copy._addresses.AddRange(_addresses);
        copy._identifiers.AddRange(_identifiers);
        copy._births.AddRange(_births);
        copy._programs.AddRange(_programs);
        copy._notes.AddRange(_notes);
        return copy;
    }

    public ListedParty Build(string id)
    {
        if (_names.Count == 0)
        {
            throw Fault.NoName(Line, Id);
        }

        // Where no name was called the main one, the first is.
        var main = Math.Max(0, _names.FindIndex(n => n.Kind == ListedNameKind.Main));
        var first = _names[main];
        _names.RemoveAt(main);
        _names.Insert(0, first with { Kind = ListedNameKind.Main });
        return new ListedParty
        {
            List = List,
            Id = id,
            Kind = Kind,
            Names = [.. _names],
            Countries = [.. _countries],
            Addresses = [.. _addresses],
            Identifiers = [.. _identifiers],
            BirthDates = [.. _births],
            Programs = [.. _programs],
            ListedFrom = ListedFrom,
            ListedUntil = ListedUntil,
            Publication = Or(Publication),
            Notes = _notes.Count == 0 ? null : string.Join("; ", _notes),
            Link = Or(Link),
        };
    }

    /// <summary>From what a key is made where the list gives none: the main name and the countries.</summary>
    public (string Name, string Countries) KeyParts()
    {
        if (_names.Count == 0)
        {
            throw Fault.NoName(Line, Id);
        }

        var main = Math.Max(0, _names.FindIndex(n => n.Kind == ListedNameKind.Main));
        return (_names[main].Text, string.Join(',', _countries.Select(c => c.Code)));
    }

    private static string? Or(string? text) => Text.Tidy(text) is { Length: > 0 } tidy ? tidy : null;

    private void Bound(int count, string what)
    {
        if (count >= Most)
        {
            throw Fault.TooMuch(Line, Text.Of($"an entry has more than {Most} {what}"));
        }
    }

    private void AddOnce(List<string> list, string text, string what)
    {
        if (text.Length > 0 && !list.Contains(text, StringComparer.Ordinal))
        {
            Bound(list.Count, what);
            list.Add(text);
        }
    }

    private void AddOnce<T>(List<T> list, T item, string what)
    {
        if (!list.Contains(item))
        {
            Bound(list.Count, what);
            list.Add(item);
        }
    }
}
