using System.Globalization;
using System.Net;
using System.Text;
using Proviso.Screening.Names;

namespace Proviso.Tests.Proviso.Screening;

/// <summary>What shipping papers, and people who do not want a name to be found, write around and into a name. All names, numbers and streets are made up.</summary>
/// <remarks>Used by the tests and by <c>bench fields</c>. A decoration that leaves a name as it is (small letters of a name in Chinese signs) does not apply to it.</remarks>
internal sealed class Decorations(int seed)
{
    private static readonly string[] Given = ["Odalys", "Brennick", "Tovik", "Marisabel", "Quillon", "Yevanna", "Haskell", "Ilunga", "Zephrine", "Corwin"];
    private static readonly string[] Family = ["Vandermolen", "Strathkell", "Oyebanjo-Reit", "Pellegrotti", "Wrzosek", "Thornquist", "Kalliomaa", "Duvernoy", "Achterberg", "Lindqvister"];
    private static readonly string[] Stem = ["Lumetra", "Brixholm", "Ostravine", "Calderwick", "Pinnavale", "Zuiderhaven", "Fennimore", "Tessellor", "Granquist", "Morlaix"];
    private static readonly string[] Trade = ["Fasteners", "Bakery Equipment", "Dental Supplies", "Garden Tools", "Textile Dyes", "Paper Goods", "Furniture", "Toys", "Ceramics", "Stationery"];
    private static readonly string[] Form = ["GmbH", "Ltd", "Inc.", "B.V.", "S.r.l.", "Pty Ltd", "LLC", "Oy", "Co., Ltd.", "AB"];
    private static readonly string[] Street = ["Wexbury Lane", "Rue des Tanneurs", "Hauptstrasse", "Maple Street", "Kalverhof", "Zhongxing Road", "Sukhumvit Soi", "Via Garofano", "Jalan Melur", "Prospekt Tkachey"];
    private static readonly string[] City = ["Rotterdam", "Shenzhen", "Lodz", "Kowloon", "Izmir", "Dubai", "Gdynia", "Pune", "Tallinn", "Monterrey"];
    private static readonly string[] Land = ["Netherlands", "China", "Poland", "Hong Kong", "Turkey", "UAE", "Poland", "India", "Estonia", "Mexico"];
    private static readonly string[] Noise = ["qorvanta", "bezdril", "umpletor", "sivarelle", "tockmann", "yolbrid", "crenthal", "dwimpor"];

    /// <summary>A name of one word with made-up words about it and no sign between: nothing tells it from a longer name.</summary>
    public const string OneWord = "noise after one word";

    /// <summary>A name that lost its end.</summary>
    public const string Cut = "cut at 35";

    private readonly Random _random = new(seed);

