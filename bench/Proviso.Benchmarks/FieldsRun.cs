using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Proviso.Places;
using Proviso.Screening;
using Proviso.Screening.Clearances;
using Proviso.Screening.Lists;
using Proviso.Tests.Proviso.Screening;

namespace Proviso.Benchmarks;

/// <summary>Listed names as shipping papers write them: what reads as clear, kind by kind; and the same decorations about names that must not alert.</summary>
internal static class FieldsRun
{
    private static readonly DateOnly Day = new(2026, 1, 1);

    public static int Run(string[] args)
    {
        var folder = Path.Combine(args.Length > 0 && Directory.Exists(args[0]) ? args[0] : Path.Combine(Folders.Root, "..", "shared", "data"), "screening");
        if (!Directory.Exists(folder))
        {
            Console.Error.WriteLine($"no {folder}: give the folder of the labelled data");
            return 2;
        }

        var each = args.FirstOrDefault(a => a.StartsWith("n=", StringComparison.Ordinal)) is { } n ? int.Parse(n.AsSpan(2), CultureInfo.InvariantCulture) : 400;
        var parties = Read(Path.Combine(folder, "corpus.jsonl")).Select(Listed).ToImmutableArray();
        var screener = new PartyScreener(ScreeningIndex.Build(new ListSet([new ListState("made-up", ListReadiness.Ready, null, null, parties.Length, DateTimeOffset.UnixEpoch)], parties)), ClearanceBook.Empty, []);
        var names = parties.SelectMany(p => p.Names.Select(m => (m.Text, p.Id))).ToArray();
        var show = args.FirstOrDefault(a => a.StartsWith("show=", StringComparison.Ordinal))?[5..];

        Recall(screener, names, each, show);
        Pairs(screener, names, each * 25, show);
        Speed(screener, folder);
        Alerts(screener, folder, each, show);
        return 0;
    }

