using System.CommandLine;
using Seq2SeqService.Training.Commands;

var root = new RootCommand("Trains sequence-to-sequence models on parallel text, judges them and publishes them for the API to serve.")
{
    TrainCommand.Create(),
    ServeCommand.Create(),
    VocabCommand.Create(),
    ReportCommand.Create(),
    DataCommand.Create(),
    EvaluateCommand.Create(),
    TranslateCommand.Create(),
    MergeCommand.Create(),
    SynthesizeCommand.Create(),
    AttentionCommand.Create(),
    PublishCommand.Create(),
    QuantizeCommand.Create(),
    ShortlistCommand.Create(),
    DetectionCommand.Create(),
    AlignCommand.Create(),
    SentinelsCommand.Create(),
    ImportCommand.Create(),
    ExportCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromMinutes(5),   // Ctrl-C waits for the step under way and the save behind it
    });
}
catch (Exception error) when (ExpectedFailure.Explain(error) is { } reason)
{
    await Console.Error.WriteLineAsync(reason);
    return ExpectedFailure.ExitCodeOf(error);
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 130;
}
