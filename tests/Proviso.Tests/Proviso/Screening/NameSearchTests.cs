// Method: the index against an exhaustive scan by the same rules, on random names and on the lists; pieces against scores; edits against the plain table.
using CsCheck;
using Proviso.Screening.Matching;
using Proviso.Screening.Names;

namespace Proviso.Tests.Proviso.Screening;

public class NameSearchTests
{
    private static readonly string[] Stems =
    [
        "haige", "huawei", "technology", "tech", "international", "trading", "co", "ltd", "limited", "ooo", "shenzhen", "guangzhou", "li", "wang", "j", "aleksandr", "alexander",
        "ivanov", "ivanova", "123", "aecc", "sense", "time", "sensetime", "мухаммад", "иванов", "أحمد", "محمد", "ahmed", "华", "为", "北京", "hua", "wei", "bei", "jing", "x", "的", "gmbh",
        "vladimir", "vladimyr", "블라디미르", "zelenskyy", "zelenskij", "зеленський", "yousouf", "iusuf", "פוטין", "putin",
    ];

    private static readonly Gen<string> Name = Gen.Select(Gen.Int[0, Stems.Length - 1], Gen.Int[0, 12], Gen.Char['a', 'e']).Select((stem, edit, letter) => (Stem: Stems[stem], edit, letter)).Select((stem, edit, letter) => edit switch
    {
        0 when stem.Length > 2 => stem[..1] + letter + stem[1..],
        1 when stem.Length > 3 => stem.Remove(2, 1),
        2 when stem.Length > 3 => stem[..1] + stem[2] + stem[1] + stem[3..],
        3 => stem + "-",
        _ => stem,
    }).Array[1, 6].Select(words => string.Join(' ', words).Replace("- ", "", StringComparison.Ordinal));

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    [Fact]
    public void The_index_finds_exactly_what_a_scan_of_every_name_finds() => Gen.Select(Name.Array[1, 40], Name, Gen.Int[1, 1000]).Sample((names, asked, least) =>
    {
        var index = NameIndex.Build(names.Select((n, i) => (ScreeningName.Of(n), i / 2)));
        var search = new NameSearch(index);
        foreach (var name in names.Take(3).Append(asked).Select(ScreeningName.Of))
        {
            var found = search.Find(name, least).ToList();
            Assert.Equal(search.FindAll(name, least), found);
            foreach (var match in found)
            {
                Assert.Equal(match.Points, search.Explain(name, match.Name).Sum(p => p.Points));
            }
        }
    }, iter: 3_000, threads: 1);

    [Fact]
    public void A_long_name_mistyped_anywhere_is_found_by_both() => Gen.Select(Name.Array[5, 20], Gen.Int[0, 200].Array[2], Gen.Char['a', 'z'], Gen.Int[0, 3].Array[2]).Sample((names, places, letter, kinds) =>
    {
        var index = NameIndex.Build(names.Select((n, i) => (ScreeningName.Of(n + " makerworks"), i)));
        var search = new NameSearch(index);
        var asked = names[0] + " makerworks";
        for (var e = 0; e < 2; e++)
        {
            var at = places[e] % (asked.Length - 1);
            asked = kinds[e] switch
            {
                0 => asked.Insert(at, letter.ToString()),
                1 => asked.Remove(at, 1),
                2 => asked[..at] + letter + asked[(at + 1)..],
                _ => asked[..at] + asked[at + 1] + asked[at] + asked[(at + 2)..],
            };
        }

        var name = ScreeningName.Of(asked);
        Assert.Equal(search.FindAll(name, 500), search.Find(name, 500));
    }, iter: 3_000, threads: 1);

