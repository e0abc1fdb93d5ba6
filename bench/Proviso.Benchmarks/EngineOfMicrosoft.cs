using System.Globalization;
using Proviso.Rules.Evaluation;
using RulesEngine.Models;
using Comparison = Proviso.Rules.Binding.Comparison;

namespace Proviso.Benchmarks;

/// <summary>Functions that its lambda expressions call for what C# has no operator for.</summary>
public static class Functions
{
    internal static ulong[][] Masks { get; set; } = [];

    /// <summary>Whether a set of a row shares a member with a mask.</summary>
    public static bool AnyIn(int mask, Row row, int slot) => Walker.AnyIn(Masks[mask], row.S, slot) == 2;

    /// <summary>Whether every member of a set of a row is in a mask.</summary>
    public static bool EveryIn(int mask, Row row, int slot) => Walker.EveryIn(Masks[mask], row.S, slot) == 2;

    /// <summary>Whether a value of a row is in a mask.</summary>
    public static bool OneIn(int mask, Row row, int slot) => row.S[slot] >= 0 && (Masks[mask][row.S[slot] >> 6] >> (int)(row.S[slot] & 63) & 1) == 1;

    /// <summary>Whether a ratio compares so with a figure, without rounding: -1, 0 or 1; 2 where a part does not apply.</summary>
    public static int Ratio(Row row, int dividend, int divisor, long numerator, long denominator) => row.S[dividend] < 0 || row.S[divisor] < 0
        ? 2
        : ((Int128)row.S[dividend] * denominator).CompareTo((Int128)row.S[divisor] * numerator);
}

/// <summary>A row of facts as the other engine gets it.</summary>
public sealed class Row(long[] slots)
{
    /// <summary>The slots.</summary>
    public long[] S { get; } = slots;
}

/// <summary>The same law as a workflow of Microsoft RulesEngine: one rule for each provision that concludes, shared conditions as scoped parameters.</summary>
internal sealed class EngineOfMicrosoft
{
    private readonly RulesEngine.RulesEngine _engine;
    private readonly Dictionary<string, int> _ranks;
    private readonly string[][] _matters;
    private readonly int[] _otherwise;
    private readonly bool _asked;

    public EngineOfMicrosoft(CorpusSlice slice, bool shared)
    {
        Functions.Masks = slice.Program.Masks;
        var texts = new Texts(slice, shared);
        var provisions = slice.Matters.SelectMany(m => m.Provisions).ToList();
        var rules = provisions.Select(p => new Rule { RuleName = p.Version.ToString(), Expression = texts.Of(p.Governs) }).ToList();
        _asked = slice.Asked >= 0;
        if (_asked)
        {
            rules.Add(new Rule { RuleName = "asked", Expression = texts.Of(slice.Asked) });
        }

        var workflow = new Workflow { WorkflowName = "w", Rules = rules, GlobalParams = texts.Parameters };
        _engine = new RulesEngine.RulesEngine([workflow], new ReSettings { CustomTypes = [typeof(Functions)], IsExpressionCaseSensitive = true });
        _ranks = provisions.ToDictionary(p => p.Version.ToString(), p => p.HighestRank, StringComparer.Ordinal);
        _matters = [.. slice.Matters.Select(m => m.Provisions.Select(p => p.Version.ToString()).ToArray())];
        _otherwise = [.. slice.Matters.Select(m => m.OtherwiseHighest)];
    }

    /// <summary>The rank of the strictest conclusion, or -1 where the corpus is not asked.</summary>
    public int Decide(long[] slots)
    {
        var results = _engine.ExecuteAllRulesAsync("w", new RuleParameter("f", new Row(slots))).AsTask().GetAwaiter().GetResult();
        var holds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var result in results)
        {
            if (result.ExceptionMessage is { Length: > 0 } wrong)
            {
                throw new InvalidOperationException(result.Rule.RuleName + ": " + wrong);
            }

            if (result.IsSuccess)
            {
                holds.Add(result.Rule.RuleName);
            }
        }

