using System.Globalization;
using System.Text;
using Proviso.Quantities;
using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>Writes a slice as one SQL query, for an engine that nobody here wrote.</summary>
/// <remarks>
/// Dialect: DuckDB. SQL's own three-valued logic carries "unknown" as NULL. The table has, for each fact:
/// <c>"name"</c> (DECIMAL(30,6), BOOLEAN, DATE, VARCHAR or VARCHAR[]), <c>"name/na"</c> (BOOLEAN: not applicable) and, for sets and records, <c>"name/more"</c> (BOOLEAN: incomplete).
/// A record is a list of structures with these columns for each field.
/// </remarks>
public static class SqlText
{
    /// <summary>The statement that creates the table of facts.</summary>
    public static string CreateTable(FactSchema schema, string table)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var columns = new List<string> { "\"id\" BIGINT" };
        columns.AddRange(schema.Facts.SelectMany(Columns).Select(c => $"\"{c.Name}\" {c.Type}"));
        return $"CREATE TABLE {table} ({string.Join(", ", columns)})";
    }

    private static IEnumerable<(string Name, string Type)> Columns(FactDefinition fact)
    {
        if (fact.Type == FactType.Ratio)
        {
            yield break;
        }

        yield return (fact.Name, fact.Type switch
        {
            FactType.Number => "DECIMAL(30,6)",
            FactType.YesNo => "BOOLEAN",
            FactType.Date => "DATE",
            FactType.OneOf => "VARCHAR",
            FactType.SetOf => "VARCHAR[]",
            FactType.Record => $"STRUCT({string.Join(", ", fact.Record!.Fields.SelectMany(Columns).Select(c => $"\"{c.Name}\" {c.Type}"))})[]",
            FactType.Ratio => "",
        });
        yield return (fact.Name + "/na", "BOOLEAN");
        if (fact.Type is FactType.SetOf or FactType.Record)
        {
            yield return (fact.Name + "/more", "BOOLEAN");
        }
    }

    /// <summary>The statement that inserts one frame.</summary>
    public static string Insert(FactFrame frame, string table, long id)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var values = frame.Schema.Facts.SelectMany(f => Values(frame, f, 0)).Select(v => v.Value).Prepend(id.ToString(CultureInfo.InvariantCulture));
        return $"INSERT INTO {table} VALUES ({string.Join(", ", values)})";
    }

    private static IEnumerable<(string Column, string Value)> Values(FactFrame frame, FactDefinition fact, int row)
    {
        if (fact.Type == FactType.Ratio)
        {
            yield break;
        }

        var value = frame.Slots[fact.Slot + (row * (fact.Of?.RowLength ?? 0))];
        var absent = value == FactSchema.NotApplicable;
        yield return (fact.Name, fact.Type switch
        {
            FactType.SetOf => "[" + string.Join(", ", absent ? [] : frame.Members(fact, row).Select(i => Quote(fact.Enum!.Values[i]))) + "]",
            FactType.Record => "[" + string.Join(", ", Enumerable.Range(0, frame.Rows(fact))
                .Select(r => "{" + string.Join(", ", fact.Record!.Fields.SelectMany(f => Values(frame, f, r)).Select(v => $"{Quote(v.Column)}: {v.Value}")) + "}")) + "]",
            _ => absent || value == FactSchema.Unknown ? "NULL" : Literal(fact, value),
        });
        yield return (fact.Name + "/na", Bool(absent));
        if (fact.Type is FactType.SetOf or FactType.Record)
        {
            yield return (fact.Name + "/more", Bool(value == FactSchema.Unknown));
        }
    }

    /// <summary>The query: <c>id</c>, one column <c>n0, n1, …</c> for each node, <c>asked, lowest, highest, clash</c>.</summary>
    /// <remarks>
    /// One step for each level of the nodes. A name given in the same select list would be written out wherever it is used, and a law of fifty nodes that
    /// share parts grows to a second of planning.
    /// </remarks>
    public static string Select(CorpusSlice slice, string table)
    {
        ArgumentNullException.ThrowIfNull(slice);
        var program = slice.Program;
        var steps = new List<string>();
        foreach (var level in Levels(program).Select((n, i) => (n, i)).GroupBy(p => p.n, p => p.i).OrderBy(g => g.Key))
        {
            AddStep(steps, table, level.Select(i => string.Create(CultureInfo.InvariantCulture, $"{Expression(program, in program.Nodes[i])} AS n{i}")));
        }

        AddStep(steps, table, slice.Matters.SelectMany(Certain));
        AddStep(steps, table, slice.Matters.SelectMany(Possible));
        var matters = Enumerable.Range(0, slice.Matters.Length).ToArray();
        var nodes = string.Concat(Enumerable.Range(0, program.Nodes.Length).Select(i => $"n{i}, "));
        var asked = slice.Asked < 0 ? "TRUE" : $"n{slice.Asked}";
        var clash = string.Join(" OR ", matters.Select(m => $"m{m}_clash").Append("FALSE"));
        return new StringBuilder("WITH ").AppendJoin(",\n", steps)
            .Append(CultureInfo.InvariantCulture, $"\nSELECT \"id\", {nodes}{asked} AS asked,\n")
            .Append(CultureInfo.InvariantCulture, $"  {Greatest([.. matters.Select(m => $"m{m}_low"), "0"])} AS lowest,\n")
            .Append(CultureInfo.InvariantCulture, $"  {Greatest([.. matters.Select(m => $"m{m}_high"), "0"])} AS highest,\n")
            .Append(CultureInfo.InvariantCulture, $"  {clash} AS clash\nFROM s{steps.Count - 1} ORDER BY \"id\"").ToString();
    }

    private static void AddStep(List<string> steps, string table, IEnumerable<string> columns)
    {
        var (kept, from) = steps.Count == 0 ? ("\"id\"", table) : ("*", $"s{steps.Count - 1}");
        steps.Add($"s{steps.Count} AS (SELECT {string.Join(",\n  ", columns.Prepend(kept))}\n  FROM {from})");
    }

    /// <summary>How many steps below each node the facts lie.</summary>
    private static int[] Levels(LawProgram program)
    {
        var levels = new int[program.Nodes.Length];
        for (var i = 0; i < levels.Length; i++)
        {
            foreach (var child in program.ChildrenOf(in program.Nodes[i]))
            {
                levels[i] = Math.Max(levels[i], levels[child] + 1);
            }
        }

        return levels;
    }

    private static IEnumerable<string> Certain(SliceMatter matter, int m)
    {
        string Strictest(Func<SliceProvision, int> rank) => Greatest([.. matter.Provisions.Select(p => If(p, "", rank(p), "-1")), "-1"]);
        var settled = matter.Provisions.Where(p => p.IsRoot).Select(p => $"COALESCE(n{p.Applies}, FALSE)").Append("FALSE");
        var distinct = string.Join(", ", matter.Provisions.Select(p => If(p, "", (p.LowestRank * 16) + p.HighestRank, "NULL")));
        yield return $"{Strictest(p => p.LowestRank)} AS m{m}_certain_low";
        yield return $"{Strictest(p => p.HighestRank)} AS m{m}_certain_high";
        yield return $"({string.Join(" OR ", settled)}) AS m{m}_settled";
        yield return $"{(distinct.Length == 0 ? "FALSE" : $"len(list_distinct([{distinct}])) > 1")} AS m{m}_clash";
    }

    private static IEnumerable<string> Possible(SliceMatter matter, int m)
    {
        string Reach(string function, Func<SliceProvision, int> rank, int otherwise, string neutral)
        {
            var open = matter.Provisions.Select(p => If(p, " IS NULL", rank(p), neutral)).Append($"CASE WHEN m{m}_settled THEN {neutral} ELSE {otherwise} END");
            return $"{function}({string.Join(", ", open)})";
        }

        var low = Reach("LEAST", p => p.LowestRank, matter.OtherwiseLowest, "99");
        var high = Reach("GREATEST", p => p.HighestRank, matter.OtherwiseHighest, "-1");
        yield return $"CASE WHEN m{m}_certain_low >= 0 THEN m{m}_certain_low ELSE {low} END AS m{m}_low";
        yield return $"CASE WHEN m{m}_certain_low >= 0 THEN m{m}_certain_high ELSE {high} END AS m{m}_high";
    }

    private static string If(SliceProvision provision, string test, int rank, string otherwise) =>
        $"CASE WHEN n{provision.Governs}{test} THEN {rank} ELSE {otherwise} END";

    private static string Greatest(IReadOnlyList<string> parts) => parts.Count == 1 ? parts[0] : $"GREATEST({string.Join(", ", parts)})";

    // A row of a record as the SQL calls it; the columns of a row are the fields of a structure.
    private const string Row = "a_row";

    private static string Expression(LawProgram program, in Node node, bool inRow = false)
    {
        string Column(string name) => inRow ? $"struct_extract({Row}, {Quote(name)})" : $"\"{name}\"";
        string Is(FactDefinition fact, string what) => Column(fact.Name + "/" + what);
        string IfApplicable(FactDefinition fact, string expression) => $"CASE WHEN {Is(fact, "na")} THEN FALSE ELSE {expression} END";
        var name = node.Fact is null ? "" : Column(node.Fact.Name);
        switch (node.Operation)
        {
            case Operation.Constant:
                return (Truth)node.Value switch
                {
                    Truth.No => "FALSE",
                    Truth.Unknown => "CAST(NULL AS BOOLEAN)",
                    Truth.Yes => "TRUE",
                };
            case Operation.And:
                return "(" + string.Join(" AND ", Children(program, node, inRow)) + ")";
            case Operation.Or:
                return "(" + string.Join(" OR ", Children(program, node, inRow)) + ")";
            case Operation.Not:
                return "(NOT " + Children(program, node, inRow).Single() + ")";
            case Operation.YesNo:
                return IfApplicable(node.Fact!, name);
            case Operation.Compare:
                return IfApplicable(node.Fact!, $"{name} {Sign(node.Comparison)} {Literal(node.Fact!, node.Value)}");
            case Operation.CompareRatio:
                var (a, b) = (node.Fact!.Dividend!.Name, node.Fact.Divisor!.Name);
                return $"CASE WHEN \"{a}/na\" OR \"{b}/na\" THEN FALSE WHEN \"{b}\" = 0 THEN NULL ELSE \"{a}\" * {node.Value2.ToString(CultureInfo.InvariantCulture)} {Sign(node.Comparison)} \"{b}\" * {node.Value.ToString(CultureInfo.InvariantCulture)} END";
            case Operation.ComparePolynomial:
                return Polynomial(program.Polynomials[node.Table], node.Comparison);
            case Operation.OneOfIn:
                return $"CASE WHEN {Is(node.Fact!, "na")} THEN FALSE WHEN {name} IS NULL THEN NULL ELSE list_contains({List(program, node)}, {name}) END";
            case Operation.AnyIn:
                return $"CASE WHEN {Is(node.Fact!, "na")} THEN FALSE WHEN list_has_any({name}, {List(program, node)}) THEN TRUE WHEN {Is(node.Fact!, "more")} THEN NULL ELSE FALSE END";
            case Operation.EveryIn:
                return $"CASE WHEN {Is(node.Fact!, "na")} THEN FALSE WHEN NOT list_has_all({List(program, node)}, {name}) THEN FALSE WHEN {Is(node.Fact!, "more")} THEN NULL ELSE TRUE END";
            case Operation.Known:
                return $"(NOT {Unknown(node.Fact!, Column)})";
            case Operation.Applicable:
                return $"CASE WHEN {Absent(node.Fact!, Column)} THEN FALSE WHEN {NoValue(node.Fact!, Column)} THEN NULL ELSE TRUE END";
            case Operation.Some:
                // A filter keeps the rows for which its condition is true; the rows for which it is null are asked for once more.
                var some = program.Somes[node.Table];
                var condition = Expression(some.Inner, in some.Inner.Nodes[some.Root], inRow: true);
                var beyond = some.Beyond == 0 ? "FALSE" : $"{Is(node.Fact!, "more")}";
                return $"CASE WHEN {Is(node.Fact!, "na")} THEN FALSE WHEN len(list_filter({name}, lambda {Row}: {condition})) > 0 THEN TRUE "
                    + $"WHEN {beyond} OR len(list_filter({name}, lambda {Row}: ({condition}) IS NULL)) > 0 THEN NULL ELSE FALSE END";
            default:
                throw new InvalidOperationException($"no SQL for {node.Operation}");
        }
    }

    private static string Unknown(FactDefinition fact, Func<string, string> column)
    {
        var none = fact.Type == FactType.Ratio ? $"({NoValue(fact, column)} OR {column(fact.Divisor!.Name)} = 0)" : NoValue(fact, column);
        return $"({none} AND NOT {Absent(fact, column)})";
    }

    private static string Absent(FactDefinition fact, Func<string, string> column) =>
        fact.Type == FactType.Ratio ? $"({Absent(fact.Dividend!, column)} OR {Absent(fact.Divisor!, column)})" : column(fact.Name + "/na");

    private static string NoValue(FactDefinition fact, Func<string, string> column) => fact.Type switch
    {
        FactType.SetOf or FactType.Record => column(fact.Name + "/more"),
        FactType.Ratio => $"({NoValue(fact.Dividend!, column)} OR {NoValue(fact.Divisor!, column)})",
        FactType.Number or FactType.YesNo or FactType.Date or FactType.OneOf => $"({column(fact.Name)} IS NULL)",
    };

    private static string Polynomial(System.Collections.Immutable.ImmutableArray<Monomial> terms, Comparison comparison)
    {
        var absent = string.Join(" OR ", terms.SelectMany(t => t.Factors).Select(f => $"\"{f.Name}/na\"").Distinct(StringComparer.Ordinal));

        // Whole millionths in HUGEINT, as exact as the engine's own 128 bits.
        var sum = string.Join(" + ", terms.Select(t => string.Join(" * ",
            t.Factors.Select(f => $"CAST(\"{f.Name}\" * {FixedPoint.One.ToString(CultureInfo.InvariantCulture)} AS HUGEINT)")
                .Prepend($"CAST({t.Coefficient.ToString(CultureInfo.InvariantCulture)} AS HUGEINT)"))));
        return $"CASE WHEN {(absent.Length == 0 ? "FALSE" : absent)} THEN FALSE ELSE ({sum}) {Sign(comparison)} 0 END";
    }

    /// <summary>The children by the name of their step; within a row, where there are no steps, written out.</summary>
    private static string[] Children(LawProgram program, in Node node, bool inRow) =>
        [.. program.ChildrenOf(node).ToArray().Select(c => inRow ? Expression(program, in program.Nodes[c], inRow: true) : $"n{c}")];

    private static string List(LawProgram program, in Node node)
    {
        var mask = program.Masks[node.Table];
        var values = node.Fact!.Enum!.Values;
        var members = Enumerable.Range(0, values.Length).Where(i => (mask[i >> 6] >> (i & 63) & 1) != 0).Select(i => Quote(values[i])).ToArray();
        return members.Length == 0 ? "CAST([] AS VARCHAR[])" : "[" + string.Join(", ", members) + "]";
    }

    private static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.GreaterOrEqual => ">=",
        Comparison.Greater => ">",
        Comparison.LessOrEqual => "<=",
        Comparison.Less => "<",
        Comparison.Equal => "=",
        Comparison.NotEqual => "<>",
    };

    private static string Literal(FactDefinition fact, long value) => fact.Type switch
    {
        FactType.Number => FixedPoint.ToDecimal(value).ToString("0.000000", CultureInfo.InvariantCulture),
        FactType.YesNo => Bool(value == 1),
        FactType.Date => $"DATE '{DateOnly.FromDayNumber((int)value):yyyy-MM-dd}'",
        FactType.OneOf => Quote(fact.Enum!.Values[(int)value]),
        FactType.SetOf or FactType.Ratio or FactType.Record => throw new InvalidOperationException($"{fact.Type} has no single literal"),
    };

    private static string Bool(bool value) => value ? "TRUE" : "FALSE";

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
