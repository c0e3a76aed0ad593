using Seq2SeqService.Inference;

namespace Seq2SeqService.Api.Hosting;

/// <summary>Where the published models lie.</summary>
internal static class ModelsDirectory
{
    private const string Name = "models";
    private const string Setting = $"{InferenceOptions.Section}:{nameof(InferenceOptions.ModelsDirectory)}";

    public static void UseModelsDirectory(this WebApplicationBuilder builder) =>
        builder.Configuration[Setting] = Find(builder.Configuration[Setting], builder.Environment.ContentRootPath);

    /// <summary>
    /// A configured directory as it is, seen from the content root; otherwise the nearest directory <c>models</c> above the
    /// content root, which in a clone is the repository's own, wherever the service was started from.
    /// </summary>
    public static string Find(string? configured, string contentRoot)
    {
        if (!string.IsNullOrWhiteSpace(configured))
            return Path.GetFullPath(configured, contentRoot);

        for (var folder = new DirectoryInfo(contentRoot); folder is not null; folder = folder.Parent)
        {
            var models = Path.Combine(folder.FullName, Name);
            if (Directory.Exists(models))
                return models;
        }

        return Path.Combine(contentRoot, Name);
    }
}
