using Microsoft.AspNetCore.Http.HttpResults;
using Seq2SeqService.Api.Admission;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.DeepL;

/// <summary><c>POST /v2/translate</c>: DeepL's fields become one of our requests, our answer becomes DeepL's.</summary>
internal static class DeepLTranslateEndpoint
{
    /// <summary>What would change the translation and is not done here: refused, for a caller who asks for it must not believe that it was done.</summary>
    private static readonly string[] NotServed =
        ["style_id", "custom_instructions", "translation_memory_id"];

    private static readonly string[] Formalities = ["default", "prefer_more", "prefer_less"];

    public static async Task<Results<Ok<DeepLTranslations>, RefusedAnswer>> TranslateAsync(
        HttpRequest http, RequestTranslator translator, StoredTerms glossaries, IModelCatalog catalog, CharacterCount count, CancellationToken cancel)
    {
        var fields = await DeepLFields.ReadAsync(http, cancel);
        CheckOptions(fields);
        var request = Request(fields, DeepLLanguages.Of(catalog));
        var besides = new DialectOptions
        {
            Markup = DeepLTags.Of(fields),
            Splitting = Splitting(fields),
            Terms = await DeepLGlossaryFields.TermsAsync(fields, new(request.Source!, request.Target!), glossaries, cancel),
        };

        var outcome = await translator.TranslateAsync(request, Sender.Of(http.HttpContext), cancel, besides);
        if (outcome.Refusal is { } refusal)
            return new RefusedAnswer(refusal);

        var answer = outcome.OrThrow();
        count.Add(request.Q!.Texts.Sum(text => (long)text.Length));
        return TypedResults.Ok(new DeepLTranslations
        {
            Translations =
            [
                .. answer.Texts.Select((text, i) => new DeepLTranslation
                {
                    DetectedSourceLanguage = DeepLLanguages.Code(answer.Detected?[i].Language ?? request.Source!),
                    Text = text.Text,
                    BilledCharacters = request.Q.Texts[i].Length,
                }),
            ],
        });
    }

    private static TranslateRequest Request(DeepLFields fields, DeepLLanguages languages)
    {
        var texts = fields.All("text");
        return new()
        {
            Q = texts.Count > 0 ? new(texts, IsArray: true) : throw Refused("text", "Parameter 'text' not specified."),
            Source = languages.Source(fields.One("source_lang")),
            Target = languages.Target(fields.One("target_lang")),
        };
    }

    private static SentenceSplitting Splitting(DeepLFields fields) => fields.One("split_sentences") switch
    {
        null or "1" => SentenceSplitting.Lines,
        "nonewlines" => SentenceSplitting.Sentences,
        "0" => SentenceSplitting.Nowhere,
        _ => throw Refused("split_sentences", "Value for 'split_sentences' not supported."),
    };

    public static void CheckOptions(DeepLFields fields)
    {
        if (NotServed.FirstOrDefault(name => fields.One(name) is not null) is { } name)
            throw Refused(name, $"Parameter '{name}' is not supported by this service.");

        if (fields.One("formality") is { } formality && !Formalities.Contains(formality))
            throw Refused("formality", "'formality' is not supported for given 'target_lang'.");
    }

    private static RequestRefusedException Refused(string field, string message) => new(ProblemKind.InvalidRequest, field, message) { Error = message };
}
