using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Seq2SeqService.Client;

namespace Seq2SeqService.Cli.Output;

/// <summary>Answers as JSON, one a line, with members as the service names them and letters as they are.</summary>
internal static class JsonLines
{
    private static readonly CliJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,   // for terminals and files, never for a page
    });

    public static string Of(Translation translation) => JsonSerializer.Serialize(translation, Json.Translation);

    public static string Of(IReadOnlyList<ServedLanguage> languages) => JsonSerializer.Serialize(languages, Json.IReadOnlyListServedLanguage);

    public static string Of(IReadOnlyList<DetectedLanguage> languages) => JsonSerializer.Serialize(languages, Json.IReadOnlyListDetectedLanguage);
}

[JsonSerializable(typeof(Translation))]
[JsonSerializable(typeof(IReadOnlyList<ServedLanguage>))]
[JsonSerializable(typeof(IReadOnlyList<DetectedLanguage>))]
internal sealed partial class CliJson : JsonSerializerContext;
