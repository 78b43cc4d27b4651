using Distill.Training;
using static TorchSharp.torch;

namespace Distill.Tests.Training.Signal;

[Collection(nameof(DefaultGenerator))]
public sealed class LookTests
{
    [Fact]
    public void ATeacherThatDrawsChangesNoRandomNumber()
    {
        using var student = Tasks.Student();
        using var teacher = AnsweringTeacher.OfLogits(batch => rand(batch.Size, 4));
        using var before = get_rng_state();
        using var trainer = new Trainer(Tasks.Distilling(student, teacher));
        using var after = get_rng_state();
        Assert.Equal(before.bytes.ToArray(), after.bytes.ToArray());
    }

    [Fact]
    public void TheStudentIsAsItWas()
    {
        using var student = Tasks.Student();
        using var teacher = new PixelTeacher();
        var before = student.Fingerprint();
        student.train();
        using var trainer = new Trainer(Tasks.Distilling(student, teacher));
        Assert.Equal(before, student.Fingerprint());
        Assert.All(student.modules(), module => Assert.True(module.training));
        Assert.All(student.parameters(), parameter => Assert.Null(parameter.grad));
    }
}
