using System.Collections.Immutable;
using CsCheck;
using Proviso.Parties.Ownership;

namespace Proviso.Tests.Proviso.Parties.Ownership;

/// <summary>Small made-up books, and what holds of them by trying out every world that they allow.</summary>
internal static class OwnershipWorlds
{
    public const long Tenth = 10_000_000;

    public static readonly DateOnly Day = new(2026, 6, 1);

    /// <summary>A book in tenths of the whole: an owner, an owned, the least and the most in tenths.</summary>
    public sealed record Case(int Holders, ImmutableArray<(int Owner, int Owned, int Low, int High)> Edges, ImmutableArray<bool> Complete, ImmutableArray<bool> Listed)
    {
        public OwnershipBook Book()
        {
            var builder = new OwnershipBookBuilder();
            for (var i = 0; i < Holders; i++)
            {
                builder.AddHolder(Key(i), "Made-up " + Key(i), owners: Complete[i] ? OwnersKnown.Complete : OwnersKnown.NotAll);
            }

            for (var e = 0; e < Edges.Length; e++)
            {
                builder.AddStake(StakeOf(e));
            }

            var reading = builder.Build();
            Assert.Empty(reading.Problems);
            return reading.Book!;
        }

        public Stake StakeOf(int e) => new(Key(Edges[e].Owner), Key(Edges[e].Owned), new(Edges[e].Low * Tenth, Edges[e].High * Tenth), Source: "made-up " + e, Line: e + 1);

        public Dictionary<string, ImmutableArray<string>> Lists() =>
            Enumerable.Range(0, Holders).Where(i => Listed[i]).ToDictionary(Key, i => ImmutableArray.Create("list-" + Key(i)), StringComparer.Ordinal);

        public override string ToString() =>
            $"listed {string.Join(',', Enumerable.Range(0, Holders).Where(i => Listed[i]))}; complete {string.Join(',', Enumerable.Range(0, Holders).Where(i => Complete[i]))}; "
            + string.Join("  ", Edges.Select(e => $"{e.Owner}>{e.Owned}:{e.Low}..{e.High}"));
    }

    public static string Key(int holder) => ((char)('A' + holder)).ToString();

    /// <summary>Random books: circles and cross-holdings happen often, every party's least shares fit the whole.</summary>
    public static Gen<Case> Cases(int most, int edges, int wide) =>
        from n in Gen.Int[2, most]
        from raw in Gen.Select(Gen.Int[0, n - 1], Gen.Int[0, n - 1], Gen.Int[0, 10], Gen.Int[0, 4]).Array[0, edges]
        from complete in Gen.Int[0, 3].Array[n]
        from listed in Gen.Int[0, 3].Array[n]
        select Make(n, raw, complete, listed, wide);

    /// <summary>
    /// For every holder the least and the most share, and whether it was reached, over all worlds: every split of the ranges in whole tenths that
    /// fits the whole, and every rest with nobody or with a listed outsider. The ends of such ranges are whole tenths, so none is missed.
    /// In each world the reached are the meet of all sets that hold the listed and everyone of whom they hold half.
    /// </summary>
    public static (int Least, int Most)[] TryAll(Case of)
    {
        var result = Enumerable.Repeat((Least: int.MaxValue, Most: -1), of.Holders).ToArray();
        var shares = new int[of.Edges.Length];
        var outsider = new int[of.Holders];
        Ranges(0);
        return result;

        void Ranges(int edge)
        {
            if (edge == shares.Length)
            {
                Outsiders(0);
                return;
            }

            for (var share = of.Edges[edge].Low; share <= of.Edges[edge].High; share++)
            {
                shares[edge] = share;
                Ranges(edge + 1);
            }
        }

        void Outsiders(int holder)
        {
            if (holder == of.Holders)
            {
                World();
                return;
            }

            var rest = 10;
            for (var e = 0; e < shares.Length; e++)
            {
                rest -= of.Edges[e].Owned == holder ? shares[e] : 0;
            }

            if (rest < 0)
            {
                return;
            }

            outsider[holder] = 0;
            Outsiders(holder + 1);
            if (rest > 0 && !of.Complete[holder])
            {
                outsider[holder] = rest;
                Outsiders(holder + 1);
                outsider[holder] = 0;
            }
        }

        void World()
        {
            var meet = (1 << of.Holders) - 1;
            for (var set = 0; set < 1 << of.Holders; set++)
            {
                var closed = true;
                for (var h = 0; h < of.Holders && closed; h++)
                {
                    closed = (set & (1 << h)) != 0 || (!of.Listed[h] && ShareIn(set, h) < 5);
                }

                meet = closed ? meet & set : meet;
            }

            for (var h = 0; h < of.Holders; h++)
            {
                var share = ShareIn(meet, h);
                result[h] = (Math.Min(result[h].Least, share), Math.Max(result[h].Most, share));
            }
        }

        int ShareIn(int set, int holder)
        {
            var share = outsider[holder];
            for (var e = 0; e < shares.Length; e++)
            {
                share += of.Edges[e].Owned == holder && (set & (1 << of.Edges[e].Owner)) != 0 ? shares[e] : 0;
            }

            return share;
        }
    }

    private static Case Make(int n, (int Owner, int Owned, int Low, int Width)[] raw, int[] complete, int[] listed, int wide)
    {
        var used = new int[n];
        var edges = ImmutableArray.CreateBuilder<(int, int, int, int)>();
        foreach (var (owner, owned, low, width) in raw)
        {
            if (owner != owned)
            {
                var least = Math.Min(low, 10 - used[owned]);
                var most = wide-- > 0 ? Math.Min(10, least + width) : least;
                used[owned] += least;
                edges.Add((owner, owned, least, most));
            }
        }

        return new Case(n, edges.ToImmutable(), [.. complete.Select(c => c > 0)], [.. listed.Select(l => l == 0)]);
    }
}
