using System.Collections.Frozen;
using Proviso.Rules.Diagnostics;

namespace Proviso.Places;

/// <summary>A country or territory by its ISO 3166-1 alpha-2 code, with its English short name.</summary>
/// <remarks>The 249 codes as of 2024-02; names shortened to the form in daily use. Immutable.</remarks>
public sealed class Country
{
    private const string Table =
        "AD Andorra|AE United Arab Emirates|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania|AM Armenia|AO Angola|"
        + "AQ Antarctica|AR Argentina|AS American Samoa|AT Austria|AU Australia|AW Aruba|AX Åland Islands|AZ Azerbaijan|"
        + "BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium|BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|"
        + "BJ Benin|BL Saint Barthélemy|BM Bermuda|BN Brunei Darussalam|BO Bolivia|BQ Bonaire, Sint Eustatius and Saba|BR Brazil|"
        + "BS Bahamas|BT Bhutan|BV Bouvet Island|BW Botswana|BY Belarus|BZ Belize|CA Canada|CC Cocos (Keeling) Islands|"
        + "CD Congo, Democratic Republic of the|CF Central African Republic|CG Congo|CH Switzerland|CI Côte d'Ivoire|"
        + "CK Cook Islands|CL Chile|CM Cameroon|CN China|CO Colombia|CR Costa Rica|CU Cuba|CV Cabo Verde|CW Curaçao|"
        + "CX Christmas Island|CY Cyprus|CZ Czechia|DE Germany|DJ Djibouti|DK Denmark|DM Dominica|DO Dominican Republic|DZ Algeria|"
        + "EC Ecuador|EE Estonia|EG Egypt|EH Western Sahara|ER Eritrea|ES Spain|ET Ethiopia|FI Finland|FJ Fiji|FK Falkland Islands|"
        + "FM Micronesia|FO Faroe Islands|FR France|GA Gabon|GB United Kingdom|GD Grenada|GE Georgia|GF French Guiana|GG Guernsey|"
        + "GH Ghana|GI Gibraltar|GL Greenland|GM Gambia|GN Guinea|GP Guadeloupe|GQ Equatorial Guinea|GR Greece|"
        + "GS South Georgia and the South Sandwich Islands|GT Guatemala|GU Guam|GW Guinea-Bissau|GY Guyana|HK Hong Kong|"
        + "HM Heard Island and McDonald Islands|HN Honduras|HR Croatia|HT Haiti|HU Hungary|ID Indonesia|IE Ireland|IL Israel|"
        + "IM Isle of Man|IN India|IO British Indian Ocean Territory|IQ Iraq|IR Iran|IS Iceland|IT Italy|JE Jersey|JM Jamaica|"
        + "JO Jordan|JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros|KN Saint Kitts and Nevis|KP Korea, North|"
        + "KR Korea, South|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon|LC Saint Lucia|LI Liechtenstein|"
        + "LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia|LY Libya|MA Morocco|MC Monaco|MD Moldova|"
        + "ME Montenegro|MF Saint Martin (French part)|MG Madagascar|MH Marshall Islands|MK North Macedonia|ML Mali|MM Myanmar|"
        + "MN Mongolia|MO Macau|MP Northern Mariana Islands|MQ Martinique|MR Mauritania|MS Montserrat|MT Malta|MU Mauritius|"
        + "MV Maldives|MW Malawi|MX Mexico|MY Malaysia|MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger|NF Norfolk Island|"
        + "NG Nigeria|NI Nicaragua|NL Netherlands|NO Norway|NP Nepal|NR Nauru|NU Niue|NZ New Zealand|OM Oman|PA Panama|PE Peru|"
        + "PF French Polynesia|PG Papua New Guinea|PH Philippines|PK Pakistan|PL Poland|PM Saint Pierre and Miquelon|PN Pitcairn|"
        + "PR Puerto Rico|PS Palestine|PT Portugal|PW Palau|PY Paraguay|QA Qatar|RE Réunion|RO Romania|RS Serbia|RU Russia|"
        + "RW Rwanda|SA Saudi Arabia|SB Solomon Islands|SC Seychelles|SD Sudan|SE Sweden|SG Singapore|"
        + "SH Saint Helena, Ascension and Tristan da Cunha|SI Slovenia|SJ Svalbard and Jan Mayen|SK Slovakia|SL Sierra Leone|"
        + "SM San Marino|SN Senegal|SO Somalia|SR Suriname|SS South Sudan|ST Sao Tome and Principe|SV El Salvador|"
        + "SX Sint Maarten (Dutch part)|SY Syria|SZ Eswatini|TC Turks and Caicos Islands|TD Chad|TF French Southern Territories|"
        + "TG Togo|TH Thailand|TJ Tajikistan|TK Tokelau|TL Timor-Leste|TM Turkmenistan|TN Tunisia|TO Tonga|TR Türkiye|"
        + "TT Trinidad and Tobago|TV Tuvalu|TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda|UM United States Minor Outlying Islands|"
        + "US United States|UY Uruguay|UZ Uzbekistan|VA Holy See|VC Saint Vincent and the Grenadines|VE Venezuela|"
        + "VG Virgin Islands (British)|VI Virgin Islands (U.S.)|VN Viet Nam|VU Vanuatu|WF Wallis and Futuna|WS Samoa|YE Yemen|"
        + "YT Mayotte|ZA South Africa|ZM Zambia|ZW Zimbabwe";

    private static readonly FrozenDictionary<string, Country> ByCode =
        Table.Split('|').Select(e => new Country(e[..2], e[3..])).ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Country> ByName = ByCode.Values
        .Select(c => (c.Name, Country: c))
        .Concat(new[]
        {
            ("PRC", "CN"), ("People's Republic of China", "CN"), ("Mainland China", "CN"), ("Hong Kong SAR", "HK"), ("Macao", "MO"), ("Macau SAR", "MO"),
            ("USA", "US"), ("United States of America", "US"), ("UAE", "AE"), ("UK", "GB"), ("Great Britain", "GB"), ("South Korea", "KR"), ("Republic of Korea", "KR"),
            ("North Korea", "KP"), ("Vietnam", "VN"), ("Turkey", "TR"), ("Burma", "MM"), ("Czech Republic", "CZ"), ("Russian Federation", "RU"), ("The Netherlands", "NL"),
        }.Select(a => (Name: a.Item1, Country: ByCode[a.Item2])))
        .ToFrozenDictionary(p => p.Name, p => p.Country, StringComparer.OrdinalIgnoreCase);

    private Country(string code, string name)
    {
        Code = code;
        Name = name;
    }

    /// <summary>The alpha-2 code, two capital letters.</summary>
    public string Code { get; }

    /// <summary>The English short name.</summary>
    public string Name { get; }

    /// <summary>All countries, by code.</summary>
    public static IEnumerable<Country> All => ByCode.Values.OrderBy(c => c.Code, StringComparer.Ordinal);

    /// <summary>The country of a code (capital letters) or an English name (any case); null for anything else.</summary>
    public static Country? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ByCode.GetValueOrDefault(text) ?? ByName.GetValueOrDefault(text);
    }

    /// <summary>What to write instead of a text that is no country.</summary>
    public static string Suggest(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (ByCode.TryGetValue(text.ToUpperInvariant(), out var code))
        {
            return $"did you mean `{code.Code}`?";
        }

        return NearestName.Find(text, ByName.Keys) is { } name ? $"did you mean `{ByName[name].Code}` ({ByName[name].Name})?" : "an ISO 3166-1 alpha-2 code, such as CN, US or SG";
    }

    /// <inheritdoc />
    public override string ToString() => Code;
}
