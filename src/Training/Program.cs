using System.CommandLine;
using System.Runtime.InteropServices;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference;
using Seq2SeqService.Training.Commands;
using Seq2SeqService.Training.Recipes;

var root = new RootCommand("Trains sequence-to-sequence models on parallel text, judges them and publishes them for the API to serve.")
{
    TrainCommand.Create(),
    VocabCommand.Create(),
    EvaluateCommand.Create(),
    TranslateCommand.Create(),
    PublishCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromMinutes(5),   // Ctrl-C waits for the step under way and the save behind it
    });
}
catch (Exception error) when (error is RecipeException or CheckpointException or TranslationException or DllNotFoundException
    or ExternalException or InsufficientMemoryException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
catch (TypeInitializationException error) when (error.InnerException is DllNotFoundException missing)
{
    await Console.Error.WriteLineAsync(missing.Message);
    return 1;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}
