namespace Proviso.Cli;

/// <summary>An answer to something that was done for good. Standard output may be full; what was done must not seem undone.</summary>
internal static class Answer
{
    /// <summary>Prints an answer; when it cannot be written, says on standard error what was done.</summary>
    /// <param name="done">What was done, such as <c>the command was recorded as entry 7 under the id order-17</c>.</param>
    /// <param name="help">How to see it, and what not to do again.</param>
    /// <param name="print">Prints; gives the exit code.</param>
    public static int Tell(string done, string help, Func<int> print)
    {
        try
        {
            return print();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{done}, but the answer could not be written: {e.Message}", help, ExitCodes.DoneUntold);
        }
    }
}
