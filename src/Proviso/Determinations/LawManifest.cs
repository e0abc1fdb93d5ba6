using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Proviso.Documents;
using Proviso.Rules;
using Proviso.Rules.Text;

namespace Proviso.Determinations;

/// <summary>
/// What a law folder has to hold: every file with its hash, and every corpus with the files it consists of. A folder from which law is missing
/// answers as if that law did not exist, so every difference is a reason to answer nothing.
/// </summary>
public static class LawManifest
{
    /// <summary>The name of the file, at the root of the law folder and nowhere else.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Above the size of any manifest of a law folder; one entry has about a hundred bytes.</summary>
    public const int MostBytes = 1024 * 1024;

    private const int FormatVersion = 1;

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdef");
    private static readonly string[] Fields = ["formatVersion", "corpora", "files"];

    /// <summary>SHA-256 over the text of a law file with line feeds at the ends of its lines, in lower-case hex.</summary>
    public static string HashOf(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.Content.Replace("\r\n", "\n", StringComparison.Ordinal))));
    }

    /// <summary>The manifest of law as it is.</summary>
    public static string Write(RuleSet rules, IEnumerable<SourceText> sources)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(sources);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("formatVersion"u8, FormatVersion);
            writer.WriteStartObject("corpora"u8);
            foreach (var (corpus, files) in FilesOf(rules))
            {
                writer.WriteStartArray(corpus);
                foreach (var file in files)
                {
                    writer.WriteStringValue(file);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteStartObject("files"u8);
            foreach (var source in sources.OrderBy(s => s.Path, StringComparer.Ordinal))
            {
                writer.WriteString(source.Path, HashOf(source));
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Everything in which a folder differs from its manifest, in words; empty when it is whole.</summary>
    /// <param name="manifest">The bytes of the manifest, or null where there is none.</param>
    /// <param name="rules">The law as loaded.</param>
    /// <param name="sources">The files it was loaded from.</param>
    public static IReadOnlyList<string> Differences(byte[]? manifest, RuleSet rules, IReadOnlyCollection<SourceText> sources)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(sources);
        if (manifest is null)
        {
            return [$"the law has no {FileName}: nothing says which law it must hold"];
        }

        if (manifest.Length > MostBytes)
        {
            return [$"{FileName} has more than {MostBytes} bytes, so it is not read"];
        }

        DataNode node;
        try
        {
            node = new JsonDocumentReader().Read(manifest);
        }
        catch (DocumentException e)
        {
            return [$"{FileName} cannot be read: {e.Problem.Message}"];
        }

        var wrong = new List<string>();
        if (Shape(node) is { } fault)
        {
            return [$"{FileName} is no manifest: {fault}"];
        }

        Files(node["files"]!, sources, wrong);
        Corpora(node["corpora"]!, rules, wrong);
        return wrong;
    }

    /// <summary>Why a document is no manifest; null when it has the shape of one.</summary>
    private static string? Shape(DataNode node)
    {
        if (node.Kind != DataKind.Map || node.Fields.Exists(f => !Fields.Contains(f.Key, StringComparer.Ordinal)))
        {
            return "it is an object with formatVersion, corpora and files, and nothing else";
        }

        if (node["formatVersion"] is not { Kind: DataKind.Scalar, Text: "1" })
        {
            return $"its formatVersion is not {FormatVersion}";
        }

        if (node["files"] is not { Kind: DataKind.Map, Fields.Count: > 0 } files
            || files.Fields.Exists(f => f.Value is not { Kind: DataKind.Scalar, Text.Length: 64 } || f.Value.Text!.AsSpan().ContainsAnyExcept(Hex)))
        {
            return "under `files` stand the law files, each with 64 lower-case hex digits";
        }

        return node["corpora"] is { Kind: DataKind.Map, Fields.Count: > 0 } corpora
            && corpora.Fields.TrueForAll(c => c.Value is { Kind: DataKind.List, Items.Count: > 0 } && c.Value.Items.TrueForAll(i => i.Kind == DataKind.Scalar))
            ? null
            : "under `corpora` stand the corpora, each with the list of its files";
    }

    private static void Files(DataNode files, IReadOnlyCollection<SourceText> sources, List<string> wrong)
    {
        var there = sources.ToDictionary(s => s.Path, StringComparer.Ordinal);
        foreach (var (name, hash) in files.Fields)
        {
            if (!there.Remove(name, out var source))
            {
                wrong.Add($"law file {name} is missing");
            }
            else if (HashOf(source) != hash.Text)
            {
                wrong.Add($"law file {name} differs from the manifest");
            }
        }

        wrong.AddRange(there.Keys.Order(StringComparer.Ordinal).Select(name => $"law file {name} is not named by the manifest"));
    }

    private static void Corpora(DataNode corpora, RuleSet rules, List<string> wrong)
    {
        var there = FilesOf(rules);
        foreach (var (name, files) in corpora.Fields)
        {
            if (!there.Remove(name, out var own))
            {
                wrong.Add($"corpus {name} is missing");
            }
            else if (!own.SequenceEqual(files.Items.Select(i => i.Text!).Order(StringComparer.Ordinal), StringComparer.Ordinal))
            {
                wrong.Add($"corpus {name} consists of {string.Join(", ", own)}, which is not what the manifest says");
            }
        }

        wrong.AddRange(there.Keys.Select(name => $"corpus {name} is not named by the manifest"));
    }

    /// <summary>The files from which each corpus comes: its declaration, its matters, definitions, provisions and tests.</summary>
    private static SortedDictionary<string, SortedSet<string>> FilesOf(RuleSet rules)
    {
        var files = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var corpus in rules.Law.Corpora)
        {
            files[corpus.Name] = new SortedSet<string>(StringComparer.Ordinal)
            {
                corpus.Place.Source.Path,
            };
            files[corpus.Name].UnionWith(corpus.Matters.Select(m => m.Place.Source.Path));
            files[corpus.Name].UnionWith(corpus.Definitions.Select(d => d.Place.Source.Path));
            files[corpus.Name].UnionWith(corpus.Provisions.Select(p => p.Place.Source.Path));
            files[corpus.Name].UnionWith(rules.Law.Tests.Where(t => string.Equals(t.Corpus, corpus.Name, StringComparison.Ordinal)).Select(t => t.Place.Source.Path));
        }

        return files;
    }
}
