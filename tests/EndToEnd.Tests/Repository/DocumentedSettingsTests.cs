using System.Text.Json;
using System.Text.RegularExpressions;

namespace Seq2SeqService.EndToEnd.Tests.Repository;

/// <summary>A setting that no document names is found by nobody.</summary>
public sealed partial class DocumentedSettingsTests
{
    private const string Serving = "docs/serving.md";
    private const string Training = "docs/training.md";

    [Theory]
    [InlineData("src/Api/Hosting/ApiOptions.cs", "Api:")]
    [InlineData("src/Api/Detection/DetectionOptions.cs", "Api:Detection:")]
    [InlineData("src/Api/Documents/DocumentOptions.cs", "Api:Documents:")]
    [InlineData("src/Api/Glossaries/GlossaryOptions.cs", "Api:Glossaries:")]
    [InlineData("src/Api/Jobs/JobOptions.cs", "Api:Jobs:")]
    [InlineData("src/Api/Access/KeyOptions.cs", "Api:Keys:")]
    [InlineData("src/Api/Access/Tokens/JwtOptions.cs", "Api:Jwt:")]
    [InlineData("src/Api/Logging/SampleOptions.cs", "Api:Log:")]
    [InlineData("src/Inference/InferenceOptions.cs", "Inference:")]
    [InlineData("src/Inference/Gating/GateOptions.cs", "Inference:Gate:")]
    [InlineData("src/Inference/Canaries/CanaryOptions.cs", "Inference:Canary:")]
    [InlineData("src/Api/Admission/QuotaOptions.cs", "Api:Quota:")]
    [InlineData("src/Inference/Caching/CacheOptions.cs", "Inference:Cache:")]
    [InlineData("src/Inference/Scheduling/SchedulerOptions.cs", "Inference:Scheduler:")]
    public void Every_setting_of_the_service_is_documented(string file, string section)
    {
        var document = RepositoryFiles.Read(Serving);
        var settings = Settings(file).Select(name => section + name).ToList();

        Assert.NotEmpty(settings);
        Strays.AreNone(settings.Where(setting => !document.Contains($"`{setting}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_key_of_a_recipe_is_documented()
    {
        var document = RepositoryFiles.Read(Training);
        var keys = RepositoryFiles.Below("src/Training/Recipes", "Recipe.cs").SelectMany(Settings).Select(JsonNamingPolicy.CamelCase.ConvertName).Distinct().ToList();

        Assert.NotEmpty(keys);
        Strays.AreNone(keys.Where(key => !document.Contains($"`{key}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_kind_of_problem_is_documented()
    {
        var document = RepositoryFiles.Read(Serving);
        var kinds = Kind().Matches(RepositoryFiles.Read("src/Api/Problems/ProblemKind.cs")).Select(match => (Status: match.Groups["status"].Value, Name: match.Groups["name"].Value)).ToList();

        Assert.NotEmpty(kinds);
        Strays.AreNone(kinds.Where(kind => !document.Contains($"| {kind.Status} | `/problems/{kind.Name}` |", StringComparison.Ordinal)).Select(kind => kind.Name));
    }

    private static IEnumerable<string> Settings(string file) =>
        Property().Matches(RepositoryFiles.Read(file)).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"^    public \S.* (?<name>\w+) \{ get; init; \}", RegexOptions.Multiline)]
    private static partial Regex Property();

    [GeneratedRegex(@"= new\((?<status>\d{3}), ""(?<name>[a-z-]+)""")]
    private static partial Regex Kind();
}
