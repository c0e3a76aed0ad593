using System.Data.Common;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Storage;

namespace Seq2SeqService.Api.Glossaries;

/// <summary>The database of the glossaries: a file of SQLite, or PostgreSQL.</summary>
internal sealed class GlossaryDatabase(IOptions<GlossaryOptions> options, IHostEnvironment environment) : IDisposable
{
    private const string DefaultFile = "glossaries.db";
    private const string DefaultDirectory = "seq2seqservice";

    private readonly Database _database = Database.Of(GlossarySchema.Tables, options.Value.ConnectionString, DirectoryOf(options.Value, environment), DefaultFile);

    /// <summary>Where the glossaries are, for the log; without password.</summary>
    public string Place => _database.Place;

    /// <inheritdoc cref="Database.OpenAsync"/>
    public Task<DbConnection?> OpenAsync(bool creates, CancellationToken cancel) => _database.OpenAsync(creates, cancel);

    public void Dispose() => _database.Dispose();

    private static string DirectoryOf(GlossaryOptions settings, IHostEnvironment environment)
    {
        if (!string.IsNullOrWhiteSpace(settings.Directory))
            return Path.GetFullPath(settings.Directory, environment.ContentRootPath);

        var programs = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(programs.Length > 0 ? programs : environment.ContentRootPath, DefaultDirectory);
    }
}
