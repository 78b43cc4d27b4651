using System.Text;
using Distill.Files;
using Distill.Models;
using Distill.Models.Import;
using Distill.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Models.Import;

public sealed class WeightImportTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly TemporaryFolder folder = new();
    private readonly Classifier theirs = Classifier.Build(Nets.ResNet, seed: 1);
    private readonly Classifier ours = Classifier.Build(Nets.ResNet, seed: 2);

    public void Dispose()
    {
        folder.Dispose();
        scope.Dispose();
    }

    [Theory]
    [InlineData(ScalarType.Float64, 0)]
    [InlineData(ScalarType.Float16, 1e-3)]
    [InlineData(ScalarType.BFloat16, 1e-2)]
    public void EveryKindOfFloatIsWidened(ScalarType type, double tolerance)
    {
        var path = Write(theirs.State().Select(pair => (pair.Name, pair.Value.to(type))));

        var outcome = WeightImport.Into(ours, path);

        Assert.Equal(
            theirs.State().Select(pair => pair.Name).Where(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal)),
            outcome.Imported.Select(tensor => tensor.Ours));
        Assert.All(outcome.Imported, tensor => Assert.Equal(TensorTypes.Name(TensorTypes.Of(type)).ToLowerInvariant(), tensor.Type));
        foreach (var ((_, mine), (_, other)) in ours.State().Zip(theirs.State()).Where(pair => pair.First.Value.dim() > 0))
        {
            Assert.Equal(ScalarType.Float32, mine.dtype);
            Assert.True((mine - other).abs().max().item<float>() <= tolerance);
        }
    }

    [Theory]
    [InlineData("model.safetensors.index.json")]
    [InlineData("model-00002-of-00002.safetensors")]
    [InlineData("")]
    public void AllFilesOfAModelAreRead(string given)
    {
        var state = theirs.State().ToList();
        WriteShards(state);

        var outcome = WeightImport.Into(ours, Path.TrimEndingDirectorySeparator(folder.File(given)));

        Assert.Equal(Matching.Names, outcome.MatchedBy);
        AssertTakenOver();
    }

    [Theory]
    [InlineData("model.safetensors.index.json")]
    [InlineData("model-00001-of-00002.safetensors")]
    public void AMissingFileOfAModelIsNamed(string given)
    {
        WriteShards([.. theirs.State()]);
        File.Delete(folder.File("model-00002-of-00002.safetensors"));

        var error = Assert.Throws<DistillException>(() => WeightImport.Into(ours, folder.File(given)));
        Assert.Contains("1 of them are missing beside it: model-00002-of-00002.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"weight_map": {"a": "../a.safetensors"}}""")]
    [InlineData("""{"weight_map": {"a": 3}}""")]
    [InlineData("""{"weight_map": {}}""")]
    [InlineData("[]")]
    public void AnotherIndexIsRefused(string json)
    {
        File.WriteAllText(folder.File("model.safetensors.index.json"), json);
        Assert.Contains(
            "is no index of safetensors files",
            Assert.Throws<DistillException>(() => WeightImport.Into(ours, folder.File("model.safetensors.index.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APrefixThatAllShareIsNoDifference()
    {
        var outcome = WeightImport.Into(ours, Write(theirs.State().Select(pair => ("module.net." + pair.Name, pair.Value))));

        Assert.Equal(Matching.Names, outcome.MatchedBy);
        AssertTakenOver();
    }

    [Fact]
    public void AMapOfStarsAndNumbersRenamesBlocks()
    {
        var path = Write(theirs.State().Select(pair => (Foreign(pair.Name), pair.Value)).Append(("aux.weight", zeros(3))));
        var map = folder.File("map.json");
        File.WriteAllText(map, """
            {
              "conv1.weight": "conv0.weight", "bn1.*": "norm0.*", "fc.*": "classes.*", "aux.*": null,
              "layer*.*.conv*.*": "block*_*+1.conv*.*", "layer*.*.bn*.*": "block*_*+1.norm*.*",
              "layer*.*.downsample.0.*": "block*_*+1.shortcut.conv.*", "layer*.*.downsample.1.*": "block*_*+1.shortcut.norm.*"
            }
            """);

        var outcome = WeightImport.Into(ours, path, NameMap.Read(map));

        Assert.Equal((Matching.Map, "aux.weight"), (outcome.MatchedBy, Assert.Single(outcome.Unused)));
        Assert.Contains(outcome.Imported, tensor => tensor is { Theirs: "layer2.0.bn1.weight", Ours: "block2_1.norm1.weight" });
        AssertTakenOver();
    }

    [Fact]
    public void OtherNamesInTheOrderOfTheLayersAreMatched()
    {
        var outcome = WeightImport.Into(ours, Write(theirs.State().OrderBy(pair => Order(pair.Name)).Select(pair => (Foreign(pair.Name), pair.Value))));

        Assert.Equal(Matching.Order, outcome.MatchedBy);
        AssertTakenOver();
    }

    [Fact]
    public void SortedNamesThatDifferInNumbersAloneAreMatched()
    {
        using var first = Classifier.Build(Nets.Mlp with { Network = new MlpSpec { Widths = [.. Enumerable.Repeat(5, 12)] } }, seed: 1);
        using var second = Classifier.Build(first.Spec!, seed: 2);
        // "10" sorts before "2" in the file.
        var renamed = first.State().Select(pair => (pair.Name.Replace("linear", "layers.", StringComparison.Ordinal), pair.Value));

        var outcome = WeightImport.Into(second, Write(renamed.OrderBy(pair => pair.Item1, StringComparer.Ordinal)));

        Assert.Equal(Matching.Order, outcome.MatchedBy);
        Assert.Equal(first.Fingerprint(), second.Fingerprint());
    }

    [Fact]
    public void SortedNamesOfLayersThatCouldBeSwappedAreRefused()
    {
        var before = ours.Fingerprint();
        var sorted = theirs.State().Select(pair => (Foreign(pair.Name), pair.Value)).OrderBy(pair => pair.Item1, StringComparer.Ordinal);

        var error = Assert.Throws<DistillException>(() => WeightImport.Into(ours, Write(sorted)));

        Assert.Contains("neither their names nor the file say in which order", error.Message, StringComparison.Ordinal);
        Assert.Contains("'bn1'", error.Message, StringComparison.Ordinal);
        Assert.Contains("give a map of names", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, ours.Fingerprint());
    }

    [Fact]
    public void WhatDoesNotFitIsListedTogetherAndNothingIsTakenOver()
    {
        var before = ours.Fingerprint();
        var path = Write(theirs.State().Select(pair => pair.Name switch
        {
            "classes.weight" => (pair.Name, zeros(7, 8)),
            "conv0.weight" => ("conv0.wieght", pair.Value),
            "classes.bias" => (pair.Name, pair.Value.to(ScalarType.Int64)),
            _ => (pair.Name, pair.Value),
        }).Append(("extra", zeros(2))));

        var error = Assert.Throws<DistillException>(() => WeightImport.Into(ours, path));

        Assert.Contains("'classes.weight' is [7, 8], expected [4, 8]", error.Message, StringComparison.Ordinal);
        Assert.Contains("'conv0.weight' is missing (is it 'conv0.wieght'?)", error.Message, StringComparison.Ordinal);
        Assert.Contains("'classes.bias' is I64, expected F32, F16, BF16 or F64", error.Message, StringComparison.Ordinal);
        Assert.Contains("'extra' is unexpected", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, ours.Fingerprint());
    }

    [Fact]
    public void WithoutStrictnessWhatDoesNotFitIsKeptAndNamed()
    {
        var head = ours.State().Single(pair => pair.Name == "classes.weight").Value.clone();
        var path = Write(theirs.State().Where(pair => pair.Name != "classes.bias")
            .Select(pair => pair.Name == "classes.weight" ? (pair.Name, zeros(7, 8)) : (pair.Name, pair.Value)).Append(("extra", zeros(2))));

        var outcome = WeightImport.Into(ours, path, strict: false);

        Assert.Equal(["classes.weight", "classes.bias"], outcome.Kept);
        Assert.Equal(["classes.weight", "extra"], outcome.Unused);
        Assert.True(ours.State().Single(pair => pair.Name == "classes.weight").Value.equal(head).all().item<bool>());
        Assert.True(ours.State().First().Value.equal(theirs.State().First().Value).all().item<bool>());
    }

    [Fact]
    public void NumbersThatAreNotFiniteAreRefused()
    {
        var path = Write(theirs.State().Select(pair => (pair.Name, pair.Name == "classes.bias" ? tensor(new[] { 1, 2, 1e300, 4 }) : pair.Value)));

        Assert.Contains("not finite in float32, in 'classes.bias'", Assert.Throws<DistillException>(() => WeightImport.Into(ours, path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PK\u0003\u0004archive")]
    [InlineData("\u0002}q")]
    public void APickleIsNotOpenedAndTheRemedyIsNamed(string start)
    {
        var path = folder.Write("net.pth", [.. start[0] == 'P' ? [] : new byte[] { 0x80 }, .. Encoding.Latin1.GetBytes(start)]);

        var error = Assert.Throws<DistillException>(() => WeightImport.Into(ours, path));

        Assert.Contains("save_file(torch.load(\"net.pth\", map_location=\"cpu\"), \"net.safetensors\")", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DamageBringsTheDocumentedErrorAndNoOther()
    {
        var original = File.ReadAllBytes(Write(theirs.State()));
        var (taken, count) = (0, Mutations.Count(1_000));
        for (var number = 0; number < count; number++)
        {
            try
            {
                WeightImport.Into(ours, folder.Write("damaged", Mutations.Of(original, number)), strict: number % 2 == 0);
                taken++;
            }
            catch (DistillException)
            {
            }
        }

        Assert.InRange(taken, count / 100, count);
    }

    [Fact]
    public void NoTensorIsLeftBehind()
    {
        var path = Write(theirs.State().Select(pair => (pair.Name, pair.Value.to(ScalarType.Float64))));
        WeightImport.Into(ours, path);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        WeightImport.Into(ours, path);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private void WriteShards(IReadOnlyList<(string Name, Tensor Value)> state)
    {
        var half = state.Count / 2;
        var shards = new[] { state.Take(half).ToList(), state.Skip(half).ToList() };
        var index = new System.Text.Json.Nodes.JsonObject();
        for (var number = 0; number < shards.Length; number++)
        {
            var name = $"model-{number + 1:00000}-of-00002.safetensors";
            SafeTensorsWriter.Write(folder.File(name), [.. shards[number].Select(pair => TensorPayload.Of(pair.Name, pair.Value))], new Dictionary<string, string>());
            shards[number].ForEach(pair => index[pair.Name] = name);
        }

        File.WriteAllText(folder.File("model.safetensors.index.json"), new System.Text.Json.Nodes.JsonObject { ["metadata"] = new System.Text.Json.Nodes.JsonObject(), ["weight_map"] = index }.ToJsonString());
    }

    private string Write(IEnumerable<(string Name, Tensor Value)> tensors)
    {
        var path = folder.File("weights.safetensors");
        SafeTensorsWriter.Write(path, [.. tensors.Select(pair => TensorPayload.Of(pair.Name, pair.Value))]);
        return path;
    }

    private void AssertTakenOver() => Assert.Equal(theirs.Fingerprint(), ours.Fingerprint());

    // The names that PyTorch's own residual nets bear.
    private static string Foreign(string name)
    {
        var parts = name.Replace("shortcut.conv", "downsample.0", StringComparison.Ordinal).Replace("shortcut.norm", "downsample.1", StringComparison.Ordinal)
            .Replace("norm", "bn", StringComparison.Ordinal).Split('.');
        parts[0] = parts[0] switch
        {
            "conv0" => "conv1",
            "bn0" => "bn1",
            "classes" => "fc",
            var block => $"layer{block["block".Length..].Split('_')[0]}.{int.Parse(block.Split('_')[1], System.Globalization.CultureInfo.InvariantCulture) - 1}",
        };
        return string.Join('.', parts);
    }

    // State dicts list the tensors of one module together, in the order of the modules.
    private int Order(string name)
    {
        var layers = theirs.Weights().Select(pair => pair.Name[..pair.Name.LastIndexOf('.')]).Distinct().ToList();
        return layers.IndexOf(name[..name.LastIndexOf('.')]);
    }
}
