using System.Net.Http.Headers;
using System.Text;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests;

public sealed class MalformedBodyTests
{
    private const int Bodies = 2000;
    private const int Seed = 20260131;

    private static readonly string[] Whole =
    [
        """{"q":"How are you?","source":"en","target":"de"}""",
        """{"q":["Grüße","世界 😀","\ud83d\ude00"],"source":"en","target":"de","format":"text","alternatives":2}""",
        """{"q":"a","source":"en","target":"de","options":{"beamSize":4,"lengthPenalty":1.0,"scores":true,"prefix":"Wie","seed":-1}}""",
    ];

    private static readonly string[] Shrapnel =
        ["\"", "{", "}", "[", "]", ",", ":", "\\", "\\u0000", "\\ud800", "\u0000", "null", "true", "1e999", "-", "0x", "//", "\ufeff", "\"q\":", "\"options\":"];

    [Fact]
    public async Task Two_thousand_damaged_bodies_are_answered_or_refused_and_never_fail()
    {
        await using var service = new Service();
        var client = service.CreateClient();
        var random = new Random(Seed);
        var refused = 0;

        for (var i = 0; i < Bodies; i++)
        {
            var body = Damaged(random);
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var response = await client.PostAsync("/translate", content, TestContext.Current.CancellationToken);

            var status = (int)response.StatusCode;
            Assert.True(status is 200 or (>= 400 and < 500), $"body {i}: {status} for {Encoding.UTF8.GetString(body)}");
            Assert.Equal(status == 200 ? "application/json" : "application/problem+json", response.Content.Headers.ContentType?.MediaType);
            refused += status == 200 ? 0 : 1;
        }

        Assert.True(refused > Bodies * 9 / 10, $"only {refused} of {Bodies} bodies were damaged enough to be refused");
        Assert.True((await service.PostAsync(Whole[0])).IsSuccessStatusCode);
    }

    private static byte[] Damaged(Random random)
    {
        var body = Encoding.UTF8.GetBytes(Whole[random.Next(Whole.Length)]).ToList();

        for (var wounds = random.Next(3, 8); wounds > 0; wounds--)
        {
            var at = random.Next(body.Count + 1);
            switch (random.Next(5))
            {
                case 0:
                    body.InsertRange(at, Encoding.UTF8.GetBytes(Shrapnel[random.Next(Shrapnel.Length)]));
                    break;
                case 1 when at < body.Count:
                    body[at] = (byte)random.Next(256);
                    break;
                case 2:
                    body.RemoveRange(at, Math.Min(random.Next(1, 10), body.Count - at));
                    break;
                case 3:
                    body.Insert(at, (byte)random.Next(128, 256));
                    break;
                default:
                    body.InsertRange(at, body.Take(random.Next(body.Count)).ToArray());
                    break;
            }
        }

        return [.. body];
    }
}
