using Distill.Models;
using Distill.Objectives;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Hints;
using Distill.Training.Optimizers;
using TorchSharp;

namespace Distill.Tests.Training;

/// <summary>Training keeps nothing from step to step: neither tensors nor managed memory.</summary>
public sealed class FootprintTests
{
    [Theory]
    [InlineData(Precision.F32)]
    [InlineData(Precision.Bf16)]
    public void AfterAHundredStepsTheFootprintIsThatOfTheTenth(Precision precision)
    {
        using var student = Tasks.Student();
        using var teacher = new PixelTeacher();
        var tensors = new long[101];
        var allocated = new long[101];
        var options = Tasks.Options with
        {
            Duration = Duration.Steps(100),
            Optimizer = new AdamOptions(),
            Precision = precision,
            BatchSize = 35,
            EvaluateEvery = Duration.Steps(2),
            RecordEvery = Duration.Steps(1),
        };
        using var trainer = new Trainer(Tasks.Distilling(student, teacher, options));

        trainer.Run([new Recorder(record =>
        {
            teacher.Seen.Clear();
            tensors[record.Step] = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            allocated[record.Step] = GC.GetAllocatedBytesForCurrentThread();
        })]);

        Assert.Equal(tensors[10], tensors[100]);
        var early = allocated[12] - allocated[10];
        var late = allocated[100] - allocated[98];
        Assert.InRange(late, 1, early + (early / 20));
    }

    private static readonly Dictionary<string, IObjective> Objectives = new()
    {
        ["labels"] = new HardLabels(),
        ["distillation"] = new Distillation(4, 0.1),
        ["logit matching"] = new LogitMatching(),
        ["decoupled"] = LaterObjectives.Decoupled(4),
        ["standardised"] = LaterObjectives.Standardised(2),
        ["correlation"] = LaterObjectives.Correlation(4),
        ["Jensen-Shannon"] = LaterObjectives.JensenShannon(4),
        ["normalised"] = LaterObjectives.Normalised(2),
        ["multi-level"] = LaterObjectives.MultiLevel(),
        ["a sum"] = LaterObjectives.Sum((0.5, LaterObjectives.Decoupled(4)), (0.5, new HardLabels())),
        ["by confidence"] = LaterObjectives.ByConfidence(new SoftTargetMatching(4)),
        ["by certainty"] = LaterObjectives.ByCertainty(new SoftTargetMatching(4)),
        ["by label"] = LaterObjectives.ByLabel(new SoftTargetMatching(4)),
        ["scheduled"] = LaterObjectives.Scheduled("T from 8 to 2", done => new Distillation(8 - (6 * done), 0.1)),
    };

    private static readonly HintKind[] Kinds = Enum.GetValues<HintKind>();

    public static TheoryData<string> Trainings => [.. Objectives.Keys, .. Kinds.Select(kind => $"hints {kind}"), "by agreement", "peers", "peers by agreement", "mean teacher"];

    [Theory]
    [MemberData(nameof(Trainings))]
    public void WhateverIsLearnedNoStepKeepsATensor(string name)
    {
        var network = new ConvNetSpec { Channels = [3, 4], Hidden = 0 };
        using var student = Tasks.Student(1, network);
        using var peer = Tasks.Student(2, network);
        using var guide = Tasks.Student(3, network);
        using var third = Tasks.Student(5, network);
        using var teacher = new ModelTeacher(Tasks.Student(4, network));
        using var ensemble = new EnsembleTeacher([new ModelTeacher(Tasks.Student(6, network)), new ModelTeacher(Tasks.Student(7, network))]);
        var options = Tasks.Options with { Duration = Duration.Steps(40), RecordEvery = Duration.Steps(1), EvaluateEvery = Duration.Steps(2) };
        var task = new TrainingTask(student, Tasks.Examples(), new Distillation(2, 0.3), options) { HeldOut = Tasks.Examples(30, seed: 2) };
        task = name switch
        {
            "by agreement" => task with { Objective = LaterObjectives.ByAgreement(new SoftTargetMatching(4)), Teacher = ensemble },
            "peers" => task with { Peers = [peer] },
            "peers by agreement" => task with { Objective = LaterObjectives.ByAgreement(new SoftTargetMatching(4)), Peers = [peer, third] },
            "mean teacher" => task with { MeanTeacher = 0.9 },
            _ when Objectives.TryGetValue(name, out var objective) => task with { Objective = objective, Teacher = objective.TeacherTemperature is null ? null : teacher },
            _ => task with { Teacher = teacher, Hints = new HintMatching(guide, [("relu1_1", "relu1_1"), ("relu2_1", "relu2_1")]) { Kind = Kinds.Single(kind => name == $"hints {kind}") } },
        };
        var tensors = new long[41];
        using var trainer = new Trainer(task);

        trainer.Run([new Recorder(record => tensors[record.Step] = DisposeScopeManager.Statistics.ThreadTotalLiveCount)]);

        // The same place of an epoch of five steps, with a score or without one alike.
        Assert.Equal(tensors[10], tensors[20]);
        Assert.Equal(tensors[10], tensors[40]);
        Assert.True(tensors[10] > 0);
    }
}
