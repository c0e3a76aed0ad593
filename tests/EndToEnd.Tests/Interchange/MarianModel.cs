using System.Text.Json.Nodes;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange;
using Seq2SeqService.EndToEnd.Tests.Clients;

namespace Seq2SeqService.EndToEnd.Tests.Interchange;

/// <summary>A version exported for Marian, to be run by Marian itself and by this project's engine.</summary>
internal sealed class MarianModel : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marian-");

    public MarianModel(Checkpoint published)
    {
        ModelExport.Write(published, ExportFormat.Bergamot, Exported);
        ForgetWhatMarianDoesNotKnow(Path.Combine(Exported, "model.bin"));
    }

    private string Exported => Path.Combine(_folder.FullName, "exported");

    /// <summary>What Marian writes for texts, each with the tag of its target language in front where the model has tags.</summary>
    /// <param name="precision">What it multiplies in: <c>float32</c>, or <c>int8shiftAll</c> for weights that it brings to 8 bits itself.</param>
    public async Task<IReadOnlyList<string>> InMarianAsync(IReadOnlyList<string> texts, int beam, string precision = "float32")
    {
        var lines = Path.Combine(_folder.FullName, "lines.txt");
        await File.WriteAllLinesAsync(lines, texts, TestContext.Current.CancellationToken);
        using var marian = new ClientScript("marian.js", Exported, lines, Settings(beam, precision));
        return [.. (await marian.NextAsync()).AsArray().Select(text => (string)text!)];
    }

    /// <summary>What this project's engine writes for sentences with the same files imported, in fp32.</summary>
    public IReadOnlyList<string> Here(IReadOnlyList<(string? Target, string Sentence)> sentences, int beam) =>
        [.. ImportedModel.Translate(Exported, sentences, beam).Select(translation => translation.Text)];

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Settings(int beam, string precision) => $"""
        beam-size: {beam}
        normalize: 1
        word-penalty: 0
        max-length-factor: 3
        skip-cost: false
        gemm-precision: {precision}
        alignment: soft
        ssplit-mode: sentence
        max-length-break: 256
        mini-batch-words: 1024
        workspace: 128
        cpu-threads: 0
        quiet: true
        quiet-translation: true
        """;

    /// <summary>The keys for the way back, so that an import computes what Marian computes: its positions and norms, from zeros on.</summary>
    private static void ForgetWhatMarianDoesNotKnow(string weights)
    {
        var bytes = File.ReadAllBytes(weights);
        var rest = bytes.AsSpan();
        while (rest.IndexOf("seq2seq-"u8) is >= 0 and var at)
        {
            "unknown-"u8.CopyTo(rest[at..]);
            rest = rest[at..];
        }

        File.WriteAllBytes(weights, bytes);
    }
}
