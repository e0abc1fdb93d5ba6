using System.Globalization;
using System.Text;
using Proviso.Quantities;
using Proviso.Rules.Binding;

namespace Proviso.Rules.Evaluation;

/// <summary>Writes a slice as one SQL query, for an engine that nobody here wrote.</summary>
/// <remarks>
/// Dialect: DuckDB, which lets later columns of a select list name earlier ones. SQL's own three-valued logic carries "unknown" as NULL. The table has, for each fact:
/// <c>"name"</c> (DECIMAL(30,6), BOOLEAN, DATE, VARCHAR or VARCHAR[]), <c>"name/na"</c> (BOOLEAN: not applicable) and, for sets, <c>"name/more"</c> (BOOLEAN: incomplete).
/// </remarks>
public static class SqlText
{
    /// <summary>The statement that creates the table of facts.</summary>
    public static string CreateTable(FactSchema schema, string table)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var columns = new List<string> { "\"id\" BIGINT" };
        foreach (var fact in schema.Facts.Where(f => f.Type != FactType.Ratio))
        {
            var type = fact.Type switch
            {
                FactType.Number => "DECIMAL(30,6)",
                FactType.YesNo => "BOOLEAN",
                FactType.Date => "DATE",
                FactType.OneOf => "VARCHAR",
                FactType.SetOf => "VARCHAR[]",
                FactType.Ratio => "",
            };
            columns.Add($"\"{fact.Name}\" {type}");
            columns.Add($"\"{fact.Name}/na\" BOOLEAN");
            if (fact.Type == FactType.SetOf)
            {
                columns.Add($"\"{fact.Name}/more\" BOOLEAN");
            }
        }

