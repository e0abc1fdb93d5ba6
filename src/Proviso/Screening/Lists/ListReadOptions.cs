namespace Proviso.Screening.Lists;

/// <summary>What a caller knows of a publication that its content does not say.</summary>
public sealed record ListReadOptions
{
    /// <summary>The id of the list. Needed for a plain list; taken too where a publication does not name its list (OFAC's CSV and plain XML, FollowTheMoney). Null for the usual id.</summary>
    public string? List { get; init; }

    /// <summary>The name of the file, where there is one. A hint only: the format is found from the content.</summary>
    public string? FileName { get; init; }
}
