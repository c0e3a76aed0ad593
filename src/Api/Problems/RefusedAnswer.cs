using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Problems;

/// <summary>A refusal that nobody threw, as <see cref="ProblemTable"/> tells it.</summary>
internal sealed class RefusedAnswer(TranslationException refusal) : IResult
{
    public Task ExecuteAsync(HttpContext context) => context.RequestServices.GetRequiredService<ProblemTable>().WriteAsync(context, refusal);
}
