namespace Seq2SeqService.Inference.Engines.Cpu;

/// <summary>Some of the sentences of a pack, one behind the other, and the packed positions of their tokens.</summary>
internal readonly record struct SourcePart(PackedSources Sources, Range Sentences, Range Tokens)
{
    /// <summary>So many things for every sentence, numbered through the pack: thing / <paramref name="things"/> is the sentence.</summary>
    public Range Each(int things) => (Sentences.Start.Value * things)..(Sentences.End.Value * things);
}
