using Seq2SeqService.Core.Checkpoints;

namespace Seq2SeqService.Core.Tests.Checkpoints;

public sealed class ShortlistTests : IDisposable
{
    private const int Vocabulary = 6;
    private const int Eos = 0;

    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory.File(CheckpointFiles.Shortlist);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_list_is_what_is_frequent_and_what_its_source_calls_for_ascending_and_each_once()
    {
        var shortlist = WriteAndRead(new Shortlist([Eos, 3], [[], [], [5, 1], [3, 2], [], []]));

        Assert.Equal([0, 1, 2, 3, 5], shortlist.TokensFor([2, 3, 2, Eos]));
        Assert.Equal([0, 3], shortlist.TokensFor([Eos]));
        Assert.Equal([0, 3], shortlist.TokensFor([]));
    }

    [Fact]
    public void A_published_version_gives_back_its_shortlist_and_others_have_none()
    {
        var vocabulary = SampleCheckpoint.Config.VocabularySize;
        var shortlist = new Shortlist([SampleCheckpoint.Config.EosId], [.. Enumerable.Range(0, vocabulary).Select(source => new[] { vocabulary - 1 - source })]);
        var contents = SampleCheckpoint.Contents with { ExtraFiles = [new(CheckpointFiles.Shortlist, shortlist.Write)] };

        var published = CheckpointPublisher.Publish(_directory.Path, "listed", contents, "1");
        var plain = CheckpointPublisher.Publish(_directory.Path, "plain", SampleCheckpoint.Contents, "1");

        Assert.True(published.HasShortlist);
        Assert.Equal(shortlist.TokensFor([3, 4]), published.ReadShortlist()!.TokensFor([3, 4]));
        Assert.False(plain.HasShortlist);
        Assert.Null(plain.ReadShortlist());
    }

    [Theory]
    [InlineData("frequent", new[] { 3, 4 }, "'frequent' lacks the end of sentence, 0")]
    [InlineData("frequent", new[] { 0, 6 }, "'frequent' has the id 6; the vocabulary has ids from 0 to 5")]
    [InlineData("targets", new[] { 1, -1 }, "'targets' has the id -1")]
    [InlineData("targets", new[] { 1 }, "'offsets' goes from 0 to 2; it must go from 0 to the 1 values of targets")]
    [InlineData("offsets", new[] { 0, 2 }, "'offsets' has 2 values; a vocabulary of 6 needs 7")]
    [InlineData("offsets", new[] { 1, 1, 1, 1, 2, 2, 2 }, "'offsets' goes from 1 to 2")]
    [InlineData("offsets", new[] { 0, 2, 1, 1, 2, 2, 2 }, "'offsets' falls from 2 to 1 at 2")]
    [InlineData("offsets", new[] { 0, 9, 1, 1, 2, 2, 2 }, "'offsets' falls from 9 to 1 at 2")]
    public void What_cannot_be_is_refused_by_file_and_tensor(string tensor, int[] values, string fault)
    {
        var tensors = new Dictionary<string, int[]> { ["frequent"] = [0, 3], ["offsets"] = [0, 1, 1, 2, 2, 2, 2], ["targets"] = [1, 2] };
        tensors[tensor] = values;
        Write([.. tensors.Select(named => StoredTensor.Of(named.Key, named.Value))]);

        var error = Assert.Throws<CheckpointException>(() => Shortlist.Read(Path, Vocabulary, Eos));

        Assert.Contains($"shortlist.safetensors: tensor {fault}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_is_missing_of_another_type_or_shape_is_refused()
    {
        Write(StoredTensor.Of("frequent", [0]), StoredTensor.Of("targets", [1]));
        Assert.Contains("no tensor 'offsets'", Refused(), StringComparison.Ordinal);

        Write(StoredTensor.Of("frequent", [0]), StoredTensor.Of("targets", [1]), StoredTensor.Of(new WeightSource("offsets", [7], new float[7]), TensorType.F32));
        Assert.Contains("'offsets' is F32, not I32", Refused(), StringComparison.Ordinal);

        Write(StoredTensor.Of("frequent", [0]) with { Shape = [1, 1] }, StoredTensor.Of("targets", [1]), StoredTensor.Of("offsets", [0, 1, 1, 1, 1, 1, 1]));
        Assert.Contains("'frequent' has the shape [1, 1]; it must be a list", Refused(), StringComparison.Ordinal);
    }

    private string Refused() => Assert.Throws<CheckpointException>(() => Shortlist.Read(Path, Vocabulary, Eos)).Message;

    private void Write(params StoredTensor[] tensors)
    {
        using var stream = File.Create(Path);
        SafetensorsWriter.Write(stream, tensors);
    }

    private Shortlist WriteAndRead(Shortlist shortlist)
    {
        using (var stream = File.Create(Path))
            shortlist.Write(stream);

        return Shortlist.Read(Path, Vocabulary, Eos);
    }
}
