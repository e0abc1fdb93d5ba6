using Npgsql;

namespace Proviso.Tests.Storage.Journal;

/// <summary>What somebody with the rights of an owner can do to a database.</summary>
internal static class PostgresRows
{
    public static void Edit(string place, string book, long sequence, byte[] content)
    {
        using var connection = new NpgsqlConnection(place);
        connection.Open();

        // For this session alone: other tests rely on the triggers.
        using var command = new NpgsqlCommand("SET session_replication_role = replica", connection);
        command.ExecuteNonQuery();
        command.CommandText = "UPDATE proviso.entry SET content = $1 WHERE book = $2 AND sequence = $3";
        foreach (var value in new object[] { content, book, sequence })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        Assert.Equal(1, command.ExecuteNonQuery());
        command.Parameters.Clear();
        command.CommandText = "SET session_replication_role = origin";
        command.ExecuteNonQuery();
    }
}
