using Seq2SeqService.Api.Storage;

namespace Seq2SeqService.Api.Jobs;

internal static class JobSchema
{
    // Contents lie apart, so that a sign of life does not write a document anew. due_ms: of a waiting job when it may begin, of a running one
    // when its worker counts as dead. returned: attempts that ended in good order without a result, as a service stopped.
    public static Schema Tables { get; } = new(
        "The jobs",
        "job_schema",
        [
            """
            CREATE TABLE IF NOT EXISTS jobs (
                id TEXT PRIMARY KEY, kind TEXT NOT NULL, owner TEXT NOT NULL, sender TEXT NOT NULL, secret_hash TEXT NOT NULL, name TEXT NOT NULL,
                source_lang TEXT NOT NULL, target_lang TEXT NOT NULL, terms TEXT NOT NULL, texts INTEGER NOT NULL, characters INTEGER NOT NULL,
                trace TEXT NOT NULL, created_ms BIGINT NOT NULL, expires_ms BIGINT NOT NULL, state TEXT NOT NULL, done INTEGER NOT NULL,
                attempt INTEGER NOT NULL, returned INTEGER NOT NULL, due_ms BIGINT NOT NULL, started_ms BIGINT, ended_ms BIGINT, error TEXT NOT NULL)
            """,
            "CREATE INDEX IF NOT EXISTS jobs_by_turn ON jobs (state, created_ms)",
            "CREATE TABLE IF NOT EXISTS job_contents (job_id TEXT PRIMARY KEY, content BYTEA NOT NULL)",
            "CREATE TABLE IF NOT EXISTS job_results (job_id TEXT PRIMARY KEY, content BYTEA NOT NULL)",
        ],
        steps: []);
}
