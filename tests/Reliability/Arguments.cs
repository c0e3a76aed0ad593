using System.Globalization;

namespace Seq2SeqService.Reliability;

/// <summary>A scenario's name, then <c>--name value</c>.</summary>
internal sealed class Arguments(IReadOnlyList<string> args)
{
    public string Scenario => args.FirstOrDefault("");

    public string Text(string name, string otherwise) =>
        args.ToList().IndexOf($"--{name}") is > 0 and var place && place + 1 < args.Count ? args[place + 1] : otherwise;

    public int Number(string name, int otherwise) =>
        int.Parse(Text(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    public static int Refuse()
    {
        Console.Error.WriteLine("The first argument is a scenario: balancer, connections, disconnects, formats, http, soak, reloads, damaged, faults, overload, deadlines, resume or network.");
        return 2;
    }
}
