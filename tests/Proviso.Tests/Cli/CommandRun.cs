using System.CommandLine;
using System.Text;
using Proviso.Cli;
using Proviso.Documents;

namespace Proviso.Tests.Cli;

/// <summary>Tests that take standard output and the working folder of this process: one after the other, beside nothing else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConsoleCollection
{
    public const string Name = "console";
}

/// <summary>Runs command lines inside this process, so that a test can walk all commands with many inputs.</summary>
internal static class CommandRun
{
    public sealed record Result(int ExitCode, string Output, string Error)
    {
        public string All => Output + Error;

        /// <summary>Characters that steer a terminal or do not show, in what came out.</summary>
        public IEnumerable<string> Unseen => All.EnumerateRunes().Where(r => r.Value is not ('\n' or '\t') && UnseenText.IsUnseen(r)).Select(r => $"U+{r.Value:X4}").Distinct();
    }

    public static Result Run(params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var standard = new MemoryStream();
        using var other = new MemoryStream();
        try
        {
            var code = Program.Run(arguments, standard, other);
            return new Result(code, Strict(standard), Strict(other));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>Every command without commands below it, with the words that call it.</summary>
    public static IEnumerable<(string[] Words, Command Command)> Leaves()
    {
        return Below([], Program.Root());

        static IEnumerable<(string[] Words, Command Command)> Below(string[] words, Command command) =>
            command.Subcommands.Count == 0 ? [(words, command)] : command.Subcommands.SelectMany(c => Below([.. words, c.Name], c));
    }

    private static string Strict(MemoryStream stream) => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(stream.ToArray());
}
