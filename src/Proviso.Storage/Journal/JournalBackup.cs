using System.Globalization;
using Microsoft.Data.Sqlite;
using Proviso.Journal;

namespace Proviso.Storage.Journal;

/// <summary>What a book of a copy was found to be.</summary>
/// <param name="Book">The book.</param>
/// <param name="Entries">How many entries it has.</param>
/// <param name="Root">The root over them.</param>
/// <param name="Problem">What is wrong, or null.</param>
public sealed record CopiedBook(string Book, long Entries, ReadOnlyMemory<byte> Root, string? Problem);

/// <summary>What a book became by putting a copy back.</summary>
/// <param name="Book">The book.</param>
/// <param name="Entries">How many entries it has now.</param>
/// <param name="Lost">How many that are known to have been in it are not.</param>
/// <param name="Epoch">Its epoch now: every writer before it is fenced off.</param>
public sealed record RestoredBook(string Book, long Entries, long Lost, long Epoch);

/// <summary>What putting a copy back did.</summary>
/// <param name="Books">The books.</param>
/// <param name="Replaced">The file that holds the journal as it was before, or null.</param>
/// <param name="GivenUp">The file that holds the checkpoints that were given up, or null.</param>
public sealed record RestoreReport(IReadOnlyList<RestoredBook> Books, string? Replaced, string? GivenUp);

/// <summary>Why a copy was not put back; nothing was changed.</summary>
#pragma warning disable CA1032 // One shape only.
public sealed class RestoreRefusedException(string message, string help) : Exception(message)
#pragma warning restore CA1032
{
    /// <summary>What to do.</summary>
    public string Help { get; } = help;
}

/// <summary>Copies of a journal: made while it is written to, checked, and put back.</summary>
public static class JournalBackup
{
    // A journal is its file and, while it is open, the three that belong to it.
    private static readonly string[] s_parts = ["", "-wal", "-shm", "-mark"];

