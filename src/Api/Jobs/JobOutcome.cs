namespace Seq2SeqService.Api.Jobs;

/// <summary>How an attempt at a job ended.</summary>
internal enum JobOutcome
{
    Done,

    /// <summary>Refused: it could not be translated, and never will be.</summary>
    Failed,

    /// <summary>Failed by a fault of the service; it is begun again while it has attempts left.</summary>
    Retried,

    /// <summary>Put back in good order, as the service stops or has no model.</summary>
    Returned,

    /// <summary>Its end does not count: the job was deleted, or is another attempt's.</summary>
    Superseded,

    /// <summary>Had all its attempts.</summary>
    Exhausted,
}
