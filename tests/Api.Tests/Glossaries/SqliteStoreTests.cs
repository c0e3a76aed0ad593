using System.Data.Common;
using Microsoft.Data.Sqlite;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Tests.Glossaries;

public sealed class SqliteStoreTests : GlossaryStoreTests
{
    private readonly string _directory = Directory.CreateTempSubdirectory("glossaries-").FullName;

    private protected override GlossaryOptions Options => new() { Directory = Path.Combine(_directory, "data") };

    private string File => Path.Combine(_directory, "data", "glossaries.db");

    [Fact]
    public async Task Reading_makes_no_file_and_the_first_glossary_does()
    {
        var store = Store();
        await store.ListAsync(Cancel);
        Assert.False(Path.Exists(Options.Directory));

        await store.AddAsync(New("g"), Cancel);

        Assert.True(Path.Exists(File));
    }

    [Fact]
    public async Task A_connection_string_names_another_file()
    {
        var file = Path.Combine(_directory, "other.db");

        await Store(new() { ConnectionString = $"Data Source={file}" }).AddAsync(New("g"), Cancel);

        Assert.True(Path.Exists(file));
    }

    [Fact]
    public async Task A_file_that_is_removed_begins_anew()
    {
        var store = Store();
        await store.AddAsync(New("g"), Cancel);
        Directory.Delete(Options.Directory, recursive: true);

        Assert.Empty(await store.ListAsync(Cancel));
        await store.AddAsync(New("h"), Cancel);

        Assert.Equal("h", Assert.Single(await store.ListAsync(Cancel)).Name);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_refused_and_the_path_is_not_told()
    {
        await System.IO.File.WriteAllTextAsync(Path.Combine(_directory, "data"), "a file, where the directory should be", Cancel);
        var store = Store();

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => store.AddAsync(New("g"), Cancel));

        Assert.Equal(ProblemKind.GlossariesUnavailable, refused.Kind);
        Assert.Contains("Api:Glossaries:Directory", refused.Faults.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_directory, refused.Faults.ToString(), StringComparison.Ordinal);
        Assert.Empty(await store.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(Options.Directory);
        var content = new string('x', 5000);
        await System.IO.File.WriteAllTextAsync(File, content, Cancel);

        var reading = await Assert.ThrowsAsync<RequestRefusedException>(() => Store().ListAsync(Cancel));
        var writing = await Assert.ThrowsAsync<RequestRefusedException>(() => Store().AddAsync(New("g"), Cancel));

        Assert.Contains("damaged", reading.Faults.ToString(), StringComparison.Ordinal);
        Assert.Contains("damaged", writing.Faults.ToString(), StringComparison.Ordinal);
        Assert.Equal(content, await System.IO.File.ReadAllTextAsync(File, Cancel));
    }

    private protected override async Task<DbConnection> OpenRawAsync()
    {
        Directory.CreateDirectory(Options.Directory);
        var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        await connection.OpenAsync(Cancel);
        return connection;
    }

    private protected override void Remove() => Directory.Delete(_directory, recursive: true);
}
