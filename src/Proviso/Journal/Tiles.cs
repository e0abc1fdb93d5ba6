using System.Buffers.Binary;
using System.Globalization;

namespace Proviso.Journal;

/// <summary>A tile of a book's tree, or of its entries: 256 consecutive ones, fewer at the right edge.</summary>
/// <param name="Level">0 over leaves, 1 over whole tiles of level 0, and so on; <see cref="Tiles.Entries"/> for the entries themselves.</param>
/// <param name="Index">Which of its level, from 0.</param>
/// <param name="Width">How many, 1 to 256; less than 256 makes it partial.</param>
public readonly record struct Tile(int Level, long Index, int Width)
{
    /// <summary>Whether it will not grow any more.</summary>
    public bool IsFull => Width == Tiles.Width;

    /// <summary>Its name below the prefix of the log, with slashes: <c>tile/0/x001/x234/067.p/5</c>.</summary>
    public string Path()
    {
        var index = (Index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (var rest = Index / 1000; rest > 0; rest /= 1000)
        {
            index = $"x{(rest % 1000).ToString("000", CultureInfo.InvariantCulture)}/{index}";
        }

        var level = Level == Tiles.Entries ? "entries" : Level.ToString(CultureInfo.InvariantCulture);
        return IsFull ? $"tile/{level}/{index}" : string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{index}.p/{Width}");
    }

    /// <summary>Reads such a name.</summary>
    /// <exception cref="JournalFormatException">It is none, or not written in the one way there is.</exception>
    public static Tile Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = path.Split('/');
        var partial = parts.Length > 3 && parts[^2].EndsWith(".p", StringComparison.Ordinal);
        var (level, index, width) = (-1, 0L, Tiles.Width);
        var isRead = parts.Length is >= 3 and <= 12 && parts[0] == "tile" && (parts[1] == "entries" || Number(parts[1], out level)) && (!partial || Number(parts[^1], out width));
        var places = isRead ? parts[2..(partial ? ^1 : ^0)] : [];
        for (var i = 0; i < places.Length; i++)
        {
            var place = i < places.Length - 1 ? places[i].TrimStart('x') : partial ? places[i][..^2] : places[i];
            isRead = isRead && place.Length == 3 && Number(place.TrimStart('0') is { Length: > 0 } digits ? digits : "0", out var number) && index <= (long.MaxValue - number) / 1000;
            index = isRead ? (index * 1000) + int.Parse(place, CultureInfo.InvariantCulture) : 0;
        }

        var tile = new Tile(parts.Length > 1 && parts[1] == "entries" ? Tiles.Entries : level, index, width);
        return isRead && tile.Level <= 63 && tile.Width is >= 1 and <= Tiles.Width && tile.Path() == path ? tile : throw new JournalFormatException("no name of a tile");
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

/// <summary>The tree and the entries of a book as files that never change once they are full (C2SP tlog-tiles): anybody can keep a copy and check all of it.</summary>
public static class Tiles
{
    /// <summary>How many there are in a full tile.</summary>
    public const int Width = 256;

    /// <summary>The level of tiles that hold the entries.</summary>
    public const int Entries = -1;

    /// <summary>The most bytes that an entry in a tile may have: its length is written in two.</summary>
    public const int LongestEntry = ushort.MaxValue;

    /// <summary>Every tile of hashes that a tree of a size has, the full ones and those at its right edge.</summary>
    public static IEnumerable<Tile> Of(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        for (var (level, count) = (0, size); count > 0; level++, count /= Width)
        {
            for (long i = 0; i < count / Width; i++)
            {
                yield return new Tile(level, i, Width);
            }

            if (count % Width > 0)
            {
                yield return new Tile(level, count / Width, (int)(count % Width));
            }
        }
    }

    /// <summary>The content of a tile of hashes.</summary>
    public static byte[] Write(IReadOnlyList<byte[]> hashes)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        var content = new byte[hashes.Count * MerkleTree.HashLength];
        for (var i = 0; i < hashes.Count; i++)
        {
            hashes[i].CopyTo(content, i * MerkleTree.HashLength);
        }

        return content;
    }

    /// <summary>Reads the first hashes of a tile.</summary>
    /// <param name="content">The content.</param>
    /// <param name="width">How many; a tile that has grown since has more.</param>
    /// <exception cref="JournalFormatException">It is no tile, or has fewer.</exception>
    public static IReadOnlyList<byte[]> ReadHashes(ReadOnlySpan<byte> content, int width)
    {
        if (content.Length % MerkleTree.HashLength != 0 || content.Length > Width * MerkleTree.HashLength || content.Length < width * MerkleTree.HashLength)
        {
            throw new JournalFormatException($"no tile of {width} hashes");
        }

        var hashes = new byte[width][];
        for (var i = 0; i < width; i++)
        {
            hashes[i] = content.Slice(i * MerkleTree.HashLength, MerkleTree.HashLength).ToArray();
        }

        return hashes;
    }

    /// <summary>The content of a tile of entries: each with its length in two bytes before it.</summary>
    /// <exception cref="JournalFormatException">An entry is longer than a tile can say.</exception>
    public static byte[] WriteEntries(IReadOnlyList<byte[]> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        using var content = new MemoryStream();
        Span<byte> length = stackalloc byte[2];
        foreach (var entry in entries)
        {
            if (entry.Length > LongestEntry)
            {
                throw new JournalFormatException($"an entry of {entry.Length} bytes; a tile of entries holds at most {LongestEntry} for each");
            }

            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)entry.Length);
            content.Write(length);
            content.Write(entry);
        }

        return content.ToArray();
    }

    /// <summary>Reads the first entries of a tile, as bytes.</summary>
    /// <param name="content">The content.</param>
    /// <param name="width">How many; a tile that has grown since has more.</param>
    /// <param name="exact">Whether it may have no more.</param>
    /// <exception cref="JournalFormatException">It is no tile, or has fewer, or more than it may.</exception>
    public static IReadOnlyList<byte[]> ReadEntries(ReadOnlySpan<byte> content, int width, bool exact = false)
    {
        var (entries, at) = (new List<byte[]>(), 0);
        while (at < content.Length)
        {
            var length = content.Length - at < 2 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(content[at..]);
            if (entries.Count == Width || length > content.Length - at - 2)
            {
                throw new JournalFormatException("no tile of entries: a length does not fit");
            }

            entries.Add(content.Slice(at + 2, length).ToArray());
            at += 2 + length;
        }

        return entries.Count < width || (exact && entries.Count > width) ? throw new JournalFormatException($"no tile of {width} entries") : entries[..width];
    }
}

/// <summary>Makes the tiles of a growing tree from its leaf hashes; holds no more than one tile of each level.</summary>
/// <param name="made">Called with each tile as soon as it is full.</param>
public sealed class TileBuilder(Action<Tile, IReadOnlyList<byte[]>> made)
{
    private readonly List<List<byte[]>> _levels = [];
    private readonly List<long> _next = [];

    /// <summary>Adds a leaf by its hash.</summary>
    public void Append(byte[] leafHash) => Append(0, leafHash);

    /// <summary>Calls with the tiles at the right edge that are not full.</summary>
    public void Finish()
    {
        for (var level = 0; level < _levels.Count; level++)
        {
            if (_levels[level].Count > 0)
            {
                made(new Tile(level, _next[level], _levels[level].Count), _levels[level]);
            }
        }
    }

    private void Append(int level, byte[] hash)
    {
        if (level == _levels.Count)
        {
            _levels.Add([]);
            _next.Add(0);
        }

        var tile = _levels[level];
        tile.Add(hash);
        if (tile.Count < Tiles.Width)
        {
            return;
        }

        made(new Tile(level, _next[level]++, Tiles.Width), tile);
        var root = MerkleTree.Root(tile);
        tile.Clear();
        Append(level + 1, root);
    }
}
