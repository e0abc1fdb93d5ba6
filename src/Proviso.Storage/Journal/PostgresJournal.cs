using System.Data;
using Npgsql;
using NpgsqlTypes;
using Proviso.Journal;

namespace Proviso.Storage.Journal;

/// <summary>A journal in a PostgreSQL database, in a schema of its own: one statement appends a batch, and carries the fence.</summary>
/// <remarks>
/// The statement moves the row of the book on, from the place and epoch that the writer believes in, and inserts only what that let through: a writer that
/// was replaced cannot get a row in, however late its statement arrives. A connection that breaks on the way leaves the outcome unknown, and says so.
/// </remarks>
public sealed class PostgresJournal : IJournal, IDisposable
{
    private const int FormatVersion = 1;
    private const int ConnectSeconds = 10;
    private const int CommandSeconds = 30;

    // Any number; two programs that make the schema at once wait for each other.
    private const long SchemaLock = 0x50524F5649534F;

    private const string Schema = """
        CREATE SCHEMA IF NOT EXISTS proviso;
        CREATE TABLE IF NOT EXISTS proviso.journal_format (version integer NOT NULL);
        CREATE TABLE IF NOT EXISTS proviso.book (
            name text PRIMARY KEY,
            epoch bigint NOT NULL CHECK (epoch >= 1),
            next bigint NOT NULL CHECK (next >= 0),
            recorded bigint NOT NULL
        );
        CREATE TABLE IF NOT EXISTS proviso.entry (
            book text NOT NULL,
            sequence bigint NOT NULL CHECK (sequence >= 0),
            id text NOT NULL,
            epoch bigint NOT NULL CHECK (epoch >= 1),
            recorded bigint NOT NULL,
            content bytea NOT NULL,
            leaf bytea NOT NULL CHECK (length(leaf) = 32),
            PRIMARY KEY (book, sequence)
        );
        CREATE UNIQUE INDEX IF NOT EXISTS entry_id ON proviso.entry (book, id);
        CREATE OR REPLACE FUNCTION proviso.entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an entry is never changed or removed'; END $$;
        CREATE OR REPLACE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON proviso.entry FOR EACH STATEMENT EXECUTE FUNCTION proviso.entry_stays();
        CREATE OR REPLACE TRIGGER entry_remains BEFORE TRUNCATE ON proviso.entry FOR EACH STATEMENT EXECUTE FUNCTION proviso.entry_stays();
        INSERT INTO proviso.journal_format SELECT 1 WHERE NOT EXISTS (SELECT FROM proviso.journal_format);
        """;

    private const string AppendText = """
        WITH fence AS (
            UPDATE proviso.book SET next = next + $6, recorded = $4
            WHERE name = $1 AND epoch = $2 AND next = $3 AND (recorded <= $4 OR $9)
            RETURNING 1
        ), added AS (
            INSERT INTO proviso.entry (book, sequence, id, epoch, recorded, content, leaf)
            SELECT $1, $3 + t.place - 1, t.id, $2, $4, t.content, t.leaf
            FROM fence, unnest($5, $7, $8) WITH ORDINALITY AS t (id, content, leaf, place)
            RETURNING 1
        )
        SELECT count(*) FROM added
        """;

    private readonly NpgsqlDataSource _source;
    private readonly Lock _lock = new();
    private NpgsqlConnection? _writer;
    private NpgsqlCommand? _append;

    private readonly string _place;

    private PostgresJournal(NpgsqlDataSource source, string place) => (_source, _place) = (source, place);

