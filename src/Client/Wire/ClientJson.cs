using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seq2SeqService.Client.Wire;

/// <summary>JSON without reflection. Members that a newer service may add are passed over; what is not set is not sent.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TranslateRequest))]
[JsonSerializable(typeof(TranslateAnswer))]
[JsonSerializable(typeof(PartialText))]
[JsonSerializable(typeof(DetectRequest))]
[JsonSerializable(typeof(IReadOnlyList<DetectedLanguage>))]
[JsonSerializable(typeof(IReadOnlyList<ServedLanguage>))]
[JsonSerializable(typeof(IReadOnlyList<ServedModel>))]
[JsonSerializable(typeof(TranslatedFile))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(NewGlossary))]
[JsonSerializable(typeof(Glossary))]
[JsonSerializable(typeof(GlossaryList))]
[JsonSerializable(typeof(TranslationJob))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ClientJson : JsonSerializerContext;
