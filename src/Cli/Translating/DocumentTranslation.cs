using Seq2SeqService.Client;

namespace Seq2SeqService.Cli.Translating;

/// <summary>Translates a file into another one, which appears when it is whole.</summary>
internal static class DocumentTranslation
{
    /// <summary>The path of the translation.</summary>
    public static async Task<string> RunAsync(TranslationClient client, FileInfo input, string? output, (string Source, string Target) languages, CancellationToken cancel)
    {
        await using var source = new FileStream(input.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous);
        await using var document = await client.TranslateDocumentAsync(source, input.Name, languages.Source, languages.Target, cancel);
        var target = output ?? Path.Combine(input.DirectoryName!, Path.GetFileName(document.FileName));
        var partial = $"{target}.partial";
        try
        {
            await using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write))
                await document.Content.CopyToAsync(file, cancel);
            File.Move(partial, target, overwrite: output is not null);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }

        return target;
    }
}