    /// <summary>Copies a journal and checks the copy. When the copy is not whole, it is taken away again.</summary>
    /// <param name="journal">The journal; it may be written to meanwhile.</param>
    /// <param name="output">The file; it must not be there yet.</param>
    public static IReadOnlyList<CopiedBook> Create(string journal, string output)
    {
        if (File.Exists(output))
        {
            throw new IOException($"{output} is there already");
        }

        var aside = output + ".unchecked";
        File.Delete(aside);
        using (var source = SqliteJournal.OpenToRead(journal))
        {
            source.Backup(aside);
        }

        var books = Verify(aside);
        if (books.Any(b => b.Problem is not null))
        {
            File.Delete(aside);
            return books;
        }

        File.Move(aside, output);
        DurableFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(output))!);
        return books;
    }

    /// <summary>Checks a copy: the file itself, and every entry of every book.</summary>
    /// <exception cref="JournalDamagedException">The file is damaged below its entries, or no journal.</exception>
    public static IReadOnlyList<CopiedBook> Verify(string path)
    {
        using var copy = SqliteJournal.OpenToRead(path);
        return [.. copy.Books().Select(book => (Book: book, Found: JournalAudit.Verify(copy, book, null))).Select(b => new CopiedBook(b.Book, b.Found.Size, b.Found.Root,
            b.Found.Problem is { } problem ? b.Found.Sequence >= 0 ? string.Create(CultureInfo.InvariantCulture, $"entry {b.Found.Sequence}: {problem}") : problem : null))];
    }

    /// <summary>Puts a copy in the place of a journal, so that what was there is kept beside it and every writer that still believes it owns a book is fenced off.</summary>
    /// <param name="from">The copy.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="replace">Whether a journal that is there may be replaced.</param>
    /// <param name="acceptLoss">Whether entries that the copy lacks may be given up: those of a checkpoint that others have seen, and those of the journal that is replaced.</param>
    /// <exception cref="RestoreRefusedException">It was not put back, and why.</exception>
    /// <exception cref="JournalDamagedException">The copy is damaged.</exception>
    /// <exception cref="JournalFormatException">The kept checkpoint cannot be read.</exception>
    public static RestoreReport Restore(string from, string journal, bool replace, bool acceptLoss)
    {
        ArgumentNullException.ThrowIfNull(journal);
        if (Path.GetFullPath(from) == Path.GetFullPath(journal))
        {
            throw new RestoreRefusedException($"{from} is the journal itself", "name the backup with --from");
        }

        if (Verify(from).FirstOrDefault(b => b.Problem is not null) is { } bad)
        {
            throw new JournalDamagedException(from, $"book {bad.Book} is not whole: {bad.Problem}", help: "nothing was put back; use another backup");
        }

        if (File.Exists(journal) && !replace)
        {
            throw new RestoreRefusedException($"{journal} is there already", "--replace puts the backup in its place; what is there now is kept beside it");
        }

        using var copy = SqliteJournal.OpenToRead(from);
        var kept = WitnessedCheckpoint.Load(WitnessedCheckpoint.PathFor(journal));
        var losses = Behind(copy, kept);
        var (report, replaced) = InPlace(from, journal, copy, losses, acceptLoss) is { } inside ? inside : Anew(journal, copy, losses, acceptLoss);
        return new RestoreReport(report, replaced, GiveUp(journal, copy, kept));
    }

    // How many entries each book lacks of what others have seen.
    private static Dictionary<string, long> Behind(SqliteJournal copy, SortedDictionary<string, WitnessedCheckpoint> kept)
    {
        var losses = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (book, checkpoint) in kept)
        {
            var result = JournalGuard.Check(copy, book, checkpoint.Read());
            if (result.Verdict == GuardVerdict.Forked)
            {
                throw new RestoreRefusedException($"the backup is of another history: {result.Problem}", "use a backup of this journal");
            }

            losses[book] = Math.Max(0, result.Kept - result.Entries);
        }

        return losses;
    }

    // One transaction on the journal that is there: its writers wait, and then find that they were replaced. Null when there is none that can be read.
    private static (List<RestoredBook> Books, string? Replaced)? InPlace(string from, string journal, SqliteJournal copy, Dictionary<string, long> losses, bool acceptLoss)
    {
        try
        {
            if (!File.Exists(journal))
            {
                return null;
            }

            // Opened to write once: one of the format before is brought to this one, and one that is damaged is put aside instead.
            SqliteJournal.Open(journal, create: false).Dispose();
            using var old = SqliteJournal.OpenToRead(journal);
            foreach (var book in old.Books())
            {
                JournalAudit.Require(old, book);
            }

            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(journal), Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 60 }.ToString());
            connection.Open();
            Execute(connection, null, "PRAGMA synchronous = FULL");
            Execute(connection, null, "ATTACH DATABASE $file AS copy", ("$file", Path.GetFullPath(from)));
            using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var book in old.Books())
            {
                // What lies past the common beginning is lost, however many others the copy has in its place.
                var common = old.LeafHashes(book).Zip(copy.LeafHashes(book)).TakeWhile(p => p.First.AsSpan().SequenceEqual(p.Second)).LongCount();
                losses[book] = Math.Max(losses.GetValueOrDefault(book), old.Position(book).Next - common);
            }

            Refuse(losses, acceptLoss, from);
            var replaced = Free(journal + ".replaced");
            old.Backup(replaced);
            Execute(connection, transaction, $"{SqliteSchema.Unguard} DELETE FROM main.entry; INSERT INTO main.entry SELECT * FROM copy.entry ORDER BY book, sequence; {SqliteSchema.Guard}");
            foreach (var book in old.Books().Union(copy.Books(), StringComparer.Ordinal))
            {
                var (before, now) = (old.Row(book), copy.Row(book));

                // A copy of the format before does not keep the edge of its trees.
                (now with { Epoch = checked(Math.Max(before.Epoch, now.Epoch) + 1), Edge = Edge(copy, book) }).Write(connection, transaction);
            }

            transaction.Commit();
            Execute(connection, null, "DETACH DATABASE copy");
            return (Report(journal, losses), replaced);
        }
        catch (JournalFormatException)
        {
            return null;
        }
        catch (SqliteException e) when (SqliteFault.Unavailable(e, journal) is null)
        {
            return null;
        }
        catch (SqliteException e)
        {
            throw new RestoreRefusedException($"{journal} cannot be written: {e.Message}", "stop what holds it, or make room");
        }
    }

    private static byte[] Edge(SqliteJournal copy, string book)
    {
        var frontier = new MerkleFrontier();
        foreach (var leaf in copy.LeafHashes(book))
        {
            frontier.Append(leaf);
        }

        return frontier.Edge();
    }

    // No journal there, or none that can be read: that one is put aside, with the log that belongs to it and would be taken for that of the new one.
    private static (List<RestoredBook> Books, string? Replaced) Anew(string journal, SqliteJournal copy, Dictionary<string, long> losses, bool acceptLoss)
    {
        Refuse(losses, acceptLoss, "the backup");
        var aside = journal + ".restoring";
        File.Delete(aside);
        copy.Backup(aside);
        using (var anew = SqliteJournal.Open(aside, create: false))
        {
            foreach (var book in anew.Books())
            {
                anew.Acquire(book);
            }
        }

        // Without a log, as it was copied: it is put in place by its one name.
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(aside), Pooling = false }.ToString()))
        {
            connection.Open();
            Execute(connection, null, "PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE");
        }

        string? replaced = null;
        foreach (var part in s_parts.Where(p => File.Exists(journal + p)))
        {
            replaced ??= Free(journal + ".replaced");
            File.Move(journal + part, replaced + part);
        }

        File.Move(aside, journal);
        DurableFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(journal))!);
        return (Report(journal, losses), replaced);
    }

    private static void Refuse(Dictionary<string, long> losses, bool acceptLoss, string from)
    {
        var lost = losses.Where(l => l.Value > 0).OrderBy(l => l.Key, StringComparer.Ordinal).ToList();
        if (lost.Count > 0 && !acceptLoss)
        {
            throw new RestoreRefusedException(
                $"{from} lacks {string.Join(", ", lost.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Value} {(l.Value == 1 ? "entry" : "entries")} of book {l.Key}")))}",
                "use a newer backup; --accept-loss gives these entries up, and those who hold checkpoints will notice");
        }
    }

    private static List<RestoredBook> Report(string journal, Dictionary<string, long> losses)
    {
        using var opened = SqliteJournal.Open(journal, create: false);
        return [.. opened.Books().Select(b => (Book: b, At: opened.Position(b))).Select(b => new RestoredBook(b.Book, b.At.Next, losses.GetValueOrDefault(b.Book), b.At.Epoch))];
    }

    // A checkpoint that the journal no longer holds would stop every door for good.
    private static string? GiveUp(string journal, SqliteJournal copy, SortedDictionary<string, WitnessedCheckpoint> kept)
    {
        var gone = kept.Where(k => copy.Position(k.Key).Next < k.Value.Read().Size).Select(k => k.Key).ToList();
        if (gone.Count == 0)
        {
            return null;
        }

        var path = WitnessedCheckpoint.PathFor(journal);
        var aside = Free(path + ".given-up");
        File.Copy(path, aside);
        foreach (var book in gone)
        {
            kept.Remove(book);
        }

        WitnessedCheckpoint.Save(path, kept);
        return aside;
    }

    private static string Free(string name)
    {
        for (var i = 1; ; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}");
            if (!s_parts.Any(part => File.Exists(path + part)))
            {
                return path;
            }
        }
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string text, params (string Name, object Value)[] values)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
