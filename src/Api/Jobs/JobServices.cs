using Seq2SeqService.Api.Storage;

namespace Seq2SeqService.Api.Jobs;

internal static class JobServices
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddOptions<JobOptions>()
            .BindConfiguration(JobOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateDataAnnotations()
            .Validate(
                options => ConnectionStrings.KindOf(options.ConnectionString) is not null,
                $"{JobOptions.Section}:ConnectionString must be Data Source=FILE for SQLite, or Host=… with the keywords of Npgsql for PostgreSQL (what it holds is not shown here).")
            .ValidateOnStart();

        services.AddSingleton<JobStore>();
        services.AddSingleton<JobSignals>();
        services.AddSingleton<KeptJobs>();
        services.AddSingleton<PatientTranslator>();
        services.AddSingleton<TextsCheck>();
        services.AddSingleton<TextsWork>();
        services.AddSingleton<IJobWork>(provider => provider.GetRequiredService<TextsWork>());
        services.AddSingleton<JobAttempt>();
        services.AddHostedService<JobWorker>();
        services.AddHostedService<JobSweep>();
    }
}
