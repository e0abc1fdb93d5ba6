using System.CommandLine;
using System.Globalization;
using System.Text;
using Proviso.Cli.Commands.Licensing;
using Proviso.Journal;
using Proviso.Storage.Files;
using Proviso.Storage.Journal;

namespace Proviso.Cli.Commands.Audit;

/// <summary>The options that audit and backup commands share, and the files they name.</summary>
internal static class AuditFiles
{
    // A note is a few hundred bytes and a proof a few thousand; an entry in one at most a megabyte.
    private const long Longest = 4 << 20;

    public static Option<string> JournalOption() => new("--journal") { Description = "The journal: a SQLite file, or a PostgreSQL connection string.", Required = true, HelpName = "PLACE" };

    public static Option<string> BookOption() => new("--book") { Description = "The book.", DefaultValueFactory = _ => "main", HelpName = "BOOK" };

    public static Option<string?> WitnessedOption() => new("--witnessed") { Description = "The checkpoint that was kept of it (`audit keep`): a copy that is behind it is refused. Default: beside the file.", HelpName = "FILE" };

    public static Option<string?> KeyOption(bool required) => new("--key") { Description = "File with the public key of who signs checkpoints.", Required = required, HelpName = "FILE" };

    public static Option<string> SecretOption(string description) => new("--secret") { Description = description, Required = true, HelpName = "FILE" };

    /// <summary>Opens a journal to read it. The file is not changed, whatever it is.</summary>
    public static IJournal OpenToRead(string path) => JournalAt.OpenToRead(path);

    /// <summary>Opens a journal for an answer from one of its books: it has the book, is not behind what others have seen of it, and is read whole before anything is said.</summary>
    /// <exception cref="CliException">It has no such book, or is behind.</exception>
    /// <exception cref="JournalDamagedException">It cannot be read whole.</exception>
    public static IJournal OpenWhole(string path, string book, string? witnessed)
    {
        var opened = OpenToRead(path);
        try
        {
            Exists(opened, book);
            Door.Guard(opened, book, path, witnessed);
            JournalAudit.Require(opened, book);
            return opened;
        }
        catch
        {
            ((IDisposable)opened).Dispose();
            throw;
        }
    }

    /// <summary>Whether a journal is behind what others have seen of it; then it is told, and nothing may be signed: it would be a second story under the same numbers.</summary>
    public static bool IsBehind(IJournal journal, string book, string path, string? witnessed)
    {
        try
        {
            Door.Guard(journal, book, path, witnessed);
            return false;
        }
        catch (CliException e) when (e.ExitCode == ExitCodes.NoJournal)
        {
            Console.Error.WriteLine($"proviso: not signed: {e.Message}");
            Console.Error.WriteLine($"  = help: {e.Help}");
            return true;
        }
    }

    /// <summary>Reads a text that a person or another program named.</summary>
    public static string Read(string path)
    {
        var file = new FileInfo(path);
        try
        {
            return !file.Exists ? throw new CliException($"no such file: {path}", "name a file that is there")
                : DurableFile.Text(BoundedFile.ReadBytes(path, Longest, "key, checkpoint or proof"));
        }
        catch (JournalFormatException)
        {
            throw new CliException($"{path} is not UTF-8", "name a key, a checkpoint or a proof");
        }
    }

    /// <summary>Reads a proof.</summary>
    public static T ReadProof<T>(string path, Func<ReadOnlyMemory<byte>, T> parse, string command)
    {
        try
        {
            return parse(Encoding.UTF8.GetBytes(Read(path)));
        }
        catch (JournalFormatException e)
        {
            throw new CliException($"{path} is no proof: {e.Message}", $"`proviso audit {command}` writes one");
        }
    }

    /// <summary>Writes text that is there as UTF-8 to standard output as it is.</summary>
    public static void Write(byte[] bytes)
    {
        using var output = Output.Open();
        output.Write(bytes);
    }

    /// <summary>Refuses the name of a book that is not in the journal, which would otherwise read as an empty one.</summary>
    public static void Exists(IJournal journal, string book)
    {
        var books = journal.Books();
        if (!books.Contains(book, StringComparer.Ordinal))
        {
            throw new CliException($"the journal has no book `{Shown.Text(book)}`", books.Count == 0 ? "it has none yet" : $"its books: {string.Join(", ", books)}");
        }
    }

    /// <summary>Reads the public key of a log.</summary>
    public static NoteVerifier ReadKey(string path)
    {
        try
        {
            return NoteVerifier.Parse(Read(path));
        }
        catch (JournalFormatException e)
        {
            throw new CliException($"{path}: {e.Message}", "name the file `.pub` that `proviso audit key` wrote");
        }
    }

