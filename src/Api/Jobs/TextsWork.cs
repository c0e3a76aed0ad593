using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Detection;
using Seq2SeqService.Api.Translation;
using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Jobs;

/// <summary>Translates many texts. The content is the request as it came, the result what <c>POST /translate</c> would have answered.</summary>
internal sealed class TextsWork(PatientTranslator translator, IOptions<JsonOptions> json, TimeProvider clock) : IJobWork
{
    public JobKind Kind => JobKind.Texts;

    private JsonSerializerOptions Json => json.Value.SerializerOptions;

    /// <summary>What a store keeps of a request: everything but the caller's keys.</summary>
    public byte[] ContentOf(TranslateRequest request) =>
        JsonSerializer.SerializeToUtf8Bytes(request with { ApiKey = null, OtherApiKey = null, Secret = null }, Json);

    public async Task<byte[]> DoAsync(StoredJob job, byte[] content, IProgress<int> done, CancellationToken cancel)
    {
        var started = clock.GetTimestamp();
        var request = JsonSerializer.Deserialize<TranslateRequest>(content, Json)!;
        var answers = new List<AnsweredRequest>();
        for (var next = 0; next < request.Q!.Texts.Count;)
        {
            var bite = translator.Bite(request.Q.Texts, next);
            answers.Add(await TranslateAsync(request with { Q = new(bite, IsArray: true) }, job, next, cancel));
            next += bite.Count;
            done.Report(next);
        }

        return JsonSerializer.SerializeToUtf8Bytes(TranslateEndpoint.Answer(request, Joined(answers), clock.GetElapsedTime(started)), Json);
    }

    /// <summary>A refusal of one text names its place among all.</summary>
    private async Task<AnsweredRequest> TranslateAsync(TranslateRequest bite, StoredJob job, int first, CancellationToken cancel)
    {
        try
        {
            return await translator.TranslateAsync(bite, job, cancel);
        }
        catch (TranslationException refused) when (refused.Text is { } place)
        {
            throw new TranslationException(refused.Failure, $"q[{first + place}]: {refused.Message}", refused.Option, first + place);
        }
    }

    /// <summary>One answer; it names the model where one version made all of it.</summary>
    private static AnsweredRequest Joined(List<AnsweredRequest> answers)
    {
        var models = answers.Select(answer => answer.Model).OfType<ModelId>().Distinct().ToList();
        return new()
        {
            Texts = [.. answers.SelectMany(answer => answer.Texts)],
            Detected = answers.Exists(answer => answer.Detected is null) ? null : (IReadOnlyList<TextLanguage>)[.. answers.SelectMany(answer => answer.Detected!)],
            Model = models is [var only] ? only : null,
            QueueTime = answers.Select(answer => answer.QueueTime).Max(),
            DecodeTime = answers.Aggregate(TimeSpan.Zero, (sum, answer) => sum + answer.DecodeTime),
        };
    }
}
