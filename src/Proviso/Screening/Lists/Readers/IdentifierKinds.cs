namespace Proviso.Screening.Lists.Readers;

/// <summary>What a list means by the name it gives to a number.</summary>
internal static class IdentifierKinds
{
    /// <summary>The kinds that <see cref="ListedIdentifier"/> knows.</summary>
    public static readonly string[] All = ["lei", "uscc", "imo", "mmsi", "swift", "passport", "tax", "registration", "national", "other"];

    // Read top down: the first line with a phrase in the label says the kind. A phrase counts only as whole words.
    private static readonly (string Kind, string[] Phrases)[] Table =
    [
        ("lei", ["lei", "legal entity identifier", "legal entity number", "leicode"]),
        ("uscc", ["uscc", "unified social credit", "usccode", "chinese social credit"]),
        ("mmsi", ["mmsi", "maritime mobile service"]),
        ("imo", ["imo", "vessel registration identification", "imonumber", "imo number"]),
        ("swift", ["swift", "bic", "swiftbic", "swift bic"]),
        ("passport", ["passport", "passportnumber", "travel document", "stateless person id"]),
        ("tax", ["tax", "taxpayer", "fiscal", "fiscalcode", "vat", "v a t", "inn", "nit", "rfc", "r f c", "ein", "fein", "tin", "cuit", "rif", "pan", "tax id", "taxid", "inncode", "vatcode", "taxnumber", "ruc", "rtn", "cnpj"]),
        ("registration", ["registration", "registered", "company number", "commercial registry", "registry number", "regnumber", "ogrn", "ogrncode", "registrationnumber", "matricula mercantil",
            "enterprise number", "business number", "business reg", "trade license", "license", "government gazette", "gazette number", "chamber of commerce", "economic register", "okpo", "okpocode",
            "public registration", "organization code", "certificate of incorporation", "chinese commercial code", "file number", "c i n", "kpp"]),
        ("national", ["national id", "national identification", "identification number", "identification", "identity card", "id card", "id", "cedula", "curp", "c u r p", "d n i", "dni", "i f e",
            "ssn", "social security", "personal id", "personal identification", "citizen s card", "citizenship card", "residency", "electoral", "voter", "birth certificate", "driver", "idnumber",
            "national identifier", "refugee", "tazkira", "kartu tanda penduduk", "national foreign id", "numero de identidad", "nie", "cpf", "cuil", "cui", "nuit"]),
        ("other", ["d u n s", "duns", "digital currency address", "aircraft", "tail number", "transponder", "serial", "hull", "account number", "bank", "cage", "caatsa number", "number", "no"]),
    ];

    // They stand among the numbers, yet two parties can share them, or they are no number at all.
    private static readonly string[] NoIdentifier =
    [
        "gender", "website", "email", "phone", "fax", "telephone", "secondary sanctions", "additional sanctions", "executive order", "nationality of registration", "organization established",
        "organization type", "target type", "effective date", "listing date", "purchase", "equity ticker", "isin", "issuer name", "peesa", "transactions prohibited", "former vessel flag", "vessel flag",
        "vessel type", "vessel owner", "vessel year", "vessel call sign", "gross", "dead weight", "deadweight", "tonnage", "construction number", "manufacture", "directive", "caatsa section", "nationality", "citizenship",
        "title", "occupation", "pob", "place of birth", "linked to", "subject to", "ns plc", "military rank", "duration",
    ];

    /// <summary>The kind of a label such as "Tax ID No."; null where it names no number.</summary>
    public static string? Of(string label)
    {
        var words = Words(label);
        if (words.Length == 2 || Array.Exists(NoIdentifier, p => words.StartsWith(" " + p, StringComparison.Ordinal)))
        {
            return null;
        }

        foreach (var (kind, phrases) in Table)
        {
            if (Array.Exists(phrases, p => words.Contains(" " + p + " ", StringComparison.Ordinal)))
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>The number without what some lists write before it: <c>IMO 9187629</c>.</summary>
    public static string Value(string kind, string value)
    {
        var tidy = Text.Tidy(value);
        return kind == "imo" && tidy.StartsWith("IMO", StringComparison.OrdinalIgnoreCase) ? tidy[3..].TrimStart(' ', ':', '#') : tidy;
    }

    private static string Words(string label)
    {
        var folded = Text.Fold(label);
        return " " + string.Join(' ', string.Concat(folded.Select(c => char.IsLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries)) + " ";
    }
}