        if (_asked && !holds.Contains("asked"))
        {
            return -1;
        }

        var rank = 0;
        for (var m = 0; m < _matters.Length; m++)
        {
            var found = _matters[m].Where(holds.Contains).Select(p => _ranks[p]).DefaultIfEmpty(_otherwise[m]).Max();
            rank = Math.Max(rank, found);
        }

        return rank;
    }

    /// <summary>Nodes of a program as C# expressions over a known row.</summary>
    private sealed class Texts
    {
        private readonly LawProgram _program;
        private readonly Dictionary<int, string> _named = [];
        private readonly int[] _uses;
        private readonly bool _shared;

        public Texts(CorpusSlice slice, bool shared)
        {
            _program = slice.Program;
            _shared = shared;
            _uses = new int[_program.Nodes.Length];
            foreach (var child in _program.Children)
            {
                _uses[child]++;
            }
        }

        public List<ScopedParam> Parameters { get; } = [];

        public string Of(int index)
        {
            ref readonly var node = ref _program.Nodes[index];
            var inner = node.Operation is Operation.And or Operation.Or or Operation.Not;
            if (_shared && inner && _uses[index] > 1)
            {
                if (!_named.TryGetValue(index, out var name))
                {
                    var text = Expression(in node);
                    name = "n" + index.ToString(CultureInfo.InvariantCulture);
                    Parameters.Add(new ScopedParam { Name = name, Expression = text });
                    _named[index] = name;
                }

                return name;
            }

            return Expression(in node);
        }

        private string Expression(in Node node)
        {
            var children = _program.ChildrenOf(in node).ToArray();
            var slot = node.Fact?.Slot ?? -1;
            return node.Operation switch
            {
                Operation.Constant => node.Value == 2 ? "true" : "false",
                Operation.And => "(" + string.Join(" && ", children.Select(Of)) + ")",
                Operation.Or => "(" + string.Join(" || ", children.Select(Of)) + ")",
                Operation.Not => "!(" + Of(children[0]) + ")",
                Operation.YesNo => $"f.S[{slot}] == 1",
                Operation.Compare => $"(f.S[{slot}] >= 0 && f.S[{slot}] {Sign(node.Comparison)} {node.Value}L)",
                Operation.CompareRatio => Ratio(in node),
                Operation.OneOfIn => $"Functions.OneIn({node.Table}, f, {slot})",
                Operation.AnyIn => $"Functions.AnyIn({node.Table}, f, {slot})",
                Operation.EveryIn => $"Functions.EveryIn({node.Table}, f, {slot})",
                Operation.Known => "true",
                Operation.Applicable when node.Fact!.Slot < 0 => $"(f.S[{node.Fact.Dividend!.Slot}] >= 0 && f.S[{node.Fact.Divisor!.Slot}] >= 0)",
                Operation.Applicable => $"f.S[{slot}] >= 0",
                Operation.ComparePolynomial => throw new NotSupportedException("products of facts are not translated"),
                _ => throw new InvalidOperationException($"no text for {node.Operation}"),
            };
        }

        private static string Ratio(in Node node)
        {
            var call = $"Functions.Ratio(f, {node.Fact!.Dividend!.Slot}, {node.Fact.Divisor!.Slot}, {node.Value}L, {node.Value2}L)";
            return $"({call} != 2 && {call} {Sign(node.Comparison)} 0)";
        }

        private static string Sign(Comparison comparison) => comparison switch
        {
            Comparison.GreaterOrEqual => ">=",
            Comparison.Greater => ">",
            Comparison.LessOrEqual => "<=",
            Comparison.Less => "<",
            Comparison.Equal => "==",
            Comparison.NotEqual => "!=",
            _ => throw new InvalidOperationException($"no sign for {comparison}"),
        };
    }
}
