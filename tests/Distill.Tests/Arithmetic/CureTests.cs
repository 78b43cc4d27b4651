using Distill.Arithmetic;
using Distill.Libtorch;
using Distill.Models;
using Distill.Runs;
using Distill.Tests.Models;
using Distill.Tests.Training;
using Distill.Training.Optimizers;
using Distill.Training.Population;
using static TorchSharp.torch;

namespace Distill.Tests.Arithmetic;

public sealed class CureTests
{
    private static bool IsSingle(Tensor input) => input.dtype == ScalarType.Float32;

    private static bool IsHalf(Tensor input) => input.dtype == ScalarType.BFloat16;

    private static bool IsChannelsLast(Tensor input) => input.stride(1) == 1;

    [Theory]
    [MemberData(nameof(Nets.Names), MemberType = typeof(Nets))]
    public void TheNetsThatWeBuildAreRightOnThisMachineInF32(string net)
    {
        using var scope = NewDisposeScope();
        using var model = Classifier.Build(Nets.Named(net), seed: 1);
        var found = model.CheckArithmetic(Noise(model), learns: true);
        Assert.True(found.IsRight, found.Fault);
        Assert.InRange(found.Worst.Value, 0, 5e-2);
        Assert.Equal(found.Facts, model.Arithmetic);
    }

