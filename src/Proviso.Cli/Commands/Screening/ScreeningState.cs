using System.Text.Json;
using System.Text.Json.Serialization;
using Proviso.Screening;
using Proviso.Storage.Files;
using Proviso.Storage.Lists;

namespace Proviso.Cli.Commands.Screening;

/// <summary>What a screening of a file found, kept so that the next one need look only at what changed.</summary>
internal sealed record ScreeningState
{
    public int FormatVersion { get; init; } = 1;

    public required string Algorithm { get; init; }

    public required int Threshold { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>The publications searched: source, hash, and the name of the list where the publication does not say it.</summary>
    public required IReadOnlyList<SearchedSource> Sources { get; init; }

    public required IReadOnlyList<KeptParty> Parties { get; init; }

    public static ScreeningState Of(OpenLists lists, string algorithm, int threshold, DateOnly on, IReadOnlyList<KeptParty> parties)
    {
        var manifest = lists.Folder is null ? null : ListStore.Open(lists.Folder).Manifest;
        return new ScreeningState
        {
            Algorithm = algorithm,
            Threshold = threshold,
            On = on,
            Sources = [.. (manifest?.Sources ?? []).Where(s => s.Value.Snapshot is not null).Select(s => new SearchedSource(s.Key, s.Value.Snapshot!, s.Value.ListId))],
            Parties = parties,
        };
    }

    public static ScreeningState Load(string path)
    {
        try
        {
            using var stream = BoundedFile.Open(path, 4L << 30, "state of a screening");
            return JsonSerializer.Deserialize(stream, StateJson.Default.ScreeningState) is { FormatVersion: 1 } state
                ? state
                : throw new CliException($"{path} has a format this version does not know", "screen the file again with `party screen --file … --state …`");
        }
        catch (FileNotFoundException)
        {
            throw new CliException($"no such file: {path}", "`proviso party screen --file … --state FILE` makes it");
        }
        catch (JsonException e)
        {
            throw new CliException($"{path} cannot be read: {Shown.Text(e.Message)}", "screen the file again with `party screen --file … --state …`");
        }
    }

    public void Save(string path)
    {
        var aside = path + ".new";
        using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, this, StateJson.Default.ScreeningState);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }
}

/// <summary>A publication that was searched.</summary>
internal sealed record SearchedSource(string Source, string Snapshot, string? ListId);

/// <summary>What was found of a party: the open hits by list, entry and the state of the entry, and how many were cleared.</summary>
internal sealed record KeptParty(string Party, string Verdict, IReadOnlyList<KeptHit> Open, int Cleared)
{
    public static KeptParty Of(ScreeningResult result) => new(
        result.Party.Fingerprint, ScreeningJson.Word(result.Verdict),
        [.. result.Hits.Where(h => !h.IsCleared).Select(h => new KeptHit(h.Entry.List, h.Entry.Id, h.Entry.Fingerprint))],
        result.Hits.Count(h => h.IsCleared));
}

/// <summary>An open hit.</summary>
internal sealed record KeptHit(string List, string Entry, string Fingerprint);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScreeningState))]
internal sealed partial class StateJson : JsonSerializerContext;
