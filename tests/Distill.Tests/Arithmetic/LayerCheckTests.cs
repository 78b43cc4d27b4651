using Distill.Arithmetic;
using Distill.Models;
using Distill.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Arithmetic;

public sealed class LayerCheckTests
{
    [Theory]
    [MemberData(nameof(Nets.Names), MemberType = typeof(Nets))]
    public void DoublePrecisionTakesTheSameStepsAsTheLayersDo(string net)
    {
        // Double precision against itself: what is compared is the same in both passes, whatever the machine.
        using var scope = NewDisposeScope();
        using var model = Classifier.Build(Nets.Named(net), seed: 1);
        model.eval();
        model.Network.to(ScalarType.Float64);
        var deviation = LayerCheck.Of(model.Network, Inputs(model).to(ScalarType.Float64), learns: true);
        Assert.InRange(deviation.Value, 0, 1e-12);
    }

    [Theory]
    [InlineData(Fault.Forward, false)]
    [InlineData(Fault.Forward, true)]
    [InlineData(Fault.Backward, true)]
    [InlineData(Fault.NotFinite, false)]
    public void AWrongLayerIsFoundByName(Fault fault, bool learns)
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(("first", nn.Linear(5, 4)), ("middle", new WrongLayer(fault, _ => true)), ("last", nn.Linear(4, 3)));
        var deviation = LayerCheck.Of(network, randn(6, 5), learns);
        Assert.Equal("middle", deviation.Layer);
        Assert.False(deviation.IsRounding);
        Assert.Equal(fault == Fault.Backward ? "gradient of the input" : "output", deviation.Quantity);
        Assert.Equal(fault == Fault.NotFinite, double.IsPositiveInfinity(deviation.Value));
    }

    [Fact]
    public void AWrongGradientMattersOnlyToThoseWhoLearn()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(("middle", new WrongLayer(Fault.Backward, _ => true)), ("last", nn.Linear(4, 3)));
        Assert.True(LayerCheck.Of(network, randn(6, 4), learns: false).IsRounding);
    }

    [Fact]
    public void AWrongGradientOfTheInputMattersOnlyWhereSomethingBeforeLearns()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(("middle", new WrongLayer(Fault.Backward, _ => true)), ("last", nn.Linear(4, 3)));
        Assert.True(LayerCheck.Of(network, randn(6, 4), learns: true).IsRounding);
        Assert.False(LayerCheck.Of(network, randn(6, 4), learns: true, passesGradientsOn: true).IsRounding);
    }

    [Theory]
    [InlineData(5f, true)]
    [InlineData(5.01f, true)]
    [InlineData(5.01f, false)]
    public void AValueThatIsRoundedHalfwayIsNoFaultAndAWrongOneIs(float value, bool isSound)
    {
        // In float32 a tenth of 5 is a half, which goes down to 0. In double precision that tenth is a little more than one, and a half goes up.
        using var scope = NewDisposeScope();
        using var network = new Steps(isSound);
        var deviation = LayerCheck.Of(network, tensor(new[] { value, 2 * value }, 2, 1), learns: false);
        Assert.Equal(isSound, deviation.IsRounding);
    }

    [Fact]
    public void EqualPixelsOfAPoolAreNoFault()
    {
        // Rounding decides which of two equal pixels gets the gradient of their maximum; a plain background has many.
        using var scope = NewDisposeScope();
        using var model = Classifier.Build(Nets.ConvColour, seed: 1);
        var flat = full([16, 3, 9, 8], 0.7f) + cat([zeros(16, 3, 5, 8), rand(16, 3, 4, 8)], 2);
        var found = NetworkArithmetic.Of(model.Network, flat, Precision.F32, learns: true);
        Assert.True(found.IsRight, found.Fault);
    }

    [Fact]
    public void AModuleThatCallsNoLayerIsComparedAsAWhole()
    {
        using var scope = NewDisposeScope();
        using var network = new WrongModule();
        var deviation = LayerCheck.Of(network, randn(6, 4), learns: true);
        Assert.False(deviation.IsRounding);
        Assert.Equal("the whole network", deviation.Layer);
    }

    [Fact]
    public void AModuleMayOpenADisposeScopeOfItsOwn()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(("scoped", new ScopedModule()), ("wrong", new WrongLayer(Fault.Forward, _ => true)));
        Assert.Equal("wrong", LayerCheck.Of(network, randn(6, 4), learns: true).Layer);
    }

    [Fact]
    public void AModuleThatDrawsRandomNumbersHasNoRightAnswerAndIsLeftAlone()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(("first", nn.Linear(5, 4)), ("noise", new NoiseLayer()));
        Assert.True(LayerCheck.Of(network, randn(6, 5), learns: true).IsRounding);
    }

    [Fact]
    public void NumbersThatAreNotFiniteInDoublePrecisionEitherAreNotTheMachinesFault()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Sequential(("last", nn.Linear(4, 3)));
        using (no_grad())
        {
            network.parameters().First().fill_(double.NaN);
        }

        Assert.True(LayerCheck.Of(network, randn(6, 4), learns: true).IsRounding);
    }

    [Theory]
    [MemberData(nameof(Nets.Names), MemberType = typeof(Nets))]
    public void NothingOfTheNetworkChanges(string net)
    {
        using var scope = NewDisposeScope();
        using var model = Classifier.Build(Nets.Named(net), seed: 1);
        var inputs = Inputs(model);
        model.call(inputs).sum().backward();
        var before = model.State().Select(pair => (pair.Value, Bits: pair.Value.bytes.ToArray(), pair.Value.dtype)).ToArray();
        var gradients = model.Weights().Select(pair => pair.Parameter.grad!.bytes.ToArray()).ToArray();
        using var generator = get_rng_state();

        NetworkArithmetic.Of(model.Network, model.Normalise(inputs), Precision.F32, learns: true);

        Assert.True(model.Network.modules().All(module => module.training));
        Assert.Equal(generator.bytes.ToArray(), get_rng_state().bytes.ToArray());
        foreach (var ((_, value), (same, bits, type)) in model.State().Zip(before))
        {
            Assert.Same(same, value);
            Assert.Equal(type, value.dtype);
            Assert.Equal(bits, value.bytes.ToArray());
        }

        foreach (var ((_, parameter), gradient) in model.Weights().Zip(gradients))
        {
            Assert.Equal(gradient, parameter.grad!.bytes.ToArray());
        }
    }

    [Fact]
    public void TiedWeightsStayTied()
    {
        using var scope = NewDisposeScope();
        using var network = new TiedModule();
        LayerCheck.Of(network, randn(6, 4), learns: true);
        using var quiet = no_grad();
        network.Shared.fill_(2);
        Assert.Equal(network.call(ones(1, 4)).ToString(TorchSharp.TensorStringStyle.Numpy), full([1, 4], 64f).ToString(TorchSharp.TensorStringStyle.Numpy));
    }

    [Fact]
    public void MemoryDoesNotGrow()
    {
        using var model = Classifier.Build(Nets.Conv, seed: 1);
        using var inputs = Inputs(model);
        using var normalised = model.Normalise(inputs);
        NetworkArithmetic.Of(model.Network, normalised, Precision.F32, learns: true);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var round = 0; round < 3; round++)
        {
            NetworkArithmetic.Of(model.Network, normalised, Precision.F32, learns: true);
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Tensor Inputs(Classifier model) => model.Input.IsFeatures
        ? randn(6, model.Input.Channels)
        : randint(0, 256, [6, model.Input.Channels, model.Input.Height, model.Input.Width], ScalarType.Byte);

    private sealed class WrongModule : nn.Module<Tensor, Tensor>
    {
        private readonly WrongLayer inner = new(Fault.Forward, _ => true);

        public WrongModule() : base("wrong") => RegisterComponents();

        // Past the hooks that see what reaches a layer.
        public override Tensor forward(Tensor input) => inner.forward(input);
    }

    private sealed class ScopedModule : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear inner = nn.Linear(4, 4);

        public ScopedModule() : base("scoped") => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            return inner.call(input * input).MoveToOuterDisposeScope();
        }
    }

    private sealed class NoiseLayer() : nn.Module<Tensor, Tensor>("noise")
    {
        public override Tensor forward(Tensor input) => input + randn_like(input.detach());
    }

    private sealed class TiedModule : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear first = nn.Linear(4, 4, hasBias: false);
        private readonly TorchSharp.Modules.Linear second = nn.Linear(4, 4, hasBias: false);

        public TiedModule() : base("tied")
        {
            second.weight = first.weight;
            RegisterComponents();
        }

        public TorchSharp.Modules.Parameter Shared => first.weight!;

        public override Tensor forward(Tensor input) => second.call(first.call(input));
    }

    // Rounds between two layers; where it is not sound, what is between them is wrong by far more than rounding in float32.
    private sealed class Steps : nn.Module<Tensor, Tensor>
    {
        private readonly bool isSound;
        private readonly TorchSharp.Modules.Linear first = nn.Linear(1, 1, hasBias: false);
        private readonly TorchSharp.Modules.Linear second = nn.Linear(1, 1, hasBias: false);

        public Steps(bool isSound) : base(nameof(Steps))
        {
            this.isSound = isSound;
            RegisterComponents();
            using var quiet = no_grad();
            first.weight!.fill_(0.1f);
            second.weight!.fill_(1f);
        }

        public override Tensor forward(Tensor input)
        {
            var between = first.call(input);
            return second.call(isSound || between.dtype == ScalarType.Float64 ? between.round() : between.round().Plus(1));
        }
    }
}
