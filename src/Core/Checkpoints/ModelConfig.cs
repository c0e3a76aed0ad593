using System.Text.Json.Serialization;

namespace Seq2SeqService.Core.Checkpoints;

/// <summary>
/// The shape of a network, as stored in <c>config.json</c>. A Transformer uses the keys of Hugging Face's MarianMT configuration;
/// the rest of the family adds keys of its own in the same habit.
/// </summary>
public sealed record ModelConfig
{
    /// <summary>Transformer encoder and decoder in the MarianMT layout.</summary>
    public const string Marian = "marian";

    /// <summary>Any other pair of an encoder and a decoder.</summary>
    public const string EncoderDecoder = "seq2seq";

    /// <summary>One Transformer stack that reads source and target in one sequence: a prefix language model.</summary>
    public const string DecoderOnly = "seq2seq-prefix-lm";

    /// <summary>A Transformer encoder that fills in masked tokens; it translates nothing, but initialises encoders.</summary>
    public const string EncoderOnly = "seq2seq-masked-lm";

    /// <summary>PyTorch's, and so MarianMT's.</summary>
    public const double StandardNormEpsilon = 1e-5;

    /// <summary>The family: <see cref="Marian"/>, <see cref="EncoderDecoder"/>, <see cref="DecoderOnly"/> or <see cref="EncoderOnly"/>.</summary>
    [JsonPropertyName("model_type")]
    public required string ModelType { get; init; }

    /// <summary>Pieces of the joint vocabulary, V.</summary>
    [JsonPropertyName("vocab_size")]
    public required int VocabularySize { get; init; }

    /// <summary>Width D of embeddings (and of every Transformer layer).</summary>
    [JsonPropertyName("d_model")]
    public required int Width { get; init; }

    [JsonPropertyName("encoder_layers")]
    public int EncoderLayers { get; init; } = 6;

    [JsonPropertyName("decoder_layers")]
    public int DecoderLayers { get; init; } = 6;

    [JsonPropertyName("encoder_attention_heads")]
    public int EncoderHeads { get; init; } = 8;

    [JsonPropertyName("decoder_attention_heads")]
    public int DecoderHeads { get; init; } = 8;

    [JsonPropertyName("encoder_ffn_dim")]
    public int EncoderFeedForward { get; init; } = 2048;

    [JsonPropertyName("decoder_ffn_dim")]
    public int DecoderFeedForward { get; init; } = 2048;

    /// <summary><c>relu</c>, <c>gelu</c> or <c>swish</c> (SiLU).</summary>
    [JsonPropertyName("activation_function")]
    public string Activation { get; init; } = "relu";

    /// <summary>Pre-norm layers with a final norm per stack; false is post-norm, as in MarianMT.</summary>
    [JsonPropertyName("normalize_before")]
    public bool NormalizeBefore { get; init; }

    /// <summary>Added to the variance in every layer norm of a Transformer: 1e-5 in MarianMT (default), 1e-6 in Marian itself.</summary>
    [JsonPropertyName("layer_norm_eps")]
    public double NormEpsilon { get; init; } = StandardNormEpsilon;

    /// <summary>Embeddings are multiplied by √D.</summary>
    [JsonPropertyName("scale_embedding")]
    public bool ScaleEmbedding { get; init; } = true;

    /// <summary>Sinusoidal positions (true), computed and never stored, or learned ones (false).</summary>
    [JsonPropertyName("static_position_embeddings")]
    public bool StaticPositions { get; init; } = true;

    /// <summary>Longest sequence, in tokens, on either side.</summary>
    [JsonPropertyName("max_position_embeddings")]
    public int MaxPositions { get; init; } = 512;

    /// <summary>One embedding matrix for source, target and output.</summary>
    [JsonPropertyName("share_encoder_decoder_embeddings")]
    public bool SharedEmbeddings { get; init; } = true;

    [JsonPropertyName("tie_word_embeddings")]
    public bool TiedOutput { get; init; } = true;

