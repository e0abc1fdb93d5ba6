using System.Collections.Immutable;
using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>The cells of a record: what conditions on its rows can be true together, each with rows under which they are.</summary>
/// <remarks>
/// One row meets some of the conditions and not the others; that vector of truths is all that the law sees of it. Several rows meet what one of them meets,
/// so the vectors of all rows together are the joins of vectors of single rows. Both are finite and found exactly: the vectors of one row by going through the
/// cells of its fields, those of several by joining until nothing new comes about or the record is full.
/// </remarks>
internal static class RecordCells
{
    // Ways to fill the fields of one row; real law has hundreds. Past this the list is cut, and whoever uses it says that it settled nothing.
    private const int MostRows = 100_000;

    // Vectors of several rows, each of which a search may have to try.
    private const int MostCells = 4_096;

    // Two bits of a vector for each condition.
    private const int MostConditions = 64;

    /// <summary>The slots of one row as they differ from an empty one, by their place in the first row.</summary>
    private sealed record RowSample(ImmutableArray<(int Slot, long Value)> Writes, string Words);

    private sealed record Rows(ImmutableList<RowSample> Samples);

    public static CellVariable Of(FactDefinition record, SomeCondition[] asked, CellSpace fields)
    {
        var complete = asked.Length <= MostConditions;
        asked = complete ? asked : asked[..MostConditions];
        var kinds = Kinds(record, asked, fields, ref complete);

        // Breadth first: each vector comes with as few rows as it takes.
        var found = new Dictionary<UInt128, Rows> { [0] = new Rows([]) };
        var order = new List<UInt128> { 0 };
        for (var i = 0; i < order.Count && complete; i++)
        {
            var rows = found[order[i]].Samples;
            if (rows.Count == record.Record!.Most)
            {
                // More rows than a frame holds are more than any question can have.
                break;
            }

            foreach (var (kind, sample) in kinds)
            {
                if (found.TryAdd(order[i] | kind, new Rows(rows.Add(sample))))
                {
                    order.Add(order[i] | kind);
                    complete &= order.Count <= MostCells;
                }
            }
        }

        return new CellVariable([record], [.. order.Select((v, i) => CellOf(record, found[v].Samples, i))], complete);
    }

    /// <summary>One row for each vector of truths that a row can have. No, unknown and yes are 00, 01 and 11, so that joining rows joins bits.</summary>
    private static Dictionary<UInt128, RowSample> Kinds(FactDefinition record, SomeCondition[] asked, CellSpace fields, ref bool complete)
    {
        var kinds = new Dictionary<UInt128, RowSample>();
        var variables = fields.FactsUsed().Select(fields.VariableOf).ToArray();
        var slots = new long[record.Slot + record.Length];
        foreach (var field in record.Record!.Fields)
        {
            slots[field.Slot] = FactSchema.Unknown;
        }

        var chosen = new Cell[variables.Length];
        var tried = 0;
        Choose(0);
        complete &= tried <= MostRows && variables.All(v => v.IsComplete);
        return kinds;

        void Choose(int next)
        {
            if (tried > MostRows)
            {
                return;
            }

            if (next < variables.Length)
            {
                foreach (var cell in variables[next].Cells)
                {
                    variables[next].Assign(slots, cell);
                    chosen[next] = cell;
                    Choose(next + 1);
                }

                return;
            }

            tried++;
            UInt128 vector = 0;
            for (var i = 0; i < asked.Length; i++)
            {
                var values = new byte[asked[i].Inner.Nodes.Length];
                vector |= (Truth)Walker.Row(asked[i], slots, values) switch
                {
                    Truth.No => 0,
                    Truth.Unknown => UInt128.One << (2 * i),
                    Truth.Yes => (UInt128)3 << (2 * i),
                };
            }

            kinds.TryAdd(vector, new RowSample([.. chosen.SelectMany(c => c.Writes)], string.Join(", ", chosen.Select(c => c.Describe))));
        }
    }

    private static Cell CellOf(FactDefinition record, ImmutableList<RowSample> rows, int order)
    {
        var layout = record.Record!;
        var writes = ImmutableArray.CreateBuilder<(int, long)>();
        writes.Add((record.Slot, 0));
        writes.Add((layout.CountSlot, rows.Count));
        for (var r = 0; r < rows.Count; r++)
        {
            var offset = r * layout.RowLength;
            writes.AddRange(layout.Fields.Select(f => (f.Slot + offset, FactSchema.Unknown)));
            writes.AddRange(rows[r].Writes.Select(w => (w.Slot + offset, w.Value)));
        }

        var words = rows.Count == 0 ? $"there is no {record.Name}" : $"{record.Name}: {string.Join("; ", rows.Select(r => r.Words))}";
        return new Cell(words, writes.ToImmutable(), order);
    }
}
