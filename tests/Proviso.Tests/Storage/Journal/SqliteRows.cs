using Microsoft.Data.Sqlite;

namespace Proviso.Tests.Storage.Journal;

/// <summary>What somebody with the file in their hands can do to it.</summary>
internal static class SqliteRows
{
    public static void Edit(string file, string book, long sequence, byte[] content)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TRIGGER entry_stays; UPDATE entry SET content = $content WHERE book = $book AND sequence = $sequence";
        command.Parameters.AddWithValue("$content", content);
        command.Parameters.AddWithValue("$book", book);
        command.Parameters.AddWithValue("$sequence", sequence);
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
