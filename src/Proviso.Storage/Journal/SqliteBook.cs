using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Proviso.Journal;

namespace Proviso.Storage.Journal;

/// <summary>Where a book is, as its row says it: apart from its entries, and changed in the same transaction as they are.</summary>
/// <param name="Name">The book.</param>
/// <param name="Epoch">The newest writer, from 1; 0 when nobody has taken it.</param>
/// <param name="Next">How many entries it has.</param>
/// <param name="Recorded">The record time of the last one in ticks of UTC; 0 when there is none.</param>
/// <param name="Edge">The right edge of its tree, from which its root follows; null in a file of the format before, which does not keep it.</param>
internal sealed record SqliteBook(string Name, long Epoch, long Next, long Recorded, byte[]? Edge)
{
    /// <summary>The time of the last entry.</summary>
    public DateTimeOffset LastTime => new(Recorded, TimeSpan.Zero);

    /// <summary>Reads the row of a book and checks it: against its own seal, and against the last entry that is there.</summary>
    /// <exception cref="JournalDamagedException">It is not what was written, or the entries do not go as far as it says.</exception>
    public static SqliteBook Read(SqliteConnection connection, SqliteTransaction? transaction, string path, int version, string book)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        const string Last = "(SELECT sequence FROM entry WHERE book = $book ORDER BY sequence DESC LIMIT 1)";
        command.CommandText = version == SqliteSchema.Before
            ? $"SELECT epoch, {Last}, (SELECT recorded FROM entry WHERE book = $book ORDER BY sequence DESC LIMIT 1) FROM book WHERE name = $book"
            : $"SELECT epoch, {Last}, recorded, next, edge, seal FROM book WHERE name = $book";
        command.Parameters.AddWithValue("$book", book);
        using var row = command.ExecuteReader();
        if (!row.Read())
        {
            return new SqliteBook(book, 0, 0, 0, null);
        }

        long? last = row.IsDBNull(1) ? null : row.GetInt64(1);
        if (version == SqliteSchema.Before)
        {
            var before = new SqliteBook(book, row.GetInt64(0), last + 1 ?? 0, row.IsDBNull(2) ? 0 : row.GetInt64(2), null);
            return before.IsPossible ? before : throw new JournalDamagedException(path, $"the last entry of book {book} was recorded at no time");
        }

        var read = new SqliteBook(book, row.GetInt64(0), row.GetInt64(3), row.GetInt64(2), row.GetFieldValue<byte[]>(4));
        return !row.GetFieldValue<byte[]>(5).AsSpan().SequenceEqual(read.Seal()) || !read.IsPossible ? throw new JournalDamagedException(path, $"the row of book {book} is not what was written")
            : (last + 1 ?? 0) != read.Next ? throw read.Short(path, last + 1 ?? 0)
            : read;
    }

    /// <summary>The row made anew.</summary>
    public void Write(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO main.book VALUES ($book, $epoch, $next, $recorded, $edge, $seal) ON CONFLICT (name) DO UPDATE SET epoch = $epoch, next = $next, recorded = $recorded, edge = $edge, seal = $seal";
        command.Parameters.AddWithValue("$book", Name);
        command.Parameters.AddWithValue("$epoch", Epoch);
        command.Parameters.AddWithValue("$next", Next);
        command.Parameters.AddWithValue("$recorded", Recorded);
        command.Parameters.AddWithValue("$edge", Edge ?? []);
        command.Parameters.AddWithValue("$seal", Seal());
        command.ExecuteNonQuery();
    }

    /// <summary>The right edge of its tree.</summary>
    /// <exception cref="JournalFormatException">It is none of a tree of that size.</exception>
    public MerkleFrontier Frontier() => MerkleFrontier.Of(Next, Edge);

    /// <summary>That the entries do not go as far as the row says, or farther.</summary>
    public JournalDamagedException Short(string path, long entries) => new(path, string.Create(CultureInfo.InvariantCulture, $"book {Name} has {Next} entries by its own count, and {entries} are there"), Math.Min(entries, Next));

    private bool IsPossible => Epoch is >= 0 and < long.MaxValue && Recorded >= DateTimeOffset.MinValue.Ticks && Recorded <= DateTimeOffset.MaxValue.Ticks;

    // A hash over the row: a figure that was changed by accident, such as the epoch, is compared with nothing else.
    private byte[] Seal() => SHA256.HashData([.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Name}\n{Epoch}\n{Next}\n{Recorded}\n")), .. Edge ?? []]);
}
