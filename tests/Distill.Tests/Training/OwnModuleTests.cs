using Distill.Evaluation;
using Distill.Models;
using Distill.Objectives;
using Distill.Runs;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Optimizers;
using Distill.Training.Population;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Distill.Tests.Training;

/// <summary>Networks of the caller's, and settings of libtorch that the caller made for tensors of their own.</summary>
[Collection(nameof(DefaultGenerator))]
public sealed class OwnModuleTests
{
    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void The_default_type_of_tensors_changes_nothing(ScalarType type)
    {
        foreach (var train in Trainings)
        {
            Assert.Equal(train(), UnderDefault(type, train));
        }
    }

    [Fact]
    public void Networks_of_any_default_type_are_built_in_float32() => Assert.Equal(
        [ScalarType.Float32],
        UnderDefault(ScalarType.Float64, () => new NetworkSpec[] { new MlpSpec { Widths = [5] }, new ConvNetSpec { Channels = [4], Hidden = 6 }, new ResNetSpec { Width = 4, Depth = 8 } }.SelectMany(spec =>
        {
            using var student = Tasks.Student(network: spec);
            return student.State().Where(pair => pair.Value.is_floating_point()).Select(pair => pair.Value.dtype).ToArray();
        }).Distinct().ToArray()));

    [Fact]
    public void It_trains_under_no_grad_of_the_caller()
    {
        var free = Weights(Precision.F32, new AdamOptions());
        using var quiet = no_grad();

        Assert.Equal(free, Weights(Precision.F32, new AdamOptions()));
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void A_network_that_cannot_learn_is_refused_before_the_start()
    {
        Assert.Contains("has no weights. Register its layers", Refusal(Sequential(Flatten())), StringComparison.Ordinal);
        var frozen = Linear64();
        foreach (var parameter in frozen.parameters())
        {
            parameter.requires_grad = false;
        }

        Assert.Contains("all 2 tensors of the student's weights are frozen (requires_grad is false). Call requires_grad_(true)", Refusal(frozen), StringComparison.Ordinal);
        Assert.Contains("'1.weight' of the student is Float64, and training takes Float32. Call network.to(ScalarType.Float32)", Refusal(Linear64(type: ScalarType.Float64)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_teacher_that_is_the_student_is_refused()
    {
        var network = Linear64();
        using var student = Own(network);
        using var teacher = new ModelTeacher(Own(network));

        Assert.Contains("ModelTeacher freezes the network that it is given, so give the student one of its own", Refusal(student, teacher), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Outputs_that_are_not_the_classes_are_refused_before_the_start(int outputs)
    {
        Assert.Contains(
            $"answers [4, {outputs}] to [4, 1, 8, 8], and 4 classes take [4, 4]. Give its last layer 4 outputs, or name as many classes as it has",
            Refusal(Linear64(outputs)), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_shapes_are_refused_before_the_start()
    {
        Assert.Contains("answers [4, 1, 8, 4] to [4, 1, 8, 8]", Refusal(Sequential(Linear(8, 4))), StringComparison.Ordinal);
        var message = Refusal(Sequential(Flatten(), Linear(63, 4)));
        Assert.Contains("does not take the examples, normalised Float32 [4, 1, 8, 8]: mat1 and mat2 shapes cannot be multiplied", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_softmax_at_the_end_is_said_and_logits_are_not()
    {
        foreach (var (network, says) in new (Module<Tensor, Tensor>, bool)[]
        {
            (Sequential(Flatten(), Linear(64, 4), Softmax(1)), true),
            (Sequential(Flatten(), Linear(64, 4), Sigmoid()), true),
            (Sequential(Flatten(), Linear(64, 4), LogSoftmax(1)), false),
            (Linear64(), false),
        })
        {
            using var student = Own(network);
            using var trainer = new Trainer(Tasks.Hard(student));

            Assert.Equal(says, trainer.Warnings is [var only] && only.Contains("answers with probabilities", StringComparison.Ordinal) && only.Contains("Leave its last activation out", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Some_frozen_weights_stay_as_they_are_and_the_rest_learns()
    {
        var (features, classes) = (Linear(64, 8), Linear(8, 4));
        features.weight!.requires_grad = false;
        features.bias!.requires_grad = false;
        using var student = Own(Sequential(Flatten(), features, ReLU(), classes));
        var (before, head) = (Numbers(features.weight), Numbers(classes.weight!));
        using var trainer = new Trainer(Tasks.Hard(student));

        trainer.Run();

        Assert.Equal(before, Numbers(features.weight));
        Assert.NotEqual(head, Numbers(classes.weight!));
    }

    private static IEnumerable<Func<float[]>> Trainings =>
    [
        () => Weights(Precision.F32, new SgdOptions { Momentum = 0.9 }),
        () => Weights(Precision.F32, new AdamOptions()),
        () => Weights(Precision.Bf16, new AdamOptions()),
        () => Weights(Precision.F32, new AdamOptions(), new ConvNetSpec { Channels = [4], Hidden = 6, Dropout = 0.2 }),
        () => Weights(Precision.F32, new AdamOptions(), new ResNetSpec { Width = 4, Depth = 8 }),
        Distilled,
        Population,
        () => Scores(),
    ];

    private static float[] Weights(Precision precision, OptimizerOptions optimizer, NetworkSpec? network = null)
    {
        using var student = Tasks.Student(network: network);
        using var trainer = new Trainer(Tasks.Hard(student, Tasks.Options with { Precision = precision, Optimizer = optimizer }));
        trainer.Run();
        return State(student);
    }

    private static float[] Distilled()
    {
        using var student = Tasks.Student();
        using var teacher = new ModelTeacher(Tasks.Student(seed: 2));
        using var trainer = new Trainer(Tasks.Distilling(student, teacher));
        trainer.Run();
        return State(student);
    }

    private static float[] Population()
    {
        using var first = Tasks.Student(seed: 1);
        using var second = Tasks.Student(seed: 2);
        var members = new[] { first, second }.Select((student, number) => new PopulationMember($"{number}", student, new HardLabels())).ToList();
        using var trainer = new PopulationTrainer(new PopulationTask(members, Tasks.Examples(), Tasks.Options));
        trainer.Run();
        return [.. State(first), .. State(second)];
    }

    private static float[] Scores()
    {
        using var student = Tasks.Student();
        return [(float)Evaluator.Evaluate(Predictor.Of(student, "student"), Tasks.Examples()).Metrics.Nll];
    }

    private static T UnderDefault<T>(ScalarType type, Func<T> work)
    {
        set_default_dtype(type);
        try
        {
            return work();
        }
        finally
        {
            set_default_dtype(ScalarType.Float32);
        }
    }

    private static Module<Tensor, Tensor> Linear64(int outputs = 4, ScalarType type = ScalarType.Float32) => Sequential(Flatten(), Linear(64, outputs, dtype: type));

    private static Classifier Own(Module<Tensor, Tensor> network) =>
        new(new ExampleShape(1, Tasks.Side, Tasks.Side), Tasks.ClassNames(4), new Normalisation([0.4], [0.3]), network);

    private static string Refusal(Module<Tensor, Tensor> network)
    {
        using var student = Own(network);
        return Refusal(student, teacher: null);
    }

    private static string Refusal(Classifier student, ITeacher? teacher) => Assert.Throws<DistillException>(() =>
        new Trainer(teacher is null ? Tasks.Hard(student) : Tasks.Distilling(student, teacher)).Dispose()).Message;

    private static float[] State(Classifier student) =>
        [.. student.State().Where(pair => pair.Value.is_floating_point()).SelectMany(pair => Numbers(pair.Value))];

    private static float[] Numbers(Tensor tensor)
    {
        using var plain = tensor.detach().contiguous();
        return plain.data<float>().ToArray();
    }
}
