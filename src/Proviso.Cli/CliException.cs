namespace Proviso.Cli;

/// <summary>Something the user can fix: what is wrong, and what to do. Becomes exit code 2.</summary>
#pragma warning disable CA1032, CA1064 // One shape of this exception only, thrown and caught in this program.
internal sealed class CliException(string message, string help) : Exception(message)
#pragma warning restore CA1032, CA1064
{
    /// <summary>What to do.</summary>
    public string Help { get; } = help;
}
