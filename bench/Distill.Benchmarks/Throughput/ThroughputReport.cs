namespace Distill.Benchmarks.Throughput;

/// <summary>What the throughput program prints with --json: medians over interleaved rounds.</summary>
/// <param name="Peak">GFLOP/s of a 2048³ product.</param>
/// <param name="HandWritten">Images a second of the plain TorchSharp loop, float32, in the process of the trainer.</param>
/// <param name="HandWrittenAlone">The same in a process of its own with libtorch as it comes.</param>
/// <param name="Ours">Images a second of the trainer.</param>
/// <param name="Ratios">Ours over hand-written, round by round; stored against stored, live against live.</param>
/// <param name="Achieved">GFLOP/s of ours, counting matrix products alone.</param>
/// <param name="ShareOfPeak">Achieved over the peak of the same precision, round by round.</param>
/// <param name="FlopsPerImage">Floating-point operations of the matrix products for one image.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="StepsPerMeasurement">Steps of each loop in each round.</param>
/// <param name="Threads">Threads that libtorch uses.</param>
/// <param name="Waiting">What it costs that threads soon give their core away when they wait.</param>
/// <param name="Busy">The same loops with other work on the cores; null where none was asked for.</param>
internal sealed record ThroughputReport(
    PeakRates Peak,
    TeacherRates HandWritten,
    TeacherRates HandWrittenAlone,
    TrainerRates Ours,
    TrainerRates Ratios,
    TrainerRates Achieved,
    TrainerRates ShareOfPeak,
    TeacherRates FlopsPerImage,
    int Rounds,
    int StepsPerMeasurement,
    int Threads,
    WaitingReport Waiting,
    BusyReport? Busy);

/// <summary>A number for each number format.</summary>
internal sealed record PeakRates(double F32, double Bf16);

/// <summary>A number for stored targets and one for a live teacher.</summary>
internal sealed record TeacherRates(double Stored, double Live);

/// <summary>A number for each way in which the trainer runs.</summary>
internal sealed record TrainerRates(double StoredF32, double StoredBf16, double LiveF32, double LiveBf16);
