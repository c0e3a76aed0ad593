using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Seq2SeqService.Inference.Buckets;

/// <summary>Reads a bucket. The client of AWS signs requests, finds credentials, and tries again where an answer fails.</summary>
internal sealed class S3Bucket(BucketOptions options) : IDisposable
{
    private const int MaxPages = 100;   // of 1,000 objects each
    private const int MaxRetries = 2;
    private const string UsualRegion = "us-east-1";

    private readonly AmazonS3Client _client = new(Configuration(options));

    /// <summary>Every version in the bucket; an <see cref="IOException"/> where it holds more objects than a store would.</summary>
    public async Task<IReadOnlyList<BucketVersion>> ListAsync(CancellationToken cancel)
    {
        var objects = new List<BucketObject>();
        var request = new ListObjectsV2Request { BucketName = options.Name, Prefix = options.KeyPrefix };
        for (var page = 0; page < MaxPages; page++)
        {
            var answer = await _client.ListObjectsV2Async(request, cancel).ConfigureAwait(false);
            objects.AddRange((answer.S3Objects ?? []).Select(found => new BucketObject(found.Key ?? "", found.Size ?? 0, found.ETag ?? "")));
            if (answer.IsTruncated != true)
                return BucketVersion.Of(objects, options.KeyPrefix);

            request.ContinuationToken = answer.NextContinuationToken;
        }

        throw new IOException($"There are more than {MaxPages * 1000} objects; set {BucketOptions.Section}:Prefix to where the models are.");
    }

    /// <summary>The object's content from byte <paramref name="from"/> on, or all of it where the storage knows no ranges.</summary>
    public Task<GetObjectResponse> OpenAsync(string key, long from, CancellationToken cancel)
    {
        var request = new GetObjectRequest { BucketName = options.Name, Key = key };
        if (from > 0)
            request.ByteRange = new($"bytes={from}-");

        return _client.GetObjectAsync(request, cancel);
    }

    public void Dispose() => _client.Dispose();

    private static AmazonS3Config Configuration(BucketOptions options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            Timeout = options.Timeout,
            MaxErrorRetry = MaxRetries,
            AllowAutoRedirect = false,
            // Storage that is not Amazon's often knows no checksums in trailers; manifests have better ones.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };

        if (options.Endpoint.Length > 0)
            config.ServiceURL = options.Endpoint;
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);

        config.AuthenticationRegion = options.Region.Length > 0 ? options.Region : UsualRegion;
        return config;
    }
}
