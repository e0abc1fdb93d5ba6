using System.Text;

namespace Proviso.Tests.Rules.Evaluation;

/// <summary>Small laws as text, with every form of condition, exceptions at any depth and names in use; never with a circle.</summary>
internal sealed class RandomLaw
{
    public const string Vocabulary =
        """
        unit U "units"
        unit U/U "units a unit"
        enum color "color" { red green blue black white }
        enum place "place" { PLACES }
        fact a number U from 0 to 1_000_000 "first number"
        fact b number U from 0 to 1_000 "second number"
        fact r ratio a / b U/U "ratio"
        fact flag yes-no "a flag"
        fact other-flag yes-no "another flag"
        fact color one-of color "one color"
        fact place one-of place "one place"
        fact colors set-of color "colors"
        fact places set-of place "places"
        fact day date "a day"
        record party up-to 3 "a party" {
          hue one-of color "its color"
          hues set-of color "its colors"
          seat one-of place "its place"
          seats set-of place "its places"
          size number U from 0 to 1_000 "its size"
          armed yes-no "whether it is armed"
          since date "since when"
        }
        enum goods-state "state of the goods" { rest dock laden en-route }
        enum movement "kind of movement" { export reexport transfer }
        fact goods.state one-of goods-state "state of the goods on the day of the change"
        fact goods.ordered yes-no "under actual orders"
        fact goods.state_on date "the day the state is stated for"
        fact kind one-of movement "kind of movement"
        corpus c "corpus"
          authority x "authority"
        group warm "warm" of color
          from 2000-01-01 { red } by "x" published 2000-01-01
          from 2020-01-01 { red black } by "x" published 2020-01-01
            unknown { blue } "the text of blue"
        group far "far" of place
          from 2000-01-01 { P1 P63 P64 P66 } by "x" published 2000-01-01
            verified secondary "a remark"
            verified code { P1 P2 }
            unknown { P2 P69 } "the text of P2"

        """;

    /// <summary>What every provision says of itself.</summary>
    public const string Clauses =
        "  cite \"c\"\n  source \"s\"\n  verified code\n  in force from 2000-01-01 by \"x\" published 2000-01-01\n  coverage modelled\n";

    public static readonly string[] Places = [.. Enumerable.Range(0, 70).Select(i => $"P{i}")];
    public static readonly string[] Colors = ["red", "green", "blue", "black", "white"];
    public static readonly string[] NumbersA = ["0", "1", "1600", "1600.5", "4800", "1_000_000"];
    public static readonly string[] NumbersB = ["0", "1", "270.27", "500", "1_000"];
    public static readonly string[] Days = ["2022-10-07", "2024-02-29", "2026-01-15"];
    private static readonly string[] PlacesAsked = ["P0", "P1", "P2", "P63", "P64", "P69"];
    private static readonly string[] Signs = [">=", ">", "<=", "<", "=", "!="];

    private static readonly string[] Outcomes =
    [
        "not subject", "no license required", "license exception nac", "license required", "license required, review presumption-of-approval",
        "license required, review case-by-case", "license required, review presumption-of-denial", "prohibited", "undetermined",
    ];

    private readonly Choices _choices;
    private readonly StringBuilder _text = new();
    private readonly List<string> _names = [];
    private readonly List<string> _applies = [];
    private readonly List<string> _governs = [];

    private readonly bool _ranked;
    private bool _inRow;

    private RandomLaw(Choices choices, bool ranked = false) => (_choices, _ranked) = (choices, ranked);

    public static string Text(byte[] choices) => new RandomLaw(new Choices(choices)).Write();

    /// <summary>Law in which nothing clashes: in each matter some provisions with one outcome, then exceptions to all that stands above them.</summary>
    public static string Ranked(byte[] choices) => new RandomLaw(new Choices(choices), ranked: true).Write();

    /// <summary>A condition on facts alone.</summary>
    public static string Condition(byte[] choices) => new RandomLaw(new Choices(choices)).Condition(3);

