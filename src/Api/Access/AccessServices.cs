using Seq2SeqService.Api.Access.Tokens;

namespace Seq2SeqService.Api.Access;

internal static class AccessServices
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddOptions<KeyOptions>()
            .BindConfiguration(KeyOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();

        services.AddOptions<JwtOptions>()
            .BindConfiguration(JwtOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.AddHttpContextAccessor();
        services.AddSingleton<CurrentCaller>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<TokenCheck>();
        services.AddSingleton<Credentials>();
    }
}
