using System.Diagnostics;
using System.Text.Json.Nodes;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Core.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();
    private readonly string _directory;

    public CheckpointTests()
    {
        _directory = CheckpointPublisher.Publish(_root.Path, "en-de", SampleCheckpoint.Contents, "1").Directory;
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_sound_checkpoint_opens_whole()
    {
        var checkpoint = Checkpoint.Open(_directory + "/");

        Assert.Equal(("en-de", "1"), (checkpoint.Name, checkpoint.Version));
        Assert.Equal([new LanguagePair("en", "de")], checkpoint.Directions);
        Assert.Equal("a small house", checkpoint.Tokenizer.Decode(checkpoint.Tokenizer.EncodeSource("a small house", "de")));
        var vocabulary = checkpoint.Config.VocabularySize;
        Assert.Equal(vocabulary * 8, checkpoint.ReadWeights().Get("model.shared.weight", vocabulary, 8).Length);
    }

    [Fact]
    public void One_flipped_bit_in_any_file_is_found_and_the_file_named()
    {
        foreach (var file in CheckpointManifest.Read(_directory).Files)
        {
            var path = Path.Combine(_directory, file.Name);
            var sound = File.ReadAllBytes(path);
            var bytes = (byte[])sound.Clone();
            bytes[bytes.Length / 2] ^= 4;
            File.WriteAllBytes(path, bytes);

            AssertRefused($"{file.Name} is damaged");
            File.WriteAllBytes(path, sound);
        }

        Checkpoint.Open(_directory);
    }

    [Fact]
    public void Weights_in_8_bits_lie_beside_the_others_and_are_verified_like_them()
    {
        var directory = PublishInt8("2").Directory;

        var checkpoint = Checkpoint.Open(directory);
        Assert.True(checkpoint.HasInt8Weights);
        Assert.True(checkpoint.ReadInt8Weights().IsQuantized);
        Assert.False(checkpoint.ReadWeights().IsQuantized);

        var path = Path.Combine(directory, CheckpointFiles.Int8Weights);
        File.WriteAllBytes(path, [.. File.ReadAllBytes(path)[..^1], 1]);
        Assert.Contains("model.int8.safetensors is damaged", Assert.Throws<CheckpointException>(() => Checkpoint.Open(directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_in_8_bits_may_stand_alone_and_are_then_read_as_floats_too()
    {
        var files = SampleCheckpoint.Contents with { Int8Weights = Quantized() };
        var alone = CheckpointPublisher.Publish(_root.Path, "en-de", [.. files.Files().Where(file => file.Name != CheckpointFiles.Weights)], "2");

        var vocabulary = alone.Config.VocabularySize;
        Assert.DoesNotContain(CheckpointFiles.Weights, alone.Files);
        Assert.Equal(vocabulary * 8, alone.ReadWeights().Get("model.shared.weight", vocabulary, 8).Length);
    }

    [Fact]
    public void Deleting_the_weights_that_the_manifest_lists_is_damage_also_where_others_are_left()
    {
        var directory = PublishInt8("2").Directory;

        File.Delete(Path.Combine(directory, CheckpointFiles.Weights));

        var error = Assert.Throws<CheckpointException>(() => Checkpoint.Open(directory));
        Assert.Contains("model.safetensors is listed in manifest.json but missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_stored_8_bits_the_floats_are_rounded_when_they_are_asked_for()
    {
        var checkpoint = Checkpoint.Open(_directory);

        Assert.False(checkpoint.HasInt8Weights);
        Assert.True(checkpoint.ReadInt8Weights().IsQuantized);
    }

    [Fact]
    public void A_truncated_file_is_found_by_its_size()
    {
        var path = Path.Combine(_directory, CheckpointFiles.Weights);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);

        AssertRefused("model.safetensors has");
    }

    [Fact]
    public void A_missing_file_is_found()
    {
        File.Delete(Path.Combine(_directory, CheckpointFiles.Vocabulary));

        AssertRefused("vocab.json is listed in manifest.json but missing");
    }

    [Fact]
    public void A_directory_without_manifest_is_not_believed()
    {
        File.Delete(Path.Combine(_directory, CheckpointFiles.Manifest));

        AssertRefused("manifest.json is missing");
        Assert.Throws<CheckpointException>(() => Checkpoint.Open(_root.File("nothing-here")));
    }

    [Fact]
    public void A_file_that_the_manifest_does_not_list_is_refused_unless_hidden()
    {
        File.WriteAllText(Path.Combine(_directory, ".DS_Store"), "x");
        Checkpoint.Open(_directory);

        File.WriteAllText(Path.Combine(_directory, "extra.spm"), "x");
        AssertRefused("extra.spm is not listed");
    }

    [Fact]
    public void A_link_is_refused_even_to_the_right_content()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var path = Path.Combine(_directory, CheckpointFiles.Config);
        File.Move(path, _root.File("elsewhere.json"));
        File.CreateSymbolicLink(path, _root.File("elsewhere.json"));

        AssertRefused("config.json is a link");
    }

    [Fact]
    public void A_pipe_in_place_of_a_file_does_not_make_the_reader_wait()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Named pipes lie in the file system on Linux.");
        var path = Path.Combine(_directory, CheckpointFiles.Config);
        File.Delete(path);
        using (var mkfifo = Process.Start("mkfifo", path))
            mkfifo.WaitForExit();

        AssertRefused("config.json has 0 bytes");
    }

    [Theory]
    [InlineData("../1/config.json")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("a\\\\b")]
    [InlineData("C:x")]
    [InlineData("manifest.json")]
    [InlineData("")]
    public void A_manifest_cannot_point_outside(string name)
    {
        WriteManifest($$"""{"format_version":1,"files":[{"name":"{{name}}","bytes":1,"sha256":"{{new string('0', 64)}}"}]}""");

        AssertRefused("it must be a plain file name");
    }

    [Theory]
    [InlineData("""{"format_version":2,"files":[]}""", "format_version")]
    [InlineData("""{"format_version":1,"files":[]}""", "files")]
    [InlineData("""{"format_version":1,"files":[null]}""", "name")]
    [InlineData("""{"format_version":1}""", "files")]
    [InlineData("""{"format_version":1,"files":[{"name":"a","bytes":1,"sha256":"00"}]}""", "sha256")]
    [InlineData("""{"format_version":1,"files":[{"name":"a","bytes":1}]}""", "sha256")]
    [InlineData("not json", "manifest.json")]
    public void A_manifest_of_another_form_is_refused(string json, string fault)
    {
        WriteManifest(json);

        AssertRefused(fault);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("vocab.json")]
    [InlineData("source.spm")]
    [InlineData("target.spm")]
    public void A_checkpoint_that_lacks_a_file_it_needs_is_refused(string file)
    {
        File.Delete(Path.Combine(_directory, file));
        DescribeAgain();

        AssertRefused($"{file} is missing");
    }

    [Theory]
    [InlineData("vocab_size", 20)]
    [InlineData("eos_token_id", 2)]
    [InlineData("pad_token_id", 1)]
    public void A_configuration_that_contradicts_the_vocabulary_is_refused(string key, int value)
    {
        var path = Path.Combine(_directory, CheckpointFiles.Config);
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        config["decoder_start_token_id"] = 0;
        config["pad_token_id"] = Math.Min(SampleCheckpoint.Config.PadId, key == "vocab_size" ? value - 1 : int.MaxValue);
        config[key] = value;
        File.WriteAllText(path, config.ToJsonString());
        DescribeAgain();

        AssertRefused(key);
    }

    [Fact]
    public void Ids_that_no_piece_has_are_never_written()
    {
        var path = Path.Combine(_directory, CheckpointFiles.Config);
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var pieces = SampleCheckpoint.Config.VocabularySize;
        config["vocab_size"] = pieces + 2;
        File.WriteAllText(path, config.ToJsonString());
        DescribeAgain();

        var banned = Checkpoint.Open(_directory).Generation.BadWords.Where(word => word.Count == 1).Select(word => word[0]).ToList();

        Assert.Contains(pieces, banned);
        Assert.Contains(pieces + 1, banned);
        Assert.DoesNotContain(pieces + 2, banned);
    }

    [Fact]
    public void Generation_settings_may_lie_in_the_configuration_as_in_older_directories()
    {
        File.Delete(Path.Combine(_directory, CheckpointFiles.Generation));
        var path = Path.Combine(_directory, CheckpointFiles.Config);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"vocab_size\"", "\"num_beams\": 3, \"vocab_size\"", StringComparison.Ordinal));
        DescribeAgain();

        Assert.Equal(3, Checkpoint.Open(_directory).Generation.BeamSize);
    }

    [Fact]
    public void Damaged_manifests_are_refused()
    {
        var path = Path.Combine(_directory, CheckpointFiles.Manifest);
        var sound = File.ReadAllBytes(path);
        var random = new Random(11);

        for (var round = 0; round < 1000; round++)
        {
            File.WriteAllBytes(path, Damage.Bytes(sound, random));
            try
            {
                Checkpoint.Open(_directory);   // a flip in white space, or of the version's 1 to 1, does no harm
            }
            catch (CheckpointException)
            {
            }
        }

        File.WriteAllBytes(path, sound);
        Checkpoint.Open(_directory);
    }

    private void DescribeAgain() =>
        File.WriteAllBytes(Path.Combine(_directory, CheckpointFiles.Manifest), CheckpointManifest.Describe(_directory).ToBytes());

    private static ModelWeights Quantized() => new ModelWeights(
        SampleCheckpoint.Contents.Weights.ToDictionary(weight => weight.Name, weight => new WeightTensor(weight.Shape, weight.Read()))).Quantize();

    private Checkpoint PublishInt8(string version) =>
        CheckpointPublisher.Publish(_root.Path, "en-de", SampleCheckpoint.Contents with { Int8Weights = Quantized() }, version);

    private void WriteManifest(string json) => File.WriteAllText(Path.Combine(_directory, CheckpointFiles.Manifest), json);

    private void AssertRefused(string fault)
    {
        var error = Assert.Throws<CheckpointException>(() => Checkpoint.Open(_directory));

        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }
}
