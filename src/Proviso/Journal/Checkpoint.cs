using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Proviso.Journal;

/// <summary>The root of a book's tree at a size, as text that can be signed (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">What is logged, such as <c>proviso.example/book</c>: no plus sign, no white space.</param>
/// <param name="Size">How many entries.</param>
/// <param name="Root">The root, 32 bytes.</param>
public sealed record Checkpoint(string Origin, long Size, ReadOnlyMemory<byte> Root)
{
    /// <summary>The text: origin, size, root, each on a line.</summary>
    public string Text() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.Span)}\n");

    /// <summary>Whether it is of that book: its origin is the name of a key, a slash and the book.</summary>
    public bool IsOf(string book) => Origin.Length > book?.Length + 1 && Origin.EndsWith($"/{book}", StringComparison.Ordinal);

    /// <summary>Reads the text of a note; further lines are extensions and are left alone.</summary>
    /// <exception cref="JournalFormatException">It is no checkpoint.</exception>
    public static Checkpoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n');
        if (lines.Length < 4 || lines[0].Length == 0 || lines[^1].Length != 0 || !IsSize(lines[1], out var size))
        {
            throw new JournalFormatException("no checkpoint: origin, size and root are expected, each on a line");
        }

        var root = new byte[MerkleTree.HashLength];
        return Convert.TryFromBase64String(lines[2], root, out var length) && length == MerkleTree.HashLength && Convert.ToBase64String(root) == lines[2]
            ? new Checkpoint(lines[0], size, root)
            : throw new JournalFormatException("no checkpoint: its third line is no hash");
    }

    // A size has one way to be written.
    private static bool IsSize(string text, out long size) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size.ToString(CultureInfo.InvariantCulture) == text;
}

/// <summary>A signature on a note.</summary>
/// <param name="Name">The name of the key.</param>
/// <param name="KeyId">Four bytes that tell keys of one name apart.</param>
/// <param name="Bytes">The signature.</param>
public sealed record NoteSignature(string Name, uint KeyId, ReadOnlyMemory<byte> Bytes);

/// <summary>A text with signatures (C2SP signed-note).</summary>
/// <param name="Text">The text; it ends with a line break.</param>
/// <param name="Signatures">The signatures, at least one.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>The kind of an Ed25519 key in a key id.</summary>
    public const byte Ed25519 = 1;

    private const int MostSignatures = 100;
    private const int Longest = 1 << 20;

    /// <summary>The whole note: text, empty line, a line for each signature.</summary>
    public override string ToString()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
        {
            var bytes = new byte[4 + signature.Bytes.Length];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, signature.KeyId);
            signature.Bytes.Span.CopyTo(bytes.AsSpan(4));
            note.Append("\u2014 ").Append(signature.Name).Append(' ').Append(Convert.ToBase64String(bytes)).Append('\n');
        }

        return note.ToString();
    }

    /// <summary>Reads a note that came by mail: lines that end the way of another system, blanks at their ends, empty lines around, a mark of quotation before each.</summary>
    /// <param name="note">The note as it came.</param>
    /// <param name="isGood">Whether a note is signed as it should be. Only what was signed decides whether something was part of the text: what came is tried first as it is.</param>
    /// <returns>The note in the one way that it is written; as it came when neither is good.</returns>
    /// <exception cref="JournalFormatException">It is no signed note; the message names line and byte.</exception>
    public static SignedNote ParseMailed(string note, Func<SignedNote, bool> isGood)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(isGood);
        JournalFormatException? fault = null;
        SignedNote? first = null;
        foreach (var text in new[] { note, AsWritten(note) })
        {
            try
            {
                var read = Parse(text);
                if (isGood(read))
                {
                    return read;
                }

                first ??= read;
            }
            catch (JournalFormatException e)
            {
                // Of what came as it is: its lines are those that whoever reads the message can count.
                fault ??= e;
            }
        }

        return first ?? throw fault!;
    }

    private static string AsWritten(string note)
    {
        var lines = note.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd(' ', '\t', '\u00A0')).ToList();
        while (lines.Exists(line => line.Length > 0) && lines.TrueForAll(line => line.Length == 0 || line[0] == '>'))
        {
            lines = lines.ConvertAll(line => line.Length == 0 ? line : line[1..].TrimStart(' '));
        }

        return string.Join('\n', lines).Trim('\n') + "\n";
    }

    /// <summary>Reads a note. Whether a signature is good is not looked at here.</summary>
    /// <exception cref="JournalFormatException">It is no signed note; the message names line and byte.</exception>
    public static SignedNote Parse(string note)
    {
        ArgumentNullException.ThrowIfNull(note);
        for (var i = 0; i < note.Length; i++)
        {
            if ((char.IsControl(note[i]) && note[i] != '\n') || char.IsSurrogate(note[i]))
            {
                throw new JournalFormatException($"no signed note: {Place(note, i)} is {(note[i] == '\r' ? "a carriage return" : string.Create(CultureInfo.InvariantCulture, $"a character U+{(int)note[i]:X4}"))}, and lines end with a line feed alone");
            }
        }

        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (note.Length > Longest || split < 0 || !note.EndsWith('\n'))
        {
            throw new JournalFormatException(note.Length > Longest ? "no signed note: it is too long"
                : split < 0 ? "no signed note: a text, an empty line and signatures are expected, and there is no empty line"
                : $"no signed note: {Place(note, note.Length)}: the last line has to end with a line feed");
        }

        if (split + 2 == note.Length)
        {
            throw new JournalFormatException($"no signed note: {Place(note, note.Length - 1)} is one line feed too many, or the signatures are missing");
        }

        var signatures = new List<NoteSignature>();
        var at = split + 2;
        foreach (var line in note[(split + 2)..^1].Split('\n'))
        {
            var begin = at;
            at += line.Length + 1;
            var parts = line.Split(' ');
            var bytes = new byte[line.Length];
            if (parts.Length != 3 || parts[0] != "\u2014" || !IsKeyName(parts[1]) || !Convert.TryFromBase64String(parts[2], bytes, out var length) || length < 5
                || Convert.ToBase64String(bytes, 0, length) != parts[2] || signatures.Count == MostSignatures)
            {
                throw new JournalFormatException($"no signed note: {Place(note, begin)}, below the text, begins a line that is no signature");
            }

            signatures.Add(new NoteSignature(parts[1], System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes.AsMemory(4, length - 4)));
        }

        return signatures.Count == 0 ? throw new JournalFormatException("no signed note: nobody signed it") : new SignedNote(note[..(split + 1)], signatures);
    }

    // As an editor counts: lines and bytes from 1.
    private static string Place(string note, int at)
    {
        var line = note.AsSpan(0, at).LastIndexOf('\n') + 1;
        return string.Create(CultureInfo.InvariantCulture, $"byte {Encoding.UTF8.GetByteCount(note.AsSpan(line, at - line)) + 1} of line {note.AsSpan(0, at).Count('\n') + 1}");
    }

    /// <summary>The id of a key: the first four bytes of a hash over name, kind and key.</summary>
    public static uint KeyIdOf(string name, ReadOnlySpan<byte> publicKey, byte kind = Ed25519)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(name));
        hash.AppendData([(byte)'\n', kind]);
        hash.AppendData(publicKey);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.GetHashAndReset());
    }

    /// <summary>Whether a text may name a key: something, without plus signs and white space.</summary>
    public static bool IsKeyName(string? name) => name is { Length: > 0 and <= 256 } && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');
}
