namespace Seq2SeqService.EndToEnd.Tests.Serving;

public sealed class FaultyVersionTests : IDisposable
{
    private const string Sentence = "The quick brown fox jumps.";

    private readonly TinyStore _store = new();

    public static TheoryData<string> Names => [.. Faults.ByName.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_faulty_version_is_refused_with_the_reason_and_the_old_one_goes_on(string name)
    {
        var fault = Faults.ByName[name];
        _store.Publish(1);
        await using var service = TinyClient.Serve(_store);
        using var client = new TinyClient(service);
        await client.ReadyAsync();
        var before = await client.TranslateAsync(Sentence);

        _store.PublishFaulty(2, fault.Change, fault.Spoil);
        var reason = await client.RefusesAsync(2);

        Assert.NotEmpty(reason);
        Assert.Contains(fault.Reason, reason, StringComparison.Ordinal);
        Assert.Equal("1", (string?)(await client.ModelAsync())!["version"]);
        Assert.Equal(before, await client.TranslateAsync(Sentence));
    }

    [Fact]
    public async Task A_sound_version_after_refused_ones_is_taken_over()
    {
        _store.Publish(1);
        await using var service = TinyClient.Serve(_store);
        using var client = new TinyClient(service);
        await client.ReadyAsync();

        foreach (var (version, fault) in (IEnumerable<(int, Fault)>)[(2, Faults.ByName["a weight is NaN"]), (3, Faults.ByName["the manifest is missing"])])
        {
            _store.PublishFaulty(version, fault.Change, fault.Spoil);
            await client.RefusesAsync(version);
        }

        _store.Publish(4);
        await client.ServesAsync(4);

        using var own = new OwnAnswers(_store.PathOf(4));
        Assert.Equal(new Answer(own.To(Sentence), 4), await client.TranslateAsync(Sentence));
    }

    [Fact]
    public async Task A_half_written_version_is_not_looked_at()
    {
        _store.Publish(1);
        _store.PublishFaulty(9, contents => contents, _ => { });
        Directory.Move(_store.PathOf(9), _store.PathOf(9) + ".partial");
        await using var service = TinyClient.Serve(_store);
        using var client = new TinyClient(service);

        await client.ServesAsync(1);

        Assert.Empty((await client.ModelAsync())!["refused"]!.AsArray());
        Assert.True(Directory.Exists(_store.PathOf(9) + ".partial"));
    }

    [Fact]
    public async Task A_model_whose_directory_is_gone_goes_on_serving()
    {
        _store.Publish(1);
        await using var service = TinyClient.Serve(_store);
        using var client = new TinyClient(service);
        await client.ReadyAsync();
        var before = await client.TranslateAsync(Sentence);

        Directory.Delete(Path.Combine(_store.Root, TinyStore.Model), recursive: true);
        foreach (var model in (string[])["another", "one-more"])   // the second is found by a look that began after the directory was gone
        {
            _store.Publish(1, model);
            await client.ServesAsync(1, model);
        }

        Assert.Equal("1", (string?)(await client.ModelAsync())!["version"]);
        Assert.Equal(before, await client.TranslateAsync(Sentence));
    }

    public void Dispose() => _store.Dispose();
}
