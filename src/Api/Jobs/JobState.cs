namespace Seq2SeqService.Api.Jobs;

/// <summary>What has become of a job. Stores hold the names.</summary>
internal enum JobState
{
    Waiting,
    Running,
    Done,
    Failed,
}
