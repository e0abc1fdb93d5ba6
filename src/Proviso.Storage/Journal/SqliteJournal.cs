using Microsoft.Data.Sqlite;
using Proviso.Journal;

namespace Proviso.Storage.Journal;

/// <summary>A journal in one SQLite file: write-ahead log, every commit on disk before it is answered, one connection that writes.</summary>
/// <remarks>
/// Entries are kept as their canonical bytes, with the hash that was computed when they were written; triggers refuse to change or remove a row. The row of a
/// book says apart from them how many there are and which root they have. A file is opened when its schema, pages, indexes and constraints are what they
/// should be, and read to its end when the entries are all there and are those. That finds accidents, not an owner: what proves a book to a third party is a
/// checkpoint kept elsewhere.
/// </remarks>
public sealed class SqliteJournal : IJournal, IDisposable
{
    // Another process may hold the write lock for one commit; more than this is no wait but a fault.
    private const int BusySeconds = 10;

    private readonly string _path;
    private readonly int _version;
    private readonly SqliteConnection _writer;
    private readonly string _readers;
    private readonly string? _copy;
    private readonly HighMark? _mark;
    private readonly Lock _lock = new();

    private SqliteJournal(string path, int version, SqliteConnection writer, string readers, string? copy, HighMark? mark) =>
        (_path, _version, _writer, _readers, _copy, _mark) = (path, version, writer, readers, copy, mark);

    /// <summary>Whether the file says itself how long its books are. One of the format before does not: that rows are gone from its end shows by a checkpoint alone.</summary>
    public bool KnowsItsLength => _version == SqliteSchema.Version;

    /// <summary>Opens a journal to write to it, or makes one. One of the format before is checked whole and brought to this one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="create">Whether one is made where there is none.</param>
    /// <exception cref="JournalDamagedException">The file is damaged, or no journal.</exception>
    /// <exception cref="JournalPlaceException">There is no such file, and none is to be made.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be opened now.</exception>
    public static SqliteJournal Open(string path, bool create = true)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (create && !File.Exists(path) && !Directory.Exists(path))
        {
            Make(path);
        }

        // Checked as what reads it: a connection that may write would put a log into a file that it does not belong to when it is closed.
        int version;
        using (var reading = OpenToRead(path))
        {
            version = reading._version;
        }

