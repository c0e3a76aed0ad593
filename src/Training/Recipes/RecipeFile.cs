using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;

namespace Seq2SeqService.Training.Recipes;

/// <summary>Reads a recipe, lays overrides over it and checks every value.</summary>
internal static class RecipeFile
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

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
            RecipeCheck.RequireNone(RecipeKeys.Faults(configuration));
            var recipe = configuration.Get<Recipe>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new Recipe();
            RecipeCheck.Require(recipe);
            return recipe with { Directory = recipe.Directory.Length > 0 ? recipe.Directory : Path.Combine("runs", recipe.Name) };
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException or FormatException)
        {
            throw new RecipeException($"{path}: {error.GetBaseException().Message}", error);
        }
    }

    /// <summary>The recipe as JSON with its values, those left to their defaults too.</summary>
    public static string Write(Recipe recipe) => JsonSerializer.Serialize(recipe, Readable);

    private static KeyValuePair<string, string?> Override(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(text[..equals].Replace('.', ':'), text[(equals + 1)..])
            : throw new RecipeException($"--set {text}: write key=value, for example --set training.steps=1000.");
    }
}
