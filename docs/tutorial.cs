// Dark knowledge in one file: dotnet run docs/tutorial.cs
#:project ../src/Distill/Distill.csproj
#:property NeedsLibtorch=true
#:property UseCurrentRuntimeIdentifier=true
#:property PublishAot=false

using Distill;
using Distill.Data;
using Distill.Data.Glyphs;
using Distill.Evaluation;
using Distill.Models;
using Distill.Objectives;
using Distill.Teachers;
using Distill.Training;

// Made-up signs: 16 classes in four families. The four of a family share all strokes but one.
var train = new ExampleView(new GlyphSource(new GlyphOptions { Count = 20_000 }).InMemory());
var test = new ExampleView(new GlyphSource(GlyphOptions.Catalogue(SetPart.Test)).InMemory());
var statistics = PixelStatistics.Of(train);

using var teacher = new ModelTeacher(Train(train, [300, 300], epochs: 12, new HardLabels()), name: "teacher");
var asked = Predictor.Of(teacher).Predict(test);
var labels = asked.Labels;

// What the teacher thinks of its first doubtful test example, at three temperatures.
var doubtful = Enumerable.Range(0, asked.Count).First(i => asked.PredictedClass(i) == asked.Labels[i] && Soft(asked, i, 1).Max() is > 0.9 and < 0.99);
Console.WriteLine($"The teacher makes {asked.Evaluate().Metrics.Errors} errors of {asked.Count:N0}. Test example {doubtful} is of class {test.ClassNames[(int)labels[doubtful]]}:");
foreach (var temperature in new[] { 1.0, 4, 20 })
{
    var best = Soft(asked, doubtful, temperature).Index().OrderByDescending(share => share.Item).Take(6);
    Console.WriteLine($"  T = {temperature,2}  " + string.Join("  ", best.Select(share => $"{test.ClassNames[share.Index]} {share.Item,6:0.0 %}")));
}

// Two students that never see a sign of one class. One has labels, the other the teacher's soft targets.
const int unseen = 5;
var without = train.Subset([.. train.Labels().Index().Where(example => example.Item != unseen).Select(example => example.Index)], "without one class");
using var ofLabels = Train(without, [64], epochs: 20, new HardLabels());
using var ofTeacher = Train(without, [64], epochs: 20, new SoftTargetMatching(temperature: 6), teacher);
Console.WriteLine($"Students that never saw a {test.ClassNames[unseen]}, on the {labels.ToArray().Count(label => label == unseen)} of the test set:");
foreach (var (name, model) in new[] { ("labels", ofLabels), ("teacher", ofTeacher) })
{
    var answers = Predictor.Of(model, name).Predict(test);
    // The class was rarer in training than it is here, so its logit gets a bias: the one with which it is found as often as it should be.
    var bias = new ClassBias(answers, [unseen]);
    Console.WriteLine($"  taught by {name,-7}: right {Right(answers):0.0 %}, with a bias {1 - ((double)bias.Errors(bias.MatchingShare(1.0 / 16))[unseen] / labels.ToArray().Count(label => label == unseen)):0.0 %}");
}

double Right(Predictions answers)
{
    var cases = Enumerable.Range(0, answers.Count).Where(i => answers.Labels[i] == unseen).ToArray();
    return (double)cases.Count(i => answers.PredictedClass(i) == unseen) / cases.Length;
}

// softmax(z / T): log-probabilities differ from logits by one number for all classes, which the softmax cancels.
static double[] Soft(Predictions predictions, int index, double temperature)
{
    var powers = Array.ConvertAll(predictions.Case(index).ToArray(), score => Math.Exp(score / temperature));
    return Array.ConvertAll(powers, power => power / powers.Sum());
}

Classifier Train(ExampleView examples, int[] widths, double epochs, IObjective objective, ITeacher? from = null)
{
    var spec = new ModelSpec(train.Shape, train.ClassNames, new Normalisation(statistics.Mean, statistics.Deviation), new MlpSpec { Widths = widths });
    var model = Classifier.Build(spec, seed: 1);
    using var trainer = new Trainer(new TrainingTask(model, examples, objective, new TrainingOptions { Duration = Duration.Epochs(epochs) }) { Teacher = from });
    trainer.Run();
    return model;
}
