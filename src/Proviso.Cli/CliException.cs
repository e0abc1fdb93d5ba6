namespace Proviso.Cli;

/// <summary>Something the user can fix: what is wrong, and what to do. Becomes exit code 2 unless another is named.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="help">What to do.</param>
/// <param name="exitCode">Of <see cref="ExitCodes"/>.</param>
#pragma warning disable CA1032, CA1064 // One shape of this exception only, thrown and caught in this program.
internal sealed class CliException(string message, string help, int exitCode = ExitCodes.BadInput) : Exception(message)
#pragma warning restore CA1032, CA1064
{
    /// <summary>What to do.</summary>
    public string Help { get; } = help;

    /// <summary>The exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
