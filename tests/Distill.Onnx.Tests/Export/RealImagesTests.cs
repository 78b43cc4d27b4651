using Distill.Data;
using Distill.Data.Formats;
using Distill.Evaluation;
using Distill.Models;
using Distill.Objectives;
using Distill.Onnx.Export;
using Distill.Onnx.Export.Check;
using Distill.Training;
using Distill.Training.Optimizers;

namespace Distill.Onnx.Tests.Export;

/// <summary>Students trained on a few handwritten digits, exported and compared on others.</summary>
public sealed class RealImagesTests
{
    public static TheoryData<NetworkSpec> Networks =>
    [
        new MlpSpec { Widths = [32] },
        new ConvNetSpec { Channels = [8, 16], Hidden = 32 },
        new ConvNetSpec { Channels = [8, 16], BatchNorm = false, Hidden = 0 },
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void EveryFormatKeepsItsPromise(NetworkSpec network)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("DISTILL_DATA") ?? "", "mnist");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "train-images-idx3-ubyte.gz")), "MNIST is not in DISTILL_DATA.");
        var digits = new ExampleView(IdxReader.Open(
            Path.Combine(folder, "train-images-idx3-ubyte.gz"), Path.Combine(folder, "train-labels-idx1-ubyte.gz")));
        var train = digits.Subset([.. Enumerable.Range(0, 4000)], "train");
        var test = digits.Subset([.. Enumerable.Range(4000, 1000)], "test");
        using var student = Classifier.Build(new ModelSpec(train.Shape, [.. train.ClassNames], new Normalisation([0.131], [0.308]), network), seed: 1);
        var options = new TrainingOptions { Duration = Duration.Epochs(2), Optimizer = new AdamOptions() };
        using (var trainer = new Trainer(new TrainingTask(student, train, new HardLabels(), options)))
        {
            trainer.Run();
        }

        foreach (var format in Enum.GetValues<WeightFormat>())
        {
            var export = new OnnxExportOptions { Weights = format };
            var calibration = train.Subset([.. Enumerable.Range(0, 256)], "calibration");
            // Rounded to four bits as it is, a student keeps no promise; one that has learned so does.
            using var integers = format == WeightFormat.Int4 ? OnnxExporter.Quantised(student, export, calibration) : null;
            if (integers is not null)
            {
                using var again = new Trainer(new TrainingTask(integers, train, new HardLabels(), options));
                again.Run();
            }

            var file = OnnxExporter.Export(integers ?? student, export, calibration);
            var report = ExportCheck.Run(file, export, integers ?? student, test, speed: new SpeedOptions { Rounds = 1, Duration = TimeSpan.Zero });
            Assert.Empty(report.Problems);
        }
    }
}