    [Theory]
    [InlineData(Fault.Forward)]
    [InlineData(Fault.Backward)]
    [InlineData(Fault.NotFinite)]
    public void WhatIsWrongInBf16AloneTrainsInF32(Fault fault)
    {
        using var scope = NewDisposeScope();
        using var student = Student(fault, IsHalf);
        using var weights = new TrainedWeights(student, Tasks.Options with { Precision = Precision.Bf16 }, Noise(student));
        Assert.Same(student, weights.Working);
        Assert.Equal("f32", weights.Arithmetic.Precision);
        Assert.StartsWith($"in f32 in place of bf16, because {(Bf16Instructions.Exist ? "in bf16 the " : Bf16Instructions.Missing)}", weights.Arithmetic.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsRightInBf16TrainsInIt()
    {
        using var scope = NewDisposeScope();
        using var student = Student(Fault.Forward, _ => false);
        using var weights = new TrainedWeights(student, Tasks.Options with { Precision = Precision.Bf16 }, Noise(student));
        // A machine whose libtorch is wrong in bf16 says so; any other trains as it was asked to.
        Assert.Equal(weights.Arithmetic.Cure is null || !weights.Arithmetic.Cure.Contains("in place of bf16", StringComparison.Ordinal), weights.Working.Precision == Precision.Bf16);
    }

    [Theory]
    [InlineData(Fault.Forward)]
    [InlineData(Fault.Backward)]
    public void WhatIsWrongInOneLayoutTakesTheOther(Fault fault)
    {
        using var scope = NewDisposeScope();
        using var student = Student(fault, input => IsSingle(input) && IsChannelsLast(input));
        using var weights = new TrainedWeights(student, Tasks.Options, Noise(student));
        Assert.Equal(("f32", "plain", true), (weights.Arithmetic.Precision, weights.Arithmetic.Layout, weights.Arithmetic.OneDnn));
        Assert.StartsWith("images lie one plane a channel, because in f32 the ", weights.Arithmetic.Cure, StringComparison.Ordinal);

        // What was found for the architecture holds for the next model of it.
        using var next = Classifier.Build(student.Spec!, seed: 2);
        Assert.True(next.CheckArithmetic(Noise(next), learns: true).IsRight);
        Assert.False(next.Network.modules().OfType<IImageLayout>().Single().IsChannelsLast);
    }

    [Fact]
    public void WhatIsWrongWithOneDnnRunsWithoutItForwardAndBackward()
    {
        Assert.SkipUnless(LibtorchContext.OneDnn == true, "oneDNN is off, or cannot be turned off on this system");
        using var scope = NewDisposeScope();
        using var student = Student(Fault.Backward, input => IsSingle(input) && LibtorchContext.OneDnn == true);
        using var weights = new TrainedWeights(student, Tasks.Options, Noise(student));
        Assert.False(weights.Arithmetic.OneDnn);
        Assert.True(LibtorchContext.OneDnn);
        using (student.ComputeAsChecked())
        {
            Assert.False(LibtorchContext.OneDnn);
        }

        Assert.True(LibtorchContext.OneDnn);
    }

    [Theory]
    [InlineData(Fault.Forward)]
    [InlineData(Fault.Backward)]
    [InlineData(Fault.NotFinite)]
    public void WhatNoCureMendsIsRefused(Fault fault)
    {
        using var scope = NewDisposeScope();
        using var student = Student(fault, _ => true);
        foreach (var precision in Enum.GetValues<Precision>())
        {
            var refused = Assert.Throws<DistillException>(() => new TrainedWeights(student, Tasks.Options with { Precision = precision }, Noise(student)));
            Assert.Contains("layer middle", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AModelThatAnswersIsCheckedByItsFirstBatch()
    {
        using var scope = NewDisposeScope();
        using var wrong = Student(Fault.Forward, _ => true);
        using (no_grad())
        {
            Assert.Throws<DistillException>(() => wrong.call(Noise(wrong)));
        }

        // A wrong gradient is no fault of a model that answers.
        using var teaches = Student(Fault.Backward, _ => true);
        using (no_grad())
        {
            teaches.call(Noise(teaches));
        }

        Assert.Throws<DistillException>(() => teaches.call(Noise(teaches)));
    }

    [Fact]
    public void ATeacherThatIsWrongInBf16AnswersInF32()
    {
        using var halfWrong = Student(Fault.Forward, IsHalf);
        Assert.Equal(Precision.F32, WorkingModel.PrecisionOf(halfWrong, Precision.Bf16));
        using var wrong = Student(Fault.NotFinite, input => input.dtype != ScalarType.Float64);
        Assert.Throws<DistillException>(() => WorkingModel.PrecisionOf(wrong, Precision.Bf16));
    }

    [Fact]
    public void ANetworkOfTheCallersIsCheckedToo()
    {
        using var scope = NewDisposeScope();
        using var network = new Classifier(
            ExampleShape.Features(4), ["ant", "bee"], Normalisation.None, nn.Sequential(("first", nn.Linear(4, 2)), ("last", new WrongLayer(Fault.Forward, IsSingle))));
        var refused = Assert.Throws<DistillException>(() => network.call(randn(1, 4)));
        Assert.Contains("layer last", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACureIsToldOnce()
    {
        var told = new List<string>();
        ArithmeticCures.Taken += told.Add;
        try
        {
            ArithmeticCures.Tell("net of this test", "without oneDNN");
            ArithmeticCures.Tell("net of this test", "without oneDNN");
        }
        finally
        {
            ArithmeticCures.Taken -= told.Add;
        }

        Assert.Equal(["net of this test is computed another way than asked for: without oneDNN."], told);
    }

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void APopulationThatComputesOtherWeightsIsFound(Precision precision)
    {
        using var scope = NewDisposeScope();
        using var one = Tasks.Student(seed: 1);
        using var other = Tasks.Student(seed: 2);
        using var same = new StackedWeights([one, one], Tasks.Options with { Precision = precision });
        using var different = new StackedWeights([one, other], Tasks.Options with { Precision = precision });
        using var examples = Tasks.Examples().Read(0, 16);
        Assert.True(StackedArithmetic.Worst(new StackedNetwork(one.Normalisation, same), same, examples.Inputs, precision).IsRounding);
        var found = StackedArithmetic.Worst(new StackedNetwork(one.Normalisation, different), same, examples.Inputs, precision);
        Assert.False(found.IsRounding);
        Assert.Equal("all of student 2", found.Layer);
    }

    private static Classifier Student(Fault fault, Func<Tensor, bool> isWrong) => Tasks.Student(network: new WrongSpec(fault, isWrong));

    private static Tensor Noise(Classifier model) => model.Input.IsFeatures
        ? randn(16, model.Input.Channels)
        : randint(0, 256, [16, model.Input.Channels, model.Input.Height, model.Input.Width], ScalarType.Byte);
}
