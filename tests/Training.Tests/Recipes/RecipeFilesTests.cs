using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Recipes;

/// <summary>The recipes that come with the worker.</summary>
public sealed class RecipeFilesTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(Root(), "src", "Training", "Recipes");

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_recipe_can_be_used_and_is_named_as_its_file(string file)
    {
        var recipe = RecipeFile.Load(Path.Combine(Folder, file), []);

        Assert.Equal(Path.GetFileNameWithoutExtension(file), recipe.Name);
        Assert.NotEmpty(recipe.Data.Valid);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_recipe_begins_with_a_comment_that_says_what_it_is(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, file));

        Assert.Equal("{", lines[0]);
        Assert.StartsWith("  // ", lines[1], StringComparison.Ordinal);
    }

    /// <summary>A model card shows it; readers copy it.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_written_of_a_recipe_is_the_same_recipe_again(string file)
    {
        var written = RecipeFile.Write(RecipeFile.Load(Path.Combine(Folder, file), []));
        var copy = Path.GetTempFileName();
        File.WriteAllText(copy, written);

        Assert.Equal(written, RecipeFile.Write(RecipeFile.Load(copy, [])));

        File.Delete(copy);
    }

    [Fact]
    public void The_bundled_models_recipe_describes_the_bundled_model()
    {
        var shape = ModelConfigs.Shape(RecipeFile.Load(Path.Combine(Folder, "en-de.json"), []).Model);

        Assert.Equal((ModelConfig.Marian, 256, 4, 2, 8, 1024), (
            shape.ModelType, shape.Width, shape.EncoderLayers, shape.DecoderLayers, shape.DecoderHeads, shape.DecoderFeedForward));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Seq2SeqService.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a clone.");
    }
}
