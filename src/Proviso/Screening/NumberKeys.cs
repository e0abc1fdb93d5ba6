using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Proviso.Screening.Lists;
using Proviso.Screening.Lists.Readers;

namespace Proviso.Screening;

/// <summary>The forms under which a number is compared: letters and digits alone, without the label it is written with, one for each number in a field, and for kinds that lists confuse, one for all of them.</summary>
/// <remarks>A tax number is listed as a registration number and the other way round, so numbers long enough to be nobody else's are compared across kinds.</remarks>
internal static partial class NumberKeys
{
    // A number of four digits is a page or a house; it names nobody.
    private const int Shortest = 5;

    // Two companies may well have the same five digits in two registers; not the same eight.
    private const int ShortestAcrossKinds = 8;

    // Two numbers of one field that stand apart by a blank or a stroke are each at least that long; one number printed in groups has shorter ones.
    private const int ShortestPart = 6;
    private const int LongestText = 20_000;

    private const string Any = "any";

    private static readonly string[] Own = ["lei", "uscc", "imo", "mmsi", "swift", "passport"];
    private static readonly string[] Shared = ["tax", "registration", "national", "other"];

    /// <summary>The forms of an entry's numbers, those with a label in its notes and addresses among them.</summary>
    public static HashSet<string> Of(ListedParty party)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var identifier in party.Identifiers)
        {
            keys.UnionWith(Listed(identifier));
        }

        foreach (var found in InText(party.Notes).Concat(party.Addresses.SelectMany(InText)).Concat(party.Names.SelectMany(n => InText(n.Text))))
        {
            keys.UnionWith(Listed(found));
        }

        return keys;
    }

    /// <summary>The numbers of a party that is asked about, those with a label in its name or address among them.</summary>
    public static IEnumerable<ListedIdentifier> Asked(PartyQuery party) =>
        party.Identifiers.Concat(party.OtherNames.Prepend(party.Name).SelectMany(InText)).Concat(InText(party.Address));

    /// <summary>Under which forms an entry with a number stands.</summary>
    public static IEnumerable<string> Listed(ListedIdentifier identifier)
    {
        foreach (var (kind, value) in Numbers(identifier))
        {
            yield return kind + " " + value;
            yield return Any + " " + value;
            if (Shared.Contains(kind) && value.Length >= ShortestAcrossKinds)
            {
                yield return "number " + value;
            }

            // A list that does not say what it numbers may mean any of them.
            if (kind == "other")
            {
                foreach (var own in Own)
                {
                    yield return own + " " + value;
                }
            }
        }
    }

    /// <summary>Under which forms to look for a number.</summary>
    public static IEnumerable<string> Asked(ListedIdentifier identifier)
    {
        foreach (var (kind, value) in Numbers(identifier))
        {
            yield return (kind == "other" ? Any : kind) + " " + value;
            if (Shared.Contains(kind) && value.Length >= ShortestAcrossKinds)
            {
                yield return "number " + value;
            }
        }
    }

    /// <summary>The first number with a label of a text, with all that follows it; null where there is none.</summary>
    public static ListedIdentifier? Labelled(string text) => InText(text).Cast<ListedIdentifier?>().FirstOrDefault() is { } first ? first with { Value = text } : null;

    /// <summary>The numbers of one field: with their labels gone, apart where it holds several.</summary>
    private static IEnumerable<(string Kind, string Value)> Numbers(ListedIdentifier identifier)
    {
        var kind = Own.Contains(identifier.Kind) || Shared.Contains(identifier.Kind) ? identifier.Kind : IdentifierKinds.Of(identifier.Kind) ?? "other";
        var text = Normal(identifier.Value);
        var seen = new HashSet<(string, string)>();
        foreach (var part in text.Split([';', '|', '\n', '\r', '\t']).Append(text))
        {
            foreach (var number in InPart(kind, part).Where(n => n.Value.Length >= Shortest && n.Value.Any(char.IsAsciiDigit) && seen.Add(n)))
            {
                yield return number;
            }
        }
    }

    private static IEnumerable<(string Kind, string Value)> InPart(string kind, string part)
    {
        var labels = Label().Matches(part);
        if (labels.Count == 0)
        {
            return Bare(kind, part);
        }

        var numbers = new List<(string, string)>();
        numbers.AddRange(Bare(kind, part[..labels[0].Index]));
        for (var i = 0; i < labels.Count; i++)
        {
            var end = i + 1 < labels.Count ? labels[i + 1].Index : part.Length;
            if (KindOfLabel(labels[i].Value) is { } labelled)
            {
                numbers.AddRange(Bare(labelled, part[(labels[i].Index + labels[i].Length)..end]));
            }
        }

        return numbers;
    }

    // What stands between labels: one number, or several with commas, strokes or blanks between.
    private static IEnumerable<(string Kind, string Value)> Bare(string kind, string text)
    {
        var number = Issuer().Replace(text, "");
        yield return Typed(kind, Letters(number));
        var parts = number.Split([',', '/', ' '], StringSplitOptions.RemoveEmptyEntries).Select(Letters).Where(p => p.Length > 0).ToList();
        if (parts.Count > 1)
        {
            foreach (var part in parts.Where(p => p.Length >= ShortestPart && p.Count(char.IsAsciiDigit) * 2 > p.Length))
            {
                yield return Typed(kind, part);
            }
        }
    }

    // A code whose shape only one kind has is of that kind whatever its label says.
    private static (string Kind, string Value) Typed(string kind, string value) =>
        value.StartsWith("IMO", StringComparison.Ordinal) && value.Length == 10 && value.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0 ? ("imo", value[3..])
        : kind is "lei" or "swift" or "mmsi" or "passport" ? (kind, value)
        : Uscc().IsMatch(value) ? ("uscc", value)
        : IsLei(value) ? ("lei", value)
        : (kind, value);

    // ISO 17442: twenty letters and digits, whose number is 1 modulo 97.
    private static bool IsLei(string value)
    {
        if (value.Length != 20 || !char.IsAsciiDigit(value[18]) || !char.IsAsciiDigit(value[19]) || !value.Any(char.IsAsciiLetter))
        {
            return false;
        }

        var number = BigInteger.Zero;
        foreach (var c in value)
        {
            number = char.IsAsciiDigit(c) ? (number * 10) + (c - '0') : (number * 100) + (c - 'A' + 10);
        }

        return number % 97 == 1;
    }

    private static string Letters(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                letters.Append(char.ToUpperInvariant(c));
            }
        }

        return letters.ToString();
    }

    private static string Normal(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair, which no form is defined for.
            return text;
        }
    }

    /// <summary>The numbers with a label in a running text.</summary>
    private static IEnumerable<ListedIdentifier> InText(string? text)
    {
        if (text is null || !HasNumber(text))
        {
            yield break;
        }

        var plain = Normal(text.Length > LongestText ? text[..LongestText] : text);
        foreach (Match match in Label().Matches(plain))
        {
            var at = match.Index + match.Length;
            if (KindOfLabel(match.Value) is { } kind && Value().Match(plain, at) is { Success: true } value && value.Index == at)
            {
                yield return new ListedIdentifier(kind, value.Value);
            }
        }
    }

    // Almost no text holds one, and looking for labels takes time.
    private static bool HasNumber(string text)
    {
        var run = 0;
        foreach (var c in text)
        {
            run = char.IsDigit(c) ? run + 1 : c is ' ' or '-' or '.' && run > 0 ? run : 0;
            if (run >= Shortest)
            {
                return true;
            }
        }

        return false;
    }

    private static string? KindOfLabel(string label)
    {
        var bare = label.Trim(' ', ':', '#', '.', '-', '(', ')', '=').ToUpperInvariant();
        return bare.StartsWith("KPP", StringComparison.Ordinal) || bare.StartsWith("КПП", StringComparison.Ordinal) ? null
            : bare.StartsWith("ИНН", StringComparison.Ordinal) ? "tax"
            : bare.StartsWith("ОГРН", StringComparison.Ordinal) || bare.StartsWith("ОКПО", StringComparison.Ordinal) || bare.StartsWith("OGRN", StringComparison.Ordinal) || bare.StartsWith("OKPO", StringComparison.Ordinal) ? "registration"
            : bare.StartsWith("统一", StringComparison.Ordinal) || bare.StartsWith("統一", StringComparison.Ordinal) ? "uscc"
            : bare.StartsWith("UEN", StringComparison.Ordinal) || bare.StartsWith("CR", StringComparison.Ordinal) || bare.StartsWith("BR", StringComparison.Ordinal) || bare.StartsWith("REG", StringComparison.Ordinal) || bare.StartsWith("COMPAN", StringComparison.Ordinal)
                || bare.StartsWith("BUSINESS", StringComparison.Ordinal) || bare.StartsWith("COMMERCIAL", StringComparison.Ordinal) || bare.StartsWith("CORPORATE", StringComparison.Ordinal) || bare.StartsWith("ENTERPRISE", StringComparison.Ordinal) ? "registration"
            : bare.StartsWith("VAT", StringComparison.Ordinal) || bare.StartsWith("TIN", StringComparison.Ordinal) || bare.StartsWith("EIN", StringComparison.Ordinal) || bare.StartsWith("INN", StringComparison.Ordinal) || bare.StartsWith("TAX", StringComparison.Ordinal) ? "tax"
            : IdentifierKinds.Of(bare) ?? "other";
    }

    [GeneratedRegex("""
        (?<![\p{L}\d])(
          ИНН|ОГРНИП|ОГРН|ОКПО|КПП|INN|OGRNIP|OGRN|OKPO|KPP|USCC|LEI|IMO|MMSI|UEN|TIN|EIN|FEIN|VAT|NIP|REGON|KRS|CNPJ|RUC|NIT|PAN|CIN|CIK|
          统一社会信用代码|統一社會信用代碼|统一编号|統一編號|
          Unified\s+Social\s+Credit(\s+(Code|Identifier))?|(Chinese\s+)?Social\s+Credit\s+Code|Legal\s+Entity\s+(Identifier|Number)|
          (Business|Company|Commercial|Corporate|Enterprise|State|Public)?\s*Registration|Registered|Reg\.?(?=\s*(no|num|number|id|nr|№|\#|:))|
          Compan(y|ies)\s+House|(Company|Corporate|Business|Enterprise|Commercial\s+Registry|Registry)(?=\s*(no|num|number|id|nr|№|\#))|C\.?R\.?(?=\s*(no|num|№|\#))|B\.?R\.?(?=\s*(no|num|№|\#))|
          Tax(payer)?(\s+Identification|\s+Registration)?(?=\s*(no|num|number|id|identification|code|№|\#|:))|Fiscal\s+Code|
          SWIFT(/BIC)?|Passport|National\s+(ID|Identification|Identity)|Identification(?=\s*(no|num|number|№|\#))|ID(?=\s*(no|num|number|№|\#|card))|D-?U-?N-?S|Trade\s+License
        )(?!\p{L})(\s*(\(\s*USCC\s*\)|\(\s*LEI\s*\)|number|num\.?|nos?\.?|nr\.?|code|id|card|identifier|identification|of\s+the\s+company|№|\#)(?![\p{L}\d]))*\s*[:=\#№.\-–]*\s*
        """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace, 2000)]
    private static partial Regex Label();

    // A word of letters and digits, and groups of digits that go on from it.
    [GeneratedRegex(@"[A-Za-z]{0,6}[-. ]?[0-9][A-Za-z0-9]*([-./ ][0-9A-Z]*[0-9]+[0-9A-Z]*)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Value();

    // " (Russia)", and what may follow it.
    [GeneratedRegex(@"\([^()0-9]*\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Issuer();

    // The office that registers, the kind, six digits of the place, nine of the body and one to check, without I, O, S, V and Z.
    [GeneratedRegex("^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Uscc();
}
