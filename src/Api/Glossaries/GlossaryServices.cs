using Seq2SeqService.Api.Storage;

namespace Seq2SeqService.Api.Glossaries;

internal static class GlossaryServices
{
    public static void AddGlossaries(this IServiceCollection services)
    {
        services.AddOptions<GlossaryOptions>()
            .BindConfiguration(GlossaryOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .Validate(
                options => ConnectionStrings.KindOf(options.ConnectionString) is not null,
                $"{GlossaryOptions.Section}:ConnectionString must be Data Source=FILE for SQLite, or Host=… with the keywords of Npgsql for PostgreSQL (what it holds is not shown here).")
            .ValidateOnStart();

        services.AddSingleton<GlossaryDatabase>();
        services.AddSingleton<GlossaryStore>();
        services.AddSingleton<GlossaryCheck>();
        services.AddSingleton<StoredTerms>();
    }
}
