using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Seq2SeqService.Api.Storage;

/// <summary>The databases that something can be kept in.</summary>
internal enum DatabaseKind
{
    Sqlite,
    Postgres,
}

internal static class ConnectionStrings
{
    /// <summary>What a connection string leads to, SQLite where it is empty; null where it is neither.</summary>
    public static DatabaseKind? KindOf(string connectionString)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(connectionString))
                return DatabaseKind.Sqlite;

            var names = new DbConnectionStringBuilder { ConnectionString = connectionString };
            if (names.ContainsKey("Host") || names.ContainsKey("Server"))
                return new NpgsqlConnectionStringBuilder(connectionString).Host is { Length: > 0 } ? DatabaseKind.Postgres : null;

            return new SqliteConnectionStringBuilder(connectionString).DataSource.Length > 0 ? DatabaseKind.Sqlite : null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }
}
