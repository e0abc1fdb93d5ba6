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
            WHERE name = $1 AND epoch = $2 AND next = $3 AND recorded <= $4
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

    private PostgresJournal(NpgsqlDataSource source) => _source = source;

    /// <summary>Opens a journal, or makes one in the database.</summary>
    /// <param name="connectionString">As Npgsql takes it: <c>Host=…;Database=…;Username=…</c>.</param>
    /// <exception cref="JournalFormatException">What is there is no journal of a version that this program knows, or the string is none.</exception>
    /// <exception cref="JournalUnavailableException">The server cannot be reached, does not let in, or does not keep what it acknowledges.</exception>
    public static PostgresJournal Open(string connectionString)
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
            throw new JournalFormatException("the connection string cannot be read: `Host=…;Port=…;Database=…;Username=…;Password=…` is expected");
        }

        var place = $"{builder.Host}:{builder.Port}/{builder.Database ?? builder.Username}";
        var source = NpgsqlDataSource.Create(builder);
        try
        {
            Prepare(source, place);
            return new PostgresJournal(source);
        }
        catch (PostgresException e)
        {
            source.Dispose();
            throw new JournalUnavailableException(e.SqlState switch
            {
                PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => $"the server at {place} does not let {builder.Username} in: check user and password",
                PostgresErrorCodes.InvalidCatalogName => $"there is no database {builder.Database} at {builder.Host}:{builder.Port}: have it created",
                PostgresErrorCodes.InsufficientPrivilege => $"{builder.Username} may not make or use the schema proviso at {place}: grant CREATE on the database, or the schema and its tables",
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

    private static void Prepare(NpgsqlDataSource source, string place)
    {
        using var connection = source.OpenConnection();
        if (Scalar<string>(connection, "SHOW fsync") != "on")
        {
            throw new JournalUnavailableException($"the server at {place} runs with fsync off: what it acknowledges is lost with its power; turn it on");
        }

        // Making what is there asks for rights that an ordinary writer need not have.
        if (Scalar<bool>(connection, "SELECT to_regclass('proviso.journal_format') IS NULL OR to_regclass('proviso.entry_id') IS NULL"))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, $"SELECT pg_advisory_xact_lock({SchemaLock})");
            Execute(connection, Schema);
            transaction.Commit();
        }

        var version = Scalar<int?>(connection, "SELECT max(version) FROM proviso.journal_format");
        if (version != FormatVersion)
        {
            throw new JournalFormatException($"the journal at {place} is of version {version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}; this program knows {FormatVersion}");
        }
    }

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
        using var command = new NpgsqlCommand("SELECT content, sequence, id, epoch, recorded FROM proviso.entry WHERE book = $1 AND sequence >= $2 ORDER BY sequence", connection)
        {
            Parameters = { new() { Value = book }, new() { Value = from } },
            CommandTimeout = 0,
        };
        using var rows = Rows(command);
        while (Next(rows))
        {
            yield return StoredEntry.Checked(rows.GetFieldValue<byte[]>(0), book, rows.GetInt64(1), rows.GetString(2), rows.GetInt64(3), rows.GetInt64(4));
        }
    }

    /// <inheritdoc/>
    public IEnumerable<byte[]> LeafHashes(string book)
    {
        using var connection = Reader();
        using var command = new NpgsqlCommand("SELECT leaf FROM proviso.entry WHERE book = $1 ORDER BY sequence", connection) { Parameters = { new() { Value = book } }, CommandTimeout = 0 };
        using var rows = Rows(command);
        while (Next(rows))
        {
            yield return rows.GetFieldValue<byte[]>(0);
        }
    }

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

    private static BookPosition Position(NpgsqlConnection connection, string book)
    {
        using var command = new NpgsqlCommand("SELECT epoch, next, recorded FROM proviso.book WHERE name = $1", connection) { Parameters = { new() { Value = book } } };
        using var row = command.ExecuteReader();
        return row.Read() ? new BookPosition(row.GetInt64(0), row.GetInt64(1), new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero)) : new BookPosition(0, 0, DateTimeOffset.MinValue);
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

    private static NpgsqlDataReader Rows(NpgsqlCommand command) => Guarded(() => command.ExecuteReader(CommandBehavior.SequentialAccess));

    private static bool Next(NpgsqlDataReader rows) => Guarded(rows.Read);

    private T Reading<T>(Func<NpgsqlConnection, T> read) => Guarded(() =>
    {
        using var connection = _source.OpenConnection();
        return read(connection);
    });

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or IOException)
        {
            throw new JournalUnavailableException($"the database does not answer: {(e is PostgresException server ? server.MessageText : (e.InnerException ?? e).Message)}; send the same ids again");
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
