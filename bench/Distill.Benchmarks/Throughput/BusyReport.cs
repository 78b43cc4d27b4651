namespace Distill.Benchmarks.Throughput;

/// <summary>Images a second with other work on the cores: medians over interleaved rounds.</summary>
/// <param name="Neighbours">How many processes ran in endless loops beside.</param>
/// <param name="Ours">The trainer.</param>
/// <param name="HandWritten">The plain TorchSharp loop, float32, in a process of its own with libtorch as it comes.</param>
/// <param name="HandWrittenHere">The same in the process of the trainer, with the settings that the library makes.</param>
/// <param name="Ratios">Ours over hand-written, round by round.</param>
internal sealed record BusyReport(int Neighbours, TrainerRates Ours, TeacherRates HandWritten, TeacherRates HandWrittenHere, TrainerRates Ratios);