    private static void Recall(PartyScreener screener, (string Text, string Id)[] names, int each, string? show)
    {
        var (all, clear, found) = (0, 0, 0);
        foreach (var (kind, i) in Decorations.All.Select((d, i) => (d.Kind, i)))
        {
            var decorations = new Decorations(1000 + i);
            var (count, cleared, hit) = (0, 0, 0);
            for (var tries = 0; count < each && tries < each * 20; tries++)
            {
                var (name, id) = names[decorations.Next(names.Length)];
                if (decorations.Write(i, name) is { } field)
                {
                    count++;
                    var result = screener.Screen(new PartyQuery { Name = field }, Day);
                    hit += result.Hits.Any(h => h.Entry.Id == id) ? 1 : 0;
                    if (result.Verdict == ScreeningVerdict.Clear)
                    {
                        cleared++;
                        Show(show == "one" || show == kind, $"CLEAR {kind}: {field}  <- {name}");
                    }
                }
            }

            // Without what cannot be told: these have their own lines.
            (all, clear, found) = kind is Decorations.OneWord or Decorations.Cut ? (all, clear, found) : (all + count, clear + cleared, found + hit);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {kind,-36} n {count,5}  clear {cleared,4}  entry found {100.0 * hit / Math.Max(1, count):F2} %"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one decoration, {Decorations.All.Count - 2} kinds: n {all}, clear {clear} ({100.0 * clear / all:F3} %), the very entry found {100.0 * found / all:F2} %"));
    }

    private static void Pairs(PartyScreener screener, (string Text, string Id)[] names, int count, string? show)
    {
        var decorations = new Decorations(77);
        var by = new SortedDictionary<string, (int Count, int Clear)>(StringComparer.Ordinal);
        var (done, clear) = (0, 0);
        while (done < count)
        {
            var (name, _) = names[decorations.Next(names.Length)];
            var (first, second) = (decorations.Next(Decorations.All.Count), decorations.Next(Decorations.All.Count));
            if (first != second && !new[] { first, second }.Any(k => Decorations.All[k].Kind is Decorations.OneWord or Decorations.Cut) && decorations.Write(first, name) is { } once && decorations.Write(second, once) is { } field)
            {
                done++;
                var isClear = screener.Screen(new PartyQuery { Name = field }, Day).Verdict == ScreeningVerdict.Clear;
                clear += isClear ? 1 : 0;
                Show(isClear && show == "two", $"CLEAR {Decorations.All[first].Kind} + {Decorations.All[second].Kind}: {field}  <- {name}");
                foreach (var kind in new[] { first, second }.Select(k => Decorations.All[k].Kind))
                {
                    var was = by.GetValueOrDefault(kind);
                    by[kind] = (was.Count + 1, was.Clear + (isClear ? 1 : 0));
                }
            }
        }

        foreach (var (kind, (n, c)) in by.Where(b => b.Value.Clear > 0).OrderByDescending(b => b.Value.Clear).Take(12))
        {
            Console.WriteLine($"  with {kind,-36} n {n,5}  clear {c}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"two decorations: n {done}, clear {clear} ({100.0 * clear / done:F3} %)"));
    }

    private static void Speed(PartyScreener screener, string folder)
    {
        foreach (var file in new[] { "q_exact", "q_typo1", "q_neg" })
        {
            var queries = Read(Path.Combine(folder, file + ".jsonl")).Select(q => q.GetProperty("Q").GetString()!).ToList();
            foreach (var (title, texts) in new[] { ("as they are", queries), ("decorated", Decorated(queries)) })
            {
                var times = new List<double>();
                foreach (var query in texts.Concat(texts))
                {
                    var best = double.MaxValue;
                    for (var again = 0; again < 3; again++)
                    {
                        var start = Stopwatch.GetTimestamp();
                        screener.Screen(new PartyQuery { Name = query }, Day);
                        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                    }

                    times.Add(best);
                }

                times = [.. times.Skip(texts.Count).Order()];
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file} {title}, whole screening, best of three: p50 {times[times.Count / 2]:F3} ms, p99 {times[(int)(times.Count * 0.99)]:F3} ms, {1000 * times.Count / times.Sum():F0}/s"));
            }
        }

        List<string> Decorated(List<string> queries)
        {
            var decorations = new Decorations(5);
            return [.. queries.Select(q => decorations.Write(decorations.Next(Decorations.All.Count), q) ?? q)];
        }
    }

    private static void Alerts(PartyScreener screener, string folder, int each, string? show)
    {
        var made = new Decorations(9);
        var sets = new (string Title, List<string> Names)[]
        {
            ("q_neg", [.. Read(Path.Combine(folder, "q_neg.jsonl")).Select(q => q.GetProperty("Q").GetString()!)]),
            ("made-up companies", [.. Enumerable.Range(0, each).Select(_ => made.Company()).Distinct()]),
            ("made-up persons", [.. Enumerable.Range(0, each).Select(_ => made.Person()).Distinct()]),
            ("asked side of labelled pairs", [.. Read(Path.Combine(folder, "pairs_namebench.jsonl")).Select(q => q.GetProperty("a")).Select(Name).OfType<string>().Distinct()]),
        };
        foreach (var (title, names) in sets)
        {
            var (plain, alerts, held) = (names.Count(n => Verdict(n) == ScreeningVerdict.Hit), 0, 0);
            foreach (var name in names.Where(n => show == "neg" && Verdict(n) == ScreeningVerdict.Hit))
            {
                Show(true, $"PLAIN {title}: {name} ~ {Best(name)}");
            }

            var (count, by) = (0, new Dictionary<string, int>());
            var decorations = new Decorations(31);
            foreach (var name in names)
            {
                for (var k = 0; k < Decorations.All.Count; k += 4)
                {
                    var kind = k + decorations.Next(4);
                    if (kind < Decorations.All.Count && decorations.Write(kind, name) is { } field)
                    {
                        count++;
                        var verdict = Verdict(field);
                        alerts += verdict == ScreeningVerdict.Hit ? 1 : 0;
                        held += verdict == ScreeningVerdict.Hold ? 1 : 0;
                        if (verdict != ScreeningVerdict.Clear && Verdict(name) != ScreeningVerdict.Hit)
                        {
                            by[Decorations.All[kind].Kind] = by.GetValueOrDefault(Decorations.All[kind].Kind) + 1;
                            Show(show == "neg", $"ALERT {title}, {Decorations.All[kind].Kind}: {field} ~ {Best(field)}");
                        }
                    }
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{title}: alerts as they are {plain} of {names.Count} ({100.0 * plain / names.Count:F2} %); decorated {alerts} of {count} ({100.0 * alerts / count:F2} %), held {held}; by decoration alone: {string.Join(", ", by.OrderByDescending(b => b.Value).Take(6).Select(b => $"{b.Key} {b.Value}"))}"));
        }

        ScreeningVerdict Verdict(string name) => screener.Screen(new PartyQuery { Name = name }, Day).Verdict;

        string Best(string name) => screener.Screen(new PartyQuery { Name = name }, Day) is var r && r.Hits.Length > 0 ? $"{r.Hits[0].Name.Text} {r.Hits[0].Points} [{r.Hits[0].Asked}] {string.Join(", ", r.Hits[0].Pieces.Select(p => $"{p.Points} {p.How} {p.Asked}~{p.Listed}"))}" : string.Join("; ", r.Holds);
    }

    private static string? Name(JsonElement side) => side.ValueKind == JsonValueKind.String ? side.GetString()
        : side.ValueKind == JsonValueKind.Object && side.TryGetProperty("name", out var v) ? (v.ValueKind == JsonValueKind.Array ? v[0].GetString() : v.GetString()) : null;

    private static void Show(bool when, string line)
    {
        if (when)
        {
            Console.WriteLine("      " + line.ReplaceLineEndings("\\n"));
        }
    }

    private static ListedParty Listed(JsonElement row) => new()
    {
        List = "made-up",
        Id = row.GetProperty("id").GetString()!,
        Kind = row.GetProperty("type").GetString() switch { "person" => PartyKind.Person, "vessel" => PartyKind.Vessel, "aircraft" => PartyKind.Aircraft, _ => PartyKind.Unknown },
        Names = [.. row.GetProperty("aliases").EnumerateArray().Select(a => a.GetString()!).Prepend(row.GetProperty("name").GetString()!).Select((n, i) => new ListedName(n, i == 0 ? ListedNameKind.Main : ListedNameKind.Alias))],
        Countries = row.GetProperty("country") is { ValueKind: JsonValueKind.String } c && Country.Find(c.GetString()!) is { } country ? [country] : [],
    };

    private static IEnumerable<JsonElement> Read(string file) => File.ReadLines(file).Select(l => JsonDocument.Parse(l).RootElement);
}
