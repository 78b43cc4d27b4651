using Distill.Objectives;
using Distill.Targets;
using Distill.Teachers;
using static TorchSharp.torch;

namespace Distill.Tests.Teachers;

/// <summary>What a student learns from the k most probable classes, against what it would from all.</summary>
public sealed class SparseGradientTests
{
    private const int Rows = 16;
    private const int Classes = 9;

    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 3)]
    [InlineData(1, 8)]
    [InlineData(4, 8)]
    public void KeptClassesHaveTheGradientOfDenseTargetsAndTheOthersTheirSum(double temperature, int k)
    {
        using var folder = new TemporaryFolder();
        using var teacher = new TableTeacher(Naive.RandomLogits(Rows, Classes, seed: 6));
        var view = Tables.View(Rows);
        Labeller.Label(folder.Path, view, teacher, new TargetStoreOptions { TopK = k, Temperatures = [temperature] });
        using var stored = StoredTeacher.Open(folder.Path, view, teacher);
        using var batch = view.Read(0, Rows);
        using var sparse = stored.Targets(batch, temperature);
        using var dense = teacher.Targets(batch, temperature);
        using var support = sparse.Support!.alias();

        using var scope = NewDisposeScope();
        var fromSparse = Gradient(sparse, temperature);
        var fromDense = Gradient(dense, temperature);
        var kept = (fromSparse - fromDense).gather(1, support);
        var sums = fromSparse.sum(1) - fromDense.sum(1);

        // The gradient is T·(q − p), and p is good to some 8·2⁻¹¹ of itself.
        double tolerance = temperature * 8 * Math.Pow(2, -11);
        Assert.True(kept.abs().max().item<float>() < tolerance);
        Assert.True(sums.abs().max().item<float>() < tolerance);
        if (k == Classes - 1)
        {
            Assert.True((fromSparse - fromDense).abs().max().item<float>() < tolerance);
        }
    }

    private static Tensor Gradient(SoftTargets targets, double temperature)
    {
        var student = tensor(Naive.RandomLogits(Rows, Classes, seed: 7)).requires_grad_();
        new SoftTargetMatching(temperature).Losses(student, zeros(Rows, int64), targets).sum().backward();
        return student.grad!;
    }
}