        var connection = new SqliteConnection(Text(path, SqliteOpenMode.ReadWrite, pooling: false));
        return Disposing(connection, path, () =>
        {
            Begin(connection);
            if (version == SqliteSchema.Before)
            {
                Migrate(connection, path);
            }

            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            return new SqliteJournal(path, SqliteSchema.Version, connection, Text(path, SqliteOpenMode.ReadOnly, pooling: true), null, HighMark.Read(path));
        });
    }

    /// <summary>Opens a journal that is there, to read it: nothing in the file is changed, and what would write is refused.</summary>
    /// <param name="path">The file. On a medium that cannot be written to it is read as it is, and with a log beside it from a copy.</param>
    /// <exception cref="JournalDamagedException">The file is damaged, or no journal.</exception>
    /// <exception cref="JournalPlaceException">There is no such file.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be opened now.</exception>
    public static SqliteJournal OpenToRead(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Look(path);
        var mark = HighMark.Read(path);
        try
        {
            return OpenToRead(path, Text(path, SqliteOpenMode.ReadOnly, pooling: true), null, mark);
        }
        catch (SqliteException e) when (SqliteFault.IsReadOnlyPlace(e))
        {
            return Unwritable(path, mark);
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException or InvalidOperationException)
        {
            throw SqliteFault.Of(e, path);
        }
    }

    /// <inheritdoc/>
    public BookPosition Position(string book)
    {
        var row = Reading(connection => Row(connection, null, book));
        return new BookPosition(row.Epoch, row.Next, row.LastTime);
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
            var taken = SqliteFault.Guarded(_path, () =>
            {
                using var transaction = _writer.BeginTransaction(deferred: false);
                var row = Row(_writer, transaction, book);
                row = row with { Epoch = checked(row.Epoch + 1) };
                row.Write(_writer, transaction);
                transaction.Commit();
                return row;
            });
            _mark?.Write(taken);
            return taken.Epoch;
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
                var row = Row(_writer, transaction, book);
                if (row.Epoch != epoch)
                {
                    return new Appended(AppendOutcome.Fenced, -1, $"writer {epoch} of book {book} was replaced by {row.Epoch}");
                }

                if (row.Next != expected)
                {
                    return new Appended(AppendOutcome.Moved, -1, $"book {book} is at {row.Next}, not at {expected}");
                }

                if (recordTime < row.LastTime && records is not [{ Kind: JournalRecord.ClockKind }])
                {
                    return new Appended(AppendOutcome.Moved, -1, $"the time {recordTime:O} lies before that of the last entry, {row.LastTime:O}");
                }

                var edge = row.Frontier();
                Insert(transaction, book, epoch, expected, records, recordTime, edge);
                row = row with { Next = edge.Size, Recorded = records.Count == 0 ? row.Recorded : recordTime.UtcTicks, Edge = edge.Edge() };
                row.Write(_writer, transaction);
                committing = true;
                transaction.Commit();
                _mark?.Write(row);
                return new Appended(AppendOutcome.Durable, expected);
            }
            catch (SqliteException e) when (e.SqliteErrorCode == 19 && !committing)
            {
                return new Appended(AppendOutcome.Moved, -1, $"an id of the batch is in book {book} already");
            }
            catch (SqliteException e) when (committing || SqliteFault.Unavailable(e, _path) is not null)
            {
                // A commit that failed half way (full disk, broken device) may or may not be there after the next start.
                return new Appended(AppendOutcome.Unknown, -1, SqliteFault.Unavailable(e, _path) ?? e.Message);
            }
            catch (SqliteException e)
            {
                throw SqliteFault.Of(e, _path);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<JournalEntry> Read(string book, long from = 0)
    {
        using var connection = Reader();

        // One moment for the row of the book and its entries: what is compared below must be of the same.
        using var moment = SqliteFault.Guarded(_path, () => connection.BeginTransaction(deferred: true));
        var row = SqliteFault.Guarded(_path, () => Row(connection, moment, book));
        using var command = connection.CreateCommand();
        command.Transaction = moment;
        command.CommandText = "SELECT content, sequence, id, epoch, recorded, leaf FROM entry WHERE book = $book AND sequence >= $from ORDER BY sequence";
        command.Parameters.AddWithValue("$book", book);
        command.Parameters.AddWithValue("$from", from);
        using var rows = SqliteFault.Guarded(_path, command.ExecuteReader);
        var chain = new EntryChain(book, from);
        while (SqliteFault.Guarded(_path, rows.Read))
        {
            yield return SqliteFault.Guarded(_path, () => Checked(rows, book, chain));
        }

        if (chain.Next != Math.Max(row.Next, from))
        {
            throw row.Short(_path, chain.Next);
        }

        if (from == 0 && row.Edge is not null && !row.Edge.AsSpan().SequenceEqual(chain.Frontier.Edge()))
        {
            throw new JournalDamagedException(_path, $"the entries of book {book} are not those that were written: their tree has another root than the file keeps for it");
        }
    }

    /// <inheritdoc/>
    public IEnumerable<byte[]> LeafHashes(string book)
    {
        using var connection = Reader();
        using var moment = SqliteFault.Guarded(_path, () => connection.BeginTransaction(deferred: true));
        var row = SqliteFault.Guarded(_path, () => Row(connection, moment, book));
        using var command = connection.CreateCommand();
        command.Transaction = moment;
        command.CommandText = "SELECT leaf, sequence FROM entry WHERE book = $book ORDER BY sequence";
        command.Parameters.AddWithValue("$book", book);
        using var rows = SqliteFault.Guarded(_path, command.ExecuteReader);
        var next = 0L;
        while (SqliteFault.Guarded(_path, rows.Read))
        {
            yield return SqliteFault.Guarded(_path, () => rows.GetInt64(1) == next ? rows.GetFieldValue<byte[]>(0) : throw Missing(next));
            next++;
        }

        if (next != row.Next)
        {
            throw row.Short(_path, next);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Books() => Reading(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM book ORDER BY name";
        using var rows = command.ExecuteReader();
        var books = new List<string>();
        while (rows.Read())
        {
            books.Add(JournalEntry.IsName(rows.GetString(0)) ? rows.GetString(0) : throw new JournalDamagedException(_path, "it holds a book whose name is none"));
        }

        return (IReadOnlyList<string>)books;
    });

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
        try
        {
            using (var source = Reader())
            using (var target = new SqliteConnection(Text(aside, SqliteOpenMode.ReadWriteCreate, pooling: false)))
            {
                target.Open();
                source.BackupDatabase(target);

                // Without a log of its own beside it: a backup that needs three files will lose one of them.
                Execute(target, "PRAGMA journal_mode = DELETE");
            }

            File.Move(aside, path);
        }
        catch (SqliteException e)
        {
            File.Delete(aside);
            throw new IOException($"{path} cannot be written: {e.Message}", e);
        }

        DurableFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    // For tests: a disk that is full at so many pages.
    internal void LimitPages(long pages)
    {
        lock (_lock)
        {
            Execute(_writer, $"PRAGMA max_page_count = {pages}");
        }
    }

    // Where a book is, with the edge of its tree: what a restore writes anew elsewhere.
    internal SqliteBook Row(string book) => Reading(connection => Row(connection, null, book));

    /// <inheritdoc/>
    public void Dispose()
    {
        SqliteConnection.ClearPool(new SqliteConnection(_readers));
        _writer.Dispose();
        _mark?.Close();
        if (_copy is not null)
        {
            Directory.Delete(_copy, recursive: true);
        }
    }

    private static SqliteJournal OpenToRead(string path, string text, string? copy, HighMark mark)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(text) { Pooling = false }.ToString());
        try
        {
            Begin(connection);
            var journal = new SqliteJournal(path, SqliteSchema.Check(connection, path), connection, text, copy, null);
            mark.Check(journal.Position);
            return journal;
        }
        catch
        {
            SqliteConnection.ClearPool(new SqliteConnection(text));
            connection.Dispose();
            throw;
        }
    }

    // Where nothing can be written, SQLite cannot keep the files beside a journal that it shares with others. Nobody writes to it then, so none are needed:
    // the file is read as it is. With a log beside it that is not all of it, and a copy is read where one can be made.
    private static SqliteJournal Unwritable(string path, HighMark mark)
    {
        try
        {
            if (new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 })
            {
                return OpenToRead(path, new SqliteConnectionStringBuilder { DataSource = $"file:{string.Join('/', Path.GetFullPath(path).Split('/').Select(Uri.EscapeDataString))}?immutable=1", Mode = SqliteOpenMode.ReadOnly, Pooling = true }.ToString(), null, mark);
            }
        }
        catch (SqliteException e)
        {
            throw SqliteFault.Of(e, path);
        }

        var copy = Directory.CreateTempSubdirectory("proviso-journal-").FullName;
        try
        {
            foreach (var part in new[] { "", "-wal" })
            {
                using var from = new FileStream(path + part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var to = new FileStream(Path.Combine(copy, "journal" + part), FileMode.CreateNew, FileAccess.Write);
                from.CopyTo(to);
            }

            return OpenToRead(path, Text(Path.Combine(copy, "journal"), SqliteOpenMode.ReadOnly, pooling: true), copy, mark);
        }
        catch (Exception e)
        {
            Directory.Delete(copy, recursive: true);
            throw e switch
            {
                SqliteException fault => SqliteFault.Of(fault, path),
                IOException or UnauthorizedAccessException => new JournalUnavailableException($"{path} has a log beside it, and no copy to read both could be made in {Path.GetTempPath()}: {e.Message}; set TMPDIR to a folder with room"),
                _ => e,
            };
        }
    }

    // Made aside and put in place whole: nobody finds half a journal, and an empty file is never one.
    private static void Make(string path)
    {
        var aside = $"{path}.founding-{Guid.NewGuid():N}";
        try
        {
            using (var connection = new SqliteConnection(Text(aside, SqliteOpenMode.ReadWriteCreate, pooling: false)))
            {
                connection.Open();
                Execute(connection, "PRAGMA synchronous = FULL;");
                using var transaction = connection.BeginTransaction(deferred: false);
                Execute(connection, SqliteSchema.Create, transaction);
                transaction.Commit();
            }

            File.Move(aside, path);
            DurableFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (SqliteException e)
        {
            throw SqliteFault.Of(e, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another program made it in the same moment.
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        if (SqliteSchema.Check(connection, path) == SqliteSchema.Version)
        {
            return;
        }

        var rows = new List<SqliteBook>();
        using (var books = connection.CreateCommand())
        {
            books.CommandText = "SELECT name FROM book ORDER BY name";
            using var names = books.ExecuteReader();
            while (names.Read())
            {
                rows.Add(SqliteBook.Read(connection, transaction, path, SqliteSchema.Before, names.GetString(0)));
            }
        }

        rows = rows.ConvertAll(row =>
        {
            using var entries = connection.CreateCommand();
            entries.CommandText = "SELECT content, sequence, id, epoch, recorded, leaf FROM entry WHERE book = $book ORDER BY sequence";
            entries.Parameters.AddWithValue("$book", row.Name);
            using var found = entries.ExecuteReader();
            var chain = new EntryChain(row.Name);
            while (found.Read())
            {
                Checked(found, row.Name, chain, path);
            }

            return row with { Edge = chain.Frontier.Edge() };
        });
        Execute(connection, SqliteSchema.Migrate, transaction);
        rows.ForEach(row => row.Write(connection, transaction));
        transaction.Commit();
    }

    private void Insert(SqliteTransaction transaction, string book, long epoch, long expected, IReadOnlyList<JournalRecord> records, DateTimeOffset recordTime, MerkleFrontier edge)
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
            var hash = MerkleTree.Leaf(bytes);
            sequence.Value = expected + i;
            id.Value = records[i].Id;
            content.Value = bytes;
            leaf.Value = hash;
            insert.ExecuteNonQuery();
            edge.Append(hash);
        }
    }

    private JournalEntry Checked(SqliteDataReader rows, string book, EntryChain chain) => Checked(rows, book, chain, _path);

    private static JournalEntry Checked(SqliteDataReader rows, string book, EntryChain chain, string path)
    {
        var content = rows.GetFieldValue<byte[]>(0);
        return StoredEntry.Checked(path, content, book, rows.GetInt64(1), rows.GetString(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetFieldValue<byte[]>(5), chain);
    }

    private JournalDamagedException Missing(long entry) => new(_path, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"entry {entry} is missing"), entry);

    private SqliteBook Row(SqliteConnection connection, SqliteTransaction? transaction, string book) => SqliteBook.Read(connection, transaction, _path, _version, book);

    private T Reading<T>(Func<SqliteConnection, T> read)
    {
        using var connection = Reader();
        return SqliteFault.Guarded(_path, () => read(connection));
    }

    private SqliteConnection Reader() => SqliteFault.Guarded(_path, () =>
    {
        var connection = new SqliteConnection(_readers);
        Begin(connection);
        return connection;
    });

    private static void Begin(SqliteConnection connection)
    {
        connection.Open();
        Execute(connection, "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF;");
    }

    // What can be told of a file before SQLite looks at it.
    private static void Look(string path)
    {
        if (Directory.Exists(path))
        {
            throw new JournalDamagedException(path, "it is a folder, and a journal is one file", help: SqliteSchema.Foreign(path));
        }

        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new JournalPlaceException($"no such file: {path}", "name a journal that is there; `proviso license found` begins one, `proviso demo init FILE` makes one to try");
        }

        if (file.Length == 0)
        {
            throw new JournalDamagedException(path, "the file is empty, and a journal never is", help: $"{SqliteSchema.Foreign(path)}; to begin a new one, remove the file first");
        }

        try
        {
            using var opened = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> head = stackalloc byte[100];
            SqliteSchema.Head(head[..opened.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)], path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException($"{path} cannot be read: {e.Message}");
        }
    }

    private static string Text(string path, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path), Mode = mode, Pooling = pooling, DefaultTimeout = BusySeconds }.ToString();

    private static SqliteJournal Disposing(SqliteConnection connection, string path, Func<SqliteJournal> open)
    {
        SqliteJournal? opened = null;
        try
        {
            return opened = SqliteFault.Guarded(path, open);
        }
        finally
        {
            if (opened is null)
            {
                SqliteConnection.ClearPool(new SqliteConnection(Text(path, SqliteOpenMode.ReadOnly, pooling: true)));
                connection.Dispose();
            }
        }
    }

    private static void Execute(SqliteConnection connection, string text, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
