using Proviso.Journal;

namespace Proviso.Storage.Journal;

/// <summary>A row of a database as the entry it holds.</summary>
internal static class StoredEntry
{
    /// <summary>Reads the bytes of a row. The columns are what the database orders and looks up by; they must say what the bytes say.</summary>
    /// <exception cref="JournalFormatException">They do not, or the bytes are no entry.</exception>
    public static JournalEntry Checked(byte[] content, string book, long sequence, string id, long epoch, long recorded)
    {
        var entry = JournalEntry.Decode(content);
        return entry.Sequence == sequence && entry.Record.Id == id && entry.Epoch == epoch && entry.RecordTime.UtcTicks == recorded
            ? entry
            : throw new JournalFormatException($"the columns of row {sequence} of book {book} do not say what its bytes say");
    }
}
