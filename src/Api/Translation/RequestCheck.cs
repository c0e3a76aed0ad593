using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Core.Markup;
using Seq2SeqService.Inference;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.Translation;

/// <summary>Turns a request as it came into one that the translator may trust, or refuses it and names every faulty field.</summary>
internal sealed class RequestCheck(IOptions<ApiOptions> limits)
{
    public const string MissingText = "Invalid request: missing q parameter";
    private const int MaxTerms = 500;

    private static readonly OptionRange[] Ranges =
    [
        .. from member in typeof(TranslateOptions).GetProperties()
           from range in member.GetCustomAttributes<RangeAttribute>()
           select new OptionRange(member, range),
    ];

    /// <summary>Refuses what is wrong with the request whatever is being served.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="maxTexts">Texts that it may have; where it is left out, those of one request.</param>
    public void CheckFields(TranslateRequest request, int? maxTexts = null)
    {
        var faults = new FieldFaults();
        CheckTexts(request.Q, faults);
        CheckFormat(request.Format, faults);
        CheckAlternatives(request, faults);
        CheckOptions(request, faults);
        if (faults.Any)
            throw new RequestRefusedException(ProblemKind.InvalidRequest, faults) { Error = request.Q is null ? MissingText : null };

        CheckCount(request.Q!.Texts, maxTexts ?? limits.Value.MaxTexts);
    }

    /// <param name="request">One whose fields are checked and whose source is no longer open.</param>
    /// <param name="served">What it can ask for.</param>
    public static TranslationRequest Accept(TranslateRequest request, ServedLanguages served)
    {
        var pair = served.Choose(request.Source, request.Target);

        return new()
        {
            Texts = request.Q!.Texts,
            Source = pair?.Source,
            Target = pair?.Target,
            Model = request.Options?.Model,
            Decoding = DecodingChoice.Of(request.Options),
            Markup = request.Format == "html" ? new MarkupOptions { Kind = MarkupKind.Html } : null,
            WithConfidence = request.Options?.Confidence == true,
            Alternatives = request.Alternatives ?? 0,
            Prefix = request.Options?.Prefix,
            Guards = request.Options?.Guards != false,
            Glossary = [.. (request.Options?.Glossary ?? new Dictionary<string, string>()).Select(term => new GlossaryTerm(term.Key, term.Value))],
        };
    }

    private static void CheckTexts(TextOrTexts? q, FieldFaults faults)
    {
        if (q is null)
            faults.Add("q", "is required: a string or an array of strings");
        else if (q.Texts.Count == 0)
            faults.Add("q", "must hold at least one text");
        else if (!q.IsArray && q.Texts[0].Length == 0)
            faults.Add("q", "must not be empty");
        else
            CheckNul(q.IsArray, q.Texts, faults);
    }

    private static void CheckNul(bool isArray, IReadOnlyList<string> texts, FieldFaults faults)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i].Contains('\0', StringComparison.Ordinal))
                faults.Add(isArray ? $"q[{i}]" : "q", "must not hold the character NUL (U+0000)");
        }
    }

    private static void CheckFormat(string? format, FieldFaults faults)
    {
        if (format is not (null or "text" or "html"))
            faults.Add("format", "must be text or html");
    }

    private void CheckAlternatives(TranslateRequest request, FieldFaults faults)
    {
        if (request.Alternatives is not { } alternatives)
            return;

        if (alternatives < 0 || alternatives > limits.Value.MaxAlternatives)
            faults.Add("alternatives", $"must be between 0 and {limits.Value.MaxAlternatives}");
        else if (alternatives > 0 && request.Options?.Temperature > 0)
            faults.Add("alternatives", "must be 0 while options.temperature draws at random");
        else if (alternatives >= request.Options?.BeamSize)
            faults.Add("alternatives", $"must be smaller than options.beamSize, which is {request.Options.BeamSize}");
    }

    private static void CheckOptions(TranslateRequest request, FieldFaults faults)
    {
        if (request.Options is not { } options)
            return;

        foreach (var range in Ranges)
            range.Check(options, faults);

        if (options.Temperature > 0 && options.BeamSize > 1)
            faults.Add("options.temperature", "must be 0 with a beam; leave options.beamSize out, or set it to 1, to draw at random");
        if (request.Format == "html")
            CheckPlain(options, faults);
        if (options.MinLength > options.MaxLength)
            faults.Add("options.minLength", "must not be above options.maxLength");
        if (options.Prefix?.Contains('\0', StringComparison.Ordinal) == true)
            faults.Add("options.prefix", "must not hold the character NUL (U+0000)");
        if (options.Priority is not (null or TranslateOptions.Interactive or TranslateOptions.Bulk))
            faults.Add("options.priority", "must be interactive or bulk");
        CheckGlossary(options, faults);
    }

    private static void CheckGlossary(TranslateOptions options, FieldFaults faults)
    {
        if (options.Glossary is not { } glossary)
            return;

        if (glossary.Count > MaxTerms)
            faults.Add("options.glossary", $"holds {glossary.Count} terms; at most {MaxTerms} are taken");
        else if (glossary.Any(term => !TermRule.IsTerm(term.Key) || !TermRule.IsTerm(term.Value)))
            faults.Add("options.glossary", $"each term and its translation {TermRule.Demand}");
    }

    /// <summary>Places in a text and its sentences mean nothing to somebody who sent tags.</summary>
    private static void CheckPlain(TranslateOptions options, FieldFaults faults)
    {
        foreach (var (name, isAsked) in new[] { ("attention", options.Attention), ("alignment", options.Alignment), ("confidence", options.Confidence) })
        {
            if (isAsked == true)
                faults.Add($"options.{name}", "must be left out with format html");
        }
    }

    private static void CheckCount(IReadOnlyList<string> texts, int most)
    {
        if (texts.Count > most)
            throw new RequestRefusedException(ProblemKind.TooLarge, "q", $"holds {texts.Count} texts; at most {most} are taken at once");
    }
}
