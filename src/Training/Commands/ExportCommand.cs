using System.CommandLine;
using Seq2SeqService.Core.Interchange;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>export models/en-de --format ctranslate2 --output en-de.ct2</c>: a published version becomes a directory of another program.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, ExportFormat> Formats = new()
    {
        ["hf"] = ExportFormat.HuggingFace,
        ["marian"] = ExportFormat.Marian,
        ["bergamot"] = ExportFormat.Bergamot,
        ["ctranslate2"] = ExportFormat.CTranslate2,
    };

    public static Command Create()
    {
        var checkpoint = CommonOptions.Checkpoint();
        var format = new Option<string>("--format") { Description = "hf (Hugging Face's MarianMT), marian (.npz), bergamot (Marian's .bin, for browsers) or ctranslate2.", Required = true };
        format.AcceptOnlyFromAmong([.. Formats.Keys]);
        var output = new Option<string>("--output") { Description = "Directory to be made.", Required = true };
        var quantize = new Option<string>("--quantize") { Description = "int8 writes matrices in 8 bits (ctranslate2).", DefaultValueFactory = _ => "none" };
        quantize.AcceptOnlyFromAmong("none", PrecisionChoice.Int8);
        var command = new Command("export", "Write a published version as a directory of another program.") { checkpoint, format, output, quantize };

        command.SetAction((parsed, _) =>
        {
            var published = OpenedModel.Find(parsed.GetRequiredValue(checkpoint));
            var in8Bits = parsed.GetValue(quantize) == PrecisionChoice.Int8;
            foreach (var note in ModelExport.Write(published, Formats[parsed.GetRequiredValue(format)], parsed.GetRequiredValue(output), in8Bits))
                Console.WriteLine($"Note: {note}");
            Console.WriteLine($"Wrote {published.Name}/{published.Version} to {parsed.GetRequiredValue(output)}");
            return Task.FromResult(0);
        });
        return command;
    }
}
