using System.Text.Json;
using System.Text.Json.Serialization;
using Seq2SeqService.Api.Catalog;
using Seq2SeqService.Api.DeepL;
using Seq2SeqService.Api.Detection;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Health;
using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Api.LibreTranslate;
using Seq2SeqService.Api.Operators;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Streaming;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api;

/// <summary>JSON as this service reads and writes it: unknown and doubled members are refused, nothing is guessed.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TranslateRequest))]
[JsonSerializable(typeof(TranslateResponse))]
[JsonSerializable(typeof(PartialTranslation))]
[JsonSerializable(typeof(DetectRequest))]
[JsonSerializable(typeof(IReadOnlyList<TextLanguage>))]
[JsonSerializable(typeof(TextLanguage))]
[JsonSerializable(typeof(FrontendSettings))]
[JsonSerializable(typeof(DeepLTranslations))]
[JsonSerializable(typeof(IReadOnlyList<DeepLLanguage>))]
[JsonSerializable(typeof(DeepLUsage))]
[JsonSerializable(typeof(DeepLDocument))]
[JsonSerializable(typeof(DeepLDocumentStatus))]
[JsonSerializable(typeof(GlossaryRequest))]
[JsonSerializable(typeof(GlossaryAnswer))]
[JsonSerializable(typeof(GlossaryList))]
[JsonSerializable(typeof(DeepLGlossary))]
[JsonSerializable(typeof(DeepLGlossaryList))]
[JsonSerializable(typeof(DeepLGlossaryPairs))]
[JsonSerializable(typeof(DeepLMultilingualGlossary))]
[JsonSerializable(typeof(DeepLMultilingualGlossaryList))]
[JsonSerializable(typeof(DeepLDictionary))]
[JsonSerializable(typeof(DeepLDictionaryEntriesList))]
[JsonSerializable(typeof(TranslatedFile))]
[JsonSerializable(typeof(DeepLError))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(JobAnswer))]
[JsonSerializable(typeof(IReadOnlyList<GlossaryTerm>))]
[JsonSerializable(typeof(IReadOnlyList<ServedLanguage>))]
[JsonSerializable(typeof(IReadOnlyList<ModelDescription>))]
[JsonSerializable(typeof(ModelDescription))]
[JsonSerializable(typeof(ActivateRequest))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.AllowDuplicateProperties = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 16;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = PlainTextEncoder.Instance;
    }
}