    private string Write()
    {
        var vocabulary = Vocabulary.Replace("PLACES", string.Join(' ', Places), StringComparison.Ordinal);
        if (_choices.OneIn(3))
        {
            const string Authority = "  authority x \"authority\"\n";
            vocabulary = vocabulary.Replace(Authority, $"{Authority}  asked when {Condition(2)}\n", StringComparison.Ordinal);
        }

        _text.Append(vocabulary);
        string[] matters = _choices.OneIn(2) ? ["m"] : ["m", "n"];
        foreach (var matter in matters)
        {
            _text.Append("matter ").Append(matter).Append(" \"matter\"\n").Append(_choices.OneIn(3) ? "" : $"  otherwise {_choices.Of(Outcomes)}\n");
        }

        Names();
        if (_ranked)
        {
            Array.ForEach(matters, m => Ranks(m, 1 + _choices.Below(5)));
            return _text.ToString();
        }

        Provisions("p", 1 + _choices.Below(5), matters);
        _governs.AddRange(_applies);
        if (_choices.OneIn(3))
        {
            _text.Append($"define last \"defined\"\n  when {Condition(2)}\n");
            _names.Add("last");
        }

        // What asks who governs stands behind all that it may ask for, so that no circle comes about.
        Provisions("q", 1 + _choices.Below(3), matters);
        return _text.ToString();
    }

    private void Names()
    {
        for (var i = _choices.Below(3); i > 0; i--)
        {
            Head($"class-{i}");
            _text.Append("  classify item as X\n").Append(_choices.OneIn(6) ? "" : When());
        }

        if (_text.ToString().Contains("as X\n", StringComparison.Ordinal))
        {
            _names.Add("X");
        }

        if (_choices.OneIn(2))
        {
            _text.Append($"define named \"defined\"\n  when {Condition(2)}\n");
            _names.Add("named");
        }
    }

    private void Provisions(string prefix, int count, string[] matters)
    {
        var mine = new List<(string Name, string Matter)>();
        for (var i = 0; i < count; i++)
        {
            var name = $"{prefix}{i}";
            var matter = _choices.Of(matters);
            Head(name);
            var targets = mine.Where(p => string.Equals(p.Matter, matter, StringComparison.Ordinal) && _choices.OneIn(2)).Select(p => p.Name).ToArray();
            _text.Append(targets.Length > 0 ? $"  exception to {string.Join(", ", targets)}\n" : "");
            _text.Append($"  on {matter}\n  then {_choices.Of(Outcomes)}\n");
            _text.Append(targets.Length == 0 && _choices.OneIn(3) ? Saving() : "");
            _text.Append(_choices.OneIn(6) ? "" : When());
            mine.Add((name, matter));
            _applies.Add(name);
        }
    }

    private void Ranks(string matter, int count)
    {
        var above = new List<string>();
        var (roots, outcome) = (1 + _choices.Below(count), _choices.Of(Outcomes));
        for (var i = 0; i < count; i++)
        {
            var name = $"{matter}{i}";
            Head(name);
            _text.Append(i < roots ? "" : $"  exception to {string.Join(", ", above)}\n");
            _text.Append($"  on {matter}\n  then {(i < roots ? outcome : _choices.Of(Outcomes))}\n").Append(_choices.OneIn(6) ? "" : When());
            above.Add(name);
        }

        _applies.AddRange(above);
    }

    // Some provisions came later than others, so that two days have different law.
    private void Head(string name) => _text.Append($"provision {name} \"title\"\n").Append(_choices.Below(4) switch
    {
        2 => Clauses.Replace("from 2000", "from 2021", StringComparison.Ordinal),
        3 => Clauses + "  until 2021-06-01 by \"y\" published 2021-05-01\n",
        _ => Clauses,
    });

    // What was under way at the beginning of 2021 is left to the law of 2020; a saving that nobody verified leaves it open.
    private string Saving()
    {
        var verified = _choices.OneIn(2);
        return $"  saving \"under way\" for {{{_choices.Of(["laden", "rest dock", "dock laden en-route"])}}}{(_choices.OneIn(2) ? " under orders" : "")} on 2021-01-01"
            + $"{(verified ? " before 2030-01-01" : "")} of {{{_choices.Of(["export", "export reexport"])}}} verified {(verified ? "secondary" : "unverified")} by \"y\"\n";
    }

    private string When()
    {
        if (_choices.OneIn(2))
        {
            return $"  when {Condition(3)}\n";
        }

        var text = new StringBuilder("  when ");
        Limbs(text, 4, _choices.Below(3));
        return text.ToString();
    }

    private void Limbs(StringBuilder text, int indent, int depth)
    {
        text.Append(_choices.OneIn(2) ? "any of\n" : "all of\n");
        var count = 1 + _choices.Below(3);
        for (var i = 1; i <= count; i++)
        {
            text.Append(' ', indent).Append($"({i}) ");
            if (depth > 0 && _choices.OneIn(3))
            {
                Limbs(text, indent + 2, depth - 1);
            }
            else
            {
                text.Append(Condition(2)).Append('\n');
            }
        }
    }

