using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Proviso.Quantities;

namespace Proviso.Ledger;

/// <summary>A moment as ISO 8601 in UTC.</summary>
public sealed class MomentJson : JsonConverter<Moment>
{
    /// <inheritdoc/>
    public override Moment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        return DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? Moment.Of(time)
            : throw new JsonException($"`{text}` is no moment: 2026-02-10T09:00:00Z or 2026-02-10 is expected, in UTC.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Moment value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Amounts as an object of decimal figures.</summary>
public sealed class AmountsJson : JsonConverter<Amounts>
{
    /// <inheritdoc/>
    public override Amounts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Amounts are an object with units, value and tpp.");
        }

        var (units, value, tpp) = (0L, 0L, 0L);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "units":
                    units = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var whole) ? whole : throw new JsonException("Units are whole.");
                    break;
                case "value":
                    value = MillionthsJson.Millionths(ref reader);
                    break;
                case "tpp":
                    tpp = MillionthsJson.Millionths(ref reader);
                    break;
                default:
                    throw new JsonException($"Amounts have no `{name}`: units, value and tpp are known.");
            }
        }

        return new(units, value, tpp);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Amounts value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("units", value.Units);
        writer.WritePropertyName("value");
        writer.WriteRawValue(FixedPoint.ToText(value.Value));
        writer.WritePropertyName("tpp");
        writer.WriteRawValue(FixedPoint.ToText(value.Tpp));
        writer.WriteEndObject();
    }
}

/// <summary>Millionths as the decimal figure they stand for.</summary>
public sealed class MillionthsJson : JsonConverter<long>
{
    /// <inheritdoc/>
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Millionths(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteRawValue(FixedPoint.ToText(value));

    internal static long Millionths(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var figure) && FixedPoint.TryFromDecimal(figure, out var millionths)
            ? millionths
            : throw new JsonException("A figure with at most six decimals is expected.");
}

/// <summary>A share in millionths as the decimal figure it stands for: 0.25 for 25 %.</summary>
public sealed class ShareJson : JsonConverter<int>
{
    /// <inheritdoc/>
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MillionthsJson.Millionths(ref reader) is var millionths and >= int.MinValue and <= int.MaxValue ? (int)millionths : throw new JsonException("The share is too large.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteRawValue(FixedPoint.ToText(value));
}