    /// <summary>Opens a journal, or makes one in the database.</summary>
    /// <param name="connectionString">As Npgsql takes it: <c>Host=…;Database=…;Username=…</c>.</param>
    /// <param name="create">Whether one is made where there is none.</param>
    /// <exception cref="JournalDamagedException">What is there is no journal of a version that this program knows, or not whole.</exception>
    /// <exception cref="JournalPlaceException">The string is none, or there is no journal and none is to be made.</exception>
    /// <exception cref="JournalUnavailableException">The server cannot be reached, does not let in, or does not keep what it acknowledges.</exception>
    public static PostgresJournal Open(string connectionString, bool create = true)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connectionString) { Timeout = ConnectSeconds, CommandTimeout = CommandSeconds, ApplicationName = "proviso", IncludeErrorDetail = false };

            // Durable means on disk, whatever the server, the role or the string say.
            builder.Options = "-c synchronous_commit=on -c default_transaction_isolation=read\\ committed -c statement_timeout=0";
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or NotSupportedException)
        {
            // The library's message may hold the string, and the string a password.
            throw new JournalPlaceException("the connection string of the database cannot be read", "`Host=…;Port=…;Database=…;Username=…` is expected");
        }

        var place = $"{builder.Host}:{builder.Port}/{builder.Database ?? builder.Username}";
        var source = NpgsqlDataSource.Create(builder);
        try
        {
            Prepare(source, place, create);
            return new PostgresJournal(source, place);
        }
        catch (PostgresException e)
        {
            source.Dispose();
            throw new JournalUnavailableException(e.SqlState switch
            {
                PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => $"the server at {place} does not let {builder.Username} in: check user and password",
                PostgresErrorCodes.InvalidCatalogName => $"there is no database {builder.Database} at {builder.Host}:{builder.Port}: have it created",
                PostgresErrorCodes.InsufficientPrivilege => $"{builder.Username} may not make or use the schema proviso at {place}: grant CREATE on the database, or the schema and its tables",
                _ when IsDamage(e) => throw Damaged(place, e.MessageText),
                _ => $"the server at {place} answers: {e.MessageText}",
            });
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            source.Dispose();
            throw new JournalUnavailableException($"the server at {place} cannot be reached: {(e.InnerException ?? e).Message}");
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static void Prepare(NpgsqlDataSource source, string place, bool create)
    {
        using var connection = source.OpenConnection();
        if (Scalar<string>(connection, "SHOW fsync") != "on")
        {
            throw new JournalUnavailableException($"the server at {place} runs with fsync off: what it acknowledges is lost with its power; turn it on");
        }

        // Making what is there asks for rights that an ordinary writer need not have.
        var missing = Missing(connection);
        if (missing.Count == s_parts.Length)
        {
            if (!create)
            {
                throw new JournalPlaceException($"there is no journal in the database at {place}", "name the database that holds it; `proviso license found` begins a journal, `proviso demo init` makes one to try");
            }

            using var transaction = connection.BeginTransaction();
            Execute(connection, $"SELECT pg_advisory_xact_lock({SchemaLock})");
            Execute(connection, Schema);
            transaction.Commit();
        }
        else if (missing.Count > 0)
        {
            throw Damaged(place, $"{missing[0]} is missing");
        }

        if (Scalar<long>(connection, "SELECT count(*) FROM proviso.journal_format") != 1 || Scalar<int?>(connection, "SELECT max(version) FROM proviso.journal_format") != FormatVersion)
        {
            throw Damaged(place, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"its format is not {FormatVersion}, the one that this program knows"));
        }

        if (Scalar<string>(connection, OrphanText) is { } book)
        {
            throw Damaged(place, $"it holds entries of a book {book}, and the row of that book is missing");
        }
    }

    // What a journal is made of: tables with their columns and types, the index, the triggers. Anything less is one that somebody changed.
    private static readonly string[] s_parts =
    [
        "column book.epoch bigint", "column book.name text", "column book.next bigint", "column book.recorded bigint",
        "column entry.book text", "column entry.content bytea", "column entry.epoch bigint", "column entry.id text", "column entry.leaf bytea", "column entry.recorded bigint", "column entry.sequence bigint",
        "column journal_format.version integer",
        "index entry_id", "trigger entry_remains", "trigger entry_stays",
    ];

    private const string PartsText = """
        SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, NULL) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'proviso' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL SELECT 'index entry_id' FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'proviso' AND c.relname = 'entry_id' AND i.indisunique AND i.indisvalid
        UNION ALL SELECT 'trigger ' || t.tgname FROM pg_trigger t WHERE t.tgrelid = to_regclass('proviso.entry') AND NOT t.tgisinternal AND t.tgenabled <> 'D'
        """;

    // From book to book, not over all rows.
    private const string OrphanText = """
        WITH RECURSIVE b AS (
            (SELECT book FROM proviso.entry ORDER BY book LIMIT 1)
            UNION ALL SELECT (SELECT e.book FROM proviso.entry e WHERE e.book > b.book ORDER BY e.book LIMIT 1) FROM b WHERE b.book IS NOT NULL
        )
        SELECT book FROM b WHERE book IS NOT NULL AND NOT EXISTS (SELECT FROM proviso.book k WHERE k.name = b.book) LIMIT 1
        """;

    private static List<string> Missing(NpgsqlConnection connection)
    {
        var missing = s_parts.ToList();
        using var command = new NpgsqlCommand(PartsText, connection);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            missing.Remove(rows.GetString(0));
        }

        return missing;
    }

    private static JournalDamagedException Damaged(string place, string where, long entry = -1) =>
        new(place, where, entry, "nothing was answered from it and nothing written to it; keep a dump of it as evidence, and restore the database from its backup");

    // A table, a column or a page that is not what it should be, or a value of another kind.
    private static bool IsDamage(PostgresException e) => e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.DatatypeMismatch
        or PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted or PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.NotNullViolation or PostgresErrorCodes.CheckViolation;

    /// <inheritdoc/>
    public BookPosition Position(string book) => Reading(connection => Position(connection, book));

    /// <inheritdoc/>
    public long Acquire(string book)
    {
        if (!JournalEntry.IsName(book))
        {
            throw new JournalFormatException($"`{book}` is no name for a book");
        }

        return Reading(connection =>
        {
            using var command = new NpgsqlCommand(
                "INSERT INTO proviso.book VALUES ($1, 1, 0, $2) ON CONFLICT (name) DO UPDATE SET epoch = proviso.book.epoch + 1 RETURNING epoch", connection)
            {
                Parameters = { new() { Value = book }, new() { Value = DateTimeOffset.MinValue.UtcTicks } },
            };
            return (long)command.ExecuteScalar()!;
        });
    }

    /// <inheritdoc/>
    public Appended Append(string book, long epoch, long expected, IReadOnlyList<JournalRecord> records, DateTimeOffset recordTime)
    {
        ArgumentNullException.ThrowIfNull(records);
        var (ids, contents, leaves) = (new string[records.Count], new byte[records.Count][], new byte[records.Count][]);
        for (var i = 0; i < records.Count; i++)
        {
            ids[i] = records[i].Id;
            contents[i] = new JournalEntry(book, expected + i, epoch, recordTime.ToUniversalTime(), records[i]).Encode();
            leaves[i] = MerkleTree.Leaf(contents[i]);
        }

        lock (_lock)
        {
            try
            {
                var append = Writer();
                append.Parameters[0].Value = book;
                append.Parameters[1].Value = epoch;
                append.Parameters[2].Value = expected;
                append.Parameters[3].Value = recordTime.UtcTicks;
                append.Parameters[4].Value = ids;
                append.Parameters[5].Value = (long)records.Count;
                append.Parameters[6].Value = contents;
                append.Parameters[7].Value = leaves;
                append.Parameters[8].Value = records is [{ Kind: JournalRecord.ClockKind }];
                var added = (long)append.ExecuteScalar()!;
                return added == records.Count ? new Appended(AppendOutcome.Durable, expected) : WhyNot(book, epoch, expected, recordTime);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                return new Appended(AppendOutcome.Moved, -1, $"an id of the batch is in book {book} already");
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or InvalidOperationException or IOException)
            {
                // The statement may have been on its way, done, or never sent: only the book can tell, once it is read again.
                Drop();
                return new Appended(AppendOutcome.Unknown, -1, e is PostgresException server ? server.MessageText : (e.InnerException ?? e).Message);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<JournalEntry> Read(string book, long from = 0)
    {
        using var connection = Reader();

        // One moment for the row of the book and its entries: what is compared below must be of the same.
        using var moment = Guarded(() => connection.BeginTransaction(IsolationLevel.RepeatableRead));
        var next = Guarded(() => Position(connection, book)).Next;
        using var command = new NpgsqlCommand("SELECT content, sequence, id, epoch, recorded, leaf FROM proviso.entry WHERE book = $1 AND sequence >= $2 ORDER BY sequence", connection)
        {
            Parameters = { new() { Value = book }, new() { Value = from } },
            CommandTimeout = 0,
        };
        using var rows = Rows(command);
        var chain = new EntryChain(book, from);
        while (Next(rows))
        {
            yield return Guarded(() => StoredEntry.Checked(_place, rows.GetFieldValue<byte[]>(0), book, rows.GetInt64(1), rows.GetString(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetFieldValue<byte[]>(5), chain));
        }

        if (chain.Next != Math.Max(next, from))
        {
            throw Short(book, next, chain.Next);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<byte[]> LeafHashes(string book)
    {
        using var connection = Reader();
        using var moment = Guarded(() => connection.BeginTransaction(IsolationLevel.RepeatableRead));
        var next = Guarded(() => Position(connection, book)).Next;
        using var command = new NpgsqlCommand("SELECT leaf, sequence FROM proviso.entry WHERE book = $1 ORDER BY sequence", connection) { Parameters = { new() { Value = book } }, CommandTimeout = 0 };
        using var rows = Rows(command);
        var at = 0L;
        while (Next(rows))
        {
            var leaf = Guarded(() => rows.GetFieldValue<byte[]>(0));
            yield return Guarded(() => rows.GetInt64(1)) == at++ ? leaf : throw Short(book, next, at - 1);
        }

        if (at != next)
        {
            throw Short(book, next, at);
        }
    }

    private JournalDamagedException Short(string book, long next, long entries) =>
        Damaged(_place, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"book {book} has {next} entries by its own count, and {entries} are there without a gap"), Math.Min(entries, next));

    /// <inheritdoc/>
    public IReadOnlyList<string> Books() => Reading(connection =>
    {
        using var command = new NpgsqlCommand("SELECT name FROM proviso.book ORDER BY name COLLATE \"C\"", connection);
        using var rows = command.ExecuteReader();
        var books = new List<string>();
        while (rows.Read())
        {
            books.Add(rows.GetString(0));
        }

        return books;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            Drop();
        }

        _source.Dispose();
    }

    private Appended WhyNot(string book, long epoch, long expected, DateTimeOffset recordTime)
    {
        var position = Position(_writer!, book);
        return position.Epoch != epoch ? new Appended(AppendOutcome.Fenced, -1, $"writer {epoch} of book {book} was replaced by {position.Epoch}")
            : position.Next != expected ? new Appended(AppendOutcome.Moved, -1, $"book {book} stands at {position.Next}, not at {expected}")
            : new Appended(AppendOutcome.Moved, -1, $"the time {recordTime:O} lies before that of the last entry, {position.LastTime:O}");
    }

    private BookPosition Position(NpgsqlConnection connection, string book)
    {
        using var command = new NpgsqlCommand("SELECT epoch, next, recorded FROM proviso.book WHERE name = $1", connection) { Parameters = { new() { Value = book } } };
        using var row = command.ExecuteReader();
        if (!row.Read())
        {
            return new BookPosition(0, 0, DateTimeOffset.MinValue);
        }

        var recorded = row.GetInt64(2);
        return recorded >= DateTimeOffset.MinValue.Ticks && recorded <= DateTimeOffset.MaxValue.Ticks
            ? new BookPosition(row.GetInt64(0), row.GetInt64(1), new DateTimeOffset(recorded, TimeSpan.Zero))
            : throw Damaged(_place, $"the row of book {book} names no time");
    }

    // The one connection that writes, with its statement prepared; made anew after a fault.
    private NpgsqlCommand Writer()
    {
        if (_append is not null && _writer is { State: ConnectionState.Open })
        {
            return _append;
        }

        Drop();
        _writer = _source.OpenConnection();
        _append = new NpgsqlCommand(AppendText, _writer)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Text }, new() { NpgsqlDbType = NpgsqlDbType.Bigint }, new() { NpgsqlDbType = NpgsqlDbType.Bigint }, new() { NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text }, new() { NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea }, new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                new() { NpgsqlDbType = NpgsqlDbType.Boolean },
            },
        };
        _append.Prepare();
        return _append;
    }

    private void Drop()
    {
        _append?.Dispose();
        _writer?.Dispose();
        (_append, _writer) = (null, null);
    }

    private NpgsqlConnection Reader() => Guarded(() => _source.OpenConnection());

    private NpgsqlDataReader Rows(NpgsqlCommand command) => Guarded(() => command.ExecuteReader(CommandBehavior.SequentialAccess));

    private bool Next(NpgsqlDataReader rows) => Guarded(rows.Read);

    private T Reading<T>(Func<NpgsqlConnection, T> read) => Guarded(() =>
    {
        using var connection = _source.OpenConnection();
        return read(connection);
    });

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (PostgresException e) when (IsDamage(e))
        {
            throw Damaged(_place, e.MessageText);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or IOException)
        {
            throw new JournalUnavailableException($"the database does not answer: {(e is PostgresException server ? server.MessageText : (e.InnerException ?? e).Message)}");
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or OverflowException or FormatException)
        {
            // A column that is empty or holds another kind of value than it was made for.
            throw Damaged(_place, $"a row does not hold what it should: {e.Message}");
        }
    }

    private static T Scalar<T>(NpgsqlConnection connection, string text)
    {
        using var command = new NpgsqlCommand(text, connection);
        return command.ExecuteScalar() is T value ? value : default!;
    }

    private static void Execute(NpgsqlConnection connection, string text)
    {
        using var command = new NpgsqlCommand(text, connection);
        command.ExecuteNonQuery();
    }
}