    /// <summary>Reads a checkpoint of a book and checks that its signature is good and that it is of that book.</summary>
    /// <param name="path">The file.</param>
    /// <param name="keyPath">The key; null: the signature is not looked at.</param>
    /// <param name="book">The book it must be of; null: any.</param>
    public static (SignedNote Note, Checkpoint Checkpoint) ReadCheckpoint(string path, string? keyPath, string? book)
    {
        var key = keyPath is null ? null : ReadKey(keyPath);
        SignedNote note;
        Checkpoint checkpoint;
        try
        {
            // As it came by mail: the signature says whether what was taken off was not part of it.
            note = SignedNote.ParseMailed(Read(path), n => key?.Verify(n) != false);
            checkpoint = Checkpoint.Parse(note.Text);
        }
        catch (JournalFormatException e)
        {
            throw new CliException($"{path}: {e.Message}", "name a checkpoint that `proviso audit checkpoint` wrote, as it was written: attached to a message rather than in it");
        }

        if (key?.Verify(note) == false)
        {
            throw new CliException($"{path} has no good signature of the key in {keyPath}", "get the checkpoint from who signed it");
        }

        // A key may sign for several books, and nothing but the first line tells their checkpoints apart.
        var isOwn = (key is null || checkpoint.Origin.StartsWith(key.Name + "/", StringComparison.Ordinal)) && (book is null || checkpoint.IsOf(book));
        return isOwn
            ? (note, checkpoint)
            : throw new CliException($"{path} is a checkpoint of {Shown.Text(checkpoint.Origin)}, not of {(key is null ? "" : key.Name + "/")}{book ?? "one of its books"}", "name a checkpoint of this book, or the book with --book");
    }

    public static Option<string[]> WitnessOption() => new("--witness") { Description = "File with the public key of a witness that has to have cosigned the checkpoint; may be given several times.", HelpName = "FILE" };

    public static Option<int?> QuorumOption() => NumberOption.BetweenOrNone("--quorum", "How many of the witnesses have to have cosigned. Default: all.", 1, 1_000);

    /// <summary>The public keys of witnesses.</summary>
    public static IReadOnlyList<CosignatureVerifier> Witnesses(string[]? files) => [.. (files ?? []).Select(file =>
    {
        try
        {
            return CosignatureVerifier.Parse(Read(file));
        }
        catch (JournalFormatException e)
        {
            throw new CliException($"{file}: {e.Message}", "name the file `.pub` that `proviso audit key --witness` wrote");
        }
    })];

    /// <summary>Counts the witnesses that cosigned a checkpoint; null when none were named.</summary>
    public static QuorumResult? Quorum(SignedNote? note, string[]? files, int? needed)
    {
        if (files is null or [])
        {
            return needed is null ? null : throw new CliException("--quorum needs --witness", "name the public keys of the witnesses you trust");
        }

        var witnesses = Witnesses(files);
        var result = QuorumResult.Of(note ?? throw new CliException("--witness needs a checkpoint", "name the cosigned checkpoint with --checkpoint"), witnesses, needed ?? witnesses.Count);
        var different = result.Cosigned.Count + result.Missing.Count;
        return result.Needed >= 1 && result.Needed <= different ? result
            : throw new CliException(string.Create(CultureInfo.InvariantCulture, $"{result.Needed} witnesses are asked for, and {different} different keys are named"), "one key is one witness, whatever its name; --quorum takes 1 to their number");
    }

    /// <summary>Says who cosigned. Returns whether enough did.</summary>
    public static bool Tell(QuorumResult? quorum)
    {
        if (quorum is null)
        {
            return true;
        }

        foreach (var (name, time) in quorum.Cosigned)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cosigned by {Shown.Text(name)} at {time:yyyy-MM-dd HH:mm:ss'Z'}"));
        }

        if (!quorum.IsReached)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"NOT WITNESSED: {quorum.Cosigned.Count} of {quorum.Needed} needed; no good cosignature of {Shown.Text(string.Join(", ", quorum.Missing))}"));
        }

        return quorum.IsReached;
    }

    /// <summary>Reads the secret of a log's key.</summary>
    public static NoteSigner ReadSecret(string path)
    {
        var (name, seed) = Secret(path, isWitness: false);
        return new NoteSigner(name, seed);
    }

    /// <summary>Reads the secret of a witness's key.</summary>
    public static CosignatureSigner ReadWitnessSecret(string path)
    {
        var (name, seed) = Secret(path, isWitness: true);
        return new CosignatureSigner(name, seed);
    }

    // Whoever reads a secret can sign as its owner, and nobody notices: it is not used as if it were one.
    private static void Private(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return;
        }

        var mode = File.GetUnixFileMode(path);

        if ((mode & Others) != UnixFileMode.None)
        {
            throw new CliException(
                $"{path} is open to others (mode {Convert.ToString((int)mode, 8).PadLeft(4, '0')}): whoever reads a secret can sign as its owner",
                $"chmod 600 '{path.Replace("'", "'\\''", StringComparison.Ordinal)}'; if somebody may have read it, make a new key");
        }
    }

    /// <summary>How a secret is written. That of a witness says so: a key that signs both could be made to sign one for the other.</summary>
    public static string SecretText(string name, ReadOnlySpan<byte> seed, bool isWitness) => $"{name} {Convert.ToBase64String(seed)}{(isWitness ? " witness" : "")}\n";

    private static (string Name, byte[] Seed) Secret(string path, bool isWitness)
    {
        Private(path);
        var text = Read(path);
        var parts = text.Trim().Split(' ');
        var seed = new byte[32];
        return parts.Length >= 2 && SignedNote.IsKeyName(parts[0]) && Convert.TryFromBase64String(parts[1], seed, out var length) && length == 32 && SecretText(parts[0], seed, isWitness).Trim() == text.Trim()
            ? (parts[0], seed)
            : throw new CliException($"{path} holds no secret {(isWitness ? "of a witness" : "that signs checkpoints")}", $"`proviso audit key NAME --output FILE{(isWitness ? " --witness" : "")}` makes one");
    }
}
