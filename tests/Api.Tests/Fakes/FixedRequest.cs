using Microsoft.AspNetCore.Http;
using Seq2SeqService.Api.Access;

namespace Seq2SeqService.Api.Tests.Fakes;

/// <summary>A request that is under way, by one caller.</summary>
internal sealed class FixedRequest : IHttpContextAccessor
{
    public HttpContext? HttpContext { get; set; }

    public static CurrentCaller By(string? subject, Scopes scopes)
    {
        var context = new DefaultHttpContext();
        context.SetCaller(subject, scopes);
        return new(new FixedRequest { HttpContext = context });
    }
}
