using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Proviso.Cli.Commands.Law;
using Proviso.Cli.Commands.Licensing;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Cli.Commands.Audit;

/// <summary><c>proviso audit verify</c>: goes through a book and compares it with a checkpoint.</summary>
internal static class AuditVerify
{
    public static Command Create()
    {
        var (book, key) = (AuditFiles.BookOption(), AuditFiles.KeyOption(required: false));
        var journal = new Option<string?>("--journal") { Description = "The journal: a SQLite file.", HelpName = "FILE" };
        var witnessed = AuditFiles.WitnessedOption();
        var tiles = new Option<string?>("--tiles") { Description = "In place of a journal: a folder that `audit tiles` wrote, or a copy of one. --key is needed.", HelpName = "DIR" };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "A checkpoint that was kept elsewhere. Without one, only what the book says of itself is checked.", HelpName = "FILE" };
        var (witness, needed, format) = (AuditFiles.WitnessOption(), AuditFiles.QuorumOption(), LawCommand.FormatOption());
        var command = new Command("verify", """
            Hashes every entry anew, checks their order, and compares the tree with a checkpoint.
            With --tiles, from published files alone: the folder's own checkpoint and every tile are checked too, and it is that checkpoint that witnesses have to have cosigned.
            The file itself is checked first: its schema, pages, indexes and constraints, and that the entries are as many as it says and those.
            Exit codes: 0 nothing is wrong, 1 it differs from a checkpoint or too few witnesses cosigned, 2 bad input, 71 the journal is damaged.
            """) { journal, witnessed, tiles, book, checkpoint, key, witness, needed, format };
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(book);
            (SignedNote Note, Checkpoint Checkpoint)? read = parsed.GetValue(checkpoint) is { } path ? AuditFiles.ReadCheckpoint(path, parsed.GetValue(key), name) : null;
            var kept = read?.Checkpoint;
            if (parsed.GetValue(journal) is null == parsed.GetValue(tiles) is null)
            {
                throw new CliException("one of --journal and --tiles is needed", "name a journal, or a folder of tiles");
            }

            var (result, note) = parsed.GetValue(tiles) is { } folder ? OfTiles(folder, name, parsed.GetValue(key), kept) : (OfJournal(parsed.GetValue(journal)!, name, kept, parsed.GetValue(witnessed)), read?.Note);
            var quorum = AuditFiles.Quorum(note, parsed.GetValue(witness), parsed.GetValue(needed));
            if (parsed.GetValue(format) == "json")
            {
                WriteJson(name, result, kept, quorum);
            }
            else
            {
                WriteText(name, result, kept, isPublished: parsed.GetValue(tiles) is not null, isSigned: parsed.GetValue(key) is not null);
                AuditFiles.Tell(quorum);
            }

            if (parsed.GetValue(journal) is { } place && result is { IsDamaged: true, Problem: { } problem })
            {
                throw new JournalDamagedException(JournalAt.Shown(place), problem, result.Sequence);
            }

            return result.Problem is null && quorum?.IsReached != false ? ExitCodes.Clear : ExitCodes.CheckFailed;
        });
        return command;
    }

    private static AuditResult OfJournal(string path, string book, Checkpoint? kept, string? witnessed)
    {
        var opened = AuditFiles.OpenToRead(path);
        using var closing = (IDisposable)opened;
        if (kept is null)
        {
            AuditFiles.Exists(opened, book);
        }

        var result = JournalAudit.Verify(opened, book, kept);
        if (result.Problem is null && opened is SqliteJournal { KnowsItsLength: false })
        {
            Console.Error.WriteLine("proviso: note: the file is of an earlier format, which does not say how long its books are; whether the end was cut off, only a checkpoint shows. The next command that writes to it brings it to the format of today");
        }

        try
        {
            // What this place was given away of the book, whether or not a checkpoint was named.
            if (result.Problem is null)
            {
                Door.Guard(opened, book, path, witnessed);
            }
        }
        catch (CliException e) when (e.ExitCode == ExitCodes.NoJournal)
        {
            return result with { Problem = e.Message, Sequence = -1 };
        }

        return result;
    }

    private static (AuditResult Result, SignedNote Note) OfTiles(string folder, string book, string? keyPath, Checkpoint? kept)
    {
        var key = AuditFiles.ReadKey(keyPath ?? throw new CliException("--tiles needs --key", "the key of who signed the folder's checkpoint"));
        try
        {
            var (note, published) = TileFolder.ReadCheckpoint(folder, key);
            return published.Origin == $"{key.Name}/{book}"
                ? (TileFolder.Verify(folder, book, published, kept is null ? [] : [kept]), note)
                : throw new CliException($"{folder} is of {Shown.Text(published.Origin)}, not of {key.Name}/{book}", "name the book with --book");
        }
        catch (JournalFormatException e)
        {
            throw new CliException(Shown.Text(e.Message), "name a folder that `proviso audit tiles` wrote, and the key of who signed it");
        }
    }

    private static void WriteJson(string book, AuditResult result, Checkpoint? kept, QuorumResult? quorum)
    {
        using var json = JsonOut.Open();
        json.WriteStartObject();
        json.WriteNumber("formatVersion", 1);
        json.WriteString("book", book);
        ((Utf8JsonWriter)json).WriteNumber("entries", result.Size);
        json.WriteString("root", Convert.ToBase64String(result.Root.Span));
        json.WriteString("problem", result.Problem);
        ((Utf8JsonWriter)json).WriteNumber("entry", result.Sequence);
        json.WriteBoolean("againstCheckpoint", kept is not null);
        json.WriteStrings("cosignedBy", quorum?.Cosigned.Select(c => c.Name) ?? []);
        ((Utf8JsonWriter)json).WriteNumber("quorum", quorum?.Needed ?? 0);
        json.WriteEndObject();
    }

    private static void WriteText(string book, AuditResult result, Checkpoint? kept, bool isPublished, bool isSigned)
    {
        if (result.Problem is { } problem)
        {
            Console.Out.WriteLine(result.Sequence >= 0 ? string.Create(CultureInfo.InvariantCulture, $"WRONG at entry {result.Sequence}: {Shown.Text(problem)}") : $"WRONG: {Shown.Text(problem)}");
            return;
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"book {book}: {result.Size} entries, root {Convert.ToBase64String(result.Root.Span)}"));
        Console.Out.WriteLine(kept is null
            ? isPublished ? "every file is what its checkpoint signs; only a checkpoint kept elsewhere shows that it is the one that others see" : "nothing is wrong in itself; without a checkpoint kept elsewhere that proves nothing against whoever owns the file"
            : string.Create(CultureInfo.InvariantCulture, $"it holds the {kept.Size} entries of the checkpoint of {Shown.Text(kept.Origin)}, unchanged"));
        if (kept is not null && !isSigned)
        {
            Console.Out.WriteLine("the checkpoint's signature was not checked: no --key was given");
        }
    }
}
