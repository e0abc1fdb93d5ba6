using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Tests.Rules.Evaluation;

/// <summary>Holds one slice to one answer in every backend.</summary>
internal static class Agreement
{
    public static void Check(CorpusSlice slice, IReadOnlyList<FactFrame> frames, Database? database)
    {
        var compiled = slice.Compiled;
        var decided = new PackedDecision[frames.Count];
        for (var i = 0; i < frames.Count; i++)
        {
            decided[i] = slice.Decide(frames[i]).Packed;
            Assert.InRange(decided[i].LowestRank, 0, Outcome.HighestRank);
            Assert.InRange(decided[i].HighestRank, decided[i].NotAsked ? 0 : decided[i].LowestRank, Outcome.HighestRank);
            Same(decided[i].Bits, slice.Evaluate(frames[i].Slots).Bits, "evaluated", slice, frames[i]);
            Same(decided[i].Bits, compiled(frames[i].Slots), "compiled", slice, frames[i]);
        }

        if (database is null)
        {
            return;
        }

        database.Fill(slice.Schema, frames);
        var answers = database.Ask(slice);
        Assert.Equal(frames.Count, answers.Count);
        var values = new byte[slice.Program.Nodes.Length];
        for (var i = 0; i < frames.Count; i++)
        {
            Walker.Run(slice.Program, frames[i].Slots, values);
            for (var n = 0; n < values.Length; n++)
            {
                Same(values[n], answers[i].Nodes[n], $"node {n} {slice.Program.Nodes[n]} in the database", slice, frames[i]);
            }

            Same(decided[i].Bits, answers[i].Bits, "database", slice, frames[i]);
        }
    }

    private static void Same(int walked, int other, string what, CorpusSlice slice, FactFrame frame)
    {
        if (walked != other)
        {
            var facts = slice.Schema.Facts.Where(f => frame.Text(f) != "unknown").Select(f => $"{f.Name} = {frame.Text(f)}");
            Assert.Fail($"walked {walked:x}, {what} {other:x}\n{string.Join('\n', facts)}\n{slice.Corpus.Place.Source.Content}");
        }
    }
}
