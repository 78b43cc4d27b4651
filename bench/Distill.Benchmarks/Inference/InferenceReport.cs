namespace Distill.Benchmarks.Inference;

/// <summary>What the inference program prints with --json: medians.</summary>
/// <param name="Students">Each student, in each format and batch.</param>
/// <param name="PeakGflops">GFLOP/s of a 2048³ product in float32.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="Threads">Threads of ONNX Runtime, and of the two limits.</param>
internal sealed record InferenceReport(IReadOnlyList<StudentRates> Students, double PeakGflops, int Rounds, int Threads);

/// <summary>One student.</summary>
/// <param name="Student">Its architecture.</param>
/// <param name="Weights">How the file keeps its weights.</param>
/// <param name="Batch">Images at once.</param>
/// <param name="FileBytes">Bytes of the file.</param>
/// <param name="Microseconds">One run.</param>
/// <param name="ImagesPerSecond">Images a second.</param>
/// <param name="Gflops">GFLOP/s of the products alone.</param>
/// <param name="GigabytesPerSecond">Bytes of weights, as they lie in memory, over the time of a run.</param>
/// <param name="ReadGigabytesPerSecond">How fast as many bytes are read again and again.</param>
/// <param name="LimitMicroseconds">The longer one of the float32 products at the peak and of reading all weights once.</param>
/// <param name="ShareOfLimit">The limit over the run; above 1 where integers are faster than float32 at its peak.</param>
internal sealed record StudentRates(
    string Student, string Weights, int Batch, int FileBytes, double Microseconds, double ImagesPerSecond, double Gflops, double GigabytesPerSecond,
    double ReadGigabytesPerSecond, double LimitMicroseconds, double ShareOfLimit);
