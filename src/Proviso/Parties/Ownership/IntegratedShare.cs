using System.Collections.Immutable;
using System.Numerics;

namespace Proviso.Parties.Ownership;

/// <summary>What came of multiplying.</summary>
public enum IntegratedOutcome
{
    /// <summary>Both ends are figures.</summary>
    Computed,

    /// <summary>More holders stand above the party than <see cref="IntegratedShare.MostHolders"/>; not computed.</summary>
    TooMany,

    /// <summary>The most shares of a circle come to the whole or more, so that its product has no end; only the least is a figure.</summary>
    Unbounded,
}

/// <summary>
/// Not the rule. The economic share that listed holders have in a party when shares are multiplied along every chain, as accounts do it:
/// half of a half is a quarter. Shown beside the answer, because people expect it; the rule counts the whole stake of an owner that is
/// itself owned by half.
/// </summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Low">The least, rounded down to millionths of a percent.</param>
/// <param name="High">The most by stated shares, rounded up, at most the whole; the whole unless computed. A rest that nobody stated is not in it.</param>
public sealed record IntegratedShare(IntegratedOutcome Outcome, long Low, long High)
{
    /// <summary>
    /// Holders above a party, listed ones aside, for which equations are solved exactly. The numbers in them grow with every one, so the
    /// work grows faster than the cube; forty that all own one another take some tenths of a second.
    /// </summary>
    public const int MostHolders = 40;

    /// <summary>Multiplies along the chains above a holder. A listed holder counts as itself; what stands above it changes nothing.</summary>
    /// <exception cref="ArgumentException">The book does not know the key.</exception>
    public static IntegratedShare NotTheRule(OwnershipBook book, DateOnly on, IReadOnlyDictionary<string, ImmutableArray<string>> listed, string key)
    {
        if (book.Find(key) is null)
        {
            throw new ArgumentException($"the book does not know {key}", nameof(key));
        }

        var stakes = book.Stakes.Where(s => s.Kind == StakeKind.Ownership && s.HoldsOn(on)).ToLookup(s => s.Owned, StringComparer.Ordinal);
        var rows = new Dictionary<string, int>(StringComparer.Ordinal) { [key] = 0 };
        var keys = new List<string> { key };
        for (var at = 0; at < keys.Count; at++)
        {
            foreach (var stake in stakes[keys[at]].Where(s => !IsListed(s.Owner) && rows.TryAdd(s.Owner, keys.Count)))
            {
                keys.Add(stake.Owner);
                if (keys.Count > MostHolders)
                {
                    return new(IntegratedOutcome.TooMany, 0, ShareInterval.Whole);
                }
            }
        }

        // The party asked about may be listed itself; the chains that run through it again start at it.
        var (low, _) = Solve(s => s.Share.Low);
        var (high, bounded) = Solve(s => s.Share.High);
        return bounded
            ? new(IntegratedOutcome.Computed, (long)low.Floor(), (long)BigInteger.Min(high.Ceiling(), ShareInterval.Whole))
            : new(IntegratedOutcome.Unbounded, (long)low.Floor(), ShareInterval.Whole);

        bool IsListed(string owner) => listed.TryGetValue(owner, out var lists) && !lists.IsDefaultOrEmpty;

        // For every holder: its share = the sum over its owners of stake × (1 if listed, otherwise the owner's share), in units of the whole.
        (Fraction Share, bool Bounded) Solve(Func<Stake, long> figure)
        {
            var reached = Reached(figure);
            if (!reached.Contains(0))
            {
                return (default(Fraction).Normal(), true);
            }

            var order = reached.Order().ToList();
            var matrix = new BigInteger[order.Count, order.Count + 1];
            for (var i = 0; i < order.Count; i++)
            {
                matrix[i, i] = ShareInterval.Whole;
                foreach (var stake in stakes[keys[order[i]]])
                {
                    if (IsListed(stake.Owner))
                    {
                        matrix[i, order.Count] += (BigInteger)figure(stake) * ShareInterval.Whole;
                    }
                    else if (order.IndexOf(rows[stake.Owner]) is >= 0 and var column)
                    {
                        matrix[i, column] -= figure(stake);
                    }
                }
            }

            return Eliminate(matrix);
        }

        // Holders with no chain from a listed one have nothing; leaving them out keeps closed circles among them out of the equations.
        HashSet<int> Reached(Func<Stake, long> figure)
        {
            var reached = new HashSet<int>();
            for (var grown = true; grown;)
            {
                grown = false;
                for (var i = 0; i < keys.Count; i++)
                {
                    if (!reached.Contains(i) && stakes[keys[i]].Any(s => figure(s) > 0 && (IsListed(s.Owner) || reached.Contains(rows[s.Owner]))))
                    {
                        grown = reached.Add(i);
                    }
                }
            }

            return reached;
        }
    }

    /// <summary>
    /// Elimination without fractions (every division comes out even); gives the first unknown. Without an end when a pivot or an unknown is
    /// not positive: the sum of the chains is a positive solution exactly when it has an end, since a listed holder stands above every row.
    /// </summary>
    private static (Fraction Share, bool Bounded) Eliminate(BigInteger[,] matrix)
    {
        var n = matrix.GetLength(0);
        var before = BigInteger.One;

        // From the last row up, so that the first unknown stands alone at the end. In such equations every pivot is positive exactly when the chains have an end.
        for (var pivot = n - 1; pivot >= 0; pivot--)
        {
            if (matrix[pivot, pivot].Sign <= 0)
            {
                return (default(Fraction).Normal(), false);
            }

            for (var row = 0; row < pivot; row++)
            {
                for (var column = 0; column <= n; column++)
                {
                    if (column < pivot || column == n)
                    {
                        matrix[row, column] = ((matrix[row, column] * matrix[pivot, pivot]) - (matrix[row, pivot] * matrix[pivot, column])) / before;
                    }
                }
            }

            before = matrix[pivot, pivot];
        }

        return (new Fraction(matrix[0, n], matrix[0, 0]), true);
    }

    private readonly record struct Fraction(BigInteger Top, BigInteger Bottom)
    {
        public Fraction Normal() => Bottom.IsZero ? new(0, 1) : this;

        public BigInteger Floor() => BigInteger.Divide(Top, Bottom);

        public BigInteger Ceiling() => BigInteger.Divide(Top + Bottom - 1, Bottom);
    }
}
