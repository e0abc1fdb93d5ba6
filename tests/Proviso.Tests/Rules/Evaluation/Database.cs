using System.Globalization;
using DuckDB.NET.Data;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Tests.Rules.Evaluation;

/// <summary>A database in memory that answers the law's own questions in SQL.</summary>
internal sealed class Database : IDisposable
{
    private readonly DuckDBConnection _connection = new("Data Source=:memory:");

    public Database()
    {
        _connection.Open();
        Execute("SET threads = 1");
    }

    /// <summary>One row of the law's answer.</summary>
    /// <param name="Nodes">Value of each node: 0, 1 or 2.</param>
    /// <param name="Bits">The answer, packed.</param>
    public readonly record struct Answer(byte[] Nodes, int Bits);

    public void Dispose() => _connection.Dispose();

    public void Fill(FactSchema schema, IReadOnlyList<FactFrame> frames)
    {
        Execute("DROP TABLE IF EXISTS facts");
        Execute(SqlText.CreateTable(schema, "facts"));
        var values = frames.Select((f, i) => SqlText.Insert(f, "facts", i)["INSERT INTO facts VALUES ".Length..]);
        Execute("INSERT INTO facts VALUES " + string.Join(",\n", values));
    }

    public List<Answer> Ask(CorpusSlice slice)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = SqlText.Select(slice, "facts");
        using var reader = command.ExecuteReader();
        var nodes = slice.Program.Nodes.Length;
        var (asked, lowest) = (reader.GetOrdinal("asked"), reader.GetOrdinal("lowest"));
        var (highest, clash) = (reader.GetOrdinal("highest"), reader.GetOrdinal("clash"));
        var answers = new List<Answer>();
        while (reader.Read())
        {
            var values = new byte[nodes];
            for (var i = 0; i < nodes; i++)
            {
                values[i] = Truth(reader, i + 1);
            }

            var whether = Truth(reader, asked);
            var bits = PackedDecision.Pack(Number(reader, lowest), Number(reader, highest), reader.GetBoolean(clash));
            answers.Add(new Answer(values, whether switch
            {
                0 => PackedDecision.NotAskedBit,
                1 => bits | PackedDecision.MaybeNotAskedBit,
                _ => bits,
            }));
        }

        return answers;
    }

    private static byte Truth(DuckDBDataReader reader, int column) => reader.IsDBNull(column) ? (byte)1 : reader.GetBoolean(column) ? (byte)2 : (byte)0;

    private static int Number(DuckDBDataReader reader, int column) => Convert.ToInt32(reader.GetValue(column), CultureInfo.InvariantCulture);

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
