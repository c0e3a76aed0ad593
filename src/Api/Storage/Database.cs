using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Seq2SeqService.Api.Storage;

/// <summary>Opens tables in a file of SQLite, which is made when something is first written, in memory, or in PostgreSQL.</summary>
internal sealed class Database : IDisposable
{
    private const int SecondsToWait = 10;   // for another writer of the file

    private readonly Schema _schema;
    private readonly DbDataSource _source;
    private readonly string? _file;   // null on PostgreSQL and in memory
    private readonly SqliteConnection? _memory;   // what is in memory goes with its last connection
    private volatile bool _hasSchema;

    static Database() => SQLitePCL.Batteries_V2.Init();

    private Database(Schema schema, string connectionString, string place, string? file = null)
    {
        (_schema, _file, Place) = (schema, file, place);
        Kind = ConnectionStrings.KindOf(connectionString) ?? throw new ArgumentException("The connection string leads to no database.", nameof(connectionString));
        _source = Kind is DatabaseKind.Postgres ? NpgsqlDataSource.Create(connectionString) : SqliteFactory.Instance.CreateDataSource(connectionString);
        if (Kind is DatabaseKind.Sqlite && file is null)
        {
            _memory = new SqliteConnection(connectionString);
            _memory.Open();
        }
    }

    public DatabaseKind Kind { get; }

    /// <summary>Where it is, for the log; without password.</summary>
    public string Place { get; }

    /// <param name="schema">The tables.</param>
    /// <param name="connectionString">For PostgreSQL, or for a file of SQLite.</param>
    /// <param name="directory">Where a file lies that is named without a path.</param>
    /// <param name="file">The file where the connection string names none.</param>
    public static Database Of(Schema schema, string connectionString, string directory, string file)
    {
        if (ConnectionStrings.KindOf(connectionString) is DatabaseKind.Postgres)
        {
            var server = new NpgsqlConnectionStringBuilder(connectionString);
            return new(schema, connectionString, $"PostgreSQL database {server.Database} at {server.Host}");
        }

        var sqlite = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = SecondsToWait };
        sqlite.DataSource = Path.GetFullPath(sqlite.DataSource is { Length: > 0 } named ? named : file, directory);
        return new(schema, sqlite.ConnectionString, $"file {sqlite.DataSource}", sqlite.DataSource);
    }

    /// <summary>Tables that go with the process.</summary>
    public static Database InMemory(Schema schema) => new(
        schema,
        new SqliteConnectionStringBuilder { DataSource = $"memory-{Guid.NewGuid():N}", Mode = SqliteOpenMode.Memory, Cache = SqliteCacheMode.Shared, Pooling = false }.ConnectionString,
        "memory of the process");

    /// <summary>A connection to tables that are there; null where <paramref name="creates"/> is false and nothing was ever written.</summary>
    public async Task<DbConnection?> OpenAsync(bool creates, CancellationToken cancel)
    {
        if (_file is not null && !File.Exists(_file))
        {
            _hasSchema = false;
            if (!creates)
                return null;

            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        }

        var connection = await _source.OpenConnectionAsync(cancel);
        try
        {
            if (!_hasSchema)
                await _schema.EnsureAsync(connection, cancel);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        _hasSchema = true;
        return connection;
    }

    public void Dispose()
    {
        _source.Dispose();
        _memory?.Dispose();
    }
}
