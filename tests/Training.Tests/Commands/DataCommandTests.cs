using System.CommandLine;
using System.Text.Json.Nodes;
using Seq2SeqService.Training.Commands;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Commands;

public sealed class DataCommandTests : IDisposable
{
    private readonly TinyTask _task = new();

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public async Task A_text_is_read_without_training_and_reported_with_samples(int bufferPairs)
    {
        var recipe = _task.Recipe("transformer");
        File.WriteAllText(_task.PathOf("recipe.json"), RecipeFile.Write(recipe with { Data = recipe.Data with { BufferPairs = bufferPairs } }));

        var exit = await DataCommand.Create().Parse([_task.PathOf("recipe.json")])
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);

        var report = JsonNode.Parse(File.ReadAllText(_task.PathOf("run/data.json")))!;
        Assert.Equal(0, exit);
        Assert.Contains("dog", report["texts"]![0]!["dropped"]!["copy"]!["samples"]!.AsArray().Select(sample => (string?)sample!["source"]));
        Assert.Contains("    dog ||| dog", File.ReadLines(_task.PathOf("run/data.txt")));
        Assert.Equal(bufferPairs > 0, Directory.Exists(_task.PathOf("run/pairs")));
        Assert.False(Directory.Exists(_task.PathOf("run/state")));
    }

    public void Dispose() => _task.Dispose();
}
