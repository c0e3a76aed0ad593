using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Hosting;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Access;

/// <summary>Lets a request through to its route where the route is open, or where the caller's key or token opens it. It stands behind routing and before everything that reads.</summary>
internal sealed class KeyGate(RequestDelegate next, Credentials credentials, AuditLog audit, IOptions<KeyOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (AccessOf(context) is not { } access)
        {
            await next(context);
            return;
        }

        if (access.NeedsKey && access.Scope.HasFlag(Scopes.Operate))
            await AuditedAsync(context, access);
        else
            await AdmittedAsync(context, access);
    }

    private async Task AuditedAsync(HttpContext context, RouteAccess access)
    {
        try
        {
            await AdmittedAsync(context, access);
            Audit(context, context.Response.StatusCode);
        }
        catch (Exception error)   // becomes the answer further out
        {
            Audit(context, error is RequestRefusedException refused ? refused.Kind.Status : StatusCodes.Status500InternalServerError);
            throw;
        }
    }

    private void Audit(HttpContext context, int status) => audit.Operated(context.Caller(), context.Request.Method, context.Request.Path, status, context.TraceId());

    /// <summary>Null of an address where there is nothing.</summary>
    private RouteAccess? AccessOf(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/swagger"))
            return new(options.Value.Swagger, Scopes.None, InBody: false);

        // What routing answers by itself, such as 405, is no route.
        return context.GetEndpoint() is RouteEndpoint route ? route.Metadata.GetMetadata<RouteAccess>() ?? RouteAccess.Unsaid : null;
    }

    private async Task AdmittedAsync(HttpContext context, RouteAccess access)
    {
        if (credentials.IsOpen)
            context.SetCaller(subject: null, Scopes.All);
        else if (access.NeedsKey)
            await AdmitAsync(context, access);

        await next(context);
    }

    private async Task AdmitAsync(HttpContext context, RouteAccess access)
    {
        var presented = await PresentedKey.FindAsync(context.Request, access.InBody, context.RequestAborted) ?? throw KeyRefusal.Missing(context);
        var holder = await credentials.FindAsync(presented, context.RequestAborted) ?? throw KeyRefusal.Unknown(context, presented.IsField);
        if (!context.SetCaller(holder.Subject, holder.Scopes).Scopes.HasFlag(access.Scope))
            throw KeyRefusal.Scope(access.Scope);
    }
}
