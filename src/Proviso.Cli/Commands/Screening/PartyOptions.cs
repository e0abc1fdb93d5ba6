using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Proviso.Cli.Commands.Law;
using Proviso.Documents;
using Proviso.Places;
using Proviso.Screening;
using Proviso.Screening.Lists;

namespace Proviso.Cli.Commands.Screening;

/// <summary>The options that describe a party.</summary>
internal sealed class PartyOptions
{
    private static readonly ImmutableArray<string> IdentifierKinds = ["lei", "uscc", "imo", "mmsi", "swift", "passport", "tax", "registration", "national", "other"];

    public Argument<string?> Name { get; } = new("name") { Description = "The party's name, in any script.", Arity = ArgumentArity.ZeroOrOne };

    public Option<string[]> OtherNames { get; } = new("--other-name") { Description = "Another name it has or had; may be repeated.", HelpName = "NAME" };

    public Option<string?> Country { get; } = new("--country") { Description = "Where it is: ISO 3166-1 alpha-2 code or English name.", HelpName = "COUNTRY" };

    public Option<string?> Address { get; } = new("--address") { Description = "Its address.", HelpName = "TEXT" };

    public Option<string[]> Identifiers { get; } = new("--identifier") { Description = "A number that names it alone, by kind: " + string.Join(", ", IdentifierKinds) + "; may be repeated. Example: uscc:91440101MA9Y000000", HelpName = "KIND:VALUE" };

    public Option<string?> BirthDate { get; } = new("--birth-date") { Description = "Birth date of a person: 1966-04-12, 1966-04 or 1966.", HelpName = "DATE" };

    public Option<string?> Kind { get; } = new("--kind") { Description = "person, organization, vessel or aircraft.", HelpName = "KIND" };

    public Option<DateOnly?> On { get; } = LawCommand.DateOption("--on", "The day, for clearances and entries that end. Default: today.");

    public void AddTo(Command command)
    {
        command.Add(Name);
        command.Add(OtherNames);
        command.Add(Country);
        command.Add(Address);
        command.Add(Identifiers);
        command.Add(BirthDate);
        command.Add(Kind);
        command.Add(On);
    }

    /// <summary>The day asked for, else today.</summary>
    public DateOnly Day(ParseResult parsed) => parsed.GetValue(On) ?? DateOnly.FromDateTime(DateTime.Today);

    /// <summary>The party.</summary>
    public PartyQuery Read(ParseResult parsed) => new()
    {
        Name = NameOf(parsed.GetValue(Name)),
        OtherNames = [.. (parsed.GetValue(OtherNames) ?? []).Select(NameOf)],
        Country = parsed.GetValue(Country) is { } country ? CountryOf(country) : null,
        Address = parsed.GetValue(Address),
        Identifiers = [.. (parsed.GetValue(Identifiers) ?? []).Select(IdentifierOf)],
        BirthDate = parsed.GetValue(BirthDate) is { } birth ? BirthDateOf(birth) : null,
        Kind = parsed.GetValue(Kind) is { } kind ? KindOf(kind) : PartyKind.Unknown,
    };

    /// <summary>A name that a list could hold: one without a letter or digit that shows would match nothing and read as clear.</summary>
    public static string NameOf(string? text) => UnseenText.ProblemOfName(text) is not { } problem ? text!
        : throw new CliException(string.IsNullOrWhiteSpace(text) ? "no name to screen" : problem, "write the name in letters, as it is registered: proviso party screen \"NAME\" --country CN");

    /// <summary>A country by code or name.</summary>
    public static Country CountryOf(string text) => Places.Country.Find(text) ?? throw new CliException($"`{Shown.Text(text)}` is no country", Places.Country.Suggest(text));

    /// <summary>An identifier as <c>kind:value</c>.</summary>
    public static ListedIdentifier IdentifierOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var kind = colon > 0 ? text[..colon].Trim().ToLowerInvariant() : "";
        return IdentifierKinds.Contains(kind) && !string.IsNullOrWhiteSpace(text[(colon + 1)..])
            ? new ListedIdentifier(kind, text[(colon + 1)..].Trim())

            // As shipping papers write it: "INN: 7700000000", "OGRN 1027700000000".
            : ListedIdentifier.FromLabelled(text) is { } labelled ? labelled
            : throw new CliException($"`{Shown.Text(text)}` is no identifier", "write KIND:VALUE; kinds: " + string.Join(", ", IdentifierKinds));
    }

    /// <summary>A birth date as far as it is known.</summary>
    public static BirthDate BirthDateOf(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new BirthDate(day.Year, day.Month, day.Day);
        }

        if (DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
        {
            return new BirthDate(month.Year, month.Month);
        }

        return text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1800 and <= 2200
            ? new BirthDate(year)
            : throw new CliException($"`{Shown.Text(text)}` is no birth date", "write 1966-04-12, 1966-04 or 1966");
    }

    /// <summary>A kind of party.</summary>
    public static PartyKind KindOf(string text) => text.Trim().ToLowerInvariant() switch
    {
        "person" => PartyKind.Person,
        "organization" => PartyKind.Organization,
        "vessel" => PartyKind.Vessel,
        "aircraft" => PartyKind.Aircraft,
        _ => throw new CliException($"`{Shown.Text(text)}` is no kind of party", "person, organization, vessel or aircraft"),
    };
}
