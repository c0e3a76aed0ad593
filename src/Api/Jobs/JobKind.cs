namespace Seq2SeqService.Api.Jobs;

/// <summary>What a job is about. Stores hold the names.</summary>
internal enum JobKind
{
    /// <summary>A file of one of the routes for documents.</summary>
    Document,

    /// <summary>The texts of <c>POST /jobs</c>.</summary>
    Texts,
}
