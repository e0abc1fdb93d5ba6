using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Proviso.Places;

namespace Proviso.Screening.Lists;

/// <summary>What a listed party is.</summary>
public enum PartyKind
{
    /// <summary>The list does not say.</summary>
    Unknown,

    /// <summary>A person.</summary>
    Person,

    /// <summary>A company, authority, group or other body.</summary>
    Organization,

    /// <summary>A ship.</summary>
    Vessel,

    /// <summary>An aircraft.</summary>
    Aircraft,
}

/// <summary>How a list calls a name.</summary>
public enum ListedNameKind
{
    /// <summary>The name under which it is listed.</summary>
    Main,

    /// <summary>Another name it is known by.</summary>
    Alias,

    /// <summary>A name that the list itself calls weak: common, or a nickname.</summary>
    WeakAlias,

    /// <summary>A name it had.</summary>
    Former,
}

/// <summary>A name of a listed party.</summary>
/// <param name="Text">As the list writes it.</param>
/// <param name="Kind">How the list calls it.</param>
public readonly record struct ListedName(string Text, ListedNameKind Kind);

/// <summary>A number or code that names one party only.</summary>
/// <param name="Kind">lei, uscc, imo, mmsi, swift, passport, tax, registration, national or other.</param>
/// <param name="Value">As the list writes it.</param>
public readonly record struct ListedIdentifier(string Kind, string Value)
{
    /// <summary>A number as papers write it, its label before it: <c>INN: 7700000000</c>, <c>Unified Social Credit Code 91110000000000000X</c>. Null where no label that is known stands before a number.</summary>
    /// <param name="text">The text.</param>
    public static ListedIdentifier? FromLabelled(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return NumberKeys.Labelled(text);
    }
}

/// <summary>A birth date, as far as it is known.</summary>
/// <param name="Year">The year.</param>
/// <param name="Month">The month, 1 to 12, or 0 when not known.</param>
/// <param name="Day">The day of the month, or 0 when not known.</param>
/// <param name="Circa">Whether the list says it is about then.</param>
public readonly record struct BirthDate(int Year, int Month = 0, int Day = 0, bool Circa = false)
{
    /// <summary>As a date with what is known: <c>1966-04</c>.</summary>
    public override string ToString()
    {
        var known = Month == 0 ? "" : Day == 0 ? string.Create(CultureInfo.InvariantCulture, $"-{Month:D2}") : string.Create(CultureInfo.InvariantCulture, $"-{Month:D2}-{Day:D2}");
        return (Circa ? "c. " : "") + Year.ToString("D4", CultureInfo.InvariantCulture) + known;
    }
}

/// <summary>An entry of a list, in the one shape that every reader brings it to. Nothing that the list says of names, places and numbers is left out.</summary>
public sealed record ListedParty
{
    /// <summary>The list it stands on: <c>bis-entity-list</c>, <c>ofac-sdn</c>, or the name a user gave to a list of their own.</summary>
    public required string List { get; init; }

    /// <summary>The number or key that the list gives it; where it gives none, one made from its content, so that it stays the same from one publication to the next.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public PartyKind Kind { get; init; }

    /// <summary>Its names, the main one first. Never empty.</summary>
    public required ImmutableArray<ListedName> Names { get; init; }

    /// <summary>Countries that the list names for it: of its addresses, its nationality, its flag.</summary>
    public ImmutableArray<Country> Countries { get; init; } = [];

    /// <summary>Its addresses, a line each.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>Its numbers and codes.</summary>
    public ImmutableArray<ListedIdentifier> Identifiers { get; init; } = [];

    /// <summary>Its birth dates.</summary>
    public ImmutableArray<BirthDate> BirthDates { get; init; } = [];

    /// <summary>The programs or legal grounds under which it is listed.</summary>
    public ImmutableArray<string> Programs { get; init; } = [];

    /// <summary>The first day it counts as listed, where the list says it.</summary>
    public DateOnly? ListedFrom { get; init; }

    /// <summary>The last day it counts as listed, such as the end of a denial order.</summary>
    public DateOnly? ListedUntil { get; init; }

    /// <summary>Where it was published, such as <c>89 FR 96830</c>.</summary>
    public string? Publication { get; init; }

    /// <summary>What else the list says: the items concerned, the review, remarks.</summary>
    public string? Notes { get; init; }

    /// <summary>An address at which a person can read the entry.</summary>
    public string? Link { get; init; }

    /// <summary>The name it is listed under.</summary>
    public string MainName => Names[0].Text;

    /// <summary>A hash of all that the list says: two publications with the same one say the same of it.</summary>
    public string Fingerprint
    {
        get
        {
            var text = new StringBuilder();
            Append(List, Id, Kind.ToString(), Date(ListedFrom), Date(ListedUntil), Publication, Notes, Link);
            Many(Names.Select(n => (n.Kind.ToString(), n.Text)));
            Many(Countries.Select(c => (c.Code, "")));
            Many(Addresses.Select(a => (a, "")));
            Many(Identifiers.Select(i => (i.Kind, i.Value)));
            Many(BirthDates.Select(b => (b.ToString(), "")));
            Many(Programs.Select(p => (p, "")));
            return XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(text.ToString())).ToString("x32", CultureInfo.InvariantCulture);

            void Many(IEnumerable<(string, string)> parts)
            {
                foreach (var (first, second) in parts)
                {
                    Append(first, second);
                }

                text.Append(';');
            }

            // The length stands before the text, so that no two entries run together into one.
            void Append(params ReadOnlySpan<string?> parts)
            {
                foreach (var part in parts)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}");
                }
            }

            static string? Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
    }
}
