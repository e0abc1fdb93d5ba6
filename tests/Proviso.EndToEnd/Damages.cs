using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Proviso.Tests.Storage.Journal;

namespace Proviso.EndToEnd;

/// <summary>One kind of damage, as the files it leaves.</summary>
/// <param name="Name">What was done.</param>
/// <param name="IsCrashed">Whether it was done to the journal that a crash left, with its log.</param>
/// <param name="Whole">The files before.</param>
/// <param name="Files">The files after, by what follows the name of the journal; null is a folder.</param>
internal sealed record Damage(string Name, bool IsCrashed, IReadOnlyDictionary<string, byte[]?> Whole, IReadOnlyDictionary<string, byte[]?> Files)
{
    public bool IsFolder => Files.GetValueOrDefault("") is null;
}

/// <summary>Every way to damage a journal that we know.</summary>
internal static class Damages
{
    private const int Page = 4096;

    private static readonly string[] s_numbers = ["-9223372036854775808", "9223372036854775807", "-1", "0", "3155378976000000000", "1e300"];

    /// <summary>What could not be done to a file; empty, or the damage was none.</summary>
    public static List<string> Impossible { get; } = [];

    /// <summary>All of them.</summary>
    /// <param name="whole">A journal at rest.</param>
    /// <param name="crashed">One with a log and a mark.</param>
    /// <param name="places">How many places of each kind are drawn.</param>
    /// <param name="seed">From what they are drawn.</param>
    /// <param name="all">Whether every figure and kind of value is put into every column, or a drawn third.</param>
    public static IEnumerable<Damage> Of(string whole, string crashed, int places, int seed, bool all)
    {
        var bytes = File.ReadAllBytes(whole);
        var rest = new Dictionary<string, byte[]?>(StringComparer.Ordinal) { [""] = bytes };
        Damage One(string name, byte[]? changed) => new(name, false, rest, new Dictionary<string, byte[]?>(StringComparer.Ordinal) { [""] = changed });
        return Bytes(bytes, places, new Random(seed)).Select(d => One(d.Name, d.Content))
            .Concat(Statements(whole, all ? null : new Random(seed)).Select(d => One(d.Name, d.Content)))
            .Concat(Logs(crashed, places, new Random(seed)));
    }

