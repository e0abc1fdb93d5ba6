// Method: names and counts that the specification gives; tiles of trees of many sizes against the roots of their definition; what is read, written again.
using Proviso.Journal;

namespace Proviso.Tests.Proviso.Journal;

public class TilesTests
{
    // The examples of C2SP tlog-tiles, and the ends of their ranges.
    [Theory]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(1, 999, 1, "tile/1/999.p/1")]
    [InlineData(2, 1000, 255, "tile/2/x001/000.p/255")]
    [InlineData(Tiles.Entries, 1234067, 8, "tile/entries/x001/x234/067.p/8")]
    [InlineData(63, long.MaxValue, 256, "tile/63/x009/x223/x372/x036/x854/x775/807")]
    public void A_tile_has_one_name(int level, long index, int width, string path)
    {
        Assert.Equal(path, new Tile(level, index, width).Path());
        Assert.Equal(new Tile(level, index, width), Tile.Parse(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile/0")]
    [InlineData("tile/0/0")]
    [InlineData("tile/00/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/007")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/../000")]
    [InlineData("tile/0/x009/x223/x372/x036/x854/x775/808")]
    [InlineData("Tile/0/000")]
    public void Another_name_is_none(string path) => Assert.Throws<JournalFormatException>(() => Tile.Parse(path));

    [Fact]
    public void A_tree_of_seventy_thousand_has_the_tiles_that_the_specification_counts()
    {
        var tiles = Tiles.Of(70_000).ToList();

        Assert.Equal([(0, 273), (1, 1)], tiles.Where(t => t.IsFull).GroupBy(t => t.Level).Select(g => (g.Key, g.Count())));
        Assert.Equal([(0, 112), (1, 17), (2, 1)], tiles.Where(t => !t.IsFull).Select(t => (t.Level, t.Width)));
        Assert.Equal([new Tile(0, 0, 256), new Tile(1, 0, 1)], Tiles.Of(256));
        Assert.Empty(Tiles.Of(0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(700)]
    [InlineData(65_536)]
    [InlineData(66_000)]
    public void Each_hash_of_each_tile_is_the_root_over_the_leaves_it_stands_for(int size)
    {
        var leaves = Enumerable.Range(0, size).Select(i => MerkleTree.Leaf(BitConverter.GetBytes(i))).ToList();
        var made = new List<Tile>();
        var builder = new TileBuilder((tile, hashes) =>
        {
            made.Add(tile);
            Assert.Equal(tile.Width, hashes.Count);
            var span = (int)Math.Pow(256, tile.Level);
            for (var i = 0; i < hashes.Count; i++)
            {
                var from = (((int)tile.Index * 256) + i) * span;
                Assert.Equal(MerkleTree.Root(leaves[from..(from + span)]), hashes[i]);
            }

            Assert.Equal(hashes, Tiles.ReadHashes(Tiles.Write(hashes), hashes.Count));
        });
        leaves.ForEach(builder.Append);
        builder.Finish();

        Assert.Equal(Tiles.Of(size).OrderBy(t => t.Level).ThenBy(t => t.Index), made.OrderBy(t => t.Level).ThenBy(t => t.Index));
    }

    [Fact]
    public void Entries_written_and_read_are_the_same_and_too_long_a_one_is_refused()
    {
        byte[][] entries = [[], [1], new byte[65_535]];

        Assert.Equal(entries, Tiles.ReadEntries(Tiles.WriteEntries(entries), 3));
        Assert.Equal(entries[..2], Tiles.ReadEntries(Tiles.WriteEntries(entries), 2));
        Assert.Equal([0, 0, 0, 1, 1], Tiles.WriteEntries(entries[..2]));
        Assert.Throws<JournalFormatException>(() => Tiles.ReadEntries(Tiles.WriteEntries(entries), 4));
        Assert.Throws<JournalFormatException>(() => Tiles.ReadEntries([0, 2, 1], 1));
        Assert.Contains("65536 bytes", Assert.Throws<JournalFormatException>(() => Tiles.WriteEntries([new byte[65_536]])).Message, StringComparison.Ordinal);
    }
}
