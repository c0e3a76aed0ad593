using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Tests;

public sealed class ProblemWriterTests
{
    private readonly ProblemWriter _writer = new(Options.Create(new ApiOptions()), Options.Create(new JsonOptions()));

    [Theory]
    [InlineData("/translate")]
    [InlineData("/v2/translate")]
    public async Task A_client_that_leaves_while_it_is_refused_is_no_failure(string path)
    {
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true), Request = { Path = path } };

        await _writer.WriteAsync(context, ProblemKind.AtCapacity, "The line is full.");   // would reach the log as a failed error handler

        Assert.Equal(503, context.Response.StatusCode);
    }
}