    private static IEnumerable<(string Name, byte[]? Content)> Bytes(byte[] whole, int places, Random random)
    {
        byte[] With(Action<byte[]> change)
        {
            var changed = whole.ToArray();
            change(changed);
            return changed;
        }

        for (var i = 0; i < places; i++)
        {
            var (at, length) = (random.Next(whole.Length - 150), random.Next(1, 151));
            yield return ($"{length} bytes overwritten at {at}", With(b => b.AsSpan(at, length).Fill(0xEE)));
            yield return ($"a bit turned at {at}", With(b => b[at] ^= (byte)(1 << (length % 8))));
            yield return ($"{length} bytes zeroed at {at}", With(b => b.AsSpan(at, length).Clear()));
            yield return ($"cut at {at}", whole[..at]);
        }

        for (var at = 0; at < whole.Length; at += Page)
        {
            yield return ($"page {at / Page} zeroed", With(b => b.AsSpan(at, Page).Clear()));
            yield return ($"head of page {at / Page} overwritten", With(b => b.AsSpan(at, 16).Fill(0xEE)));
            yield return ($"tail of page {at / Page} overwritten", With(b => b.AsSpan(at + Page - 64, 64).Fill(0x20)));
            yield return ($"page {at / Page} in the place of the last", With(b => b.AsSpan(at, Page).CopyTo(b.AsSpan(b.Length - Page))));
        }

        for (var at = 0; at < 100; at += places > 20 ? 3 : 9)
        {
            yield return ($"byte {at} of the head set", With(b => b[at] = 0xFF));
            yield return ($"byte {at} of the head zeroed", With(b => b[at] = 0));
        }

        foreach (var (length, name) in new[]
        {
            (0, "empty"), (1, "one byte"), (16, "its first 16 bytes"), (100, "its head"), (Page, "its first page"), (whole.Length / 2, "its first half"), (whole.Length - Page, "without its last page"), (whole.Length - 1, "without its last byte"),
        })
        {
            yield return (name, whole[..length]);
        }

        yield return ("bytes behind its end", [.. whole, .. Encoding.ASCII.GetBytes("something else")]);
        yield return ("twice", [.. whole, .. whole]);
        yield return ("application id", With(b => BinaryPrimitives.WriteInt32BigEndian(b.AsSpan(68), 7)));
        yield return ("no application id", With(b => BinaryPrimitives.WriteInt32BigEndian(b.AsSpan(68), 0)));
        yield return ("user version", With(b => BinaryPrimitives.WriteInt32BigEndian(b.AsSpan(60), 99)));
        yield return ("neither", With(b => b.AsSpan(60, 12).Clear()));
        yield return ("a text", Encoding.UTF8.GetBytes("Not a journal, but a letter to somebody.\n"));
        yield return ("a long text", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Not a journal, but a letter to somebody.\n", 999))));
        yield return ("zeros", new byte[whole.Length]);
        yield return ("chance", With(b => new Random(7).NextBytes(b)));
        yield return ("a folder", null);
    }

    // Of figures and kinds of value that a column may not have, all or a drawn third.
    private static IEnumerable<(string Name, byte[]? Content)> Statements(string whole, Random? draw)
    {
        byte[] After(Action<string> change, string name = "")
        {
            var file = whole + ".changed";
            File.Copy(whole, file, overwrite: true);
            try
            {
                change(file);
            }
            catch (SqliteException e)
            {
                Impossible.Add($"{name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Damages", StringComparison.Ordinal))}");
            }

            SqliteConnection.ClearAllPools();
            var changed = File.ReadAllBytes(file);
            foreach (var part in new[] { "", "-wal", "-shm" })
            {
                File.Delete(file + part);
            }

            return changed;
        }

        (string, byte[]?) Edited(string statements) => (statements, After(file => ByHand.Edit(file, statements), statements));

