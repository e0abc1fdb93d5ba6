using System.Globalization;
using System.Text;

namespace Proviso.Journal;

/// <summary>What a witness remembers of a log.</summary>
/// <param name="Size">The size of the largest tree that it signed.</param>
/// <param name="Root">The root of that tree.</param>
public sealed record SeenTree(long Size, ReadOnlyMemory<byte> Root);

/// <summary>What a witness makes of a checkpoint.</summary>
public enum WitnessAnswer
{
    /// <summary>It goes on from what was signed before; sign it, after the new state is on disk.</summary>
    Sign,

    /// <summary>It is smaller than what was signed before: an older tree.</summary>
    RolledBack,

    /// <summary>It has the size that was signed before and another root. The log has told two stories, and the two checkpoints prove it.</summary>
    Forked,

    /// <summary>It is larger than what was signed before, and no proof was given that it goes on from there.</summary>
    ProofNeeded,

    /// <summary>The proof does not lead from what was signed before to it: a wrong proof, or a fork.</summary>
    ProofWrong,
}

/// <summary>The memory of a witness: for each log the largest tree that it signed. It signs only what goes on from there.</summary>
public sealed class Witness
{
    private const string FirstLine = "proviso-witness/v1";
    private const int Longest = 1 << 20;

    private readonly SortedDictionary<string, SeenTree> _seen = new(StringComparer.Ordinal);

    /// <summary>What it remembers, by origin.</summary>
    public IReadOnlyDictionary<string, SeenTree> Seen => _seen;

    /// <summary>Decides on a checkpoint whose signature is good, and remembers it when it may be signed.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="proof">The hashes that show that it goes on from what was signed before; null when none were given.</param>
    /// <remarks>The first checkpoint of a log is taken as it is: a witness speaks only of what it has seen.</remarks>
    public WitnessAnswer Decide(Checkpoint checkpoint, ConsistencyProof? proof)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var answer = Judge(checkpoint, proof);
        if (answer == WitnessAnswer.Sign)
        {
            _seen[checkpoint.Origin] = new SeenTree(checkpoint.Size, checkpoint.Root.ToArray());
        }

        return answer;
    }

    /// <summary>The memory as text: a line for each log, with size, root and origin.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        foreach (var (origin, seen) in _seen)
        {
            text.Append(CultureInfo.InvariantCulture, $"{seen.Size} {Convert.ToBase64String(seen.Root.Span)} {origin}\n");
        }

        return text.ToString();
    }

    /// <summary>Reads the memory.</summary>
    /// <exception cref="JournalFormatException">It is none. A witness that has lost its memory must not sign: it would sign a fork.</exception>
    public static Witness Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var witness = new Witness();
        var lines = text.Split('\n');
        if (text.Length > Longest || lines[0] != FirstLine || lines[^1].Length > 0)
        {
            throw new JournalFormatException("no memory of a witness");
        }

        foreach (var line in lines[1..^1])
        {
            // A checkpoint is these three in another order, and is read in one place.
            var parts = line.Split(' ', 3);
            var seen = parts.Length == 3 ? Checkpoint.Parse($"{parts[2]}\n{parts[0]}\n{parts[1]}\n") : throw new JournalFormatException("no memory of a witness: a line without size, root and origin");
            if (!witness._seen.TryAdd(seen.Origin, new SeenTree(seen.Size, seen.Root)))
            {
                throw new JournalFormatException($"no memory of a witness: {seen.Origin} is in it twice");
            }
        }

        return witness.ToString() == text ? witness : throw new JournalFormatException("no memory of a witness: its lines are not in order");
    }

    private WitnessAnswer Judge(Checkpoint checkpoint, ConsistencyProof? proof)
    {
        if (!_seen.TryGetValue(checkpoint.Origin, out var seen))
        {
            return WitnessAnswer.Sign;
        }

        if (checkpoint.Size <= seen.Size)
        {
            return checkpoint.Size < seen.Size ? WitnessAnswer.RolledBack : checkpoint.Root.Span.SequenceEqual(seen.Root.Span) ? WitnessAnswer.Sign : WitnessAnswer.Forked;
        }

        // Every tree goes on from an empty one, if that was really empty.
        return seen.Size == 0 ? seen.Root.Span.SequenceEqual(MerkleTree.EmptyRoot.AsSpan()) ? WitnessAnswer.Sign : WitnessAnswer.Forked
            : proof is null ? WitnessAnswer.ProofNeeded
            : proof.Holds(new Checkpoint(checkpoint.Origin, seen.Size, seen.Root), checkpoint) ? WitnessAnswer.Sign
            : WitnessAnswer.ProofWrong;
    }
}
