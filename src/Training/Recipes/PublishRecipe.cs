using System.ComponentModel.DataAnnotations;

namespace Seq2SeqService.Training.Recipes;

/// <summary>What a published checkpoint says of itself, and how it is stored.</summary>
public sealed record PublishRecipe
{
    /// <summary>One sentence for the model card.</summary>
    public string Summary { get; init; } = "";

    /// <summary>SPDX identifier or Hugging Face's name of the model's licence.</summary>
    public string License { get; init; } = "unknown";

    /// <summary>Names of the data sets.</summary>
    public IReadOnlyList<string> Datasets { get; init; } = [];

    /// <summary>Sentences that the data's licences ask for.</summary>
    public IReadOnlyList<string> Attribution { get; init; } = [];

    public string Limitations { get; init; } = "";

    /// <summary>Root of the model store.</summary>
    [Required(ErrorMessage = "publish:store: name a directory.")]
    public string Store { get; init; } = "models";

    /// <summary><c>fp16</c> or <c>fp32</c>.</summary>
    [AllowedValues("fp16", "fp32", ErrorMessage = "publish:storage: choose fp16 or fp32.")]
    public string Storage { get; init; } = "fp16";

    /// <summary><c>int8</c> stores the matrices in 8 bits as well; <c>none</c> does not.</summary>
    [AllowedValues("none", "int8", ErrorMessage = "publish:quantize: choose none or int8.")]
    public string Quantize { get; init; } = "none";

    [Range(1, 64)]
    public int BeamSize { get; init; } = 4;

    [Range(0.0, 5.0)]
    public double LengthPenalty { get; init; } = 1;

    /// <summary>
    /// Sentences of <c>data:valid</c> for each direction that are published with the model, so that a service can judge it before it serves; 0
    /// publishes none.
    /// </summary>
    [Range(0, 200)]
    public int Sentinels { get; init; } = 32;

    /// <summary>Test sets whose scores go into the model card.</summary>
    public IReadOnlyList<TestRecipe> Tests { get; init; } = [];
}
