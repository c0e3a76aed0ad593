using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seq2SeqService.Api.Translation;

/// <summary>Further translations: in JSON an array of strings for one text, an array of such arrays for several.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record AlternativeTexts(IReadOnlyList<IReadOnlyList<string>> ByText, bool IsArray)
{
    internal sealed class Converter : JsonConverter<AlternativeTexts>
    {
        public override AlternativeTexts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Alternatives are only ever answered, never asked for by text.");

        public override void Write(Utf8JsonWriter writer, AlternativeTexts value, JsonSerializerOptions options)
        {
            if (value.IsArray)
                writer.WriteStartArray();

            foreach (var alternatives in value.ByText)
            {
                writer.WriteStartArray();
                foreach (var alternative in alternatives)
                    writer.WriteStringValue(alternative);
                writer.WriteEndArray();
            }

            if (value.IsArray)
                writer.WriteEndArray();
        }
    }
}
