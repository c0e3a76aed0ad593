using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Glossaries;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Jobs;

/// <summary>Refuses at the door what would fail later, when nobody looks.</summary>
internal sealed class TextsCheck(RequestCheck check, StoredTerms glossaries, IModelCatalog catalog, IOptions<JobOptions> options, IOptions<InferenceOptions> inference)
{
    /// <summary>The terms of the glossary that the request names, as they are now.</summary>
    public async Task<IReadOnlyList<GlossaryTerm>> AcceptAsync(TranslateRequest request, CancellationToken cancel)
    {
        check.CheckFields(request, options.Value.MaxTexts);
        if (request.Options?.Attention == true)
            throw new RequestRefusedException(ProblemKind.InvalidRequest, "options.attention", "must be left out of a job, whose answer it would make very large");
        if (request.Options?.DeadlineMs is not null)
            throw new RequestRefusedException(ProblemKind.InvalidRequest, "options.deadlineMs", "must be left out of a job, for which nobody waits");

        CheckLengths(request);
        CheckLanguages(request);
        return await glossaries.OfAsync(request, cancel);
    }

    private void CheckLengths(TranslateRequest request)
    {
        var most = request.Format == "html" ? inference.Value.MaxMarkupCharacters : inference.Value.MaxTextCharacters;
        var texts = request.Q!.Texts;
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i].Length > most)
                throw new RequestRefusedException(ProblemKind.TooLarge, request.Q.IsArray ? $"q[{i}]" : "q", $"has {texts[i].Length} characters; at most {most} are taken");
        }
    }

    private void CheckLanguages(TranslateRequest request)
    {
        var served = ServedLanguages.Of(catalog, request.Options?.Model);
        var isOpen = RequestParts.Auto.Equals(request.Source, StringComparison.OrdinalIgnoreCase);
        var source = isOpen ? served.SourcesFor(request.Target).FirstOrDefault(code => !served.IsSameLanguage(code, request.Target)) : request.Source;
        if (!served.IsSameLanguage(source, request.Target))
            served.Choose(source, request.Target);
    }
}
