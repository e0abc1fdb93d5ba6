using System.Text.RegularExpressions;

namespace Proviso.Screening.Lists.Readers;

/// <summary>What OFAC packs into the remarks of an entry: <c>DOB 12 Jan 1966; Passport A123 (Iran); a.k.a. 'NICKNAME'.</c></summary>
internal static partial class OfacRemarks
{
    // Where a label ends and its value begins is told by the words; longer labels stand before those they begin with.
    private static readonly (string Label, string Kind)[] Labels =
    [
        ("Unified Social Credit Code (USCC)", "uscc"), ("Legal Entity Number", "lei"), ("LEI", "lei"), ("Vessel Registration Identification", "imo"), ("MMSI", "mmsi"), ("SWIFT/BIC", "swift"),
        ("Stateless Person Passport", "passport"), ("Diplomatic Passport", "passport"), ("Passport", "passport"), ("Tax ID No.", "tax"), ("US FEIN", "tax"), ("NIT #", "tax"), ("RUC #", "tax"), ("RIF #", "tax"),
        ("R.F.C.", "tax"), ("C.U.I.T.", "tax"), ("V.A.T. Number", "tax"), ("Italian Fiscal Code", "tax"), ("RTN", "tax"), ("Romanian Tax Registration", "tax"), ("Business Registration Document #", "registration"),
        ("Business Registration Number", "registration"), ("Business Number", "registration"), ("Public Registration Number", "registration"), ("Registration Number", "registration"), ("Registration ID", "registration"),
        ("Registered Charity No.", "registration"), ("Company Number", "registration"), ("Commercial Registry Number", "registration"), ("Enterprise Number", "registration"), ("Trade License No.", "registration"),
        ("Matricula Mercantil No", "registration"), ("Government Gazette Number", "registration"), ("Chinese Commercial Code", "registration"), ("Chamber of Commerce Number", "registration"), ("Economic Register Number (CBLS)", "registration"),
        ("Organization Code", "registration"), ("Certificate of Incorporation Number", "registration"), ("File Number", "registration"), ("C.R. No.", "registration"), ("Folio Mercantil No.", "registration"),
        ("National ID No.", "national"), ("National Foreign ID Number", "national"), ("Identification Number", "national"), ("Personal ID Card", "national"), ("Birth Certificate Number", "national"), ("Citizen's Card Number", "national"),
        ("Numero de Identidad", "national"), ("Tarjeta de Identidad", "national"), ("Residency Number", "national"), ("Driver's License No.", "national"), ("Electoral Registry No.", "national"), ("Cedula No.", "national"),
        ("Cedula de Residencia", "national"), ("Cedula de Ciudadania", "national"), ("Cartilla de Servicio Militar Nacional", "national"), ("C.U.R.P.", "national"), ("D.N.I.", "national"), ("I.F.E.", "national"), ("C.U.I.P.", "national"),
        ("SSN", "national"), ("Kenyan ID No.", "national"), ("Afghan Money Service Provider License Number", "registration"), ("Refugee ID Card", "national"), ("D-U-N-S Number", "other"), ("Aircraft Tail Number", "other"), ("Aircraft Mode S Transponder Code", "other"),
        ("Aircraft Manufacturer's Serial Number (MSN)", "other"), ("Bank Identifier Code", "swift"), ("Permit Number", "other"), ("Serial No.", "other"), ("Travel Document Number", "passport"), ("Numero Unico de Identificacao", "national"),
    ];

    // Digital Currency Address - XBT 12ab…: the coin belongs to the label.
    private const string Coin = "Digital Currency Address - ";

    /// <summary>Reads the remarks into the entry; what is no date, name or number becomes a note.</summary>
    public static void Into(PartyDraft draft, string remarks)
    {
        var text = Text.Tidy(remarks);
        foreach (var part in Text.Parts(text.EndsWith('.') ? text[..^1] : text, "; "))
        {
            Part(draft, part.StartsWith('(') && part.EndsWith(')') && part.IndexOf(')', StringComparison.Ordinal) == part.Length - 1 ? part[1..^1] : part);
        }
    }

    private static void Part(PartyDraft draft, string part)
    {
        var bare = part.StartsWith("alt. ", StringComparison.Ordinal) ? part[5..] : part;
        if (After(bare, "DOB ") is { } birth)
        {
            draft.Born(birth, DateOrder.MonthFirst);
        }
        else if (After(bare, "a.k.a. ") is { } alias)
        {
            // OFAC keeps the names it calls weak in the remarks.
            draft.Name(Unquoted(alias), ListedNameKind.WeakAlias);
        }
        else if (After(bare, "f.k.a. ") is { } former)
        {
            draft.Name(Unquoted(former), ListedNameKind.Former);
        }
        else if ((After(bare, "nationality ") ?? After(bare, "citizen ") ?? After(bare, "alt. nationality ")) is { } country)
        {
            draft.Countries(country);
            draft.Note(part);
        }
        else if (After(bare, Coin) is { } coin && coin.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space)
        {
            draft.Identifier("other", coin[(space + 1)..]);
        }
        else
        {
            Number(draft, part, bare);
        }
    }

    private static void Number(PartyDraft draft, string part, string bare)
    {
        foreach (var (label, kind) in Labels)
        {
            if (After(bare, label + " ") is { } value)
            {
                var number = Issuer().Replace(value, "");

                // OFAC writes the numbers of ships both ways.
                draft.Identifier(kind == "national" && number.StartsWith("IMO ", StringComparison.Ordinal) ? "imo" : kind, number);
                return;
            }
        }

        draft.Note(part);
    }

    private static string? After(string text, string label) => text.StartsWith(label, StringComparison.Ordinal) ? text[label.Length..] : null;

    private static string Unquoted(string text) => text.Length > 2 && text[0] is '\'' or '"' && text[^1] == text[0] ? text[1..^1] : text;

    // " (Iran)", and what may follow it: " issued 01 Jan 2010 expires 01 Jan 2015".
    [GeneratedRegex(@"\s*\([^()]*\)(\s+(issued|expires)\s.*)?$|\s+(issued|expires)\s.*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Issuer();
}
