using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seq2SeqService.Api.Translation;

/// <summary>One text or several: in JSON a string or an array of strings.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record TextOrTexts(IReadOnlyList<string> Texts, bool IsArray)
{
    internal sealed class Converter : JsonConverter<TextOrTexts>
    {
        public override TextOrTexts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
                return new([reader.GetString()!], IsArray: false);

            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException();

            var texts = new List<string>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                texts.Add(ReadText(ref reader, texts.Count));

            return new(texts, IsArray: true);
        }

        private static string ReadText(ref Utf8JsonReader reader, int index)
        {
            if (reader.TokenType != JsonTokenType.String)
                throw new FaultyTextException(index);

            try
            {
                return reader.GetString()!;
            }
            catch (InvalidOperationException)   // no well-formed Unicode
            {
                throw new FaultyTextException(index);
            }
        }

        public override void Write(Utf8JsonWriter writer, TextOrTexts value, JsonSerializerOptions options)
        {
            if (!value.IsArray)
            {
                writer.WriteStringValue(value.Texts[0]);
                return;
            }

            writer.WriteStartArray();
            foreach (var text in value.Texts)
                writer.WriteStringValue(text);
            writer.WriteEndArray();
        }
    }
}
