using System.Data.Common;
using Npgsql;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.EndToEnd.Tests;

namespace Seq2SeqService.Api.Tests.Glossaries;

/// <summary>The same on PostgreSQL; skipped where there is none.</summary>
public sealed class PostgresStoreTests : GlossaryStoreTests, IClassFixture<PostgresCluster>
{
    private readonly string _connection;

    public PostgresStoreTests(PostgresCluster cluster)
    {
        Assert.SkipUnless(PostgresCluster.CanRun, "There is no PostgreSQL here, or no runuser to start it with (Debian: apt-get install postgresql).");
        _connection = cluster.CreateDatabase();
    }

    private protected override GlossaryOptions Options => new() { ConnectionString = _connection };

    [Fact]
    public async Task A_database_that_does_not_answer_is_refused_without_its_name()
    {
        var nowhere = Store(new() { ConnectionString = "Host=/nowhere-at-all;Username=u;Password=geheim;Database=d;Timeout=2" });

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => nowhere.ListAsync(Cancel));

        Assert.Equal(ProblemKind.GlossariesUnavailable, refused.Kind);
        Assert.Contains("does not answer", refused.Faults.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", refused.Faults.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("nowhere", refused.Faults.ToString(), StringComparison.Ordinal);
    }

    private protected override async Task<DbConnection> OpenRawAsync()
    {
        var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync(Cancel);
        return connection;
    }

    private protected override void Remove()
    {
        // The cluster goes as a whole.
    }
}