        return $"CREATE TABLE {table} ({string.Join(", ", columns)})";
    }

    /// <summary>The statement that inserts one frame.</summary>
    public static string Insert(FactFrame frame, string table, long id)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var values = new List<string> { id.ToString(CultureInfo.InvariantCulture) };
        foreach (var fact in frame.Schema.Facts.Where(f => f.Type != FactType.Ratio))
        {
            var value = frame.Slots[fact.Slot];
            var absent = value == FactSchema.NotApplicable;
            if (fact.Type == FactType.SetOf)
            {
                values.Add(absent ? "[]" : "[" + string.Join(", ", frame.Members(fact).Select(i => Quote(fact.Enum!.Values[i]))) + "]");
                values.Add(Bool(absent));
                values.Add(Bool(value == FactSchema.Unknown));
                continue;
            }

            values.Add(absent || value == FactSchema.Unknown ? "NULL" : Literal(fact, value));
            values.Add(Bool(absent));
        }

        return $"INSERT INTO {table} VALUES ({string.Join(", ", values)})";
    }

    /// <summary>The query: <c>id, asked, lowest, highest, clash</c> and one column <c>n0, n1, …</c> for each node.</summary>
    public static string Select(CorpusSlice slice, string table)
    {
        ArgumentNullException.ThrowIfNull(slice);
        var sql = new StringBuilder("SELECT \"id\"");
        var program = slice.Program;
        for (var i = 0; i < program.Nodes.Length; i++)
        {
            sql.Append(",\n  ").Append(Expression(program, in program.Nodes[i])).Append(CultureInfo.InvariantCulture, $" AS n{i}");
        }

        sql.Append(",\n  ").Append(slice.Asked < 0 ? "TRUE" : $"n{slice.Asked}").Append(" AS asked");
        var (lows, highs, clashes) = (new List<string>(), new List<string>(), new List<string>());
        for (var m = 0; m < slice.Matters.Length; m++)
        {
            Matter(sql, slice.Matters[m], m);
            lows.Add($"m{m}_low");
            highs.Add($"m{m}_high");
            clashes.Add($"m{m}_clash");
        }

        sql.Append(",\n  ").Append(Greatest([.. lows, "0"])).Append(" AS lowest");
        sql.Append(",\n  ").Append(Greatest([.. highs, "0"])).Append(" AS highest");
        sql.Append(",\n  ").Append(clashes.Count == 0 ? "FALSE" : string.Join(" OR ", clashes)).Append(" AS clash");
        return sql.Append("\nFROM ").Append(table).Append(" ORDER BY \"id\"").ToString();
    }

    private static void Matter(StringBuilder sql, SliceMatter matter, int m)
    {
        string Otherwise(string function) => (function == "LEAST" ? matter.OtherwiseLowest : matter.OtherwiseHighest).ToString(CultureInfo.InvariantCulture);
        string Certain(Func<SliceProvision, int> rank) =>
            Greatest([.. matter.Provisions.Select(p => string.Create(CultureInfo.InvariantCulture, $"CASE WHEN n{p.Governs} THEN {rank(p)} ELSE -1 END")), "-1"]);
        var settled = string.Join(" OR ", matter.Provisions.Where(p => p.IsRoot).Select(p => $"COALESCE(n{p.Applies}, FALSE)").Append("FALSE"));
        var distinct = matter.Provisions.Select(p => string.Create(CultureInfo.InvariantCulture, $"CASE WHEN n{p.Governs} THEN {(p.LowestRank * 16) + p.HighestRank} END")).ToArray();
        string Possible(string function, Func<SliceProvision, int> rank, string neutral) =>
            $"{function}({string.Join(", ", matter.Provisions.Select(p => string.Create(CultureInfo.InvariantCulture, $"CASE WHEN n{p.Governs} IS NULL THEN {rank(p)} ELSE {neutral} END")).Append($"CASE WHEN m{m}_settled THEN {neutral} ELSE {Otherwise(function)} END"))})";
        sql.Append(CultureInfo.InvariantCulture, $",\n  {Certain(p => p.LowestRank)} AS m{m}_certain_low, {Certain(p => p.HighestRank)} AS m{m}_certain_high, ({settled}) AS m{m}_settled");
        sql.Append(CultureInfo.InvariantCulture, $",\n  CASE WHEN m{m}_certain_low >= 0 THEN m{m}_certain_low ELSE {Possible("LEAST", p => p.LowestRank, "99")} END AS m{m}_low");
        sql.Append(CultureInfo.InvariantCulture, $",\n  CASE WHEN m{m}_certain_low >= 0 THEN m{m}_certain_high ELSE {Possible("GREATEST", p => p.HighestRank, "-1")} END AS m{m}_high");
        sql.Append(CultureInfo.InvariantCulture, $",\n  {(distinct.Length == 0 ? "FALSE" : $"len(list_distinct([{string.Join(", ", distinct)}])) > 1")} AS m{m}_clash");
    }

    private static string Greatest(IReadOnlyList<string> parts) => parts.Count == 1 ? parts[0] : $"GREATEST({string.Join(", ", parts)})";

    private static string Expression(LawProgram program, in Node node)
    {
        var name = node.Fact?.Name ?? "";
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
                return "(" + string.Join(" AND ", Children(program, node)) + ")";
            case Operation.Or:
                return "(" + string.Join(" OR ", Children(program, node)) + ")";
            case Operation.Not:
                return "(NOT " + Children(program, node).Single() + ")";
            case Operation.YesNo:
                return IfApplicable(name, $"\"{name}\"");
            case Operation.Compare:
                return IfApplicable(name, $"\"{name}\" {Sign(node.Comparison)} {Literal(node.Fact!, node.Value)}");
            case Operation.CompareRatio:
                var (a, b) = (node.Fact!.Dividend!.Name, node.Fact.Divisor!.Name);
                return $"CASE WHEN \"{a}/na\" OR \"{b}/na\" THEN FALSE WHEN \"{b}\" = 0 THEN NULL ELSE \"{a}\" * {node.Value2.ToString(CultureInfo.InvariantCulture)} {Sign(node.Comparison)} \"{b}\" * {node.Value.ToString(CultureInfo.InvariantCulture)} END";
            case Operation.ComparePolynomial:
                return Polynomial(program.Polynomials[node.Table], node.Comparison);
            case Operation.OneOfIn:
                return IfApplicable(name, $"list_contains({List(program, node)}, \"{name}\")", nullable: $"\"{name}\"");
            case Operation.AnyIn:
                return $"CASE WHEN \"{name}/na\" THEN FALSE WHEN list_has_any(\"{name}\", {List(program, node)}) THEN TRUE WHEN \"{name}/more\" THEN NULL ELSE FALSE END";
            case Operation.EveryIn:
                return $"CASE WHEN \"{name}/na\" THEN FALSE WHEN NOT list_has_all({List(program, node)}, \"{name}\") THEN FALSE WHEN \"{name}/more\" THEN NULL ELSE TRUE END";
            case Operation.Known:
                return $"({Unknown(node.Fact!)} IS FALSE)";
            case Operation.Applicable:
                return node.Fact!.Type == FactType.Ratio
                    ? $"CASE WHEN \"{node.Fact.Dividend!.Name}/na\" OR \"{node.Fact.Divisor!.Name}/na\" THEN FALSE WHEN {Unknown(node.Fact)} THEN NULL ELSE TRUE END"
                    : $"CASE WHEN \"{name}/na\" THEN FALSE WHEN {Unknown(node.Fact)} THEN NULL ELSE TRUE END";
            default:
                throw new InvalidOperationException($"no SQL for {node.Operation}");
        }
    }

    private static string Unknown(FactDefinition fact) => fact.Type switch
    {
        FactType.SetOf => $"(\"{fact.Name}/more\" AND NOT \"{fact.Name}/na\")",
        FactType.Ratio => $"(({Unknown(fact.Dividend!)}) OR ({Unknown(fact.Divisor!)}))",
        FactType.Number or FactType.YesNo or FactType.Date or FactType.OneOf => $"(\"{fact.Name}\" IS NULL AND NOT \"{fact.Name}/na\")",
    };

    private static string IfApplicable(string name, string expression, string? nullable = null) =>
        nullable is null
            ? $"CASE WHEN \"{name}/na\" THEN FALSE ELSE {expression} END"
            : $"CASE WHEN \"{name}/na\" THEN FALSE WHEN {nullable} IS NULL THEN NULL ELSE {expression} END";

    private static string Polynomial(System.Collections.Immutable.ImmutableArray<Monomial> terms, Comparison comparison)
    {
        var absent = string.Join(" OR ", terms.SelectMany(t => t.Factors).Select(f => $"\"{f.Name}/na\"").Distinct(StringComparer.Ordinal));

        // Whole millionths in HUGEINT, as exact as the engine's own 128 bits.
        var sum = string.Join(" + ", terms.Select(t => string.Join(" * ",
            t.Factors.Select(f => $"CAST(\"{f.Name}\" * {FixedPoint.One.ToString(CultureInfo.InvariantCulture)} AS HUGEINT)")
                .Prepend($"CAST({t.Coefficient.ToString(CultureInfo.InvariantCulture)} AS HUGEINT)"))));
        return $"CASE WHEN {(absent.Length == 0 ? "FALSE" : absent)} THEN FALSE ELSE ({sum}) {Sign(comparison)} 0 END";
    }

    private static IEnumerable<string> Children(LawProgram program, in Node node) =>
        program.ChildrenOf(node).ToArray().Select(c => $"n{c}");

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
        FactType.SetOf or FactType.Ratio => throw new InvalidOperationException($"{fact.Type} has no single literal"),
    };

    private static string Bool(bool value) => value ? "TRUE" : "FALSE";

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
