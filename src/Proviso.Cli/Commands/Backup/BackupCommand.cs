using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Proviso.Cli.Commands.Audit;
using Proviso.Cli.Commands.Law;
using Proviso.Cli.Commands.Licensing;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Cli.Commands.Backup;

/// <summary><c>proviso backup …</c>: copies of a journal, made while it is written to, checked and put back.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var command = new Command("backup", "Copy a journal while it is written to; check a copy; put one back.");
        command.Subcommands.Add(Make());
        command.Subcommands.Add(Verify());
        command.Subcommands.Add(Restore());
        return command;
    }

    private static Command Make()
    {
        var (journal, format) = (AuditFiles.JournalOption(), LawCommand.FormatOption());
        var output = new Option<string>("--output") { Description = "The copy; a file that is there is never written over.", Required = true, HelpName = "FILE" };
        var witnessed = AuditFiles.WitnessedOption();
        var command = new Command("create", """
            Copies a journal as of one moment, while it is written to, and checks the copy.
            Exit codes: 0 copied and whole, 2 bad input, 70 the journal is behind what others have seen, 71 it is damaged; then there is no copy.
            """) { journal, witnessed, output, format };
        command.SetAction(parsed =>
        {
            var (from, path) = (parsed.GetRequiredValue(journal), parsed.GetRequiredValue(output));
            if (File.Exists(path))
            {
                throw new CliException($"{path} is there already", "a backup is never written over; name another file");
            }

            if (JournalAt.IsDatabase(from))
            {
                throw new CliException("backups are for journals in a file", "PostgreSQL has its own, such as pg_dump");
            }

            var opened = AuditFiles.OpenToRead(from);
            using (var closing = (IDisposable)opened)
            {
                foreach (var book in opened.Books())
                {
                    Door.Guard(opened, book, from, parsed.GetValue(witnessed));
                }
            }

            var copied = JournalBackup.Create(from, path);
            return Answer.Tell($"the copy {Shown.Text(path)} was made", $"`proviso backup verify --from {Shown.Text(path)}` checks it", () => Tell(path, copied, parsed.GetRequiredValue(format)));
        });
        return command;
    }

    private static Command Verify()
    {
        var format = LawCommand.FormatOption();
        var file = new Option<string>("--from") { Description = "The copy.", Required = true, HelpName = "FILE" };
        var command = new Command("verify", """
            Checks a copy: the file, and every entry of every book. `audit verify` compares it with a checkpoint.
            Exit codes: 0 whole, 2 bad input, 71 damaged.
            """) { file, format };
        command.SetAction(parsed =>
        {
            return Tell(parsed.GetRequiredValue(file), JournalBackup.Verify(parsed.GetRequiredValue(file)), parsed.GetRequiredValue(format));
        });
        return command;
    }

    private static int Tell(string path, IReadOnlyList<CopiedBook> books, string format)
    {
        if (format == "json")
        {
            using var json = JsonOut.Open();
            json.WriteStartObject();
            json.WriteNumber("formatVersion", 1);
            json.WriteString("file", path);
            json.WriteStartArray("books");
            Utf8JsonWriter row = json;
            foreach (var book in books)
            {
                row.WriteStartObject();
                row.WriteString("book", book.Book);
                row.WriteNumber("entries", book.Entries);
                row.WriteBase64String("root", book.Root.Span);
                row.WriteString("problem", book.Problem);
                row.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
        else
        {
            foreach (var book in books)
            {
                Console.Out.WriteLine(book.Problem is { } problem
                    ? $"book {book.Book}: NOT WHOLE: {Shown.Text(problem)}"
                    : string.Create(CultureInfo.InvariantCulture, $"book {book.Book}: {book.Entries} entries, root {Convert.ToBase64String(book.Root.Span)}"));
            }

            Console.Out.WriteLine(books.Any(b => b.Problem is not null) ? $"{Shown.Text(path)} is not whole" : $"{Shown.Text(path)} is whole");
        }

        return books.FirstOrDefault(b => b.Problem is not null) is { } bad ? throw new JournalDamagedException(path, $"book {bad.Book}: {bad.Problem}", help: "it is no backup; use another, and make a new one of a journal that is whole") : ExitCodes.Clear;
    }

    private static Command Restore()
    {
        var journal = AuditFiles.JournalOption();
        var from = new Option<string>("--from") { Description = "The copy.", Required = true, HelpName = "FILE" };
        var replace = new Option<bool>("--replace") { Description = "Put it in the place of a journal that is there; that one is kept beside it as FILE.replaced-N." };
        var acceptLoss = new Option<bool>("--accept-loss") { Description = "Give up entries that the copy lacks: of the journal replaced, or of the checkpoint kept in FILE.witnessed." };
        var command = new Command("restore", """
            Puts a copy back as the journal, after checking it. Every writer that still believes it owns a book is fenced off.
            Exit codes: 0 put back, 1 refused and nothing changed, 2 bad input, 71 the copy is damaged.
            """) { journal, from, replace, acceptLoss };
        command.SetAction(parsed =>
        {
            foreach (var place in new[] { parsed.GetRequiredValue(from), parsed.GetRequiredValue(journal) })
            {
                JournalAt.Require(place);
                if (JournalAt.IsDatabase(place))
                {
                    throw new CliException("backups are for journals in a file", "PostgreSQL has its own, such as pg_restore");
                }
            }

            RestoreReport report;
            try
            {
                report = JournalBackup.Restore(parsed.GetRequiredValue(from), parsed.GetRequiredValue(journal), parsed.GetValue(replace), parsed.GetValue(acceptLoss));
            }
            catch (RestoreRefusedException e)
            {
                Console.Error.WriteLine($"proviso: not put back: {Shown.Text(e.Message)}");
                Console.Error.WriteLine($"  = help: {e.Help}");
                return ExitCodes.CheckFailed;
            }
            catch (JournalFormatException e) when (e is not JournalDamagedException)
            {
                throw new CliException($"not put back: {Shown.Text(e.Message)}", "look at the file that is named; nothing is put back over what is not understood");
            }

            return Answer.Tell($"{parsed.GetRequiredValue(from)} was put back as {parsed.GetRequiredValue(journal)}", "do not put it back again; `proviso audit verify --journal` shows the journal", () =>
            {
                foreach (var book in report.Books)
                {
                    Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"book {book.Book}: {book.Entries} entries, epoch {book.Epoch}{(book.Lost > 0 ? $", {book.Lost} GIVEN UP" : "")}"));
                }

                if (report.Replaced is { } replaced)
                {
                    Console.Out.WriteLine($"what was there before: {replaced}");
                }

                if (report.GivenUp is { } givenUp)
                {
                    Console.Out.WriteLine($"checkpoints that the journal no longer holds: {givenUp}; tell those who have them");
                }

                return ExitCodes.Clear;
            });
        });
        return command;
    }
}
