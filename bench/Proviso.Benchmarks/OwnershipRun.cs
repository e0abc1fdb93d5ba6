using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Proviso.Parties.Ownership;

namespace Proviso.Benchmarks;

/// <summary>The listed shares of a million made-up holders with three million stakes, and a thousand single changes.</summary>
internal static class OwnershipRun
{
    private const int Holders = 1_000_000;
    private const int Stakes = 3_000_000;
    private const int Edits = 1_000;

    private static readonly DateOnly Day = new(2026, 6, 1);

    public static int Run()
    {
        // Without majority owners a listing dies out; with one for each holder it runs through half of all, circles and all.
        Measure(complete: true, majority: false);
        Measure(complete: false, majority: false);
        Measure(complete: true, majority: true);
        Measure(complete: false, majority: true);
        return 0;
    }

    private static void Measure(bool complete, bool majority)
    {
        // A seed, so that every run is the same graph. Three owners on average, as many circles as chance makes.
        var random = new Random(7);
        var clock = Stopwatch.StartNew();
        var keys = Enumerable.Range(0, Holders).Select(i => "H" + i.ToString(CultureInfo.InvariantCulture)).ToArray();
        var builder = new OwnershipBookBuilder();
        foreach (var key in keys)
        {
            // Where owners may be unknown, a tenth of all holders leaves them open.
            builder.AddHolder(key, owners: complete || random.Next(10) > 0 ? OwnersKnown.Complete : OwnersKnown.NotAll);
        }

        var used = new long[Holders];
        for (var i = 0; i < Stakes; i++)
        {
            var (owner, owned) = (random.Next(Holders), majority ? i % Holders : random.Next(Holders));
            if (owner != owned)
            {
                var wanted = majority && i < Holders ? 50_000_000 + random.NextInt64(20_000_000) : random.NextInt64(majority ? 30_000_000 : 60_000_001);
                var low = Math.Min(wanted, ShareInterval.Whole - used[owned]);
                used[owned] += low;
                builder.AddStake(new Stake(keys[owner], keys[owned], new(low, Math.Min(ShareInterval.Whole, low + (complete ? 0 : random.NextInt64(5_000_000)))), Line: i + 1, Source: "made-up"));
            }
        }

        var made = clock.Elapsed;
        clock.Restart();
        var book = builder.Build().Book!;
        Console.WriteLine($"{book.Holders.Length:N0} holders, {book.Stakes.Length:N0} stakes, {(complete ? "all owners known, exact shares" : "a tenth of the owners open, shares as ranges")}, {(majority ? "a majority owner for each" : "few majority owners")}: made in {made.TotalSeconds:F2} s, checked in {clock.Elapsed.TotalSeconds:F2} s");

        var listed = Enumerable.Range(0, Holders / (majority ? 100 : 1000)).Select(_ => keys[random.Next(Holders)]).Distinct().ToDictionary(k => k, _ => ImmutableArray.Create("made-up-list"), StringComparer.Ordinal);
        var times = new List<double>();
        OwnershipSolver? solver = null;
        for (var i = 0; i < 5; i++)
        {
            GC.Collect();
            clock.Restart();
            solver = new OwnershipSolver(book, Day, listed);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        var verdicts = keys.CountBy(solver!.VerdictOf).OrderBy(v => v.Key).Select(v => $"{v.Key} {v.Value:N0}");
        Console.WriteLine($"  graph and both fixed points: {times.Order().ElementAt(2):F0} ms (median of 5: {string.Join(", ", times.Select(t => t.ToString("F0", CultureInfo.InvariantCulture)))}); {string.Join(", ", verdicts)}");

        times.Clear();
        var refused = 0;
        var stakes = book.Stakes;
        var gone = new List<Stake>();
        for (var i = 0; i < Edits; i++)
        {
            var stake = stakes[random.Next(stakes.Length)];
            var start = Stopwatch.GetTimestamp();
            switch (i % 3)
            {
                case 0:
                    if (solver.Remove(stake))
                    {
                        gone.Add(stake);
                    }

                    break;
                case 1 when gone.Count > 0:
                    refused += solver.Add(gone[^1]) is null ? 0 : 1;
                    break;
                default:
                    refused += solver.Replace(stake, stake with { Share = ShareInterval.Exactly(stake.Share.Low / 2) }) is null ? 0 : 1;
                    break;
            }

            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        times.Sort();
        Console.WriteLine($"  {Edits:N0} changes: half under {times[Edits / 2]:F1} µs, 99 of 100 under {times[Edits * 99 / 100]:F1} µs, longest {times[^1]:F1} µs; {refused} refused");

        clock.Restart();
        var answer = solver.AnswerFor(keys[0]);
        Console.WriteLine($"  one answer with its reasons: {clock.Elapsed.TotalMilliseconds:F0} ms, {answer.Steps.Length:N0} and {answer.PossibleSteps.Length:N0} steps");
    }
}
