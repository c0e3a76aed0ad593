using System.Runtime.InteropServices;
using Seq2SeqService.Networks;
using Seq2SeqService.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Seq2SeqService.Training.Optimization;

/// <summary>The type in which a recipe wants the large products.</summary>
internal static class Products
{
    /// <summary>Null for fp32.</summary>
    public static ScalarType? TypeOf(string precision) => precision switch
    {
        "bf16" => ScalarType.BFloat16,
        "fp16" => ScalarType.Float16,
        _ => null,
    };

    /// <summary>Tries a product and its gradients, as not every libtorch has every type on every device.</summary>
    /// <exception cref="RecipeException">There is no such product.</exception>
    public static void Require(string precision, string device)
    {
        using var scope = NewDisposeScope();
        using var type = Precision.Use(TypeOf(precision));
        try
        {
            var weight = ones([8, 8], device: new Device(device), requires_grad: true);
            Precision.Multiply(ones([8, 8], device: weight.device), weight).sum().backward();
            _ = weight.grad!.sum().item<float>();
        }
        catch (ExternalException error)
        {
            throw new RecipeException(
                $"training:precision: libtorch {__version__} has no {precision} products on {device} ({error.Message.Split('\n')[0]}); choose {(precision == "fp16" ? "bf16 or fp32" : "fp32")}.", error);
        }
    }
}
