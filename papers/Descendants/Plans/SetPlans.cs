using Distill.Models;

namespace Descendants.Plans;

/// <summary>The two data sets.</summary>
internal static class SetPlans
{
    private static readonly ConvNetSpec Teacher = new() { Channels = [32, 64, 128], Depth = 2, Hidden = 0 };

    public static SetPlan Fashion { get; } = new()
    {
        Data = "fashion-mnist",
        Teacher = Teacher,
        TeacherTraining = Trainings.Augmented(epochs: 10, rate: 0.003, shift: 2),
        Conv = Conv(epochs: 2),
        ResNet = ResNet(epochs: 2),
    };

    public static SetPlan Tiny { get; } = new()
    {
        Data = "tiny-imagenet",
        Shift = 3,
        Teacher = Teacher,
        TeacherTraining = Trainings.Augmented(epochs: 15, rate: 0.003, shift: 3),
        Conv = Conv(epochs: 1),
        ResNet = ResNet(epochs: 1),
    };

    // The ends of their stages follow the ends of the teacher's.
    private static StudentPlan Conv(double epochs) => new()
    {
        Network = new ConvNetSpec { Channels = [16, 32, 64], Hidden = 0 },
        Training = Trainings.Of(epochs, rate: 0.003),
        Layers = ["relu1_1=relu1_2", "relu2_1=relu2_2", "relu3_1=relu3_2"],
    };

    private static StudentPlan ResNet(double epochs) => new()
    {
        Network = new ResNetSpec { Depth = 8, Width = 8 },
        Training = Trainings.Of(epochs, rate: 0.003),
        Layers = ["block1_1=relu1_2", "block2_1=relu2_2", "block3_1=relu3_2"],
    };
}
