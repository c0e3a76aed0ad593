using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Inference.Tests.Models;

public sealed class StoreRootTests : IDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("root-").FullName;
    private readonly string _models = $"models-{Guid.NewGuid():N}";   // no directory above the temporary one has it

    private string Below => Directory.CreateDirectory(Path.Combine(_top, "src", "Api")).FullName;

    public void Dispose() => Directory.Delete(_top, recursive: true);

    [Fact]
    public void A_relative_directory_is_found_above_the_working_directory_and_the_nearest_wins()
    {
        var above = Directory.CreateDirectory(Path.Combine(_top, _models)).FullName;
        Assert.Equal(above, StoreRoot.Find(_models, Below));

        var near = Directory.CreateDirectory(Path.Combine(Below, _models)).FullName;
        Assert.Equal(near, StoreRoot.Find(_models, Below));
    }

    [Fact]
    public void A_directory_that_does_not_exist_yet_is_expected_in_the_working_directory()
    {
        Assert.Equal(Path.Combine(Below, _models), StoreRoot.Find(_models, Below));
    }

    [Fact]
    public void An_absolute_directory_is_taken_as_it_is()
    {
        Assert.Equal(Path.Combine(_top, "x"), StoreRoot.Find(Path.Combine(_top, "x"), Below));
    }
}
