using Amazon.Runtime;

namespace Seq2SeqService.Inference.Buckets;

/// <summary>
/// Says in one line what is wrong with a bucket. Of a storage's answer only the code is taken: its words are a stranger's, and could hold what a
/// request was signed with.
/// </summary>
internal static class BucketFault
{
    private const int MaxCodeLength = 50;

    public static string Explain(Exception error) => error switch
    {
        AmazonServiceException { ErrorCode: { Length: > 0 and <= MaxCodeLength } code } service when code.All(char.IsAsciiLetterOrDigit) =>
            $"{code}, status {(int)service.StatusCode}",
        AmazonServiceException { InnerException: HttpRequestException inner } => inner.Message,
        AmazonServiceException service => $"status {(int)service.StatusCode}",
        AmazonClientException => "no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the service a profile or a role",
        OperationCanceledException => "it did not answer in time",
        _ => error.Message,
    };
}
