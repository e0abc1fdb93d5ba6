using System.CommandLine;
using System.Globalization;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Cli.Commands.Audit;

/// <summary><c>proviso audit keep</c>: keeps the newest checkpoint that others have seen beside the journal.</summary>
internal static class AuditKeep
{
    public static Command Create()
    {
        var (journal, book, key) = (AuditFiles.JournalOption(), AuditFiles.BookOption(), AuditFiles.KeyOption(required: true));
        var checkpoint = new Option<string>("--checkpoint") { Description = "The checkpoint, as it was given to others.", Required = true, HelpName = "FILE" };
        var (witness, quorum) = (AuditFiles.WitnessOption(), AuditFiles.QuorumOption());
        var command = new Command("keep", """
            Keeps a checkpoint beside the journal, in FILE.witnessed: a copy that is behind it or differs from it is not put back and not written to.
            With --witness, the time that witnesses put under it vouches for the clock of the next command as the last entry does.
            Exit codes: 0 kept, 1 the journal does not hold it, 2 bad input.
            """) { journal, book, checkpoint, key, witness, quorum };
        command.SetAction(parsed =>
        {
            var (path, name) = (parsed.GetRequiredValue(journal), parsed.GetRequiredValue(book));
            var note = AuditFiles.ReadCheckpoint(parsed.GetRequiredValue(checkpoint), parsed.GetValue(key), name).Note;
            var opened = AuditFiles.OpenToRead(path);
            using var closing = (IDisposable)opened;
            JournalAudit.Require(opened, name);
            var witnesses = AuditFiles.Witnesses(parsed.GetValue(witness));
            if (AuditFiles.Quorum(note, parsed.GetValue(witness), parsed.GetValue(quorum)) is { IsReached: false } missing)
            {
                throw new CliException(
                    $"not kept: {missing.Cosigned.Count} of {missing.Needed} witnesses cosigned it; no good cosignature of {Shown.Text(string.Join(", ", missing.Missing))}",
                    "name the cosigned checkpoint, or fewer witnesses with --quorum", ExitCodes.CheckFailed);
            }

            GuardResult result;
            try
            {
                result = WitnessedCheckpoint.Keep(opened, name, WitnessedCheckpoint.PathFor(path), note, AuditFiles.ReadKey(parsed.GetValue(key)!), witnesses, witnesses.Count == 0 ? 0 : parsed.GetValue(quorum) ?? witnesses.Count);
            }
            catch (JournalFormatException e) when (e is not JournalDamagedException)
            {
                throw new CliException($"not kept: {Shown.Text(e.Message)}", "keep the newest checkpoint that others have");
            }

            if (result.Problem is { } problem)
            {
                Console.Error.WriteLine($"proviso: not kept: {Shown.Text(problem)}");
                Console.Error.WriteLine($"  = help: {result.Help}");
                return ExitCodes.CheckFailed;
            }

            return Answer.Tell($"the checkpoint is kept in {WitnessedCheckpoint.PathFor(path)}", "it need not be kept again", () =>
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{WitnessedCheckpoint.PathFor(path)}: book {name}, {result.Kept} of {result.Entries} entries"));
                return ExitCodes.Clear;
            });
        });
        return command;
    }
}
