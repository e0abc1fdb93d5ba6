using System.Globalization;
using System.Text.Json;
using Proviso.Screening;
using Proviso.Screening.Clearances;
using Proviso.Screening.Lists;
using Proviso.Screening.Matching;
using Proviso.Screening.Names;

namespace Proviso.Benchmarks;

/// <summary>Labelled pairs: how often the shipped threshold tells the same party from another. Even rows were looked at while matching was made, odd rows were not.</summary>
internal static class PairsRun
{
    private static readonly (string, string)[] Kinds = [("imoNumber", "imo"), ("swiftBic", "swift"), ("registrationNumber", "registration")];
    private static readonly string[] NameParts = ["firstName", "middleName", "lastName"];

    private sealed record Pair(string Kind, string Schema, JsonElement Asked, JsonElement Listed, bool Match, bool LookedAt, string Note);

    public static int Run(string[] args)
    {
        var folder = Path.Combine(args.Length > 0 && Directory.Exists(args[0]) ? args[0] : Path.Combine(Folders.Root, "..", "shared", "data"), "screening");
        if (!Directory.Exists(folder))
        {
            Console.Error.WriteLine($"no {folder}: give the folder of the labelled data");
            return 2;
        }

        var show = args.Contains("show");
        var names = Read(Path.Combine(folder, "corpus.jsonl")).SelectMany((r, i) => r.GetProperty("aliases").EnumerateArray().Select(a => a.GetString()!).Append(r.GetProperty("name").GetString()!).Select(n => (ScreeningName.Of(n), i)));
        var rarity = NameIndex.Build(names).Rarity;
        var pairs = Pairs(folder).ToList();
        foreach (var half in new[] { true, false })
        {
            foreach (var (title, kinds, schemas) in new (string, string[], string[])[]
            {
                ("all", ["name_pair", "entity_pair", "name_bench"], []),
                ("organizations", ["name_pair", "entity_pair", "name_bench"], ["Company", "Organization", "LegalEntity"]),
                ("persons", ["name_pair", "entity_pair", "name_bench"], ["Person"]),
                ("cross-script", ["cross_script"], []),
            })
            {
                var (hit, falseHit, missed, rest) = (0, 0, 0, 0);
                var all = new List<(int Points, bool Match)>();
                foreach (var pair in pairs.Where(p => p.LookedAt == half && kinds.Contains(p.Kind) && (schemas.Length == 0 || schemas.Contains(p.Schema))))
                {
                    var points = Points(pair, rarity);
                    all.Add((points, pair.Match));
                    var says = points >= PartyScreener.DefaultThreshold;
                    _ = (says, pair.Match) switch { (true, true) => hit++, (true, false) => falseHit++, (false, true) => missed++, _ => rest++ };
                    if (show && half && says != pair.Match && title is "all" or "cross-script" && show && half && says != pair.Match)
                    {
                        Console.WriteLine($"      {(pair.Match ? "MISSED" : "FALSE ")} {points,4} {pair.Kind} {pair.Schema}: {pair.Asked} ~ {pair.Listed} {pair.Note}");
                    }
                }

                if (half && args.Contains("curve"))
                {
                    Console.WriteLine("   " + string.Join(' ', Enumerable.Range(13, 8).Select(t => t * 50).Concat([670, 690, 710, 720, 730, 740, 760, 780]).Order().Select(t => string.Create(CultureInfo.InvariantCulture, $"{t}:{F1(all, t):F3}"))));
                }

                var (precision, recall) = ((double)hit / Math.Max(1, hit + falseHit), (double)hit / Math.Max(1, hit + missed));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{(half ? "looked at" : "held out")}, {title}: F1 {2 * precision * recall / Math.Max(1e-9, precision + recall):F3}, precision {precision:F3}, recall {recall:F3} of {hit + missed} same and {falseHit + rest} other"));
            }
        }

        return 0;
    }

    private static double F1(List<(int Points, bool Match)> all, int threshold) =>
        2.0 * all.Count(a => a.Match && a.Points >= threshold) / Math.Max(1, all.Count(a => a.Match) + all.Count(a => a.Points >= threshold));

    private static int Points(Pair pair, WordRarity rarity)
    {
        var entry = new ListedParty { List = "made-up", Id = "1", Names = [.. Names(pair.Listed).Select(n => new ListedName(n, ListedNameKind.Main))], Identifiers = [.. Identifiers(pair.Listed)], Kind = Kind(pair.Schema) };
        var screener = new PartyScreener(ScreeningIndex.Build(new ListSet([], [entry]), rarity), ClearanceBook.Empty, []);
        var asked = Names(pair.Asked).ToList();
        var query = new PartyQuery { Name = asked[0], OtherNames = [.. asked.Skip(1)], Identifiers = [.. Identifiers(pair.Asked)], Kind = Kind(pair.Schema) };
        return screener.Screen(query, new DateOnly(2026, 1, 1), 100).Hits.Select(h => h.Points).FirstOrDefault();
    }

    private static PartyKind Kind(string schema) => schema switch { "Person" => PartyKind.Person, "Company" or "Organization" or "LegalEntity" => PartyKind.Organization, "Vessel" => PartyKind.Vessel, _ => PartyKind.Unknown };

    private static List<string> Names(JsonElement side)
    {
        if (side.ValueKind == JsonValueKind.String)
        {
            return [side.GetString()!];
        }

        var named = Texts(side, "name").ToList();
        return named.Count > 0 ? named : [string.Join(' ', NameParts.SelectMany(f => Texts(side, f)))];
    }

    private static IEnumerable<string> Texts(JsonElement side, string name) => !side.TryGetProperty(name, out var v) ? []
        : v.ValueKind == JsonValueKind.Array ? v.EnumerateArray().Select(e => e.GetString()!) : [v.GetString()!];

    private static IEnumerable<ListedIdentifier> Identifiers(JsonElement side) => side.ValueKind != JsonValueKind.Object ? []
        : Kinds.SelectMany(f => Texts(side, f.Item1).Select(t => new ListedIdentifier(f.Item2, t)));

    private static IEnumerable<Pair> Pairs(string folder)
    {
        var count = new Dictionary<string, int>();
        foreach (var row in Read(Path.Combine(folder, "vectors.jsonl")))
        {
            var kind = row.GetProperty("kind").GetString()!;
            if (kind is "name_pair" or "cross_script" or "entity_pair")
            {
                var number = count[kind] = count.GetValueOrDefault(kind) + 1;
                var (asked, listed) = kind == "entity_pair" ? ("query", "candidate") : ("a", "b");
                yield return new Pair(kind, Text(row, "schema"), row.GetProperty(asked), row.GetProperty(listed), row.GetProperty("match").GetBoolean(), number % 2 == 1, Text(row, "quality") + " " + Text(row, "note") + " " + Text(row, "label"));
            }
        }

        var bench = 0;
        foreach (var row in Read(Path.Combine(folder, "pairs_namebench.jsonl")))
        {
            yield return new Pair("name_bench", Text(row, "schema"), row.GetProperty("a"), row.GetProperty("b"), row.GetProperty("match").GetBoolean(), bench++ % 2 == 0, Text(row, "quality"));
        }
    }

    private static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString()! : "";

    private static IEnumerable<JsonElement> Read(string file) => File.ReadLines(file).Select(l => JsonDocument.Parse(l).RootElement);
}
