using BenchmarkDotNet.Attributes;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Explaining;

namespace Proviso.Benchmarks;

/// <summary>One decision of the whole American corpus, four ways, over the same rows.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class Deciding
{
    private const int Rows = 1024;
    private Cases _cases = null!;
    private EngineOfMicrosoft _other = null!;

    /// <summary>Loads the law, the rows and the other engine, and compares all outcomes.</summary>
    [GlobalSetup]
    public void Load()
    {
        _cases = new Cases(Folders.Load());
        _other = new EngineOfMicrosoft(_cases.Slice, shared: false);
        _other.Decide(_cases.Rows[0]);
    }

    /// <summary>Compares the outcomes of all engines on every row; a benchmark of engines that differ would mean nothing.</summary>
    public static void Verify(TextWriter output)
    {
        var cases = new Cases(Folders.Load());
        var other = new EngineOfMicrosoft(cases.Slice, shared: false);
        var ranks = new SortedDictionary<int, int>();
        foreach (var frame in cases.Frames)
        {
            var walked = cases.Slice.Decide(frame).Packed;
            var compiled = new PackedDecision(cases.Slice.Compiled(frame.Slots));
            var rank = walked.NotAsked ? -1 : walked.HighestRank;
            if (walked != compiled || walked.LowestRank != walked.HighestRank || other.Decide(frame.Slots) != rank)
            {
                throw new InvalidOperationException($"engines differ: {walked}, {compiled}, {other.Decide(frame.Slots)}");
            }

            ranks[rank] = ranks.GetValueOrDefault(rank) + 1;
        }

        output.WriteLine($"{cases.Frames.Length} rows, {cases.Slice.Program.Nodes.Length} nodes, {cases.Slice.Provisions.Length} provisions: the engines agree; "
            + string.Join(", ", ranks.Select(r => $"rank {r.Key} {r.Value}×")));
    }

    /// <summary>The recording walker: every node's value is kept, which is the proof.</summary>
    [Benchmark(OperationsPerInvoke = Rows, Baseline = true)]
    public int WalkerWithProof()
    {
        var sum = 0;
        var frames = _cases.Frames;
        for (var i = 0; i < Rows; i++)
        {
            sum += _cases.Slice.Decide(frames[i]).Packed.Bits;
        }

        return sum;
    }

    /// <summary>The same, and the proof written out as a tree of steps with their figures.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public int WalkerWithProofAsTree()
    {
        var sum = 0;
        var frames = _cases.Frames;
        for (var i = 0; i < Rows; i++)
        {
            sum += Proof.Of(_cases.Slice.Decide(frames[i])).Count;
        }

        return sum;
    }

    /// <summary>The compiled function.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public int Compiled()
    {
        var sum = 0;
        var (rows, function) = (_cases.Rows, _cases.Slice.Compiled);
        for (var i = 0; i < Rows; i++)
        {
            sum += function(rows[i]);
        }

        return sum;
    }

    /// <summary>Microsoft RulesEngine.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public int RulesEngine()
    {
        var sum = 0;
        for (var i = 0; i < Rows; i++)
        {
            sum += _other.Decide(_cases.Rows[i]);
        }

        return sum;
    }
}
