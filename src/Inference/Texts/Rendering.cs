using System.Buffers;
using System.Text;
using Seq2SeqService.Core.Tokens;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Guards;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference.Texts;

/// <summary>One way to translate a sentence: whole, with masks, or in parts around what must not change.</summary>
internal sealed class Rendering(IReadOnlyList<RenderingPart> parts)
{
    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\n\r\t\v\f\0\u0085\u2028\u2029");

    public IReadOnlyList<RenderingPart> Parts => parts;

    public IEnumerable<Job> Jobs => parts.Select(part => part.Job).OfType<Job>();

    public bool IsDone => Jobs.All(job => job.Result.IsCompletedSuccessfully);

    /// <summary>The outputs, best first; all <see cref="Jobs"/> must be done.</summary>
    public IReadOnlyList<RenderedText> Outputs(Tokenizer tokenizer)
    {
        var count = Jobs.Select(job => job.Result.Result.Hypotheses.Count).DefaultIfEmpty(1).Max();
        return [.. Enumerable.Range(0, count).Select(rank => Output(tokenizer, rank))];
    }

    /// <summary>What of the best output is certain while jobs are under way. Words that stand for others are waited for: a part with masks comes whole.</summary>
    public string Beginning(Tokenizer tokenizer)
    {
        var text = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i] is not { Job: { } job, Masked: { } masked })
            {
                text.Append(parts[i].Text);
                continue;
            }

            if (!job.Result.IsCompletedSuccessfully)
                return text.Append(masked.Masks.Count == 0 ? Beginning(tokenizer, job) : "").ToString();

            text.Append(Restored(tokenizer, job.Result.Result.Hypotheses[0], masked, i).Text);
        }

        return text.ToString();
    }

    /// <summary>A full stop may yet turn out to be one that goes.</summary>
    private static string Beginning(Tokenizer tokenizer, Job job)
    {
        var said = InOneLine(tokenizer.DecodeBeginning(job.Stable?.Tokens ?? []));
        return said.EndsWith('.') ? said[..^1] : said;
    }

    private RenderedText Output(Tokenizer tokenizer, int rank)
    {
        var text = new StringBuilder();
        var faults = new List<Fault>();
        var pieces = new List<RenderedPiece>();
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            if (part is not { Job: { } job, Masked: { } masked })
            {
                text.Append(part.Text);
                continue;
            }

            var hypothesis = job.Result.Result.Hypotheses[Math.Min(rank, job.Result.Result.Hypotheses.Count - 1)];
            var restored = Restored(tokenizer, hypothesis, masked, i);
            pieces.Add(new(job, masked, hypothesis, restored.Places.Behind(text.Length)));
            text.Append(restored.Text);
            faults.AddRange(Faults(masked, restored.Found));
        }

        return new(text.ToString(), faults, pieces);
    }

    private RestoredText Restored(Tokenizer tokenizer, Hypothesis hypothesis, MaskedSentence masked, int part) =>
        masked.Restore(WithoutAddedStop(InOneLine(tokenizer.Decode(hypothesis.Tokens)), masked.Text, part));

    /// <summary>Line breaks are the text's; a model that falls back to bytes could make up some.</summary>
    private static string InOneLine(string output)
    {
        var first = output.AsSpan().IndexOfAny(LineBreaks);
        return first < 0 ? output : string.Concat(output.Select(letter => LineBreaks.Contains(letter) ? ' ' : letter));
    }

    /// <summary>Models end what has no end with a full stop; in front of what still belongs to the sentence it goes.</summary>
    private string WithoutAddedStop(string output, string source, int part) =>
        output.EndsWith('.') && !source.EndsWith('.') && parts.Skip(part + 1).Any(next => next.Text.Length > 0) ? output[..^1] : output;

    private static IEnumerable<Fault> Faults(MaskedSentence masked, IReadOnlyList<int> found)
    {
        for (var i = 0; i < found.Count; i++)
        {
            if (found[i] == 0)
                yield return new(FaultKind.PlaceholderLost, $"{masked.Masks[i].Output} is not in the output.");
            else if (found[i] > 1)
                yield return new(FaultKind.PlaceholderLost, $"{masked.Masks[i].Output} is {found[i]} times in the output.");
        }
    }
}
