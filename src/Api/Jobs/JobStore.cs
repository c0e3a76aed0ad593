using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Storage;

namespace Seq2SeqService.Api.Jobs;

/// <summary>
/// The jobs of all instances that share a database. Each call is one transaction. Where the database cannot be used every call is refused,
/// and the service goes on without jobs.
/// </summary>
internal sealed partial class JobStore(IOptions<JobOptions> options, IHostEnvironment environment, TimeProvider clock, ILogger<JobStore> logger) : IDisposable
{
    private const string DefaultFile = "jobs.db";

    private readonly Database _database = string.IsNullOrWhiteSpace(options.Value.ConnectionString)
        ? Database.InMemory(JobSchema.Tables)
        : Database.Of(JobSchema.Tables, options.Value.ConnectionString, environment.ContentRootPath, DefaultFile);

    private readonly SemaphoreSlim _turn = new(1);   // of SQLite's writers in this process: they would else wait by polling
    private volatile bool _isUsable = true;

    /// <summary>Keeps a new job; false where there are <paramref name="most"/> of its kind.</summary>
    public Task<bool> AddAsync(StoredJob job, byte[] content, int most, CancellationToken cancel) =>
        RunAsync(statements => statements.AddAsync(job, content, most, cancel), cancel, creates: true);

    public Task<StoredJob?> FindAsync(string id, CancellationToken cancel) => RunAsync(statements => statements.FindAsync(id, cancel), cancel);

    public Task<int> CountBeforeAsync(StoredJob job, CancellationToken cancel) => RunAsync(statements => statements.CountBeforeAsync(job, cancel), cancel);

    public Task<byte[]?> ContentAsync(StoredJob job, CancellationToken cancel) => RunAsync(statements => statements.ContentAsync(job.Id, cancel), cancel);

    public Task<byte[]?> ResultAsync(StoredJob job, CancellationToken cancel) => RunAsync(statements => statements.ResultAsync(job.Id, cancel), cancel);

    /// <summary>Removes a job with all that belongs to it; false where there was none.</summary>
    public Task<bool> DeleteAsync(StoredJob job, CancellationToken cancel) => RunAsync(async statements => await statements.DeleteAsync(job.Id, cancel) > 0, cancel);

    /// <summary>The next job for a worker, as its own attempt.</summary>
    public Task<StoredJob?> TakeAsync(CancellationToken cancel) => RunAsync(statements => statements.TakeAsync(options.Value.Lease, options.Value.MaxAttempts, cancel), cancel);

    /// <inheritdoc cref="JobStatements.RenewAsync"/>
    public Task<bool> RenewAsync(StoredJob job, int done, CancellationToken cancel) => RunAsync(statements => statements.RenewAsync(job, done, options.Value.Lease, cancel), cancel);

    /// <inheritdoc cref="JobStatements.CompleteAsync"/>
    public Task<bool> CompleteAsync(StoredJob job, byte[] result, CancellationToken cancel) => RunAsync(statements => statements.CompleteAsync(job, result, cancel), cancel);

    public Task<bool> FailAsync(StoredJob job, string error, CancellationToken cancel) => RunAsync(statements => statements.FailAsync(job, error, cancel), cancel);

    /// <inheritdoc cref="JobStatements.ReturnAsync"/>
    public Task<bool> ReturnAsync(StoredJob job, TimeSpan pause, bool counts, CancellationToken cancel) =>
        RunAsync(statements => statements.ReturnAsync(job, pause, counts, cancel), cancel);

    /// <summary>Ends jobs that had all their attempts, removes what was kept long enough, and counts the rest.</summary>
    public Task<(int Failed, JobCounts Counts)> SweepAsync(CancellationToken cancel) => RunAsync(async statements =>
    {
        await statements.DeleteExpiredAsync(cancel);
        return (await statements.FailExhaustedAsync(options.Value.MaxAttempts, cancel), await statements.CountAsync(cancel));
    }, cancel);

    public void Dispose()
    {
        _database.Dispose();
        _turn.Dispose();
    }

    private async Task<T> RunAsync<T>(Func<JobStatements, Task<T>> run, CancellationToken cancel, bool creates = false)
    {
        var takesTurns = _database.Kind is DatabaseKind.Sqlite;
        if (takesTurns)
            await _turn.WaitAsync(cancel);

        try
        {
            var result = await OpenAndRunAsync(run, creates, cancel);
            if (!_isUsable)
                LogUsable(_database.Place);

            _isUsable = true;
            return result;
        }
        catch (Exception error) when (error is DbException or IOException or UnauthorizedAccessException or InvalidDataException or TimeoutException)
        {
            if (_isUsable)
                LogUnusable(error, _database.Place);

            _isUsable = false;
            throw new RequestRefusedException(ProblemKind.JobsUnavailable, "jobs", Reason(error));
        }
        finally
        {
            if (takesTurns)
                _turn.Release();
        }
    }

    /// <summary>Where nothing was ever written there is nothing to find or to change: the default of the answer.</summary>
    private async Task<T> OpenAndRunAsync<T>(Func<JobStatements, Task<T>> run, bool creates, CancellationToken cancel)
    {
        await using var connection = await _database.OpenAsync(creates, cancel);
        if (connection is null)
            return default!;

        if (connection is SqliteConnection)
        {
            await using var pragma = connection.Command(transaction: null, "PRAGMA secure_delete = ON");   // texts that are removed are overwritten
            await pragma.ExecuteNonQueryAsync(cancel);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var result = await run(new(connection, transaction, _database.Kind, clock.GetUtcNow().ToUnixTimeMilliseconds()));
        await transaction.CommitAsync(cancel);
        return result;
    }

    /// <summary>For callers, without names of files and servers: those are in the log.</summary>
    private static string Reason(Exception error) => error switch
    {
        InvalidDataException => "they were written by a newer version of this service",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT } => "the file that they are kept in is damaged; move it away to begin anew",
        SqliteException or IOException or UnauthorizedAccessException => "the file that they are kept in cannot be read or written; Api:Jobs:ConnectionString names it, and the log says more",
        _ => "the database that they are kept in does not answer; Api:Jobs:ConnectionString names it, and the log says more",
    };

    [LoggerMessage(LogLevel.Error, "The jobs cannot be used ({Place})")]
    private partial void LogUnusable(Exception error, string place);

    [LoggerMessage(LogLevel.Information, "The jobs can be used again ({Place})")]
    private partial void LogUsable(string place);
}
