using System.Globalization;
using Microsoft.Data.Sqlite;
using Proviso.Journal;

namespace Proviso.Storage.Journal;

/// <summary>What a journal's file holds besides its entries, to the letter; whatever else is found in one is damage.</summary>
internal static class SqliteSchema
{
    /// <summary>The format that is written.</summary>
    public const int Version = 2;

    /// <summary>The format before: its books did not say how long they are. Read, and brought to the new one by what writes.</summary>
    public const int Before = 1;

    // "PRVS": tells a journal from a database of another program by its first bytes.
    private const long ApplicationId = 0x50525653;

    private const string Format = "CREATE TABLE journal_format (version INTEGER NOT NULL) STRICT";

    private const string Entry = """
        CREATE TABLE entry (
            book TEXT NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence >= 0),
            id TEXT NOT NULL,
            epoch INTEGER NOT NULL CHECK (epoch >= 1),
            recorded INTEGER NOT NULL,
            content BLOB NOT NULL,
            leaf BLOB NOT NULL CHECK (length(leaf) = 32),
            PRIMARY KEY (book, sequence)
        ) STRICT, WITHOUT ROWID
        """;

    private const string EntryId = "CREATE UNIQUE INDEX entry_id ON entry (book, id)";

    private const string BookBefore = """
        CREATE TABLE book (
            name TEXT PRIMARY KEY,
            epoch INTEGER NOT NULL CHECK (epoch >= 1)
        ) STRICT, WITHOUT ROWID
        """;

    // Where each book is, said apart from its entries and in the same transaction: a scan that finds fewer is damage and no shorter book.
    private const string Book = """
        CREATE TABLE book (
            name TEXT PRIMARY KEY,
            epoch INTEGER NOT NULL CHECK (epoch >= 1),
            next INTEGER NOT NULL CHECK (next >= 0),
            recorded INTEGER NOT NULL,
            edge BLOB NOT NULL,
            seal BLOB NOT NULL CHECK (length(seal) = 32)
        ) STRICT, WITHOUT ROWID
        """;

    private const string Stays = "CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END";

    private const string Remains = "CREATE TRIGGER entry_remains BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END";

    /// <summary>Makes what an empty file needs to be a journal.</summary>
    public static string Create { get; } = string.Create(CultureInfo.InvariantCulture,
        $"{Format};\n{Book};\n{Entry};\n{EntryId};\n{Stays};\n{Remains};\nINSERT INTO journal_format VALUES ({Version});\nPRAGMA application_id = {ApplicationId};\nPRAGMA user_version = {Version};");

    /// <summary>Makes a file of the format before one of this, but for the rows of its books, which are to be made anew.</summary>
    public static string Migrate { get; } = string.Create(CultureInfo.InvariantCulture,
        $"DROP TABLE book;\n{Book};\nUPDATE journal_format SET version = {Version};\nPRAGMA application_id = {ApplicationId};\nPRAGMA user_version = {Version};");

    /// <summary>Takes away what refuses to change entries, within one transaction that puts it back.</summary>
    public const string Unguard = "DROP TRIGGER main.entry_stays; DROP TRIGGER main.entry_remains;";

    /// <summary>Puts back what refuses to change entries.</summary>
    public static string Guard { get; } = $"{Stays};\n{Remains};";

    /// <summary>Checks a file below its entries: that it is a journal and nothing else, its pages, its indexes, its constraints.</summary>
    /// <returns>The format it is of.</returns>
    /// <exception cref="JournalDamagedException">It is not whole, or no journal.</exception>
    public static int Check(SqliteConnection connection, string path)
    {
        var (application, user) = ((long)Scalar(connection, "PRAGMA application_id"), (long)Scalar(connection, "PRAGMA user_version"));
        var version = (application, user) switch
        {
            (ApplicationId, Version) => Version,
            (0, 0) => Before,
            (ApplicationId, > Version) => throw new JournalDamagedException(path, string.Create(CultureInfo.InvariantCulture, $"it is of format {user}, and this program knows {Version}"), help: "read it with the program that wrote it, or with a newer one"),
            _ => throw new JournalDamagedException(path, string.Create(CultureInfo.InvariantCulture, $"its application id is {application} and its format {user}, those of a journal are {ApplicationId} and {Version}"), help: Foreign(path)),
        };
        Objects(connection, path, version);
        Pages(connection, path);
        if (Rows(connection, "SELECT version FROM journal_format") is not [long stated] || stated != version)
        {
            throw new JournalDamagedException(path, "the table journal_format does not name the one format that the file is of");
        }

        // From book to book, not over all rows: an entry of a book that is not there would be left out without a word.
        for (var book = ""; Rows(connection, "SELECT book FROM entry WHERE book > $after ORDER BY book LIMIT 1", ("$after", book)) is [string next]; book = next)
        {
            if (Rows(connection, "SELECT 1 FROM book WHERE name = $name", ("$name", next)).Count == 0)
            {
                throw new JournalDamagedException(path, $"it holds entries of a book {next}, and the row of that book is missing");
            }
        }

        return version;
    }

