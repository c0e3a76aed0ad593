using System.CommandLine;
using Seq2SeqService.Torch.Tests;
using Seq2SeqService.Training.Commands;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("serve-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("5090")]
    [InlineData("localhost:5090")]
    [InlineData("https://localhost:5090")]
    [InlineData("http://localhost:port")]
    [InlineData("http://localhost:99999")]
    [InlineData("http://localhost:5090/worker")]
    [InlineData("http://127.0.0.1:0;5090")]
    [InlineData("http://localhost:0")]
    public async Task An_address_that_cannot_be_served_is_named(string urls)
    {
        var error = await Assert.ThrowsAsync<RecipeException>(() => ServeAsync(urls, TestContext.Current.CancellationToken));

        Assert.Contains($"--urls has '{urls.Split(';')[^1]}'", error.Message, StringComparison.Ordinal);
    }

    [TorchTheory]
    [InlineData("http://localhost:5090")]
    [InlineData("http://*:5090;http://+:5091/")]
    [InlineData("http://[::1]:0; http://127.0.0.1:0")]
    [InlineData("http://*:0")]
    public async Task Addresses_of_this_machine_and_of_all_are_good(string urls)
    {
        File.WriteAllText(Path.Combine(_directory, "running"), "no directory");   // the next thing to fail

        await Assert.ThrowsAsync<IOException>(() => ServeAsync(urls, TestContext.Current.CancellationToken));
    }

    private Task<int> ServeAsync(string urls, CancellationToken stop) => ServeCommand.Create().Parse(["--queue", _directory, "--urls", urls])
        .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop);
}
