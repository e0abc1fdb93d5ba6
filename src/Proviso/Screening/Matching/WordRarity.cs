using System.Collections.Frozen;
using System.Globalization;
using System.IO.Hashing;
using System.Numerics;
using System.Text;

namespace Proviso.Screening.Matching;

/// <summary>In how many entries each word stands, which is what makes a word weigh much or little. Immutable.</summary>
/// <remarks>
/// Taken from the lists once and then kept from one publication to the next: if every publication moved every weight a little, no score could be
/// derived again and every clearance would have to be looked at again for nothing.
/// </remarks>
public sealed class WordRarity
{
    internal const int RarestWeight = 150;
    internal const int CommonestWeight = 12;

    private const string Title = "proviso word rarity 1";

    private readonly FrozenDictionary<string, int> _counts;
    private string? _id;

    private WordRarity(int entries, IEnumerable<KeyValuePair<string, int>> counts)
    {
        Entries = Math.Max(1, entries);
        _counts = counts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>How many entries were counted; at least 1.</summary>
    public int Entries { get; }

    /// <summary>The first twelve digits of a hash of the counts; scores that name the same one can be compared.</summary>
    public string Id => _id ??= Identify();

    internal static WordRarity Of(int entries, IEnumerable<KeyValuePair<string, int>> counts) => new(entries, counts);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is not that.</exception>
    public static WordRarity Read(TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var head = (text.ReadLine() ?? "").Split('\t');
        if (head.Length != 2 || head[0] != Title || !int.TryParse(head[1], NumberStyles.None, CultureInfo.InvariantCulture, out var entries))
        {
            throw new FormatException("this is no table of word rarity");
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        while (text.ReadLine() is { } line)
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab <= 0 || !int.TryParse(line.AsSpan(tab + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
            {
                throw new FormatException($"`{line}` is no word with its count");
            }

            counts[line[..tab]] = count;
        }

        return new WordRarity(entries, counts);
    }

    /// <summary>Writes it, a word a line, in order.</summary>
    public void Write(TextWriter text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Write(string.Create(CultureInfo.InvariantCulture, $"{Title}\t{Entries}\n"));
        foreach (var (word, count) in _counts.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{word}\t{count}\n"));
        }
    }

    // A word that was in no entry when they were counted is as rare as one that was in one.
    internal int WeightOf(string word) => Weight(_counts.GetValueOrDefault(word, 1), Entries);

    // Ten times the binary logarithm of how rare a word is, kept to a range; whole numbers, so that a score is the same everywhere.
    private static int Weight(int entries, int all)
    {
        var ratio = (ulong)all * 1024 / (ulong)entries;
        var whole = BitOperations.Log2(Math.Max(1, ratio));
        var part = (int)((ratio << 4 >> whole) & 15);
        return Math.Clamp(((whole - 10) * 10) + (part * 10 / 16), CommonestWeight, RarestWeight);
    }

    private string Identify()
    {
        var hash = new XxHash128();
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(text);
        hash.Append(Encoding.UTF8.GetBytes(text.ToString()));
        return hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture)[..12];
    }
}
