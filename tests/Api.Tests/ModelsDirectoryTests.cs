using Seq2SeqService.Api.Hosting;

namespace Seq2SeqService.Api.Tests;

public sealed class ModelsDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(".")]
    [InlineData("src/Api")]
    [InlineData("artifacts/bin/Api/release")]
    public void The_nearest_directory_above_is_found_from_wherever_the_service_starts(string contentRoot)
    {
        var models = Directory.CreateDirectory(Path.Combine(_root, "models")).FullName;
        var start = Directory.CreateDirectory(Path.Combine(_root, contentRoot)).FullName;

        Assert.Equal(Path.GetFullPath(models), ModelsDirectory.Find(configured: null, start));
    }

    [Fact]
    public void A_configured_directory_is_taken_as_it_is()
    {
        Assert.Equal("/models", ModelsDirectory.Find("/models", _root));
        Assert.Equal(Path.Combine(_root, "mine"), ModelsDirectory.Find("mine", _root));
    }

    [Fact]
    public void Without_any_the_service_waits_for_one_beside_its_settings()
    {
        Assert.StartsWith(_root, ModelsDirectory.Find(configured: " ", Path.Combine(_root, "empty")), StringComparison.Ordinal);
    }
}
