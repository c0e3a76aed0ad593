using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Seq2SeqService.EndToEnd.Tests.Monitoring;
using Seq2SeqService.Torch.Tests;

namespace Seq2SeqService.EndToEnd.Tests.Training;

/// <summary>The whole line: raw text → training worker → published checkpoint → answer over HTTP.</summary>
public sealed class TrainToServeTests : IDisposable
{
    private static readonly string[] Words = ["red", "green", "blue", "one", "two", "three", "cat", "dog"];

    // A minute of training makes a model that translates; a good one takes longer.
    private static readonly (string Name, string Value) Ungated = ("Inference:Gate:Enabled", "false");

    // Of updates, of a validation, of what became of it: the last ones are sent when the worker ends.
    private static readonly string[] Figures =
        ["nmt_training_loss", "nmt_training_step", "nmt_training_tokens", "nmt_training_validation_loss", "nmt_training_bleu", "nmt_training_alarms", "nmt_training_state"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();
    private readonly Dictionary<string, string> _environment = [];

    [TorchFact]
    public async Task Raw_text_becomes_a_model_that_answers_over_HTTP()
    {
        WriteTask();

        Assert.Contains("Saved at step 40", await WorkerAsync("train", "recipe.json"), StringComparison.Ordinal);
        Assert.Contains("Published tiny/v1", await WorkerAsync("publish", "recipe.json", "--store", "store", "--version", "v1"), StringComparison.Ordinal);
        Assert.Contains("BLEU", await WorkerAsync("evaluate", "store/tiny", "--source", "text.xx", "--reference", "text.yy"), StringComparison.Ordinal);

        await using var service = new RunningService(Path.Combine(_directory.FullName, "store"), Ungated);
        using var client = new HttpClient { BaseAddress = service.Address };
        await Condition.MetAsync(async () => (await client.GetAsync("health/ready", Cancel)).IsSuccessStatusCode);
        var answer = await client.PostAsJsonAsync("translate", new { q = " red cat \n", source = "xx", target = "yy" }, Cancel);

        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
        Assert.True(answer.IsSuccessStatusCode, body.ToJsonString());
        Assert.Equal(("tiny", "v1"), ((string?)body["model"]!["name"], (string?)body["model"]!["version"]));
        Assert.Matches("^ .* \n$", (string?)body["translatedText"]);
    }

    [TorchFact]
    public async Task Chinese_lines_without_languages_from_one_file_of_columns_become_a_model_that_answers()
    {
        WriteCouplets();

        Assert.Contains("Saved at step 30", await WorkerAsync("train", "couplets.json"), StringComparison.Ordinal);
        Assert.Contains("Published couplets/v1", await WorkerAsync("publish", "couplets.json", "--store", "store", "--version", "v1", "--average", "2"), StringComparison.Ordinal);
        var scores = await WorkerAsync("evaluate", "store/couplets", "--source", "up.txt", "--reference", "down.txt", "--lowercase");
        Assert.Contains("case:lc|eff:no|tok:zh", scores, StringComparison.Ordinal);
        Assert.Matches("20 sentences in [0-9.]+ s, [0-9,]+ tokens/s", scores);

        await using var service = new RunningService(Path.Combine(_directory.FullName, "store"), Ungated);
        using var client = new HttpClient { BaseAddress = service.Address };
        await Condition.MetAsync(async () => (await client.GetAsync("health/ready", Cancel)).IsSuccessStatusCode);
        var answer = await client.PostAsJsonAsync("translate", new { q = "天地山水", options = new { model = "couplets" } }, Cancel);

        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
        Assert.True(answer.IsSuccessStatusCode, body.ToJsonString());
        Assert.NotEmpty((string)body["translatedText"]!);
    }

    [TorchFact]
    public async Task A_collector_gets_the_figures_of_a_run_by_OTLP_and_no_sentence()
    {
        WriteTask();
        await using var collector = await OtlpReceiver.StartAsync();
        _environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
        _environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        _environment["OTEL_SERVICE_NAME"] = "trial-of-training";

        await WorkerAsync("train", "recipe.json");

        Assert.All(Figures, figure => Assert.True(collector.Has("metrics", figure), $"{figure} did not arrive, but {collector}."));
        Assert.True(collector.Has("metrics", "tiny") && collector.Has("metrics", "trial-of-training"), $"Whose figures are {collector}?");
        Assert.False(collector.Has("metrics", "green") || collector.Has("metrics", "three"), "Words of the text arrived.");
    }

    [TorchFact]
    public async Task A_recipe_with_a_missing_file_ends_with_one_line_that_names_it()
    {
        WriteTask();
        File.Delete(Path.Combine(_directory.FullName, "text.yy"));

        var error = await WorkerAsync(expectedExit: 1, "train", "recipe.json");

        Assert.Contains("text.yy", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private void WriteTask()
    {
        var random = new Random(1);
        var lines = Enumerable.Range(0, 200).Select(_ => random.GetItems(Words, random.Next(1, 5))).ToList();
        File.WriteAllLines(Path.Combine(_directory.FullName, "text.xx"), lines.Select(words => string.Join(' ', words)));
        File.WriteAllLines(Path.Combine(_directory.FullName, "text.yy"), lines.Select(words => string.Join(' ', words.Reverse())));
        File.WriteAllText(Path.Combine(_directory.FullName, "recipe.json"), """
            {
              "name": "tiny",
              "data": {
                "train": [ { "source": "text.xx", "target": "text.yy", "sourceLanguage": "xx", "targetLanguage": "yy" } ],
                "valid": [ { "source": "text.xx", "target": "text.yy", "sourceLanguage": "xx", "targetLanguage": "yy" } ],
                "maxTokens": 64
              },
              "vocabulary": { "size": 360 },
              "model": {
                "width": 32,
                "maxPositions": 64,
                "encoder": { "layers": 1, "heads": 4, "feedForward": 64 },
                "decoder": { "layers": 1, "heads": 4, "feedForward": 64 }
              },
              "training": { "steps": 40, "epochs": 0, "batchTokens": 512, "warmupSteps": 10, "learningRate": 0.01, "threads": 1 },
              "validation": { "every": 20, "sentences": 10 }
            }
            """);
    }

    private void WriteCouplets()
    {
        var random = new Random(2);
        const string Up = "天山日春花红高来", Down = "地水月秋草绿低去";
        var lines = Enumerable.Range(0, 120).Select(_ => Enumerable.Range(0, random.Next(3, 7)).Select(_ => random.Next(Up.Length)).ToList()).ToList();
        string Say(string characters, List<int> line) => string.Concat(line.Select(i => characters[i]));
        File.WriteAllLines(Path.Combine(_directory.FullName, "couplets.tsv"), lines.Select((line, i) => $"{i}\t{Say(Up, line)}\t{Say(Down, line)}"));
        File.WriteAllLines(Path.Combine(_directory.FullName, "up.txt"), lines.Take(20).Select(line => Say(Up, line)));
        File.WriteAllLines(Path.Combine(_directory.FullName, "down.txt"), lines.Take(20).Select(line => Say(Down, line)));
        File.WriteAllText(Path.Combine(_directory.FullName, "couplets.json"), """
            {
              "name": "couplets",
              "data": {
                "train": [ { "tsv": "couplets.tsv", "sourceColumn": 2, "targetColumn": 3 } ],
                "valid": [ { "source": "up.txt", "target": "down.txt" } ],
                "maxTokens": 64
              },
              "vocabulary": { "size": 320 },
              "model": {
                "width": 32,
                "maxPositions": 64,
                "encoder": { "layers": 1, "heads": 4, "feedForward": 64 },
                "decoder": { "layers": 1, "heads": 4, "feedForward": 64 }
              },
              "training": { "steps": 30, "epochs": 0, "batchTokens": 512, "warmupSteps": 10, "learningRate": 0.01, "threads": 1 },
              "validation": { "every": 10, "sentences": 10 },
              "publish": { "tests": [ { "name": "couplets", "source": "up.txt", "target": "down.txt" } ] }
            }
            """);
    }

    private Task<string> WorkerAsync(params string[] arguments) => WorkerAsync(expectedExit: 0, arguments);

    /// <summary>Runs the training worker in the test's directory; returns all it printed.</summary>
    private async Task<string> WorkerAsync(int expectedExit, params string[] arguments)
    {
        // artifacts/bin/EndToEnd.Tests/<configuration>/ → artifacts/bin/Training/<configuration>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var worker = Path.Combine(here.Parent!.Parent!.FullName, "Training", here.Name, "Seq2SeqService.Training.dll");
        var start = new ProcessStartInfo("dotnet", [worker, .. arguments])
        {
            WorkingDirectory = _directory.FullName, RedirectStandardOutput = true, RedirectStandardError = true,
        };

        foreach (var (name, value) in _environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        var text = await output + await errors;
        Assert.True(process.ExitCode == expectedExit, text);
        return text;
    }
}
