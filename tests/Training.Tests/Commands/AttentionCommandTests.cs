using System.Xml.Linq;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Text;
using Seq2SeqService.EndToEnd.Tests.Serving;
using Seq2SeqService.Training.Commands;

namespace Seq2SeqService.Training.Tests.Commands;

public sealed class AttentionCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("attention-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Every_sentence_gets_a_picture_with_its_pieces()
    {
        var pair = new LanguagePair("en", "de");
        var version = CheckpointPublisher.Publish(_directory, "tiny", TinyModel.Contents(seed: 1) with { Directions = [pair] }, "1");
        using var model = new OpenedModel(version.Directory, threads: 1);

        var count = AttentionCommand.Draw(
            model, pair, model.Decoding(1, null) with { MaxLength = 6 }, ["The fox!", "dog"], Path.Combine(_directory, "pictures"), TestContext.Current.CancellationToken);

        Assert.Equal(2, count);
        var labels = XElement.Load(Path.Combine(_directory, "pictures", "02.svg")).Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value);
        Assert.Contains("</s>", labels);
    }
}
