using Distill.Models;

namespace Descendants.Plans;

/// <summary>The two data sets.</summary>
internal static class SetPlans
{
    private static readonly ConvNetSpec Teacher = new() { Channels = [32, 64, 128], Depth = 2, Hidden = 0 };

    /// <summary>Of both sets; its blocks follow the ends of the teacher's stages.</summary>
    private static readonly StudentPlan ResNet = new()
    {
        Network = new ResNetSpec { Depth = 8, Width = 8 },
        Training = Trainings.Of(epochs: 1, rate: 0.003),
        Layers = ["block1_1=relu1_2", "block2_1=relu2_2", "block3_1=relu3_2"],
    };

    public static SetPlan Fashion { get; } = new()
    {
        Data = "fashion-mnist",
        Teacher = Teacher,
        TeacherTraining = Trainings.Augmented(epochs: 10, rate: 0.003, shift: 2),
        Conv = new()
        {
            Network = new ConvNetSpec { Channels = [8, 16], Hidden = 0, Depth = 2 },
            Training = Trainings.Of(epochs: 1, rate: 0.003),
            Layers = ["relu1_2=relu1_2", "relu2_2=relu2_2"],
        },
        ResNet = ResNet,
    };

    public static SetPlan Tiny { get; } = new()
    {
        Data = "tiny-imagenet",
        Shift = 3,
        Teacher = Teacher,
        TeacherTraining = Trainings.Augmented(epochs: 15, rate: 0.003, shift: 3),
        Conv = new()
        {
            Network = new ConvNetSpec { Channels = [16, 32, 64], Hidden = 0 },
            Training = Trainings.Of(epochs: 1, rate: 0.003),
            Layers = ["relu1_1=relu1_2", "relu2_1=relu2_2", "relu3_1=relu3_2"],
        },
        ResNet = ResNet,
    };
}
