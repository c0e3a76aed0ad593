namespace Seq2SeqService.Api.Access;

/// <summary>
/// The caller of the request that is under way, for what keeps things of callers. It is asked there, and not handed down from every route,
/// so that no route can forget it.
/// </summary>
internal sealed class CurrentCaller(IHttpContextAccessor request)
{
    private static readonly Caller Nobody = new(Subject: null, "none", Scopes.None);

    /// <summary>Outside a request somebody who may do nothing.</summary>
    public Caller Value => request.HttpContext?.Caller() ?? Nobody;
}
