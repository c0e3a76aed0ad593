using System.Data.Common;
using Seq2SeqService.Api.Storage;

namespace Seq2SeqService.Api.Jobs;

/// <summary>The SQL of jobs for SQLite and PostgreSQL, in a transaction that is open. All that a worker writes is fenced by the job's id and its attempt.</summary>
internal sealed class JobStatements(DbConnection connection, DbTransaction transaction, DatabaseKind kind, long now)
{
    private const string Ours = "WHERE id = @id AND attempt = @attempt AND state = 'Running'";

    /// <summary>False where there are <paramref name="most"/> of its kind already. Two instances at once may go over it by one.</summary>
    public async Task<bool> AddAsync(StoredJob job, byte[] content, int most, CancellationToken cancel)
    {
        var added = await ExecuteAsync(
            """
            INSERT INTO jobs (id, kind, owner, sender, secret_hash, name, source_lang, target_lang, terms, texts, characters, trace, created_ms, expires_ms, state, done, attempt, returned, due_ms, error)
            SELECT @id, @kind, @owner, @sender, @secret, @name, @source, @target, @terms, @texts, @characters, @trace, @created, @expires, @state, 0, 0, 0, 0, ''
            WHERE (SELECT COUNT(*) FROM jobs WHERE kind = @kind) < @most
            """, cancel, [.. JobRow.ValuesOf(job), ("most", most)]);
        if (added > 0)
            await ExecuteAsync("INSERT INTO job_contents (job_id, content) VALUES (@id, @content)", cancel, ("id", job.Id), ("content", content));

        return added > 0;
    }

    public async Task<StoredJob?> FindAsync(string id, CancellationToken cancel)
    {
        await using var command = Command($"SELECT {JobRow.Columns} FROM jobs WHERE id = @id AND expires_ms > @now", ("id", id), ("now", now));
        return await OneAsync(command, cancel);
    }

