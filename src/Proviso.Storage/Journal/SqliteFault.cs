using Microsoft.Data.Sqlite;
using Proviso.Journal;

namespace Proviso.Storage.Journal;

/// <summary>What SQLite says when something is wrong, as what it means for a journal: damaged, or not to be had now.</summary>
internal static class SqliteFault
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Broken = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;

    /// <summary>Whether the file is read-only or its folder is, so that SQLite cannot keep the files beside it that it needs.</summary>
    public static bool IsReadOnlyPlace(SqliteException e) => e.SqliteErrorCode is ReadOnly or CannotOpen;

    /// <summary>Runs what reads or writes, and turns every fault into one of the two that a journal knows.</summary>
    /// <exception cref="JournalDamagedException">The file does not hold what a journal holds.</exception>
    /// <exception cref="JournalUnavailableException">The file may be whole and cannot be read or written now.</exception>
    public static T Guarded<T>(string path, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException or InvalidOperationException or OverflowException or ArgumentException or FormatException)
        {
            throw Of(e, path);
        }
    }

    /// <summary>The fault as one of the two that a journal knows.</summary>
    public static Exception Of(Exception e, string path) => e is not SqliteException fault
        ? new JournalDamagedException(path, $"a row does not hold what it should: {e.Message}") // A column that is empty, or holds another kind of value than it was made for.
        : Unavailable(fault, path) is { } reason ? new JournalUnavailableException(reason) : new JournalDamagedException(path, Clean(fault));

    /// <summary>Why the file cannot be read or written now; null when it is the content that is wrong.</summary>
    // Everything that is not about the place, the device or another program is about what is in the file: it fails closed.
    public static string? Unavailable(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        3 or ReadOnly or CannotOpen or 23 => $"{path} cannot be opened: {Clean(e)}; check its rights and those of its folder",
        Busy or Locked or 15 => $"{path} is held by another program: wait for it",
        7 or 9 => $"{path} cannot be read now: {Clean(e)}",
        Broken => $"the disk of {path} does not answer: {Clean(e)}",
        Full => $"the disk of {path} is full: make room",
        _ => null,
    };

    // The library writes "SQLite Error 11: 'database disk image is malformed'."
    private static string Clean(SqliteException e) => e.Message.IndexOf('\'', StringComparison.Ordinal) is > 0 and var at ? e.Message[(at + 1)..].TrimEnd('.').TrimEnd('\'') : e.Message;
}
