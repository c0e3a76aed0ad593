using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu.Kernels;
using Seq2SeqService.Inference.Engines.Cpu.Workers;

namespace Seq2SeqService.Inference.Engines.Cpu.Output;

/// <summary>
/// Any network, with a vocabulary for each sentence: the output layer's weights of the sentence's tokens are gathered once, when it is encoded.
/// </summary>
internal sealed class ShortlistedNetwork(ICpuNetwork network, Shortlist shortlist, MatrixProduct output, CpuRuntime runtime) : ICpuNetwork, ICrewTask
{
    private readonly List<(SentenceVocabulary Vocabulary, int Panel)> _panels = [];

    public IDecodingState Encode(IReadOnlyList<int[]> sources)
    {
        var state = (ICpuState)network.Encode(sources);
        _panels.Clear();
        for (var row = 0; row < sources.Count; row++)
            state.Source(row).Vocabulary = VocabularyOf(sources[row]);

        runtime.Crew.Run(this);
        _panels.Clear();
        return state;
    }

    void ICrewTask.Work(CrewMember me)
    {
        foreach (var item in me.Each(_panels.Count))
        {
            var (vocabulary, panel) = _panels[item];
            vocabulary.Weights.GatherPanel(panel, output, vocabulary.Tokens);
        }
    }

    private SentenceVocabulary VocabularyOf(int[] source)
    {
        var tokens = shortlist.TokensFor(source);
        var vocabulary = new SentenceVocabulary(tokens, output.Rent(tokens.Length, runtime.Shelf));
        for (var panel = 0; panel < vocabulary.Weights.Panels; panel++)
            _panels.Add((vocabulary, panel));

        return vocabulary;
    }
}
