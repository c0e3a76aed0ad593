using System.Text.Json.Nodes;
using Seq2SeqService.EndToEnd.Tests.Repository;

namespace Seq2SeqService.EndToEnd.Tests.Deployment;

/// <summary>What is deployed to Kubernetes is rendered, held to the schemas, and to what it speaks of: the service, its settings, and its other parts. No cluster is asked.</summary>
public sealed class KubernetesTests
{
    public static TheoryData<string> Folders =>
        [.. RepositoryFiles.Below("deploy/kubernetes", "kustomization.yaml").Select(file => Path.GetDirectoryName(file)!.Replace("deploy/kubernetes/", "", StringComparison.Ordinal))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Everything_is_as_its_schema_says(string folder) => Assert.NotEmpty(await Schemas.RenderedAsync(folder));

    [Theory]
    [InlineData("matchLabels", "matchLables")]
    [InlineData("runAsNonRoot: true", "runAsNonRoot: \"yes\"")]
    [InlineData("image: seq2seqservice", "imagge: seq2seqservice")]
    [InlineData("apiVersion: apps/v1", "apiVersion: apps/v9")]
    public async Task A_faulty_document_is_found(string right, string wrong)
    {
        var deployment = RepositoryFiles.Read("deploy/kubernetes/base/deployment.yaml");
        Assert.Contains(right, deployment, StringComparison.Ordinal);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Schemas.HeldAsync("manifests.mjs", deployment.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_example_of_secrets_and_the_alerts_as_a_rule_are_as_their_schemas_say()
    {
        await Schemas.HeldAsync("manifests.mjs", RepositoryFiles.Read("deploy/kubernetes/secrets.example.yaml"));

        // As docs/operations.md makes it.
        var alerts = string.Join('\n', RepositoryFiles.Read("docker/prometheus/alerts.yml").Split('\n').Select(line => $"  {line}"));
        await Schemas.HeldAsync("manifests.mjs", $"apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {{ name: seq2seqservice }}\nspec:\n{alerts}");
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Every_container_may_do_nothing_but_its_work(string folder)
    {
        foreach (var pod in Pods(await Schemas.RenderedAsync(folder)))
        {
            Assert.True((bool)pod["securityContext"]!["runAsNonRoot"]!);
            Assert.Equal("RuntimeDefault", (string?)pod["securityContext"]!["seccompProfile"]!["type"]);
            Assert.False((bool)pod["automountServiceAccountToken"]!);
            foreach (var container in Containers(pod))
            {
                var context = container["securityContext"]!;
                Assert.True((bool)context["readOnlyRootFilesystem"]!);
                Assert.False((bool)context["allowPrivilegeEscalation"]!);
                Assert.Equal("""["ALL"]""", context["capabilities"]!["drop"]!.ToJsonString());
                Assert.NotNull(container["resources"]!["limits"]!["memory"]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Every_pod_has_a_policy_of_its_network(string folder)
    {
        var documents = await Schemas.RenderedAsync(folder);
        var policies = Of(documents, "NetworkPolicy").Select(policy => policy["spec"]!["podSelector"]!["matchLabels"]!.AsObject()).ToList();

        foreach (var labels in documents.Select(document => document["spec"]?["template"]?["metadata"]?["labels"]).OfType<JsonObject>())
            Assert.Contains(policies, policy => Selects(policy, labels));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task What_a_pod_mounts_is_there_or_said_to_be_made_before(string folder)
    {
        string[] madeBefore = ["keys", "recipe"];   // by the commands of docs/operations.md and of the overlay
        var documents = await Schemas.RenderedAsync(folder);
        var claims = Of(documents, "PersistentVolumeClaim").Concat(Of(await Schemas.RenderedAsync("base"), "PersistentVolumeClaim")).Select(NameOf).ToList();
        var maps = Of(documents, "ConfigMap").Select(NameOf).Concat(madeBefore).ToList();

        foreach (var pod in Pods(documents))
        {
            var volumes = pod["volumes"]!.AsArray().OfType<JsonNode>().ToList();
            Assert.All(volumes.Select(volume => (string?)volume["persistentVolumeClaim"]?["claimName"]).OfType<string>(), claim => Assert.Contains(claim, claims));
            Assert.All(volumes.Select(volume => (string?)volume["configMap"]?["name"]).OfType<string>(), map => Assert.Contains(map, maps));
            Assert.All(volumes.Select(volume => (string?)volume["secret"]?["secretName"]).OfType<string>(), secret => Assert.Contains(secret, madeBefore));
            var named = volumes.Select(volume => (string)volume["name"]!).ToList();
            Assert.All(Containers(pod).SelectMany(container => container["volumeMounts"]!.AsArray()), mount => Assert.Contains((string)mount!["name"]!, named));
            Assert.All(Containers(pod).SelectMany(container => container["envFrom"]?.AsArray() ?? []), from => Assert.Contains((string?)from!["configMapRef"]!["name"], maps));
        }
    }

    [Theory]
    [InlineData("base")]
    [InlineData("overlays/gpu")]
    public async Task Settings_are_settings_of_the_service(string folder)
    {
        var known = RepositoryFiles.Read("docs/serving.md");
        var documents = await Schemas.RenderedAsync(folder);
        var settings = Of(documents, "ConfigMap").SelectMany(map => map["data"]!.AsObject().Select(entry => entry.Key))
            .Concat(Pods(documents).SelectMany(Containers).SelectMany(container => container["env"]!.AsArray()).Select(variable => (string)variable!["name"]!)).ToList();

        Assert.NotEmpty(settings);
        Strays.AreNone(settings.Select(setting => setting.Replace("__", ":", StringComparison.Ordinal)).Where(setting => !known.Contains($"`{setting}`", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Probes_ask_routes_of_the_service_and_a_stop_has_time_for_all_of_it()
    {
        var documents = await Schemas.RenderedAsync("base");
        var pod = Assert.Single(Pods(documents));
        var container = Assert.Single(Containers(pod));
        var routes = JsonNode.Parse(await File.ReadAllTextAsync(RepositoryFiles.In("docs/openapi.json"), Cancel))!["paths"]!.AsObject();

        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
            Assert.True(routes.ContainsKey((string)container[probe]!["httpGet"]!["path"]!), probe);

        var settings = Assert.Single(Of(documents, "ConfigMap"))["data"]!;
        var stop = TimeSpan.Parse((string)settings["Api__ShutdownTimeout"]!, null) + TimeSpan.FromSeconds((int)container["lifecycle"]!["preStop"]!["sleep"]!["seconds"]!);
        Assert.True(stop < TimeSpan.FromSeconds((int)pod["terminationGracePeriodSeconds"]!));
    }

    [Fact]
    public async Task A_file_is_cut_into_as_many_parts_as_there_are_pods_for()
    {
        var job = Assert.Single(Of(await Schemas.RenderedAsync("overlays/shard"), "Job"))["spec"]!;
        var arguments = Assert.Single(Containers(Assert.Single(Pods([new JsonObject { ["spec"] = job.DeepClone() }]))))["args"]!.AsArray().Select(argument => (string)argument!).ToList();

        Assert.Equal("Indexed", (string?)job["completionMode"]);
        Assert.Equal($"env/{job["completions"]}", arguments[arguments.IndexOf("--shard") + 1]);
    }

    [Theory]
    [InlineData("base")]
    [InlineData("overlays/bundled")]
    [InlineData("overlays/gpu")]
    [InlineData("overlays/monitoring")]
    public async Task Service_budget_and_autoscaler_mean_the_replicas(string folder)
    {
        var documents = await Schemas.RenderedAsync(folder);
        var deployment = Assert.Single(Of(documents, "Deployment"));
        var labels = deployment["spec"]!["template"]!["metadata"]!["labels"]!.AsObject();
        var (service, budget) = (Assert.Single(Of(documents, "Service")), Assert.Single(Of(documents, "PodDisruptionBudget")));
        var autoscaler = Assert.Single(Of(documents, "HorizontalPodAutoscaler"))["spec"]!;

        Assert.True(Selects(service["spec"]!["selector"]!.AsObject(), labels));
        Assert.True(Selects(budget["spec"]!["selector"]!["matchLabels"]!.AsObject(), labels));
        Assert.Equal(NameOf(deployment), (string?)autoscaler["scaleTargetRef"]!["name"]);
        var metric = (string?)Assert.Single(autoscaler["metrics"]!.AsArray())!["pods"]!["metric"]!["name"];
        Assert.Contains($"`{metric}`", RepositoryFiles.Read("docs/operations.md"), StringComparison.Ordinal);
        Assert.Contains($"as: {metric}\n", RepositoryFiles.Read("deploy/kubernetes/prometheus-adapter.yaml"), StringComparison.Ordinal);
    }

    private static IEnumerable<JsonNode> Of(IEnumerable<JsonNode> documents, string kind) => documents.Where(document => (string?)document["kind"] == kind);

    private static string NameOf(JsonNode document) => (string)document["metadata"]!["name"]!;

    private static IEnumerable<JsonNode> Pods(IEnumerable<JsonNode> documents) => documents.Select(document => document["spec"]?["template"]?["spec"]).OfType<JsonNode>();

    private static IEnumerable<JsonNode> Containers(JsonNode pod) => (pod["initContainers"]?.AsArray() ?? []).Concat(pod["containers"]!.AsArray()).OfType<JsonNode>();

    private static bool Selects(JsonObject selector, JsonObject labels) => selector.All(label => (string?)labels[label.Key] == (string?)label.Value);
}
