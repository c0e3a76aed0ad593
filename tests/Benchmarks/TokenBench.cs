using System.Diagnostics;
using System.Globalization;
using Seq2SeqService.Core.Tokens;

namespace Seq2SeqService.Benchmarks;

/// <summary>Lines a second of encoding and decoding on one thread, next to SentencePiece's own tool where it is installed.</summary>
internal static class TokenBench
{
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        var (model, text) = (arguments.Text("model", ""), arguments.Text("text", ""));
        if (!File.Exists(model) || !File.Exists(text))
        {
            Console.Error.WriteLine("tokens needs --model FILE.model and --text FILE");
            return 2;
        }
        var lines = File.ReadAllLines(text);
        var repeat = arguments.Number("repeat", 5);
        var processor = new SentencePieceProcessor(SentencePieceModel.Load(model));
        var pieces = lines.Select(processor.EncodePieces).ToArray();

        Console.WriteLine($"{lines.Length} lines, {pieces.Sum(line => (long)line.Count)} pieces\n");
        Console.WriteLine("| what | lines/s | spread | bytes allocated per line |");
        Console.WriteLine("|---|---|---|---|");
        Report("encode to ids", lines, repeat, line => processor.EncodeIds(line));
        Report("encode to pieces", lines, repeat, line => processor.EncodePieces(line));
        Report("decode", pieces, repeat, line => processor.DecodePieces(line));
        ReportReference(lines.Length, repeat, model, text);
        return 0;
    }

    private static void Report<T>(string what, T[] inputs, int repeat, Action<T> convert)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var runs = 0;
        var (seconds, spread) = Median.Of(repeat, () =>
        {
            runs++;
            foreach (var input in inputs)
                convert(input);
        });
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / ((double)runs * inputs.Length);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {what} | {inputs.Length / seconds:N0} | {spread:P0} | {allocated:N0} |"));
    }

    /// <summary>The tool's whole process, loading and writing included, which long inputs hide.</summary>
    private static void ReportReference(int lines, int repeat, string model, string text)
    {
        try
        {
            var (seconds, spread) = Median.Of(repeat, () =>
            {
                string[] options = [$"--model={model}", $"--input={text}", "--output=/dev/null", "--output_format=id"];
                using var process = Process.Start("spm_encode", options);
                process.WaitForExit();
            });
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| spm_encode to ids | {lines / seconds:N0} | {spread:P0} | |"));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("\nspm_encode is not installed: no reference.");
        }
    }
}
