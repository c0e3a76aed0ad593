using System.Reflection;

namespace Seq2SeqService.Benchmarks.Service;

/// <summary>
/// The service in a process of its own (<c>host</c>, started by <see cref="ServiceProcess"/>), with an ear on its meters: a line on standard
/// input asks for what they have counted, the end of standard input stops it.
/// </summary>
internal static class ServiceHost
{
    /// <summary>Marks an answer among the lines of the service's log.</summary>
    public const string AnswerMark = "#meters ";

    public static int Run(string[] args)
    {
        using var meters = new EngineMeters();
        new Thread(() => Environment.Exit(Serve(args))) { IsBackground = true }.Start();
        while (Console.In.ReadLine() is not null)
            Console.WriteLine(AnswerMark + meters.ToJson());
        return 0;
    }

    /// <summary>By reflection, since its class and ours are both called Program.</summary>
    private static int Serve(string[] args) =>
        (int)Assembly.Load("Seq2SeqService.Api").EntryPoint!.Invoke(null, [args])!;
}
