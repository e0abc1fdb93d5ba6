using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>What is known of a sum that is not known itself: that it is at least so much.</summary>
/// <param name="Fact">The fact, by its name in the vocabulary.</param>
/// <param name="AtLeast">The least it can be, in millionths.</param>
/// <param name="Source">Who says so, in words.</param>
public sealed record SumBound(string Fact, long AtLeast, string Source)
{
    /// <summary>
    /// Writes the bound where it settles everything that the law asks of the sum, and leaves the sum unknown where it does not: a limit may be
    /// passed for certain, and is never kept for certain.
    /// </summary>
    /// <remarks>
    /// The law compares a sum with `&lt;`, `&lt;=`, `&gt;` and `&gt;=` alone (the binder sees to it), so a comparison that comes out the same for the least and the
    /// greatest value comes out so for every value between them.
    /// </remarks>
    /// <param name="fact">The fact; one that is no sum is left alone.</param>
    /// <param name="slots">The slots of a frame in which the fact is unknown.</param>
    /// <param name="slices">Every slice that will be asked.</param>
    /// <returns>Whether the bound settles it.</returns>
    public bool Settle(FactDefinition fact, long[] slots, IReadOnlyCollection<CorpusSlice> slices)
    {
        ArgumentNullException.ThrowIfNull(fact);
        ArgumentNullException.ThrowIfNull(slots);
        ArgumentNullException.ThrowIfNull(slices);
        if (fact.Sum is null || slots[fact.Slot] != FactSchema.Unknown || AtLeast <= fact.Least || AtLeast > fact.Greatest)
        {
            return false;
        }

        var greatest = (long[])slots.Clone();
        greatest[fact.Slot] = fact.Greatest;
        slots[fact.Slot] = AtLeast;
        foreach (var slice in slices)
        {
            var (low, high) = (new byte[slice.Program.Nodes.Length], new byte[slice.Program.Nodes.Length]);
            Walker.Run(slice.Program, slots, low);
            Walker.Run(slice.Program, greatest, high);
            if (!low.AsSpan().SequenceEqual(high))
            {
                slots[fact.Slot] = FactSchema.Unknown;
                return false;
            }
        }

        return true;
    }
}
