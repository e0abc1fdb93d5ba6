namespace Proviso.Screening.Matching;

/// <summary>Edit distance: insertions, deletions, changes and swaps of neighbors, each counted once.</summary>
internal static class Edits
{
    /// <summary>Longest word that is compared letter by letter, once what both share at either end is left out.</summary>
    public const int Longest = 64;

    /// <summary>The distance, or <paramref name="most"/> + 1 when it is larger.</summary>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most)
        {
            return most + 1;
        }

        while (a.Length > 0 && b.Length > 0 && a[0] == b[0])
        {
            a = a[1..];
            b = b[1..];
        }

        while (a.Length > 0 && b.Length > 0 && a[^1] == b[^1])
        {
            a = a[..^1];
            b = b[..^1];
        }

        if (a.Length > b.Length)
        {
            var swap = a;
            a = b;
            b = swap;
        }

        if (a.Length == 0)
        {
            return Math.Min(b.Length, most + 1);
        }

        return a.Length <= Longest ? Bits(a, b, most) : most + 1;
    }

    /// <summary>Hyyrö's bit-parallel form of the same: one column of the table in two machine words.</summary>
    private static int Bits(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        Span<ulong> places = stackalloc ulong[Places];
        Lay(a, places);
        return Run<char>(places, a.Length, b, most);
    }

    /// <summary>How many places a laid-out word takes.</summary>
    public const int Places = 40;

    /// <summary>Lays out a word of at most sixty-four letters, to be compared with many.</summary>
    public static void Lay(ReadOnlySpan<char> a, Span<ulong> places)
    {
        // Letters are a to z and digits; the words compared have no others.
        places.Clear();
        for (var i = 0; i < a.Length; i++)
        {
            places[Place(a[i])] |= 1UL << i;
        }
    }

    /// <summary>The distance of a laid-out word of a length from another, or one more than <paramref name="most"/>.</summary>
    public static int Run<T>(ReadOnlySpan<ulong> places, int length, ReadOnlySpan<T> b, int most)
        where T : unmanaged
    {
        var (positive, negative, before, placesBefore) = (ulong.MaxValue, 0UL, 0UL, 0UL);
        var (distance, last) = (length, 1UL << (length - 1));
        for (var j = 0; j < b.Length; j++)
        {
            var place = places[Place(typeof(T) == typeof(byte) ? (char)(byte)(object)b[j] : (char)(object)b[j])];
            var swapped = ((~before & place) << 1) & placesBefore;
            ulong zero;
            unchecked
            {
                zero = (((place & positive) + positive) ^ positive) | place | negative | swapped;
            }

            var up = negative | ~(zero | positive);
            var down = zero & positive;
            if ((up & last) != 0)
            {
                distance++;
            }
            else if ((down & last) != 0)
            {
                distance--;
            }

            // What is left can lower the distance by one a letter at most.
            if (distance - (b.Length - 1 - j) > most)
            {
                return most + 1;
            }

            up = (up << 1) | 1;
            down <<= 1;
            (positive, negative) = (down | ~(zero | up), zero & up);
            (before, placesBefore) = (zero, place);
        }

        return distance;
    }

    private static int Place(char c) => c switch
    {
        >= 'a' and <= 'z' => c - 'a',
        >= '0' and <= '9' => 26 + (c - '0'),
        _ => 36 + (c & 3),
    };
}
