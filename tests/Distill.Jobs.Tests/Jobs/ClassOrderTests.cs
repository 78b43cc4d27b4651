using System.Globalization;
using Distill.Images;
using Distill.Jobs.Datasets;
using Distill.Jobs.Evaluation;
using Distill.Jobs.Export;
using Distill.Jobs.Labelling;
using Distill.Jobs.Teachers;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Runs;
using Distill.Targets;
using Distill.Teachers;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.Jobs.Tests.Jobs;

/// <summary>A model of this toolkit whose classes the data have in another order, or by other names.</summary>
public sealed class ClassOrderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("cat", "dog", "fox")]
    [InlineData("cat", "Dog", "fox")]
    public void AModelIsRightWhateverTheOrderOfTheDatasClasses(string first, string second, string third)
    {
        var (data, said) = (Table(first, second, third), new List<string>());
        var outcome = Evaluate(Teacher("cat", "dog", "fox"), data, null, said);

        Assert.Equal(0, outcome.Model.Test.Errors);
        Assert.Equal(second == "Dog", said.Any(text => text.Contains("3 of 3 classes by the names in its file", StringComparison.Ordinal)));
    }

    [Fact]
    public void AModelOfMoreClassesIsPickedFrom() =>
        Assert.Equal(0, Evaluate(Teacher("cat", "dog", "fox", "gnu"), Table("cat", "Dog", "fox"), null, []).Model.Test.Errors);

    [Fact]
    public void AClassThatTheModelLacksIsRefusedUntilAMapSaysWhichItIs()
    {
        var (model, data) = (Teacher("cat", "dog", "fox"), Table("cat", "hound", "fox"));
        var error = Assert.Throws<DistillException>(() => Evaluate(model, data, null, []));
        Assert.Contains("no class 'hound'", error.Message, StringComparison.Ordinal);
        Assert.Contains(new Remedy(nameof(ForeignTeacherOptions), nameof(ForeignTeacherOptions.ClassMap)), error.Remedies);

        File.WriteAllText(folder.File("map.json"), """{"cat": "cat", "hound": "dog", "fox": "fox"}""");
        Assert.Equal(0, Evaluate(model, data, folder.File("map.json"), []).Model.Test.Errors);
    }

    [Fact]
    public void StoredTargetsAreInTheOrderOfTheData()
    {
        var data = Table("cat", "Dog", "fox");
        var files = new TeacherFiles([Teacher("cat", "dog", "fox")], EnsembleMean.Arithmetic, new());
        LabelJob.Run(data, new DataOptions(), files, folder.File("targets"), new TargetStoreOptions(), new());

        var view = DataSets.Read(data, new DataOptions(), new()).Train.Examples;
        using var stored = StoredTeacher.Open(folder.File("targets"), view);
        Assert.Equal(view.ClassNames, stored.Plan.ClassNames);
        Assert.Equal(view.ClassNames, StoredTeacher.ClassNames(folder.File("targets")));
        using var batch = view.Read(0, view.Count);
        using var targets = stored.Targets(batch, 1);
        Assert.Equal(batch.Labels.data<long>().ToArray(), targets.LogProbabilities.argmax(1).data<long>().ToArray());
    }

    [Fact]
    public void TheCheckOfAnExportFindsTheModelRight()
    {
        var outcome = ExportJob.Run(
            new ExportRequest { Model = Teacher("cat", "dog", "fox"), Out = folder.File("model.onnx"), Data = Table("cat", "Dog", "fox") }, new());
        Assert.Equal(1, outcome.Accuracy);
    }

    [Fact]
    public void ClassesByPositionThatLabelsContradictAreRefused()
    {
        var error = Assert.Throws<DistillException>(() => Evaluate(Teacher("0", "1", "2"), Table("cat", "Dog", "fox"), null, []));
        Assert.Contains("labelled examples contradict that", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Dog' is its class 1; 'cat' is its class 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ClassesByPositionThatLabelsConfirmAreSaid()
    {
        var said = new List<string>();
        Assert.Equal(0, Evaluate(Teacher("0", "1", "2"), Table("cat", "dog", "fox"), null, said).Model.Test.Errors);
        Assert.Contains(said, text => text.Contains("by position, since the names in its file only count: cat, dog, fox", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryFormatTellsItsClasses()
    {
        var model = Teacher("cat", "dog", "fox");
        using (var loaded = ModelFile.Load(model))
        {
            File.WriteAllBytes(folder.File("model.onnx"), OnnxExporter.Export(loaded));
        }

        Assert.Equal(["cat", "dog", "fox"], OpenedTeacher.ClassNames(model));
        Assert.Equal(["cat", "dog", "fox"], OpenedTeacher.ClassNames(folder.File("model.onnx")));
    }

    private static EvaluateOutcome Evaluate(string model, string data, string? map, List<string> said) => EvaluateJob.Run(
        model, data, new DataOptions(), new TeacherFiles([], EnsembleMean.Arithmetic, new() { ClassMap = map }), null, new() { Say = said.Add });

    // Each class has its own feature, in the order that its name is given; sorted, 'Dog' comes before 'cat'.
    private string Table(params string[] names)
    {
        var random = new Random(1);
        var path = folder.File("data.csv");
        File.WriteAllLines(path, ["f0,f1,f2,label", .. Enumerable.Range(0, 150).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{Feature(row, 0)},{Feature(row, 1)},{Feature(row, 2)},{names[row % 3]}"))]);
        return path;

        string Feature(int row, int place) => ((row % 3 == place ? 5 : 0) + random.NextDouble()).ToString("0.000", CultureInfo.InvariantCulture);
    }

    // The logit of a class is its feature; classes beyond the third are never meant.
    private string Teacher(params string[] names)
    {
        using var model = Classifier.Build(new ModelSpec(ExampleShape.Features(3), names, Normalisation.None, new MlpSpec { Widths = [] }), 1);
        using (no_grad())
        {
            foreach (var (name, value) in model.State())
            {
                using var numbers = name.EndsWith("weight", StringComparison.Ordinal) ? eye(names.Length, 3) : zeros(names.Length);
                value.copy_(numbers);
            }
        }

        var path = folder.File($"{string.Join('-', names)}.safetensors");
        ModelFile.Save(path, model);
        return path;
    }
}