    [Fact]
    public void Words_run_together_or_written_apart_are_found_by_both() =>
        Gen.Select(OneOf("ab", "cd", "xy", "kim", "sen", "abcd", "xykim", "sencd", "ltd").Array[1, 4].Select(w => string.Join(' ', w)).Array[1, 12], OneOf("abcd", "xykim", "sencd", "ab", "cd", "kim", "xy", "ltd").Array[1, 4], Gen.Int[300, 1000])
            .Sample((names, asked, least) =>
            {
                var search = new NameSearch(NameIndex.Build(names.Select((n, i) => (ScreeningName.Of(n), i))));
                var name = ScreeningName.Of(string.Join(' ', asked));
                Assert.Equal(search.FindAll(name, least), search.Find(name, least));
            }, iter: 5_000, threads: 1);

    [Fact]
    public void On_the_lists_too_where_they_are_at_hand()
    {
        var folder = Path.Combine(Golden.Root, "..", "shared", "data", "screening");
        if (!File.Exists(Path.Combine(folder, "corpus.jsonl")))
        {
            Assert.Skip($"the labelled names are not at hand ({folder})");
        }

        using var names = new Lines(Path.Combine(folder, "corpus.jsonl"));
        var index = NameIndex.Build(names.Where((_, i) => i % 5 == 0).Select((e, i) => (ScreeningName.Of(e.GetProperty("name").GetString()!), i)));
        var search = new NameSearch(index);
        foreach (var file in new[] { "q_typo2.jsonl", "q_neg.jsonl" })
        {
            using var queries = new Lines(Path.Combine(folder, file));
            foreach (var query in queries.Where((_, i) => i % 20 == 0))
            {
                var name = ScreeningName.Of(query.GetProperty("Q").GetString()!);
                Assert.Equal(search.FindAll(name, 400), search.Find(name, 400));
            }
        }
    }

    [Fact]
    public void The_pieces_of_a_score_add_up_to_it() => Gen.Select(Name.Array[5, 20], Name).Sample((names, asked) =>
    {
        var search = new NameSearch(NameIndex.Build(names.Select((n, i) => (ScreeningName.Of(n), i))));
        var name = ScreeningName.Of(asked);
        foreach (var match in search.Find(name, 1).ToList())
        {
            var pieces = search.Explain(name, match.Name);
            Assert.Equal(match.Points, pieces.Sum(p => p.Points));
            Assert.InRange(match.Points, 1, 1000);
        }
    }, iter: 1_000, threads: 1);

    [Fact]
    public void Edits_are_those_of_the_plain_table() => Gen.Select(Gen.String[Gen.Char['a', 'd'], 0, 70], Gen.String[Gen.Char['a', 'd'], 0, 70], Gen.Int[0, 12]).Sample((a, b, most) =>
    {
        var real = Table(a, b);
        Assert.Equal(real <= most ? real : most + 1, Math.Min(Edits.Distance(a, b, most), most + 1));
    }, iter: 20_000);

    [Fact]
    public void An_edit_changes_no_more_of_a_mask_than_the_search_allows() => Gen.Select(Gen.String[Gen.Char['a', 'f'], 1, 40], Gen.Int[0, 39], Gen.Char['a', 'z'], Gen.Int[0, 3]).Sample((word, place, letter, kind) =>
    {
        var at = place % word.Length;
        var other = kind switch
        {
            0 => word.Insert(at, letter.ToString()),
            1 => word.Remove(at, 1),
            2 => word[..at] + letter + word[(at + 1)..],
            _ => at + 1 < word.Length ? word[..at] + word[at + 1] + word[at] + word[(at + 2)..] : word,
        };
        Assert.InRange(System.Numerics.BitOperations.PopCount(NameIndex.MaskOf(word) ^ NameIndex.MaskOf(other)), 0, 2);
        var (a, b) = (NameIndex.PairMaskOf(word), NameIndex.PairMaskOf(other));
        Assert.InRange(System.Numerics.BitOperations.PopCount(a.Low ^ b.Low) + System.Numerics.BitOperations.PopCount(a.High ^ b.High), 0, 6);
    });

    private static int Table(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 ? j : j == 0 ? i
                    : Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
