using System.CommandLine;
using System.Globalization;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Cli.Commands.Audit;

/// <summary><c>proviso audit tiles</c>: writes a book as files that anybody may publish and keep.</summary>
internal static class AuditTiles
{
    public static Command Create()
    {
        var (journal, book, secret) = (AuditFiles.JournalOption(), AuditFiles.BookOption(), AuditFiles.SecretOption("File with the secret that `audit key` made."));
        var output = new Option<string>("--output") { Description = "The folder; what is new is added to it.", Required = true, HelpName = "DIR" };
        var witnessed = AuditFiles.WitnessedOption();
        var command = new Command("tiles", """
            Writes a book as a folder of files (C2SP tlog-tiles): its entries, its tree and a signed checkpoint. Any server of files can publish it.
            A folder whose checkpoint the journal does not hold is left as it is. Check one with `audit verify --tiles DIR`.
            Exit codes: 0 written, 1 the journal does not fit what was published, 2 bad input, 71 the journal is damaged.
            """) { journal, book, witnessed, output, secret };
        command.SetAction(parsed =>
        {
            var (name, folder) = (parsed.GetRequiredValue(book), parsed.GetRequiredValue(output));
            var opened = AuditFiles.OpenToRead(parsed.GetRequiredValue(journal));
            using var closing = (IDisposable)opened;
            AuditFiles.Exists(opened, name);
            if (AuditFiles.IsBehind(opened, name, parsed.GetRequiredValue(journal), parsed.GetValue(witnessed)))
            {
                return ExitCodes.CheckFailed;
            }

            JournalAudit.Require(opened, name);

            using var signer = AuditFiles.ReadSecret(parsed.GetRequiredValue(secret));
            PublishReport report;
            try
            {
                report = TileFolder.Publish(opened, name, folder, signer);
            }
            catch (JournalFormatException e) when (e is not JournalDamagedException)
            {
                report = new PublishReport(0, 0, 0, e.Message, "the checkpoint in the folder is as it was; `proviso audit verify` says more about the journal");
            }

            if (report.Problem is { } problem)
            {
                Console.Error.WriteLine($"proviso: not published: {Shown.Text(problem)}");
                Console.Error.WriteLine($"  = help: {report.Help}");
                return ExitCodes.CheckFailed;
            }

            return Answer.Tell($"{report.Size} entries are published in {folder}", "the folder is whole; `proviso audit verify --tiles` checks it", () =>
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}: {report.Size} entries, {report.Size - report.Before} of them new; {report.Files} files written"));
                return ExitCodes.Clear;
            });
        });
        return command;
    }
}
