namespace Proviso.Storage.Lists;

/// <summary>A store that cannot do what it was asked for: what stands in the way and what to do.</summary>
#pragma warning disable CA1032 // One shape only.
public sealed class ListStoreException(string message, string help) : Exception(message)
#pragma warning restore CA1032
{
    /// <summary>What to do.</summary>
    public string Help { get; } = help;
}
