using System.Text.Json;
using System.Text.Json.Serialization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Networks;
using Seq2SeqService.Training.Recipes;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Runs;

/// <summary>
/// Stores and restores a whole run: position in one JSON file, every tensor beside it. A save writes a new directory and exchanges it, so a
/// killed process leaves the old state or the new one.
/// </summary>
internal sealed class RunState(RunDirectory run, IReadOnlyList<(string Name, Tensor Tensor)> tensors)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,   // a validation's loss can be NaN
    };

    private string Current => run.In("state");

    private string Next => run.In("state.next");

    private string Previous => run.In("state.previous");

    public void Save(RunPosition position)
    {
        DiskSync.Clear(Next);
        Directory.CreateDirectory(Next);
        DiskSync.WriteFile(Path.Combine(Next, "tensors.safetensors"), file => SafetensorsWriter.Write(
            file, tensors.Select(t => new WeightSource(t.Name, t.Tensor.shape, () => NetworkWeights.Copy(t.Tensor).Values))));
        DiskSync.WriteFile(Path.Combine(Next, "position.json"), file => JsonSerializer.Serialize(file, position, Json));
        DiskSync.Directory(Next);

        if (Directory.Exists(Current))
        {
            DiskSync.Clear(Previous);   // without a current state it is the only one: a process was killed between the two moves
            Directory.Move(Current, Previous);
        }

        Directory.Move(Next, Current);
        DiskSync.Directory(run.Path);
        DiskSync.Clear(Previous);
    }

    /// <summary>Fills the tensors from the last save and tells where it stood; null where there is none.</summary>
    public RunPosition? Restore()
    {
        // A process killed between the two moves leaves the state under its other name.
        var directory = Directory.Exists(Current) ? Current : Previous;
        if (!Directory.Exists(directory))
            return null;

        using var reader = SafetensorsReader.Open(Path.Combine(directory, "tensors.safetensors"));
        using var still = no_grad();
        foreach (var (name, held) in tensors)
        {
            using var scope = NewDisposeScope();
            if (!reader.Contains(name))
                throw new RecipeException($"{directory} has no '{name}': a changed model, or training:averageDecay switched on, needs another run directory.");

            var entry = reader.Find(name);
            if (!entry.Shape.SequenceEqual(held.shape))
            {
                throw new RecipeException(
                    $"{directory}: '{name}' has the shape [{string.Join(", ", entry.Shape)}], the recipe asks for [{string.Join(", ", held.shape)}]; " +
                    "a changed model needs another run directory.");
            }

            held.copy_(tensor(reader.ReadSingles(entry), held.shape));
        }

        return ReadPosition(directory);
    }

    /// <summary>Where the last save stood, without its tensors; null where there is none.</summary>
    public static RunPosition? ReadPosition(RunDirectory run)
    {
        var state = new RunState(run, []);
        var directory = Directory.Exists(state.Current) ? state.Current : state.Previous;
        return Directory.Exists(directory) ? ReadPosition(directory) : null;
    }

    private static RunPosition ReadPosition(string directory)
    {
        var path = Path.Combine(directory, "position.json");
        try
        {
            return JsonSerializer.Deserialize<RunPosition>(File.ReadAllText(path), Json) ?? throw new RecipeException($"{path} is empty.");
        }
        catch (JsonException error)
        {
            throw new RecipeException($"{path} is damaged: {error.Message}", error);
        }
    }
}
