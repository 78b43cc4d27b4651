using Distill.Files;
using Distill.Models;
using Distill.Models.Import;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Tests.Models.Import;

/// <summary>The same networks in PyTorch: its weights give its logits here, and ours give our logits there.</summary>
public sealed class TorchNetworksTests
{
    public static TheoryData<string> Names => ["mlp", "conv", "conv in colour", "resnet"];

    [Theory]
    [MemberData(nameof(Names))]
    public void WeightsGiveTheSameLogitsBothWays(string net)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var (weights, cases, mine, answer) = (folder.File("weights"), folder.File("cases"), folder.File("mine.safetensors"), folder.File("answer"));
        File.WriteAllText(folder.File("spec.json"), StrictJson.Write(Nets.Named(net)));
        Python.RunWithTorch("networks.py", "write", folder.File("spec.json"), weights, cases);

        var model = Classifier.Build(Nets.Named(net), seed: 8);
        var outcome = WeightImport.Into(model, weights);

        Assert.Equal(Matching.Names, outcome.MatchedBy);
        Assert.Empty(outcome.Kept.Concat(outcome.Unused));
        using var read = SafeTensorsFile.Open(cases);
        AssertNear(read.Read("logits"), Logits(model, read.Read("pixels")));

        // Other numbers than PyTorch's own go back.
        var other = Classifier.Build(Nets.Named(net), seed: 9);
        ModelFile.Save(mine, other);
        Python.RunWithTorch("networks.py", "read", mine, cases, answer);
        using var answered = SafeTensorsFile.Open(answer);
        AssertNear(answered.Read("logits"), Logits(other, read.Read("pixels")));
    }

    private static Tensor Logits(Classifier model, Tensor pixels)
    {
        using var quiet = no_grad();
        model.eval();
        return model.call(pixels);
    }

    private static void AssertNear(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.std().item<float>() > 0.01, "the logits hardly differ, so they prove nothing");
        Assert.True((expected - actual).abs().max().item<float>() < 1e-4);
    }
}
