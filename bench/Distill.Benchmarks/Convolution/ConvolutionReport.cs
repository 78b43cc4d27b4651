namespace Distill.Benchmarks.Convolution;

/// <summary>What the convolution program prints with --json: medians over interleaved rounds.</summary>
/// <param name="Nets">Each net.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="StepsPerMeasurement">Steps of each loop in each round, of 128 images.</param>
/// <param name="Threads">Threads that libtorch uses.</param>
internal sealed record ConvolutionReport(IReadOnlyList<NetRates> Nets, int Rounds, int StepsPerMeasurement, int Threads);

/// <summary>One net, in images a second.</summary>
/// <param name="Net">Its name.</param>
/// <param name="HandWritten">The plain TorchSharp loop, float32, in a process of its own with libtorch as it comes.</param>
/// <param name="F32">The trainer in float32.</param>
/// <param name="Bf16">The trainer in bf16.</param>
/// <param name="RatioF32">The trainer in float32 over the hand-written loop, round by round.</param>
/// <param name="RatioBf16">The trainer in bf16 over the hand-written loop, round by round.</param>
internal sealed record NetRates(string Net, double HandWritten, double F32, double Bf16, double RatioF32, double RatioBf16);
