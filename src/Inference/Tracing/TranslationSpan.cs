using System.Diagnostics;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Inference.Tracing;

/// <summary>The span of one request in Inference, under which its sentences' spans lie. It names the version that answers, and never a text.</summary>
internal static class TranslationSpan
{
    public static ActivitySource Source { get; } = new(Instrumentation.Name);

    /// <summary>Begins the span; null where nobody listens or the request is not sampled.</summary>
    public static Activity? Start(ModelId model, int texts)
    {
        var span = Source.StartActivity("translate");
        span?.SetTag("nmt.model", model.Name);
        span?.SetTag("nmt.version", model.Version);
        span?.SetTag("nmt.texts", texts);
        return span;
    }
}
