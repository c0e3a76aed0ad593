using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>What the layers of an encoder or a decoder are.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<LayerKind>))]
public enum LayerKind
{
    /// <summary>Self-attention and feed-forward (Vaswani et al., 2017).</summary>
    Transformer,

    /// <summary>h' = tanh(W_ih x + b_ih + W_hh h + b_hh) (Elman, 1990).</summary>
    Rnn,

    /// <summary>Gated recurrent unit (Cho et al., 2014) with PyTorch's gates.</summary>
    Gru,

    /// <summary>Long short-term memory (Hochreiter and Schmidhuber, 1997).</summary>
    Lstm,

    /// <summary>Convolutions with gated linear units (Gehring et al., 2017).</summary>
    Conv,
}

/// <summary>How a recurrent decoder without attention sums the source up in one vector c.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ContextKind>))]
public enum ContextKind
{
    /// <summary>c = the last hidden state (of both directions, where there are two).</summary>
    Last,

    /// <summary>c = Σ_s softmax(v·h)_s h_s, a learned weighted sum of all hidden states.</summary>
    WeightedSum,

    /// <summary>c = q(h_1 … h_S), a learned transform: tanh(W₂ · mean_s tanh(W₁ h_s + b₁) + b₂).</summary>
    Transform,

    /// <summary>
    /// c = the last states of every layer side by side, hidden states and then an LSTM's cells: layer i of the decoder begins with what layer i
    /// of an equal encoder ended with (Sutskever et al., 2014).
    /// </summary>
    States,
}

/// <summary>Where a recurrent decoder uses the context.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ContextUse>))]
public enum ContextUse
{
    /// <summary>It makes the first state.</summary>
    State,

    /// <summary>It stands beside the embedding at the input of every step.</summary>
    Input,

    /// <summary>It stands beside state and embedding in the output layers (Cho et al., 2014).</summary>
    Output,
}

/// <summary>How a recurrent decoder looks at the encoder's outputs; the query is its state of the step before.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<AttentionKind>))]
public enum AttentionKind
{
    /// <summary>Not at all: the context is all that it knows of the source.</summary>
    None,

    /// <summary>v·tanh(W_q q + W_k h + b) (Bahdanau et al., 2015).</summary>
    Additive,

    /// <summary>q·h (Luong et al., 2015); state and encoder outputs are equally wide.</summary>
    Dot,

    /// <summary>qᵀ W h (Luong et al., 2015).</summary>
    General,

    /// <summary>v·tanh(W [q; h]) (Luong et al., 2015).</summary>
    Concat,

    /// <summary>W_q q · W_k h / √H, one head (Vaswani et al., 2017).</summary>
    ScaledDot,

    /// <summary>Several scaled dot products on parts of the width, projected together again (Vaswani et al., 2017).</summary>
    MultiHead,
}

/// <summary>The kinds of layers, sorted.</summary>
public static class LayerKinds
{
    /// <summary>Whether a layer carries a state from token to token.</summary>
    public static bool IsRecurrent(this LayerKind kind) => kind is LayerKind.Rnn or LayerKind.Gru or LayerKind.Lstm;
}

/// <summary>Enumerations in JSON by their names in snake_case, as Hugging Face writes them: exactly one of them, and an error lists them.</summary>
internal sealed class SnakeCaseEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly IReadOnlyDictionary<string, T> Members =
        Enum.GetValues<T>().ToDictionary(member => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString()));

    private static readonly IReadOnlyDictionary<T, string> Names = Members.ToDictionary(named => named.Value, named => named.Key);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Members.TryGetValue(reader.GetString()!, out var member)
            ? member
            : throw new JsonException($"known are {string.Join(", ", Members.Keys)}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Names[value]);
}
