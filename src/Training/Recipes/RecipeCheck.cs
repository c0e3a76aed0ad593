using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Seq2SeqService.Training.Recipes;

/// <summary>Names everything in a recipe that cannot be used, at once.</summary>
internal static class RecipeCheck
{
    public static void Require(Recipe recipe) =>
        RequireNone([.. ValueFaults(recipe), .. ModelCheck.Faults(recipe.Model), .. DataFaults(recipe), .. TrainingFaults(recipe)]);

    public static void RequireNone(IReadOnlyList<string> faults)
    {
        if (faults.Count > 0)
            throw new RecipeException("The recipe cannot be used:\n  " + string.Join("\n  ", faults));
    }

    /// <summary>Values out of the range that their attributes allow.</summary>
    private static IEnumerable<string> ValueFaults(Recipe recipe)
    {
        (string Path, object Part)[] parts =
        [
            ("", recipe), ("data:", recipe.Data), ("vocabulary:", recipe.Vocabulary), ("model:", recipe.Model), ("model:encoder:", recipe.Model.Encoder),
            ("model:decoder:", recipe.Model.Decoder), ("training:", recipe.Training), ("training:teacherForcing:", recipe.Training.TeacherForcing),
            ("validation:", recipe.Validation), ("publish:", recipe.Publish),
            .. recipe.Data.Train.Select((text, i) => ($"data:train:{i}:", (object)text)),
            .. recipe.Data.Valid.Select((text, i) => ($"data:valid:{i}:", (object)text)),
            .. recipe.Publish.Tests.Select((text, i) => ($"publish:tests:{i}:", (object)text)),
        ];
        return parts.SelectMany(part => ValueFaults(part.Path, part.Part));
    }

    private static IEnumerable<string> ValueFaults(string path, object part)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(part, new ValidationContext(part), faults, validateAllProperties: true);
        return
        [
            .. from fault in faults
               let member = fault.MemberNames.FirstOrDefault() ?? ""
               let key = path + JsonNamingPolicy.CamelCase.ConvertName(member)
               select fault.ErrorMessage!.Replace($"The field {member} must", key + " must", StringComparison.Ordinal),
        ];
    }

    private static IEnumerable<string> DataFaults(Recipe recipe)
    {
        var longest = ModelConfigs.LongestSide(recipe.Model);
        if (recipe.Data.MaxTokens > longest)
            yield return $"data:maxTokens ({recipe.Data.MaxTokens}) must not exceed {Bound(recipe.Model)} ({longest}).";
        foreach (var fault in Texts(recipe).SelectMany(text => TextCheck.Faults(text, recipe.Model.Type == ModelRecipe.EncoderOnly)))
            yield return fault;

        var languages = recipe.Data.Train.SelectMany(corpus => new[] { corpus.SourceLanguage, corpus.TargetLanguage }).ToHashSet();
        foreach (var tag in recipe.Data.Train.Select(corpus => corpus.Tag).Where(tag => tag.Length > 0 && languages.Contains(tag)).Distinct())
            yield return $"data:train: the tag {tag} is a language already; name it otherwise.";
    }

    private static string Bound(ModelRecipe model) => model.Type == ModelRecipe.DecoderOnly
        ? "half of model:maxPositions, as source and target share them"
        : "model:maxPositions";

    private static IEnumerable<string> TrainingFaults(Recipe recipe)
    {
        var training = recipe.Training;
        if (training is { CoolDownSteps: > 0, Steps: 0 })
            yield return "training:coolDownSteps are the last of training:steps; set those too.";
        if (training is { Steps: 0, Epochs: 0, Hours: 0 })
            yield return "training: set steps, epochs or hours, or the run never ends.";
        if (training is { FitMemoryMegabytes: > 0, Device: not "cpu" })
            yield return "training:fitMemoryMegabytes: what a batch takes of a GPU's memory cannot be measured; set training:batchTokens.";
        if (training.Consistency > 0 && recipe.Model is { Dropout: 0, ActivationDropout: null or 0, AttentionDropout: null or 0 })
            yield return "training:consistency compares two passes through dropout, and without it they are alike; set model:dropout.";
        foreach (var fault in ForcingFaults(training.TeacherForcing))
            yield return fault;

        if (recipe.Model.Type != ModelRecipe.EncoderOnly)
            yield break;
        if (recipe.Validation.Metric != "loss")
            yield return "validation:metric: an encoderOnly model translates nothing that could be scored; choose loss.";
        if (training.TeacherForcing != new TeacherForcingRecipe())
            yield return "training:teacherForcing: an encoderOnly model has no decoder that could read its own predictions.";
        if (training.WordDropout > 0)
            yield return "training:wordDropout: masking replaces tokens of an encoderOnly model already.";
    }

    private static IEnumerable<string> ForcingFaults(TeacherForcingRecipe forcing)
    {
        if (forcing.Schedule == "linear" && forcing.Steps is null)
            yield return "training:teacherForcing: a linear schedule needs steps.";
        if (forcing.Schedule == "inverseSigmoid" && forcing.K is null)
            yield return "training:teacherForcing: an inverseSigmoid schedule needs k.";
        if (forcing.Schedule != "linear" && forcing.Steps is not null)
            yield return "training:teacherForcing:steps are for the schedule linear.";
        if (forcing.Schedule != "inverseSigmoid" && forcing.K is not null)
            yield return "training:teacherForcing:k is for the schedule inverseSigmoid.";
        if (forcing.Schedule == "constant" && forcing.Final is not null)
            yield return "training:teacherForcing:final: a constant schedule stays at its ratio.";
        if (forcing.Final > forcing.Ratio)
            yield return $"training:teacherForcing:final ({forcing.Final}) must not exceed the ratio it falls from ({forcing.Ratio}).";
    }

    private static IEnumerable<TextRecipe> Texts(Recipe recipe) => [.. recipe.Data.Train, .. recipe.Data.Valid, .. recipe.Publish.Tests];
}
