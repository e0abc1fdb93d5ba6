using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NSec.Cryptography;

namespace Proviso.Journal;

/// <summary>Checks cosignatures of one witness on checkpoints (C2SP tlog-cosignature, Ed25519).</summary>
/// <remarks>A cosignature says: at that time this was the largest tree of this log that the witness had seen, and all it had seen before were its beginning.</remarks>
public sealed class CosignatureVerifier
{
    /// <summary>The kind of such a key in a key id.</summary>
    public const byte Kind = 4;

    private const int SignatureLength = 8 + 64;

    private readonly PublicKey _key;

    /// <summary>A verifier.</summary>
    /// <param name="name">The name of the witness.</param>
    /// <param name="publicKey">Its key, 32 bytes.</param>
    public CosignatureVerifier(string name, ReadOnlySpan<byte> publicKey)
    {
        Name = SignedNote.IsKeyName(name) ? name : throw new JournalFormatException("a key needs a name without plus signs and white space");
        _key = PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key) && key is not null ? key : throw new JournalFormatException("no Ed25519 key");
        KeyId = SignedNote.KeyIdOf(name, publicKey, Kind);
    }

    /// <summary>The name of the witness.</summary>
    public string Name { get; }

    /// <summary>The id of its key.</summary>
    public uint KeyId { get; }

    /// <summary>Reads a key as text: name, id and key with a plus sign between.</summary>
    /// <exception cref="JournalFormatException">It is none, or one that signs other things.</exception>
    public static CosignatureVerifier Parse(string text)
    {
        var (name, key) = NoteVerifier.Split(text, Kind);
        return new CosignatureVerifier(name, key);
    }

    /// <summary>The key as text.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{KeyId:x8}+{Convert.ToBase64String([Kind, .. _key.Export(KeyBlobFormat.RawPublicKey)])}");

    /// <summary>When the witness signed the note, or null when it has no good cosignature of this key. A bad one beside a good one is refused: somebody tried.</summary>
    public DateTimeOffset? Verify(SignedNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        DateTimeOffset? last = null;
        foreach (var own in note.Signatures.Where(s => s.Name == Name && s.KeyId == KeyId))
        {
            if (own.Bytes.Length != SignatureLength)
            {
                return null;
            }

            var seconds = BinaryPrimitives.ReadUInt64BigEndian(own.Bytes.Span);
            if (seconds > MostSeconds || !SignatureAlgorithm.Ed25519.Verify(_key, Message((long)seconds, note.Text), own.Bytes.Span[8..]))
            {
                return null;
            }

            var time = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
            last = last > time ? last : time;
        }

        return last;
    }

    // The last second that a time here can hold; far enough.
    private static readonly ulong MostSeconds = (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    internal static byte[] Message(long seconds, string text) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{text}"));
}

/// <summary>Cosigns checkpoints with one Ed25519 key, which signs nothing else.</summary>
public sealed class CosignatureSigner : IDisposable
{
    private readonly Key _key;

    /// <summary>A signer.</summary>
    /// <param name="name">The name of the witness.</param>
    /// <param name="seed">The secret, 32 bytes from a source of chance.</param>
    public CosignatureSigner(string name, ReadOnlySpan<byte> seed)
    {
        _key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        Verifier = new CosignatureVerifier(name, _key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>The key that checks its cosignatures.</summary>
    public CosignatureVerifier Verifier { get; }

    /// <summary>Adds a cosignature to a note; an older one of the same key is left out.</summary>
    /// <param name="note">The note. Who calls this has checked it: see <see cref="Witness"/>.</param>
    /// <param name="time">The time, to the second; not before 1970.</param>
    public SignedNote Cosign(SignedNote note, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(note);
        var seconds = time.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        var bytes = new byte[8 + 64];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)seconds);
        SignatureAlgorithm.Ed25519.Sign(_key, CosignatureVerifier.Message(seconds, note.Text), bytes.AsSpan(8));
        var others = note.Signatures.Where(s => s.Name != Verifier.Name || s.KeyId != Verifier.KeyId);
        return note with { Signatures = [.. others, new NoteSignature(Verifier.Name, Verifier.KeyId, bytes)] };
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}

/// <summary>What a quorum of witnesses says of a checkpoint.</summary>
/// <param name="Needed">How many have to have cosigned.</param>
/// <param name="Cosigned">Those that did, with the time.</param>
/// <param name="Missing">The names of those that did not, or not well.</param>
public sealed record QuorumResult(int Needed, IReadOnlyList<(string Name, DateTimeOffset Time)> Cosigned, IReadOnlyList<string> Missing)
{
    /// <summary>Whether enough did.</summary>
    public bool IsReached => Cosigned.Count >= Needed;

    /// <summary>Counts the witnesses that cosigned a note. A key given twice counts once.</summary>
    /// <param name="note">The note.</param>
    /// <param name="witnesses">The witnesses that are trusted.</param>
    /// <param name="needed">How many are needed.</param>
    public static QuorumResult Of(SignedNote note, IEnumerable<CosignatureVerifier> witnesses, int needed)
    {
        var (cosigned, missing) = (new List<(string, DateTimeOffset)>(), new List<string>());

        // By key and not by name: one key under two names is one witness.
        foreach (var witness in witnesses.DistinctBy(w => w.ToString().Split('+', 3)[2], StringComparer.Ordinal))
        {
            if (witness.Verify(note) is { } time)
            {
                cosigned.Add((witness.Name, time));
            }
            else
            {
                missing.Add(witness.Name);
            }
        }

        return new QuorumResult(needed, cosigned, missing);
    }
}
