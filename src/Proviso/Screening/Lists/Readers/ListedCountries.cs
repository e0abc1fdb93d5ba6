using System.Collections.Frozen;
using Proviso.Places;

namespace Proviso.Screening.Lists.Readers;

/// <summary>Countries as lists write them, beyond codes and short names.</summary>
internal static class ListedCountries
{
    // Written as "CODE name|name"; compared without capitals, marks and a leading "the".
    private static readonly string[] Table =
    [
        "AE U.A.E.|Emirates",
        "AG Antigua & Barbuda",
        "AX Aland Islands",
        "BA Bosnia-Herzegovina|Bosnia & Herzegovina|Bosnia",
        "BN Brunei|Negara Brunei Darussalam",
        "BO Bolivia, Plurinational State of|Bolivia (Plurinational State of)|Plurinational State of Bolivia",
        "BS Bahamas, The|Commonwealth of The Bahamas",
        "BY Republic of Belarus|Byelorussia",
        "CD Democratic Republic of the Congo|Democratic Republic of Congo|Congo, Democratic Republic|Congo (Democratic Republic)|Congo, The Democratic Republic of the|Congo, Democratic Republic of|Congo (Kinshasa)|DRC|DR Congo",
        "CF Central African Rep.",
        "CG Republic of the Congo|Congo, Republic of the|Congo, Republic of|Congo (Republic)|Congo (Brazzaville)",
        "CI Cote d Ivoire|Cote d'Ivoire|Ivory Coast|Cote d'Ivoire (Ivory Coast)|Republic of Cote d'Ivoire",
        "CN People's Republic of China|Peoples Republic of China|China, People's Republic of|China (People's Republic of)|China, PRC|China (PRC)|China (Mainland)|P.R. China|PR China",
        "CV Cape Verde",
        "CW Curacao",
        "CZ Czech Rep.",
        "DE Federal Republic of Germany",
        "EG Arab Republic of Egypt",
        "FK Falkland Islands (Malvinas)",
        "FM Micronesia, Federated States of|Federated States of Micronesia",
        "GB United Kingdom of Great Britain and Northern Ireland|England|Scotland|Wales|Northern Ireland|U.K.|Britain",
        "GM Gambia, The|Republic of the Gambia",
        "GW Guinea Bissau",
        "HK Hong Kong, China|China, Hong Kong|Hong Kong (China)|China (Hong Kong)|Hong Kong S.A.R., China|China, Hong Kong SAR|Hong Kong SAR, China|China, Hong Kong Special Administrative Region|Hong Kong S.A.R.|Hongkong",
        "IQ Republic of Iraq",
        "IR Iran, Islamic Republic of|Iran (Islamic Republic of)|Islamic Republic of Iran",
        "KG Kyrgyz Republic|Kirghizia",
        "KM Union of the Comoros",
        "KN St. Kitts and Nevis|St Kitts and Nevis|Saint Kitts & Nevis|St. Kitts & Nevis",
        "KP Democratic People's Republic of Korea|Korea, Democratic People's Republic of|Korea (Democratic People's Republic of)|Korea (North)|North Korea (DPRK)|North Korea (Democratic People's Republic of Korea)|DPRK|D.P.R.K.",
        "KR Korea, Republic of|Korea (Republic of)|Korea (South)|South Korea (Republic of Korea)|ROK",
        "LA Lao People's Democratic Republic|Lao PDR|Lao",
        "LC St. Lucia|St Lucia",
        "LY Libyan Arab Jamahiriya|State of Libya|Libya, State of",
        "MD Republic of Moldova|Moldova, Republic of|Moldova (Republic of)",
        "MH Republic of the Marshall Islands|Marshall Islands, Republic of the|Marshall Islands, Republic of",
        "MK Macedonia|The Former Yugoslav Republic of Macedonia|Macedonia, The Former Yugoslav Republic of|Macedonia (FYROM)|North Macedonia, The Republic of|Republic of North Macedonia",
        "MM Burma (Myanmar)|Myanmar (Burma)|Burma/Myanmar|Myanmar/Burma|Republic of the Union of Myanmar",
        "MO Macau, China|China, Macau|Macau (China)|China (Macau)|Macao, China|China (Macao)|Macao SAR|Macau S.A.R., China|China, Macao SAR|Macao SAR, China",
        "NL Holland|Netherlands (Kingdom of the)|Kingdom of the Netherlands|Netherlands, The",
        "PH Republic of the Philippines|Philippines, The",
        "PS Palestinian|Palestinian Territory|Palestinian Territories|Palestinian Territory, Occupied|Occupied Palestinian Territory|Occupied Palestinian Territories|"
        + "State of Palestine|Palestine, State of|Palestinian Authority|West Bank|Gaza|Gaza Strip|West Bank and Gaza|West Bank and Gaza Strip",
        "RE Reunion",
        "RS Republic of Serbia",
        "SA Kingdom of Saudi Arabia|KSA",
        "SD Sudan, The|Republic of the Sudan|Republic of Sudan",
        "SH Saint Helena|St. Helena",
        "SK Slovak Republic|Slovakia (Slovak Republic)",
        "SS Republic of South Sudan|South Sudan, Republic of",
        "ST Sao Tome & Principe",
        "SX Sint Maarten|St. Maarten",
        "MF Saint Martin|St. Martin",
        "SY Syrian Arab Republic|Syria, Arab Republic of|Syrian",
        "SZ Swaziland",
        "TC Turks & Caicos Islands|Turks and Caicos",
        "TL East Timor|Timor Leste",
        "TR Turkiye|Turkey (Turkiye)|Turkiye (Turkey)|Republic of Turkiye|Republic of Turkey",
        "TT Trinidad & Tobago",
        "TW Taiwan, Province of China|Taiwan (Province of China)|Taiwan (China)|Taiwan, China|Taiwan, Republic of China|Chinese Taipei",
        "TZ Tanzania, United Republic of|United Republic of Tanzania|Tanzania (United Republic of)",
        "UA Crimea Region of Ukraine|Region: Crimea|Region: Donetsk|Region: Luhansk|Crimea|Crimea (Ukraine)|Ukraine (Crimea)|Autonomous Republic of Crimea|Region: Donetsk, Ukraine|Region: Kherson|Region: Zaporizhzhia",
        "US U.S.A.|U.S.",
        "VA Vatican City|Holy See (Vatican City State)|Vatican City State",
        "VC St. Vincent and the Grenadines|St Vincent and the Grenadines|Saint Vincent & the Grenadines|St. Vincent & the Grenadines|St. Vincent",
        "VE Venezuela, Bolivarian Republic of|Bolivarian Republic of Venezuela|Venezuela (Bolivarian Republic of)",
        "VG British Virgin Islands|Virgin Islands, British|BVI|Virgin Islands (UK)",
        "VI Virgin Islands, U.S.|U.S. Virgin Islands|US Virgin Islands|United States Virgin Islands|Virgin Islands (US)",
        "YE Republic of Yemen|Yemen, Republic of",
        "ZA Republic of South Africa|RSA",
    ];

