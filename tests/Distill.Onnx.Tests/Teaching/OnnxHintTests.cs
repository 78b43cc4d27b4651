using Distill.Models;
using Distill.Objectives;
using Distill.Onnx.Export;
using Distill.Onnx.Inference;
using Distill.Onnx.Tests.Export;
using Distill.Runs;
using Distill.Teachers.Foreign;
using Distill.Training;
using Distill.Training.Hints;
using Google.Protobuf;
using static TorchSharp.torch;

namespace Distill.Onnx.Tests.Teaching;

/// <summary>Values of an ONNX graph as layers that a student follows, against the same layers of the model that was exported.</summary>
public sealed class OnnxHintTests : IDisposable
{
    private const int Batch = 70;

    private readonly TemporaryFolder folder = new();
    private readonly Classifier model = Students.Build("conv without norm");
    private readonly string path;

    public OnnxHintTests()
    {
        path = folder.File("teacher.onnx");
        OnnxExporter.Save(path, model, null, Students.Examples(model, 20));
    }

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(HintKind.Activations)]
    [InlineData(HintKind.Attention)]
    [InlineData(HintKind.Similarity)]
    [InlineData(HintKind.Relations)]
    public void TheLossIsThatOfTheExportedModelsOwnLayers(HintKind kind)
    {
        using var scope = NewDisposeScope();
        using var teacher = OnnxTeacher.Open(path, model.Input, model.ClassNames);
        // More than ONNX Runtime is given at once.
        using var batch = Students.Examples(model, Batch).Read(0, Batch);
        (string Student, string Ours, string Theirs)[] layers = [("relu1_1", "relu1_1", Relus[0]), ("relu2_1", "relu2_1", Relus[1])];

        var ours = Loss(new HintMatching(model, [.. layers.Select(layer => (layer.Student, layer.Ours))]) { Kind = kind, Weight = 3 }, batch);
        var theirs = Loss(teacher.Hints([.. layers.Select(layer => (layer.Student, layer.Theirs))]) with { Kind = kind, Weight = 3 }, batch);

        Assert.True(ours > 1e-4, $"{ours}");
        Assert.Equal(ours, theirs, 1e-4 * ours);
    }

    [Fact]
    public void AStudentLearnsFromThem()
    {
        using var teacher = OnnxTeacher.Open(path, model.Input, model.ClassNames);
        var examples = Students.Examples(model, 200);
        var hints = teacher.Hints(("relu1_1", Relus[0]), ("relu2_1", Relus[1]));
        using var student = Student();
        using var batch = examples.Read(0, Batch);
        var before = Loss(hints, batch, student);
        using (var trainer = new Trainer(new TrainingTask(student, examples, HintMatching.Alone, new TrainingOptions { Duration = Duration.Epochs(20), BatchSize = 20 }) { Hints = hints }))
        {
            trainer.Run();
        }

        // The maps are drawn anew, so that only the student tells both.
        Assert.True(Loss(hints with { Kind = HintKind.Similarity }, batch, student) < Loss(hints with { Kind = HintKind.Similarity }, batch, Student()));
        Assert.True(before > 0);
    }

    [Fact]
    public void KeepsTheCountOfLiveTensors()
    {
        using var layers = OnnxLayers.Open(path, model.Input, Relus, new ForeignTeacherOptions());
        using var batch = Students.Examples(model, Batch).Read(0, Batch);
        var before = Live();
        using (NewDisposeScope())
        {
            layers.Open(layers.Names).Of(batch.Inputs);
        }

        Assert.Equal(before, Live());

        static long Live() => TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
    }

    [Fact]
    public void ANodesNameStandsForItsFirstValue()
    {
        var graph = OnnxFile.Open(path).Model;
        graph.Graph.Node.First(node => node.OpType == "Relu").Name = "first rectifier";
        File.WriteAllBytes(folder.File("named.onnx"), graph.ToByteArray());
        using var layers = OnnxLayers.Open(folder.File("named.onnx"), model.Input, ["first rectifier", Relus[0]], new ForeignTeacherOptions());
        using var scope = NewDisposeScope();
        using var batch = Students.Examples(model, 5).Read(0, 5);

        var answers = layers.Open(layers.Names).Of(batch.Inputs);

        Assert.Equal(answers["first rectifier"].bytes.ToArray(), answers[Relus[0]].bytes.ToArray());
    }

    [Fact]
    public void WhatIsNoLayerIsRefused()
    {
        using var teacher = OnnxTeacher.Open(path, model.Input, model.ClassNames);
        var unknown = Assert.Throws<DistillException>(() => teacher.Hints(("relu1_1", Relus[0] + "x"))).Message;
        Assert.Contains($"has no layer '{Relus[0]}x'. Did you mean '{Relus[0]}'?", unknown, StringComparison.Ordinal);
        Assert.Contains("The values of its graph are", unknown, StringComparison.Ordinal);

        using var student = Student();
        var task = new TrainingTask(student, Students.Examples(model, 20), new HardLabels(), new TrainingOptions()) { Hints = teacher.Hints(("relu1_1", ValueNames.Logits)) };
        Assert.Contains("two layers of units", Assert.Throws<DistillException>(() => new Trainer(task)).Message, StringComparison.Ordinal);
    }

    private string[] Relus => [.. OnnxFile.Open(path).Model.Graph.Node.Where(node => node.OpType == "Relu").Select(node => node.Output[0])];

    private Classifier Student() => Classifier.Build(
        new ModelSpec(model.Input, model.ClassNames, model.Normalisation, new ConvNetSpec { Channels = [5, 7], BatchNorm = false, Hidden = 0 }), seed: 2);

    private double Loss(HintMatching hints, Batch batch)
    {
        using var student = Student();
        return Loss(hints, batch, student);
    }

    private static double Loss(HintMatching hints, Batch batch, Classifier student)
    {
        using var scope = NewDisposeScope();
        using var term = new HintTerm(hints, student, batch.Inputs, seed: 1);
        student.eval();
        term.Watch(student);
        using (term.Catch())
        {
            student.call(batch.Inputs);
        }

        return term.Loss(batch.Inputs).item<float>();
    }
}
