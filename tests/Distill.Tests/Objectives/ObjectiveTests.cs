using CsCheck;
using Distill.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Distill.Tests.Objectives;

/// <summary>What is true of every objective.</summary>
public sealed class ObjectiveTests
{
    private static readonly Gen<(IObjective Objective, bool Sparse)> Any = Gen.OneOf(
        Gen.Const(((IObjective)new HardLabels(), false)),
        Gen.Const(((IObjective)new LogitMatching(), false)),
        Gen.Select(Gen.OneOf<double>(0.5, 1, 4, 20), Gen.Bool, (temperature, sparse) => ((IObjective)new SoftTargetMatching(temperature), sparse)),
        Gen.Select(
            Gen.OneOf<double>(0.5, 1, 4, 20), Gen.OneOf<double>(0, 0.1, 0.5, 1), Gen.Bool,
            (temperature, weight, sparse) => ((IObjective)new Distillation(temperature, weight), sparse)),
        Gen.Select(Gen.OneOf<double>(0.5, 1, 4, 20), Gen.Int[0, 6], (temperature, which) => (Later(temperature)[which], false)),
        Gen.Select(
            Gen.OneOf<double>(0.5, 1, 4, 20), Gen.OneOf<double>(0, 0.1, 0.5, 1), Gen.Bool,
            (temperature, beta, sparse) => ((IObjective)LaterObjectives.JensenShannon(temperature, beta), sparse)));

    private static readonly Gen<(Cases Cases, IObjective Objective, int? K)> AnyOnCases =
        from cases in Cases.Any
        from chosen in Any
        from k in Gen.Int[1, cases.Classes - 1]
        where !DividesBySpread(chosen.Objective) || IsSpread(cases)
        select (cases, chosen.Objective, chosen.Sparse ? k : (int?)null);

    [Fact]
    public void GradientsAreThoseOfFiniteDifferences() => AnyOnCases.Sample((cases, objective, k) =>
    {
        using var scope = NewDisposeScope();
        const double step = 1e-5;
        var logits = cases.Logits(gradient: true);
        Losses(objective, logits, cases, k).sum().backward();
        var gradient = logits.grad!.data<double>().ToArray();
        for (var row = 0; row < cases.Student.Length; row++)
        {
            for (var index = 0; index < cases.Classes; index++)
            {
                var slope = (LossAt(step) - LossAt(-step)) / (2 * step);
                Assert.Equal(slope, gradient[(row * cases.Classes) + index], 1e-5 * Math.Max(1, Math.Abs(slope)));

                double LossAt(double by)
                {
                    var moved = cases.Logits();
                    moved[row, index] += by;
                    return Losses(objective, moved, cases, k).sum().ToDouble();
                }
            }
        }
    }, iter: 60);

    [Fact]
    public void AShiftOfALogitsRowChangesNothing() => Gen.Select(AnyOnCases, Gen.Double[-50, 50]).Sample((given, shift) =>
    {
        using var scope = NewDisposeScope();
        var (cases, objective, k) = given;
        var (one, other) = (cases.Logits(gradient: true), (cases.Logits() + shift).requires_grad_());
        var (losses, shifted) = (Losses(objective, one, cases, k), Losses(objective, other, cases, k));
        losses.sum().backward();
        shifted.sum().backward();

        Assert.True(losses.allclose(shifted, rtol: 1e-8, atol: 1e-8));
        Assert.True(one.grad!.allclose(other.grad!, rtol: 1e-8, atol: 1e-8));
        Assert.True(one.grad!.sum(1).abs().max().ToDouble() < 1e-9 * (1 + one.grad!.abs().max().ToDouble()));
    }, iter: 100);

