using System.Text.RegularExpressions;

namespace Proviso.Screening.Lists.Readers;

/// <summary>Addresses at which a person can read an entry.</summary>
internal static partial class Links
{
    /// <summary>The page of the first notice that a text such as <c>89 FR 96830</c> cites; null where it cites none.</summary>
    public static string? FederalRegister(string? publication) =>
        publication is not null && Citation().Match(publication) is { Success: true } match
            ? $"https://www.federalregister.gov/citation/{match.Groups["volume"].Value}-FR-{match.Groups["page"].Value.Replace(",", "", StringComparison.Ordinal)}"
            : null;

    /// <summary>The page of an entry of OFAC; null for other lists.</summary>
    public static string? Ofac(string list, string uid) =>
        list.StartsWith("ofac-", StringComparison.Ordinal) && uid.Length > 0 && uid.All(char.IsAsciiDigit) ? "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=" + uid : null;

    [GeneratedRegex(@"\b(?<volume>[0-9]{1,3})\s*F\.?\s?R\.?\s*(?<page>[0-9]{1,3},[0-9]{3}|[0-9]{1,6})\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Citation();
}