    /// <summary>Checks the first hundred bytes of a file, as far as they are the same in every journal. SQLite takes some of them for leave to read and none to write.</summary>
    /// <exception cref="JournalDamagedException">They are not those of a journal.</exception>
    public static void Head(ReadOnlySpan<byte> head, string path)
    {
        if (head.Length < 100 || !head.StartsWith("SQLite format 3\0"u8))
        {
            throw new JournalDamagedException(path, "it is no journal: it does not begin as a SQLite file does", help: Foreign(path));
        }

        // Of https://www.sqlite.org/fileformat.html, 1.3: log or none, no bytes kept free on a page, the three fractions, UTF-8, what is kept for later.
        if (head[18] is not (1 or 2) || head[19] != head[18] || head[20] != 0 || !head[21..24].SequenceEqual([(byte)64, (byte)32, (byte)32]) || !head[56..60].SequenceEqual([(byte)0, (byte)0, (byte)0, (byte)1]) || head[72..92].ContainsAnyExcept((byte)0))
        {
            throw new JournalDamagedException(path, "its first hundred bytes are not those of a journal");
        }
    }

    /// <summary>What to do with a file that is no journal.</summary>
    public static string Foreign(string path) => $"name a journal that Proviso wrote; if {path} was one, keep it as evidence and put a copy back with `proviso backup restore --from COPY --journal {path} --replace`";

    private static void Objects(SqliteConnection connection, string path, int version)
    {
        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["table journal_format"] = Format,
            ["table book"] = version == Before ? BookBefore : Book,
            ["table entry"] = Entry,
            ["index entry_id"] = EntryId,
            ["trigger entry_stays"] = Stays,
            ["trigger entry_remains"] = Remains,
        };
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name";
        using var rows = command.ExecuteReader();
        var found = 0;
        while (rows.Read())
        {
            var (type, name) = (Text(rows, 0), Text(rows, 1));
            if (!(type is "table" or "index" or "trigger" or "view") || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or ' '))
            {
                throw new JournalDamagedException(path, "its schema holds a name that is none of a journal's");
            }

            if (!expected.Remove($"{type} {name}", out var sql))
            {
                throw expected.Count == 6 && found == 0 && !(type is "table" && name is "book")
                    ? new JournalDamagedException(path, $"it is no journal: it begins with the {type} {name} of another program", help: Foreign(path))
                    : new JournalDamagedException(path, $"it holds the {type} {name}, which is none of a journal's",
                        help: $"nothing was answered from it; find out who put it there; `sqlite3 {path} 'DROP {type.ToUpperInvariant()} \"{name}\"'` takes it away, and `proviso audit verify --journal {path}` says whether the rest is whole");
            }

            found++;
            if (!SameWords(Text(rows, 3), sql) || Text(rows, 2) != (type == "table" ? name : "entry"))
            {
                throw new JournalDamagedException(path, $"the {type} {name} is not made as a journal's is");
            }
        }

        if (expected.Count > 0)
        {
            throw found == 0
                ? new JournalDamagedException(path, "it is no journal: it is an empty database", help: Foreign(path))
                : new JournalDamagedException(path, $"the {expected.Keys.Order(StringComparer.Ordinal).First()} is missing");
        }
    }

    private static void Pages(SqliteConnection connection, string path)
    {
        // Whole, not quick: the quick check leaves out whether an index finds what its table holds.
        if (Scalar(connection, "PRAGMA integrity_check(1)") is not "ok" and var said)
        {
            throw new JournalDamagedException(path, $"{said}".ReplaceLineEndings(" "));
        }
    }

    private static string Text(SqliteDataReader rows, int column) => rows.IsDBNull(column) ? "" : rows.GetString(column);

    private static bool SameWords(string a, string b) => a.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).AsSpan().SequenceEqual(b.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static object Scalar(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar() ?? "";
    }

    private static List<object> Rows(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var rows = command.ExecuteReader();
        var found = new List<object>();
        while (rows.Read() && found.Count < 2)
        {
            found.Add(rows.GetValue(0));
        }

        return found;
    }
}
