using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seq2SeqService.Reliability.Resumes;

/// <summary>
/// A recipe that is shipped, with its network, its noise and its way through the data, made so small that a run takes a second. Text that says the words
/// of the source in the opposite order lies where the recipe looks for its own.
/// </summary>
internal sealed class TinyRecipe
{
    private const int Steps = 36, Pairs = 240, ValidPairs = 12, Width = 32, Heads = 4, MostLayers = 2, BlockPairs = 80;

    private readonly string _folder;
    private readonly JsonObject _recipe;

    public TinyRecipe(string folder, string name)
    {
        (_folder, Name) = (folder, name);
        var text = File.ReadAllText(Repository.At($"src/Training/Recipes/{name}.json"));
        _recipe = JsonNode.Parse(text, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
        WriteTexts();
        Shrink();
    }

    public static IReadOnlyList<string> Shipped =>
        [.. Directory.GetFiles(Repository.At("src/Training/Recipes"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public string Name { get; }

    public bool IsPublished => (string?)Model["type"] != "encoderOnly";

    /// <summary>The recipe whose run it begins with; null for none.</summary>
    public string? Base => (string?)_recipe["vocabulary"]?["from"] is { } run ? Path.GetFileName(run) : null;

    /// <summary>What is special about its way through the data.</summary>
    public string Data => string.Join(", ", new[]
    {
        Train.Count > 1 ? $"{Train.Count} texts" : "",
        Train.Any(text => text!["weight"] is not null) ? "weights" : "",
        _recipe["data"]!["bufferPairs"] is not null ? "blocks" : "",
        _recipe["data"]!["bpeDropout"] is not null ? "BPE-dropout" : "",
        _recipe["training"]!["wordDropout"] is not null ? "word dropout" : "",
        _recipe["training"]!["teacherForcing"] is not null ? "own predictions" : "",
    }.Where(part => part.Length > 0));

    private JsonNode Model => _recipe["model"]!;

    private JsonArray Train => _recipe["data"]!["train"]!.AsArray();

    /// <summary>Text in blocks on disk, and words cut in other ways in every epoch.</summary>
    public void WithBlocks(bool dropout)
    {
        _recipe["data"]!["bufferPairs"] = BlockPairs;
        if (dropout)
            _recipe["data"]!["bpeDropout"] = 0.1;
    }

    /// <summary>Two saves and two validations, no more.</summary>
    public void Shorten()
    {
        (_recipe["training"]!["steps"], _recipe["training"]!["saveEvery"], _recipe["validation"]!["every"]) = (6, 4, 3);
    }

    /// <summary>Some seconds of updates and one validation, and ranks that give up after a time that a test can wait for.</summary>
    public void Lengthen(int steps, int rankTimeoutSeconds)
    {
        (_recipe["training"]!["steps"], _recipe["validation"]!["every"], _recipe["training"]!["rankTimeoutSeconds"]) = (steps, 0, rankTimeoutSeconds);
    }

    /// <summary>Writes it, so that it trains in this precision and keeps its state there; returns its path.</summary>
    public string Write(string precision, string run)
    {
        _recipe["training"]!["precision"] = precision;
        _recipe["directory"] = run;
        var path = Path.Combine(_folder, $"{Path.GetFileName(run)}.json");
        File.WriteAllText(path, _recipe.ToJsonString());
        return path;
    }

    private void WriteTexts()
    {
        foreach (var (list, pairs) in new[] { (Train, Pairs), (_recipe["data"]!["valid"]!.AsArray(), ValidPairs), (_recipe["publish"]?["tests"]?.AsArray() ?? [], ValidPairs) })
        {
            foreach (var text in list)
                new TinyText(_folder, text!.AsObject()).Write(pairs);
        }
    }

    private void Shrink()
    {
        foreach (var part in new[] { Model["encoder"], Model["decoder"] }.OfType<JsonObject>())
        {
            part["layers"] = Math.Min((int?)part["layers"] ?? 1, MostLayers);
            foreach (var (key, size) in new[] { ("heads", Heads), ("hidden", Width), ("feedForward", 2 * Width) })
            {
                if (part[key] is not null)
                    part[key] = size;
            }
        }

        (Model["width"], Model["maxPositions"]) = (Width, 128);
        _recipe["data"]!["maxTokens"] = 48;
        if (_recipe["data"]!["bufferPairs"] is not null)
            _recipe["data"]!["bufferPairs"] = BlockPairs;
        if (Base is null)
            _recipe["vocabulary"]!["size"] = 400;

        var training = _recipe["training"]!;
        (training["steps"], training["epochs"], training["batchTokens"], training["saveEvery"]) = (Steps, 0, 256, 4);
        (training["warmupSteps"], training["coolDownSteps"], training["threads"]) = (6, 12, 1);
        training["rankTimeoutSeconds"] = 3600;   // whoever is killed is missed at once; this machine may stand still for a while
        var validation = _recipe["validation"]!;
        (validation["every"], validation["sentences"], validation["samples"], validation["keepBest"]) = (10, 4, 0, 2);
        if (_recipe["publish"] is { } publish)
            publish["sentinels"] = 4;
    }
}
