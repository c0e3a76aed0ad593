using System.Diagnostics;
using System.Globalization;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Training.Data;
using Seq2SeqService.Training.Evaluation;
using Seq2SeqService.Training.Recipes;
using Seq2SeqService.Training.Validation;

namespace Seq2SeqService.Training.Commands;

/// <summary>Sources and references of the command line, and what systems make of them.</summary>
internal sealed class TestSet
{
    private readonly string[]? _sources;
    private LanguagePair? _direction;

    public TestSet(string? source, IReadOnlyList<string> references)
    {
        References = [.. references.Select(LineFile.Read)];
        _sources = source is null ? null : LineFile.Read(source);
        foreach (var (file, lines) in references.Zip(References))
            Require(file, lines.Count);
        if (_sources is not null)
            Require(source!, _sources.Length);
        if (References[0].Count == 0)
            throw new RecipeException($"{references[0]} is empty; there is nothing to score.");
    }

    /// <summary>[translator][line]</summary>
    public IReadOnlyList<IReadOnlyList<string>> References { get; }

    public bool IsChinese => Set(References[0]).IsChinese;

    /// <summary>The outputs of a checkpoint, or the lines of a file.</summary>
    public SystemOutputs Translate(string system, TranslationChoice choice, CancellationToken cancel)
    {
        if (!File.Exists(system))
            return Directory.Exists(system) ? OfModel(system, choice, cancel) : throw new RecipeException($"There is neither a directory nor a file {system}.");

        var lines = LineFile.Read(system);
        Require(system, lines.Length);
        return new(system, lines);
    }

    private SystemOutputs OfModel(string path, TranslationChoice choice, CancellationToken cancel)
    {
        var sources = _sources ?? throw new RecipeException($"--source is missing: {path} is a checkpoint, which translates it.");
        using var model = new OpenedModel(path, choice.Threads, choice.Precision, choice.Shortlist);
        _direction = model.Direction(choice.Pair);
        var validator = new Validator(model.Checkpoint.Config, model.Checkpoint.Generation, model.Checkpoint.Tokenizer);

        var clock = Stopwatch.StartNew();
        var (outputs, tokens) = validator.Translate(
            model.Sentences, Set(sources), model.Engine.MaxPositions, model.Decoding(choice.Beam, choice.LengthPenalty), cancel);
        var spent = clock.Elapsed.TotalSeconds;
        return new(
            $"{model.Checkpoint.Name}/{model.Checkpoint.Version}", outputs,
            string.Create(CultureInfo.InvariantCulture, $"{outputs.Count:N0} sentences in {spent:F1} s, {tokens / spent:N0} tokens/s"));
    }

    private ValidationSet Set(IReadOnlyList<string> sources) =>
        new("test", _direction, [.. sources.Zip(References[0], (source, reference) => new SentencePair(source, reference, _direction?.Target))]);

    private void Require(string file, int lines)
    {
        if (lines != References[0].Count)
            throw new RecipeException($"{file} has {lines} lines and the first reference {References[0].Count}; aligned files have the same number.");
    }
}
