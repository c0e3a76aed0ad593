using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Seq2SeqService.Inference.Buckets;
using Seq2SeqService.Inference.Caching;
using Seq2SeqService.Inference.Canaries;
using Seq2SeqService.Inference.Engines;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Engines.Torch;
using Seq2SeqService.Inference.Gating;
using Seq2SeqService.Inference.Models;
using Seq2SeqService.Inference.Scheduling;

namespace Seq2SeqService.Inference;

/// <summary>Registers translation: <see cref="ITranslator"/>, <see cref="IModelCatalog"/>, and the thread that watches the model store.</summary>
public static class InferenceServices
{
    /// <summary>Adds translation with the settings of the section <c>Inference</c> and those below it, checked at start.</summary>
    public static IServiceCollection AddInference(this IServiceCollection services)
    {
        services.AddOptions<InferenceOptions>().BindConfiguration(InferenceOptions.Section, Strictly).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SchedulerOptions>().BindConfiguration(SchedulerOptions.Section, Strictly).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<GateOptions>().BindConfiguration(GateOptions.Section, Strictly).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<CanaryOptions>().BindConfiguration(CanaryOptions.Section, Strictly).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<CacheOptions>().BindConfiguration(CacheOptions.Section, Strictly).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BucketOptions>().BindConfiguration(BucketOptions.Section, Strictly).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<InferenceOptions>, KnownEngine>();
        services.AddSingleton<IValidateOptions<BucketOptions>, BucketCheck>();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IEngineFactory, CpuEngineFactory>();
        services.AddSingleton<IEngineFactory, TorchEngineFactory>();
        services.AddSingleton<EngineMaker>();
        services.AddSingleton<GateMeasurement>();
        services.AddSingleton<MemoryBudget>();
        services.AddSingleton<ModelLoader>();
        services.AddSingleton<VersionLoader>();
        services.AddSingleton<FirstLook>();
        services.AddSingleton<ModelStore>();
        services.AddSingleton<IModelCatalog>(provider => provider.GetRequiredService<ModelStore>());
        services.AddSingleton<IModelOperator, ModelOperator>();
        services.AddSingleton<ITranslator, Translator>();
        services.AddSingleton<BucketMirror>();
        services.AddHostedService<BucketWatcher>();
        services.AddHostedService<ModelStoreWatcher>();
        services.AddHostedService<Watchdog>();
        return services;
    }

    /// <summary>A misspelt setting stops the start instead of being passed over.</summary>
    private static void Strictly(BinderOptions binder) => binder.ErrorOnUnknownConfiguration = true;

    private sealed class KnownEngine(IEnumerable<IEngineFactory> engines) : IValidateOptions<InferenceOptions>
    {
        public ValidateOptionsResult Validate(string? name, InferenceOptions options)
        {
            var engine = engines.FirstOrDefault(factory => factory.Name == options.Engine);
            if (engine is null)
            {
                return ValidateOptionsResult.Fail(
                    $"{InferenceOptions.Section}:Engine is '{options.Engine}'; it must be one of: {string.Join(", ", engines.Select(factory => factory.Name))}.");
            }

            if (options.Precision == PrecisionChoice.Int8 && !engine.HasInt8)
                return ValidateOptionsResult.Fail($"{InferenceOptions.Section}:Precision is int8, which the engine {engine.Name} does not compute in; choose auto or fp32.");

            if (options.Shortlist && !engine.HasShortlists)
                return ValidateOptionsResult.Fail($"{InferenceOptions.Section}:Shortlist is true, but the engine {engine.Name} knows no shortlists; set it to false.");

            return options.Replicas == 1 || engine.SharesWeights
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"{InferenceOptions.Section}:Replicas is {options.Replicas}, but the engine {engine.Name} cannot share its weights; set it to 1.");
        }
    }
}