    /// <summary>Jobs that will be begun before this one.</summary>
    public async Task<int> CountBeforeAsync(StoredJob job, CancellationToken cancel)
    {
        await using var command = Command(
            "SELECT COUNT(*) FROM jobs WHERE state = 'Waiting' AND expires_ms > @now AND (created_ms < @created OR (created_ms = @created AND id < @id))",
            ("now", now), ("created", job.CreatedAt.ToUnixTimeMilliseconds()), ("id", job.Id));
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancel), null);
    }

    public Task<byte[]?> ContentAsync(string id, CancellationToken cancel) => BytesAsync("SELECT content FROM job_contents WHERE job_id = @id", id, cancel);

    public Task<byte[]?> ResultAsync(string id, CancellationToken cancel) => BytesAsync("SELECT content FROM job_results WHERE job_id = @id", id, cancel);

    /// <summary>The oldest job that waits or whose worker gave no sign of life, as a new attempt; null where there is none. Workers that look at once get different ones.</summary>
    public async Task<StoredJob?> TakeAsync(TimeSpan lease, int mostAttempts, CancellationToken cancel)
    {
        await using var command = Command(
            $"""
            UPDATE jobs SET state = 'Running', attempt = attempt + 1, done = 0, due_ms = @until, started_ms = COALESCE(started_ms, @now)
            WHERE id = (
                SELECT id FROM jobs WHERE state IN ('Waiting', 'Running') AND due_ms <= @now AND expires_ms > @now AND attempt - returned < @most
                ORDER BY created_ms, id LIMIT 1 {(kind is DatabaseKind.Postgres ? "FOR UPDATE SKIP LOCKED" : "")})
            RETURNING {JobRow.Columns}
            """, ("now", now), ("until", now + (long)lease.TotalMilliseconds), ("most", mostAttempts));
        return await OneAsync(command, cancel);
    }

    /// <summary>A sign of life; false where the job is somebody else's by now, or nobody wants it any more.</summary>
    public async Task<bool> RenewAsync(StoredJob job, int done, TimeSpan lease, CancellationToken cancel) =>
        await ExecuteAsync($"UPDATE jobs SET due_ms = @until, done = @done {Ours}", cancel, [.. Attempt(job), ("until", now + (long)lease.TotalMilliseconds), ("done", done)]) > 0;

    /// <summary>False, and nothing is kept, where the attempt does not count any more.</summary>
    public async Task<bool> CompleteAsync(StoredJob job, byte[] result, CancellationToken cancel)
    {
        if (await ExecuteAsync($"UPDATE jobs SET state = 'Done', done = texts, ended_ms = @now {Ours}", cancel, [.. Attempt(job), ("now", now)]) == 0)
            return false;

        await ExecuteAsync("INSERT INTO job_results (job_id, content) VALUES (@id, @content)", cancel, ("id", job.Id), ("content", result));
        await ExecuteAsync("DELETE FROM job_contents WHERE job_id = @id", cancel, ("id", job.Id));
        return true;
    }

    public async Task<bool> FailAsync(StoredJob job, string error, CancellationToken cancel)
    {
        var failed = await ExecuteAsync($"UPDATE jobs SET state = 'Failed', error = @error, ended_ms = @now {Ours}", cancel, [.. Attempt(job), ("now", now), ("error", error)]) > 0;
        if (failed)
            await ExecuteAsync("DELETE FROM job_contents WHERE job_id = @id", cancel, ("id", job.Id));

        return failed;
    }

    /// <summary>Puts a job back into the line.</summary>
    /// <param name="job">The attempt that ends.</param>
    /// <param name="pause">Time until it may be begun again.</param>
    /// <param name="counts">Whether the attempt is one of those that a job may have.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    public async Task<bool> ReturnAsync(StoredJob job, TimeSpan pause, bool counts, CancellationToken cancel) =>
        await ExecuteAsync(
            $"UPDATE jobs SET state = 'Waiting', done = 0, due_ms = @due, returned = returned + @free {Ours}", cancel,
            [.. Attempt(job), ("due", now + (long)pause.TotalMilliseconds), ("free", counts ? 0 : 1)]) > 0;

    /// <summary>Ends jobs that had all their attempts and are begun by nobody; gives how many.</summary>
    public async Task<int> FailExhaustedAsync(int mostAttempts, CancellationToken cancel)
    {
        const string Reason = "It was begun {0} times and never came to an end: the service failed on it, or stopped while it worked on it.";
        return await ExecuteAsync(
            "UPDATE jobs SET state = 'Failed', error = @error, ended_ms = @now WHERE state IN ('Waiting', 'Running') AND due_ms <= @now AND attempt - returned >= @most", cancel,
            ("now", now), ("most", mostAttempts), ("error", string.Format(System.Globalization.CultureInfo.InvariantCulture, Reason, mostAttempts)));
    }

    public Task<int> DeleteAsync(string id, CancellationToken cancel) => DeleteWhereAsync("id = @id", ("id", id), cancel);

    /// <summary>Removes what has been kept long enough.</summary>
    public Task<int> DeleteExpiredAsync(CancellationToken cancel) => DeleteWhereAsync("expires_ms <= @now", ("now", now), cancel);

    public async Task<JobCounts> CountAsync(CancellationToken cancel)
    {
        await using var command = Command(
            """
            SELECT COALESCE(SUM(CASE WHEN state = 'Waiting' THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN state = 'Running' THEN 1 ELSE 0 END), 0), MIN(CASE WHEN state = 'Waiting' THEN created_ms END)
            FROM jobs WHERE expires_ms > @now
            """, ("now", now));
        await using var row = await command.ExecuteReaderAsync(cancel);
        await row.ReadAsync(cancel);
        return new(Convert.ToInt64(row.GetValue(0), null), Convert.ToInt64(row.GetValue(1), null), row.IsDBNull(2) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(now - row.GetInt64(2)));
    }

    /// <summary>The row first: a worker that ends meanwhile then finds nothing to end, and leaves no result behind.</summary>
    private async Task<int> DeleteWhereAsync(string condition, (string Name, object Value) value, CancellationToken cancel)
    {
        var ids = new List<string>();
        await using (var command = Command($"DELETE FROM jobs WHERE {condition} RETURNING id", value))
        {
            await using var rows = await command.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
                ids.Add(rows.GetString(0));
        }

        foreach (var id in ids)
        {
            await ExecuteAsync("DELETE FROM job_contents WHERE job_id = @id", cancel, ("id", id));
            await ExecuteAsync("DELETE FROM job_results WHERE job_id = @id", cancel, ("id", id));
        }

        return ids.Count;
    }

    private static (string Name, object Value)[] Attempt(StoredJob job) => [("id", job.Id), ("attempt", job.Attempt)];

    private static async Task<StoredJob?> OneAsync(DbCommand command, CancellationToken cancel)
    {
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? JobRow.Read(row) : null;
    }

    private async Task<byte[]?> BytesAsync(string sql, string id, CancellationToken cancel)
    {
        await using var command = Command(sql, ("id", id));
        return await command.ExecuteScalarAsync(cancel) as byte[];
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancel, params (string Name, object Value)[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private DbCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> values) => connection.Command(transaction, sql, values);
}
