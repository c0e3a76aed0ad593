using System.Text.Json.Nodes;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange;

namespace Seq2SeqService.EndToEnd.Tests.Interchange;

/// <summary>
/// CTranslate2 takes pieces, and who calls it puts the tag of the target language before them. Its npm package takes texts alone, and puts the end of sentence behind their pieces itself: here the tag is a piece
/// that is cut from the text, as the export for Marian has it, and CTranslate2 adds no end.
/// </summary>
internal static class CTranslate2Directory
{
    private const string WordStart = "\u2581";   // SentencePiece's

    /// <summary>Writes an export for texts, with a tag in front where the model has several directions.</summary>
    public static void Write(Checkpoint published, string directory, bool in8Bits = false)
    {
        ModelExport.Write(published, ExportFormat.CTranslate2, directory, in8Bits);
        Change(Path.Combine(directory, "config.json"), settings => settings["add_source_eos"] = false);
        if (published.Directions.Count > 1)
            CutTags(published, directory);
    }

    private static void CutTags(Checkpoint published, string directory)
    {
        var other = directory + ".marian";
        ModelExport.Write(published, ExportFormat.Bergamot, other);
        File.Copy(Path.Combine(other, "vocab.spm"), Path.Combine(directory, "source.spm"), overwrite: true);
        Directory.Delete(other, recursive: true);

        Change(Path.Combine(directory, "shared_vocabulary.json"), tokens =>
        {
            foreach (var (id, token) in tokens.AsArray().Select((token, id) => (id, (string)token!)).Where(token => token.Item2.StartsWith(">>", StringComparison.Ordinal)).ToList())
                tokens[id] = WordStart + token;
        });
    }

    private static void Change(string file, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        change(json);
        File.WriteAllText(file, json.ToJsonString());
    }
}
