using Seq2SeqService.Api.Jobs;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Tests.Jobs;

public sealed class SqliteJobStoreTests : JobStoreTests
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jobs-").FullName;

    private protected override JobOptions Options => new() { ConnectionString = $"Data Source={File}" };

    private string File => Path.Combine(_directory, "data", "jobs.db");

    [Fact]
    public async Task Looking_makes_no_file_and_the_first_job_does()
    {
        var store = Store();
        await store.TakeAsync(Cancel);
        Assert.Null((await store.SweepAsync(Cancel)).Counts);
        Assert.False(Path.Exists(File));

        await store.AddAsync(New("A"), [1], most: 1, Cancel);

        Assert.True(Path.Exists(File));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        var content = new string('x', 5000);
        await System.IO.File.WriteAllTextAsync(File, content, Cancel);

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => Store().AddAsync(New("A"), [1], most: 1, Cancel));

        Assert.Equal(ProblemKind.JobsUnavailable, refused.Kind);
        Assert.Contains("damaged", refused.Faults.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_directory, refused.Faults.ToString(), StringComparison.Ordinal);
        Assert.Equal(content, await System.IO.File.ReadAllTextAsync(File, Cancel));
    }

    [Fact]
    public async Task A_removed_job_leaves_nothing_of_its_text_in_the_file()
    {
        var secret = "What nobody else must read. "u8.ToArray();
        var store = Store();
        await store.AddAsync(New("A"), [.. Enumerable.Repeat(secret, 2000).SelectMany(bytes => bytes)], most: 9, Cancel);

        await store.DeleteAsync(New("A"), Cancel);

        Assert.Equal(-1, (await System.IO.File.ReadAllBytesAsync(File, Cancel)).AsSpan().IndexOf(secret));
    }

    private protected override void Remove() => Directory.Delete(_directory, recursive: true);
}
