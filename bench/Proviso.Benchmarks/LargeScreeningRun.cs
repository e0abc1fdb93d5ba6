using System.Diagnostics;
using System.Text.Json;
using Proviso.Screening.Matching;
using Proviso.Screening.Names;

namespace Proviso.Benchmarks;

/// <summary>An index of one and a half million made-up names: time to build, memory, latency.</summary>
/// <remarks>
/// Names are words of the labelled corpus put together anew, a tenth of them with a mistyped word, so that words are as long and as common as in
/// real lists and the vocabulary grows with the names, as it does in a list of companies.
/// </remarks>
internal static class LargeScreeningRun
{
    private const int Names = 1_500_000;
    private const int Queries = 4000;

    public static int Run(string[] args)
    {
        var file = Path.Combine(args.Length > 0 ? args[0] : Path.Combine(Folders.Root, "..", "shared", "data"), "screening", "corpus.jsonl");
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"no {file}: give the folder of the labelled data");
            return 2;
        }

        var real = File.ReadLines(file).SelectMany(l =>
        {
            using var row = JsonDocument.Parse(l);
            return row.RootElement.GetProperty("aliases").EnumerateArray().Select(a => a.GetString()!).Append(row.RootElement.GetProperty("name").GetString()!).ToList();
        }).Select(n => n.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(w => w.Length is > 1 and < 12).ToList();
        var random = new Random(7);
        var made = new string[Names];
        for (var i = 0; i < Names; i++)
        {
            // Half of one name and half of another keeps the forms at the end and the places in front.
            var (a, b) = (real[random.Next(real.Count)], real[random.Next(real.Count)]);
            var words = a[..((a.Length + 1) / 2)].Concat(b[(b.Length / 2)..]).ToArray();
            if (random.Next(10) == 0)
            {
                var w = random.Next(words.Length);
                words[w] = Mistype(words[w], random);
            }

            made[i] = string.Join(' ', words);
        }

        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var index = NameIndex.Build(made.Select((n, i) => (ScreeningName.Of(n), i)));
        var search = new NameSearch(index);
        var built = clock.Elapsed.TotalSeconds;
        var after = GC.GetTotalMemory(forceFullCollection: true);
        var text = made.Sum(m => (long)m.Length * 2) >> 20;
        Console.WriteLine($"{index.NameCount} names, {index.WordCount} words: built in {built:F1} s, {(after - before) >> 20} MiB held, {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB most of the process (with {text} MiB of the names themselves)");
        var asked = Enumerable.Range(0, Queries).Select(_ =>
        {
            var words = made[random.Next(Names)].Split(' ');
            var w = random.Next(words.Length);
            words[w] = Mistype(words[w], random);
            return string.Join(' ', words);
        }).ToList();
        foreach (var least in new[] { 625, 400 })
        {
            asked.ForEach(q => search.Find(ScreeningName.Of(q), least));
            var times = new List<double>();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            foreach (var query in asked)
            {
                var start = Stopwatch.GetTimestamp();
                search.Find(ScreeningName.Of(query), least);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            times.Sort();
            Console.WriteLine($"  one typing error, scores from {least}: p50 {times[Queries / 2]:F3} ms, p99 {times[Queries * 99 / 100]:F3} ms, {1000 * Queries / times.Sum():F0}/s, {allocated / Queries} B a query");
        }

        return 0;
    }

    private static string Mistype(string word, Random random)
    {
        if (word.Length < 3)
        {
            return word;
        }

        var at = random.Next(1, word.Length - 1);
        var letter = (char)('a' + random.Next(26));
        return random.Next(4) switch
        {
            0 => word.Insert(at, letter.ToString()),
            1 => word.Remove(at, 1),
            2 => word[..at] + letter + word[(at + 1)..],
            _ => word[..at] + word[at + 1] + word[at] + word[(at + 2)..],
        };
    }
}
