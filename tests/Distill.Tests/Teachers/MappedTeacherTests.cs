using Distill.Data;
using Distill.Runs;
using Distill.Teachers;
using Distill.Tests.Data;

namespace Distill.Tests.Teachers;

public sealed class MappedTeacherTests
{
    private static readonly float[,] Logits = { { 1, -2, 0.5f, 3 }, { 0, 4, -1, 2 } };
    private static readonly ExampleView View = new(Samples.Pixels(2, new ExampleShape(1, 2, 2)));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void ClassesAreFoundByNameAndTheRestIsRenormalised(double temperature)
    {
        var map = MappedTeacher.Match("t", ["fox", "cat", "eel", "dog"], ["Dog", "cat", "fox"]);
        using var teacher = MappedTeacher.Of(new TableTeacher(Logits), map);
        using var batch = View.Read(0, 2);
        using var targets = teacher.Targets(batch, temperature);

        int[] picked = [3, 1, 0];
        for (var row = 0; row < 2; row++)
        {
            double[] expected = Naive.Softmax([.. picked.Select(c => (double)Logits[row, c])], temperature);
            Assert.True(Naive.LargestDifference(expected, Naive.Probabilities(targets.LogProbabilities)[row]) < 1e-6);
        }

        Assert.Equal(3, teacher.Classes);
        Assert.True(teacher.HasLogits);
        Assert.NotEqual(new TableTeacher(Logits).Fingerprint, teacher.Fingerprint);
    }

    [Theory]
    [InlineData("a", "b", "c", "d")]
    [InlineData("A", "B", "c", "D")]
    public void TheSameClassesInTheSameOrderChangeNothing(params string[] data)
    {
        using var teacher = new TableTeacher(Logits);
        Assert.Same(teacher, MappedTeacher.Of(teacher, MappedTeacher.Match("t", ["a", "b", "c", "d"], data)));
    }

    [Fact]
    public void AClassThatTheTeacherLacksIsRefusedByName()
    {
        var error = Assert.Throws<DistillException>(() => MappedTeacher.Match("t", ["cats", "dog", "fox"], ["cat", "dog", "fox"]));
        Assert.Contains("no class 'cat' (nearest: 'cats')", error.Message, StringComparison.Ordinal);
        Assert.False(MappedTeacher.Fits(["cats", "dog", "fox"], ["cat", "dog", "fox"]));
        Assert.True(MappedTeacher.Fits(["cats", "dog", "fox"], ["Fox", "cats"]));
    }
}
