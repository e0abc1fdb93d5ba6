using System.Globalization;

namespace Proviso.Documents;

/// <summary>Instants as people write them: a day, an hour and the offset from universal time, which is never guessed.</summary>
public static class Instants
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'Z'"];

    /// <summary>How to write one.</summary>
    public const string Help = "write day, hour and offset, such as 2026-11-10T02:00:00+08:00, or Z for universal time";

    /// <summary>Reads an instant; one without an offset is none.</summary>
    public static bool TryRead(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
}
