using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange;
using Seq2SeqService.EndToEnd.Tests.Clients;

namespace Seq2SeqService.EndToEnd.Tests.Interchange;

/// <summary>A version exported for CTranslate2, to be run by CTranslate2 itself and by this project's engine.</summary>
internal sealed class CTranslate2Model : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ctranslate2-");

    public CTranslate2Model(Checkpoint published, bool in8Bits = false)
    {
        ModelExport.Write(published, ExportFormat.CTranslate2, Exported, in8Bits);
        CTranslate2Directory.Write(published, WithTags, in8Bits);
    }

    private string Exported => Path.Combine(_folder.FullName, "exported");

    private string WithTags => Path.Combine(_folder.FullName, "with-tags");

    /// <summary>What CTranslate2 writes for texts, each with the tag of its target language in front where the model has tags.</summary>
    public async Task<IReadOnlyList<(string Text, double Score)>> InCTranslate2Async(IReadOnlyList<string> texts, int beam)
    {
        var lines = Path.Combine(_folder.FullName, "lines.txt");
        await File.WriteAllLinesAsync(lines, texts, TestContext.Current.CancellationToken);
        using var script = new ClientScript("ctranslate2.js", WithTags, lines, _folder.FullName, $"{beam}");
        return [.. (await script.NextAsync())["translations"]!.AsArray().Select(answer => ((string)answer!["text"]!, (double)answer["score"]!))];
    }

    /// <summary>What this project's engine writes for sentences with the same files imported, in fp32 whatever they were exported in.</summary>
    public IReadOnlyList<(string Text, double Score)> Here(IReadOnlyList<(string? Target, string Sentence)> sentences, int beam) => ImportedModel.Translate(Exported, sentences, beam);

    public void Dispose() => _folder.Delete(recursive: true);
}
