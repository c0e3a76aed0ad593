using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Seq2SeqService.Training.Recipes;

/// <summary>Reads a recipe, lays overrides over it and checks every value.</summary>
internal static class RecipeFile
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Recipe Load(string path, IEnumerable<string> overrides)
    {
        if (!File.Exists(path))
            throw new RecipeException($"There is no recipe at {path}.");

        try
        {
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(path), optional: false)
                .AddInMemoryCollection(overrides.Select(Override).GroupBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(same => same.Last()))
                .Build();
            var recipe = configuration.Get<Recipe>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new Recipe();
            Check(recipe);
            return recipe with { Directory = recipe.Directory.Length > 0 ? recipe.Directory : Path.Combine("runs", recipe.Name) };
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException or FormatException)
        {
            throw new RecipeException($"{path}: {error.Message} {error.InnerException?.Message}", error);
        }
    }

    /// <summary>The recipe as JSON with every value, those left to their defaults too.</summary>
    public static string Write(Recipe recipe) => JsonSerializer.Serialize(recipe, Readable);

    private static KeyValuePair<string, string?> Override(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(text[..equals].Replace('.', ':'), text[(equals + 1)..])
            : throw new RecipeException($"--set {text}: write key=value, for example --set training.steps=1000.");
    }

    private static void Check(Recipe recipe)
    {
        object[] parts = [recipe, recipe.Data, recipe.Vocabulary, recipe.Model, recipe.Training, recipe.Validation, recipe.Publish, .. Corpora(recipe)];
        var faults = new List<ValidationResult>();
        foreach (var part in parts)
            Validator.TryValidateObject(part, new ValidationContext(part), faults, validateAllProperties: true);

        var messages = faults.Select(fault => fault.ErrorMessage ?? "").ToList();
        if (recipe.Model.Type == "transformer" && recipe.Model.Width % recipe.Model.Heads != 0)
            messages.Add($"model:width ({recipe.Model.Width}) must be a multiple of model:heads ({recipe.Model.Heads}).");
        if (recipe.Model.Type == "transformer" && recipe.Data.MaxTokens > recipe.Model.MaxPositions)
            messages.Add($"data:maxTokens ({recipe.Data.MaxTokens}) must not exceed model:maxPositions ({recipe.Model.MaxPositions}).");
        if (recipe.Training is { CoolDownSteps: > 0, Steps: 0 })
            messages.Add("training:coolDownSteps are the last of training:steps; set those too.");
        foreach (var corpus in Corpora(recipe))
        {
            if (corpus.Source.Length == 0 || corpus.Target.Length == 0)
                messages.Add("data, publish:tests: every entry names a source and a target file.");
            if (corpus.BothWays && (corpus.SourceLanguage.Length == 0 || corpus.TargetLanguage.Length == 0))
                messages.Add($"data: {corpus.Source} with bothWays needs sourceLanguage and targetLanguage.");
        }

        if (recipe.Training is { Steps: 0, Epochs: 0, Hours: 0 })
            messages.Add("training: set steps, epochs or hours, or the run never ends.");
        if (messages.Count > 0)
            throw new RecipeException("The recipe cannot be used:\n  " + string.Join("\n  ", messages));
    }

    private static IEnumerable<CorpusRecipe> Corpora(Recipe recipe) =>
        [.. recipe.Data.Train, .. recipe.Data.Valid, .. recipe.Publish.Tests.Select(test => test.Corpus)];
}
