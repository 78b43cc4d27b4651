using Distill.Data;
using Distill.Evaluation;
using Distill.Runs;

namespace Distill.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private const int Cases = 23;
    private const int Classes = 6;

    private readonly float[] student = RandomRows.Make(new Random(1), Cases, Classes);
    private readonly float[] teacher = RandomRows.Make(new Random(2), Cases, Classes);
    private readonly ExampleView view = View(Classes, label: i => i % Classes);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void BatchesGiveWhatKeepingEverythingGives(int batchSize)
    {
        using var model = new TableTeacher("student", Classes, student);
        using var other = new TableTeacher("teacher", Classes, teacher);
        var kept = Predictor.Of(model).Predict(view).Evaluate(teacher: Predictor.Of(other).Predict(view));
        var streamed = Evaluator.Evaluate(Predictor.Of(model), view, teacher: Predictor.Of(other), batchSize: batchSize);

        Assert.Equal(Cases, streamed.Metrics.Cases);
        Assert.Equal(kept.ToTestScores(5), streamed.ToTestScores(5));
        Assert.Equal(kept.Agreement, Evaluator.Compare(Predictor.Of(model), Predictor.Of(other), view, batchSize));
        Assert.Equal(kept.Scores!.Predicted, streamed.Scores!.Predicted);
        Assert.Equal("student", streamed.Name);
    }

    [Fact]
    public void RowsOfAPartOfTheViewFindTheirPredictions()
    {
        using var model = new TableTeacher("student", Classes, student);
        var part = view.Subset([20, 3, 3], "part");
        var predictions = Predictor.Of(model).Predict(part, batchSize: 2);
        Assert.Equal([20, 3, 3], predictions.Rows);
        Assert.Equal([2, 3, 3], predictions.Labels);
        Assert.Equal(student.AsSpan(20 * Classes, Classes), predictions.Case(0));
        Assert.Equal(student.AsSpan(3 * Classes, Classes), predictions.Case(2));
        Assert.Equal(2, model.LargestBatch);
    }

    [Fact]
    public void TestScoresHoldWhatWasMeasured()
    {
        using var model = new TableTeacher("student", Classes, student);
        var evaluation = Evaluator.Evaluate(Predictor.Of(model), view);
        var scores = evaluation.ToTestScores(5);
        Assert.Equal(evaluation.Metrics.Errors, scores.Errors);
        Assert.Equal(evaluation.Metrics.Nll, scores.Nll);
        Assert.Equal(evaluation.Metrics.CalibrationError, scores.Ece);
        Assert.Equal(evaluation.Metrics.Brier, scores.Brier);
        Assert.Equal(evaluation.Metrics.TopK[1].Accuracy, scores.TopKAccuracy);
        Assert.Null(scores.Agreement);
        Assert.Null(evaluation.ToTestScores(3).TopKAccuracy);
    }

    [Fact]
    public void TopKTeachersAreComparedWithButNotEvaluated()
    {
        using var model = new TableTeacher("student", Classes, student);
        using var dense = new TableTeacher("dense", Classes, teacher);
        using var sparse = new TableTeacher("sparse", Classes, teacher, top: 3);
        var all = Evaluator.Compare(Predictor.Of(model), Predictor.Of(dense), view);
        var few = Evaluator.Compare(Predictor.Of(model), Predictor.Of(sparse), view);
        Assert.Equal(all.SameClass, few.SameClass);
        Assert.InRange(few.Divergence, all.Divergence / 3, all.Divergence);
        var error = Assert.Throws<DistillException>(() => Evaluator.Evaluate(Predictor.Of(sparse), view));
        Assert.StartsWith("sparse gives only its most probable classes", error.Message, StringComparison.Ordinal);
        Assert.Throws<DistillException>(() => Predictor.Of(sparse).Predict(view));
    }

    [Fact]
    public void ClassesMustBeTheSame()
    {
        using var model = new TableTeacher("student", Classes, student);
        using var wide = new TableTeacher("wide", 10, RandomRows.Make(new Random(3), Cases, 10));
        var data = Assert.Throws<DistillException>(() => Evaluator.Evaluate(Predictor.Of(wide), view));
        Assert.StartsWith("wide has 10 classes, but set has 6", data.Message, StringComparison.Ordinal);
        var pair = Assert.Throws<DistillException>(
            () => Evaluator.Evaluate(Predictor.Of(model), view, teacher: Predictor.Of(wide)));
        Assert.StartsWith("student has 6 classes, but wide has 10", pair.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PredictionsOfOtherCasesAreNotCompared()
    {
        using var model = new TableTeacher("student", Classes, student);
        var whole = Predictor.Of(model).Predict(view);
        var part = Predictor.Of(model).Predict(view.Subset([1, 2], "part"));
        Assert.Throws<DistillException>(() => whole.Evaluate(teacher: part));
    }

    [Fact]
    public void NaNNamesItsRow()
    {
        student[(17 * Classes) + 2] = float.NaN;
        using var model = new TableTeacher("student", Classes, student);
        var streamed = Assert.Throws<DistillException>(() => Evaluator.Evaluate(Predictor.Of(model), view));
        Assert.StartsWith("Row 17: ", streamed.Message, StringComparison.Ordinal);
        var kept = Assert.Throws<DistillException>(() => Predictor.Of(model).Predict(view));
        Assert.StartsWith("Row 17: student answers NaN", kept.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsAreNeededOnlyForMetrics()
    {
        using var model = new TableTeacher("student", Classes, student);
        var unlabelled = View(Classes, label: i => i == 4 ? -1 : 0);
        Assert.Equal(-1, Predictor.Of(model).Predict(unlabelled).Labels[4]);
        Assert.Equal(Cases, Evaluator.Compare(Predictor.Of(model), Predictor.Of(model), unlabelled).SameClass);
        var error = Assert.Throws<DistillException>(() => Evaluator.Evaluate(Predictor.Of(model), unlabelled));
        Assert.StartsWith("Row 4 has no label", error.Message, StringComparison.Ordinal);
        Assert.Throws<DistillException>(() => Evaluator.Evaluate(Predictor.Of(model), view.Subset([], "empty")));
    }

    [Fact]
    public void DistributionsTooLargeForMemoryAreRefusedBeforeAnyWork()
    {
        using var model = new TableTeacher("student", int.MaxValue, student);
        var error = Assert.Throws<DistillException>(() => Predictor.Of(model).Predict(view));
        Assert.Contains("too many to keep in memory", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, model.LargestBatch);
    }

    [Fact]
    public void ProgressEndsAtTheLastExampleAndCancellationStops()
    {
        using var model = new TableTeacher("student", Classes, student);
        var reports = new Reports();
        Evaluator.Evaluate(Predictor.Of(model), view, batchSize: 5, progress: reports);
        Assert.Equal(new WorkProgress("evaluating student", Cases, Cases, "examples"), reports.Last);
        Assert.Throws<OperationCanceledException>(
            () => Predictor.Of(model).Predict(view, cancellationToken: new CancellationToken(canceled: true)));
    }

    private static ExampleView View(int classes, Func<int, int> label) => new(new ArraySource(
        "set",
        new float[Cases * 2],
        [.. Enumerable.Range(0, Cases).Select(label)],
        [.. Enumerable.Range(0, classes).Select(i => $"class {i}")]));

    private sealed class Reports : IProgress<WorkProgress>
    {
        public WorkProgress Last { get; private set; }

        public void Report(WorkProgress value) => Last = value;
    }
}
