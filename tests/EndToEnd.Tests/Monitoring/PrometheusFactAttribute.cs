using System.Runtime.CompilerServices;

namespace Seq2SeqService.EndToEnd.Tests.Monitoring;

/// <summary>A test that runs Prometheus or promtool; skipped where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "There is no prometheus with promtool (Debian's package prometheus; test.sh unpacks it).";
        SkipType = typeof(PrometheusPrograms);
        SkipUnless = nameof(PrometheusPrograms.CanRun);
    }
}
