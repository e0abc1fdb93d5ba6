using Microsoft.Data.Sqlite;
using Proviso.Storage.Journal;

namespace Proviso.Tests.Storage.Journal;

/// <summary>What somebody with the file of a journal and another program in their hands can do to it.</summary>
internal static class ByHand
{
    /// <summary>The table of books as the format before made it.</summary>
    private const string BookBefore = """
        CREATE TABLE book (
            name TEXT PRIMARY KEY,
            epoch INTEGER NOT NULL CHECK (epoch >= 1)
        ) STRICT, WITHOUT ROWID
        """;

    /// <summary>Runs statements with the triggers out of the way and puts them back: what an accident or a careless hand leaves behind.</summary>
    public static int Edit(string file, string statements, params (string Name, object Value)[] values)
    {
        using var connection = Open(file);
        var triggers = new List<(string Name, string Text)>();
        using (var find = connection.CreateCommand())
        {
            find.CommandText = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'";
            using var rows = find.ExecuteReader();
            while (rows.Read())
            {
                triggers.Add((rows.GetString(0), rows.GetString(1)));
            }
        }

        triggers.ForEach(t => Execute(connection, $"DROP TRIGGER {t.Name}"));
        var changed = Execute(connection, statements, values);
        foreach (var (_, text) in triggers)
        {
            try
            {
                Execute(connection, text);
            }
            catch (SqliteException e) when (e.SqliteErrorCode == 1)
            {
                // The table that it was on is gone.
            }
        }

        return changed;
    }

    /// <summary>Edits and has everything counted and hashed anew, as an owner can who knows how a journal is made: nothing in the file tells.</summary>
    public static void Forge(string file, string statements, params (string Name, object Value)[] values)
    {
        Edit(file, statements, values);
        MakeOld(file);
        File.Delete(file + "-mark");
        SqliteJournal.Open(file).Dispose();
    }

    /// <summary>Makes it a journal of the format before, whose books do not say how long they are.</summary>
    public static void MakeOld(string file)
    {
        using var connection = Open(file);
        Execute(connection, "CREATE TEMP TABLE kept AS SELECT name, epoch FROM main.book; DROP TABLE main.book");
        Execute(connection, BookBefore.Replace("TABLE book", "TABLE main.book", StringComparison.Ordinal));
        Execute(connection, "INSERT INTO main.book SELECT name, epoch FROM kept; UPDATE journal_format SET version = 1; PRAGMA application_id = 0; PRAGMA user_version = 0");
    }

    /// <summary>Runs statements as they are.</summary>
    public static void Run(string file, string statements)
    {
        using var connection = Open(file);
        Execute(connection, statements);
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static int Execute(SqliteConnection connection, string text, params (string Name, object Value)[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteNonQuery();
    }
}