        // Constraints out of the way, changed, and the words of the schema put back: what only a damaged page or a hand brings about.
        (string, byte[]?) Forced(string statements) => ($"forced {statements}", After(file =>
        {
            const string Lax = """
                PRAGMA writable_schema = ON;
                UPDATE sqlite_schema SET sql = replace(replace(replace(sql, ' NOT NULL', ''), 'STRICT, WITHOUT', 'WITHOUT'), ') STRICT', ')') WHERE type = 'table';
                PRAGMA writable_schema = RESET
                """;
            var words = Words(file);
            ByHand.Run(file, Lax);
            ByHand.Edit(file, "PRAGMA ignore_check_constraints = ON; " + statements);
            ByHand.Run(file, "PRAGMA writable_schema = ON;" + string.Concat(words.Select(w => $"UPDATE sqlite_schema SET sql = '{w.Value.Replace("'", "''", StringComparison.Ordinal)}' WHERE name = '{w.Key}';")) + "PRAGMA writable_schema = RESET");
        }, statements));

        foreach (var where in new[] { "sequence = 0", "sequence = 40", "sequence = 78", "sequence >= 60", "sequence < 10", "true" })
        {
            yield return Edited($"DELETE FROM entry WHERE {where}");
        }

        foreach (var statement in new[]
        {
            "UPDATE entry SET content = (SELECT content FROM entry WHERE sequence = 41) WHERE sequence = 40",
            "UPDATE entry SET content = zeroblob(200) WHERE sequence = 40", "UPDATE entry SET content = x'' WHERE sequence = 78", "UPDATE entry SET content = substr(content, 1, length(content) - 1) WHERE sequence = 5",
            "UPDATE entry SET content = CAST(content || x'00' AS BLOB) WHERE sequence = 5",
            "UPDATE entry SET leaf = zeroblob(32) WHERE sequence = 0", "UPDATE entry SET leaf = zeroblob(32) WHERE sequence = 78",
            "UPDATE entry SET leaf = (SELECT leaf FROM entry WHERE sequence = 41) WHERE sequence = 40",
            "UPDATE entry SET content = (SELECT content FROM entry WHERE sequence = 41), leaf = (SELECT leaf FROM entry WHERE sequence = 41) WHERE sequence = 40",
            "UPDATE entry SET id = 'another' WHERE sequence = 40", "UPDATE entry SET id = '' WHERE sequence = 40", "UPDATE entry SET book = 'other' WHERE sequence = 78", "UPDATE entry SET book = 'other'", "UPDATE entry SET book = '' WHERE sequence = 3",
            "UPDATE entry SET sequence = sequence + 1 WHERE sequence = 78", "UPDATE entry SET sequence = sequence + 1000", "UPDATE entry SET sequence = 1000 WHERE sequence = 40",
            "INSERT INTO entry SELECT book, 79, 'again', epoch, recorded, content, leaf FROM entry WHERE sequence = 78",
            "INSERT INTO entry SELECT 'other', sequence, id, epoch, recorded, content, leaf FROM entry",
            "UPDATE book SET next = next + 1", "UPDATE book SET next = next - 1", "UPDATE book SET next = 0", "UPDATE book SET edge = x''", "UPDATE book SET edge = zeroblob(length(edge))", "UPDATE book SET seal = zeroblob(32)",
            "UPDATE book SET name = 'other'", "DELETE FROM book", "UPDATE book SET recorded = recorded + 1", "UPDATE book SET epoch = epoch + 1",
            "INSERT INTO book SELECT 'other', epoch, next, recorded, edge, seal FROM book",
            "DELETE FROM journal_format", "INSERT INTO journal_format VALUES (2)", "UPDATE journal_format SET version = 1", "UPDATE journal_format SET version = 99",
            "DROP TABLE entry", "DROP TABLE book", "DROP TABLE journal_format", "DROP INDEX entry_id",
            "ALTER TABLE book DROP COLUMN next", "ALTER TABLE book DROP COLUMN recorded", "ALTER TABLE book DROP COLUMN epoch", "DROP INDEX entry_id; ALTER TABLE entry DROP COLUMN id", "ALTER TABLE entry DROP COLUMN recorded", "ALTER TABLE entry DROP COLUMN epoch",
            "ALTER TABLE entry DROP COLUMN content", "ALTER TABLE entry DROP COLUMN leaf", "ALTER TABLE entry RENAME COLUMN leaf TO hash", "ALTER TABLE entry RENAME TO entries", "ALTER TABLE entry ADD COLUMN remark TEXT", "ALTER TABLE book ADD COLUMN remark TEXT",
            "CREATE TABLE foreign_table (x)", "CREATE VIEW foreign_view AS SELECT * FROM entry", "CREATE INDEX foreign_index ON entry (recorded)",
            "CREATE TRIGGER foreign_trigger AFTER INSERT ON entry BEGIN DELETE FROM book; END", "CREATE TRIGGER foreign_trigger BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END", "CREATE TRIGGER foreign_trigger INSTEAD OF INSERT ON foreign_view BEGIN SELECT 1; END",
            "DROP TABLE entry; CREATE VIEW entry AS SELECT 'main' AS book, 0 AS sequence, 'x' AS id, 1 AS epoch, 0 AS recorded, x'' AS content, zeroblob(32) AS leaf",
            "DROP TABLE book; CREATE TABLE book (name TEXT PRIMARY KEY, epoch INTEGER)", "ANALYZE", "CREATE VIRTUAL TABLE foreign_text USING fts5(x)",
            "PRAGMA application_id = 1", "PRAGMA user_version = 1", "PRAGMA application_id = 0; PRAGMA user_version = 0",
        })
        {
            if (statement.Contains("ON foreign_view", StringComparison.Ordinal))
            {
                yield return Edited("CREATE VIEW foreign_view AS SELECT 1 AS x; " + statement);
                continue;
            }

            yield return Edited(statement);
        }

        foreach (var trigger in new[] { "entry_stays", "entry_remains" })
        {
            yield return ($"without {trigger}", After(file => ByHand.Run(file, $"DROP TRIGGER {trigger}")));
        }

        foreach (var (table, column) in new[] { ("entry", "sequence"), ("entry", "epoch"), ("entry", "recorded"), ("book", "epoch"), ("book", "next"), ("book", "recorded"), ("journal_format", "version") })
        {
            foreach (var value in s_numbers.Where(v => (column, v) != ("sequence", "0") && draw?.Next(3) is null or 0))
            {
                yield return Forced($"UPDATE {table} SET {column} = {value}{(table == "entry" ? " WHERE sequence = 78" : "")}");
            }
        }

        foreach (var (table, column) in new[] { ("entry", "id"), ("entry", "epoch"), ("entry", "recorded"), ("entry", "content"), ("entry", "leaf"), ("book", "epoch"), ("book", "next"), ("book", "recorded"), ("book", "edge"), ("book", "seal"), ("journal_format", "version") })
        {
            foreach (var value in new[] { "NULL", "'a text'", "x'00FF'", "1.5", "''" }.Where(_ => draw?.Next(3) is null or 0))
            {
                yield return Forced($"UPDATE {table} SET {column} = {value}{(table == "entry" ? " WHERE sequence = 40" : "")}");
            }
        }

        yield return ("another program's database", After(file =>
        {
            File.Delete(file);
            ByHand.Run(file, "CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('made up')");
        }));
        yield return ("another program's tables by our names", After(file =>
        {
            File.Delete(file);
            ByHand.Run(file, "CREATE TABLE book (title TEXT); CREATE TABLE entry (book TEXT); CREATE TABLE journal_format (version)");
        }));
        yield return ("an empty database", After(file =>
        {
            File.Delete(file);
            ByHand.Run(file, "CREATE TABLE t (x); DROP TABLE t");
        }));
    }

    private static IEnumerable<Damage> Logs(string crashed, int places, Random random)
    {
        var whole = new[] { "", "-wal", "-mark" }.ToDictionary(part => part, byte[]? (part) => File.ReadAllBytes(crashed + part), StringComparer.Ordinal);
        var log = whole["-wal"]!;
        Damage One(string name, Action<Dictionary<string, byte[]?>> change)
        {
            var files = new Dictionary<string, byte[]?>(whole, StringComparer.Ordinal);
            change(files);
            return new Damage($"after a crash: {name}", true, whole, files);
        }

        yield return One("nothing", _ => { });
        yield return One("no log", f => f.Remove("-wal"));
        yield return One("an empty log", f => f["-wal"] = []);
        foreach (var length in Enumerable.Range(0, places / 4).Select(_ => random.Next(log.Length)).Concat(Enumerable.Range(0, (log.Length - 32) / (Page + 24)).Select(i => 32 + (i * (Page + 24)))))
        {
            yield return One(string.Create(CultureInfo.InvariantCulture, $"log cut at {length}"), f => f["-wal"] = log[..length]);
            yield return One(string.Create(CultureInfo.InvariantCulture, $"log changed at {length}"), f =>
            {
                var changed = log.ToArray();
                changed[length] ^= 0x40;
                f["-wal"] = changed;
            });
        }
    }

    private static Dictionary<string, string> Words(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_schema WHERE type = 'table'";
        using var rows = command.ExecuteReader();
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            words[rows.GetString(0)] = rows.GetString(1);
        }

        return words;
    }
}
