using System.Globalization;
using Proviso.Screening.Lists;
using Proviso.Screening.Matching;
using Proviso.Screening.Names;

namespace Proviso.Screening;

/// <summary>What speaks for and against a hit beside the name, in points of a thousand.</summary>
/// <remarks>
/// Each figure is smaller than what a wrong name costs: evidence orders hits and moves those near the threshold, it never outvotes a name that is
/// the same. Only a number that names one party alone makes a hit by itself.
/// </remarks>
internal static class Evidence
{
    /// <summary>The most that evidence other than an identifier can add; names this far below the threshold have to be looked at too.</summary>
    public const int MostLift = SameCountry + SameAddress + SameBirthDate;

    /// <summary>The remark on an entry whose last day has passed.</summary>
    public const string Ended = "its last day has passed and its list still names it: ask the publisher whether the order was renewed";

    private const int SameCountry = 15;
    private const int OtherCountry = -50;
    private const int SameAddress = 20;
    private const int NearAddress = 10;
    private const int SameBirthDate = 60;
    private const int SameBirthYear = 20;
    private const int OtherBirthDate = -150;
    private const int OtherKind = -80;
    private const int OtherIdentifier = -80;
    private const int WeakAlias = -40;
    private const int FullScore = 1000;

    // Shorter words of an address are numbers of floors and the likes of "road".
    private const int ShortestAddressWord = 4;

    // Kinds of which a party has one at most: another number is another party.
    private static readonly HashSet<string> One = new(StringComparer.Ordinal) { "lei", "uscc", "imo" };

    // Parties of one of these places are often listed at another.
    private static readonly HashSet<string> Greater = new(StringComparer.Ordinal) { "CN", "HK", "MO" };

    /// <summary>The pieces for a party and an entry, on a day.</summary>
    public static IEnumerable<ScorePiece> Of(PartyQuery party, ListedParty entry, ListedName name, int namePoints, DateOnly on)
    {
        if (name.Kind == ListedNameKind.WeakAlias)
        {
            yield return Piece(WeakAlias, "", name.Text, "the list itself calls this name weak");
        }

        if (entry.ListedUntil < on)
        {
            // Its list still names it: the end may have been moved by an order that the entry does not show.
            yield return Piece(0, "", string.Create(CultureInfo.InvariantCulture, $"listed until {entry.ListedUntil:yyyy-MM-dd}"), Ended);
        }

        if (name.Kind == ListedNameKind.Former)
        {
            yield return Piece(0, "", name.Text, "a name it had");
        }

        foreach (var piece in Identifiers(party, entry, namePoints))
        {
            yield return piece;
        }

        if (party.Kind != PartyKind.Unknown && entry.Kind != PartyKind.Unknown && party.Kind != entry.Kind)
        {
            yield return Piece(OtherKind, Word(party.Kind), Word(entry.Kind), "another kind of party");
        }

        if (Country(party, entry) is { } country)
        {
            yield return country;
        }

        if (Address(party, entry) is { } address)
        {
            yield return address;
        }

        if (Birth(party, entry) is { } birth)
        {
            yield return birth;
        }
    }

    private static ScorePiece Piece(int points, string asked, string listed, string remark) => new(points, Likeness.Evidence, asked, listed, remark);

    private static string Word(PartyKind kind) => kind.ToString().ToLowerInvariant();

    private static IEnumerable<ScorePiece> Identifiers(PartyQuery party, ListedParty entry, int namePoints)
    {
        var listed = (HashSet<string>?)null;
        foreach (var asked in NumberKeys.Asked(party))
        {
            listed ??= NumberKeys.Of(entry);
            var keys = NumberKeys.Asked(asked).Where(listed.Contains).ToHashSet(StringComparer.Ordinal);
            if (keys.Count > 0)
            {
                var same = entry.Identifiers.FirstOrDefault(i => NumberKeys.Listed(i).Any(keys.Contains));
                yield return Piece(FullScore - namePoints, $"{asked.Kind} {asked.Value}", same == default ? "in its notes" : $"{same.Kind} {same.Value}", "the same number: one party, whatever the name");
                yield break;
            }
        }

        foreach (var asked in party.Identifiers.Where(i => One.Contains(i.Kind)))
        {
            var others = entry.Identifiers.Where(i => i.Kind == asked.Kind).ToList();
            if (others.Count > 0)
            {
                yield return Piece(OtherIdentifier, $"{asked.Kind} {asked.Value}", $"{asked.Kind} {others[0].Value}", "another number of the same kind");
                yield break;
            }
        }
    }

    private static ScorePiece? Country(PartyQuery party, ListedParty entry)
    {
        if (party.Country is not { } country || entry.Countries.IsEmpty)
        {
            return null;
        }

        var listed = string.Join(' ', entry.Countries.Select(c => c.Code));
        if (entry.Countries.Any(c => c.Code == country.Code))
        {
            return Piece(SameCountry, country.Code, listed, "the same country");
        }

        return Greater.Contains(country.Code) && entry.Countries.Any(c => Greater.Contains(c.Code)) ? null : Piece(OtherCountry, country.Code, listed, "another country");
    }

    private static ScorePiece? Address(PartyQuery party, ListedParty entry)
    {
        if (party.Address is null || entry.Addresses.IsEmpty)
        {
            return null;
        }

        var asked = Words(party.Address);
        var (best, text) = (0, "");
        foreach (var address in entry.Addresses)
        {
            var shared = Words(address).Count(asked.Contains);
            if (shared > best)
            {
                (best, text) = (shared, address);
            }
        }

        // A city alone is shared by millions.
        return best < 2 ? null
            : best * 2 >= asked.Count ? Piece(SameAddress, party.Address, text, "the same address, by most of its words")
            : best * 4 >= asked.Count ? Piece(NearAddress, party.Address, text, "an address with words in common")
            : null;
    }

    private static HashSet<string> Words(string address) =>
        ScreeningName.Of(address).Words.Select(w => w.Text).Where(w => w.Length >= ShortestAddressWord || w.Any(char.IsAsciiDigit)).ToHashSet(StringComparer.Ordinal);

    private static ScorePiece? Birth(PartyQuery party, ListedParty entry)
    {
        if (party.BirthDate is not { } asked || entry.BirthDates.IsEmpty)
        {
            return null;
        }

        var listed = string.Join(", ", entry.BirthDates.Select(b => b.ToString()));
        if (entry.BirthDates.Any(b => b.Year == asked.Year && b.Month == asked.Month && b.Day == asked.Day && b.Day > 0))
        {
            return Piece(SameBirthDate, asked.ToString(), listed, "the same birth date");
        }

        // Day and month are often exchanged, and about is about.
        var compatible = entry.BirthDates.Any(b => (b.Year == asked.Year && (b.Month == 0 || asked.Month == 0 || b.Month == asked.Month || b.Month == asked.Day))
            || ((b.Circa || asked.Circa) && Math.Abs(b.Year - asked.Year) <= 2));
        return compatible
            ? Piece(SameBirthYear, asked.ToString(), listed, "birth dates that agree as far as they are known")
            : Piece(OtherBirthDate, asked.ToString(), listed, string.Create(CultureInfo.InvariantCulture, $"another birth date"));
    }
}
