namespace Distill.Benchmarks.Population;

/// <summary>What the population program prints with --json: medians over interleaved rounds.</summary>
/// <param name="F32">With f32 products.</param>
/// <param name="Bf16">With bf16 products.</param>
/// <param name="F32Phases">Where a step of the population spends its time, with f32 products.</param>
/// <param name="Bf16Phases">The same with bf16 products.</param>
/// <param name="Members">Students.</param>
/// <param name="Widths">Hidden units of each student.</param>
/// <param name="BatchSize">Examples a step.</param>
/// <param name="Rounds">How many rounds.</param>
/// <param name="StepsPerMeasurement">Steps of each student in each round.</param>
/// <param name="Threads">Threads that libtorch uses.</param>
internal sealed record PopulationReport(
    PopulationRates F32, PopulationRates Bf16, PopulationPhaseTimes F32Phases, PopulationPhaseTimes Bf16Phases,
    int Members, int[] Widths, int BatchSize, int Rounds, int StepsPerMeasurement, int Threads);

/// <summary>One number format.</summary>
/// <param name="TogetherMilliseconds">One step of all students as a population.</param>
/// <param name="OneByOneMilliseconds">One step of each student, one after another.</param>
/// <param name="Ratio">One by one over together, round by round.</param>
/// <param name="TogetherGflops">GFLOP/s of the population, counting matrix products alone.</param>
/// <param name="OneByOneGflops">The same one by one.</param>
internal sealed record PopulationRates(
    double TogetherMilliseconds, double OneByOneMilliseconds, double Ratio, double TogetherGflops, double OneByOneGflops);

/// <summary>Medians in microseconds.</summary>
/// <param name="Batch">Gathering the images' bytes and labels.</param>
/// <param name="Targets">Gathering the stored targets once and softening them at each temperature.</param>
/// <param name="Forward">Normalisation, products, biases, rectifiers.</param>
/// <param name="Loss">Losses and their gradients.</param>
/// <param name="Backward">Gradients of all weights.</param>
/// <param name="Update">The optimizer.</param>
/// <param name="Step">The whole step.</param>
internal sealed record PopulationPhaseTimes(
    double Batch, double Targets, double Forward, double Loss, double Backward, double Update, double Step);
