using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Proviso.Ledger;

namespace Proviso.Licensing;

/// <summary>Commands, conditions and outcomes as JSON: one form for files, doors and the journal.</summary>
/// <remarks>
/// Strict both ways: an unknown or doubled field is an error, a missing one too. The canonical form has its names sorted, no white space and no nulls, so
/// that the same value has the same bytes whatever wrote it.
/// </remarks>
public static class LicenseJson
{
    private static readonly JsonWriterOptions s_canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The options of every reading and writing.</summary>
    public static JsonSerializerOptions Options { get; } = Made(indented: false);

    /// <summary>The same, for people.</summary>
    public static JsonSerializerOptions Indented { get; } = Made(indented: true);

    /// <summary>Canonical text of a value.</summary>
    public static string Canonical<T>(T value)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, s_canonical))
        {
            Sorted(writer, JsonSerializer.SerializeToNode(value, Options));
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="LicenseFormatException">It is none; the message names the place.</exception>
    public static T Read<T>(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options) ?? throw new LicenseFormatException("a value is expected, not null");
        }
        catch (JsonException e)
        {
            throw new LicenseFormatException(Plain(e));
        }
        catch (NotSupportedException)
        {
            // What the library says when the word that tells the kind is missing.
            throw new LicenseFormatException($"the field that says which kind of {Word(typeof(T))} it is, is missing");
        }
    }

    /// <summary>Reads canonical text and refuses any other.</summary>
    /// <exception cref="LicenseFormatException">It is not canonical, or no such value.</exception>
    public static T ReadCanonical<T>(string text)
    {
        var value = Read<T>(text);
        return Canonical(value) == text ? value : throw new LicenseFormatException("not in canonical form");
    }

    /// <summary>The name of the first field that differs between two values, or null.</summary>
    public static string? FirstDifference<T>(T left, T right)
    {
        var (a, b) = (JsonSerializer.SerializeToNode(left, Options)!.AsObject(), JsonSerializer.SerializeToNode(right, Options)!.AsObject());
        foreach (var name in a.Select(p => p.Key).Concat(b.Select(p => p.Key)).Distinct(StringComparer.Ordinal))
        {
            if (!JsonNode.DeepEquals(a[name], b[name]))
            {
                return name;
            }
        }

        return null;
    }

    // The library speaks of its own types; who wrote the file knows fields.
    private static string Plain(JsonException e)
    {
        var quoted = e.Message.Split('\'');
        var where = e.Path is { Length: > 1 } path ? $" at {path[2..]}" : "";
        return e.Message.Contains("could not be mapped", StringComparison.Ordinal) && quoted.Length > 1 ? $"there is no field `{quoted[1]}`{where}"
            : e.Message.Contains("missing required properties", StringComparison.Ordinal) ? $"fields are missing{where}: {string.Join(", ", quoted.Skip(3).Where((_, i) => i % 2 == 0))}"
            : e.Message.Contains("could not be converted", StringComparison.Ordinal) ? $"the value{where} is of another kind than expected (line {e.LineNumber + 1})"
            : e.Message.Contains("type discriminator", StringComparison.Ordinal) ? $"`{(quoted.Length > 1 ? quoted[1] : "")}`{where} is no kind that is known here"
            : e.Message.Contains("metadata properties", StringComparison.Ordinal) ? $"an object stands{where} where the word of a kind is expected, such as \"command\": \"reserve-units\" (line {e.LineNumber + 1})"
            : e.Message.Contains("Duplicate property", StringComparison.Ordinal) ? $"the field `{(quoted.Length > 1 ? quoted[1] : "")}`{where} stands twice"
            : e.Message.Split(" Path:", 2)[0] + where;
    }

    private static string Word(Type type) => type == typeof(Condition) ? "condition" : "command";

    private static void Sorted(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject o:
                writer.WriteStartObject();
                foreach (var (name, value) in o.OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Sorted(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray a:
                writer.WriteStartArray();
                foreach (var value in a)
                {
                    Sorted(writer, value);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer, Options);
                break;
        }
    }

    private static JsonSerializerOptions Made(bool indented)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            AllowOutOfOrderMetadataProperties = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = indented,
            MaxDepth = 32,
        };
        options.Converters.Add(new MomentJson());
        options.Converters.Add(new AmountsJson());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>Text or bytes that are no command, condition or entry of this room.</summary>
#pragma warning disable CA1032 // One shape only.
public sealed class LicenseFormatException(string message) : Exception(message);
#pragma warning restore CA1032
