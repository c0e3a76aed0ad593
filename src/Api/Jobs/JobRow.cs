using System.Data.Common;
using System.Text.Json;

namespace Seq2SeqService.Api.Jobs;

/// <summary>A job as a row of its table, written and read in one place.</summary>
internal static class JobRow
{
    public const string Columns =
        "id, kind, owner, secret_hash, name, source_lang, target_lang, terms, texts, characters, trace, created_ms, expires_ms, state, done, attempt, started_ms, ended_ms, error, sender";

    public static (string Name, object Value)[] ValuesOf(StoredJob job) =>
    [
        ("id", job.Id), ("kind", $"{job.Kind}"), ("owner", job.Owner), ("sender", job.Sender), ("secret", job.SecretHash), ("name", job.Name),
        ("source", job.Languages.Source), ("target", job.Languages.Target), ("terms", JsonSerializer.Serialize(job.Terms, ApiJson.Default.IReadOnlyListGlossaryTerm)),
        ("texts", job.Texts), ("characters", job.Characters), ("trace", job.Trace),
        ("created", job.CreatedAt.ToUnixTimeMilliseconds()), ("expires", job.ExpiresAt.ToUnixTimeMilliseconds()), ("state", $"{job.State}"),
    ];

    public static StoredJob Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Kind = Enum.Parse<JobKind>(row.GetString(1)),
        Owner = row.GetString(2),
        SecretHash = row.GetString(3),
        Name = row.GetString(4),
        Languages = new(row.GetString(5), row.GetString(6)),
        Terms = JsonSerializer.Deserialize(row.GetString(7), ApiJson.Default.IReadOnlyListGlossaryTerm)!,
        Texts = row.GetInt32(8),
        Characters = row.GetInt32(9),
        Trace = row.GetString(10),
        CreatedAt = Time(row.GetInt64(11)),
        ExpiresAt = Time(row.GetInt64(12)),
        State = Enum.Parse<JobState>(row.GetString(13)),
        Done = row.GetInt32(14),
        Attempt = row.GetInt32(15),
        StartedAt = row.IsDBNull(16) ? null : Time(row.GetInt64(16)),
        EndedAt = row.IsDBNull(17) ? null : Time(row.GetInt64(17)),
        Error = row.GetString(18),
        Sender = row.GetString(19),
    };

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
