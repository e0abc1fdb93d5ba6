using Proviso.Quantities;
using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>A single fact that, if it were different, would change the answer.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="From">Its value now, in words.</param>
/// <param name="To">The nearest value that changes the answer, in words, such as <c>below 21000</c>.</param>
/// <param name="Result">What the answer would be, as the caller's number.</param>
/// <param name="Distance">Relative distance for numbers (0.1 is ten percent); 1 for values that have none.</param>
public sealed record FactChange(FactDefinition Fact, string From, string To, int Result, decimal Distance);

/// <summary>Finds the nearest single-fact change of an answer, by trying both sides of every threshold.</summary>
public static class NearestChange
{
    /// <summary>All single-fact changes, nearest first: numbers by relative distance, then values in the order of the vocabulary.</summary>
    /// <remarks>
    /// A change is advice, so it is one of what the asker chooses: figures, day, place, quantity, end use. What the item is and who takes part
    /// (facts marked <c>identity</c>) is as it is, and nobody is told to have it otherwise.
    /// </remarks>
    /// <param name="frame">The facts; unchanged on return.</param>
    /// <param name="space">The cells of the slices that take part in the answer.</param>
    /// <param name="answer">The answer as a number, from the slots of a frame.</param>
    public static IReadOnlyList<FactChange> Find(FactFrame frame, CellSpace space, Func<long[], int> answer)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(answer);
        var now = answer(frame.Slots);
        var trial = frame.Copy();
        var found = new List<FactChange>();
        foreach (var fact in space.FactsUsed())
        {
            var value = frame.Slots[fact.Slot];
            if (fact.IsIdentity || value == FactSchema.NotApplicable || (value == FactSchema.Unknown && fact.Type is not (FactType.SetOf or FactType.Record)))
            {
                continue;
            }

            switch (fact.Type)
            {
                case FactType.Number or FactType.Date:
                    Numbers(space, frame, trial, fact, now, answer, found);
                    break;
                case FactType.YesNo:
                    trial.Slots[fact.Slot] = 1 - value;
                    Keep(fact, value == 1 ? "no" : "yes");
                    break;
                case FactType.OneOf:
                    foreach (var cell in space.VariableOf(fact).Cells.Where(c => c.Members is not null))
                    {
                        trial.Slots[fact.Slot] = cell.Writes[0].Value;
                        Keep(fact, cell.Members!.Value.Length == 1 ? cell.Members.Value[0] : "one of " + CellSpace.Braces(cell.Members.Value));
                    }

                    break;
                case FactType.Record:
                    Rows(space.FieldsOf(fact), fact);
                    break;
                case FactType.SetOf or FactType.Ratio:
                default:
                    break;
            }

            trial.Slots[fact.Slot] = value;
        }

        return [.. found.OrderBy(c => c.Distance)];

        void Keep(FactDefinition fact, string to, string? from = null)
        {
            var result = answer(trial.Slots);
            if (result != now && !found.Exists(f => f.Fact == fact && f.Result == result))
            {
                found.Add(new FactChange(fact, from ?? frame.Text(fact), to, result, 1));
            }
        }

        // One field of one row at a time; numbers in rows are shares and counts of few thresholds, tried on both sides.
        void Rows(CellSpace fields, FactDefinition record)
        {
            for (var row = 0; row < frame.Rows(record); row++)
            {
                foreach (var field in fields.FactsUsed())
                {
                    var slot = field.Slot + (row * record.Record!.RowLength);
                    var value = frame.Slots[slot];
                    if (field.IsIdentity || value is FactSchema.Unknown or FactSchema.NotApplicable || field.Type == FactType.SetOf)
                    {
                        continue;
                    }

                    foreach (var cell in fields.VariableOf(field).Cells.Where(c => c.Writes.Length == 1 && c.Writes[0].Value is not (FactSchema.Unknown or FactSchema.NotApplicable)))
                    {
                        trial.Slots[slot] = cell.Writes[0].Value;
                        Keep(record, cell.Describe, frame.RowText(record, row));
                    }

                    trial.Slots[slot] = value;
                }
            }
        }
    }

    private static void Numbers(CellSpace space, FactFrame frame, FactFrame trial, FactDefinition fact, int now, Func<long[], int> answer, List<FactChange> found)
    {
        var value = frame.Slots[fact.Slot];
        var edges = new SortedSet<long>(space.ThresholdsOf(fact));
        foreach (var ratio in frame.Schema.Facts.Where(f => f.Type == FactType.Ratio && (f.Dividend == fact || f.Divisor == fact)))
        {
            // The figure at which the ratio meets its threshold while the other part stays; a step to either side covers rounding.
            foreach (var (numerator, denominator) in space.RatioThresholdsOf(ratio).Where(r => r.Numerator > 0 || ratio.Dividend == fact))
            {
                var other = frame.Slots[(ratio.Dividend == fact ? ratio.Divisor! : ratio.Dividend!).Slot];
                if (other > 0)
                {
                    var at = ratio.Dividend == fact ? (Int128)other * numerator / denominator : (Int128)other * denominator / numerator;
                    if (at <= fact.Greatest)
                    {
                        edges.Add((long)at);
                        edges.Add((long)at + 1);
                    }
                }
            }
        }

        var best = new Dictionary<int, (long To, long Edge)>();
        foreach (var edge in edges)
        {
            foreach (var to in (ReadOnlySpan<long>)[edge - 1, edge, edge + 1])
            {
                if (to < fact.Least || to > fact.Greatest || to == value)
                {
                    continue;
                }

                trial.Slots[fact.Slot] = to;
                var result = answer(trial.Slots);
                if (result != now && (!best.TryGetValue(result, out var held) || Math.Abs(to - value) < Math.Abs(held.To - value)))
                {
                    best[result] = (to, edge);
                }
            }
        }

        foreach (var (result, (to, edge)) in best)
        {
            var distance = value == 0 || fact.Type == FactType.Date ? 1m : Math.Abs((decimal)(to - value) / value);
            found.Add(new FactChange(fact, frame.Text(fact), Words(fact, to, edge, value), result, distance));
        }
    }

    private static string Words(FactDefinition fact, long to, long edge, long value)
    {
        string Figure(long v) => fact.Type == FactType.Date
            ? DateOnly.FromDayNumber((int)v).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : FixedPoint.ToText(v) + (fact.Unit.Length > 0 ? " " + fact.Unit : "");
        return to == edge
            ? (to > value ? $"{Figure(edge)} or more" : $"{Figure(edge)} or less")
            : to > edge ? $"above {Figure(edge)}" : $"below {Figure(edge)}";
    }
}
