using Proviso.Quantities;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Tests.Rules.Evaluation;

/// <summary>Frames whose values lie on the figures of a law and one step to either side of them.</summary>
internal sealed class RandomFacts
{
    private readonly FactSchema _schema;
    private readonly Dictionary<FactDefinition, long[]> _values;
    private readonly Dictionary<FactDefinition, int[]> _named;

    public RandomFacts(CorpusSlice slice)
    {
        _schema = slice.Schema;
        var space = CellSpace.Of(withAbsent: true, slice);
        var fields = _schema.Facts.Where(f => f.Record is not null).SelectMany(r => r.Record!.Fields.Select(f => (Field: f, Space: space.FieldsOf(r)))).ToArray();
        _values = _schema.Facts.Select(f => (Field: f, Space: space)).Concat(fields).Where(f => f.Field.Type is FactType.Number or FactType.Date)
            .ToDictionary(f => f.Field, f => ValuesOf(f.Field, f.Space.ThresholdsOf(f.Field)));
        LawProgram[] programs = [slice.Program, .. slice.Program.Somes.Select(s => s.Inner)];
        _named = _schema.Facts.Concat(fields.Select(f => f.Field)).Where(f => f.Enum is not null).ToDictionary(f => f, f => NamedOf(f, programs));
        Ratios = [.. _schema.Facts.Where(f => f.Type == FactType.Ratio)
            .SelectMany(f => space.RatioThresholdsOf(f).Select(t => (f, t.Numerator, t.Denominator)))];
    }

    private (FactDefinition Ratio, long Numerator, long Denominator)[] Ratios { get; }

    /// <summary>A frame; without holes every fact has a value and no divisor is zero.</summary>
    public FactFrame Frame(Choices choices, bool holes = true)
    {
        var frame = new FactFrame(_schema);
        var certainty = holes ? choices.Below(3) : 0;
        foreach (var fact in _schema.Facts.Where(f => f.Type != FactType.Ratio))
        {
            Settle(frame, fact, choices, certainty, 0);
        }

        if (Ratios.Length > 0 && choices.OneIn(2))
        {
            OnRatio(frame, choices);
        }

        if (!holes)
        {
            foreach (var divisor in _schema.Facts.Where(f => f.Type == FactType.Ratio).Select(f => f.Divisor!).Where(f => frame.Slots[f.Slot] == 0))
            {
                frame.Slots[divisor.Slot] = 1;
            }
        }

        return frame;
    }

    // A third of all frames is wholly known, a third nearly so, and a third has many holes.
    private void Settle(FactFrame frame, FactDefinition fact, Choices choices, int certainty, int row)
    {
        var left = certainty > 0 && choices.OneIn(certainty == 1 ? 12 : 3);
        if (fact.Type == FactType.Record && !(left && choices.OneIn(2)))
        {
            Rows(frame, fact, choices, certainty, complete: !left);
        }
        else if (left)
        {
            Leave(frame, fact, choices, row);
        }
        else
        {
            Fill(frame, fact, choices, row);
        }
    }

    private void Rows(FactFrame frame, FactDefinition record, Choices choices, int certainty, bool complete)
    {
        frame.BeginRows(record, complete);
        for (var i = choices.Below(record.Record!.Most + 1); i > 0; i--)
        {
            var row = frame.AddRow(record);
            foreach (var field in record.Record.Fields)
            {
                Settle(frame, field, choices, certainty, row);
            }
        }
    }

    private void Leave(FactFrame frame, FactDefinition fact, Choices choices, int row)
    {
        if (choices.OneIn(2))
        {
            frame.SetNotApplicable(fact, row);
        }
        else if (fact.Type == FactType.SetOf && choices.OneIn(2))
        {
            Members(frame, fact, choices, complete: false, row);
        }
        else
        {
            frame.SetUnknown(fact, row);
        }
    }

    private void Fill(FactFrame frame, FactDefinition fact, Choices choices, int row)
    {
        switch (fact.Type)
        {
            case FactType.Number or FactType.Date:
                frame.Slots[fact.Slot + (row * (fact.Of?.RowLength ?? 0))] = choices.Of(_values[fact]);
                break;
            case FactType.YesNo:
                frame.Set(fact, choices.OneIn(2), row);
                break;
            case FactType.OneOf:
                frame.SetValue(fact, Value(fact, choices), row);
                break;
            default:
                Members(frame, fact, choices, complete: true, row);
                break;
        }
    }

    // Mostly a value that the law tells from others: of 249 countries, few would be asked for by chance.
    private int Value(FactDefinition fact, Choices choices) => choices.OneIn(4)
        ? ((choices.Below(256) * 256) + choices.Below(256)) % fact.Enum!.Values.Length
        : choices.Of(_named[fact]);

    private static int[] NamedOf(FactDefinition fact, LawProgram[] programs)
    {
        var values = Enumerable.Range(0, fact.Enum!.Values.Length).ToArray();
        var masks = programs.SelectMany(p => p.Nodes.Where(n => n.Fact == fact && n.Table >= 0).Select(n => p.Masks[n.Table]));
        return [.. masks.SelectMany(m => values.GroupBy(v => m[v >> 6] >> (v & 63) & 1).SelectMany(g => g.Take(4))).Append(0).Distinct().Order()];
    }

    private void Members(FactFrame frame, FactDefinition fact, Choices choices, bool complete, int row)
    {
        frame.BeginSet(fact, complete, row);
        for (var i = choices.Below(4); i > 0; i--)
        {
            frame.AddMember(fact, Value(fact, choices), row);
        }
    }

    // The dividend that makes the ratio exactly a figure of the law, or a millionth off it.
    private void OnRatio(FactFrame frame, Choices choices)
    {
        var (ratio, numerator, denominator) = choices.Of(Ratios);
        var divisor = frame.Slots[ratio.Divisor!.Slot];
        if (divisor < 0)
        {
            return;
        }

        var dividend = ((Int128)divisor * numerator / denominator) + choices.Below(3) - 1;
        if (dividend >= ratio.Dividend!.Least && dividend <= ratio.Dividend.Greatest)
        {
            frame.Slots[ratio.Dividend.Slot] = (long)dividend;
        }
    }

    private static long[] ValuesOf(FactDefinition fact, IEnumerable<long> thresholds)
    {
        var some = fact.Type == FactType.Date ? DateOnly.Parse("2025-06-01", System.Globalization.CultureInfo.InvariantCulture).DayNumber : 7 * FixedPoint.One;
        return [.. thresholds.SelectMany(t => (long[])[t - 1, t, t + 1]).Append(fact.Least).Append(some).Append(fact.Greatest)
            .Where(v => v >= fact.Least && v <= fact.Greatest).Distinct().Order()];
    }
}
