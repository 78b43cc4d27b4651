using Distill.Models;
using Distill.Runs;
using Distill.Teachers;
using Distill.Tests.Training;
using Distill.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Distill.Tests.Models;

/// <summary>Networks of the caller's that a function makes.</summary>
public sealed class OwnNetworkTests
{
    private static readonly ExampleShape Shape = new(1, Tasks.Side, Tasks.Side);

    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void A_copy_has_the_same_answers_and_weights_of_its_own(Precision precision)
    {
        using var model = Own(Gated);
        using var copy = model.Copy(precision);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var inputs = rand(5, Shape.Channels, Shape.Height, Shape.Width);
        var (mine, theirs) = (model.call(inputs).data<float>().ToArray(), copy.call(inputs).data<float>().ToArray());

        Assert.All(mine.Zip(theirs), pair => Assert.Equal(pair.First, pair.Second, precision == Precision.F32 ? 0 : 0.05));
        model.Weights().First().Parameter.zero_();
        Assert.NotEqual(model.Fingerprint(), copy.Fingerprint());
    }

    [Fact]
    public void It_trains_in_bf16_and_the_best_student_is_copied_into_another()
    {
        using var student = Own(Gated);
        var before = student.Fingerprint();
        using var trainer = new Trainer(Tasks.Hard(student, Tasks.Options with { Precision = Precision.Bf16 }) with { HeldOut = Tasks.Examples(30, seed: 2) });
        var result = trainer.Run();
        using var best = student.Copy(Precision.F32);
        trainer.CopyBestTo(best);

        Assert.True(result.Completed);
        Assert.NotEqual(before, best.Fingerprint());
        using var teacher = new ModelTeacher(best.Copy(Precision.F32), Precision.Bf16);
        Assert.Equal(student.Classes, teacher.Classes);
    }

    [Fact]
    public void Layers_that_do_not_take_bf16_train_in_f32_and_it_is_said()
    {
        using var student = Own(() => Sequential(Flatten(), Linear(64, 8), LayerNorm(8), Linear(8, 4)));
        using var trainer = new Trainer(Tasks.Hard(student, Tasks.Options with { Precision = Precision.Bf16 }));
        var result = trainer.Run();

        Assert.True(result.Completed);
        Assert.All(student.Weights(), pair => Assert.Equal(ScalarType.Float32, pair.Parameter.dtype));
    }

    [Fact]
    public void What_is_saved_opens_with_the_function_and_with_it_alone()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("own.safetensors");
        using var model = Own(Gated);
        ModelFile.Save(path, model);

        using var loaded = ModelFile.Load(path, Gated);
        Assert.Equal((model.Fingerprint(), false), (loaded.Fingerprint(), loaded.training));
        Assert.Equal((model.Input, model.Normalisation), (loaded.Input, loaded.Normalisation));
        Assert.Equal(model.ClassNames, loaded.ClassNames);
        Assert.Contains("only that program can open it", Assert.Throws<DistillException>(() => ModelFile.Load(path)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "does not hold the tensors of the network", Assert.Throws<DistillException>(() => ModelFile.Load(path, Plain)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_specification_is_not_opened_with_a_function()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.safetensors");
        using var model = Tasks.Student();
        ModelFile.Save(path, model);

        Assert.Contains("open it by ModelFile.Load(path)", Assert.Throws<DistillException>(() => ModelFile.Load(path, Plain)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_that_makes_another_network_each_time_is_refused()
    {
        var width = 7;
        using var model = Own(() => Sequential(Flatten(), Linear(64, ++width), ReLU(), Linear(width, 4)));

        Assert.Contains("makes another one than before", Assert.Throws<DistillException>(() => model.Copy(Precision.F32)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_was_given_as_a_module_says_what_it_lacks()
    {
        using var model = new Classifier(Shape, ["a", "b", "c", "d"], Normalisation.None, Plain());

        Assert.Contains("give Classifier the function that makes it", Assert.Throws<InvalidOperationException>(() => model.Copy(Precision.F32)).Message, StringComparison.Ordinal);
    }

    private static Classifier Own(Func<Module<Tensor, Tensor>> build) => new(Shape, ["a", "b", "c", "d"], Normalisation.None, build);

    private static Module<Tensor, Tensor> Plain() => Sequential(Flatten(), Linear(64, 4));

    private static Module<Tensor, Tensor> Gated() => new GatedNet();

    private sealed class GatedNet : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> hidden = Linear(64, 16), gate = Linear(64, 16), output = Linear(16, 4);

        public GatedNet()
            : base(nameof(GatedNet)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var pixels = input.flatten(1);
            return output.call(hidden.call(pixels) * gate.call(pixels).sigmoid()).MoveToOuterDisposeScope();
        }
    }
}
