using Microsoft.AspNetCore.Http.Metadata;

namespace Seq2SeqService.Api.Hosting;

/// <summary>Lets a route take bodies of another size than <c>Api:MaxBodyBytes</c>.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
