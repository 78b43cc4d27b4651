using Distill.Models;
using Distill.Tests.Libtorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Tests.Models;

public sealed class ClassifierTests
{
    [Theory]
    [MemberData(nameof(Nets.Names), MemberType = typeof(Nets))]
    public void FirstWeightsLieEvenlyWithinTheirBound(string net)
    {
        using var scope = NewDisposeScope();
        using var model = Classifier.Build(Nets.Named(net), seed: 5);
        foreach (var (name, weight) in model.Weights().Where(pair => pair.Parameter.dim() >= 2))
        {
            var bound = 1 / Math.Sqrt(weight.numel() / weight.shape[0]);
            var values = weight.data<float>().ToArray();

            Assert.All(values, value => Assert.InRange(value, -bound, bound));
            // The deviation of the even distribution is bound/√3; of n draws it is that within some 1/√n.
            Assert.InRange(values.Average(value => value * value) * 3 / (bound * bound), 1 - (3 / Math.Sqrt(values.Length)), 1 + (3 / Math.Sqrt(values.Length)));
            Assert.True(name.Length > 0);
        }
    }

    [Fact]
    public async Task ModelsBuiltAtTheSameTimeDoNotDisturbEachOther()
    {
        using var alone = Classifier.Build(Nets.ResNet, seed: 11);
        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() =>
        {
            using var model = Classifier.Build(Nets.ResNet, seed: 11 + (number % 2));
            return model.Fingerprint();
        })));

        Assert.Equal(2, together.Distinct().Count());
        Assert.Equal(alone.Fingerprint(), together[0]);
    }

    [Theory]
    [MemberData(nameof(Nets.Names), MemberType = typeof(Nets))]
    public void AWorkingCopyHasWeightsOfItsOwnAndTakesThoseOfTheMaster(string net)
    {
        using var scope = NewDisposeScope();
        using var master = Classifier.Build(Nets.Named(net), seed: 1);
        using var working = master.Copy(Precision.Bf16);
        var before = master.Fingerprint();
        var names = master.State().Select(pair => pair.Name).ToArray();

        Assert.Equal(names, working.State().Select(pair => pair.Name));
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(Precision.Bf16, working.Precision);
        foreach (var (name, value) in working.State().Where(pair => pair.Value.dtype != ScalarType.Int64))
        {
            Assert.Equal(name.Contains("norm", StringComparison.Ordinal) ? ScalarType.Float32 : ScalarType.BFloat16, value.dtype);
        }

        using (no_grad())
        {
            foreach (var (_, value) in working.Weights())
            {
                value.add_(1);
            }
        }

        Assert.Equal(before, master.Fingerprint());
        working.CopyFrom(master);
        foreach (var ((_, mine), (_, theirs)) in working.State().Zip(master.State()))
        {
            Assert.Equal(theirs.to(mine.dtype).bytes.ToArray(), mine.bytes.ToArray());
        }
    }

    [Fact]
    public void MaxNormIsForHiddenUnits()
    {
        using var mlp = Classifier.Build(Nets.Mlp, seed: 1);
        using var conv = Classifier.Build(Nets.Conv, seed: 1);

        Assert.Equal(["linear1.weight", "linear2.weight"], mlp.HiddenUnitWeights().Select(pair => pair.Name));
        Assert.Equal(["conv1_1.weight", "conv2_1.weight", "hidden.weight"], conv.HiddenUnitWeights().Select(pair => pair.Name));
        Assert.Equal(15, mlp.Spec!.Network.MaxNorm);
    }

    [Fact]
    public void DropoutDrawsFromLibtorchsGeneratorInTrainingAlone()
    {
        using var scope = NewDisposeScope();
        using var model = Classifier.Build(Nets.Mlp, seed: 1);
        var inputs = full([3, 1, 6, 6], 200, dtype: ScalarType.Byte);
        manual_seed(3);
        var first = model.call(inputs).data<float>().ToArray();
        var second = model.call(inputs).data<float>().ToArray();
        manual_seed(3);

        Assert.Equal(first, model.call(inputs).data<float>().ToArray());
        Assert.NotEqual(first, second);
        model.eval();
        Assert.Equal(model.call(inputs).data<float>().ToArray(), model.call(inputs).data<float>().ToArray());
    }

    [Theory]
    [InlineData("conv")]
    [InlineData("conv in colour")]
    [InlineData("resnet")]
    public void TheLayoutInMemoryChangesNoLogitAndNoGradient(string net)
    {
        using var sound = new SoundConvolutions();
        using var scope = NewDisposeScope();
        using var model = Classifier.Build(Nets.Named(net), seed: 2);
        manual_seed(1);
        var inputs = randint(0, 256, [4, model.Input.Channels, model.Input.Height, model.Input.Width], ScalarType.Byte);
        var network = (Sequential)model.children().Single();
        var normalised = model.Normalisation.Apply(inputs, ScalarType.Float32);
        using var laid = network.children().First();
        Assert.Equal(1, ((nn.Module<Tensor, Tensor>)laid).call(normalised).stride(1));

        manual_seed(7);
        var logits = model.call(inputs);
        logits.square().sum().backward();
        var gradients = model.Weights().Select(pair => pair.Parameter.grad!.clone()).ToArray();
        model.zero_grad();
        manual_seed(7);
        var plain = network.children().Skip(1).Aggregate(normalised, (values, layer) => ((nn.Module<Tensor, Tensor>)layer).call(values));
        plain.square().sum().backward();

        Assert.True(logits.allclose(plain, rtol: 1e-4, atol: 1e-5));
        foreach (var ((_, weight), gradient) in model.Weights().Zip(gradients))
        {
            Assert.True(gradient.allclose(weight.grad!, rtol: 1e-3, atol: 1e-4));
        }
    }

    [Fact]
    public void ANetworkOfTheUsersOwnCanBeWrapped()
    {
        using var scope = NewDisposeScope();
        using var model = new Classifier(ExampleShape.Features(2), ["no", "yes"], new Normalisation([1], [2]), nn.Linear(2, 2, hasBias: false));
        using (no_grad())
        {
            model.Weights().Single().Parameter.copy_(tensor(new float[] { 1, 0, 0, 10 }).reshape(2, 2));
        }

        Assert.Equal([1f, 20f], model.call(tensor(new float[] { 3, 5 }).reshape(1, 2)).data<float>().ToArray());
        Assert.Equal(4, model.ParameterCount);
        Assert.Null(model.Spec);
        Assert.Throws<InvalidOperationException>(() => model.Copy(Precision.F32));
    }
}
