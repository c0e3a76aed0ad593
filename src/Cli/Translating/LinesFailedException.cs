using Seq2SeqService.Cli.Input;
using Seq2SeqService.Client;

namespace Seq2SeqService.Cli.Translating;

/// <summary>Says which lines of a long input failed; those before them have been written.</summary>
internal sealed class LinesFailedException(LineBatch batch, TranslationServiceException reason)
    : Exception(batch.First == batch.Last ? $"Line {batch.First}" : $"Lines {batch.First} to {batch.Last}", reason);
