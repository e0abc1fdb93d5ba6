using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Proviso.Cli.Commands.Law;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Cli.Commands.Audit;

/// <summary><c>proviso audit …</c>: checks a journal, and proofs of it, without trusting who keeps it.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var command = new Command("audit", "Check a journal and proofs of its entries; sign where it stands.");
        command.Subcommands.Add(Verify());
        command.Subcommands.Add(Prove());
        command.Subcommands.Add(VerifyProof());
        command.Subcommands.Add(MakeCheckpoint());
        command.Subcommands.Add(MakeKey());
        return command;
    }

    private static Option<string> JournalOption() => new("--journal") { Description = "The journal: a SQLite file.", Required = true, HelpName = "FILE" };

    private static Option<string> BookOption() => new("--book") { Description = "The book.", DefaultValueFactory = _ => "main", HelpName = "BOOK" };

    private static Option<string?> KeyOption(bool required) => new("--key") { Description = "File with the public key of who signs checkpoints.", Required = required, HelpName = "FILE" };

    private static SqliteJournal Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new CliException($"no such file: {path}", "name a journal");
        }

        try
        {
            return SqliteJournal.Open(path);
        }
        catch (JournalFormatException e)
        {
            throw new CliException(e.Message, "name a journal that Proviso wrote");
        }
    }

    private static Checkpoint ReadCheckpoint(string path, string? keyPath)
    {
        try
        {
            var note = SignedNote.Parse(Read(path));
            if (keyPath is not null && !NoteVerifier.Parse(Read(keyPath)).Verify(note))
            {
                throw new CliException($"{path} has no good signature of the key in {keyPath}", "get the checkpoint from who signed it");
            }

            return Checkpoint.Parse(note.Text);
        }
        catch (JournalFormatException e)
        {
            throw new CliException($"{path}: {e.Message}", "name a checkpoint that `proviso audit checkpoint` wrote, and its key");
        }
    }

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path) : throw new CliException($"no such file: {path}", "name a file that is there");

    private static Command Verify()
    {
        var (journal, book, key) = (JournalOption(), BookOption(), KeyOption(required: false));
        var checkpoint = new Option<string?>("--checkpoint") { Description = "A checkpoint that was kept elsewhere. Without one, only what the book says of itself is checked.", HelpName = "FILE" };
        var format = LawCommand.FormatOption();
        var command = new Command("verify", """
            Hashes every entry anew, checks their order, and compares the tree with a checkpoint.
            Exit codes: 0 nothing is wrong, 1 something is, 2 bad input.
            """) { journal, book, checkpoint, key, format };
        command.SetAction(parsed =>
        {
            var kept = parsed.GetValue(checkpoint) is { } path ? ReadCheckpoint(path, parsed.GetValue(key)) : null;
            using var opened = Open(parsed.GetRequiredValue(journal));
            var result = JournalAudit.Verify(opened, parsed.GetRequiredValue(book), kept);
            if (parsed.GetValue(format) == "json")
            {
                using var json = JsonOut.Open();
                json.WriteStartObject();
                json.WriteNumber("formatVersion", 1);
                json.WriteString("book", parsed.GetRequiredValue(book));
                ((Utf8JsonWriter)json).WriteNumber("entries", result.Size);
                json.WriteString("root", Convert.ToBase64String(result.Root.Span));
                json.WriteString("problem", result.Problem);
                ((Utf8JsonWriter)json).WriteNumber("entry", result.Sequence);
                json.WriteBoolean("againstCheckpoint", kept is not null);
                json.WriteEndObject();
            }
            else if (result.Problem is { } problem)
            {
                Console.Out.WriteLine(result.Sequence >= 0 ? string.Create(CultureInfo.InvariantCulture, $"WRONG at entry {result.Sequence}: {problem}") : $"WRONG: {problem}");
            }
            else
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"book {parsed.GetRequiredValue(book)}: {result.Size} entries, root {Convert.ToBase64String(result.Root.Span)}"));
                Console.Out.WriteLine(kept is null
                    ? "nothing is wrong in itself; without a checkpoint kept elsewhere that proves nothing against whoever owns the file"
                    : string.Create(CultureInfo.InvariantCulture, $"it holds the {kept.Size} entries of the checkpoint of {kept.Origin}, unchanged"));
            }

            return result.Problem is null ? ExitCodes.Clear : ExitCodes.CheckFailed;
        });
        return command;
    }

    private static Command Prove()
    {
        var (journal, book) = (JournalOption(), BookOption());
        var entry = new Option<string>("--id") { Description = "The id of the record.", Required = true, HelpName = "ID" };
        var command = new Command("prove", "Writes a proof that a record is in the book, for `audit verify-proof`, as JSON.") { journal, book, entry };
        command.SetAction(parsed =>
        {
            using var opened = Open(parsed.GetRequiredValue(journal));
            var name = parsed.GetRequiredValue(book);
            var found = opened.Read(name).FirstOrDefault(e => e.Record.Id == parsed.GetRequiredValue(entry))
                ?? throw new CliException($"book {name} has no record `{Shown.Text(parsed.GetRequiredValue(entry))}`", "ids are those that clients sent");
            var leaves = opened.LeafHashes(name).ToList();
            using var json = JsonOut.Open();
            json.WriteStartObject();
            json.WriteNumber("formatVersion", 1);
            json.WriteString("book", name);
            ((Utf8JsonWriter)json).WriteNumber("index", found.Sequence);
            ((Utf8JsonWriter)json).WriteNumber("size", leaves.Count);
            json.WriteString("root", Convert.ToBase64String(MerkleTree.Root(leaves)));
            json.WriteString("entry", Convert.ToBase64String(found.Encode()));
            json.WriteStrings("proof", MerkleTree.Inclusion(leaves, found.Sequence).Select(Convert.ToBase64String));
            json.WriteEndObject();
            return ExitCodes.Clear;
        });
        return command;
    }

    private static Command VerifyProof()
    {
        var proof = new Argument<string>("proof") { Description = "The proof that `audit prove` wrote." };
        var key = KeyOption(required: true);
        var checkpoint = new Option<string>("--checkpoint") { Description = "A checkpoint of the same size, from somebody else than who gave the proof.", Required = true, HelpName = "FILE" };
        var command = new Command("verify-proof", """
            Checks offline that a record is in the book that a checkpoint names.
            Exit codes: 0 it is, 1 the proof does not hold, 2 bad input.
            """) { proof, checkpoint, key };
        command.SetAction(parsed =>
        {
            var kept = ReadCheckpoint(parsed.GetRequiredValue(checkpoint), parsed.GetValue(key));
            try
            {
                using var document = JsonDocument.Parse(Read(parsed.GetRequiredValue(proof)), new JsonDocumentOptions { MaxDepth = 8 });
                var root = document.RootElement;
                var bytes = root.GetProperty("entry").GetBytesFromBase64();
                var entry = JournalEntry.Decode(bytes);
                var steps = root.GetProperty("proof").EnumerateArray().Select(s => s.GetBytesFromBase64()).ToList();
                var holds = root.GetProperty("size").GetInt64() == kept.Size && entry.Sequence == root.GetProperty("index").GetInt64()
                    && MerkleTree.VerifyInclusion(entry.Sequence, kept.Size, MerkleTree.Leaf(bytes), steps, kept.Root.Span);
                Console.Out.WriteLine(holds
                    ? string.Create(CultureInfo.InvariantCulture, $"holds: record {Shown.Text(entry.Record.Id)} ({entry.Record.Kind}) is entry {entry.Sequence} of the {kept.Size} of {kept.Origin}, recorded {entry.RecordTime:yyyy-MM-dd HH:mm:ss'Z'}")
                    : "DOES NOT HOLD: the proof does not lead to the root of the checkpoint");
                return holds ? ExitCodes.Clear : ExitCodes.CheckFailed;
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or JournalFormatException)
            {
                throw new CliException($"{parsed.GetRequiredValue(proof)} is no proof", "`proviso audit prove` writes one");
            }
        });
        return command;
    }

    private static Command MakeCheckpoint()
    {
        var (journal, book) = (JournalOption(), BookOption());
        var secret = new Option<string>("--secret") { Description = "File with the secret that `audit key` made.", Required = true, HelpName = "FILE" };
        var command = new Command("checkpoint", "Checks the book and signs where it stands. Give the checkpoint to those who are to notice a change.") { journal, book, secret };
        command.SetAction(parsed =>
        {
            using var opened = Open(parsed.GetRequiredValue(journal));
            var result = JournalAudit.Verify(opened, parsed.GetRequiredValue(book), null);
            if (result.Problem is { } problem)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"proviso: not signed: entry {result.Sequence}: {problem}"));
                return ExitCodes.CheckFailed;
            }

            var parts = Read(parsed.GetRequiredValue(secret)).Trim().Split(' ');
            var seed = new byte[64];
            if (parts.Length != 2 || !Convert.TryFromBase64String(parts[1], seed, out var length) || length != 32)
            {
                throw new CliException($"{parsed.GetRequiredValue(secret)} holds no secret", "`proviso audit key NAME` makes one");
            }

            using var signer = new NoteSigner(parts[0], seed.AsSpan(0, 32));
            Console.Out.Write(signer.Sign(new Checkpoint($"{parts[0]}/{parsed.GetRequiredValue(book)}", result.Size, result.Root).Text()).ToString());
            return ExitCodes.Clear;
        });
        return command;
    }

    private static Command MakeKey()
    {
        var name = new Argument<string>("name") { Description = "The name of the key, such as proviso.example; no plus signs and no white space." };
        var output = new Option<string>("--output") { Description = "Writes FILE.secret, readable by you alone, and FILE.pub.", Required = true, HelpName = "FILE" };
        var command = new Command("key", "Makes a key that signs checkpoints.") { name, output };
        command.SetAction(parsed =>
        {
            if (!SignedNote.IsKeyName(parsed.GetRequiredValue(name)))
            {
                throw new CliException($"`{Shown.Text(parsed.GetRequiredValue(name))}` is no name for a key", "no plus signs, no white space");
            }

            var (secret, open) = (parsed.GetRequiredValue(output) + ".secret", parsed.GetRequiredValue(output) + ".pub");
            if (File.Exists(secret) || File.Exists(open))
            {
                throw new CliException($"{secret} or {open} is there already", "a key is never written over");
            }

            var seed = RandomNumberGenerator.GetBytes(32);
            using var signer = new NoteSigner(parsed.GetRequiredValue(name), seed);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new StreamWriter(secret, options))
            {
                file.Write($"{parsed.GetRequiredValue(name)} {Convert.ToBase64String(seed)}\n");
            }

            File.WriteAllText(open, signer.Verifier + "\n");
            Console.Out.WriteLine($"{open}: {signer.Verifier}");
            return ExitCodes.Clear;
        });
        return command;
    }
}
