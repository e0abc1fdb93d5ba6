using System.Globalization;

namespace Proviso.Ledger;

/// <summary>A moment as whole milliseconds since 1970-01-01T00:00Z. The ledger never asks a clock: every moment comes from the caller.</summary>
/// <param name="Milliseconds">From <see cref="Least"/> (year 1) to <see cref="Most"/> (year 9999). <c>default</c> is the start of 1970.</param>
public readonly record struct Moment(long Milliseconds) : IComparable<Moment>
{
    /// <summary>Milliseconds in a day.</summary>
    public const long Day = 86_400_000;

    /// <summary>The first moment the ledger takes: 0001-01-01.</summary>
    public const long Least = -62_135_596_800_000;

    /// <summary>The last moment the ledger takes: the end of 9999.</summary>
    public const long Most = 253_402_300_799_999;

    /// <summary>Days since 1970-01-01 in UTC, negative before it. Rolling windows count these days.</summary>
    public int DayNumber => (int)Math.DivRem(Milliseconds, Day, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>True inside the years 1 to 9999.</summary>
    public bool IsInRange => Milliseconds is >= Least and <= Most;

    /// <summary>The moment of a date and time; parts of a millisecond are cut off.</summary>
    public static Moment Of(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());

    /// <summary>The start of a day in UTC.</summary>
    public static Moment Of(DateOnly day) => new((day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * Day);

    /// <summary>The day of a <see cref="DayNumber"/>, which must lie in the years 1 to 9999.</summary>
    public static DateOnly DateOf(int dayNumber) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(dayNumber);

    /// <inheritdoc/>
    public int CompareTo(Moment other) => Milliseconds.CompareTo(other.Milliseconds);

    /// <summary>Earlier.</summary>
    public static bool operator <(Moment left, Moment right) => left.Milliseconds < right.Milliseconds;

    /// <summary>Later.</summary>
    public static bool operator >(Moment left, Moment right) => left.Milliseconds > right.Milliseconds;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(Moment left, Moment right) => left.Milliseconds <= right.Milliseconds;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(Moment left, Moment right) => left.Milliseconds >= right.Milliseconds;

    /// <summary>ISO 8601 in UTC, such as <c>2026-02-10T00:00:00.000Z</c>; the bare number outside the years 1 to 9999.</summary>
    public override string ToString() => IsInRange
        ? DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : Milliseconds.ToString(CultureInfo.InvariantCulture);
}
