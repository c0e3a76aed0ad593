using Seq2SeqService.Benchmarks;
using Seq2SeqService.Benchmarks.Engine;
using Seq2SeqService.Benchmarks.Kernels;
using Seq2SeqService.Benchmarks.Peers;
using Seq2SeqService.Benchmarks.Quality;
using Seq2SeqService.Benchmarks.Service;

const string usage = """
    dotnet run -c Release --project tests/Benchmarks -- engine [--shape student|base|lstm|conv|prefix | --model DIRECTORY] [--engine cpu,torch]
                                                               [--precision fp32,int8] [--threads 1,2] [--replicas 2] [--batch 1,8,32,64] [--beam 1,4]
                                                               [--source 20] [--tokens 24] [--repeat 5] [--shortlist TOKENS]
    dotnet run -c Release --project tests/Benchmarks -- service [--url http://localhost:5080 | --model-store models [--shape student|base] [--settings Section:Name=value;…]]
                                                                [--model en-de] [--source en] [--target de] [--beam N] [--text FILE] [--seed 1]
                                                                [--rate SENTENCES_A_SECOND | --load 0.8] [--duration 30] [--saturate 10] [--clients 128]
                                                                [--deadline 500 [--tell-deadline]] [--compare static,continuous [--load-of POLICY]] [--rounds 1]
                                                                [--offline | --single [--sentence TEXT]]
    dotnet run -c Release --project tests/Benchmarks -- kernels [--paths best|all] [--repeat 7]
    dotnet run -c Release --project tests/Benchmarks -- training [threads]    (needs libtorch, and python3-torch to compare with)
    dotnet run -c Release --project tests/Benchmarks -- ctranslate2 --model VERSION --text FILE --target LANGUAGE [--lines 200] [--precision fp32,int8] [--beam 1,4] [--batch 1,32] [--repeat 5]
                                                                (needs npm ci --prefix tests/EndToEnd.Tests/Clients)
    dotnet run -c Release --project tests/Benchmarks -- tokens --model FILE.model --text FILE [--repeat 5]
    dotnet run -c Release --project tests/Benchmarks -- confidence CHECKPOINT FIT TEST    (texts FIT.en, FIT.de, TEST.en and so on)
    """;

// What follows "host" are settings of the service that it starts.
if (args is not ["host", ..] && args.FirstOrDefault(IsUnknown) is { } unknown)
    return Explain(unknown == "--help" ? "Usage:" : $"There is no option {unknown}. Usage:");

return args switch
{
    ["engine", .. var rest] => EngineBench.Run(rest),
    ["service", .. var rest] => ServiceBench.Run(rest),
    ["host", .. var rest] => ServiceHost.Run(rest),
    ["kernels", .. var rest] => KernelBench.Run(rest),
    ["training", .. var rest] => TrainingBench.Run(rest),
    ["ctranslate2", .. var rest] => CTranslate2Bench.Run(rest),
    ["tokens", .. var rest] => TokenBench.Run(rest),
    ["confidence", .. var rest] => ConfidenceBench.Run(rest),
    _ => Explain("Usage:"),
};

static bool IsUnknown(string option) =>
    option.StartsWith("--", StringComparison.Ordinal) && !usage.Contains($"{option} ") && !usage.Contains($"{option}]");

static int Explain(string why)
{
    Console.Error.WriteLine(why);
    Console.Error.WriteLine(usage);
    return 2;
}
