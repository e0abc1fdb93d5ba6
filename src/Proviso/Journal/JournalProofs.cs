using System.Text.Encodings.Web;
using System.Text.Json;

namespace Proviso.Journal;

/// <summary>A proof that an entry is in a book of a size, as somebody hands it on.</summary>
/// <param name="Book">The book.</param>
/// <param name="Index">The entry's place.</param>
/// <param name="Size">How many entries the book had.</param>
/// <param name="Root">The root that the proof is meant to lead to; who checks it takes that of a checkpoint instead.</param>
/// <param name="Entry">The bytes of the entry.</param>
/// <param name="Hashes">The hashes from the leaf up.</param>
public sealed record InclusionProof(string Book, long Index, long Size, ReadOnlyMemory<byte> Root, ReadOnlyMemory<byte> Entry, IReadOnlyList<byte[]> Hashes)
{
    /// <summary>Whether the entry is in the book that the checkpoint names, at the place it says itself.</summary>
    public bool Holds(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var entry = JournalEntry.Decode(Entry);
        return Size == checkpoint.Size && entry.Sequence == Index && entry.Book == Book && checkpoint.IsOf(Book)
            && MerkleTree.VerifyInclusion(Index, Size, MerkleTree.Leaf(Entry.Span), Hashes, checkpoint.Root.Span);
    }

    /// <summary>The proof as JSON.</summary>
    public byte[] Write() => ProofJson.Write(json =>
    {
        json.WriteString("book", Book);
        json.WriteNumber("index", Index);
        json.WriteNumber("size", Size);
        json.WriteBase64String("root", Root.Span);
        json.WriteBase64String("entry", Entry.Span);
    }, Hashes);

    /// <summary>Reads a proof. Whether it holds is not looked at here.</summary>
    /// <exception cref="JournalFormatException">It is none.</exception>
    public static InclusionProof Parse(ReadOnlyMemory<byte> json) => ProofJson.Read(json, 7, (at, hashes) =>
    {
        var proof = new InclusionProof(at.GetProperty("book").GetString()!, at.GetProperty("index").GetInt64(), at.GetProperty("size").GetInt64(),
            ProofJson.Bytes(at.GetProperty("root")), ProofJson.Bytes(at.GetProperty("entry")), hashes);
        _ = JournalEntry.Decode(proof.Entry);
        return JournalEntry.IsName(proof.Book) && proof.Root.Length == MerkleTree.HashLength && proof.Index >= 0 && proof.Index < proof.Size ? proof : null;
    });
}

/// <summary>A proof that a book of a size begins with the entries it had at an earlier one, as somebody hands it on.</summary>
/// <param name="Book">The book.</param>
/// <param name="From">The earlier size.</param>
/// <param name="To">The later size.</param>
/// <param name="Hashes">The hashes.</param>
public sealed record ConsistencyProof(string Book, long From, long To, IReadOnlyList<byte[]> Hashes)
{
    /// <summary>Whether nothing below the earlier checkpoint was changed in the later one.</summary>
    public bool Holds(Checkpoint earlier, Checkpoint later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        return earlier.Origin == later.Origin && later.IsOf(Book) && From == earlier.Size && To == later.Size
            && MerkleTree.VerifyConsistency(From, To, earlier.Root.Span, later.Root.Span, Hashes);
    }

    /// <summary>The proof as JSON.</summary>
    public byte[] Write() => ProofJson.Write(json =>
    {
        json.WriteString("book", Book);
        json.WriteNumber("from", From);
        json.WriteNumber("to", To);
    }, Hashes);

    /// <summary>Reads a proof. Whether it holds is not looked at here.</summary>
    /// <exception cref="JournalFormatException">It is none.</exception>
    public static ConsistencyProof Parse(ReadOnlyMemory<byte> json) => ProofJson.Read(json, 5, (at, hashes) =>
    {
        var proof = new ConsistencyProof(at.GetProperty("book").GetString()!, at.GetProperty("from").GetInt64(), at.GetProperty("to").GetInt64(), hashes);
        return JournalEntry.IsName(proof.Book) && proof.From >= 1 && proof.From <= proof.To ? proof : null;
    });
}

/// <summary>What the proofs have in common as JSON: a version first, hashes last, nothing unknown between.</summary>
internal static class ProofJson
{
    private const int FormatVersion = 1;
    private const int MostHashes = 64;

    public static byte[] Write(Action<Utf8JsonWriter> fields, IReadOnlyList<byte[]> hashes)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("formatVersion", FormatVersion);
            fields(json);
            json.WriteStartArray("proof");
            foreach (var hash in hashes)
            {
                json.WriteBase64StringValue(hash);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    public static T Read<T>(ReadOnlyMemory<byte> text, int fields, Func<JsonElement, IReadOnlyList<byte[]>, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (root.GetProperty("formatVersion").GetInt64() != FormatVersion || root.EnumerateObject().Count() != fields)
            {
                throw new JournalFormatException($"no proof of version {FormatVersion}, or one with fields that this program does not know");
            }

            var hashes = root.GetProperty("proof").EnumerateArray().Select(Bytes).ToList();
            return hashes.Count <= MostHashes && hashes.TrueForAll(h => h.Length == MerkleTree.HashLength) && read(root, hashes) is { } proof
                ? proof
                : throw new JournalFormatException("no proof: a figure or a hash is not what it may be");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JournalFormatException($"no proof: {e.Message}");
        }
    }

    // One text for one value: a decoder lets stray bits and white space pass.
    public static byte[] Bytes(JsonElement value)
    {
        var bytes = value.GetBytesFromBase64();
        return Convert.ToBase64String(bytes) == value.GetString() ? bytes : throw new JournalFormatException("no proof: bytes that are not written as they should be");
    }
}