    [Fact]
    public void ClassesMayBeNumberedInAnyOrder() => Gen.Select(AnyOnCases.Where(HasNoTies), Gen.Int[0, 6]).Sample((given, rotation) =>
    {
        using var scope = NewDisposeScope();
        var (cases, objective, k) = given;
        int From(int index) => (index + rotation) % cases.Classes;
        double[] Renumber(double[] row) => [.. row.Select((_, index) => row[From(index)])];
        var renumbered = new Cases(
            Cases.Map(cases.Student, Renumber), Cases.Map(cases.Teacher, Renumber),
            [.. cases.Labels.Select(label => Enumerable.Range(0, cases.Classes).Single(index => From(index) == label))]);

        var losses = Losses(objective, cases.Logits(), cases, k);
        Assert.True(losses.allclose(Losses(objective, renumbered.Logits(), renumbered, k), rtol: 1e-10, atol: 1e-10));
    }, iter: 100);

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(1e4)]
    public void ValuesAndGradientsAreFiniteAtExtremes(double temperature)
    {
        using var scope = NewDisposeScope();
        // Teacher and student agree, oppose each other, and are flat; the label is the worst class.
        var cases = new Cases(
            [[1e4, -1e4, 0, 1e4], [-1e4, 1e4, 1e4, -1e4], [1e4, 1e4, 1e4, 1e4], [-1e4, -1e4, -1e4, 1e4]],
            [[1e4, -1e4, 0, 1e4], [1e4, -1e4, -1e4, -1e4], [-1e4, 1e4, 0, 0], [1e4, -1e4, -1e4, -1e4]],
            [1, 0, 0, 0]);
        (IObjective, int?)[] objectives =
        [
            (new HardLabels(), null), (new LogitMatching(), null), (new Distillation(temperature, 0.5), null),
            (new Distillation(temperature, 0.5), 1), (new Distillation(temperature, 0), 2), (new Distillation(temperature, 0), 3),
            (LaterObjectives.JensenShannon(temperature, 0), 2), (LaterObjectives.JensenShannon(temperature, 0.3), 2), (LaterObjectives.JensenShannon(temperature, 1), 2),
            .. Later(temperature).Select(objective => (objective, (int?)null)),
        ];
        foreach (var (objective, k) in objectives)
        {
            foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
            {
                var logits = cases.Logits().to(type).requires_grad_();
                var losses = Losses(objective, logits, cases, k);
                losses.sum().backward();

                Assert.True(losses.isfinite().all().ToBoolean(), $"{objective.GetType().Name} at T = {temperature}, k = {k}, {type}");
                Assert.True(logits.grad!.isfinite().all().ToBoolean(), $"{objective.GetType().Name} at T = {temperature}, k = {k}, {type}");
            }
        }
    }

    [Fact]
    public void ATargetOfNoMassIsFinite()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 3f, 2f, 1f }).reshape(1, 3).requires_grad_();
        var nothing = float.NegativeInfinity;
        SoftTargets[] targets =
        [
            new(tensor(new[] { 0f, nothing, nothing }).reshape(1, 3), 2),
            new(tensor(new[] { 0f, nothing }).reshape(1, 2), 2, tensor(new[] { 0L }).reshape(1, 1)),
        ];
        foreach (var target in targets)
        {
            var loss = new SoftTargetMatching(2).Losses(logits, zeros(1, ScalarType.Int64), target);
            loss.backward();

            Assert.Equal(-4 * Cases.LogSoftmax([3, 2, 1], 2)[0], loss[0].ToDouble(), 1e-5);
            Assert.True(logits.grad!.isfinite().all().ToBoolean());
        }
    }

    [Fact]
    public void ArgumentsThatDoNotAgreeAreRefused()
    {
        using var scope = NewDisposeScope();
        var cases = new Cases([[1, 2, 3]], [[3, 2, 1]], [0]);
        var (logits, labels) = (cases.Logits(), cases.LabelTensor());
        var objective = new Distillation(2, 0.5);

        Refuses("missing", () => objective.Losses(logits, labels, null));
        Refuses("at temperature 4; expected 2", () => objective.Losses(logits, labels, cases.Targets(4)));
        Refuses("same cases and classes", () => objective.Losses(zeros(1, 4), labels, cases.Targets(2)));
        Refuses("same cases and classes", () => objective.Losses(zeros(2, 3), zeros(2, ScalarType.Int64), cases.Targets(2)));
        Refuses("k below the 2 classes", () => objective.Losses(zeros(1, 2), labels, cases.Targets(2, 2)));
        Refuses("a column for each class of the support", () => objective.Losses(
            logits, labels, cases.Targets(2) with { Support = cases.LabelTensor().reshape(1, 1) }));
        Refuses("labels are [2]", () => objective.Losses(logits, zeros(2, ScalarType.Int64), cases.Targets(2)));
        Refuses("expected [1] in int64", () => objective.Losses(logits, zeros(1, ScalarType.Int32), cases.Targets(2)));
        Refuses("float32 or float64", () => objective.Losses(logits.to(ScalarType.BFloat16), labels, cases.Targets(2)));
        Refuses("only the most probable", () => new LogitMatching().Losses(logits, labels, cases.Targets(1, 1)));
    }

    private static IObjective[] Later(double temperature) =>
    [
        LaterObjectives.Decoupled(temperature), LaterObjectives.Standardised(temperature), LaterObjectives.Correlation(temperature),
        LaterObjectives.Normalised(temperature), LaterObjectives.MultiLevel([temperature, 3]),
        LaterObjectives.ByCertainty(LaterObjectives.JensenShannon(temperature, 0.2)),
        LaterObjectives.Sum((0.5, new HardLabels()), (2, LaterObjectives.ByLabel(LaterObjectives.Decoupled(temperature, 0.5, 2)))),
    ];

    // Correlations and standard scores divide by how much probabilities vary, and have no slope worth the name where they hardly do.
    private static bool DividesBySpread(IObjective objective) =>
        objective.Description.Contains("correlations", StringComparison.Ordinal) || objective.Description.Contains("standardised", StringComparison.Ordinal);

    private static bool IsSpread(Cases cases) => new[] { cases.Student, cases.Teacher }.All(logits =>
    {
        double[][] rows = [.. logits.Select(row => Cases.LogSoftmax(row, 1).Select(Math.Exp).ToArray())];
        return rows.All(IsWide) && (rows.Length == 1 || Enumerable.Range(0, cases.Classes).All(index => IsWide(rows.Select(row => row[index]))));

        static bool IsWide(IEnumerable<double> values) => values.Max() - values.Min() > 0.01;
    });

    // Between equally probable classes, which ones are kept depends on their numbers.
    private static bool HasNoTies((Cases Cases, IObjective Objective, int? K) given) =>
        given.Cases.Teacher.All(row => row.Distinct().Count() == row.Length);

    private static void Refuses(string because, Func<Tensor> losses) =>
        Assert.Contains(because, Assert.ThrowsAny<ArgumentException>(losses).Message, StringComparison.Ordinal);

    private static Tensor Losses(IObjective objective, Tensor logits, Cases cases, int? k) => cases.Losses(objective, logits, k);
}
