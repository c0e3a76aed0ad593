using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Seq2SeqService.Cli.Output;
using Seq2SeqService.Cli.Translating;
using Seq2SeqService.Client;

namespace Seq2SeqService.Cli.Tests;

public sealed class LineTranslationTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task Lines_come_out_in_their_order_and_blank_ones_as_they_are()
    {
        using var service = new LoudService();

        await RunAsync(service, "a\n\n  \nb\n");

        Assert.Equal("A\n\n  \nB\n", _output.ToString());
        Assert.Equal(["a", "b"], service.Asked.SelectMany(texts => texts));
    }

    [Fact]
    public async Task Answers_that_overtake_each_other_are_written_in_order()
    {
        // The first request is answered when the second has arrived.
        var second = new TaskCompletionSource();
        using var service = new LoudService(texts => texts[0] == "1" ? second.Task : Done(second.TrySetResult));

        await RunAsync(service, Numbers(64));

        Assert.Equal(Numbers(64) + "\n", _output.ToString());
    }

    [Fact]
    public async Task No_more_is_read_than_a_few_requests_hold()
    {
        var first = new TaskCompletionSource();
        using var full = new SemaphoreSlim(0);
        using var service = new LoudService(texts =>
        {
            full.Release();
            return texts[0] == "1" ? first.Task : Task.CompletedTask;
        });
        using var input = new CountingReader(Numbers(10_000));

        var running = RunAsync(service, input);
        for (var request = 0; request < 4; request++)
            await full.WaitAsync(Cancel);

        Assert.InRange(service.Asked.Count, 4, 5);
        Assert.InRange(input.Characters, 1, 17_000);   // a buffer of it
        first.SetResult();
        await running;
        Assert.Equal(10_000, _output.ToString().Count(letter => letter == '\n'));
    }

    [Fact]
    public async Task A_failure_names_its_lines_and_those_before_it_are_written()
    {
        using var service = new LoudService(texts => texts[0] == "33" ? throw new HttpRequestException("refused") : Task.CompletedTask);

        var failure = await Assert.ThrowsAsync<LinesFailedException>(() => RunAsync(service, Numbers(100)));

        Assert.Equal("Lines 33 to 64", failure.Message);
        Assert.Equal(Numbers(32) + "\n", _output.ToString());
        Assert.Equal(ExitCode.Failed, ExpectedFailure.Explain(failure)?.Code);
        Assert.StartsWith("Lines 33 to 64: There is no answer", ExpectedFailure.Explain(failure)?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_while_it_waits_for_input()
    {
        using var service = new LoudService();
        using var stop = new CancellationTokenSource();
        using var input = new EndlessReader();

        var running = new LineTranslation(Client(service), Order, new(_output, json: false)).RunAsync(input, isTyped: true, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static TranslationOrder Order => new("en", "de", new());

    private Task RunAsync(LoudService service, string input) => RunAsync(service, new StringReader(input));

    private Task RunAsync(LoudService service, TextReader input) =>
        new LineTranslation(Client(service), Order, new(_output, json: false)).RunAsync(input, isTyped: false, Cancel);

    private static TranslationClient Client(LoudService service) => new(new HttpClient(service) { BaseAddress = new("http://service.test/") });

    private static string Numbers(int count) => string.Join('\n', Enumerable.Range(1, count));

    private static Task Done(Func<bool> signal)
    {
        signal();
        return Task.CompletedTask;
    }

    /// <summary>Answers in upper case, when the test lets it.</summary>
    private sealed class LoudService(Func<string[], Task>? gate = null) : HttpMessageHandler
    {
        private readonly List<string[]> _asked = [];

        public IReadOnlyList<string[]> Asked
        {
            get
            {
                lock (_asked)
                    return [.. _asked];
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
            string[] texts = [.. body["q"]!.AsArray().Select(text => (string)text!)];
            lock (_asked)
                _asked.Add(texts);

            await (gate?.Invoke(texts) ?? Task.CompletedTask);
            var answer = new JsonObject { ["translatedText"] = new JsonArray([.. texts.Select(text => JsonValue.Create(text.ToUpperInvariant()))]) };
            return new(HttpStatusCode.OK) { Content = new StringContent(answer.ToJsonString(), Encoding.UTF8, "application/json") };
        }
    }

    private sealed class CountingReader(string text) : StringReader(text)
    {
        private int _characters;

        public int Characters => Volatile.Read(ref _characters);

        public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            Interlocked.Add(ref _characters, read);
            return read;
        }
    }

    /// <summary>A terminal at which nobody types.</summary>
    private sealed class EndlessReader : TextReader
    {
        public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
