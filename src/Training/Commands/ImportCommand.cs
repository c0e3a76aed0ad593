using System.CommandLine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Training.Publishing;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Commands;

/// <summary><c>import opus-mt-en-de --output models/en-de</c>: a model of another program becomes a published version.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "Directory of a Hugging Face MarianMT, Marian (OPUS-MT) or CTranslate2 model." };
        var output = new Option<string>("--output") { Description = "Model of the store that gets the version, for example models/en-de.", Required = true };
        var version = CommonOptions.NewVersion();
        var pairs = new Option<string[]>("--pair")
        {
            Description = "Direction as en-de, again for each; what the directory itself says where it is left out.",
            DefaultValueFactory = _ => [],
        };
        var license = new Option<string>("--license") { Description = "Licence for the model card (SPDX), for example cc-by-4.0.", DefaultValueFactory = _ => "unknown" };
        var storage = new Option<string>("--storage") { Description = "How weights are stored: fp32, or fp16 in half the size.", DefaultValueFactory = _ => "fp32" };
        storage.AcceptOnlyFromAmong("fp32", "fp16");
        var quantize = new Option<string>("--quantize") { Description = "int8 stores the matrices in 8 bits as well.", DefaultValueFactory = _ => "none" };
        quantize.AcceptOnlyFromAmong("none", PrecisionChoice.Int8);
        var command = new Command("import", "Publish a model that another program trained.") { path, output, version, pairs, license, storage, quantize };

        command.SetAction((parsed, cancel) =>
        {
            var model = ModelImport.Read(parsed.GetRequiredValue(path));
            var publication = new ImportPublication(model, parsed.GetRequiredValue(path))
            {
                License = parsed.GetRequiredValue(license),
                Storage = parsed.GetValue(storage) == "fp16" ? TensorType.F16 : TensorType.F32,
                Quantizes = parsed.GetValue(quantize) == PrecisionChoice.Int8,
            };
            if (parsed.GetValue(pairs) is { Length: > 0 } named)
                publication = publication with { Directions = [.. named.Select(Direction)] };
            Publish(publication, parsed.GetRequiredValue(output), parsed.GetValue(version), cancel);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Publish(ImportPublication publication, string output, string? version, CancellationToken cancel)
    {
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        var root = Path.GetDirectoryName(place) ?? throw new RecipeException($"--output {output}: name a model below the root of a store, such as models/en-de.");
        var made = publication.Publish(root, Path.GetFileName(place), version, cancel);
        foreach (var note in publication.Notes)
            Console.WriteLine($"Note: {note}");
        Console.WriteLine($"Read {publication.Model.Origin}: {made.Config.EncoderLayers}+{made.Config.DecoderLayers} layers, width {made.Config.Width}, {made.Config.VocabularySize} pieces");
        Console.WriteLine($"Published {made.Name}/{made.Version} in {root}");
    }

    private static LanguagePair Direction(string pair) => pair.Split('-') is [{ Length: > 1 } source, { Length: > 1 } target]
        ? new(source, target)
        : throw new RecipeException($"--pair {pair}: a direction is two codes with a hyphen between them, such as en-de.");
}
