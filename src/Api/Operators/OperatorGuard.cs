using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Operators;

/// <summary>Marks a route that operators alone may call.</summary>
internal sealed record OperatorOnly;

/// <summary>
/// Where there are neither keys nor tokens: lets nobody without the operator key through to a route that is marked so, before anything of the
/// request's body is read. It stands behind <see cref="KeyGate"/>, which writes down who asked for what.
/// </summary>
internal sealed class OperatorGuard(RequestDelegate next, OperatorKey key, Credentials credentials)
{
    public Task InvokeAsync(HttpContext context) =>
        IsGuarded(context) && !key.IsShownBy(context.Request)
            ? throw new RequestRefusedException(ProblemKind.Unauthorized, "Authorization", "must be Bearer and the operator key")
            : next(context);

    private bool IsGuarded(HttpContext context) => credentials.IsOpen && context.GetEndpoint()?.Metadata.GetMetadata<OperatorOnly>() is not null;
}
