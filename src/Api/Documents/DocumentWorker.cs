namespace Seq2SeqService.Api.Documents;

/// <summary>Translates the documents that wait, one after another.</summary>
internal sealed partial class DocumentWorker(DocumentQueue queue, DocumentTranslator translator, TimeProvider clock, ILogger<DocumentWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var job in queue.Waiting.ReadAllAsync(stoppingToken))
            await TranslateAsync(job, stoppingToken);
    }

    private async Task TranslateAsync(DocumentJob job, CancellationToken stopping)
    {
        job.StartedAt = clock.GetTimestamp();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stopping, job.Abandoned.Token);
        try
        {
            job.Complete(await translator.TranslateAsync(job, cancel.Token));
        }
        catch (OperationCanceledException error)
        {
            job.Fail(error);
        }
        catch (Exception error)   // one document must not end the translation of all others
        {
            LogFailed(error, job.Id);
            job.Fail(error);
        }
    }

    [LoggerMessage(LogLevel.Error, "The document {Id} could not be translated")]
    private partial void LogFailed(Exception error, string id);
}
