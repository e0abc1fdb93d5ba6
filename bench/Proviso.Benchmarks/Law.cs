using BenchmarkDotNet.Attributes;
using Proviso.Rules;
using Proviso.Rules.Evaluation;

namespace Proviso.Benchmarks;

/// <summary>What stands between the text of the law and its first answer.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class Law
{
    private RuleSet _rules = null!;

    /// <summary>Loads the law once.</summary>
    [GlobalSetup]
    public void Load() => _rules = Folders.Load();

    /// <summary>All law files from text to a bound rule set.</summary>
    [Benchmark]
    public object ParseAndBind() => Folders.Load();

    /// <summary>The American corpus on one day, from a bound rule set to a program.</summary>
    [Benchmark]
    public object Slice() => Cut();

    private CorpusSlice Cut()
    {
        // A rule set keeps the slices it has cut, so this one is cut by hand.
        return SliceBuilder.Build(_rules.Law, _rules.FindCorpus(Cases.Corpus)!, Cases.Day, DateOnly.MaxValue, LawView.AsEnforced, null, null, SliceMoment.WholeDay);
    }

    /// <summary>The function compiled from that program, ready to be called.</summary>
    [Benchmark]
    public object Compile() => CompiledLaw.Compile(Cut());
}
