using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>How weights are learned.</summary>
public sealed record OptimizationRecipe
{
    /// <summary>Padded tokens of one batch: rows × longest side.</summary>
    [Range(16, 1 << 20)]
    public int BatchTokens { get; init; } = 4096;

    /// <summary>
    /// Memory for learning beside the weights, in MiB: the largest batch that fits is found when a run begins, and takes the place of <see cref="BatchTokens"/>. 0 fits nothing. On a CPU under Linux.
    /// </summary>
    [Range(0, 1 << 24)]
    public int FitMemoryMegabytes { get; init; }

    /// <summary>Pieces of a batch that are gone through one after the other: the gradient is the whole batch's, the memory a piece's.</summary>
    [Range(1, 1024)]
    public int Accumulate { get; init; } = 1;

    /// <summary>Updates after which the run is done; 0 sets no limit.</summary>
    [Range(0, int.MaxValue)]
    public int Steps { get; init; }

    /// <summary>Passes through the data after which the run is done; 0 sets no limit.</summary>
    [Range(0, 10_000)]
    public int Epochs { get; init; } = 10;

    /// <summary>Hours of wall time after which this start of the run saves and stops; 0 sets no limit.</summary>
    [Range(0.0, 10_000.0)]
    public double Hours { get; init; }

    /// <summary>Peak learning rate of Adam.</summary>
    [Range(1e-7, 1.0)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Updates until the peak; from there the rate falls with 1/√step (Vaswani et al., 2017).</summary>
    [Range(1, 1_000_000)]
    public int WarmupSteps { get; init; } = 2000;

    /// <summary>Last updates of <see cref="Steps"/> over which the rate falls to zero; 0 keeps 1/√step to the end.</summary>
    [Range(0, 10_000_000)]
    public int CoolDownSteps { get; init; }

    [Range(0, 0.5)]
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>
    /// Weight α of R-Drop (Liang et al., 2021): every row passes through dropout twice, and the loss is the mean of both cross-entropies + α/4 of the divergences KL(p‖q) + KL(q‖p) of their predictions, half of
    /// what the paper sums up. 0 passes once.
    /// </summary>
    [Range(0, 100.0)]
    public double Consistency { get; init; }

    public TeacherForcingRecipe TeacherForcing { get; init; } = new();

    /// <summary>Probability that an input token of either side is replaced by the unknown token.</summary>
    [Range(0, 0.5)]
    public double WordDropout { get; init; }

    /// <summary>Largest joint norm of the gradients; 0 does not clip.</summary>
    [Range(0.0, 1000.0)]
    public double ClipNorm { get; init; } = 1;

    /// <summary>Decay of the moving average of the weights that is validated and published; 0 takes the weights themselves.</summary>
    [Range(0, 0.99999)]
    public double AverageDecay { get; init; }

    /// <summary><c>fp32</c>, or <c>bf16</c> or <c>fp16</c> for the large products.</summary>
    [AllowedValues("fp32", "bf16", "fp16", ErrorMessage = "training:precision: choose fp32, bf16 or fp16.")]
    public string Precision { get; init; } = "fp32";

    /// <summary>Factor of the loss that a new run begins with; from there it is sought. Left out, 65,536 with <c>fp16</c>, and no scaling with the others.</summary>
    [Range(1, 1e30)]
    public double? LossScale { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    [RegularExpression("cpu|cuda(:[0-9]+)?", ErrorMessage = "training:device: choose cpu, cuda or cuda:N.")]
    public string Device { get; init; } = "cpu";

    /// <summary>Threads of one operator; 0 takes all cores.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Seconds that a process of several waits for the others before the run ends. Longer than any pause of one of them, such as reading the data.</summary>
    [Range(1, 86_400)]
    public int RankTimeoutSeconds { get; init; } = 300;

    /// <summary>Gradients that are sent to the other processes at once, in MiB.</summary>
    [Range(1, 4096)]
    public int BucketMegabytes { get; init; } = 25;

    /// <summary>Updates in a row with a gradient that is not finite before the run gives up.</summary>
    [Range(1, 1000)]
    public int MaxBadSteps { get; init; } = 10;

    /// <summary>Updates between two saves of the run's state.</summary>
    [Range(1, 1_000_000)]
    public int SaveEvery { get; init; } = 500;
}
