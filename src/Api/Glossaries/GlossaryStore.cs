using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Glossaries;

/// <summary>
/// The glossaries that are kept. Nothing is remembered between two calls, so that what another instance changes holds at once. Where the database
/// cannot be used every call is refused, and the service goes on without glossaries. What belongs to another key is as if it were not there.
/// </summary>
internal sealed partial class GlossaryStore(GlossaryDatabase database, CurrentCaller caller, IOptions<GlossaryOptions> limits, ILogger<GlossaryStore> logger)
{
    /// <summary>Keeps a new glossary; refused where there are as many as may be.</summary>
    public Task AddAsync(Glossary glossary, CancellationToken cancel) => WriteAsync(creates: true, nothing: false, async statements =>
    {
        if (!await statements.AddAsync(glossary with { Owner = caller.Value.Owner }, limits.Value.MaxGlossaries, cancel))
        {
            throw new RequestRefusedException(ProblemKind.TooLarge, "glossaries",
                $"the service keeps {limits.Value.MaxGlossaries} glossaries already (Api:Glossaries:MaxGlossaries); delete one that is not needed any more");
        }

        return true;
    }, cancel);

    /// <summary>The caller's glossaries, the oldest first.</summary>
    public Task<IReadOnlyList<GlossarySummary>> ListAsync(CancellationToken cancel) => ReadAsync<IReadOnlyList<GlossarySummary>>(
        async statements => [.. (await statements.ListAsync(cancel)).Where(glossary => caller.Value.MayReach(glossary.Owner))], [], cancel);

    /// <summary>The glossary of this id; null where there is none.</summary>
    public Task<Glossary?> FindAsync(Guid id, CancellationToken cancel) => ReadAsync(statements => ReachedAsync(statements, id, cancel), null, cancel);

    /// <summary>Replaces a glossary by what <paramref name="change"/> makes of it, while nobody else changes it; null where there is none.</summary>
    public Task<Glossary?> ChangeAsync(Guid id, Func<Glossary, Glossary> change, CancellationToken cancel) => WriteAsync<Glossary?>(creates: false, nothing: null, async statements =>
    {
        if (!await statements.HoldAsync(id, cancel) || await ReachedAsync(statements, id, cancel) is not { } found)
            return null;

        var changed = change(found);
        await statements.ReplaceAsync(changed, cancel);
        return changed;
    }, cancel);

    /// <summary>Whether there was one of this id; now there is none.</summary>
    public Task<bool> DeleteAsync(Guid id, CancellationToken cancel) =>
        WriteAsync(creates: false, nothing: false, async statements => await ReachedAsync(statements, id, cancel) is not null && await statements.DeleteAsync(id, cancel), cancel);

    private async Task<Glossary?> ReachedAsync(GlossaryStatements statements, Guid id, CancellationToken cancel) =>
        await statements.FindAsync(id, cancel) is { } found && caller.Value.MayReach(found.Owner) ? found : null;

    private async Task<T> ReadAsync<T>(Func<GlossaryStatements, Task<T>> read, T nothing, CancellationToken cancel)
    {
        try
        {
            await using var connection = await database.OpenAsync(creates: false, cancel);
            return connection is null ? nothing : await read(new(connection, transaction: null));
        }
        catch (Exception error) when (IsOfTheDatabase(error))
        {
            throw Unusable(error);
        }
    }

    private async Task<T> WriteAsync<T>(bool creates, T nothing, Func<GlossaryStatements, Task<T>> write, CancellationToken cancel)
    {
        try
        {
            await using var connection = await database.OpenAsync(creates, cancel);
            if (connection is null)
                return nothing;

            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var result = await write(new(connection, transaction));
            await transaction.CommitAsync(cancel);
            return result;
        }
        catch (Exception error) when (IsOfTheDatabase(error))
        {
            throw Unusable(error);
        }
    }

    private static bool IsOfTheDatabase(Exception error) => error is DbException or IOException or UnauthorizedAccessException or InvalidDataException or TimeoutException;

    private RequestRefusedException Unusable(Exception error)
    {
        LogUnusable(error, database.Place);
        return new(ProblemKind.GlossariesUnavailable, "glossaries", Reason(error));
    }

    /// <summary>For callers, without names of files and servers: those are in the log.</summary>
    private static string Reason(Exception error) => error switch
    {
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT } =>
            "the file that they are kept in is damaged; put a copy in its place, or move it away to begin anew",
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY } => "another program holds the file that they are kept in",
        InvalidDataException => "they were written by a newer version of this service",
        SqliteException or IOException or UnauthorizedAccessException =>
            "the file that they are kept in cannot be read or written; Api:Glossaries:Directory names its directory, and the log says more",
        _ => "the database that they are kept in does not answer; Api:Glossaries:ConnectionString names it, and the log says more",
    };

    [LoggerMessage(LogLevel.Error, "The glossaries cannot be used ({Place})")]
    private partial void LogUnusable(Exception error, string place);
}
