using Microsoft.Data.Sqlite;
using Proviso.Journal;

namespace Proviso.Storage.Journal;

/// <summary>A journal in one SQLite file: write-ahead log, every commit on disk before it is answered, one connection that writes.</summary>
/// <remarks>
/// Entries are kept as their canonical bytes, with the hash that was computed when they were written; triggers refuse to change or remove a row.
/// That stops accidents, not an owner: what proves a book to a third party is a checkpoint kept elsewhere.
/// </remarks>
public sealed class SqliteJournal : IJournal, IDisposable
{
    private const int FormatVersion = 1;

    // Another process may hold the write lock for one commit; more than this is no wait but a fault.
    private const int BusySeconds = 10;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS journal_format (version INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS book (
            name TEXT PRIMARY KEY,
            epoch INTEGER NOT NULL CHECK (epoch >= 1)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS entry (
            book TEXT NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence >= 0),
            id TEXT NOT NULL,
            epoch INTEGER NOT NULL CHECK (epoch >= 1),
            recorded INTEGER NOT NULL,
            content BLOB NOT NULL,
            leaf BLOB NOT NULL CHECK (length(leaf) = 32),
            PRIMARY KEY (book, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX IF NOT EXISTS entry_id ON entry (book, id);
        CREATE TRIGGER IF NOT EXISTS entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
        CREATE TRIGGER IF NOT EXISTS entry_remains BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END;
        """;

    private readonly SqliteConnection _writer;
    private readonly string _readers;
    private readonly Lock _lock = new();

    private SqliteJournal(SqliteConnection writer, string readers)
    {
        _writer = writer;
        _readers = readers;
    }

    /// <summary>Opens a journal, or makes one.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="JournalFormatException">The file is no journal, or one of a version that this program does not know.</exception>
    public static SqliteJournal Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = BusySeconds }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
            Execute(connection, Schema);
            using var version = connection.CreateCommand();
            version.CommandText = "SELECT version FROM journal_format";
            switch (version.ExecuteScalar())
            {
                case null:
                    Execute(connection, $"INSERT INTO journal_format VALUES ({FormatVersion})");
                    break;
                case long known when known != FormatVersion:
                    throw new JournalFormatException($"{path} is a journal of version {known}; this program knows {FormatVersion}");
            }

            return new SqliteJournal(connection, new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = true, DefaultTimeout = BusySeconds }.ToString());
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 26 or 11)
        {
            connection.Dispose();
            throw new JournalFormatException($"{path} is no journal: {e.Message}");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a journal that is there, to read it: nothing in the file is changed, and what would write is refused.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="JournalFormatException">The file is no journal, or one of a version that this program does not know.</exception>
    public static SqliteJournal OpenToRead(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = true, DefaultTimeout = BusySeconds }.ToString();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(text) { Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var version = connection.CreateCommand();
            version.CommandText = "SELECT version FROM journal_format";
            return version.ExecuteScalar() is long and FormatVersion
                ? new SqliteJournal(connection, text)
                : throw new JournalFormatException($"{path} is a journal of another version; this program knows {FormatVersion}");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 1 or 11 or 26)
        {
            connection.Dispose();
            throw new JournalFormatException($"{path} is no journal: {e.Message}");
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new JournalUnavailableException($"{path} cannot be read now: {e.Message}; another program may hold it, or its rights may be wrong");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public BookPosition Position(string book)
    {
        using var connection = Reader();
        return Position(connection, null, book);
    }

    /// <inheritdoc/>
    public long Acquire(string book)
    {
        if (!JournalEntry.IsName(book))
        {
            throw new JournalFormatException($"`{book}` is no name for a book");
        }

        lock (_lock)
        {
            using var command = _writer.CreateCommand();
            command.CommandText = "INSERT INTO book VALUES ($book, 1) ON CONFLICT (name) DO UPDATE SET epoch = epoch + 1 RETURNING epoch";
            command.Parameters.AddWithValue("$book", book);
            return (long)command.ExecuteScalar()!;
        }
    }

    /// <inheritdoc/>
    public Appended Append(string book, long epoch, long expected, IReadOnlyList<JournalRecord> records, DateTimeOffset recordTime)
    {
        ArgumentNullException.ThrowIfNull(records);
        lock (_lock)
        {
            var committing = false;
            try
            {
                // Immediate: the fence is read under the write lock, so no other writer can come in between.
                using var transaction = _writer.BeginTransaction(deferred: false);
                var position = Position(_writer, transaction, book);
                if (position.Epoch != epoch)
                {
                    return new Appended(AppendOutcome.Fenced, -1, $"writer {epoch} of book {book} was replaced by {position.Epoch}");
                }

                if (position.Next != expected)
                {
                    return new Appended(AppendOutcome.Moved, -1, $"book {book} stands at {position.Next}, not at {expected}");
                }

                if (recordTime < position.LastTime)
                {
                    return new Appended(AppendOutcome.Moved, -1, $"the time {recordTime:O} lies before that of the last entry, {position.LastTime:O}");
                }

                Insert(transaction, book, epoch, expected, records, recordTime);
                committing = true;
                transaction.Commit();
                return new Appended(AppendOutcome.Durable, expected);
            }
            catch (SqliteException e) when (e.SqliteErrorCode == 19 && !committing)
            {
                return new Appended(AppendOutcome.Moved, -1, $"an id of the batch is in book {book} already");
            }
            catch (SqliteException e)
            {
                // A commit that failed half way (full disk, broken device) may or may not be there after the next start.
                return new Appended(AppendOutcome.Unknown, -1, e.SqliteErrorCode == 13 ? "the disk is full: make room" : e.Message);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<JournalEntry> Read(string book, long from = 0)
    {
        using var connection = Reader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT content, sequence, id, epoch, recorded FROM entry WHERE book = $book AND sequence >= $from ORDER BY sequence";
        command.Parameters.AddWithValue("$book", book);
        command.Parameters.AddWithValue("$from", from);
        using var rows = Start(command);
        while (Next(rows))
        {
            yield return StoredEntry.Checked(rows.GetFieldValue<byte[]>(0), book, rows.GetInt64(1), rows.GetString(2), rows.GetInt64(3), rows.GetInt64(4));
        }
    }

    /// <inheritdoc/>
    public IEnumerable<byte[]> LeafHashes(string book)
    {
        using var connection = Reader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT leaf FROM entry WHERE book = $book ORDER BY sequence";
        command.Parameters.AddWithValue("$book", book);
        using var rows = Start(command);
        while (Next(rows))
        {
            yield return rows.GetFieldValue<byte[]>(0);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Books()
    {
        using var connection = Reader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM book ORDER BY name";
        using var rows = Start(command);
        var books = new List<string>();
        while (Next(rows))
        {
            books.Add(rows.GetString(0));
        }

        return books;
    }

    /// <summary>Copies the journal to another file while it is written to; the copy is of one moment, in one file, and on disk when this returns.</summary>
    /// <param name="path">The file; it must not be there yet.</param>
    public void Backup(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (File.Exists(path))
        {
            throw new IOException($"{path} is there already");
        }

        var aside = path + ".new";
        File.Delete(aside);
        using (var source = Reader())
        using (var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = aside, Pooling = false }.ToString()))
        {
            try
            {
                target.Open();
                source.BackupDatabase(target);

                // Without a log of its own beside it: a backup that needs three files will lose one of them.
                Execute(target, "PRAGMA journal_mode = DELETE");
            }
            catch (SqliteException e)
            {
                throw new IOException($"{path} cannot be written: {e.Message}", e);
            }
        }

        File.Move(aside, path);
        DurableFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Looks for damage of the file itself, below the entries: pages, indexes and the order of rows.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Damage()
    {
        using var connection = Reader();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check(1)";
        try
        {
            return command.ExecuteScalar() is "ok" ? null : $"the file is damaged: {command.ExecuteScalar()}";
        }
        catch (SqliteException e)
        {
            return $"the file is damaged: {e.Message}";
        }
    }

    // For tests: a disk that is full at so many pages.
    internal void LimitPages(long pages)
    {
        lock (_lock)
        {
            Execute(_writer, $"PRAGMA max_page_count = {pages}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        SqliteConnection.ClearPool(new SqliteConnection(_readers));
        _writer.Dispose();
    }

    private void Insert(SqliteTransaction transaction, string book, long epoch, long expected, IReadOnlyList<JournalRecord> records, DateTimeOffset recordTime)
    {
        using var insert = _writer.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "INSERT INTO entry VALUES ($book, $sequence, $id, $epoch, $recorded, $content, $leaf)";
        var sequence = insert.Parameters.Add("$sequence", SqliteType.Integer);
        var id = insert.Parameters.Add("$id", SqliteType.Text);
        var content = insert.Parameters.Add("$content", SqliteType.Blob);
        var leaf = insert.Parameters.Add("$leaf", SqliteType.Blob);
        insert.Parameters.AddWithValue("$book", book);
        insert.Parameters.AddWithValue("$epoch", epoch);
        insert.Parameters.AddWithValue("$recorded", recordTime.UtcTicks);
        insert.Prepare();
        for (var i = 0; i < records.Count; i++)
        {
            var bytes = new JournalEntry(book, expected + i, epoch, recordTime.ToUniversalTime(), records[i]).Encode();
            sequence.Value = expected + i;
            id.Value = records[i].Id;
            content.Value = bytes;
            leaf.Value = MerkleTree.Leaf(bytes);
            insert.ExecuteNonQuery();
        }
    }

    private static BookPosition Position(SqliteConnection connection, SqliteTransaction? transaction, string book)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            SELECT COALESCE((SELECT epoch FROM book WHERE name = $book), 0), last.sequence, last.recorded
            FROM (SELECT 1) LEFT JOIN (SELECT sequence, recorded FROM entry WHERE book = $book ORDER BY sequence DESC LIMIT 1) AS last
            """;
        command.Parameters.AddWithValue("$book", book);
        using var row = Start(command);
        Next(row);
        return new BookPosition(row.GetInt64(0), row.IsDBNull(1) ? 0 : row.GetInt64(1) + 1, row.IsDBNull(2) ? DateTimeOffset.MinValue : new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero));
    }

    // A page that was damaged is a finding about the journal, not a fault of who reads it.
    private static SqliteDataReader Start(SqliteCommand command)
    {
        try
        {
            return command.ExecuteReader();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 26 or 11)
        {
            throw new JournalFormatException(e.Message);
        }
    }

    private static bool Next(SqliteDataReader rows)
    {
        try
        {
            return rows.Read();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 26 or 11)
        {
            throw new JournalFormatException(e.Message);
        }
    }

    private SqliteConnection Reader()
    {
        var connection = new SqliteConnection(_readers);
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