    private string Condition(int depth)
    {
        if (depth == 0)
        {
            return Atom();
        }

        return _choices.Below(7) switch
        {
            1 => $"{Condition(depth - 1)} and {Condition(depth - 1)}",
            5 => $"{Condition(depth - 1)} or {Condition(depth - 1)}",
            2 => $"not {Condition(0)}",
            3 => $"not ({Condition(depth - 1)})",
            4 => $"({Condition(depth - 1)}) and ({Condition(depth - 1)})",
            _ => Atom(),
        };
    }

    /// <summary>Some or every row, by its fields, by other facts and by both mixed.</summary>
    private string Some()
    {
        _inRow = true;
        var text = $"{(_choices.OneIn(3) ? "every" : "some")} party ({Condition(_choices.Below(3))})";
        _inRow = false;
        return text;
    }

    private string Field() => _choices.Below(9) switch
    {
        0 => $"hue is{(_choices.OneIn(2) ? " not" : "")} {_choices.Of(Colors)}",
        1 => $"hue {In()} {Colored()}",
        2 => $"{Quantifier()} hues {In()} {Colored()}",
        3 => $"seat {In()} {Placed()}",
        4 => $"{Quantifier()} seats {In()} {Placed()}",
        5 => $"size {_choices.Of(Signs)} {_choices.Of(NumbersB)}{(_choices.OneIn(2) ? " U" : "")}",
        6 => _choices.OneIn(2) ? "armed" : "armed is no",
        7 => $"since {_choices.Of(Signs)} {_choices.Of(Days)}",
        _ => $"{_choices.Of(["known", "applicable"])} {_choices.Of(["hue", "hues", "seat", "seats", "size", "armed", "since"])}",
    };

    private string Atom() => _inRow && !_choices.OneIn(4) ? Field() : _choices.Below(24) switch
    {
        20 or 21 or 22 or 23 when !_inRow => Some(),
        0 or 1 => $"a {_choices.Of(Signs)} {_choices.Of(NumbersA)}{(_choices.OneIn(2) ? " U" : "")}",
        2 => $"{_choices.Of(NumbersB)} {_choices.Of(Signs)} b",
        3 or 4 => $"r {_choices.Of(Signs)} {_choices.Of(["0", "1", "3.2", "5.92", "0.000001"])}",
        5 => "flag",
        6 => $"other-flag is{(_choices.OneIn(2) ? " not" : "")} {(_choices.OneIn(2) ? "yes" : "no")}",
        7 => $"color is{(_choices.OneIn(2) ? " not" : "")} {_choices.Of(Colors)}",
        8 => $"color {In()} {Colored()}",
        9 => $"place {In()} {Placed()}",
        10 => $"{Quantifier()} colors {In()} {Colored()}",
        11 => $"{Quantifier()} places {In()} {Placed()}",
        12 => $"day {_choices.Of(Signs)} {_choices.Of(Days)}",
        13 => $"{_choices.Of(["known", "applicable"])} {_choices.Of(["a", "b", "r", "flag", "color", "place", "colors", "places", "day"])}",
        14 => $"a * b {_choices.Of(Signs)} {_choices.Of(["0", "1_000", "432_432"])}",
        15 => $"a {_choices.Of(Signs)} {_choices.Of(["2", "5.92"])} * b {_choices.Of(["", "+ 1600", "- 0.5"])}",
        16 => $"2 * a - {_choices.Of(NumbersA)} {_choices.Of(Signs)} a",
        17 when _names.Count > 0 => _choices.Of(_names) is var name && name == "X" && _choices.OneIn(2) ? "item is X" : name,
        18 when _applies.Count > 0 => "applies " + _choices.Of(_applies),
        19 when _governs.Count > 0 => "governs " + _choices.Of(_governs),
        _ => _choices.OneIn(3) ? _choices.Of(["yes", "no"]) : "other-flag",
    };

    private string In() => _choices.OneIn(3) ? "not in" : "in";

    private string Quantifier() => _choices.OneIn(2) ? "any" : "every";

    private string Colored() => Set("warm", Colors);

    private string Placed() => Set("far", PlacesAsked);

    private string Set(string group, string[] values)
    {
        var first = _choices.OneIn(2) ? group : $"{{{_choices.Some(values)}}}";
        return _choices.Below(4) switch
        {
            0 => $"{first} + {{{_choices.Some(values)}}}",
            1 => $"{first} - {{{_choices.Some(values)}}}",
            2 => $"{first} - {group} + {{{_choices.Some(values)}}}",
            _ => first,
        };
    }
}
