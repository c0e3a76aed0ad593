using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Tests.Fakes;

internal sealed class FakeCatalog : IModelCatalog
{
    public static readonly DateTimeOffset Morning = new(2026, 1, 31, 9, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<ModelStatus> Models { get; set; } =
    [
        Model("en-de", "7", ("en", "de"), ("de", "en"), ("en", "zh-Hans")),
        Model("couplets", "1"),
    ];

    public int Changes { get; set; }

    public bool IsReady { get; set; } = true;

    public string? Stuck { get; set; }

    public static ModelStatus Model(string name, string? version, params (string Source, string Target)[] directions) =>
        new(name, version, version is null ? null : Morning, "cpu-fp32", "marian", [.. directions.Select(pair => new LanguagePair(pair.Source, pair.Target))], [])
        {
            BatchInvariant = version is null ? null : true,
        };
}
