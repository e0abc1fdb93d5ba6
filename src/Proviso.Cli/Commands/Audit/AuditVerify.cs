using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Proviso.Cli.Commands.Law;
using Proviso.Journal;

namespace Proviso.Cli.Commands.Audit;

/// <summary><c>proviso audit verify</c>: goes through a book and compares it with a checkpoint.</summary>
internal static class AuditVerify
{
    public static Command Create()
    {
        var (journal, book, key) = (AuditFiles.JournalOption(), AuditFiles.BookOption(), AuditFiles.KeyOption(required: false));
        var checkpoint = new Option<string?>("--checkpoint") { Description = "A checkpoint that was kept elsewhere. Without one, only what the book says of itself is checked.", HelpName = "FILE" };
        var format = LawCommand.FormatOption();
        var command = new Command("verify", """
            Hashes every entry anew, checks their order, and compares the tree with a checkpoint.
            Exit codes: 0 nothing is wrong, 1 something is, 2 bad input.
            """) { journal, book, checkpoint, key, format };
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(book);
            var kept = parsed.GetValue(checkpoint) is { } path ? AuditFiles.ReadCheckpoint(path, parsed.GetValue(key), name).Checkpoint : null;
            using var opened = AuditFiles.OpenToRead(parsed.GetRequiredValue(journal));
            if (kept is null)
            {
                AuditFiles.Exists(opened, name);
            }

            var result = JournalAudit.Verify(opened, name, kept);
            if (parsed.GetValue(format) == "json")
            {
                WriteJson(name, result, kept);
            }
            else
            {
                WriteText(name, result, kept, isSigned: parsed.GetValue(key) is not null);
            }

            return result.Problem is null ? ExitCodes.Clear : ExitCodes.CheckFailed;
        });
        return command;
    }

    private static void WriteJson(string book, AuditResult result, Checkpoint? kept)
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
        json.WriteEndObject();
    }

    private static void WriteText(string book, AuditResult result, Checkpoint? kept, bool isSigned)
    {
        if (result.Problem is { } problem)
        {
            Console.Out.WriteLine(result.Sequence >= 0 ? string.Create(CultureInfo.InvariantCulture, $"WRONG at entry {result.Sequence}: {Shown.Text(problem)}") : $"WRONG: {Shown.Text(problem)}");
            return;
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"book {book}: {result.Size} entries, root {Convert.ToBase64String(result.Root.Span)}"));
        Console.Out.WriteLine(kept is null
            ? "nothing is wrong in itself; without a checkpoint kept elsewhere that proves nothing against whoever owns the file"
            : string.Create(CultureInfo.InvariantCulture, $"it holds the {kept.Size} entries of the checkpoint of {Shown.Text(kept.Origin)}, unchanged"));
        if (kept is not null && !isSigned)
        {
            Console.Out.WriteLine("the checkpoint's signature was not checked: no --key was given");
        }
    }
}
