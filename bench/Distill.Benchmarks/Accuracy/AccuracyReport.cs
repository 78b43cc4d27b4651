using Distill.Evaluation;
using Distill.Runs.Results;

namespace Distill.Benchmarks.Accuracy;

/// <summary>What the accuracy program prints with --json: test errors of equal trainings in f32 and bf16.</summary>
/// <param name="Epochs">Epochs of each student.</param>
/// <param name="TestExamples">Cases of the test set.</param>
/// <param name="TeacherErrors">Test errors of the teacher.</param>
/// <param name="ErrorsF32">Test errors by seed, products in f32.</param>
/// <param name="ErrorsBf16">Test errors by the same seeds, products in bf16; weights, data and order start equal.</param>
/// <param name="F32">Over seeds.</param>
/// <param name="Bf16">Over seeds.</param>
/// <param name="Difference">bf16 − f32, seed by seed.</param>
/// <param name="Interval">95 % interval of the mean difference.</param>
/// <param name="PairedTestP">Two-sided paired t-test of the difference being 0.</param>
internal sealed record AccuracyReport(
    int Epochs,
    long TestExamples,
    long TeacherErrors,
    IReadOnlyList<double> ErrorsF32,
    IReadOnlyList<double> ErrorsBf16,
    SeedSummary F32,
    SeedSummary Bf16,
    SeedSummary Difference,
    Interval? Interval,
    double PairedTestP);
