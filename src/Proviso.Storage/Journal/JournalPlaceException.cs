namespace Proviso.Storage.Journal;

/// <summary>A place that is none of a journal, or where none is: something that whoever named it can correct. Nothing was opened or made.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="help">What to do.</param>
#pragma warning disable CA1032 // One shape only.
public sealed class JournalPlaceException(string message, string help) : Exception(message)
#pragma warning restore CA1032
{
    /// <summary>What to do.</summary>
    public string Help { get; } = help;
}
