using System.CommandLine;
using Proviso.Cli.Commands;
using Proviso.Cli.Commands.Audit;
using Proviso.Cli.Commands.Backup;
using Proviso.Cli.Commands.Law;
using Proviso.Cli.Commands.Licensing;
using Proviso.Cli.Commands.Screening;
using Proviso.Storage.Files;

namespace Proviso.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        Console.OutputEncoding = System.Text.Encoding.UTF8;
        return Run(args, Console.OpenStandardOutput(), Console.OpenStandardError());
    }

    /// <summary>The command with all its verbs.</summary>
    public static RootCommand Root()
    {
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
        root.Subcommands.Add(ClockCommands.Create());
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(AuditCommand.Create());
        root.Subcommands.Add(BackupCommand.Create());
        root.Subcommands.Add(LawCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create());
        return root;
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Where answers go, as UTF-8.</param>
    /// <param name="error">Where everything else goes.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, Stream output, Stream error)
    {
        Output.Begin(output, error);
        try
        {
            return Run(Root().Parse(args));
        }
        catch (OutputException e)
        {
            // What was asked may be answered in part; a reader must not take the part for the whole.
            Console.Error.WriteLine($"proviso: the answer could not be written: {e.Message}");
            Console.Error.WriteLine("  = help: make room, or send standard output elsewhere, and give the command again");
            return ExitCodes.CheckFailed;
        }
    }

    private static int Run(ParseResult parsed)
    {
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                Console.Error.WriteLine($"proviso: {Shown.Text(error.Message)}");
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
            return Say(e.ExitCode, Documents.UnseenText.Escape(e.Message), Documents.UnseenText.Escape(e.Help));
        }
        catch (Storage.Journal.JournalPlaceException e)
        {
            return Say(ExitCodes.BadInput, Shown.Text(e.Message), e.Help);
        }
        catch (Journal.JournalDamagedException e)
        {
            return Say(ExitCodes.Damaged, Shown.Text(e.Message), e.Help);
        }
        catch (Journal.JournalFormatException e)
        {
            return Say(ExitCodes.CheckFailed, $"the journal cannot be read: {Shown.Text(e.Message)}", "`proviso audit verify` says more about the journal");
        }
        catch (Licensing.LicenseFormatException e)
        {
            return Say(ExitCodes.BadInput, Shown.Text(e.Message), null);
        }
        catch (Journal.JournalUnavailableException e)
        {
            return Say(ExitCodes.NoJournal, Shown.Text(e.Message), "nothing was answered and nothing recorded; try again when the journal can be used");
        }
        catch (InputBoundException e)
        {
            return Say(ExitCodes.BadInput, Shown.Text(e.Message), Shown.Text(e.Help));
        }
        catch (System.Text.DecoderFallbackException)
        {
            return Say(ExitCodes.BadInput, "the text that was read is not UTF-8", "save it as UTF-8");
        }
        catch (IOException e) when (e is not OutputException)
        {
            return Say(ExitCodes.Error, Shown.Text(e.Message), null);
        }
        catch (UnauthorizedAccessException e)
        {
            return Say(ExitCodes.BadInput, Shown.Text(e.Message), null);
        }
    }

    private static int Say(int code, string what, string? help)
    {
        try
        {
            Console.Error.WriteLine($"proviso: {what}");
            if (help is not null)
            {
                Console.Error.WriteLine($"  = help: {help}");
            }
        }
        catch (IOException)
        {
            // Standard error is full too; the exit code is all that is left to say it with.
        }

        return code;
    }
}
