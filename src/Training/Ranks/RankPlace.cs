using System.Globalization;
using System.Net;
using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Ranks;

/// <summary>
/// Which of the processes of a run this one is, as torchrun and its like say it in the environment: <c>RANK</c>, <c>WORLD_SIZE</c>,
/// <c>LOCAL_RANK</c>, <c>LOCAL_WORLD_SIZE</c>, <c>MASTER_ADDR</c>, <c>MASTER_PORT</c>.
/// </summary>
internal sealed record RankPlace
{
    public static RankPlace Alone { get; } = new();

    /// <summary>Number of this process, from 0.</summary>
    public int Rank { get; init; }

    /// <summary>Number of processes.</summary>
    public int Size { get; init; } = 1;

    /// <summary>Number among the processes of this machine: which of its GPUs is this one's.</summary>
    public int LocalRank { get; init; }

    /// <summary>Processes of this machine, which share its cores.</summary>
    public int LocalSize { get; init; } = 1;

    /// <summary>Where the processes meet.</summary>
    public string Address { get; init; } = "";

    public int Port { get; init; }

    /// <summary>The launcher serves the store that they meet at, as torchrun does; else rank 0 does.</summary>
    public bool IsStoreServed { get; init; }

    /// <summary>Which start of the job this is; what an earlier one left in a launcher's store does not count.</summary>
    public string Attempt { get; init; } = "0";

    public bool IsFirst => Rank == 0;

    public bool IsOnLoopback => Address == "localhost" || (IPAddress.TryParse(Address, out var address) && IPAddress.IsLoopback(address));

    /// <summary>The recipe's device, or of several processes each one's own: <c>cuda</c> is the GPU of its number on its machine.</summary>
    public string DeviceOf(string device) => device == "cuda" && Size > 1 ? $"cuda:{LocalRank}" : device;

    /// <summary>Reads the environment through <paramref name="variable"/>; without <c>WORLD_SIZE</c>, or with 1, the process is alone.</summary>
    public static RankPlace Read(Func<string, string?> variable)
    {
        var faults = new List<string>();
        if (string.IsNullOrEmpty(variable("WORLD_SIZE")))
            return string.IsNullOrEmpty(variable("RANK")) ? Alone : throw Refused(["RANK is set, but WORLD_SIZE is not."]);

        var size = Number("WORLD_SIZE", 1, 100_000, null);
        if (size == 1 && faults.Count == 0)
            return Alone;

        var place = new RankPlace
        {
            Size = size,
            Rank = Number("RANK", 0, size - 1, null),
            LocalSize = Number("LOCAL_WORLD_SIZE", 1, size, 1),
            LocalRank = Number("LOCAL_RANK", 0, size - 1, 0),
            Address = variable("MASTER_ADDR") ?? "",
            Port = Number("MASTER_PORT", 1, 65_535, null),
            IsStoreServed = variable("TORCHELASTIC_USE_AGENT_STORE") == "True",
            Attempt = variable("TORCHELASTIC_RESTART_COUNT") ?? "0",
        };
        if (place.Address.Length == 0)
            faults.Add("MASTER_ADDR is not set: the name or address of the machine of rank 0.");
        return faults.Count == 0 ? place : throw Refused(faults);

        int Number(string name, int least, int most, int? standard)
        {
            var text = variable(name);
            if (string.IsNullOrEmpty(text) && standard is { } value)
                return value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return number;

            var given = string.IsNullOrEmpty(text) ? "is not set" : $"is '{text}'";
            faults.Add($"{name} {given}: {(most < least ? "see WORLD_SIZE" : $"a whole number from {least} to {most}")}.");
            return least;
        }
    }

    private static RecipeException Refused(IEnumerable<string> faults) =>
        new("The environment does not say which process of the run this is:\n  " + string.Join("\n  ", faults));
}
