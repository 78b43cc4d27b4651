using Distill;
using Distill.Data;
using Distill.Evaluation;
using Distill.Models;
using Distill.Objectives;
using Distill.Onnx.Export;
using Distill.Teachers;
using Distill.Training;
using Distill.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch.nn;

// Your data: arrays of pixels and labels. Data that does not fit in memory implements IExampleSource.
string[] names = ["disc", "cross", "square", "ring"];
var shape = new ExampleShape(Channels: 1, Height: 16, Width: 16);
var (pixels, labels) = Shapes.Draw(count: 5_000, seed: 1);
var (test, train) = Splits.Stratified(new ExampleView(new ArraySource("shapes", shape, pixels, labels, names)), fraction: 0.2, seed: 1);

// Your modules: [batch, channels, height, width] in, logits out.
torch.random.manual_seed(1);
var large = Sequential(
    Conv2d(1, 16, 3, padding: 1), ReLU(), MaxPool2d(2), Conv2d(16, 32, 3, padding: 1), ReLU(), MaxPool2d(2), Flatten(), Linear(512, 4));
var small = Sequential(Conv2d(1, 4, 5, stride: 2), ReLU(), Flatten(), Linear(144, 4));

// The teacher learns from labels, the student from the teacher and a little from labels.
var statistics = PixelStatistics.Of(train);
var normalisation = new Normalisation(statistics.Mean, statistics.Deviation);
var options = new TrainingOptions { Duration = Duration.Epochs(8), BatchSize = 64, Schedule = new CosineRate { Rate = 5e-3 } };
using var teacher = new ModelTeacher(Train(large, new HardLabels()), name: "teacher");
using var student = Train(small, new Distillation(temperature: 4, hardWeight: 0.1), teacher);

foreach (var model in new[] { Predictor.Of(teacher), Predictor.Of(student, "student") })
{
    var metrics = Evaluator.Evaluate(model, test).Metrics;
    Console.WriteLine($"{model.Name}: {metrics.Errors} errors of {metrics.Cases}");
}

// For the application: one file, checked in ONNX Runtime against the student before it is put in place.
var check = OnnxExporter.Save("student.onnx", student, options: null, examples: test, teacher: teacher);
Console.WriteLine($"student.onnx: {check.Bytes} bytes, logits within {check.MaxLogitDifference:g1}, same class in {check.ArgmaxAgreement:0.0 %}");

Classifier Train(Module<torch.Tensor, torch.Tensor> network, IObjective objective, ITeacher? from = null)
{
    var model = new Classifier(shape, names, normalisation, network);
    using var trainer = new Trainer(new TrainingTask(model, train, objective, options) { Teacher = from });
    trainer.Run();
    return model;
}
