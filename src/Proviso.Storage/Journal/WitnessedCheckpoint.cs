using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Proviso.Journal;
using Proviso.Storage.Files;

namespace Proviso.Storage.Journal;

/// <summary>The newest checkpoint of a book that others have seen, kept beside the journal so that a copy put back from an older day does not go on unnoticed.</summary>
/// <param name="Key">The public key that its signature was checked with, as text.</param>
/// <param name="Note">The signed note, as it came.</param>
/// <remarks>It guards against mistakes. Who can write the journal can write this file too: against an owner only checkpoints kept elsewhere help.</remarks>
public sealed record WitnessedCheckpoint(string Key, string Note)
{
    private const int FormatVersion = 1;

    /// <summary>Public keys of witnesses that cosigned it, as text; none when nobody was asked for.</summary>
    public IReadOnlyList<string> Witnesses { get; init; } = [];

    /// <summary>How many of them have to have cosigned for their time to count: 1 to their number; 0 when there are none.</summary>
    public int Quorum { get; init; }

    /// <summary>The time that the quorum of witnesses vouches for: that many of them had seen a clock at least as late. Null when there is no quorum.</summary>
    /// <remarks>One witness that lies moves nothing as long as more than one is needed.</remarks>
    public DateTimeOffset? Time()
    {
        if (Quorum < 1 || Quorum > Witnesses.Count)
        {
            return null;
        }

        var cosigned = QuorumResult.Of(SignedNote.Parse(Note), Witnesses.Select(CosignatureVerifier.Parse), Quorum);
        return cosigned.IsReached ? cosigned.Cosigned.Select(c => c.Time).OrderDescending().ElementAt(Quorum - 1) : null;
    }

    private const long Longest = 1 << 20;

    /// <summary>The file beside a journal.</summary>
    public static string PathFor(string journal) => journal + ".witnessed";

    /// <summary>Compares a book with what is kept of it. Every door calls this before it takes a book to write to it, and does not take it when it may not serve.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="book">The book.</param>
    /// <param name="path">The kept file; when it is not there, nothing is guarded.</param>
    /// <exception cref="JournalFormatException">The kept file is broken: then nothing may be served until somebody has looked.</exception>
    public static GuardResult Check(IJournal journal, string book, string path)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return Load(path).TryGetValue(book, out var kept)
            ? JournalGuard.Check(journal, book, kept.Read())
            : new GuardResult(GuardVerdict.Unguarded, journal.Position(book).Next, 0, null, null);
    }

    /// <summary>Keeps a checkpoint when the journal holds what it signs. One that is older than the one kept is not taken.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="book">The book.</param>
    /// <param name="path">The kept file.</param>
    /// <param name="note">The signed checkpoint.</param>
    /// <param name="key">The key of who signed it.</param>
    /// <param name="witnesses">Witnesses whose time counts.</param>
    /// <param name="quorum">How many of them have to have cosigned.</param>
    /// <returns>What comparing gave; it is kept when that is <see cref="GuardVerdict.Good"/>.</returns>
    /// <exception cref="JournalFormatException">The signature is not good, it is of another book, or it is older than the one kept.</exception>
    public static GuardResult Keep(IJournal journal, string book, string path, SignedNote note, NoteVerifier key, IReadOnlyList<CosignatureVerifier>? witnesses = null, int quorum = 0)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(key);
        var kept = new WitnessedCheckpoint(key.ToString(), note.ToString()) { Witnesses = [.. (witnesses ?? []).Select(w => w.ToString())], Quorum = quorum };
        var (checkpoint, all) = (kept.Read(), Load(path));
        if (!checkpoint.IsOf(book))
        {
            throw new JournalFormatException($"a checkpoint of {checkpoint.Origin}, not of book {book}");
        }

        if (all.TryGetValue(book, out var before) && before.Read().Size > checkpoint.Size)
        {
            throw new JournalFormatException($"a checkpoint of {checkpoint.Size} entries; one of {before.Read().Size} is kept already");
        }

        var result = JournalGuard.Check(journal, book, checkpoint);
        if (result.Verdict == GuardVerdict.Good)
        {
            all[book] = kept;
            Save(path, all);
        }

        return result;
    }

    /// <summary>What is kept, by book; nothing when the file is not there.</summary>
    /// <exception cref="JournalFormatException">The file is broken.</exception>
    public static SortedDictionary<string, WitnessedCheckpoint> Load(string path)
    {
        var kept = new SortedDictionary<string, WitnessedCheckpoint>(StringComparer.Ordinal);
        if (!File.Exists(path))
        {
            // A folder, or a link that leads nowhere, is not "nothing kept".
            return Directory.Exists(path) || new FileInfo(path).LinkTarget is not null ? throw new JournalFormatException($"{path} is there and is no file that can be read") : kept;
        }

        try
        {
            using var file = BoundedFile.Open(path, Longest, "kept checkpoint");
            using var document = JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            if (document.RootElement.GetProperty("formatVersion").GetInt64() != FormatVersion)
            {
                throw new JournalFormatException($"{path} is of another version than {FormatVersion}");
            }

            foreach (var book in document.RootElement.GetProperty("books").EnumerateObject())
            {
                var one = new WitnessedCheckpoint(book.Value.GetProperty("key").GetString()!, book.Value.GetProperty("checkpoint").GetString()!);
                if (book.Value.TryGetProperty("witnesses", out var witnesses))
                {
                    one = one with { Witnesses = [.. witnesses.EnumerateArray().Select(w => CosignatureVerifier.Parse(w.GetString()!).ToString())], Quorum = book.Value.GetProperty("quorum").GetInt32() };
                }

                kept.Add(book.Name, one.Read().IsOf(book.Name) ? one : throw new JournalFormatException("a checkpoint of another book"));
            }

            return kept;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or InputBoundException or JournalFormatException or IOException or UnauthorizedAccessException)
        {
            throw new JournalFormatException($"{path} is broken: {e.Message}");
        }
    }

    /// <summary>The checkpoint, its signature checked.</summary>
    /// <exception cref="JournalFormatException">It is none, or its signature is not good.</exception>
    public Checkpoint Read()
    {
        var note = SignedNote.Parse(Note);
        return NoteVerifier.Parse(Key).Verify(note) ? Checkpoint.Parse(note.Text) : throw new JournalFormatException("the signature of the kept checkpoint is not good");
    }

    internal static void Save(string path, SortedDictionary<string, WitnessedCheckpoint> kept)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            json.WriteStartObject("books");
            foreach (var (book, one) in kept)
            {
                json.WriteStartObject(book);
                json.WriteString("key", one.Key);
                json.WriteString("checkpoint", one.Note);
                if (one.Witnesses.Count > 0)
                {
                    json.WriteStartArray("witnesses");
                    foreach (var witness in one.Witnesses)
                    {
                        json.WriteStringValue(witness);
                    }

                    json.WriteEndArray();
                    json.WriteNumber("quorum", one.Quorum);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        DurableFile.Write(path, Encoding.UTF8.GetString(buffer.ToArray()) + "\n");
    }
}
