using Proviso.Journal;

namespace Proviso.Storage.Journal;

/// <summary>A row of a database as the entry it holds.</summary>
internal static class StoredEntry
{
    /// <summary>Reads the bytes of a row as the next entry of a book. The columns are what the database orders and looks up by; they must say what the bytes say.</summary>
    /// <exception cref="JournalDamagedException">They do not, the bytes are no entry, or not those that were written in this place.</exception>
    public static JournalEntry Checked(string place, byte[] content, string book, long sequence, string id, long epoch, long recorded, byte[] leaf, EntryChain chain)
    {
        JournalEntry entry;
        try
        {
            entry = JournalEntry.Decode(content);
        }
        catch (JournalFormatException e)
        {
            throw new JournalDamagedException(place, $"its bytes are none of an entry: {e.Message}", chain.Next);
        }

        var problem = entry.Sequence == sequence && entry.Record.Id == id && entry.Epoch == epoch && entry.RecordTime.UtcTicks == recorded
            ? chain.Accept(entry, MerkleTree.Leaf(content), leaf)
            : sequence != chain.Next ? $"entry {chain.Next.ToString(System.Globalization.CultureInfo.InvariantCulture)} is missing"
            : MerkleTree.Leaf(content).AsSpan().SequenceEqual(leaf) ? "the columns of its row do not say what its bytes say" : "it is not what was hashed when it was written";
        return problem is null ? entry : throw new JournalDamagedException(place, problem, chain.Next);
    }
}
