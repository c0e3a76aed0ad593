using System.Diagnostics;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines;

namespace Seq2SeqService.Benchmarks.Peers;

/// <summary>This project's engine over all lines, from text to text.</summary>
internal sealed class OwnPass(Checkpoint checkpoint, IEngine engine, IReadOnlyList<string> lines, string target)
{
    private readonly SentenceTranslator _translator = new(checkpoint.Name, engine, checkpoint.Config, checkpoint.Generation, maxBatchTokens: int.MaxValue);

    /// <summary>Lines of about one length together, as many as <paramref name="rows"/>; with one row, line by line.</summary>
    public (double Seconds, string[] Translations) Run(int beam, int rows)
    {
        var start = Stopwatch.GetTimestamp();
        var options = DecodingOptions.Of(checkpoint.Generation) with { BeamSize = beam, LengthPenalty = 1 };
        var translations = new string[lines.Count];
        var sources = lines.Select((line, i) => (Line: i, Tokens: checkpoint.Tokenizer.EncodeSource(line, target)));
        foreach (var batch in (rows == 1 ? sources : sources.OrderByDescending(source => source.Tokens.Length)).Chunk(rows))
        {
            var results = _translator.Translate([.. batch.Select(source => source.Tokens)], options, CancellationToken.None);
            foreach (var (source, hypotheses) in batch.Zip(results))
                translations[source.Line] = checkpoint.Tokenizer.Decode(hypotheses[0].Tokens);
        }

        return (Stopwatch.GetElapsedTime(start).TotalSeconds, translations);
    }
}
