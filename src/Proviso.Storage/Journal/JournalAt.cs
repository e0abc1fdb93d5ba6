using Microsoft.Data.Sqlite;
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
            return place;
        }

        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(Uri(place));
            return $"{parsed.Host}:{parsed.Port}/{parsed.Database ?? parsed.Username}";
        }
        catch (Exception e) when (e is ArgumentException or FormatException or UriFormatException)
        {
            return "a database";
        }
    }

    /// <summary>Opens the journal; makes it where there is none.</summary>
    /// <param name="place">A path, <c>Host=…</c>, or <c>postgresql://user:password@host:port/database</c>.</param>
    /// <returns>The journal; it is <see cref="IDisposable"/>.</returns>
    /// <exception cref="JournalFormatException">What is there is no journal, or of a version that this program does not know.</exception>
    /// <exception cref="JournalUnavailableException">It cannot be reached, or not be written.</exception>
    public static IJournal Open(string place)
    {
        if (IsDatabase(place))
        {
            string text;
            try
            {
                text = Uri(place);
            }
            catch (Exception e) when (e is ArgumentException or UriFormatException)
            {
                throw new JournalFormatException("the address of the database cannot be read: `postgresql://user:password@host:port/database` is expected");
            }

            return PostgresJournal.Open(text);
        }

        if (Directory.Exists(place))
        {
            throw new JournalFormatException($"{place} is a folder; a journal is one file");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(place)) is { } folder && !Directory.Exists(folder))
        {
            throw new JournalUnavailableException($"there is no folder {folder}: make it first");
        }

        try
        {
            return SqliteJournal.Open(place);
        }
        catch (SqliteException e)
        {
            throw new JournalUnavailableException(e.SqliteErrorCode switch
            {
                8 or 14 or 23 => $"{place} cannot be opened for writing: {e.Message}; check its rights and those of its folder",
                13 => $"the disk of {place} is full: make room",
                5 or 6 => $"{place} is held by another program: wait for it",
                _ => $"{place} cannot be opened: {e.Message}",
            });
        }
    }

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
