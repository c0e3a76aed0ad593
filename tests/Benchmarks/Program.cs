using Seq2SeqService.Benchmarks;
using Seq2SeqService.Benchmarks.Engine;
using Seq2SeqService.Benchmarks.Kernels;

return args switch
{
    ["engine", .. var rest] => EngineBench.Run(rest),
    ["kernels", .. var rest] => KernelBench.Run(rest),
    ["training", .. var rest] => TrainingBench.Run(rest),
    ["tokens", .. var rest] => TokenBench.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project tests/Benchmarks -- engine [--shape student|base|lstm|conv|prefix | --model DIRECTORY] [--engine cpu,torch]
                                                                   [--precision fp32,int8] [--threads 1,2] [--batch 1,8,32,64] [--beam 1,4]
                                                                   [--source 20] [--tokens 24] [--repeat 5]
        dotnet run -c Release --project tests/Benchmarks -- kernels [--paths best|all] [--repeat 7]
        dotnet run -c Release --project tests/Benchmarks -- training [threads]    (needs libtorch, and python3-torch to compare with)
        dotnet run -c Release --project tests/Benchmarks -- tokens --model FILE.model --text FILE [--repeat 5]
        """);
    return 2;
}
