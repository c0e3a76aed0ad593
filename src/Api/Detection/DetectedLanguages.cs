using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seq2SeqService.Api.Detection;

/// <summary>The languages that texts were translated from: in JSON an object for one text, an array of objects for several.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record DetectedLanguages(IReadOnlyList<TextLanguage> ByText, bool IsArray)
{
    internal sealed class Converter : JsonConverter<DetectedLanguages>
    {
        public override DetectedLanguages Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Detected languages are only ever answered.");

        public override void Write(Utf8JsonWriter writer, DetectedLanguages value, JsonSerializerOptions options)
        {
            if (value.IsArray)
                writer.WriteStartArray();

            foreach (var language in value.ByText)
                JsonSerializer.Serialize(writer, language, ApiJson.Default.TextLanguage);

            if (value.IsArray)
                writer.WriteEndArray();
        }
    }
}
