using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Proviso.Screening.Matching;
using Proviso.Screening.Names;

namespace Proviso.Benchmarks;

/// <summary>Accuracy and speed of name matching on the labelled corpus, and of FuzzySharp beside it.</summary>
internal static class ScreeningRun
{
    private const int Least = 400;

    private sealed record Row(string Id, string[] Names, string? Country);

    private sealed record Query(string Text, string Want, string? Country);

    public static int Run(string[] args)
    {
        var folder = Path.Combine(args.Length > 0 ? args[0] : Path.Combine(Folders.Root, "..", "shared", "data"), "screening");
        if (!Directory.Exists(folder))
        {
            Console.Error.WriteLine($"no {folder}: give the folder of the labelled data");
            return 2;
        }

        var tune = args.Contains("tune");
        var threshold = 0;
        foreach (var (corpus, files) in new[] { ("corpus", new[] { "q_neg", "q_exact", "q_shuffle", "q_typo1", "q_typo2" }), ("corpus_loo", ["q_loo"]) })
        {
            var rows = Read(Path.Combine(folder, corpus + ".jsonl")).Select(ToRow).ToList();
            var clock = Stopwatch.StartNew();
            var names = rows.SelectMany((r, i) => r.Names.Select(n => (ScreeningName.Of(n), i))).ToList();
            var read = clock.ElapsedMilliseconds;
            var index = NameIndex.Build(names);
            Console.WriteLine($"{corpus}: {rows.Count} entries, {index.NameCount} names, {index.WordCount} words; names read in {read} ms, index in {clock.ElapsedMilliseconds - read} ms");
            var search = new NameSearch(index);
            var twins = Twins(rows);

            // Once through everything for the compiler, so that the times are those of a running program.
            foreach (var query in files.SelectMany(f => Read(Path.Combine(folder, f + ".jsonl"))))
            {
                search.Find(ScreeningName.Of(Text(query, "Q")!), Least);
            }

            if (args.Contains("beside"))
            {
                Beside(rows, twins, Path.Combine(folder, corpus == "corpus" ? "q_typo2.jsonl" : "q_loo.jsonl"));
            }

            foreach (var file in files)
            {
                var all = Read(Path.Combine(folder, file + ".jsonl")).Select(q => new Query(Text(q, "Q")!, Text(q, "Want") ?? "", Text(q, "country"))).ToList();
                foreach (var (half, queries) in new[] { ("tuned on", all.Where((_, i) => i % 2 == 0).ToList()), ("held out", all.Where((_, i) => i % 2 == 1).ToList()) })
                {
                    if (tune && half == "held out")
                    {
                        continue;
                    }

                    var bests = new List<int>();
                    var (hit, alerts) = (0, 0);
                    var times = new List<double>();
                    foreach (var query in queries)
                    {
                        var start = Stopwatch.GetTimestamp();
                        var found = search.Find(ScreeningName.Of(query.Text), Least);
                        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                        for (var again = 0; tune && again < 4; again++)
                        {
                            // While tuning, the best of five: what else runs on the machine is not what is tuned.
                            start = Stopwatch.GetTimestamp();
                            search.Find(ScreeningName.Of(query.Text), Least);
                            time = Math.Min(time, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                        }

                        times.Add(time);
                        if (tune && args.Contains("slow") && time > 0.5)
                        {
                            Console.WriteLine($"      {time:F2} ms  {query.Text}");
                        }

                        if (query.Want.Length == 0)
                        {
                            bests.Add(found.Count > 0 ? found[0].Points : 0);
                            if (tune && args.Contains("show") && found.Count > 0 && found[0].Points >= 650)
                            {
                                var like = string.Join(", ", search.Explain(ScreeningName.Of(query.Text), found[0].Name).Select(e => $"{e.Points} {e.Asked}~{e.Listed}"));
                                Console.WriteLine($"      NEG {query.Text} [{found[0].Points}] {like}");
                            }

                            continue;
                        }

                        var ranked = found.DistinctBy(f => f.Entry).Select(f => (rows[f.Entry].Id, f.Points)).ToList();
                        var wanted = twins.GetValueOrDefault(query.Want) ?? [query.Want];
                        hit += ranked.Take(10).Any(r => wanted.Contains(r.Id)) ? 1 : 0;
                        var best = ranked.Where(r => wanted.Contains(r.Id)).Select(r => r.Points).DefaultIfEmpty(0).Max();
                        bests.Add(best);
                        alerts += best >= threshold ? 1 : 0;
                        if (tune && args.Contains("show") && (best < threshold))
                        {
                            Console.WriteLine($"      {query.Text} [{best}] wants {string.Join(" / ", rows.First(r => r.Id == query.Want).Names.Take(3))}");
                        }
                    }

                    times.Sort();
                    var speed = $"p50 {times[times.Count / 2]:F3} ms, p99 {times[(int)(times.Count * 0.99)]:F3} ms, {1000 * times.Count / times.Sum():F0}/s";
                    if (tune && args.Contains("curve"))
                    {
                        Console.WriteLine("   " + string.Join(' ', Enumerable.Range(30, 11).Select(t => t * 20).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t}:{(double)bests.Count(b => b >= t) / bests.Count:F4}"))));
                    }

                    if (file == "q_neg")
                    {
                        bests.Sort();
                        if (half == "tuned on")
                        {
                            threshold = args.FirstOrDefault(a => a.StartsWith("at=", StringComparison.Ordinal)) is { } at ? int.Parse(at.AsSpan(3), CultureInfo.InvariantCulture) : ScreeningThreshold;
                        }

                        Console.WriteLine($"  {file} ({half}): highest scores {string.Join(' ', bests.TakeLast(6))}; alerts at {threshold}: {bests.Count(b => b >= threshold)} of {bests.Count}; {speed}");
                    }
                    else
                    {
                        Console.WriteLine($"  {file} ({half}): R@10 {(double)hit / queries.Count:F4}, alert recall {(double)alerts / queries.Count:F4} of {queries.Count}; {speed}");
                    }
                }
            }
        }

        return 0;
    }

    private const int ScreeningThreshold = Proviso.Screening.PartyScreener.DefaultThreshold;

    /// <summary>FuzzySharp over every name, on a sample of the same queries: it has no index, so each query looks at all.</summary>
    private static void Beside(List<Row> rows, Dictionary<string, string[]> twins, string file)
    {
        var names = rows.SelectMany(r => r.Names.Select(n => (Name: n.ToLowerInvariant(), r.Id))).ToList();
        var queries = Read(file).Where((_, i) => i % 24 == 0).Select(q => (Text: Text(q, "Q")!.ToLowerInvariant(), Want: Text(q, "Want")!)).ToList();
        foreach (var (title, score) in new (string, Func<string, string, int>)[] { ("WRatio", FuzzySharp.Fuzz.WeightedRatio), ("TokenSetRatio", FuzzySharp.Fuzz.TokenSetRatio) })
        {
            var (hit, clock) = (0, Stopwatch.StartNew());
            foreach (var (text, want) in queries)
            {
                var best = names.Select(n => (n.Id, Score: score(text, n.Name))).OrderByDescending(n => n.Score).Select(n => n.Id).Distinct().Take(10);
                hit += best.Any(b => (twins.GetValueOrDefault(want) ?? [want]).Contains(b)) ? 1 : 0;
            }

            Console.WriteLine($"  beside: FuzzySharp {title}, {Path.GetFileNameWithoutExtension(file)}, {queries.Count} queries of both halves: R@10 {(double)hit / queries.Count:F3}, {clock.Elapsed.TotalMilliseconds / queries.Count:F0} ms a query");
        }
    }

    private static Dictionary<string, string[]> Twins(List<Row> rows)
    {
        // Names that several rows share count as one.
        var byName = rows.SelectMany(r => r.Names.Select(n => (Key: string.Join(' ', ScreeningName.Of(n).Words.Select(w => w.Text)), r.Id))).ToLookup(x => x.Key, x => x.Id);
        return rows.ToDictionary(r => r.Id, r => r.Names.SelectMany(n => byName[string.Join(' ', ScreeningName.Of(n).Words.Select(w => w.Text))]).Append(r.Id).Distinct().ToArray());
    }

    private static IEnumerable<JsonElement> Read(string file) => File.ReadLines(file).Select(l => JsonDocument.Parse(l).RootElement);

    private static Row ToRow(JsonElement e) =>
        new(Text(e, "id")!, [Text(e, "name")!, .. e.GetProperty("aliases").EnumerateArray().Select(a => a.GetString()!)], Text(e, "country"));

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null;
}
