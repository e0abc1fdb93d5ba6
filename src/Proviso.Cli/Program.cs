using System.CommandLine;
using Proviso.Cli.Commands;
using Proviso.Cli.Commands.Audit;
using Proviso.Cli.Commands.Backup;
using Proviso.Cli.Commands.Law;
using Proviso.Cli.Commands.Licensing;
using Proviso.Cli.Commands.Screening;

namespace Proviso.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        Console.OutputEncoding = System.Text.Encoding.UTF8;
        var root = new RootCommand("Proviso answers whether a shipment of AI chips may go, under whose law, with which license and on what conditions, and shows why. It informs decisions and is not legal advice.");
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(ExplainCommand.Create());
        root.Subcommands.Add(ItemCommand.Create());
        root.Subcommands.Add(PartyCommand.Create());
        root.Subcommands.Add(ListsCommand.Create());
        root.Subcommands.Add(LicenseCommands.Create());
        root.Subcommands.Add(LineCommands.Create());
        root.Subcommands.Add(ConditionCommands.Create());
        root.Subcommands.Add(ConditionCommands.Obligations());
        root.Subcommands.Add(MoveCommands.Reservations());
        root.Subcommands.Add(MoveCommands.Shipments());
        root.Subcommands.Add(MoveCommands.Returns());
        root.Subcommands.Add(LedgerCommands.Create());
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(AuditCommand.Create());
        root.Subcommands.Add(BackupCommand.Create());
        root.Subcommands.Add(LawCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create());
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine($"proviso: {error.Message}");
            }

            Console.Error.WriteLine("see `proviso --help`");
            return ExitCodes.BadInput;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CliException e)
        {
            Console.Error.WriteLine($"proviso: {e.Message}");
            Console.Error.WriteLine($"  = help: {e.Help}");
            return ExitCodes.BadInput;
        }
        catch (Journal.JournalFormatException e)
        {
            Console.Error.WriteLine($"proviso: the journal cannot be read: {Shown.Text(e.Message)}");
            return ExitCodes.CheckFailed;
        }
        catch (Licensing.LicenseFormatException e)
        {
            Console.Error.WriteLine($"proviso: {Shown.Text(e.Message)}");
            return ExitCodes.BadInput;
        }
        catch (Journal.JournalUnavailableException e)
        {
            Console.Error.WriteLine($"proviso: {Shown.Text(e.Message)}");
            Console.Error.WriteLine("  = help: whether the command was recorded, the same --id tells when you send it again");
            return ExitCodes.NoJournal;
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"proviso: {e.Message}");
            return ExitCodes.Error;
        }
        catch (UnauthorizedAccessException e)
        {
            Console.Error.WriteLine($"proviso: {e.Message}");
            return ExitCodes.BadInput;
        }
    }
}