    /// <summary>Every decoration by its kind.</summary>
    public static IReadOnlyList<(string Kind, Func<Decorations, string, string> Write)> All { get; } =
    [
        ("NAME (end user)", (_, n) => n + " (end user)"),
        ("NAME END USER", (_, n) => n + " END USER"),
        ("NAME - ultimate consignee", (_, n) => n + " - ultimate consignee"),
        ("NAME [buyer]", (_, n) => n + " [buyer]"),
        ("NAME c/o company", (d, n) => $"{n} c/o {d.Company()}"),
        ("NAME C/O person", (d, n) => $"{n} C/O {d.Person()}"),
        ("NAME care of company", (d, n) => $"{n}, care of {d.Company()}"),
        ("NAME, address", (d, n) => $"{n}, {d.Address(", ")}"),
        ("NAME address", (d, n) => $"{n} {d.Address(" ")}"),
        ("NAME\\naddress", (d, n) => $"{n}\n{d.Address("\n")}"),
        ("NAME No. address", (d, n) => $"{n} No. {d.Number(1, 99)} {d.One(Street)}, {d.One(City)}"),
        ("NAME, city, country", (d, n) => d.Place() is var (city, land) ? $"{n}, {city}, {land}" : n),
        ("NAME city country", (d, n) => d.Place() is var (city, land) ? $"{n} {city} {land}" : n),
        ("NAME P.O. Box", (d, n) => $"{n} P.O. Box {d.Number(100, 99999)}, {d.One(City)}"),
        ("NAME Tel", (d, n) => $"{n} Tel: +86 755 {d.Number(1_000_000, 9_999_999)}"),
        ("NAME TEL/FAX", (d, n) => $"{n} TEL 0{d.Number(10, 99)}-{d.Number(100_000, 999_999)} FAX 0{d.Number(10, 99)}-{d.Number(100_000, 999_999)}"),
        ("NAME, email", (d, n) => $"{n}, info@{d.One(Stem).ToLowerInvariant()}.example"),
        ("NAME email:", (d, n) => $"{n} email: sales{d.Number(1, 9)}@{d.One(Stem).ToLowerInvariant()}.example"),
        ("NAME VAT", (d, n) => $"{n} VAT NL{d.Number(100_000_000, 999_999_999)}B01"),
        ("NAME (Tax ID …)", (d, n) => $"{n} (Tax ID {d.Number(100_000_000, 999_999_999)})"),
        ("NAME, INN …", (d, n) => $"{n}, INN {d.Number(1_000_000_000, 2_000_000_000)}"),
        ("NAME Attn: person", (d, n) => $"{n} Attn: {d.Person()}"),
        ("NAME, contact person", (d, n) => $"{n}, contact: {d.Person()}, +49 {d.Number(100_000, 999_999)}"),
        ("NAME (Mr. person)", (d, n) => $"{n} (Mr. {d.Person()})"),
        ("M/S NAME", (_, n) => "M/S " + n),
        ("M/s. NAME", (_, n) => "M/s. " + n),
        ("Messrs NAME", (_, n) => "Messrs " + n),
        ("Messrs. NAME", (_, n) => "MESSRS. " + n),
        ("Attn: NAME", (_, n) => "Attn: " + n),
        ("ATTN NAME", (_, n) => "ATTN " + n),
        ("Attention NAME", (_, n) => "Attention " + n),
        ("C/O NAME", (_, n) => "C/O " + n),
        ("company c/o NAME", (d, n) => $"{d.Company()} c/o {n}"),
        ("on behalf of NAME", (_, n) => "on behalf of " + n),
        ("company on behalf of NAME", (d, n) => $"{d.Company()} on behalf of {n}"),
        ("obo NAME", (_, n) => "obo " + n),
        ("company o/b/o NAME", (d, n) => $"{d.Company()} o/b/o {n}"),
        ("for account of NAME", (_, n) => "for account of " + n),
        ("A/C NAME", (_, n) => "A/C " + n),
        ("company a/c NAME", (d, n) => $"{d.Company()} a/c {n}"),
        ("To: NAME", (_, n) => "To: " + n),
        ("Consignee: NAME", (_, n) => "Consignee: " + n),
        ("CONSIGNEE NAME", (_, n) => "CONSIGNEE " + n),
        ("Notify party: NAME", (_, n) => "Notify party: " + n),
        ("Ship to: NAME", (_, n) => "Ship to: " + n),
        ("Sold to NAME", (_, n) => "Sold to " + n),
        ("Buyer's name: NAME", (_, n) => "Buyer's name: " + n),
        ("End user name - NAME", (_, n) => "End user name - " + n),
        ("The NAME", (_, n) => "The " + n),
        ("Dear NAME", (_, n) => "Dear " + n),
        ("Agent for NAME", (_, n) => "As agent for " + n),
        ("person, NAME", (d, n) => $"{d.Person()}, {n}"),
        ("person of NAME", (d, n) => $"Mr {d.Person()} of {n}"),
        ("address, NAME", (d, n) => $"{d.Address(", ")}, {n}"),
        ("收货人：NAME", (_, n) => "收货人：" + n),
        ("NAME / company", (d, n) => $"{n} / {d.Company()}"),
        ("company / NAME", (d, n) => $"{d.Company()} / {n}"),
        ("company/NAME", (d, n) => $"{d.Company()}/{n}"),
        ("NAME | company", (d, n) => $"{n} | {d.Company()}"),
        ("company\\nNAME", (d, n) => $"{d.Company()}\n{n}"),
        ("NAME; company", (d, n) => $"{n}; {d.Company()}"),
        ("company & NAME", (d, n) => $"{d.Company()} & {n}"),
        ("NAME & company", (d, n) => $"{n} & {d.Company()}"),
        ("NAME and company", (d, n) => $"{n} and {d.Company()}"),
        ("NAME, company", (d, n) => $"{n}, {d.Company()}"),
        ("company dba NAME", (d, n) => $"{d.Company()} dba {n}"),
        ("NAME d/b/a company", (d, n) => $"{n} d/b/a {d.Company()}"),
        ("company formerly NAME", (d, n) => $"{d.Company()}, formerly {n}"),
        ("company (formerly known as NAME)", (d, n) => $"{d.Company()} (formerly known as {n})"),
        ("NAME a.k.a. company", (d, n) => $"{n} a.k.a. {d.Company()}"),
        ("company AKA NAME", (d, n) => $"{d.Company()} AKA {n}"),
        ("company trading as NAME", (d, n) => $"{d.Company()} trading as {n}"),
        ("NAME t/a company", (d, n) => $"{n} t/a {d.Company()}"),
        ("company（NAME）", (d, n) => $"{d.Company()}（{n}）"),
        ("NAME（company）", (d, n) => $"{n}（{d.Company()}）"),
        ("company, a subsidiary of NAME", (d, n) => $"{d.Company()}, a subsidiary of {n}"),
        ("蓝莓家具 NAME", (_, n) => "蓝莓家具有限公司 " + n),
        ("NAME 蓝莓家具", (_, n) => n + " 蓝莓家具有限公司"),
        ("L E T T E R S", (_, n) => string.Join(' ', n.Where(c => !char.IsWhiteSpace(c)))),
        ("L E T T E R S  words apart", (_, n) => string.Join("   ", n.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => string.Join(' ', w.AsEnumerable())))),
        ("L.E.T.T.E.R.S.", (_, n) => string.Join(' ', n.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.All(char.IsLetter) && w.Length > 2 ? string.Join('.', w.AsEnumerable()) + "." : w))),
        ("L-E-T-T-E-R-S", (_, n) => string.Join(' ', n.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.All(char.IsLetter) && w.Length > 2 ? string.Join('-', w.AsEnumerable()) : w))),
        ("doubled  spaces", (_, n) => "  " + n.Replace(" ", "   ", StringComparison.Ordinal) + " "),
        ("under_scores", (_, n) => n.Replace(' ', '_')),
        ("NOSPACES", (_, n) => string.Concat(n.Where(char.IsLetterOrDigit)).ToUpperInvariant()),
        ("UPPER", (_, n) => n.ToUpperInvariant()),
        ("lower", (_, n) => n.ToLowerInvariant()),
        ("full width", (_, n) => string.Concat(n.Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c == ' ' ? '\u3000' : c))),
        ("bold letters", (_, n) => string.Concat(n.Select(c => c is >= 'A' and <= 'Z' ? char.ConvertFromUtf32(0x1D400 + c - 'A') : c is >= 'a' and <= 'z' ? char.ConvertFromUtf32(0x1D41A + c - 'a') : c.ToString()))),
        ("l33t", (d, n) => d.Masked(n, "oiesatOIESAT", "013547013547", 3)),
        ("hоmоglyphs", (d, n) => d.Masked(n, "aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ", 4)),
        ("all homoglyphs", (d, n) => d.Masked(n, "aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ", 99)),
        ("zero width", (d, n) => d.Inserted(n, '\u200B')),
        ("soft hyphens", (d, n) => d.Inserted(n, '\u00AD')),
        ("bidi marks", (d, n) => d.Inserted(n, '\u202E')),
        ("control signs", (d, n) => d.Inserted(n, '\u0002')),
        ("fillers", (d, n) => d.Inserted(n, '\u3164')),
        ("HTML entities", (_, n) => WebUtility.HtmlEncode(n) is var e && e != n ? e : $"{n[..1]}&#{(int)n[Math.Min(1, n.Length - 1)]};{n[Math.Min(2, n.Length)..]}"),
        ("HTML twice", (_, n) => WebUtility.HtmlEncode(WebUtility.HtmlEncode(n.Replace(" ", " & ", StringComparison.Ordinal))).Replace(" &amp;amp; ", "&amp;nbsp;", StringComparison.Ordinal)),
        ("<b>NAME</b><br>", (d, n) => $"<b>{n}</b><br>{d.Company()}"),
        ("percent signs", (_, n) => n.Replace(" ", "%20", StringComparison.Ordinal)),
        ("\"NAME\"", (_, n) => $"\"{n}\""),
        ("«NAME» company", (d, n) => $"«{n}» {d.Company()}"),
        ("noise after", (d, n) => IsOneWord(n) ? n : $"{n} {d.One(Noise)} {d.One(Noise)} {d.One(Noise)}"),
        ("noise before", (d, n) => IsOneWord(n) ? n : $"{d.One(Noise)} {d.One(Noise)} {n}"),
        ("noise around", (d, n) => IsOneWord(n) ? n : $"{d.One(Noise)} {d.One(Noise)} {n} {d.One(Noise)} {d.One(Noise)}"),
        ("noise (in brackets)", (d, n) => $"{n} ({d.One(Noise)} {d.One(Noise)})"),
        (OneWord, (d, n) => IsOneWord(n) ? $"{n} {d.One(Noise)} {d.One(Noise)}" : n),
        (Cut, (_, n) => n.Length > 35 ? n[..35].TrimEnd() : n),
        ("form cut", (_, n) => FormCut(n)),
        ("form LIMITED LIABILITY COMP", (_, n) => WithoutForm(n) is { } core ? core + " LIMITED LIABILITY COMP" : n),
        ("form dropped", (_, n) => WithoutForm(n) ?? n),
        ("last word cut", (_, n) => n.Split(' ') is { Length: > 2 } w && w[^1].All(char.IsAsciiLetter) && w[^1].Length > 5 ? n[..^2] : n),
    ];

    /// <summary>A made-up company.</summary>
    public string Company() => $"{One(Stem)} {One(Trade)} {One(Form)}";

    /// <summary>A made-up person.</summary>
    public string Person() => $"{One(Given)} {One(Family)}";

    /// <summary>A number up to a bound.</summary>
    public int Next(int below) => _random.Next(below);

    /// <summary>One decoration, which has changed the name, or null where it does not apply.</summary>
    public string? Write(int kind, string name) => All[kind].Write(this, name) is var text && text != name ? text : null;

    private static string? WithoutForm(string name)
    {
        foreach (var form in new[] { " Co., Ltd.", " Co., Ltd", " Co. Ltd.", " Company Limited", " Limited", " Ltd.", " Ltd", " LLC", " L.L.C.", " Inc.", " Corporation", " JSC", " GmbH" })
        {
            if (name.EndsWith(form, StringComparison.OrdinalIgnoreCase) && name.Length > form.Length + 3)
            {
                return name[..^form.Length].TrimEnd(',', ' ');
            }
        }

        return null;
    }

    private static string FormCut(string name)
    {
        foreach (var (form, cut) in new[] { (" Co., Ltd.", " CO LT"), (" Company Limited", " COMPANY LIM"), (" Corporation", " CORPORAT"), (" Limited", " LIMIT"), (" Ltd.", " L"), (" LLC", " LL"), (" JSC", " JOINT STOCK CO") })
        {
            if (name.EndsWith(form, StringComparison.OrdinalIgnoreCase))
            {
                return name[..^form.Length] + cut;
            }
        }

        return name;
    }

    // Forms of companies aside.
    private static bool IsOneWord(string name) => ScreeningName.Of(name).Words.Count(w => w is { Kind: NameWordKind.Plain, Text.Length: > 1 }) < 2;

    private string One(string[] of) => of[_random.Next(of.Length)];

    private string Number(int from, int to) => _random.Next(from, to).ToString(CultureInfo.InvariantCulture);

    private (string City, string Land) Place() => _random.Next(City.Length) is var i ? (City[i], Land[i]) : default;

    private string Address(string parted) => Place() is var (city, land) ? $"{Number(1, 400)} {One(Street)}{parted}{city} {Number(10_000, 999_999)}{parted}{land}" : "";

    private string Masked(string name, string letters, string signs, int most)
    {
        var text = new StringBuilder(name);
        var places = Enumerable.Range(0, name.Length).Where(i => letters.Contains(name[i], StringComparison.Ordinal)).OrderBy(_ => _random.Next()).Take(most);
        foreach (var place in places)
        {
            text[place] = signs[letters.IndexOf(name[place], StringComparison.Ordinal)];
        }

        return text.ToString();
    }

    private string Inserted(string name, char sign)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            text.Append(c);
            if (_random.Next(3) == 0)
            {
                text.Append(sign);
            }
        }

        return text.ToString();
    }
}
