using System.Collections.Concurrent;
using Seq2SeqService.Inference.Models;

namespace Seq2SeqService.Api.Translation;

/// <summary>Remembers <see cref="ServedLanguages"/> from request to request, as long as no other version comes into service.</summary>
internal sealed class KnownLanguages(IModelCatalog catalog)
{
    private volatile Since _known = new(catalog.Changes);

    /// <summary>As <see cref="ServedLanguages.Of"/>; what that throws is not remembered.</summary>
    public ServedLanguages Of(string? model)
    {
        if (_known.Changes != catalog.Changes)
            _known = new(catalog.Changes);

        var known = _known;
        return model is null
            ? known.All ??= ServedLanguages.Of(catalog, model: null)
            : known.ByModel.GetOrAdd(model, name => ServedLanguages.Of(catalog, name));
    }

    private sealed record Since(int Changes)
    {
        public ServedLanguages? All { get; set; }

        public ConcurrentDictionary<string, ServedLanguages> ByModel { get; } = new(StringComparer.Ordinal);
    }
}
