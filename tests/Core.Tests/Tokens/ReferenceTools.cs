using System.Diagnostics;

namespace Seq2SeqService.Core.Tests.Tokens;

/// <summary>SentencePiece's own command-line tools, where they are installed (Debian package <c>sentencepiece</c>).</summary>
internal sealed class ReferenceTools : IDisposable
{
    public const string WhyNot = "spm_encode is not installed (apt-get install sentencepiece)";

    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("sentencepiece-");

    public static bool AreInstalled { get; } = Environment.GetEnvironmentVariable("PATH")!
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "spm_encode")));

    public string NewPath(string name) => Path.Combine(_work.FullName, name);

    /// <summary>Trains a model on the lines and returns its path.</summary>
    public string Train(IEnumerable<string> lines, params string[] options)
    {
        var prefix = NewPath("m" + Guid.NewGuid().ToString("N"));
        Write(prefix + ".txt", lines);
        Run("spm_train", [$"--input={prefix}.txt", $"--model_prefix={prefix}", "--num_threads=1", "--minloglevel=2", .. options]);
        return prefix + ".model";
    }

    public string[] Encode(string model, IEnumerable<string> lines) => Convert("spm_encode", model, lines);

    public string[] Decode(string model, IEnumerable<string> lines) => Convert("spm_decode", model, lines);

    public void Dispose() => _work.Delete(recursive: true);

    private string[] Convert(string tool, string model, IEnumerable<string> lines)
    {
        var input = NewPath("input");
        var output = NewPath("output");
        Write(input, lines);
        Run(tool, [$"--model={model}", $"--input={input}", $"--output={output}"]);
        return SentencePieceSample.SplitLines(File.ReadAllText(output));
    }

    private static void Write(string path, IEnumerable<string> lines)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        foreach (var line in lines)
            writer.WriteLine(line);
    }

    private static void Run(string tool, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)} failed: {errors}");
    }
}
