using System.Collections.Immutable;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Inference.Models;

/// <summary>The models of one moment, by name, and the choice among them. Replaced whole, never changed.</summary>
internal sealed class ModelRoutes(ImmutableSortedDictionary<string, ModelEntry> entries)
{
    public static ModelRoutes None { get; } =
        new(ImmutableSortedDictionary.Create<string, ModelEntry>(StringComparer.Ordinal));

    public IEnumerable<ModelEntry> Entries => entries.Values;

    private IEnumerable<LoadedModel> Serving => entries.Values.Select(entry => entry.Serving).OfType<LoadedModel>();

    public ModelEntry? Find(string name) => entries.GetValueOrDefault(name);

    public ModelRoutes With(ModelEntry entry) => new(entries.SetItem(entry.Name, entry));

    /// <summary>The model that answers: the named one, else the first by name that translates the pair.</summary>
    /// <param name="draw">Where the request falls between 0 and 1: below the share of a trial the version on trial answers.</param>
    public LoadedModel Choose(string? name, LanguagePair? pair, double draw)
    {
        var serving = Choose(name, pair);
        return Find(serving.Id.Name)?.Choose(pair, draw) ?? serving;
    }

    private LoadedModel Choose(string? name, LanguagePair? pair)
    {
        if (!Serving.Any())
            throw new TranslationException(TranslationFailure.NoModel, "No model has been published yet.");

        if (name is not null)
            return Named(name, pair);

        if (pair is null)
            throw new TranslationException(TranslationFailure.UnknownLanguagePair, "Name a source and a target language, or a model.");

        return Serving.FirstOrDefault(model => model.Translates(pair))
            ?? throw UnknownPair($"No model translates {pair}.", Serving.SelectMany(model => model.Directions));
    }

    private LoadedModel Named(string name, LanguagePair? pair)
    {
        if (Find(name) is not { } entry)
        {
            var names = string.Join(", ", entries.Keys);
            throw new TranslationException(TranslationFailure.UnknownModel, $"No model is named '{name}'; there are: {names}.");
        }

        if (entry.Serving is not { } model)
            throw new TranslationException(TranslationFailure.NoModel, $"No version of the model '{name}' could be loaded yet.");

        if (model.Directions.Count == 0 || model.DirectionOf(pair) is not null)
            return model;

        throw pair is null
            ? UnknownPair($"The model '{name}' translates several pairs; name a source and a target language.", model.Directions)
            : UnknownPair($"The model '{name}' does not translate {pair}.", model.Directions);
    }

    private static TranslationException UnknownPair(string message, IEnumerable<LanguagePair> known) => new(
        TranslationFailure.UnknownLanguagePair, $"{message} Pairs served: {string.Join(", ", known.Select(pair => pair.ToString()).Distinct().Order())}.");
}
