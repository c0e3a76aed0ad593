using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Seq2SeqService.Api.Storage;

/// <summary>Tables, in SQL that SQLite and PostgreSQL both speak. Whoever comes first makes them.</summary>
/// <param name="subject">What is kept in them, in the plural and with a capital letter.</param>
/// <param name="versions">The table that says which version they have.</param>
/// <param name="tables">What makes them as they were in version 1.</param>
/// <param name="steps">What leads from each version, 1 first, to the one behind it.</param>
internal sealed class Schema(string subject, string versions, IReadOnlyList<string> tables, IReadOnlyList<string> steps)
{
    private const int MostTries = 5;

    private int Version => steps.Count + 1;

    public async Task EnsureAsync(DbConnection connection, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var version = await VersionAsync(connection, cancel) ?? await CreateAsync(connection, cancel);
                if (version > Version)
                    throw new InvalidDataException($"{subject} were written by a newer version of this service (schema {version}, known is {Version}).");

                for (; version < Version; version++)
                    await StepAsync(connection, version, cancel);
                return;
            }
            catch (DbException race) when (tries < MostTries && IsRace(race))
            {
                // Another instance made the same table in the same moment; now it is there.
            }
        }
    }

    /// <summary>PostgreSQL refuses the second of two who create one table at once: unique violation, duplicate table.</summary>
    private static bool IsRace(DbException error) => error.SqlState is "23505" or "42P07" or "42710";

    /// <summary>Null where there are no tables yet.</summary>
    private async Task<int?> VersionAsync(DbConnection connection, CancellationToken cancel)
    {
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT MAX(version) FROM {versions}";
            return await command.ExecuteScalarAsync(cancel) is { } version and not DBNull ? Convert.ToInt32(version, null) : null;
        }
        catch (DbException)   // whatever it was, making the tables succeeds or says why it does not
        {
            return null;
        }
    }

    private async Task<int> CreateAsync(DbConnection connection, CancellationToken cancel)
    {
        // Readers and a writer do not wait for each other then. The file remembers it.
        if (connection is SqliteConnection)
            await ExecuteAsync(connection, transaction: null, "PRAGMA journal_mode = WAL", cancel);

        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, transaction, $"CREATE TABLE IF NOT EXISTS {versions} (version INTEGER PRIMARY KEY)", cancel);
        foreach (var statement in tables)
            await ExecuteAsync(connection, transaction, statement, cancel);

        await ExecuteAsync(connection, transaction, $"INSERT INTO {versions} (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM {versions})", cancel);
        await transaction.CommitAsync(cancel);
        return await VersionAsync(connection, cancel) ?? 1;
    }

    /// <summary>One of several instances takes the step: the others wait for its change of the version, and then find nothing to change.</summary>
    private async Task StepAsync(DbConnection connection, int from, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await ExecuteAsync(connection, transaction, $"UPDATE {versions} SET version = {from + 1} WHERE version = {from}", cancel) > 0)
            await ExecuteAsync(connection, transaction, steps[from - 1], cancel);

        await transaction.CommitAsync(cancel);
    }

    private static async Task<int> ExecuteAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
