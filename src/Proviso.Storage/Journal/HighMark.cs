using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Proviso.Journal;
using Proviso.Storage.Files;

namespace Proviso.Storage.Journal;

/// <summary>How far the books of a file have come, kept beside it in <c>FILE-mark</c> while it has a log: a log that was cut at a commit, or taken away, reads as the file of an earlier moment, with nothing in it that could tell.</summary>
/// <remarks>
/// Written after a commit is on disk and not put on disk itself: it is never ahead of the journal, and a crash of the machine may leave it behind, which loses
/// only its word. It goes when the log does, at an orderly end; so whoever puts another file in the place of one at rest meets none.
/// </remarks>
internal sealed class HighMark
{
    private readonly string _journal;
    private readonly Dictionary<string, (long Epoch, long Next)> _books;
    private FileStream? _file;

    private HighMark(string journal, Dictionary<string, (long Epoch, long Next)> books) => (_journal, _books) = (journal, books);

    /// <summary>The file beside a journal.</summary>
    public static string PathFor(string journal) => journal + "-mark";

    /// <summary>Reads what is kept, before the journal is looked at: what is committed later may be more, and never less.</summary>
    public static HighMark Read(string journal)
    {
        var books = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        try
        {
            var text = new FileInfo(PathFor(journal)) is { Exists: true, Length: > 0 and < 1 << 20 } ? BoundedFile.ReadText(PathFor(journal), 1 << 20, "mark of a journal") : "";
            var lines = text.TrimEnd().Split('\n');

            // One that a crash of the machine left half written says nothing.
            if (lines.Length > 1 && lines[0] == Sum(lines[1..]))
            {
                foreach (var parts in lines[1..].Select(line => line.Split(' ')))
                {
                    books[parts[0]] = (long.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            books.Clear();
        }

        return new HighMark(journal, books);
    }

    /// <summary>Compares the books with what is kept.</summary>
    /// <exception cref="JournalDamagedException">A book has come farther than the file shows.</exception>
    public void Check(Func<string, BookPosition> position)
    {
        foreach (var (book, kept) in _books)
        {
            var at = position(book);
            if (at.Epoch < kept.Epoch || (at.Epoch == kept.Epoch && at.Next < kept.Next))
            {
                var there = string.Create(CultureInfo.InvariantCulture, $"book {book} had {kept.Next} entries and writer {kept.Epoch} when it was last written, and {at.Next} and writer {at.Epoch} are there");
                throw new JournalDamagedException(_journal, $"{there}: {_journal}-wal was cut or taken away, or an older file put in the place of this one", at.Next,
                    $"put back {_journal} and {_journal}-wal as they were together, or a copy with `proviso backup restore --from COPY --journal {_journal} --replace`");
            }
        }
    }

    /// <summary>Keeps where a book is. A place that cannot be written to is left alone: the mark helps, the journal does not rest on it.</summary>
    public void Write(SqliteBook book)
    {
        _books[book.Name] = (book.Epoch, book.Next);
        string[] lines = [.. _books.Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Key} {b.Value.Epoch} {b.Value.Next}"))];
        try
        {
            _file ??= new FileStream(PathFor(_journal), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = Encoding.UTF8.GetBytes($"{Sum(lines)}\n{string.Join('\n', lines)}\n");
            RandomAccess.Write(_file.SafeFileHandle, bytes, 0);
            if (_file.Length > bytes.Length)
            {
                _file.SetLength(bytes.Length);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    /// <summary>Takes the mark away with the log, which SQLite removes when the last program that has the file open closes it.</summary>
    public void Close()
    {
        _file?.Dispose();
        _file = null;
        try
        {
            if (!File.Exists(_journal + "-wal"))
            {
                File.Delete(PathFor(_journal));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was written is written; a mark that stays says no more than is there.
        }
    }

    private static string Sum(string[] lines) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))), 0, 8);
}
