using System.Threading.Channels;
using Seq2SeqService.Cli.Input;
using Seq2SeqService.Cli.Output;
using Seq2SeqService.Client;

namespace Seq2SeqService.Cli.Translating;

/// <summary>
/// Translates an input of any length line by line, in its order. A few requests are under way at a time, and no more of the input is read than
/// they hold. Lines without words are written as they are.
/// </summary>
internal sealed class LineTranslation(TranslationClient client, TranslationOrder order, TranslationWriter output)
{
    private const int LinesAtOnce = 32;

    /// <summary>Four requests: these that wait, the one that is written next, and the one that waits for its place.</summary>
    private const int Waiting = 2;

    /// <param name="input">Read to its end.</param>
    /// <param name="isTyped">Somebody waits for each line before they write the next.</param>
    /// <param name="cancel">Ends it between two lines of output.</param>
    public async Task RunAsync(TextReader input, bool isTyped, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var answers = Channel.CreateBounded<Task<IReadOnlyList<Translation>>>(Waiting);

        // On a thread of its own: reading a terminal or a pipe holds it until something comes.
        var reading = Task.Run(() => AskAsync(input, isTyped ? 1 : LinesAtOnce, answers.Writer, stop.Token), stop.Token);
        try
        {
            await foreach (var answer in answers.Reader.ReadAllAsync(stop.Token))
            {
                foreach (var translation in await answer.WaitAsync(stop.Token))
                    await output.WriteAsync(translation, stop.Token);
                await output.FlushAsync(stop.Token);
            }

            await reading;
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task AskAsync(TextReader input, int mostLines, ChannelWriter<Task<IReadOnlyList<Translation>>> answers, CancellationToken cancel)
    {
        try
        {
            await foreach (var batch in LineBatch.ReadAsync(input, mostLines, cancel))
                await answers.WriteAsync(TranslateAsync(batch, cancel), cancel);
            answers.Complete();
        }
        catch (Exception error)
        {
            answers.Complete(error);   // comes out where the answers are read
        }
    }

    private async Task<IReadOnlyList<Translation>> TranslateAsync(LineBatch batch, CancellationToken cancel)
    {
        string[] texts = [.. batch.Lines.Where(line => !string.IsNullOrWhiteSpace(line))];
        try
        {
            var translations = texts.Length == 0 ? [] : await order.TranslateAsync(client, texts, cancel);
            var next = 0;
            return [.. batch.Lines.Select(line => string.IsNullOrWhiteSpace(line) ? new Translation { Text = line } : translations[next++])];
        }
        catch (TranslationServiceException error)
        {
            throw new LinesFailedException(batch, error);
        }
    }
}
