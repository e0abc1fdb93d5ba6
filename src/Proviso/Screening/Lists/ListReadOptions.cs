using System.Collections.Immutable;

namespace Proviso.Screening.Lists;

/// <summary>What a caller knows of a publication that its content does not say.</summary>
public sealed record ListReadOptions
{
    /// <summary>The id of the list. Needed for a plain list; taken too where a publication does not name its list (OFAC's CSV and plain XML, FollowTheMoney). Null for the usual id.</summary>
    public string? List { get; init; }

    /// <summary>What columns of a table mean that its format does not know by their names: the column, in any capitals, and the field it stands for; "" for a column to leave out.</summary>
    public ImmutableSortedDictionary<string, string> Columns { get; init; } = NoColumns;

    /// <summary>No column said to mean anything.</summary>
    public static ImmutableSortedDictionary<string, string> NoColumns { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of the file, where there is one. A hint only: the format is found from the content.</summary>
    public string? FileName { get; init; }
}