    private static readonly FrozenDictionary<string, Country> ByName = Table
        .SelectMany(line => line[3..].Split('|').Select(name => (Name: Key(name), Country: Country.Find(line[..2])!)))
        .Concat(Country.All.Select(c => (Name: Key(c.Name), Country: c)))
        .DistinctBy(p => p.Name, StringComparer.Ordinal)
        .ToFrozenDictionary(p => p.Name, p => p.Country, StringComparer.Ordinal);

    /// <summary>The one country of a text, or null.</summary>
    public static Country? Find(string text)
    {
        var tidy = Text.Tidy(text).TrimEnd('.', ',', ';');
        if (tidy.Length == 0)
        {
            return null;
        }

        return Country.Find(tidy) ?? ByName.GetValueOrDefault(Key(tidy)) ?? (tidy.Length == 2 ? Country.Find(tidy.ToUpperInvariant()) : null);
    }

    /// <summary>Every country of a text, which may name several: "(1) Iran (2) Syria", "Iran; Syria". Null where any part is no country.</summary>
    public static IReadOnlyList<Country>? FindAll(string text)
    {
        if (Find(text) is { } one)
        {
            return [one];
        }

        foreach (var parts in (IEnumerable<string>[])[Numbered(text), Text.Parts(text, ";", "|"), Text.Parts(text, "/", ". "), Text.Parts(text, ",", " and ")])
        {
            var found = parts.Select(Find).ToList();
            if (found.Count > 1 && found.TrueForAll(c => c is not null))
            {
                return found.ConvertAll(c => c!);
            }
        }

        return null;
    }

    /// <summary>The parts of "(1) one (2) two"; the text itself where it is not numbered.</summary>
    public static IEnumerable<string> Numbered(string text)
    {
        if (!text.StartsWith("(1)", StringComparison.Ordinal))
        {
            return [text];
        }

        var parts = new List<string>();
        var rest = text.AsSpan(3);
        for (var n = 2; ; n++)
        {
            var next = rest.IndexOf(Text.Of($"({n})"), StringComparison.Ordinal);
            parts.Add(Text.Tidy((next < 0 ? rest : rest[..next]).ToString()));
            if (next < 0)
            {
                return parts.Where(p => p.Length > 0);
            }

            rest = rest[(next + (n < 10 ? 3 : 4))..];
            if (n == 99)
            {
                return parts;
            }
        }
    }

    private static string Key(string name)
    {
        var key = Text.Fold(name).TrimEnd('.');
        return key.StartsWith("the ", StringComparison.Ordinal) ? key[4..] : key;
    }
}
