using System.Globalization;
using System.Text;
using NSec.Cryptography;

namespace Proviso.Journal;

/// <summary>Checks signatures of one Ed25519 key on notes.</summary>
public sealed class NoteVerifier
{
    private readonly PublicKey _key;

    /// <summary>A verifier.</summary>
    /// <param name="name">The name of the key.</param>
    /// <param name="publicKey">The key, 32 bytes.</param>
    public NoteVerifier(string name, ReadOnlySpan<byte> publicKey)
    {
        Name = SignedNote.IsKeyName(name) ? name : throw new JournalFormatException("a key needs a name without plus signs and white space");
        _key = PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key) && key is not null ? key : throw new JournalFormatException("no Ed25519 key");
        KeyId = SignedNote.KeyIdOf(name, publicKey);
    }

    /// <summary>The name of the key.</summary>
    public string Name { get; }

    /// <summary>Its id.</summary>
    public uint KeyId { get; }

    /// <summary>Reads a key as text: name, id and key with a plus sign between.</summary>
    /// <exception cref="JournalFormatException">It is none, or its id is not that of its key.</exception>
    public static NoteVerifier Parse(string text)
    {
        var (name, key) = Split(text, SignedNote.Ed25519);
        return new NoteVerifier(name, key);
    }

    // Name, id and key; the id must be that of the others, and the whole be written in the one way there is.
    internal static (string Name, byte[] Key) Split(string text, byte kind)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Trim().Split('+', 3);
        var key = new byte[text.Length];
        if (parts.Length != 3 || !SignedNote.IsKeyName(parts[0]) || !Convert.TryFromBase64String(parts[2], key, out var length) || length != 33 || Convert.ToBase64String(key, 0, length) != parts[2])
        {
            throw new JournalFormatException("no key: name+id+key is expected");
        }

        return key[0] != kind ? throw new JournalFormatException(kind == SignedNote.Ed25519 ? "the key is none that signs checkpoints" : "the key is none of a witness")
            : SignedNote.KeyIdOf(parts[0], key.AsSpan(1, 32), kind).ToString("x8", CultureInfo.InvariantCulture) != parts[1] ? throw new JournalFormatException("the id of the key is not that of its name and bytes")
            : (parts[0], key[1..33]);
    }

    /// <summary>The key as text.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{KeyId:x8}+{Convert.ToBase64String([SignedNote.Ed25519, .. _key.Export(KeyBlobFormat.RawPublicKey)])}");

    /// <summary>Whether the note has a good signature of this key. A bad one beside a good one is refused: somebody tried.</summary>
    public bool Verify(SignedNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        var own = note.Signatures.Where(s => s.Name == Name && s.KeyId == KeyId).ToList();
        return own.Count > 0 && own.TrueForAll(s => SignatureAlgorithm.Ed25519.Verify(_key, Encoding.UTF8.GetBytes(note.Text), s.Bytes.Span));
    }
}

/// <summary>Signs notes with one Ed25519 key.</summary>
public sealed class NoteSigner : IDisposable
{
    private readonly Key _key;

    /// <summary>A signer.</summary>
    /// <param name="name">The name of the key.</param>
    /// <param name="seed">The secret, 32 bytes from a source of chance.</param>
    public NoteSigner(string name, ReadOnlySpan<byte> seed)
    {
        _key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        Verifier = new NoteVerifier(name, _key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>The key that checks its signatures.</summary>
    public NoteVerifier Verifier { get; }

    /// <summary>Signs a text that ends with a line break.</summary>
    public SignedNote Sign(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.EndsWith('\n')
            ? new SignedNote(text, [new NoteSignature(Verifier.Name, Verifier.KeyId, SignatureAlgorithm.Ed25519.Sign(_key, Encoding.UTF8.GetBytes(text)))])
            : throw new JournalFormatException("a text to sign ends with a line break");
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
