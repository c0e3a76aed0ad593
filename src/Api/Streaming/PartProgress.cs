using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Streaming;

/// <summary>Tells of some texts of a request by their places among all of them.</summary>
/// <param name="progress">Is told.</param>
/// <param name="places">The place of each.</param>
internal sealed class PartProgress(IProgress<PartialText> progress, IReadOnlyList<int> places) : IProgress<PartialText>
{
    public void Report(PartialText value) => progress.Report(value with { Place = places[value.Place] });
}
