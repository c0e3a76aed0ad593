using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Translation;

/// <summary>What the <see cref="RangeAttribute"/> of an option refuses. Attributes are looked up once, as that takes longer than the rest of a request's check.</summary>
internal sealed class OptionRange(PropertyInfo option, RangeAttribute range)
{
    private readonly string _field = $"options.{JsonNamingPolicy.CamelCase.ConvertName(option.Name)}";

    public void Check(TranslateOptions options, FieldFaults faults)
    {
        if (!range.IsValid(option.GetValue(options)))
            faults.Add(_field, $"must be between {range.Minimum} and {range.Maximum}");
    }
}
