using System.Globalization;
using Seq2SeqService.Benchmarks.Machine;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Engines.Cpu;

namespace Seq2SeqService.Benchmarks.Peers;

/// <summary>
/// The same lines with the same weights through this engine and through CTranslate2 (the npm package, one thread each), from text to text, turn by turn in one run.
/// Both have all lines at once and sort them by length themselves, or, with one row, take them one by one.
/// </summary>
internal static class CTranslate2Bench
{
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        var (model, text, target) = (arguments.Text("model", ""), arguments.Text("text", ""), arguments.Text("target", ""));
        if (!Directory.Exists(model) || !File.Exists(text) || target.Length == 0)
        {
            Console.Error.WriteLine("ctranslate2 needs --model VERSION, --text FILE and --target LANGUAGE");
            return 2;
        }

        var checkpoint = Checkpoint.Open(model);
        var lines = File.ReadLines(text).Take(arguments.Number("lines", 200)).ToArray();
        MachineLine.Print();
        Console.WriteLine("| precision | beam | rows | ours, lines/s | CTranslate2, lines/s | ratio | equal translations |\n|---|---:|---:|---:|---:|---:|---:|");
        foreach (var precision in arguments.Text("precision", "fp32,int8").Split(','))
        {
            using var peer = new CTranslate2Peer(checkpoint, precision == PrecisionChoice.Int8, lines, target);
            using var engine = PrecisionChoice.Load(checkpoint, precision, threads: 1);
            foreach (var beam in arguments.Numbers("beam", "1,4"))
            {
                foreach (var rows in arguments.Numbers("batch", "1,32"))
                    Report(precision, beam, rows, lines.Length, arguments.Number("repeat", 5), new(checkpoint, engine, lines, target), peer);
            }
        }

        return 0;
    }

    private static void Report(string precision, int beam, int rows, int lines, int repeat, OwnPass ours, CTranslate2Peer peer)
    {
        var (own, others, equal) = (new List<double>(), new List<double>(), 0);
        _ = ours.Run(beam, rows);   // warms up; the other does so in its own process
        for (var turn = 0; turn < repeat; turn++)
        {
            var (seconds, translations) = ours.Run(beam, rows);
            var (otherSeconds, otherTranslations) = peer.Run(beam, rows);
            own.Add(lines / seconds);
            others.Add(lines / otherSeconds);
            equal = translations.Zip(otherTranslations).Count(pair => pair.First == pair.Second);
        }

        var (a, b) = (own.Median(), others.Median());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {precision} | {beam} | {rows} | {a:N0} | {b:N0} | {a / b:F2} | {equal} of {lines} |"));
    }
}
