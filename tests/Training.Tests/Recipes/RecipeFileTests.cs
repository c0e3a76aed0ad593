using Seq2SeqService.Training.Recipes;

namespace Seq2SeqService.Training.Tests.Recipes;

public sealed class RecipeFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Comments_are_allowed_and_overrides_win()
    {
        Write("""{ "name": "tiny", /* why */ "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "steps": 5 } }""");

        var recipe = RecipeFile.Load(_path, ["training.steps=6", "training.steps=7", "model.width=64"]);

        Assert.Equal((7, 64), (recipe.Training.Steps, recipe.Model.Width));
        Assert.Equal(Path.Combine("runs", "tiny"), recipe.Directory);
    }

    [Theory]
    [InlineData("""{ "name": "tiny", "trainnig": {} }""", "trainnig")]
    [InlineData("""{ "name": "tiny", "training": { "steps": "many" } }""", "Steps")]
    [InlineData("""{ "name": "Tiny!" }""", "name")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a" } ] } }""", "target")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b", "bothWays": true } ] } }""", "sourceLanguage")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "model": { "width": 100 } }""", "multiple of the encoder's heads")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "model": { "type": "lstm" } }""", "model:type")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "model": { "encoderLayers": 4 } }""", "encoderLayers")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b", "tsv": "c" } ] } }""", "a tsv names no source")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "jsonl": "a", "tmx": "b" } ] } }""", "one of tsv, jsonl and tmx")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "jsonl": "a", "source": "b" } ] } }""", "names no source")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "tmx": "a" } ] } }""", "needs sourceLanguage and targetLanguage")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "tsv": "a", "sourceField": "b" } ] } }""", "with a jsonl")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "tsv": "a", "weight": 0 } ] } }""", "data:train:0:weight must be between")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "tsv": "a", "tag": "B T" } ] } }""", "tag: use lower-case")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "tsv": "a", "targetLanguage": "bt", "tag": "bt" } ] } }""", "a language already")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "tsv": "c", "targetColumn": 1 } ] } }""", "both 1")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b", "sourceColumn": 1 } ] } }""", "with a tsv")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "model": { "type": "encoderOnly" } }""", "sources alone")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a" } ] }, "model": { "type": "encoderOnly" } }""", "choose loss")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "model": { "type": "decoderOnly", "maxPositions": 128 } }""", "half of model:maxPositions")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "teacherForcing": { "schedule": "linear" } } }""", "needs steps")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "teacherForcing": { "schedule": "inverseSigmoid" } } }""", "needs k")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "teacherForcing": { "schedule": "cosine" } } }""", "inverseSigmoid")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "teacherForcing": { "final": 0.5 } } }""", "stays at its ratio")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "teacherForcing": { "k": 5 } } }""", "for the schedule inverseSigmoid")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ], "bpeDropout": 0.9 } }""", "BpeDropout")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "epochs": 0 } }""", "never ends")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "consistency": -1 } }""", "training:consistency must be between")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "model": { "dropout": 0 }, "training": { "consistency": 5 } }""", "training:consistency compares two passes through dropout")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "model": { "maxPositions": 64 } }""", "data:maxTokens")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "device": "gpu" } }""", "training:device")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "coolDownSteps": 9 } }""", "training:steps")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "publish": { "tests": [ { "name": "t" } ] } }""", "publish:tests")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "publish": { "quantize": "int4" } }""", "publish:quantize: choose none or int8")]
    [InlineData("""{ "name": "tiny", "model": { "family": "gru" } }""", "model:family: there is no such key; the keys of model are type, width, encoder, decoder")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "sorce": "a" } ] } }""", "data:train:0:sorce: there is no such key; the keys of data:train:0 are")]
    [InlineData("""{ "name": "tiny", "model": { "width": "big" } }""", "model:width: a whole number is asked for, not 'big'")]
    [InlineData("""{ "name": "tiny", "model": { "dropout": [ 0.1 ] } }""", "model:dropout: a number is asked for")]
    [InlineData("""{ "name": "tiny", "model": { "decoder": { "type": "gru", "contextUse": "state" } } }""", "model:decoder:contextUse: a list, [ … ], is asked for, not 'state'")]
    [InlineData("""{ "name": "tiny", "data": { "train": { "source": "a", "target": "b" } } }""", "data:train: a list, [ … ], is asked for.")]
    [InlineData("""{ "name": "tiny", "training": { "teacherForcing": "always" } }""", "training:teacherForcing: an object, { … }, is asked for, not 'always'; its keys are schedule")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "model": { "encoder": { "type": "gru", "hidden": 4 } } }""", "model:encoder:hidden must be between 8 and")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b", "repeat": 0 } ] } }""", "data:train:0:repeat must be between 1 and")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "clipNorm": 1e10 } }""", "training:clipNorm must be between 0 and 1000")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "clipNorm": -0.3 } }""", "training:clipNorm must be between 0 and 1000")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ] }, "training": { "hours": 1e10 } }""", "training:hours must be between 0 and 10000")]
    [InlineData("""{ "name": "tiny", "directory": null }""", "directory: null is none of its values; leave the key out")]
    [InlineData("""{ "name": "tiny", "data": { "train": null } }""", "data:train: null is none")]
    [InlineData("""{ "name": "tiny", "data": { "valid": null } }""", "data:valid: null is none")]
    [InlineData("""{ "name": "tiny", "data": { "train": [ { "source": "a", "target": "b", "tag": null } ] } }""", "data:train:0:tag: null is none")]
    [InlineData("""{ "name": "tiny", "model": { "initializeFrom": null } }""", "model:initializeFrom: null is none")]
    [InlineData("""{ "name": "tiny", "training": { "steps": null } }""", "training:steps: null is none")]
    [InlineData("""{ "name": "tiny", "data": { "dropCopies": null } }""", "data:dropCopies: null is none")]
    [InlineData("""{ "name": "tiny", "publish": { "datasets": [ null ] } }""", "publish:datasets:0: null is none")]
    [InlineData("""{ "name": """, "LineNumber")]
    [InlineData("""{ "name": """, "tiny")]
    public void A_recipe_that_cannot_be_used_is_refused_with_the_reason(string json, string named)
    {
        Write(json);

        var error = Assert.Throws<RecipeException>(() => RecipeFile.Load(_path, []));

        Assert.Contains(named == "tiny" ? _path : named, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Empty_lists_objects_and_null_are_values()
    {
        Write("""
            { "name": "tiny", "data": { "train": [ { "source": "a", "target": "b" } ], "valid": [] }, "training": { "teacherForcing": {}, "lossScale": null }, "publish": null,
              "model": { "activation": null, "encoder": { "type": "gru", "layers": null }, "decoder": { "type": "gru", "attention": "general", "contextUse": [] } } }
            """);

        var recipe = RecipeFile.Load(_path, []);

        Assert.Empty(recipe.Model.Decoder.ContextUse!);
        Assert.Empty(recipe.Data.Valid);
        Assert.Null(recipe.Model.Encoder.Layers);
        Assert.Null(recipe.Model.Activation);
        Assert.Equal((new TeacherForcingRecipe(), "models"), (recipe.Training.TeacherForcing, recipe.Publish.Store));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<RecipeException>(() => RecipeFile.Load("nowhere.json", []));

        Assert.Contains("nowhere.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_override_without_a_value_is_refused()
    {
        Write("""{ "name": "tiny" }""");

        Assert.Throws<RecipeException>(() => RecipeFile.Load(_path, ["training.steps"]));
    }

    public void Dispose() => File.Delete(_path);

    private void Write(string json) => File.WriteAllText(_path, json);
}
