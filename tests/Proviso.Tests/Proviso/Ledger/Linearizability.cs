namespace Proviso.Tests.Proviso.Ledger;

/// <summary>One call as its client saw it. Open calls, whose answer never came although they took effect, end at <see cref="long.MaxValue"/>.</summary>
internal sealed record Call(string Name, long Start, long End, Func<string, string?> Step);

/// <summary>Wing and Gong's search with Lowe's memory: is there one order of the calls, in keeping with who ended before whom began, in which each call's answer is right?</summary>
internal static class Linearizability
{
    /// <param name="calls">At most 64. A step takes the state to the next one, or to null when the call could not have given its answer there.</param>
    /// <param name="start">The first state. States are texts, so that equal ones are equal.</param>
    public static bool Check(IReadOnlyList<Call> calls, string start)
    {
        Assert.True(calls.Count <= 64);
        return Search(calls, start, 0, []);
    }

    private static bool Search(IReadOnlyList<Call> calls, string state, ulong done, HashSet<(ulong, string)> seen)
    {
        if (done == (calls.Count == 64 ? ulong.MaxValue : (1UL << calls.Count) - 1))
        {
            return true;
        }

        if (!seen.Add((done, state)))
        {
            return false;
        }

        // Only a call that began before every other one had ended can come next.
        var firstEnd = long.MaxValue;
        for (var i = 0; i < calls.Count; i++)
        {
            firstEnd = (done & (1UL << i)) == 0 ? Math.Min(firstEnd, calls[i].End) : firstEnd;
        }

        for (var i = 0; i < calls.Count; i++)
        {
            if ((done & (1UL << i)) == 0 && calls[i].Start <= firstEnd && calls[i].Step(state) is { } next && Search(calls, next, done | (1UL << i), seen))
            {
                return true;
            }
        }

        return false;
    }
}
