using System.ComponentModel;
using System.Runtime.InteropServices;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference;
using Seq2SeqService.Training.Ranks;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Commands;

/// <summary>Failures that a user can mend: their message is said in one line, without a stack trace.</summary>
internal static class ExpectedFailure
{
    public static int ExitCodeOf(Exception error) => error is LostRankException { IsWithoutAWord: true } ? LostRankException.ExitCode : 1;

    public static string? Explain(Exception error) => error switch
    {
        LostRankException => error.Message + " The run has ended; started again it goes on from its last save.",
        RecipeException or CheckpointException or TranslationException or DllNotFoundException or IOException or InvalidDataException or UnauthorizedAccessException => error.Message,
        Win32Exception => error.Message,   // of sockets and processes; an ExternalException, too
        ExternalException or InsufficientMemoryException => $"libtorch: {error.Message}",
        TypeInitializationException { InnerException: DllNotFoundException missing } => missing.Message,
        _ => null,
    };
}