    /// <summary>Probability of dropping a unit while training.</summary>
    [JsonPropertyName("dropout")]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Probability of dropping a unit behind the feed-forward activation while training.</summary>
    [JsonPropertyName("activation_dropout")]
    public double ActivationDropout { get; init; }

    /// <summary>Probability of dropping an attention weight while training.</summary>
    [JsonPropertyName("attention_dropout")]
    public double AttentionDropout { get; init; }

    [JsonPropertyName("pad_token_id")]
    public required int PadId { get; init; }

    [JsonPropertyName("eos_token_id")]
    public int EosId { get; init; }

    /// <summary>The first decoder input; the pad id in MarianMT.</summary>
    [JsonPropertyName("decoder_start_token_id")]
    public required int DecoderStartId { get; init; }

    /// <summary>What the encoder's layers are.</summary>
    [JsonPropertyName("encoder_type")]
    public LayerKind EncoderKind { get; init; }

    /// <summary>What the decoder's layers are.</summary>
    [JsonPropertyName("decoder_type")]
    public LayerKind DecoderKind { get; init; }

    /// <summary>H of the encoder: width of recurrent states, or channels of convolutions.</summary>
    [JsonPropertyName("encoder_hidden_size")]
    public int EncoderHidden { get; init; }

    /// <summary>H of the decoder: width of recurrent states, or channels of convolutions.</summary>
    [JsonPropertyName("decoder_hidden_size")]
    public int DecoderHidden { get; init; }

    /// <summary>A recurrent encoder reads the source from its end to its beginning (Sutskever et al., 2014).</summary>
    [JsonPropertyName("reverse_source")]
    public bool ReverseSource { get; init; }

    /// <summary>Tokens that one convolution of the encoder sees; odd.</summary>
    [JsonPropertyName("encoder_kernel_size")]
    public int EncoderKernel { get; init; } = 3;

    /// <summary>Tokens that one convolution of the decoder sees, the newest last.</summary>
    [JsonPropertyName("decoder_kernel_size")]
    public int DecoderKernel { get; init; } = 3;

    /// <summary>What a recurrent decoder's context is.</summary>
    [JsonPropertyName("context_type")]
    public ContextKind Context { get; init; }

    /// <summary>Where a recurrent decoder uses the context; with attention, its first state alone can.</summary>
    [JsonPropertyName("context_use")]
    public IReadOnlyList<ContextUse> ContextUses { get; init; } = [ContextUse.State];

    /// <summary>The attention of a recurrent decoder.</summary>
    [JsonPropertyName("attention_type")]
    public AttentionKind Attention { get; init; }

    /// <summary>A recurrent decoder's input holds what its output layers made of the step before (Luong et al., 2015).</summary>
    [JsonPropertyName("input_feeding")]
    public bool InputFeeding { get; init; }

    /// <summary>The source tokens of a <see cref="DecoderOnly"/> model see one another in both directions; false lets them see only backward.</summary>
    [JsonPropertyName("bidirectional_source")]
    public bool BidirectionalSource { get; init; } = true;

    /// <summary>E, width of the encoder's outputs.</summary>
    [JsonIgnore]
    public int EncoderOutputs => EncoderKind.IsRecurrent() ? EncoderHidden * (BidirectionalEncoder ? 2 : 1) : Width;

    /// <summary>Whether decoding weighs the source's tokens, so that the weights can be shown.</summary>
    [JsonIgnore]
    public bool HasAttention => !DecoderKind.IsRecurrent() || Attention != AttentionKind.None;

    /// <summary>The encoder reads both ways (recurrent family only).</summary>
    [JsonPropertyName("bidirectional_encoder")]
    public bool BidirectionalEncoder { get; init; } = true;

    [JsonPropertyName("is_encoder_decoder")]
    public bool IsEncoderDecoder { get; init; } = true;

    [JsonPropertyName("architectures")]
    public IReadOnlyList<string> Architectures { get; init; } = ["MarianMTModel"];
}
