using Npgsql;
using Proviso.Journal;

namespace Proviso.Storage.Journal;

/// <summary>Opens a journal where somebody says it is: a file, or a database by its connection string.</summary>
public static class JournalAt
{
    /// <summary>Whether a place is a connection string and no file.</summary>
    public static bool IsDatabase(string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return IsUri(place) || place.Contains("Host=", StringComparison.OrdinalIgnoreCase) || place.Contains("Server=", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A place as it may be shown: without a password.</summary>
    public static string Shown(string place)
    {
        if (!IsDatabase(place))
        {
            return Documents.UnseenText.Escape(place);
        }

        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(Uri(place));
            return $"{parsed.Host}:{parsed.Port}/{parsed.Database ?? parsed.Username}";
        }
        catch (Exception e) when (IsMisspelt(e))
        {
            return "a database";
        }
    }

    /// <summary>Opens the journal to write to it.</summary>
    /// <param name="place">A path, <c>Host=…</c>, or <c>postgresql://user:password@host:port/database</c>.</param>
    /// <param name="create">Whether one is made where there is none. Only what founds a book may: a typing mistake is to find no empty journal.</param>
    /// <returns>The journal; it is <see cref="IDisposable"/>.</returns>
    /// <exception cref="JournalDamagedException">What is there is damaged, or no journal.</exception>
    /// <exception cref="JournalPlaceException">The place is none, or there is no journal and none is to be made.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be reached, or not be written.</exception>
    public static IJournal Open(string place, bool create = true)
    {
        Require(place);
        if (IsDatabase(place))
        {
            return Database(place, create);
        }

        return create && Path.GetDirectoryName(Path.GetFullPath(place)) is { } folder && !Directory.Exists(folder)
            ? throw new JournalPlaceException($"there is no folder {folder}", "make it first, or name another place")
            : SqliteJournal.Open(place, create);
    }

    /// <summary>Opens a journal that is there to read it; of a file nothing is changed.</summary>
    /// <param name="place">As for <see cref="Open"/>.</param>
    /// <returns>The journal; it is <see cref="IDisposable"/>.</returns>
    /// <exception cref="JournalDamagedException">What is there is damaged, or no journal.</exception>
    /// <exception cref="JournalPlaceException">The place is none, or there is no journal.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be reached or read now.</exception>
    public static IJournal OpenToRead(string place)
    {
        Require(place);
        return IsDatabase(place) ? Database(place, create: false) : SqliteJournal.OpenToRead(place);
    }

    /// <summary>Refuses what can be no place of a journal.</summary>
    /// <exception cref="JournalPlaceException">It can be none.</exception>
    public static void Require(string place)
    {
        if (string.IsNullOrWhiteSpace(place))
        {
            throw new JournalPlaceException("the journal has an empty name", "name a file, or a database by its connection string");
        }

        // What the library would take for a database in memory, or for options: it would be gone with the program, with all that it had acknowledged.
        if (place.StartsWith(':') || place.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || place.StartsWith('|') || place.Contains('\0', StringComparison.Ordinal)
            || (place.Contains("://", StringComparison.Ordinal) && !IsUri(place)))
        {
            throw new JournalPlaceException($"`{place.Replace('\0', ' ')}` is no place for a journal", "name a file by its path, or a PostgreSQL database as `Host=…;Database=…;Username=…` or `postgresql://user@host/database`");
        }
    }

    private static PostgresJournal Database(string place, bool create)
    {
        string text;
        try
        {
            text = Uri(place);
            if (string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(text).Host))
            {
                throw new JournalPlaceException("the connection string names no host", "`Host=…;Port=…;Database=…;Username=…` or `postgresql://user:password@host:port/database`");
            }
        }
        catch (Exception e) when (IsMisspelt(e))
        {
            // The library's message may hold the string, and the string a password.
            throw new JournalPlaceException("the connection string of the database cannot be read", "`Host=…;Port=…;Database=…;Username=…` or `postgresql://user:password@host:port/database`");
        }

        return PostgresJournal.Open(text, create);
    }

    private static bool IsMisspelt(Exception e) => e is ArgumentException or FormatException or UriFormatException or KeyNotFoundException or NotSupportedException or InvalidCastException or OverflowException;

    private static bool IsUri(string place) => place.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || place.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    private static string Uri(string place)
    {
        if (!IsUri(place))
        {
            return place;
        }

        var uri = new Uri(place);
        var user = uri.UserInfo.Split(':', 2);
        var built = new NpgsqlConnectionStringBuilder { Host = uri.Host };
        built.Port = uri.Port > 0 ? uri.Port : built.Port;
        built.Database = uri.AbsolutePath.Trim('/') is { Length: > 0 } database ? System.Uri.UnescapeDataString(database) : null;
        built.Username = user[0].Length > 0 ? System.Uri.UnescapeDataString(user[0]) : null;
        built.Password = user.Length == 2 ? System.Uri.UnescapeDataString(user[1]) : null;
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            built[System.Uri.UnescapeDataString(parts[0]) switch { "sslmode" => "SSL Mode", var name => name }] = parts.Length == 2 ? System.Uri.UnescapeDataString(parts[1]) : "";
        }

        return built.ToString();
    }
}
